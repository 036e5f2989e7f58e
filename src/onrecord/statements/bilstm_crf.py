"""The tagger's network, in numpy: a bidirectional LSTM over the tokens of paragraphs, and a CRF over their labels.

Every token is the sum of what its features are known for (embeddings), read from the left and from the right by a long
short-term memory (LSTM). A linear layer sees the token's state beside that of its syntactic head and scores its labels;
a conditional random field (CRF) adds how well each label follows the one before.

Sources of the methods: Hochreiter and Schmidhuber (1997), Long short-term memory; Lafferty et al. (2001), Conditional
random fields; Viterbi (1967); Lample et al. (2016), Neural architectures for named entity recognition, who put them
together.

**The same numbers everywhere.** A sum of floats depends on its order, and how a product of matrices is summed depends
on the processor, on threads and on how many rows there are. So weights, vectors and states are rounded to multiples of
2⁻²⁰. Their products are multiples of 2⁻⁴⁰, and as long as sums stay below 2¹³ (``Network`` makes sure of it), 64-bit
floats hold every partial sum exactly: then no order changes the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.int64]

_GRID = 2.0**20
_MAX_SUM = 2.0**13


@dataclass(frozen=True, slots=True)
class Slot:
    """A feature's place in a token's vector: which embedding table it looks up."""

    feature: str
    table: str


class Packing:
    """Sequences of unlike lengths laid side by side, step by step, so that one product serves a step of them all.

    ``forward`` and ``backward`` hold token numbers in the order of the steps, from the left and from the right;
    step ``t`` is ``bounds[t]:bounds[t + 1]`` of either, the longest sequences first.
    """

    def __init__(self, starts: Ints, lengths: Ints) -> None:
        self.sequences = (starts, lengths)
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[order], lengths[order]
        longest = int(lengths[0]) if len(lengths) else 0
        alive = np.searchsorted(-lengths, -np.arange(longest), side="left")  # sequences longer than t
        self.bounds = np.concatenate(([0], np.cumsum(alive))).astype(np.int64)
        self.widths = alive
        steps = [np.arange(count) for count in alive]
        left = [starts[rows] + t for t, rows in enumerate(steps)]
        right = [starts[rows] + lengths[rows] - 1 - t for t, rows in enumerate(steps)]
        empty = np.zeros(0, np.int64)
        self.forward = np.concatenate(left) if left else empty
        self.backward = np.concatenate(right) if right else empty

    def __len__(self) -> int:
        return len(self.widths)


class Network:
    """The weights, and the pass from features to scores.

    ``weights`` holds: a table ``embed.<name>`` of shape (ids, size) for each embedding; ``input`` (size of a token,
    2 directions x 4 gates x units), ``recurrent`` (2, units, 4 x units), ``bias`` (2 x 4 x units); ``output`` (4 x
    units, labels) and ``output_bias``; ``follow`` (labels, labels) and ``first`` (labels). Gates are in the order
    input, forget, output, candidate; the first three are logistic functions of twice their input.

    Raises ``ValueError`` where weights are too large for exact sums (see the module).
    """

    def __init__(self, slots: Sequence[Slot], weights: Mapping[str, npt.NDArray[np.floating]]) -> None:
        self.slots = tuple(slots)
        self.weights = {name: _round(np.array(value, np.float64, order="C")) for name, value in weights.items()}
        self.units = self.weights["recurrent"].shape[1]
        if self._largest_sum() > _MAX_SUM:
            raise ValueError("The weights are too large for sums that are the same everywhere.")

    def _largest_sum(self) -> float:
        """A bound of what any sum of products can reach; states are at most 1."""
        vector = np.concatenate([np.abs(self.weights[f"embed.{slot.table}"]).max(0) for slot in self.slots])
        recurrent = np.abs(self.weights["recurrent"]).sum(1).reshape(-1)
        gates = vector @ np.abs(self.weights["input"]) + recurrent + np.abs(self.weights["bias"])
        scores = np.abs(self.weights["output"]).sum(0) + np.abs(self.weights["output_bias"])
        return float(max(gates.max(), scores.max()))

    def embed(self, features: Mapping[str, Ints]) -> Floats:
        """The vectors of tokens, (tokens, size)."""
        tables = [self.weights[f"embed.{slot.table}"] for slot in self.slots]
        columns = [table[features[slot.feature]] for slot, table in zip(self.slots, tables, strict=True)]
        return np.concatenate(columns, axis=1)

    def run_lstm(self, vectors: Floats, packing: Packing) -> Floats:
        """States of tokens, (tokens, 2 x units): what is to the left and what is to the right of each."""
        units = self.units
        count = len(vectors)
        drive = (vectors @ self.weights["input"] + self.weights["bias"]).reshape(count, 2, 4 * units)
        gates = np.stack((drive[packing.forward, 0], drive[packing.backward, 1]))
        recurrent = self.weights["recurrent"]
        states, cells = (np.empty((2, count, units)) for _ in range(2))
        before = 0
        for t, width in enumerate(packing.widths):
            now = int(packing.bounds[t])
            gate = gates[:, now : now + width]
            if t:
                gate += np.matmul(states[:, before : before + width], recurrent)
            np.tanh(gate, out=gate)
            logistic = gate[..., : 3 * units]
            logistic *= 0.5
            logistic += 0.5
            cell = gate[..., :units] * gate[..., 3 * units :]
            if t:
                cell += gate[..., units : 2 * units] * cells[:, before : before + width]
            cells[:, now : now + width] = _round(cell)
            state = gate[..., 2 * units : 3 * units] * np.tanh(cells[:, now : now + width])
            states[:, now : now + width] = _round(state)
            before = now
        out = np.empty((count, 2 * units))
        out[packing.forward, :units] = states[0]
        out[packing.backward, units:] = states[1]
        return out

    def score(self, features: Mapping[str, Ints], heads: Ints, packing: Packing) -> Floats:
        """How well each label suits each token, (tokens, labels)."""
        states = self.run_lstm(self.embed(features), packing)
        width = 2 * self.units
        output = self.weights["output"]
        own: Floats = states @ output[:width]
        return own + (states @ output[width:])[heads] + self.weights["output_bias"]


def _round(values: Floats) -> Floats:
    """To the grid on which sums are exact, in place."""
    values *= _GRID
    np.rint(values, out=values)
    values /= _GRID
    return values


def find_best_labels(scores: Floats, follow: Floats, first: Floats, packing: Packing) -> Ints:
    """The likeliest label of each token, (tokens,), each sequence taken as a whole (Viterbi 1967)."""
    packed = scores[packing.forward]
    back = np.zeros(packed.shape, np.int64)
    reached = np.empty_like(packed)
    before = 0
    for t, width in enumerate(packing.widths):
        now = int(packing.bounds[t])
        if t:
            paths = reached[before : before + width, :, None] + follow
            back[now : now + width] = paths.argmax(1)
            reached[now : now + width] = paths.max(1) + packed[now : now + width]
        else:
            reached[:width] = first + packed[:width]
        before = now
    chosen = reached.argmax(1)  # right for the last token of each sequence; the others are set from behind
    for t in range(len(packing) - 1, 0, -1):
        now, before, width = int(packing.bounds[t]), int(packing.bounds[t - 1]), int(packing.widths[t])
        chosen[before : before + width] = back[np.arange(now, now + width), chosen[now : now + width]]
    out = np.empty(len(scores), np.int64)
    out[packing.forward] = chosen
    return out


def compute_marginals(scores: Floats, follow: Floats, first: Floats, packing: Packing) -> Floats:
    """The probability of each label of each token, (tokens, labels), under the CRF.

    Source of the method: Lafferty et al. (2001), the forward-backward algorithm.
    """
    packed = scores[packing.forward]
    top = packed.max(1, keepdims=True)
    suits = np.exp(packed - top)
    highest = follow.max()
    follows = np.exp(follow - highest)
    ahead, behind = np.empty_like(packed), np.ones_like(packed)
    scale = np.empty(len(packed), packed.dtype)
    bounds, widths = packing.bounds.tolist(), packing.widths.tolist()
    before = 0
    for t, width in enumerate(widths):
        here = slice(bounds[t], bounds[t] + width)
        reached = _multiply(ahead[before : before + width], follows) if t else np.exp(first)[None]
        reached = reached * suits[here]
        scale[here] = total = reached.sum(1)
        np.divide(reached, total[:, None], out=ahead[here])
        before = bounds[t]
    onward = suits
    onward /= scale[:, None]  # what a label adds, for the pass backwards
    for t in range(len(widths) - 1, 0, -1):
        here, was = slice(bounds[t], bounds[t] + widths[t]), slice(bounds[t - 1], bounds[t - 1] + widths[t])
        np.multiply(onward[here], behind[here], out=onward[here])
        behind[was] = _multiply(onward[here], follows.T)
    out = np.empty_like(packed)
    out[packing.forward] = ahead * behind
    return out


def _multiply(rows: Floats, square: Floats) -> Floats:
    """The product of two matrices, summed in one order whatever the processor."""
    out: Floats = (rows[:, :, None] * square).sum(1)
    return out
