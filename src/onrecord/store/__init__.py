"""Libraries of articles: what is kept in a file, and what is parsed in bulk."""

from onrecord.store.ingest import Added
from onrecord.store.library import Library

__all__ = ["Added", "Library"]
