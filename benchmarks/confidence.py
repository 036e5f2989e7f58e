"""How far to trust ``confidence``: of statements with about a confidence, how many have the right words and speaker.

Usage: python benchmarks/confidence.py SCORERS_DIR GOLD_DIR... [--polnear GOLD_DIR] [--write]

SCORERS_DIR holds ``score_newsroom.py``; each GOLD_DIR holds whole articles that were read by hand, ``NAME.txt`` and
``NAME.json``. What such gold leaves open (``optional``) counts for nothing. The table is made twice: with the numbers
in ``data/confidence.toml``, and cross-validated, where those that judge an article were fitted to the others. With
``--polnear`` as many statements of PolNeAR count, weighted, towards whether words are right. ``--write`` fits the
numbers to all and writes the file.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from statements import HALF, Item, has_source, load, matches

from onrecord.article import Article
from onrecord.nlp.pipeline import parse_documents
from onrecord.speakers.confidence import Calibration, find_logit, load_calibration
from onrecord.speakers.resolve import resolve_speakers
from onrecord.statements.extract import extract_statements
from onrecord.types import SpeakerEvidence, SpeakerKind

sys.path.append(str(Path(__file__).parents[1] / "training"))
from brat import read_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    import numpy.typing as npt


FILE = Path(__file__).parents[1] / "src" / "onrecord" / "data" / "confidence.toml"
EVIDENCE, KINDS = get_args(SpeakerEvidence), get_args(SpeakerKind)
METHODS = ("rule", "model")
BOUNDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
RIDGE = 1.0
"""How many statements the belief weighs that nothing changes what the finder says."""


@dataclass(frozen=True)
class Judged:
    """A statement that was found, what is known of it, and whether its words and its speaker are right."""

    article: str
    probability: float
    method: str
    kind: str | None
    evidence: str | None
    certainty: float
    words: bool
    speaker: bool
    weight: float = 1.0


def main() -> int:
    """Judge, fit and print."""
    parser = argparse.ArgumentParser(description="Say how far to trust confidence.")
    parser.add_argument("scorers", type=Path, metavar="SCORERS_DIR")
    parser.add_argument("gold", type=Path, nargs="+", metavar="GOLD_DIR")
    parser.add_argument("--polnear", type=Path, help="text/*.txt and attributions/*.ann, for whether words are right")
    parser.add_argument("--write", action="store_true", help=f"fit the numbers to all and write {FILE.name}")
    options = parser.parse_args()
    scorer = load(options.scorers / "score_newsroom.py")
    judged = [one for folder in options.gold for one in judge_newsroom(scorer, folder)]
    more = weigh(list(judge_polnear(options.polnear)), len(judged)) if options.polnear else []
    print_table("as it is", judged, [find_confidence(load_calibration(), one) for one in judged])
    articles = sorted({one.article for one in judged})
    fitted = {name: fit([one for one in judged if one.article != name] + more) for name in articles}
    print_table("cross-validated", judged, [find_confidence(fitted[one.article], one) for one in judged])
    if options.write:
        write(fit(judged + more))
    return 0


def judge_newsroom(scorer: ModuleType, folder: Path) -> Iterator[Judged]:
    """The statements that are found in articles read by hand."""
    articles, _ = scorer.load(folder)
    documents = parse_documents(Article(text) for _, text, _ in articles)
    for (name, text, gold), document in zip(articles, documents, strict=True):
        statements = extract_statements(document)
        resolved = resolve_speakers(document, statements)
        speakers = {speaker.speaker_id: speaker for speaker in resolved.speakers}
        people = {speaker["id"]: speaker for speaker in gold["speakers"]}
        met = match(
            [scorer.tokens_in(text, one.spans) for one in statements],
            [scorer.tokens_in(text, one["spans"]) for one in gold["statements"]],
        )
        for number, statement in enumerate(statements):
            wanted: dict[str, Any] | None = gold["statements"][met[number]] if number in met else None
            if wanted is None or not wanted.get("optional"):
                speaker = speakers.get(resolved.speaker_of[number] or "")
                said_by = wanted and speaker and scorer.same_name(speaker.name, people[wanted["speaker"]])
                yield Judged(
                    name, statement.confidence, statement.method, speaker.kind if speaker else None,
                    resolved.evidence_of[number], resolved.certainty_of[number], wanted is not None, bool(said_by),
                )  # fmt: skip


def match(ours: Sequence[set[int]], gold: Sequence[set[int]]) -> dict[int, int]:
    """Which of the gold's contents each of ours is: those that agree most first, by half of their words at least."""
    pairs = ((len(a & b) / len(a | b), i, j) for i, a in enumerate(ours) for j, b in enumerate(gold) if a & b)
    met: dict[int, int] = {}
    for share, i, j in sorted(pairs, reverse=True):
        if share >= HALF and i not in met and j not in met.values():
            met[i] = j
    return met


