"""What an amount shares with the one before it: "60 miles (97 km)", "63 points, or 0.6%", "up 2%, Burlington by 3%"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.figures.parsed_sentence import NOUNS
from onrecord.figures.ranges import fit

if TYPE_CHECKING:
    from onrecord.figures.parsed_sentence import ParsedSentence
    from onrecord.figures.quantities import Quantity

_LIST = re.compile(r"[,;]?\s(?:and|while|with|but)?\s?|[,;]\s")
_ALTERNATIVE = re.compile(r",? or (?:about |around |nearly |some |just |only |more than )?")
_COMPARED = re.compile(r"\b(?:from|versus|against|than|with)\s(?:[\w ]{0,20}\s)?$")
_IN_NAMES = frozenset(("DET", "ADJ", "NOUN", "PROPN", "CCONJ", "PART"))
_BEFORE_AMOUNT = frozenset(("by", "at", "to", "between", "from", "about", "around", "nearly", "up", "down"))
_OPENING = re.compile(r"of (?:the |its |their |these |those |all )?", re.IGNORECASE)
_MOST_WORDS = 8
_FAR = 80


def is_conversion(text: str, former: Quantity, amount: Quantity) -> bool:
    """Whether ``amount`` is the one before it in another unit: "more than 100 km (60 miles)", "224 kW / 300 hp"."""
    if former.unit is None or amount.unit is None or former.unit.name == amount.unit.name:
        return False
    return former.unit.dimension == amount.unit.dimension and text[former.end : amount.start].strip() in ("(", "/")


def is_said_of_same(reading: ParsedSentence, former: Quantity, amount: Quantity) -> bool:
    """Whether ``amount`` is another way to put ``former``, or what that is compared with."""
    gap = reading.text[former.end : amount.start]
    if _is_part_of_named(reading, former, amount):
        return True
    if _ALTERNATIVE.fullmatch(gap):
        return True
    return "," not in gap and fit(former.unit, amount.unit) and _COMPARED.search(gap) is not None


def _is_part_of_named(reading: ParsedSentence, former: Quantity, amount: Quantity) -> bool:
    """ "Of the 9,400 tonnes of waste, 60 percent was burned": a share of what the sentence opens with."""
    part = amount.number.kind == "fraction" or (amount.unit is not None and amount.unit.dimension == "percent")
    return part and _OPENING.fullmatch(reading.text, 0, former.start) is not None


def listed(reading: ParsedSentence, former: Quantity, amount: Quantity) -> str | None:
    """ "Coal fell 2.3%, gas by 2.6% and oil 1.9%": what stands before an amount in a list that leaves out the verb."""
    if former.unit is None or amount.unit is None or not fit(former.unit, amount.unit):
        return None
    gap = reading.text[former.end : amount.start]
    lead = _LIST.match(gap)
    if not lead or not lead.group():
        return None
    if len(gap) > _FAR:
        return None
    words = [token for token in reading.between(former.end + lead.end(), amount.start) if not token.is_space]
    while words and words[-1].lower_ in _BEFORE_AMOUNT:
        words.pop()
    while words and words[0].pos_ in ("DET", "CCONJ"):
        words.pop(0)
    if not words or len(words) > _MOST_WORDS or words[-1].pos_ not in NOUNS:
        return None
    if any(token.pos_ not in _IN_NAMES or token.ent_type_ == "DATE" for token in words):
        return None
    return " ".join(reading.text[reading.start_of(words[0]) : reading.end_of(words[-1])].split())
