"""The atoms that numbers are read from: runs of digits, fraction signs and words, with their places in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from onrecord.figures.quantities import Kind, Number

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = ",\u00a0\u202f\u2009'’"
"""What the press sets between thousands."""

GLYPHS = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅙": 1 / 6, "⅚": 5 / 6, "⅐": 1 / 7, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8, "⅑": 1 / 9, "⅒": 1 / 10,
}  # fmt: skip

_ATOM = re.compile(
    rf"(?P<digits>(?<!\d)\d{{1,3}}(?:[{SEPARATORS}]\d{{2,3}})*[{SEPARATORS}]\d{{3}}(?!\d)(?:\.\d+)?"
    r"|(?<![\d.,])\d{1,3}(?: \d{3})+(?= [a-z])|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    rf"|(?P<glyph>[{''.join(GLYPHS)}])"
    r"|(?P<word>[^\W\d_]+)"
)
_NO_GAP = "\0"
_AFTER_NAME = re.compile(r"\b[A-Z]\w*\.? $")


Read = tuple[Number | None, int]
"""What reading at an atom gives: the number there, if any, and the place of the first atom after it."""


class NumberToken(NamedTuple):
    """A run of digits, a fraction sign or a word."""

    kind: str
    text: str
    start: int
    end: int


def _split(text: str, atom: NumberToken) -> Iterator[NumberToken]:
    """The atom; of groups of digits behind a name, "Boeing 737 800 km", each for itself."""
    if atom.kind == "digits" and " " in atom.text and _AFTER_NAME.search(text, max(0, atom.start - 20), atom.start):
        for match in re.finditer(r"\d+", atom.text):
            yield NumberToken("digits", match[0], atom.start + match.start(), atom.start + match.end())
    else:
        yield atom


class NumberTokens:
    """The atoms of ``text``, in order; asking beyond either end is allowed and gives nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all: list[NumberToken] = []
        for match in _ATOM.finditer(text):
            self.all.extend(_split(text, NumberToken(match.lastgroup or "", match[0], *match.span())))

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, place: int) -> NumberToken:
        return self.all[place]

    def is_a(self, kind: str, place: int) -> bool:
        return 0 <= place < len(self.all) and self.all[place].kind == kind

    def word(self, place: int) -> str:
        """The lower-case word at ``place``, empty where there is none."""
        return self.all[place].text.lower() if self.is_a("word", place) else ""

    def gap(self, place: int) -> str:
        """The few characters between the atom before ``place`` and the one at it."""
        if not 0 < place < len(self.all):
            return _NO_GAP
        start, end = self.all[place - 1].end, self.all[place].start
        return self.text[start:end] if end - start < 4 else _NO_GAP

    def joined_word(self, place: int) -> str:
        """The lower-case word at ``place`` if but a space or a hyphen stands before it."""
        return self.word(place) if self.gap(place) in (" ", "-") else ""

    def beyond(self, place: int, end: int) -> int:
        """The place of the first atom, from ``place`` on, that starts at ``end`` or later."""
        while place < len(self.all) and self.all[place].start < end:
            place += 1
        return place

    def number(self, first: int, last: int, value: float, kind: Kind, scale: float = 1.0) -> Number:
        """A number that covers the atoms from ``first`` to ``last``."""
        return Number(self.all[first].start, self.all[last].end, value, kind, value / scale, scale)
