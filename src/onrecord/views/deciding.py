"""A session's decisions on themes, with undo. They belong to this session alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.themes import Decision

_STATES = "onrecord_decisions"
_MOST_STATES = 200


def decisions() -> tuple[Decision, ...]:
    """The decisions in force, the oldest first; one about each statement and theme."""
    states = st.session_state.get(_STATES)
    found: tuple[Decision, ...] = states[-1] if states else ()
    return found


def decide(*new: Decision) -> None:
    """Add decisions; each takes the place of an earlier one about the same."""
    about = {decision.about for decision in new}
    _keep((*(held for held in decisions() if held.about not in about), *new))


def withdraw(gone: Iterable[Decision]) -> None:
    """Take decisions back."""
    left = set(gone)
    _keep(tuple(held for held in decisions() if held not in left))


def can_undo() -> bool:
    """Whether there is a step to take back."""
    return len(st.session_state.get(_STATES, ())) > 1


def undo() -> None:
    """Take the last step back, whether it added decisions or withdrew them."""
    if can_undo():
        st.session_state[_STATES] = st.session_state[_STATES][:-1]


def _keep(state: tuple[Decision, ...]) -> None:
    states = st.session_state.get(_STATES, ((),))
    st.session_state[_STATES] = (*states, state)[-_MOST_STATES:]
