"""What people say of the rows: right, changed, or wrong; and how often the machine was right where they looked."""

from onrecord.corrections.accuracy import accuracy
from onrecord.corrections.applying import Corrected, corrected, moved
from onrecord.corrections.correction import FIELDS, VERDICTS, Correction, current, key_of, machine_of

__all__ = [
    "FIELDS",
    "VERDICTS",
    "Corrected",
    "Correction",
    "accuracy",
    "corrected",
    "current",
    "key_of",
    "machine_of",
    "moved",
]
