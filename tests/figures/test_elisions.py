from __future__ import annotations


def test_the_counted_thing_is_left_out_the_second_time(figures) -> None:
    rows = figures("Of the 300 passengers, 260 survived.")
    assert [row["unit"] for row in rows] == ["passengers", "passengers"]


def test_a_comparison_leaves_it_out(figures) -> None:
    rows = figures("Some 460 vans were stolen, compared with 63 the year before.")
    assert [row["unit"] for row in rows] == ["vans", "vans"]


def test_a_part_is_of_what_it_is_taken_from(figures) -> None:
    rows = figures("The charity closed two of its five centres.")
    assert [(row["text"], row["unit"]) for row in rows] == [("two", "centres"), ("five centres", "centres")]


def test_a_pronoun_stands_for_it(figures) -> None:
    rows = figures("Four sailors were hurt, 3 of them badly.")
    assert [row["unit"] for row in rows] == ["sailors", "sailors"]
