"""The themes: how often, by whom, in which words; the statements of one; which go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord import Codebook
from onrecord.views import blocks, charts, frame, rows, safe, wording

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.tables import Tables

MOST_THEMES = 16  # rows and columns of the matrix; the table below it has all pairs

view = frame.open_page("Themes")
shown, filters = view.shown, view.filters


def answer(counts: pd.DataFrame) -> None:
    """What is spoken about, in a sentence and four numbers."""
    spoken = counts[counts["statements"] > 0]
    if spoken.empty:
        blocks.lead(f"{wording.counted(len(counts), 'theme shows', 'themes show')}, none of them in a statement.")
    else:
        most = int(spoken["statements"].iloc[0])
        first = spoken[spoken["statements"] == most]
        names = wording.listed(f"“{name}”" for name in first["theme"].head(3))
        more = f" and {len(first) - 3} more" if len(first) > 3 else ""
        sentence = f"{names}{more} {'is' if len(first) == 1 else 'are'} raised most: in "
        sentence += f"{wording.counted(most, 'statement')}{'' if len(first) == 1 else ' each'}."
        alone = int((spoken["speakers"] == 1).sum())
        if alone and len(spoken) > 1:
            sentence += f" {wording.counted(alone, 'theme is', 'themes are')} raised by one speaker alone."
        blocks.lead(sentence)
    held = shown.theme_mentions
    covered = held.dropna(subset="statement_id").drop_duplicates(["article_id", "statement_id"])
    blocks.numbers(
        [
            (f"{len(counts):,}", f"{wording.noun(len(counts), 'theme')}, of {len(view.tables.themes)} in the codebook"),
            (f"{len(held):,}", f"{wording.noun(len(held), 'place')} where a theme shows"),
            (f"{len(covered):,}", f"of {len(shown.statements):,} statements have a theme"),
            (f"{int(held['statement_id'].isna().sum()):,}", "places in the reporter’s own words"),
        ]
    )
    blocks.note(
        f"The codebook here is “{Codebook.default().title}”: on other subjects few of its themes show. "
        "On the command line, --codebook uses another."
    )


def frequency() -> None:
    """Statements a theme; a bar filters by its theme."""
    st.markdown("## How often")
    held = view.without("theme")
    counts = rows.theme_counts(view, held)
    raised = counts[counts["statements"] > 0]
    if len(raised):
        _frequency_chart(counts, raised, held)
    only = counts[counts["statements"] == 0]["theme"].tolist()
    if only:
        blocks.note(f"In the reporter’s own words only, in no statement: {wording.listed(only)}.")


def _frequency_chart(counts: pd.DataFrame, raised: pd.DataFrame, held: Tables) -> None:
    parts = rows.theme_kinds(held)
    parts["hover"] = [
        f"“{view.theme_labels[key]}”: {wording.counted(amount, f'{kind} statement')}. Click to show only this theme."
        for key, kind, amount in zip(parts["key"], parts["part"], parts["amount"], strict=True)
    ]
    figure = charts.bars(
        parts,
        raised["theme_id"].tolist(),
        labels=view.theme_labels,
        colours={},
        parts={kind: frame.KIND_WORDS[kind] for kind in charts.PATTERNS if kind in set(parts["part"])},
        palette=view.palette,
        axis_title="Number of statements",
        chosen=filters.theme,
    )
    named = counts.rename(columns={"reported": "reporter's sentences", "words": "words that show it"})
    top = raised.iloc[0]
    blocks.chart(
        figure,
        named.drop(columns="theme_id"),
        name="themes",
        alt=f"Bars of {len(raised)} themes by number of statements; the longest is {top['theme']}.",
        on_click=lambda keys: frame.filter_by(filters.toggled(theme=keys[0])),
    )


def together() -> None:
    """Which themes share statements; a cell filters by both themes' statements."""
    st.markdown("## Which themes go together")
    pairs = rows.theme_pairs(view, view.without("theme"))
    if pairs.empty:
        blocks.note("No statement here has more than one theme.")
        return
    order = pairs.groupby("theme_id")["statements"].sum().sort_values(ascending=False, kind="stable")
    keys = order.index.tolist()[:MOST_THEMES]
    cells = pairs.rename(columns={"theme_id": "row", "other_id": "column", "statements": "count"})
    cells["hover"] = [
        f"“{theme}” and “{other}” share {wording.counted(count, 'statement')}. Click to open “{theme}”."
        for theme, other, count in zip(cells["theme"], cells["other"], cells["count"], strict=True)
    ]
    numbered = {key: str(number) for number, key in enumerate(keys, 1)}  # names would not fit above narrow columns
    figure = charts.matrix(
        cells,
        keys,
        keys,
        row_labels={key: f"{number} {view.theme_labels[key]}" for key, number in numbered.items()},
        column_labels=numbered,
        palette=view.palette,
        title="Number of statements on both",
        is_chosen=lambda row, _column: not filters.theme or row in filters.theme,
    )
    blocks.note("A column’s number is that of the theme in the row with the same number.")
    if len(order) > MOST_THEMES:
        blocks.note(f"The {MOST_THEMES} themes that share most, of {len(order)}; the table below has all pairs.")
    half = pairs[pairs["theme_id"] < pairs["other_id"]]
    top = pairs.iloc[0]
    blocks.chart(
        figure,
        half[["theme", "other", "statements"]].rename(columns={"other": "together with"}),
        name="themes-together",
        alt=f"Matrix of {len(keys)} themes by themes, counting statements on both. Most often together: "
        f"{top['theme']} and {top['other']}, {wording.counted(int(top['statements']), 'statement')}.",
        on_click=lambda clicked: frame.filter_by(filters.toggled(theme=clicked[0])),
    )


