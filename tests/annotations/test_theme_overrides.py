"""Theme overrides win over the codebook's rules, are told apart from them, and outlive another codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from onrecord.annotations import ThemeOverride
from onrecord.codebook import recode
from onrecord.query import Collection, Filters

if TYPE_CHECKING:
    from onrecord import Tables


def about(parsed, number: int, theme_id: str, *, holds: bool) -> ThemeOverride:
    row = parsed[0].statements.iloc[number]
    return ThemeOverride(row["article_id"], int(row["start"]), int(row["end"]), theme_id, holds, row["text"])


def overridden(tables: Tables, overrides: list[ThemeOverride]) -> Tables:
    return Collection.of(tables, {}, annotations=overrides).tables(Filters()).validate()


def themes_of(tables, number: int) -> dict[str, str]:
    held = tables.theme_mentions[tables.theme_mentions["statement_id"] == number]
    return dict(zip(held["theme_id"], held["method"], strict=True))


def counts(tables) -> dict[str, int]:
    return dict(zip(tables.themes["theme_id"], tables.themes["n_statements"], strict=True))


def test_not_this_theme_takes_it_out_of_the_statement_alone(parsed) -> None:
    tables = overridden(parsed[0], [about(parsed, 0, "rail", holds=False)])
    assert themes_of(parsed[0], 0) == {"rail": "rule"}
    assert themes_of(tables, 0) == {}
    assert themes_of(tables, 1) == {"rail": "rule"}
    assert counts(tables) == {**counts(parsed[0]), "rail": counts(parsed[0])["rail"] - 1}


def test_also_this_theme_is_told_apart_and_keeps_its_evidence(parsed) -> None:
    tables = overridden(parsed[0], [about(parsed, 1, "road", holds=True)])
    assert themes_of(tables, 1) == {"rail": "rule", "road": "human"}
    row = tables.theme_mentions[tables.theme_mentions["method"] == "human"].iloc[0]
    assert pd.isna(row["term"])
    assert row["text"] == parsed[0].statements["text"].iloc[1]
    assert row["speaker_id"] == "marta-ruiz"
    pd.testing.assert_frame_equal(tables.theme_mentions.iloc[:-1], parsed[0].theme_mentions)  # the rules' rows stay
    assert counts(tables)["road"] == counts(parsed[0])["road"] + 1


def test_agreeing_with_a_rule_changes_nothing(parsed) -> None:
    tables = overridden(parsed[0], [about(parsed, 0, "rail", holds=True)])
    pd.testing.assert_frame_equal(tables.theme_mentions, parsed[0].theme_mentions)


def test_the_later_of_two_decisions_counts(parsed) -> None:
    both = [about(parsed, 0, "rail", holds=False), about(parsed, 0, "rail", holds=True)]
    assert themes_of(overridden(parsed[0], both), 0) == {"rail": "rule"}


def test_decisions_outlive_another_codebook(parsed, book) -> None:
    made = [about(parsed, 1, "road", holds=True), about(parsed, 0, "rail", holds=False)]
    tables = overridden(recode(*parsed, book), made)
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
    pd.testing.assert_frame_equal(overridden(parsed[0], [strange]).theme_mentions, parsed[0].theme_mentions)
