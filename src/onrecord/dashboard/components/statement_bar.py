"""The bar below an article: walks from statement to statement, says what is known of each, copies it as a citation.

A component of our own, as it follows keys and scrolling without a run of the page. It gets plain values and puts what
comes from an article on the page as text alone; see ``reading.js``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.dashboard.components import browser, correction_form, prose, theme_override_form
from onrecord.dashboard.presenters import citation, statement_html
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import article_html, attribution, wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.dashboard.context import View
    from onrecord.dashboard.text.article_html import Voice
    from onrecord.tables import Tables

MAX_STATEMENTS = 2_000
"""Statements that the bar walks through at the most; of more it says so."""
_KEY = "or_reading_bar"
_OPENED = "onrecord_opened"
"""Whether the panel is open in which the chosen statement is corrected."""
_WHERE = "read"


def draw(view: View, held: Tables, shown: Tables, voice: Callable[[Any], Voice], text: str) -> None:
    """The bar over the statements that are shown of one article; ``text`` is the article's."""
    row: Any
    article: Any = next(held.articles.itertuples())
    rows = _rows(view, shown, voice, article, text)
    if not rows:
        return
    asked = article_html.numbered(_asked())
    number = asked[1] if asked and asked[0] == article.article_id else None
    with st.container(key="or_reading_dock", gap="small"):
        if number is not None and st.session_state.get(_OPENED):
            for row in held.statements[held.statements["statement_id"] == number].itertuples():
                if not correction_form.is_open(view, "statements", row, _WHERE):
                    correction_form.open_at(view, "statements", row, _WHERE)
                correction_form.panel(view, "statements", row, _WHERE, closing=False)
                theme_override_form.panel(view, row)
                st.button("Close", key="or_decide_close", on_click=_close)
        if len(shown.statements) > MAX_STATEMENTS:
            prose.note(
                f"Showing the first {MAX_STATEMENTS:,} of {len(shown.statements):,} statements; use the filters to "
                "reach the others."
            )
        browser.component("reading")(
            key=_KEY,
            data={
                "article": article.article_id,
                "length": len(text),
                "chosen": None if chose() else number,  # what the bar chose it knows, and may have moved on from
                "statements": rows,
            },
            on_chosen_change=lambda: _keep(view),
            on_opened_change=lambda: _open(view),
        )


def _rows(view: View, shown: Tables, voice: Callable[[Any], Voice], article: Any, text: str) -> list[dict[str, Any]]:
    """What the bar knows of each statement that is shown, as plain values."""
    row: Any
    themes = _themes(view, shown)
    figures = statement_html.values_by_statement(shown.figures, "text", lambda words: words)
    rows = []
    for row in shown.statements.head(MAX_STATEMENTS).itertuples():
        speaker, place = voice(row), (row.article_id, row.statement_id)
        rows.append(
            {
                "n": int(row.statement_id),
                "start": int(row.start),
                "end": int(row.end),
                "key": speaker.key,
                "name": speaker.name,
                "role": speaker.role,
                "colour": speaker.colour,
                "kind": str(row.kind),
                "words": wording.shorten(attribution.words(row), 80),
                "facts": citation.facts(
                    row, inferred=speaker.inferred, themes=themes.get(place, []), figures=figures.get(place, [])
                ),
                "cite": citation.citation(
                    row,
                    name=speaker.name,
                    role=speaker.role,
                    inferred=speaker.inferred,
                    text=text,
                    title=view.titles[article.article_id],
                    article=article,
                ),
            }
        )
    return rows


def _themes(view: View, shown: Tables) -> dict[Any, list[str]]:
    """The themes of each statement, each with the words that show it: “Trust-building (“trust”)”."""
    found: dict[Any, dict[str, list[str]]] = {}
    row: Any
    for row in shown.theme_mentions.dropna(subset="statement_id").itertuples():
        label = view.theme_labels.get(row.theme_id, row.theme_id)
        held = found.setdefault((row.article_id, row.statement_id), {}).setdefault(label, [])
        if row.method == "rule" and row.text not in held:
            held.append(row.text)
    return {
        at: [
            f"{label} ({wording.listed(f'“{word}”' for word in held)})" if held else label for label, held in of.items()
        ]
        for at, of in found.items()
    }


def chose() -> bool:
    """Whether the statement in the address is there because it was chosen on the page, and not through a link."""
    return bool(_asked()) and _asked() == _chosen()


def _asked() -> str:
    return str(st.query_params.get("statement", ""))


def _chosen() -> str | None:
    """What was chosen on this visit of the page, as it stands in an address; gone when the page is left."""
    held = st.session_state.get(_KEY)
    found = held.get("chosen") if held else None
    return found if isinstance(found, str) and article_html.numbered(found) else None


def _keep(view: View) -> None:
    """Put the chosen statement into the address."""
    url_filters.set_filters(view.filters, statement=_chosen(), sentence=None)


def _open(view: View) -> None:
    _keep(view)  # again: the browser may ask for this before it knows the address that choosing gave it
    st.session_state[_OPENED] = True


def _close() -> None:
    st.session_state.pop(_OPENED, None)
    correction_form.close()
