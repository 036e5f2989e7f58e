"""Judging: how likely each proposal is right, and which of those that compete are kept.

A proposal is described by what the tagger thinks of its tokens, by its words and shape, and by which other proposals
agree with it; weights of the descriptions, learned on articles that the tagger had not seen, sum up to a probability
(logistic regression). That probability is the statement's ``confidence``.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from math import exp, log
from typing import TYPE_CHECKING

from onrecord.statements.cues import find_cue
from onrecord.statements.features import LABELS
from onrecord.statements.linker import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onrecord.statements.candidate_pool import ScoredCandidate
    from onrecord.statements.tagger import Tagging

LEAST = 0.33
"""The probability from which on a proposal is a statement: about where F1 is highest."""
_MOST_SHARED = 0.3
"""Share of a proposal's words that others, judged likelier, may hold."""
_SAME_REST = 0.8
"""Share of words from which on a proposal is what others have left of a longer one."""
_NEAR = 12
"""How many proposals before and after are looked at for others that agree."""
_STEPS = (-4.0, -3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0)
_LENGTHS = (1, 2, 3, 5, 8, 13, 21, 34, 55)
_AGREEMENTS = (0.0, 0.4999, 0.7999, 0.9999)
_KINDS = ("content", "cue", "source")


class Beliefs:
    """How likely each token of an article is content, cue or source, and where a content begins."""

    def __init__(self, reading: Tagging) -> None:
        def of(*names: str) -> list[float]:
            total = reading.likelihoods[:, [LABELS.index(name) for name in names]].sum(1)
            values: list[float] = total.tolist()
            return values

        self.grid = reading.grid
        self.of = {kind: of(f"B-{kind}", f"I-{kind}") for kind in _KINDS}
        self.begin = of("B-content")

    def next_word(self, numbers: range) -> int | None:
        return next((number for number in numbers if self.grid.wordy[number]), None)


def level(probability: float) -> int:
    """A probability's bucket, from 0 to 12."""
    kept = min(max(probability, 1e-4), 1 - 1e-4)
    return bisect_right(_STEPS, log(kept / (1 - kept)))


def describe(beliefs: Beliefs, proposals: Sequence[ScoredCandidate]) -> list[list[str]]:
    """What tells whether proposals are right, for each of those of one paragraph, in the order of the text."""
    return [
        [
            *_of_tokens(beliefs, one),
            *_of_words(beliefs, one),
            *_of_others(one, proposals[max(place - _NEAR, 0) : place + _NEAR + 1]),
        ]
        for place, one in enumerate(proposals)
    ]


def _of_tokens(beliefs: Beliefs, proposal: ScoredCandidate) -> Iterator[str]:
    grid = beliefs.grid
    words = grid.words(proposal.spans)
    content = beliefs.of["content"]
    first, last = words[0], words[-1]
    before = beliefs.next_word(range(first - 1, max(first - 5, -1), -1))
    after = beliefs.next_word(range(last + 1, min(last + 5, len(grid))))
    yield f"mean {level(sum(content[number] for number in words) / len(words))}"
    yield f"least {level(min(content[number] for number in words))}"
    yield f"first {level(content[first])}"
    yield f"last {level(content[last])}"
    yield f"begin {level(max(beliefs.begin[max(first - 1, 0) : first + 2]))}"
    yield f"before {level(content[before]) if before is not None else 'nothing'}"
    yield f"after {level(content[after]) if after is not None else 'nothing'}"
    for kind, span in (("cue", proposal.cue), ("source", proposal.source)):
        if span is not None:
            likely = max(beliefs.of[kind][slice(*grid.covering(*span))], default=0.0)
            yield f"{kind} {level(likely)}"
        else:
            yield f"no {kind}"


