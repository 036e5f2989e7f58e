"""Names of bodies that go on over a small word: "Centre for Coastal Resilience", "Ministry of Food and Agriculture"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.speakers.entities import fold_word
from onrecord.speakers.lexicon import is_body_word, load_countries, load_given_names, load_lexicon
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.speakers.proper_names import ProperName

_JOINT = re.compile(
    r"\s+(of|for|on|to|and|against|without|at|in|de|du|des|pour|sans|para)(?:\s+(?:the|our|la|les?|los))?\s+$|(,)\s+$"
)
_ACRONYM_AFTER = re.compile(r"\s*\((?:the )?[\"“'‘]?([A-Z][A-Za-z&.-]{1,9})[\"”'’]?(?:[);]|, )")
_CAMP = re.compile(
    r"(?:['’]s?)?\s+(?:(?:re-?election|presidential)\s+|(?:transition|campaign)\s+(?=team))?([a-z]{4,14})\b(?!['’-])"
)
_MIN_SPOKEN = 4  # letters of an acronym that is written as a word: "Unicef"
_OWN_CAMPS = frozenset({"campaign", "camp"})
_MAX_FIELDS = 3  # words before "and" in a name that no body's noun begins
_SMALL = frozenset({"the", "of", "for", "and", "on", "to", "de", "du", "des", "la", "in", "at"})


def join_names(text: str, names: Sequence[ProperName]) -> list[ProperName]:
    """The names of a sentence, those joined that are one body's."""
    found: list[ProperName] = []
    for name in names:
        if found and (joint := _find_joint(text, found[-1], name)):
            found[-1] = _join(text, found[-1], name, joint)
        else:
            found.append(name)
    return [_with_camp(text, name) for name in found]


def make_initials(words: Sequence[str]) -> set[str]:
    """What an acronym of a name may be, in lower case, with and without its small words."""
    known = load_lexicon().suffixes
    every = [part for word in words for part in re.split(r"[-\s]", word) if part[:1].isalnum()]
    while len(every) > 2 and every[-1].rstrip(".") in known:
        every.pop()
    main = [word for word in every if word not in _SMALL]
    joined = [word for word in every if word not in ("the",)]
    return {"".join(word[0] for word in some) for some in (main, joined, every)}


def to_letters(acronym: str) -> str:
    """An acronym's letters in lower case: "u.n." and "UN" are one."""
    return acronym.lower().replace(".", "").replace("-", "").replace("&", "")


def find_acronym(text: str, name: Span) -> str:
    """The acronym in a parenthesis right after a name that it abbreviates; empty where none is."""
    match = _ACRONYM_AFTER.match(text, name.end)
    return match.group(1) if match is not None and _abbreviates(match.group(1), name.of(text)) else ""


def _abbreviates(acronym: str, name: str) -> bool:
    """Whether an acronym has the initials of a name, or letters of it in their order, from its first on."""
    letters, place = to_letters(acronym), 0
    plain = fold_word(name)
    if letters in make_initials(plain.replace(",", " ").split()):
        return True
    capitals = sum(letter.isupper() for letter in acronym)
    if not plain.startswith(letters[0]) or " " not in plain or (capitals < 2 and len(letters) < _MIN_SPOKEN):
        return False
    for letter in letters:
        place = plain.find(letter, place) + 1
        if not place:
            return False
    return True


def _find_joint(text: str, left: ProperName, right: ProperName) -> str:
    """The small word over which two neighbours are one name; empty where they are two."""
    match = _JOINT.fullmatch(text, left.span.end, right.span.start)
    if match is None or right.title or (left.title and not left.stem) or left.parts[-1].is_owner:
        return ""
    joint = match.group(1) or match.group(2)
    joins = (
        _has_acronym(text, left, right)
        or _is_one_entity(left, right, joint)
        or (_joins_fields(left, right, joint) if joint in ("and", ",") else _goes_on(left, right, joint))
    )
    return joint if joins else ""


def _has_acronym(text: str, left: ProperName, right: ProperName) -> bool:
    """Whether an acronym right after ``right`` has the initials of both together, and not of ``right`` alone."""
    match = _ACRONYM_AFTER.match(text, right.span.end)
    if match is None:
        return False
    letters = to_letters(match.group(1))
    words = text[left.span.start : right.span.end].lower().replace(",", " ").split()
    return letters in make_initials(words) and letters not in make_initials(right.text.lower().split())


