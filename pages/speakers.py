"""The speakers: one row each, and the profile of the chosen one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from onrecord.views import blocks, frame, rows, safe, wording

view = frame.open_page("Speakers")
shown, filters = view.shown, view.filters


def cast() -> pd.DataFrame:
    """One row a speaker: who they are, and how much of what is shown is theirs."""
    held = shown.speakers.assign(key=view.keys_of(shown.speakers)).drop_duplicates("key").set_index("key")
    counted = rows.words_by_speaker(view, shown)
    by_kind = counted.pivot_table(index="key", columns="kind", values="statements", aggfunc="sum", fill_value=0)
    totals = counted.groupby("key")[["statements", "words"]].sum()
    spoken = shown.theme_mentions.dropna(subset="statement_id")
    themes = spoken.assign(key=view.keys_of(spoken)).groupby("key")["theme_id"].nunique()
    given = shown.figures.dropna(subset="statement_id")
    figures = given.assign(key=view.keys_of(given)).groupby("key").size()
    keys = list(dict.fromkeys([*totals.sort_values("words", ascending=False, kind="stable").index, *held.index]))
    about = held.reindex(keys)

    def count(values: pd.Series) -> list[int]:
        return values.reindex(keys).fillna(0).astype(int).tolist()

    return pd.DataFrame(
        {
            "key": keys,
            "name": [view.name_of(key) for key in keys],
            "kind": about["kind"].tolist(),
            "role": [wording.title(row) for row in about.itertuples()],
            "organisation": about["organisation"].tolist(),
            "parent organisation": about["parent_organisation"].tolist(),
            "statements": count(totals["statements"]),
            **{kind: count(by_kind[kind]) for kind in ("direct", "mixed", "indirect") if kind in by_kind},
            "words": count(totals["words"]),
            "themes": count(themes),
            "figures": count(figures),
        }
    )


def answer(people: pd.DataFrame) -> None:
    """Who speaks, in a sentence and four numbers."""
    kinds = people["kind"].value_counts()
    named = [
        wording.counted(int(kinds[kind]), *names) for kind, names in wording.SPEAKER_KINDS.items() if kind in kinds
    ]
    sentence = f"{wording.counted(len(people), 'speaker')}: {wording.listed(named)}." if named else ""
    without = int(((people["kind"] == "person") & people["role"].isna()).sum())
    if without:
        sentence += f" The text gives no role for {wording.counted(without, 'of the people', 'of the people')}."
    blocks.lead(sentence)
    with_role = int(people["role"].notna().sum())
    bodies = pd.concat([people["organisation"], people["parent organisation"]]).dropna().nunique()
    said = int(people["statements"].sum())
    blocks.numbers(
        [
            (f"{len(people):,}", wording.noun(len(people), "speaker")),
            (f"{with_role:,}", "with a role in the text"),
            (f"{bodies:,}", wording.noun(bodies, "organisation they speak for", "organisations they speak for")),
            (f"{said:,}", wording.noun(said, "statement")),
        ]
    )


def table(people: pd.DataFrame) -> None:
    """One row a speaker; choosing one opens the profile."""
    visible = people.drop(columns="key")
    event = st.dataframe(
        visible,
        hide_index=True,
        key=frame.chart_key("or_cast"),
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "name": st.column_config.TextColumn("name", pinned=True),
            "words": st.column_config.NumberColumn("words", help="Words in statements"),
        },
        alt="Table of speakers with role, organisation and counts; the same people are in the menu below.",
    )
    picked = event["selection"]["rows"]
    if picked:
        frame.filter_by(filters, profile=people["key"].iloc[picked[0]])
    blocks.download(visible, name="speakers")


def profile(people: pd.DataFrame) -> None:
    """Everything of one speaker: who they are and where the text says so, then every statement in order."""
    keys = people["key"].tolist()
    asked = st.query_params.get("profile") or (filters.speaker[0] if filters.speaker else keys[0])
    key = asked if asked in keys else keys[0]
    if st.session_state.get("or_profile") != key:
        st.session_state["or_profile"] = key
    st.markdown("## Profile")
    st.selectbox(
        "Speaker", keys, format_func=view.name_of, key="or_profile", on_change=_choose, label_visibility="collapsed"
    )
    held = view.tables.speakers[view.keys_of(view.tables.speakers) == key]
    heading = f'<h2 class="or-name" style="--or-colour:{view.colour_of(key)}">{safe.html(view.name_of(key))}</h2>'
    st.html(heading)
    for row in held[held["article_id"].isin(shown.articles["article_id"])].itertuples():
        _evidence(row, several=len(held) > 1)
    mine = shown.statements[view.keys_of(shown.statements) == key]
    spoken = shown.theme_mentions.dropna(subset="statement_id")
    themes = spoken[view.keys_of(spoken) == key].drop_duplicates(["article_id", "statement_id", "theme_id"])
    common = themes["theme_id"].map(view.theme_labels).value_counts()
    quoted = int((mine["kind"] != "indirect").sum())
    cues = mine["cue_lemma"].nunique()
    blocks.numbers(
        [
            (f"{len(mine):,}", wording.noun(len(mine), "statement")),
            (f"{quoted:,}", "with quoted words"),
            (f"{len(common):,}", wording.noun(len(common), "theme")),
            (f"{cues:,}", wording.noun(cues, "reporting word", "different reporting words")),
        ]
    )
    if len(common):
        named = [f"{label} ({count})" for label, count in common.head(5).items()]
        blocks.note(f"Speaks on {wording.listed(named)}." if len(common) <= 5 else f"Most on {wording.listed(named)}.")
    ways = mine["cue_sense"].value_counts()
    if len(ways):
        named = [f"{wording.SENSES[sense]} ({count})" for sense, count in ways.items()]
        blocks.note(f"How it is said: {wording.listed(named)}.")
    with st.container(horizontal=True):
        if filters.speaker != (key,):
            st.button(
                "Show only this speaker on every page", on_click=frame.set_filters, args=(filters.toggled(speaker=key),)
            )
        blocks.download(mine, name="statements-of-speaker")
    st.markdown("### Statements, in the order of the text")
    blocks.statements(view, mine, name=f"profile_{key}", with_speaker=False)


def _choose() -> None:
    frame.set_filters(filters, profile=st.session_state["or_profile"])


def _evidence(row: object, *, several: bool) -> None:
    """Role and organisation, and the sentence of the article that gives them."""
    described = wording.role(row)
    where = f" · {view.titles[row.article_id]}" if several else ""  # type: ignore[attr-defined]
    kind = wording.SPEAKER_KINDS[row.kind][0]  # type: ignore[attr-defined]
    extra = [f"from {row.country}" if wording.given(row.country) else ""]  # type: ignore[attr-defined]
    extra.append(f"“{row.pronoun}” in the text" if wording.given(row.pronoun) else "")  # type: ignore[attr-defined]
    about = " · ".join(part for part in [described or f"{kind}, no role stated", *extra] if part) + where
    st.html(f'<p class="or-meta or-role">{safe.html(about)}</p>')
    for start, end, words in (
        (row.role_start, row.role_end, "The words that give the role"),  # type: ignore[attr-defined]
        (row.name_start, row.name_end, "Named"),  # type: ignore[attr-defined]
    ):
        if wording.given(start):
            shown_sentence = blocks.sentence(view, row, int(start), int(end))
            st.html(f'<p class="or-eyebrow">{words}, in the article:</p>{shown_sentence}')
            break


if shown.statements.empty:
    frame.nothing(view)
    st.stop()
everyone = cast()
answer(everyone)
st.markdown("## Who speaks")
table(everyone)
profile(everyone)
