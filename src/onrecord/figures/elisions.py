"""Units that a sentence leaves out: "of the 300, 40 were", "up from 2.4 million", "> 100 km (60 miles)"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.figures import knowledge
from onrecord.figures.reading import SUBJECTS

if TYPE_CHECKING:
    from onrecord.figures.ranges import Amount
    from onrecord.figures.reading import Reading

_COUNTING = frozenset(("digits", "words", "vague"))
_COMPARED = re.compile(
    r"\b(?:from|with|than|to|against|versus)\s(?:about |around |nearly |just |only |some )?$", re.IGNORECASE
)


def complete(reading: Reading, amounts: list[Amount]) -> list[Amount]:
    """The amounts, those without a unit with that of the counted things before them where the words call for it."""
    known = None
    done: list[Amount] = []
    for amount in amounts:
        if amount.unit is not None:
            known = amount.unit if amount.unit.counted else known
        elif known is not None and amount.number.kind in _COUNTING and _calls_for_unit(reading, amount):
            amount = replace(amount, unit=replace(known, start=amount.start, end=amount.end, head=None))  # noqa: PLW2901
        done.append(amount)
    return done


def _calls_for_unit(reading: Reading, amount: Amount) -> bool:
    after = reading.after(amount.end)
    compared = _COMPARED.search(reading.text[max(0, amount.start - 16) : amount.start]) is not None
    if after is not None and after.lower_ == "of" and after.i + 1 < reading.tokens.end:
        return after.nbor(1).lower_ in ("them", "whom", "which", "these", "those")
    subject = reading.at(amount.number.start).dep_ in SUBJECTS
    return compared or subject or (after is not None and after.lower_ in knowledge.context()["elided_before"])
