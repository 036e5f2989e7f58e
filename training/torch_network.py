"""How the tagger's network learns, in PyTorch, which works out the gradients.

The network is that of ``onrecord.statements.bilstm_crf``, which the package runs in numpy: the same features, the same
weights under the same names. PyTorch is needed for training alone (``training/requirements.txt``).

Sources of the methods: Lample et al. (2016), Neural architectures for named entity recognition; Särkkä and
García-Fernández (2021), Temporal parallelization of Bayesian smoothers, for the sums over chains of labels; Kingma and
Ba (2015), Adam; Srivastava et al. (2014), Dropout; Polyak and Juditsky (1992), averages of the weights along the way;
Pascanu et al. (2013), clipping the gradient's norm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.statements.bilstm_crf import Floats, Ints, Slot

MAX_NORM = 2.0
_GATES = (0, 1, 3, 2)
"""The package's order of gates (input, forget, output, candidate) in PyTorch's (input, forget, candidate, output)."""


@dataclass(frozen=True)
class Batch:
    """Sequences of tokens one after another: their features, heads (as numbers within the batch), sizes and labels."""

    features: Mapping[str, Ints]
    heads: Ints
    sizes: Ints
    labels: Ints


class Learner:
    """A network that learns. ``sizes`` gives (ids, size) of each embedding; equal seeds begin with equal weights."""

    def __init__(
        self, sizes: Mapping[str, tuple[int, int]], slots: Sequence[Slot], units: int, labels: int, *,
        dropout: float, keep: float, seed: int,
    ) -> None:  # fmt: skip
        torch.set_num_threads(1)  # how sums are split between threads changes their last digits
        torch.use_deterministic_algorithms(True)
        torch.manual_seed(seed)
        self.slots = tuple(slots)
        width = sum(sizes[slot.table][1] for slot in slots)
        self.parts = nn.ModuleDict(
            {_module_name(name): nn.Embedding(*size) for name, size in sizes.items()}
            | {
                "onward": nn.LSTM(width, units, batch_first=True),
                "back": nn.LSTM(width, units, batch_first=True),
                "output": nn.Linear(4 * units, labels),
                "chains": nn.ParameterDict(
                    {"follow": torch.zeros(labels, labels), "first": torch.zeros(labels)}
                ),
                "drop": nn.Dropout(dropout),
            }
        )  # fmt: skip
        self._optimiser = torch.optim.Adam(self.parts.parameters())
        average = torch.optim.swa_utils.get_ema_multi_avg_fn(keep)
        self._average = torch.optim.swa_utils.AveragedModel(self.parts, multi_avg_fn=average)

    def learn(self, batch: Batch, rate: float) -> float:
        """One step; returns the loss a token, the negative log-likelihood of its label."""
        self.parts.train()
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        scores = _split(self._scores(self.parts, batch), batch.sizes)
        labels = _split(torch.as_tensor(batch.labels), batch.sizes)
        chains = self.parts["chains"]
        loss = _chain_loss(scores, labels, batch.sizes, chains["follow"], chains["first"]) / len(batch.labels)
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.parts.parameters(), MAX_NORM)
        self._optimiser.step()
        self._average.update_parameters(self.parts)
        return float(loss.detach())

    def score(self, batch: Batch) -> Floats:
        """How well each label suits each token, by the average of the weights."""
        parts = self._average.module.eval()
        with torch.no_grad():
            out: Floats = self._scores(parts, batch).numpy()
        return out

    def _scores(self, parts: Any, batch: Batch) -> torch.Tensor:
        columns = [
            parts[_module_name(slot.table)](torch.as_tensor(batch.features[slot.feature])) for slot in self.slots
        ]
        vectors = _split(parts["drop"](torch.cat(columns, 1)), batch.sizes)
        rows, places, turned = _find_places(batch.sizes)
        onward, _ = parts["onward"](vectors)
        back, _ = parts["back"](vectors[torch.arange(len(turned))[:, None], turned])
        from_end = turned[rows, places]
        states = parts["drop"](torch.cat((onward[rows, places], back[rows, from_end]), 1))
        return parts["output"](torch.cat((states, states[torch.as_tensor(batch.heads)]), 1))

    @property
    def weights(self) -> dict[str, Floats]:
        """The average of the weights, as the package names and orders them."""
        state = {name: value.detach().numpy() for name, value in self._average.module.state_dict().items()}
        out: dict[str, Floats] = {
            f"embed.{slot.table}": state[f"{_module_name(slot.table)}.weight"] for slot in self.slots
        }
        ways = ("onward", "back")
        inputs = [_in_our_order(state[f"{way}.weight_ih_l0"]) for way in ways]
        biases = [_in_our_order(state[f"{way}.bias_ih_l0"] + state[f"{way}.bias_hh_l0"]) for way in ways]
        out["input"] = np.concatenate(inputs).T.copy()
        out["recurrent"] = np.stack([_in_our_order(state[f"{way}.weight_hh_l0"]).T for way in ways])
        out["bias"] = np.concatenate(biases)
        out["output"] = state["output.weight"].T.copy()
        out["output_bias"] = state["output.bias"]
        out["follow"], out["first"] = state["chains.follow"], state["chains.first"]
        return out


def _module_name(table: str) -> str:
    return f"embed {table}"  # PyTorch keeps full stops for itself


def _in_our_order(gates: Floats) -> Floats:
    """Gates in the package's order; all but the last are logistic functions of twice their input there."""
    parts = np.split(gates, 4)
    return np.concatenate([parts[place] * (1.0 if number == 3 else 0.5) for number, place in enumerate(_GATES)])


def _split(values: torch.Tensor, sizes: Ints) -> torch.Tensor:
    """Tokens by sequence, the shorter ones filled with zeros."""
    return pad_sequence(list(values.split(sizes.tolist())), batch_first=True)


def _find_places(sizes: Ints) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Of each token its sequence and its place there; and the places of each sequence from its end to its start."""
    size = torch.as_tensor(sizes)[:, None]
    place = torch.arange(int(size.max()))[None]
    rows, places = torch.nonzero(place < size, as_tuple=True)
    return rows, places, torch.where(place < size, size - 1 - place, place)


def _chain_loss(
    scores: torch.Tensor, labels: torch.Tensor, sizes: Ints, follow: torch.Tensor, first: torch.Tensor
) -> torch.Tensor:
    """The negative log-likelihood of chains of labels under a conditional random field.

    ``scores`` are of (sequences, tokens, labels). The sum over all chains is a product of matrices, one a token, whose
    entries are the scores of a label after another; neighbours are multiplied pairwise until one is left.
    """
    count, longest, kinds = scores.shape
    there = torch.arange(longest)[None] < torch.as_tensor(sizes)[:, None]
    own = scores.gather(2, labels[..., None])[..., 0]
    pairs = follow[labels[:, :-1], labels[:, 1:]]
    reached = (own * there).sum() + (pairs * there[:, 1:]).sum() + first[labels[:, 0]].sum()
    nothing = torch.full((kinds, kinds), -1e4).fill_diagonal_(0.0)  # leaves what it is multiplied with
    steps = torch.where(there[:, 1:, None, None], follow + scores[:, 1:, None, :], nothing)
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat((steps, nothing.expand(count, 1, kinds, kinds)), 1)
        steps = torch.logsumexp(steps[:, ::2, :, :, None] + steps[:, 1::2, None, :, :], 3)
    total = first + scores[:, 0]
    if steps.shape[1]:
        total = torch.logsumexp(total[:, :, None] + steps[:, 0], 1)
    return torch.logsumexp(total, 1).sum() - reached
