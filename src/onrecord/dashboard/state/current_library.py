"""The library that the dashboard was started with, opened once per process and shared by its sessions."""

from __future__ import annotations

import os

import streamlit as st

from onrecord.store import Library


def current() -> Library | None:
    """The library; None where the dashboard was started without one."""
    path = os.environ.get("ONRECORD_LIBRARY", "")
    return _opened(path) if path else None


def writable() -> Library | None:
    """The library where it can be written to."""
    held = current()
    return None if held is None or held.read_only else held


@st.cache_resource(show_spinner="Opening the library …")
def _opened(path: str) -> Library:
    return Library(path)
