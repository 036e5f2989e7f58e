"""Sentences and numbers on a page: the answer, numbers with their names, remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterable


def lead(sentence: str, eyebrow: str = "") -> None:
    """The answer in a plain sentence, given as plain text."""
    above = f'<p class="or-eyebrow">{escape.html(eyebrow)}</p>' if eyebrow else ""
    at_once(f'<div>{above}<p class="or-lead">{escape.html(sentence)}</p></div>')


def numbers(entries: Iterable[tuple[str, str]]) -> None:
    """Three or four numbers, each with its name."""
    cells = (f"<div><b>{escape.html(value)}</b><span>{escape.html(name)}</span></div>" for value, name in entries)
    at_once(f'<div class="or-numbers">{"".join(cells)}</div>')


def at_once(markup: str) -> None:
    """HTML of one block element that is there before a chart's code has come, as that of ``st.html`` is not.

    It goes by the way of Markdown, whose code is in the browser from the start. In one line without a blank one it is
    an HTML block of Markdown, in which nothing but HTML counts.
    """
    st.markdown(" ".join(markup.split()), unsafe_allow_html=True)


def note(sentence: str) -> None:
    """A remark, given as plain text."""
    st.html(f'<p class="or-note">{escape.html(sentence)}</p>')
