"""From quotations and clauses to statements: each with one source, its cue and the spans of its content."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.statements import clauses
from onrecord.statements.clauses import Candidate
from onrecord.statements.cues import american, find_cue, reports
from onrecord.statements.quotes import Quote, find_quotes
from onrecord.values import Sentence, Span, Statement, StatementKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_MIN_QUOTE_WORDS = 4
"""A quotation without a reporting clause of its own needs this many words: shorter ones are titles and nicknames."""
_MIN_FLOATING_WORDS = 6
_REACH = 14
"""How many tokens a reporting word may stand from the quotation that it introduces."""

# How often a statement of each construction is right, in source and content, on PolNeAR's train articles.
_CONFIDENCE = {
    "quote": 0.89, "clause": 0.83, "according": 0.78, "fronted": 0.75, "as": 0.71, "passive": 0.69, "object": 0.65,
    "infinitive": 0.66, "floating": 0.5,
}  # fmt: skip
_OTHER_CONFIDENCE = 0.6


@dataclass(slots=True)
class _Draft:
    """A statement in the making."""

    construction: str
    lemma: str | None
    cue: Span | None
    source: Span | None
    spans: list[Span]
    nested: Span | None = None
    quotes: list[Quote] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        return max(span.end for span in self.spans)

    def holds(self, place: Span) -> bool:
        return any(span.covers(place) for span in self.spans)


def find_statements(text: str, sentences: list[Sentence]) -> list[Statement]:
    """The statements of an article, in the order of the text; none lies wholly within another of the same cue."""
    drafts: list[_Draft] = []
    floor: _Draft | None = None
    for paragraph in _paragraphs(sentences):
        found = _in_paragraph(text, paragraph, floor)
        drafts += found
        spoken = [draft for draft in found if draft.quotes]
        floor = spoken[-1] if spoken else None
    return [_finished(text, draft) for draft in sorted(drafts, key=lambda draft: (draft.start, draft.end))]


def _paragraphs(sentences: list[Sentence]) -> list[list[Sentence]]:
    grouped: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        grouped.setdefault(sentence.paragraph, []).append(sentence)
    return list(grouped.values())


def _in_paragraph(text: str, sentences: list[Sentence], floor: _Draft | None) -> list[_Draft]:
    quotes = [
        quote
        for quote in find_quotes(text, sentences[0].start, sentences[-1].end)
        if quote.inner.start < quote.inner.end
    ]
    words = _Words(sentences)
    drafts = _quoted(text, words, quotes)
    taken = {draft.cue.start for draft in drafts if draft.cue}
    clausal = []
    for sentence in sentences:
        for candidate in clauses.candidates(sentence):
            if reports(candidate) and not (candidate.negated and candidate.construction in ("object", "infinitive")):
                draft = _from_candidate(text, sentence, candidate, quotes)
                if draft is not None and draft.cue and draft.cue.start not in taken:
                    clausal.append(draft)
    drafts = _without_nested(drafts, clausal)
    _name_agents(sentences, drafts)
    _continue(text, drafts, quotes)
    _float(text, sentences, drafts, quotes, floor)
    return drafts


# --- quotations -------------------------------------------------------------------------------------------------


class _Words:
    """The tokens of a paragraph by their place in the article."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.tokens: list[tuple[int, Token]] = [
            (sentence.offset + token.idx, token) for sentence in sentences for token in sentence.tokens
        ]
        self.starts = [place for place, _ in self.tokens]
        self.sentences = sentences

    def between(self, start: int, end: int) -> list[tuple[int, Token]]:
        low, high = bisect_right(self.starts, start - 1), bisect_right(self.starts, end - 1)
        return self.tokens[low:high]

    def sentence_at(self, place: int) -> Sentence:
        starts = [sentence.start for sentence in self.sentences]
        return self.sentences[max(bisect_right(starts, place) - 1, 0)]

    def span(self, token: Token, first: int, last: int) -> Span:
        offset = next(place - other.idx for place, other in self.tokens if other.doc is token.doc)
        doc = token.doc
        return Span(offset + doc[first].idx, offset + doc[last].idx + len(doc[last]))


def _quoted(text: str, words: _Words, quotes: list[Quote]) -> list[_Draft]:
    """Quotations that a reporting clause introduces, follows or interrupts."""
    drafts: list[_Draft] = []
    for number, quote in enumerate(quotes):
        if count_words(quote.inner.of(text)) < 2:
            continue
        before = quotes[number - 1].outer.end if number else words.sentences[0].start
        after = quotes[number + 1].outer.start if number + 1 < len(quotes) else words.sentences[-1].end
        draft = _cue_after(text, words, quote, after) or _cue_before(text, words, quote, before)
        if draft is None:
            continue
        same = next((other for other in drafts if other.cue == draft.cue), None)
        if same:
            same.spans.append(quote.inner)
            same.quotes.append(quote)
        else:
            drafts.append(draft)
    return drafts


