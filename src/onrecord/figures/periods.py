"""The words for the time that a figure covers: "over the past year", "in 2019", "by 2030"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from onrecord.figures import knowledge
from onrecord.figures.reading import NOUNS
from onrecord.values import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from onrecord.figures.ranges import Amount
    from onrecord.figures.reading import Reading


_COMPARED = re.compile(r"\b(?:from|with|than|against)\s$", re.IGNORECASE)
_YEAR = re.compile(r"[12]\d{3}")
_COMPARING = frozenset(("as", "than", "from"))
_RANKED = ("JJS", "RBS")
_NTH = re.compile(r"\d+(?:st|nd|rd|th)")


class Time(NamedTuple):
    """Words for time, and the document's index of the verb whose clause they stand in."""

    span: Span
    clause: int


def period_of(reading: Reading, amount: Amount, times: list[Time], limit: int) -> str | None:
    """The time in the figure's own clause, the nearest behind it first, then the nearest before it.

    ``times`` are the sentence's words for time (see ``times_in``), ``limit`` is where the next amount starts.
    A stretch of time and an age have no period.
    """
    if amount.unit is not None and amount.unit.dimension in ("duration", "age"):
        return None
    clause = reading.clause_of(reading.at(amount.number.start))
    own = [time.span for time in times if clause is not None and time.clause == clause.i]
    behind = next((span for span in own if amount.end <= span.start <= limit), None)
    ahead = next((span for span in reversed(own) if span.end <= amount.start), None)
    # "up from 3 percent": the time of the former value is not that of the new one before it.
    compared = _COMPARED.search(reading.text, max(0, amount.start - 12), amount.start)
    nearest = behind or (None if compared else ahead)
    return nearest.of(reading.text) if nearest else None


def times_in(reading: Reading) -> list[Time]:
    """The expressions of time in a sentence, with their preposition, in order."""
    prepositions = knowledge.context()["time_prepositions"]
    found: list[Time] = []
    for entity in reading.tokens.ents:
        if entity.label_ != "DATE" or not _is_time(entity):
            continue
        first = entity[0]
        before = first.nbor(-1) if first.i > reading.tokens.start else first
        prepared = before.lower_ in prepositions
        if (first.like_num and not prepared) or _is_of_rank(reading, before if prepared else entity.root, entity):
            continue
        span = Span(reading.start_of(before if prepared else first), reading.end_of(entity[-1]))
        clause = reading.clause_of(reading.at(span.start))
        if clause is not None:
            found.append(Time(span, clause.i))
    return found


def _is_of_rank(reading: Reading, top: Token, entity: Tokens) -> bool:
    """ "their lowest since May", "the 10th straight month", "twice as much as in May": no time a figure covers."""
    if any(token.i > reading.tokens.start and token.nbor(-1).lower_ in _COMPARING for token in (top, entity[0])):
        return True
    above = top.head if reading.holds(top.head) else top
    ranked = any(token.tag_ in _RANKED or token.lower_ == "first" for token in (above, *above.lefts))
    return ranked or any(token.tag_ in _RANKED or _NTH.fullmatch(token.lower_) for token in entity)


def _is_time(entity: Tokens) -> bool:
    """Whether it names a time, and not but a number or an age: "in May", "2019", not "under five"."""
    if entity.text.lower().endswith(("old", "olds", "age")):
        return False
    return any(token.pos_ in NOUNS or _YEAR.fullmatch(token.text) for token in entity)
