"""How often the machine was right, on the rows that people looked at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from onrecord.annotations.annotation import FIELDS, Correction, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.annotations.annotation import Annotation

_Z = 1.959963984540054  # the 97.5th percentile of the normal distribution: 95 percent lie between both ends


def accuracy(log: Iterable[Annotation]) -> pd.DataFrame:
    """Count how often the machine was right, in one row for each table and field that people checked.

    The row of the field "row" counts whether there should be such a row at all; the rows of other fields count only
    rows that there should be.

    Returns:
        DataFrame with ``table``, ``field``, ``right``, ``checked``, ``share`` (right / checked), and ``low`` and
        ``high``: where the share of all such rows lies with 95 percent confidence, had the checked ones been sampled at
        random (Wilson's interval, E. B. Wilson, JASA 22, 1927).
    """
    counts: dict[tuple[str, str], list[int]] = {}
    for one in in_force(log, Correction):
        if one.table != "speakers":
            _count(counts, one.table, "row", one.verdict != "wrong")
        if one.verdict != "wrong":
            known = one.machine_fields or FIELDS[one.table]  # a record from before a field was added lacks it
            for name in (name for name in FIELDS[one.table] if name in known):
                _count(counts, one.table, name, name not in one.human_fields)
    order = [(table, name) for table, fields in FIELDS.items() for name in ("row", *fields)]
    rows = [
        (table, name, right, checked, right / checked, *wilson(right, checked))
        for table, name in order
        for right, checked in [counts.get((table, name), [0, 0])]
        if checked
    ]
    return pd.DataFrame(rows, columns=["table", "field", "right", "checked", "share", "low", "high"])


def _count(counts: dict[tuple[str, str], list[int]], table: str, name: str, right: bool) -> None:
    count = counts.setdefault((table, name), [0, 0])
    count[0] += right
    count[1] += 1


def wilson(right: int, checked: int) -> tuple[float, float]:
    """Wilson's 95 percent interval for a share; 0 to 1 where nothing was checked."""
    if not checked:
        return 0.0, 1.0
    share, square = right / checked, _Z * _Z / checked
    middle = (share + square / 2) / (1 + square)
    reach = _Z / (1 + square) * math.sqrt(share * (1 - share) / checked + square / (4 * checked))
    return max(0.0, middle - reach), min(1.0, middle + reach)
