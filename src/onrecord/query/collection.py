"""A collection of articles that can be asked: how much, by whom, on what, when, where; and the rows themselves."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from onrecord.annotations import (
    CHANGED,
    Correction,
    ThemeOverride,
    apply_corrections,
    in_force,
    merges_of,
    move_overrides,
    row_key,
)
from onrecord.export.parquet import to_arrow
from onrecord.query import facts
from onrecord.query.counts import Counts
from onrecord.query.speaker_index import SpeakerIndex
from onrecord.query.trends import Trends
from onrecord.schema import STATEMENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from onrecord.annotations.annotation import Annotation, Target
    from onrecord.query.filters import Filters
    from onrecord.tables import Tables


def _opening(sentence: str, width: int = 80) -> str:
    """The first words of a sentence."""
    if len(sentence) <= width:
        return " ".join(sentence.split())
    return " ".join(sentence[:width].rpartition(" ")[0].split()) + " …"


class Collection(Counts, Trends):
    """Tables of articles behind a database in memory, and questions to it.

    Answers are DataFrames with ids and words, never with the numbers of the facts. They are kept, so a question that a
    filter does not change is not asked again; a caller must not change them. May be used by several threads.

    Args:
        relations: see ``facts.build``.
        articles: the table ``articles`` with ``copy_of``.
        themes: the table ``themes``.
        parsed: gives the tables of some articles, by their ids, as they were parsed and coded.
        text_of: gives the text of an article by its id.
        annotations: the log of what people say of rows, the oldest first.
        folder: where the files of ``relations`` lie, if they are files; no other is ever read.
    """

    def __init__(
        self,
        relations: Mapping[str, Any],
        *,
        articles: pd.DataFrame,
        themes: pd.DataFrame,
        parsed: Callable[[set[str]], Tables],
        text_of: Callable[[str], str],
        annotations: Iterable[Annotation] = (),
        folder: str | None = None,
    ) -> None:
        log = tuple(annotations)
        merges, overrides = merges_of(log), in_force(log, ThemeOverride)
        here = set(articles["article_id"])
        touched = {one.article_id for one in in_force(log, Correction)} & here
        corrected = apply_corrections(parsed(touched), log, text_of) if touched else None
        mixed = {*(CHANGED if corrected else ()), *(["theme_mentions"] if overrides else ())}
        super().__init__(articles, themes, folder, mixed=mixed)
        self.text_of = text_of
        self.placed: Mapping[Target, Correction] = corrected.placed if corrected else {}
        self.unplaced = corrected.unplaced if corrected else ()
        self._is_merged = bool(merges)
        facts.build(
            self._connection,
            relations,
            articles=articles,
            themes=themes,
            merges=merges,
            overrides=move_overrides(overrides, self.placed),
            corrected=corrected.tables if corrected else None,
        )
        self.theme_labels: dict[str, str] = dict(zip(themes["theme_id"], themes["label"], strict=True))

    @classmethod
    def of(
        cls,
        tables: Tables,
        texts: Mapping[str, str],
        *,
        copies: Mapping[str, str] | None = None,
        annotations: Iterable[Annotation] = (),
    ) -> Collection:
        """The collection of tables that are in memory, as they were parsed, and the texts of their articles by id.

        ``Collection.of(tables, texts, annotations=from_csv(words)).tables(Filters())`` are the tables as people
        corrected them, with their theme overrides and merged names.
        """
        copy_of = tables.articles["article_id"].map(copies or {}).astype("string")
        return cls(
            {name: to_arrow(getattr(tables, name)) for name in facts.ROWS},
            articles=tables.articles.assign(copy_of=copy_of),
            themes=tables.themes,
            parsed=tables.only,
            text_of=lambda article_id: texts.get(article_id, ""),
            annotations=annotations,
        )

    def correction_of(self, table: str, row: Any) -> Correction | None:
        """What a person said of a row of ``statements``, ``speakers`` or ``figures``; None where nobody did."""
        return self.placed.get((table, row.article_id, self._unmerged_key(table, row)))

    def machine_row(self, table: str, row: Any) -> Target:
        """A row as ``Correction.target`` names it: by its key as the machine had it, whatever people made of it."""
        one = self.correction_of(table, row)
        return one.target if one else (table, row.article_id, self._unmerged_key(table, row))

    def _unmerged_key(self, table: str, row: Any) -> str:
        """The key of a row; of a speaker who is counted as another, the id that the article's own row has."""
        if table == "speakers" and self._is_merged:
            sql = "select machine_id from speaker_rows where article_id = ? and speaker_id = ?"
            found = self.ask(sql, [row.article_id, row.speaker_id])["machine_id"]
            if len(found):
                return str(found.iloc[0])
        return row_key(table, row)

    @property
    def n_articles(self) -> int:
        return len(self.articles)

    @cached_property
    def speakers(self) -> SpeakerIndex:
        """The names of the speakers, and their places in the order of all."""
        return SpeakerIndex(self)

    @cached_property
    def n_copies(self) -> int:
        """How many articles are near copies of an earlier one."""
        return int(self.articles["copy_of"].notna().sum())

    @cached_property
    def titles(self) -> dict[str, str]:
        """A title an article: its own, else its first words."""
        untitled = self.articles["title"].isna()
        first: dict[str, str] = {}
        if untitled.any():
            rows = self._fetch("select article_id, text from sentences where sentence_id = 0")
            first = dict(zip(rows["article_id"], rows["text"], strict=True))
        found: dict[str, str] = {}
        for article_id, title in zip(self.articles["article_id"], self.articles["title"], strict=True):
            if isinstance(title, str):
                found[article_id] = title
            else:
                found[article_id] = _opening(first.get(article_id, "")) or "Untitled"
        return found

    def known(self, filters: Filters) -> Filters:
        """``filters`` without what this collection does not hold (an old link, another session's article)."""
        kept = {
            "article": ("article", "article_id"),
            "speaker": ("voice", "speaker_id"),
            "theme": ("theme", "theme_id"),
            "source": ("article", "source"),
        }
        values: dict[str, Any] = {}
        for name, (table, column) in kept.items():
            asked = getattr(filters, name)
            if asked:
                sql = f"select distinct {column} as id from {table} where {column} in (select unnest(?))"
                held = set(self.ask(sql, [list(asked)])["id"])
                values[name] = tuple(value for value in asked if value in held)
        values["kind"] = tuple(value for value in filters.kind if value in STATEMENT_KINDS)
        return filters.with_values(**values)
