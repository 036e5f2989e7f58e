"""CSV comes in two kinds, because no file can serve both readers.

- For programs (the default, and what the command line writes): every cell verbatim, so that a quoted ``text`` is what
  ``start`` and ``end`` cut out of the article, to the character.
- For spreadsheets (what the dashboard's downloads are): a byte order mark, and an apostrophe before every text that a
  spreadsheet would run as a formula. ``spreadsheet_safety.unguard_formula`` takes it away again.

Both: UTF-8, ``\\n`` after every row, text in double quotes, missing values as empty cells without quotes, ``spans`` as
JSON. Read them back with ``pandas.read_csv(path, keep_default_na=False, na_values=[""], encoding="utf-8-sig")``, which
leaves a speaker called "NA" or "null" alone.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]

from onrecord.export.parquet import to_arrow
from onrecord.spreadsheet_safety import FORMULA

if TYPE_CHECKING:
    import pandas as pd

_BOM = b"\xef\xbb\xbf"


def to_csv(frame: pd.DataFrame, *, for_spreadsheets: bool = False) -> bytes:
    """``frame`` as CSV (see the top of the module); ``for_spreadsheets`` adds the mark and guards text columns."""
    table = to_arrow(frame)
    for number, column in enumerate(table.schema):
        if pa.types.is_list(column.type):
            cells = [json.dumps(cell) for cell in table.column(number).to_pylist()]
            table = table.set_column(number, column.name, pa.array(cells, pa.string()))
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