def _cue_after(text: str, words: _Words, quote: Quote, limit: int) -> _Draft | None:
    """`"…," she said.`"""
    inside = text[quote.inner.start : quote.outer.end]
    if not re.search(r"[,.?!…—–-][^\w]*$", inside[-4:]) and not re.match(
        r"\s*[,—–]", text[quote.outer.end : quote.outer.end + 3]
    ):
        return None
    near = words.between(quote.outer.end, limit)
    if not near:
        return None
    ends_in_full_stop = re.search(r"[.][^\w,]*$", inside[-3:]) is not None
    following = words.sentence_at(near[0][0])
    if ends_in_full_stop and near[0][1].text[:1].isupper() and near[0][0] == following.start:
        return None
    near = [(place, token) for place, token in near if place < following.end or place < near[0][0] + 60][:_REACH]
    for index, (_, token) in enumerate(near):
        if token.text in (".", ";", "!", "?") and index:
            break
        if not _is_reporting_verb(token):
            continue
        source = _source_near(words, token, quote.outer.end, limit)
        if source is None:
            continue
        return _Draft(
            "quote",
            american(token.lemma_.lower()),
            words.span(token, token.i, token.i),
            source,
            [quote.inner],
            quotes=[quote],
        )
    return None


def _cue_before(text: str, words: _Words, quote: Quote, limit: int) -> _Draft | None:
    """`She said, "…"`, `She said: "…"`"""
    lead = text[max(quote.outer.start - 3, 0) : quote.outer.start].rstrip()
    if not lead or lead[-1] not in ",:":
        return None
    sentence = words.sentence_at(quote.outer.start - 1)
    near = words.between(max(limit, sentence.start), quote.outer.start)
    for _, token in reversed(near[-_REACH:]):
        if not _is_reporting_verb(token):
            continue
        source = _source_near(words, token, max(limit, sentence.start), quote.outer.start)
        if source is not None:
            return _Draft(
                "quote",
                american(token.lemma_.lower()),
                words.span(token, token.i, token.i),
                source,
                [quote.inner],
                quotes=[quote],
            )
    return None


def _is_reporting_verb(token: Token) -> bool:
    if token.pos_ not in ("VERB", "NOUN", "AUX") or not token.tag_.startswith(("VB", "NN")) or token.tag_ == "VBG":
        return False
    cue = find_cue(token.lemma_.lower())
    return (
        cue is not None
        and "clause" in cue.frames
        and token.tag_ not in ("NN", "NNS")
        or (token.lower_ in ("says", "said"))
    )


def _source_near(words: _Words, verb: Token, start: int, end: int) -> Span | None:
    """The subject of ``verb`` if it stands between ``start`` and ``end``, else the noun phrase next to it."""
    noun, _ = clauses.subject(verb)
    if noun is not None:
        span = words.span(verb, *clauses.source_bounds(noun))
        if start <= span.start and span.end <= end:
            return span
    for chunk in verb.doc.noun_chunks:
        span = words.span(verb, chunk.start, chunk.end - 1)
        if start <= span.start and span.end <= end and (chunk.end == verb.i or chunk.start == verb.i + 1):
            return span
    if noun is not None:
        return words.span(verb, *clauses.source_bounds(noun))
    return None


def _continue(text: str, drafts: list[_Draft], quotes: list[Quote]) -> None:
    """A quotation after a quoted statement in the same paragraph goes on with it: `"A," he said. "B."`"""
    used = {quote.outer.start for draft in drafts for quote in draft.quotes}
    held = {quote.outer.start for draft in drafts for quote in quotes if draft.holds(quote.inner)}
    for quote in quotes:
        if quote.outer.start in used or quote.outer.start in held:
            continue
        earlier = [draft for draft in drafts if draft.quotes and draft.end <= quote.outer.start]
        if not earlier or count_words(quote.inner.of(text)) < _MIN_QUOTE_WORDS:
            continue
        last = max(earlier, key=lambda draft: draft.end)
        reached = max(last.end, last.cue.end if last.cue else 0, last.source.end if last.source else 0)
        between = text[reached : quote.outer.start]
        if reached <= quote.outer.start and count_words(between) <= 12 and _opens_sentence(text, quote):
            last.spans.append(quote.inner)
            last.quotes.append(quote)


def _opens_sentence(text: str, quote: Quote) -> bool:
    lead = text[max(quote.outer.start - 3, 0) : quote.outer.start].rstrip(" \n\r\t")
    return not lead or lead[-1] in ".!?:,\"”'’—–"


def _float(
    text: str, sentences: list[Sentence], drafts: list[_Draft], quotes: list[Quote], floor: _Draft | None
) -> None:
    """A paragraph that is one quotation without a cue belongs to whoever was quoted in the paragraph before."""
    if floor is None or drafts or not quotes:
        return
    first = quotes[0]
    quoted = sum(quote.outer.end - quote.outer.start for quote in quotes)
    whole = sentences[-1].end - sentences[0].start
    if (
        first.outer.start - sentences[0].start <= 1
        and quoted >= 0.9 * whole
        and count_words(first.inner.of(text)) >= _MIN_FLOATING_WORDS
    ):
        drafts.append(
            _Draft("floating", floor.lemma, None, floor.source, [quote.inner for quote in quotes], quotes=list(quotes))
        )


