"""The matcher: finds a codebook's terms in sentences, in one pass over their tokens.

A term's word matches a token by its lower-case form or its lemma, so that "standard" finds "standards"; one that ends
in ``*`` matches any ending; one written in capitals ("AI") only itself. A hyphen counts as a space.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from onrecord.values import Span, ThemeMention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from onrecord.values import Sentence

_WORD = re.compile(r"[^\W_]+(?:[.&'’][^\W_]+)*\*?")
_HYPHENS = frozenset("-‐‑–")
_STEM = 3  # letters by which stems are looked up


def words_of(term: str) -> list[str]:
    """The words of a term: "multi-stakeholder" has two, "R&D" one."""
    return _WORD.findall(term)


class _Term(NamedTuple):
    theme_id: str
    text: str
    words: tuple[str, ...]


class _Forms(NamedTuple):
    """A token's forms: as it stands, in lower case, its lemma."""

    span: Span
    text: str
    lower: str
    lemma: str


class Matcher:
    """Terms, indexed by their first word; pairs of theme id and term."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        self._by_word: defaultdict[str, list[_Term]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[_Term]] = defaultdict(list)
        for theme_id, text in terms:
            words = tuple(word if _is_acronym(word) else word.lower() for word in words_of(text))
            index = self._by_stem if words[0].endswith("*") else self._by_word
            index[words[0][:_STEM] if words[0].endswith("*") else words[0]].append(_Term(theme_id, text, words))

    def find(self, sentence: Sentence) -> Iterator[ThemeMention]:
        """The terms in one sentence, by their place and then their theme's."""
        tokens = [_forms(token, sentence.offset) for token in sentence.tokens]
        places = [number for number, token in enumerate(tokens) if token.lower not in _HYPHENS]
        reached: dict[str, int] = {}
        for at, number in enumerate(places):
            best: dict[str, tuple[int, _Term]] = {}
            for term in self._starting(tokens[number]):
                end = _match(term, tokens, places, at)
                if end is not None and end > best.get(term.theme_id, (0, term))[0]:
                    best[term.theme_id] = end, term
            start = tokens[number].span.start
            for theme_id, (end, term) in best.items():
                if start >= reached.get(theme_id, 0):
                    reached[theme_id] = end
                    yield ThemeMention(theme_id, term.text, Span(start, end))

    def _starting(self, token: _Forms) -> list[_Term]:
        found = list(self._by_stem.get(token.lower[:_STEM], ()))
        for word in dict.fromkeys((token.text, token.lower, token.lemma)):
            found += self._by_word.get(word, ())
        return found


def _match(term: _Term, tokens: list[_Forms], places: list[int], at: int) -> int | None:
    """Where the term ends that begins at the word ``at``; None if it does not match there."""
    if at + len(term.words) > len(places):
        return None
    last = places[at]
    for word, place in zip(term.words, places[at:], strict=False):
        if place - last > 2 or not _fits(word, tokens[place]):
            return None
        last = place
    return tokens[last].span.end


def _fits(word: str, token: _Forms) -> bool:
    if word.endswith("*"):
        return token.lower.startswith(word[:-1])
    if _is_acronym(word):
        return token.text in (word, f"{word}s")
    return word in (token.lower, token.lemma)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _forms(token: Token, offset: int) -> _Forms:
    start = offset + token.idx
    return _Forms(Span(start, start + len(token)), token.text, token.lower_, token.lemma_.lower())
