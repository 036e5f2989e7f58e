"""Finds the terms of a codebook among the words of articles, all terms in one pass, however many there are.

The terms' words make a tree; each different word of the texts is looked up in it once. Only words that begin a term
are then followed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from onrecord.codebook import terms
from onrecord.codebook.article_words import APART

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.codebook.article_words import Ints, Words
    from onrecord.codebook.terms import Forms, Phrase
    from onrecord.codebook.theme import Theme


_TABLE_SIZE = (1 << 22) - 3  # places of a table of hashes; a prime
_MIN_WORDS_TO_ASK_PAIRS = 20_000  # words from which it pays to ask for pairs first
_MAX_CONTEXT_WORDS = 64  # words of a phrase of context that are looked back over


class Hit(NamedTuple):
    """A place that shows a theme: its first and last word, and the numbers of theme and term in the codebook."""

    first: int
    last: int
    theme: int
    term: int


class _Node:
    """A node of the tree of phrases: where each next word leads, and the phrases that end here."""

    __slots__ = ("phrases", "stems", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.stems: dict[str, _Node] = {}
        self.phrases: list[int] = []

    def follow(self, forms: Forms) -> list[_Node]:
        """Where a word leads from here; several ways where it fits several words of terms."""
        found = [self.words[key] for key in forms.whole if key in self.words] if self.words else []
        if self.stems:
            for form in forms.stemmed:
                for length in range(terms.MIN_STEM, len(form) + 1):
                    node = self.stems.get(form[:length])
                    if node is not None and node not in found:
                        found.append(node)
        return found


class _Use(NamedTuple):
    """What a phrase stands for in a theme; ``near`` and ``without`` are numbers of groups of phrases, -1 for none."""

    theme: int
    term: int
    near: int
    without: int


class Matcher:
    """The terms of ``themes`` as a tree; themes that are retired have none in it."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self._root = _Node()
        self._uses: defaultdict[int, list[_Use]] = defaultdict(list)
        self._phrases: dict[Phrase, int] = {}
        self._groups: dict[tuple[int, ...], int] = {}
        for number, theme in enumerate(themes):
            if theme.retired:
                continue
            excluded = tuple(self._add(phrase) for text in theme.exclude for phrase in terms.read_term(text).phrases)
            for place, text in enumerate(theme.terms):
                term = terms.read_term(text)
                near = self._group(tuple(self._add(phrase) for phrase in term.near))
                without = self._group((*excluded, *(self._add(phrase) for phrase in term.without)))
                for phrase in term.phrases:
                    self._uses[self._add(phrase)].append(_Use(number, place, near, without))

    def _group(self, phrases: tuple[int, ...]) -> int:
        """The number of a group of phrases; -1 for an empty one."""
        return self._groups.setdefault(phrases, len(self._groups)) if phrases else -1

    def _add(self, phrase: Phrase) -> int:
        number = self._phrases.setdefault(phrase, len(self._phrases))
        nodes = [self._root]
        for key in phrase:
            nodes = [following for node in nodes for following in _extend(node, key)]
        for node in nodes:
            if number not in node.phrases:
                node.phrases.append(number)
        return number

    def find(self, words: Words) -> list[Hit]:
        """Every place that shows a theme, in the order of the words and then of the codebook.

        Within a theme the longest term wins and no two places overlap; a place may show several themes.
        """
        places = list(self._find_phrases(words))
        context = _Context(list(self._groups), places, words)
        hits: list[Hit] = []
        reached: dict[int, int] = {}
        for first, last, phrase in places:
            for use in self._uses.get(phrase, ()):
                if reached.get(use.theme, -1) >= first or context.refuses(use, first, last):
                    continue
                reached[use.theme] = last
                hits.append(Hit(first, last, use.theme, use.term))
        hits.sort(key=lambda hit: (hit.first, hit.theme))
        return hits

    def _find_phrases(self, words: Words) -> Iterator[tuple[int, int, int]]:
        """First word, last word and number of every phrase; at one word the longest first."""
        starting = [self._root.follow(forms) for forms in words.forms]
        places = np.flatnonzero(self._find_beginnings(words, starting))
        if not len(places):
            return
        codes, links = words.code.tolist(), words.link.tolist()
        joins = {place: int(words.joined[place]) for place in np.flatnonzero(words.joined >= 0).tolist()}
        alone: dict[int, list[int]] = {}  # by words that no phrase goes on from
        walker = _Walker(words, codes, joins, links)
        for first in places.tolist():
            code, following = codes[first], first + 1
            if code in alone and first not in joins:
                for phrase in alone[code]:
                    yield first, first, phrase
                continue
            nodes = starting[code]
            if not any(node.words or node.stems for node in nodes):
                alone[code] = sorted({phrase for node in nodes for phrase in node.phrases}, reverse=True)
            states = [(node, first) for node in nodes]
            if first in joins:
                states += [(node, following) for node in starting[joins[first]]]
            for last, phrase in walker.find_phrases(states):
                yield first, last, phrase

    def _find_beginnings(self, words: Words, starting: list[list[_Node]]) -> Ints:
        """Whether a phrase may begin at each word: alone, or with the next word.

        Most words begin some phrase of a large codebook, few do so with their neighbour, so all pairs are asked at
        once. Words across a hyphen are not asked: both of their readings are followed.
        """
        code, joined = words.code, words.joined
        size = len(starting)
        alone = np.zeros(size + 1, dtype=bool)  # the last entry is that of no joined word
        ahead = np.zeros(size + 1, dtype=bool)
        for number, nodes in enumerate(starting):
            if nodes:
                ahead[number] = True
                alone[number] = any(node.phrases for node in nodes)
        starts: Ints = ahead[code] | ahead[joined]
        if len(words) < _MIN_WORDS_TO_ASK_PAIRS:
            return starts
        odd = (joined >= 0) | np.append(joined[1:] >= 0, False)
        begins: Ints = alone[code] | alone[joined] | (starts & odd)
        places = np.flatnonzero(starts[:-1] & ~begins[:-1])
        pairs = code.astype(np.int64)[:-1] * size + code[1:]
        begins[places[_is_among(self._list_pairs(words, starting), pairs[places])]] = True
        return begins

    def _list_pairs(self, words: Words, starting: list[list[_Node]]) -> Ints:
        """The pairs of words that phrases begin with: the first's number times the vocabulary, plus the second's."""
        children = [*self._root.words.values(), *self._root.stems.values()]
        wanted = {stem for node in children for stem in node.stems}
        holding = _index_vocabulary(words, wanted)
        firsts: defaultdict[int, list[int]] = defaultdict(list)
        for number, nodes in enumerate(starting):
            for node in nodes:
                firsts[id(node)].append(number)
        pairs: set[int] = set()
        for node in children:
            begun = firsts.get(id(node))
            if not begun:
                continue
            keys = (*node.words, *(f"{stem}*" for stem in node.stems))
            seconds = [number for key in keys for number in holding.get(key, ())]
            for number in begun:
                pairs.update(number * len(starting) + second for second in seconds)
        return np.array(sorted(pairs), dtype=np.int64)


