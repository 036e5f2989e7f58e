"""What people say of rows, with undo: kept in the library, or in the session where there is none to write to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from onrecord.annotations import (
    Annotation,
    ThemeOverride,
    in_force,
    merge_speakers,
    merges_of,
    split_speaker,
    undo_merges,
)
from onrecord.dashboard.state import current_library
from onrecord.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.annotations.annotation import Target

_LOG = "onrecord_annotations"
_STEPS = "onrecord_annotation_steps"
_WHO = "onrecord_who"
_MAX_STEPS = 200


class _Change(NamedTuple):
    """A record of this session: its number, and what it undoes to."""

    number: int
    before: Annotation


_Step = dict["Target", _Change]
"""What one click kept, by target."""


def log() -> tuple[Annotation, ...]:
    """All that was said, the oldest first."""
    library = current_library.writable()
    if library is not None:
        return library.annotations()
    found: tuple[Annotation, ...] = st.session_state.get(_LOG, ())
    return found


def latest(target: Target) -> Annotation | None:
    """The last record about a target, one that withdraws included."""
    return next((one for one in reversed(log()) if one.target == target), None)


def theme_overrides() -> tuple[ThemeOverride, ...]:
    """The active theme overrides."""
    return in_force(log(), ThemeOverride)


def merges() -> dict[tuple[str, str], str]:
    """By (article's id or "", speaker's id), the id under which this speaker is counted."""
    return merges_of(log())


def save(*new: Annotation, seen: Mapping[Target, int] | None = None) -> None:
    """Keep records: all, or none. Raises ``ConflictError`` where somebody else annotated a row since ``seen``."""
    before = {one.target: one for one in log()}
    step = {
        one.target: _Change(number, before.get(one.target, one.withdrawal()))
        for number, one in zip(_add(new, seen), new, strict=True)
    }
    if step:
        st.session_state[_STEPS] = [*_steps(), step][-_MAX_STEPS:]


def withdraw(one: Annotation) -> None:
    """Put the target of an active record back to what the machine has. Raises ``ConflictError`` as ``save``.

    Does nothing where this session has withdrawn it already, as at the second press of a double click.
    """
    last = latest(one.target)
    mine = {change.number for step in _steps() for change in step.values()}
    if last is None or not last.is_withdrawn or last.number not in mine:
        save(one.withdrawal(), seen={one.target: one.number})


def merge(speaker_ids: Iterable[str], into: str) -> None:
    """Count speakers as one."""
    save(*merge_speakers(merges(), speaker_ids, into))


def split(speaker_id: str, article_ids: Iterable[str], name: str) -> None:
    """Count a speaker of some articles as somebody else."""
    save(*split_speaker(merges(), speaker_id, article_ids, name)[0])


def unmerge(speaker_id: str) -> None:
    """Take back what counts anybody as ``speaker_id``."""
    save(*undo_merges(merges(), speaker_id))


def can_undo(kind: str | None = None) -> bool:
    """Whether this session has a step to take back; of a ``kind`` of target, if one is given."""
    return _last_step(kind) is not None


def undo(kind: str | None = None) -> None:
    """Take back this session's last step, or its last of a ``kind``: its targets are again as they were before.

    Raises ``ConflictError`` where somebody else has annotated one of them since; the step is then no longer offered.
    Does nothing where there is no step.
    """
    place = _last_step(kind)
    if place is None:
        return
    steps = _steps()
    step = steps.pop(place)
    st.session_state[_STEPS] = steps
    restored = [replace(change.before, who="", why="Undone", made="", number=0) for change in step.values()]
    numbers = _add(restored, {target: change.number for target, change in step.items()})
    # What is in force now stands for the step before on this target, which can be undone in turn.
    for target, number in zip(step, numbers, strict=True):
        earlier = next((held for held in reversed(steps[:place]) if target in held), None)
        if earlier is not None:
            earlier[target] = earlier[target]._replace(number=number)


def _last_step(kind: str | None) -> int | None:
    steps = enumerate(_steps())
    return max((place for place, step in steps if kind is None or any(key[0] == kind for key in step)), default=None)


def _steps() -> list[_Step]:
    found: list[_Step] = st.session_state.get(_STEPS, [])
    return [dict(step) for step in found]


def _add(new: Sequence[Annotation], seen: Mapping[Target, int] | None) -> list[int]:
    signed = [one if one.made else replace(one, who=who(), made=_now()) for one in new]
    library = current_library.writable()
    if library is not None:
        return library.annotate(signed, seen=seen)
    known = log()
    for one in signed:
        last = latest(one.target)
        if seen is not None and one.target in seen and last is not None and last.number != seen[one.target]:
            raise ConflictError.by(last.who, last.made)
    numbered = [replace(one, number=len(known) + place) for place, one in enumerate(signed, 1)]
    st.session_state[_LOG] = (*known, *numbered)
    return [one.number for one in numbered]


def who() -> str:
    """The name under which this session annotates, as given; empty where none was."""
    return str(st.session_state.get(_WHO, ""))


def sign(name: str) -> None:
    """Annotate under ``name`` from now on."""
    st.session_state[_WHO] = " ".join(name.split())[:80]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
