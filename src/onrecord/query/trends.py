"""Over time and between outlets: what comparing articles shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from onrecord.query import conditions
from onrecord.query.rows import Rows

if TYPE_CHECKING:
    from onrecord.query.filters import Filters

_UNITS = ("day", "week", "month", "year")


class Trends(Rows):
    """Counts by day and by outlet, a speaker's roles, one figure in several articles."""

    def timeline(self, filters: Filters, unit: str, part: str = "") -> pd.DataFrame:
        """Statements by ``unit`` (day, week, month or year) of publication: ``begin`` (its first day), ``part``, ``n``.

        ``part`` is "" (all), ``kind``, ``theme`` or ``speaker``; "figures" counts figures instead. Articles without a
        date are left out.
        """
        if unit not in _UNITS:
            raise ValueError(f"{unit!r} is none of {', '.join(_UNITS)}")
        if part == "theme":
            held, name, key = self._raised(filters, spoken=True), "raised", "t.theme_id"
        elif part == "figures":
            held, name, key = self._amount(filters), "amount", "x.dimension::varchar"
        else:
            held, name = self._said(filters), "said"
            key = {"": "''", "kind": "x.kind::varchar", "speaker": "v.speaker_id"}[part]
        joined = {"theme": "join theme t using (t)", "speaker": "join voice v using (v)"}.get(part, "")
        return self.ask(
            f"""select date_trunc('{unit}', a.day)::date as begin, {key} as part, count(*) n
            from (from {name} x {held.sql}) x join article a using (a) {joined}
            where a.day is not null group by all order by 1, 3 desc, 2""",
            held.values,
        )

    def days(self, filters: Filters) -> dict[str, Any]:
        """``first`` and ``last`` day of the articles shown, or None, and how many are ``dated`` and ``undated``."""
        chosen = conditions.articles(filters)
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
        chosen, said = conditions.articles(filters), self._said(filters)
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
        chosen = conditions.articles(filters)
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
        amount = self._amount(filters)
        return self.ask(
            f"""select w.what, u.unit, c.dimension::varchar dimension, c.articles, c.figures from (
                select what, unit, dimension, count(distinct a) articles, count(*) figures
                from amount x {amount.sql} group by all having what >= 0 and count(distinct a) > 1
                order by articles desc, figures desc, what, unit limit {int(most)}
            ) c join whats w on w.number = c.what left join units u on u.number = c.unit
            order by c.articles desc, c.figures desc, c.what, c.unit""",
            amount.values,
        )

    def figures_of(self, filters: Filters, what: str, unit: str | None, dimension: str) -> pd.DataFrame:
        """The figures of one row of ``measured``, by date: rows of ``figures``, with ``title``, ``source``, ``day``."""
        amount = self._amount(filters)
        amount.add("x.what = (select number from whats where what = ?)", what)
        if unit is None:
            amount.add("x.unit < 0")
        else:
            amount.add("x.unit = (select number from units where unit = ?)", unit)
        amount.add("x.dimension::varchar = ?", dimension)
        return self.ask(
            f"""with picked as (select a, figure_id from amount x {amount.sql})
            select f.*, b.title, b.source, a.day
            from figures f join article a using (article_id) join articles b using (article_id)
            join picked p on p.a = a.a and p.figure_id = f.figure_id
            order by a.day nulls last, a.a, f.figure_id""",
            amount.values,
        )
