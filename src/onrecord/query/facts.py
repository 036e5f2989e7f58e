"""The facts of a collection: its tables with a number for each article, speaker and theme, so that counting is quick.

To group two million statements by a speaker's id, a word, takes ten times as long as by a number. The facts hold no
text: they stay small enough to be kept in memory (some 100 MB for 100,000 articles), and the tables' rows are read from
where they lie when a page shows them.

The views ``articles``, ``statements``, ``figures`` … are the tables with what people say put over them. The facts are
``article``, ``speaker`` and ``theme``, and by their numbers ``a``, ``v`` and ``t`` a row each statement, theme of a
statement or sentence, and figure: ``statement_fact``, ``theme_fact``, ``figure_fact``. ``k`` is one number for a
statement, -1 in the reporter's own words, and ``place`` one for a sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]

from onrecord.annotations import CHANGED
from onrecord.export.parquet import to_arrow
from onrecord.query.filters import NOBODY, UNSTATED
from onrecord.schema import (
    ADDED_COLUMNS,
    CODEBOOK_COLUMNS,
    DIMENSIONS,
    DIRECTIONS,
    SCHEMAS,
    SENSES,
    SPEAKER_EVIDENCE,
    SPEAKER_KINDS,
    STATEMENT_KINDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb
    import pandas as pd

    from onrecord.annotations import ThemeOverride
    from onrecord.tables import Tables

ROWS = ("sentences", "speakers", "mentions", "statements", "theme_mentions", "figures")
"""The tables that have rows of an article."""

_IN_MEMORY = ("speakers",)
"""Tables that are taken into memory where they are files: the speakers of a page are looked up all over them."""

BY_PEOPLE = 1_000_000
"""Theme mentions that a person added are numbered from here."""

_ENUMS = {
    "kind": STATEMENT_KINDS,
    "sense": SENSES,
    "evidence": SPEAKER_EVIDENCE,
    "dimension": DIMENSIONS,
    "direction": DIRECTIONS,
    "speaker_kind": SPEAKER_KINDS,
}


def build(
    connection: duckdb.DuckDBPyConnection,
    relations: Mapping[str, Any],
    *,
    articles: pd.DataFrame,
    themes: pd.DataFrame,
    merges: Mapping[tuple[str, str], str],
    overrides: Iterable[ThemeOverride],
    corrected: Tables | None,
) -> None:
    """Make the tables and views that questions are asked of.

    Args:
        connection: an empty database in memory.
        relations: for each of ``ROWS`` either what stands behind FROM in SQL, or an Arrow table, which is copied.
        articles: the table ``articles`` in its order, with a column ``copy_of``: the id of the article of which it is
            a copy, or missing.
        themes: the table ``themes``, in its order; its counts are not used.
        merges: by (article's id or "", speaker's id) the id under which a person wants this speaker counted.
        overrides: theme overrides in force, not yet part of ``theme_mentions``.
        corrected: the tables of the articles in which people corrected rows, to take the place of their rows in
            ``relations``.
    """
    for name, values in _ENUMS.items():
        listed = ", ".join(f"'{value}'" for value in values)
        connection.execute(f"create type {name}_type as enum ({listed})")
    _number_articles_and_themes(connection, articles, themes)
    _take_rows(connection, relations, merges, corrected)
    _number_speakers(connection, several=len(articles) > 1)
    connection.execute(_STATEMENT_FACT)
    connection.execute(_UNSTATED)
    _override_themes(connection, overrides)
    connection.execute(_THEME_SENTENCE)
    connection.execute(_THEME_FACT)
    for script in (*_WORDS_OF_FIGURES, _FIGURE_FACT):
        connection.execute(script)


def _number_articles_and_themes(
    connection: duckdb.DuckDBPyConnection, articles: pd.DataFrame, themes: pd.DataFrame
) -> None:
    _take(connection, "articles", to_arrow(articles))
    _take(connection, "themes", to_arrow(themes[CODEBOOK_COLUMNS]))
    connection.execute(
        """create table article as
        select (row_number() over () - 1)::int a, article_id, source, try_cast(published[:10] as date) as day,
               n_words::int n_words, copy_of is not null as is_copy
        from articles"""
    )
    connection.execute("create table theme as select (row_number() over () - 1)::int t, theme_id, label from themes")


def _take_rows(
    connection: duckdb.DuckDBPyConnection,
    relations: Mapping[str, Any],
    merges: Mapping[tuple[str, str], str],
    corrected: Tables | None,
) -> None:
    rows = [(article_id, speaker_id, into) for (article_id, speaker_id), into in merges.items()]
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)] or [pa.array([], pa.string())] * 3
    _take(connection, "merges", pa.table(columns, names=["article_id", "speaker_id", "into_id"]))
    for name in ROWS:
        source = relations[name]
        if isinstance(source, str) and name in _IN_MEMORY:
            connection.execute(f"create table raw_{name} as select * from {source}")
            source = f"raw_{name}"
        elif not isinstance(source, str):
            _take(connection, f"raw_{name}", source)
            source = f"raw_{name}"
        merged = bool(merges) and "speaker_id" in SCHEMAS[name].columns
        if name in ADDED_COLUMNS:
            source = _with_added_columns(connection, name, source)
        if name == "statements":
            connection.execute(f"create view first_statements as {_counted_as(source) if merged else f'from {source}'}")
        if corrected is not None and name in CHANGED:
            source = _with_corrected(connection, name, source, corrected)
        if name == "speakers":
            connection.execute(
                f"""create table merged_speaker as select x.speaker_id, any_value(x.name) as name
                from {_with_merges(source)} where {_COUNTED_AS} <> x.speaker_id group by 1"""
            )
            connection.execute(_merged_speakers(source) if merged else _UNMERGED_SPEAKERS.format(source=source))
            connection.execute("create view speakers as select * exclude (machine_id) from speaker_rows")
        else:
            connection.execute(f"create view {name} as {_counted_as(source) if merged else f'from {source}'}")


def _with_added_columns(connection: duckdb.DuckDBPyConnection, name: str, source: str) -> str:
    """What stands behind FROM for a table, also of an earlier version: without some columns, and ``spans`` as JSON."""
    there = {about[0] for about in connection.execute(f"from {source} limit 0").description or ()}
    values = {column: f'"{column}"' for column in SCHEMAS[name].columns}
    if name == "statements":
        values["spans"] = "spans::bigint[][]"
    for column, value in ADDED_COLUMNS[name].items():
        if column not in there:
            values[column] = "null::varchar" if value is None else str(value)
        elif value is not None:  # parts of an earlier version may be beside others
            values[column] = f"coalesce({column}, {value})"
    listed = ", ".join(f'{value} as "{column}"' for column, value in values.items())
    return f"(select {listed} from {source})"


_COUNTED_AS = "coalesce(here.into_id, everywhere.into_id, x.speaker_id)"


def _with_merges(source: str) -> str:
    """What stands behind FROM for the rows of ``source``, called ``x``, with what ``_COUNTED_AS`` needs."""
    return f"""{source} x
        left join merges here on here.article_id = x.article_id and here.speaker_id = x.speaker_id
        left join merges everywhere on everywhere.article_id = '' and everywhere.speaker_id = x.speaker_id"""


def _counted_as(source: str) -> str:
    """The rows of a table with the speakers in it as whom a person wants counted."""
    return f"select x.* replace ({_COUNTED_AS} as speaker_id) from {_with_merges(source)}"


_UNMERGED_SPEAKERS = "create view speaker_rows as select *, speaker_id as machine_id from {source}"


def _merged_speakers(source: str) -> str:
    """The table ``speaker_rows``: the rows of ``speakers``, those who are counted as one in an article as one row.

    Its counts are added up. Its name is the target's, if the article has the target, else that of whoever comes first;
    a role, an organisation and the rest are the target's, else those of the first who has one, with their places in
    the text. ``machine_id`` is the id that the row with the name had.
    """
    columns = [name for name in SCHEMAS["speakers"].columns if name not in ("article_id", "speaker_id")]
    counts = [name for name in columns if name.startswith("n_")]
    alone = [(name,) for name in columns if name not in counts and all(name not in group for group in _TOGETHER)]
    groups = [*_TOGETHER, *alone]
    summed = [f"sum({name})::bigint as {name}" for name in counts]
    chosen = [
        f"arg_min({{{', '.join(f'{name}: {name}' for name in group)}}}, rank) filter ({group[0]} is not null) as g{n}"
        for n, group in enumerate(groups)
    ]
    fields = [f"g{n}.{name} as {name}" for n, group in enumerate(groups) for name in group]
    return f"""create table speaker_rows as
        with counted as (
            select x.* replace ({_COUNTED_AS} as speaker_id), x.speaker_id as machine_id
            from {_with_merges(f"(select *, row_number() over () as place from {source})")}
        ), ranked as (
            select *, count(*) over (partition by article_id, speaker_id) as n,
                row_number() over (
                    partition by article_id, speaker_id order by machine_id <> speaker_id, place) as rank
            from counted
        ), merged as (
            select article_id, speaker_id, min(place) as place, {", ".join([*summed, *chosen])}
            from ranked where n > 1 group by article_id, speaker_id
        )
        select * exclude (place) from (
            select * exclude (n, rank) from ranked where n = 1
            union all by name
            select article_id, speaker_id, place, {", ".join([*counts, *fields])} from merged
        ) order by place"""


_TOGETHER = (
    ("name", "kind", "name_start", "name_end", "machine_id"),
    ("role", "role_is_former", "role_start", "role_end"),
    ("organisation", "parent_organisation", "organisation_start", "organisation_end"),
)
"""Columns of ``speakers`` that are taken from one row together, being about one thing: the first that has it."""


def _with_corrected(connection: duckdb.DuckDBPyConnection, name: str, source: str, corrected: Tables) -> str:
    """What stands behind FROM for a table with the rows of corrected articles in place of those they had."""
    _take(connection, f"corrected_{name}", to_arrow(getattr(corrected, name)))
    _take(connection, "corrected_articles", to_arrow(corrected.articles[["article_id"]]))
    return f"""(select * from {source} where article_id not in (select article_id from corrected_articles)
        union all by name select * from corrected_{name})"""


def _take(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Make a table of Arrow rows; one that is there stays."""
    connection.register("given_rows", rows)
    connection.execute(f"create table if not exists {name} as select * from given_rows")
    connection.unregister("given_rows")


