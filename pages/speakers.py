"""The speakers: one row each, and the profile of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.components import (
    controls,
    correction_form,
    messages,
    prose,
    speaker_history,
    statement_list,
    table_view,
)
from onrecord.dashboard.presenters import rows, statement_html
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import escape, wording

if TYPE_CHECKING:
    from onrecord.query import Filters

view = layout.open_page("Speakers")
filters = view.filters
asked = st.query_params.get("profile") or (filters.speaker[0] if filters.speaker else "")
MAX_ROWS = 500
MAX_ROLES = 3


def cast() -> pd.DataFrame:
    """One row a speaker: who they are, and how much of what is shown is theirs; of very many the first."""
    found = view.ask.speaker_counts(filters, MAX_ROWS)
    if asked and asked not in set(found["key"]):
        found = pd.concat([found, view.ask.speaker_counts(filters.with_values(speaker=(asked,)))], ignore_index=True)
    names = view.names_of(found["key"])
    several = view.n_articles > 1
    kinds = [kind for kind in ("direct", "mixed", "indirect") if found[kind].any()]
    return pd.DataFrame(
        {
            "key": found["key"],
            "name": [names[key] for key in found["key"]],
            "kind": found["kind"],
            "role": [wording.title(row) for row in found.itertuples()],
            "organisation": found["organisation"],
            "parent organisation": found["parent_organisation"],
            **({"articles": found["articles"]} if several else {}),
            "statements": found["statements"],
            **{kind: found[kind] for kind in kinds},
            "words": found["words"],
            "themes": found["themes"],
            "figures": found["figures"],
        }
    )


def answer() -> None:
    """Who speaks, in a sentence and four numbers."""
    held = view.ask.speaker_totals(filters)
    kinds, voices = held["kinds"], view.ask.n_speakers(filters)
    named = [
        wording.counted(int(kinds[kind]), *names) for kind, names in wording.SPEAKER_KINDS.items() if kind in kinds
    ]
    sentence = f"{wording.counted(voices, 'speaker')}: {wording.listed(named)}." if named else ""
    if held["without_role"]:
        sentence += f" The text gives no role for {wording.counted(held['without_role'], 'person', 'people')}."
    prose.lead(sentence)
    said = view.ask.count("statements", filters)
    bodies = held["bodies"]
    prose.numbers(
        [
            (f"{voices:,}", wording.noun(voices, "speaker")),
            (f"{held['with_role']:,}", "with a role in the text"),
            (f"{bodies:,}", wording.noun(bodies, "affiliation")),
            (f"{said:,}", wording.noun(said, "statement")),
        ]
    )


def table(people: pd.DataFrame) -> None:
    """One row a speaker; choosing one opens the profile."""
    visible = people.drop(columns="key")
    ticked = table_view.choose_row(
        visible,
        key=url_filters.chart_key("or_cast"),
        row_height=table_view.row_height(visible),
        column_config={
            "name": st.column_config.TextColumn("name", pinned=True),
            "role": st.column_config.TextColumn("role", width=155),
            "organisation": st.column_config.TextColumn("organisation", width=160),
            "parent organisation": st.column_config.TextColumn("parent organisation", width=160),
            "words": st.column_config.NumberColumn("words", help="Words in statements"),
        },
        alt="Table of speakers with role, organisation and counts; the menu below has the same speakers.",
    )
    if ticked is not None:
        url_filters.filter_by(filters, profile=people["key"].iloc[ticked])
    total = view.ask.n_speakers(filters)
    if total > len(people):
        prose.note(
            f"Showing the {len(people):,} most frequent of {total:,} speakers; find others by name in the sidebar."
        )
    table_view.download(visible, name="speakers")


def profile(people: pd.DataFrame) -> None:
    """Everything of one speaker: who they are and where the text says so, then every statement in order."""
    keys = people["key"].tolist()
    st.markdown("## Profile")
    names = dict(zip(keys, people["name"], strict=True))
    key = controls.menu(view, "profile", names, "Speaker", asked=asked, hidden=True)
    heading = f'<h2 class="or-name" style="--or-colour:{view.colour_of(key)}">{escape.html(view.name_of(key))}</h2>'
    st.html(heading)
    mine = filters.with_values(speaker=(key,))
    described = view.ask.speaker_rows(key)
    if filters.on_articles.is_active:
        described = described[described["article_id"].isin(view.ask.rows("articles", filters)["article_id"])]
    for row in described.head(MAX_ROLES).itertuples():
        _evidence(row, several=len(described) > 1)
        correction_form.open_button(view, "speakers", row, "profile")
        correction_form.panel(view, "speakers", row, "profile")
    _numbers(mine)
    if len(described) > 1:
        speaker_history.profile(view, key, mine, described)
    with st.container(horizontal=True):
        if filters.speaker != (key,):
            st.button(
                "Filter all pages by this speaker",
                on_click=url_filters.set_filters,
                args=(filters.toggled(speaker=key),),
            )
        table_view.download(
            lambda: view.ask.rows("statements", mine),
            count=view.ask.count("statements", mine),
            name="statements-of-speaker",
        )
    speaker_history.identity(view, key, described)
    st.markdown("### Statements")
    statement_list.statements(view, mine, name=f"profile_{key}", with_speaker=False)


def _numbers(mine: Filters) -> None:
    """How much the speaker says, on what, and how it is said."""
    held = view.ask.totals(mine)
    cues = view.ask.n_cues(mine)
    prose.numbers(
        [
            (f"{held['statements']:,}", wording.noun(held["statements"], "statement")),
            (f"{held['quoted']:,}", "with quoted words"),
            (f"{held['themes']:,}", wording.noun(held["themes"], "theme")),
            (f"{cues:,}", wording.noun(cues, "reporting verb", "reporting verbs")),
        ]
    )
    common = rows.theme_counts(view, mine)
    common = common[common["statements"] > 0]
    if len(common):
        first = common.head(5)
        named = [f"{label} ({count:,})" for label, count in zip(first["theme"], first["statements"], strict=True)]
        prose.note(f"{'Themes' if len(common) <= 5 else 'Main themes'}: {wording.listed(named)}.")
    ways = view.ask.cue_senses(mine)
    if len(ways):
        named = [f"{wording.SENSES[sense]} ({count:,})" for sense, count in ways.itertuples(index=False)]
        prose.note(f"How they are reported: {wording.listed(named)}.")


def _evidence(row: object, *, several: bool) -> None:
    """Role and organisation, and the sentence of the article that gives them."""
    described = wording.role(row)
    where = f" · {view.titles[row.article_id]}" if several else ""  # type: ignore[attr-defined]
    kind = wording.SPEAKER_KINDS[row.kind][0]  # type: ignore[attr-defined]
    extra = [f"from {row.country}" if wording.given(row.country) else ""]  # type: ignore[attr-defined]
    extra.append(f"“{row.pronoun}” in the text" if wording.given(row.pronoun) else "")  # type: ignore[attr-defined]
    about = " · ".join(part for part in [described or f"{kind}, no role given", *extra] if part) + where
    st.html(f'<p class="or-meta or-role">{escape.html(about)}</p>')
    for start, end, words in (
        (row.role_start, row.role_end, "Role"),  # type: ignore[attr-defined]
        (row.name_start, row.name_end, "Name"),  # type: ignore[attr-defined]
    ):
        if wording.given(start):
            shown_sentence = statement_html.sentence_html(view, row, int(start), int(end))
            st.html(f'<p class="or-eyebrow">{words} as stated in the article:</p>{shown_sentence}')
            break


with layout.body(view):
    if not view.ask.count("statements", filters):
        messages.empty_result(view)
        layout.end_page()
    answer()
    everyone = cast()
    st.markdown("## All speakers")
    table(everyone)
    profile(everyone)
