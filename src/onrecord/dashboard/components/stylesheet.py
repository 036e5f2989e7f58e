"""Style sheets of single pages, beside the one that the frame brings."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import streamlit as st


def of_page(name: str) -> None:
    """Add the style sheet ``name`` of this package to the page."""
    st.html(f"<style>{_sheet(name)}</style>")


@cache
def _sheet(name: str) -> str:
    return (files("onrecord.dashboard.assets") / f"{name}.css").read_text(encoding="utf-8")
