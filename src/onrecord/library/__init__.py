"""Libraries of articles: what is kept in a file, and what is parsed in bulk."""

from onrecord.library.adding import Added
from onrecord.library.library import Library

__all__ = ["Added", "Library"]
