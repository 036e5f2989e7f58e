"""The bar below an article: walks from statement to statement, says what is known of each, copies it as a citation.

A component of our own, as it follows keys and scrolling without a run of the page. It gets plain values and puts what
comes from an article on the page as text alone; see ``reading.js``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.views import blocks, citing, frame, theme_decisions, wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.tables import Tables
    from onrecord.views.frame import View
    from onrecord.views.reader import Voice

MOST = 2_000
"""Statements that the bar walks through, the first of an article."""
_KEY = "or_reading_bar"
_OPENED = "onrecord_opened"


@cache
def _component() -> Any:
    script = (files("onrecord.views") / "reading.js").read_text(encoding="utf-8")
    return st.components.v2.component("onrecord_reading", js=script, isolate_styles=False)


def asked(article_id: str) -> str:
    """The number of the statement of this article that the address leads to; empty where there is none."""
    named, _, number = str(st.query_params.get("statement", "")).rpartition(":")
    return number if named == article_id else ""


def draw(view: View, held: Tables, shown: Tables, voice: Callable[[Any], Voice], text: str) -> None:
    """The bar over the statements that are shown of one article; ``text`` is the article's."""
    row: Any
    article: Any = next(held.articles.itertuples())
    themes = blocks.by_statement(shown.theme_mentions, "theme_id", view.theme_labels.get)
    figures = blocks.by_statement(shown.figures, "text", lambda words: words)
    rows = []
    for row in shown.statements.head(MOST).itertuples():
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
                "words": wording.shorten(str(row.text), 80),
                "facts": citing.facts(row, themes=themes.get(place, []), figures=figures.get(place, [])),
                "cite": citing.citation(
                    row,
                    name=speaker.name,
                    role=speaker.role,
                    text=text,
                    title=view.titles[article.article_id],
                    article=article,
                ),
            }
        )
    if not rows:
        return
    number = asked(article.article_id)
    is_open = bool(number) and st.session_state.get(_OPENED) == (article.article_id, number)
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else None
    with st.container(key="or_reading_dock", gap="small"):
        if is_open:
            for row in held.statements[held.statements["statement_id"].astype(str) == number].itertuples():
                theme_decisions.panel(view, row)
                st.button("Close", key="or_decide_close", on_click=lambda: st.session_state.pop(_OPENED, None))
        _component()(
            key=_KEY,
            data={
                "article": article.article_id,
                "length": len(text),
                "chosen": chosen,
                "opened": chosen if is_open else None,
                "statements": rows,
            },
            on_opened_change=lambda: _open(view, article.article_id),
        )


def _open(view: View, article_id: str) -> None:
    number = st.session_state[_KEY].get("opened")
    if isinstance(number, int):
        st.session_state[_OPENED] = (article_id, str(number))
        frame.set_filters(view.filters, statement=f"{article_id}:{number}", sentence=None)
