"""The constructions that On Record claims to understand, each an article of its own.

``constructions.toml`` has them all but whose a quotation is: that is in ``quotations.toml``.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from onrecord import parse

ENTRIES: list[dict[str, Any]] = [
    entry
    for name in ("constructions.toml", "quotations.toml")
    for entry in tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["construction"]
]
FEWEST = 150
SAME_WORDS = 0.8


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def bare(name: str) -> str:
    """A name without the article before it, which tables leave out."""
    return re.sub(r"^(the|an?) ", "", name.casefold())


def overlap(ours: str, theirs: str) -> float:
    return len(words(ours) & words(theirs)) / max(len(words(ours) | words(theirs)), 1)


def shown(text: str) -> list[dict[str, str]]:
    """The statements of a text with their speakers' names."""
    tables = parse(text)
    names = {
        row.speaker_id: "" if row.kind == "unnamed" and row.speaker_id.startswith("source-not-stated") else row.name
        for row in tables.speakers.itertuples()
    }
    return [
        {
            "speaker": names.get(row["speaker_id"], ""),
            "cue": "" if pd.isna(row["cue"]) else row["cue"],
            "content": row["text"],
            "kind": row["kind"],
        }
        for row in tables.statements.to_dict("records")
    ]


def marked(entry: dict[str, Any]) -> Any:
    gap = entry.get("gap")
    return pytest.param(entry, id=entry["name"], marks=[pytest.mark.xfail(reason=gap, strict=True)] if gap else [])


@pytest.mark.parametrize("entry", [marked(entry) for entry in ENTRIES])
def test_construction(entry: dict[str, Any]) -> None:
    found = shown(entry["text"])
    assert len(found) == len(entry["statements"]), found
    for statement, (speaker, cue, content, kind) in zip(found, entry["statements"], strict=True):
        assert bare(statement["speaker"]) == bare(speaker), statement
        assert statement["kind"] == kind, statement
        assert overlap(statement["content"], content) >= SAME_WORDS, statement
        assert words(cue) <= words(statement["cue"]) if cue else not statement["cue"], statement


def test_there_are_enough_and_few_gaps() -> None:
    names = [entry["name"] for entry in ENTRIES]
    assert len(names) >= FEWEST
    assert len(set(names)) == len(names)
    assert sum("gap" in entry for entry in ENTRIES) <= len(ENTRIES) // 10
