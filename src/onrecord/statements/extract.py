"""From proposals to statements: what the rules and the tagger find, judged together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from onrecord.statements import clauses
from onrecord.statements.candidate_pool import pool_candidates
from onrecord.statements.candidates import Candidate, CandidateSet
from onrecord.statements.cues import is_reporting
from onrecord.statements.features import build_token_table
from onrecord.statements.reranker import choose
from onrecord.statements.rules import find_candidates
from onrecord.statements.tagger import load_tagger
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.statements.candidate_pool import ScoredCandidate
    from onrecord.statements.clauses import ReportingClause
    from onrecord.statements.features import TokenTable
    from onrecord.statements.tagger import Tagger
    from onrecord.types import Sentence, Statement

_NOBODY = re.compile(r"(?:nobody|no|none|neither|nothing)\b", re.IGNORECASE)
_SAME = 0.8
"""Share of words from which on a rule's content is the one that was judged; its bounds are the cleaner ones."""
_FEWEST_WORDS = 3
"""Words that a quotation needs to be a statement of its own."""
_SAME_PASSIVE = 0.3
"""The same of passives, whose content the rules keep to the subject and the predicate."""


def extract_statements(text: str, sentences: Sequence[Sentence]) -> list[Statement]:
    """The statements of an article, in the order of the text; without the tagger's model those of the rules."""
    if not sentences:
        return []
    governed = [list(clauses.reporting_clauses(sentence)) for sentence in sentences]
    drafts = find_candidates(text, sentences, governed)
    tagger = load_tagger()
    grid = build_token_table(text, sentences, governed)
    if tagger is not None:
        drafts = list(_judged(grid, drafts, tagger))
    ordered = sorted((draft for draft in drafts if _is_said(text, draft)), key=lambda draft: (draft.start, draft.end))
    return [draft.finished(text, grid.quotes) for draft in _joined(ordered)]


def _is_said(text: str, draft: Candidate) -> bool:
    """Whether somebody says it: no interviewer's question, nothing that "nobody said"."""
    if draft.construction == "question":
        return False
    return draft.source is None or not _NOBODY.match(text, draft.source.start)


def _joined(drafts: Iterable[Candidate]) -> list[Candidate]:
    """Drafts in the order of the text, a quotation over several paragraphs as one."""
    board = CandidateSet()
    for draft in drafts:
        opened = board.meeting(draft.continued) if draft.continued else None
        if opened is None:
            board.add(draft)
        else:
            opened.spans.extend(draft.spans)
            opened.quotes.extend(draft.quotes)
    return board.drafts


def _judged(grid: TokenTable, drafts: list[Candidate], tagger: Tagger) -> Iterable[Candidate]:
    attributed = CandidateSet(draft for draft in drafts if draft.is_attributed)
    yield from attributed.drafts
    reading = tagger.read(grid, drafts)
    # The tagger has learned from running text: in a headline the rules alone are heard.
    text_start = next((sentence.start for sentence in grid.sentences if not sentence.is_headline), 0)
    proposals = [
        proposal
        for proposal in pool_candidates(reading, drafts)
        if all(attributed.meeting(span) is None for span in proposal.spans)
        and (proposal.draft is not None or proposal.start >= text_start)
    ]
    ruled: defaultdict[int, list[ScoredCandidate]] = defaultdict(list)
    for proposal in proposals:
        if proposal.draft is not None:
            ruled[proposal.paragraph].append(proposal)
    kept = CandidateSet(attributed.drafts)
    for proposal, chance in choose(reading, proposals, tagger.judge):
        if all(kept.holder(span) is not None for span in proposal.spans):
            continue  # within a quotation that a draft before went on with
        draft = proposal.draft or _same(proposal, ruled[proposal.paragraph])
        if draft is None or (draft is not proposal.draft and any(kept.meeting(span) for span in draft.spans)):
            draft = _drafted(grid, proposal)
        draft.confidence = round(chance, 2)
        kept.add(draft)
        yield draft
    for draft in drafts:
        if draft.construction == "floating" and all(kept.meeting(span) is None for span in draft.spans):
            kept.add(draft)
            yield draft
    yield from _left_over(grid, kept)


def _left_over(grid: TokenTable, kept: CandidateSet) -> Iterable[Candidate]:
    """Quotations that are sentences of their own, after a statement of their paragraph: they go to whoever made it."""
    before = sorted((draft for draft in kept.drafts if draft.source is not None), key=lambda draft: draft.reach)
    starts = [sentence.start for sentence in grid.sentences]
    for quote in grid.quotes:
        sentence = grid.sentences[max(bisect_right(starts, quote.outer.start) - 1, 0)]
        whole = quote.closed and sentence.start == quote.outer.start and sentence.end <= quote.outer.end + 1
        if not whole or len(grid.words([quote.inner])) < _FEWEST_WORDS or kept.meeting(quote.inner) is not None:
            continue
        place = bisect_right(before, quote.outer.start, key=lambda draft: draft.reach) - 1
        last = before[place] if place >= 0 else None
        first, _ = grid.covering(*quote.outer)
        paragraph = grid.paragraph_numbers[first]
        if last is not None and grid.paragraph_numbers[grid.covering(last.start, last.end)[0]] == paragraph:
            yield Candidate("floating", last.lemma, None, last.source, [quote.inner], quotes=[quote])


def _same(proposal: ScoredCandidate, ruled: Iterable[ScoredCandidate]) -> Candidate | None:
    """The rules' draft of a proposal, where they have one in its paragraph."""
    best = max((one for one in ruled if _is_same(proposal, one)), key=proposal.agreement, default=None)
    return best.draft if best else None


def _is_same(proposal: ScoredCandidate, ruled: ScoredCandidate) -> bool:
    if not ruled.same_source(proposal):
        return False
    agreement = ruled.agreement(proposal)
    if ruled.construction == "quote" and agreement and proposal.tokens <= ruled.tokens:
        return True  # a quotation that goes on after its cue: the rules have all of it
    return agreement >= (_SAME_PASSIVE if ruled.construction == "passive" else _SAME)


def _drafted(grid: TokenTable, proposal: ScoredCandidate) -> Candidate:
    cue = _without_marks(grid.text, proposal.cue) if proposal.cue else None
    return Candidate(
        construction=proposal.construction or "tagged",
        lemma=proposal.lemma,
        cue=cue,
        source=proposal.source,
        spans=proposal.spans,
        nested=_nested(grid, proposal),
        quotes=proposal.quotes,
        method="model",
    )


def _without_marks(text: str, span: Span) -> Span | None:
    """The part of a cue that is words; missing where it is a colon or a dash."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end) if start < end else None


def _nested(grid: TokenTable, proposal: ScoredCandidate) -> Span | None:
    """Whoever is reported within a content: "… that the ministry had denied it"."""

    def within(span: Span) -> bool:
        return any(content.covers(span) for content in proposal.spans)

    for sentence, candidates in _around(grid, proposal):
        for candidate in candidates:
            if candidate.source is not None and is_reporting(candidate) and within(sentence.span_of(*candidate.cue)):
                source = sentence.span_of(*candidate.source)
                if within(source):
                    return source
    return None


def _around(grid: TokenTable, proposal: ScoredCandidate) -> Iterable[tuple[Sentence, Sequence[ReportingClause]]]:
    end = proposal.spans[-1].end
    first = bisect_right(grid.sentences, proposal.start, key=lambda sentence: sentence.end)
    for number in range(first, len(grid.sentences)):
        if grid.sentences[number].start >= end:
            return
        yield grid.sentences[number], grid.governed[number]
