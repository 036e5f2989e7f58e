"""Asking of articles' tables, one or a million: filters, counts and rows."""

from onrecord.query.collection import Collection
from onrecord.query.filters import NOBODY, PARAMETERS, UNSTATED, Filters, apply, speaker_keys

__all__ = ["NOBODY", "PARAMETERS", "UNSTATED", "Collection", "Filters", "apply", "speaker_keys"]
