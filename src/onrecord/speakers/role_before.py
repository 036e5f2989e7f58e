"""Roles before a name: titles, what owns the person, and phrases that end at a comma.

"Prime Minister Name" · "Body analysts Name and Name" · "Body's Name" · "the ministry's spokeswoman, Name," ·
"Vice-President of Body, Name, said" · "As head of Body, Name said"
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, load_countries, load_lexicon, to_singular
from onrecord.speakers.organisations import ARTICLES, JOINING
from onrecord.speakers.role import Role
from onrecord.speakers.role_bodies import OWNED
from onrecord.types import Span

if TYPE_CHECKING:
    from onrecord.speakers.organisations import Word
    from onrecord.speakers.role_phrases import RolePhraseReader
    from onrecord.types import Sentence

_COMMA_BEFORE = re.compile(r"[,;:\"”“—()]")
_CLOSED = re.compile(r"\s*(?:[,.;:)–—”\"]|$|\n)")
_PARTNER = re.compile(r",? and [A-Z]|, [A-Z]")
_WORKS = frozenset({"PRODUCT", "WORK_OF_ART", "LAW"})  # what the pipeline calls firms that it does not know
_MAX_DISTANCE = 160  # characters before a name in which its role may begin
_MAX_OWNED_WORDS = 3
_MAX_FIELD_WORDS = 5
_MAX_PARTNER_WORDS = 10  # words of the names between a plural title and a name


def read_before(reader: RolePhraseReader, sentence: Sentence, name_start: int, name_end: int) -> Role | None:
    """The role that the words before a name give to it."""
    words = reader.words(max(sentence.start, name_start - _MAX_DISTANCE), name_start, whole=True)
    known, professor = load_lexicon(), None
    while words and words[-1].is_capital and words[-1].lower in known.honorifics.keys() | known.addresses:
        if words[-1].text in known.lettered:
            break  # "Labour MS Name"
        if words[-1].lower == "prof":
            professor = Role(Span(words[-1].start, words[-1].end), title=words[-1].text.rstrip("."))
        words.pop()
    return (_read_words(reader, sentence, words, Span(name_start, name_end)) if words else None) or professor


def _read_words(reader: RolePhraseReader, sentence: Sentence, words: list[Word], name: Span) -> Role | None:
    """The role in the words before a name, forms of address aside."""
    name_start, name_end = name
    gap = reader.text[words[-1].end : name_start].split()
    if gap and gap[0] == ")," and len(words) > 1 and words[-1].is_acronym:
        gap, words = [","], words[:-1]  # "secretary of the Harbour Trust (HT), Jane Doe,"
    if words[-1].lower == "and":
        return _read_shared(reader, words[:-1])
    if "," in gap:
        return _read_to_comma(reader, sentence, words[-1].end, name_end)
    if gap and gap[0] in ("'", "’") and len(gap) == 1 and words[-1].text.endswith("s"):
        return _read_owner(reader, words, words[-1].end)
    if any(not part[:1].isalnum() for part in gap):
        return None
    if words[-1].text.endswith(OWNED):
        return _read_owner(reader, words, words[-1].end - 2)
    several = _PARTNER.match(reader.text, name_end) is not None
    role = _read_title(reader, words, plural=several) or _read_with_body(reader, words)
    if role is not None and role.organisation is None and role.span.start == words[-1].start:
        # "The president of the union, Chief Name"
        before = reader.text[sentence.start : role.span.start].rstrip()
        if before.endswith(","):
            return _read_to_comma(reader, sentence, sentence.start + len(before) - 1, name_end) or role
    return role


def _read_title(reader: RolePhraseReader, words: list[Word], *, plural: bool) -> Role | None:
    """The title right before a name; with ``plural`` it may be that of several people."""
    if (lettered := _read_letters(reader, words)) is not None:
        return lettered
    title = _first_office(_find_title(reader, words))
    if title and title[-1].lower in load_lexicon().kin and not _is_owned(words[: len(words) - len(title)], title):
        return None  # "the best friend Name ever had"
    if not title:
        return _read_with_field(reader, words)
    if is_role(title[-1].text, plural=False):
        return reader.read_title(title)
    if plural and is_role(title[-1].text):
        return _of_one(reader.read_title(title))
    # "Secretary of State Name"
    found = reader.read_phrase(title)
    return found if found and found.span.end == title[-1].end else None


def _read_letters(reader: RolePhraseReader, words: list[Word]) -> Role | None:
    """ "Gulls QB Name", "Labour MS Name": a post in letters, right after the team or the party that it is held in."""
    *before, post = words
    known = load_lexicon()
    if not before or post.text not in known.lettered or reader.text[before[-1].end : post.start] != " ":
        return None
    first = len(before)
    while first > 0 and before[first - 1].is_named and before[first - 1].end + 1 == words[first].start:
        first -= 1
    if first == len(before):
        return None
    holder = Span(before[first].start, before[-1].end)
    party = before[-1].lower in known.party_names
    if not party and not reader.is_body_or_team(holder):
        return None
    holder = Span(before[-1].start, before[-1].end) if party else holder
    return Role(Span(holder.start, post.end), title=post.text, organisation=holder)


def _find_title(reader: RolePhraseReader, words: list[Word]) -> list[Word]:
    """The words of a title that ends with ``words``, the owner before it included."""
    title: list[Word] = []
    number, edge = len(words), words[-1].end
    for word in reversed(words):
        mark = reader.text[word.end : edge].strip()
        abbreviates = mark == ")" and word.is_acronym  # "Harbour Trust (HT) chief executive"
        closes = mark == "(" and words[number].is_acronym and reader.text[words[number].end] == ")" if mark else False
        if mark and not abbreviates and not closes:
            break
        if not abbreviates:
            joins = word.lower == "and" and number > 1 and is_role(words[number - 2].text, plural=False)
            # "Gulls defensive captain Name"
            between = title and word.pos == "ADJ" and number > 1 and words[number - 2].is_named
            if not (title and (joins or between)) and not reader.in_title(word, title[0] if title else None):
                break
            title.insert(0, word)
        number, edge = number - 1, word.start
    if title and number > 0 and title[0].text[:1].islower():
        title = [*_owned_words(reader, words[:number], title[0].start), *title]
    while title and title[0].lower in JOINING:
        title.pop(0)
    return title


def _first_office(title: list[Word]) -> list[Word]:
    """The office that somebody holds, of two with one that they held: "contender and former surgeon Name"."""
    for number, word in enumerate(title[1:-1], start=1):
        if word.lower == "and" and title[number + 1].lower in load_lexicon().former:
            return title[:number] if is_role(title[number - 1].text) else title[number + 1 :]
    return title


def _is_owned(before: list[Word], title: list[Word]) -> bool:
    """Whether a relation is somebody's: "his brother", "Hale's sister"; wives and husbands are known without."""
    if title[-1].lower in ("wife", "husband", "son", "daughter", "brother", "sister"):
        return True
    owned = any(word.text.endswith(OWNED) for word in title[:-1])
    return owned or (bool(before) and before[-1].lower in ("his", "her", "their", "my", "our", "its"))


