"""The overview: what the articles say, in numbers; who speaks on what; the figures; who says how much."""

from __future__ import annotations

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.charts import bars, matrix
from onrecord.dashboard.components import chart_view, figure_views, links, messages, prose
from onrecord.dashboard.presenters import filter_words, rows, summary
from onrecord.dashboard.state import url
from onrecord.dashboard.text import escape, wording

MOST_SPEAKERS = 12  # columns of the heatmap: more cannot be read; the table below it has them all
MOST_BARS = 20
FEW_CODED = 3  # where less than one statement in so many has a theme, the codebook may be the wrong one
MOST_ROWS = 1_000  # of more speakers, the table behind a chart has the first, and its file all

view = layout.open_page("Overview")
ask, filters = view.ask, view.filters


def heatmap() -> None:
    """Speaker by theme; a cell filters by both."""
    st.markdown("## Who speaks on what")
    held = filters.without("speaker", "theme")
    everyone = ask.n_on_themes(held)
    counts = rows.speaker_by_theme(view, held, None if everyone <= MOST_ROWS else MOST_SPEAKERS)
    if counts.empty:
        prose.note("No theme of the codebook shows in these statements.")
        return
    # Those who say most come first; of very many, those who say most on themes.
    order = rows.words_by_speaker(view, held.with_values(speaker=tuple(dict.fromkeys(counts["speaker_key"]))))
    speakers = list(dict.fromkeys(order["key"]))
    names = view.names_of(speakers)
    themes = counts.groupby("theme_id")["statements"].sum().sort_values(ascending=False, kind="stable").index.tolist()
    cells = counts.rename(columns={"speaker_key": "column", "theme_id": "row", "statements": "count"})
    cells["hover"] = [
        f"{speaker} speaks on “{theme}” in {wording.counted(count, 'statement')}. Click to show only these."
        for speaker, theme, count in zip(cells["speaker"], cells["theme"], cells["count"], strict=True)
    ]
    figure = matrix.draw(
        cells,
        themes,
        speakers[:MOST_SPEAKERS],
        row_labels=view.theme_labels,
        column_labels=names,
        column_colours={key: view.colour_of(key) for key in speakers[:MOST_SPEAKERS]},
        palette=view.palette,
        title="Theme by speaker · number of statements",
        is_chosen=lambda row, column: (
            (not filters.theme or row in filters.theme) and (not filters.speaker or column in filters.speaker)
        ),
    )
    if everyone > MOST_SPEAKERS:
        prose.note(
            f"The {MOST_SPEAKERS} with most words, of {everyone:,} who speak on a theme; the table below has all."
            if everyone <= MOST_ROWS
            else f"The {MOST_SPEAKERS} with most statements on themes, of {everyone:,}; the file below has all."
        )
    top = counts.iloc[0]
    chart_view.chart(
        figure,
        counts.drop(columns=["speaker_key", "theme_id"]),
        name="speaker-by-theme",
        title=filter_words.across(view, "speaker", "theme") + summary.on_themes(counts),
        codebook=view.codebook,
        alt=f"Heatmap of {len(themes)} themes by {min(len(speakers), MOST_SPEAKERS)} speakers, counting statements. "
        f"The highest count is {top['statements']}: {top['speaker']} on {top['theme']}.",
        on_click=lambda keys: url.filter_by(filters.toggled(theme=keys[0], speaker=keys[1])),
        everything=None
        if everyone <= MOST_ROWS
        else (
            ask.n_speaker_themes(held),
            lambda: rows.speaker_by_theme(view, held).drop(columns=["speaker_key", "theme_id"]),
        ),
    )
    prose.note("A statement on several themes counts for each. Click a cell to filter by it, again to clear it.")
    coded, said = ask.covered(filters), totals["statements"]
    if not filters.theme and FEW_CODED * coded < said:
        prose.note(
            f"Only {coded:,} of {said:,} statements have a theme: another codebook may fit these articles better."
        )
        links.link("pages/codebook.py", "Open the codebook →", view)


def figures() -> None:
    """The first figures as cards."""
    st.markdown("## Figures")
    count = totals["figures"]
    if not count:
        prose.note("No figures among what is shown.")
        return
    figure_views.cards(view, ask.rows("figures", filters, most=6))
    if count > 6:
        links.link("pages/figures.py", f"All {count:,} figures →", view)


def loudness() -> None:
    """Words or statements by speaker and kind; a bar filters by its speaker."""
    st.markdown("## Who says how much")
    held = filters.without("speaker")
    everyone = ask.n_speaking(held)
    if not everyone:
        prose.note("No statements among what is shown.")
        return
    measure = st.segmented_control(
        "Count", ["words", "statements"], default="words", required=True, key="measure", bind="query-params"
    )
    counted = rows.words_by_speaker(view, held, MOST_ROWS // 2, measure)
    order = counted.groupby("key", sort=False)[measure].sum().sort_values(ascending=False, kind="stable").index.tolist()
    part = counted.rename(columns={"kind": "part", measure: "amount"})
    part["hover"] = [
        f"{speaker}: {amount:,} {measure} in {kind} statements. Click to show only this speaker."
        for speaker, amount, kind in zip(part["speaker"], part["amount"], part["part"], strict=True)
    ]
    kinds = [kind for kind in bars.PATTERNS if kind in set(counted["kind"])]
    figure = bars.draw_stacked(
        part,
        order[:MOST_BARS],
        labels=view.names_of(order[:MOST_BARS]),
        colours={key: view.colour_of(key) for key in order[:MOST_BARS]},
        parts={kind: wording.KIND_NAMES[kind] for kind in kinds},
        palette=view.palette,
        axis_title="Words in statements" if measure == "words" else "Number of statements",
        chosen=filters.speaker,
    )
    if everyone > MOST_BARS:
        prose.note(f"The first {MOST_BARS} of {everyone:,} speakers; the table below has more, its file has all.")
    chart_view.chart(
        figure,
        counted.drop(columns="key"),
        name="words-by-speaker",
        title=filter_words.across(view, "speaker") + summary.room(counted, measure),
        alt=f"Bars of {measure} by speaker, split into kinds of statement. The longest is {view.name_of(order[0])}.",
        on_click=lambda keys: url.filter_by(filters.toggled(speaker=keys[0])),
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
    loudness()
