"""Compare: two to four speakers side by side, to look at and to take away as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord import query
from onrecord.dashboard import layout
from onrecord.dashboard.charts import bars
from onrecord.dashboard.components import chart_view, controls, links, prose, statement_list, table_view
from onrecord.dashboard.presenters import comparison, summary
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import escape, wording
from onrecord.export import MIME_TYPES

if TYPE_CHECKING:
    import pandas as pd

MAX_SPEAKERS = 4  # speakers: more columns cannot be read
MAX_THEMES = 15
MAX_SHARED = 8  # themes among which one can choose; the lead names how many there are
EACH = 3  # statements of each speaker on a theme that are drawn

view = layout.open_page("Compare")
filters = view.filters.without("speaker")


def chosen() -> list[str]:
    """The speakers that the address names, else those of the filter, else the two who say most; and their menu."""
    offered = view.ask.words_by_speaker(filters, controls.MAX_OPTIONS)["key"].drop_duplicates().tolist()
    asked = [str(key) for key in st.query_params.get_all("with")] or list(view.filters.speaker)
    known = set(view.ask.speaker_counts(filters.with_values(speaker=tuple(asked)))["key"]) if asked else set()
    keys = list(dict.fromkeys(key for key in asked if key in known))[:MAX_SPEAKERS]
    if not st.query_params.get_all("with"):  # who took one of two away is about to choose another
        keys += [key for key in offered if key not in keys and key != query.NOBODY][: max(0, 2 - len(keys))]
    view.names_of(offered)
    url_filters.mirror("or_compare", keys)
    st.multiselect(
        "Compare two to four speakers",
        [*offered, *(key for key in keys if key not in offered)],
        format_func=view.name_of,
        key="or_compare",
        max_selections=MAX_SPEAKERS,
        on_change=_choose,
        placeholder="Choose two to four speakers",
    )
    return keys


def _choose() -> None:
    kept = {name: st.query_params.get_all(name) for name in st.query_params if name != "with"}
    st.query_params.from_dict({**kept, "with": list(st.session_state["or_compare"])})


def side_by_side(about: pd.DataFrame) -> None:
    """Each speaker's name, role and numbers."""
    for place, row in zip(st.columns(len(about)), about.to_dict("records"), strict=True):
        with place:
            colour = view.colour_of(row["key"])
            role = escape.html(row["role"]) if wording.given(row["role"]) else "no role given"
            said = f"{wording.counted(row['statements'], 'statement')}, {row['quoted']:,} quoted"
            how = (
                f"<p class='or-meta'>{escape.html(row['how it is said'])}</p>"
                if wording.given(row["how it is said"])
                else ""
            )
            st.html(
                f'<h2 class="or-name" style="--or-colour:{colour}">{escape.html(row["speaker"])}</h2>'
                f'<p class="or-meta or-role">{role}</p><p class="or-lead">{said}; '
                f"{wording.counted(row['words'], 'word')}</p>{how}"
            )
            links.link("pages/speakers.py", "All statements →", view, profile=row["key"])


def on_themes(about: pd.DataFrame, found: pd.DataFrame) -> None:
    """How much of what each says is on which theme."""
    st.markdown("## Themes")
    if found.empty:
        prose.note("None of these statements has a theme of the codebook.")
        return
    order = list(dict.fromkeys(found["theme_id"]))
    cells = found.rename(columns={"theme_id": "row", "key": "column", "percent": "amount"})
    cells["words"] = [
        f"{percent:.0f}% · {count:,}" for percent, count in zip(cells["amount"], cells["statements"], strict=True)
    ]
    cells["hover"] = [
        f"{speaker}: {wording.counted(count, 'statement')} on “{theme}”, {percent:.0f}% of theirs. Click to filter."
        for speaker, count, theme, percent in zip(
            cells["speaker"], cells["statements"], cells["theme"], cells["amount"], strict=True
        )
    ]
    keys = about["key"].tolist()
    figure = bars.draw_panels(
        cells,
        order[:MAX_THEMES],
        keys,
        row_labels=view.theme_labels,
        column_labels=dict(zip(keys, about["speaker"], strict=True)),
        colours={key: view.colour_of(key) for key in keys},
        palette=view.palette,
        title="Percent of the speaker’s statements · number of statements",
    )
    if len(order) > MAX_THEMES:
        prose.note(f"Showing the first {MAX_THEMES} of {len(order)} themes; the table below has all of them.")
    chart_view.chart(
        figure,
        found.drop(columns=["theme_id", "key"]),
        name="compare-themes",
        title=comparison.leading_themes(about, found),
        codebook=view.codebook,
        alt=f"Bars by theme, a panel for each of {wording.listed(about['speaker'])}: the share of the "
        "speaker’s statements.",
        on_click=lambda keys: url_filters.filter_by(filters.toggled(theme=keys[0], speaker=keys[1])),
    )