def _owned_words(reader: RolePhraseReader, words: list[Word], end: int) -> list[Word]:
    """The owner and what stands between it and a title: "Acme's rotating" of "Acme's rotating chairman"."""
    for number in range(len(words) - 1, max(len(words) - _MAX_OWNED_WORDS, 0) - 1, -1):
        if reader.text[words[number].end : words[number + 1].start if number + 1 < len(words) else end].strip():
            break
        if words[number].text.endswith(OWNED):
            first = number
            while first > 0 and words[first].is_capital and words[first - 1].is_named:
                first -= 1
            return words[first:]
        if words[number].pos not in ("ADJ", "VERB", "NOUN") or words[number].is_capital:
            break
    return []


def _read_with_field(reader: RolePhraseReader, words: list[Word]) -> Role | None:
    """ "The former secretary of state Name", "head of policy Name": a title that ends in its field, in lower case."""
    for number in range(len(words) - 2, max(len(words) - _MAX_FIELD_WORDS, 1) - 1, -1):
        if words[number].is_capital or words[number].is_verb:
            return None
        if words[number].lower in ("of", "for"):
            if not is_role(words[number - 1].text, plural=False):
                return None
            found = _read_from(reader, words, number - 1)
            return found if found and found.span.end == words[-1].end else None
    return None


