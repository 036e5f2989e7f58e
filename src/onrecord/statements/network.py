"""A small recurrent network over the tokens of paragraphs, in numpy: what each token may be, and how labels follow.

Every token is the sum of what its features are known for (embeddings), read from the left and from the right by a long
short-term memory; a linear layer sees the token's state beside that of its syntactic head and scores its labels, and a
chain of transitions weighs which label follows which.

Source of the methods: Hochreiter and Schmidhuber (1997), Long short-term memory; Lample et al. (2016), Neural
architectures for named entity recognition (the same layers under a conditional random field).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


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

    @property
    def later(self) -> tuple[slice, Ints]:
        """The places from the second step on, and for each the place of the step before."""
        parts = [self.bounds[t - 1] + np.arange(width) for t, width in enumerate(self.widths) if t]
        start = int(self.widths[0]) if len(self.widths) else 0
        return slice(start, len(self.forward)), np.concatenate(parts) if parts else np.zeros(0, np.int64)


@dataclass(slots=True)
class Trace:
    """What a pass through the recurrent layer leaves for the pass back."""

    gates: Floats
    cells: Floats
    squashed: Floats
    states: Floats


class Network:
    """The weights, and the pass from features to scores.

    ``weights`` holds: a table ``embed.<name>`` of shape (ids, size) for each embedding; ``input`` (size of a token,
    2 directions x 4 gates x units), ``recurrent`` (2, units, 4 x units), ``bias`` (2 x 4 x units); ``output`` (4 x
    units, labels) and ``output_bias``; ``follow`` (labels, labels) and ``first`` (labels). Gates are in the order
    input, forget, output, candidate; the first three are logistic functions of twice their input.
    """

    def __init__(self, slots: Sequence[Slot], weights: Mapping[str, npt.NDArray[np.floating]]) -> None:
        self.slots = tuple(slots)
        self.weights = {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}
        self.units = self.weights["recurrent"].shape[1]

    def embedded(self, features: Mapping[str, Ints]) -> Floats:
        """The vectors of tokens, (tokens, size)."""
        tables = [self.weights[f"embed.{slot.table}"] for slot in self.slots]
        columns = [table[features[slot.feature]] for slot, table in zip(self.slots, tables, strict=True)]
        return np.concatenate(columns, axis=1)

    def recur(self, vectors: Floats, packing: Packing, *, keep: bool = False) -> tuple[Floats, Trace | None]:
        """States of tokens, (tokens, 2 x units): what is to the left and what is to the right of each."""
        units = self.units
        count = len(vectors)
        drive = (vectors @ self.weights["input"] + self.weights["bias"]).reshape(count, 2, 4 * units)
        gates = np.stack((drive[packing.forward, 0], drive[packing.backward, 1]))
        recurrent = self.weights["recurrent"]
        states = np.empty((2, count, units), np.float32)
        cells = np.empty((2, count, units), np.float32)
        squashed = np.empty((2, count, units), np.float32)
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
            cells[:, now : now + width] = cell
            np.tanh(cell, out=squashed[:, now : now + width])
            np.multiply(
                gate[..., 2 * units : 3 * units], squashed[:, now : now + width], out=states[:, now : now + width]
            )
            before = now
        out = np.empty((count, 2 * units), np.float32)
        out[packing.forward, :units] = states[0]
        out[packing.backward, units:] = states[1]
        return out, Trace(gates, cells, squashed, states) if keep else None

    def scores(self, features: Mapping[str, Ints], heads: Ints, packing: Packing) -> Floats:
        """How well each label suits each token, (tokens, labels)."""
        states, _ = self.recur(self.embedded(features), packing)
        return self.read_out(states, heads)

    def read_out(self, states: Floats, heads: Ints) -> Floats:
        """Scores of labels from a token's state and its head's."""
        width = 2 * self.units
        output = self.weights["output"]
        own: Floats = states @ output[:width]
        return own + (states @ output[width:])[heads] + self.weights["output_bias"]