def _index_vocabulary(words: Words, stems: set[str]) -> dict[str, list[int]]:
    """The words of the vocabulary by each of their keys, and by those of ``stems`` that they begin with."""
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, forms in enumerate(words.forms):
        for key in forms.whole:
            holding[key].append(number)
        for form in forms.stemmed if stems else ():
            for length in range(terms.MIN_STEM, len(form) + 1):
                if form[:length] in stems:
                    holding[f"{form[:length]}*"].append(number)
    return holding


def _is_among(known: Ints, asked: Ints) -> Ints:
    """Whether each number of ``asked`` is one of ``known``: first by a table of hashes, as most are not."""
    table = np.zeros(_TABLE_SIZE, dtype=bool)
    table[known % _TABLE_SIZE] = True
    held: Ints = table[asked % _TABLE_SIZE]
    held[held] = np.isin(asked[held], known)
    return held


def _extend(node: _Node, key: str) -> list[_Node]:
    """The nodes that ``key`` leads to from ``node``, made where missing; a stem may have two spellings."""
    ways, keys = (node.stems, sorted(terms.spell_stem(key[:-1]))) if key.endswith("*") else (node.words, [key])
    for entry in keys:
        if entry not in ways:
            ways[entry] = _Node()
    return [ways[entry] for entry in keys]


class _Walker:
    """Follows phrases from word to word; where a word leads from a node is worked out once."""

    def __init__(self, words: Words, codes: list[int], joins: dict[int, int], links: list[int]) -> None:
        self._forms = words.forms
        self._codes, self._joins, self._links = codes, joins, links
        self._steps: dict[tuple[_Node, int], list[_Node]] = {}

    def find_phrases(self, states: list[tuple[_Node, int]]) -> list[tuple[int, int]]:
        """Last word and number of every phrase that goes on from ``states``, nodes with words; the longest first."""
        found: set[tuple[int, int]] = set()
        while states:
            node, last = states.pop()
            for phrase in node.phrases:
                found.add((last, phrase))
            following = last + 1
            if (node.words or node.stems) and following < len(self._codes) and self._links[following] != APART:
                states += [(deeper, following) for deeper in self._step(node, self._codes[following])]
                if following in self._joins:
                    states += [(deeper, following + 1) for deeper in self._step(node, self._joins[following])]
        return sorted(found, reverse=True)

    def _step(self, node: _Node, code: int) -> list[_Node]:
        found = self._steps.get((node, code))
        if found is None:
            found = self._steps[node, code] = node.follow(self._forms[code])
        return found


class _Context:
    """The places of the phrases that give context, by the groups of phrases that uses name."""

    def __init__(self, groups: list[tuple[int, ...]], places: list[tuple[int, int, int]], words: Words) -> None:
        self._words = words
        wanted = {phrase for group in groups for phrase in group}
        spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for first, last, phrase in places if wanted else ():
            if phrase in wanted:
                spans[phrase].append((first, last))
        self._spans = [sorted({span for phrase in group for span in spans.get(phrase, ())}) for group in groups]

    def refuses(self, use: _Use, first: int, last: int) -> bool:
        """Whether what stands around a place speaks against it."""
        if use.without >= 0 and self._holds(self._spans[use.without], first, last):
            return True
        return use.near >= 0 and not self._is_near(self._spans[use.near], first, last)

    @staticmethod
    def _holds(spans: list[tuple[int, int]], first: int, last: int) -> bool:
        for index in range(bisect_left(spans, (first + 1,)) - 1, -1, -1):
            start, end = spans[index]
            if end >= last:
                return True
            if start < first - _MAX_CONTEXT_WORDS:
                break
        return False

    def _is_near(self, spans: list[tuple[int, int]], first: int, last: int) -> bool:
        for place in range(bisect_left(spans, (first - terms.MAX_DISTANCE - _MAX_CONTEXT_WORDS,)), len(spans)):
            start, end = spans[place]
            if start > last + terms.MAX_DISTANCE:
                return False
            distance = max(start - last, first - end)  # at most 0 where the two overlap
            if 0 < distance <= terms.MAX_DISTANCE and self._sentence_of(start) == self._sentence_of(first):
                return True
        return False

    def _sentence_of(self, word: int) -> tuple[int, int]:
        return int(self._words.article[word]), int(self._words.sentence[word])
