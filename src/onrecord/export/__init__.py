"""From tables to files: CSV, XLSX, Parquet, JSON, and a zip of them. Everything here returns bytes.

The same tables give the same bytes, whenever and wherever they are written: archives carry a fixed date.
"""

from onrecord.export.csv import to_csv
from onrecord.export.files import (
    DICTIONARY,
    FORMAT_NAMES,
    FORMATS,
    MIME_TYPES,
    WORKBOOK,
    Format,
    make_folder,
    to_file,
    to_files,
    write_files,
)
from onrecord.export.json import tables_to_json, to_json
from onrecord.export.parquet import to_parquet
from onrecord.export.xlsx import to_xlsx
from onrecord.export.zip import to_zip

__all__ = [
    "DICTIONARY",
    "FORMATS",
    "FORMAT_NAMES",
    "MIME_TYPES",
    "WORKBOOK",
    "Format",
    "make_folder",
    "tables_to_json",
    "to_csv",
    "to_file",
    "to_files",
    "to_json",
    "to_parquet",
    "to_xlsx",
    "to_zip",
    "write_files",
]
