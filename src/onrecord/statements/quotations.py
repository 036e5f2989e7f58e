"""Quoted statements: quotations with the reporting clause beside them, those that go on, and those that float."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.statements import clauses
from onrecord.statements.candidates import Candidate, CandidateSet
from onrecord.statements.cues import american, find_cue
from onrecord.statements.quotation_marks import is_title
from onrecord.types import Sentence, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.statements.quotation_marks import Quote

MIN_QUOTE_WORDS = 4
"""A quotation within a sentence of the reporter's needs this many words: shorter ones are titles and nicknames."""
_MIN_FLOATING_WORDS = 6
_REACH = 14
"""How many tokens a reporting word may stand from the quotation that it introduces."""
_MOST_BETWEEN = 12
"""How many words may stand between two quotations of one statement."""
_SENTENCE_BREAK = 60
"""A reporting clause that the parser cut off as a sentence of its own is looked for this many characters further."""

NO_SOURCES = frozenset({"you", "that", "which", "there", "this", "i", "we", "'s", "’s"})
"""Words that name no source that could be led back to anyone."""

_CLOSED = re.compile(r"[,.?!…—–-]\W*$")
_COMMA_AFTER = re.compile(r"\s*[,—–]")
_FULL_STOP = re.compile(r"\.[^\w,]*$")
_STOPS = frozenset({".", ";", "!", "?"})


