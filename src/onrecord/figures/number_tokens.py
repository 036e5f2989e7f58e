"""The tokens that numbers are made of, with their places in the text: runs of digits, fraction signs and words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from onrecord.figures.quantities import Kind, Number

if TYPE_CHECKING:
    from collections.abc import Iterator

FRACTION_SIGNS = {sign: unicodedata.numeric(sign) for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"}
SEPARATORS = ",\u00a0\u202f\u2009'’"
"""What may stand between thousands."""

_TOKEN = re.compile(
    rf"(?P<digits>(?<!\d)\d{{1,3}}(?:[{SEPARATORS}]\d{{2,3}})*[{SEPARATORS}]\d{{3}}(?!\d)(?:\.\d+)?"
    r"|(?<![\d.,])\d{1,3}(?: \d{3})+(?= [a-z])|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    rf"|(?P<sign>[{''.join(FRACTION_SIGNS)}])"
    r"|(?P<word>[^\W\d_]+)"
)
_AFTER_NAME = re.compile(r"\b[A-Z]\w*\.? $")
_TOO_FAR = "\0"


class NumberToken(NamedTuple):
    """A run of digits, a fraction sign or a word."""

    kind: str
    text: str
    start: int
    end: int


class NumberTokens:
    """The tokens of ``text``, in order; an index beyond either end is allowed and gives nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = [token for match in _TOKEN.finditer(text) for token in _split(text, match)]

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, index: int) -> NumberToken:
        return self._tokens[index]

    def has(self, kind: str, index: int) -> bool:
        """Whether the token at ``index`` is of ``kind``."""
        return 0 <= index < len(self) and self[index].kind == kind

    def word(self, index: int) -> str:
        """The lower-case word at ``index``, empty where there is none."""
        return self[index].text.lower() if self.has("word", index) else ""

    def gap(self, index: int) -> str:
        """The few characters between the token before ``index`` and the one at it."""
        if not 0 < index < len(self):
            return _TOO_FAR
        start, end = self[index - 1].end, self[index].start
        return self.text[start:end] if end - start < 4 else _TOO_FAR

    def joined_word(self, index: int) -> str:
        """The lower-case word at ``index`` if only a space or a hyphen stands before it."""
        return self.word(index) if self.gap(index) in (" ", "-") else ""

    def skip_to(self, offset: int, index: int) -> int:
        """The index of the first token, from ``index`` on, that starts at ``offset`` or later."""
        while index < len(self) and self[index].start < offset:
            index += 1
        return index

    def number(self, first: int, last: int, value: float, kind: Kind, scale: float = 1.0) -> Number:
        """A number that covers the tokens from ``first`` to ``last``."""
        return Number(self[first].start, self[last].end, value, kind, scale)


def _split(text: str, match: re.Match[str]) -> Iterator[NumberToken]:
    """The token of ``match``; groups of digits after a name, "Boeing 737 800 km", are a token each."""
    token = NumberToken(match.lastgroup or "", match[0], *match.span())
    if token.kind == "digits" and " " in token.text and _AFTER_NAME.search(text, max(0, token.start - 20), token.start):
        for group in re.finditer(r"\d+", token.text):
            yield NumberToken("digits", group[0], token.start + group.start(), token.start + group.end())
    else:
        yield token