def judge_polnear(folder: Path) -> Iterator[Judged]:
    """The statements that are found in PolNeAR's articles, whose speakers are not known there."""
    articles = list(read_folder(folder))
    documents = parse_documents(Article(text) for text, _ in articles)
    for number, ((_, gold), document) in enumerate(zip(articles, documents, strict=True)):
        item = Item(str(number), gold, document)
        for statement in extract_statements(document):
            share, found = matches(item, statement)
            right = found is not None and share >= HALF and has_source(statement, found)
            yield Judged(item.stem, statement.confidence, statement.method, None, None, 1.0, right, speaker=False)


def weigh(judged: Sequence[Judged], total: float) -> list[Judged]:
    """Statements with weights that add up to a total."""
    return [Judged(**{**asdict(one), "weight": total / len(judged)}) for one in judged]


def fit(judged: Sequence[Judged]) -> Calibration:
    """The numbers that make what was judged likeliest."""
    known = [one for one in judged if one.words and one.kind is not None]
    words = fit_logistic(
        [[*(one.method == name for name in METHODS), find_logit(one.probability)] for one in judged],
        [one.words for one in judged], [one.weight for one in judged], before=(0, 0, 1), slopes=1,
    )  # fmt: skip
    starts = len(EVIDENCE) + len(KINDS)
    speaker = fit_logistic(
        [
            [
                *(one.evidence == name for name in EVIDENCE), *(one.kind == name for name in KINDS),
                find_logit(one.certainty), find_logit(one.probability),
            ]
            for one in known
        ],
        [one.speaker for one in known], [one.weight for one in known], before=(*(0,) * starts, 1, 0), slopes=2,
    )  # fmt: skip
    return Calibration(
        found_by=dict(zip(METHODS, words, strict=False)),
        of_words=words[-1],
        evidence=dict(zip(EVIDENCE, speaker, strict=False)),
        kind=dict(zip(KINDS, speaker[len(EVIDENCE) :], strict=False)),
        of_certainty=speaker[-2],
        of_words_for_speaker=speaker[-1],
    )


def fit_logistic(
    rows: Sequence[Sequence[float]],
    right: Sequence[bool],
    weights: Sequence[float],
    *,
    before: Sequence[float],
    slopes: int,
) -> list[float]:
    """Logistic regression by Newton's method, held to ``before`` by a ridge; the last ``slopes`` stay above 0."""
    x, y, weight = (np.array(values, np.float64) for values in (rows, right, weights))
    start = np.array(before, np.float64)

    def cost(beta: npt.NDArray[np.float64]) -> float:
        scores = x @ beta
        misses = weight @ (np.logaddexp(0, scores) - y * scores)
        return float(misses + RIDGE / 2 * ((beta - start) ** 2).sum())

    beta = start.copy()
    for _ in range(50):
        chances = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (weight * (y - chances)) - RIDGE * (beta - start)
        curve = x.T * (weight * chances * (1 - chances)) @ x + RIDGE * np.eye(len(beta))
        step = np.linalg.solve(curve, gradient)
        for _ in range(20):  # half as far until it is no step back
            tried = beta + step
            tried[-slopes:] = np.maximum(tried[-slopes:], 0)
            if cost(tried) <= cost(beta):
                beta = tried
                break
            step /= 2
    return [round(float(value), 2) for value in beta]


def find_confidence(calibration: Calibration, one: Judged) -> float:
    """As ``onrecord.speakers.confidence`` finds it."""
    words = calibration.words(one.probability, one.method)
    if one.kind is None:
        return words
    return words * calibration.speaker(one.probability, one.kind, one.evidence, one.certainty)


def print_table(name: str, judged: Sequence[Judged], confidence: Sequence[float]) -> None:
    """Statements by their confidence, and what is wrong with those that are not right."""
    columns = {"statements": 12, "mean": 8, "right": 8, "wrong speaker": 15, "no speaker": 12, "no statement": 14}
    print(f"\n{name:16}" + "".join(f"{column:>{width}}" for column, width in columns.items()))
    pairs = list(zip(confidence, judged, strict=True))
    for low, high in pairwise(BOUNDS):
        print_row(f"{low:.2f} to {min(high, 1):.2f}", [pair for pair in pairs if low <= round(pair[0], 2) < high])
    print_row("0.90 and above", [pair for pair in pairs if round(pair[0], 2) >= 0.9])


def print_row(name: str, pairs: Sequence[tuple[float, Judged]]) -> None:
    """One row of the table."""
    if pairs:
        verdicts = Counter(
            "no statement" if not one.words else "right" if one.speaker else "wrong" if one.kind else "nobody"
            for _, one in pairs
        )
        count = len(pairs)
        shares = [verdicts[verdict] / count for verdict in ("right", "wrong", "nobody", "no statement")]
        mean = sum(value for value, _ in pairs) / count
        print(f"{name:16}{count:12}{mean:8.2f}{shares[0]:8.3f}{shares[1]:15.3f}{shares[2]:12.3f}{shares[3]:14.3f}")


def write(calibration: Calibration) -> None:
    """Write the numbers for the package."""
    lines = ["# How far to trust what was found: see speakers/confidence.py. Fitted by benchmarks/confidence.py."]
    lines += [f"{name} = {value}" for name, value in asdict(calibration).items() if isinstance(value, float)]
    for name, values in asdict(calibration).items():
        if isinstance(values, dict):
            lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in values.items())]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
