"""Confidence: how likely a statement's words and its real speaker are both right.

Two judgements are multiplied, each a logistic function of what is known. Whether these are words that somebody said:
of the finder's own probability and of who found them, the rules or the model. Whether that is the speaker: of how the
speaker was found (a full name in the source's words is surer than "he"), of its kind (a person's name is easier to get
whole than a body's), of how clear that was, and again of the finder's probability. The few numbers are in
``data/confidence.toml``; ``benchmarks/confidence.py`` fits them to articles that were read by hand and says how far the
result can be trusted.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.types import SpeakerEvidence, SpeakerKind

_DECIMALS = 3
"""Of logits, so that no last bit, which differs between processors, shows in a confidence."""
_MIN, _MAX = 0.02, 0.98
"""Nothing that goes in counts as surer than this."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of both judgements.

    ``found_by``, ``evidence`` and ``kind`` are where they start: by who found the words, by how the speaker was found
    and by its kind. The others say how much each input counts, and none is negative: whatever is surer makes the result
    surer.
    """

    found_by: Mapping[str, float]
    of_words: float
    evidence: Mapping[str, float]
    kind: Mapping[str, float]
    of_certainty: float
    of_words_for_speaker: float

    def words(self, probability: float, method: str) -> float:
        """How likely these are words that somebody said, with these bounds."""
        return _squash(self.found_by[method] + self.of_words * find_logit(probability))

    def speaker(self, probability: float, kind: str, evidence: str | None, certainty: float) -> float:
        """How likely this is the speaker, if the words are right."""
        start = self.kind[kind] + (self.evidence[evidence] if evidence else 0.0)
        sure = self.of_certainty * find_logit(certainty)
        return _squash(start + sure + self.of_words_for_speaker * find_logit(probability))


def find_logit(probability: float) -> float:
    """The logarithm of the odds, kept within bounds."""
    kept = min(max(probability, _MIN), _MAX)
    return round(log(kept / (1 - kept)), _DECIMALS)


def _squash(logit: float) -> float:
    return 1 / (1 + exp(-round(logit, _DECIMALS)))


@cache
def load_calibration() -> Calibration:
    """The numbers that come with the package, read once per process."""
    return Calibration(**tomllib.loads(files("onrecord.data").joinpath("confidence.toml").read_text(encoding="utf-8")))


def find_confidence(
    probability: float, method: str, kind: SpeakerKind | None, evidence: SpeakerEvidence | None, certainty: float
) -> float:
    """How likely a statement's words and speaker are both right; where it has no speaker, how likely its words are.

    ``probability`` is the finder's, ``certainty`` how clear it was who speaks, both from 0 to 1.

    Example:
        >>> find_confidence(0.9, "rule", "person", "name", 0.95) > find_confidence(0.9, "rule", "person", "name", 0.6)
        True
    """
    calibration = load_calibration()
    words = calibration.words(probability, method)
    speaker = 1.0 if kind is None else calibration.speaker(probability, kind, evidence, certainty)
    return round(words * speaker, 2)
