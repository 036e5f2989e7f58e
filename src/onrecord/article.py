"""A news article: its text and what is known of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_CHARACTERS = 2_000_000
"""The longest text that is parsed: about ten times the longest magazine article."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


@dataclass(frozen=True, slots=True)
class Article:
    """A news article: its text and what is known of it.

    ``article_id`` is made from the text where it is not given. ``published`` is kept as given.
    Lone surrogates, which no file format can hold, are replaced one for one by U+FFFD; nothing else is changed,
    so offsets into the text that was passed in hold.
    """

    text: str
    article_id: str = ""
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if len(self.text) > MAX_CHARACTERS:
            raise ArticleError(
                f"The text has {len(self.text):,} characters; at most {MAX_CHARACTERS:,} are parsed at once. "
                "Split it into its articles."
            )
        object.__setattr__(self, "text", _SURROGATE.sub("\ufffd", self.text))
        if not self.article_id:
            object.__setattr__(self, "article_id", self.sha256[:12])

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def from_bytes(cls, data: bytes, *, name: str = "the file", **about: str | None) -> Article:
        """Read an article from the bytes of a file, as ``from_file`` does.

        ``name`` is the file's: its ending tells the format, and messages name it. It is never used as a path.
        ``about`` (``title``, ``published``, …) goes before what the file says.

        Raises:
            ArticleError: the file is empty, holds no text, or is too large.
            MissingExtraError: the format needs packages that are not installed.
        """
        return _read(BytesIO(data), name, about)

    @classmethod
    def from_file(cls, path: str | Path, **about: str | None) -> Article:
        """Read the article of a file (.txt .md .html .pdf .docx .eml), as ``onrecord parse`` and the dashboard do.

        ``about`` (``title``, ``published``, …) goes before what the file says. A table of articles, or a folder, is
        read with ``onrecord.read``.

        Raises:
            ArticleError: the file cannot be read; the message says why and what to do.
            MissingExtraError: the format needs packages that are not installed.

        Example:
            >>> from pathlib import Path
            >>> from tempfile import mkdtemp
            >>> from onrecord import Article
            >>> path = Path(mkdtemp()) / "rain.md"
            >>> _ = path.write_text("# Rain\\n\\nTom Hale said it rained.")
            >>> Article.from_file(path, source="The Elm Post").text
            'Rain\\n\\nTom Hale said it rained.'
        """
        try:
            with Path(path).open("rb") as stream:
                return _read(stream, str(path), about)
        except OSError as error:
            raise ArticleError(f"{path} cannot be read: {error.strerror or error}.") from error


def _read(stream: BinaryIO, name: str, about: Mapping[str, Any]) -> Article:
    from onrecord.io.reader import read_one

    return replace(read_one(stream, name=name), **about)


def count_words(text: str) -> int:
    """The number of words in ``text``; a hyphen or an apostrophe does not end a word."""
    return sum(1 for _ in _WORD.finditer(text))
