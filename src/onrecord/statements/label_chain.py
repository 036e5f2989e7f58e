"""Chains of labels: the best one, and how likely each label is in all of them.

Source of the methods: Lafferty et al. (2001), Conditional random fields; Viterbi (1967).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onrecord.statements.network import Floats, Ints, Packing


def best(scores: Floats, follow: Floats, first: Floats, packing: Packing) -> Ints:
    """The most likely label of each token, (tokens,), taking each sequence as a whole."""
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


def likelihoods(scores: Floats, follow: Floats, first: Floats, packing: Packing) -> tuple[Floats, Floats, float]:
    """How likely each label of each token is, (tokens, labels); each pair of labels, summed, (labels, labels); and the
    logarithm of the sum over all chains."""
    packed = scores[packing.forward]
    top = packed.max(1, keepdims=True)
    suits = np.exp(packed - top)
    highest = follow.max()
    follows = np.exp(follow - highest)
    ahead, behind = np.empty_like(packed), np.ones_like(packed)
    scale = np.empty(len(packed), np.float32)
    bounds, widths = packing.bounds.tolist(), packing.widths.tolist()
    before = 0
    for t, width in enumerate(widths):
        here = slice(bounds[t], bounds[t] + width)
        reached = ahead[before : before + width] @ follows if t else np.exp(first)[None]
        reached = reached * suits[here]
        scale[here] = total = reached.sum(1)
        np.divide(reached, total[:, None], out=ahead[here])
        before = bounds[t]
    onward = suits
    onward /= scale[:, None]  # what a label adds, to be led back
    for t in range(len(widths) - 1, 0, -1):
        here, was = slice(bounds[t], bounds[t] + widths[t]), slice(bounds[t - 1], bounds[t - 1] + widths[t])
        np.multiply(onward[here], behind[here], out=onward[here])
        np.matmul(onward[here], follows.T, out=behind[was])
    later, previous = packing.later
    pairs = follows * (ahead[previous].T @ onward[later])
    out = np.empty_like(packed)
    out[packing.forward] = ahead * behind
    total = np.log(scale).sum(dtype=np.float64) + top.sum(dtype=np.float64) + highest * len(previous)
    return out, pairs, float(total)
