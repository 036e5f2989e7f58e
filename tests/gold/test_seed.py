"""The example article against its hand-made gold: who said what, on which themes, with which figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from onrecord import Tables, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
GOLD: dict[str, Any] = json.loads((HERE / "shanghai-forum-2025.json").read_text(encoding="utf-8"))
TEXT = (HERE.parents[1] / GOLD["doc"]["path"]).read_bytes().decode("utf-8")
PEOPLE = {person["id"]: person for person in GOLD["speakers"] if person["kind"] == "person"}
CORE = [statement for statement in GOLD["statements"] if statement["core"]]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return parse(TEXT)


@pytest.fixture(scope="module")
def matched(tables: Tables) -> dict[str, dict[str, Any]]:
    """The statement that fits each statement of the gold best, by its words."""
    found: dict[str, dict[str, Any]] = {}
    rows = tables.statements.to_dict("records")
    for statement in CORE:
        shapes = [_words([_span(statement[key])]) for key in ("content", "content_narrow") if key in statement]
        scored = [(max(_overlap(shape, _words(row["spans"])) for shape in shapes), row) for row in rows]
        best, row = max(scored, key=lambda entry: entry[0])
        if best >= 0.5:
            rows.remove(row)
            found[statement["id"]] = row
    return found


def _span(entry: dict[str, Any]) -> tuple[int, int]:
    return entry["start"], entry["end"]


def _words(spans: Iterable[Iterable[int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end) if TEXT[place].isalnum()}


def _overlap(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other)


def _plain(words: object) -> str | None:
    return " ".join(words.lower().removeprefix("the ").split()) if isinstance(words, str) else None


def _person(speaker: str | None) -> str | None:
    return PEOPLE[speaker]["name"] if speaker in PEOPLE else None


def _name(tables: Tables, speaker_id: object) -> str | None:
    rows = tables.speakers[(tables.speakers["speaker_id"] == speaker_id) & (tables.speakers["kind"] == "person")]
    return rows["name"].iloc[0] if len(rows) else None


def test_people_roles_and_bodies(tables: Tables) -> None:
    people = tables.speakers[tables.speakers["kind"] == "person"]
    columns = ["name", "role", "organisation", "parent_organisation"]
    found = [tuple(map(_plain, row)) for row in people[columns].itertuples(index=False)]
    gold = [
        tuple(
            map(
                _plain,
                (
                    person["name"],
                    person["role"].removeprefix("former "),
                    person["organisation"],
                    person["parent_organisation"],
                ),
            )
        )
        for person in PEOPLE.values()
    ]
    assert sorted(found, key=str) == sorted(gold, key=str)
    assert people["role_is_former"].tolist() == [not person["role_current"] for person in PEOPLE.values()]


def test_pronouns_are_stated_or_missing(tables: Tables) -> None:
    people = tables.speakers[tables.speakers["kind"] == "person"].set_index("name")["pronoun"]
    stated = {person["name"]: person["gender_stated"] for person in PEOPLE.values()}
    assert {name: people[name] if isinstance(people[name], str) else None for name in stated} == stated


def test_statements_and_their_speakers(tables: Tables, matched: dict[str, dict[str, Any]]) -> None:
    right = sum(
        _name(tables, matched[statement["id"]]["speaker_id"]) == _person(statement["speaker"])
        for statement in CORE
        if statement["id"] in matched
    )
    optional = [_words([_span(statement["content"])]) for statement in GOLD["statements"] if not statement["core"]]
    used = {row["statement_id"] for row in matched.values()}
    extra = [
        row
        for row in tables.statements.to_dict("records")
        if row["statement_id"] not in used and all(_overlap(_words(row["spans"]), shape) < 0.5 for shape in optional)
    ]
    assert 2 * right / (len(matched) + len(extra) + len(CORE)) >= 0.95


def test_kinds_of_statements(matched: dict[str, dict[str, Any]]) -> None:
    right = sum(row["kind"] == statement["type"] for statement in CORE if (row := matched.get(statement["id"])))
    assert right / len(matched) >= 0.95


def test_themes_of_statements(tables: Tables, matched: dict[str, dict[str, Any]]) -> None:
    held = tables.theme_mentions.dropna(subset="statement_id")
    hits = predicted = total = 0
    for statement in CORE:
        gold = {theme["theme"] for theme in statement["themes"]}
        row = matched.get(statement["id"])
        found = set(held.loc[held["statement_id"] == row["statement_id"], "theme_id"]) if row else set()
        hits, predicted, total = hits + len(gold & found), predicted + len(found), total + len(gold)
    assert 2 * hits / (predicted + total) >= 0.90


def test_figures(tables: Tables) -> None:
    found = [
        (row.value, row.comparator, _plain(row.unit), _plain(row.direction), _name(tables, row.speaker_id))
        for row in tables.figures.itertuples()
    ]
    gold = [
        (
            figure["value"],
            figure["comparator"],
            _plain(figure["unit"]),
            figure.get("direction"),
            _person(figure["speaker"]),
        )
        for figure in GOLD["figures"]
    ]
    assert found == gold
    for row, figure in zip(tables.figures.itertuples(), GOLD["figures"], strict=True):
        assert row.start <= figure["number"]["start"] < row.end


def test_every_row_reproduces_the_text(tables: Tables) -> None:
    for table in (tables.sentences, tables.mentions, tables.theme_mentions, tables.figures):
        assert [TEXT[start:end] for start, end in zip(table["start"], table["end"], strict=True)] == list(table["text"])
