"""The parser: the stages in turn, from articles to tables."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.article import Article
from onrecord.codebook import Codebook, Words
from onrecord.figures.extract import extract_figures
from onrecord.nlp.pipeline import build_document, parse_documents
from onrecord.process_pool import map_in_order
from onrecord.speakers.resolve import resolve_speakers
from onrecord.statements.extract import extract_statements
from onrecord.table_builder import build_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from onrecord.nlp.document import Document
    from onrecord.tables import Tables

CHUNK_SIZE = 16
"""Articles that a process takes at once."""


def parse(
    text: str | Doc,
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
        text: the article, headline first if it has one, a paragraph a line or between empty lines; or a spaCy ``Doc``
            that a pipeline of the en_core_web family has made of it. A ``Doc`` is not parsed again, but cut at the ends
            of paragraphs and after a dateline: no sentence runs over these, and a headline is one sentence. Offsets
            are into ``doc.text``.
        article_id: its id; by default made from the text.
        title, published, source, url: kept as given; without a title the headline is taken.
        codebook: the themes to look for; by default the packaged one on AI governance.

    Returns:
        ``Tables``; every offset is a code-point index into ``text``. A text without sentences gives empty tables.

    Raises:
        ArticleError: the text is too long.
        ModelError: the English pipeline is not installed, or the ``Doc`` lacks tags, a parse or lemmas.

    Example:
        >>> import onrecord
        >>> tables = onrecord.parse("Rain\\n\\nTom Hale said it rained on 35 days.", source="The Elm Post")
        >>> tables.statements[["speaker_id", "text", "start", "end"]].values.tolist()
        [['tom-hale', 'it rained on 35 days', 20, 40]]
        >>> tables.figures["value"].tolist()
        [35.0]
    """
    words = text if isinstance(text, str) else text.text
    article = Article(words, article_id or "", title, published, source, url)
    if isinstance(text, str):
        return next(parse_many([article], codebook=codebook))
    return extract_tables(build_document(article, text), codebook or Codebook.default())[0]


def parse_many(
    articles: Iterable[Article | tuple[str, str]],
    *,
    processes: int = 1,
    codebook: Codebook | None = None,
) -> Iterator[Tables]:
    """Parse articles, or pairs of (article_id, text), and yield the tables of each, in order.

    The articles are read as they are needed; ``processes`` above 1 parses that many chunks at a time and gives
    the same tables; a script then asks for it under ``if __name__ == "__main__":``. Raises as ``parse`` does.
    """
    codebook = codebook or Codebook.default()
    made = (item if isinstance(item, Article) else Article(item[1], item[0]) for item in articles)
    if processes <= 1:
        yield from (tables for tables, _ in _parse_stream(made, codebook))
        return
    chunks = iter(lambda: list(islice(made, CHUNK_SIZE)), [])
    for _, parsed in map_in_order(partial(_parse_chunk, codebook=codebook), chunks, processes):
        yield from parsed


def _parse_chunk(articles: list[Article], *, codebook: Codebook) -> list[Tables]:
    return [tables for tables, _ in _parse_stream(articles, codebook)]


def parse_with_words(
    articles: Iterable[Article], *, codebook: Codebook | None = None
) -> Iterator[tuple[Tables, Words]]:
    """The tables of each article, and its words, with which ``recode`` applies another codebook without a new parse."""
    codebook = codebook or Codebook.default()
    return _parse_stream(articles, codebook)


def _parse_stream(articles: Iterable[Article], codebook: Codebook) -> Iterator[tuple[Tables, Words]]:
    return (extract_tables(document, codebook) for document in parse_documents(articles))


def extract_tables(document: Document, codebook: Codebook) -> tuple[Tables, Words]:
    """The stages in turn, from a document to its tables."""
    statements = extract_statements(document)
    speakers = resolve_speakers(document, statements)
    words = Words.of(document.sentences, article_id=document.article.article_id)
    themes = codebook.find(words)
    figures = [figure for sentence in document.sentences for figure in extract_figures(document.text, sentence)]
    return build_tables(document, statements, speakers, themes, figures, codebook), words
