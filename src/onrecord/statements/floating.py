"""Floating quotations: those without a reporting word of their own, given to whom the text around them gives them.

A quotation that is a sentence of its own belongs to whom the line before it introduces, else to whoever acts in the
sentence before it, else to whoever spoke last in its paragraph. A quoted paragraph belongs to whom the paragraph before
introduces, else to whoever spoke last there. Where a quotation runs over several paragraphs, each opened and the last
closed, all of it is one statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.nlp.quotation_marks import is_title
from onrecord.statements.candidates import Candidate, CandidateSet
from onrecord.statements.introductions import find_introduced_source
from onrecord.statements.speaking import find_actor, find_actor_before
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.nlp.document import Document
    from onrecord.nlp.quotation_marks import Quote, Quotes
    from onrecord.types import Sentence

_MIN_WORDS = 3
"""Words that a quotation within a paragraph of the reporter's needs to be a statement of its own."""
_MIN_QUOTED_SHARE = 0.9
"""Share of a quoted paragraph that stands in quotation marks."""
_OPENS_SENTENCE = re.compile(r"[.!?…:”\"’')\]]\s*$")
_ENDS_SENTENCE = re.compile(r"[.!?…]['’)\]]?$")


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph's sentences and quotations, and the statements that begin in it, by where they have ended."""

    document: Document
    sentences: Sequence[Sentence]
    quotes: Quotes
    statements: Sequence[Candidate]

    @property
    def span(self) -> Span:
        return Span(self.sentences[0].start, self.sentences[-1].end)

    @property
    def is_quoted(self) -> bool:
        """Whether all of it stands in quotation marks."""
        if not self.quotes or self.quotes[0].outer.start - self.span.start > 1:
            return False
        quoted = sum(quote.outer.end - quote.outer.start for quote in self.quotes)
        return quoted >= _MIN_QUOTED_SHARE * (self.span.end - self.span.start)

    def goes_on_with(self, before: _Paragraph) -> bool:
        """Whether it opens, with the same mark, a quotation that the paragraph before never closed."""
        if not self.quotes or not before.quotes or before.quotes[-1].closed:
            return False
        first, opened = self.quotes[0].outer.start, before.quotes[-1].outer.start
        return first - self.span.start <= 1 and self.document.text[first] == self.document.text[opened]


def is_sentence(text: str, quote: Quote, start: int) -> bool:
    """Whether a quotation of a paragraph that begins at ``start`` is a sentence of its own, or is never closed."""
    lead = text[max(quote.outer.start - 3, start) : quote.outer.start]
    if lead.strip() and not _OPENS_SENTENCE.search(lead):
        return False
    return not quote.closed or bool(_ENDS_SENTENCE.search(text[max(quote.inner.end - 2, start) : quote.inner.end]))


def find_sentences_quoted(document: Document) -> Iterator[Quote]:
    """The quotations that are sentences of their own."""
    for paragraph in document.paragraphs:
        for quote in document.quotes.within(document.text, paragraph.span):
            if is_sentence(document.text, quote, paragraph.start):
                yield quote


def add_floating(document: Document, kept: CandidateSet) -> None:
    """Add the floating quotations of an article to the statements that it is known to hold."""
    paragraphs = list(_split(document, kept))
    _join_running_on(paragraphs, kept)
    before: _Paragraph | None = None
    last: Candidate | None = None
    for paragraph in paragraphs:
        found = _find_in_paragraph(paragraph, before, last, kept)
        went_on = last is not None and last.end >= paragraph.span.start
        here = [*paragraph.statements, *found, *([last] if last is not None and went_on else [])]
        last = max(here, key=lambda one: one.reach, default=None)
        before = paragraph
        for candidate in found:
            kept.add(candidate)


def _split(document: Document, kept: CandidateSet) -> Iterator[_Paragraph]:
    statements = sorted(kept.candidates, key=lambda one: one.start)
    place = 0
    for _, grouped in groupby(document.sentences, key=lambda sentence: sentence.paragraph):
        sentences = list(grouped)
        span = Span(sentences[0].start, sentences[-1].end)
        quotes = document.quotes.within(document.text, span)
        here: list[Candidate] = []
        while place < len(statements) and statements[place].start < span.end:
            cue = statements[place].cue
            if cue is None or not any(quote.inner.covers(cue) for quote in quotes.touching(cue)):
                here.append(statements[place])
            place += 1
        if not sentences[0].is_headline:
            yield _Paragraph(document, sentences, quotes, sorted(here, key=lambda one: one.reach))


