"""How well themes are learned from hand coding: TF-IDF alone and with static embeddings, in five folds.

Usage: python benchmarks/learning.py FILE.csv [--codebook FILE.toml]

FILE has a column ``text`` and a column a theme, whose cells are 1 or 0; themes with fewer than 40 texts are left out.
With a codebook whose theme ids are the columns' names, its terms are scored on the same texts. Prints macro-F1.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from onrecord import Article, Codebook
from onrecord.parser import parse_with_words
from onrecord.suggest.classifier import compute_f1, cross_validate, explain_shortage


def main() -> int:
    """Measure and print a line a theme and a line a method."""
    parser = argparse.ArgumentParser(description="Measure how well themes are learned from hand coding.")
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a CSV with a column text and a column of 1 and 0 a theme"
    )
    parser.add_argument("--codebook", type=Path, metavar="FILE", help="score its terms, too (.toml)")
    options = parser.parse_args()
    table = pd.read_csv(options.file)
    texts = table["text"].fillna("").astype(str).tolist()
    found = matched(texts, options.codebook) if options.codebook else {}
    scores: dict[str, list[float]] = {"keywords": [], "TF-IDF": [], "TF-IDF and embeddings": []}
    for theme in table.columns.drop("text"):
        truth = table[theme].fillna(0).astype(int).astype(bool).to_numpy()
        if explain_shortage(truth.tolist()):
            print(f"{theme:40} left out: {explain_shortage(truth.tolist())}")
            continue
        scores["TF-IDF"].append(compute_f1(truth, cross_validate(texts, truth, vectors=False)))
        scores["TF-IDF and embeddings"].append(compute_f1(truth, cross_validate(texts, truth)))
        if theme in found:
            scores["keywords"].append(compute_f1(truth, found[theme]))
        print(f"{theme:40} {truth.sum():6,} texts  " + "  ".join(f"{held[-1]:.3f}" for held in scores.values() if held))
    for method, held in scores.items():
        if held:
            print(f"macro-F1, {method:30} {statistics.mean(held):.3f} of {len(held)} themes")
    return 0 if any(scores.values()) else 1


def matched(texts: list[str], path: Path) -> dict[str, np.ndarray]:
    """Whether a codebook's terms find each of its themes in each text."""
    book = Codebook.from_toml(path.read_text(encoding="utf-8"))
    found = {theme.id: np.zeros(len(texts), dtype=bool) for theme in book.themes}
    articles = [Article(text, str(number)) for number, text in enumerate(texts)]
    for number, (tables, _) in enumerate(parse_with_words(articles, codebook=book)):
        for theme in set(tables.theme_mentions["theme_id"]):
            found[theme][number] = True
    return found


if __name__ == "__main__":
    sys.exit(main())
