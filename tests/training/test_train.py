"""Training: gold in brat's form, labels, and the same model twice."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest

import brat
import train
from conditional_logit import learn
from onrecord.article import Article
from onrecord.nlp.pipeline import parse_document
from onrecord.statements import tagger
from onrecord.statements.bilstm_crf import Network
from onrecord.statements.clauses import find_reporting_clauses
from onrecord.statements.features import LABELS, build_token_table
from onrecord.statements.tagger import SLOTS
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from onrecord.nlp.document import Document
    from onrecord.statements.features import Vocabulary

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
    (found,) = brat.read_attributions(text)
    assert found == brat.Attribution((Span(0, 4),), (Span(5, 9),), (Span(10, 12), Span(20, 25)))


def test_of_several_annotators_the_first_is_taken(folder: Path) -> None:
    (folder / "attributions" / "0_second.ann").write_text("", encoding="utf-8")
    assert [len(found) for _, found in brat.read_folder(folder)] == [2, 1, 1, 1]


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"holds no text/\*\.txt"):
        list(brat.read_folder(tmp_path))


def test_every_token_has_its_label() -> None:
    text = TEXTS[0]
    document = parse_document(Article(text))
    table = build_token_table(document, [list(find_reporting_clauses(one)) for one in document.sentences])
    labels = [LABELS[label] for label in train.gold_labels(table, brat.read_attributions(GOLD[0]))]
    by_token = list(zip(table.lowers, labels, strict=True))
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


def train_at_random(data: Sequence[train.Example], known: Mapping[str, Vocabulary]) -> Network:
    """A network that has learned nothing, in place of one that needs PyTorch."""
    rng = np.random.default_rng(len(data))
    sizes = train.table_sizes(known)
    width, units, labels = sum(sizes[slot.table][1] for slot in SLOTS), 8, len(LABELS)
    shapes = {f"embed.{name}": size for name, size in sizes.items()} | {
        "input": (width, 8 * units), "recurrent": (2, units, 4 * units), "bias": (8 * units,),
        "output": (4 * units, labels), "output_bias": (labels,), "follow": (labels, labels), "first": (labels,),
    }  # fmt: skip
    return Network(SLOTS, {name: rng.standard_normal(shape) for name, shape in shapes.items()})


def articles_of(folder: Path) -> list[tuple[Document, list[brat.Attribution]]]:
    return [(parse_document(Article(text)), found) for text, found in brat.read_folder(folder)]


def test_the_same_data_give_the_same_bytes(folder: Path) -> None:
    articles = articles_of(folder)
    first, second = (train.train(articles, train_at_random) for _ in range(2))
    assert train.model_bytes(first.model) == train.model_bytes(second.model)
    assert train.parts_bytes(first.parts) == train.parts_bytes(second.parts)


def test_the_reranker_learns_again_and_all_else_stays(folder: Path, tmp_path: Path) -> None:
    trained = train.train(articles_of(folder), train_at_random)
    model, parts = tmp_path / "model.npz", tmp_path / "parts.npz"
    forgetful = dataclasses.replace(trained.model, reranker={"none": 0.0})
    model.write_bytes(train.model_bytes(forgetful))
    parts.write_bytes(train.parts_bytes(trained.parts))
    again = train.train_reranker_again(articles_of(folder), train.read_training(model, parts))
    assert again.reranker.keys() == trained.model.reranker.keys()
    for kind, weights in trained.model.linker.weights.items():
        assert again.linker.weights[kind] == pytest.approx(weights)
    before = trained.model.network.weights
    assert all(value == pytest.approx(before[name], abs=1e-2) for name, value in again.network.weights.items())


def test_learning_again_needs_a_training_before(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="parts"):
        train.read_parts(tmp_path / "parts.npz")


def test_choices_are_learned_from_what_describes_them() -> None:
    groups = [([["near", "noun"], ["far", "noun"]], 0), ([["far", "noun"], ["near", "verb"]], 1)] * 5
    weights = learn(groups)
    assert weights["near"] > 1 > -1 > weights["far"]
    assert weights == learn(groups)


def test_the_packaged_model_is_the_same_after_a_round_trip() -> None:
    packaged = tagger.load_tagger()
    assert packaged is not None
    data = train.model_bytes(packaged)
    assert train.model_bytes(tagger.Tagger.from_bytes(data)) == data
