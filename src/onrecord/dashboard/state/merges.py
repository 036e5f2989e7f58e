"""Who is counted as whom: kept in the library, or in the session where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.annotations import merges
from onrecord.dashboard.state import open_library

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAME = "onrecord_same"


def same() -> dict[tuple[str, str], str]:
    """By (article's id or "", speaker's id), the id under which this speaker is counted."""
    held = open_library.current()
    if held is not None:
        return held.same_speakers()
    found: dict[tuple[str, str], str] = st.session_state.get(_SAME, {})
    return found


def merge(speaker_ids: Iterable[str], into: str) -> None:
    """Count speakers as one."""
    _keep(merges.merge_speakers(same(), speaker_ids, into))


def split(speaker_id: str, article_ids: Iterable[str], name: str) -> None:
    """Count a speaker of some articles as somebody else."""
    _keep(merges.split_speaker(same(), speaker_id, article_ids, name)[0])


def undo(becomes: str) -> None:
    """Take back what counts anybody as ``becomes``."""
    _keep(merges.undo_merges(same(), becomes))


def _keep(changed: dict[tuple[str, str], str]) -> None:
    held = open_library.current()
    if held is not None:
        held.keep_same_speakers(changed)
    else:
        st.session_state[_SAME] = changed
