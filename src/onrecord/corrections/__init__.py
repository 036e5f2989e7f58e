"""What people say of the rows: right, changed, or wrong; and how often the machine was right where they looked."""

from onrecord.corrections.accuracy import accuracy
from onrecord.corrections.applying import CHANGED, Corrected, corrected, moved
from onrecord.corrections.correction import FIELDS, Correction, current, hull_of, key_of, machine_of

__all__ = [
    "CHANGED",
    "FIELDS",
    "Corrected",
    "Correction",
    "accuracy",
    "corrected",
    "current",
    "hull_of",
    "key_of",
    "machine_of",
    "moved",
]
