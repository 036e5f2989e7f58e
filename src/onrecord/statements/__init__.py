"""Statements: what is attributed to whom, from quotation marks and from the dependency parse.

``quotes`` finds quotation marks, ``clauses`` what a word governs, ``cues`` which words report speech, and
``finder`` puts them together.
"""

from onrecord.statements.clauses import source_bounds
from onrecord.statements.finder import find_statements

__all__ = ["find_statements", "source_bounds"]
