"""A library that version 0.1 made opens with all that was in it: articles, corrections, theme decisions, merges."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from onrecord import Library
from onrecord.annotations import Correction, ThemeOverride, in_force, merges_of

MADE = Path(__file__).with_name("made-by-0.1")
EXPECTED = json.loads((MADE / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    shutil.copytree(MADE, tmp_path / "old")
    return tmp_path / "old" / "made-by-0.1.onrecord"


@pytest.mark.parametrize("table", list(EXPECTED))
def test_its_tables_are_what_they_were(path: Path, table: str) -> None:
    names = EXPECTED[table][0].keys()  # columns may have been added since
    for _ in range(2):  # the first opening brings it up to date
        with Library(path) as library:
            rows = json.loads(getattr(library.tables(), table).to_json(orient="records"))
        for row in rows if table == "statements" else ():
            row["spans"] = json.dumps(row["spans"])  # version 0.1 had them as JSON
        assert [{name: row[name] for name in names} for row in rows] == EXPECTED[table]


def test_columns_added_since_are_filled_also_beside_articles_added_now(path: Path) -> None:
    with Library(path) as library:
        library.tables().validate()
        old = len(library.tables().statements)
        library.add([("new", "Marta Ruiz said the port was closed. She said the cranes had stopped.")])
        said = library.tables().validate().statements
        assert said["negated"].tolist() == [False] * (old + 2)
        assert said["speaker_evidence"].isna().tolist() == [True] * old + [False] * 2
        question = "select speaker_evidence, negated from statements where article_id = ? order by statement_id"
        assert library.query(question, ["new"]).to_numpy().tolist() == [["name", False], ["pronoun", False]]


def test_what_people_said_is_there(path: Path) -> None:
    with Library(path) as library:
        log = library.annotations()
        assert [(one.verdict, one.who) for one in log if isinstance(one, Correction)] == [
            ("changed", "Kim"),
            ("right", "Kim"),
            ("wrong", "Lou"),
            ("withdrawn", "Lou"),
        ]
        assert merges_of(log) == {("", "m-sand"): "mira-sand", ("calm", "ann-reed"): "ann-reed~poet"}
        assert len(in_force(log, ThemeOverride)) == 2
