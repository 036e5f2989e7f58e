"""What a collection costs: parsing against bare spaCy, and two processes against one.

Usage: python benchmarks/scaling.py FOLDER [--articles 200] [--runs 3]

FOLDER holds ``*.txt``. Seconds depend on the machine; the two ratios do not much: ``parse_many`` and ``nlp.pipe`` with
the same components read the same paragraphs in turn, and so do one process and two. Says whether one process and two
give the same tables, byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import time
from pathlib import Path

from onrecord import Article, Tables, parse_many
from onrecord.nlp import pipeline
from onrecord.nlp.paragraphs import split_paragraphs


def main() -> int:
    """Measure and print; exits 1 where two processes give other tables than one."""
    parser = argparse.ArgumentParser(description="Measure what parsing a collection costs.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=200, help="how many of them (default: 200)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, in turn (default: 3)")
    options = parser.parse_args()
    paths = sorted(options.folder.glob("*.txt"))[: options.articles]
    if not paths:
        print(f"{options.folder} holds no *.txt.", file=sys.stderr)
        return 2
    articles = [Article.from_bytes(path.read_bytes(), article_id=path.stem) for path in paths]
    parts = [paragraph.span.of(one.text) for one in articles for paragraph in split_paragraphs(one.text)]
    words = sum(len(one.text.split()) for one in articles)
    print(f"{len(articles)} articles, {words:,} words")
    nlp = pipeline.load_pipeline()
    bare: list[float] = []
    ours: dict[int, list[float]] = {1: [], 2: []}
    digests: dict[int, str] = {}
    for _ in range(options.runs):
        started = time.perf_counter()
        for _doc in nlp.pipe(parts, batch_size=64):
            pass
        bare.append(time.perf_counter() - started)
        for processes in ours:
            started = time.perf_counter()
            found = list(parse_many(articles, processes=processes))
            ours[processes].append(time.perf_counter() - started)
            digests[processes] = digest(found)
    one, two = (statistics.median(ours[processes]) for processes in (1, 2))
    plain = statistics.median(bare)
    print(f"bare nlp.pipe          {plain:7.1f} s   {words / plain:7.0f} words/s")
    print(f"parse_many             {one:7.1f} s   {words / one:7.0f} words/s")
    print(f"parse_many, 2 processes{two:7.1f} s   {words / two:7.0f} words/s")
    print(f"parse_many / bare {one / plain:.2f}; two processes / one {one / two:.2f} times the rate")
    same = digests[1] == digests[2]
    print("the same tables, byte for byte" if same else "THE TABLES DIFFER")
    return 0 if same else 1


def digest(found: list[Tables]) -> str:
    """A fingerprint of all tables as CSV."""
    out = hashlib.sha256()
    for tables in found:
        for _, frame in tables:
            out.update(frame.to_csv(index=False).encode())
    return out.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
