"""A collection of articles that can be asked: how much, by whom, on what, when, where; and the rows themselves."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

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
from onrecord.query.database import Database
from onrecord.query.filters import Filters
from onrecord.query.selection import (
    Selection,
    select_articles,
    select_figures,
    select_statements,
    select_themes,
    within_articles,
)
from onrecord.query.speaker_index import SpeakerIndex
from onrecord.schema import CODEBOOK_COLUMNS, SCHEMAS, SPEAKER_EVIDENCE, STATEMENT_KINDS
from onrecord.tables import Tables, count_themes, frame_from_columns, frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from onrecord.annotations.annotation import Annotation, Target

_NUMBERED = {
    "sentences": "sentence_id",
    "mentions": "mention_id",
    "statements": "statement_id",
    "theme_mentions": "theme_mention_id",
    "figures": "figure_id",
}
_BY_NUMBER = {"statements": select_statements, "figures": select_figures}
"""The tables with a row of the facts for each row."""
Order = Literal["text", "unsure", "sure"]
"""In which order statements come: that of the text, the least sure first, or the surest first."""
_ORDERS: Mapping[Order, str] = {"text": "", "unsure": "confidence, ", "sure": "confidence desc, "}
_WITH_ARTICLE = "join article a using (article_id)"
_WITH_MENTIONS = """join article b on b.a = x.a join theme_mentions m on m.article_id = b.article_id
    and x.k = coalesce(b.a::bigint * 1000000 + m.statement_id, -1)
    and (x.k >= 0 or x.place = b.a::bigint * 1000000 + m.sentence_id)"""
_GIVEN_BY = "case when x.k < 0 then 'article' when x.negated then 'nobody' else 'speaker' end"
_PERIODS = ("day", "week", "month", "year")
_MAX_SINGLE_ARTICLES = 16
"""Articles whose tables are kept."""


def _opening(sentence: str, width: int = 80) -> str:
    """The first words of a sentence."""
    if len(sentence) <= width:
        return " ".join(sentence.split())
    return " ".join(sentence[:width].rpartition(" ")[0].split()) + " …"


class Collection:
    """Tables of articles behind a database in memory, and questions to it: how much, by whom, on what, when, where.

    Most take ``Filters`` and answer with a DataFrame of ids and words. Answers are kept, so a question that a filter
    does not change is not asked again; a caller must not change them. May be used by several threads.

    ``Collection.of(tables, texts).theme_counts(Filters(speaker=("ann-lee",)))``

    Attributes:
        articles: the table ``articles``, with ``copy_of``.
        about_themes: the table ``themes`` without its counts; ``theme_labels`` has the labels by id.
        applied, not_applied: corrections, as ``annotations.Corrected`` has them.

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
        self.database = Database(folder)
        self.articles = articles
        self.about_themes = themes[CODEBOOK_COLUMNS].reset_index(drop=True)
        self.theme_labels: dict[str, str] = dict(zip(themes["theme_id"], themes["label"], strict=True))
        self.text_of = text_of
        self.applied: Mapping[Target, Correction] = corrected.applied if corrected else {}
        self.not_applied = corrected.not_applied if corrected else ()
        self._is_merged = bool(merges)
        self._is_mixed = {*(CHANGED if corrected else ()), *(["theme_mentions"] if overrides else ())}
        self._lock = threading.RLock()
        self._single_articles: OrderedDict[tuple[str, ...], Tables] = OrderedDict()
        facts.build(
            self.database.connection,
            relations,
            articles=articles,
            themes=themes,
            merges=merges,
            overrides=move_overrides(overrides, self.applied),
            corrected=corrected.tables if corrected else None,
        )

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
        return self.applied.get((table, row.article_id, self._unmerged_key(table, row)))

    def machine_row(self, table: str, row: Any) -> Target:
        """A row as ``Correction.target`` names it: by its key as the machine had it, whatever people made of it."""
        one = self.correction_of(table, row)
        return one.target if one else (table, row.article_id, self._unmerged_key(table, row))

    def _unmerged_key(self, table: str, row: Any) -> str:
        """The key of a row; of a speaker who is counted as another, the id that the article's own row has."""
        if table == "speakers" and self._is_merged:
            sql = "select machine_id from speaker_rows where article_id = ? and speaker_id = ?"
            found = self.database.ask(sql, [row.article_id, row.speaker_id])["machine_id"]
            if len(found):
                return str(found.iloc[0])
        return row_key(table, row)

    # What there is

    @property
    def n_articles(self) -> int:
        return len(self.articles)

    @cached_property
    def speakers(self) -> SpeakerIndex:
        """The names of the speakers, and their places in the order of all."""
        return SpeakerIndex(self.database)

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
            rows = self.database.fetch("select article_id, text from sentences where sentence_id = 0")
            first = dict(zip(rows["article_id"], rows["text"], strict=True))
        return {
            article_id: title if isinstance(title, str) else _opening(first.get(article_id, "")) or "Untitled"
            for article_id, title in zip(self.articles["article_id"], self.articles["title"], strict=True)
        }

    def known(self, filters: Filters) -> Filters:
        """``filters`` without what this collection does not hold (an old link, another session's article)."""
        values: dict[str, Any] = {
            "kind": tuple(value for value in filters.kind if value in STATEMENT_KINDS),
            "evidence": tuple(value for value in filters.evidence if value in SPEAKER_EVIDENCE),
        }
        for name, table in (("article", "article"), ("speaker", "speaker"), ("theme", "theme"), ("source", "article")):
            asked, column = getattr(filters, name), "source" if name == "source" else f"{name}_id"
            if asked:
                sql = f"select distinct {column} as id from {table} where {column} in (select unnest(?))"
                here = set(self.database.ask(sql, [list(asked)])["id"])
                values[name] = tuple(value for value in asked if value in here)
        return filters.with_values(**values)

    def kinds(self) -> list[str]:
        """The kinds of statement that there are."""
        return self.database.ask("select distinct kind::varchar as kind from statement_fact")["kind"].tolist()

    def evidence_found(self) -> set[str]:
        """The ways in which speakers of statements were found."""
        sql = "select distinct evidence::varchar as evidence from statement_fact where evidence is not null"
        return set(self.database.ask(sql)["evidence"])

    def themes_found(self) -> set[str]:
        """The themes that show anywhere."""
        return set(self.database.ask("select theme_id from theme where t in (select t from theme_fact)")["theme_id"])

    def first_speakers(self, most: int) -> pd.DataFrame:
        """The ``most`` first speakers of statements, in order: ``key``; then the many, by statements."""
        return self.database.ask(
            f"""select speaker_id as key from speaker where v in (select v from statement_fact)
            order by v < 0, v limit {int(most)}"""
        )

    def speakers_named(self, words: str, most: int = 50) -> list[str]:
        """Ids of speakers whose name holds all of ``words``, those first who say most."""
        parts = words.casefold().split()
        if not parts:
            return []
        holds = " and ".join(["contains(lower(name), lower(?))"] * len(parts))
        sql = f"select speaker_id from speaker where v >= 0 and n > 0 and {holds} order by v limit {int(most)}"
        return self.database.ask(sql, parts)["speaker_id"].tolist()

    def source_names(self) -> list[str]:
        """The outlets, those with most articles first."""
        sql = "select source, count(*) n from article where source is not null group by 1 order by 2 desc, 1"
        return self.database.ask(sql)["source"].tolist()

    # Articles

    def article(self, article_id: str) -> Any:
        """The row of an article in ``articles``."""
        return next(self.articles[self.articles["article_id"] == article_id].itertuples())

    def is_shown(self, filters: Filters, article_id: str) -> bool:
        """Whether ``filters`` leave an article."""
        return bool(self.shown_among(filters, [article_id]))

    def shown_among(self, filters: Filters, article_ids: Sequence[str]) -> set[str]:
        """Which of these articles the filters on articles leave."""
        chosen = select_articles(filters).where("x.article_id in (select unnest(?))", list(article_ids))
        return set(self.database.ask(f"select article_id from {chosen}", chosen.values)["article_id"])

    def articles_with(self, patterns: Sequence[str], filters: Filters, most: int) -> tuple[list[str], int]:
        """Ids of articles in whose sentences all regular expressions are found, whatever the case, those with most such
        sentences first, and how many there are. Only the filters on articles apply.
        """
        any_of = " or ".join(["regexp_matches(x.text, ?, 'i')"] * len(patterns))
        all_of = " and ".join(["bool_or(regexp_matches(x.text, ?, 'i'))"] * len(patterns))
        chosen = within_articles(Selection("sentences", _WITH_ARTICLE), filters, "a").where(f"({any_of})", *patterns)
        sql = f"""select x.article_id, count(*) n from {chosen}
            group by x.article_id, a.a having {all_of} order by n desc, a.a"""
        ids = self.database.ask(sql, [*chosen.values, *patterns])["article_id"].tolist()
        return ids[:most], len(ids)

    # Rows, in the order of the articles and their texts, read from where the tables lie

    def rows(
        self, table: str, filters: Filters, *, most: int | None = None, skip: int = 0, order: Order = "text"
    ) -> pd.DataFrame:
        """The rows of ``table`` that are shown, at most ``most`` after the first ``skip``; columns and types are those
        of ``SCHEMAS``.

        Statements may be in another ``order`` than that of the text: the least sure first, or the surest.
        """
        limit = (f"limit {int(most)} " if most is not None else "") + (f"offset {int(skip)}" if skip else "")
        if table == "themes":
            return self.themes(filters).iloc[skip : None if most is None else skip + most]
        if table == "articles":
            chosen = select_articles(filters)
            shown = self.database.ask(f"select a from {chosen} order by a {limit}", chosen.values)
            return self.articles.iloc[shown["a"]].drop(columns="copy_of")
        if table in _BY_NUMBER:  # which rows are shown is told by the facts, and only those are read
            chosen = _BY_NUMBER[table](filters)
            number, first = _NUMBERED[table], _ORDERS[order] if table == "statements" else ""
            picked = f"select a, {number}, confidence from {chosen} order by {first} a, {number} {limit}"
            return self._picked(table, picked, chosen.values, order=f"{first and 'p.' + first} p.a, p.{number}")
        if not filters.is_active and table not in self._is_mixed:  # in order already: to sort millions takes seconds
            return self._typed(table, f"from {table} {limit}")
        chosen, number = self._select_rows(table, filters), _NUMBERED.get(table, "speaker_id")
        return self._typed(table, f"select x.* from {chosen} order by a.a, x.{number} {limit}", chosen.values)

    def sample(self, table: str, filters: Filters, most: int) -> pd.DataFrame:
        """The first ``most`` rows of ``statements`` or ``figures`` shown, in a random order: the same each time,
        whatever the filters, and without regard to where a row stands or what it says.
        """
        chosen, number = _BY_NUMBER[table](filters), _NUMBERED[table]
        picked = f"""select a, {number}, hash(article_id, {number}) as lot from (from {chosen}) join article using (a)
            order by lot, a limit {int(most)}"""
        return self._picked(table, picked, chosen.values, order="p.lot, p.a")

    def telling(self, filters: Filters, most: int) -> pd.DataFrame:
        """The ``most`` statements shown that tell most, in the order of the text.

        Each speaker's best in turn, those first who say most: sure enough to be printed, with quoted words, themes and
        figures, neither a scrap nor a speech.
        """
        chosen = select_statements(filters)
        picked = f"""with chosen as (from {chosen}), scored as (
                select c.*, (c.confidence >= 50)::int sure, sum(c.n_words) over (partition by c.v) as room,
                    (c.kind <> 'indirect')::int + (c.n_words between 8 and 50)::int
                    + least(2, (select count(*) from theme_fact t where t.k = c.k))
                    + least(2, (select count(*) from figure_fact f where f.k = c.k)) as score
                from chosen c
            ), ranked as (
                select *, row_number() over (partition by v order by sure desc, score desc, confidence desc, k) as turn
                from scored
            ) select a, statement_id from ranked order by v < 0, turn, room desc, k limit {int(most)}"""
        return self._picked("statements", picked, chosen.values)

    def without_theme(self, filters: Filters, theme_id: str, most: int) -> tuple[pd.DataFrame, int]:
        """The first statements shown that lack a theme, and how many lack it."""
        chosen = select_statements(filters).where(
            "x.k not in (select k from theme_fact where k >= 0 and t in (select t from theme where theme_id = ?))",
            theme_id,
        )
        picked = f"select a, statement_id from {chosen} order by k limit {int(most)}"
        total = self.database.number(f"select count(*) from {chosen}", chosen.values)
        return self._picked("statements", picked, chosen.values), total

    def rows_at(self, table: str, keys: Iterable[tuple[str, int]]) -> pd.DataFrame:
        """Rows of ``table`` by (article's id, statement's id): what stands in these statements."""
        pairs = list(keys)
        if not pairs:
            return frame_from_rows(table, [])
        sql = f"""with wanted as (select unnest(?) as article_id, unnest(?) as statement_id)
            select x.* from {table} x join wanted using (article_id, statement_id) order by {_NUMBERED[table]}"""
        return self._typed(table, sql, [[one for one, _ in pairs], [int(number) for _, number in pairs]])

    def sentences_at(self, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
        """Rows of ``sentences`` by (article's id, sentence's id)."""
        pairs = list(dict.fromkeys((article_id, int(number)) for article_id, number in keys))
        if not pairs:
            return {}
        sql = """with wanted as (select unnest(?) as article_id, unnest(?) as sentence_id)
            select x.* from sentences x join wanted w using (article_id, sentence_id)"""
        found = self._typed("sentences", sql, [list(column) for column in zip(*pairs, strict=True)])
        rows: Iterable[Any] = found.itertuples()
        return {(row.article_id, row.sentence_id): row for row in rows}

    def sentence_with(self, article_id: str, place: int) -> Any:
        """The row of ``sentences`` that holds a place in an article's text; None where there is none."""
        sql = 'select * from sentences where article_id = ? and "start" <= ? and "end" > ? limit 1'
        return next(self._typed("sentences", sql, [article_id, int(place), int(place)]).itertuples(), None)

    def reported_mentions(self, filters: Filters, most: int) -> pd.DataFrame:
        """The first rows of ``theme_mentions`` in the reporter's own words, one a sentence."""
        chosen = self._select_rows("theme_mentions", filters).where("x.statement_id is null")
        sql = f"""select x.* from {chosen}
            qualify row_number() over (partition by x.article_id, x.sentence_id order by x.theme_mention_id) = 1
            order by a.a, x.theme_mention_id limit {int(most)}"""
        return self._typed("theme_mentions", sql, chosen.values)

    def figures(
        self, filters: Filters, dimensions: Sequence[str], directions: Sequence[str], by: Sequence[str], most: int
    ) -> pd.DataFrame:
        """The first rows of ``figures`` that are shown and have one of these values each (an empty list takes all); the
        values are those of ``figure_counts``.
        """
        chosen = select_figures(filters)
        for values, expression in (
            (dimensions, "x.dimension::varchar"),
            (directions, "coalesce(x.direction::varchar, 'none')"),
            (by, _GIVEN_BY),
        ):
            if values:
                chosen.where(f"{expression} in (select unnest(?))", list(values))
        picked = f"select a, figure_id from {chosen} order by a, figure_id limit {int(most)}"
        return self._picked("figures", picked, chosen.values)

    def tables_of(self, articles: Sequence[str]) -> Tables:
        """All tables of some articles. Those of a single one are kept for the next to ask: nobody may change them."""
        filters = Filters(article=tuple(articles))
        with self._lock:
            known = self._single_articles.pop(filters.article, None)
        if known is None:
            rows = {name: self.rows(name, filters) for name in ("articles", *facts.ROWS)}
            known = Tables(**rows, themes=count_themes(self.about_themes, rows["theme_mentions"]))
        if len(articles) == 1:
            with self._lock:
                self._single_articles[filters.article] = known
                while len(self._single_articles) > _MAX_SINGLE_ARTICLES:
                    self._single_articles.popitem(last=False)
        return known

    def tables(self, filters: Filters, *, most: int | None = None) -> Tables:
        """All tables of what is shown; at most ``most`` rows of each."""
        return Tables(**{name: self.rows(name, filters, most=most) for name in SCHEMAS})

    def themes(self, filters: Filters) -> pd.DataFrame:
        """The table ``themes``, counted over what is shown."""
        chosen = select_themes(filters)
        counts = self.database.ask(
            f"""select t.theme_id, count(distinct k) filter (k >= 0) n_statements,
                count(distinct x.v) filter (k >= 0 and v >= 0)
                + count(distinct x.a) filter (k in (select k from unstated)) n_speakers
            from (from {chosen}) x join theme t using (t) group by 1""",
            chosen.values,
        ).set_index("theme_id")
        mentions = self._select_rows("theme_mentions", filters)
        counts["n_sentences"] = self.database.ask(
            f"select theme_id, count(distinct (x.article_id, x.sentence_id)) n from {mentions} group by 1",
            mentions.values,
        ).set_index("theme_id")["n"]
        about = self.about_themes
        if filters.theme:
            about = about[about["theme_id"].isin(filters.theme)]
        counted = about.assign(**{name: about["theme_id"].map(counts[name]).fillna(0) for name in counts.columns})
        return frame_from_columns("themes", {name: counted[name] for name in SCHEMAS["themes"].columns})

    def _picked(self, table: str, picked: str, values: Sequence[Any], order: str = "") -> pd.DataFrame:
        """The rows of ``table`` whose ``a`` and number the question ``picked`` gives."""
        number = _NUMBERED[table]
        sql = f"""with picked as ({picked}) select x.* from {table} x {_WITH_ARTICLE}
            join picked p on p.a = a.a and p.{number} = x.{number} order by {order or f"p.a, p.{number}"}"""
        return self._typed(table, sql, values)

    def _typed(self, table: str, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        found = self.database.fetch(sql, values)
        return frame_from_columns(table, {name: found[name] for name in SCHEMAS[table].columns})

    def _select_rows(self, table: str, filters: Filters) -> Selection:
        """The rows of ``table`` that are shown, joined with ``article``, called ``a``."""
        chosen = within_articles(Selection(table, _WITH_ARTICLE), filters, "a")
        if not filters.on_statements.is_active:
            return chosen
        statements, themes, figures = select_statements(filters), select_themes(filters), select_figures(filters)
        if table in ("speakers", "mentions"):
            chosen.where(
                f"""(a.a, x.speaker_id) in (select (q.a, v.speaker_id)
                    from (select distinct a, v from {statements}) q join speaker v using (v))""",
                *statements.values,
            )
        elif table == "theme_mentions":
            if filters.theme:
                chosen.where("x.theme_id in (select unnest(?))", list(filters.theme))
            chosen.where(
                f"""(case when x.statement_id is null
                    then a.a::bigint * 1000000 + x.sentence_id in (select place from {themes})
                    else a.a::bigint * 1000000 + x.statement_id in (select k from {themes}) end)""",
                *themes.values,
                *themes.values,
            )
        elif table == "figures":
            chosen.where(f"(a.a, x.figure_id) in (select (a, figure_id) from {figures})", *figures.values)
        elif table == "sentences":
            theme_sentences = Selection("theme_fact", _WITH_MENTIONS, themes.conditions, themes.values)
            chosen.where(
                f"""a.a::bigint * 1000000 + x.sentence_id in (
                    select a::bigint * 1000000 + unnest(range(sentence_id, last_sentence_id + 1)) from {statements}
                    union all select place from {figures}
                    union all select b.a::bigint * 1000000 + m.sentence_id from {theme_sentences})""",
                *statements.values,
                *figures.values,
                *themes.values,
            )
        return chosen

    # How much

    def totals(self, filters: Filters) -> dict[str, int]:
        """How much is shown: ``articles``, ``words`` (of the articles), ``statements``, ``quoted`` (direct or mixed),
        ``speakers``, ``people``, ``attributed`` (words in statements that have a speaker), ``themes`` (in statements),
        ``figures``.
        """
        statements = select_statements(filters)
        parts = [
            (select_articles(filters), "count(*) articles, coalesce(sum(n_words), 0)::bigint words"),
            (
                statements,
                """count(*) statements, count(*) filter (kind <> 'indirect') quoted,
                coalesce(sum(n_words) filter (v >= 0), 0)::bigint attributed""",
            ),
            (select_themes(filters, in_statements=True), "count(distinct t) themes"),
            (select_figures(filters), "count(*) figures"),
        ]
        answers = [self.database.ask(f"select {columns} from {chosen}", chosen.values) for chosen, columns in parts]
        speakers = f"(select distinct v from {statements}) join speaker v using (v) where v >= 0"
        columns = "count(*) speakers, count(*) filter (v.kind = 'person') people"
        answers.append(self.database.ask(f"select {columns} from {speakers}", statements.values))
        return {str(name): int(answer[name].iloc[0]) for answer in answers for name in answer.columns}

    def count(self, table: str, filters: Filters) -> int:
        """How many rows of ``table`` are shown."""
        if table == "themes":
            return len(self.themes(filters))
        what = "count(*)"
        if table == "articles":
            chosen = select_articles(filters)
        elif table in _BY_NUMBER:
            chosen = _BY_NUMBER[table](filters)
        elif table == "theme_mentions":
            chosen, what = select_themes(filters), "coalesce(sum(places), 0)::bigint"
        else:
            chosen = self._select_rows(table, filters)
        return self._number(what, chosen)

    def n_speakers(self, filters: Filters) -> int:
        """How many speakers the statements shown have."""
        return self._number("count(distinct v)", select_statements(filters).where("x.v >= 0"))

    def n_speakers_with_theme(self, filters: Filters) -> int:
        """How many speakers make the statements shown that have a theme."""
        return self._number("count(distinct v)", select_themes(filters, in_statements=True).where("x.v >= 0"))

    def n_speaker_themes(self, filters: Filters) -> int:
        """How many rows ``speaker_by_theme`` has."""
        return self._number("count(distinct (v, t))", select_themes(filters, in_statements=True))

    def n_speaker_kinds(self, filters: Filters) -> int:
        """How many rows ``words_by_speaker`` has."""
        return self._number("count(distinct (v, kind))", select_statements(filters))

    def n_with_theme(self, filters: Filters) -> int:
        """How many of the statements shown have a theme."""
        return self._number("count(distinct k)", select_themes(filters, in_statements=True))

    def n_reported_mentions(self, filters: Filters) -> int:
        """How many places show a theme in the reporter's own words."""
        return self._number("coalesce(sum(places), 0)::bigint", select_themes(filters).where("x.k < 0"))

    def n_cues(self, filters: Filters) -> int:
        """How many different reporting words the statements shown have."""
        return self._number("count(distinct cue)", select_statements(filters).where("x.has_cue"))

    def _number(self, what: str, chosen: Selection) -> int:
        return self.database.number(f"select {what} from {chosen}", chosen.values)

    # Speakers

    def words_by_speaker(self, filters: Filters, most: int | None = None, by: str = "words") -> pd.DataFrame:
        """One row a speaker and kind: ``key``, ``kind``, ``statements``, ``words``; the ``most`` with most ``by``."""
        chosen = select_statements(filters)
        few = f"qualify dense_rank() over (order by total desc, v) <= {int(most)}" if most else ""
        return self.database.ask(
            f"""with counted as (
                select v, kind, count(*) statements, sum(n_words)::bigint words from {chosen} group by all
            ), ranked as (select *, sum({by}) over (partition by v) as total from counted)
            select v.speaker_id as key, r.kind::varchar kind, r.statements, r.words
            from (select * from ranked {few}) r join speaker v using (v) order by r.total desc, v, r.kind""",
            chosen.values,
        )

    def speaker_by_theme(self, filters: Filters, most: int | None = None) -> pd.DataFrame:
        """One row a speaker and theme: ``speaker_key``, ``theme_id``, ``statements``, most first; of the ``most``
        speakers who make most statements with a theme.
        """
        chosen = select_themes(filters, in_statements=True)
        few = "where v in (select v from counted group by v order by sum(statements) desc, v limit ?)" if most else ""
        return self.database.ask(
            f"""with counted as (select v, t, count(*) statements from {chosen} group by all)
            select v.speaker_id as speaker_key, t.theme_id, c.statements
            from (from counted {few}) c join speaker v using (v) join theme t using (t)
            order by c.statements desc, c.v, c.t""",
            [*chosen.values, *([most] if most else [])],
        )

    def speaker_counts(self, filters: Filters, most: int | None = None) -> pd.DataFrame:
        """One row a speaker of what is shown, most words first: ``key``, ``kind``, ``statements``, ``direct``,
        ``mixed``, ``indirect``, ``words``, ``themes``, ``figures``, ``articles``, and ``role``, ``role_is_former``,
        ``organisation``, ``parent_organisation``, ``country`` of the first article that gives a role.
        """
        statements, figures = select_statements(filters), select_figures(filters)
        themes = select_themes(filters, in_statements=True)
        few = f"limit {int(most)}" if most else ""
        return self.database.ask(
            f"""with spoken as (
                select v, count(*) statements, count(*) filter (kind = 'direct') direct,
                    count(*) filter (kind = 'mixed') mixed, count(*) filter (kind = 'indirect') indirect,
                    sum(n_words)::bigint words, count(distinct a) articles
                from {statements} group by v order by words desc, v {few}
            ), themed as (select v, count(distinct t) themes from {themes} group by v),
            given as (select v, count(*) figures from (from {figures}) where k >= 0 and not negated group by v),
            described as (
                select v.v, x.role, x.role_is_former, x.organisation, x.parent_organisation, x.country
                from speakers x join speaker v using (speaker_id) join article a using (article_id)
                where v.v in (select v from spoken)
                qualify row_number() over (partition by v.v order by x.role is null, x.organisation is null, a.a) = 1
            )
            select v.speaker_id as key, v.kind::varchar kind, s.statements, s.direct, s.mixed, s.indirect, s.words,
                coalesce(t.themes, 0) themes, coalesce(g.figures, 0) figures, s.articles,
                d.role, d.role_is_former, d.organisation, d.parent_organisation, d.country
            from spoken s join speaker v using (v) left join themed t using (v) left join given g using (v)
            left join described d using (v) order by s.words desc, v.v""",
            [*statements.values, *themes.values, *figures.values],
        )

    def speaker_totals(self, filters: Filters) -> dict[str, Any]:
        """Of the speakers shown: ``kinds`` (how many of each), ``with_role``, ``without_role`` (people), ``bodies``."""
        statements = select_statements(filters)
        chosen = f"(select distinct v from {statements}) join speaker v using (v)"
        kinds = self.database.ask(
            f"select v.kind::varchar kind, count(*) n from {chosen} where v >= 0 group by 1", statements.values
        )
        roles = self.database.ask(
            f"""select count(*) filter (has_role) with_role,
                count(*) filter (not has_role and kind = 'person') without_role
            from (
                select v.v, any_value(v.kind) kind, bool_or(x.role is not null) has_role
                from {chosen} join speakers x using (speaker_id) group by 1)""",
            statements.values,
        )
        bodies = self.database.number(
            f"""select count(distinct body) from (
                select unnest([x.organisation, x.parent_organisation]) as body
                from {chosen} join speakers x using (speaker_id))""",
            statements.values,
        )
        return {
            "kinds": dict(zip(kinds["kind"], kinds["n"], strict=True)),
            "with_role": int(roles["with_role"].iloc[0]),
            "without_role": int(roles["without_role"].iloc[0]),
            "bodies": bodies,
        }

    def speaker_rows(self, key: str) -> pd.DataFrame:
        """A speaker's rows of ``speakers``, by date: those columns, with ``title``, ``source`` and ``published``."""
        return self.database.ask(
            """select x.*, b.title, b.source, b.published
            from speakers x join article a using (article_id) join articles b using (article_id)
            where x.speaker_id = ? order by a.day nulls last, a.a""",
            [key],
        )

    def cue_senses(self, filters: Filters) -> pd.DataFrame:
        """How it is said, most often first: ``sense``, ``n``."""
        chosen = select_statements(filters).where("x.sense is not null")
        sql = f"select sense::varchar as sense, count(*) n from {chosen} group by 1 order by 2 desc, 1"
        return self.database.ask(sql, chosen.values)

    # Themes

    def theme_counts(self, filters: Filters) -> pd.DataFrame:
        """One row a theme that shows, most statements first: ``theme_id``, ``statements``, ``speakers``, ``reported``
        (sentences that have it in the reporter's own words), ``places``.
        """
        chosen = select_themes(filters)
        return self.database.ask(
            f"""select t.theme_id, count(*) filter (k >= 0) statements,
                count(distinct v) filter (k >= 0 and v >= 0) speakers, count(*) filter (k < 0) reported,
                sum(places)::bigint places
            from (from {chosen}) join theme t using (t) group by t.theme_id, t.t order by 2 desc, 4 desc, t.t""",
            chosen.values,
        )

    def theme_kinds(self, filters: Filters) -> pd.DataFrame:
        """One row a theme and kind of statement: ``key``, ``part``, ``amount``."""
        chosen = select_themes(filters, in_statements=True)
        return self.database.ask(
            f"""select t.theme_id as key, c.kind::varchar as part, c.amount
            from (select t, kind, count(*) amount from {chosen} group by all) c join theme t using (t)
            order by t.t, c.kind""",
            chosen.values,
        )

    def theme_pairs(self, filters: Filters) -> pd.DataFrame:
        """One row a pair of themes that share statements, both ways: ``theme_id``, ``other_id``, ``statements``."""
        chosen = select_themes(filters, in_statements=True)
        return self.database.ask(
            f"""with chosen as (select k, t from {chosen})
            select one.theme_id, two.theme_id as other_id, c.statements from (
                select h.t as t1, o.t as t2, count(*) statements from chosen h join chosen o
                on h.k = o.k and h.t <> o.t group by all
            ) c join theme one on one.t = c.t1 join theme two on two.t = c.t2
            order by c.statements desc, c.t1, c.t2""",
            chosen.values,
        )

    def theme_words(self, filters: Filters, theme_id: str, most: int = 30) -> pd.DataFrame:
        """The words by which a theme shows, most first: ``text`` (folded), ``term``, ``n``."""
        chosen = self._select_rows("theme_mentions", filters.with_values(theme=(theme_id,))).where("method = 'rule'")
        sql = f"select lower(text) as text, term, count(*) n from {chosen} group by all order by n desc, 1, 2"
        return self.database.ask(f"{sql} limit {int(most)}", chosen.values)

    def theme_texts(self, filters: Filters, most: int = 8) -> pd.DataFrame:
        """The ``most`` frequent words by which each theme shows: ``theme_id``, ``words``."""
        chosen = self._select_rows("theme_mentions", filters).where("method = 'rule'")
        return self.database.ask(
            f"""with counted as (select theme_id, lower(text) as text, count(*) n from {chosen} group by all),
            ranked as (select *, row_number() over (partition by theme_id order by n desc, text) as rank from counted)
            select theme_id, string_agg(text, '; ' order by rank) as words from ranked where rank <= {int(most)}
            group by theme_id""",
            chosen.values,
        )

    # Figures

    def figure_counts(self, filters: Filters) -> pd.DataFrame:
        """How many figures there are of each sort: ``dimension``, ``direction`` (or ``none``), ``by`` (``speaker``,
        ``article``, or ``nobody`` where the speaker denies it), ``exact``, ``unit``, ``n``.
        """
        chosen = select_figures(filters)
        return self.database.ask(
            f"""select dimension::varchar dimension, coalesce(direction::varchar, 'none') direction,
                {_GIVEN_BY} as "by", is_exact as exact, u.unit, count(*) n
            from (from {chosen}) x left join unit u on u.number = x.unit
            group by all order by n desc, 1, 2, 3, 4, 5""",
            chosen.values,
        )

    def shared_measurands(self, filters: Filters, most: int = 200) -> pd.DataFrame:
        """What several articles give a figure for, most articles first: ``what`` (folded, without an article before
        it), ``unit``, ``dimension``, ``articles``, ``figures``.
        """
        chosen = select_figures(filters)
        return self.database.ask(
            f"""select w.what, u.unit, c.dimension::varchar dimension, c.articles, c.figures from (
                select what, unit, dimension, count(distinct a) articles, count(*) figures
                from {chosen} group by all having what >= 0 and count(distinct a) > 1
                order by articles desc, figures desc, what, unit limit {int(most)}
            ) c join measurand w on w.number = c.what left join unit u on u.number = c.unit
            order by c.articles desc, c.figures desc, c.what, c.unit""",
            chosen.values,
        )

    def figures_of_measurand(self, filters: Filters, what: str, unit: str | None, dimension: str) -> pd.DataFrame:
        """The figures of one row of ``shared_measurands``, by date: rows of ``figures``, with ``title``, ``source``,
        ``day``.
        """
        chosen = select_figures(filters).where("x.what = (select number from measurand where what = ?)", what)
        if unit is None:
            chosen.where("x.unit < 0")
        else:
            chosen.where("x.unit = (select number from unit where unit = ?)", unit)
        chosen.where("x.dimension::varchar = ?", dimension)
        return self.database.ask(
            f"""with picked as (select a, figure_id from {chosen})
            select f.*, b.title, b.source, a.day
            from figures f join article a using (article_id) join articles b using (article_id)
            join picked p on p.a = a.a and p.figure_id = f.figure_id
            order by a.day nulls last, a.a, f.figure_id""",
            chosen.values,
        )

    # Over time and between outlets

    def timeline(self, filters: Filters, unit: str, part: str = "") -> pd.DataFrame:
        """Statements by ``unit`` (day, week, month or year) of publication: ``begin`` (its first day), ``part``, ``n``.

        ``part`` is "" (all), ``kind``, ``theme`` or ``speaker``; "figures" counts figures instead. Articles without a
        date are left out.
        """
        if unit not in _PERIODS:
            raise ValueError(f"{unit!r} is none of {', '.join(_PERIODS)}")
        if part == "theme":
            chosen, key = select_themes(filters, in_statements=True), "t.theme_id"
        elif part == "figures":
            chosen, key = select_figures(filters), "x.dimension::varchar"
        else:
            keys = {"": "''", "kind": "x.kind::varchar", "speaker": "v.speaker_id"}
            chosen, key = select_statements(filters), keys[part]
        joined = {"theme": "join theme t using (t)", "speaker": "join speaker v using (v)"}.get(part, "")
        return self.database.ask(
            f"""select date_trunc('{unit}', a.day)::date as begin, {key} as part, count(*) n
            from (from {chosen}) x join article a using (a) {joined}
            where a.day is not null group by all order by 1, 3 desc, 2""",
            chosen.values,
        )

    def days(self, filters: Filters) -> dict[str, Any]:
        """``first`` and ``last`` day of the articles shown, or None, and how many are ``dated`` and ``undated``."""
        chosen = select_articles(filters)
        sql = "min(day) as first, max(day) as last, count(day) dated, count(*) - count(day) undated"
        found = self.database.ask(f"select {sql} from {chosen}", chosen.values).iloc[0]
        days = {name: None if pd.isna(found[name]) else pd.Timestamp(found[name]).date() for name in ("first", "last")}
        return {**days, "dated": int(found["dated"]), "undated": int(found["undated"])}

    def sources(self, filters: Filters) -> pd.DataFrame:
        """One row an outlet, most articles first: ``source`` (missing where not stated), ``articles``, ``statements``,
        ``quoted``, ``speakers``, ``words`` in statements.
        """
        articles, statements = select_articles(filters), select_statements(filters)
        return self.database.ask(
            f"""with outlets as (select source, count(*) articles from {articles} group by 1),
            spoken as (select a.source, count(*) statements, count(*) filter (x.kind <> 'indirect') quoted,
                count(distinct x.v) speakers, sum(x.n_words)::bigint words
                from (from {statements}) x join article a using (a) group by 1)
            select o.source, o.articles, coalesce(s.statements, 0) statements, coalesce(s.quoted, 0) quoted,
                coalesce(s.speakers, 0) speakers, coalesce(s.words, 0) words
            from outlets o left join spoken s on s.source is not distinct from o.source
            order by o.articles desc, o.source""",
            [*articles.values, *statements.values],
        )

    def source_by(self, filters: Filters, what: str, most: int | None = None) -> pd.DataFrame:
        """One row an outlet and speaker or theme (``what``): ``source``, ``key``, ``statements``; of the ``most``
        frequent speakers or themes. Articles without an outlet are left out.
        """
        is_speaker = what == "speaker"
        chosen = select_statements(filters) if is_speaker else select_themes(filters, in_statements=True)
        label, number = ("speaker", "v") if is_speaker else ("theme", "t")
        first = f"select {number} from counted group by 1 order by sum(n) desc, 1 limit {int(most or 0)}"
        few = f"where {number} in ({first})" if most else ""
        return self.database.ask(
            f"""with counted as (
                select a.source, x.{number}, count(*) n from (from {chosen}) x join article a using (a)
                where a.source is not null and x.{number} >= 0 group by all)
            select c.source, l.{label}_id as key, c.n as statements
            from (from counted {few}) c join {label} l using ({number})
            order by c.n desc, c.source, c.{number}""",
            chosen.values,
        )

    def per_article(self, filters: Filters) -> pd.DataFrame:
        """One row an article: ``article_id``, ``statements``, ``speakers`` (that speak)."""
        chosen = select_articles(filters)
        chosen.join = "left join statement_fact s on s.a = x.a"
        return self.database.ask(
            f"""select x.article_id, count(s.k) statements, count(distinct s.v) filter (s.v >= 0) speakers
            from {chosen} group by x.article_id, x.a order by x.a""",
            chosen.values,
        )
