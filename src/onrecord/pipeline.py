"""The way through: from articles to tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import Any

import pandas as pd

from onrecord import figures as figure_step
from onrecord import language
from onrecord.article import Article, count_words, paragraphs
from onrecord.speakers import resolve
from onrecord.statements import find_statements
from onrecord.tables import SCHEMAS, Tables, count_themes, frame_of
from onrecord.themes import Codebook
from onrecord.values import Sentence, Span, Statement

_CHUNK = 16
"""Articles a worker takes at once."""


def parse(
    text: str,
    *,
    article_id: str | None = None,
    title: str | None = None,
    published: str | None = None,
    source: str | None = None,
    url: str | None = None,
    codebook: Codebook | None = None,
) -> Tables:
    """Parse one article into its tables.

    Args:
        text: the article, headline first if it has one, a paragraph a line or between empty lines.
        article_id: its id; by default made from the text.
        title, published, source, url: kept as given; without a title the headline is taken.
        codebook: the themes to look for; by default the packaged one on AI governance.

    Returns:
        ``Tables``; every offset is a code-point index into ``text``. A text without sentences gives empty tables.

    Raises:
        ArticleError: the text is too long.
        ModelError: the English pipeline is not installed.
    """
    article = Article(text, article_id or "", title, published, source, url)
    return next(parse_many([article], codebook=codebook))


def parse_many(
    articles: Iterable[Article | tuple[str, str]],
    *,
    processes: int = 1,
    codebook: Codebook | None = None,
) -> Iterator[Tables]:
    """Parse articles, or pairs of (article_id, text), and yield the tables of each, in order.

    The articles are read as they are needed; ``processes`` above 1 parses that many chunks at a time and gives
    the same tables. Raises as ``parse`` does.
    """
    codebook = codebook or Codebook.default()
    made = (item if isinstance(item, Article) else Article(item[1], item[0]) for item in articles)
    if processes <= 1:
        yield from _parse_stream(made, codebook)
        return
    with ProcessPoolExecutor(processes) as pool:
        waiting: list[Any] = []
        while chunk := list(islice(made, _CHUNK)):
            waiting.append(pool.submit(_parse_chunk, chunk, codebook))
            if len(waiting) > 2 * processes:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def _parse_chunk(articles: list[Article], codebook: Codebook) -> list[Tables]:
    return list(_parse_stream(iter(articles), codebook))


def _parse_stream(articles: Iterator[Article], codebook: Codebook) -> Iterator[Tables]:
    read: list[Article] = []

    def stream() -> Iterator[tuple[str, list[Any]]]:
        for article in articles:
            read.append(article)
            yield article.text, paragraphs(article.text, title=article.title)

    for sentences in language.analyse(stream()):
        yield _tables(read.pop(0), sentences, codebook)


def _tables(article: Article, sentences: list[Sentence], codebook: Codebook) -> Tables:
    """The steps in turn, over one article."""
    text, article_id = article.text, article.article_id
    statements = find_statements(text, sentences)
    cast = resolve(text, sentences, statements, article_id=article_id)
    locate = _Locator(sentences, statements)

    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    for sentence in sentences:
        rows["sentences"].append(
            {
                "sentence_id": sentence.sentence_id,
                "paragraph": sentence.paragraph,
                "start": sentence.start,
                "end": sentence.end,
                "text": text[sentence.start : sentence.end],
                "is_headline": sentence.is_headline,
            }
        )
    for number, statement in enumerate(statements):
        rows["statements"].append(
            {
                "statement_id": number,
                "speaker_id": cast.speaker_of[number],
                **_statement_row(text, statement),
                "sentence_id": locate.sentence(statement.start),
                "last_sentence_id": locate.sentence(statement.end - 1),
            }
        )
    for speaker in cast.speakers:
        theirs = [row for row in rows["statements"] if row["speaker_id"] == speaker.speaker_id]
        rows["speakers"].append({
            "speaker_id": speaker.speaker_id, "name": speaker.name, "kind": speaker.kind, "role": speaker.role, "role_is_former": speaker.role_is_former,
            "organisation": speaker.organisation, "parent_organisation": speaker.parent_organisation, "country": speaker.country, "pronoun": speaker.pronoun,
            "n_statements": len(theirs),
            "n_direct": sum(row["kind"] != "indirect" for row in theirs),
            "n_indirect": sum(row["kind"] == "indirect" for row in theirs),
            "n_words": sum(count_words(row["text"]) for row in theirs),
            **_offsets("name_", speaker.name_span), **_offsets("role_", speaker.role_span), **_offsets("organisation_", speaker.organisation_span),
        })  # fmt: skip
    for number, mention in enumerate(cast.mentions):
        rows["mentions"].append(
            {
                "mention_id": number,
                "speaker_id": mention.speaker_id,
                "sentence_id": locate.sentence(mention.span.start),
                "kind": mention.kind,
                **_offsets("", mention.span),
                "text": mention.span.of(text),
            }
        )

    found_themes = codebook.find(text, sentences)
    for number, theme in enumerate(found_themes):
        rows["theme_mentions"].append(
            {
                "theme_mention_id": number,
                "theme_id": theme.theme_id,
                "term": theme.term,
                **_offsets("", theme.span),
                "text": theme.span.of(text),
                **locate.holder(theme.span, cast.speaker_of),
            }
        )
    found_figures = [figure for sentence in sentences for figure in figure_step.find_figures(text, sentence)]
    for number, figure in enumerate(found_figures):
        rows["figures"].append({
            "figure_id": number, "text": figure.span.of(text), **_offsets("", figure.span), **locate.holder(figure.span, cast.speaker_of),
            "value": figure.value, "value_high": figure.value_high, "value_from": figure.value_from, "comparator": figure.comparator, "modifier": figure.modifier,
            "unit": figure.unit, "dimension": figure.dimension, "direction": figure.direction, "what": figure.what, "period": figure.period,
        })  # fmt: skip

    for name, entries in rows.items():
        if name not in ("articles", "themes"):
            for entry in entries:
                entry["article_id"] = article_id
    frames = {name: frame_of(name, entries) for name, entries in rows.items() if name not in ("articles", "themes")}
    headline = next((row["text"] for row in rows["sentences"] if row["is_headline"]), None)
    frames["articles"] = frame_of("articles", [{
        "article_id": article_id, "title": article.title or headline, "source": article.source, "published": article.published, "url": article.url,
        "language": language.guess(text), "n_sentences": len(sentences), "n_words": count_words(text), "sha256": article.sha256,
    }])  # fmt: skip
    about = pd.DataFrame(
        {
            field: pd.array([getattr(theme, attribute) for theme in codebook.themes], dtype="string[pyarrow]")
            for field, attribute in (
                ("theme_id", "id"),
                ("label", "label"),
                ("group", "group"),
                ("definition", "definition"),
            )
        }
    )
    return Tables(**frames, themes=count_themes(about, frames["theme_mentions"]))


def _offsets(prefix: str, span: Span | None) -> dict[str, int | None]:
    return {f"{prefix}start": span.start if span else None, f"{prefix}end": span.end if span else None}


def _statement_row(text: str, statement: Statement) -> dict[str, Any]:
    return {
        "kind": statement.kind, "text": " … ".join(span.of(text) for span in statement.spans), "start": statement.start, "end": statement.end,
        "spans": json.dumps([list(span) for span in statement.spans]),
        "cue": statement.cue.of(text) if statement.cue else None, "cue_lemma": statement.cue_lemma, **_offsets("cue_", statement.cue),
        "source_text": statement.source.of(text) if statement.source else None, **_offsets("source_", statement.source),
        "nested_source": statement.nested_source, "confidence": statement.confidence, "method": statement.method,
    }  # fmt: skip


class _Locator:
    """Finds the sentence and the statement that hold a place."""

    def __init__(self, sentences: list[Sentence], statements: list[Statement]) -> None:
        from bisect import bisect_right

        self._bisect = bisect_right
        self._starts = [sentence.start for sentence in sentences]
        parts = [(span, number) for number, statement in enumerate(statements) for span in statement.spans]
        self._parts = sorted(parts, key=lambda part: (part[0].start, -part[0].end))
        self._part_starts = [span.start for span, _ in self._parts]

    def sentence(self, place: int) -> int:
        return max(self._bisect(self._starts, place) - 1, 0)

    def holder(self, span: Span, speaker_of: list[str | None]) -> dict[str, Any]:
        """The sentence, and the innermost statement that holds ``span``, with its speaker."""
        found: int | None = None
        for part, number in reversed(self._parts[: self._bisect(self._part_starts, span.start)]):
            if part.covers(span):
                found = number
                break
            if part.end + 20_000 < span.start:
                break
        return {
            "sentence_id": self.sentence(span.start),
            "statement_id": found,
            "speaker_id": speaker_of[found] if found is not None else None,
        }
