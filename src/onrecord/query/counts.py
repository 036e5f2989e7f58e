"""How much, by whom, on what: counts over what filters leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.query import conditions
from onrecord.query.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from onrecord.query.filters import Filters


class Counts(Rows):
    """Counts of statements, themes, speakers and figures. A DataFrame that is answered must not be changed."""

    def totals(self, filters: Filters) -> dict[str, int]:
        """How much is shown: ``articles``, ``words`` (of the articles), ``statements``, ``quoted`` (direct or mixed),
        ``voices``, ``people``, ``attributed`` (words in statements that have a speaker), ``themes`` (in statements),
        ``figures``.
        """
        articles, said = conditions.articles(filters), self._said(filters)
        raised, amount = self._raised(filters, spoken=True), self._amount(filters)
        about = self.ask(
            f"""select count(*) articles, coalesce(sum(n_words), 0)::bigint words from article x {articles.sql}""",
            articles.values,
        )
        spoken = self.ask(
            f"""select count(*) statements, count(*) filter (kind <> 'indirect') quoted,
                coalesce(sum(n_words) filter (v >= 0), 0)::bigint attributed from said x {said.sql}""",
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
            chosen = conditions.articles(filters)
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
        """How many speakers the statements shown have."""
        said = self._said(filters)
        sql = f"select count(distinct v) n from (from said x {said.sql}) where v >= 0"
        return int(self.ask(sql, said.values)["n"].iloc[0])

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
        """How many speakers make the statements shown that have a theme."""
        raised = self._raised(filters, spoken=True)
        sql = f"select count(distinct v) n from (from raised x {raised.sql}) where v >= 0"
        return int(self.ask(sql, raised.values)["n"].iloc[0])

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
            f"""select t.theme_id, count(*) filter (k >= 0) statements,
                count(distinct v) filter (k >= 0 and v >= 0) speakers, count(*) filter (k < 0) reported,
                sum(places)::bigint places
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
        sql = f"select count(distinct cue) n from (from said x {said.sql}) where has_cue"
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
            f"""select dimension::varchar dimension, coalesce(direction::varchar, 'none') direction,
                case when k >= 0 then 'speaker' else 'article' end as "by", is_exact as exact, u.unit, count(*) n
            from (from amount x {amount.sql}) x left join units u on u.number = x.unit
            group by all order by n desc, 1, 2, 3, 4, 5""",
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
            (directions, "coalesce(x.direction::varchar, 'none')"),
            (by, "case when x.k >= 0 then 'speaker' else 'article' end"),
        ):
            if values:
                amount.add(f"{expression} in (select unnest(?))", list(values))
        sql = f"""with picked as (
                select a, figure_id from amount x {amount.sql} order by a, figure_id limit {int(most)})
            select x.* from figures x join article a using (article_id)
            join picked p on p.a = a.a and p.figure_id = x.figure_id order by p.a, p.figure_id"""
        return self._typed("figures", self._fetch(sql, amount.values))
