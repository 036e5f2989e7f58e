"""The linker: which cue a content belongs to, and which source a cue.

Contents, cues and sources are stretches of tokens. Each possible link has features: where the two stand, what lies
between them and how the parse joins them. The weights of its features, summed, make a link likelier than others
(conditional logit, McFadden 1974). "No cue" and "no source" are links, too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.statements.bilstm_crf import Ints
    from onrecord.statements.features import TokenTable

Stretch = tuple[int, int]
"""First token and one past the last."""

_MAX_NEAR = 4  # stretches to either side that are looked at
_MAX_PARAGRAPHS_BACK = {"cue": 1, "source": 2, "speaker": 2}
_MAX_STEPS = 14
_MAX_BETWEEN = 12
NONE = ("none",)
"""The features of no link at all."""
DECIMALS = 3
"""Of weights and of their sums, so that no last bit makes a choice."""
_HEADS = frozenset("VNJM")
_MARKS = {"stop": frozenset(".!?"), "quote": frozenset('"“”'), "colon": frozenset(":")}


@dataclass(frozen=True)
class Marking:
    """An article with the stretches that are contents, cues and sources, each in the order of the text."""

    table: TokenTable
    quoted: Ints
    contents: list[Stretch]
    cues: list[Stretch]
    sources: list[Stretch]

    @cached_property
    def _edges(self) -> dict[str, tuple[list[int], list[int]]]:
        return {
            kind: ([first for first, _ in stretches], [last for _, last in stretches])
            for kind, stretches in (("contents", self.contents), ("cues", self.cues), ("sources", self.sources))
        }

    def between(self, kind: str, low: int, high: int) -> int:
        """How many stretches of a kind lie between two tokens, two at most."""
        firsts, lasts = self._edges[kind]
        return min(2, max(0, bisect_right(lasts, high) - bisect_left(firsts, low)))

    def meeting(self, kind: str, low: int, high: int) -> int:
        """How many stretches of a kind have a token between two, two at most."""
        firsts, lasts = self._edges[kind]
        return min(2, max(0, bisect_left(firsts, high) - bisect_right(lasts, low)))


@dataclass(frozen=True, slots=True)
class Link:
    """A content's cue and source, where there is one, and how likely this link is among all."""

    content: Stretch
    cue: Stretch | None
    source: Stretch | None
    likelihood: float


def find_near(marking: Marking, stretch: Stretch, kind: str) -> list[Stretch]:
    """The cues or sources near a stretch: of its paragraph, and the last ones of the paragraph before."""
    among = marking.cues if kind == "cue" else marking.sources
    paragraphs = marking.table.paragraph_numbers
    at = paragraphs[stretch[0]]
    place = bisect_left(among, stretch)
    near = among[max(place - _MAX_NEAR, 0) : place + _MAX_NEAR]
    here = [other for other in near if paragraphs[other[0]] == at]
    first = bisect_left(among, at, key=lambda other: paragraphs[other[0]])
    earlier = [
        other for other in among[max(first - 2, 0) : first] if at - paragraphs[other[0]] <= _MAX_PARAGRAPHS_BACK[kind]
    ]
    return [*here, *earlier]


