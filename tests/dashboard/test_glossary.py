"""The glossary: each word explained once, with an example."""

from __future__ import annotations

import pytest

from onrecord.dashboard.components import glossary, tour
from onrecord.schema import STATEMENT_KINDS


@pytest.mark.parametrize("word", glossary.entries())
def test_each_word_is_explained_with_an_example(word: str) -> None:
    entry = glossary.entries()[word]
    assert set(entry) <= {"says", "example", "label"}
    assert entry["says"].endswith(".")
    assert entry["example"]
    assert entry["says"] in glossary.explain(word)


def test_each_kind_of_statement_is_explained() -> None:
    assert set(STATEMENT_KINDS) <= set(glossary.entries())
    assert glossary.explain(*STATEMENT_KINDS).count("\n\n") == len(STATEMENT_KINDS) - 1
    assert "**Direct statement.**" in glossary.explain(*STATEMENT_KINDS)


def test_the_tour_is_short() -> None:
    assert len(tour.STEPS) <= 4
