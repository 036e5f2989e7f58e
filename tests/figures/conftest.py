"""What the figure tests share: the figures of a sentence, by way of the whole parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import onrecord

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]


def _figures(text: str) -> list[Row]:
    rows = onrecord.parse(text).figures.to_dict("records")
    return [{key: None if pd.isna(value) else value for key, value in row.items()} for row in rows]


@pytest.fixture(scope="session")
def figures() -> Callable[[str], list[Row]]:
    """The figures of a text as rows, with None for what is missing."""
    return _figures


@pytest.fixture(scope="session")
def figure() -> Callable[[str], Row]:
    """The only figure of a text."""

    def only(text: str) -> Row:
        (row,) = _figures(text)
        return row

    return only
