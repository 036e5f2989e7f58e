"""From tables to files: CSV, XLSX, Parquet, JSON, and a zip of them. Everything here returns bytes.

The same tables give the same bytes, whenever and wherever they are written: archives carry a fixed date.

CSV comes in two kinds, because no file can serve both readers:

- for programs (the default, and what the command line writes): every cell verbatim, so that a quoted ``text`` is what
  ``start`` and ``end`` cut out of the article, to the character;
- for spreadsheets (what the dashboard's downloads are): a byte order mark, and an apostrophe before every text that a
  spreadsheet would run as a formula. ``guarding.unguarded`` takes it away again.

Both: UTF-8, ``\\n`` after every row, text in double quotes, missing values as empty cells without quotes. Read them
back with ``pandas.read_csv(path, keep_default_na=False, na_values=[""], encoding="utf-8-sig")``, which leaves a
speaker called "NA" or "null" alone.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]
import pyarrow.parquet  # type: ignore[import-untyped]
import xlsxwriter

from onrecord.errors import ExportError
from onrecord.spreadsheet_safety import FORMULA
from onrecord.tables import data_dictionary

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from onrecord.tables import Tables

Format = Literal["csv", "xlsx", "parquet", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
MIME_TYPES: Mapping[Format | Literal["zip"], str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "zip": "application/zip",
}
FORMAT_NAMES: Mapping[Format, str] = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "parquet": "Parquet"}
"""What the formats are called."""
WORKBOOK = "onrecord"
"""The name of the one file that holds all tables, without its ending, where a format has one file."""
DICTIONARY = "data_dictionary"
"""The name of the data dictionary's file or sheet, without its ending."""

_BOM = b"\xef\xbb\xbf"
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the zip format's first day; it knows no time zones
_MAX_CELL = 32_767
_MAX_ROWS = 1_048_576
_LONGEST_NAME = 31
_CUT = " […] (cut here: a cell of a workbook holds 32,767 characters; the CSV, Parquet and JSON files have all)"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")


def to_csv(frame: pd.DataFrame, *, for_spreadsheets: bool = False) -> bytes:
    """``frame`` as CSV (see the top of this module); ``for_spreadsheets`` adds the mark and guards text columns."""
    table = _arrow(frame)
    if for_spreadsheets:
        for number, column in enumerate(table.schema):
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                table = table.set_column(number, column.name, _guarded(table.column(number)))
    sink = io.BytesIO()
    options = pyarrow.csv.WriteOptions(quoting_style="needed")
    pyarrow.csv.write_csv(table, sink, options)
    return (_BOM if for_spreadsheets else b"") + sink.getvalue()


def _guarded(column: Any) -> Any:
    text = column.cast(pa.large_string())
    live = pc.match_substring_regex(text, FORMULA)
    led = pc.binary_join_element_wise(pa.scalar("'", text.type), text, pa.scalar("", text.type))
    return pc.if_else(live, led, text)


def to_parquet(frame: pd.DataFrame) -> bytes:
    """``frame`` as Parquet; pandas reads it back with the same types."""
    sink = io.BytesIO()
    pyarrow.parquet.write_table(_arrow(frame), sink)
    return sink.getvalue()


def to_json(frame: pd.DataFrame) -> bytes:
    """``frame`` as a JSON array with an object a row, a row a line; a missing value is ``null``."""
    return (_records(frame) + "\n").encode()


def tables_to_json(tables: Tables) -> bytes:
    """All tables as one JSON object: the table's name with its array of rows."""
    parts = (f"{json.dumps(name)}: {_records(frame)}" for name, frame in tables)
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _records(frame: pd.DataFrame) -> str:
    rows = _arrow(frame).to_pylist()
    lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]" if rows else "[]"


def to_xlsx(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """A workbook with a sheet a frame; the keys, of at most 31 characters, are the sheets' names.

    Text is written as text whatever it starts with. Control characters, which a workbook cannot hold, are left out;
    a text longer than a cell holds is cut, and says so.

    Raises ``ExportError`` where a frame has more rows than a sheet.
    """
    sink = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        sink,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    workbook.set_properties({"created": _EPOCH, "title": "On Record"})
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


def to_file(frame: pd.DataFrame, kind: Format, *, name: str = "rows", about: pd.DataFrame | None = None) -> bytes:
    """``frame`` as a file of a ``kind``; CSV for spreadsheets.

    A workbook has it on a sheet ``name``, and ``about`` on a second one, "columns". Raises ``ExportError`` as
    ``to_xlsx`` does.
    """
    if kind == "csv":
        return to_csv(frame, for_spreadsheets=True)
    if kind == "xlsx":
        return to_xlsx({name[:_LONGEST_NAME]: frame, **({} if about is None else {"columns": about})})
    return to_parquet(frame) if kind == "parquet" else to_json(frame)


def files_of(tables: Tables, kind: Format, *, for_spreadsheets: bool = False) -> dict[str, bytes]:
    """The files that hold ``tables``, by name: a file a table and a data dictionary.

    XLSX is one workbook with a sheet a table and the dictionary as the last; JSON is one object, with the dictionary
    as CSV beside it. Raises ``ExportError`` as ``to_xlsx`` does.
    """
    dictionary = data_dictionary()
    if kind == "xlsx":
        return {f"{WORKBOOK}.xlsx": to_xlsx({**dict(tables), DICTIONARY: dictionary})}
    if kind == "json":
        found = {f"{WORKBOOK}.json": tables_to_json(tables)}
    elif kind == "parquet":
        found = {f"{name}.parquet": to_parquet(frame) for name, frame in tables}
    else:
        found = {f"{name}.csv": to_csv(frame, for_spreadsheets=for_spreadsheets) for name, frame in tables}
    return {**found, f"{DICTIONARY}.csv": to_csv(dictionary, for_spreadsheets=for_spreadsheets)}


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """``files``, by name, in one zip archive."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else Windows and Unix would write different bytes
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return sink.getvalue()


def _arrow(frame: pd.DataFrame) -> Any:
    return pa.Table.from_pandas(frame, preserve_index=False)
