"""Candidate statements: what may be a statement, before the likeliest of those that compete is chosen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from onrecord.article import count_words
from onrecord.nlp.quotation_marks import is_title
from onrecord.types import Span, Statement, StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.nlp.document import Document
    from onrecord.nlp.quotation_marks import Quote

# How often a statement of each construction is right, in source and content, on PolNeAR's train articles; for floating
# quotations (52 of 69 there), turns and signed quotations (32 of 33 on its dev articles) in the source alone, since
# annotators join and cut their contents as they please.
_PRECISION = {
    "quote": 0.89, "clause": 0.83, "according": 0.78, "fronted": 0.76, "order": 0.73, "as": 0.72, "object": 0.68,
    "passive": 0.66, "infinitive": 0.63, "about": 0.65, "for": 0.61, "to": 0.45, "on": 0.41, "floating": 0.75,
    "turn": 0.95, "signed": 0.95, "closing": 0.9, "headline": 0.9, "rating": 0.85, "finding": 0.7,
}  # fmt: skip
_OTHER_PRECISION = 0.5
_ATTRIBUTED = frozenset({"turn", "question", "signed", "closing", "headline"})
_SURE = frozenset({"rating", "finding"})
_BUCKET_SIZE = 1000
"""Characters that are looked at together."""


@dataclass(slots=True)
class Candidate:
    """What may be a statement.

    ``construction`` is one of ``clauses.ReportingClause``, or ``quote`` (a quotation beside a reporting clause),
    ``floating`` (a quotation without one), ``turn`` or ``question`` (of a transcript), ``signed`` (a quotation with a
    name under it), ``headline`` (a claim whose source stands beyond a colon) or ``tagged`` (found by the tagger).
    Without a ``confidence`` it has its construction's precision.
    """

    construction: str
    lemma: str | None
    cue: Span | None
    source: Span | None
    spans: list[Span]
    nested: Span | None = None
    quotes: list[Quote] = field(default_factory=list)
    method: Literal["rule", "model"] = "rule"
    confidence: float | None = None
    negated: bool = False
    """Whether its source does not claim the words: see ``denials``."""
    continued: Span | None = None
    """The quotation of another paragraph, never closed, that this one goes on with."""

    @property
    def is_attributed(self) -> bool:
        """Whether the layout says whose words these are, as in a transcript: then no probability is needed."""
        return self.construction in _ATTRIBUTED

    @property
    def is_sure(self) -> bool:
        """Whether it is kept, however unlikely the reranker finds it, where no other candidate has its words."""
        return self.construction in _SURE

    @property
    def start(self) -> int:
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        return max(span.end for span in self.spans)

    @property
    def reach(self) -> int:
        """Where its content, cue and source all have ended."""
        return max(self.end, self.cue.end if self.cue else 0, self.source.end if self.source else 0)

    @property
    def precision(self) -> float:
        """How often a statement of this construction is right."""
        return _PRECISION.get(self.construction, _OTHER_PRECISION)

    def holds(self, place: Span) -> bool:
        """Whether one of its spans covers ``place``."""
        return any(span.covers(place) for span in self.spans)

    def share(self, other: Candidate) -> float:
        """What two candidates share, as a fraction of the smaller one."""
        common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in self.spans for b in other.spans)
        size = min(sum(end - start for start, end in self.spans), sum(end - start for start, end in other.spans))
        return common / size if size else 0.0

    def to_statement(self, document: Document) -> Statement:
        """The statement, its spans in order and merged where they overlap."""
        text = document.text
        spans = _merge_overlapping(sorted(self.spans))
        touched = (quote for span in spans for quote in document.quotes.touching(span))
        quotes = {quote.inner: quote for quote in touched if _quotes_words(text, quote)}
        quotes |= {quote.inner: quote for quote in self.quotes}
        return Statement(
            kind=_kind(text, spans, [*quotes.values()]),
            spans=tuple(spans),
            cue=self.cue,
            cue_lemma=self.lemma if self.cue else None,
            source=self.source,
            nested_source=self.nested.of(text) if self.nested else None,
            confidence=self.precision if self.confidence is None else self.confidence,
            method=self.method,
            negated=self.negated,
        )


class CandidateSet:
    """Candidates, found by where their spans are."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self.candidates: list[Candidate] = []
        self._near: defaultdict[int, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        """Add a candidate, whose spans no longer change."""
        self.candidates.append(candidate)
        self.place(candidate, candidate.spans)

    def place(self, candidate: Candidate, spans: Iterable[Span]) -> None:
        """Make a candidate of the set be found at ``spans``, too, which it has been extended by."""
        for part in {part for span in spans for part in _buckets(span)}:
            self._near[part].append(candidate)

    def covering(self, place: Span) -> Candidate | None:
        """The first candidate with a span that covers ``place``."""
        return next(
            (candidate for candidate in self._near[place.start // _BUCKET_SIZE] if candidate.holds(place)), None
        )

    def overlapping(self, place: Span) -> Candidate | None:
        """The first candidate with a span that overlaps ``place``."""
        near = (candidate for part in _buckets(place) for candidate in self._near[part])
        return next((candidate for candidate in near if any(span.overlaps(place) for span in candidate.spans)), None)

    def holding(self, quoted: Span) -> Candidate | None:
        """The first candidate with a span that overlaps a quotation, what is reported within it aside."""
        near = (candidate for part in _buckets(quoted) for candidate in self._near[part])
        return next(
            (
                candidate
                for candidate in near
                if not (candidate.cue is not None and quoted.covers(candidate.cue))
                and any(span.overlaps(quoted) for span in candidate.spans)
            ),
            None,
        )

    def repeats(self, candidate: Candidate) -> bool:
        """Whether more than half of the candidate, or of another that it overlaps, is in both."""
        met = {id(other): other for span in candidate.spans for part in _buckets(span) for other in self._near[part]}
        return any(other.share(candidate) > 0.5 for other in met.values())


def _buckets(span: Span) -> range:
    return range(span.start // _BUCKET_SIZE, (span.end - 1) // _BUCKET_SIZE + 1)


def _merge_overlapping(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _quotes_words(text: str, quote: Quote) -> bool:
    """Whether a quotation within a content is of words that were said, as in `called it "a gift"`; a title is not."""
    return quote.double and not is_title(quote.inner.of(text))


def _kind(text: str, spans: list[Span], quotes: list[Quote]) -> StatementKind:
    """Direct where all words stand in quotation marks, mixed where some do."""
    total = sum(count_words(span.of(text)) for span in spans)
    inside = sum(
        count_words(text[max(span.start, quote.inner.start) : min(span.end, quote.inner.end)])
        for span in spans
        for quote in quotes
        if span.overlaps(quote.inner)
    )
    if not inside:
        return "indirect"
    return "direct" if inside >= total else "mixed"
