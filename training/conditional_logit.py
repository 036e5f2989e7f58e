"""Learns the weights of choices: which of several candidates is right, from the features that describe each.

The model is McFadden's conditional logit (1974): a candidate's score is the sum of its features' weights, and the
scores of a choice, exponentiated and normalised, are the probabilities. Weights are found with Adam (Kingma and Ba
2015) and kept small by a ridge penalty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

RIDGE = 1e-4
MIN_USES = 3
"""Features that describe fewer candidates get no weight."""


def learn(
    groups: Sequence[tuple[Sequence[Sequence[str]], int]], *, rounds: int = 150, rate: float = 0.3
) -> dict[str, float]:
    """Weights of descriptions from choices.

    ``groups`` holds, for each choice, the descriptions of all that could be chosen and the number of what was.
    """
    names = sorted({name for group, _ in groups for description in group for name in description})
    ids = {name: number for number, name in enumerate(names)}
    uses = np.zeros(len(names), np.int64)
    columns: list[int] = []
    rows: list[int] = []
    of_group: list[int] = []
    gold: list[bool] = []
    for number, (group, right) in enumerate(groups):
        for place, description in enumerate(group):
            for name in description:
                columns.append(ids[name])
                rows.append(len(gold))
            of_group.append(number)
            gold.append(place == right)
    column, row, group_of = np.array(columns), np.array(rows), np.array(of_group)
    target = np.array(gold, np.float64)
    np.add.at(uses, column, 1)
    weights = np.zeros(len(names))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, rounds + 1):
        sums = np.bincount(row, weights[column], len(target))
        top = np.full(len(groups), -np.inf)
        np.maximum.at(top, group_of, sums)
        exps = np.exp(sums - top[group_of])
        chances = exps / np.bincount(group_of, exps, len(groups))[group_of]
        gradient = np.bincount(column, (chances - target)[row], len(names)) / len(groups) + RIDGE * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        scaled = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights -= rate * (1 - step / (rounds + 1)) * np.where(uses >= MIN_USES, scaled, 0)
    return {name: round(float(weights[number]), 3) for name, number in ids.items() if uses[number] >= MIN_USES}
