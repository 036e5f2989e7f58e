"""What the tagger sees of an article's tokens: their words, tags and place in the parse, quotation marks, and what the
rules make of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_TYPE, HEAD, IDX, LEMMA, LENGTH, LOWER, SENT_START, SHAPE, SUFFIX, TAG  # type: ignore[import-not-found]

from onrecord.statements import clauses
from onrecord.statements.cues import lexicon, spellings
from onrecord.statements.quotation_marks import Quotes, find_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.strings import StringStore
    from spacy.tokens import Doc, Token

    from onrecord.statements.candidates import Candidate
    from onrecord.statements.clauses import ReportingClause
    from onrecord.statements.network import Ints
    from onrecord.types import Sentence, Span

Hashes = npt.NDArray[np.uint64]
_COLUMNS = {
    "lemma": LEMMA,
    "lower": LOWER,
    "suffix": SUFFIX,
    "shape": SHAPE,
    "tag": TAG,
    "dep": DEP,
    "entity": ENT_TYPE,
}
_MOST_STEPS = 12  # up the tree, in search of a reporting word
_FARTHEST = 8  # the last bucket of distances to a head
NOTHING, UNKNOWN = 0, 1
LABELS = ("", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


class Vocabulary:
    """Numbers for strings: 0 for none, 1 for one that is not known, then those known, in their order."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._ids = {word: number for number, word in enumerate(self.words, UNKNOWN + 1)}
        self._ids[""] = NOTHING
        self._hashed: tuple[StringStore, Hashes, Ints] | None = None

    def __len__(self) -> int:
        return len(self.words) + 2

    def number(self, word: str) -> int:
        return self._ids.get(word, UNKNOWN)

    def numbers(self, hashes: Hashes, strings: StringStore) -> Ints:
        """The numbers of strings that are given as spaCy's hashes."""
        if self._hashed is None or self._hashed[0] is not strings:
            words = np.array([strings[word] for word in self.words], np.uint64)
            order = np.argsort(words, kind="stable").astype(np.int64)
            self._hashed = (strings, words[order], order + UNKNOWN + 1)
        _, keys, ids = self._hashed
        places = np.searchsorted(keys, hashes)
        found = np.full(len(hashes), UNKNOWN, np.int64)
        known = np.flatnonzero(places < len(keys))
        known = known[keys[places[known]] == hashes[known]]
        found[known] = ids[places[known]]
        found[hashes == 0] = NOTHING
        return found