def own_words(about: pd.DataFrame) -> None:
    """The words that each uses more than the others."""
    st.markdown("## Distinctive words")
    said = comparison.statements(view, filters, about["key"])
    found = comparison.words(view, said)
    if found.empty:
        prose.note(
            "No word is distinctive: the statements are too few or too similar (log-likelihood below 3.84, p < 0.05)."
        )
        return
    for place, key in zip(st.columns(len(about)), about["key"], strict=True):
        mine = found[found["key"] == key]
        tags = "".join(
            f'<span class="or-tag">{escape.html(word)} <b>{times:,}</b> : {others:,}</span>'
            for word, times, others in zip(mine["word"], mine["times"], mine["others"], strict=True)
        )
        with place:
            head = f'<p class="or-meta"><b>{escape.html(view.name_of(key))}</b></p>'
            st.html(head + (tags or '<p class="or-note">No distinctive words.</p>'))
    prose.note("How often this speaker uses the word, then how often the others do. Computed by log-likelihood.")
    if any(len(held) == comparison.MAX_READ for held in said.values()):
        prose.note(f"Counted over the first {comparison.MAX_READ:,} statements of each speaker.")
    inside = table_view.folded("Table of these words", "compare-words")
    if inside is not None:
        with inside:
            table_view.table(found.drop(columns="key"), name="compare-words")


def in_figures(about: pd.DataFrame) -> None:
    """The figures that they give."""
    st.markdown("## Figures")
    found = comparison.figures(view, filters, about["key"].tolist())
    if found.empty:
        prose.note("None of these speakers gives a figure.")
        return
    table_view.table(
        found[["speaker", *found.columns.drop("speaker")]],
        name="compare-figures",
        columns={"speaker": st.column_config.TextColumn("given by", pinned=True), "what": "refers to"},
        alt="Table of the figures that these speakers give.",
    )


def meeting(about: pd.DataFrame, found: pd.DataFrame) -> None:
    """The statements of each on a theme that they share."""
    st.markdown("## Shared themes")
    both = comparison.shared(found)
    if not both:
        prose.note("No two of these speakers share a theme.")
        return
    theme_id = controls.choice(view, "on", {key: view.theme_labels[key] for key in both[:MAX_SHARED]}, "Theme")
    for place, key in zip(st.columns(len(about)), about["key"], strict=True):
        with place:
            st.html(f'<p class="or-meta"><b>{escape.html(view.name_of(key))}</b></p>')
            mine = filters.with_values(speaker=(key,), theme=(theme_id,))
            total = view.ask.count("statements", mine)
            if total:
                statement_list.statements(
                    view, view.ask.rows("statements", mine, most=EACH), name=f"meet_{key}", with_speaker=False
                )
            else:
                prose.note("No statements on this theme.")
            if total > EACH:
                label = f"All {total:,} statements on this theme →"
                links.link("pages/themes.py", label, view, speaker=key, theme=theme_id)


def take_away(about: pd.DataFrame) -> None:
    """The whole comparison as a workbook."""
    st.download_button(
        "Download the comparison as Excel",
        data=lambda: comparison.workbook(view, filters, about, summary.notes(view).lines),
        file_name="onrecord-comparison.xlsx",
        mime=MIME_TYPES["xlsx"],
        key="or_compare_file",
        on_click="ignore",
        help="A sheet each for speakers, themes, words, figures and statements",
    )


with layout.body(view):
    keys = chosen()
    if len(keys) < 2:
        if view.ask.n_speakers(filters) < 2:
            st.info(
                "A comparison needs two speakers" + (", but the filters leave fewer." if filters.is_active else ".")
            )
        else:
            st.info("Choose another speaker above.")
        layout.end_page()
    about = comparison.speakers(view, filters, keys)
    found = comparison.themes(view, filters, about)
    prose.lead(comparison.answer(about, found))
    take_away(about)
    side_by_side(about)
    on_themes(about, found)
    own_words(about)
    in_figures(about)
    meeting(about, found)