class ParagraphTokens:
    """The tokens of a paragraph by their place in the article."""

    def __init__(self, text: str, sentences: list[Sentence]) -> None:
        self.text = text
        self.sentences = sentences
        self.tokens: list[tuple[int, Token]] = [
            (sentence.offset + token.idx, token) for sentence in sentences for token in sentence.tokens
        ]
        self._starts = [place for place, _ in self.tokens]
        self._sentence_starts = [sentence.start for sentence in sentences]
        self._offsets = {id(sentence.tokens.doc): sentence.offset for sentence in sentences}

    def between(self, start: int, end: int) -> list[tuple[int, Token]]:
        """The tokens that begin from ``start`` on and before ``end``."""
        return self.tokens[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def sentence_at(self, place: int) -> Sentence:
        """The sentence that holds ``place``, or the last one before it."""
        return self.sentences[max(bisect_right(self._sentence_starts, place) - 1, 0)]

    def number_at(self, place: int) -> int:
        """The number of that sentence within the article."""
        return self.sentence_at(place).sentence_id

    def span(self, token: Token, first: int, last: int) -> Span:
        """The span from token ``first`` to ``last`` of ``token``'s document."""
        doc, offset = token.doc, self._offsets[id(token.doc)]
        return Span(offset + doc[first].idx, offset + doc[last].idx + len(doc[last]))


def introduced(text: str, words: ParagraphTokens, quotes: list[Quote]) -> list[Candidate]:
    """Quotations that a reporting clause introduces, follows or interrupts."""
    drafts: dict[Span | None, Candidate] = {}
    for number, quote in enumerate(quotes):
        if count_words(quote.inner.of(text)) < 2 or is_title(quote.inner.of(text)):
            continue
        before = quotes[number - 1].outer.end if number else words.sentences[0].start
        after = quotes[number + 1].outer.start if number + 1 < len(quotes) else words.sentences[-1].end
        draft = _followed(text, words, quote, after) or _led_in(text, words, quote, before)
        if draft is None:
            continue
        if draft.cue in drafts:
            drafts[draft.cue].spans.append(quote.inner)
            drafts[draft.cue].quotes.append(quote)
        else:
            drafts[draft.cue] = draft
    return list(drafts.values())


def _followed(text: str, words: ParagraphTokens, quote: Quote, limit: int) -> Candidate | None:
    """`"…," she said.`"""
    inside = text[quote.inner.start : quote.outer.end]
    if not _CLOSED.search(inside[-4:]) and not _COMMA_AFTER.match(text[quote.outer.end : quote.outer.end + 3]):
        return None
    near = words.between(quote.outer.end, limit)
    if not near:
        return None
    place, first = near[0]
    following = words.sentence_at(place)
    if _FULL_STOP.search(inside[-3:]) and first.text[:1].isupper() and place == following.start:
        return None
    near = [entry for entry in near if entry[0] < max(following.end, place + _SENTENCE_BREAK)][:_REACH]
    for index, (_, token) in enumerate(near):
        if token.text in _STOPS and index:
            break
        draft = _reported(words, token, quote, quote.outer.end, limit)
        if draft is not None:
            return draft
    return None


def _led_in(text: str, words: ParagraphTokens, quote: Quote, limit: int) -> Candidate | None:
    """`She said, "…"`, `She said: "…"`"""
    lead = text[max(quote.outer.start - 3, 0) : quote.outer.start].rstrip()
    if not lead or lead[-1] not in ",:":
        return None
    start = max(limit, words.sentence_at(quote.outer.start - 1).start)
    for _, token in reversed(words.between(start, quote.outer.start)[-_REACH:]):
        draft = _reported(words, token, quote, start, quote.outer.start)
        if draft is not None:
            before = _begun(text, start, draft)
            draft.spans = [*before, *draft.spans]
            return draft
    return None


def _begun(text: str, start: int, draft: Candidate) -> list[Span]:
    """What the reporter says of a statement before its cue: `The plan, she said, "will be a disaster."`"""
    assert draft.cue is not None  # noqa: S101 - only called with a reporting clause
    assert draft.source is not None  # noqa: S101 - and its source
    end = min(draft.cue.start, draft.source.start)
    words = text[start:end].rstrip()
    goes_on = text[draft.start : draft.start + 1].islower() and words.endswith(",")
    return [Span(start, start + len(words) - 1)] if goes_on and count_words(words) > 1 else []


def _reported(words: ParagraphTokens, verb: Token, quote: Quote, start: int, end: int) -> Candidate | None:
    """The quotation as what ``verb`` reports, if it is a reporting verb with a source between ``start`` and ``end``."""
    source = _source_near(words, verb, start, end) if _is_reporting_verb(verb) else None
    if source is None or source.of(words.text).lower() in NO_SOURCES - {"i", "we"}:
        return None
    cue = words.span(verb, verb.i, verb.i)
    return Candidate("quote", american(verb.lemma_.lower()), cue, source, [quote.inner], quotes=[quote])


def _is_reporting_verb(token: Token) -> bool:
    if token.lower_ in ("says", "said"):
        return True
    if token.pos_ not in ("VERB", "NOUN", "AUX") or not token.tag_.startswith("VB") or token.tag_ == "VBG":
        return False
    cue = find_cue(token.lemma_.lower())
    return cue is not None and "clause" in cue.frames


def _source_near(words: ParagraphTokens, verb: Token, start: int, end: int) -> Span | None:
    """The subject of ``verb`` if it stands between ``start`` and ``end``, else the noun phrase next to it."""
    noun, _ = clauses.subject(verb)
    subject = words.span(verb, *clauses.source_bounds(noun)) if noun is not None else None
    if subject is not None and start <= subject.start and subject.end <= end:
        return subject
    for chunk in verb.doc.noun_chunks:
        if chunk.end == verb.i or chunk.start == verb.i + 1:
            span = words.span(verb, chunk.start, chunk.end - 1)
            if start <= span.start and span.end <= end:
                return span
    return subject


def add_continued(text: str, words: ParagraphTokens, board: CandidateSet, quotes: list[Quote]) -> None:
    """A quotation after a quoted statement in the same paragraph goes on with it: `"A," he said. "B."`"""
    used = {quote.outer.start for draft in board.drafts for quote in draft.quotes}
    free = [quote for quote in quotes if quote.outer.start not in used and board.holder(quote.inner) is None]
    waiting = deque(sorted((draft for draft in board.drafts if draft.quotes), key=lambda draft: draft.end))
    last: Candidate | None = None
    for quote in free:
        while waiting and waiting[0].end <= quote.outer.start:
            last = waiting.popleft()
        if last is None or last.reach > quote.outer.start or not _stands_alone(text, words, quote):
            continue
        follows = words.number_at(quote.outer.start) <= words.number_at(last.reach - 1) + 1
        between = text[last.reach : min(quote.outer.start, last.reach + _MOST_BETWEEN * 20)]
        if follows or (quote.outer.start <= last.reach + len(between) and count_words(between) <= _MOST_BETWEEN):
            last.spans.append(quote.inner)
            last.quotes.append(quote)


def _stands_alone(text: str, words: ParagraphTokens, quote: Quote) -> bool:
    """Whether a quotation begins a sentence, and is long enough or one of its own: no title, no nickname."""
    lead = text[max(quote.outer.start - 3, 0) : quote.outer.start].rstrip()
    if lead and lead[-1] not in ".!?:,\"”'’—–":
        return False
    if count_words(quote.inner.of(text)) >= MIN_QUOTE_WORDS:
        return True
    whole = words.sentence_at(quote.outer.start).start >= quote.outer.start - 1
    return whole and text[quote.inner.end - 1] in ".!?"


def floating(text: str, words: ParagraphTokens, quotes: list[Quote], floor: Candidate | None) -> list[Candidate]:
    """A paragraph that is one quotation without a cue belongs to whoever was quoted in the paragraph before."""
    if floor is None or not quotes:
        return []
    start, end = words.sentences[0].start, words.sentences[-1].end
    quoted = sum(quote.outer.end - quote.outer.start for quote in quotes)
    first = quotes[0]
    if first.outer.start - start > 1 or quoted < 0.9 * (end - start):
        return []
    if count_words(first.inner.of(text)) < _MIN_FLOATING_WORDS:
        return []
    spans = [quote.inner for quote in quotes]
    opened = floor.quotes[-1]
    continued = None if opened.closed else opened.inner
    return [Candidate("floating", floor.lemma, None, floor.source, spans, quotes=list(quotes), continued=continued)]
