"""How long it takes to code articles anew after an edit of the codebook, and what many terms cost.

Usage: python benchmarks/themes.py FOLDER [--sentences 100000] [--articles 200]

FOLDER holds text files, one article each. The articles are parsed once; their tables are then repeated under new ids
until they hold the sentences that are asked for.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from onrecord import Article, Codebook, Tables
from onrecord.codebook import Theme, Words, recode
from onrecord.parser import parse_with_words

RUNS = 5
TERMS = (100, 10_000)


def main() -> None:
    """Measure and print a line a measure."""
    parser = argparse.ArgumentParser(description="Measure how long it takes to code articles anew.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="text files, one article each")
    parser.add_argument("--sentences", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=200, help="articles to parse (default: 200)")
    options = parser.parse_args()
    files = sorted(options.folder.rglob("*.txt"))[: options.articles]
    articles = [Article(file.read_text(encoding="utf-8"), f"a{n}") for n, file in enumerate(files)]
    tables, words = repeated(list(parse_with_words(articles)), options.sentences)
    print(f"{len(tables.sentences):,} sentences, {len(words):,} words, {len(words.vocabulary):,} different")
    book = Codebook.default()
    first = seconds(tables, words, book, fresh=True)
    print(f"{'first coding, with the keys of every word':44} {first:8.2f} s")
    edited = [replace(book, themes=(*book.themes[1:], book.themes[0]), version=str(run)) for run in range(RUNS)]
    again = [seconds(tables, words, changed) for changed in edited]
    print(f"{'coding after an edit, median':44} {statistics.median(again):8.2f} s   {len(book.themes)} themes")
    few, many = ([matching(words, invented(words, size, run)) for run in range(RUNS)] for size in TERMS)
    ratio = statistics.median(found for found, _ in many) / statistics.median(found for found, _ in few)
    print(f"{f'matching {TERMS[1]:,} rare terms / {TERMS[0]}, medians':44} {ratio:8.2f}")
    print(f"{f'reading {TERMS[1]:,} terms that are new':44} {statistics.median(built for _, built in many):8.2f} s")


def repeated(parsed: list[tuple[Tables, Words]], sentences: int) -> tuple[Tables, Words]:
    """The articles over and over, until they hold so many sentences."""
    parts, held = [], 0
    for number in count():
        tables, words = parsed[number % len(parsed)]
        article_id = f"{words.articles[0]}-{number}"
        frames = {name: frame for name, frame in tables if "article_id" in frame and name != "themes"}
        renamed = {name: frame.assign(article_id=article_id) for name, frame in frames.items()}
        parts.append((replace(tables, **renamed), replace(words, articles=(article_id,))))
        held += len(tables.sentences)
        if held >= sentences:
            break
    return Tables.concat(part for part, _ in parts), Words.concat(part for _, part in parts)


def invented(words: Words, size: int, seed: int) -> Codebook:
    """A codebook of ``size`` terms: a hundred words that the texts hold, the same for each size, then rare pairs."""
    chosen = random.Random(seed)
    known = sorted({lemma for text, lemma in words.vocabulary if text.isalpha() and len(text) > 3})
    held = chosen.sample(known, TERMS[0])
    pairs = (f"{chosen.choice(known)} {chosen.choice(known)}" for _ in count())
    terms = tuple(islice(dict.fromkeys([*held, *islice(pairs, 2 * size)]), size))
    return Codebook("invented", str(seed), "Invented", (Theme("invented", "Invented", terms),))


def seconds(tables: Tables, words: Words, book: Codebook, *, fresh: bool = False) -> float:
    """The time of one coding; the matcher is built anew, the words' keys only if ``fresh``."""
    if fresh:
        words = replace(words)
    book = replace(book)
    begun = time.perf_counter()
    recode(tables, words, book)
    return time.perf_counter() - begun


def matching(words: Words, book: Codebook) -> tuple[float, float]:
    """The time to find the places of ``book``, and before that the time to read its terms."""
    begun = time.perf_counter()
    matcher = book.matcher
    built = time.perf_counter()
    matcher.find(words)
    return time.perf_counter() - built, built - begun


if __name__ == "__main__":
    main()
