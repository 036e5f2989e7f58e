"""From files of many formats to articles. Nothing here opens a file: each reader is given bytes, or an open stream."""

from onrecord.io.columns import Columns
from onrecord.io.reader import ENDINGS, TABLES, columns_of, read
from onrecord.io.unread import Unread

__all__ = ["ENDINGS", "TABLES", "Columns", "Unread", "columns_of", "read"]