def one_theme(counts: pd.DataFrame) -> None:
    """One theme: what the codebook means by it, who raises it, in which words, in which statements."""
    st.markdown("## One theme")
    keys = counts["theme_id"].tolist()
    asked = filters.theme[0] if filters.theme else st.query_params.get("open")
    key = asked if asked in keys else keys[0]
    if st.session_state.get("or_open") != key:
        st.session_state["or_open"] = key
    st.selectbox(
        "Theme",
        keys,
        format_func=lambda theme: view.theme_labels.get(theme, theme),
        key="or_open",
        on_change=lambda: frame.set_filters(filters, open=st.session_state["or_open"]),
        label_visibility="collapsed",
    )
    about = view.tables.themes.set_index("theme_id").loc[key]
    held = shown.theme_mentions[shown.theme_mentions["theme_id"] == key]
    spoken = held.dropna(subset="statement_id")
    who = spoken.drop_duplicates(["article_id", "statement_id"])
    names = view.keys_of(who).map(view.name_of).value_counts()
    if wording.given(about["definition"]):
        blocks.note(f"What it covers: {about['definition']}")
    if len(names):
        blocks.lead("Raised by " + wording.listed([f"{name} ({count})" for name, count in names.head(8).items()]) + ".")
    else:
        blocks.lead("Only in the reporter’s own words.")
    words = held["text"].str.casefold().value_counts()
    tags = "".join(
        f'<span class="or-tag">{safe.html(text)}{f" ×{count}" if count > 1 else ""}</span>'
        for text, count in words.head(30).items()
    )
    st.html(f'<p class="or-eyebrow">In these words:</p><div>{tags}</div>')
    statements = shown.statements.merge(who[["article_id", "statement_id"]], on=["article_id", "statement_id"])
    if len(statements):
        st.markdown("### Its statements, in the order of the text")
        blocks.download(statements, name="statements-of-theme")
        blocks.statements(view, statements, name=f"theme_{key}")
    own = held[held["statement_id"].isna()].drop_duplicates(["article_id", "sentence_id"])
    if len(own):
        st.markdown("### In the reporter’s own words")
        for row in own.head(20).itertuples():
            st.html(blocks.sentence(view, row, int(row.start), int(row.end)))
            blocks.read_link(view, row)


found = rows.theme_counts(view, shown)
if found.empty:
    if shown.statements.empty or filters.is_active:
        frame.nothing(view, "themes")
    else:
        st.info("No theme of the codebook shows in this text.")
    st.stop()
answer(found)
frequency()
together()
one_theme(found)
