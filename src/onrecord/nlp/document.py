"""A document: an article with its paragraphs, sentences, tokens and quotations, the same for every later stage.

Every stage asks the document which token, sentence or quotation stands at a place of the text, so that there is one
index from characters to tokens and one pass over the quotation marks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import IDX, LENGTH  # type: ignore[import-not-found]

from onrecord.nlp.quotation_marks import Quotes, find_quotes
from onrecord.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.article import Article
    from onrecord.nlp.paragraphs import Paragraph
    from onrecord.types import Sentence


@dataclass(frozen=True)
class Document:
    """A parsed article.

    Its tokens are numbered through, in the order of the text, over all spaCy documents that its paragraphs were parsed
    into; starts and ends are code-point offsets into ``text``.
    """

    article: Article
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return self.article.text

    @cached_property
    def quotes(self) -> Quotes:
        """The quotations of all paragraphs, in order, none within another."""
        return Quotes(quote for one in self.paragraphs for quote in find_quotes(self.text, one.start, one.end))

    @cached_property
    def parsed(self) -> list[tuple[Doc, Sentence]]:
        """The spaCy documents that hold sentences, in order, each with its first sentence."""
        out: list[tuple[Doc, Sentence]] = []
        for sentence in self.sentences:
            if not out or out[-1][0] is not sentence.tokens.doc:
                out.append((sentence.tokens.doc, sentence))
        return out

    @cached_property
    def first_tokens(self) -> list[int]:
        """The number of each spaCy document's first token, and one past the last token of all."""
        return [0, *accumulate(len(doc) for doc, _ in self.parsed)]

    @cached_property
    def token_starts(self) -> list[int]:
        """Where each token starts."""
        return self._token_bounds[0]

    @cached_property
    def token_ends(self) -> list[int]:
        """Where each token ends."""
        return self._token_bounds[1]

    @cached_property
    def _token_bounds(self) -> tuple[list[int], list[int]]:
        starts: list[int] = []
        ends: list[int] = []
        for doc, sentence in self.parsed:
            table = doc.to_array([IDX, LENGTH]).astype(np.int64)
            table[:, 0] += sentence.offset
            starts += table[:, 0].tolist()
            ends += table.sum(1).tolist()
        return starts, ends

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def token(self, number: int) -> Token:
        """The token of this number."""
        place = bisect_right(self.first_tokens, number) - 1
        return self.parsed[place][0][number - self.first_tokens[place]]

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the tokens that overlap ``text[start:end]``: the first, and one past the last."""
        return bisect_right(self.token_ends, start), bisect_left(self.token_starts, end)

    def token_at(self, place: int) -> Token | None:
        """The token that starts at ``place``."""
        number = bisect_left(self.token_starts, place)
        found = number < len(self.token_starts) and self.token_starts[number] == place
        return self.token(number) if found else None

    def span(self, first: int, last: int) -> Span:
        """The span from token ``first`` to token ``last``, both included."""
        return Span(self.token_starts[first], self.token_ends[last])

    def sentence_at(self, place: int) -> Sentence:
        """The sentence that holds ``place``, else the last one before it, else the first."""
        return self.sentences[max(bisect_right(self._sentence_starts, place) - 1, 0)]
