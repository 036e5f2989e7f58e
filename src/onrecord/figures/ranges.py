"""Amounts: numbers with their units, two of them joined to a range or to a step from one value to another."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.figures.atoms import Number
    from onrecord.figures.units import Unit

_DASH = re.compile(r"\s?[-–—−]\s?")
_TO = re.compile(
    r"[\s-](?:up )?(?:to|through)(?: about| around| nearly| as much as| as many as| more than)?[\s-]"  # "5-to-10"
)
_AND = re.compile(r"\sand\s")
_OR = re.compile(r"\sor\s")
_LEAD = re.compile(r"\b(between|from)\s$", re.IGNORECASE)
_RISEN = re.compile(r"(?:\bby|\bup|\bdown|[a-z]ed|\brose|\bfell)\s$")
_COIN_GAP = re.compile(r"\s(?:and\s)?")
_COINS = {"cents": "dollars", "pence": "pounds"}
_LONGEST_GAP = 20


@dataclass(frozen=True, slots=True)
class Amount:
    """What one figure is made from. ``start``:``end`` cover number and unit; ``number`` is the last one in it.

    ``high`` closes a range, ``origin`` is what a step started from, ``lead`` the "between" or "from" that opens either.
    """

    start: int
    end: int
    value: float
    number: Number
    unit: Unit | None
    high: float | None = None
    origin: float | None = None
    lead: str = ""


Read = tuple["Number", "Unit | None"]


def join(text: str, numbers: list[Read]) -> list[Amount]:
    """The amounts of a sentence; "3–5 billion" is one, with the scale carried over; a match's score is none.

    A step "from X to Y" is read as a range as well; ``steps`` in ``changes`` tells the two apart.
    """
    singles = [single(*read) for read in numbers]
    amounts: list[Amount] = []
    place = 0
    while place < len(singles):
        first, last = singles[place], singles[place + 1] if place + 1 < len(singles) else None
        place += 1
        if last is None or not _may_join(first, last):
            amounts.append(first)
            continue
        if _is_score(text, first, last):
            place += 1
            continue
        pair = _with_coins(text, first, last) or _range(text, first, last)
        amounts.append(pair or first)
        place += 1 if pair else 0
    return amounts


def single(number: Number, unit: Unit | None) -> Amount:
    """The amount of one number."""
    start, end = (unit.start, unit.end) if unit else (number.start, number.end)
    return Amount(min(start, number.start), max(end, number.end), number.value, number, unit)


def fit(left: Unit | None, right: Unit | None) -> bool:
    """Whether two units can be one: the same, one missing, or the same with the denominator named once."""
    if left is None or right is None or left.name == right.name:
        return True
    return str(left.name).startswith(f"{right.name} per ") or str(right.name).startswith(f"{left.name} per ")


def _may_join(first: Amount, last: Amount) -> bool:
    near = 0 < last.start - first.end <= _LONGEST_GAP
    return near and first.number.kind in ("digits", "words") and not first.number.open_ended


def _is_score(text: str, first: Amount, last: Amount) -> bool:
    """ "3-2": two numbers joined by a dash that measure nothing."""
    dashed = _DASH.fullmatch(text, first.end, last.start) is not None
    return dashed and first.unit is None and last.unit is None


def _with_coins(text: str, first: Amount, last: Amount) -> Amount | None:
    """ "3 dollars 50 cents" as one amount."""
    if first.unit is None or last.unit is None or not _COIN_GAP.fullmatch(text, first.end, last.start):
        return None
    if _COINS.get(str(last.unit.name), "-") not in str(first.unit.name):
        return None
    return Amount(first.start, last.end, first.value + last.value / 100, last.number, first.unit)


def _range(text: str, first: Amount, last: Amount) -> Amount | None:
    """The two amounts as a range, or nothing where they do not belong together."""
    low = _scaled_low(first, last)
    if not fit(first.unit, last.unit):
        return None
    if _DASH.fullmatch(text, first.end, last.start):
        counted = first.unit is not None and first.unit.counted
        return None if counted or low >= last.value else _joined(first, last, low)
    lead = _LEAD.search(text[max(0, first.start - 9) : first.start])
    if lead is None and (first.unit or last.unit) is None:
        return None
    if _TO.fullmatch(text, first.end, last.start):
        if lead is None and _leads_to_level(text, first, last):
            return None
    elif not (_is_between(text, first, last, lead) or _is_either(text, first, last)):
        return None
    joined = _joined(first, last, low)
    return replace(joined, start=first.start - len(lead.group()), lead=lead[1].lower()) if lead else joined


def _joined(first: Amount, last: Amount, low: float) -> Amount:
    return Amount(first.start, last.end, low, last.number, last.unit or first.unit, high=last.value)


def _scaled_low(first: Amount, last: Amount) -> float:
    """The lower end with the scale of the upper one: "3–5 billion"; "900 to 1.2 million" carries none."""
    carries = first.number.scale == 1 < last.number.scale and abs(first.value) <= abs(last.number.mantissa)
    return first.value * last.number.scale if carries else first.value


def _is_between(text: str, first: Amount, last: Amount, lead: re.Match[str] | None) -> bool:
    between = lead is not None and lead[1].lower() == "between"
    return between and _AND.fullmatch(text, first.end, last.start) is not None


def _is_either(text: str, first: Amount, last: Amount) -> bool:
    """ "three or four years"."""
    words = first.number.kind == last.number.kind == "words"
    follows = first.unit is None and last.value == first.value + 1
    return words and follows and _OR.fullmatch(text, first.end, last.start) is not None


def _leads_to_level(text: str, first: Amount, last: Amount) -> bool:
    """ "gained 3 percent to 410", "rose by $2 to $60": an amount, and the level that it led to."""
    if first.unit is None or first.unit.dimension == "age":
        return False
    if last.unit is None and first.unit.end > first.number.end:
        return True
    return _RISEN.search(text[max(0, first.start - 9) : first.start]) is not None
