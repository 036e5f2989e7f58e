"""Extraction of statements: what the rules and the tagger find, reranked together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from onrecord.nlp.quotation_marks import Quotes
from onrecord.statements.acts import is_act
from onrecord.statements.candidates import Candidate, CandidateSet
from onrecord.statements.clauses import find_reporting_clauses, is_reporting
from onrecord.statements.cues import find_cue
from onrecord.statements.denials import find_negated_cue, is_denied
from onrecord.statements.features import build_token_table
from onrecord.statements.floating import add_floating, find_sentences_quoted
from onrecord.statements.reranker import choose_candidates, pool_candidates
from onrecord.statements.rules import find_candidates
from onrecord.statements.speaking import find_actor_before
from onrecord.statements.tagger import load_tagger
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.nlp.document import Document
    from onrecord.statements.clauses import ReportingClause
    from onrecord.statements.features import TokenTable
    from onrecord.statements.reranker import ScoredCandidate
    from onrecord.statements.tagger import Tagger
    from onrecord.types import Sentence, Statement

_NOBODY = re.compile(
    r"(?:nobody|no|none|neither|nothing|few|any(?:one|body)|hardly any\w*|not (?:all|every\w*|many))\b", re.IGNORECASE
)
# "though" only before what is no clause of its own: "though not in May".
_CAVEAT = re.compile(
    r",? (?P<rest>(?:despite|unless|if|even if|provided|because|due to|thanks to|in spite of|though not|but not)\b)",
)
_MIN_AGREEMENT = 0.8
"""Share of words from which on a rule's content and the tagger's are one; the rule's bounds are the cleaner ones."""
_MIN_AGREEMENT_OF_PASSIVES = 0.3
"""The same of passives, whose content the rules keep to the subject and the predicate."""


def extract_statements(document: Document) -> list[Statement]:
    """The statements of an article, in the order of the text; without the tagger's model those of the rules."""
    if not document.sentences:
        return []
    clauses = [list(find_reporting_clauses(sentence)) for sentence in document.sentences]
    candidates = find_candidates(document, clauses)
    tagger = load_tagger()
    if tagger is not None:
        candidates = list(_rerank(build_token_table(document, clauses), candidates, tagger))
    kept = CandidateSet(candidates)
    add_floating(document, kept)
    said = (
        one
        for one in kept.candidates
        if _is_said(document.text, one) and not _is_reported_within(kept, one) and not is_act(document, one)
    )
    ordered = sorted(said, key=lambda candidate: (candidate.start, candidate.end))
    for candidate in ordered:
        candidate.negated = is_denied(document, candidate)
        candidate.cue = find_negated_cue(document, candidate)
        _keep_caveat(document, candidate)
    return [candidate.to_statement(document) for candidate in _join_continued(ordered)]


def _keep_caveat(document: Document, candidate: Candidate) -> None:
    """Lengthen a reported content by the condition after it, which the tagger cut off: "… to rise, **unless** …"."""
    last = max(candidate.spans)
    sentence = document.sentence_at(last.end - 1)
    after = _CAVEAT.match(document.text, last.end, sentence.end)
    if after is None or candidate.method != "model" or document.quotes.touching(sentence.span):
        return
    words = document.text[after.start("rest") : sentence.end].rstrip(".;:!?)— ")
    rest = Span(after.start("rest"), after.start("rest") + len(words))
    first, stop = document.token_range(*rest)
    tokens = [document.token(number) for number in range(first, stop)]
    if any(token.tag_ in ("VBD", "VBZ", "VBP", "VBG") and find_cue(token.lemma_.lower()) for token in tokens):
        return
    candidate.spans[candidate.spans.index(last)] = Span(last.start, rest.end)


def _is_said(text: str, candidate: Candidate) -> bool:
    """Whether somebody says it: no interviewer's question, nothing that "nobody said"."""
    if candidate.construction == "question":
        return False
    return candidate.source is None or not _NOBODY.match(text, candidate.source.start)


def _is_reported_within(kept: CandidateSet, candidate: Candidate) -> bool:
    """Whether somebody reports it within a quotation of theirs: `"He told me to go," she said`."""
    if candidate.cue is None:
        return False
    holder = kept.holding(candidate.cue)
    return holder is not None and holder is not candidate and any(q.inner.covers(candidate.cue) for q in holder.quotes)


