"""The overview: what the articles say, in numbers; who speaks on what; the figures; who gets the most space."""

from __future__ import annotations

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.charts import bars
from onrecord.dashboard.components import chart_view, figure_views, links, messages, prose, theme_views
from onrecord.dashboard.presenters import filter_words, rows, summary
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import escape, wording

MAX_SPEAKERS = 12  # columns of the heatmap: more cannot be read; the table below it has them all
MAX_BARS = 20
MAX_ROWS = 1_000  # of more speakers, the table behind a chart has the first, and its file all

view = layout.open_page("Overview")
ask, filters = view.ask, view.filters


def heatmap() -> None:
    """Speaker by theme; a cell filters by both."""
    st.markdown("## Who speaks on what")
    held = filters.without("speaker", "theme")
    everyone = ask.n_speakers_with_theme(held)
    counts = rows.speaker_by_theme(view, held, None if everyone <= MAX_ROWS else MAX_SPEAKERS)
    if counts.empty:
        prose.note("None of these statements has a theme of the codebook.")
        return
    # Those who say most come first; of very many, those who say most on themes.
    order = rows.words_by_speaker(view, held.with_values(speaker=tuple(dict.fromkeys(counts["speaker_key"]))))
    if everyone > MAX_SPEAKERS:
        most = "the most words" if everyone <= MAX_ROWS else "the most statements on themes"
        prose.note(f"Showing the {MAX_SPEAKERS} with {most}, of {everyone:,} speakers; the download has all of them.")
    theme_views.speaker_matrix(
        view,
        counts,
        list(dict.fromkeys(order["key"]))[:MAX_SPEAKERS],
        name="speaker-by-theme",
        title=filter_words.across(view, "speaker", "theme") + summary.on_themes(counts),
        everything=None if everyone <= MAX_ROWS else (
            ask.n_speaker_themes(held),
            lambda: rows.speaker_by_theme(view, held).drop(columns=["speaker_key", "theme_id"]),
        ),
    )  # fmt: skip
    prose.note("A statement with several themes counts once for each. Click a cell to filter by it, again to clear it.")
    poorly_covered = summary.poorly_covered(ask.n_with_theme(filters), totals["statements"])
    if poorly_covered and not filters.theme:
        prose.note(poorly_covered)
        links.link("pages/codebook.py", "Open the codebook →", view)


def figures() -> None:
    """The first figures as cards."""
    st.markdown("## Figures")
    count = totals["figures"]
    if not count:
        prose.note("No figures to show.")
        return
    figure_views.cards(view, ask.rows("figures", filters, most=6))
    if count > 6:
        links.link("pages/figures.py", f"All {count:,} figures →", view)


def space() -> None:
    """Words or statements by speaker and kind; a bar filters by its speaker."""
    st.markdown("## Who gets the most space")
    held = filters.without("speaker")
    if not ask.count("statements", held):
        prose.note("No statements to show.")
        return
    measure = st.segmented_control(
        "Count", ["words", "statements"], default="words", required=True, key="measure", bind="query-params"
    )
    counted = rows.words_by_speaker(view, held, MAX_ROWS // 2, measure)
    order = counted.groupby("key", sort=False)[measure].sum().sort_values(ascending=False, kind="stable").index.tolist()
    keys = order[:MAX_BARS]
    part = counted.rename(columns={"kind": "part", measure: "amount"})
    part["hover"] = [
        f"{speaker}: {wording.counted(amount, measure.removesuffix('s'))} in {kind} statements. Click to filter."
        for speaker, amount, kind in zip(part["speaker"], part["amount"], part["part"], strict=True)
    ]
    figure = bars.draw_stacked(
        part,
        keys,
        labels=view.names_of(keys),
        colours={key: view.colour_of(key) for key in keys},
        parts={kind: wording.KIND_NAMES[kind] for kind in bars.PATTERNS if kind in set(counted["kind"])},
        palette=view.palette,
        axis_title="Words in statements" if measure == "words" else "Number of statements",
        chosen=filters.speaker,
    )
    if len(order) > MAX_BARS:
        everyone = wording.counted(ask.n_speakers(held), "speaker")
        prose.note(f"Showing the first {MAX_BARS} of {everyone}; the download has all of them.")
    chart_view.chart(
        figure,
        counted.drop(columns="key"),
        name="words-by-speaker",
        title=filter_words.across(view, "speaker") + summary.most_space(counted, measure),
        alt=f"Bars of {measure} by speaker, split into kinds of statement. The longest is {view.name_of(order[0])}.",
        on_click=lambda keys: url_filters.filter_by(filters.toggled(speaker=keys[0])),
        everything=(
            ask.n_speaker_kinds(held),
            lambda: rows.words_by_speaker(view, held, by=measure).drop(columns="key"),
        ),
    )


with layout.body(view):
    totals = ask.totals(filters)
    name, about = summary.title(view)
    st.html(f'<h1 class="or-title">{escape.html(name)}</h1><p class="or-eyebrow">{escape.html(about)}</p>')
    if not totals["statements"]:
        messages.empty_result(view)
        if not totals["figures"]:
            layout.end_page()
    else:
        prose.lead(summary.answer(view))
        prose.numbers(summary.numbers(view))
        heatmap()
    figures()
    space()
