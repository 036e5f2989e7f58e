"""Amounts: numbers with their units, two of them joined to a range or to a step from one value to another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.figures.quantities import Quantity

if TYPE_CHECKING:
    from onrecord.figures.quantities import Number, Unit

_DASH = re.compile(r"\s?[-–—−]\s?")
_TO = re.compile(
    r"[\s-](?:up )?(?:to|through)(?: about| around| nearly| as much as| as many as| more than)?[\s-]"  # "5-to-10"
)
_AND = re.compile(r"\sand\s")
_OUT_OF = re.compile(r"\s(?:in|out of)\s(?:every\s|each\s)?")
_ODDS = re.compile(r"[\s-]to[\s-]")
_OR = re.compile(r"\sor\s")
_LEAD = re.compile(r"\b(between|from)(?: the ages of)?\s$", re.IGNORECASE)
_RISEN = re.compile(r"(?:\bby|\bup|\bdown|[a-z]ed|\brose|\bfell)\s$")
_COIN_GAP = re.compile(r"\s(?:and\s)?")
_COINS = {"cent": "dollar", "penny": "pound"}
_LONGEST_GAP = 20
_LEAD_REACH = 24


Read = tuple["Number", "Unit | None"]


def join(text: str, numbers: list[Read]) -> list[Quantity]:
    """The amounts of a sentence; "3–5 billion" is one, with the scale carried over, and so is a score.

    A step "from X to Y" is read as a range as well; ``steps`` in ``changes`` tells the two apart.
    """
    singles = [single(*read) for read in numbers]
    amounts: list[Quantity] = []
    place = 0
    while place < len(singles):
        first, last = singles[place], singles[place + 1] if place + 1 < len(singles) else None
        place += 1
        if last is None or not _may_join(first, last) or _begins_range(text, singles[place : place + 2]):
            amounts.append(first)
            continue
        if _is_pair(text, first, last):
            amounts.append(_paired(first, last))
            place += 1
            continue
        pair = _with_coins(text, first, last) or _ratio(text, first, last) or _range(text, first, last)
        amounts.append(pair or first)
        place += 1 if pair else 0
    return amounts


def _begins_range(text: str, pair: list[Quantity]) -> bool:
    """ "24 to 33-35 billion": whether the second number is closer to the third than to the first."""
    if len(pair) < 2 or pair[0].unit is not None:
        return False
    return _DASH.fullmatch(text, pair[0].end, pair[1].start) is not None


def single(number: Number, unit: Unit | None) -> Quantity:
    """The amount of one number."""
    start, end = (unit.start, unit.end) if unit else (number.start, number.end)
    return Quantity(min(start, number.start), max(end, number.end), number.value, number, unit, high=number.high)


def fit(left: Unit | None, right: Unit | None) -> bool:
    """Whether two units can be one: the same, one missing, or the same with the denominator named once."""
    if left is None or right is None or left.name == right.name:
        return True
    return str(left.name).startswith(f"{right.name} per ") or str(right.name).startswith(f"{left.name} per ")


def _may_join(first: Quantity, last: Quantity) -> bool:
    near = 0 < last.start - first.end <= _LONGEST_GAP
    return near and first.number.kind in ("digits", "words") and first.number.high is None


def _is_pair(text: str, first: Quantity, last: Quantity) -> bool:
    """ "52-48", "2–1", "a 2 to 1 margin": two bare numbers, of votes, goals or points."""
    dashed = _DASH.fullmatch(text, first.end, last.start) is not None
    if dashed:
        return first.unit is None and last.unit is None
    counted = last.unit is None or last.unit.counted
    if not counted or first.unit is not None or first.value <= last.value:
        return False
    lead = _LEAD.search(text[max(0, first.start - _LEAD_REACH) : first.start])
    return lead is None and _ODDS.fullmatch(text, first.end, last.start) is not None


def _paired(first: Quantity, last: Quantity) -> Quantity:
    number = replace(first.number, end=last.number.end, kind="pair")
    return Quantity(first.start, last.number.end, first.value, number, None, high=last.value)


def _with_coins(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """ "3 dollars 50 cents" as one amount."""
    if first.unit is None or last.unit is None or not _COIN_GAP.fullmatch(text, first.end, last.start):
        return None
    whole = _COINS.get(str(last.unit.name))
    if whole is None or whole not in str(first.unit.name):
        return None
    return Quantity(first.start, last.end, first.value + last.value / 100, last.number, first.unit)


def _ratio(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """ "one job in eight", "two women out of five"; not "one shop in three towns"."""
    counted = first.unit is not None and first.unit.counted
    if not counted or last.unit is not None or not _OUT_OF.fullmatch(text, first.end, last.start):
        return None
    if first.number.kind != "words" or not 0 < first.value < last.value or last.number.kind not in ("words", "digits"):
        return None
    value = first.value / last.value
    number = replace(last.number, start=first.start, value=value, mantissa=value, kind="ratio")
    return Quantity(first.start, last.end, value, number, None)


def _range(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """The two amounts as a range, or nothing where they do not belong together."""
    low = scaled_low(first, last)
    if not fit(first.unit, last.unit):
        return None
    if _DASH.fullmatch(text, first.end, last.start):
        counted = first.unit is not None and first.unit.counted
        return None if counted or low >= last.value else _joined(first, last, low)
    lead = _LEAD.search(text[max(0, first.start - _LEAD_REACH) : first.start])
    if lead is None and (first.unit or last.unit) is None:
        return None
    if _TO.fullmatch(text, first.end, last.start):
        fallen = low >= last.value and first.dimension == "percent"  # "leads 47 percent to 44 percent"
        if lead is None and (fallen or _leads_to_level(text, first, last)):
            return None
    elif not (_is_between(text, first, last, lead) or _is_either(text, first, last)):
        return None
    joined = _joined(first, last, low)
    return replace(joined, start=first.start - len(lead.group()), lead=lead[1].lower()) if lead else joined


def _joined(first: Quantity, last: Quantity, low: float) -> Quantity:
    return Quantity(first.start, last.end, low, last.number, last.unit or first.unit, high=last.value)


def scaled_low(first: Quantity, last: Quantity) -> float:
    """The lower end with the scale of the upper one: "3–5 billion"; "900 to 1.2 million" carries none."""
    carries = first.number.scale == 1 < last.number.scale and abs(first.value) <= abs(last.number.mantissa)
    return first.value * last.number.scale if carries else first.value


def _is_between(text: str, first: Quantity, last: Quantity, lead: re.Match[str] | None) -> bool:
    between = lead is not None and lead[1].lower() == "between"
    return between and _AND.fullmatch(text, first.end, last.start) is not None


def _is_either(text: str, first: Quantity, last: Quantity) -> bool:
    """ "three or four years"."""
    words = first.number.kind == last.number.kind == "words"
    follows = first.unit is None and last.value == first.value + 1
    return words and follows and _OR.fullmatch(text, first.end, last.start) is not None


def _leads_to_level(text: str, first: Quantity, last: Quantity) -> bool:
    """ "gained 3 percent to 410", "rose by $2 to $60": an amount, and the level that it led to."""
    if first.unit is None or first.unit.dimension == "age":
        return False
    if last.unit is None and first.unit.end > first.number.end:
        return True
    return _RISEN.search(text[max(0, first.start - 9) : first.start]) is not None