def _join_continued(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates in the order of the text, a quotation over several paragraphs as one."""
    joined = CandidateSet()
    for candidate in candidates:
        opened = joined.overlapping(candidate.continued) if candidate.continued else None
        if opened is None:
            joined.add(candidate)
        else:
            opened.spans.extend(candidate.spans)
            opened.quotes.extend(candidate.quotes)
    return joined.candidates


def _rerank(table: TokenTable, ruled: list[Candidate], tagger: Tagger) -> Iterable[Candidate]:
    """The candidates to keep of those of the rules and of the tagger, with their confidence."""
    attributed = CandidateSet(candidate for candidate in ruled if candidate.is_attributed)
    yield from attributed.candidates
    tagging = tagger.tag(table, ruled)
    pool = list(_part_quotations(table, ruled, pool_candidates(tagging, ruled)))
    of_rules: defaultdict[int, list[ScoredCandidate]] = defaultdict(list)
    for scored in pool:
        if scored.rule is not None:
            of_rules[scored.paragraph].append(scored)
    kept = CandidateSet(attributed.candidates)
    for scored, probability in choose_candidates(tagging, pool, tagger.reranker):
        if all(kept.covering(span) is not None for span in scored.spans):
            continue  # within a quotation that a candidate before went on with
        candidate = scored.rule or _same_of_rules(scored, of_rules[scored.paragraph])
        if candidate is None or (
            candidate is not scored.rule and any(kept.overlapping(one) for one in candidate.spans)
        ):
            candidate = _from_tagger(table, scored)
        candidate.confidence = round(probability, 2)
        kept.add(candidate)
        yield candidate
    for candidate in ruled:
        if candidate.is_sure and all(kept.overlapping(span) is None for span in candidate.spans):
            kept.add(candidate)
            yield candidate


def _part_quotations(
    table: TokenTable, ruled: Iterable[Candidate], pool: Iterable[ScoredCandidate]
) -> Iterable[ScoredCandidate]:
    """The pool, in which the tagger's candidates hold no quotation that is somebody else's.

    A floating one is no part of reported words in another sentence, nor of a quotation before somebody else acts; one
    that the rules give to a cue is no part of what has another source.
    """
    document = table.document
    introduced = CandidateSet(one for one in ruled if one.quotes)
    floating = Quotes(one for one in find_sentences_quoted(document) if introduced.overlapping(one.inner) is None)
    for scored in pool:
        if scored.rule is None and len(scored.spans) > 1:
            parted = [
                span for span in scored.spans if not _has_other_cue(document.text, introduced.overlapping(span), scored)
            ]
            spans = [span for span in parted if not floating.touching(span)]
            acted = any(
                find_actor_before(document, quote) for span in scored.spans for quote in floating.touching(span)
            )
            if not acted and any(map(document.quotes.touching, spans)):
                spans = parted
            if spans and len(spans) < len(scored.spans):
                scored.spans, scored.tokens = spans, frozenset(table.words(spans))
        yield scored


def _has_other_cue(text: str, quoted: Candidate | None, scored: ScoredCandidate) -> bool:
    """Whether the rules give what is quoted to a cue with another source.

    That of a pronoun may be reported in its turn: "Lynch said she recalled thinking, “…”".
    """
    if quoted is None or quoted.construction != "quote" or quoted.source is None or scored.source is None:
        return False
    cue = quoted.cue
    reported = cue is not None and any(span.covers(cue) for span in scored.spans)
    return not quoted.source.overlaps(scored.source) and not (reported and quoted.source.of(text).islower())


def _same_of_rules(scored: ScoredCandidate, of_rules: Iterable[ScoredCandidate]) -> Candidate | None:
    """The rules' form of a candidate, where they have one in its paragraph."""
    best = max((one for one in of_rules if _is_same(scored, one)), key=scored.agreement, default=None)
    return best.rule if best else None


def _is_same(scored: ScoredCandidate, ruled: ScoredCandidate) -> bool:
    if not ruled.same_source(scored):
        return False
    agreement = ruled.agreement(scored)
    if ruled.construction == "quote" and agreement and scored.tokens <= ruled.tokens:
        return True  # a quotation that goes on after its cue: the rules have all of it
    if ruled.construction == "finding" and ruled.cue == scored.cue and scored.tokens <= ruled.tokens:
        return True  # "found a short-term effect, with a rise of 2 percent": the tagger cuts it short
    return agreement >= (_MIN_AGREEMENT_OF_PASSIVES if ruled.construction == "passive" else _MIN_AGREEMENT)


def _from_tagger(table: TokenTable, scored: ScoredCandidate) -> Candidate:
    return Candidate(
        construction=scored.construction or "tagged",
        lemma=scored.lemma,
        cue=_without_marks(table.document.text, scored.cue) if scored.cue else None,
        source=scored.source,
        spans=scored.spans,
        nested=_find_nested_source(table, scored),
        quotes=scored.quotes,
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


def _find_nested_source(table: TokenTable, scored: ScoredCandidate) -> Span | None:
    """Whoever is reported within a content: "… that the ministry had denied it"."""

    def within(span: Span) -> bool:
        return any(content.covers(span) for content in scored.spans)

    for sentence, clauses in _overlapping_sentences(table, scored):
        for clause in clauses:
            if clause.source is not None and is_reporting(clause) and within(sentence.span_of(*clause.cue)):
                source = sentence.span_of(*clause.source)
                if within(source):
                    return source
    return None


def _overlapping_sentences(
    table: TokenTable, scored: ScoredCandidate
) -> Iterable[tuple[Sentence, Sequence[ReportingClause]]]:
    sentences, end = table.document.sentences, scored.spans[-1].end
    first = bisect_right(sentences, scored.start, key=lambda sentence: sentence.end)
    for number in range(first, len(sentences)):
        if sentences[number].start >= end:
            return
        yield sentences[number], table.clauses[number]
