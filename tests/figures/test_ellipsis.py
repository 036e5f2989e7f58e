from __future__ import annotations

import pytest


def test_the_counted_thing_is_left_out_the_second_time(figures) -> None:
    rows = figures("Of the 300 passengers, 260 survived.")
    assert [row["unit"] for row in rows] == ["passengers", "passengers"]


def test_a_comparison_leaves_it_out(figures) -> None:
    rows = figures("Some 460 vans were stolen, compared with 63 the year before.")
    assert [row["unit"] for row in rows] == ["vans", "vans"]


@pytest.mark.parametrize("hedge", ["", "about ", "almost ", "less than "])
def test_a_hedge_hides_no_comparison_and_no_level(hedge: str, figures) -> None:
    rows = figures(f"Some 460 vans were stolen, compared with {hedge}63 the year before.")
    assert [row["unit"] for row in rows] == ["vans", "vans"]
    rows = figures(f"The index gained 64 points to {hedge}4,577.")
    assert [row["unit"] for row in rows] == ["point", "point"]


def test_a_part_is_of_what_it_is_taken_from(figures) -> None:
    rows = figures("The charity closed two of its five centres.")
    assert [(row["text"], row["unit"]) for row in rows] == [("two", "centres"), ("five centres", "centres")]


def test_a_pronoun_stands_for_it(figures) -> None:
    rows = figures("Four sailors were hurt, 3 of them badly.")
    assert [row["unit"] for row in rows] == ["sailors", "sailors"]


def test_a_level_has_the_unit_of_the_change_that_led_to_it(figures) -> None:
    rows = figures("The index gained 64 points to 4,577.")
    assert [(row["unit"], row["direction"]) for row in rows] == [("point", "up"), ("point", None)]


def test_a_sign_may_stand_once(figures) -> None:
    rows = figures("A seat costs about 8 or $9.")
    assert [row["unit"] for row in rows] == ["dollar", "dollar"]


def test_a_rate_counts_the_same_things(figures) -> None:
    rows = figures("The city saw 22 thefts in May, compared with an average of 20 per week.")
    assert [row["unit"] for row in rows] == ["thefts", "thefts per week"]


def test_another_time_leaves_it_out(figures) -> None:
    rows = figures("It rained 40 mm in May, 35 in June and 20 last month.")
    assert [(row["unit"], row["period"]) for row in rows] == [
        ("millimetre", "in May"),
        ("millimetre", "in June"),
        ("millimetre", "last month"),
    ]


def test_a_new_sentence_starts_anew(figures) -> None:
    rows = figures("The dollar stood at $1.14; the index closed at 96.1.")
    assert [row["unit"] for row in rows] == ["dollar", None]


def test_a_conversion_shares_everything_but_the_unit(figures) -> None:
    rows = figures("The crater is more than 100 km (62 miles) wide.")
    assert [(row["unit"], row["comparator"], row["what"]) for row in rows] == [
        ("kilometre", ">", "crater"),
        ("mile", ">", "crater"),
    ]


def test_another_way_to_put_it_is_said_of_the_same(figures) -> None:
    rows = figures("The index lost 190 points, or 0.6 percent.")
    assert [(row["what"], row["direction"]) for row in rows] == [("index", "down"), ("index", "down")]


def test_a_list_may_leave_out_the_verb(figures) -> None:
    rows = figures("Coal fell 2 percent, gas by 3 percent and crude oil 1 percent.")
    assert [(row["what"], row["direction"]) for row in rows] == [
        ("Coal", "down"),
        ("gas", "down"),
        ("crude oil", "down"),
    ]


def test_a_part_is_of_what_the_sentence_opens_with(figures) -> None:
    rows = figures("Of the 9,400 tonnes of waste, 60 percent was burned.")
    assert [row["what"] for row in rows] == ["waste", "waste"]
