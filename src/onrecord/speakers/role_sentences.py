"""Roles that a sentence states: "Name is the head of Body", "Body has named Name as its chief executive"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, load_lexicon
from onrecord.types import Span

if TYPE_CHECKING:
    from onrecord.speakers.role import Role
    from onrecord.speakers.role_phrases import RolePhraseReader
    from onrecord.types import Sentence

_IS = re.compile(
    r" (?:(is)|(was|had been)|has been|became|becomes|(?:serves|served|works|worked|has (?:served|worked)) as)"
    r" (?:also |now |currently )?(?=\w)"
)
_JOINED = re.compile(r" (?:has |had |re)?joined (?=(?:the )?[A-Z])")
_AS = re.compile(r"(?: in [A-Z0-9]\w+| last \w+){0,2} as ")
_NAMED = "(?:re-?)?(?:named|appointed|elected|made|promoted|chosen|hired|picked|installed)"
_WAS_NAMED = re.compile(rf" (?:was|is|were|has been|had been) (?:also |later )?{_NAMED}(?: to)?(?: as)? ")
_NAMES = re.compile(rf"(?:^|[\s,])(?:(has|had|have) )?(?:{_NAMED}|appointing|naming|electing) $")
_NAMED_AS = re.compile(r" (?:as |to be )?(?=(?:its |their |the |a |an )?[a-zA-Z])")
_MAX_REACH = 200  # characters after a name in which its role may stand
_BEFORE = 80  # characters before a name in which whoever names it may stand
_ENDS = re.compile(
    r"\s*(?:[,.;:)–—”\"]|$|\n)| (?:in|at|from|since|with|who|and|for|on|of|until|to|by|during|while|when|but) "
)


def read_sentence(reader: RolePhraseReader, sentence: Sentence, name: Span) -> Role | None:
    """The role that the sentence itself states of whoever is named at ``name``; None where it states none."""
    text, end = reader.text, min(sentence.end, name.end + _MAX_REACH)
    if text[name.end : name.end + 1] != " ":
        return None
    if named := _WAS_NAMED.match(text, name.end, end):
        return _read_title(reader, named.end(), end)
    if stated := _IS.match(text, name.end, end):
        return _read_predicate(reader, stated, end)
    if joined := _JOINED.match(text, name.end, end):
        return _read_joined(reader, joined.end(), end)
    if names := _NAMES.search(text, max(sentence.start, name.start - _BEFORE), name.start):
        return _read_named(reader, sentence, Span(names.start(), name.end), end)
    return None


def _read_title(reader: RolePhraseReader, start: int, end: int) -> Role | None:
    found = reader.read_phrase(reader.words(start, end))
    return found if found is not None and _ENDS.match(reader.text, found.span.end) else None


def _read_predicate(reader: RolePhraseReader, stated: re.Match[str], end: int) -> Role | None:
    """ "Name is the head of Body", "Name is a nurse in Kent"; no judgement: "Name is a born leader"."""
    found = _read_title(reader, stated.end(), end)
    if found is None or not found.title:
        return None
    noun = found.noun
    plain = len(found.title.split()) <= 3 and (is_role(noun) or noun in load_lexicon().callings)
    if found.organisation is None and (not plain or noun in load_lexicon().judged):
        return None
    past = stated.group(2) is not None
    if past and found.organisation is None:
        return None  # "Name was a witness"
    return replace(found, is_former=found.is_former or past)


def _read_joined(reader: RolePhraseReader, start: int, end: int) -> Role | None:
    """ "Name joined Body as chief engineer"."""
    organisation = reader.find_organisation(start, end)
    role_start = _AS.match(reader.text, organisation.end, end) if organisation else None
    found = _read_title(reader, role_start.end(), end) if role_start else None
    if found is None or organisation is None:
        return None
    return found if found.organisation else replace(found, organisation=organisation)


def _read_named(reader: RolePhraseReader, sentence: Sentence, names: Span, end: int) -> Role | None:
    """ "Body has named Name as its chief executive": the subject is the organisation, where the title holds none."""
    opening = _NAMED_AS.match(reader.text, names.end, end)
    found = _read_title(reader, opening.end(), end) if opening else None
    if found is None or found.organisation is not None or found.country is not None:
        return found
    subject = reader.find_organisation(sentence.start, names.start)
    if subject is not None and subject.end == names.start and not is_role(subject.of(reader.text).split()[-1]):
        return replace(found, organisation=subject)
    return found
