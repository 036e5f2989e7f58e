"""The active filters as chips that clear them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard.presenters import filter_words
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import escape, wording
from onrecord.query import Filters

if TYPE_CHECKING:
    from onrecord.dashboard.context import View


def chips(view: View) -> None:
    """The active filters, each with a button that clears it."""
    filters = view.filters
    if not filters.is_active:
        return
    entries = list(filter_words.each_value(view))
    with st.container(horizontal=True, key="or_chips", gap="small"):
        st.html('<span class="or-eyebrow">Filtered by:</span>', width="content")
        for name, value, words in entries:
            label = f"{filter_words.FIELD_NAMES[name].capitalize()}: {escape.markdown(wording.shorten(words, 28))}"
            st.button(
                f"{label if name != 'fold' else 'Duplicates counted once'} ✕",
                key=f"or_chip_{name}_{value}",
                help="Clear this filter",
                on_click=url_filters.set_filters,
                args=(filters.minus(name, value),),
            )
        if len(entries) > 1:
            st.button(
                "Clear all", key="or_clear_all", type="tertiary", on_click=url_filters.set_filters, args=(Filters(),)
            )
