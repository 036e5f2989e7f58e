"""Quotation marks of every kind, closed and not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.nlp.quotation_marks import find_quotes


def inner(text: str) -> list[str]:
    return [quote.inner.of(text) for quote in find_quotes(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We agree," she said.', ["We agree"]),
        ("“We agree,” she said. “It is late.”", ["We agree", "It is late."]),
        ("«We agree», she said.", ["We agree"]),
        ("„We agree“, she said.", ["We agree"]),
        ("``We agree,'' she said.", ["We agree"]),
        ("‘We agree,’ she said. ‘It’s late.’", ["We agree", "It’s late."]),
        ("'We agree,' she said.", ["We agree"]),
        ("She said: “He told me ‘never again’ and left.”", ["He told me ‘never again’ and left."]),
        ("The firm’s staff don't agree.", []),
        ('The 5.5" screen and the 6" pipe.', []),
        ("No marks at all.", []),
    ],
)
def test_quotations_without_their_marks(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "“We agree, she said.\nAnother paragraph."
    end = text.index("\n")
    (quote,) = find_quotes(text, 0, end)
    assert quote.inner.of(text) == "We agree, she said."
    assert not quote.closed


def test_an_unclosed_quotation_ends_before_the_next_opens() -> None:
    assert inner("“We agree. She left. “It is late,” he said.") == ["We agree. She left.", "It is late"]


def test_the_outer_span_has_the_marks() -> None:
    text = "He said “no way” twice."
    (quote,) = find_quotes(text, 0, len(text))
    assert quote.outer.of(text) == "“no way”"


@given(st.text(alphabet="ab .,!?\n\"'“”‘’«»„`-", max_size=60))
def test_quotations_lie_within_the_text_in_order(text: str) -> None:
    quotes = find_quotes(text, 0, len(text))
    places = [place for quote in quotes for place in (quote.outer.start, quote.outer.end)]
    assert places == sorted(places)
    for quote in quotes:
        assert 0 <= quote.outer.start <= quote.inner.start <= quote.inner.end <= quote.outer.end <= len(text)
