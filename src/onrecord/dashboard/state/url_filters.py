"""The filters in the page's address: written by widgets, chips and charts, read by every run."""

from __future__ import annotations

from typing import Any, NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from onrecord.query import PARAMETERS, Filters

_CLICKS = "onrecord_clicks"
_MIRRORED = "onrecord_mirrored"


def set_filters(filters: Filters, **more: str | None) -> None:
    """Write ``filters`` into the page's address; ``more`` sets, or with ``None`` removes, a page's own parameters."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params}
    for name in PARAMETERS:
        kept.pop(name, None)
    for name, value in more.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = [value]
    st.query_params.from_dict({**kept, **filters.query_params})


def filter_by(filters: Filters, **more: str | None) -> NoReturn:
    """Set ``filters`` from within a page's run and run the page anew; charts forget what was clicked."""
    st.session_state[_CLICKS] = st.session_state.get(_CLICKS, 0) + 1
    set_filters(filters, **more)
    st.rerun()


def chart_key(name: str) -> str:
    """The key of a clickable chart: a new one after each click, as a chart's selection cannot be cleared."""
    return f"{name}-{st.session_state.get(_CLICKS, 0)}"


def mirror(key: str, value: Any) -> None:
    """Give a widget the value that the address holds.

    What a widget of this key had on another page still stands in the session, but the one of this page does not have
    it: so each page sets its own.
    """
    context = get_script_run_ctx()
    page, given = context.page_script_hash if context else "", st.session_state.setdefault(_MIRRORED, {})
    if st.session_state.get(key) != value or given.get(key) != page:
        st.session_state[key], given[key] = value, page
