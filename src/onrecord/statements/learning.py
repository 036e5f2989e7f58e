"""How the tagger's network learns: gradients of the likelihood of gold labels, and Adam.

Source of the methods: Kingma and Ba (2015), Adam; Srivastava et al. (2014), Dropout; Polyak and Juditsky (1992),
averages of the weights along the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from onrecord.statements import label_chain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.statements.network import Floats, Ints, Network, Packing, Slot, Trace

_MOST_SLOPE = 2.0


def initial(
    sizes: Mapping[str, tuple[int, int]], slots: tuple[Slot, ...], units: int, labels: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Weights to begin with; ``sizes`` gives (ids, size) of each embedding."""
    width = sum(sizes[slot.table][1] for slot in slots)
    reach = 1 / np.sqrt(units)
    gates = np.full(4 * units, 1.0)
    gates[: 3 * units] = 0.5  # logistic functions of twice their input

    def even(*shape: int) -> Floats:
        return rng.uniform(-reach, reach, shape).astype(np.float32)

    weights: dict[str, Floats] = {
        f"embed.{name}": rng.standard_normal(shape).astype(np.float32) for name, shape in sizes.items()
    }
    weights["input"] = (even(width, 2, 4 * units) * gates).reshape(width, -1).astype(np.float32)
    weights["recurrent"] = (even(2, units, 4 * units) * gates).astype(np.float32)
    weights["bias"] = (even(2, 4 * units) * gates).reshape(-1).astype(np.float32)
    weights["output"] = even(4 * units, labels)
    weights["output_bias"] = even(labels)
    weights["follow"] = np.zeros((labels, labels), np.float32)
    weights["first"] = np.zeros(labels, np.float32)
    return weights


def slopes(
    network: Network,
    features: Mapping[str, Ints],
    heads: Ints,
    packing: Packing,
    gold: Ints,
    dropout: float,
    rng: np.random.Generator,
) -> tuple[float, dict[str, Floats]]:
    """The loss per token of gold labels, and how it changes with each weight."""
    weights = network.weights
    count = len(heads)
    vectors = network.embedded(features)
    vector_mask = _mask(vectors.shape, dropout, rng)
    vectors = vectors * vector_mask
    states, trace = network.recur(vectors, packing, keep=True)
    assert trace is not None  # noqa: S101 - asked for
    state_mask = _mask(states.shape, dropout, rng)
    states = states * state_mask
    scores = network.read_out(states, heads)
    likely, pairs, total = label_chain.likelihoods(scores, weights["follow"], weights["first"], packing)

    rows = np.arange(count)
    _, previous = packing.later
    first = packing.forward[: packing.bounds[1]]
    later = packing.forward[packing.bounds[1] :]
    before = packing.forward[previous]
    reached = (
        scores[rows, gold].sum(dtype=np.float64)
        + weights["first"][gold[first]].sum(dtype=np.float64)
        + weights["follow"][gold[before], gold[later]].sum(dtype=np.float64)
    )
    out: dict[str, Floats] = {}
    np.subtract.at(pairs, (gold[before], gold[later]), 1)
    out["follow"] = (pairs / count).astype(np.float32)
    wrong = likely
    wrong[rows, gold] -= 1
    wrong /= count
    out["first"] = wrong[first].sum(0)

    width = 2 * network.units
    for_heads = np.zeros_like(wrong)
    np.add.at(for_heads, heads, wrong)
    out["output"] = np.concatenate((states.T @ wrong, states.T @ for_heads))
    out["output_bias"] = wrong.sum(0)
    output = weights["output"]
    from_states = (wrong @ output[:width].T + for_heads @ output[width:].T) * state_mask
    drive = _through_time(network, trace, packing, previous, from_states, out)
    out["input"] = vectors.T @ drive
    out["bias"] = drive.sum(0)
    _into_tables(network, features, (drive @ weights["input"].T) * vector_mask, out)
    return (total - reached) / count, out


