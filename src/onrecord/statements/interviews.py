"""Interviews without labels: questions and answers in paragraphs of their own, after a lead that says who is asked.

Each answer is one statement of whoever the lead introduces; the questions are nobody's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.statements.speaking import is_person, load_quotation_words
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.types import Sentence

_QUESTION = re.compile(r"\?[)\]*_]*$")
_LABEL = re.compile(r"[A-Z][\w.’' -]{0,40}: ")
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our)\b")
_ADDRESS = re.compile(
    r"(?:(?:and|but|so|then|well),? )?(?:you(?:['’](?:re|ve|d)| (?:are|were|have|had|once|said|say|wrote|write|told))"
    r"|(?:in |on )?your)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[(\[*_].*[)\]*_]$", re.DOTALL)
_PRESS = frozenset({"we", "us", "i", "me", "reporter", "reporters", "journalist", "journalists", "correspondent"})
_MAX_QUESTION_WORDS = 70
_MIN_ANSWERS = 2
_MAX_LEAD_PARAGRAPHS = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """Paragraphs that answer a question, and those that ask it."""

    questions: tuple[Span, ...]
    paragraphs: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Interview:
    """Who is asked, the lead that says so, and the answers."""

    source: Span
    lead: Span
    answers: tuple[Answer, ...]


def find_interview(document: Document, paragraphs: Sequence[Span]) -> Interview | None:
    """An article's questions and answers, where it is an interview without labels."""
    text = document.text
    asks = [_asks(text, paragraph) for paragraph in paragraphs]
    first = next((number for number, asked in enumerate(asks) if asked), len(paragraphs))
    if not 0 < first <= _MAX_LEAD_PARAGRAPHS or sum(asks) < _MIN_ANSWERS:
        return None
    lead = Span(paragraphs[0].start, paragraphs[first - 1].end)
    answers = tuple(_pair(text, paragraphs, asks, first))
    if not _is_interview(document, lead, answers):
        return None
    source = find_interviewee(document, lead)
    return Interview(source, lead, tuple(answers)) if source is not None else None


def _asks(text: str, paragraph: Span) -> bool:
    words = paragraph.of(text)
    if words[0] in "\"“'‘«" or _LABEL.match(words) or count_words(words) > _MAX_QUESTION_WORDS:
        return False
    if _QUESTION.search(words):
        return bool(_YOU.search(words)) or not _I.search(words)
    return bool(_ADDRESS.match(words)) and not words.endswith(":")


def _pair(text: str, paragraphs: Sequence[Span], asks: Sequence[bool], first: int) -> Iterator[Answer]:
    questions: list[Span] = []
    answer: list[Span] = []
    for paragraph, asked in zip(paragraphs[first:], asks[first:], strict=True):
        if asked and answer:
            yield Answer(tuple(questions), tuple(answer))
            questions, answer = [], []
        if asked:
            questions.append(paragraph)
        elif not _ASIDE.match(paragraph.of(text)):
            answer.append(paragraph)
    if answer:
        yield Answer(tuple(questions), tuple(answer))


def _is_interview(document: Document, lead: Span, answers: Sequence[Answer]) -> bool:
    """Whether questions speak to somebody ("you") and answers speak of oneself ("I"), more often than not.

    A lead that announces an interview needs only one of each; a list of questions about a service has neither.
    """
    text = document.text
    if len(answers) < _MIN_ANSWERS:
        return False
    you = sum(any(_YOU.search(part.of(text)) for part in answer.questions) for answer in answers)
    own = sum(any(_I.search(part.of(text)) for part in answer.paragraphs) for answer in answers)
    if _announces(document, lead):
        return you > 0 and own > 0
    return 2 * you > len(answers) and 2 * own > len(answers) and len(answers) > _MIN_ANSWERS


def _announces(document: Document, lead: Span) -> bool:
    nouns = load_quotation_words("interview_nouns")
    return next(find_announcements(document, lead), None) is not None or any(
        token.lower_ in nouns for token in _tokens(document, lead)
    )


def find_announcements(document: Document, lead: Span) -> Iterator[Span]:
    """The sentences of a lead that say that somebody was asked: "We spoke to her about marble and money"."""
    for sentence in _sentences(document, lead):
        if _is_asked_by_press(sentence.tokens.root):
            yield sentence.span


def _is_asked_by_press(verb: Token) -> bool:
    """Whether a verb tells of an interview: somebody speaks with "us", a paper, a reporter or another person."""
    if verb.lemma_.lower() not in load_quotation_words("interview_verbs"):
        return False
    asking = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    asked = [child for child in verb.children if child.dep_ == "dobj"]
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in ("to", "with", "by"):
            asked += [noun for noun in child.children if noun.dep_ == "pobj"]
    if any(map(_is_press, asking + asked)):
        return True
    return any(map(is_person, asking)) and any(map(is_person, asked))


def _is_press(noun: Token) -> bool:
    own = any(child.lower_ in ("our", "my") for child in noun.children)
    return own or noun.lower_ in _PRESS or (noun.pos_ == "PROPN" and not is_person(noun))


def _tokens(document: Document, span: Span) -> Iterable[Token]:
    first, last = document.token_range(*span)
    return [document.token(number) for number in range(first, last)]


def find_interviewee(document: Document, lead: Span) -> Span | None:
    """Who is asked in an interview: whoever the lead names most often, those who ask aside."""
    people: dict[str, list[tuple[Span, Token]]] = {}
    askers: Counter[str] = Counter()
    for sentence in _sentences(document, lead):
        for first, last in _find_names(sentence):
            span = sentence.span_of(first, last)
            token = sentence.tokens.doc[last]
            people.setdefault(token.text, []).append((span, token))
            if _asks_or_listens(token):
                askers[token.text] += 1
    others = {name: places for name, places in people.items() if askers[name] < len(places)}
    if not others:
        return None
    most = max(others.values(), key=lambda places: (len(places), -places[0][0].start))
    return max((span for span, _ in most), key=lambda span: (len(span.of(document.text).split()), -span.start))


def _sentences(document: Document, lead: Span) -> Iterator[Sentence]:
    number = document.sentence_at(lead.start).sentence_id
    for sentence in document.sentences[number:]:
        if sentence.start >= lead.end:
            return
        yield sentence


def _find_names(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """First and last tokens of the names of people in a sentence."""
    place, tokens = 0, list(sentence.tokens)
    while place < len(tokens):
        end = place
        while end < len(tokens) and tokens[end].pos_ == "PROPN":
            end += 1
        run = tokens[place:end]
        # A lead opens with whom it is about: there two words in capitals are a name that the pipeline may not know.
        opens = place == 0 and len(run) > 1 and run[-1].ent_type_ not in ("ORG", "GPE")
        if run and (opens or any(token.ent_type_ == "PERSON" for token in run) or is_person(run[-1])):
            yield run[0].i, run[-1].i
        place = max(end, place + 1)


def _asks_or_listens(name: Token) -> bool:
    """Whether a name is that of whoever asks: "She spoke to Callum Reid", "Callum Reid asked her"."""
    verbs = load_quotation_words("interview_verbs")
    above = name.head
    if name.dep_ == "pobj" and above.lower_ in ("to", "with", "by") and above.head.lemma_.lower() in verbs:
        asked = [child for child in above.head.children if child.dep_ in ("nsubj", "nsubjpass")]
        return any(is_person(child) for child in asked)
    return (
        name.dep_ == "nsubj"
        and above.lemma_.lower() in verbs
        and any(child.dep_ == "dobj" and is_person(child) for child in above.children)
    )
