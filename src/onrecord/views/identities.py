"""Who is counted as whom: kept in the library, or in the session where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.collection import identity
from onrecord.views import shelf

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAME = "onrecord_same"


def same() -> dict[tuple[str, str], str]:
    """By (article's id or "", speaker's id), the id under which this speaker is counted."""
    held = shelf.library()
    if held is not None:
        return held.same_speakers()
    found: dict[tuple[str, str], str] = st.session_state.get(_SAME, {})
    return found


def merge(speaker_ids: Iterable[str], into: str) -> None:
    """Count speakers as one."""
    _keep(identity.merged(same(), speaker_ids, into))


def split(speaker_id: str, article_ids: Iterable[str], name: str) -> None:
    """Count a speaker of some articles as somebody else."""
    _keep(identity.split(same(), speaker_id, article_ids, name)[0])


def undo(becomes: str) -> None:
    """Take back what counts anybody as ``becomes``."""
    _keep(identity.undone(same(), becomes))


def _keep(changed: dict[tuple[str, str], str]) -> None:
    held = shelf.library()
    if held is not None:
        held.keep_same_speakers(changed)
    else:
        st.session_state[_SAME] = changed
