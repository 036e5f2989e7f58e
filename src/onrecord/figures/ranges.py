"""Quantities from numbers and units; two of them may be one range, pair, ratio or sum."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.figures.quantities import Number, Quantity, Unit, units_agree

MAX_GAP = 20  # characters between the two ends of a range
MAX_LEAD = 24  # characters before a range that are looked at for its "between" or "from"

_DASH = re.compile(r"\s?[-–—−]\s?")
_TO = re.compile(
    r"[\s-](?:up )?(?:to|through)(?: about| around| nearly| as much as| as many as| more than)?[\s-]"  # "5-to-10"
)
_AND = re.compile(r"\sand\s")
_OR = re.compile(r"\sor\s")
_OUT_OF = re.compile(r"\s(?:in|out of)\s(?:every\s|each\s)?")
_ODDS = re.compile(r"[\s-]to[\s-]")
_LEAD = re.compile(r"\b(between|from)(?: the ages of)?\s$", re.IGNORECASE)
_AFTER_CHANGE = re.compile(r"(?:\bby|\bup|\bdown|[a-z]ed|\brose|\bfell)\s$")
_BEFORE_COINS = re.compile(r"\s(?:and\s)?")
_COINS = {"cent": "dollar", "penny": "pound"}


def build_quantities(text: str, numbers: list[tuple[Number, Unit | None]]) -> list[Quantity]:
    """The quantities of a sentence, in order; "3–5 billion" is one, and so are "52–48" and "3 dollars 50 cents".

    A step "from X to Y" is taken for a range here; ``changes`` tells the two apart.
    """
    singles = [_single(number, unit) for number, unit in numbers]
    quantities: list[Quantity] = []
    index = 0
    while index < len(singles):
        first, rest = singles[index], singles[index + 1 : index + 3]
        joined = _join(text, first, rest[0]) if rest and not _starts_dashed_range(text, rest) else None
        quantities.append(joined or first)
        index += 2 if joined else 1
    return quantities


def _single(number: Number, unit: Unit | None) -> Quantity:
    start, end = (unit.start, unit.end) if unit else (number.start, number.end)
    return Quantity(min(start, number.start), max(end, number.end), number.value, number, unit, high=number.high)


def _starts_dashed_range(text: str, quantities: list[Quantity]) -> bool:
    """Whether the next two are a range of their own: "24 to 33-35 billion"."""
    if len(quantities) < 2 or quantities[0].unit is not None:
        return False
    return _DASH.fullmatch(text, quantities[0].end, quantities[1].start) is not None


def _join(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """The two quantities as one, or nothing where they are two."""
    near = 0 < last.start - first.end <= MAX_GAP
    if not near or first.number.kind not in ("digits", "words") or first.number.high is not None:
        return None
    if _is_pair(text, first, last):
        number = replace(first.number, end=last.number.end, kind="pair")
        return Quantity(first.start, last.number.end, first.value, number, None, high=last.value)
    return _add_coins(text, first, last) or _join_ratio(text, first, last) or _join_range(text, first, last)


def _is_pair(text: str, first: Quantity, last: Quantity) -> bool:
    """ "52-48", "2–1", "a 2 to 1 margin": two bare numbers, of votes, goals or points."""
    if _DASH.fullmatch(text, first.end, last.start):
        return first.unit is None and last.unit is None
    if first.unit is not None or not (last.unit is None or last.unit.counted) or first.value <= last.value:
        return False
    return _match_lead(text, first) is None and _ODDS.fullmatch(text, first.end, last.start) is not None


def _match_lead(text: str, first: Quantity) -> re.Match[str] | None:
    """The "between" or "from" before ``first``."""
    return _LEAD.search(text[max(0, first.start - MAX_LEAD) : first.start])


def _add_coins(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """ "3 dollars 50 cents" as one quantity."""
    if first.unit is None or last.unit is None or not _BEFORE_COINS.fullmatch(text, first.end, last.start):
        return None
    currency = _COINS.get(str(last.unit.name))
    if currency is None or currency not in str(first.unit.name):
        return None
    return Quantity(first.start, last.end, first.value + last.value / 100, last.number, first.unit)


def _join_ratio(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """ "one job in eight", "two women out of five"; not "one shop in three towns"."""
    if not first.counts or last.unit is not None or not _OUT_OF.fullmatch(text, first.end, last.start):
        return None
    if first.number.kind != "words" or not 0 < first.value < last.value or last.number.kind not in ("words", "digits"):
        return None
    value = first.value / last.value
    number = replace(last.number, start=first.start, value=value, kind="ratio")
    return Quantity(first.start, last.end, value, number, None)


def _join_range(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """ "3–5 billion", "$3 to $5", "between 200 and 300 people", "three or four years"."""
    if not units_agree(first.unit, last.unit):
        return None
    low = scaled_low(first, last)
    joined = Quantity(first.start, last.end, low, last.number, last.unit or first.unit, high=last.value)
    if _DASH.fullmatch(text, first.end, last.start):
        return None if first.counts or low >= last.value else joined
    lead = _match_lead(text, first)
    if lead is None and joined.unit is None:
        return None
    if _TO.fullmatch(text, first.end, last.start):
        fallen = low >= last.value and first.dimension == "percent"  # "leads 47 percent to 44 percent"
        if lead is None and (fallen or _leads_to_level(text, first, last)):
            return None
    elif not (
        (lead is not None and lead[1].lower() == "between" and _AND.fullmatch(text, first.end, last.start))
        or _is_either(text, first, last)
    ):
        return None
    return replace(joined, start=first.start - len(lead.group()), lead=lead[1].lower()) if lead else joined


def scaled_low(first: Quantity, last: Quantity) -> float:
    """The lower end with the scale of the upper one: "3–5 billion"; "900 to 1.2 million" carries none."""
    carries = first.number.scale == 1 < last.number.scale and abs(first.value) <= abs(last.number.mantissa)
    return first.value * last.number.scale if carries else first.value


def _is_either(text: str, first: Quantity, last: Quantity) -> bool:
    """ "three or four years"."""
    words = first.number.kind == last.number.kind == "words"
    follows = first.unit is None and last.value == first.value + 1
    return words and follows and _OR.fullmatch(text, first.end, last.start) is not None


def _leads_to_level(text: str, first: Quantity, last: Quantity) -> bool:
    """ "gained 3 percent to 410", "rose by $2 to $60": a change, and the level that it led to."""
    if first.unit is None or first.unit.dimension == "age":
        return False
    if last.unit is None and first.unit.end > first.number.end:
        return True
    return _AFTER_CHANGE.search(text[max(0, first.start - 9) : first.start]) is not None
