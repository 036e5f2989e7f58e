"""The overview: what the articles say, in numbers; who speaks on what; the figures; who says how much."""

from __future__ import annotations

import streamlit as st

from onrecord.views import blocks, cards, charts, frame, rows, safe, wording, workbench

MOST_SPEAKERS = 12  # columns of the heatmap: more cannot be read; the table below it has them all

view = frame.open_page("Overview")
shown, filters = view.shown, view.filters


def masthead() -> None:
    """Title, source and date of the one article; of several, how many and which."""
    articles = shown.articles
    if len(articles) == 1:
        row = next(articles.itertuples())
        title = view.titles[row.article_id]
        known = [str(value) for value in (row.source, row.published) if wording.given(value)]
        about = " · ".join(known) if known else "Source and date are not stated"
    else:
        title = f"{len(articles)} articles"
        about = " · ".join(view.titles[article_id] for article_id in articles["article_id"].head(5))
    about += f" · {wording.counted(int(articles['n_words'].sum()), 'word')}"
    st.html(f'<h1 class="or-title">{safe.html(title)}</h1><p class="or-eyebrow">{safe.html(about)}</p>')


def answer() -> None:
    """What is here, in a sentence and four numbers."""
    held = shown.statements
    by_speaker = rows.words_by_speaker(view, shown)
    kinds = shown.speakers["kind"].value_counts()
    spoken = shown.theme_mentions.dropna(subset="statement_id")
    quoted = int((held["kind"] != "indirect").sum())
    people = int(kinds.get("person", 0))
    speaking = by_speaker[by_speaker["key"] != frame.NOBODY]
    voices, themes = speaking["key"].nunique(), spoken["theme_id"].nunique()
    sentence = f"{wording.counted(voices, 'speaker makes', 'speakers make')} "
    sentence += f"{wording.counted(len(held), 'statement')}, {quoted:,} of them with words in quotation marks."
    if len(speaking):
        words = speaking.groupby("speaker", sort=False)["words"].sum().sort_values(ascending=False)
        if len(words) > 1 and words.iloc[0] > words.iloc[1]:
            sentence += (
                f" {words.index[0]} is given the most room: {words.iloc[0]:,} of {words.sum():,} attributed words."
            )
    blocks.lead(sentence)
    blocks.numbers(
        [
            (f"{len(held):,}", f"{wording.noun(len(held), 'statement')}, {quoted:,} quoted"),
            (
                f"{voices:,}",
                f"{wording.noun(voices, 'speaker')}, {wording.counted(people, 'named person', 'named people')}",
            ),
            (f"{themes:,}", f"{wording.noun(themes, 'theme')} in statements"),
            (f"{len(shown.figures):,}", wording.noun(len(shown.figures), "figure")),
        ]
    )


def heatmap() -> None:
    """Speaker by theme; a cell filters by both."""
    st.markdown("## Who speaks on what")
    held = view.without("speaker", "theme")
    counts = rows.speaker_by_theme(view, held)
    if counts.empty:
        blocks.note("No theme of the codebook shows in these statements.")
        return
    order = rows.words_by_speaker(view, held).groupby("key")["words"].sum().sort_values(ascending=False)
    speakers = [key for key in order.index if key in set(counts["speaker_key"])]
    themes = counts.groupby("theme_id")["statements"].sum().sort_values(ascending=False, kind="stable").index.tolist()
    cells = counts.rename(columns={"speaker_key": "column", "theme_id": "row", "statements": "count"})
    cells["hover"] = [
        f"{speaker} speaks on “{theme}” in {wording.counted(count, 'statement')}. Click to show only these."
        for speaker, theme, count in zip(cells["speaker"], cells["theme"], cells["count"], strict=True)
    ]
    figure = charts.matrix(
        cells,
        themes,
        speakers[:MOST_SPEAKERS],
        row_labels=view.theme_labels,
        column_labels=view.speaker_names,
        column_colours={key: view.colour_of(key) for key in speakers},
        palette=view.palette,
        title="Theme by speaker · number of statements",
        is_chosen=lambda row, column: (
            (not filters.theme or row in filters.theme) and (not filters.speaker or column in filters.speaker)
        ),
    )
    if len(speakers) > MOST_SPEAKERS:
        blocks.note(
            f"The {MOST_SPEAKERS} with most words, of {len(speakers)} who speak on a theme; the table below has all."
        )
    top = counts.iloc[0]
    blocks.chart(
        figure,
        counts.drop(columns=["speaker_key", "theme_id"]),
        name="speaker-by-theme",
        codebook=workbench.in_use().citation,
        alt=f"Heatmap of {len(themes)} themes by {len(speakers)} speakers, counting statements. "
        f"The highest count is {top['statements']}: {top['speaker']} on {top['theme']}.",
        on_click=lambda keys: frame.filter_by(filters.toggled(theme=keys[0], speaker=keys[1])),
    )
    blocks.note("A statement on several themes counts for each. Click a cell to filter by it, again to clear it.")


def figures() -> None:
    """The first figures as cards."""
    st.markdown("## Figures")
    if shown.figures.empty:
        blocks.note("No figures among what is shown.")
        return
    cards.figure_cards(view, shown.figures.head(6))
    if len(shown.figures) > 6:
        frame.link("pages/figures.py", f"All {len(shown.figures):,} figures →", view)


def loudness() -> None:
    """Words or statements by speaker and kind; a bar filters by its speaker."""
    st.markdown("## Who says how much")
    counted = rows.words_by_speaker(view, view.without("speaker"))
    if counted.empty:
        blocks.note("No statements among what is shown.")
        return
    measure = st.segmented_control(
        "Count", ["words", "statements"], default="words", required=True, key="measure", bind="query-params"
    )
    order = counted.groupby("key")[measure].sum().sort_values(ascending=False, kind="stable").index.tolist()
    part = counted.rename(columns={"kind": "part", measure: "amount"})
    part["hover"] = [
        f"{speaker}: {amount:,} {measure} in {kind} statements. Click to show only this speaker."
        for speaker, amount, kind in zip(part["speaker"], part["amount"], part["part"], strict=True)
    ]
    kinds = [kind for kind in charts.PATTERNS if kind in set(counted["kind"])]
    figure = charts.bars(
        part,
        order[:20],
        labels=view.speaker_names,
        colours={key: view.colour_of(key) for key in order},
        parts={kind: frame.KIND_WORDS[kind] for kind in kinds},
        palette=view.palette,
        axis_title="Words in statements" if measure == "words" else "Number of statements",
        chosen=filters.speaker,
    )
    if len(order) > 20:
        blocks.note(f"The first 20 of {len(order)} speakers; the table below has all.")
    blocks.chart(
        figure,
        counted.drop(columns="key"),
        name="words-by-speaker",
        alt=f"Bars of {measure} by speaker, split into kinds of statement. The longest is {view.name_of(order[0])}.",
        on_click=lambda keys: frame.filter_by(filters.toggled(speaker=keys[0])),
    )


masthead()
if shown.statements.empty and shown.figures.empty:
    frame.nothing(view)
    st.stop()
if shown.statements.empty:
    frame.nothing(view)
else:
    answer()
    heatmap()
figures()
loudness()
