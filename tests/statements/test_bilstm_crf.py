"""The network's sums, and the CRF against what trying all chains of labels gives."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest

from onrecord.statements.bilstm_crf import Floats, Network, Packing, Slot, compute_marginals, find_best_labels

LABELS = 3
LENGTHS = (4, 1, 3)


def weights() -> tuple[Floats, Floats, Floats, Packing]:
    rng = np.random.default_rng(0)
    lengths = np.array(LENGTHS)
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    scores = rng.standard_normal((sum(LENGTHS), LABELS)).astype(np.float32)
    follow = rng.standard_normal((LABELS, LABELS)).astype(np.float32)
    return scores, follow, rng.standard_normal(LABELS).astype(np.float32), Packing(starts, lengths)


def totals(scores: Floats, follow: Floats, first: Floats) -> dict[tuple[int, ...], float]:
    """The score of every chain of labels."""
    return {
        labels: float(
            first[labels[0]]
            + sum(scores[place, label] for place, label in enumerate(labels))
            + sum(follow[a, b] for a, b in pairwise(labels))
        )
        for labels in product(range(LABELS), repeat=len(scores))
    }


def test_the_best_chain_is_the_best_of_all() -> None:
    scores, follow, first, packing = weights()
    found = find_best_labels(scores, follow, first, packing)
    start = 0
    for length in LENGTHS:
        every = totals(scores[start : start + length], follow, first)
        assert tuple(found[start : start + length]) == max(every, key=lambda labels: every[labels])
        start += length


def test_likelihoods_are_sums_over_all_chains() -> None:
    scores, follow, first, packing = weights()
    likely = compute_marginals(scores, follow, first, packing)
    start = 0
    for length in LENGTHS:
        every = totals(scores[start : start + length], follow, first)
        norm = sum(np.exp(value) for value in every.values())
        expected = np.zeros((length, LABELS))
        for labels, value in every.items():
            share = np.exp(value) / norm
            for place, label in enumerate(labels):
                expected[place, label] += share
        assert likely[start : start + length] == pytest.approx(expected, abs=1e-5)
        start += length


def test_scores_that_are_far_apart_do_not_overflow() -> None:
    scores = np.array([[500.0, -500.0, 0.0], [-500.0, 500.0, 0.0]], np.float32)
    flat = np.zeros((LABELS, LABELS), np.float32)
    likely = compute_marginals(scores, flat, flat[0], Packing(np.array([0]), np.array([2])))
    assert likely.argmax(1).tolist() == [0, 1]


SLOTS = (Slot("lemma", "word"), Slot("tag", "word"))


def network(*, units: int = 5, size: float = 1.0) -> Network:
    rng = np.random.default_rng(2)
    shapes = {
        "embed.word": (9, 40), "input": (80, 8 * units), "recurrent": (2, units, 4 * units), "bias": (8 * units,),
        "output": (4 * units, LABELS), "output_bias": (LABELS,), "follow": (LABELS, LABELS), "first": (LABELS,),
    }  # fmt: skip
    return Network(SLOTS, {name: size * rng.standard_normal(shape) for name, shape in shapes.items()})


def test_sums_are_exact_so_that_no_order_changes_them() -> None:
    made = network()
    rng = np.random.default_rng(3)
    vectors = made.embed({"lemma": rng.integers(0, 9, 50), "tag": rng.integers(0, 9, 50)})
    product = vectors @ made.weights["input"]
    for row, column in ((0, 0), (13, 7), (49, 39)):
        terms = [
            Fraction(float(a)) * Fraction(float(b))
            for a, b in zip(vectors[row], made.weights["input"][:, column], strict=True)
        ]
        assert Fraction(float(product[row, column])) == sum(terms)
    order = rng.permutation(80)
    assert np.array_equal(vectors[:, order] @ made.weights["input"][order], product)


def test_a_sequence_has_the_same_scores_alone_and_among_others() -> None:
    made = network()
    rng = np.random.default_rng(4)
    lengths = np.array([7, 30, 1, 12])
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    features = {name: rng.integers(0, 9, lengths.sum()) for name in ("lemma", "tag")}
    heads = np.arange(lengths.sum())
    together = made.score(features, heads, Packing(starts, lengths))
    for start, length in zip(starts, lengths, strict=True):
        part = {name: values[start : start + length] for name, values in features.items()}
        alone = made.score(part, np.arange(length), Packing(np.array([0]), np.array([length])))
        assert np.array_equal(alone, together[start : start + length])


def test_weights_too_large_for_exact_sums_are_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        network(size=100.0)
