from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The hospital reported 40 cases of measles.", "cases of measles"),
        ("The town has 900 residents of Sparta.", "residents"),
        ("The city wants 12 charging stations.", "charging stations"),
        ("She owns 90 Model 3 sedans.", "Model 3 sedans"),
        ("The port needs 400 more workers.", "workers"),
        ("It employs 25 full-time and part-time clerks.", "full-time and part-time clerks"),
        ("The herd has 400 elk.", "elk"),
    ],
)
def test_names_what_is_counted(text: str, unit: str, figures) -> None:
    assert figures(text)[-1]["unit"] == unit


def test_one_in_eight_is_a_part_whatever_stands_between(figure) -> None:
    row = figure("It supports one job in eight.")
    assert (row["text"], row["value"], row["dimension"], row["what"]) == ("one job in eight", 0.125, "ratio", "job")
