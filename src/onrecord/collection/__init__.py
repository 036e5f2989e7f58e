"""Asking of articles' tables, one or a million: filters, counts and rows."""

from onrecord.collection.collection import Collection
from onrecord.collection.filters import NOBODY, PARAMETERS, Filters, apply

__all__ = ["NOBODY", "PARAMETERS", "Collection", "Filters", "apply"]
