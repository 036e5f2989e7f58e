"""What runs in the browser without a run of the page: styles, scripts, and buttons that copy and save."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from onrecord.dashboard.text import escape


def style_page(name: str) -> None:
    """Add the style sheet ``name`` of this package to the page."""
    st.html(f"<style>{_sheet(name)}</style>")


@cache
def _sheet(name: str) -> str:
    return (files("onrecord.dashboard.assets") / f"{name}.css").read_text(encoding="utf-8")


@cache
def component(name: str) -> Any:
    """The component whose script is ``<name>.js``, with ``browser.js`` before it; drawn by calling it."""
    folder = files("onrecord.dashboard.assets")
    script = "\n".join((folder / f"{part}.js").read_text(encoding="utf-8") for part in ("browser", name))
    return st.components.v2.component(f"onrecord_{name}", js=script, isolate_styles=False)


def listen() -> None:
    """Have the buttons of this page work; draws nothing."""
    component("page_tools")(key="or_tools", height=0)


def copy_link_button() -> None:
    """A button that copies the address of the page, with its filters."""
    st.html('<button class="or-tool" type="button" data-or-copy="1">Copy link to this view</button>')


def save_chart_buttons(name: str, title: str) -> None:
    """Buttons that save the chart before them as a picture, under its ``title``."""
    about = f'data-or-name="onrecord-{escape.html(name)}" data-or-title="{escape.html(title)}"'
    buttons = "".join(
        f'<button class="or-tool" type="button" data-or-save="{kind}" {about}>Save the chart as {kind.upper()}</button>'
        for kind in ("svg", "png")
    )
    st.html(f'<div class="or-tools">{buttons}</div>')