def _of_words(beliefs: Beliefs, proposal: ScoredCandidate) -> Iterator[str]:
    grid = beliefs.grid
    quoted = sum(span.end - span.start for span in (quote.inner for quote in proposal.quotes))
    whole = sum(end - start for start, end in proposal.spans)
    kind = "direct" if quoted >= whole else "mixed" if quoted else "indirect"
    size = bisect_right(_LENGTHS, len(proposal.tokens))
    yield kind
    yield f"length {size}"
    yield f"length {kind} {size}"
    yield f"parts {min(len(proposal.spans), 3)}"
    yield f"origin {proposal.origin}"
    yield f"link {proposal.origin} {level(proposal.likelihood)}"
    yield f"construction {proposal.construction} {proposal.source is None}"
    yield f"construction {proposal.construction} {kind}"
    if proposal.cue is not None:
        first, last = grid.covering(*proposal.cue)
        cue = find_cue(proposal.lemma or "")
        yield f"lemma {proposal.lemma}"
        yield f"lemma {proposal.lemma} {proposal.source is None} {proposal.construction}"
        yield f"cue tag {grid.tags[first]}"
        yield f"sense {cue.sense if cue else 'none'}"
        yield f"cue words {min(last - first, 4)}"
    if proposal.source is not None:
        first, last = grid.covering(*proposal.source)
        yield f"source tag {grid.tags[last - 1]}"
        yield f"source here {grid.paragraph_numbers[first] == grid.paragraph_numbers[proposal.paragraph]}"


def _of_others(proposal: ScoredCandidate, others: Iterable[ScoredCandidate]) -> Iterator[str]:
    """How far the content agrees with that of proposals of each origin, with the same source and with another."""
    best: dict[tuple[str, bool], float] = {}
    for other in others:
        agreement = proposal.agreement(other) if other is not proposal else 0.0
        if agreement:
            key = (other.origin, proposal.same_source(other))
            best[key] = max(best.get(key, 0.0), agreement)
    own = proposal.origin
    for origin in ("tagger", "rule"):
        for same in (True, False):
            degree = bisect_right(_AGREEMENTS, best.get((origin, same), -1.0))
            yield f"{own} agrees {origin} {same} {degree}"


def in_paragraphs(proposals: Iterable[ScoredCandidate]) -> Iterator[list[ScoredCandidate]]:
    """Proposals that begin in one paragraph, together, in the order of the text."""
    ordered = sorted(proposals, key=lambda one: (one.paragraph, one.start, one.spans[-1].end))
    return (list(group) for _, group in groupby(ordered, key=lambda one: one.paragraph))


def probability(weights: Mapping[str, float], description: Iterable[str]) -> float:
    """How likely a proposal with this description is right."""
    total = sum(weights.get(name, 0.0) for name in description) - weights.get(NONE[0], 0.0)
    return 1 / (1 + exp(-min(max(total, -30.0), 30.0)))


def choose(
    reading: Tagging, proposals: Iterable[ScoredCandidate], weights: Mapping[str, float]
) -> list[tuple[ScoredCandidate, float]]:
    """The proposals to keep, with their probability; of those that share words the likelier."""
    beliefs = Beliefs(reading)
    return [
        pair
        for group in in_paragraphs(proposals)
        for pair in _chosen(group, [probability(weights, description) for description in describe(beliefs, group)])
    ]


def _chosen(group: Sequence[ScoredCandidate], chances: Sequence[float]) -> list[tuple[ScoredCandidate, float]]:
    kept: dict[int, float] = {}
    taken: set[int] = set()
    for place in sorted(range(len(group)), key=lambda place: -chances[place]):
        one, chance = group[place], chances[place]
        if chance < LEAST:
            continue
        chosen: int | None = place
        if len(one.tokens & taken) > _MOST_SHARED * len(one.tokens):
            # Part of it is taken; where another proposal is just the rest, that is as likely as the whole was.
            rest = one.tokens - taken
            chosen = next((number for number, other in enumerate(group) if _is_rest(other, one, rest)), None)
        if chosen is not None and chosen not in kept:
            kept[chosen] = chance
            taken |= group[chosen].tokens
    return [(group[place], chance) for place, chance in kept.items()]


def _is_rest(other: ScoredCandidate, whole: ScoredCandidate, rest: frozenset[int]) -> bool:
    both = len(other.tokens & rest)
    return bool(both) and both >= _SAME_REST * len(other.tokens | rest) and other.same_source(whole)
