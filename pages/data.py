"""The data: every table under the filters, its columns explained, and downloads of exactly the rows shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from onrecord.export import MIME_TYPES
from onrecord.views import blocks, deciding, frame, safe, style, tables_page, wording, workbench

if TYPE_CHECKING:
    import pandas as pd

START = "statements"

view = frame.open_page("Data")
style.of_page("reader")
shown, filters = view.shown, view.filters


def chosen() -> str:
    """The table that the address names, and the control that changes it."""
    asked = st.query_params.get("table", START)
    table = asked if asked in tables_page.TABLES else START
    if st.session_state.get("or_table") != table:
        st.session_state["or_table"] = table
    st.segmented_control(
        "Table",
        tables_page.TABLES,
        format_func=lambda name: f"{tables_page.table_name(name)} · {len(getattr(shown, name)):,}",
        key="or_table",
        on_change=_choose,
        args=(table,),
        label_visibility="collapsed",
    )
    return table


def _choose(before: str) -> None:
    frame.set_filters(filters, table=st.session_state["or_table"] or before)


def answer(table: str, rows: pd.DataFrame) -> None:
    """How many rows there are, and of what."""
    total = len(getattr(view.tables, table))
    if len(rows) == total:
        count = f"All {total:,} rows" if total != 1 else "The only row"
    else:
        count = f"{len(rows):,} of {wording.counted(total, 'row')}, as the filters ask"
    blocks.lead(f"{count}. {tables_page.meaning(table)}")


def grid(table: str, rows: pd.DataFrame) -> None:
    """The rows; choosing one leads to its place in the article."""
    columns = {
        row.column: st.column_config.Column(
            help=safe.markdown(row.description), pinned=row.column in ("name", "label") or None
        )
        for row in tables_page.explained(table).itertuples()
    }
    event = st.dataframe(
        rows,
        hide_index=True,
        column_config=columns,
        placeholder="",
        height=420 if len(rows) > 10 else "auto",
        key=frame.chart_key(f"or_data_{table}"),
        alt=f"The table {table}: {wording.counted(len(rows), 'row')}, {len(rows.columns)} columns.",
        on_select="rerun",
        selection_mode="single-row",
    )
    picked = event["selection"]["rows"]
    if not picked or picked[0] >= len(rows):
        blocks.note("Choose a row by the box before it to see where it stands.")
        return
    row = rows.iloc[picked[0]]
    place = tables_page.place_of(view.tables, row)
    if place:
        frame.link("pages/read.py", "Read the chosen row in the article →", view, **place)
    else:
        frame.link("pages/themes.py", "See the statements on the chosen theme →", view, theme=row["theme_id"])


def downloads(table: str, rows: pd.DataFrame) -> None:
    """Files of the rows shown: this table, or all of them."""
    titles = list(view.titles.values())
    one = titles[0] if len(titles) == 1 else None
    left, right = st.columns(2)
    with left:
        st.markdown(f"### {tables_page.table_name(table)}: download {wording.counted(len(rows), 'row')}")
        stem = tables_page.file_stem(table, len(rows), len(getattr(view.tables, table)), one)
        with st.container(horizontal=True):
            for kind, name in tables_page.FORMAT_NAMES.items():
                st.download_button(
                    name,
                    data=partial(tables_page.table_bytes, table, rows, kind),
                    file_name=f"{stem}.{kind}",
                    mime=MIME_TYPES[kind],
                    key=f"or_get_{table}_{kind}",
                    help=f"{wording.counted(len(rows), 'row')} of the table {table} as {name}",
                    on_click="ignore",
                )
    with right:
        st.markdown("### All tables, with the data dictionary")
        stem = tables_page.file_stem("all", len(shown.statements), len(view.tables.statements), one)
        with st.container(horizontal=True):
            for kind, name in tables_page.FORMAT_NAMES.items():
                st.download_button(
                    f"{name} (zip)",
                    data=partial(
                        tables_page.archive, shown, kind, in_words(), workbench.in_use(), deciding.decisions()
                    ),
                    file_name=f"{stem}-{kind}.zip",
                    mime=MIME_TYPES["zip"],
                    key=f"or_get_all_{kind}",
                    help=f"All tables under the filters as {name}, in one zip",
                    on_click="ignore",
                )
    blocks.note(
        "Each file holds exactly the rows shown. In CSV files, text that a spreadsheet would run as a formula is led "
        "by an apostrophe; Parquet and JSON hold it verbatim."
    )


def in_words() -> list[str]:
    """The filters in force, for the note that goes with the files."""
    names = {"article": view.titles, "speaker": view.speaker_names, "theme": view.theme_labels, "kind": {}}
    found = []
    for name in filters.active:
        values = [filters.query] if name == "query" else getattr(filters, name)
        labels = [names.get(name, {}).get(value, value) for value in values]
        found.append(f"{frame.FIELD_WORDS[name]}: {', '.join(labels)}")
    return found


table = chosen()
rows = getattr(shown, table)
if rows.empty:
    frame.nothing(view, tables_page.table_name(table).lower())
else:
    answer(table, rows)
    grid(table, rows)
    downloads(table, rows)
st.markdown(f"## The columns of {tables_page.table_name(table).lower()}")
st.html(tables_page.explained_html(table))
