"""Proper names as values: the capitalised words of a name, the name where it stands, all names of an article."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from onrecord.types import Sentence, Span


@dataclass(frozen=True, slots=True)
class Part:
    """A capitalised word of a name; ``gap`` is the text between it and the one before."""

    text: str
    start: int
    end: int
    gap: str
    token: Token | None
    is_owner: bool = False

    @property
    def lower(self) -> str:
        return self.text.lower().rstrip(".")

    @property
    def label(self) -> str:
        return self.token.ent_type_ if self.token is not None else ""


@dataclass(frozen=True, eq=False, slots=True)
class ProperName:
    """A name where it stands: ``parts`` are its capitalised words, ``joint`` what stands between its last two halves.

    ``title`` is the last title or form of address before it, in lower case, and no part of it; ``stem`` is the noun
    that the rest hangs on: "ministry" of "Ministry of Food and Agriculture", "campaign" of "Quill campaign".
    """

    text: str
    span: Span
    parts: tuple[Part, ...]
    sentence: Sentence
    title: str | None = None
    joint: str = ""
    stem: str = ""
    is_definite: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Its capitalised words in lower case."""
        return tuple(part.lower for part in self.parts)

    @property
    def head(self) -> Token | None:
        """The token that carries the name in the parse."""
        known = [part.token for part in self.parts if part.token is not None]
        if not known:
            return None
        first, last = known[0].i, known[-1].i
        return next((token for token in known if not first <= token.head.i <= last or token.head is token), known[-1])


class ProperNames:
    """The proper names of an article, in the order of the text; none overlaps another."""

    def __init__(self, names: Sequence[ProperName]) -> None:
        self.all = tuple(names)
        self._starts = [name.span.start for name in names]

    def at(self, place: int) -> ProperName | None:
        """The name that holds ``place``."""
        index = bisect_right(self._starts, place) - 1
        return self.all[index] if index >= 0 and place < self.all[index].span.end else None
