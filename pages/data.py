"""The data: every table under the filters, its columns explained, and downloads of exactly the rows shown."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Literal

import streamlit as st

from onrecord.annotations import FIELDS
from onrecord.dashboard import layout
from onrecord.dashboard.components import (
    browser,
    correction_form,
    links,
    messages,
    prose,
    statement_list,
    table_view,
)
from onrecord.dashboard.presenters import data_page, filter_words
from onrecord.dashboard.state import annotation_log, codebooks, url_filters
from onrecord.dashboard.text import escape, wording
from onrecord.export import FORMAT_NAMES, MIME_TYPES, to_file
from onrecord.query import Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from onrecord.annotations import Annotation
    from onrecord.codebook import Codebook
    from onrecord.export import Format
    from onrecord.query.collection import Order

START = "statements"
PAGE = 500  # rows sent to the browser at once
MAX_COUNTED = 1_000  # articles up to which every table is counted
MAX_GIVEN = 200_000  # rows of a table in a file from here: what a workbook and the memory can take

view = layout.open_page("Data")
browser.style_page("reader")
ask, filters = view.ask, view.filters


def chosen() -> str:
    """The table that the address names, and the control that changes it."""
    asked = st.query_params.get("table", START)
    table = asked if asked in data_page.TABLES else START
    url_filters.mirror("or_table", table)
    st.segmented_control(
        "Table",
        data_page.TABLES,
        format_func=_label,
        key="or_table",
        on_change=_choose,
        args=(table,),
        label_visibility="collapsed",
    )
    return table


def _label(name: str) -> str:
    """A table with its number of rows; of a large library without, as counting rows that are not shown takes long."""
    words = data_page.table_name(name)
    return f"{words} · {ask.count(name, filters):,}" if view.n_articles <= MAX_COUNTED else words


def _choose(before: str) -> None:
    url_filters.set_filters(filters, table=st.session_state["or_table"] or before, rows=None)


def answer(table: str, shown: int) -> None:
    """How many rows there are, and of what."""
    total = ask.count(table, Filters())
    if shown == total:
        count = f"All {total:,} rows" if total != 1 else "1 row"
    else:
        count = f"{shown:,} of {wording.counted(total, 'row')} match the filters"
    prose.lead(f"{count}. {data_page.meaning(table)}")


def turned(shown: int) -> int:
    """The page of rows that the address names, and the control that turns pages; the first row's place."""
    pages = max(1, math.ceil(shown / PAGE))
    asked = str(st.query_params.get("rows", "1"))
    number = min(int(asked), pages) if asked.isascii() and asked.isdigit() and int(asked) else 1
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            url_filters.mirror("or_turn", number)
            st.number_input(
                f"Page of {pages:,}",
                min_value=1,
                max_value=pages,
                key="or_turn",
                on_change=lambda: url_filters.set_filters(filters, rows=str(st.session_state["or_turn"]), table=table),
                width=180,
            )
            last = min(number * PAGE, shown)
            prose.note(f"Rows {(number - 1) * PAGE + 1:,} to {last:,} of {shown:,}; the downloads have all of them.")
    return (number - 1) * PAGE


def ordered(table: str) -> Order:
    """The order of the rows that the address names, and its control: only statements have a confidence to go by."""
    return statement_list.order(view, "data") if table == "statements" else "text"


def grid(table: str, rows: pd.DataFrame) -> None:
    """The rows; choosing one leads to its place in the article."""
    columns = {
        row.column: st.column_config.Column(
            help=escape.markdown(row.description),
            pinned=row.column in ("name", "label") or None,
            width="large" if row.column == "text" else None,
        )
        for row in data_page.explained(table).itertuples()
    }
    ticked = table_view.choose_row(
        rows,
        column_config=columns,
        height=420 if len(rows) > 10 else "auto",
        key=url_filters.chart_key(f"or_data_{table}"),
        row_height=table_view.row_height(rows),
        alt=f"The table {table}: {wording.counted(len(rows), 'row')}, {len(rows.columns)} columns.",
    )
    if ticked is None:
        prose.note("Tick a row to see its source sentence.")
        return
    row = rows.iloc[ticked]
    place = data_page.place_of(ask, row)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if place:
            links.link("pages/read.py", "Read this row in the article →", view, **place)
        else:
            links.link("pages/themes.py", "Statements on this theme →", view, theme=row["theme_id"])
        entry = next(rows.iloc[[ticked]].itertuples())
        if table in FIELDS:
            correction_form.open_button(view, table, entry, "data")
    if table in FIELDS:
        correction_form.panel(view, table, entry, "data")


