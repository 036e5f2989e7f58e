"""Find the words that a person gives in the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.errors import AnnotationError

if TYPE_CHECKING:
    from onrecord.annotations.annotation import Spans

_BETWEEN = re.compile(r"\s*(?:…|\.\.\.)\s+|\s+(?:…|\.\.\.)\s*")
_QUOTED = re.compile(r"""\s*(["“”„«'‘])([^"“”„«»]*)(["“”»'’])\s*""")


def find_spans(text: str, words: str, near: int) -> Spans:
    """Find ``words`` in ``text``: a pair of offsets for each part, as a statement's ``spans`` hold them.

    White space may differ. Words that are not in one piece are the parts of an interrupted statement, with “…” between
    them; they stand in the order of the text. Of several places the nearest to the offset ``near`` is taken. Quotation
    marks around the words, or around a part, are left outside.

    Raises:
        AnnotationError: words that are not in the text, or none.
    """
    if not words.strip():
        raise AnnotationError("Write the words of the statement, or say that it is none.")
    whole = _find_nearest(text, _strip_quotes(words), near, 0)
    if whole:
        return (whole,)
    found: list[tuple[int, int]] = []
    for part in filter(None, (_strip_quotes(piece) for piece in _BETWEEN.split(words))):
        span = _find_nearest(text, part, found[-1][1] if found else near, found[-1][1] if found else 0)
        if span is None:
            short = part if len(part) <= 60 else part[:60].rpartition(" ")[0] + " …"
            raise AnnotationError(
                f"The article does not have the words “{short}” there. Copy them from it as they stand."
            )
        found.append(span)
    if not found:
        raise AnnotationError("Write the words of the statement, or say that it is none.")
    return tuple(found)


def _strip_quotes(words: str) -> str:
    """``words`` without a pair of quotation marks around all of them."""
    quoted = _QUOTED.fullmatch(words)
    return quoted[2] if quoted else words.strip()


def _find_nearest(text: str, words: str, near: int, first: int) -> tuple[int, int] | None:
    """The span of ``words`` at or after ``first`` that starts nearest to ``near``."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        return None
    found = [(first + match.start(), first + match.end()) for match in re.finditer(pattern, text[first:])]
    return min(found, key=lambda span: abs(span[0] - near), default=None)
