"""Features: what the tagger sees of an article's tokens.

Their words, tags and place in the parse, the quotation marks around them, and what the rules make of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_TYPE, HEAD, LEMMA, LOWER, SENT_START, SHAPE, SUFFIX, TAG  # type: ignore[import-not-found]

from onrecord.statements.clauses import find_content_spans
from onrecord.statements.cues import list_spellings, load_cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.strings import StringStore

    from onrecord.nlp.document import Document
    from onrecord.statements.bilstm_crf import Ints
    from onrecord.statements.candidates import Candidate
    from onrecord.statements.clauses import ReportingClause
    from onrecord.types import Span

Hashes = npt.NDArray[np.uint64]
_COLUMNS = {
    "lemma": LEMMA, "lower": LOWER, "suffix": SUFFIX, "shape": SHAPE, "tag": TAG, "dep": DEP, "entity": ENT_TYPE,
}  # fmt: skip
_MAX_STEPS = 12  # up the tree, in search of a reporting word
_MAX_DISTANCE = 8  # the last bucket of distances to a head
NOTHING, UNKNOWN = 0, 1
_LEARNED_AS = {"finding": "object", "closing": "fronted", "rating": "object"}
"""Constructions that the model learned under the name of a wider one."""
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
    """The tokens of a document, as arrays; ``heads`` are the numbers of their syntactic heads."""

    document: Document
    clauses: Sequence[Sequence[ReportingClause]]
    """Of each sentence, what its words may report."""
    columns: dict[str, Hashes]
    heads: Ints
    paragraphs: Ints
    opens: Ints
    """1 where a sentence begins, 2 where a paragraph does."""

    def __len__(self) -> int:
        return len(self.heads)

    @property
    def strings(self) -> StringStore:
        return self.document.parsed[0][0].vocab.strings

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

    @cached_property
    def lemmas(self) -> list[str]:
        return [lemma.lower() for lemma in self._strings("lemma")]

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
        return [self.strings[value] for value in self.columns[column].tolist()]

    @cached_property
    def wordy(self) -> list[bool]:
        """Whether each token holds a letter or a digit."""
        return [any(map(str.isalnum, word)) for word in self.lowers]

    def words(self, spans: Iterable[Span]) -> list[int]:
        """The tokens of spans that hold letters or digits."""
        ranges = (range(*self.document.token_range(*span)) for span in spans)
        return [number for numbers in ranges for number in numbers if self.wordy[number]]


def _listed(values: Ints) -> list[int]:
    out: list[int] = values.tolist()
    return out


def find_paragraph_bounds(paragraphs: Ints) -> tuple[list[int], list[int]]:
    """First token and one past the last of each paragraph."""
    edges = (np.flatnonzero(np.diff(paragraphs)) + 1).tolist()
    return [0, *edges], [*edges, len(paragraphs)]


def build_token_table(document: Document, clauses: Sequence[Sequence[ReportingClause]]) -> TokenTable:
    """The tokens of a document with at least one sentence; ``clauses`` are those of each sentence."""
    attributes = [*_COLUMNS.values(), HEAD, SENT_START]
    table = np.concatenate([doc.to_array(attributes) for doc, _ in document.parsed])
    sizes = np.diff(document.first_tokens)
    paragraphs = np.repeat([sentence.paragraph for _, sentence in document.parsed], sizes)
    opens = (table[:, -1].astype(np.int64) == 1).astype(np.int64)
    opens[find_paragraph_bounds(paragraphs)[0]] = 2
    return TokenTable(
        document=document,
        clauses=clauses,
        columns={name: table[:, number] for number, name in enumerate(_COLUMNS)},
        heads=np.arange(len(table)) + table[:, -2].astype(np.int64),
        paragraphs=paragraphs,
        opens=opens,
    )


def encode_features(
    table: TokenTable, candidates: Sequence[Candidate], vocabularies: Mapping[str, Vocabulary]
) -> dict[str, Ints]:
    """The features of every token, as numbers, by the name of the feature."""
    strings = table.strings
    out = {
        name: vocabularies[name].numbers(table.columns[name], strings)
        for name in ("lemma", "suffix", "shape", "tag", "dep", "entity")
    }
    out["head lemma"] = out["lemma"][table.heads]
    out["head tag"] = out["tag"][table.heads]
    out["head place"] = _distances(table.heads - np.arange(len(table)))
    out["opens"] = table.opens
    out["sense"] = _senses(table, vocabularies["sense"])
    out["reporting lemma"], out["reporting branch"], out["reporting depth"] = _reporting(table, out)
    out["clauses"] = _clauses(table, out["dep"], vocabularies["dep"])
    out["quote"] = _quoted(table)
    out["rule"] = _ruled(table, candidates)
    out["outer"], out["inner"] = _constructions(table, vocabularies["construction"])
    return out


def _distances(steps: Ints) -> Ints:
    """How far off, to the left below the middle and to the right above it, in growing buckets."""
    size = np.abs(steps)
    powers = np.frexp(size + 1)[1] - 1  # the logarithm to base 2, rounded down
    bucket = np.minimum(size, 2 + powers)
    out: Ints = np.sign(steps) * np.minimum(bucket, _MAX_DISTANCE) + _MAX_DISTANCE
    return out


@cache
def _reporting_words() -> tuple[Vocabulary, tuple[str, ...]]:
    """Every lemma of the lexicon of cues, in American and in British spelling, and its sense."""
    pairs = [(spelling, cue.sense) for lemma, cue in load_cues().items() for spelling in list_spellings(lemma)]
    return Vocabulary(word for word, _ in pairs), tuple(sense for _, sense in pairs)


def _senses(table: TokenTable, senses: Vocabulary) -> Ints:
    words, of_words = _reporting_words()
    numbers = [NOTHING, NOTHING, *(senses.number(sense) for sense in of_words)]
    return np.array(numbers)[words.numbers(table.columns["lemma"], table.strings)]


def _reporting(table: TokenTable, known: dict[str, Ints]) -> tuple[Ints, Ints, Ints]:
    """The nearest reporting word above each token: its lemma, the branch and side it lies on, how many steps up."""
    count = len(table)
    own = np.arange(count)
    at, above, branch, depth = own, np.full(count, -1), np.zeros(count, np.int64), np.zeros(count, np.int64)
    for step in range(1, _MAX_STEPS + 1):
        parents = table.heads[at]
        met = (above < 0) & (parents != at) & (known["sense"][parents] > NOTHING)
        above[met] = parents[met]
        branch[met] = known["dep"][at[met]]
        depth[met] = step
        at = parents
    found = above >= 0
    side = np.where(found, np.where(above < own, 1, 2), 0)
    return np.where(found, known["lemma"][above], NOTHING), branch * 3 + side, np.minimum(depth, 6)


def _clauses(table: TokenTable, deps: Ints, names: Vocabulary) -> Ints:
    """1 for a token with a subject, 2 for one with a clausal complement, 3 for both."""
    out = np.zeros(len(table), np.int64)
    out[table.heads[np.isin(deps, [names.number("nsubj"), names.number("nsubjpass")])]] = 1
    complements = np.zeros(len(table), np.int64)
    complements[table.heads[deps == names.number("ccomp")]] = 2
    return out + complements


def _quoted(table: TokenTable) -> Ints:
    """1 within double marks, 2 within single ones, 3 on a mark that opens, 4 on one that closes."""
    out = np.zeros(len(table), np.int64)
    for quote in table.document.quotes:
        opened, closed = table.document.token_range(*quote.outer)
        begins, ends = table.document.token_range(*quote.inner)
        out[opened:begins] = 3
        out[begins:ends] = 1 if quote.double else 2
        if quote.closed:
            out[ends:closed] = 4
    return out


def _mark(table: TokenTable, column: Ints, span: Span, begin: int, inside: int) -> None:
    first, last = table.document.token_range(*span)
    if first < last:
        column[first:last] = inside
        column[first] = begin


def _ruled(table: TokenTable, candidates: Sequence[Candidate]) -> Ints:
    """The labels that the rules would give."""
    out = np.zeros(len(table), np.int64)
    for candidate in candidates:
        if candidate.source:
            _mark(table, out, candidate.source, LABELS.index("B-source"), LABELS.index("I-source"))
        if candidate.cue:
            _mark(table, out, candidate.cue, LABELS.index("B-cue"), LABELS.index("I-cue"))
    for candidate in candidates:
        for span in candidate.spans:
            _mark(table, out, span, LABELS.index("B-content"), LABELS.index("I-content"))
    return out


def _constructions(table: TokenTable, names: Vocabulary) -> tuple[Ints, Ints]:
    """The widest and the narrowest stretch around each token that any verb might report, by construction."""
    found = []
    for sentence, clauses in zip(table.document.sentences, table.clauses, strict=True):
        for clause in clauses:
            spans = find_content_spans(sentence, clause)
            number = 2 * names.number(_LEARNED_AS.get(clause.construction, clause.construction))
            found.append((sum(end - start for start, end in spans), number, spans))
    found.sort(key=lambda entry: entry[0])
    outer, inner = np.zeros(len(table), np.int64), np.zeros(len(table), np.int64)
    for column, order in ((outer, found), (inner, found[::-1])):
        for _, number, spans in order:
            for span in spans:
                _mark(table, column, span, number, number + 1)
    return outer, inner
