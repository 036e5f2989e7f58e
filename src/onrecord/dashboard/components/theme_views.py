"""The views of the page Themes beside their frequency: by speaker, co-occurrence, and through an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard.charts import heatmap, theme_network, themes_through_article
from onrecord.dashboard.components import chart_view, controls, messages, prose, table_view
from onrecord.dashboard.presenters import filter_words, rows, summary
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import escape, wording
from onrecord.query import NOBODY, apply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from onrecord.dashboard.context import View

MAX_THEMES = 16  # rows and columns of the matrix; the table below it has all pairs
MAX_SPEAKERS = 12
MAX_NODES = 30
MAX_COUNTED = 500  # of more, the shares and the lists would be about people who spoke once
MEASURES = {"statements": "statements", "share of speaker": "share of speaker", "share of theme": "share of theme"}
UNITS = {
    "statements": "number of statements",
    "share of speaker": "percent of the speaker’s statements",
    "share of theme": "percent of the statements on the theme",
}


def heading(words: str) -> None:
    """A chart's title, which says what it shows; plain text."""
    st.markdown(f"### {escape.markdown(words)}")


def _first(counted: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The rows with most ``statements``, all of them where several are level, and how many that is, in words."""
    most = int(counted["statements"].max())
    first = counted[counted["statements"] == most]
    return first, wording.counted(most, "statement") + (" each" if len(first) > 1 else "")


def speakers(view: View) -> None:
    """Speaker by theme, as counts or shares; which themes one alone raises, and which many share."""
    held = view.filters.without("speaker", "theme")
    counted = rows.with_shares(view, held, rows.speaker_by_theme(view, held, MAX_COUNTED))
    everyone = view.ask.n_speakers_with_theme(held)
    if counted.empty:
        prose.note("None of these statements has a theme of the codebook.")
        return
    heading(filter_words.across(view, "speaker", "theme") + summary.on_themes(counted))
    measure = controls.choice(view, "measure", MEASURES, "What the cells count")
    order = counted.groupby("speaker_key")["statements"].sum().sort_values(ascending=False, kind="stable").index
    if everyone > MAX_SPEAKERS:
        has = "all of them" if everyone <= MAX_COUNTED else f"the first {MAX_COUNTED}"
        prose.note(
            f"Showing the {MAX_SPEAKERS} speakers with the most statements on themes, of {everyone:,}; the table below "
            f"has {has}."
        )
    speaker_matrix(view, counted, order.tolist()[:MAX_SPEAKERS], name="themes-by-speaker", measure=measure)
    prose.note("A statement with several themes counts once for each, so a speaker’s shares can exceed 100 percent.")
    _shared(view, counted)


def speaker_matrix(
    view: View,
    counted: pd.DataFrame,
    keys: Sequence[str],
    *,
    name: str,
    title: str = "",
    measure: str = "statements",
    everything: tuple[int, Callable[[], pd.DataFrame]] | None = None,
) -> None:
    """Theme by speaker; a cell filters by both. ``counted`` is from ``rows.speaker_by_theme``, with the shares of
    ``rows.with_shares`` where ``measure`` is one of these; ``title`` and ``everything`` as for ``chart_view.chart``.
    """
    filters = view.filters
    themes = counted.groupby("theme_id")["statements"].sum().sort_values(ascending=False, kind="stable").index.tolist()
    figure = heatmap.draw(
        rows.matrix_cells(counted, measure),
        themes,
        keys,
        row_labels=view.theme_labels,
        column_labels=view.names_of(keys),
        column_colours={key: view.colour_of(key) for key in keys},
        palette=view.palette,
        title=f"Themes by speaker · {UNITS[measure]}",
        is_chosen=lambda row, column: (
            (not filters.theme or row in filters.theme) and (not filters.speaker or column in filters.speaker)
        ),
    )
    top = counted.iloc[0]
    chart_view.chart(
        figure,
        counted.drop(columns=["speaker_key", "theme_id"]).round(1),
        name=name,
        title=title,
        codebook=view.codebook,
        alt=f"Heatmap of {len(themes)} themes by {len(keys)} speakers: {UNITS[measure]}. "
        f"The highest count is {top['statements']}: {top['speaker']} on {top['theme']}.",
        on_click=lambda clicked: url_filters.filter_by(filters.toggled(theme=clicked[0], speaker=clicked[1])),
        everything=everything,
    )


def _shared(view: View, counted: pd.DataFrame) -> None:
    counted = counted[counted["speaker_key"] != NOBODY]
    if counted.empty:
        return
    found = rows.raised_by(counted)
    voices = counted["speaker_key"].nunique()
    alone, shared = found[found["speakers"] == 1], found[found["speakers"] == voices]
    many = found.sort_values("speakers", ascending=False, kind="stable").head(1)
    heading(f"{filter_words.across(view, 'speaker', 'theme')}Raised by one speaker or shared")
    if voices == 1:
        prose.lead(f"{counted['speaker'].iloc[0]} is the only speaker, so every theme is theirs.")
    else:
        sentence = f"{wording.counted(len(alone), 'theme is', 'themes are')} raised by only one speaker. "
        if len(shared):
            names = wording.listed(f"“{name}”" for name in shared["theme"].head(4))
            sentence += f"All {voices} speakers raise {names}."
        else:
            top = many.iloc[0]
            sentence += (
                f"No theme is raised by all {voices} speakers; “{top['theme']}” comes closest, with {top['speakers']}."
            )
        prose.lead(sentence)
    table_view.table(
        found.drop(columns="theme_id"),
        name="themes-raised-by",
        alt="Table of themes and who raises them.",
        codebook=view.codebook,
    )


def together(view: View) -> None:
    """Which themes share statements, as a matrix or as a network; a click view.filters."""
    pairs = rows.theme_pairs(view, view.filters.without("theme"))
    if pairs.empty:
        prose.note("None of these statements has more than one theme.")
        return
    first, each = _first(_half(pairs))
    led = filter_words.across(view, "theme")
    names = [f"“{theme}” and “{other}”" for theme, other in zip(first["theme"], first["other"], strict=True)]
    if int(first["statements"].iloc[0]) == 1:
        heading(f"{led}No two themes share more than one statement")
    else:
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        heading(f"{led}{'; '.join(names[:2])}{more} co-occur most often ({each})")
    if controls.choice(view, "drawn", {"network": "Network", "matrix": "Matrix"}, "Chart type") == "network":
        _network(view, pairs)
    else:
        _pair_matrix(view, pairs)


def _half(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs[pairs["theme_id"] < pairs["other_id"]]


def _pairs_table(pairs: pd.DataFrame) -> pd.DataFrame:
    return _half(pairs)[["theme", "other", "statements"]].rename(columns={"other": "co-occurs with"})


def _network(view: View, pairs: pd.DataFrame) -> None:
    order = pairs.groupby("theme_id")["statements"].sum().sort_values(ascending=False, kind="stable").index.tolist()
    keys = order[:MAX_NODES]
    counts = rows.theme_counts(view, view.filters.without("theme")).set_index("theme_id")
    nodes = counts.loc[keys].reset_index()
    nodes["hover"] = [
        f"“{theme}”: {wording.counted(count, 'statement')}. Click to filter."
        for theme, count in zip(nodes["theme"], nodes["statements"], strict=True)
    ]
    half = _half(pairs)
    half = half[half["theme_id"].isin(keys) & half["other_id"].isin(keys)].copy()
    half["hover"] = [
        f"“{theme}” and “{other}” share {wording.counted(count, 'statement')}. Click to filter by either."
        for theme, other, count in zip(half["theme"], half["other"], half["statements"], strict=True)
    ]
    figure = theme_network.draw(
        nodes,
        half,
        theme_network.place_themes(keys, half),
        palette=view.palette,
        is_chosen=lambda key: not view.filters.theme or key in view.filters.theme,
    )
    if len(order) > MAX_NODES:
        prose.note(
            f"Showing the {MAX_NODES} themes that share most statements, of {len(order)}; the table "
            "below has all pairs."
        )
    chart_view.chart(
        figure,
        _pairs_table(pairs),
        name="themes-network",
        codebook=view.codebook,
        alt=f"Network of {len(keys)} themes with {len(half)} lines between those that share statements.",
        on_click=lambda keys: _filter_by_some(view, keys),
    )
    prose.note("Larger circles have more statements; wider lines have more statements with both themes.")


def _filter_by_some(view: View, keys: list[str]) -> None:
    """Filter by the clicked themes, or clear the filter where they are active already."""
    same = set(view.filters.theme) == set(keys)
    url_filters.filter_by(view.filters.with_values(theme=() if same else tuple(keys)))


def _pair_matrix(view: View, pairs: pd.DataFrame) -> None:
    order = pairs.groupby("theme_id")["statements"].sum().sort_values(ascending=False, kind="stable")
    keys = order.index.tolist()[:MAX_THEMES]
    cells = pairs.rename(columns={"theme_id": "row", "other_id": "column", "statements": "count"})
    cells["hover"] = [
        f"“{theme}” and “{other}” share {wording.counted(count, 'statement')}. Click to filter by either."
        for theme, other, count in zip(cells["theme"], cells["other"], cells["count"], strict=True)
    ]
    numbered = {key: str(number) for number, key in enumerate(keys, 1)}  # names would not fit above narrow columns
    figure = heatmap.draw(
        cells,
        keys,
        keys,
        row_labels={key: f"{number} {view.theme_labels[key]}" for key, number in numbered.items()},
        column_labels=numbered,
        palette=view.palette,
        title="Number of statements with both themes",
        is_chosen=lambda row, _column: not view.filters.theme or row in view.filters.theme,
    )
    prose.note("Column numbers refer to the themes in the rows.")
    if len(order) > MAX_THEMES:
        prose.note(
            f"Showing the {MAX_THEMES} themes that share most statements, of {len(order)}; the table "
            "below has all pairs."
        )
    chart_view.chart(
        figure,
        _pairs_table(pairs),
        name="themes-together",
        codebook=view.codebook,
        alt=f"Matrix of {len(keys)} themes by themes, counting statements with both.",
        on_click=lambda keys: _filter_by_some(view, keys),
    )


def along(view: View) -> None:
    """Where in one article each theme shows; a mark leads to its place."""
    article_id = controls.article_choice(view, "of")
    if article_id is None:
        messages.empty_result(view)
        return
    whole = view.ask.tables_of([article_id])
    found = rows.theme_places(view, apply(whole, view.filters.on_statements))
    if found.empty:
        prose.note("No theme mentions in this article match the filters.")
        return
    found["hover"] = [
        f"Sentence {int(number) + 1}, {name if wording.given(name) else 'the reporter'}: “{words}”. Click to read."
        for number, name, words in zip(found["sentence"], found["speaker"], found["words"], strict=True)
    ]
    found["key"] = [
        f"statement={article_id}:{statement}" if wording.given(statement) else f"sentence={article_id}:{number}"
        for statement, number in zip(found["statement"], found["sentence"], strict=True)
    ]
    first = found.groupby("theme_id")["sentence"].min().sort_values(kind="stable")
    stretch = found.groupby("theme_id")["sentence"].agg(lambda part: part.max() - part.min())
    if int(stretch.max()):
        heading(f"“{view.theme_labels[str(stretch.idxmax())]}” spans the longest part of the article")
    else:
        heading("No theme is mentioned in more than one sentence")
    figure = themes_through_article.draw(
        found,
        first.index.tolist(),
        int(whole.articles["n_sentences"].iloc[0]),
        labels=view.theme_labels,
        palette=view.palette,
    )
    table = found[["sentence", "theme", "speaker", "words"]].assign(sentence=found["sentence"] + 1)
    chart_view.chart(
        figure,
        table,
        name="themes-along",
        codebook=view.codebook,
        alt=f"{len(first)} themes by sentence of an article, in order of first mention.",
        on_click=lambda keys: _read(view, keys),
    )
    prose.note("Themes are listed in order of first mention. Click a mark to read the article there.")


def _read(view: View, keys: list[str]) -> None:
    name, _, at = keys[0].partition("=")
    st.switch_page("pages/read.py", query_params={**view.filters.query_params, name: at})
