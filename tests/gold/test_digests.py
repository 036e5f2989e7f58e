"""What On Record makes of the texts of this repository, to the last byte: ``digests.json``.

A change that means to change tables writes them anew, ``python benchmarks/digests.py --write tests/gold/digests.json``,
and says in the CHANGELOG which tables change and why.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import digests
import pytest

from onrecord import Tables, parse_many

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN = json.loads(Path(__file__).with_name("digests.json").read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("name", list(KNOWN))
def test_the_tables_are_the_same_as_before(name: str, parsed: Callable[[str], list[Tables]]) -> None:
    tables = digests.canonical(parsed(name))
    assert {table: hashlib.sha256(data).hexdigest()[:16] for table, data in tables.items()} == KNOWN[name]


def test_one_value_changed_changes_the_digest_of_its_table_alone() -> None:
    (tables,) = parse_many(digests.repository()["seed"])
    before = digests.canonical([tables])
    tables.figures.loc[0, "value"] = 1.5
    after = digests.canonical([tables])
    assert {table for table in before if before[table] != after[table]} == {"figures"}
