"""Buttons that need no run of the page: copy its address, save a chart as a picture. See ``page_tools.js``."""

from __future__ import annotations

import streamlit as st

from onrecord.dashboard.components import browser_scripts
from onrecord.dashboard.text import escape


def listen() -> None:
    """Have the buttons of this page work; draws nothing."""
    browser_scripts.component("page_tools")(key="or_tools", height=0)


def copy_link() -> None:
    """A button that copies the address of the page, with its filters."""
    st.html('<button class="or-tool" type="button" data-or-copy="1">Copy link to this view</button>')


def save_chart(name: str, title: str) -> None:
    """Buttons that save the chart before them as a picture, under its ``title``."""
    about = f'data-or-name="onrecord-{escape.html(name)}" data-or-title="{escape.html(title)}"'
    buttons = "".join(
        f'<button class="or-tool" type="button" data-or-save="{kind}" {about}>Save the chart as {kind.upper()}</button>'
        for kind in ("svg", "png")
    )
    st.html(f'<div class="or-tools">{buttons}</div>')