@dataclass(frozen=True)
class TokenTable:
    """The tokens of an article, in order, as arrays; ``heads`` are token numbers, starts and ends the article's."""

    text: str
    sentences: Sequence[Sentence]
    governed: Sequence[Sequence[ReportingClause]]
    """What each sentence's words may report, as ``clauses.candidates`` gives it."""
    quotes: Quotes
    docs: Sequence[Doc]
    bases: Sequence[int]
    """The number of each document's first token."""
    columns: dict[str, Hashes]
    starts: Ints
    ends: Ints
    heads: Ints
    paragraphs: Ints
    opens: Ints
    """1 where a sentence begins, 2 where a paragraph does."""

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def strings(self) -> StringStore:
        return self.docs[0].vocab.strings

    @cached_property
    def sentence_numbers(self) -> list[int]:
        """The number of each token's sentence, as the parser cut them."""
        return _listed(np.cumsum(self.opens > 0))

    @cached_property
    def paragraph_numbers(self) -> list[int]:
        """``paragraphs`` as a list."""
        return _listed(self.paragraphs)

    @cached_property
    def head_list(self) -> list[int]:
        """``heads`` as a list."""
        return _listed(self.heads)

    def token(self, number: int) -> Token:
        """The token of this number."""
        place = bisect_right(self.bases, number) - 1
        return self.docs[place][number - self.bases[place]]

    @cached_property
    def lemmas(self) -> list[str]:
        return self._strings("lemma")

    @cached_property
    def lowers(self) -> list[str]:
        return self._strings("lower")

    @cached_property
    def tags(self) -> list[str]:
        return self._strings("tag")

    @cached_property
    def deps(self) -> list[str]:
        return self._strings("dep")

    def _strings(self, column: str) -> list[str]:
        values, places = np.unique(self.columns[column], return_inverse=True)
        strings = self.docs[0].vocab.strings
        words = [strings[value].lower() if column == "lemma" else strings[value] for value in values.tolist()]
        return [words[place] for place in places.tolist()]

    @cached_property
    def wordy(self) -> list[bool]:
        """Whether each token holds a letter or a digit."""
        return [any(map(str.isalnum, word)) for word in self.lowers]

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int]]:
        return _listed(self.starts), _listed(self.ends)

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that meet ``start:end`` of the article, first and one past the last."""
        starts, ends = self._bounds
        return bisect_right(ends, start), bisect_left(starts, end)

    def words(self, spans: Iterable[Span]) -> list[int]:
        """The tokens of spans that hold letters or digits."""
        return [number for span in spans for number in range(*self.covering(*span)) if self.wordy[number]]


def _listed(values: Ints) -> list[int]:
    out: list[int] = values.tolist()
    return out


def paragraph_bounds(paragraphs: Ints) -> tuple[list[int], list[int]]:
    """First token and one past the last of each paragraph."""
    edges = (np.flatnonzero(np.diff(paragraphs)) + 1).tolist()
    return [0, *edges], [*edges, len(paragraphs)]


def build_token_table(
    text: str, sentences: Sequence[Sentence], governed: Sequence[Sequence[ReportingClause]]
) -> TokenTable:
    """The tokens of an article's sentences, of which there is at least one, and all that shares their documents."""
    docs: list[Doc] = []
    places: list[tuple[int, int]] = []
    for sentence in sentences:
        if not docs or docs[-1] is not sentence.tokens.doc:
            docs.append(sentence.tokens.doc)
            places.append((sentence.offset, sentence.paragraph))
    attributes = [*_COLUMNS.values(), IDX, HEAD, LENGTH, SENT_START]
    tables = [doc.to_array(attributes) for doc in docs]
    sizes = [len(doc) for doc in docs]
    table = np.concatenate(tables)
    lengths = table[:, -2].astype(np.int64)
    starts = table[:, -4].astype(np.int64) + np.repeat([offset for offset, _ in places], sizes)
    own = np.arange(len(table))
    paragraphs = np.repeat([paragraph for _, paragraph in places], sizes)
    opens = (table[:, -1].astype(np.int64) == 1).astype(np.int64)
    opens[paragraph_bounds(paragraphs)[0]] = 2
    ends = starts + lengths
    quotes = Quotes(
        quote
        for first, last in zip(*paragraph_bounds(paragraphs), strict=True)
        for quote in find_quotes(text, int(starts[first]), int(ends[last - 1]))
    )
    return TokenTable(
        text=text,
        sentences=sentences,
        governed=governed,
        quotes=quotes,
        docs=docs,
        bases=[0, *accumulate(sizes)][:-1],
        columns={name: table[:, number] for number, name in enumerate(_COLUMNS)},
        starts=starts,
        ends=ends,
        heads=own + table[:, -3].astype(np.int64),
        paragraphs=paragraphs,
        opens=opens,
    )


def encode(grid: TokenTable, drafts: Iterable[Candidate], vocabularies: Mapping[str, Vocabulary]) -> dict[str, Ints]:
    """The features of every token, as numbers, by the name of the feature."""
    strings = grid.strings
    out = {
        name: vocabularies[name].numbers(grid.columns[name], strings)
        for name in ("lemma", "suffix", "shape", "tag", "dep", "entity")
    }
    out["head lemma"] = out["lemma"][grid.heads]
    out["head tag"] = out["tag"][grid.heads]
    out["head place"] = _distances(grid.heads - np.arange(len(grid)))
    out["opens"] = grid.opens
    out["sense"] = _senses(grid, vocabularies["sense"])
    out["reporting lemma"], out["reporting branch"], out["reporting depth"] = _reporting(grid, out)
    out["clauses"] = _clauses(grid, out["dep"], vocabularies["dep"])
    out["quote"] = _quoted(grid)
    out["rule"] = _ruled(grid, drafts)
    out["outer"], out["inner"] = _constructions(grid, vocabularies["construction"])
    return out


def _distances(steps: Ints) -> Ints:
    """How far off, to the left below the middle and to the right above it, in growing buckets."""
    size = np.abs(steps)
    bucket = np.minimum(size, 2 + np.log2(size + 1).astype(np.int64))
    out: Ints = np.sign(steps) * np.minimum(bucket, _FARTHEST) + _FARTHEST
    return out


