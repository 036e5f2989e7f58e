"""Decisions on the themes of a statement: to remove or to add one; and the list of all decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.annotations import ThemeOverride, from_csv, hull_of, move_overrides, to_frame
from onrecord.dashboard.components import correction_form, prose, table_view
from onrecord.dashboard.state import annotation_log, current_library
from onrecord.dashboard.text import attribution, escape, wording

if TYPE_CHECKING:
    from onrecord.dashboard.context import View


_MAX_OFFERED = 300
"""Statements that are offered at once: each travels to the browser."""


def decision(view: View, row: Any, theme_id: str, *, holds: bool) -> ThemeOverride:
    """The decision about a row of ``statements``: of the place where the machine has it, so that it holds whatever
    people make of the boundaries.
    """
    start, end = hull_of(view.ask.machine_row("statements", row)[2])
    return ThemeOverride(row.article_id, start, end, theme_id, holds, row.text)


def made_here(view: View) -> tuple[ThemeOverride, ...]:
    """The active decisions, with the boundaries that their statements have now."""
    return move_overrides(annotation_log.theme_overrides(), view.ask.applied)


def refuse_button(view: View, row: Any, theme_id: str, *, short: bool = True) -> None:
    """A button that removes a theme from a statement."""
    label = "Remove theme" if short else f"Remove “{escape.markdown(view.theme_labels.get(theme_id, theme_id))}”"
    st.button(
        label,
        key=f"or_not_{theme_id}_{row.article_id}_{row.statement_id}",
        type="tertiary",
        help="This does not change the codebook. You can undo it below or on the page Themes.",
        on_click=annotation_log.save,
        args=(decision(view, row, theme_id, holds=False),),
    )


def panel(view: View, row: Any) -> None:
    """The themes of one statement: each can be refused, any other be added."""
    mine = view.ask.rows_at("theme_mentions", [(row.article_id, row.statement_id)])
    themes = list(dict.fromkeys(mine["theme_id"]))
    with st.container(border=True, key="or_decide"):
        prose.note(f"Themes of “{wording.shorten(attribution.words(row), 90)}”")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            for theme_id in themes:
                refuse_button(view, row, theme_id, short=False)
            if not themes:
                prose.note("None yet.")
        others = [key for key in view.theme_labels if key not in themes]
        st.selectbox(
            "Add a theme",
            others,
            index=None,
            format_func=lambda key: view.theme_labels[key],
            key=f"or_also_{row.article_id}_{row.statement_id}",
            placeholder="Choose a theme",
            on_change=_also,
            args=(view, row, f"or_also_{row.article_id}_{row.statement_id}"),
        )
        undo_button("panel")


def _also(view: View, row: Any, key: str) -> None:
    theme_id = st.session_state.get(key)
    if theme_id:
        annotation_log.save(decision(view, row, theme_id, holds=True))


def add_statements(view: View, theme_id: str) -> None:
    """A way to give a theme to statements that do not have it."""
    rows, total = view.ask.without_theme(view.filters.without("theme"), theme_id, _MAX_OFFERED)
    others = {f"{row.article_id}:{row.statement_id}": row for row in rows.itertuples()}
    if not others:
        return
    offered = list(others)
    key = f"or_give_{theme_id}"
    with st.expander("Add this theme to a statement"):
        st.selectbox(
            "Statement",
            offered,
            index=None,
            format_func=lambda at: (
                f"{view.name_of(view.key_of(others[at]))}: {wording.shorten(attribution.words(others[at]), 110)}"
            ),
            key=key,
            placeholder="Type to search the statements without it",
        )
        if total > len(offered):
            prose.note(f"Showing the first {len(offered)} of {total:,}; use the filters in the sidebar to find others.")
        chosen = others.get(st.session_state.get(key) or "")
        if chosen is not None:
            st.button(
                "Add this theme",
                key=f"{key}_button",
                type="primary",
                on_click=annotation_log.save,
                args=(decision(view, chosen, theme_id, holds=True),),
            )


def undo_button(name: str) -> None:
    """Takes the last decision back."""
    if annotation_log.can_undo(ThemeOverride.KIND):
        st.button(
            "Undo last decision",
            key=f"or_undo_decision_{name}",
            on_click=correction_form.undo,
            args=(ThemeOverride.KIND,),
        )


def listed(view: View) -> None:
    """All decisions, each with a way back, and as a file out and in."""
    st.markdown("## Your decisions")
    made = annotation_log.theme_overrides()
    here = set(view.titles)
    if not made:
        prose.note(
            "None yet. “Remove theme” and “Add this theme” overrule the codebook for one statement; "
            "the tables then say "
            "“human” as the method."
        )
    else:
        prose.note(
            f"{wording.counted(len(made), 'decision')}. They overrule the codebook and stay when you change it. "
            + (
                "They are saved in the library."
                if current_library.writable()
                else "They are lost when this browser tab is closed: download them to keep them."
            )
        )
        for number, one in enumerate(made):
            name = view.theme_labels.get(one.theme_id, one.theme_id)
            verb = "Added" if one.holds else "Removed"
            away = f" · {one.who}" if one.who else ""
            away += "" if one.article_id in here else " · its article is not here"
            with st.container(horizontal=True, vertical_alignment="center", key=f"or_decision_{number}"):
                st.html(
                    f'<p class="or-held"><b>{verb} {escape.html(name)}</b>'
                    f'<span class="or-meta">{escape.html(away)}</span><br>'
                    f'<span class="or-meta">{escape.html(wording.shorten(one.text, 160))}</span></p>'
                )
                st.button(
                    "Undo",
                    key=f"or_take_back_{number}",
                    type="tertiary",
                    on_click=correction_form.take_back,
                    args=(one,),
                )
        with st.container(horizontal=True):
            undo_button("list")
            table_view.download(to_frame(made), name="decisions")
    table_view.import_form("decisions", from_csv, lambda found: annotation_log.save(*found))
