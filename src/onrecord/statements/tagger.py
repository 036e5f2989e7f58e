"""The tagger: a learned model that marks the sources, cues and contents of an article, and links them.

The model is ``data/statement_model.npz``, arrays of numpy and nothing else. ``training/train.py`` makes it, and
docs/model-card.md says from what, how good it is and where it ends. Without the file the rules work alone.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from onrecord.statements.bilstm_crf import Network, Packing, Slot, compute_marginals, find_best_labels
from onrecord.statements.features import LABELS, Vocabulary, encode_features, find_paragraph_bounds
from onrecord.statements.linker import Link, Linker, Marking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from onrecord.statements.bilstm_crf import Floats, Ints
    from onrecord.statements.candidates import Candidate
    from onrecord.statements.features import TokenTable
    from onrecord.statements.linker import Stretch

MODEL = "statement_model.npz"
PROBABILITY_DECIMALS = 6
"""Enough to compare by, and few enough that a last bit, which differs between processors, decides nothing."""
_MIN_SEQUENCE = 160  # tokens: paragraphs are read together until there are so many
_MAX_SEQUENCE = 400  # tokens that are read together at most; a longer paragraph is cut between sentences
SLOTS = tuple(
    Slot(feature, table)
    for feature, table in (
        ("lemma", "lemma"), ("suffix", "suffix"), ("shape", "shape"), ("tag", "tag"), ("dep", "dep"),
        ("entity", "entity"), ("quote", "quote"), ("head lemma", "lemma"), ("head tag", "tag"),
        ("head place", "head place"), ("reporting lemma", "lemma"), ("reporting branch", "branch"),
        ("reporting depth", "depth"), ("sense", "sense"), ("clauses", "clauses"), ("opens", "opens"),
        ("rule", "rule"), ("outer", "construction"), ("inner", "construction"),
    )
)  # fmt: skip


class Tagging(NamedTuple):
    """What the tagger finds in an article: the probability of each label of each token, (tokens, labels), and links."""

    table: TokenTable
    probabilities: Floats
    links: list[Link]


@dataclass(frozen=True)
class Tagger:
    """The network, the vocabularies that number its features, and the weights of linker and reranker."""

    network: Network
    vocabularies: Mapping[str, Vocabulary]
    linker: Linker
    reranker: Mapping[str, float] = field(default_factory=dict)

    def tag(self, table: TokenTable, candidates: Sequence[Candidate]) -> Tagging:
        """Label and link an article, given what the rules found in it."""
        features = encode_features(table, candidates, self.vocabularies)
        packing = pack_sequences(table)
        return self.link(table, features["quote"], packing, self.network.score(features, table.heads, packing))

    def link(self, table: TokenTable, quoted: Ints, packing: Packing, scores: Floats) -> Tagging:
        """What scores of labels, (tokens, labels), mean."""
        follow, first = self.network.weights["follow"], self.network.weights["first"]
        probabilities = compute_marginals(scores, follow, first, packing)
        labels = find_best_labels(scores, follow, first, packing)
        links = self.linker.link(mark_stretches(table, quoted, labels))
        return Tagging(table, probabilities.round(PROBABILITY_DECIMALS), links)

    @classmethod
    def from_bytes(cls, data: bytes) -> Tagger:
        """The model from a file's bytes. Raises ``ValueError`` and ``KeyError`` for anything else."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            parts: dict[str, dict[str, npt.NDArray[np.generic]]] = {}
            for key in arrays.files:
                kind, _, name = key.partition("/")
                parts.setdefault(kind, {})[name] = arrays[key]
        linker = {
            name: dict(zip(_unpacked(words), parts["link weights"][name].tolist(), strict=True))
            for name, words in parts["links"].items()
        }
        vocabularies = {name: Vocabulary(_unpacked(words)) for name, words in parts["words"].items()}
        reranker = linker.pop("judge")
        return cls(Network(SLOTS, parts["weights"]), vocabularies, Linker(linker), reranker)  # type: ignore[arg-type]


def _unpacked(data: npt.NDArray[np.generic]) -> list[str]:
    text = data.tobytes().decode()
    return text.split("\n") if text else []


@cache
def load_tagger() -> Tagger | None:
    """The model that comes with the package, read once per process; missing where the file is."""
    file = files("onrecord.data").joinpath(MODEL)
    return Tagger.from_bytes(file.read_bytes()) if file.is_file() else None


def pack_sequences(table: TokenTable) -> Packing:
    """An article as sequences of tokens: short paragraphs together with those after them, long ones cut."""
    starts = [0]
    opened = np.flatnonzero(table.opens)
    for start, end in zip(*find_paragraph_bounds(table.paragraphs), strict=True):
        full = start - starts[-1] >= _MIN_SEQUENCE or end - starts[-1] > _MAX_SEQUENCE
        if start > starts[-1] and full:
            starts.append(start)
        while end - starts[-1] > _MAX_SEQUENCE:
            last = int(np.searchsorted(opened, starts[-1] + _MAX_SEQUENCE, "right")) - 1
            starts.append(int(opened[last]) if opened[last] > starts[-1] else starts[-1] + _MAX_SEQUENCE)
    return Packing(np.array(starts, np.int64), np.diff([*starts, len(table)]).astype(np.int64))


def mark_stretches(table: TokenTable, quoted: Ints, labels: Ints) -> Marking:
    """The stretches that labels say are contents, cues and sources."""
    return Marking(
        table, quoted, *(find_stretches(labels, table.paragraphs, kind) for kind in ("content", "cue", "source"))
    )


def find_stretches(labels: Ints, paragraphs: Ints, kind: str) -> list[Stretch]:
    """Where labels of a kind run on within a paragraph; "begin" begins a new stretch."""
    begin, inside = LABELS.index(f"B-{kind}"), LABELS.index(f"I-{kind}")
    of_kind = (labels == begin) | (labels == inside)
    same = np.zeros(len(labels), bool)  # goes on with what the token before began
    same[1:] = (labels[1:] == inside) & of_kind[:-1] & (paragraphs[1:] == paragraphs[:-1])
    firsts = np.flatnonzero(of_kind & ~same)
    ends = np.flatnonzero(of_kind & ~np.append(same[1:], False)) + 1
    return list(zip(firsts.tolist(), ends.tolist(), strict=True))
