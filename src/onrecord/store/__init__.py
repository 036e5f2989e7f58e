"""Libraries of articles: what is kept in a file, and what is parsed in bulk."""

from onrecord.store.library import Added, Library

__all__ = ["Added", "Library"]
