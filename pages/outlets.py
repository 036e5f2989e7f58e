"""The outlets compared: who quotes whom, on which themes, and how much of it in the speakers' own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.charts import heatmap
from onrecord.dashboard.components import chart_view, controls, prose, table_view
from onrecord.dashboard.presenters import summary
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import escape, wording

if TYPE_CHECKING:
    import pandas as pd

WHAT = {"speaker": "Speakers", "theme": "Themes"}
MEASURES = {"statements": "Statements", "share": "Share of the outlet’s statements"}
MAX_OUTLETS = 12
MAX_ROWS = 15

view = layout.open_page("Outlets")
filters = view.filters


def answer(outlets: pd.DataFrame) -> None:
    """How many outlets there are, and how they differ, in a sentence and four numbers."""
    stated = outlets[outlets["source"].notna()]
    prose.lead(summary.outlets(outlets))
    prose.numbers(
        [
            (f"{len(stated):,}", wording.noun(len(stated), "outlet")),
            (f"{stated['articles'].sum():,}", wording.noun(int(stated["articles"].sum()), "article")),
            (f"{stated['statements'].sum():,}", wording.noun(int(stated["statements"].sum()), "statement")),
            (f"{stated['quoted'].sum():,}", "with quoted words"),
        ]
    )


def heading(what: str, top: pd.Series) -> str:
    """The largest cell in words."""
    count = wording.counted(int(top["statements"]), "statement")
    if what == "speaker":
        return f"{top['name']} is quoted or paraphrased most by {top['source']}: {count}"
    return f"“{top['name']}” is raised most in {top['source']}: {count}"


def show_matrix(outlets: pd.DataFrame) -> None:
    """Speakers or themes by outlet; a cell filters by both."""
    with st.container(horizontal=True, gap="large"):
        what = controls.choice(view, "what", WHAT, "What the rows are")
        measure = controls.choice(view, "measure", MEASURES, "What the cells count")
    counted = view.ask.source_by(filters, what, 200)
    if counted.empty:
        prose.note("Nothing to compare matches the filters.")
        return
    labels = view.names_of(counted["key"]) if what == "speaker" else view.theme_labels
    total = outlets.dropna(subset="source").set_index("source")["statements"]
    counted = counted.assign(
        name=counted["key"].map(labels), share=100 * counted["statements"] / counted["source"].map(total)
    )
    order = counted.groupby("key")["statements"].sum().sort_values(ascending=False, kind="stable").index.tolist()
    columns = [name for name in total.index if name in set(counted["source"])][:MAX_OUTLETS]
    top = counted.iloc[0]
    st.markdown(f"### {escape.markdown(heading(what, top))}")
    cells = counted.rename(columns={"source": "column", "key": "row"})
    cells["count"] = cells["statements" if measure == "statements" else "share"]
    if measure == "share":
        cells["words"] = [f"{share:.0f}%" for share in cells["share"]]
    cells["hover"] = [
        f"{outlet}, {name}: {wording.counted(count, 'statement')}, {share:.0f}% of the outlet’s. Click to filter."
        for outlet, name, count, share in zip(
            cells["column"], cells["name"], cells["statements"], cells["share"], strict=True
        )
    ]
    asked = filters.speaker if what == "speaker" else filters.theme
    figure = heatmap.draw(
        cells,
        order[:MAX_ROWS],
        columns,
        row_labels=labels,
        column_labels={name: name for name in columns},
        palette=view.palette,
        title="By outlet · "
        + ("number of statements" if measure == "statements" else "percent of the outlet’s statements"),
        is_chosen=lambda row, column: (not filters.source or column in filters.source) and (not asked or row in asked),
    )
    everyone = view.ask.n_speakers(filters) if what == "speaker" else len(order)
    if len(order) > MAX_ROWS or len(total) > MAX_OUTLETS:
        prose.note(
            f"Showing the {min(MAX_ROWS, len(order))} most frequent of {everyone:,} {what}s, and the {len(columns)} "
            f"outlets with the most articles, of {len(total):,}; the table below has more."
        )
    table = counted[["source", "name", "statements", "share"]].round(1)
    chart_view.chart(
        figure,
        table.rename(columns={"source": "outlet", "name": what, "share": "percent of the outlet's statements"}),
        name=f"outlets-by-{what}",
        codebook=view.codebook if what == "theme" else None,
        alt=f"Heatmap of {min(MAX_ROWS, len(order))} {what}s by {len(columns)} outlets.",
        on_click=lambda keys: url_filters.filter_by(filters.toggled(**{what: keys[0], "source": keys[1]})),
    )


def show_table(outlets: pd.DataFrame) -> None:
    """One row an outlet."""
    st.markdown("## Outlet by outlet")
    shown = outlets.assign(
        source=outlets["source"].fillna("not given"),
        **{
            "quoted, percent": (100 * outlets["quoted"] / outlets["statements"].where(outlets["statements"] > 0)).round(
                0
            )
        },
    )
    table_view.table(
        shown.rename(columns={"source": "outlet", "quoted": "with quoted words", "words": "attributed words"}),
        name="outlets",
        alt="Table of outlets with articles, statements, speakers and the share with quoted words.",
    )


with layout.body(view):
    found = view.ask.sources(filters)
    if found["source"].notna().sum() == 0:
        prose.lead("None of these articles has an outlet, so there is nothing to compare.")
        prose.note(
            "An article’s outlet is read from its web page, from a column of a table, or typed in when you add it."
        )
        layout.end_page()
    answer(found)
    show_matrix(found)
    show_table(found)
