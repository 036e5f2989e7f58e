"""What reading figures costs: parsing with and without it, in turn within one run, beside bare spaCy.

Usage: python benchmarks/figures.py FOLDER [--articles 40] [--runs 5]

FOLDER holds news articles as ``*.txt``. Prints the median ratio of the time with figures to the time without, and how
many sentences a second are parsed in all. Exits 1 where figures cost more than a tenth.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from onrecord import Article, parse_many, parser
from onrecord.nlp import pipeline
from onrecord.nlp.paragraphs import split_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 1.10


def main() -> int:
    """Measure, print a line a measure, and say whether figures cost too much."""
    parser = argparse.ArgumentParser(description="Measure what reading figures costs.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="news articles as *.txt")
    parser.add_argument("--articles", type=int, default=40, help="how many articles to parse (default: 40)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each kind, in turn (default: 5)")
    options = parser.parse_args()
    texts = [
        path.read_text(encoding="utf-8") for path in islice(sorted(options.folder.glob("*.txt")), options.articles)
    ]
    if not texts:
        print(f"{options.folder} holds no *.txt.", file=sys.stderr)
        return 1
    articles = [Article(text, str(number)) for number, text in enumerate(texts)]
    read = list(parse_many(articles))
    spent = [
        (seconds(articles, figures=True), seconds(articles, figures=False), bare(texts)) for _ in range(options.runs)
    ]
    ratio = statistics.median(with_them / without for with_them, without, _ in spent)
    rate = sum(len(tables.sentences) for tables in read) / statistics.median(entry[0] for entry in spent)
    print(f"{'articles':32} {len(articles):8,}")
    print(f"{'figures':32} {sum(len(tables.figures) for tables in read):8,}")
    print(f"{'with figures / without, median':32} {ratio:8.3f}")
    print(f"{'with figures / bare spaCy':32} {statistics.median(entry[0] / entry[2] for entry in spent):8.2f}")
    print(f"{'sentences a second':32} {rate:8.0f}")
    return int(ratio > MOST)


def seconds(articles: list[Article], *, figures: bool) -> float:
    """The time to parse ``articles``."""
    if figures:
        return timed(lambda: list(parse_many(articles)))
    with mock.patch.object(parser, "extract_figures", return_value=[]):
        return timed(lambda: list(parse_many(articles)))


def bare(texts: list[str]) -> float:
    """The time of spaCy alone on the same paragraphs."""
    parts = [text[part.start : part.end] for text in texts for part in split_paragraphs(text)]
    return timed(lambda: list(pipeline.load_pipeline().pipe(parts, batch_size=64)))


def timed(work: Callable[[], object]) -> float:
    """The seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
