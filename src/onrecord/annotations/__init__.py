"""What people decide about rows: corrections, theme overrides and merged names; how it is applied, and how often the
machine was right where they looked."""

from onrecord.annotations.accuracy import accuracy
from onrecord.annotations.apply import CHANGED, Corrected, apply_corrections, moved
from onrecord.annotations.correction import FIELDS, Correction, current, hull_of, machine_values, row_key
from onrecord.annotations.theme_overrides import ThemeOverride, apply_theme_overrides

__all__ = [
    "CHANGED",
    "FIELDS",
    "Corrected",
    "Correction",
    "ThemeOverride",
    "accuracy",
    "apply_corrections",
    "apply_theme_overrides",
    "current",
    "hull_of",
    "machine_values",
    "moved",
    "row_key",
]
