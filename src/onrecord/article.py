"""A news article, and the way from its text to paragraphs without losing an offset."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import ArticleError
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_CHARACTERS = 2_000_000
"""The longest text that is parsed: about ten times the longest magazine article."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_INVISIBLE = "\ufeff\u200b\xa0"
_CLOSING = "\"'”’»)]"


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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's span, without the white space around it."""

    start: int
    end: int
    is_headline: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def paragraphs(text: str, *, title: str | None = None) -> list[Paragraph]:
    """The paragraphs of ``text``, in order.

    A paragraph is a line, unless the text is hard-wrapped: then it is a block between empty lines.
    The first one is the headline where it is the given ``title``, or a short line without a full stop above others.
    """
    spans = list(_lines(text))
    if _is_hard_wrapped(text, spans):
        spans = list(_blocks(text, spans))
    return [
        Paragraph(start, end, number == 0 and _is_headline(text[start:end], len(spans), title))
        for number, (start, end) in enumerate(spans)
    ]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip(_INVISIBLE + " \t").strip()
        if stripped:
            start = match.start() + line.index(stripped)
            yield start, start + len(stripped)


def _blocks(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start, end = lines[0]
    for next_start, next_end in lines[1:]:
        if _breaks(text, end, next_start) > 1:
            yield start, end
            start = next_start
        end = next_end
    yield start, end


def _breaks(text: str, start: int, end: int) -> int:
    """How many lines end between two places; CRLF ends one line."""
    return max(text.count("\n", start, end), text.count("\r", start, end))


def _is_hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether lines break in mid-sentence: most lines that another follows directly end without closing punctuation."""
    followed = [
        (start, end) for (start, end), (after, _) in itertools.pairwise(lines) if _breaks(text, end, after) == 1
    ]
    if len(followed) < 3 or max(end - start for start, end in lines) > 120:
        return False
    broken = sum(
        1 for start, end in followed if end - start > 40 and text[start:end].rstrip(_CLOSING)[-1:] not in ".!?:"
    )
    return broken * 2 > len(followed)


def _is_headline(line: str, total: int, title: str | None) -> bool:
    if title is not None and " ".join(line.split()).casefold() == " ".join(title.split()).casefold():
        return True
    return total > 1 and len(line) <= 200 and line.rstrip(_CLOSING)[-1:] not in ".!?:;," and "\t" not in line
