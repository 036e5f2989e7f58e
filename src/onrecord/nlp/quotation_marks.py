"""Quotation marks: where a paragraph quotes, whatever marks it uses.

A quotation never crosses a paragraph's end, so that one unclosed mark costs at most its own paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = re.compile(r"``|''|[\"“”„«»]")
_CLOSERS = {
    '"': ('"', "”"), "“": ("”", '"'), "”": ("”", '"'), "„": ("“", "”", '"'),
    "«": ("»",), "»": ("«",), "``": ("''", '"'), "''": ("''",),
}  # fmt: skip
"""The marks that close what each mark opens."""
_SINGLE_OPEN = re.compile(
    r"(?:(?<=^)|(?<=[\s(\[—–:,]))[‘'](?!(?:em|tis|twas|twere|cause|til|till|n|bout|cos|coz|\d0s|\d\ds?)\b)(?=\w)",
    re.IGNORECASE,
)
"""A single mark that opens a quotation, and is no elision: "fixed 'em in the '90s"."""
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…])[’'](?=$|[\s.,;:!?)\]—–])")
_MAX_TITLE_WORDS = 6
_EDGES = frozenset(' \t\r\n\u00a0,;:.–—―-"“”«»„`')


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: ``outer`` with its marks, ``inner`` without; ``closed`` tells whether its end is marked."""

    outer: Span
    inner: Span
    closed: bool
    double: bool = True


class Quotes(list[Quote]):
    """Quotations in the order of the text, none within another."""

    def touching(self, span: Span) -> list[Quote]:
        """Those whose inner span overlaps ``span``."""
        first = bisect_left(self, span.start, key=lambda quote: quote.inner.end)
        last = bisect_left(self, span.end, key=lambda quote: quote.inner.start)
        return [quote for quote in self[first:last] if quote.inner.overlaps(span)]

    def within(self, text: str, span: Span) -> Quotes:
        """Those that begin within ``span``; one in double marks that goes on behind it ends where the span does."""
        first = bisect_left(self, span.start, key=lambda quote: quote.outer.start)
        last = bisect_left(self, span.end, key=lambda quote: quote.outer.start)
        return Quotes(
            quote if quote.outer.end <= span.end else _cut(text, quote, span.end)
            for quote in self[first:last]
            if quote.double or quote.outer.end <= span.end
        )


def find_quotes(text: str, start: int, end: int) -> Quotes:
    """The quotations of the paragraph ``text[start:end]``, in order, none within another.

    Where a paragraph uses double marks, single ones are apostrophes or quotations within quotations; only a
    paragraph without double marks is searched for single ones, and one where all double marks stand within single
    ones: "'He said “no” to me,' she recalled".
    """
    found = [quote for quote in _doubles(text, start, end) if quote.inner.start < quote.inner.end]
    first = _SINGLE_OPEN.search(text, start, found[0].outer.start if found else end)
    if first is None:
        return Quotes(found)
    singles = Quotes(_singles(text, first.start(), end))
    within = all(any(one.inner.covers(quote.outer) for one in singles.touching(quote.outer)) for quote in found)
    return singles if within else Quotes(found)


def strip_marks(text: str, span: Span, quotes: Quotes, cue: Span | None = None) -> Span:
    """A content without the marks around it.

    One that ends within a quotation takes all of it; one that is a quotation leaves its marks outside. A quotation that
    holds the cue is left as it is.
    """
    start, end = span
    closes, opens = set(), set()
    for quote in quotes.touching(span):
        if cue is not None and quote.inner.covers(cue):
            continue
        begins = start >= quote.outer.start
        if end <= quote.outer.end + 1:
            end = quote.inner.end if begins else quote.outer.end
        if begins:
            # Its own mark stays where the content goes on behind the quotation.
            start = max(start, quote.inner.start) if end <= quote.outer.end + 1 else min(start, quote.outer.start)
        closes |= {quote.inner.end, quote.outer.end}
        opens |= {quote.inner.start, quote.outer.start}
    while start < end and text[start] in _EDGES and start not in opens:
        start += 1
    while start < end and text[end - 1] in _EDGES and end not in closes:
        end -= 1
    return Span(start, end)


def is_title(words: str) -> bool:
    """Whether a quotation is a work's title: a few words, the longer ones all with a capital."""
    long = [word for word in words.split() if len(word) > 3]
    few = words.count(" ") < _MAX_TITLE_WORDS and words[-1:] not in ".!?…"
    return few and bool(long) and all(word[:1].isupper() for word in long)


