"""From files of many formats to articles; ``reader`` is the one door."""

from onrecord.io.reader import (
    ENDINGS,
    TABLES,
    columns_of,
    estimate_articles,
    find_files,
    read,
    read_files,
    read_one,
    read_stream,
)
from onrecord.io.result import Unread
from onrecord.io.tabular import Columns

__all__ = [
    "ENDINGS",
    "TABLES",
    "Columns",
    "Unread",
    "columns_of",
    "estimate_articles",
    "find_files",
    "read",
    "read_files",
    "read_one",
    "read_stream",
]
