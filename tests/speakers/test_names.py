"""Which names are one person's."""

from __future__ import annotations

import pytest

from onrecord.speakers.entities import Name
from onrecord.speakers.names import is_same_person
from onrecord.speakers.organisations import has_organisation_noun
from onrecord.types import Span


def name(text: str, honorific: str | None = None) -> Name:
    return Name(text, Span(0, len(text)), honorific)


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("Ruiz", "Marta Ruiz", True),
        ("Marta", "Marta Ruiz", True),
        ("Lin", "Lin Yuchen", True),
        ("Marta Ruiz", "Marta L. Ruiz", True),
        ("John Hale Jr.", "John Hale", True),
        ("Tomas Ruiz", "Marta Ruiz", False),
        ("Hale", "Marta Ruiz", False),
        ("", "Marta Ruiz", False),
    ],
)
def test_short_and_full_names(short: str, full: str, expected: bool) -> None:
    assert is_same_person(name(short), name(full)) is expected


@pytest.mark.parametrize(("words", "expected"), [("World Bank", True), ("Falkner AG", True), ("Marta Ruiz", False)])
def test_bodies(words: str, expected: bool) -> None:
    assert has_organisation_noun(words) is expected
