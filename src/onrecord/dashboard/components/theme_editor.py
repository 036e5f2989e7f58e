"""The editor of one theme, and the preview of an edit: what it would change, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.codebook import edit
from onrecord.dashboard.components import prose, table_view
from onrecord.dashboard.presenters import codebook_rows
from onrecord.dashboard.presenters.statement_html import mark_words
from onrecord.dashboard.state import articles, codebooks
from onrecord.dashboard.text import escape, wording
from onrecord.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from onrecord.codebook import Codebook, Theme
    from onrecord.dashboard.context import View

_DRAFTS = "onrecord_drafts"
_TRIAL = "onrecord_trial"
_STAMP = "onrecord_editor_stamp"
_FIRST = 6  # changed statements that are drawn; the table below has all
_LINES = {"terms": "Terms, one per line", "exclude": "Phrases in which no term counts, one per line (optional)"}
_TEXTS = {"label": "Name", "group": "Group (optional)", "definition": "Definition (optional)",
          "example": "Example for coders (optional)"}  # fmt: skip
_HELP = """A word matches its inflections and both spellings: `regulate` matches “regulated”. `regulat*` matches any
ending, `AI` only capitals, `Apple!` only this form. `data NEAR protection OR privacy` needs one of these words in the
same sentence, `trust NOT WITHIN trust fund` leaves out a longer phrase."""


def drafts() -> dict[Any, dict[str, str]]:
    """What was typed and not kept yet, by codebook and theme; it outlives a switch of the page."""
    found: dict[Any, dict[str, str]] = st.session_state.setdefault(_DRAFTS, {})
    return found


def fields(entry: Theme) -> None:
    """The form of a theme, filled with its draft where there is one."""
    key = (codebooks.bench().used, entry.id)
    typed = drafts().get(key, {})
    # A new key for each state of the codebook: a widget that keeps its key keeps its words, whatever was undone.
    history = codebooks.bench().history
    state = f"{st.session_state.get(_STAMP, 0)}_{history.at}_{len(history.steps)}"
    for name, label in {**_TEXTS, **_LINES}.items():
        held = getattr(entry, name)
        value = typed.get(name, "\n".join(held) if name in _LINES else held or "")
        widget = f"or_theme_{key[0]}_{key[1]}_{name}_{state}"
        settings: dict[str, Any] = {"value": value, "key": widget, "on_change": _type, "args": (key, name, widget)}
        if name in ("label", "group"):
            st.text_input(label, **settings, max_chars=200)
        else:
            rows = min(max(value.count("\n") + 2, 3), 16) if name in _LINES else 2
            st.text_area(label, **settings, height=30 + 25 * rows, help=_HELP if name == "terms" else None)


def _type(key: Any, name: str, widget: str) -> None:
    drafts().setdefault(key, {})[name] = st.session_state[widget]


def discard(key: Any) -> None:
    """Forget what was typed, so that the form shows the theme as it is."""
    drafts().pop(key, None)
    st.session_state[_STAMP] = st.session_state.get(_STAMP, 0) + 1


def draft_of(book: Codebook, entry: Theme) -> Codebook | None:
    """The codebook with the draft of a theme; missing where there is none. Raises ``CodebookError``."""
    typed = drafts().get((codebooks.bench().used, entry.id))
    if not typed:
        return None
    given: dict[str, Any] = {
        name: edit.split_lines(text) if name in _LINES else text.strip() for name, text in typed.items()
    }
    return edit.change_theme(book, entry.id, **given)


def edit_theme(view: View, book: Codebook, entry: Theme) -> None:
    """The form of a theme and, as soon as something was typed, what it changes."""
    key = (codebooks.bench().used, entry.id)
    fields(entry)
    try:
        changed = draft_of(book, entry)
    except CodebookError as error:
        st.error(escape.markdown(f"{error} Your text is still here; nothing has changed yet."))
        st.button("Discard my changes", on_click=discard, args=(key,))
        return
    if changed is None or changed == book:
        return
    trial(
        view,
        changed,
        codebook_rows.differences(entry, edit.get_theme(changed, entry.id)),
        name="draft",
        done=lambda: discard(key),
    )


def trial(
    view: View,
    changed: Codebook,
    what: str,
    *,
    name: str,
    done: Callable[[], None] | None = None,
    keep: str = "Save theme",
) -> None:
    """The preview of an edit: what it does to these articles, and the choice to save or to discard it.

    ``done`` forgets what was typed for it; ``keep`` is the words of the button, as Markdown.
    """
    found = effect(view, changed)
    with st.container(border=True, key=f"or_trial_{name}"):
        st.markdown("#### Preview")
        prose.lead(codebook_rows.summary(found))
        prose.note(f"Edit: {what}.")
        swept = edit.find_function_word_terms(codebooks.in_use())
        for theme_id, term in edit.find_function_word_terms(changed):
            if (theme_id, term) not in swept:
                st.warning(
                    escape.markdown(
                        f"“{term}” consists of function words alone, so it will match nearly anywhere. "
                        "Add a word to it unless that is what you want."
                    )
                )
        with st.container(horizontal=True):
            st.button(keep, type="primary", key=f"or_keep_{name}", on_click=_keep, args=(changed, what, done))
            if done is not None:
                st.button("Discard", key=f"or_discard_{name}", on_click=done)
        if len(found):
            show(view, found, (codebooks.in_use(), changed), name=name)


def _keep(changed: Codebook, what: str, done: Callable[[], None] | None) -> None:
    codebooks.change(changed, what)
    if done is not None:
        done()


def effect(view: View, changed: Codebook) -> pd.DataFrame:
    """What a changed codebook does to the coding of these articles; worked out once while it is on trial."""
    key = (view.ask, changed)
    known = st.session_state.get(_TRIAL)
    if known is None or known[0] != key:
        known = (key, edit.compare_codings(view.tables, articles.annotated(articles.coded(changed))))
        st.session_state[_TRIAL] = known
    found: pd.DataFrame = known[1]
    return found


def show(view: View, found: pd.DataFrame, books: tuple[Codebook, ...], *, name: str) -> None:
    """The statements that gain or lose a theme: the first of them in full, all as a table."""
    rows = codebook_rows.effects(view, found, books)
    for row in rows.head(_FIRST).itertuples():
        sign = "+" if row.change == codebook_rows.CHANGES["gains"] else "−"
        because = f" for “{escape.html(row.words)}”" if row.words else ""
        st.html(
            f'<div class="or-effect"><b>{sign} {escape.html(row.theme)}</b> '
            f'<span class="or-meta">{escape.html(row.change)}{because} · {escape.html(row.speaker)}</span>'
            f'<p class="or-evidence">{mark_words(str(row.statement), str(row.words).split("; "))}</p></div>'
        )
    with st.expander(f"Table of {wording.counted(len(rows), 'change')}", expanded=False):
        table_view.table(rows, name=f"effect_{name}", alt="Table of statements that gain or lose a theme.")


def kept_input(name: str, label: str, *, area: bool = False, placeholder: str = "") -> str:
    """A field whose words outlive a switch of the page."""
    kept, key = f"onrecord_typed_{name}", f"or_typed_{name}"
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(kept, "")
    if area:
        text = st.text_area(label, key=key, height=130, placeholder=placeholder)
    else:
        text = st.text_input(label, key=key, max_chars=200, placeholder=placeholder)
    st.session_state[kept] = text or ""
    return text or ""
