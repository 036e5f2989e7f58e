"""Figures: numbers with unit, comparator, direction, period and the thing they measure.

One layer a module, in the order in which they run: ``numbers`` (what is a number), ``exclusions`` (what is no figure),
``units``, ``ranges``, ``modifiers``, ``changes``, ``periods``, ``concepts``. ``reading`` is the sentence they share,
``knowledge`` what they know.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.figures import (
    changes,
    digits,
    elided_units,
    exclusions,
    linked_figures,
    measurand,
    modifiers,
    numbers,
    periods,
    ranges,
    units,
)
from onrecord.figures.parsed_sentence import ParsedSentence
from onrecord.types import Figure, Span

if TYPE_CHECKING:
    from onrecord.figures.quantities import Quantity
    from onrecord.types import Sentence

_NUMBER_OF = re.compile(r"(?:[a-z]+ )?number of ([a-z][\w -]*)$", re.IGNORECASE)


def extract_figures(text: str, sentence: Sentence) -> list[Figure]:
    """The figures of a sentence of ``text``, in order; their spans do not overlap and count from the text's start."""
    found = numbers.scan(text[sentence.start : sentence.end])
    if not found:
        return []
    reading = ParsedSentence.of(text, sentence)
    amounts = _amounts(reading, found)
    times = periods.times_in(reading) if amounts else []
    measured = measurand.measured_tokens(reading, amounts)
    figures: list[Figure] = []
    for place, amount in enumerate(amounts):
        limit = amounts[place + 1].start if place + 1 < len(amounts) else len(reading.text)
        figure = _figure(reading, amount, figures[-1].span.end if figures else 0)
        what = measurand.measurand_of(reading, amount, measured)
        if figures:
            figure, what = _beside(reading, amounts[place - 1], amount, figures[-1], figure, what)
        figure = _about(figure, what)
        figures.append(replace(figure, period=periods.period_of(reading, amount, times, limit)))
    shift = sentence.start
    return [replace(figure, span=Span(figure.span.start + shift, figure.span.end + shift)) for figure in figures]


def _beside(
    reading: ParsedSentence, former: Quantity, amount: Quantity, known: Figure, figure: Figure, what: str | None
) -> tuple[Figure, str | None]:
    """The figure and what it measures, with what it shares with the figure ``known`` of the amount before it."""
    if linked_figures.is_conversion(reading.text, former, amount):
        comparator = known.comparator if figure.comparator == "=" else figure.comparator
        return replace(figure, comparator=comparator), known.what
    if former.origin is not None and former.origin == amount.value:
        return figure, known.what  # "60 percent of the shares, up from 45 percent"
    if linked_figures.is_said_of_same(reading, former, amount):
        counted = known.unit if known.dimension == "count" else None
        return figure, what or known.what or counted
    named = linked_figures.listed(reading, former, amount)
    if named is not None and figure.direction is None and former.origin is amount.origin is None:
        figure = replace(figure, direction=known.direction)
    return figure, named or what


def _amounts(reading: ParsedSentence, found: list[numbers.Number]) -> list[Quantity]:
    """The numbers that are figures, with their units, as amounts that do not overlap."""
    barred = exclusions.blocked(reading.text)
    read: list[ranges.Read] = []
    for number in found:
        if exclusions.is_blocked(reading.text, number, barred) or exclusions.is_dated(reading, number):
            continue
        unit = units.find_unit(reading, number)
        if unit is not None and unit.start < number.start:
            number = digits.negated(reading.text, number, unit.start)  # noqa: PLW2901
        if not exclusions.is_glued(reading, number, unit):
            read.append((number, unit))
    kept: list[Quantity] = []
    for amount in ranges.join(reading.text, read):
        inside = bool(kept) and amount.number.start < kept[-1].end
        if not inside and not exclusions.is_name_or_idiom(reading, amount.number, amount.unit):
            kept.append(amount)
    return changes.steps(reading, elided_units.complete(reading, kept))


def _figure(reading: ParsedSentence, amount: Quantity, floor: int) -> Figure:
    """The figure without what it measures and its period; its span starts at ``floor`` or later."""
    unit = amount.unit
    dimension = unit.dimension if unit else _dimension(amount)
    ahead = modifiers.before(reading.text, amount.start, dimension)
    ahead = ahead if ahead and ahead.start >= floor else None
    modifier = ahead or modifiers.after(reading.text, amount.end)
    start = max(floor, min(amount.start, modifier.start) if modifier else amount.start)
    start += len(reading.text[start : amount.number.end]) - len(reading.text[start : amount.number.end].lstrip())
    return Figure(
        span=Span(start, max(amount.end, modifier.end) if modifier else amount.end),
        value=amount.value,
        value_high=amount.high,
        value_from=amount.origin,
        comparator=modifier.comparator if modifier else "=",
        modifier=modifier.words if modifier else None,
        unit=unit.name if unit else None,
        dimension=dimension,
        direction=changes.step_direction(amount) or changes.direction_of(reading, amount),
    )


def _about(figure: Figure, what: str | None) -> Figure:
    """The figure with what it measures; "the number of farms" makes it a count of farms."""
    counted = _NUMBER_OF.match(what) if what and figure.unit is None and figure.dimension == "other" else None
    if counted:
        return replace(figure, what=what, unit=counted[1], dimension="count")
    return replace(figure, what=what)


def _dimension(amount: Quantity) -> str:
    """The dimension of an amount without a unit."""
    return "ratio" if amount.number.kind in ("fraction", "ratio", "pair") else "other"
