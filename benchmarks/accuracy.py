"""How right the statements and figures are, on texts that were annotated by hand.

Usage: python benchmarks/accuracy.py SCORERS_DIR GOLD_DIR [--part dev]

SCORERS_DIR holds the pairs of scripts ``run_statements.py`` and ``score_statements.py``, ``run_figures.py`` and
``score_figures.py``: the first of a pair writes what On Record finds, the second holds it against the gold. GOLD_DIR
holds statements as ``<corpus>/<part>/`` with ``text/*.txt`` and ``attributions/*.ann`` (the form of PolNeAR: Newell,
Margolin and Ruths 2018), and figures as ``<corpus>_<part>.jsonl``. Neither is part of the project: the articles are
their publishers'. Prints precision, recall and F1, in percent; exits 1 where a script fails or nothing is found.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

MEASURES = {
    "statements": ("statement/all", "statement/direct", "statement/indirect", "content/span/all", "content/token/all"),
    "figures": ("value", "value+unit", "value+change", "value+concept"),
}
_LINE = re.compile(r"\s*(\S+)\s+P\s+([\d.]+)\s+R\s+([\d.]+)\s+F1\s+([\d.]+)")


def main() -> int:
    """Score every gold set there is and print one table."""
    parser = argparse.ArgumentParser(description="Score statements and figures against hand-made gold.")
    parser.add_argument("scorers", type=Path, metavar="SCORERS_DIR")
    parser.add_argument("gold", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--part", default="dev", help="the part of each corpus to use (default: dev)")
    options = parser.parse_args()
    sets = gold_sets(options.gold, options.part)
    if not sets:
        print(f"{options.gold} holds no gold for the part {options.part!r}.", file=sys.stderr)
        return 1
    print(f"{'corpus':16} {'measure':22} {'P':>6} {'R':>6} {'F1':>6}")
    for name, kind, path in sets:
        try:
            scores = score(options.scorers, kind, path)
        except subprocess.CalledProcessError as error:
            print(f"{error.cmd[1]} failed on {path}:\n{error.stderr}", file=sys.stderr)
            return 1
        for measure in MEASURES[kind]:
            precision, recall, f1 = scores[measure]
            print(f"{name:16} {measure:22} {precision:>6} {recall:>6} {f1:>6}")
    return 0


def gold_sets(folder: Path, part: str) -> list[tuple[str, str, Path]]:
    """Each gold set's name, kind (a key of ``MEASURES``) and place."""
    statements = [
        (path.parent.name, "statements", path) for path in sorted(folder.glob(f"*/{part}")) if (path / "text").is_dir()
    ]
    ending = f"_{part}.jsonl"
    figures = [(path.name.removesuffix(ending), "figures", path) for path in sorted(folder.glob(f"*{ending}"))]
    return statements + figures


def score(scorers: Path, kind: str, gold: Path) -> dict[str, tuple[str, str, str]]:
    """Precision, recall and F1 by measure. Raises ``subprocess.CalledProcessError`` where a script fails."""
    with tempfile.TemporaryDirectory() as folder:
        found = str(Path(folder) / "found.jsonl")
        run(scorers / f"run_{kind}.py", str(gold), found)
        printed = run(scorers / f"score_{kind}.py", str(gold), found)
    return {match[1]: (match[2], match[3], match[4]) for match in map(_LINE.match, printed.splitlines()) if match}


def run(script: Path, *arguments: str) -> str:
    """What ``script`` prints."""
    command = [sys.executable, str(script), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
