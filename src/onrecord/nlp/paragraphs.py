"""Paragraphs: where those of an article begin and end, and whether the first is its headline."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_INVISIBLE = "\ufeff\u200b\xa0"
_CLOSING = "\"'”’»)]"
_MAX_HEADLINE_LENGTH = 200
_MAX_WRAPPED_LENGTH = 120
"""Characters of the longest line of a hard-wrapped text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's span, without the white space around it."""

    start: int
    end: int
    is_headline: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def split_paragraphs(text: str, *, title: str | None = None) -> list[Paragraph]:
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
    if len(followed) < 3 or max(end - start for start, end in lines) > _MAX_WRAPPED_LENGTH:
        return False
    broken = sum(
        1 for start, end in followed if end - start > 40 and text[start:end].rstrip(_CLOSING)[-1:] not in ".!?:"
    )
    return broken * 2 > len(followed)


def _is_headline(line: str, total: int, title: str | None) -> bool:
    if title is not None and " ".join(line.split()).casefold() == " ".join(title.split()).casefold():
        return True
    return (
        total > 1
        and len(line) <= _MAX_HEADLINE_LENGTH
        and line.rstrip(_CLOSING)[-1:] not in ".!?:;,"
        and "\t" not in line
    )