def _number_speakers(connection: duckdb.DuckDBPyConnection, *, several: bool) -> None:
    """Speakers by number: of one article in the order in which they speak; of several those first who say most.

    The order, and with it each speaker's colour, is that of the statements as they were parsed: a correction leaves it
    as it is, and whom a person named comes last.
    """
    order = "n_parsed desc, first, speaker_id" if several else "first, speaker_id"
    connection.execute(
        f"""create table speaker as
        with spoken as (
            select x.speaker_id, min(a.a::bigint * 1000000 + x.statement_id) as first, count(*) as n_parsed
            from first_statements x join article a using (article_id) where x.speaker_id is not null group by 1
        ), counted as (select speaker_id, count(*) as n from statements where speaker_id is not null group by 1
        ), named as (
            select x.speaker_id, arg_min(x.name, (x.machine_id <> x.speaker_id, a.a)) as name,
                   arg_min(x.kind, (x.machine_id <> x.speaker_id, a.a))::speaker_kind_type as kind,
                   arg_min(x.article_id, a.a) as first_in
            from speaker_rows x join article a using (article_id)
            where not starts_with(x.speaker_id, {UNSTATED!r}) group by 1
        )
        select (row_number() over (order by {order}) - 1)::int v, * exclude (n_parsed)
        from (select speaker_id, name, kind, first_in, coalesce(n, 0) n, coalesce(n_parsed, 0) n_parsed,
                     coalesce(first, 1000000000000) as first
              from named left join spoken using (speaker_id) left join counted using (speaker_id))"""
    )
    connection.execute("insert into speaker values (-1, ?, 'Unattributed', null, null, 0, 0)", [NOBODY])


