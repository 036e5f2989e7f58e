"""What people say of rows, with undo: kept in the library, or in the session where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from onrecord.errors import ConflictError
from onrecord.views import shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.corrections import Correction

_HISTORY = "onrecord_corrections"
_MINE = "onrecord_corrections_mine"
"""The rows that this session corrected, the oldest first: what undo goes back along."""
_WHO = "onrecord_who"


def history() -> tuple[Correction, ...]:
    """All that was said, the oldest first."""
    held = shelf.writable()
    if held is not None:
        return held.corrections()
    found: tuple[Correction, ...] = st.session_state.get(_HISTORY, ())
    return found


def latest(row: tuple[str, str, str]) -> Correction | None:
    """The last record about a row, one that took something back included."""
    return next((one for one in reversed(history()) if one.row == row), None)


def save(*new: Correction, seen: dict[tuple[str, str, str], int] | None = None) -> None:
    """Keep records: all, or none. Raises ``ConflictError`` where somebody else corrected a row since ``seen``."""
    _add(new, seen)
    st.session_state[_MINE] = (*st.session_state.get(_MINE, ()), *(one.row for one in new))


def _add(new: Sequence[Correction], seen: dict[tuple[str, str, str], int] | None) -> None:
    signed = [one if one.made else replace(one, who=who(), made=now()) for one in new]
    held = shelf.writable()
    if held is not None:
        held.correct(signed, seen)
        return
    known = history()
    numbered = tuple(replace(one, number=len(known) + place) for place, one in enumerate(signed, 1))
    st.session_state[_HISTORY] = (*known, *numbered)


def take_back(row: tuple[str, str, str], why: str = "") -> None:
    """Put a row back to what the machine has."""
    last = latest(row)
    if last is not None and last.verdict != "withdrawn":
        save(replace(last, verdict="withdrawn", human=(), why=why, who=who(), made=now(), number=0))


def can_undo() -> bool:
    """Whether there is a step of this session to take back."""
    return bool(st.session_state.get(_MINE))


def undo() -> None:
    """Take this session's last step back: its row is again as it was before that step."""
    if not can_undo():
        return
    *left, row = st.session_state[_MINE]
    before = [one for one in history() if one.row == row]
    st.session_state[_MINE] = tuple(left)
    if not before:
        return
    again = before[-2] if len(before) > 1 else replace(before[-1], verdict="withdrawn", human=())
    seen = {row: before[-1].number}
    _add([replace(again, why="Undone", who=who(), made=now(), number=0)], seen)


def who() -> str:
    """The name under which this session corrects, as given; empty where none was."""
    return str(st.session_state.get(_WHO, ""))


def sign(name: str) -> None:
    """Correct under ``name`` from now on."""
    st.session_state[_WHO] = " ".join(name.split())[:80]


def now() -> str:
    """The time as it is kept."""
    return datetime.now(UTC).isoformat(timespec="seconds")


__all__ = ["ConflictError", "can_undo", "history", "latest", "now", "save", "sign", "take_back", "undo", "who"]
