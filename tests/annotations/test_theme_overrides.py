"""People's decisions win over the rules, are told apart from them, and come back from a file as they were."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.annotations.theme_overrides import ThemeOverride, apply_theme_overrides, from_csv, to_frame
from onrecord.codebook import recode
from onrecord.errors import DecisionError
from onrecord.export import to_csv


def about(parsed, number: int, theme_id: str, *, holds: bool) -> ThemeOverride:
    row = parsed[0].statements.iloc[number]
    return ThemeOverride(row["article_id"], int(row["start"]), int(row["end"]), theme_id, holds, row["text"])


def themes_of(tables, number: int) -> dict[str, str]:
    held = tables.theme_mentions[tables.theme_mentions["statement_id"] == number]
    return dict(zip(held["theme_id"], held["method"], strict=True))


def counts(tables) -> dict[str, int]:
    return dict(zip(tables.themes["theme_id"], tables.themes["n_statements"], strict=True))


def test_not_this_theme_takes_it_out_of_the_statement_alone(parsed) -> None:
    tables = apply_theme_overrides(parsed[0], [about(parsed, 0, "rail", holds=False)]).validate()
    assert themes_of(parsed[0], 0) == {"rail": "rule"}
    assert themes_of(tables, 0) == {}
    assert themes_of(tables, 1) == {"rail": "rule"}
    assert counts(tables) == {**counts(parsed[0]), "rail": counts(parsed[0])["rail"] - 1}


def test_also_this_theme_is_told_apart_and_keeps_its_evidence(parsed) -> None:
    tables = apply_theme_overrides(parsed[0], [about(parsed, 1, "road", holds=True)]).validate()
    assert themes_of(tables, 1) == {"rail": "rule", "road": "human"}
    row = tables.theme_mentions[tables.theme_mentions["method"] == "human"].iloc[0]
    assert pd.isna(row["term"])
    assert row["text"] == parsed[0].statements["text"].iloc[1]
    assert row["speaker_id"] == "marta-ruiz"
    assert list(tables.theme_mentions["theme_mention_id"]) == list(range(len(tables.theme_mentions)))
    assert counts(tables)["road"] == counts(parsed[0])["road"] + 1


def test_agreeing_with_a_rule_changes_nothing(parsed) -> None:
    tables = apply_theme_overrides(parsed[0], [about(parsed, 0, "rail", holds=True)])
    pd.testing.assert_frame_equal(tables.theme_mentions, parsed[0].theme_mentions)


def test_the_later_of_two_decisions_counts(parsed) -> None:
    both = [about(parsed, 0, "rail", holds=False), about(parsed, 0, "rail", holds=True)]
    assert themes_of(apply_theme_overrides(parsed[0], both), 0) == {"rail": "rule"}


def test_decisions_outlive_another_codebook(parsed, book) -> None:
    made = [about(parsed, 1, "road", holds=True), about(parsed, 0, "rail", holds=False)]
    tables = apply_theme_overrides(recode(*parsed, book), made)
    assert (themes_of(tables, 0), themes_of(tables, 1)) == ({}, {"rail": "rule", "road": "human"})


@pytest.mark.parametrize(
    "strange",
    [
        ThemeOverride("elsewhere", 0, 5, "rail", holds=True),
        ThemeOverride("trams", 3, 4, "rail", holds=False),
        ThemeOverride("trams", 0, 5, "nothing", holds=True),
    ],
)
def test_what_is_not_here_changes_nothing(parsed, strange: ThemeOverride) -> None:
    assert apply_theme_overrides(parsed[0], [strange]) is parsed[0]


_NAMES = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x00"), max_size=20)


@given(
    st.lists(
        st.builds(
            ThemeOverride, _NAMES, st.integers(0, 999), st.integers(0, 999), st.just("rail"), st.booleans(), _NAMES
        ),
        max_size=4,
    )
)
def test_decisions_come_back_from_a_file(made: list[ThemeOverride]) -> None:
    text = to_csv(to_frame(made), for_spreadsheets=True).decode("utf-8")
    assert from_csv(text) == made


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("article_id,start,end\n", "column 'theme_id' is missing"),
        ("article_id,start,end,theme_id,decision\na,x,2,rail,yes\n", "Line 2: start is 'x'"),
        ("article_id,start,end,theme_id,decision\na,1,2,rail,maybe\n", "Line 2: decision is 'maybe'"),
        ('article_id,start,end,theme_id,decision\n"a,1,2,rail,yes\n', "not a table in CSV"),
        ("", "column 'article_id' is missing"),
    ],
)
def test_a_wrong_file_is_named_by_line_and_column(text: str, message: str) -> None:
    with pytest.raises(DecisionError, match=message):
        from_csv(text)