def _mask(shape: tuple[int, ...], dropout: float, rng: np.random.Generator) -> Floats:
    return (rng.random(shape, np.float32) >= dropout).astype(np.float32) / np.float32(1 - dropout)


def _through_time(
    network: Network, trace: Trace, packing: Packing, previous: Ints, from_states: Floats, out: dict[str, Floats]
) -> Floats:
    """The slopes of what drives the gates, (tokens, 2 x 4 x units); sets those of the recurrent weights."""
    units = network.units
    recurrent = network.weights["recurrent"].transpose(0, 2, 1)
    onto = np.stack((from_states[packing.forward, :units], from_states[packing.backward, units:]))
    gates, count = trace.gates, len(from_states)
    back = np.zeros_like(gates)
    cell_slope = np.zeros((2, int(packing.widths[0]), units), np.float32)
    state_slope = np.zeros_like(cell_slope)
    for t in range(len(packing) - 1, -1, -1):
        now, width = int(packing.bounds[t]), int(packing.widths[t])
        here = slice(now, now + width)
        gate, squashed = gates[:, here], trace.squashed[:, here]
        enter, forget, show, offer = (gate[..., k * units : (k + 1) * units] for k in range(4))
        state = onto[:, here] + state_slope[:, :width]
        cell = state * show * (1 - squashed**2) + cell_slope[:, :width]
        slope = back[:, here]
        slope[..., :units] = cell * offer * 2 * enter * (1 - enter)
        slope[..., 2 * units : 3 * units] = state * squashed * 2 * show * (1 - show)
        slope[..., 3 * units :] = cell * enter * (1 - offer**2)
        if t:
            was = slice(int(packing.bounds[t - 1]), int(packing.bounds[t - 1]) + width)
            slope[..., units : 2 * units] = cell * trace.cells[:, was] * 2 * forget * (1 - forget)
            cell_slope[:, :width] = cell * forget
            state_slope[:, :width] = np.matmul(slope, recurrent)
    later = slice(int(packing.bounds[1]), count)
    out["recurrent"] = np.matmul(trace.states[:, previous].transpose(0, 2, 1), back[:, later])
    drive = np.empty((count, 2, 4 * units), np.float32)
    drive[packing.forward, 0] = back[0]
    drive[packing.backward, 1] = back[1]
    return drive.reshape(count, -1)


def _into_tables(network: Network, features: Mapping[str, Ints], slope: Floats, out: dict[str, Floats]) -> None:
    at = 0
    for slot in network.slots:
        name = f"embed.{slot.table}"
        table = network.weights[name]
        part = slope[:, at : at + table.shape[1]]
        at += table.shape[1]
        if name not in out:
            out[name] = np.zeros_like(table)
        np.add.at(out[name], features[slot.feature], part)


class Adam:
    """Steps along slopes that are scaled by how large they have been, and the average of the weights they lead to."""

    def __init__(self, weights: dict[str, Floats], *, keep: float) -> None:
        self.weights = weights
        self.average = {name: value.copy() for name, value in weights.items()}
        self._keep = np.float32(keep)
        self._mean = {name: np.zeros_like(value) for name, value in weights.items()}
        self._square = {name: np.zeros_like(value) for name, value in weights.items()}
        self._steps = 0

    def step(self, slopes: Mapping[str, Floats], rate: float) -> None:
        """One step against the slopes, in place; slopes longer than ``_MOST_SLOPE`` together are cut to it."""
        self._steps += 1
        length = np.sqrt(sum(float((slope.astype(np.float64) ** 2).sum()) for slope in slopes.values()))
        scale = np.float32(min(1.0, _MOST_SLOPE / (length + 1e-12)))
        corrected = np.float32(rate * np.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps))
        for name, raw in slopes.items():
            mean, square, weight = self._mean[name], self._square[name], self.weights[name]
            slope = raw * scale
            mean += np.float32(0.1) * (slope - mean)
            square += np.float32(0.001) * (slope * slope - square)
            weight -= corrected * mean / (np.sqrt(square) + np.float32(1e-8))
            average = self.average[name]
            average += (1 - self._keep) * (weight - average)