def _doubles(text: str, start: int, end: int) -> Iterator[Quote]:
    marks = [
        (match.start(), match.group()) for match in _MARK.finditer(text, start, end) if not _is_measure(text, match)
    ]
    opened: tuple[int, str] | None = None
    inside = False  # whether a quotation within the one that is open has opened
    for place, mark in marks:
        if opened is None:
            if _may_open(text, place, mark, start, end):
                opened = (place, mark)
        elif inside:
            inside = False
        elif _opens_inside(text, opened, place, mark):
            inside = True
        elif mark in _CLOSERS[opened[1]] and (opened[1] == "„" or not _surely_opens(text, place, mark)):
            yield _quote(text, opened, place, mark)
            opened = None
        elif _surely_opens(text, place, mark):
            # The quotation before was never closed: it ends with the sentence before this mark.
            stop = _sentence_end(text, opened[0], place)
            if stop:
                yield _quote(text, opened, stop, "", closed=False)
                opened = (place, mark)
    if opened is not None:
        yield _quote(text, opened, end, "", closed=False)


def _opens_inside(text: str, opened: tuple[int, str], place: int, mark: str) -> bool:
    """Whether a mark of the other kind opens a quotation within a quotation, in the middle of its sentence:
    `"It is no “home from home” now," she said`."""
    if {opened[1], mark} != {'"', "“"} or not _surely_opens(text, place, mark):
        return False
    before = text[max(opened[0] + 1, place - 3) : place].rstrip()[-1:]
    return before.isalnum() or before == ","


def _is_measure(text: str, match: re.Match[str]) -> bool:
    """Whether the mark stands for inches or seconds: 6'2", 5.5" screens."""
    before = text[max(match.start() - 1, 0) : match.start()]
    opened = text.count('"', max(match.start() - 400, 0), match.start()) % 2
    return match.group() == '"' and before.isdigit() and not opened


def _may_open(text: str, place: int, mark: str, start: int, end: int) -> bool:
    after = text[place + len(mark) : place + len(mark) + 1]
    if place + len(mark) >= end or (after.isspace() and mark not in "„«“"):
        return False
    return mark not in ("”", "»") or place == start or text[place - 1].isspace()


def _surely_opens(text: str, place: int, mark: str) -> bool:
    """Whether the mark can only open: white space before it and none after."""
    if mark in ("“", "„", "``") or (mark == "«"):
        return True
    if mark in ("”", "»"):
        return False
    after = text[place + len(mark) : place + len(mark) + 1]
    before = text[place - 1 : place]
    return (before.isspace() or before in "([—–") and bool(after) and (after.isalnum() or after in "…[$")


def _sentence_end(text: str, start: int, stop: int) -> int | None:
    """Where the last sentence between ``start`` and ``stop`` ends; None where the text there is one sentence."""
    cut = max(text.rfind(mark, start, stop) for mark in (". ", "! ", "? ", ".\t", ", "))
    return cut + 1 if cut > start else None


def _quote(text: str, opened: tuple[int, str], place: int, mark: str, *, closed: bool = True) -> Quote:
    outer = Span(opened[0], place + len(mark))
    first, last = opened[0] + len(opened[1]), place
    while first < last and text[first].isspace():
        first += 1
    while last > first and (text[last - 1].isspace() or text[last - 1] == ","):
        last -= 1
    return Quote(outer, Span(first, last), closed)


def _cut(text: str, quote: Quote, end: int) -> Quote:
    """A quotation as if it were never closed, up to ``end``."""
    mark = text[quote.outer.start : quote.inner.start].rstrip()
    return _quote(text, (quote.outer.start, mark), end, "", closed=False)


def _singles(text: str, start: int, end: int) -> Iterator[Quote]:
    place = start
    while opening := _SINGLE_OPEN.search(text, place, end):
        closing = _find_single_close(text, opening.end(), end)
        if closing is None:
            return
        inner_end = closing.start()
        while inner_end > opening.end() and text[inner_end - 1] in " ,":
            inner_end -= 1
        yield Quote(Span(opening.start(), closing.end()), Span(opening.end(), inner_end), closed=True, double=False)
        place = closing.end()


def _find_single_close(text: str, start: int, end: int) -> re.Match[str] | None:
    """The mark that closes what a single mark opened: the first that is no possessive, "the nurses' rota".

    A mark after an "s" and before a space may be one; it is where another mark, after some other letter or a comma,
    comes before the next quotation opens.
    """
    first = _SINGLE_CLOSE.search(text, start, end)
    if first is None or not _may_be_possessive(text, first.start()):
        return first
    opening = _SINGLE_OPEN.search(text, first.end(), end)
    for later in _SINGLE_CLOSE.finditer(text, first.end(), opening.start() if opening else end):
        if not _may_be_possessive(text, later.start()):
            return later
    return first


def _may_be_possessive(text: str, place: int) -> bool:
    return text[place - 1] in "sS" and text[place + 1 : place + 2].isspace()
