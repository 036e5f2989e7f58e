"""Statements: what is attributed to whom, from quotation marks, the dependency parse and a learned tagger."""

from onrecord.statements.extract import extract_statements

__all__ = ["extract_statements"]
