"""One table, or all of them with their data dictionary, as files of a format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from onrecord.errors import ExportError
from onrecord.export.csv import to_csv
from onrecord.export.json import tables_to_json, to_json
from onrecord.export.parquet import to_parquet
from onrecord.export.xlsx import to_xlsx
from onrecord.schema import data_dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

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

_MAX_SHEET_NAME = 31


def to_file(frame: pd.DataFrame, kind: Format, *, name: str = "rows", about: pd.DataFrame | None = None) -> bytes:
    """``frame`` as a file of a ``kind``; CSV for spreadsheets.

    A workbook has it on a sheet ``name``, and ``about`` on a second one, "columns". Raises ``ExportError`` as
    ``to_xlsx`` does.
    """
    if kind == "csv":
        return to_csv(frame, for_spreadsheets=True)
    if kind == "xlsx":
        return to_xlsx({name[:_MAX_SHEET_NAME]: frame, **({} if about is None else {"columns": about})})
    return to_parquet(frame) if kind == "parquet" else to_json(frame)


def to_files(
    tables: Iterable[tuple[str, pd.DataFrame]], kind: Format, *, for_spreadsheets: bool = False
) -> dict[str, bytes]:
    """The files that hold named tables (such as ``Tables``), by name: a file a table and a data dictionary.

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


def make_folder(folder: Path) -> None:
    """Create a folder where it is missing. Raises ``ExportError``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ExportError(f"{folder} is a file. Name a folder to write to.") from error
    except OSError as error:
        raise ExportError(f"The folder {folder} cannot be created: {error.strerror}. Choose another.") from error


def write_files(files: Mapping[str, bytes], folder: str | Path) -> list[Path]:
    """Write files, by name, into a folder, which is created if missing. Raises ``ExportError``."""
    paths = {Path(folder) / name: data for name, data in files.items()}
    make_folder(Path(folder))
    for path, data in paths.items():
        try:
            path.write_bytes(data)
        except OSError as error:
            raise ExportError(f"{path} cannot be written: {error.strerror}.") from error
    return list(paths)
