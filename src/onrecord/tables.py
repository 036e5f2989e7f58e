"""The tables of an article, or of several, as DataFrames."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from onrecord import export
from onrecord.errors import TablesError
from onrecord.schema import CODEBOOK_COLUMNS, SCHEMAS, SPANS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


_SHOWN = 10
"""Statements that a notebook shows."""


@dataclass(frozen=True)
class Tables:
    """The tables of one article, or of several: a DataFrame a table, with the columns of ``SCHEMAS``.

    See docs/tables.md for every column. Missing values are ``<NA>``; text columns have the dtype ``string``.
    """

    articles: pd.DataFrame
    sentences: pd.DataFrame
    speakers: pd.DataFrame
    mentions: pd.DataFrame
    statements: pd.DataFrame
    themes: pd.DataFrame
    theme_mentions: pd.DataFrame
    figures: pd.DataFrame

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield each table's name and its DataFrame, in the order of ``SCHEMAS``."""
        for entry in fields(self):
            yield entry.name, getattr(self, entry.name)

    def to_csv(self, folder: str | Path, *, for_spreadsheets: bool = False) -> list[Path]:
        """Write a CSV file a table, and ``data_dictionary.csv``, into a folder, which is created if missing.

        Args:
            folder: where the files go; those of the same name are replaced.
            for_spreadsheets: begin with a byte order mark, and put an apostrophe before text that a spreadsheet would
                run as a formula; without it every cell is verbatim. See ``onrecord.export.csv``.

        Returns:
            The files' paths.

        Raises:
            ExportError: the folder or a file cannot be written.

        Example:
            >>> from tempfile import mkdtemp
            >>> import onrecord
            >>> tables = onrecord.parse("Tom Hale said it rained.")
            >>> [path.name for path in tables.to_csv(mkdtemp())][:2]
            ['articles.csv', 'sentences.csv']
        """
        return export.write_files(export.to_files(self, "csv", for_spreadsheets=for_spreadsheets), folder)

    def to_parquet(self, folder: str | Path) -> list[Path]:
        """Write a Parquet file a table, and ``data_dictionary.csv``, into a folder; otherwise as ``to_csv``."""
        return export.write_files(export.to_files(self, "parquet"), folder)

    def to_excel(self, path: str | Path) -> Path:
        """Write a workbook with a sheet a table, and the data dictionary as the last; returns its path.

        Raises:
            ExportError: the file cannot be written, or a table has more rows than a sheet.
        """
        return self._write(path, export.to_files(self, "xlsx")[f"{export.WORKBOOK}.xlsx"])

    def to_json(self, path: str | Path) -> Path:
        """Write a JSON object with an array of rows a table; returns the file's path. Raises ``ExportError``."""
        return self._write(path, export.tables_to_json(self))

    @staticmethod
    def _write(path: str | Path, data: bytes) -> Path:
        return export.write_files({Path(path).name: data}, Path(path).parent)[0]

    def _repr_html_(self) -> str:
        """How a notebook shows the tables: rows of each, and the first statements."""
        counts = ", ".join(f"{name} {len(frame):,}" for name, frame in self)
        columns = ["article_id", "speaker_id", "speaker_evidence", "kind", "cue", "negated", "text", "confidence"]
        rows = self.statements[columns].head(_SHOWN).to_html(index=False, na_rep="")
        more = len(self.statements) - _SHOWN
        return f"<p>Rows: {counts}</p>{rows}" + (f"<p>… and {more:,} more statements</p>" if more > 0 else "")

    def validate(self) -> Tables:
        """Check every column's type, its values and each table's key, and return the tables.

        Raises:
            TablesError: something does not fit ``onrecord.schema.SCHEMAS``; the message lists all that does not.
        """
        faults = [f"{name}: {fault}" for name, frame in self for fault in find_faults(name, frame)]
        if faults:
            raise TablesError("These tables do not fit their description: " + "; ".join(faults))
        return self

    def only(self, article_ids: Iterable[str]) -> Tables:
        """The rows of some articles; ``themes`` stays as it is."""
        keep = set(article_ids)
        rows = {name: frame[frame["article_id"].isin(keep)] for name, frame in self if name != "themes"}
        return replace(self, **rows)

    @classmethod
    def concat(cls, parts: Iterable[Tables]) -> Tables:
        """Put the tables of several articles under one another; counts in ``themes`` are added up."""
        parts = list(parts)
        if not parts:
            return cls(**{name: frame_from_rows(name, []) for name in SCHEMAS})
        joined = {
            name: pd.concat([getattr(part, name) for part in parts], ignore_index=True)
            for name in SCHEMAS
            if name != "themes"
        }
        themes = pd.concat([part.themes for part in parts], ignore_index=True)
        about = themes.drop_duplicates("theme_id")[CODEBOOK_COLUMNS]
        held = joined["theme_mentions"]
        return cls(**joined, themes=count_themes(about, held))


