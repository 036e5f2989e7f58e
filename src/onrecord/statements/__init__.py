"""Statements: what is attributed to whom, from quotation marks and from the dependency parse."""

from __future__ import annotations

from onrecord.values import Sentence, Statement


def find_statements(text: str, sentences: list[Sentence]) -> list[Statement]:
    return []
