"""Training: gold in brat's form, labels, and the same model twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from onrecord.article import paragraphs
from onrecord.nlp import pipeline
from onrecord.statements import clauses, train
from onrecord.statements.features import LABELS, build_token_table
from onrecord.types import Span

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = (
    "Lena Ortiz said the ferries would stay. “We need them,” she added.",
    "The court ruled that the sale was unlawful.",
    "Tomas Berg warned that the mine would close.",
    "Critics said the plan was too dear. Anna Holt denied it.",
)


def annotated(text: str, *triples: tuple[str, str, str]) -> str:
    """The brat annotation of (source, cue, content) triples, each found at its first place in the text."""
    lines, number = [], 0
    for event, triple in enumerate(triples, 1):
        roles = []
        for role, words in zip(("Source", "Cue", "Content"), triple, strict=True):
            number += 1
            start = text.index(words)
            lines.append(f"T{number}\t{role} {start} {start + len(words)}\t{words}")
            roles.append(f"{role}:T{number}")
        lines.append(f"E{event}\t{roles[1]} {roles[0]} {roles[2]}")
    return "\n".join(lines)


GOLD = (
    annotated(TEXTS[0], ("Lena Ortiz", "said", "the ferries would stay"), ("she", "added", "We need them")),
    annotated(TEXTS[1], ("The court", "ruled", "the sale was unlawful")),
    annotated(TEXTS[2], ("Tomas Berg", "warned", "the mine would close")),
    annotated(TEXTS[3], ("Critics", "said", "the plan was too dear")),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    for number, (text, gold) in enumerate(zip(TEXTS, GOLD, strict=True)):
        (tmp_path / "text" / f"{number}.txt").write_text(text, encoding="utf-8")
        (tmp_path / "attributions" / f"{number}_first.ann").write_text(gold, encoding="utf-8")
    return tmp_path


def test_attributions_are_read_with_all_their_parts() -> None:
    text = "T1\tSource 0 4\tLena\nT2\tContent 10 12;20 25\t…\nT3\tCue 5 9\tsaid\nE1\tCue:T3 Source:T1 Content:T2\n"
    text += "E2\tCue:T3"
    (found,) = train.read_attributions(text)
    assert found == train.Attribution((Span(0, 4),), (Span(5, 9),), (Span(10, 12), Span(20, 25)))


def test_of_several_annotators_the_first_is_taken(folder: Path) -> None:
    (folder / "attributions" / "0_second.ann").write_text("", encoding="utf-8")
    assert [len(found) for _, found in train.read_folder(folder)] == [2, 1, 1, 1]


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"holds no text/\*\.txt"):
        list(train.read_folder(tmp_path))


def test_every_token_has_its_label() -> None:
    text = TEXTS[0]
    (sentences,) = pipeline.parse_sentences([(text, paragraphs(text))])
    grid = build_token_table(text, sentences, [list(clauses.reporting_clauses(sentence)) for sentence in sentences])
    labels = [LABELS[label] for label in train.gold_labels(grid, train.read_attributions(GOLD[0]))]
    by_token = list(zip(grid.lowers, labels, strict=True))
    assert by_token[:7] == [
        ("lena", "B-source"),
        ("ortiz", "I-source"),
        ("said", "B-cue"),
        ("the", "B-content"),
        ("ferries", "I-content"),
        ("would", "I-content"),
        ("stay", "I-content"),
    ]
    assert ("she", "B-source") in by_token


def test_the_same_data_give_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "UNITS", 8)
    monkeypatch.setattr(train, "ROUNDS", 2)
    gold = list(train.read_folder(folder))

    def trained() -> bytes:
        analysed = pipeline.parse_sentences((text, paragraphs(text)) for text, _ in gold)
        articles = [(text, sentences, found) for (text, found), sentences in zip(gold, analysed, strict=True)]
        return train.train(articles).to_bytes()

    assert trained() == trained()


def test_what_is_learned_is_what_was_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "_FEWEST", dict.fromkeys(train._FEWEST, 1))
    gold = list(train.read_folder(folder))
    analysed = pipeline.parse_sentences((text, paragraphs(text)) for text, _ in gold)
    articles = [(text, sentences, found) for (text, found), sentences in zip(gold, analysed, strict=True)]
    laid = list(train.lay_out_all(articles))
    known = train.vocabularies([grid for grid, _, _ in laid])
    data = train.prepare(laid, known)
    network = train.train_network(data, known, rounds=150)
    for example in data:
        scores = network.scores(example.features, example.grid.heads, example.packing)
        assert np.mean(scores.argmax(1) == example.labels) > 0.9
