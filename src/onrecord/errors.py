"""Errors that a user can cause. Each says what is wrong and what to do.

OnRecordError
├── ArticleError      an article that cannot be read: empty, binary, too large, unknown encoding
├── CodebookError     a codebook with a wrong or missing field
├── AnnotationError   an annotation that a row cannot have, or a file of annotations with a wrong or missing cell
│   └── ConflictError   somebody else has annotated the same row meanwhile
├── LibraryError      a library that cannot be opened or written to, or a question to it that cannot be understood
├── TablesError       tables whose columns or values do not fit their description
├── MissingExtraError  packages of an extra, such as onrecord[readers], are not installed
├── ModelError        no English pipeline, or one that does not fit
└── ExportError       a folder or a format that tables cannot be written to
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class OnRecordError(Exception):
    """Base of every error that a user can cause and mend."""


class ArticleError(OnRecordError):
    """The article cannot be read."""


class CodebookError(OnRecordError):
    """The codebook is not valid; the message names the place and the field."""


class AnnotationError(OnRecordError):
    """The annotation cannot be: a field that it does not fit, a value that the field cannot have, a wrong cell."""


class ConflictError(AnnotationError):
    """Somebody else has annotated the row since it was looked at; nothing was kept."""

    @classmethod
    def by(cls, who: str, made: str) -> ConflictError:
        """The error that names who was quicker, and when."""
        return cls(f"This row was corrected meanwhile ({who or 'Somebody else'}, {made.replace('T', ' ')[:16]} UTC).")


class LibraryError(OnRecordError):
    """The library cannot be opened, read or written to, or what was asked of it cannot be understood."""


class TablesError(OnRecordError):
    """Tables do not fit the schema; the message names each table and column."""


class MissingExtraError(OnRecordError):
    """What was asked for needs packages of an extra that is not installed; the message names the extra."""


class ModelError(OnRecordError):
    """The English pipeline is missing or does not fit."""


class ExportError(OnRecordError):
    """The tables cannot be written where or as was asked."""


@contextlib.contextmanager
def needs_extra(extra: str, what: str) -> Iterator[None]:
    """Around the imports of an extra's packages: where they are missing, say how to install them.

    ``with needs_extra("readers", "Reading PDF files"): import pypdf``. Raises ``MissingExtraError``.
    """
    try:
        yield
    except ImportError as error:
        raise MissingExtraError(f"{what} needs more packages: pip install 'onrecord[{extra}]'") from error
