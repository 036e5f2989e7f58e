"""A collection of articles that can be asked: how much, by whom, on what, when, where; and the rows themselves."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from onrecord.collection import facts, where
from onrecord.collection.filters import NOBODY, Filters
from onrecord.tables import ABOUT_THEMES, SCHEMAS, STATEMENT_KINDS, Tables, count_themes, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from onrecord.collection.where import Where
    from onrecord.themes import Decision

MEMORY = "800MB"
"""What DuckDB may take; beyond it works on disk."""

_MOST_ANSWERS = 512
_MOST_SEARCHES = 8
_NUMBERED = {
    "sentences": "sentence_id",
    "mentions": "mention_id",
    "statements": "statement_id",
    "theme_mentions": "theme_mention_id",
    "figures": "figure_id",
}


class Collection:
    """Tables of articles behind a database in memory, and questions to it.

    Answers are DataFrames with ids and words, never with the numbers of the facts. They are kept, so a question that a
    filter does not change is not asked again; a caller must not change them. May be used by several threads.

    Args:
        relations: see ``facts.build``.
        articles: the table ``articles`` with ``copy_of``.
        themes: the table ``themes``.
        text_of: gives the text of an article by its id.
        same: see ``facts.build``.
        decisions: see ``facts.build``.
    """

    def __init__(
        self,
        relations: Mapping[str, Any],
        *,
        articles: pd.DataFrame,
        themes: pd.DataFrame,
        text_of: Callable[[str], str],
        same: Mapping[tuple[str, str], str] | None = None,
        decisions: Iterable[Decision] = (),
    ) -> None:
        self.articles = articles
        self.about_themes = themes[ABOUT_THEMES].reset_index(drop=True)
        self.text_of = text_of
        self._connection = duckdb.connect(
            ":memory:",
            config={"threads": 2, "memory_limit": MEMORY, "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False},
        )  # fmt: skip
        self._lock = threading.RLock()
        self._answers: OrderedDict[Any, pd.DataFrame] = OrderedDict()
        self._searches: OrderedDict[str, str] = OrderedDict()
        facts.build(self._connection, relations, articles=articles, themes=themes, same=same or {}, decisions=decisions)
        self.theme_labels: dict[str, str] = dict(zip(themes["theme_id"], themes["label"], strict=True))

    @classmethod
    def of(
        cls,
        tables: Tables,
        texts: Mapping[str, str],
        *,
        copies: Mapping[str, str] | None = None,
        same: Mapping[tuple[str, str], str] | None = None,
    ) -> Collection:
        """The collection of tables that are in memory."""
        import pyarrow as pa  # type: ignore[import-untyped]

        copy_of = tables.articles["article_id"].map(copies or {}).astype("string")
        return cls(
            {name: pa.Table.from_pandas(getattr(tables, name), preserve_index=False) for name in facts.ROWS},
            articles=tables.articles.assign(copy_of=copy_of),
            themes=tables.themes,
            text_of=lambda article_id: texts.get(article_id, ""),
            same=same,
        )

    def ask(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a question in SQL, with a value for each question mark."""
        key = (sql, tuple(tuple(value) if isinstance(value, list) else value for value in values))
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return known
        found = self._fetch(sql, values)
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > _MOST_ANSWERS:
                self._answers.popitem(last=False)
        return found

    def _fetch(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        with self._lock:
            cursor = self._connection.cursor()
        try:
            return cursor.execute(sql, list(values)).df()
        finally:
            cursor.close()

    def _found(self, filters: Filters) -> str | None:
        """The stem of the tables that hold what the words searched for stand in; made where they are missing."""
        words = filters.query.casefold().split()
        if not words:
            return None
        key = " ".join(words)
        with self._lock:
            if key in self._searches:
                self._searches.move_to_end(key)
                return self._searches[key]
            stem = f"found{len(self._answers)}_{id(key)}"
            holds = " and ".join(["contains(words, lower(?))"] * len(words))
            cursor = self._connection.cursor()
            cursor.execute(
                f"""create table {stem}_statements as select k from (
                    select s.k, lower(x.text || ' ' || case when s.v >= 0 then v.name else '' end) as words
                    from statements x join article a using (article_id)
                    join said s on s.k = a.a::bigint * 1000000 + x.statement_id join voice v on v.v = s.v
                ) where {holds}""",
                words,
            )
            cursor.execute(
                f"""create table {stem}_sentences as select place from (
                    select a.a::bigint * 1000000 + x.sentence_id as place, lower(x.text) as words
                    from sentences x join article a using (article_id)
                ) where {holds}""",
                words,
            )
            self._searches[key] = stem
            while len(self._searches) > _MOST_SEARCHES:
                _, old = self._searches.popitem(last=False)
                cursor.execute(f"drop table {old}_statements")
                cursor.execute(f"drop table {old}_sentences")
            return stem

    def _said(self, filters: Filters) -> Where:
        return where.said(filters, self._found(filters))

    def _raised(self, filters: Filters, *, spoken: bool = False) -> Where:
        return where.raised(filters, self._found(filters), spoken=spoken)

    def _amount(self, filters: Filters) -> Where:
        return where.amount(filters, self._found(filters))

    # Names

    @property
    def n_articles(self) -> int:
        return len(self.articles)

    @cached_property
    def speakers(self) -> Speakers:
        """The names of the speakers, and their places in the order of all."""
        return Speakers(self)

    @cached_property
    def n_copies(self) -> int:
        """How many articles are near copies of an earlier one."""
        return int(self.articles["copy_of"].notna().sum())

    @cached_property
    def titles(self) -> dict[str, str]:
        """A title an article: its own, else its first words."""
        found: dict[str, str] = {}
        for article_id, title in zip(self.articles["article_id"], self.articles["title"], strict=True):
            words = title if isinstance(title, str) else " ".join(self.text_of(article_id)[:80].split())
            found[article_id] = words or "Untitled"
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

    # Counts

    def totals(self, filters: Filters) -> dict[str, int]:
        """How much is shown: ``articles``, ``words`` (of the articles), ``statements``, ``quoted`` (direct or mixed),
        ``voices``, ``people``, ``attributed`` (words in statements), ``themes`` (in statements), ``figures``.
        """
        articles, said = where.articles(filters), self._said(filters)
        raised, amount = self._raised(filters, spoken=True), self._amount(filters)
        about = self.ask(
            f"""select count(*) articles, coalesce(sum(n_words), 0)::bigint words from article x {articles.sql}""",
            articles.values,
        )
        spoken = self.ask(
            f"""select count(*) statements, count(*) filter (kind <> 'indirect') quoted,
                coalesce(sum(n_words), 0)::bigint attributed from said x {said.sql}""",
            said.values,
        )
        voices = self.ask(
            f"""select count(*) voices, count(*) filter (v.kind = 'person') people
                from (select distinct v from said x {said.sql}) join voice v using (v) where v >= 0""",
            said.values,
        )
        themes = self.ask(f"select count(distinct t) themes from raised x {raised.sql}", raised.values)
        figures = self.ask(f"select count(*) figures from amount x {amount.sql}", amount.values)
        parts = (about, spoken, voices, themes, figures)
        return {str(name): int(part[name].iloc[0]) for part in parts for name in part.columns}

    def count(self, table: str, filters: Filters) -> int:
        """How many rows of ``table`` are shown."""
        if table == "articles":
            chosen = where.articles(filters)
            return int(self.ask(f"select count(*) n from article x {chosen.sql}", chosen.values)["n"].iloc[0])
        if table == "themes":
            return len(self.themes(filters))
        if table == "statements":
            said = self._said(filters)
            return int(self.ask(f"select count(*) n from said x {said.sql}", said.values)["n"].iloc[0])
        if table == "figures":
            amount = self._amount(filters)
            return int(self.ask(f"select count(*) n from amount x {amount.sql}", amount.values)["n"].iloc[0])
        if table == "theme_mentions":
            raised = self._raised(filters)
            sql = f"select coalesce(sum(places), 0)::bigint n from raised x {raised.sql}"
            return int(self.ask(sql, raised.values)["n"].iloc[0])
        source, values = self._rows(table, filters)
        return int(self.ask(f"select count(*) n from {source}", values)["n"].iloc[0])

    def words_by_speaker(self, filters: Filters, most: int | None = None, by: str = "words") -> pd.DataFrame:
        """One row a speaker and kind: ``key``, ``kind``, ``statements``, ``words``; the ``most`` with most ``by``."""
        said = self._said(filters)
        few = f"qualify dense_rank() over (order by total desc, v) <= {int(most)}" if most else ""
        return self.ask(
            f"""with counted as (
                select v, kind, count(*) statements, sum(n_words)::bigint words from said x {said.sql} group by all
            ), ranked as (select *, sum({by}) over (partition by v) as total from counted)
            select v.speaker_id as key, r.kind::varchar kind, r.statements, r.words
            from (select * from ranked {few}) r join voice v using (v) order by r.total desc, v, r.kind""",
            said.values,
        )

    def n_speaking(self, filters: Filters) -> int:
        """How many different sources the statements shown have; those without one count as one."""
        said = self._said(filters)
        return int(self.ask(f"select count(distinct v) n from said x {said.sql}", said.values)["n"].iloc[0])

    def speaker_by_theme(self, filters: Filters, most: int | None = None) -> pd.DataFrame:
        """One row a speaker and theme: ``speaker_key``, ``theme_id``, ``statements``, most first; of the ``most``
        speakers who make most statements with a theme.
        """
        raised = self._raised(filters, spoken=True)
        few = "where v in (select v from counted group by v order by sum(statements) desc, v limit ?)" if most else ""
        return self.ask(
            f"""with counted as (select v, t, count(*) statements from raised x {raised.sql} group by all)
            select v.speaker_id as speaker_key, t.theme_id, c.statements
            from (from counted {few}) c join voice v using (v) join theme t using (t)
            order by c.statements desc, c.v, c.t""",
            [*raised.values, *([most] if most else [])],
        )

    def n_on_themes(self, filters: Filters) -> int:
        """How many sources make the statements shown that have a theme."""
        raised = self._raised(filters, spoken=True)
        return int(self.ask(f"select count(distinct v) n from raised x {raised.sql}", raised.values)["n"].iloc[0])

    def n_speaker_themes(self, filters: Filters) -> int:
        """How many rows ``speaker_by_theme`` has."""
        raised = self._raised(filters, spoken=True)
        sql = f"select count(*) n from (select distinct v, t from raised x {raised.sql})"
        return int(self.ask(sql, raised.values)["n"].iloc[0])

    def n_speaker_kinds(self, filters: Filters) -> int:
        """How many rows ``words_by_speaker`` has."""
        said = self._said(filters)
        return int(
            self.ask(f"select count(*) n from (select distinct v, kind from said x {said.sql})", said.values)["n"].iloc[
                0
            ]
        )

    def theme_counts(self, filters: Filters) -> pd.DataFrame:
        """One row a theme that shows, most statements first: ``theme_id``, ``statements``, ``speakers``, ``reported``
        (sentences that have it in the reporter's own words), ``places``.
        """
        raised = self._raised(filters)
        return self.ask(
            f"""select t.theme_id, count(*) filter (k >= 0) statements, count(distinct v) filter (k >= 0) speakers,
                count(*) filter (k < 0) reported, sum(places)::bigint places
            from (from raised x {raised.sql}) join theme t using (t)
            group by t.theme_id, t.t order by 2 desc, 4 desc, t.t""",
            raised.values,
        )

    def covered(self, filters: Filters) -> int:
        """How many of the statements shown have a theme."""
        raised = self._raised(filters, spoken=True)
        return int(self.ask(f"select count(distinct k) n from raised x {raised.sql}", raised.values)["n"].iloc[0])

    def own_places(self, filters: Filters) -> int:
        """How many places show a theme in the reporter's own words."""
        raised = self._raised(filters)
        sql = f"select coalesce(sum(places), 0)::bigint n from (from raised x {raised.sql}) where k < 0"
        return int(self.ask(sql, raised.values)["n"].iloc[0])

    def own_mentions(self, filters: Filters, most: int) -> pd.DataFrame:
        """The first rows of ``theme_mentions`` in the reporter's own words, one a sentence."""
        source, values = self._rows("theme_mentions", filters)
        sql = f"""select x.* from (select x.*, a.a as _a from {source} and x.statement_id is null) x
            qualify row_number() over (partition by article_id, sentence_id order by theme_mention_id) = 1
            order by _a, theme_mention_id limit {int(most)}"""
        return self._typed("theme_mentions", self._fetch(sql, values))

    def theme_kinds(self, filters: Filters) -> pd.DataFrame:
        """One row a theme and kind of statement: ``key``, ``part``, ``amount``."""
        raised = self._raised(filters, spoken=True)
        return self.ask(
            f"""select t.theme_id as key, c.kind::varchar as part, c.amount
            from (select t, kind, count(*) amount from raised x {raised.sql} group by all) c join theme t using (t)
            order by t.t, c.kind""",
            raised.values,
        )

    def theme_pairs(self, filters: Filters) -> pd.DataFrame:
        """One row a pair of themes that share statements, both ways: ``theme_id``, ``other_id``, ``statements``."""
        raised = self._raised(filters, spoken=True)
        return self.ask(
            f"""with held as (select k, t from raised x {raised.sql})
            select one.theme_id, two.theme_id as other_id, c.statements from (
                select h.t as t1, o.t as t2, count(*) statements from held h join held o on h.k = o.k and h.t <> o.t
                group by all
            ) c join theme one on one.t = c.t1 join theme two on two.t = c.t2
            order by c.statements desc, c.t1, c.t2""",
            raised.values,
        )

    def theme_words(self, filters: Filters, theme_id: str, most: int = 30) -> pd.DataFrame:
        """The words by which a theme shows, most first: ``text`` (folded), ``term``, ``n``."""
        source, values = self._rows("theme_mentions", filters.with_values(theme=(theme_id,)))
        return self.ask(
            f"""select lower(text) as text, term, count(*) n from {source}
            and method = 'rule' group by all order by n desc, 1, 2 limit {int(most)}""",
            values,
        )

    def theme_texts(self, filters: Filters, most: int = 8) -> pd.DataFrame:
        """The ``most`` frequent words by which each theme shows: ``theme_id``, ``words``."""
        source, values = self._rows("theme_mentions", filters)
        return self.ask(
            f"""with counted as (
                select theme_id, lower(text) as text, count(*) n from {source} and method = 'rule' group by all
            ), ranked as (
                select *, row_number() over (partition by theme_id order by n desc, text) as rank from counted
            )
            select theme_id, string_agg(text, '; ' order by rank) as words from ranked where rank <= {int(most)}
            group by theme_id""",
            values,
        )

    def kinds(self) -> list[str]:
        """The kinds of statement that there are."""
        return self.ask("select distinct kind::varchar as kind from said")["kind"].tolist()

    def raised_themes(self) -> set[str]:
        """The themes that show anywhere."""
        return set(self.ask("select theme_id from theme where t in (select t from raised)")["theme_id"])

    def speaking(self, most: int) -> pd.DataFrame:
        """The ``most`` first speakers of statements, in order: ``key``; then the many, by statements."""
        return self.ask(
            f"""select speaker_id as key from voice where v in (select v from said)
            order by v < 0, v limit {int(most)}"""
        )

    def speakers_named(self, words: str, most: int = 50) -> list[str]:
        """Ids of speakers whose name holds all of ``words``, those first who say most."""
        parts = words.casefold().split()
        if not parts:
            return []
        holds = " and ".join(["contains(lower(name), lower(?))"] * len(parts))
        sql = f"select speaker_id from voice where v >= 0 and n > 0 and {holds} order by v limit {int(most)}"
        return self.ask(sql, parts)["speaker_id"].tolist()

    def cast(self, filters: Filters, most: int | None = None) -> pd.DataFrame:
        """One row a speaker of what is shown, most words first: ``key``, ``kind``, ``statements``, ``direct``,
        ``mixed``, ``indirect``, ``words``, ``themes``, ``figures``, ``articles``, and ``role``, ``role_is_former``,
        ``organisation``, ``parent_organisation``, ``country`` of the first article that gives a role.
        """
        said, raised, amount = self._said(filters), self._raised(filters, spoken=True), self._amount(filters)
        few = f"limit {int(most)}" if most else ""
        return self.ask(
            f"""with spoken as (
                select v, count(*) statements, count(*) filter (kind = 'direct') direct,
                    count(*) filter (kind = 'mixed') mixed, count(*) filter (kind = 'indirect') indirect,
                    sum(n_words)::bigint words, count(distinct a) articles
                from said x {said.sql} group by v order by words desc, v {few}
            ), themed as (select v, count(distinct t) themes from raised x {raised.sql} group by v),
            given as (select v, count(*) figures from (from amount x {amount.sql}) where k >= 0 group by v),
            described as (
                select v.v, x.role, x.role_is_former, x.organisation, x.parent_organisation, x.country
                from speakers x join voice v using (speaker_id) join article a using (article_id)
                where v.v in (select v from spoken)
                qualify row_number() over (partition by v.v order by x.role is null, x.organisation is null, a.a) = 1
            )
            select v.speaker_id as key, v.kind::varchar kind, s.statements, s.direct, s.mixed, s.indirect, s.words,
                coalesce(t.themes, 0) themes, coalesce(g.figures, 0) figures, s.articles,
                d.role, d.role_is_former, d.organisation, d.parent_organisation, d.country
            from spoken s join voice v using (v) left join themed t using (v) left join given g using (v)
            left join described d using (v) order by s.words desc, v.v""",
            [*said.values, *raised.values, *amount.values],
        )

    def cues(self, filters: Filters) -> int:
        """How many different reporting words the statements shown have."""
        said = self._said(filters)
        sql = f"""select count(distinct x.cue_lemma) n from statements x join article a using (article_id)
            where a.a::bigint * 1000000 + x.statement_id in (select k from said x {said.sql})"""
        return int(self.ask(sql, said.values)["n"].iloc[0])

    def senses(self, filters: Filters) -> pd.DataFrame:
        """How it is said, most often first: ``sense``, ``n``."""
        said = self._said(filters)
        return self.ask(
            f"""select sense::varchar as sense, count(*) n from (from said x {said.sql}) where sense is not null
            group by 1 order by 2 desc, 1""",
            said.values,
        )

    def cast_totals(self, filters: Filters) -> dict[str, Any]:
        """Of the speakers shown: ``kinds`` (how many of each), ``with_role``, ``without_role`` (people), ``bodies``."""
        said = self._said(filters)
        chosen = f"(select distinct v from said x {said.sql})"
        kinds = self.ask(
            f"select v.kind::varchar kind, count(*) n from {chosen} join voice v using (v) where v >= 0 group by 1",
            said.values,
        )
        roles = self.ask(
            f"""select count(*) filter (held) with_role, count(*) filter (not held and kind = 'person') without_role
            from (
                select v.v, any_value(v.kind) kind, bool_or(x.role is not null) held
                from {chosen} join voice v using (v) join speakers x using (speaker_id) group by 1)""",
            said.values,
        )
        bodies = self.ask(
            f"""select count(distinct body) n from (
                select unnest([x.organisation, x.parent_organisation]) as body
                from {chosen} join voice v using (v) join speakers x using (speaker_id))""",
            said.values,
        )
        return {
            "kinds": dict(zip(kinds["kind"], kinds["n"], strict=True)),
            "with_role": int(roles["with_role"].iloc[0]),
            "without_role": int(roles["without_role"].iloc[0]),
            "bodies": int(bodies["n"].iloc[0]),
        }

    def figure_counts(self, filters: Filters) -> pd.DataFrame:
        """How many figures there are of each sort: ``dimension``, ``direction`` (or ``none``), ``by`` (``speaker`` or
        ``article``), ``exact``, ``unit``, ``n``.
        """
        amount = self._amount(filters)
        return self.ask(
            f"""select dimension::varchar dimension, coalesce(direction, 'none') direction,
                case when k >= 0 then 'speaker' else 'article' end as "by", comparator = '=' as exact, unit, count(*) n
            from amount x {amount.sql} group by all order by n desc, 1, 2, 3, 4, 5""",
            amount.values,
        )

    def figures(
        self, filters: Filters, dimensions: Sequence[str], directions: Sequence[str], by: Sequence[str], most: int
    ) -> pd.DataFrame:
        """The first rows of ``figures`` that are shown and have one of these values each (an empty list takes all); the
        values are those of ``figure_counts``.
        """
        amount = self._amount(filters)
        for values, expression in (
            (dimensions, "x.dimension::varchar"),
            (directions, "coalesce(x.direction, 'none')"),
            (by, "case when x.k >= 0 then 'speaker' else 'article' end"),
        ):
            if values:
                amount.add(f"{expression} in (select unnest(?))", list(values))
        sql = f"""with picked as (
                select a, figure_id from amount x {amount.sql} order by a, figure_id limit {int(most)})
            select x.* from figures x join article a using (article_id)
            join picked p on p.a = a.a and p.figure_id = x.figure_id order by p.a, p.figure_id"""
        return self._typed("figures", self._fetch(sql, amount.values))

    # Over time and between outlets

    def timeline(self, filters: Filters, unit: str, part: str = "") -> pd.DataFrame:
        """Statements by ``unit`` (day, week, month or year) of publication: ``begin`` (its first day), ``part``, ``n``.

        ``part`` is "" (all), ``kind``, ``theme`` or ``speaker``; "figures" counts figures instead. Articles without a
        date are left out.
        """
        if part == "theme":
            held, name, key = self._raised(filters, spoken=True), "raised", "t.theme_id"
        elif part == "figures":
            held, name, key = self._amount(filters), "amount", "x.dimension::varchar"
        else:
            held, name = self._said(filters), "said"
            key = {"": "''", "kind": "x.kind::varchar", "speaker": "v.speaker_id"}[part]
        joined = {"theme": "join theme t using (t)", "speaker": "join voice v using (v)"}.get(part, "")
        return self.ask(
            f"""select date_trunc('{_UNITS[unit]}', a.day)::date as begin, {key} as part, count(*) n
            from (from {name} x {held.sql}) x join article a using (a) {joined}
            where a.day is not null group by all order by 1, 3 desc, 2""",
            held.values,
        )

    def days(self, filters: Filters) -> dict[str, Any]:
        """``first`` and ``last`` day of the articles shown, or None, and how many are ``dated`` and ``undated``."""
        chosen = where.articles(filters)
        found = self.ask(
            f"""select min(day) as first, max(day) as last, count(day) dated, count(*) - count(day) undated
            from article x {chosen.sql}""",
            chosen.values,
        ).iloc[0]
        return {
            "first": None if pd.isna(found["first"]) else pd.Timestamp(found["first"]).date(),
            "last": None if pd.isna(found["last"]) else pd.Timestamp(found["last"]).date(),
            "dated": int(found["dated"]),
            "undated": int(found["undated"]),
        }

    def sources(self, filters: Filters) -> pd.DataFrame:
        """One row an outlet, most articles first: ``source`` (missing where not stated), ``articles``, ``statements``,
        ``quoted``, ``speakers``, ``words`` in statements.
        """
        chosen, said = where.articles(filters), self._said(filters)
        return self.ask(
            f"""with held as (select source, count(*) articles from article x {chosen.sql} group by 1),
            spoken as (select a.source, count(*) statements, count(*) filter (x.kind <> 'indirect') quoted,
                count(distinct x.v) speakers, sum(x.n_words)::bigint words
                from (from said x {said.sql}) x join article a using (a) group by 1)
            select h.source, h.articles, coalesce(s.statements, 0) statements, coalesce(s.quoted, 0) quoted,
                coalesce(s.speakers, 0) speakers, coalesce(s.words, 0) words
            from held h left join spoken s on s.source is not distinct from h.source
            order by h.articles desc, h.source""",
            [*chosen.values, *said.values],
        )

    def source_by(self, filters: Filters, what: str, most: int | None = None) -> pd.DataFrame:
        """One row an outlet and speaker or theme (``what``): ``source``, ``key``, ``statements``; of the ``most``
        frequent speakers or themes. Articles without an outlet are left out.
        """
        held = self._said(filters) if what == "speaker" else self._raised(filters, spoken=True)
        name, number = ("said", "v") if what == "speaker" else ("raised", "t")
        labels = "voice" if what == "speaker" else "theme"
        first = f"select {number} from counted group by 1 order by sum(n) desc, 1 limit {int(most or 0)}"
        few = f"where {number} in ({first})"
        return self.ask(
            f"""with counted as (
                select a.source, x.{number}, count(*) n from (from {name} x {held.sql}) x join article a using (a)
                where a.source is not null and x.{number} >= 0 group by all)
            select c.source, l.{labels if labels != "voice" else "speaker"}_id as key, c.n as statements
            from (from counted {few if most else ""}) c join {labels} l using ({number})
            order by c.n desc, c.source, c.{number}""",
            held.values,
        )

    def per_article(self, filters: Filters) -> pd.DataFrame:
        """One row an article: ``article_id``, ``statements``, ``speakers`` (that speak)."""
        chosen = where.articles(filters)
        return self.ask(
            f"""select x.article_id, count(s.k) statements, count(distinct s.v) filter (s.v >= 0) speakers
            from article x left join said s on s.a = x.a {chosen.sql} group by x.article_id, x.a order by x.a""",
            chosen.values,
        )

    def source_names(self) -> list[str]:
        """The outlets, those with most articles first."""
        sql = "select source, count(*) n from article where source is not null group by 1 order by 2 desc, 1"
        return self.ask(sql)["source"].tolist()

    def roles(self, key: str) -> pd.DataFrame:
        """A speaker's rows of ``speakers``, by date: those columns, with ``title``, ``source`` and ``published``."""
        return self.ask(
            """select x.*, b.title, b.source, b.published
            from speakers x join article a using (article_id) join articles b using (article_id)
            where x.speaker_id = ? order by a.day nulls last, a.a""",
            [key],
        )

    def measured(self, filters: Filters, most: int = 200) -> pd.DataFrame:
        """What several articles give a figure for, most articles first: ``what`` (folded, without an article before
        it), ``unit``, ``dimension``, ``articles``, ``figures``.
        """
        source, values = self._rows("figures", filters)
        return self.ask(
            f"""select {_MEASURED} as what, lower(unit) as unit, dimension, count(distinct article_id) articles,
                count(*) figures
            from {source} and what is not null group by all having count(distinct article_id) > 1
            order by articles desc, figures desc, 1, 2 nulls first limit {int(most)}""",
            values,
        )

    def figures_of(self, filters: Filters, what: str, unit: str | None, dimension: str) -> pd.DataFrame:
        """The figures of one row of ``measured``, by date: rows of ``figures``, with ``title``, ``source``, ``day``."""
        source, values = self._rows("figures", filters)
        return self.ask(
            f"""select f.*, b.title, b.source, a.day from (
                select * from {source} and {_MEASURED} = ? and lower(unit) is not distinct from ?
                and dimension = ?) f join article a using (article_id) join articles b using (article_id)
            order by a.day nulls last, a.a, f.figure_id""",
            [*values, what, unit, dimension],
        )

    # Rows

    def article(self, article_id: str) -> Any:
        """The row of an article in ``articles``."""
        return next(self.articles[self.articles["article_id"] == article_id].itertuples())

    def shown_among(self, filters: Filters, article_ids: Sequence[str]) -> set[str]:
        """Which of these articles the filters on articles leave."""
        chosen = where.articles(filters)
        chosen.add("x.article_id in (select unnest(?))", list(article_ids))
        return set(self.ask(f"select article_id from article x {chosen.sql}", chosen.values)["article_id"])

    def holding(self, patterns: Sequence[str], filters: Filters, most: int) -> tuple[list[str], int]:
        """Ids of articles in whose sentences all regular expressions are found, whatever the case, those with most such
        sentences first, and how many there are. Only the filters on articles apply.
        """
        chosen = where.articles(filters, "a")
        found = " or ".join(["regexp_matches(x.text, ?, 'i')"] * len(patterns))
        each = " and ".join(["bool_or(regexp_matches(x.text, ?, 'i'))"] * len(patterns))
        chosen.add(f"({found})", *patterns)
        sql = f"""select x.article_id, count(*) n from sentences x join article a using (article_id) {chosen.sql}
            group by x.article_id, a.a having {each} order by n desc, a.a"""
        ids = self.ask(sql, [*chosen.values, *patterns])["article_id"].tolist()
        return ids[:most], len(ids)

    def is_shown(self, filters: Filters, article_id: str) -> bool:
        """Whether ``filters`` leave an article."""
        chosen = where.articles(filters)
        chosen.add("x.article_id = ?", article_id)
        return bool(self.ask(f"select count(*) n from article x {chosen.sql}", chosen.values)["n"].iloc[0])

    def rows(self, table: str, filters: Filters, *, most: int | None = None, skip: int = 0) -> pd.DataFrame:
        """The rows of ``table`` that are shown, in the order of the articles and their texts; at most ``most`` after
        the first ``skip``. Columns and types are those of ``SCHEMAS``.
        """
        limit = (f"limit {int(most)} " if most is not None else "") + (f"offset {int(skip)}" if skip else "")
        if table == "themes":
            found = self.themes(filters)
            return found.iloc[skip : None if most is None else skip + most]
        if table == "articles":
            chosen = where.articles(filters)
            picked = self.ask(f"select a from article x {chosen.sql} order by a {limit}", chosen.values)
            return self.articles.iloc[picked["a"]].drop(columns="copy_of")
        if table in ("statements", "figures"):
            return self._keyed(table, filters, limit)
        source, values = self._rows(table, filters)
        number = _NUMBERED.get(table, "speaker_id")
        # Without filters the rows lie in order already; to sort millions for one page would take seconds.
        order = f"order by a.a, {number}" if filters.is_active else ""
        joined = f"(select x.*, a.a as _a from {source}) x" if filters.is_active else table
        sql = (
            f"select x.* exclude (_a) from {joined} order by _a, {number} {limit}" if order else f"from {table} {limit}"
        )
        return self._typed(table, self._fetch(sql, values if order else ()))

    def _keyed(self, table: str, filters: Filters, limit: str) -> pd.DataFrame:
        """Rows of statements or figures: which they are is told by the facts, and only those are read."""
        facts_of, held = ("said", self._said(filters)) if table == "statements" else ("amount", self._amount(filters))
        number = _NUMBERED[table]
        sql = f"""with picked as (select a, {number} from {facts_of} x {held.sql} order by a, {number} {limit})
            select x.* from {table} x join article a using (article_id)
            join picked p on p.a = a.a and p.{number} = x.{number} order by p.a, p.{number}"""
        return self._typed(table, self._fetch(sql, held.values))

    def rows_at(self, table: str, keys: Iterable[tuple[str, int]]) -> pd.DataFrame:
        """Rows of ``table`` by (article's id, statement's id): what stands in these statements."""
        pairs = list(keys)
        if not pairs:
            return typed(table, {name: [] for name in SCHEMAS[table].columns})
        sql = f"""with wanted as (select unnest(?) as article_id, unnest(?) as statement_id)
            select x.* from {table} x join wanted w on w.article_id = x.article_id and w.statement_id = x.statement_id
            order by {_NUMBERED[table]}"""
        found = self._fetch(sql, [[one for one, _ in pairs], [int(number) for _, number in pairs]])
        return self._typed(table, found)

    def without_theme(self, filters: Filters, theme_id: str, most: int) -> tuple[pd.DataFrame, int]:
        """The first statements shown that lack a theme, and how many lack it."""
        said = self._said(filters)
        lacking = f"""(from said x {said.sql}) where k not in (
            select k from raised where k >= 0 and t in (select t from theme where theme_id = ?))"""
        total = int(self.ask(f"select count(*) n from {lacking}", [*said.values, theme_id])["n"].iloc[0])
        sql = f"""with picked as (select a, statement_id from {lacking} order by k limit {int(most)})
            select x.* from statements x join article a using (article_id)
            join picked p on p.a = a.a and p.statement_id = x.statement_id order by p.a, p.statement_id"""
        return self._typed("statements", self._fetch(sql, [*said.values, theme_id])), total

    def sentences_at(self, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
        """Rows of ``sentences`` by (article's id, sentence's id)."""
        pairs = list(dict.fromkeys((article_id, int(number)) for article_id, number in keys))
        if not pairs:
            return {}
        sql = """with wanted as (select unnest(?) as article_id, unnest(?) as sentence_id)
            select x.* from sentences x join wanted w using (article_id, sentence_id)"""
        found = self._typed("sentences", self._fetch(sql, [list(column) for column in zip(*pairs, strict=True)]))
        rows: Iterable[Any] = found.itertuples()
        return {(row.article_id, row.sentence_id): row for row in rows}

    def sentence_with(self, article_id: str, place: int) -> Any:
        """The row of ``sentences`` that holds a place in an article's text; None where there is none."""
        sql = 'select * from sentences where article_id = ? and "start" <= ? and "end" > ? limit 1'
        found = self._typed("sentences", self._fetch(sql, [article_id, int(place), int(place)]))
        return next(found.itertuples(), None)

    def tables_of(self, articles: Sequence[str]) -> Tables:
        """All tables of some articles."""
        filters = Filters(article=tuple(articles))
        held = {name: self.rows(name, filters) for name in ("articles", *facts.ROWS)}
        return Tables(**held, themes=count_themes(self.about_themes, held["theme_mentions"]))

    def tables(self, filters: Filters, *, most: int | None = None) -> Tables:
        """All tables of what is shown; at most ``most`` rows of each."""
        held = {name: self.rows(name, filters, most=most) for name in SCHEMAS}
        return Tables(**held)

    def themes(self, filters: Filters) -> pd.DataFrame:
        """The table ``themes``, counted over what is shown."""
        raised = self._raised(filters)
        chosen = f"(from raised x {raised.sql})"
        counts = self.ask(
            f"""select t.theme_id, count(distinct k) filter (k >= 0) n_statements,
                count(distinct x.v) filter (k >= 0 and v >= 0) n_speakers
            from {chosen} x join theme t using (t) group by 1""",
            raised.values,
        ).set_index("theme_id")
        source, values = self._rows("theme_mentions", filters)
        sentences = self.ask(
            f"select theme_id, count(distinct (article_id, sentence_id)) n from {source} group by 1", values
        ).set_index("theme_id")["n"]
        about = self.about_themes
        if filters.theme:
            about = about[about["theme_id"].isin(filters.theme)]
        counted = about.assign(
            n_statements=about["theme_id"].map(counts["n_statements"]).fillna(0),
            n_sentences=about["theme_id"].map(sentences).fillna(0),
            n_speakers=about["theme_id"].map(counts["n_speakers"]).fillna(0),
        )
        return self._typed("themes", counted)

    def _rows(self, table: str, filters: Filters) -> tuple[str, list[Any]]:
        """What stands behind FROM for the rows of ``table`` that are shown, ending in conditions, with values."""
        source = f"{table} x join article a using (article_id)"
        chosen = where.articles(filters, "a")
        if filters.on_statements.is_active or table in ("theme_mentions", "figures"):
            said = self._said(filters)
            if table in ("speakers", "mentions"):
                chosen.add(
                    f"""(a.a, x.speaker_id) in (
                        select (q.a, v.speaker_id) from (select distinct a, v from said x {said.sql}) q
                        join voice v using (v))""",
                    *said.values,
                )
            elif table == "theme_mentions":
                raised = self._raised(filters)
                if filters.theme:
                    chosen.add("x.theme_id in (select unnest(?))", list(filters.theme))
                if filters.on_statements.is_active:
                    chosen.add(
                        f"""(case when x.statement_id is null
                        then a.a::bigint * 1000000 + x.sentence_id in (select place from raised x {raised.sql})
                        else a.a::bigint * 1000000 + x.statement_id in (select k from raised x {raised.sql}) end)""",
                        *raised.values,
                        *raised.values,
                    )
            elif table == "figures":
                amount = self._amount(filters)
                if filters.on_statements.is_active:
                    sql = f"select (a, figure_id) from amount x {amount.sql}"
                    chosen.add(f"(a.a, x.figure_id) in ({sql})", *amount.values)
            elif table == "sentences":
                raised, amount = self._raised(filters), self._amount(filters)
                chosen.add(
                    f"""a.a::bigint * 1000000 + x.sentence_id in (
                        select a::bigint * 1000000 + unnest(range(sentence_id, last_sentence_id + 1))
                        from said x {said.sql}
                        union all select place from amount x {amount.sql}
                        union all select a.a::bigint * 1000000 + m.sentence_id
                        from theme_mentions m join article a using (article_id) join raised x
                        on x.k = coalesce(a.a::bigint * 1000000 + m.statement_id, -1)
                        and (x.k >= 0 or x.place = a.a::bigint * 1000000 + m.sentence_id) {raised.sql})""",
                    *said.values,
                    *amount.values,
                    *raised.values,
                )
        if not chosen.conditions:
            chosen.add("true")
        return f"{source} {chosen.sql}", chosen.values

    def _typed(self, table: str, found: pd.DataFrame) -> pd.DataFrame:
        return typed(table, {name: found[name] for name in SCHEMAS[table].columns})


class Speakers:
    """Speakers by id: the most frequent are known at once, others are looked up when they are asked for."""

    def __init__(self, held: Collection) -> None:
        self._held = held
        self._known: dict[str, tuple[str, str | None, int]] = {}
        self._take("true")

    def _take(self, condition: str, values: Sequence[Any] = ()) -> None:
        sql = f"select speaker_id, name, first_in, v from voice where {condition} order by v limit {_KNOWN}"
        for key, name, first_in, rank in self._held.ask(sql, values).itertuples(index=False):
            self._known[key] = (name, first_in if isinstance(first_in, str) else None, int(rank))

    def look_up(self, keys: Iterable[str]) -> None:
        """Have these speakers known, with one question."""
        missing = sorted({key for key in keys if key not in self._known})
        if missing:
            self._take("speaker_id in (select unnest(?))", [missing])

    def _of(self, key: str) -> tuple[str, str | None, int]:
        if key not in self._known:
            self.look_up([key])
        return self._known.get(key, (key, None, -1))

    def name(self, key: str) -> str:
        """The name behind an id; the id where there is none."""
        return self._of(key)[0]

    def first_in(self, key: str) -> str | None:
        """The article that first names this speaker."""
        return self._of(key)[1]

    def rank(self, key: str) -> int:
        """The place among all: in the order of speaking, or of several articles by statements; -1 for nobody."""
        return self._of(key)[2]


_KNOWN = 5_000
_UNITS = {"day": "day", "week": "week", "month": "month", "year": "year"}
_MEASURED = "regexp_replace(lower(what), '^(the|a|an|its|their|his|her|this|that) ', '')"

__all__ = ["NOBODY", "Collection"]
