"""The rules: from quotations and clauses to drafts, each with one source, its cue and the spans of its content."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.statements import clauses, quotations
from onrecord.statements.candidates import Candidate, CandidateSet
from onrecord.statements.cues import american, find_cue, is_reporting
from onrecord.statements.quotation_marks import Quotes, find_quotes, outside_marks
from onrecord.statements.transcripts import find_turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from onrecord.statements.clauses import ReportingClause
    from onrecord.types import Sentence

_MIN_WORDS = 2


def find_candidates(
    text: str, sentences: Sequence[Sentence], governed: Sequence[Sequence[ReportingClause]]
) -> list[Candidate]:
    """What the rules find in an article, a paragraph after the other; none lies wholly within another of the same cue.

    ``governed`` holds, for each sentence, ``clauses.candidates``.
    """
    drafts = find_turns(text, sentences)
    attributed = CandidateSet(drafts)
    floor: Candidate | None = None
    for _, grouped in groupby(zip(sentences, governed, strict=True), key=lambda pair: pair[0].paragraph):
        pairs = [pair for pair in grouped if attributed.meeting(pair[0].span) is None]
        found = _in_paragraph(text, pairs, floor) if pairs else []
        drafts += found
        spoken = [draft for draft in found if draft.quotes]
        floor = spoken[-1] if spoken else None
    return drafts


def _in_paragraph(
    text: str, pairs: Sequence[tuple[Sentence, Sequence[ReportingClause]]], floor: Candidate | None
) -> list[Candidate]:
    sentences = [sentence for sentence, _ in pairs]
    quotes = find_quotes(text, sentences[0].start, sentences[-1].end)
    words = quotations.ParagraphTokens(text, sentences)
    drafts = quotations.introduced(text, words, quotes)
    taken = {draft.cue.start for draft in drafts if draft.cue}
    clausal = [draft for draft in _clausal(text, pairs, quotes) if draft.cue and draft.cue.start not in taken]
    board = _without_nested(drafts, clausal)
    _name_agents(sentences, board)
    quotations.add_continued(text, words, board, quotes)
    return board.drafts or quotations.floating(text, words, quotes, floor)


def _clausal(text: str, pairs: Sequence[tuple[Sentence, Sequence[ReportingClause]]], quotes: Quotes) -> list[Candidate]:
    """Every statement that a word of the sentences governs."""
    found = []
    for sentence, candidates in pairs:
        heads: set[int] = set()
        for candidate in candidates:
            first = sentence.tokens.doc[candidate.content[0][0]].lower_
            denied = candidate.negated and (candidate.construction in ("object", "infinitive") or first in clauses.OPEN)
            if candidate.head not in heads and is_reporting(candidate) and not denied:
                draft = _from_candidate(text, sentence, candidate, quotes)
                if draft is not None:
                    found.append(draft)
                    heads.add(candidate.head)
    return found


def _from_candidate(text: str, sentence: Sentence, candidate: ReportingClause, quotes: Quotes) -> Candidate | None:
    doc = sentence.tokens.doc
    if not _has_source(doc[candidate.head], candidate):
        return None
    cue = sentence.span_of(*candidate.cue)
    source = sentence.span_of(*candidate.source) if candidate.source else None
    if any(quote.inner.covers(cue) for quote in quotes.touching(cue)):
        return None
    spans = [outside_marks(text, span, quotes) for span in clauses.content_spans(sentence, candidate)]
    spans = [span for span in spans if span.start < span.end]
    if sum(count_words(span.of(text)) for span in spans) < _MIN_WORDS:
        return None
    if source is not None and any(span.overlaps(source) for span in spans):
        return None
    touched = [quote for span in spans for quote in quotes.touching(span)]
    inside = [quote for quote in touched if count_words(quote.inner.of(text)) >= quotations.MIN_QUOTE_WORDS]
    return Candidate(candidate.construction, american(candidate.lemma), cue, source, spans, quotes=inside)


def _has_source(head: Token, candidate: ReportingClause) -> bool:
    """Whether a candidate names a source that can be led back to someone, or is a passive that needs none."""
    if candidate.source is None:
        return candidate.construction == "passive" and head.dep_ != "advcl"
    if any(child.dep_ == "mark" and child.lower_ in ("whether", "if") for child in head.children):
        return False  # "asked whether she would call for talks"
    first, last = candidate.source
    if head.dep_ == "advcl" and head.tag_ == "VB":
        return False
    return first != last or head.doc[first].lower_ not in quotations.NO_SOURCES


def _without_nested(introduced: list[Candidate], clausal: list[Candidate]) -> CandidateSet:
    """Drop what is reported within another statement, and name its source there; drop what is said twice.

    What names its source goes before what does not, the longer before the shorter.
    """
    board = CandidateSet(introduced)
    for draft in sorted(clausal, key=lambda draft: (draft.source is None, draft.start - draft.end, draft.start)):
        assert draft.cue is not None  # noqa: S101 - a clause always has its cue
        holder = board.holder(draft.cue)
        if holder is None:
            if not board.repeats(draft):
                board.add(draft)
        elif draft.source is not None and holder.nested is None and holder.holds(draft.source):
            holder.nested = draft.source
    return board


def _name_agents(sentences: list[Sentence], board: CandidateSet) -> None:
    """Name whoever a statement reports in a passive: "a plan described as bold by its authors"."""
    for sentence in sentences:
        for lemma, verb, bounds in clauses.agents(sentence):
            if find_cue(lemma) is None:
                continue
            source, place = sentence.span_of(*bounds), sentence.span_of(verb, verb)
            holder = board.holder(place)
            if holder is not None and holder.holds(source) and holder.nested is None and holder.source is not None:
                holder.nested = source
