"""On Record: who said what, on which theme, with which figures, as tidy tables."""

from importlib.metadata import version as _version

from onrecord.article import Article
from onrecord.collection import Collection, Filters
from onrecord.errors import ArticleError, CodebookError, ExportError, LibraryError, ModelError, OnRecordError
from onrecord.library import Library
from onrecord.pipeline import parse, parse_many
from onrecord.tables import Tables
from onrecord.themes import Codebook

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
]
