"""The terms of the field, explained where they are used. One list for all pages: ``onrecord/data/glossary.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard.text import escape

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def entries() -> Mapping[str, Mapping[str, str]]:
    """By the word, ``says`` and ``example``, and ``label`` where the word is another on the page."""
    found: dict[str, dict[str, str]] = tomllib.loads(
        (files("onrecord.data") / "glossary.toml").read_text(encoding="utf-8")
    )
    return found


@cache
def explain(*words: str) -> str:
    """What these words mean, as Markdown for the ``help`` of a widget."""
    parts = []
    for word in words:
        entry = entries()[word]
        name = f"**{label(word).capitalize()}.** " if len(words) > 1 else ""
        example = _plain(entry["example"]).replace("*", "\\*")
        parts.append(f"{name}{entry['says']} *{example}*")
    return "\n\n".join(parts)


def _plain(example: str) -> str:
    """An example without the marks around what it shows."""
    return example.replace("**", "")


def label(word: str) -> str:
    """What the word is called on a page."""
    return entries()[word].get("label", word)


def draw() -> None:
    """All words, one click away, and the way back to the tour."""
    with st.expander("Glossary"):
        st.html(_listed())


@cache
def _listed() -> str:
    listed = "".join(
        f"<dt>{escape.html(label(word).capitalize())}</dt><dd>{escape.html(entry['says'])} "
        f"<i>{escape.html(_plain(entry['example']))}</i></dd>"
        for word, entry in entries().items()
    )
    again = '<button class="or-tool" type="button" data-or-tour="again">Show the tour again</button>'
    return f'<dl class="or-glossary">{listed}</dl>{again}'
