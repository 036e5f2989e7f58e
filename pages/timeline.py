"""The timeline: statements by day, week, month or year of publication; in all, by theme, by speaker, by kind."""

from __future__ import annotations

import datetime

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.charts import bars, timeline
from onrecord.dashboard.components import chart_view, controls, prose
from onrecord.dashboard.presenters import summary
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import escape, wording

VIEWS = {"": "All statements", "theme": "Themes", "speaker": "Speakers", "kind": "Kinds", "figures": "Figures"}
COLUMNS = {"theme": "theme", "speaker": "speaker", "kind": "kind of statement", "figures": "kind of quantity"}
MAX_PARTS = 8

view = layout.open_page("Timeline")
filters = view.filters


def chosen_unit(first: datetime.date, last: datetime.date) -> str:
    """The unit of time: as the address says, else one that suits the stretch."""
    suits = timeline.unit_for(first, last)
    units = [suits, *(unit for unit in timeline.UNITS if unit != suits)]
    return controls.choice(view, "by", {unit: f"By {unit}" for unit in units}, "Unit of time")


def named(part: str, keys: list[str]) -> dict[str, str]:
    """The words for each part of the chart."""
    if part == "theme":
        return {key: view.theme_labels.get(key, key) for key in keys}
    if part == "speaker":
        return view.names_of(keys)
    if part == "kind":
        return {key: wording.KIND_NAMES[key] for key in keys}
    return (
        {key: wording.capital(wording.DIMENSIONS.get(key, key)) for key in keys}
        if part == "figures"
        else {"": "All statements"}
    )


def chart(part: str, unit: str, span: tuple[datetime.date, datetime.date]) -> None:
    """Bars over time; a bar filters by its days."""
    noun = "figure" if part == "figures" else "statement"
    counted = view.ask.timeline(filters, unit, part)
    if counted.empty:
        prose.note(f"No dated article has {noun}s that match the filters.")
        return
    counted = counted.assign(begin=[begin.date() for begin in counted["begin"]])
    totals = counted.groupby("part", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    keys = totals.index.tolist()
    if part == "kind":
        keys = [kind for kind in bars.PATTERNS if kind in totals.index]
    drawn = keys[:MAX_PARTS]
    labels = named(part, keys[: max(MAX_PARTS, 200)])
    shown = counted[counted["part"].isin(drawn)].copy()
    shown["hover"] = [
        f"{timeline.words_for(begin, unit)}: {wording.counted(n, noun)}"
        f"{f', {labels[key]}' if part else ''}. Click to filter."
        for begin, key, n in zip(shown["begin"], shown["part"], shown["n"], strict=True)
    ]
    st.markdown(f"### {escape.markdown(summary.over_time(counted, unit, noun))}")
    colours = {key: view.colour_of(key) for key in drawn} if part == "speaker" else {}
    figure = timeline.draw(
        shown, drawn, unit=unit, span=span, labels=labels, colours=colours, palette=view.palette,
        axis_title=f"Number of {noun}s",
    )  # fmt: skip
    if len(keys) > len(drawn):
        prose.note(f"Showing the {len(drawn)} with the most, of {len(keys):,}, on one scale; the table below has more.")
    table = counted.assign(**{COLUMNS[part]: counted["part"].map(labels)}) if part else counted
    columns = {"begin": f"{unit} from", "n": f"{noun}s"}
    chart_view.chart(
        figure,
        table.drop(columns="part").rename(columns=columns),
        name=f"timeline-{part or 'all'}",
        codebook=view.codebook if part == "theme" else None,
        alt=f"Bars of {noun}s by {unit} of publication. {summary.over_time(counted, unit, noun)}.",
        on_click=lambda clicked: narrow(clicked[0], unit),
    )


def narrow(clicked: str, unit: str) -> None:
    """Filter by the days of a bar, or clear that filter where it is active."""
    begin = datetime.date.fromisoformat(clicked)
    since, until = begin.isoformat(), timeline.last_day(begin, unit).isoformat()
    if (filters.since, filters.until) == (since, until):
        since = until = ""
    url_filters.filter_by(filters.with_values(since=since, until=until))


with layout.body(view):
    days = view.ask.days(filters)
    if days["first"] is None:
        prose.lead("None of these articles has a date, so there is no timeline.")
        prose.note(
            "An article’s date is read from its web page or e-mail, from a column of a table, or typed "
            "in when you add it."
        )
        layout.end_page()
    count = wording.counted(days["dated"], "dated article")
    stretch = f"from {timeline.words_for(days['first'], 'day')} to {timeline.words_for(days['last'], 'day')}"
    left = wording.counted(days["undated"], "article")
    undated = f" {left} without a date {'is' if days['undated'] == 1 else 'are'} left out." if days["undated"] else ""
    prose.lead(f"{count}, {stretch}.{undated}")
    with st.container(horizontal=True, gap="large"):
        part_ = controls.choice(view, "part", VIEWS, "Count by")
        unit_ = chosen_unit(days["first"], days["last"])
    chart(part_, unit_, (days["first"], days["last"]))
    prose.note("Articles are counted on their date of publication. Click a bar to filter all pages by its days.")
