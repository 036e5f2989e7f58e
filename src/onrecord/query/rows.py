"""The rows themselves, read from where the tables lie."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from onrecord.query import conditions, facts
from onrecord.query.database import Database
from onrecord.query.filters import Filters
from onrecord.schema import CODEBOOK_COLUMNS, SCHEMAS
from onrecord.tables import Tables, count_themes, frame_from_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import pandas as pd

_NUMBERED = {
    "sentences": "sentence_id",
    "mentions": "mention_id",
    "statements": "statement_id",
    "theme_mentions": "theme_mention_id",
    "figures": "figure_id",
}
_MOST_READ = 16
"""Articles whose tables are kept."""


class Rows(Database):
    """Rows of the tables under filters, in the order of the articles and their texts."""

    def __init__(
        self, articles: pd.DataFrame, themes: pd.DataFrame, folder: str | None = None, *, mixed: Collection[str] = ()
    ) -> None:
        super().__init__(folder)
        self._mixed = mixed
        self._read: OrderedDict[tuple[str, ...], Tables] = OrderedDict()
        self.articles = articles
        self.about_themes = themes[CODEBOOK_COLUMNS].reset_index(drop=True)

    def article(self, article_id: str) -> Any:
        """The row of an article in ``articles``."""
        return next(self.articles[self.articles["article_id"] == article_id].itertuples())

    def shown_among(self, filters: Filters, article_ids: Sequence[str]) -> set[str]:
        """Which of these articles the filters on articles leave."""
        chosen = conditions.articles(filters)
        chosen.add("x.article_id in (select unnest(?))", list(article_ids))
        return set(self.ask(f"select article_id from article x {chosen.sql}", chosen.values)["article_id"])

    def holding(self, patterns: Sequence[str], filters: Filters, most: int) -> tuple[list[str], int]:
        """Ids of articles in whose sentences all regular expressions are found, whatever the case, those with most such
        sentences first, and how many there are. Only the filters on articles apply.
        """
        chosen = conditions.articles(filters, "a")
        found = " or ".join(["regexp_matches(x.text, ?, 'i')"] * len(patterns))
        each = " and ".join(["bool_or(regexp_matches(x.text, ?, 'i'))"] * len(patterns))
        chosen.add(f"({found})", *patterns)
        sql = f"""select x.article_id, count(*) n from sentences x join article a using (article_id) {chosen.sql}
            group by x.article_id, a.a having {each} order by n desc, a.a"""
        ids = self.ask(sql, [*chosen.values, *patterns])["article_id"].tolist()
        return ids[:most], len(ids)

    def is_shown(self, filters: Filters, article_id: str) -> bool:
        """Whether ``filters`` leave an article."""
        chosen = conditions.articles(filters)
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
            chosen = conditions.articles(filters)
            picked = self.ask(f"select a from article x {chosen.sql} order by a {limit}", chosen.values)
            return self.articles.iloc[picked["a"]].drop(columns="copy_of")
        if table in ("statements", "figures"):
            return self._keyed(table, filters, limit)
        source, values = self._rows(table, filters)
        number = _NUMBERED.get(table, "speaker_id")
        # Without filters, and where people's rows are not mixed in, the rows lie in order already; to sort millions for
        # one page would take seconds.
        order = filters.is_active or table in self._mixed
        joined = f"(select x.*, a.a as _a from {source}) x" if order else table
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
            return frame_from_columns(table, {name: [] for name in SCHEMAS[table].columns})
        sql = f"""with wanted as (select unnest(?) as article_id, unnest(?) as statement_id)
            select x.* from {table} x join wanted w on w.article_id = x.article_id and w.statement_id = x.statement_id
            order by {_NUMBERED[table]}"""
        found = self._fetch(sql, [[one for one, _ in pairs], [int(number) for _, number in pairs]])
        return self._typed(table, found)

    def drawn(self, table: str, filters: Filters, most: int) -> pd.DataFrame:
        """The first ``most`` rows of ``statements`` or ``figures`` shown, sampled at random: the same each time,
        whatever the filters, and without regard to where a row stands or what it says.
        """
        facts_of, held = ("said", self._said(filters)) if table == "statements" else ("amount", self._amount(filters))
        number = _NUMBERED[table]
        sql = f"""with picked as (select a, {number}, hash(article_id, {number}) as lot
                from (from {facts_of} x {held.sql}) join article using (a) order by lot, a limit {int(most)})
            select x.* from {table} x join article a using (article_id)
            join picked p on p.a = a.a and p.{number} = x.{number} order by p.lot, p.a"""
        return self._typed(table, self._fetch(sql, held.values))

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
        """All tables of some articles. Those of a single one are kept for the next to ask: nobody may change them."""
        filters = Filters(article=tuple(articles))
        with self._lock:
            known = self._read.pop(filters.article, None)
        if known is None:
            held = {name: self.rows(name, filters) for name in ("articles", *facts.ROWS)}
            known = Tables(**held, themes=count_themes(self.about_themes, held["theme_mentions"]))
        if len(articles) == 1:
            with self._lock:
                self._read[filters.article] = known
                while len(self._read) > _MOST_READ:
                    self._read.popitem(last=False)
        return known

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
                count(distinct x.v) filter (k >= 0 and v >= 0)
                + count(distinct x.a) filter (k in (select k from unstated)) n_speakers
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
        chosen = conditions.articles(filters, "a")
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
        return frame_from_columns(table, {name: found[name] for name in SCHEMAS[table].columns})
