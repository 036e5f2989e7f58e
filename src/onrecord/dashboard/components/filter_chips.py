"""The filters in force: each in words, as chips that clear them, and what a chart says that leaves one aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.text import escape, wording
from onrecord.query import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.dashboard.layout import View

FIELD_WORDS = {
    "article": "article",
    "speaker": "speaker",
    "theme": "theme",
    "kind": "kind",
    "source": "outlet",
    "since": "since",
    "until": "until",
    "query": "search",
    "fold": "copies",
}


def value_words(view: View, name: str, value: str) -> str:
    """A value of a filter in words."""
    if name == "speaker":
        return view.name_of(value)
    if name == "query":
        return f"“{value}”"
    names = {"article": view.titles, "theme": view.theme_labels}.get(name, {})
    return names.get(value, value)


def chips(view: View) -> None:
    """The filters in force, each with a button that clears it."""
    filters = view.filters
    if not filters.is_active:
        return
    entries = list(_each(view))
    with st.container(horizontal=True, key="or_chips", gap="small"):
        st.html('<span class="or-eyebrow">Shown only:</span>', width="content")
        for name, value, words in entries:
            label = f"{FIELD_WORDS[name].capitalize()}: {escape.markdown(wording.shorten(words, 28))}"
            st.button(
                f"{label if name != 'fold' else 'Copies counted once'} ✕",
                key=f"or_chip_{name}_{value}",
                help="Clear this filter",
                on_click=layout.set_filters,
                args=(filters.minus(name, value),),
            )
        if len(entries) > 1:
            st.button("Clear all", key="or_clear_all", type="tertiary", on_click=layout.set_filters, args=(Filters(),))


def _each(view: View) -> Iterator[tuple[str, str, str]]:
    """The filters in force, a value each: field, value, and the value in words."""
    for name in view.filters.active:
        held = getattr(view.filters, name)
        for value in held if isinstance(held, tuple) else [held]:
            yield name, str(value), "counted once" if name == "fold" else value_words(view, name, value)


def in_words(view: View) -> list[str]:
    """The filters in force, a field each with its values."""
    found: dict[str, list[str]] = {}
    for name, _, words in _each(view):
        found.setdefault(FIELD_WORDS[name], []).append(words.strip("“”") if name == "query" else words)
    return [f"{name}: {', '.join(values)}" for name, values in found.items()]


def whatever(view: View, *names: str) -> str:
    """What leads the title of a chart that leaves these fields of the filter aside, where they are in force."""
    held = [FIELD_WORDS[name] for name in names if name in view.filters.active]
    return f"Whatever the {' and '.join(held)}: " if held else ""
