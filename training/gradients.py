"""How the tagger's network learns: the gradient of the log-likelihood of gold labels, and the optimiser Adam.

Source of the methods: Kingma and Ba (2015), Adam; Srivastava et al. (2014), Dropout; Polyak and Juditsky (1992),
averages of the weights along the way; Pascanu et al. (2013), clipping the gradient's norm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from onrecord.statements.bilstm_crf import compute_marginals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.statements.bilstm_crf import Floats, Ints, Network, Packing, Slot, Trace

MAX_NORM = 2.0


def initial_weights(
    sizes: Mapping[str, tuple[int, int]], slots: tuple[Slot, ...], units: int, labels: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Random weights to start from; ``sizes`` gives (ids, size) of each embedding."""
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


def compute_gradients(
    network: Network,
    features: Mapping[str, Ints],
    heads: Ints,
    packing: Packing,
    gold: Ints,
    dropout: float,
    rng: np.random.Generator,
) -> tuple[float, dict[str, Floats]]:
    """The loss a token (the negative log-likelihood of the gold labels) and its gradient by each weight."""
    weights = network.weights
    count = len(heads)
    vectors = network.embed(features)
    vector_mask = _mask(vectors.shape, dropout, rng)
    vectors = vectors * vector_mask
    states, trace = network.run_lstm(vectors, packing, keep=True)
    assert trace is not None
    state_mask = _mask(states.shape, dropout, rng)
    states = states * state_mask
    scores = network.score_states(states, heads)
    likely, pairs, total = compute_marginals(scores, weights["follow"], weights["first"], packing)

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
    drive = _backpropagate_through_time(network, trace, packing, previous, from_states, out)
    out["input"] = vectors.T @ drive
    out["bias"] = drive.sum(0)
    _into_tables(network, features, (drive @ weights["input"].T) * vector_mask, out)
    return (total - reached) / count, out


def _mask(shape: tuple[int, ...], dropout: float, rng: np.random.Generator) -> Floats:
    return (rng.random(shape, np.float32) >= dropout).astype(np.float32) / np.float32(1 - dropout)


def _backpropagate_through_time(
    network: Network, trace: Trace, packing: Packing, previous: Ints, from_states: Floats, out: dict[str, Floats]
) -> Floats:
    """The gradient by the input of the gates, (tokens, 2 x 4 x units); adds that of the recurrent weights to ``out``.

    Source of the method: Werbos (1990), Backpropagation through time.
    """
    units = network.units
    recurrent = network.weights["recurrent"].transpose(0, 2, 1)
    onto = np.stack((from_states[packing.forward, :units], from_states[packing.backward, units:]))
    gates, count = trace.gates, len(from_states)
    back = np.zeros_like(gates)
    cell_gradient = np.zeros((2, int(packing.widths[0]), units), np.float32)
    state_gradient = np.zeros_like(cell_gradient)
    for t in range(len(packing) - 1, -1, -1):
        now, width = int(packing.bounds[t]), int(packing.widths[t])
        here = slice(now, now + width)
        gate, squashed = gates[:, here], trace.squashed[:, here]
        enter, forget, show, offer = (gate[..., k * units : (k + 1) * units] for k in range(4))
        state = onto[:, here] + state_gradient[:, :width]
        cell = state * show * (1 - squashed**2) + cell_gradient[:, :width]
        gradient = back[:, here]
        gradient[..., :units] = cell * offer * 2 * enter * (1 - enter)
        gradient[..., 2 * units : 3 * units] = state * squashed * 2 * show * (1 - show)
        gradient[..., 3 * units :] = cell * enter * (1 - offer**2)
        if t:
            was = slice(int(packing.bounds[t - 1]), int(packing.bounds[t - 1]) + width)
            gradient[..., units : 2 * units] = cell * trace.cells[:, was] * 2 * forget * (1 - forget)
            cell_gradient[:, :width] = cell * forget
            state_gradient[:, :width] = np.matmul(gradient, recurrent)
    later = slice(int(packing.bounds[1]), count)
    out["recurrent"] = np.matmul(trace.states[:, previous].transpose(0, 2, 1), back[:, later])
    drive = np.empty((count, 2, 4 * units), np.float32)
    drive[packing.forward, 0] = back[0]
    drive[packing.backward, 1] = back[1]
    return drive.reshape(count, -1)


def _into_tables(network: Network, features: Mapping[str, Ints], gradient: Floats, out: dict[str, Floats]) -> None:
    at = 0
    for slot in network.slots:
        name = f"embed.{slot.table}"
        table = network.weights[name]
        part = gradient[:, at : at + table.shape[1]]
        at += table.shape[1]
        if name not in out:
            out[name] = np.zeros_like(table)
        np.add.at(out[name], features[slot.feature], part)


class Adam:
    """The optimiser Adam, with a running average of the weights, which generalises better than the last ones."""

    def __init__(self, weights: dict[str, Floats], *, keep: float) -> None:
        self.weights = weights
        self.average = {name: value.copy() for name, value in weights.items()}
        self._keep = np.float32(keep)
        self._mean = {name: np.zeros_like(value) for name, value in weights.items()}
        self._square = {name: np.zeros_like(value) for name, value in weights.items()}
        self._steps = 0

    def step(self, gradients: Mapping[str, Floats], rate: float) -> None:
        """One step against the gradient, in place; a gradient whose norm is above ``MAX_NORM`` is clipped to it."""
        self._steps += 1
        length = np.sqrt(sum(float((gradient.astype(np.float64) ** 2).sum()) for gradient in gradients.values()))
        scale = np.float32(min(1.0, MAX_NORM / (length + 1e-12)))
        corrected = np.float32(rate * np.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps))
        for name, raw in gradients.items():
            mean, square, weight = self._mean[name], self._square[name], self.weights[name]
            gradient = raw * scale
            mean += np.float32(0.1) * (gradient - mean)
            square += np.float32(0.001) * (gradient * gradient - square)
            weight -= corrected * mean / (np.sqrt(square) + np.float32(1e-8))
            average = self.average[name]
            average += (1 - self._keep) * (weight - average)
