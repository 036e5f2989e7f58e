"""A sentence with its parse, and what the stages of figures ask of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from onrecord.types import Sentence

MAX_HEADS = 40  # no real sentence nests deeper; a list of thousands of numbers would take quadratic time

NOUNS = frozenset(("NOUN", "PROPN"))
VERBS = frozenset(("VERB", "AUX"))
PLURALS = frozenset(("NNS", "NNPS"))
SUPERLATIVES = frozenset(("JJS", "RBS"))
OBJECTS = frozenset(("dobj", "obj"))
SUBJECTS = frozenset(("nsubj", "nsubjpass"))


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """``text`` is the sentence, verbatim; offsets within this package count from its start, not the article's."""

    text: str
    tokens: Tokens
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, sentence: Sentence) -> ParsedSentence:
        """``sentence`` of the article ``text``."""
        shift = sentence.start - sentence.offset
        starts = tuple(token.idx - shift for token in sentence.tokens)
        return cls(text[sentence.start : sentence.end], sentence.tokens, starts)

    def start_of(self, token: Token) -> int:
        """Where ``token`` starts; the nearest end of the sentence for white space that was cut off around it."""
        return self.starts[min(max(0, token.i - self.tokens.start), len(self.starts) - 1)]

    def end_of(self, token: Token) -> int:
        return self.start_of(token) + len(token)

    def contains(self, token: Token) -> bool:
        return self.tokens.start <= token.i < self.tokens.end

    def token_at(self, offset: int) -> Token:
        """The token that holds, or else comes before, the character at ``offset``."""
        return self.tokens[max(0, bisect_right(self.starts, offset) - 1)]

    def token_before(self, offset: int) -> Token | None:
        """The last token that starts before ``offset``."""
        index = bisect_left(self.starts, offset) - 1
        return self.tokens[index] if index >= 0 else None

    def token_after(self, offset: int) -> Token | None:
        """The first token that starts at or after ``offset``."""
        index = bisect_left(self.starts, offset)
        return self.tokens[index] if index < len(self.starts) else None

    def word_before(self, offset: int) -> str:
        """The lower-case token before ``offset``, empty at the start of the sentence."""
        token = self.token_before(offset)
        return token.lower_ if token is not None else ""

    def word_after(self, offset: int) -> str:
        """The lower-case token at or after ``offset``, empty at the end of the sentence."""
        token = self.token_after(offset)
        return token.lower_ if token is not None else ""

    def tokens_between(self, start: int, end: int) -> Tokens:
        """The tokens that start at ``start`` or later, but before ``end``."""
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def tokens_from(self, token: Token, length: int) -> Tokens:
        """``token`` and those that follow it in the sentence, ``length`` at most."""
        index = token.i - self.tokens.start
        return self.tokens[index : index + length]

    def previous(self, token: Token) -> Token | None:
        """The token before ``token`` in the sentence."""
        return token.nbor(-1) if token.i > self.tokens.start else None

    def following(self, token: Token) -> Token | None:
        """The token after ``token`` in the sentence."""
        return token.nbor(1) if token.i + 1 < self.tokens.end else None

    def heads_of(self, token: Token) -> Iterator[Token]:
        """The heads of ``token`` within the sentence, nearest first, ``MAX_HEADS`` at most."""
        for _ in range(MAX_HEADS):
            if token.head.i == token.i or not self.contains(token.head):
                return
            token = token.head
            yield token

    def verb_of(self, token: Token) -> Token | None:
        """The verb of the clause that holds ``token``."""
        if token.pos_ in VERBS:
            return token
        return next((head for head in self.heads_of(token) if head.pos_ in VERBS), None)

    def subject_of_be(self, offset: int) -> Token | None:
        """The subject of the "is" or "was" right before ``offset``, adverbs passed over."""
        token = self.token_before(offset)
        while token is not None and (token.pos_ == "ADV" or token.dep_ in ("advmod", "quantmod")):
            token = self.token_before(self.start_of(token))
        if token is None or token.lemma_ != "be":
            return None
        return next((child for child in token.lefts if child.dep_ in SUBJECTS), None)


def object_of(preposition: Token) -> Token | None:
    """The object of ``preposition``."""
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)
