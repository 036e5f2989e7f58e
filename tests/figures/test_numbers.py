from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.figures.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250", 1250),
        ("1\u00a0250\u00a0000", 1_250_000),
        ("12,34,567.89", 1_234_567.89),
        ("0.5", 0.5),
        (".25", 0.25),
        ("3 billion", 3e9),
        ("$1.2bn", 1.2e9),
        ("£45m", 45e6),
        ("7m people", 7e6),
        ("25k", 25_000),
        ("8 B people", 8e9),
        ("3 crore", 3e7),
        ("2½", 2.5),
        ("¾", 0.75),
        ("3/4", 0.75),
        ("2 1/2", 2.5),
        ("-4.5", -4.5),
        ("“-4.5 degrees”", -4.5),
        ("minus 7", -7),
        ("6 x 10^3", 6000),
        ("twelve", 12),
        ("twenty-five", 25),
        ("two hundred and fifty", 250),
        ("three thousand four hundred", 3400),
        ("a million", 1e6),
        ("half a million", 5e5),
        ("two and a half million", 2.5e6),
        ("two-thirds", 2 / 3),
        ("one-quarter", 0.25),
        ("a third of them", 1 / 3),
        ("half of them", 0.5),
        ("a quarter of a million", 250_000),
        ("one in five", 0.2),
        ("3 out of every 10", 0.3),
        ("doubled", 2),
        ("tripled", 3),
        ("halved", 0.5),
        ("sixfold", 6),
        ("a 10-fold rise", 10),
        ("dozens", 12),
        ("tens of thousands", 10_000),
        ("several hundred", 100),
        ("a few thousand", 1000),
    ],
)
def test_reads_what_the_press_writes(text: str, value: float) -> None:
    (number,) = find_numbers(text)
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "no number", "the second half", "a third party", "scores", "9" * 40])
def test_reads_no_number_where_there_is_none(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize("text", ["two in 10 days", "four in 2021", "5 in 3"])
def test_takes_no_time_for_a_ratio(text: str) -> None:
    assert "ratio" not in {number.kind for number in find_numbers(text)}


def test_m_is_metres_before_a_word_of_size() -> None:
    assert [number.value for number in find_numbers("a wall 12m high and 12m voters")] == [12, 12e6]


def test_an_unnamed_number_of_something_lies_between_one_and_ten_of_them() -> None:
    found = find_numbers("dozens of them, several hundred of you, 12 of us")
    assert [(number.value, number.high) for number in found] == [(12, 120), (100, 1000), (12, None)]


@given(st.text(alphabet=st.sampled_from("0123456789.,-/ ½kmbn²٣%$ million half and dozen of a one third"), max_size=80))
def test_numbers_are_finite_in_order_and_apart(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert abs(number.value) < float("inf")
        end = number.end
