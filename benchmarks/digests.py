"""One digest a table, of what On Record makes of many texts: a change that should change nothing shows here.

Usage: python benchmarks/digests.py [FOLDER …] [--compare FILE] [--write FILE] [--tables DIR] [--processes N]
                                    [--batch-size N]

Parses the texts of this repository (the example article, the constructions of ``tests/statements`` and the sentences
of ``tests/gold/figures.toml``) and every ``*.txt`` below each FOLDER, and prints a SHA-256 a table for each collection.
``--compare`` holds them against a file that ``--write`` made, and exits 1 where they differ; ``--tables`` keeps the
canonical bytes, so that two of them can be compared line by line.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import onrecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord import Tables

ROOT = Path(__file__).resolve().parents[1]
TABLES = ("articles", "sentences", "speakers", "mentions", "statements", "themes", "theme_mentions", "figures")
ADDED: frozenset[str] = frozenset()
"""Columns that came after the digests were first written, and stand in none of them."""


def repository() -> dict[str, list[tuple[str, str]]]:
    """The texts of this repository: pairs of id and text by the collection's name."""
    seed = ROOT / "seeds" / "shanghai-forum-2025.txt"
    gold = tomllib.loads((ROOT / "tests" / "gold" / "figures.toml").read_text(encoding="utf-8"))
    claimed = tomllib.loads((ROOT / "tests" / "statements" / "constructions.toml").read_text(encoding="utf-8"))
    return {
        "seed": [("seed", seed.read_text(encoding="utf-8"))],
        "constructions": [(f"c{i}", entry["text"]) for i, entry in enumerate(claimed["construction"])],
        "figures": [(f"f{i}", entry["text"]) for i, entry in enumerate(gold["sentence"])],
    }


def below(folder: Path) -> list[tuple[str, str]]:
    """The text files below ``folder``, by name."""
    return [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.txt"))]


def canonical(tables: Iterable[Tables]) -> dict[str, bytes]:
    """The rows of each table as lines of JSON: the same for the same values, however a column holds them."""
    lines: dict[str, list[str]] = {table: [] for table in TABLES}
    for one in tables:
        for table in TABLES:
            frame = getattr(one, table)
            names = [name for name in frame.columns if name not in ADDED]
            for row in frame[names].itertuples(index=False, name=None):
                values = dict(zip(names, map(plain, row), strict=True))
                lines[table].append(json.dumps(values, ensure_ascii=False))
    return {table: "".join(f"{line}\n" for line in rows).encode() for table, rows in lines.items()}


def plain(value: Any) -> Any:
    """A cell as JSON has it. Lists of spans and their JSON are the same."""
    if isinstance(value, str):
        return value
    if hasattr(value, "__len__"):
        return json.dumps([[int(start), int(end)] for start, end in value])
    if pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and math.isfinite(value) and value == int(value) else value


def digests(collections: dict[str, list[tuple[str, str]]], **options: Any) -> Iterator[tuple[str, dict[str, bytes]]]:
    """The canonical bytes of each collection's tables."""
    for name, texts in collections.items():
        yield name, canonical(onrecord.parse_many(texts, **options))


def main() -> int:
    """Print the digests; compare, write and keep as asked."""
    parser = argparse.ArgumentParser(description="One digest a table, of what On Record makes of many texts.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--compare", type=Path, metavar="FILE")
    parser.add_argument("--write", type=Path, metavar="FILE")
    parser.add_argument("--tables", type=Path, metavar="DIR")
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    collections = repository() | {folder.name: below(folder) for folder in options.folders}
    found: dict[str, dict[str, str]] = {}
    for name, tables in digests(collections, processes=options.processes):
        found[name] = {table: hashlib.sha256(data).hexdigest()[:16] for table, data in tables.items()}
        print(f"{name:16}", " ".join(f"{table} {digest}" for table, digest in found[name].items()), flush=True)
        if options.tables:
            options.tables.mkdir(parents=True, exist_ok=True)
            for table, data in tables.items():
                (options.tables / f"{name}-{table}.jsonl").write_bytes(data)
    if options.write:
        options.write.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if not options.compare:
        return 0
    known = json.loads(options.compare.read_text(encoding="utf-8"))
    changed = [
        f"{name}/{table}"
        for name, tables in found.items()
        for table, digest in tables.items()
        if digest != known.get(name, {}).get(table)
    ]
    print("the same as before" if not changed else f"CHANGED: {', '.join(changed)}")
    return bool(changed)


if __name__ == "__main__":
    sys.exit(main())
