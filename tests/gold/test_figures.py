"""Figures against sentences written for On Record, every column marked by hand (``figures.toml``)."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord import Tables

pytestmark = pytest.mark.slow  # beside test_digests.py, which parses the same sentences
SENTENCES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "figures.toml").read_text(encoding="utf-8"))[
    "sentence"
]
FLOORS = {
    "value": 0.98,
    "unit": 0.98,
    "text": 0.95,
    "value_high": 0.95,
    "value_from": 0.95,
    "comparator": 0.95,
    "modifier": 0.95,
    "dimension": 0.95,
    "direction": 0.95,
    "what": 0.95,
    "period": 0.95,
    "speaker": 0.95,
}
"""The part of all figures, marked or found, that a column must have right; it only rises."""

Row = dict[str, Any]


@pytest.fixture(scope="module")
def pairs(parsed: Callable[[str], list[Tables]]) -> list[tuple[str, Row | None, Row | None]]:
    """Each figure that is marked or found, with its sentence: (text, marked, found), one missing where unmatched."""
    found = [_rows(tables.figures) for tables in parsed("figures")]
    return [
        (sentence["text"], marked, row)
        for sentence, rows in zip(SENTENCES, found, strict=True)
        for marked, row in _matched(sentence, rows)
    ]


def _rows(figures: pd.DataFrame) -> list[Row]:
    rows = [{key: value for key, value in row.items() if not pd.isna(value)} for row in figures.to_dict("records")]
    return [{**row, "speaker": str(row.get("speaker_id", "")).split("@")[0] or None} for row in rows]


def _matched(sentence: Row, rows: list[Row]) -> list[tuple[Row | None, Row | None]]:
    """Marked figures with the found ones that overlap them, in order of the text."""
    matched: list[tuple[Row | None, Row | None]] = []
    left = list(rows)
    place = 0
    for marked in sentence["figures"]:
        start = sentence["text"].index(marked["text"], place)
        place = start + len(marked["text"])
        row = next((row for row in left if row["start"] < place and start < row["end"]), None)
        if row is not None:
            left.remove(row)
        matched.append((marked, row))
    return matched + [(None, row) for row in left]


def _is_right(column: str, marked: Row | None, row: Row | None) -> bool:
    if marked is None or row is None:
        return False
    expected = marked.get(column, "=" if column == "comparator" else None)
    got = row.get(column)
    if isinstance(expected, int | float) and got is not None:
        return math.isclose(expected, got, rel_tol=1e-4)
    return bool(expected == got)


def test_there_are_enough_sentences_of_every_kind() -> None:
    assert len(SENTENCES) >= 200
    assert len({sentence["about"] for sentence in SENTENCES}) >= 12


@pytest.mark.parametrize("column", FLOORS)
def test_column_is_right(column: str, pairs) -> None:
    wrong = [
        f"{text}\n    marked {marked and marked.get(column)!r}, found {row and row.get(column)!r}"
        for text, marked, row in pairs
        if not _is_right(column, marked, row)
    ]
    assert 1 - len(wrong) / len(pairs) >= FLOORS[column], "\n".join(wrong)


@pytest.mark.parametrize(
    "sentence", [entry for entry in SENTENCES if not entry["figures"]], ids=lambda row: row["text"]
)
def test_no_figure_where_there_is_none(sentence: Row, pairs) -> None:
    assert [row["text"] for text, _, row in pairs if text == sentence["text"] and row is not None] == []
