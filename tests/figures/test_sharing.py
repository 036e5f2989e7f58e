from __future__ import annotations


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