# --- clauses ----------------------------------------------------------------------------------------------------


def _from_candidate(text: str, sentence: Sentence, candidate: Candidate, quotes: list[Quote]) -> _Draft | None:
    doc = sentence.tokens.doc
    cue = sentence.span_of(*candidate.cue)
    source = sentence.span_of(*candidate.source) if candidate.source else None
    if source is None and candidate.construction != "passive":
        return None
    head = doc[candidate.head]
    if head.dep_ == "advcl" and (head.tag_ == "VB" or (candidate.construction == "passive" and source is None)):
        return None
    if (
        source is not None
        and doc[candidate.source[0]].lower_ in ("you", "that", "which", "there", "this", "i", "we")
        and candidate.source[0] == candidate.source[1]
    ):  # type: ignore[index]
        return None
    if any(quote.inner.covers(cue) for quote in quotes):
        return None
    spans = [part for span in clauses.content_spans(sentence, candidate) for part in _outside_marks(text, span, quotes)]
    if not spans or sum(count_words(span.of(text)) for span in spans) < 2:
        return None
    if source is not None and any(span.overlaps(source) for span in spans):
        return None
    inside = [quote for quote in quotes if any(span.overlaps(quote.inner) for span in spans)]
    return _Draft(
        candidate.construction,
        american(candidate.lemma),
        cue,
        source,
        spans,
        quotes=[quote for quote in inside if count_words(quote.inner.of(text)) >= _MIN_QUOTE_WORDS],
    )


def _outside_marks(text: str, span: Span, quotes: list[Quote]) -> list[Span]:
    """A clause that meets a quotation takes all of it; one that is a quotation leaves the marks outside."""
    start, end = span
    for quote in quotes:
        if quote.inner.start < end and start < quote.inner.end:
            if quote.inner.start <= start:
                start = quote.inner.start
            if end >= quote.inner.end - 1 and end <= quote.outer.end + 1:
                end = quote.inner.end if start >= quote.inner.start else quote.outer.end
            elif end < quote.inner.end:
                end = quote.inner.end if start >= quote.inner.start else quote.outer.end
    while start < end and text[start] in " ,":
        start += 1
    return [Span(start, end)] if start < end else []


def _without_nested(quoted: list[_Draft], clausal: list[_Draft]) -> list[_Draft]:
    """Drop what is reported within another statement, and name its source there; drop what is said twice."""
    kept = list(quoted)
    for draft in sorted(clausal, key=lambda draft: (-(draft.end - draft.start), draft.start)):
        assert draft.cue is not None  # noqa: S101 - a clause always has its cue
        holder = next((other for other in kept if other.holds(draft.cue)), None)
        if holder is not None:
            if draft.source is not None and holder.nested is None and holder.holds(draft.source):
                holder.nested = draft.source
            continue
        if any(_share(other, draft) > 0.5 for other in kept):
            continue
        kept.append(draft)
    return kept


def _name_agents(sentences: list[Sentence], drafts: list[_Draft]) -> None:
    """Name whoever a statement reports in a passive: "a plan described as bold by its authors"."""
    for sentence in sentences:
        for lemma, verb, bounds in clauses.agents(sentence):
            if find_cue(lemma) is None:
                continue
            source = sentence.span_of(*bounds)
            holder = next(
                (draft for draft in drafts if draft.holds(sentence.span_of(verb, verb)) and draft.holds(source)), None
            )
            if holder is not None and holder.nested is None and holder.source is not None:
                holder.nested = source


def _share(one: _Draft, other: _Draft) -> float:
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.spans for b in other.spans)
    size = min(sum(span.end - span.start for span in one.spans), sum(span.end - span.start for span in other.spans))
    return common / size if size else 0.0


def _finished(text: str, draft: _Draft) -> Statement:
    spans = _merged(sorted(draft.spans))
    return Statement(
        kind=_kind(text, spans, draft.quotes),
        spans=tuple(spans),
        cue=draft.cue,
        cue_lemma=draft.lemma if draft.cue else None,
        source=draft.source,
        nested_source=draft.nested.of(text) if draft.nested else None,
        confidence=_CONFIDENCE.get(draft.construction, _OTHER_CONFIDENCE),
    )


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _kind(text: str, spans: list[Span], quotes: list[Quote]) -> StatementKind:
    if not quotes:
        return "indirect"
    total = sum(count_words(span.of(text)) for span in spans)
    inside = sum(
        count_words(text[max(span.start, quote.inner.start) : min(span.end, quote.inner.end)])
        for span in spans
        for quote in quotes
        if span.overlaps(quote.inner)
    )
    return "direct" if inside >= total else "mixed" if inside else "indirect"
