"""What people say of rows, with undo: kept in the library, or in the session where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from onrecord.dashboard.state import open_library

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.annotations import Correction
    from onrecord.annotations.correction import Verdict

_HISTORY = "onrecord_corrections"
_STEPS = "onrecord_corrections_steps"
_WHO = "onrecord_who"

Row = tuple[str, str, str]


class _Step(NamedTuple):
    """What this session said of a row: the number of the record, and the record that was in its place before."""

    number: int
    row: Row
    before: Correction | None


def history() -> tuple[Correction, ...]:
    """All that was said, the oldest first."""
    held = open_library.writable()
    if held is not None:
        return held.corrections()
    found: tuple[Correction, ...] = st.session_state.get(_HISTORY, ())
    return found


def latest(row: Row) -> Correction | None:
    """The last record about a row, one that took something back included."""
    return next((one for one in reversed(history()) if one.row == row), None)


def save(*new: Correction, seen: Mapping[Row, int] | None = None) -> None:
    """Keep records: all, or none. Raises ``ConflictError`` where somebody else corrected a row since ``seen``."""
    before = {one.row: one for one in history()}
    numbers = _add(new, seen)
    steps = [_Step(number, one.row, before.get(one.row)) for number, one in zip(numbers, new, strict=True)]
    st.session_state[_STEPS] = [*_steps(), *steps]


def _steps() -> list[_Step]:
    found: list[_Step] = st.session_state.get(_STEPS, [])
    return found


def _add(new: Sequence[Correction], seen: Mapping[Row, int] | None) -> list[int]:
    signed = [one if one.made else replace(one, who=who(), made=now()) for one in new]
    held = open_library.writable()
    if held is not None:
        return held.correct(signed, seen)
    known = history()
    numbered = [replace(one, number=len(known) + place) for place, one in enumerate(signed, 1)]
    st.session_state[_HISTORY] = (*known, *numbered)
    return [one.number for one in numbered]


def withdraw(one: Correction) -> None:
    """Put the row of a record that is in force back to what the machine has. Raises ``ConflictError`` as ``save``.

    Does nothing where this session has taken it back already, as at the second press of a double click.
    """
    last = latest(one.row)
    if last is not None and last.verdict == "withdrawn" and any(step.number == last.number for step in _steps()):
        return
    save(_again(one, "withdrawn"), seen={one.row: one.number})


def can_undo() -> bool:
    """Whether there is a step of this session to take back."""
    return bool(_steps())


def undo() -> None:
    """Take this session's last step back: its row is again as it was before.

    Raises ``ConflictError`` where somebody else has corrected that row since; the step is then no longer offered.
    Does nothing where there is no step.
    """
    if not can_undo():
        return
    *left, step = _steps()
    st.session_state[_STEPS] = left
    said = next(one for one in history() if one.number == step.number)
    again = _again(step.before) if step.before else _again(said, "withdrawn")
    (number,) = _add([replace(again, why="Undone")], {step.row: step.number})
    # What is in force now stands for the step before on this row, which can be undone in turn.
    place = max((place for place, other in enumerate(left) if other.row == step.row), default=None)
    if place is not None:
        st.session_state[_STEPS] = [*left[:place], left[place]._replace(number=number), *left[place + 1 :]]


def _again(one: Correction, verdict: Verdict | None = None) -> Correction:
    """A record to be kept anew, of another ``verdict`` or the same; who says so, and when, is told when it is kept."""
    human = one.human if verdict in (None, one.verdict) else ()
    return replace(one, verdict=verdict or one.verdict, human=human, who="", why="", made="", number=0)


def who() -> str:
    """The name under which this session corrects, as given; empty where none was."""
    return str(st.session_state.get(_WHO, ""))


def sign(name: str) -> None:
    """Correct under ``name`` from now on."""
    st.session_state[_WHO] = " ".join(name.split())[:80]


def now() -> str:
    """The time as it is kept."""
    return datetime.now(UTC).isoformat(timespec="seconds")
