"""On Record: who said what, on which theme, with which figures, as tidy tables."""

from importlib.metadata import version as _version

from onrecord.article import Article
from onrecord.errors import ArticleError, CodebookError, ExportError, ModelError, OnRecordError
from onrecord.pipeline import parse, parse_many
from onrecord.tables import Tables
from onrecord.themes import Codebook

__version__ = _version("onrecord")
__all__ = [
    "Article",
    "ArticleError",
    "Codebook",
    "CodebookError",
    "ExportError",
    "ModelError",
    "OnRecordError",
    "Tables",
    "parse",
    "parse_many",
]
