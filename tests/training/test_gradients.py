"""Gradients against what small changes of the weights give."""

from __future__ import annotations

import numpy as np
import pytest

from gradients import Adam, compute_gradients, initial_weights
from onrecord.statements.bilstm_crf import Network, Packing, Slot

SLOTS = (Slot("lemma", "word"), Slot("head lemma", "word"), Slot("tag", "tag"))
SIZES = {"word": (7, 3), "tag": (4, 2)}
LABELS = 5
LENGTHS = np.array([4, 1, 6, 3])
STARTS = np.array([0, 4, 5, 11])
TOKENS = 14


def example(seed: int = 0) -> tuple[Network, tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    network = Network(SLOTS, initial_weights(SIZES, SLOTS, 4, LABELS, rng), exact=False)
    features = {"lemma": rng.integers(0, 7, TOKENS), "head lemma": rng.integers(0, 7, TOKENS)}
    features["tag"] = rng.integers(0, 4, TOKENS)
    heads = np.concatenate(
        [start + rng.integers(0, length, length) for start, length in zip(STARTS, LENGTHS, strict=True)]
    )
    return network, (features, heads, Packing(STARTS, LENGTHS), rng.integers(0, LABELS, TOKENS))


@pytest.mark.parametrize(
    "name",
    ["embed.word", "embed.tag", "input", "recurrent", "bias", "output", "output_bias", "follow", "first"],
)
def test_gradients_are_what_a_small_change_gives(name: str) -> None:
    network, data = example()
    network.weights = {key: value.astype(np.float64) for key, value in network.weights.items()}  # type: ignore[misc]
    weight = network.weights[name]

    def loss() -> tuple[float, float]:
        value, found = compute_gradients(network, *data, 0.0, np.random.default_rng(0))  # type: ignore[arg-type]
        return value, float(found[name][place])

    rng = np.random.default_rng(1)
    for _ in range(3):
        place = tuple(rng.integers(0, size) for size in weight.shape)
        kept = weight[place]
        _, gradient = loss()
        weight[place] = kept + 1e-2
        above, _ = loss()
        weight[place] = kept - 1e-2
        below, _ = loss()
        weight[place] = kept
        assert gradient == pytest.approx((above - below) / 2e-2, abs=2e-4)


def test_steps_lower_the_loss() -> None:
    network, data = example()
    adam = Adam(network.weights, keep=0.9)
    losses = []
    for _ in range(60):
        loss, found = compute_gradients(network, *data, 0.0, np.random.default_rng(0))  # type: ignore[arg-type]
        adam.step(found, 0.02)
        losses.append(loss)
    assert losses[-1] < 0.1 * losses[0]


def test_what_was_dropped_does_not_learn() -> None:
    network, data = example()
    _, found = compute_gradients(network, *data, 1 - 1e-7, np.random.default_rng(0))  # type: ignore[arg-type]
    assert not found["embed.word"].any()
    assert found["output_bias"].any()