# ``k`` is one number for a statement, ``place`` one for a sentence: to look one number up is quicker than a pair.
_STATEMENT = "(a.a::bigint * 1000000 + x.statement_id::bigint)"
_PLACE = "(a.a::bigint * 1000000 + x.sentence_id::bigint)"

_STATEMENT_FACT = f"""create table statement_fact as
select {_STATEMENT} as k, a.a, x.statement_id::int statement_id, coalesce(v.v, -1)::int v, x.kind::kind_type kind,
       x.n_words::int n_words, try_cast(x.cue_sense as sense_type) sense, hash(x.cue_lemma) as cue,
       x.cue_lemma is not null as has_cue, x.speaker_evidence::evidence_type evidence,
       round(100 * x.confidence)::utinyint confidence, x.sentence_id::int sentence_id,
       coalesce(x.last_sentence_id, x.sentence_id)::int last_sentence_id
from statements x join article a using (article_id) left join speaker v on v.speaker_id = x.speaker_id
order by 1"""

# The table ``themes`` counts those to whom passives without an agent are led back, one an article, as the parser does.
_UNSTATED = f"""create table unstated as
select {_STATEMENT} as k from statements x join article a using (article_id)
where starts_with(x.speaker_id, {UNSTATED!r})"""

_THEME_SENTENCE = f"""create table theme_sentence as
select distinct {_PLACE} as place, t.t
from theme_mentions x join article a using (article_id) join theme t using (theme_id)"""

