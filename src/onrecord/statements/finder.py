"""From drafts to statements: what the rules and the tagger find, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.statements.rules import find_drafts

if TYPE_CHECKING:
    from onrecord.values import Sentence, Statement


def find_statements(text: str, sentences: list[Sentence]) -> list[Statement]:
    """The statements of an article, in the order of the text."""
    drafts = find_drafts(text, sentences)
    return [draft.finished(text) for draft in sorted(drafts, key=lambda draft: (draft.start, draft.end))]
