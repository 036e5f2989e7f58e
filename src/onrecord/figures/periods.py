"""The words for the time that a figure covers: "over the past year", "in 2019", "by 2030"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.figures import knowledge
from onrecord.values import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from onrecord.figures.ranges import Amount
    from onrecord.figures.reading import Reading


def period_of(reading: Reading, amount: Amount, times: list[Span], others: list[Amount]) -> str | None:
    """The time in the figure's own clause, the nearest behind it first, then the nearest before it.

    ``times`` are the sentence's words for time (see ``times_in``), ``others`` all its amounts.
    """
    if amount.unit is not None and amount.unit.dimension in ("duration", "age"):
        return None
    clause = reading.clause_of(reading.at(amount.number.start))
    own = [
        time
        for time in times
        if not (time.start < amount.end and amount.start < time.end)
        and reading.clause_of(reading.at(time.start)) is not None
        and reading.clause_of(reading.at(time.start)) == clause
    ]
    limit = min((other.start for other in others if other.start >= amount.end), default=len(reading.text))
    behind = [time for time in own if amount.end <= time.start <= limit]
    if behind:
        return behind[0].of(reading.text)
    ahead = [time for time in own if time.end <= amount.start]
    return ahead[-1].of(reading.text) if ahead else None


def times_in(reading: Reading) -> list[Span]:
    """The expressions of time in a sentence, with their preposition, in order."""
    prepositions = knowledge.context()["time_prepositions"]
    found: list[Span] = []
    for entity in reading.tokens.ents:
        if entity.label_ != "DATE" or entity.text.lower().endswith(("old", "olds", "age")):
            continue
        first, end = entity[0], reading.end_of(entity[-1])
        before = first.nbor(-1) if first.i > reading.tokens.start else None
        prepared = before is not None and before.lower_ in prepositions
        start = reading.start_of(before) if before is not None and prepared else reading.start_of(first)
        amount_only = entity[0].like_num and not prepared
        if not amount_only and not _is_of_rank(
            reading, before if prepared and before is not None else entity.root, entity
        ):
            found.append(Span(start, end))
    return found


def _is_of_rank(reading: Reading, top: Token, entity: Tokens) -> bool:
    """ "their lowest since October", "the best day of his life": no time that a figure covers."""
    ranked = ("JJS", "RBS")
    above = top.head if reading.holds(top.head) else top
    return above.tag_ in ranked or any(token.tag_ in ranked for token in entity)
