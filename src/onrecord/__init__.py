"""On Record: who said what, on which theme, with which figures, as tidy tables."""

from importlib.metadata import version as _version

from onrecord.article import Article
from onrecord.codebook import Codebook
from onrecord.errors import ArticleError, CodebookError, ExportError, LibraryError, ModelError, OnRecordError
from onrecord.io import read
from onrecord.parser import parse, parse_many
from onrecord.query import Collection, Filters
from onrecord.store import Library
from onrecord.tables import Tables

__version__ = _version("onrecord")
__all__ = [
    "Article",
    "ArticleError",
    "Codebook",
    "CodebookError",
    "Collection",
    "ExportError",
    "Filters",
    "Library",
    "LibraryError",
    "ModelError",
    "OnRecordError",
    "Tables",
    "parse",
    "parse_many",
    "read",
]
