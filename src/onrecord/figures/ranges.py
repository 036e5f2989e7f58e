"""Amounts: numbers with their units, two of them joined to a range or to a step from one value to another."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.figures.numbers import Number
    from onrecord.figures.units import Unit

_DASH = re.compile(r"\s?[-–—−]\s?")
_TO = re.compile(
    r"(?:\s|-)(?:up )?(?:to|through)(?: about| around| nearly| as much as| as many as| more than)?(?:\s|-)"
)
_OR = re.compile(r"\sor\s")
_SMALL_COIN = re.compile(r"\s(?:and\s)?")
_AND = re.compile(r"\sand\s")
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """What one figure is made from. ``start``:``end`` cover number and unit; ``number`` is the last one in it."""

    start: int
    end: int
    value: float
    number: Number
    unit: Unit | None
    high: float | None = None
    origin: float | None = None


_RISEN = re.compile(r"(?:\bby|\bup|\bdown|[a-z]ed|\brose|\bfell)\s$")
_COINS = {"cents": "dollars", "pence": "pounds"}

Read = tuple["Number", "Unit | None"]


def join(text: str, numbers: list[Read]) -> list[Amount]:
    """The amounts of a sentence; "3–5 billion" is one, with the scale carried over; a match's score is none.

    A step "from X to Y" is read as a range as well; ``steps`` in ``changes`` tells the two apart.
    """
    amounts: list[Amount] = []
    place = 0
    while place < len(numbers):
        pair = _pair(text, numbers[place], numbers[place + 1]) if place + 1 < len(numbers) else None
        if pair is None:
            amounts.append(single(*numbers[place]))
        elif pair.high is not None or pair.unit is not None:
            amounts.append(pair)
        place += 1 if pair is None else 2
    return amounts


def _is_either(gap: str, first: Amount, last: Amount) -> bool:
    """ "three or four years"."""
    return _OR.fullmatch(gap) is not None and first.unit is None and last.value == first.value + 1


def _fit(left: Unit | None, right: Unit | None) -> bool:
    """Whether two units can stand in one range: the same, one missing, or the denominator with the last alone."""
    return (
        left is None or right is None or left.name == right.name or (right.name or "").startswith(f"{left.name} per ")
    )


def single(number: Number, unit: Unit | None) -> Amount:
    """The amount of one number."""
    start, end = (unit.start, unit.end) if unit else (number.start, number.end)
    return Amount(min(start, number.start), max(end, number.end), number.value, number, unit)


def _pair(text: str, left: Read, right: Read) -> Amount | None:
    """The two numbers as one amount; without ``high`` where they are a score; nothing where they do not belong."""
    first, last = single(*left), single(*right)
    gap = text[first.end : last.start]
    if (
        first.unit
        and last.unit
        and _COINS.get(last.unit.name or "", "-") in str(first.unit.name)
        and _SMALL_COIN.fullmatch(gap)
    ):
        return Amount(first.start, last.end, first.value + last.value / 100, last.number, first.unit)
    if len(gap) > 20 or first.number.kind in ("ratio", "multiple", "fraction") or first.number.open_ended:
        return None
    dashed = _DASH.fullmatch(gap) is not None
    before = text[max(0, first.start - 9) : first.start]
    joined = dashed or _TO.fullmatch(gap) or (_AND.fullmatch(gap) and _BETWEEN.search(before))
    if not (joined or _is_either(gap, first, last)) or not _fit(first.unit, last.unit):
        return None
    if not dashed and first.unit and not (_FROM.search(before) or _BETWEEN.search(before)):
        # "gained 3 percent to 410", "rose by $2 to $60": an amount and the level that it led to.
        if last.unit is None and first.unit.end > first.number.end:
            return None
        if _RISEN.search(before):
            return None
    if first.unit and first.unit.counted and dashed:
        return None
    low = first.value
    if first.number.scale == 1 and last.number.scale > 1 and abs(low) <= abs(last.number.mantissa):
        low *= last.number.scale
    unit = last.unit or first.unit
    if dashed and (unit is None or low >= last.value):
        return replace(last, start=first.start) if unit is None else None
    if not dashed and unit is None and not _FROM.search(before) and not _BETWEEN.search(before):
        return None
    return Amount(first.start, last.end, low, last.number, unit, high=last.value)
