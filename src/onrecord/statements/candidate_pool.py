"""Proposals: every statement that an article may hold, from the tagger and from the rules.

``statements.judging`` weighs them against one another.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.statements import clauses
from onrecord.statements.cues import american
from onrecord.statements.features import paragraph_bounds
from onrecord.statements.linker import root
from onrecord.statements.quotation_marks import outside_marks
from onrecord.statements.quotations import MIN_QUOTE_WORDS
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.statements.candidates import Candidate
    from onrecord.statements.features import TokenTable
    from onrecord.statements.linker import Link, Stretch
    from onrecord.statements.quotation_marks import Quote
    from onrecord.statements.tagger import Tagging

_FEWEST_WORDS = 2


@dataclass(slots=True)
class ScoredCandidate:
    """A statement that may be one.

    ``origin`` is ``rule``, ``tagger`` or, where the source is the subject of the tagger's cue, ``subject``.
    ``likelihood`` is that of the link or, of a rule, how often its construction is right; ``paragraph`` the first
    token of the paragraph where it begins and ``tokens`` those of its content that hold letters or digits.
    """

    origin: str
    spans: list[Span]
    cue: Span | None
    source: Span | None
    lemma: str | None
    likelihood: float
    construction: str = ""
    paragraph: int = 0
    tokens: frozenset[int] = frozenset()
    draft: Candidate | None = None
    quotes: list[Quote] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.spans[0].start

    def agreement(self, other: ScoredCandidate) -> float:
        """Tokens in both contents as a share of those in either."""
        both = len(self.tokens & other.tokens)
        return both / (len(self.tokens) + len(other.tokens) - both) if both else 0.0

    def same_source(self, other: ScoredCandidate) -> bool:
        if self.source is None or other.source is None:
            return self.source is other.source
        return self.source.overlaps(other.source)


def pool_candidates(reading: Tagging, drafts: Iterable[Candidate]) -> list[ScoredCandidate]:
    """Every proposal once; of those with one content and source the rules' goes before the tagger's."""
    found: dict[tuple[tuple[Span, ...], Span | None], ScoredCandidate] = {}
    grid = reading.grid
    firsts, _ = paragraph_bounds(grid.paragraphs)
    for proposal in chain(_ruled(drafts), _tagged(reading)):
        first = grid.covering(*proposal.spans[0])[0]
        proposal.paragraph = firsts[bisect_right(firsts, first) - 1]
        proposal.tokens = frozenset(grid.words(proposal.spans))
        if proposal.tokens and not any(proposal.source and span.overlaps(proposal.source) for span in proposal.spans):
            found.setdefault((tuple(proposal.spans), proposal.source), proposal)
    return list(found.values())


def _ruled(drafts: Iterable[Candidate]) -> Iterator[ScoredCandidate]:
    for draft in drafts:
        yield ScoredCandidate(
            origin="rule",
            spans=sorted(draft.spans),
            cue=draft.cue,
            source=draft.source,
            lemma=draft.lemma,
            likelihood=draft.sureness,
            construction=draft.construction,
            draft=draft,
            quotes=draft.quotes,
        )


def _tagged(reading: Tagging) -> Iterator[ScoredCandidate]:
    for proposal in _linked(reading.grid, reading.links):
        yield proposal
        if proposal.source is None and proposal.cue is not None:
            source = _subject(reading.grid, proposal.cue)
            if source is not None:
                yield replace(proposal, origin="subject", source=source)


def _linked(grid: TokenTable, links: Sequence[Link]) -> Iterator[ScoredCandidate]:
    """Contents that were linked to one cue, or without a cue to one source in a paragraph, are one statement."""
    groups: dict[tuple[object, ...], list[Link]] = {}
    for link in links:
        paragraph = grid.paragraph_numbers[link.content[0]]
        key = (paragraph, link.cue or link.source or link.content)
        groups.setdefault(key, []).append(link)
    for group in groups.values():
        link = group[0]
        cue = _span(grid, link.cue) if link.cue else None
        spans = sorted(
            outside_marks(grid.text, _span(grid, _without_that(grid, one.content)), grid.quotes, cue) for one in group
        )
        spans = [span for span in spans if span.start < span.end]
        if _is_withheld(grid, link) or len(grid.words(spans)) < _FEWEST_WORDS:
            continue
        if _has_words(grid, link.cue) or _speaks(grid, spans):
            source = _naming(grid, link.source) if link.source else None
            lemma = _lemma(grid, link.cue) if link.cue else None
            yield ScoredCandidate("tagger", spans, cue, source, lemma, link.likelihood, quotes=_within(grid, spans))


def _without_that(grid: TokenTable, content: Stretch) -> Stretch:
    first, last = content
    leads = grid.lowers[first] == "that" and grid.tags[first] == "IN" and last - first > 1
    return (first + 1, last) if leads else content


def _is_withheld(grid: TokenTable, link: Link) -> bool:
    """Whether nothing is said: "would not say whether …"; "asked whether …, she declined"."""
    if link.cue is None or grid.lowers[link.content[0]] not in clauses.OPEN:
        return False
    verb = grid.token(root(grid, link.cue))
    if link.source is None and verb.tag_ == "VBN" and verb.dep_ == "advcl":
        return True
    return any(child.dep_ == "neg" for child in verb.children)


def _has_words(grid: TokenTable, cue: Stretch | None) -> bool:
    """Whether a cue is more than a colon or a dash."""
    return cue is not None and any(grid.wordy[number] for number in range(*cue))


def _speaks(grid: TokenTable, spans: Sequence[Span]) -> bool:
    """Whether contents hold a verb or stand in quotation marks: "Photo: Jan Dahl" does neither."""
    if any(grid.quotes.touching(span) for span in spans):
        return True
    return any(grid.tags[number][:1] in ("V", "M") for span in spans for number in range(*grid.covering(*span)))


def _span(grid: TokenTable, stretch: Stretch) -> Span:
    return Span(int(grid.starts[stretch[0]]), int(grid.ends[stretch[1] - 1]))


def _naming(grid: TokenTable, source: Stretch) -> Span:
    """The words of a source that name it: its noun phrase without appositions and clauses."""
    place = root(grid, source)
    token = grid.token(place)
    if token.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"):
        return _span(grid, source)
    first, last = clauses.source_bounds(token)
    base = place - token.i
    return _span(grid, (max(base + first, source[0]), min(base + last + 1, source[1])))


def _lemma(grid: TokenTable, cue: Stretch) -> str:
    """The lemma of the cue's verb, or of its first word."""
    place = next((number for number in range(*cue) if grid.tags[number].startswith("V")), cue[0])
    return "according to" if grid.lowers[place] == "according" else american(grid.lemmas[place])


def _subject(grid: TokenTable, cue: Span) -> Span | None:
    """The subject of the cue's verb."""
    for number in range(*grid.covering(*cue)):
        token = grid.token(number)
        if token.pos_ in ("VERB", "AUX"):
            noun, _ = clauses.subject(token)
            if noun is not None and noun.dep_ != "expl" and noun.tag_ != "EX":
                first, last = clauses.source_bounds(noun)
                return Span(int(grid.starts[number - token.i + first]), int(grid.ends[number - token.i + last]))
    return None


def _within(grid: TokenTable, spans: Iterable[Span]) -> list[Quote]:
    """The quotations that contents meet, scare quotes aside."""
    touched = {quote.inner.start: quote for span in spans for quote in grid.quotes.touching(span)}
    return [quote for quote in touched.values() if count_words(quote.inner.of(grid.text)) >= MIN_QUOTE_WORDS]