def describe_link(marking: Marking, stretch: Stretch, other: Stretch, kind: str) -> list[str]:
    """The features of a link: whether ``other`` is the ``stretch``'s ``kind``.

    That is the ``cue`` of a content, the ``source`` of a cue, or the ``speaker`` of a content without a cue.
    """
    table = marking.table
    side = "after" if other[0] >= stretch[1] else "before" if other[1] <= stretch[0] else "in"
    low, high = {"after": (stretch[1], other[0]), "before": (other[1], stretch[0]), "in": (0, 0)}[side]
    edge = stretch[1] - 1 if side == "after" else stretch[0]
    sentences = table.sentence_numbers[other[0]] - table.sentence_numbers[edge]
    out = [
        side,
        f"{side} {_bucket(high - low)}",
        f"sentences {max(-3, min(3, sentences))}",
        f"paragraphs {table.paragraph_numbers[other[0]] - table.paragraph_numbers[stretch[0]]}",
        f"same sentence {sentences == 0} {side}",
        *(f"{side} {name} {marking.between(name, low, high)}" for name in ("contents", "cues", "sources")),
        f"quoted {bool(marking.quoted[(stretch[0] + stretch[1]) // 2])} {side}",
    ]
    ours, theirs = find_root(table, stretch), find_root(table, other)
    out += _tree(table, stretch, other, ours, theirs, related=sentences == 0, side=side)
    between = set(table.lowers[low : min(high, low + _MAX_BETWEEN)])
    out.append(f"{side} comma {',' in between}")
    out += [f"{side} {name}" for name, marks in _MARKS.items() if between & marks]
    tag, dep = table.tags[theirs], table.deps[theirs]
    if kind == "cue":
        lemma = table.lemmas[theirs]
        beside = marking.meeting("contents", other[0] - 2, other[1] + 2)
        out += [f"lemma {lemma}", f"lemma {lemma} {side}", f"tag {tag} {side}", f"beside {beside} {side}"]
    else:
        out += [f"tag {tag}", f"dep {dep}", f"dep {dep} {side}", f"pronoun {tag in ('PRP', 'WP', 'WDT')}"]
    if kind == "source":
        out.append(f"lemma {table.lemmas[ours]} {side}")
    return out


def _bucket(distance: int) -> int:
    return next((number for number, most in enumerate((0, 1, 2, 4, 8, 16, 32, 64)) if distance <= most), 8)


def find_root(table: TokenTable, stretch: Stretch) -> int:
    """The token on which the others hang: a verb, noun or adjective, if any."""
    first, last = stretch
    roots = [i for i in range(first, last) if not first <= table.head_list[i] < last or table.head_list[i] == i]
    return next((i for i in roots if table.tags[i][:1] in _HEADS), roots[0] if roots else first)


def _tree(
    table: TokenTable, stretch: Stretch, other: Stretch, ours: int, theirs: int, *, related: bool, side: str
) -> list[str]:
    above, below = _climb(table, ours, other), _climb(table, theirs, stretch)
    out = [f"above {bool(above)}", f"below {bool(below)}"]
    for name, found in (("above", above), ("below", below)):
        if found:
            out += [f"{name} {found[0]}", f"{name} steps {min(found[1], 3)}"]
    if table.head_list[ours] == table.head_list[theirs]:
        out.append(f"sibling {table.deps[theirs]}")
    if related and not above and not below:
        out.append(f"unrelated {side}")
    return out


def _climb(table: TokenTable, token: int, goal: Stretch) -> tuple[str, int] | None:
    """The label of the branch on which a token hangs from a stretch, and the steps between, if it does."""
    for steps in range(_MAX_STEPS):
        head = table.head_list[token]
        if head == token:
            return None
        if goal[0] <= head < goal[1]:
            return table.deps[token], steps
        token = head
    return None


class Linker:
    """The weights of features for each kind of link."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self.weights = weights

    def link(self, marking: Marking) -> list[Link]:
        """A link for every content, in order."""
        out = []
        of_cues: dict[Stretch, tuple[Stretch | None, float]] = {}
        for content in marking.contents:
            cue, likelihood = self._choose(marking, content, "cue")
            if cue is None:
                source, sure = self._choose(marking, content, "speaker")
            else:
                if cue not in of_cues:
                    of_cues[cue] = self._choose(marking, cue, "source")
                source, sure = of_cues[cue]
            out.append(Link(content, cue, source, likelihood * sure))
        return out

    def _choose(self, marking: Marking, stretch: Stretch, kind: str) -> tuple[Stretch | None, float]:
        others = find_near(marking, stretch, kind)
        weights = self.weights[kind]
        sums = [
            round(sum(weights.get(name, 0.0) for name in description), DECIMALS)
            for description in (*(describe_link(marking, stretch, other, kind) for other in others), NONE)
        ]
        top = max(sums)
        exps = [exp(value - top) for value in sums]
        best = sums.index(top)
        return (others[best] if best < len(others) else None), exps[best] / sum(exps)
