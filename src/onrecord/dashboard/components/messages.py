"""Messages to the visitor: that something was saved, and that the filters leave nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard.presenters import filter_words
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import escape, wording
from onrecord.query import Filters

if TYPE_CHECKING:
    from onrecord.dashboard.context import View

_TOLD = "onrecord_told"


def tell(words: str) -> None:
    """Say in the next run that something was kept."""
    st.session_state[_TOLD] = words


def show_told() -> None:
    """Show what ``tell`` was given in the run before."""
    words = st.session_state.pop(_TOLD, None)
    if words:
        st.toast(escape.markdown(words))


def empty_result(view: View, what: str = "statements") -> None:
    """Say that there are no ``what``, which filters leave none, and offer to clear them."""
    filters = view.filters
    if not filters.is_active:
        st.info(f"No {what} found.")
        return
    named = {name: filter_words.FIELD_NAMES[name] for name in filters.active}
    left = {name: view.ask.count("statements", filters.without(name)) for name in named}
    helping = {name: count for name, count in left.items() if count}
    words = wording.listed(named.values())
    st.info(f"No {what} match the {words} {wording.noun(len(named), 'filter')}.")
    with st.container(horizontal=True):
        for name, count in helping.items():
            label = f"Clear the {named[name]} filter ({wording.counted(count, 'statement')})"
            st.button(
                label, key=f"or_empty_{what}_{name}", on_click=url_filters.set_filters, args=(filters.without(name),)
            )
        if len(named) > 1 or not helping:
            st.button("Clear all filters", key=f"or_empty_{what}", on_click=url_filters.set_filters, args=(Filters(),))
