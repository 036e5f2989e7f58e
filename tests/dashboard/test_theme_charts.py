"""The network of themes and the themes along an article: the same each time, clickable, escaped."""

from __future__ import annotations

import pandas as pd
import pytest

from onrecord.dashboard.charts import palette, theme_network, themes_through_article

PAIRS = pd.DataFrame(
    {
        "theme_id": ["a", "a", "d"],
        "other_id": ["b", "c", "e"],
        "statements": [3, 1, 2],
        "hover": ["a and b", "a and <b>c</b>", "d and e"],
    }
)
NODES = pd.DataFrame(
    {
        "theme_id": list("abcdef"),
        "theme": ["A", "<img src=x>", "C", "D", "E", "F"],
        "statements": [5, 3, 1, 2, 2, 1],
        "hover": [f"{key}: click" for key in "abcdef"],
    }
)


def test_the_layout_is_the_same_whatever_the_order() -> None:
    turned = PAIRS.iloc[::-1].rename(columns={"theme_id": "other_id", "other_id": "theme_id"})
    first, again = theme_network.place_themes("abcdef", PAIRS), theme_network.place_themes("fedcba", turned)
    assert first.keys() == again.keys() == set("abcdef")
    for key, (x, y) in first.items():
        assert (x, y) == pytest.approx(again[key])


def test_no_two_themes_stand_on_one_place() -> None:
    places = theme_network.place_themes("abcdef", PAIRS).values()
    assert len({(round(x, 3), round(y, 3)) for x, y in places}) == 6


@pytest.mark.parametrize("keys", [[], ["a"], ["a", "f"]])
def test_few_themes_have_a_layout_too(keys: list[str]) -> None:
    assert set(theme_network.place_themes(keys, PAIRS)) == set(keys)


def test_circles_and_lines_carry_their_themes() -> None:
    figure = theme_network.draw(NODES, PAIRS, theme_network.place_themes("abcdef", PAIRS), palette=palette.LIGHT)
    keys = [
        tuple(point) for trace in figure.data for point in (trace.customdata if trace.customdata is not None else ())
    ]
    assert {("a", "b"), ("a", "c"), ("d", "e")} <= set(keys)
    assert {("a",), ("f",)} <= set(keys)


def test_the_network_escapes_what_it_shows() -> None:
    figure = theme_network.draw(NODES, PAIRS, theme_network.place_themes("abcdef", PAIRS), palette=palette.LIGHT)
    drawn = figure.to_json()
    assert "<img" not in drawn
    assert "<b>c" not in drawn


def test_themes_along_an_article_tell_statements_from_the_reporters_words() -> None:
    rows = pd.DataFrame(
        {
            "theme_id": ["a", "b", "a"],
            "sentence": [0, 2, 4],
            "statement": pd.array([0, None, 1], dtype="Int64"),
            "hover": ["one", "two", "three"],
            "key": ["statement=x:0", "sentence=x:2", "statement=x:1"],
        }
    )
    figure = themes_through_article.draw(rows, ["a", "b"], 6, labels={"a": "A", "b": "B"}, palette=palette.LIGHT)
    spoken, reported = figure.data
    assert list(spoken.x) == [1, 5]
    assert list(reported.x) == [3]
    assert reported.customdata[0][0] == "sentence=x:2"
    assert spoken.marker.color != reported.marker.color
