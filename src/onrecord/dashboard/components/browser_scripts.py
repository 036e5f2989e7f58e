"""The scripts that run in the browser, as components of Streamlit's second kind: plain values in, no HTML."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st


@cache
def component(name: str) -> Any:
    """The component whose script is ``<name>.js``, with ``browser.js`` before it; drawn by calling it."""
    folder = files("onrecord.dashboard.assets")
    script = "\n".join((folder / f"{part}.js").read_text(encoding="utf-8") for part in ("browser", name))
    return st.components.v2.component(f"onrecord_{name}", js=script, isolate_styles=False)