@cache
def _reporting_words() -> tuple[Vocabulary, tuple[str, ...]]:
    """Every lemma of the lexicon of cues, in American and in British spelling, and its sense."""
    pairs = [(spelling, cue.sense) for lemma, cue in lexicon().items() for spelling in spellings(lemma)]
    return Vocabulary(word for word, _ in pairs), tuple(sense for _, sense in pairs)


def _senses(grid: TokenTable, senses: Vocabulary) -> Ints:
    words, of_words = _reporting_words()
    table = [NOTHING, NOTHING, *(senses.number(sense) for sense in of_words)]
    return np.array(table)[words.numbers(grid.columns["lemma"], grid.strings)]


def _reporting(grid: TokenTable, known: dict[str, Ints]) -> tuple[Ints, Ints, Ints]:
    """The nearest reporting word above each token: its lemma, the branch and side it lies on, how many steps up."""
    count = len(grid)
    own = np.arange(count)
    at, above, branch, depth = own, np.full(count, -1), np.zeros(count, np.int64), np.zeros(count, np.int64)
    for step in range(1, _MOST_STEPS + 1):
        parents = grid.heads[at]
        met = (above < 0) & (parents != at) & (known["sense"][parents] > NOTHING)
        above[met] = parents[met]
        branch[met] = known["dep"][at[met]]
        depth[met] = step
        at = parents
    found = above >= 0
    side = np.where(found, np.where(above < own, 1, 2), 0)
    return np.where(found, known["lemma"][above], NOTHING), branch * 3 + side, np.minimum(depth, 6)


def _clauses(grid: TokenTable, deps: Ints, names: Vocabulary) -> Ints:
    """1 for a token with a subject, 2 for one with a clausal complement, 3 for both."""
    out = np.zeros(len(grid), np.int64)
    out[grid.heads[np.isin(deps, [names.number("nsubj"), names.number("nsubjpass")])]] = 1
    complements = np.zeros(len(grid), np.int64)
    complements[grid.heads[deps == names.number("ccomp")]] = 2
    return out + complements


def _quoted(grid: TokenTable) -> Ints:
    """1 within double marks, 2 within single ones, 3 on a mark that opens, 4 on one that closes."""
    out = np.zeros(len(grid), np.int64)
    for quote in grid.quotes:
        opened, closed = grid.covering(*quote.outer)
        begins, ends = grid.covering(*quote.inner)
        out[opened:begins] = 3
        out[begins:ends] = 1 if quote.double else 2
        if quote.closed:
            out[ends:closed] = 4
    return out


def _mark(grid: TokenTable, column: Ints, span: Span, begin: int, inside: int) -> None:
    first, last = grid.covering(*span)
    if first < last:
        column[first:last] = inside
        column[first] = begin


def _ruled(grid: TokenTable, drafts: Iterable[Candidate]) -> Ints:
    """The labels that the rules would give."""
    out = np.zeros(len(grid), np.int64)
    drafts = list(drafts)
    for draft in drafts:
        if draft.source:
            _mark(grid, out, draft.source, LABELS.index("B-source"), LABELS.index("I-source"))
        if draft.cue:
            _mark(grid, out, draft.cue, LABELS.index("B-cue"), LABELS.index("I-cue"))
    for draft in drafts:
        for span in draft.spans:
            _mark(grid, out, span, LABELS.index("B-content"), LABELS.index("I-content"))
    return out


def _constructions(grid: TokenTable, names: Vocabulary) -> tuple[Ints, Ints]:
    """The widest and the narrowest stretch around each token that any verb might report, by construction."""
    found = []
    for sentence, candidates in zip(grid.sentences, grid.governed, strict=True):
        for candidate in candidates:
            spans = clauses.content_spans(sentence, candidate)
            number = 2 * names.number(candidate.construction)
            found.append((sum(end - start for start, end in spans), number, spans))
    found.sort(key=lambda entry: entry[0])
    outer, inner = np.zeros(len(grid), np.int64), np.zeros(len(grid), np.int64)
    for column, order in ((outer, found), (inner, found[::-1])):
        for _, number, spans in order:
            for span in spans:
                _mark(grid, column, span, number, number + 1)
    return outer, inner
