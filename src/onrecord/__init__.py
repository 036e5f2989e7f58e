"""On Record: who said what, on which theme, with which figures, as tidy tables.

Importing this package loads neither spaCy nor pandas nor DuckDB: a name is loaded when it is first used.

Example:
    >>> import onrecord
    >>> tables = onrecord.parse("Tom Hale said the rain would last until 2030.")
    >>> tables.statements[["speaker_id", "text"]].values.tolist()
    [['tom-hale', 'the rain would last until 2030']]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.annotations import Correction, SpeakerMerge, ThemeOverride
    from onrecord.article import Article
    from onrecord.codebook import Codebook, Theme
    from onrecord.errors import (
        AnnotationError,
        ArticleError,
        CodebookError,
        ConflictError,
        ExportError,
        LibraryError,
        MissingExtraError,
        ModelError,
        OnRecordError,
        TablesError,
    )
    from onrecord.io import Columns, read
    from onrecord.parser import parse, parse_many
    from onrecord.query import Collection, Filters
    from onrecord.store import Added, Library
    from onrecord.tables import Tables

__version__ = "0.1.0"
__all__ = [
    "Added",
    "AnnotationError",
    "Article",
    "ArticleError",
    "Codebook",
    "CodebookError",
    "Collection",
    "Columns",
    "ConflictError",
    "Correction",
    "ExportError",
    "Filters",
    "Library",
    "LibraryError",
    "MissingExtraError",
    "ModelError",
    "OnRecordError",
    "SpeakerMerge",
    "Tables",
    "TablesError",
    "Theme",
    "ThemeOverride",
    "parse",
    "parse_many",
    "read",
]
_HOMES = {
    "annotations": ("Correction", "SpeakerMerge", "ThemeOverride"),
    "article": ("Article",),
    "codebook": ("Codebook", "Theme"),
    "io": ("Columns", "read"),
    "parser": ("parse", "parse_many"),
    "query": ("Collection", "Filters"),
    "store": ("Added", "Library"),
    "tables": ("Tables",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}
_MODULES = (*_HOMES, "errors", "export", "schema")
"""Modules that can be reached as attributes, such as ``onrecord.codebook.recode``, without a further import."""


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first used."""
    if name in _MODULES:
        return import_module(f"onrecord.{name}")
    if name not in __all__:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    found = getattr(import_module(f"onrecord.{_HOME_OF.get(name, 'errors')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})
