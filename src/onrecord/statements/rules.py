"""The rules: from quotations and clauses to candidate statements, each with its source, its cue and its content.

A paragraph at a time: quotations with a reporting clause beside them, then clauses that a reporting word governs, then
quotations that go on with a statement before them.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.nlp.quotation_marks import Quote, Quotes, is_title, strip_marks
from onrecord.statements.candidates import Candidate, CandidateSet
from onrecord.statements.clauses import (
    OPEN,
    find_agents,
    find_content_spans,
    find_source_bounds,
    find_subject,
    is_reporting,
)
from onrecord.statements.cues import find_cue, to_american
from onrecord.statements.headlines import find_in_headline
from onrecord.statements.speaking import find_actor_before
from onrecord.statements.transcripts import find_attributed
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.statements.clauses import ReportingClause
    from onrecord.types import Sentence

MIN_QUOTE_WORDS = 4
"""A quotation within a sentence of the reporter's needs this many words: shorter ones are titles and nicknames."""
_MIN_CONTENT_WORDS = 2
_MIN_FLOATING_WORDS = 6
_MAX_CUE_DISTANCE = 14
"""How many tokens a reporting word may stand from the quotation that it introduces."""
_MAX_WORDS_BETWEEN = 12
"""How many words may stand between two quotations of one statement."""
_SENTENCE_BREAK = 60
"""A reporting clause that the parser cut off as a sentence of its own is looked for this many characters further."""

