"""The words for the time that a figure covers: "over the past year", "in 2019", "by 2030"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from onrecord.figures import lexicon
from onrecord.figures.parsed_sentence import NOUNS
from onrecord.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from onrecord.figures.parsed_sentence import ParsedSentence
    from onrecord.figures.quantities import Quantity


_COMPARED = re.compile(r"\b(?:from|with|than|against)\s$", re.IGNORECASE)
_OWNING = re.compile(r"['’]s?\s")
_YEAR = re.compile(r"[12]\d{3}")
_COMPARING = frozenset(("as", "than", "from", "of"))
_WITH_NUMBER = 2
_DETERMINING = frozenset(("last", "this", "next"))
_RATE = re.compile(r"(?:an?|each|every|per|the) (?:second|minute|hour|day|week|month|quarter|year|decade)")
_IN_NAME = frozenset(("nummod", "compound", "amod", "nmod"))
_PERIODS = frozenset(("quarter", "half", "century"))
_RANKED = ("JJS", "RBS")
_NTH = re.compile(r"\d+(?:st|nd|rd|th)")


class Time(NamedTuple):
    """Words for time, and the document's index of the verb whose clause they stand in."""

    span: Span
    clause: int


def period_of(reading: ParsedSentence, amount: Quantity, times: list[Time], limit: int) -> str | None:
    """The time in the figure's own clause, the nearest behind it first, then the nearest before it.

    ``times`` are the sentence's words for time (see ``times_in``), ``limit`` is where the next amount starts.
    An age has no period, and a stretch of time has one only where it changed.
    """
    if amount.dimension == "age" or (amount.dimension == "duration" and amount.origin is None):
        return None
    clause = reading.clause_of(reading.at(amount.number.start))
    own = [time.span for time in times if clause is not None and time.clause == clause.i]
    behind = next((span for span in own if amount.end <= span.start <= limit and not _owns(reading, span, limit)), None)
    ahead = next((span for span in reversed(own) if span.end <= amount.start), None)
    # "up from 3 percent": the time of the former value is not that of the new one before it.
    compared = _COMPARED.search(reading.text, max(0, amount.start - 12), amount.start)
    nearest = behind or (None if compared else ahead)
    return nearest.of(reading.text) if nearest else None


def _owns(reading: ParsedSentence, span: Span, limit: int) -> bool:
    """ "versus last year's $32": whether the time belongs to the amount right behind it."""
    return _OWNING.fullmatch(reading.text, span.end, limit) is not None


def times_in(reading: ParsedSentence) -> list[Time]:
    """The expressions of time in a sentence, with their preposition, in order."""
    prepositions = lexicon.context()["time_prepositions"]
    found: list[Time] = []
    for entity in reading.tokens.ents:
        if entity.label_ != "DATE" or not _is_time(entity):
            continue
        first = entity[0]
        if first.like_num and len(entity) > _WITH_NUMBER and entity[1].lower_ in _DETERMINING:
            first = entity[1]  # "63 last year": the number is no part of the time
        before = first.nbor(-1) if first.i > reading.tokens.start else first
        prepared = before.lower_ in prepositions
        if not prepared and (_RATE.fullmatch(entity.text.lower()) or _is_in_name(reading, entity)):
            continue  # "12 mm a day", "the 1974 law"
        top = before if prepared else entity.root
        if _is_amount(entity, first, prepared=prepared) or _is_of_rank(reading, top, entity):
            continue
        last = entity[-1].nbor(-1) if entity[-1].tag_ == "POS" and len(entity) > 1 else entity[-1]
        span = Span(reading.start_of(before if prepared else first), reading.end_of(last))
        clause = reading.clause_of(reading.at(span.start))
        if clause is not None:
            found.append(Time(span, clause.i))
    return found


def _is_in_name(reading: ParsedSentence, entity: Tokens) -> bool:
    """ "the 1974 law", "below 2005 levels": a year that but tells one thing from others."""
    if entity.root.dep_ in _IN_NAME:
        return True
    following = entity[-1].nbor(1) if entity[-1].i + 1 < reading.tokens.end else None
    return _YEAR.fullmatch(entity.text) is not None and following is not None and following.pos_ in NOUNS


def _is_amount(entity: Tokens, first: Token, *, prepared: bool) -> bool:
    """Whether it is a stretch of time by itself, "more than 12 weeks"; "in ten years" and "ten years ago" are none."""
    if prepared or first is not entity[0] or entity[-1].lower_ in lexicon.context()["reckoned_from"]:
        return False
    return any(token.like_num and not _YEAR.fullmatch(token.text) for token in entity)


def _is_of_rank(reading: ParsedSentence, top: Token, entity: Tokens) -> bool:
    """ "their lowest since May", "the 10th straight month", "twice as much as in May": no time a figure covers."""
    if any(token.i > reading.tokens.start and token.nbor(-1).lower_ in _COMPARING for token in (top, entity[0])):
        return True
    above = top.head if reading.holds(top.head) else top
    ranked = any(token.tag_ in _RANKED or token.lower_ == "first" for token in (above, *above.lefts))
    return ranked or any(token.tag_ in _RANKED or _is_nth(token) for token in entity)


def _is_nth(token: Token) -> bool:
    """ "its 10th week", "the fifth month in a row"; not "the first half" and "the third quarter"."""
    if token.lower_ in _PERIODS or token.head.lower_ in _PERIODS:
        return False
    return _NTH.fullmatch(token.lower_) is not None or token.lower_ in lexicon.numbers()["fractions"]


def _is_time(entity: Tokens) -> bool:
    """Whether it names a time, and not but a number or an age: "in May", "2019", not "under five"."""
    words = entity.text.lower()
    if len(entity) == 1 and words in lexicon.units().words:
        return False  # "they spent months"
    if words.endswith(("old", "olds", "age")) or " than " in words or " ages of " in words:
        return False
    return any(token.pos_ in NOUNS or _YEAR.fullmatch(token.text) for token in entity)
