"""The figures of a sentence.

The stages run in this order, a module each: ``numbers`` finds numbers, ``exclusions`` sets aside those that are no
figures, ``units`` gives each its unit, ``ranges`` joins quantities that belong together, ``ellipsis`` fills in units
that are left out, ``changes`` finds what a quantity rose or fell from and its direction, ``modifiers`` its comparator,
``measurand`` what it measures, and ``periods`` its time.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.figures import changes, ellipsis, exclusions, measurand, modifiers, numbers, periods, ranges, units
from onrecord.figures.parsed_sentence import ParsedSentence
from onrecord.types import Figure, Span

if TYPE_CHECKING:
    from onrecord.figures.quantities import Number, Quantity, Unit
    from onrecord.types import Sentence

_NUMBER_OF = re.compile(r"(?:[a-z]+ )?number of ([a-z][\w -]*)$", re.IGNORECASE)


def extract_figures(text: str, sentence: Sentence) -> list[Figure]:
    """Extract the figures of one sentence.

    Args:
        text: the article.
        sentence: one of its sentences, with its parse.

    Returns:
        The figures in the order of the text, without overlap. Their spans are code-point offsets into ``text`` and run
        from the modifier to the unit; values are in plain units ("1.2bn" is 1200000000.0) and never converted.

    Example:
        "Output rose by more than 3 percent in May." holds one figure: value 3.0, comparator ">", modifier "more than",
        unit "percent", dimension "percent", direction "up", what "Output", period "in May".
    """
    found = numbers.find_numbers(text[sentence.start : sentence.end])
    if not found:
        return []
    parsed = ParsedSentence.of(text, sentence)
    quantities = _find_quantities(parsed, found)
    times = periods.find_times(parsed) if quantities else []
    covered = measurand.find_covered_tokens(parsed, quantities)
    limits = [*(following.start for _, following in pairwise(quantities)), len(parsed.text)]
    figures: list[Figure] = []
    for index, (quantity, limit) in enumerate(zip(quantities, limits, strict=False)):
        figure = _build_figure(parsed, quantity, min_start=figures[-1].span.end if figures else 0)
        figure = replace(figure, what=measurand.find_measurand(parsed, quantity, covered))
        if figures:
            figure = ellipsis.share_with_previous(parsed, (quantities[index - 1], quantity), figures[-1], figure)
        period = periods.find_period(parsed, quantity, times, limit)
        figures.append(replace(_count_number_of(figure), period=period))
    shift = sentence.start
    return [replace(figure, span=Span(figure.span.start + shift, figure.span.end + shift)) for figure in figures]


def _find_quantities(sentence: ParsedSentence, found: list[Number]) -> list[Quantity]:
    """The numbers that are figures, with their units, as quantities that do not overlap."""
    marks = exclusions.mark_excluded(sentence.text)
    measured: list[tuple[Number, Unit | None]] = []
    for number in found:
        if exclusions.is_excluded(sentence, number, marks):
            continue
        unit = units.find_unit(sentence, number)
        if unit is not None and unit.start < number.start and numbers.is_minus(sentence.text, unit.start - 1):
            number = number.negated(unit.start - 1)  # noqa: PLW2901 # "-$4 million"
        if not exclusions.is_glued(sentence, number, unit):
            measured.append((number, unit))
    kept: list[Quantity] = []
    for quantity in ranges.build_quantities(sentence.text, measured):
        overlaps = bool(kept) and quantity.number.start < kept[-1].end
        if not overlaps and not exclusions.is_name_or_idiom(sentence, quantity.number, quantity.unit):
            kept.append(quantity)
    return changes.find_steps(sentence, ellipsis.fill_in_units(sentence, kept))


def _build_figure(sentence: ParsedSentence, quantity: Quantity, *, min_start: int) -> Figure:
    """The figure without what it measures and its period; its span starts at ``min_start`` or later."""
    unit, text = quantity.unit, sentence.text
    bare = "ratio" if quantity.number.kind in ("fraction", "ratio", "pair") else "other"
    dimension = unit.dimension if unit else bare
    modifier = modifiers.find_modifier_before(text, quantity.start, dimension)
    if modifier is None or modifier.start < min_start:
        modifier = modifiers.find_modifier_after(text, quantity.end)
    start = max(min_start, min(quantity.start, modifier.start) if modifier else quantity.start)
    start += len(text[start : quantity.number.end]) - len(text[start : quantity.number.end].lstrip())
    return Figure(
        span=Span(start, max(quantity.end, modifier.end) if modifier else quantity.end),
        value=quantity.value,
        value_high=quantity.high,
        value_from=quantity.origin,
        comparator=modifier.comparator if modifier else "=",
        modifier=text[modifier.start : modifier.end] if modifier else None,
        unit=unit.name if unit else None,
        dimension=dimension,
        direction=changes.find_direction(sentence, quantity),
    )


def _count_number_of(figure: Figure) -> Figure:
    """With a unit where it measures a "number of farms": it counts farms."""
    counted = _NUMBER_OF.match(figure.what) if figure.what and not figure.unit and figure.dimension == "other" else None
    return replace(figure, unit=counted[1], dimension="count") if counted else figure
