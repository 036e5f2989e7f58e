"""The figures: charts that never put two units on one axis, a table, and the sentence behind each."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from onrecord.views import blocks, cards, charts, frame, rows, safe, wording

MOST_MARKS = 25  # figures in one chart; the table has them all
FIRST_CARDS = 12

view = frame.open_page("Figures")
shown, filters = view.shown, view.filters


def answer(figures: pd.DataFrame) -> None:
    """How many figures there are and who gives them, in a sentence and four numbers."""
    spoken = int(figures["statement_id"].notna().sum())
    changes = int(figures["direction"].notna().sum())
    bounds = int((figures["comparator"] != "=").sum())
    sentence = f"{wording.counted(len(figures), 'figure')}: {spoken:,} given by a speaker, "
    sentence += f"{len(figures) - spoken:,} reported by the article itself."
    if bounds:
        sentence += (
            f" {wording.counted(bounds, 'is', 'are')} not exact but a bound or an estimate (“more than”, “about”)."
        )
    blocks.lead(sentence)
    units = len(_groups(figures))
    blocks.numbers(
        [
            (f"{len(figures):,}", wording.noun(len(figures), "figure")),
            (f"{spoken:,}", "given by a speaker"),
            (f"{changes:,}", "with a direction, up or down"),
            (f"{units:,}", wording.noun(units, "unit of its own", "different units")),
        ]
    )


def _groups(figures: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The figures by dimension and unit, the largest group first: only these can share an axis."""
    unit = figures["unit"].str.casefold().fillna("")
    grouped = figures.groupby([figures["dimension"], unit], sort=False)
    found = [(_axis(next(part.itertuples())), part) for _, part in grouped]
    return sorted(found, key=lambda entry: -len(entry[1]))


def _axis(row: object) -> str:
    """The title of an axis: the unit, and the kind of quantity where that is another word."""
    kind = str(row.dimension).replace("_", " ")  # type: ignore[attr-defined]
    unit = wording.unit(row)
    if not unit:
        return "Count" if kind == "count" else "Number without a unit"
    return unit if kind in (unit, "other") else f"{unit} ({kind})"


def by_unit(figures: pd.DataFrame) -> None:
    """A chart a unit; two side by side where there is room."""
    st.markdown("## By unit")
    blocks.note("Each chart holds one unit. A hollow mark is a bound or an estimate, a filled one an exact number.")
    groups = _groups(figures)
    drawn = [entry for entry in groups if len(entry[1]) > 1] or groups[:4]
    alone = len(groups) - len(drawn)
    for first in range(0, len(drawn), 2):
        pair = drawn[first : first + 2]
        for place, (number, (axis, part)) in zip(st.columns(2), enumerate(pair, first + 1), strict=False):
            with place:
                _unit_chart(axis, part, f"figures-of-unit-{number}")
    if alone:
        blocks.note(
            f"{wording.counted(alone, 'unit has', 'units have')} one figure only; they are among the rows below."
        )


def _unit_chart(axis: str, part: pd.DataFrame, name: str) -> None:
    part = part.sort_values("value", ascending=False, kind="stable")
    described = rows.figure_rows(view, part)
    keys = view.keys_of(part).tolist()
    marks = pd.DataFrame(
        {
            "key": keys,
            "label": [
                " · ".join(
                    str(word) for word in (what, speaker if speaker != rows.REPORTED else None) if wording.given(word)
                )
                or words
                for what, speaker, words in zip(
                    described["what"], described["speaker"], described["words"], strict=True
                )
            ],
            "value": part["value"].astype(float).tolist(),
            "high": part["value_high"].astype("float64").tolist(),
            "words": [
                f"{quantity} {wording.DIRECTION_SIGNS[direction] if wording.given(direction) else ''}".strip()
                for quantity, direction in zip(described["figure"], part["direction"], strict=True)
            ],
            "hover": [
                f"{quantity} {unit}: “{words}”, {speaker}." + (f" Period: {period}." if wording.given(period) else "")
                for quantity, unit, words, speaker, period in zip(
                    *(described[column] for column in ("figure", "unit", "words", "speaker", "period")), strict=True
                )
            ],
            "colour": [
                view.colour_of(key) if wording.given(held) else view.palette.muted
                for key, held in zip(keys, part["statement_id"], strict=True)
            ],
            "open": (part["comparator"] != "=").tolist(),
        }
    )
    st.markdown(f"### {safe.markdown(axis[:1].upper() + axis[1:])}")
    figure = charts.quantities(marks.head(MOST_MARKS), palette=view.palette, axis_title=axis)
    listed = [f"{quantity}: {label}" for quantity, label in zip(marks["words"].head(5), marks["label"], strict=False)]
    blocks.chart(
        figure,
        described,
        name=name,
        alt=f"{wording.counted(len(part), 'figure')} in {axis}. " + "; ".join(listed) + ".",
    )


def behind(figures: pd.DataFrame) -> None:
    """Every figure in the order of the text, then the sentence behind the chosen one."""
    st.markdown("## Every figure, in the order of the text")
    described = rows.figure_rows(view, figures)
    if len(view.tables.articles) < 2:
        described = described.drop(columns="article")
    event = st.dataframe(
        described,
        hide_index=True,
        key="or_figures",
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "figure": st.column_config.TextColumn("figure", pinned=True),
            "words": st.column_config.TextColumn("words in the text"),
        },
        alt="Table of figures with unit, direction, what is measured, period, speaker and sentence.",
    )
    blocks.download(described, name="figures")
    picked = event["selection"]["rows"]
    chosen = figures.iloc[picked] if picked else figures.head(FIRST_CARDS)
    st.markdown("### The sentence behind the chosen figure" if picked else "### The sentence behind each")
    if not picked and len(figures) > FIRST_CARDS:
        blocks.note(f"The first {FIRST_CARDS} of {len(figures):,}; choose a row above to see another.")
    for row, key in zip(chosen.itertuples(), view.keys_of(chosen), strict=True):
        left, right = st.columns([1, 2])
        with left:
            st.html(cards.figure_card(view, row, key))
        with right:
            st.html(blocks.sentence(view, row, int(row.start), int(row.end)))
            blocks.read_link(view, row)


if shown.figures.empty:
    frame.nothing(view, "figures")
    st.stop()
answer(shown.figures)
by_unit(shown.figures)
behind(shown.figures)