def _join_running_on(paragraphs: Sequence[_Paragraph], kept: CandidateSet) -> None:
    """Give what is opened in one paragraph and goes on in the next to the one statement that has its cue."""
    pairs = [(one, other) for one, other in pairwise(paragraphs) if other.goes_on_with(one)]
    for one, other in reversed(pairs):
        holder = kept.holding(other.quotes[0].inner)
        if holder is not None and kept.holding(one.quotes[-1].inner) is None:
            _extend(kept, holder, one.quotes[-1])
    for one, other in pairs:
        holder = kept.holding(one.quotes[-1].inner)
        if holder is not None and kept.holding(other.quotes[0].inner) is None:
            _extend(kept, holder, other.quotes[0])


def _extend(kept: CandidateSet, candidate: Candidate, *quotes: Quote) -> None:
    spans = [quote.inner for quote in quotes]
    candidate.spans.extend(spans)
    candidate.quotes.extend(quotes)
    kept.place(candidate, spans)


def _find_in_paragraph(
    paragraph: _Paragraph, before: _Paragraph | None, last: Candidate | None, kept: CandidateSet
) -> list[Candidate]:
    text = paragraph.document.text
    free = [
        quote
        for quote in paragraph.quotes
        if is_sentence(text, quote, paragraph.span.start) and kept.holding(quote.inner) is None
    ]
    if not free:
        return []
    if paragraph.is_quoted:
        if len(free) < len(paragraph.quotes):
            return []
        opened = before.quotes[-1].inner if before is not None and paragraph.goes_on_with(before) else None
        if last is not None and opened is not None and kept.holding(opened) is last:
            _extend(kept, last, *paragraph.quotes)
            return []
        return _of_quoted(paragraph, before, last)
    found: list[Candidate] = []
    for quote in free:
        words = quote.inner.of(text)
        if count_words(words) < _MIN_WORDS or is_title(words):
            continue
        source, lemma = _find_source(paragraph, quote, [*paragraph.statements, *found])
        if source is not None:
            found.append(Candidate("floating", lemma, None, source, [quote.inner], quotes=[quote]))
    return found


def _of_quoted(paragraph: _Paragraph, before: _Paragraph | None, last: Candidate | None) -> list[Candidate]:
    """A quoted paragraph: one statement of whom the paragraph before introduces, else of whoever spoke there."""
    if before is None:
        return []
    source, lemma = _introduced_above(before), None
    if source is None and last is not None:
        source, lemma = last.source, last.lemma
    if source is None and last is None:
        # "Rosa Lund spoke outside the court." above a quotation: whoever is named as acting there.
        source = find_actor_before(before.document, paragraph.quotes[0])
    if source is None or _is_crosshead(paragraph):
        return []
    spans = [quote.inner for quote in paragraph.quotes]
    return [Candidate("floating", lemma, None, source, spans, quotes=list(paragraph.quotes))]


def _is_crosshead(paragraph: _Paragraph) -> bool:
    """Whether a quoted paragraph is a heading within an article, every longer word with a capital: “All Is Lost.”"""
    words = paragraph.quotes[0].inner.of(paragraph.document.text)
    return len(paragraph.quotes) == 1 and count_words(words) > 2 and is_title(words.rstrip(".!?…"))


def _introduced_above(before: _Paragraph) -> Span | None:
    sentence, end = before.sentences[-1], before.span.end
    return find_introduced_source(sentence, end - 1) if before.document.text[end - 1] == ":" else None


def _find_following(
    paragraph: _Paragraph, quote: Quote, statements: Iterable[Candidate]
) -> tuple[Span | None, str | None]:
    """Whose a quotation at a paragraph's start is: of "he" or "she" who speaks in the next sentence."""
    document = paragraph.document
    after = [one for one in statements if one.start >= quote.outer.end]
    first = min(after, key=lambda one: one.start, default=None)
    if first is None or first.source is None or first.source.of(document.text).lower() not in ("he", "she"):
        return None, None
    following = document.sentence_at(min(quote.outer.end + 1, paragraph.span.end - 1))
    return (first.source, first.lemma) if following.span.covers(first.source) else (None, None)


def _find_source(
    paragraph: _Paragraph, quote: Quote, statements: Iterable[Candidate]
) -> tuple[Span | None, str | None]:
    """Whose a quotation within a paragraph is, and the reporting word that speaks of them."""
    document, text = paragraph.document, paragraph.document.text
    lead = text[paragraph.span.start : quote.outer.start].rstrip()
    if not lead:
        return _find_following(paragraph, quote, statements)
    end = paragraph.span.start + len(lead)
    sentence = document.sentence_at(end - 1)
    if lead[-1] == ":":
        source = find_introduced_source(sentence, end - 1)
        if source is not None:
            return source, None
    spoke = max((one for one in statements if one.reach <= quote.outer.start), key=lambda one: one.reach, default=None)
    if spoke is None or spoke.reach <= sentence.start:
        actor = find_actor(sentence)
        if actor is not None and not (spoke and sentence.tokens.root.pos_ == "PRON"):
            return actor, None
    return (spoke.source, spoke.lemma) if spoke is not None else (None, None)
