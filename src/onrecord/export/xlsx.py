"""XLSX: a workbook with a sheet a table."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from onrecord.errors import ExportError
from onrecord.export.zip import EPOCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_MAX_CELL = 32_767
_MAX_ROWS = 1_048_576
_CUT = " […] (cut here: a cell of a workbook holds 32,767 characters; the CSV, Parquet and JSON files have all)"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")


def to_xlsx(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """A workbook with a sheet a frame; the keys, of at most 31 characters, are the sheets' names.

    Text is written as text whatever it starts with. Control characters, which a workbook cannot hold, are left out;
    a text longer than a cell holds is cut, and says so.

    Raises ``ExportError`` where a frame has more rows than a sheet.
    """
    import xlsxwriter

    sink = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        sink,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    workbook.set_properties({"created": EPOCH, "title": "On Record"})
    heading = workbook.add_format({"bold": True, "bottom": 1})
    for name, frame in frames.items():
        if len(frame) >= _MAX_ROWS:
            raise ExportError(
                f"{name} has {len(frame):,} rows; a sheet of a workbook holds {_MAX_ROWS - 1:,}. "
                "Choose CSV or Parquet, or filter the rows first."
            )
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, (title, values) in enumerate(frame.items()):
            sheet.write_string(0, column, str(title), heading)
            _write_column(sheet, column, values)
        if len(frame):
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    workbook.close()
    return sink.getvalue()


def _write_column(sheet: Any, column: int, values: pd.Series) -> None:
    width = max(len(str(values.name)), 8)
    for row, (value, missing) in enumerate(zip(values.tolist(), values.isna().tolist(), strict=True), 1):
        if missing:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value)
        else:
            text = _cell(str(value))
            sheet.write_string(row, column, text)
            width = max(width, min(len(text), 60))
    sheet.set_column(column, column, width + 2)


def _cell(text: str) -> str:
    """``text`` as a workbook's cell can hold it; lengths count UTF-16 units, as Excel does."""
    text = _CONTROL.sub("", _LINE_END.sub("\n", text))
    if len(text) * 2 <= _MAX_CELL or len(text.encode("utf-16-le")) // 2 <= _MAX_CELL:
        return text
    room = (_MAX_CELL - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + _CUT
