"""What people say of rows: one log of corrections, theme overrides and merged names; how it is applied, and how often
the machine was right where they looked."""

from onrecord.annotations.accuracy import accuracy
from onrecord.annotations.annotation import (
    FIELDS,
    Annotation,
    Correction,
    SpeakerMerge,
    ThemeOverride,
    hull_of,
    in_force,
    machine_values,
    row_key,
    undo,
)
from onrecord.annotations.apply import CHANGED, Corrected, apply_corrections, move_overrides
from onrecord.annotations.files import from_csv, to_frame
from onrecord.annotations.merges import merge_speakers, merges_of, split_speaker, undo_merges

__all__ = [
    "CHANGED",
    "FIELDS",
    "Annotation",
    "Corrected",
    "Correction",
    "SpeakerMerge",
    "ThemeOverride",
    "accuracy",
    "apply_corrections",
    "from_csv",
    "hull_of",
    "in_force",
    "machine_values",
    "merge_speakers",
    "merges_of",
    "move_overrides",
    "row_key",
    "split_speaker",
    "to_frame",
    "undo",
    "undo_merges",
]