def _is_one_entity(left: ProperName, right: ProperName, joint: str) -> bool:
    """Whether the pipeline sees one organisation over the small word."""
    one, two = left.parts[-1].token, right.parts[0].token
    if one is None or two is None or two.ent_type_ != "ORG":
        return False
    if not all(one.doc[index].ent_iob_ == "I" for index in range(one.i + 1, two.i + 1)):
        return False
    if joint in ("and", ","):
        # "Google and Microsoft": two bodies, unless neither half is one.
        return joint == "and" and not left.stem and len(right.parts) == len(left.parts) == 1 and _is_family(left, right)
    return not (joint in ("at", "in", "to") and not left.stem) and not _is_person(right)


def _is_family(left: ProperName, right: ProperName) -> bool:
    """ "Marks and Spencer": neither half is an acronym or a name that the article gives alone."""
    return not any(part.text.isupper() for part in (left.parts[-1], right.parts[0])) and right.parts[0].lower in (
        "sons",
        "co",
        "partners",
        "company",
        "associates",
        "brothers",
    )


def _goes_on(left: ProperName, right: ProperName, joint: str) -> bool:
    """Whether a body's name goes on over "for", "of", "on" …: its noun is one that such names begin with."""
    known = load_lexicon()
    if not left.stem or left.title or _is_person(right):
        return False
    last = left.words[-1]
    if joint == "of":
        return not left.joint or left.stem in ("office", "department", "board") or last in ("university", "college")
    if joint == "at":
        return "university" in left.words and bool(left.joint) and right.parts[0].label in ("GPE", "LOC", "")
    if joint in ("for", "on", "to", "against", "de", "pour", "para", "sans", "du", "des"):
        if joint == "to" and (right.parts[0].token is None or right.parts[0].label in ("GPE", "LOC", "PERSON", "NORP")):
            return False
        return last in known.spanning and right.text not in load_countries()
    return False


def _joins_fields(left: ProperName, right: ProperName, joint: str) -> bool:
    """ "Ministry of Food and Agriculture", "Soil and Water Research Centre", "Health and Safety Executive"."""
    known = load_lexicon()
    if right.text in load_countries() or _is_person(right):
        return False
    first = right.words[0]
    if left.joint:
        if joint == "," and (first not in known.fields or right.stem):
            return False
        if left.stem not in known.spanning or (right.stem and right.is_definite):
            return False
        only = right.parts[0]
        single = len(right.parts) == 1 and not only.text.isupper()
        alone = only.token is not None and only.token.ent_iob_ == "B" and only.label == "ORG"
        if left.words[-1] in known.fields and (first in known.fields or (single and not alone)):
            return True
        return all(word in known.fields for word in right.words)
    if joint == "," or len(left.parts) > _MAX_FIELDS or left.words[-1] not in known.fields:
        return False
    return first in known.fields and is_body_word(right.words[-1]) and len(right.parts) > 1


def _is_person(name: ProperName) -> bool:
    given = name.words[0] in load_given_names() and len(name.parts) > 1 and not name.stem
    return given and name.parts[0].label in ("PERSON", "")


def _join(text: str, left: ProperName, right: ProperName, joint: str) -> ProperName:
    span = Span(left.span.start, right.span.end)
    stem = left.stem if left.stem and joint != "," else right.stem or left.stem
    if joint == "and" and not left.joint:
        stem = right.stem or left.stem
    parts = (*left.parts, *right.parts)
    return replace(left, text=span.of(text), span=span, parts=parts, joint=joint, stem=stem or "body")


def _with_camp(text: str, name: ProperName) -> ProperName:
    """ "The Quill campaign": a body named in lower case after a person or a place."""
    match = _CAMP.match(text, name.span.end, name.sentence.end)
    if match is None or match.group(1) not in load_lexicon().camps or len(name.parts) > _MAX_FIELDS:
        return name
    owned = name.parts[-1].is_owner
    if owned == name.is_definite or (owned and match.group(1) not in _OWN_CAMPS):
        return name
    token = name.parts[-1].token
    following = token.doc[token.i + 1 :] if token is not None else ()
    noun = next((one for one in following[:4] if one.lower_ == match.group(1)), None)
    if noun is None or noun.dep_ in ("compound", "nmod", "amod"):
        return name  # "the Quill campaign manager"
    span = Span(name.span.start, match.end())
    return replace(name, text=span.of(text), span=span, stem=match.group(1), joint="camp")