_THEME_FACT = f"""create table theme_fact as
select coalesce({_STATEMENT}, -1) as k, case when x.statement_id is null then {_PLACE} else -1 end as place, a.a,
       t.t, any_value(coalesce(s.v, -1))::int v, any_value(s.kind) kind, any_value(s.evidence) evidence,
       any_value(s.confidence) confidence, count(*)::int places
from theme_mentions x join article a using (article_id) join theme t using (theme_id)
left join statement_fact s on s.k = {_STATEMENT}
group by 1, 2, 3, 4
order by 3, 1, 2, 4"""

_WHAT = "regexp_replace(lower(x.what), '^(the|a|an|its|their|his|her|this|that) ', '')"

_WORDS_OF_FIGURES = (
    f"""create table measurand as select (row_number() over (order by what) - 1)::int number, what
    from (select distinct {_WHAT} as what from figures x where x.what is not null)""",
    """create table unit as select (row_number() over (order by unit) - 1)::int number, unit
    from (select distinct lower(unit) as unit from figures where unit is not null)""",
)

_FIGURE_FACT = f"""create table figure_fact as
select coalesce({_STATEMENT}, -1) as k, {_PLACE} as place, a.a, x.figure_id::int figure_id, coalesce(s.v, -1)::int v,
       s.kind, s.evidence, s.confidence, x.negated,
       x.dimension::dimension_type dimension, x.direction::direction_type direction,
       x.comparator = '=' as is_exact, coalesce(u.number, -1)::int unit, coalesce(w.number, -1)::int what
from figures x join article a using (article_id) left join statement_fact s on s.k = {_STATEMENT}
left join unit u on u.unit = lower(x.unit) left join measurand w on w.what = {_WHAT}
order by a.a, x.figure_id"""


def _override_themes(connection: duckdb.DuckDBPyConnection, overrides: Iterable[ThemeOverride]) -> None:
    """Put theme overrides into the view ``theme_mentions``.

    "Not this theme" takes the rows of that theme out that stand in the statement. "Also this theme" adds a row where
    the rules have none: its span is the first part of the statement, ``term`` is missing and ``method`` is "human".
    Overrides about other articles, statements or themes change nothing.
    """
    rows = [(one.article_id, one.start, one.end, one.theme_id, one.holds) for one in overrides]
    if not rows:
        return
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    _take(connection, "given_overrides", pa.table(columns, names=["article_id", "start", "end", "theme_id", "holds"]))
    connection.execute(
        """create table override as
        select x.article_id, x.statement_id, x.sentence_id, x.speaker_id, o.theme_id, o.holds, x.start,
               x.spans[1][2] as "end", x.text
        from given_overrides o join statements x using (article_id, "start", "end")
        where o.theme_id in (select theme_id from theme)"""
    )
    connection.execute("alter view theme_mentions rename to ruled_mentions")
    connection.execute(
        f"""create view theme_mentions as
        select x.* from ruled_mentions x anti join (from override where not holds) o
        on o.article_id = x.article_id and o.statement_id = x.statement_id and o.theme_id = x.theme_id
        union all by name
        select o.article_id, ({BY_PEOPLE} + row_number() over (partition by o.article_id order by o.start, o.theme_id)
               - 1)::bigint as theme_mention_id,
               o.theme_id, o.sentence_id, o.statement_id, o.speaker_id, o.text[1:(o."end" - o.start)] as text,
               o.start, o."end", null::varchar as term, 'human' as method,
               (select any_value(codebook) from themes) as codebook
        from (from override where holds) o anti join ruled_mentions x
        on o.article_id = x.article_id and o.statement_id = x.statement_id and o.theme_id = x.theme_id"""
    )
