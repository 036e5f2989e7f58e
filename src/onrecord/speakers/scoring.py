"""Scores: whom a pronoun or a description stands for, of all who can be meant, and how sure that is.

A weighted sum of features of each candidate, after Lappin and Leass (1994): whoever has the most is meant, where that
is enough and enough more than anybody else has; else nobody is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onrecord.speakers.entities import Entity
    from onrecord.speakers.nominals import Nominal
    from onrecord.types import SpeakerEvidence

PRONOUN_WEIGHTS: Mapping[str, float] = {
    "sentences back": -2.0,
    "paragraphs back": -3.0,
    "subject": 3.0,
    "spoke last in the paragraph": 2.0,
    "spoke last before it": 3.5,  # where nobody has spoken in the paragraph yet
    "somebody else spoke since": -1.5,
    "goes on": 3.0,  # "he added"
    "answers": -8.0,  # "he replied": not whoever asked
    "gender is stated": 3.0,
    "gender is a first name's": 1.5,
    "within what others say": -4.0,
    "has no name": -0.5,
    "is a body": -2.5,  # for "they"
}
DESCRIPTION_WEIGHTS: Mapping[str, float] = {
    "has the role": 4.0,
    "has a role it covers": 2.5,
    "can be said of anybody": 1.5,
    "is the only one near": 1.5,
    "modifiers agree": 1.5,
    "modifiers clash": -3.0,
    "is of the other gender": -9.0,
    "is named only later": -1.5,
    "spoke last in the paragraph": 1.5,
    "spoke last before it": 1.0,
    "subject of the sentence before": 1.5,
    "paragraphs back": -0.3,
    "has no name": -0.5,
}
MIN_PRONOUN_SCORE = -10.0
"""Of "he" and "she", whom few others than the people near can be."""
MIN_OTHER_SCORE = -2.0
"""Of "they" and "it", which stand for all kinds of things."""
MIN_DESCRIPTION_SCORE = 2.5
MIN_DESCRIPTION_LEAD = 0.5
"""By how much the one whom a description stands for must lead the next: two ministers are nobody."""
MAX_LEAD = 9.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a source is, if that can be told, how it was found, and how likely it is right, from 0 to 1."""

    entity: Entity | None
    evidence: SpeakerEvidence | None = None
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be meant: somebody known, or a nominal that is nobody known yet, with the features that speak for it."""

    who: Entity | Nominal
    place: int
    features: Mapping[str, float]

    def score(self, weights: Mapping[str, float]) -> float:
        """The weighted sum of its features."""
        return sum(weights[name] * value for name, value in self.features.items())


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate that is meant, with its score and by how much it leads the next one."""

    who: Entity | Nominal
    score: float
    lead: float


def choose(candidates: Iterable[Candidate], weights: Mapping[str, float], least: float) -> Choice | None:
    """The candidate with the highest score, the later of equals; None where no one has ``least``."""
    best: dict[Entity | Nominal, tuple[float, int]] = {}
    for candidate in candidates:
        found = (candidate.score(weights), candidate.place)
        best[candidate.who] = max(best.get(candidate.who, found), found)
    ranked = sorted(best.items(), key=lambda entry: entry[1], reverse=True)
    if not ranked or ranked[0][1][0] < least:
        return None
    (who, (score, _)), *rest = ranked
    lead = min(score - rest[0][1][0], MAX_LEAD) if rest else MAX_LEAD
    return Choice(who, score, lead)


_CERTAINTIES: Mapping[str, float] = {
    "name": 4.0,
    "short name": 3.5,
    "name beside": 3.5,
    "own words": 2.2,
    "own words, definite": -0.2,  # "the nominee": most often somebody whom the article names, if one knew whom
    "document": 2.7,
    "description": 1.5,
    "pronoun": 2.2,
    "antecedent": 1.0,
    "first person": 1.0,
    "floor": 2.9,
}
"""Log odds that a speaker found so is right, before what is added for its score and its lead."""
_OF_LEAD, _OF_SCORE = 0.15, 0.15
_MAX_EACH = 6.0


def estimate_certainty(how: str, choice: Choice | None = None) -> float:
    """How likely a speaker is right who was found in this way, with the score and the lead of the choice."""
    odds = _CERTAINTIES[how]
    if choice is not None:
        odds += _OF_LEAD * min(choice.lead, _MAX_EACH) + _OF_SCORE * max(-_MAX_EACH, min(choice.score, _MAX_EACH))
    return 1.0 / (1.0 + exp(-odds))
