"""One function that parses some articles into a part: the same on one processor, on several, and on a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.codebook import Codebook, Words
from onrecord.parser import parse_with_words
from onrecord.store.parquet import Folder
from onrecord.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.article import Article

PART = 64
"""Articles of a part when many are added: some ten seconds of work, which is what an interruption costs."""


@dataclass(frozen=True, slots=True)
class Job:
    """Articles to be parsed into part ``number`` of a folder."""

    number: int
    articles: tuple[Article, ...]
    folder: str
    codebook: Codebook | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A part that lies on the disk: its articles (rows of ``articles``), and by id why others could not be parsed."""

    number: int
    articles: pd.DataFrame
    failed: dict[str, str]
    n_statements: int


def parse_part(job: Job) -> Done:
    """Parse the articles of ``job``, write the part, and say what became of them."""
    parsed: list[tuple[Tables, Words]] = []
    kept: list[Article] = []
    failed: dict[str, str] = {}
    try:
        parsed = list(parse_with_words(job.articles, codebook=job.codebook))
        kept = list(job.articles)
    except Exception:  # noqa: BLE001 - whichever of them it is, the others are to be parsed
        for article in job.articles:
            try:
                parsed += parse_with_words([article], codebook=job.codebook)
                kept.append(article)
            except Exception as error:  # noqa: BLE001 - reported, with its article
                failed[article.article_id] = f"{type(error).__name__}: {error}"
    tables = Tables.concat(tables for tables, _ in parsed)
    if kept:
        Folder(Path(job.folder)).write(job.number, tables, Words.concat(words for _, words in parsed), kept)
    return Done(job.number, tables.articles, failed, len(tables.statements))
