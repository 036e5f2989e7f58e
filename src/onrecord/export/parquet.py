"""Parquet: pandas reads it back with the same types."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import pandas as pd


def to_arrow(frame: pd.DataFrame) -> Any:
    """``frame`` as an Arrow table, without its index; ``spans`` are lists of pairs even where there is no row."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    if "spans" in frame.columns:
        spans = pa.array(frame["spans"], pa.list_(pa.list_(pa.int64())))
        table = table.set_column(table.column_names.index("spans"), "spans", spans)
    return table


def to_parquet(frame: pd.DataFrame) -> bytes:
    """``frame`` as Parquet; pandas reads it back with the same types."""
    sink = io.BytesIO()
    pyarrow.parquet.write_table(to_arrow(frame), sink)
    return sink.getvalue()
