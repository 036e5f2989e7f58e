"""The themes: how often, by whom, together with which, where in the text; then one theme with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.charts import bars
from onrecord.dashboard.components import (
    chart_view,
    controls,
    links,
    messages,
    prose,
    statement_list,
    table_view,
    theme_override_form,
    theme_views,
)
from onrecord.dashboard.presenters import filter_words, rows, statement_html
from onrecord.dashboard.state import codebooks, url_filters
from onrecord.dashboard.text import escape, wording

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.query import Filters

VIEWS = {"often": "Frequency", "speakers": "By speaker", "together": "Co-occurrence", "along": "Through the article"}

view = layout.open_page("Themes")
filters = view.filters


def answer(counts: pd.DataFrame) -> None:
    """What is spoken about, in a sentence and four numbers."""
    spoken = counts[counts["statements"] > 0]
    if spoken.empty:
        prose.lead(f"{wording.counted(len(counts), 'theme is', 'themes are')} mentioned, but in no statement.")
    else:
        most = int(spoken["statements"].iloc[0])
        first = spoken[spoken["statements"] == most]
        names = wording.listed(f"“{name}”" for name in first["theme"].head(3))
        more = f" and {len(first) - 3} more" if len(first) > 3 else ""
        sentence = f"{names}{more} {'is' if len(first) == 1 else 'are'} raised most often, in "
        sentence += f"{wording.counted(most, 'statement')}{'' if len(first) == 1 else ' each'}."
        alone = int((spoken["speakers"] == 1).sum())
        if alone and len(spoken) > 1:
            sentence += f" {wording.counted(alone, 'theme is', 'themes are')} raised by only one speaker."
        prose.lead(sentence)
    places = view.ask.theme_counts(filters)
    own = view.ask.n_reported_mentions(filters)
    prose.numbers(
        [
            (f"{len(counts):,}", f"{wording.noun(len(counts), 'theme')}, of {len(view.theme_labels)} in the codebook"),
            (
                f"{places['places'].sum():,}",
                wording.noun(int(places["places"].sum()), "theme mention"),
            ),
            (
                f"{view.ask.n_with_theme(filters):,}",
                f"of {wording.counted(view.ask.count('statements', filters), 'statement')} with a theme",
            ),
            (f"{own:,}", f"{wording.noun(own, 'mention')} in the reporter’s own words"),
        ]
    )
    book = codebooks.in_use()
    with st.container(horizontal=True, vertical_alignment="center"):
        prose.note(f"Coded by “{book.title}” {book.version}, which matches keywords, not meaning.")
        links.link("pages/codebook.py", "Open the codebook →", view)


def frequency() -> None:
    """Statements a theme; a bar filters by its theme."""
    held = filters.without("theme")
    counts = rows.theme_counts(view, held, with_words=view.ask.n_articles <= controls.MAX_OPTIONS)
    raised = counts[counts["statements"] > 0]
    if len(raised):
        _frequency_chart(counts, raised, held)
    only = counts[counts["statements"] == 0]["theme"].tolist()
    if only:
        prose.note(f"Only in the reporter’s own words, in no statement: {wording.listed(only)}.")


def _frequency_chart(counts: pd.DataFrame, raised: pd.DataFrame, held: Filters) -> None:
    parts = view.ask.theme_kinds(held).copy()
    parts["hover"] = [
        f"“{view.theme_labels[key]}”: {wording.counted(amount, f'{kind} statement')}. Click to filter."
        for key, kind, amount in zip(parts["key"], parts["part"], parts["amount"], strict=True)
    ]
    top = raised.iloc[0]
    level = raised[raised["statements"] == top["statements"]]
    most = wording.counted(int(top["statements"]), "statement")
    names = wording.listed_first([f"“{name}”" for name in level["theme"]])
    each = "" if len(level) == 1 else " each"
    verb = wording.noun(len(level), "is", "are")
    theme_views.heading(f"{filter_words.across(view, 'theme')}{names} {verb} raised most often ({most}{each})")
    figure = bars.draw_stacked(
        parts,
        raised["theme_id"].tolist(),
        labels=view.theme_labels,
        colours={},
        parts={kind: wording.KIND_NAMES[kind] for kind in bars.PATTERNS if kind in set(parts["part"])},
        palette=view.palette,
        axis_title="Number of statements",
        chosen=filters.theme,
    )
    named = counts.rename(columns={"reported": "reporter's sentences", "words": "matched words"})
    chart_view.chart(
        figure,
        named.drop(columns="theme_id"),
        name="themes",
        codebook=view.codebook,
        alt=f"Bars of {len(raised)} themes by number of statements; the longest is {top['theme']}.",
        on_click=lambda keys: url_filters.filter_by(filters.toggled(theme=keys[0])),
    )


def one_theme(counts: pd.DataFrame) -> None:
    """One theme: what the codebook means by it, who raises it, in which words, in which statements."""
    st.markdown("## One theme")
    keys = counts["theme_id"].tolist()
    asked = filters.theme[0] if filters.theme else st.query_params.get("open")
    labels = {key: view.theme_labels.get(key, key) for key in keys}
    key = controls.menu(view, "open", labels, "Theme", asked=asked, hidden=True)
    about = view.ask.about_themes.set_index("theme_id").loc[key]
    mine = filters.with_values(theme=(key,))
    count = view.ask.count("statements", mine)
    with st.container(horizontal=True, vertical_alignment="center"):
        if wording.given(about["definition"]):
            prose.note(f"Definition: {about['definition']}")
        links.link("pages/codebook.py", "Edit the terms →", view, edit=key)
    _who(mine)
    _words(key)
    if count:
        st.markdown("### Statements")
        table_view.download(
            lambda: view.ask.rows("statements", mine), count=count, name="statements-of-theme",
            codebook=view.codebook,
        )  # fmt: skip
        reasons: dict[Any, list[Any]] = {}
        statement_list.statements(
            view,
            mine,
            name=f"theme_{key}",
            marks=lambda part: _marks(part, key, reasons),
            below=lambda row: _reason(row, key, reasons),
        )
    theme_override_form.add_statements(view, key)
    own = view.ask.reported_mentions(mine, 20) if view.ask.n_reported_mentions(mine) else ()
    if len(own):
        st.markdown("### In the reporter’s own words")
        for row in own.itertuples():
            st.html(statement_html.sentence_html(view, row, int(row.start), int(row.end)))
            links.read_link(view, row)


def _who(mine: Filters) -> None:
    counted = view.ask.speaker_by_theme(mine)
    if counted.empty:
        prose.lead("Only in the reporter’s own words.")
        return
    first = counted.head(8)
    keys = first["speaker_key"].tolist()
    of_these = view.ask.words_by_speaker(filters.without("theme").with_values(speaker=tuple(keys)))
    said, known = of_these.groupby("key")["statements"].sum(), view.names_of(keys)
    names = [f"{known[key]} ({count:,} of {said[key]:,})" for key, count in zip(keys, first["statements"], strict=True)]
    more = f" and {len(counted) - 8:,} more" if len(counted) > 8 else ""
    prose.lead(f"Raised by {wording.listed(names)}{more}: statements on this theme, of all by that speaker.")


def _words(key: str) -> None:
    counted = view.ask.theme_words(filters, key)
    tags = "".join(
        f'<span class="or-tag">{escape.html(text)}{f" ×{count:,}" if count > 1 else ""}'
        f"{f' ← {escape.html(wording.term(term))}' if term.casefold() != text else ''}</span>"
        for text, term, count in counted.itertuples(index=False)
    )
    if tags:
        st.html(f'<p class="or-eyebrow">Matched words (← term of the codebook):</p><div>{tags}</div>')


def _marks(part: pd.DataFrame, key: str, reasons: dict[Any, list[Any]]) -> dict[Any, list[str]]:
    """The words to mark in these statements; ``reasons`` is filled with the terms behind them."""
    held = view.ask.rows_at("theme_mentions", zip(part["article_id"], part["statement_id"], strict=True))
    found: dict[Any, list[str]] = {}
    for row in held[(held["theme_id"] == key) & (held["method"] == "rule")].itertuples():
        found.setdefault((row.article_id, row.statement_id), []).append(row.text)
        reasons.setdefault((row.article_id, row.statement_id), []).append(row.term)
    return found


def _reason(row: Any, key: str, reasons: dict[Any, list[Any]]) -> None:
    """Why a statement has the theme, and a way to refuse it."""
    terms = list(dict.fromkeys(reasons.get((row.article_id, row.statement_id), ())))
    named = wording.listed(f"“{wording.term(term)}”" for term in terms)
    reason = f"matched by the {wording.noun(len(terms), 'term')} {named}"
    whole = escape.html("; ".join(map(str, terms)))
    st.html(
        f'<span class="or-meta" title="{whole}">{escape.html(reason if terms else "your decision")}</span>',
        width="content",
    )
    theme_override_form.refuse_button(view, row, key)


with layout.body(view):
    found = rows.theme_counts(view, filters)
    if found.empty:
        if filters.is_active or not view.ask.count("statements", filters):
            messages.empty_result(view, "themes")
        else:
            st.info("No theme of the codebook is mentioned. You can choose another codebook, or add a theme.")
            links.link("pages/codebook.py", "Open the codebook →", view)
        theme_override_form.listed(view)
        layout.end_page()
    answer(found)
    DRAWN = {"speakers": theme_views.speakers, "together": theme_views.together, "along": theme_views.along}
    chosen = controls.choice(view, "view", VIEWS, "View")
    if chosen in DRAWN:
        DRAWN[chosen](view)
    else:
        frequency()
    one_theme(found)
    theme_override_form.listed(view)
