"""Chains against what trying all chains gives."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from onrecord.statements import label_chain
from onrecord.statements.network import Floats, Packing

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
    found = label_chain.best(scores, follow, first, packing)
    start = 0
    for length in LENGTHS:
        every = totals(scores[start : start + length], follow, first)
        assert tuple(found[start : start + length]) == max(every, key=lambda labels: every[labels])
        start += length


def test_likelihoods_are_sums_over_all_chains() -> None:
    scores, follow, first, packing = weights()
    likely, pairs, total = label_chain.likelihoods(scores, follow, first, packing)
    expected_pairs, expected_total, start = np.zeros((LABELS, LABELS)), 0.0, 0
    for length in LENGTHS:
        every = totals(scores[start : start + length], follow, first)
        norm = sum(np.exp(value) for value in every.values())
        expected = np.zeros((length, LABELS))
        for labels, value in every.items():
            share = np.exp(value) / norm
            for place, label in enumerate(labels):
                expected[place, label] += share
            for a, b in pairwise(labels):
                expected_pairs[a, b] += share
        assert likely[start : start + length] == pytest.approx(expected, abs=1e-5)
        expected_total += np.log(norm)
        start += length
    assert pairs == pytest.approx(expected_pairs, abs=1e-5)
    assert total == pytest.approx(expected_total, rel=1e-5)


def test_scores_that_are_far_apart_do_not_overflow() -> None:
    scores = np.array([[500.0, -500.0, 0.0], [-500.0, 500.0, 0.0]], np.float32)
    flat = np.zeros((LABELS, LABELS), np.float32)
    likely, _, total = label_chain.likelihoods(scores, flat, flat[0], Packing(np.array([0]), np.array([2])))
    assert likely.argmax(1).tolist() == [0, 1]
    assert total == pytest.approx(1000.0)
