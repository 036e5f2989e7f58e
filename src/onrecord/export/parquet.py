"""Parquet: pandas reads it back with the same types."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import pandas as pd


def to_arrow(frame: pd.DataFrame) -> Any:
    """``frame`` as an Arrow table, without its index."""
    return pa.Table.from_pandas(frame, preserve_index=False)


def to_parquet(frame: pd.DataFrame) -> bytes:
    """``frame`` as Parquet; pandas reads it back with the same types."""
    sink = io.BytesIO()
    pyarrow.parquet.write_table(to_arrow(frame), sink)
    return sink.getvalue()
