"""A sentence as the figure layers read it: its words verbatim, and the token at any of their offsets."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from onrecord.types import Sentence

HIGHEST = 40
"""No real sentence nests deeper; a list of thousands of numbers does, and would take quadratic time."""

NOUNS = frozenset(("NOUN", "PROPN"))
VERBS = frozenset(("VERB", "AUX"))
OBJECTS = frozenset(("dobj", "obj"))
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
JOINTS = frozenset(("amod", "compound", "nmod", "nummod", "punct", "poss", "quantmod"))


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """``text`` is the sentence, verbatim; every offset of this package's inner layers counts from its start."""

    text: str
    tokens: Tokens
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, sentence: Sentence) -> ParsedSentence:
        """The reading of a sentence of ``text``."""
        shift = sentence.start - sentence.offset
        starts = tuple(token.idx - shift for token in sentence.tokens)
        return cls(text[sentence.start : sentence.end], sentence.tokens, starts)

    def at(self, offset: int) -> Token:
        """The token that holds, or else comes before, the character at ``offset``."""
        return self.tokens[max(0, bisect_right(self.starts, offset) - 1)]

    def start_of(self, token: Token) -> int:
        """Where ``token`` starts; of white space that was cut off around the sentence, the nearest end."""
        return self.starts[min(max(0, token.i - self.tokens.start), len(self.starts) - 1)]

    def end_of(self, token: Token) -> int:
        return self.start_of(token) + len(token)

    def holds(self, token: Token) -> bool:
        """Whether ``token`` belongs to this sentence."""
        return self.tokens.start <= token.i < self.tokens.end

    def after(self, offset: int) -> Token | None:
        """The first token that starts at or after ``offset``."""
        place = bisect_right(self.starts, offset - 1)
        return self.tokens[place] if place < len(self.starts) else None

    def between(self, start: int, end: int) -> Tokens:
        """The tokens that start at ``start`` or later, but before ``end``."""
        return self.tokens[bisect_right(self.starts, start - 1) : bisect_right(self.starts, end - 1)]

    def before(self, offset: int) -> Token | None:
        """The last token that starts before ``offset``."""
        place = bisect_right(self.starts, offset - 1) - 1
        return self.tokens[place] if place >= 0 else None

    def subject_of_be(self, offset: int) -> Token | None:
        """The subject of the "is" or "was" right before ``offset``, adverbs passed over."""
        token = self.before(offset)
        while token is not None and (token.pos_ == "ADV" or token.dep_ in ("advmod", "quantmod")):
            token = self.before(self.start_of(token))
        if token is None or token.lemma_ != "be":
            return None
        return next((child for child in token.lefts if child.dep_ in SUBJECTS), None)

    def climb(self, token: Token) -> Iterator[Token]:
        """The heads above ``token``, nearest first, within the sentence; at most ``HIGHEST`` of them."""
        for _ in range(HIGHEST):
            if token.head.i == token.i or not self.holds(token.head):
                return
            token = token.head
            yield token

    def clause_of(self, token: Token) -> Token | None:
        """The verb of the clause that ``token`` stands in."""
        if token.pos_ in VERBS:
            return token
        return next((head for head in self.climb(token) if head.pos_ in VERBS), None)
