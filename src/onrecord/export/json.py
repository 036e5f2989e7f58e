"""JSON: an array of rows, or one object with an array a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from onrecord.export.parquet import to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


def to_json(frame: pd.DataFrame) -> bytes:
    """``frame`` as a JSON array with an object a row, a row a line; a missing value is ``null``."""
    return (_records(frame) + "\n").encode()


def tables_to_json(tables: Iterable[tuple[str, pd.DataFrame]]) -> bytes:
    """Named tables as one JSON object: each table's name with its array of rows."""
    parts = (f"{json.dumps(name)}: {_records(frame)}" for name, frame in tables)
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _records(frame: pd.DataFrame) -> str:
    rows = to_arrow(frame).to_pylist()
    lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]" if rows else "[]"
