"""Units that a sentence leaves out: "of the 300, 40 were", "rose 64 points to 4,577", "8 or $9", "20 a week"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.figures import lexicon
from onrecord.figures.parsed_sentence import OBJECTS, SUBJECTS
from onrecord.figures.units import with_denominator

if TYPE_CHECKING:
    from onrecord.figures.parsed_sentence import ParsedSentence
    from onrecord.figures.quantities import Quantity, Unit

_COUNTING = frozenset(("digits", "words", "vague"))
_NEAR = r"(?:about |around |nearly |just |only |some |more than |over )?"
_COMPARED = re.compile(rf"\b(?:from|with|than|to|against|versus)\s{_NEAR}$", re.IGNORECASE)
_LED_TO = re.compile(rf"\s(?:to|at)\s{_NEAR}$|\sto (?:end|close|finish|settle|stand|trade) at\s{_NEAR}$", re.IGNORECASE)
_ENDED = re.compile(r"[.;:!?]\s")
_OR = re.compile(r"\s(?:or|to)\s")
_REACH = 40
_JOINING = frozenset(("and", "or", "but", ","))
_SHORTEST_TIME = 2


def complete(reading: ParsedSentence, amounts: list[Quantity]) -> list[Quantity]:
    """The amounts, those without a unit with that of the counted things before them where the words call for it."""
    known = None
    done: list[Quantity] = []
    for place, amount in enumerate(amounts):
        if amount.unit is not None:
            known = amount.unit if amount.unit.counted else known
            done.append(amount)
            continue
        following = amounts[place + 1] if place + 1 < len(amounts) else None
        unit = _of_level(reading, amounts, place) or _of_following(reading, amount, following)
        unit = unit or (_of_other_time(reading, done[-1], amount) if done else None)
        if unit is None and known is not None and amount.number.kind in _COUNTING:
            unit = _of_counted(reading, amount, known)
        done.append(amount if unit is None else _with(amount, unit))
    return done


def _with(amount: Quantity, unit: Unit) -> Quantity:
    """The amount with the unit of another; a denominator of its own is part of its span."""
    end = max(amount.end, unit.end) if unit.start == amount.start else amount.end
    return replace(amount, end=end, unit=replace(unit, start=amount.start, end=end, head=None))


def _of_level(reading: ParsedSentence, amounts: list[Quantity], place: int) -> Unit | None:
    """ "rose 64 points to 4,577", "closed at 1,463 points … climbed 0.1% to 1,333": the level that a change led to."""
    former, amount = amounts[place - 1] if place else None, amounts[place]
    if former is None or former.unit is None or former.unit.counted or amount.number.kind != "digits":
        return None
    if amount.start - former.end > _REACH or not _LED_TO.search(reading.text, former.end, amount.start):
        return None
    if _ENDED.search(reading.text, former.end, amount.start):
        return None  # "at $1.14. The index was up at 96"
    if former.unit.dimension != "percent":
        return former.unit if former.unit.dimension != "percentage_point" else None
    return next((other.unit for other in amounts if other.unit is not None and other.unit.name == "point"), None)


def _of_following(reading: ParsedSentence, amount: Quantity, following: Quantity | None) -> Unit | None:
    """ "about 8 or $9": a sign that stands before the second number alone."""
    if amount.number.kind not in ("digits", "words") or following is None or following.unit is None:
        return None
    if following.unit.start == following.number.start:
        return None
    return following.unit if _OR.fullmatch(reading.text, amount.end, following.start) else None


def _of_other_time(reading: ParsedSentence, former: Quantity, amount: Quantity) -> Unit | None:
    """ "1.4 degrees in 2018 and 2.1 last year": the same measured at another time."""
    unit = former.unit
    if unit is None or unit.counted or unit.dimension == "money" or amount.number.kind != "digits":
        return None
    between = reading.between(former.end, amount.start)
    if len(between) < _SHORTEST_TIME or between[-1].lower_ not in _JOINING:
        return None
    following = reading.after(amount.end)
    if following is not None and following.dep_ == "prep" and following.i + 1 < reading.tokens.end:
        following = following.nbor(1)
    timed = following is not None and following.ent_type_ == "DATE"
    return unit if timed and any(token.ent_type_ == "DATE" for token in between) else None


def _of_counted(reading: ParsedSentence, amount: Quantity, known: Unit) -> Unit | None:
    """What is counted is the same as before; "an average of 20 per week" counts it by the week."""
    measured = with_denominator(reading.text, replace(known, start=amount.start, end=amount.end))
    return measured if measured.end > amount.end or _calls_for_unit(reading, amount) else None


def _calls_for_unit(reading: ParsedSentence, amount: Quantity) -> bool:
    after = reading.after(amount.end)
    compared = _COMPARED.search(reading.text[max(0, amount.start - 16) : amount.start]) is not None
    if after is not None and after.lower_ == "of" and after.i + 1 < reading.tokens.end:
        return after.nbor(1).lower_ in ("them", "whom", "which", "these", "those")
    token = reading.at(amount.number.start)
    # "built for 600 inmates, it holds 1,450."
    bare = token.dep_ in SUBJECTS or (token.dep_ in OBJECTS and (after is None or after.is_punct))
    return compared or bare or (after is not None and after.lower_ in lexicon.context()["elided_before"])
