"""The words of articles, kept small and ready for matching, so that a new codebook needs no new parse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.codebook.terms import HYPHENS, Forms, is_letter, list_forms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from spacy.tokens import Token

    from onrecord.types import Sentence

    Ints = np.ndarray[Any, np.dtype[Any]]

APART, SPACED, HYPHENED = 0, 1, 2
"""How a word follows the one before it: after punctuation or at a sentence's start, after white space, at a hyphen."""

KINDS = ("other", "noun", "adjective", "verb", "name", "person")
OTHER, NOUN, ADJECTIVE, VERB, NAME, PERSON = range(len(KINDS))
_ARRAYS = ("article", "sentence", "start", "end", "code", "joined", "link", "kind")
_OF_POS = {"NOUN": NOUN, "ADJ": ADJECTIVE, "VERB": VERB, "PROPN": NAME}


@dataclass(frozen=True)
class Words:
    """Every word of one or more articles, in order; arrays have an entry a word.

    Attributes:
        articles: ids of the articles.
        vocabulary: different words as (text, lemma).
        article, sentence: the article's number in ``articles``, and the sentence's id in it.
        start, end: offsets in the article's text.
        code: the word's number in ``vocabulary``.
        joined: the number of the word that it makes with the next one across a hyphen ("co-operation"), or -1.
        link: ``APART``, ``SPACED`` or ``HYPHENED``.
        kind: what kind of word it is, as far as terms of a codebook go: a number of ``KINDS``.
    """

    articles: tuple[str, ...]
    vocabulary: tuple[tuple[str, str], ...]
    article: Ints
    sentence: Ints
    start: Ints
    end: Ints
    code: Ints
    joined: Ints
    link: Ints
    kind: Ints

    @classmethod
    def of(cls, sentences: Iterable[Sentence], *, article_id: str = "") -> Words:
        """The words of one article's sentences."""
        codes: dict[tuple[str, str], int] = {}
        rows: list[list[int]] = []
        for sentence in sentences:
            before: tuple[int, str] | None = None
            for text, lemma, start, link, kind in _iterate_pieces(sentence):
                if link == HYPHENED and before and rows[-1][2] + 1 == start:
                    joined = before[1] + text
                    rows[-1][4] = codes.setdefault((joined, before[1].lower() + lemma.lower()), len(codes))
                code = codes.setdefault((text, lemma), len(codes))
                rows.append([sentence.sentence_id, start, start + len(text), code, -1, link, kind])
                before = start, text
        held = np.array(rows, dtype=np.int32).reshape(-1, 7)
        return cls((article_id,), tuple(codes), np.zeros(len(held), dtype=np.int32), *held.T)

    @classmethod
    def concat(cls, parts: Iterable[Words]) -> Words:
        """The words of several articles, one after the other."""
        codes: dict[tuple[str, str], int] = {}
        articles: list[str] = []
        moved: list[Words] = []
        for part in parts:
            recoded = np.array([codes.setdefault(word, len(codes)) for word in part.vocabulary] + [-1], dtype=np.int32)
            article = part.article + len(articles)
            moved.append(replace(part, article=article, code=recoded[part.code], joined=recoded[part.joined]))
            articles += part.articles
        empty = np.zeros(0, dtype=np.int32)
        arrays = [np.concatenate([getattr(part, name) for part in moved] or [empty]) for name in _ARRAYS]
        return cls(tuple(articles), tuple(codes), *arrays)

    def only(self, articles: Collection[str]) -> Words:
        """The words of some of the articles."""
        kept = [name for name in self.articles if name in articles]
        number = np.array([kept.index(name) if name in articles else -1 for name in self.articles], dtype=np.int32)
        article = number[self.article]
        arrays = [getattr(self, name)[article >= 0] for name in _ARRAYS[1:]]
        return Words(tuple(kept), self.vocabulary, article[article >= 0], *arrays)

    def __len__(self) -> int:
        return len(self.code)

    @cached_property
    def forms(self) -> list[Forms]:
        """The keys of each word of the vocabulary."""
        return [list_forms(text, lemma) for text, lemma in self.vocabulary]


def _get_kind(token: Token) -> int:
    """The number of a token's kind in ``KINDS``."""
    if token.ent_type_ == "PERSON" and token.pos_ == "PROPN":
        return PERSON
    return _OF_POS.get(token.pos_, OTHER)


def _iterate_pieces(sentence: Sentence) -> Iterator[tuple[str, str, int, int, int]]:
    """The words of a sentence: text, lemma, start, how each follows the one before it, and its kind."""
    link = APART
    for token in sentence.tokens:
        text = token.text
        start = sentence.offset + token.idx
        if text.isalnum():
            yield text, token.lemma_, start, link, _get_kind(token)
            link = SPACED
        elif text in HYPHENS:
            link = HYPHENED if link == SPACED else APART
        elif any(map(is_letter, text)):
            kind = _get_kind(token)
            for piece, at in _split_hyphens(text):
                lemma = token.lemma_ if piece == text else piece.lower()
                yield piece, lemma, start + at, HYPHENED if at else link, kind
            link = SPACED
        else:
            link = APART


def _split_hyphens(text: str) -> Iterator[tuple[str, int]]:
    """The parts of a token between its hyphens that hold a letter, and where each begins."""
    at = 0
    for place in range(len(text) + 1):
        if place == len(text) or text[place] in HYPHENS:
            piece = text[at:place]
            if piece.endswith(".") and "." not in piece[:-1]:
                piece = piece[:-1]  # a sentence's end; "U.S." keeps its own
            if any(map(is_letter, piece)):
                yield piece, at
            at = place + 1