def find_faults(table: str, frame: pd.DataFrame) -> Iterator[str]:
    """What in ``frame`` does not fit the schema of ``table``, each in a few words."""
    schema = SCHEMAS[table]
    if list(frame.columns) != list(schema.columns):
        strange = [name for name in frame if name not in schema.columns]
        lacking = [name for name in schema.columns if name not in frame]
        yield f"columns too many {strange}, missing {lacking}, or in another order"
        return
    for name, column in schema.columns.items():
        values = frame[name]
        if values.dtype != _dtypes(table)[name]:
            yield f"{name} is of type {values.dtype}, not {column.dtype}"
            continue
        if not column.missing and values.isna().any():
            yield f"{name} has missing values"
        held = values.dropna()
        if column.isin is not None and not held.isin(column.isin).all():
            yield f"{name} has other values than {', '.join(column.isin)}"
        if column.ge is not None and (held < column.ge).any():
            yield f"{name} has values below {column.ge}"
        if column.le is not None and (held > column.le).any():
            yield f"{name} has values above {column.le}"
    if frame.duplicated(list(schema.key)).any():
        yield f"several rows have the same {', '.join(schema.key)}"


def count_themes(about: pd.DataFrame, theme_mentions: pd.DataFrame) -> pd.DataFrame:
    """The ``themes`` table: ``about`` (its columns without counts) with counts from ``theme_mentions``."""
    codes = pd.Index(about["theme_id"]).get_indexer(theme_mentions["theme_id"])
    held = theme_mentions["statement_id"].notna().to_numpy() & (codes >= 0)
    named = held & theme_mentions["speaker_id"].notna().to_numpy()
    counted = about.reset_index(drop=True).copy()
    for column, rows, key in (
        ("n_statements", held, ["article_id", "statement_id"]),
        ("n_sentences", codes >= 0, ["article_id", "sentence_id"]),
        ("n_speakers", named, ["speaker_id"]),
    ):
        keys, size = codes[rows].astype("int64"), 1
        for part in key:
            numbers, values = pd.factorize(theme_mentions[part][rows])
            keys, size = keys * len(values) + numbers, size * len(values)
        distinct = np.unique(keys) // max(size, 1)
        counted[column] = pd.array(np.bincount(distinct, minlength=len(about)), dtype="Int64")
    return counted[list(SCHEMAS["themes"].columns)]


@cache
def _dtypes(table: str) -> dict[str, Any]:
    """The types of a table's columns as objects: to look each up by its name takes longer than to fill it."""
    return {name: pd.api.types.pandas_dtype(column.dtype) for name, column in SCHEMAS[table].columns.items()}


def frame_from_columns(table: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A typed DataFrame of ``table`` from all its columns."""
    return pd.DataFrame({name: _array(columns[name], dtype) for name, dtype in _dtypes(table).items()})


def _array(values: Any, dtype: Any) -> Any:
    if dtype != SPANS:
        return pd.array(values, dtype=dtype)
    column = np.empty(len(values), dtype=object)
    for place, spans in enumerate(values):
        column[place] = read_spans(spans)
    return column


def read_spans(spans: Any) -> list[list[int]]:
    """The parts of a statement as a list of [start, end], from lists, arrays, or JSON as in CSV files and in tables of
    version 0.1. Raises ``ValueError`` or ``TypeError`` where it is neither.
    """
    parts = json.loads(spans) if isinstance(spans, str) else spans
    return [part.tolist() if hasattr(part, "tolist") else list(part) for part in parts]


def frame_from_rows(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A typed DataFrame of ``table`` from rows; columns that a row lacks are missing."""
    rows = list(rows)
    if not rows:
        return _empty(table).copy(deep=False)
    return frame_from_columns(table, {name: [row.get(name) for row in rows] for name in SCHEMAS[table].columns})


@cache
def _empty(table: str) -> pd.DataFrame:
    """``table`` without rows, made once: most tables of a short article are, and a frame costs a millisecond."""
    return frame_from_columns(table, dict.fromkeys(SCHEMAS[table].columns, ()))
