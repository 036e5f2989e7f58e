"""The figures: filtered, in charts that never put two units on one axis, in a table, and each in its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.charts import number_line
from onrecord.dashboard.components import chart_view, correction_form, figure_views, links, messages, prose, table_view
from onrecord.dashboard.presenters import figure_marks, rows, statement_html
from onrecord.dashboard.presenters.figure_filters import FIELDS, GIVEN_BY, NO_DIRECTION, FigureFilters
from onrecord.dashboard.text import escape, wording

if TYPE_CHECKING:
    import pandas as pd

MAX_FIGURES = 500  # rows that are drawn and listed at once
MAX_CHARTS = 8  # units that are drawn; of more, those with most figures
MAX_MARKS = 25  # figures in one chart; the table has them all
FIRST_CARDS = 12
LABELS = {"dimension": "Kind of quantity", "direction": "Change", "by": "Given by"}
NAMES = {
    "dimension": {name: wording.capital(words) for name, words in wording.DIMENSIONS.items()},
    "direction": {**wording.DIRECTION_SIGNS, NO_DIRECTION: "no change stated"},
    "by": GIVEN_BY,
}

view = layout.open_page("Figures")
everything = view.ask.figure_counts(view.filters)
asked = FigureFilters.from_query({name: st.query_params.get_all(name) for name in FIELDS}, everything)


def answer(counted: pd.DataFrame) -> None:
    """How many figures there are and who gives them, in a sentence and four numbers."""
    total = int(counted["n"].sum())
    spoken = int(counted["n"][counted["by"] == "speaker"].sum())
    changes = int(counted["n"][counted["direction"] != NO_DIRECTION].sum())
    bounds = int(counted["n"][~counted["exact"]].sum())
    denied = int(counted["n"][counted["by"] == "nobody"].sum())
    sentence = f"{wording.counted(total, 'figure')}: {spoken:,} given by a speaker, "
    sentence += f"{total - spoken - denied:,} stated by the article{f', {denied:,} denied' if denied else ''}."
    if bounds:
        sentence += f" {wording.counted(bounds, 'is', 'are')} given as a bound or an estimate (“more than”, “about”)."
    prose.lead(sentence)
    units = len(counted[["dimension", "unit"]].drop_duplicates())
    prose.numbers(
        [
            (f"{total:,}", wording.noun(total, "figure")),
            (f"{spoken:,}", "given by a speaker"),
            (f"{changes:,}", f"{wording.noun(changes, 'states', 'state')} a change, up or down"),
            (f"{units:,}", wording.noun(units, "unit")),
        ]
    )


def narrow(counted: pd.DataFrame) -> None:
    """Buttons that narrow the figures down; each says how many it leaves."""
    _choices("dimension", counted)
    with st.container(horizontal=True, gap="large"):
        _choices("direction", counted)
        _choices("by", counted)


def _choices(name: str, counted: pd.DataFrame) -> None:
    counts = asked.counts(counted, name)
    if len(counts) < 2:
        return
    key = f"or_figures_{name}"
    chosen = list(getattr(asked, name))
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.pills(
        LABELS[name],
        sorted(counts, key=list(NAMES[name]).index),
        selection_mode="multi",
        format_func=lambda value: f"{NAMES[name][value]} ({counts[value]:,})",
        key=key,
        on_change=_narrowed,
        args=(name,),
        width="content",
    )


def _narrowed(name: str) -> None:
    _ask(asked.with_field(name, tuple(st.session_state[f"or_figures_{name}"])))


def _ask(wanted: FigureFilters) -> None:
    """Write the page's own filters into its address."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params if name not in FIELDS}
    st.query_params.from_dict({**kept, **wanted.query_params})


def by_unit(figures: pd.DataFrame) -> None:
    """A chart for each unit that several figures have; two side by side where there is room."""
    st.markdown("## Figures by unit")
    drawn = [(axis, part) for axis, part in figure_marks.by_axis(figures) if len(part) > 1]
    if len(drawn) > MAX_CHARTS:
        drawn.sort(key=lambda group: -len(group[1]))
    if not drawn:
        prose.note("No two of these figures have the same unit; see the table below.")
        return
    prose.note(
        "Each chart has one unit; nothing is converted. Filled mark: exact number. Hollow arrow: bound, pointing to "
        "where the number may lie. Hollow circle: estimate. Thick line: range. Dotted line: change from one number to "
        "another."
    )
    if len(drawn) > MAX_CHARTS:
        prose.note(
            f"Showing the {MAX_CHARTS} units with the most figures, of {len(drawn):,}; choose a kind "
            "above to see others."
        )
    for first in range(0, min(len(drawn), MAX_CHARTS), 2):
        pair = drawn[first : first + 2]
        for place, (number, (axis, part)) in zip(st.columns(2), enumerate(pair, first + 1), strict=False):
            with place:
                _unit_chart(axis, part, f"figures-of-unit-{number}")
    left = len(figures) - sum(len(part) for _, part in drawn)
    if left:
        prose.note(
            f"{wording.counted(left, 'more figure')} {wording.noun(left, 'has', 'have')} no comparable "
            "unit; see the table."
        )


