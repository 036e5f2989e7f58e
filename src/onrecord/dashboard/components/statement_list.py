"""Statements as a list, each with what is known of it and a way to correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from onrecord.dashboard.components import controls, correction_form, links
from onrecord.dashboard.presenters.statement_html import statement_html, values_by_statement
from onrecord.query import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from onrecord.dashboard.context import View
    from onrecord.query.collection import Order

ORDERS: dict[str, str] = {"text": "In article order", "unsure": "Least sure first", "sure": "Surest first"}
"""In which order statements may be listed, and the words for each."""
_PAGE = 20
"""Statements drawn at once."""


def statements(
    view: View,
    wanted: Filters | pd.DataFrame,
    *,
    name: str,
    with_speaker: bool = True,
    marks: Callable[[pd.DataFrame], Mapping[Any, Iterable[str]]] | None = None,
    below: Callable[[Any], None] | None = None,
) -> None:
    """Statements, each with its cue, themes, figures and a link to its place: those that filters ask for, in the order
    of the text, or given rows of ``statements``.

    ``marks`` gives words to mark, by article and statement, for the statements that are drawn; ``below`` draws more
    beside a statement's link.
    """
    counter = f"or_more_{name}"
    most = _PAGE * (1 + st.session_state.get(counter, 0))
    by: Order = "text"
    if isinstance(wanted, Filters):
        total = view.ask.count("statements", wanted)
        by = order(view, name) if total > 1 else by
        part = view.ask.rows("statements", wanted, most=most, order=by)
    else:
        total, part = len(wanted), wanted.head(most)
    places = list(zip(part["article_id"], part["statement_id"], strict=True))
    themes = values_by_statement(view.ask.rows_at("theme_mentions", places), "theme_id", view.theme_labels.get)
    figures = values_by_statement(view.ask.rows_at("figures", places), "text", lambda text: text)
    marked_words = marks(part) if marks is not None else {}
    view.names_of(view.keys_of(part))
    for row, key, at in zip(part.itertuples(), view.keys_of(part), places, strict=True):
        with st.container(gap="xxsmall"):
            st.html(
                statement_html(
                    view, row, key, with_speaker=with_speaker, with_confidence=by != "text",
                    themes=themes.get(at, ()), figures=figures.get(at, ()), marks=marked_words.get(at, ()),
                )
            )  # fmt: skip
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                links.read_link(view, row)
                correction_form.open_button(view, "statements", row, name)
                if below is not None:
                    below(row)
            correction_form.panel(view, "statements", row, name)
    if total > len(part):
        left = min(_PAGE, total - len(part))
        st.button(
            f"Show {left} more of {total:,} statements",
            key=f"{counter}_button",
            on_click=_more,
            args=(counter,),
        )


def order(view: View, name: str) -> Order:
    """The order of statements that the address names, and the control that changes it."""
    return cast("Order", controls.choice(view, "order", ORDERS, "Order of the statements", key=f"or_order_{name}"))


def _more(counter: str) -> None:
    st.session_state[counter] = st.session_state.get(counter, 0) + 1