def downloads(table: str, shown: int, order: Order) -> None:
    """Files of the rows shown: this table, or all of them."""
    one = next(iter(view.titles.values())) if view.n_articles == 1 else None
    given = min(shown, MAX_GIVEN)
    if shown > MAX_GIVEN:
        prose.note(
            f"A download has at most the first {MAX_GIVEN:,} rows of a table. For more, filter, or use the library’s "
            "own Parquet files (see the guide to libraries)."
        )
    left, right = st.columns(2)
    with left:
        st.markdown(f"### {data_page.table_name(table)}: download {wording.counted(given, 'row')}")
        stem = data_page.file_stem(table, given, ask.count(table, Filters()), one)
        with st.container(horizontal=True):
            for kind, name in FORMAT_NAMES.items():
                st.download_button(
                    name,
                    data=partial(one_table, table, kind, order),
                    file_name=f"{stem}.{kind}",
                    mime=MIME_TYPES[kind],
                    key=f"or_get_{table}_{kind}",
                    help=f"{wording.counted(given, 'row')} of the table {table} as {name}",
                    on_click="ignore",
                )
    with right:
        st.markdown("### All tables, with the data dictionary")
        said, total = ask.count("statements", filters), ask.count("statements", Filters())
        stem = data_page.file_stem("all", min(said, MAX_GIVEN), total, one)
        people = codebooks.in_use(), annotation_log.log()
        with st.container(horizontal=True):
            for kind, name in FORMAT_NAMES.items():
                ending: Format | Literal["zip"] = "xlsx" if kind == "xlsx" else "zip"
                st.download_button(
                    name if ending == "xlsx" else f"{name} (zip)",
                    data=partial(all_tables, kind, *people),  # type: ignore[arg-type]
                    file_name=f"{stem}.xlsx" if ending == "xlsx" else f"{stem}-{kind}.zip",
                    mime=MIME_TYPES[ending],
                    key=f"or_get_all_{kind}",
                    help=f"All tables, filtered, as {name}, in one {'workbook' if ending == 'xlsx' else 'zip'}",
                    on_click="ignore",
                )
    prose.note(
        "Each download has exactly the rows shown. In CSV files, text that a spreadsheet would run as a formula starts "
        "with an apostrophe; Parquet and JSON have it verbatim."
    )


def one_table(table: str, kind: Format, order: Order) -> bytes:
    """The table as a file."""
    rows = ask.rows(table, filters, most=MAX_GIVEN, order=order)
    return to_file(rows, kind, name=table, about=data_page.explained(table))


def all_tables(kind: Format, book: Codebook, log: Sequence[Annotation]) -> bytes:
    """All tables in one zip. It is made outside of the session, so what belongs to that is given."""
    tables = ask.tables(filters, most=MAX_GIVEN)
    return data_page.archive(tables, kind, filter_words.describe(view), book, log)


with layout.body(view):
    table = chosen()
    shown = ask.count(table, filters)
    if not shown:
        messages.empty_result(view, data_page.table_name(table).lower())
    else:
        answer(table, shown)
        order = ordered(table)
        grid(table, ask.rows(table, filters, most=PAGE, skip=turned(shown), order=order))
        downloads(table, shown, order)
    st.markdown(f"## The columns of {data_page.table_name(table).lower()}")
    st.html(data_page.explained_html(table))
