"""People's decisions on themes, with undo: kept in the library, or in the session where there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard.state import corrections, open_library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.annotations.theme_overrides import ThemeOverride

_STATES = "onrecord_decisions"
_MOST_STATES = 200


def in_force() -> tuple[ThemeOverride, ...]:
    """The decisions in force, the oldest first; one about each statement and theme."""
    held = open_library.writable()
    if held is not None:
        return held.store.decisions()
    states = st.session_state.get(_STATES)
    found: tuple[ThemeOverride, ...] = states[-1] if states else ()
    return found


def save(*new: ThemeOverride) -> None:
    """Add decisions; each takes the place of an earlier one about the same."""
    about = {decision.about for decision in new}
    signed = (one if one.made else replace(one, who=corrections.who(), made=corrections.now()) for one in new)
    _keep((*(held for held in in_force() if held.about not in about), *signed))


def withdraw(gone: Iterable[ThemeOverride]) -> None:
    """Take decisions back."""
    left = set(gone)
    _keep(tuple(held for held in in_force() if held not in left))


def can_undo() -> bool:
    """Whether there is a step to take back."""
    return len(st.session_state.get(_STATES, ())) > 1


def undo() -> None:
    """Take the last step back, whether it added decisions or withdrew them."""
    if not can_undo():
        return
    *before, last = st.session_state[_STATES]
    held = open_library.writable()
    if held is not None:  # what other sessions decided meanwhile stays
        known = set(last)
        held.decide(set(before[-1]) - known, known - set(before[-1]))
    st.session_state[_STATES] = tuple(before)


def _keep(state: tuple[ThemeOverride, ...]) -> None:
    now = in_force()
    held = open_library.writable()
    if held is not None:
        known, wanted = set(now), set(state)
        held.decide([one for one in state if one not in known], known - wanted)
    states = st.session_state.get(_STATES, (now,))
    if held is not None:
        states = (*states[:-1], now)  # what other sessions decided meanwhile is no step of this one
    st.session_state[_STATES] = (*states, state)[-_MOST_STATES:]