def _read_from(reader: RolePhraseReader, words: list[Word], noun: int) -> Role | None:
    """The role from where the title of the noun at ``noun`` begins."""
    while noun > 0 and reader.in_title(words[noun - 1], words[noun]):
        noun -= 1
    return reader.read_phrase(words[noun:])


def _read_with_body(reader: RolePhraseReader, words: list[Word]) -> Role | None:
    """ "Spokesperson for the Harbour Board Name": a title that ends in its organisation, with nothing between."""
    first = len(words)
    while first > 0 and words[first - 1].is_named:
        first -= 1
    first -= 1 if 0 < first < len(words) and words[first - 1].lower == "the" else 0
    if not 1 < first < len(words) or words[first - 1].lower not in ("of", "for", "at", "with"):
        return None
    if not is_role(words[first - 2].text, plural=False):
        return None
    found = _read_from(reader, words, first - 2)
    return found if found and found.organisation and found.organisation.end == words[-1].end else None


def _of_one(role: Role | None) -> Role | None:
    """The title of one of several people: "analyst" of "analysts Name and Name"."""
    if role is None or not role.title:
        return role
    *first, last = role.title.split(" ")
    return replace(role, title=" ".join([*first, to_singular(last)]))


def _read_shared(reader: RolePhraseReader, words: list[Word]) -> Role | None:
    """ "Body analysts Name and Name": the plural title before the names that stand before "and"."""
    for number in range(len(words) - 1, max(len(words) - _MAX_PARTNER_WORDS, 0) - 1, -1):
        word = words[number]
        if is_role(word.text) and not is_role(word.text, plural=False) and number < len(words) - 1:
            return _read_title(reader, words[: number + 1], plural=True)
        if not word.is_capital:
            return None
    return None


def _read_owner(reader: RolePhraseReader, words: list[Word], end: int) -> Role | None:
    """ "Body's Name": the organisation, or the country, whose man or woman somebody is."""
    first = len(words) - 1
    while first > 0 and (words[first - 1].is_named or words[first - 1].lower in ("of", "for", "&")):
        if reader.text[words[first - 1].end : words[first].start].strip():
            break
        first -= 1
    while first < len(words) - 1 and (words[first].lower in JOINING or not words[first].is_named):
        first += 1
    owner = Span(words[first].start, end)
    name = owner.of(reader.text)
    if country := load_countries().get(name):
        return Role(owner, country=country)
    kind = reader.kind_of(name)
    named = kind in _WORKS or (not kind and words[-1].pos == "PROPN") or reader.is_body(owner)
    return Role(owner, organisation=owner) if words[first].is_named and named else None


def _read_to_comma(reader: RolePhraseReader, sentence: Sentence, comma: int, name_end: int) -> Role | None:
    """The phrase that ends at a comma before a name.

    It begins with an article, an owner, "As" or a capital, after a mark or a verb; where it does not begin the
    sentence, the name must be closed by a mark, too: in "He met the head of the union, Jane Doe said" it is not.
    """
    marks = [match.end() for match in _COMMA_BEFORE.finditer(reader.text, sentence.start, comma)]
    start = marks[-1] if marks else sentence.start
    words = reader.words(start, comma)
    if not words or words[-1].end != comma:
        return None
    closed = _CLOSED.match(reader.text, name_end) is not None
    for first in _phrase_starts(words):
        found = reader.read_phrase(words[first:])
        if found is not None and found.span.end == comma:
            opens = first == 0 or (first == 1 and words[0].lower == "as")
            return found if closed or opens else None
    return None


def _phrase_starts(words: list[Word]) -> list[int]:
    """Where a phrase that ends with ``words`` can begin, the longest first."""
    starts = [number for number, word in enumerate(words) if word.lower in ARTICLES]
    if words[0].is_capital or words[0].lower == "as":
        starts.append(1 if words[0].lower == "as" else 0)
    for number, word in enumerate(words):
        if word.text.endswith(OWNED):
            first = number
            while first > 0 and words[first - 1].is_capital:
                first -= 1
            starts.append(first)
        elif word.is_verb and number + 1 < len(words):
            starts.append(number + 1)
    return sorted(set(starts))
