"""Checks of ``torch_network``, which needs PyTorch: ``python -m pytest training/check_torch_network.py``."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import torch

from onrecord.statements.bilstm_crf import Network, Packing, Slot
from torch_network import Batch, Learner, _chain_loss, _split

SLOTS = (Slot("lemma", "word"), Slot("head lemma", "word"), Slot("tag", "tag"))
SIZES = np.array([4, 1, 6, 3])
LABELS = 5


def make_batch() -> Batch:
    """Four sequences of unlike lengths."""
    rng = np.random.default_rng(0)
    count = int(SIZES.sum())
    starts = np.cumsum(SIZES) - SIZES
    features = {"lemma": rng.integers(0, 7, count), "head lemma": rng.integers(0, 7, count)}
    features["tag"] = rng.integers(0, 4, count)
    heads = [start + rng.integers(0, size, size) for start, size in zip(starts, SIZES, strict=True)]
    return Batch(features, np.concatenate(heads), SIZES, rng.integers(0, LABELS, count))


def make_learner(dropout: float = 0.0) -> Learner:
    """A small network."""
    return Learner({"word": (7, 3), "tag": (4, 2)}, SLOTS, 4, LABELS, dropout=dropout, keep=0.9, seed=1)


def test_numpy_scores_as_pytorch_does() -> None:
    """What is learned is what the package runs."""
    learner, batch = make_learner(), make_batch()
    for _ in range(5):
        learner.learn(batch, 0.05)
    packing = Packing(np.cumsum(SIZES) - SIZES, SIZES)
    ours = Network(SLOTS, learner.weights).score(batch.features, batch.heads, packing)
    assert ours == pytest.approx(learner.score(batch), abs=1e-4)


def test_the_loss_is_that_of_all_chains() -> None:
    """Against adding up every chain of labels."""
    rng = np.random.default_rng(2)
    count = int(SIZES.sum())
    scores, follow, first = rng.standard_normal((count, 3)), rng.standard_normal((3, 3)), rng.standard_normal(3)
    labels = rng.integers(0, 3, count)
    expected, start = 0.0, 0
    for size in SIZES:
        part = scores[start : start + size]

        def total(chain: tuple[int, ...], part: np.ndarray = part) -> float:
            own = sum(part[place, label] for place, label in enumerate(chain))
            return float(first[chain[0]] + own + sum(follow[a, b] for a, b in pairwise(chain)))

        every = [total(chain) for chain in product(range(3), repeat=size)]
        expected += np.log(np.exp(every).sum()) - total(tuple(labels[start : start + size]))
        start += size
    tensors = [torch.as_tensor(value, dtype=torch.float32) for value in (scores, labels, follow, first)]
    found = _chain_loss(_split(tensors[0], SIZES), _split(tensors[1], SIZES).long(), SIZES, *tensors[2:])
    assert float(found) == pytest.approx(expected, rel=1e-5)


def test_steps_lower_the_loss_and_equal_seeds_learn_the_same() -> None:
    """Learning works, and is repeatable."""

    def losses() -> list[float]:
        learner, batch = make_learner(dropout=0.1), make_batch()
        return [learner.learn(batch, 0.02) for _ in range(80)]

    found = losses()
    assert found[-1] < 0.3 * found[0]
    assert found == losses()