def _unit_chart(axis: str, part: pd.DataFrame, name: str) -> None:
    part = part.sort_values("value", ascending=False, kind="stable")
    described = everything_described.loc[part.index]
    marks = figure_marks.unit_marks(view, part, described)
    kind = NAMES["dimension"][part["dimension"].iloc[0]]
    heading = kind if axis.casefold() in kind.casefold() else f"{kind}: {axis}"
    st.markdown(f"### {escape.markdown(heading)}")
    shown = marks.head(MAX_MARKS)
    title = axis + (" (logarithmic: each line is a multiple of the last)" if number_line.is_logarithmic(shown) else "")
    figure = number_line.draw(shown, palette=view.palette, axis_title=title)
    listed = [f"{quantity}: {label}" for quantity, label in zip(marks["words"].head(5), marks["label"], strict=False)]
    chart_view.chart(
        figure,
        described,
        name=name,
        alt=f"{wording.counted(len(part), 'figure')} in {axis}. " + "; ".join(listed) + ".",
    )
    if len(marks) > MAX_MARKS:
        prose.note(f"Showing the {MAX_MARKS} largest of {len(marks):,}; the table below has all of them.")


def behind(figures: pd.DataFrame) -> None:
    """Every figure in the order of the text, then the sentence behind the chosen one."""
    st.markdown("## All figures, in article order")
    described = everything_described
    if view.n_articles < 2:
        described = described.drop(columns="article")
    ticked = table_view.choose_row(
        described,
        key="or_figures",
        row_height=table_view.row_height(described),
        column_config={
            "figure": st.column_config.TextColumn("figure", pinned=True, width=140),
            "unit": st.column_config.TextColumn("unit", width=120),
            "direction": st.column_config.TextColumn("direction", width=80),
            "what": st.column_config.TextColumn("refers to", width=180),
            "period": st.column_config.TextColumn("period", width=120),
            "speaker": st.column_config.TextColumn("given by", width=200),
            "words": st.column_config.TextColumn("as written", width=180),
            "sentence": st.column_config.TextColumn("sentence", width=420),
        },
        alt="Table of figures with unit, direction, what is measured, period, speaker and sentence.",
    )
    table_view.download(described, name="figures")
    chosen = figures.head(FIRST_CARDS) if ticked is None else figures.iloc[[ticked]]
    st.markdown("### Source sentences" if ticked is None else "### Source sentence")
    if ticked is None and len(figures) > FIRST_CARDS:
        prose.note(f"Showing the first {FIRST_CARDS} of {len(figures):,}; tick a row above to see another.")
    places = list(zip(chosen["article_id"], chosen["sentence_id"], strict=True))
    held = view.ask.sentences_at(places)
    for row, key, place in zip(chosen.itertuples(), view.keys_of(chosen), places, strict=True):
        left, right = st.columns([1, 2])
        with left:
            st.html(figure_views.card_html(view, row, key))
        with right:
            st.html(statement_html.sentence_html(view, row, int(row.start), int(row.end), held[place]))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                links.read_link(view, row)
                correction_form.open_button(view, "figures", row, "figures")
        correction_form.panel(view, "figures", row, "figures")


with layout.body(view):
    if everything.empty:
        messages.empty_result(view, "figures")
        layout.end_page()
    chosen = asked.apply(everything)
    answer(chosen)
    narrow(everything)
    if chosen.empty:
        st.info("No figure matches everything chosen above.")
        st.button("Show all figures", on_click=_ask, args=(FigureFilters(),))
        layout.end_page()
    figures = view.ask.figures(view.filters, asked.dimension, asked.direction, asked.by, MAX_FIGURES)
    if len(figures) < int(chosen["n"].sum()):
        prose.note(f"Showing the first {len(figures):,} of {chosen['n'].sum():,} figures; filter to see others.")
    if view.n_articles > 1:
        figure_views.comparison(view)
    everything_described = rows.figure_rows(view, figures)
    by_unit(figures)
    behind(figures)
