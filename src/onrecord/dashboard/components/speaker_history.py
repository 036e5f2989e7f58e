"""A speaker over several articles: when they speak, which roles they are given, and whether they are one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.dashboard.charts import timeline
from onrecord.dashboard.components import chart_view, controls, prose, table_view
from onrecord.dashboard.state import annotation_log, url_filters
from onrecord.dashboard.text import escape, wording
from onrecord.query import NOBODY

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.dashboard.context import View
    from onrecord.query import Filters


def profile(view: View, key: str, mine: Filters, described: pd.DataFrame) -> None:
    """The speaker's statements over time, and roles article by article with dates."""
    days = view.ask.days(mine.with_values(article=tuple(described["article_id"])))
    if days["first"] and days["first"] < days["last"]:
        unit = timeline.unit_for(days["first"], days["last"])
        counted = view.ask.timeline(mine, unit)
        if len(counted):
            counted = counted.assign(begin=[begin.date() for begin in counted["begin"]])
            counted["hover"] = [
                f"{timeline.words_for(begin, unit)}: {wording.counted(n, 'statement')}"
                for begin, n in zip(counted["begin"], counted["n"], strict=True)
            ]
            span = (days["first"], days["last"])
            first, last = (timeline.words_for(day, "day") for day in span)
            st.markdown(f"### Statements from {first} to {last}")
            figure = timeline.draw(
                counted, [""], unit=unit, span=span, labels={"": ""}, colours={"": view.colour_of(key)},
                palette=view.palette, axis_title="Statements",
            )  # fmt: skip
            chart_view.chart(
                figure,
                counted[["begin", "n"]].rename(columns={"begin": f"{unit} from", "n": "statements"}),
                name="speaker-through-time",
                alt=f"Bars of the speaker’s statements by {unit}, {first} to {last}.",
            )
    titles: list[Any] = [wording.title(row) for row in described.itertuples()]
    roles = described.assign(role=titles)
    named = roles["role"].dropna().nunique()
    label = f"In {wording.counted(len(described), 'article')}, with {wording.counted(int(named), 'role')}"
    with st.expander(f"{label}: article by article"):
        columns = ["published", "title", "source", "role", "organisation", "parent_organisation", "n_statements"]
        table_view.table(
            roles[columns].rename(
                columns={"source": "outlet", "parent_organisation": "parent organisation", "n_statements": "statements"}
            ),
            name="roles-of-speaker",
            alt="Table of the speaker’s roles by article and date.",
        )


def identity(view: View, key: str, described: pd.DataFrame) -> None:
    """Ways to merge the names of one speaker, and to split people of one name; both can be undone."""
    if view.n_articles < 2:
        return
    same = annotation_log.merges()
    made = [(where, one) for (where, one), becomes in same.items() if becomes == key]
    with st.expander("Merge or split this speaker"):
        if made:
            who = wording.listed(dict.fromkeys(one for _, one in made))
            prose.note(f"Merged or split by hand; originally {who}.")
            st.button("Undo", key=f"or_undo_same_{key}", on_click=_undo, args=(view, key))
        left, right = st.columns(2, gap="large")
        with left:
            _merge(view, key)
        with right:
            _split(view, key, described)


def _merge(view: View, key: str) -> None:
    st.markdown("#### Merge with other names")
    found = st.text_input("Find a name", key=f"or_same_words_{key}", max_chars=80, placeholder="Part of the name")
    keys = (
        view.ask.speakers_named(found or "") if found else view.ask.first_speakers(controls.MAX_OPTIONS)["key"].tolist()
    )
    options = view.names_of([other for other in keys if other not in (key, NOBODY)])
    chosen = st.multiselect(
        "Names of the same speaker", list(options), format_func=lambda one: options.get(one, one),
        key=f"or_same_{key}", select_all=False, placeholder="Choose names",
    )  # fmt: skip
    st.button(
        f"Merge into {escape.markdown(wording.shorten(view.name_of(key), 40))}",
        key=f"or_merge_{key}",
        disabled=not chosen,
        on_click=annotation_log.merge,
        args=(chosen, key),
    )


def _split(view: View, key: str, described: pd.DataFrame) -> None:
    st.markdown("#### Split off another person")
    if len(described) < 2:
        prose.note("This speaker is in one article only.")
        return
    titles = {article_id: view.titles[article_id] for article_id in described["article_id"]}
    chosen = st.multiselect(
        "Articles about the other person", list(titles), format_func=lambda one: titles.get(one, one),
        key=f"or_else_{key}", select_all=False, placeholder="Choose articles",
    )  # fmt: skip
    name = st.text_input("What distinguishes them", key=f"or_else_name_{key}", max_chars=40, placeholder="the striker")
    st.button(
        "Split",
        key=f"or_split_{key}",
        disabled=not chosen or not (name or "").strip() or len(chosen) == len(titles),
        on_click=annotation_log.split,
        args=(key, chosen, name or ""),
    )


def _undo(view: View, key: str) -> None:
    annotation_log.unmerge(key)
    filters = view.filters
    if key in filters.speaker:
        url_filters.set_filters(filters.minus("speaker", key), profile=None)
