"""Transcripts and signed quotations: statements that the layout attributes, not a reporting word.

Turns of a transcript ("NAME: …", "A: …"), and quotations and posts signed with a dash ("— Name").
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.nlp.quotation_marks import Quote
from onrecord.statements.candidates import Candidate
from onrecord.statements.interviews import find_announcements, find_interview, find_interviewee
from onrecord.statements.speaking import load_quotation_words
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.nlp.document import Document
    from onrecord.types import Sentence

_NAME = r"(?:[A-Z][\w.’'-]{0,24}|de|del|der|van|von|bin|al|la|le|the|of|and)"
_LABEL = re.compile(
    rf"[\"“*_>\s]{{0,6}}(?P<name>[A-Z][\w.’'-]{{0,24}}(?: {_NAME}){{0,5}})(?: ?\([^()\n]{{1,60}}\))?"
    r"[*_]{0,3}:[*_]{0,3}\s+"
)
_SIGNATURE = re.compile(
    rf"\s?[―—–]\s?(?P<name>[A-Z][\w.’'-]{{0,24}}(?: {_NAME}){{0,4}})\s?(?P<rest>[,(][^\n]{{0,120}}|\.?)\s*$"
)
_HANDLE = re.compile(r"\(@\w{1,30}\)")
_LINK = re.compile(r"(?:\s*(?:https?://\S+|pic\.twitter\.com/\S+|t\.co/\S+))+\s*$")
_ASIDE = re.compile(r"[\"“]?[(\[][^)\]]{1,80}[)\]][.\"”]?$")
_ANSWER = frozenset({"A", "Answer"})
_MIN_TURNS = 3
_MIN_DENSITY = 0.6
"""Share of labelled paragraphs from which on one without a label goes on with the turn before."""
_MIN_SIGNED_WORDS = 3
_MIN_SPOKEN_WORDS = 5
"""Most turns of a transcript have as many words; tables of results ("Home: 3") do not."""


@dataclass(frozen=True, slots=True)
class _Turn:
    number: int
    label: str
    source: Span
    content: Span


def find_attributed(document: Document) -> list[Candidate]:
    """Turns and signed quotations, in the order of the text; each is direct speech, without a cue.

    An article is a transcript where at least three paragraphs begin with two names or more and a colon and a name comes
    back, or where "Q" has answers. What "Q" asks is a candidate of construction ``question``, of which no
    statement is made; what "A" answers is said by whoever the lead names. Where nothing is labelled, an article may
    still be an interview, whose answers are turns as well.
    """
    text = document.text
    groups = [list(group) for _, group in groupby(document.sentences, key=lambda sentence: sentence.paragraph)]
    groups = [group for group in groups if not group[0].is_headline]
    paragraphs = [Span(group[0].start, group[-1].end) for group in groups]
    turns = list(_turns(text, paragraphs))
    if not any(_is_question(turn) for turn in turns):
        turns = _of_one_kind([turn for turn in turns if _names(groups[turn.number][0], turn)])
    candidates = list(_signed(document, paragraphs))
    if _is_transcript(text, turns):
        lead = Span(paragraphs[0].start, paragraphs[turns[0].number].start)
        asked = find_interviewee(document, lead) if any(turn.label in _ANSWER for turn in turns) else None
        candidates += _spoken(text, paragraphs, turns, asked)
    else:
        candidates += _answered(document, paragraphs)
    return sorted(candidates, key=lambda candidate: candidate.start)


def _turns(text: str, paragraphs: Sequence[Span]) -> Iterator[_Turn]:
    for number, (start, end) in enumerate(paragraphs):
        match = _LABEL.match(text, start, end)
        if match:
            content = _trimmed(text, Span(match.end(), end))
            if content.start < content.end:
                yield _Turn(number, match["name"], Span(*match.span("name")), content)


def _names(sentence: Sentence, turn: _Turn) -> bool:
    """Whether a label is a name or a word in capitals, and no heading such as "Age"."""
    if turn.label.isupper():
        return True
    last = [token for token in sentence.tokens if sentence.offset + token.idx < turn.source.end][-1]
    return bool(last.pos_ == "PROPN")


def _of_one_kind(turns: list[_Turn]) -> list[_Turn]:
    """Where most labels are in capitals, those in capitals alone; "Minister: …" above them is a headline."""
    capitals = [turn for turn in turns if turn.label.isupper()]
    return capitals if 2 * len(capitals) > len(turns) else turns


def _is_transcript(text: str, turns: Sequence[_Turn]) -> bool:
    labels = Counter(turn.label for turn in turns)
    if len(labels) > 1 and any(map(_is_question, turns)):
        return True
    spoken = sum(count_words(turn.content.of(text)) >= _MIN_SPOKEN_WORDS for turn in turns)
    talks = len(turns) >= _MIN_TURNS and 2 * spoken > len(turns)
    return talks and len(labels) > 1 and max(labels.values()) > 1


def _is_question(turn: _Turn) -> bool:
    return turn.label in load_quotation_words("interviewers")


def _answered(document: Document, paragraphs: Sequence[Span]) -> Iterator[Candidate]:
    """The answers of an interview without labels, its questions, and the sentence that says that somebody was asked."""
    interview = find_interview(document, paragraphs)
    if interview is None:
        return
    for sentence in find_announcements(document, interview.lead):
        yield _direct("question", None, [sentence])
    for answer in interview.answers:
        asked = [span for span in (_trimmed(document.text, one) for one in answer.questions) if span.start < span.end]
        said = [span for span in (_trimmed(document.text, one) for one in answer.paragraphs) if span.start < span.end]
        if asked and said:
            yield _direct("question", None, asked)
            yield _direct("turn", interview.source, said)


def _spoken(text: str, paragraphs: Sequence[Span], turns: Sequence[_Turn], asked: Span | None) -> Iterator[Candidate]:
    first, last = turns[0].number, turns[-1].number
    dense = len(turns) >= _MIN_DENSITY * (last - first + 1)
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        spans = [turn.content]
        if dense and following is not None:
            spans += [
                paragraph
                for paragraph in (_trimmed(text, one) for one in paragraphs[turn.number + 1 : following.number])
                if paragraph.start < paragraph.end and not _ASIDE.match(paragraph.of(text))
            ]
        if not _ASIDE.match(turn.content.of(text)):
            question = _is_question(turn)
            source = None if question else asked if turn.label in _ANSWER else turn.source
            yield _direct("question" if question else "turn", source, spans)


def _signed(document: Document, paragraphs: Sequence[Span]) -> Iterator[Candidate]:
    """Quotations and posts with "— Name" after them, in their paragraph or in one of its own."""
    text = document.text
    for number, paragraph in enumerate(paragraphs):
        dash = max(text.rfind(mark, paragraph.start, paragraph.end) for mark in "―—–")
        if dash < 0:
            continue
        begin = dash - 1 if text[dash - 1 : dash].isspace() and dash > paragraph.start else dash
        match = _SIGNATURE.match(text, begin, paragraph.end)
        if not match:
            continue
        alone = dash == paragraph.start
        if alone and not number:
            continue
        body = paragraphs[number - 1] if alone else Span(paragraph.start, begin)
        content = _words_of(document, body, is_post=bool(_HANDLE.match(match["rest"])))
        if content is not None and count_words(content.of(text)) >= _MIN_SIGNED_WORDS:
            yield _direct("signed", Span(*match.span("name")), [content])


def _words_of(document: Document, body: Span, *, is_post: bool) -> Span | None:
    """What is signed: one quotation that fills ``body``, or a whole post."""
    text, quotes = document.text, document.quotes.within(document.text, body)
    if len(quotes) == 1 and quotes[0].outer.end - quotes[0].outer.start >= body.end - body.start - 2:
        return quotes[0].inner
    if not is_post:
        return None
    link = _LINK.search(text[body.start : body.end])
    return _trimmed(text, Span(body.start, body.start + link.start() if link else body.end))


def _trimmed(text: str, span: Span) -> Span:
    """A span without white space and the marks of quotations around it."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in '"“*_'):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in '"”*_'):
        end -= 1
    return Span(start, end)


def _direct(construction: str, source: Span | None, spans: list[Span]) -> Candidate:
    quotes = [Quote(span, span, closed=True) for span in spans]
    return Candidate(construction, None, None, source, spans, quotes=quotes)