_NO_SOURCES = frozenset({"you", "that", "which", "there", "this", "i", "we", "'s", "’s"})
"""Words that name no source that could be resolved to a speaker."""
_CLOSED = re.compile(r"[,.?!…—–-]\W*$")
_COMMA_AFTER = re.compile(r"\s*[,—–]")
_FULL_STOP = re.compile(r"\.[^\w,]*$")
_TOLD = frozenset({"advise", "ask", "inform", "instruct", "remind", "tell", "warn"})
"""Verbs whose subject, in the passive, is who hears: "they were told, “…”"."""
_STOPS = frozenset({".", ";", "!", "?"})


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Sentences of one paragraph, the clauses of each, and the quotations that begin in them."""

    document: Document
    sentences: Sequence[Sentence]
    clauses: Sequence[Sequence[ReportingClause]]
    quotes: Quotes

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    def tokens(self, start: int, end: int) -> list[tuple[int, Token]]:
        """The tokens that begin from ``start`` on and before ``end``, each with its number in the document."""
        first, last = self.document.token_range(start, end)
        numbered = ((number, self.document.token(number)) for number in range(first, last))
        inside = (pair for pair in numbered if self.document.token_starts[pair[0]] >= start)
        return [pair for pair in inside if not pair[1].is_space]


def find_candidates(document: Document, clauses: Sequence[Sequence[ReportingClause]]) -> list[Candidate]:
    """What the rules find in an article, a paragraph after the other; none lies wholly within another of the same cue.

    ``clauses`` holds, for each sentence, ``find_reporting_clauses``.
    """
    candidates = [*find_in_headline(document), *find_attributed(document)]
    attributed = CandidateSet(candidates)
    before: Candidate | None = None
    for _, grouped in groupby(zip(document.sentences, clauses, strict=True), key=lambda pair: pair[0].paragraph):
        pairs = [pair for pair in grouped if attributed.overlapping(pair[0].span) is None]
        found: list[Candidate] = []
        if pairs:
            sentences = [sentence for sentence, _ in pairs]
            stretch = Span(sentences[0].start, sentences[-1].end)
            quotes = document.quotes.within(document.text, stretch)
            found = _in_paragraph(_Paragraph(document, sentences, [found for _, found in pairs], quotes), before)
        candidates += found
        quoted = [candidate for candidate in found if candidate.quotes]
        before = quoted[-1] if quoted else None
    return candidates


def _in_paragraph(paragraph: _Paragraph, before: Candidate | None) -> list[Candidate]:
    """The candidates of a paragraph; ``before`` is the last quoted one of the paragraph before."""
    introduced = _find_introduced(paragraph)
    taken = {candidate.cue.start for candidate in introduced if candidate.cue}
    clausal = [one for one in _find_clausal(paragraph) if one.cue and one.cue.start not in taken]
    found = _without_nested(introduced, clausal)
    _name_agents(paragraph.sentences, found)
    _extend_continued(paragraph, found)
    return found.candidates or _find_floating(paragraph, before)


# --- quotations -------------------------------------------------------------------------------------------------


def _find_introduced(paragraph: _Paragraph) -> list[Candidate]:
    """Quotations that a reporting clause introduces, follows or interrupts."""
    found: dict[Span | None, Candidate] = {}
    quotes = paragraph.quotes
    for number, quote in enumerate(quotes):
        words = quote.inner.of(paragraph.text)
        if is_title(words) or (count_words(words) < 2 and not _is_whole(paragraph.text, quote)):
            continue
        low = quotes[number - 1].outer.end if number else paragraph.start
        high = quotes[number + 1].outer.start if number + 1 < len(quotes) else paragraph.end
        candidate = _find_cue_after(paragraph, quote, high) or _find_cue_before(paragraph, quote, low)
        if candidate is None:
            continue
        if candidate.cue in found:
            found[candidate.cue].spans.append(quote.inner)
            found[candidate.cue].quotes.append(quote)
        else:
            found[candidate.cue] = candidate
    return list(found.values())


def _is_whole(text: str, quote: Quote) -> bool:
    """Whether a single word is all that somebody said: `"No," she said`."""
    return text[quote.inner.end - 1] in ".!?…" or "," in text[quote.inner.end : quote.outer.end]


def _find_cue_after(paragraph: _Paragraph, quote: Quote, limit: int) -> Candidate | None:
    """`"…," she said.`"""
    text = paragraph.text
    inside = text[quote.inner.start : quote.outer.end]
    if not _CLOSED.search(inside[-4:]) and not _COMMA_AFTER.match(text[quote.outer.end : quote.outer.end + 3]):
        return None
    near = paragraph.tokens(quote.outer.end, limit)
    if not near:
        return None
    starts = paragraph.document.token_starts
    start = starts[near[0][0]]
    following = paragraph.document.sentence_at(start)
    if _FULL_STOP.search(inside[-3:]) and near[0][1].text[:1].isupper() and start == following.start:
        return None
    end = max(following.end, start + _SENTENCE_BREAK)
    for index, (number, token) in enumerate(near[:_MAX_CUE_DISTANCE]):
        if starts[number] >= end or (token.text in _STOPS and index):
            break
        candidate = _as_reported(paragraph, number, quote, quote.outer.end, limit)
        if candidate is not None:
            return candidate
    return _as_uttered(paragraph, near[0][0], quote, limit)


def _as_uttered(paragraph: _Paragraph, number: int, quote: Quote, limit: int) -> Candidate | None:
    """The quotation as what the verb right after it utters, whatever verb it is: `"Leave," boomed the captain`."""
    verb = paragraph.document.token(number)
    if verb.tag_ not in ("VBD", "VBZ") or verb.pos_ != "VERB":
        return None
    source = _find_source_near(paragraph, verb, number, quote.outer.end, limit)
    if source is None or source.start < quote.outer.end:
        return None
    cue = paragraph.document.span(number, number)
    return Candidate("quote", to_american(verb.lemma_.lower()), cue, source, [quote.inner], quotes=[quote])


def _find_cue_before(paragraph: _Paragraph, quote: Quote, limit: int) -> Candidate | None:
    """`She said, "…"`, `She said: "…"`, the colon also at the end of the paragraph before."""
    lead = paragraph.text[max(quote.outer.start - 6, 0) : quote.outer.start].rstrip()
    above = quote.outer.start <= paragraph.start
    if not lead or lead[-1] not in (":" if above else ",:"):
        return None
    start = paragraph.document.sentence_at(quote.outer.start - 1).start
    start = start if above else max(limit, start)
    for number, _ in reversed(paragraph.tokens(start, quote.outer.start)[-_MAX_CUE_DISTANCE:]):
        candidate = _as_reported(paragraph, number, quote, start, quote.outer.start)
        if candidate is not None:
            candidate.spans = [*_find_beginning(paragraph.text, start, candidate), *candidate.spans]
            return candidate
    return None


def _find_beginning(text: str, start: int, candidate: Candidate) -> list[Span]:
    """What the reporter says of a statement before its cue: `The plan, she said, "will be a disaster."`"""
    assert candidate.cue is not None  # noqa: S101 - only called with a reporting clause
    assert candidate.source is not None  # noqa: S101 - and its source
    end = min(candidate.cue.start, candidate.source.start)
    words = text[start:end].rstrip()
    goes_on = text[candidate.start : candidate.start + 1].islower() and words.endswith(",")
    return [Span(start, start + len(words) - 1)] if goes_on and count_words(words) > 1 else []


def _as_reported(paragraph: _Paragraph, number: int, quote: Quote, start: int, end: int) -> Candidate | None:
    """The quotation as what token ``number`` reports, if that is a reporting verb with a source in ``start:end``."""
    verb = paragraph.document.token(number)
    source = _find_source_near(paragraph, verb, number, start, end) if _is_reporting_verb(verb) else None
    if source is None or source.of(paragraph.text).lower() in _NO_SOURCES - {"i", "we"}:
        return None
    cue = paragraph.document.span(number, number)
    return Candidate("quote", to_american(verb.lemma_.lower()), cue, source, [quote.inner], quotes=[quote])


def _is_reporting_verb(token: Token) -> bool:
    if token.lower_ in ("says", "said"):
        return True
    if token.lemma_.lower() in _TOLD and any(child.dep_ == "auxpass" for child in token.children):
        return False
    if token.pos_ not in ("VERB", "NOUN", "AUX") or not token.tag_.startswith("VB") or token.tag_ == "VBG":
        return False
    cue = find_cue(token.lemma_.lower())
    return cue is not None and "clause" in cue.frames


def _find_source_near(paragraph: _Paragraph, verb: Token, number: int, start: int, end: int) -> Span | None:
    """The subject of ``verb`` if it stands between ``start`` and ``end``, else the noun phrase next to it."""
    base = number - verb.i

    def span(first: int, last: int) -> Span:
        return paragraph.document.span(base + first, base + last)

    noun = find_subject(verb)
    subject = span(*find_source_bounds(noun)) if noun is not None else None
    if subject is not None and start <= subject.start and subject.end <= end:
        return subject
    for chunk in verb.doc.noun_chunks:
        if chunk.end == verb.i or chunk.start == verb.i + 1:
            near = span(chunk.start, chunk.end - 1)
            if start <= near.start and near.end <= end:
                return near
    if subject is None and (beside := _find_name_beside(verb)) is not None:
        near = span(*beside)
        return near if start <= near.start and near.end <= end else None
    return subject


def _find_name_beside(verb: Token) -> tuple[int, int] | None:
    """The first and last token of a name beside a verb to which the parser gives no subject.

    After it, behind a role ("said engineer Tsering Dolma"), or before it and a comma ("the owner, Piers Holt, wrote").
    """
    doc, last = verb.doc, verb.i
    while last + 1 < verb.sent.end and doc[last + 1].pos_ in ("NOUN", "PROPN", "ADJ", "DET"):
        last += 1
    if last == verb.i and last - 2 >= verb.sent.start and doc[last - 1].text == ",":
        last -= 2
    first = last
    while first > verb.sent.start and doc[first - 1].pos_ == "PROPN":
        first -= 1
    return (first, last) if doc[last].pos_ == "PROPN" else None


def _extend_continued(paragraph: _Paragraph, found: CandidateSet) -> None:
    """A quotation after a quoted statement in the same paragraph goes on with it: `"A," he said. "B."`"""
    text, sentence_at = paragraph.text, paragraph.document.sentence_at
    used = {quote.outer.start for candidate in found.candidates for quote in candidate.quotes}
    free = [one for one in paragraph.quotes if one.outer.start not in used and found.covering(one.inner) is None]
    waiting = deque(sorted((one for one in found.candidates if one.quotes), key=lambda one: one.end))
    last: Candidate | None = None
    for quote in free:
        while waiting and waiting[0].end <= quote.outer.start:
            last = waiting.popleft()
        if last is None or last.reach > quote.outer.start or not _stands_alone(paragraph, quote):
            continue
        if _acts_before(paragraph, quote, last):
            continue
        follows = sentence_at(quote.outer.start).sentence_id <= sentence_at(last.reach - 1).sentence_id + 1
        between = text[last.reach : min(quote.outer.start, last.reach + _MAX_WORDS_BETWEEN * 20)]
        near = quote.outer.start <= last.reach + len(between) and count_words(between) <= _MAX_WORDS_BETWEEN
        if follows or near:
            last.spans.append(quote.inner)
            last.quotes.append(quote)


def _acts_before(paragraph: _Paragraph, quote: Quote, last: Candidate) -> bool:
    """Whether somebody else acts between a statement and the quotation: `"A," said X. Y shook her head. "B."`"""
    actor = find_actor_before(paragraph.document, quote)
    if actor is None or actor.start < last.reach or last.source is None:
        return False
    return not set(actor.of(paragraph.text).split()) & set(last.source.of(paragraph.text).split())


def _stands_alone(paragraph: _Paragraph, quote: Quote) -> bool:
    """Whether a quotation begins a sentence, and is long enough or one of its own: no title, no nickname."""
    text = paragraph.text
    lead = text[max(quote.outer.start - 3, 0) : quote.outer.start].rstrip()
    if lead and lead[-1] not in ".!?:,\"”'’—–":
        return False
    if count_words(quote.inner.of(text)) >= MIN_QUOTE_WORDS:
        return True
    whole = paragraph.document.sentence_at(quote.outer.start).start >= quote.outer.start - 1
    return whole and text[quote.inner.end - 1] in ".!?"


def _find_floating(paragraph: _Paragraph, before: Candidate | None) -> list[Candidate]:
    """A paragraph that is one quotation without a cue belongs to whoever was quoted in the paragraph before."""
    quotes = paragraph.quotes
    if before is None or not quotes:
        return []
    quoted = sum(quote.outer.end - quote.outer.start for quote in quotes)
    first = quotes[0]
    if first.outer.start - paragraph.start > 1 or quoted < 0.9 * (paragraph.end - paragraph.start):
        return []
    if count_words(first.inner.of(paragraph.text)) < _MIN_FLOATING_WORDS:
        return []
    spans = [quote.inner for quote in quotes]
    opened = before.quotes[-1]
    continued = None if opened.closed else opened.inner
    return [Candidate("floating", before.lemma, None, before.source, spans, quotes=list(quotes), continued=continued)]


# --- clauses ----------------------------------------------------------------------------------------------------


def _find_clausal(paragraph: _Paragraph) -> list[Candidate]:
    """Every statement that a word of the sentences governs."""
    found = []
    for sentence, clauses in zip(paragraph.sentences, paragraph.clauses, strict=True):
        heads: set[int] = set()
        for clause in clauses:
            first = sentence.tokens.doc[clause.content[0][0]].lower_
            denied = clause.negated and (clause.construction in ("object", "infinitive") or first in OPEN)
            if clause.head not in heads and is_reporting(clause) and not denied:
                candidate = _from_clause(paragraph, sentence, clause)
                if candidate is not None:
                    found.append(candidate)
                    heads.add(clause.head)
    return found


def _from_clause(paragraph: _Paragraph, sentence: Sentence, clause: ReportingClause) -> Candidate | None:
    text, quotes = paragraph.text, paragraph.quotes
    if not _has_source(sentence.tokens.doc[clause.head], clause):
        return None
    cue = sentence.span_of(*clause.cue)
    source = sentence.span_of(*clause.source) if clause.source else None
    if any(quote.inner.covers(cue) for quote in quotes.touching(cue)):
        return None
    spans = [strip_marks(text, span, quotes) for span in find_content_spans(sentence, clause)]
    spans = [span for span in spans if span.start < span.end]
    if sum(count_words(span.of(text)) for span in spans) < _MIN_CONTENT_WORDS:
        return None
    if source is not None and any(span.overlaps(source) for span in spans):
        return None
    touched = [quote for span in spans for quote in quotes.touching(span)]
    inside = [quote for quote in touched if count_words(quote.inner.of(text)) >= MIN_QUOTE_WORDS]
    return Candidate(clause.construction, to_american(clause.lemma), cue, source, spans, quotes=inside)


def _has_source(head: Token, clause: ReportingClause) -> bool:
    """Whether a clause names a source that can be resolved to a speaker, or is a passive that needs none."""
    if clause.source is None:
        return clause.construction == "passive" and head.dep_ != "advcl"
    if any(child.dep_ == "mark" and child.lower_ in ("whether", "if") for child in head.children):
        return False  # "asked whether she would call for talks"
    first, last = clause.source
    if head.dep_ == "advcl" and head.tag_ == "VB":
        return False
    return first != last or head.doc[first].lower_ not in _NO_SOURCES


def _without_nested(introduced: list[Candidate], clausal: list[Candidate]) -> CandidateSet:
    """Drop what is reported within another statement, and name its source there; drop what is said twice.

    What names its source goes before what does not, the longer before the shorter.
    """
    kept = CandidateSet(introduced)
    for candidate in sorted(clausal, key=lambda one: (one.source is None, one.start - one.end, one.start)):
        assert candidate.cue is not None  # noqa: S101 - a clause always has its cue
        holder = kept.covering(candidate.cue)
        if holder is None:
            if not kept.repeats(candidate):
                kept.add(candidate)
        elif candidate.source is not None and holder.nested is None and holder.holds(candidate.source):
            holder.nested = candidate.source
    return kept


def _name_agents(sentences: Sequence[Sentence], found: CandidateSet) -> None:
    """Name whoever a statement reports in a passive: "a plan described as bold by its authors"."""
    for sentence in sentences:
        for lemma, verb, bounds in find_agents(sentence):
            if find_cue(lemma) is None:
                continue
            source, place = sentence.span_of(*bounds), sentence.span_of(verb, verb)
            holder = found.covering(place)
            if holder is not None and holder.holds(source) and holder.nested is None and holder.source is not None:
                holder.nested = source
