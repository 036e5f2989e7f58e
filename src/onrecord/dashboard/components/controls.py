"""Controls whose choice the page's address holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard.state import url_filters

if TYPE_CHECKING:
    from onrecord.dashboard.context import View

MAX_OPTIONS = 300
"""Entries of a menu; of more, those found by a word are offered."""


def choice(view: View, name: str, options: dict[str, str], label: str, *, key: str = "") -> str:
    """Which of ``options`` (with the words for each) the address names, and the control that changes it.

    The first is the default. The label is for screen readers alone; ``key`` is the widget's, where ``name`` is taken.
    """
    asked, key = st.query_params.get(name, ""), key or f"or_{name}"
    chosen = asked if asked in options else next(iter(options))
    url_filters.mirror(key, chosen)
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=lambda: url_filters.set_filters(view.filters, **{name: st.session_state[key] or chosen}),
        label_visibility="collapsed",
    )
    return chosen


def menu(
    view: View,
    name: str,
    options: dict[str, str],
    label: str,
    *,
    asked: str | None = None,
    key: str = "",
    hidden: bool = False,
) -> str:
    """Which of ``options`` (with the words for each) the address names, and the menu that changes it.

    ``asked`` takes the place of what the address names; the first option is the default. ``key`` is the widget's,
    where ``name`` is taken; a ``hidden`` label is for screen readers alone.
    """
    asked, key = st.query_params.get(name, "") if asked is None else asked, key or f"or_{name}"
    chosen = asked if asked in options else next(iter(options))
    url_filters.mirror(key, chosen)
    st.selectbox(
        label,
        list(options),
        format_func=lambda one: options.get(one, one),
        key=key,
        on_change=lambda: url_filters.set_filters(view.filters, **{name: st.session_state[key]}),
        label_visibility="collapsed" if hidden else "visible",
    )
    return chosen


def article_choice(view: View, name: str) -> str | None:
    """The one article that the address names under ``name``, and the menu that changes it; None if none is shown.

    Of very many articles the menu offers the first ones; filters and links lead to the others.
    """
    offered = view.ask.rows("articles", view.filters, most=MAX_OPTIONS)["article_id"].tolist()
    asked = st.query_params.get(name, "")
    if asked in view.titles and asked not in offered and not view.filters.on_articles.is_active:
        offered.insert(0, asked)
    if not offered:
        return None
    if len(offered) == 1:
        return str(offered[0])
    return menu(view, name, {key: view.titles[key] for key in offered}, "Article")
