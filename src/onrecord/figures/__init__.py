"""Figures: numbers with unit, comparator, direction, period and the thing they measure.

One layer a module, in the order in which they run: ``numbers`` (what is a number), ``exclusions`` (what is no figure),
``units``, ``ranges``, ``modifiers``, ``changes``, ``periods``, ``concepts``. ``reading`` is the sentence they share,
``knowledge`` what they know.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.figures import changes, concepts, elisions, exclusions, modifiers, numbers, periods, ranges, units
from onrecord.figures.reading import Reading
from onrecord.values import Figure, Span

if TYPE_CHECKING:
    from onrecord.figures.ranges import Amount
    from onrecord.values import Sentence

_NUMBER_OF = re.compile(r"(?:[a-z]+ )?number of ([a-z][\w -]*)$", re.IGNORECASE)

__all__ = ["find_figures"]


def find_figures(text: str, sentence: Sentence) -> list[Figure]:
    """The figures of a sentence of ``text``, in order; their spans do not overlap and count from the text's start."""
    found = numbers.scan(text[sentence.start : sentence.end])
    if not found:
        return []
    reading = Reading.of(text, sentence)
    barred = exclusions.blocked(reading.text)
    read: list[ranges.Read] = []
    for number in found:
        if exclusions.is_blocked(reading.text, number, barred) or exclusions.is_dated(reading, number):
            continue
        unit = units.find_unit(reading, number)
        if not exclusions.is_glued(reading, number, unit):
            read.append((number, unit))
    amounts = _figures_only(reading, ranges.join(reading.text, read))
    amounts = changes.steps(reading, elisions.complete(reading, amounts))
    times = periods.times_in(reading) if amounts else []
    figures: list[Figure] = []
    for place, amount in enumerate(amounts):
        figure = _figure(reading, sentence.start, amount, times, amounts)
        if place and modifiers.is_conversion(reading.text, amounts[place - 1], amount) and figure.comparator == "=":
            figure = replace(figure, comparator=figures[-1].comparator)
        figures.append(figure)
    return figures


def _figures_only(reading: Reading, amounts: list[Amount]) -> list[Amount]:
    return [amount for amount in amounts if not exclusions.is_name_or_idiom(reading, amount.number, amount.unit)]


def _figure(reading: Reading, shift: int, amount: Amount, times: list[Span], others: list[Amount]) -> Figure:
    text, unit = reading.text, amount.unit
    dimension = unit.dimension if unit else _dimension(amount)
    ahead = modifiers.before(text, amount.start, dimension)
    behind = None if ahead else modifiers.after(text, amount.end)
    modifier = ahead or behind
    start = ahead.start if ahead else amount.start
    end = behind.end if behind else amount.end
    open_ended = amount.number.open_ended and (modifier is None or modifier.comparator == "=")
    what = concepts.what_of(reading, amount, concepts.measured_tokens(reading, others))
    name = unit.name if unit else None
    counted = _NUMBER_OF.match(what) if what and amount.number.kind == "digits" and name is None else None
    if counted:
        name, dimension = counted[1], "count"
    return Figure(
        span=Span(shift + start, shift + end),
        value=amount.value,
        value_high=amount.high,
        value_from=amount.origin,
        comparator=">=" if open_ended else modifier.comparator if modifier else "=",
        modifier=modifier.words if modifier else None,
        unit=name,
        dimension=dimension,
        direction=changes.step_direction(amount) or changes.direction_of(reading, amount),
        what=what,
        period=periods.period_of(reading, amount, times, others),
    )


def _dimension(amount: Amount) -> str:
    """The dimension of an amount without a unit."""
    return "ratio" if amount.number.kind in ("fraction", "ratio") else "other"
