"""Confidence: surer with whatever is surer, and never beyond what its numbers allow."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.speakers.confidence import find_confidence, load_calibration
from onrecord.types import SpeakerEvidence, SpeakerKind

SHARES = st.floats(0, 1)
KNOWN = st.tuples(st.sampled_from((*get_args(SpeakerKind), None)), st.sampled_from((*get_args(SpeakerEvidence), None)))


@given(SHARES, SHARES, st.sampled_from(("rule", "model")), KNOWN, SHARES)
def test_what_is_surer_makes_a_statement_surer(
    one: float, two: float, method: str, known: tuple[SpeakerKind | None, SpeakerEvidence | None], other: float
) -> None:
    low, high = sorted((one, two))
    assert find_confidence(low, method, *known, other) <= find_confidence(high, method, *known, other)
    assert find_confidence(other, method, *known, low) <= find_confidence(other, method, *known, high)
    assert 0 <= find_confidence(low, method, *known, other) <= 1


@pytest.mark.parametrize("evidence", get_args(SpeakerEvidence))
def test_no_speaker_is_no_wrong_speaker(evidence: SpeakerEvidence) -> None:
    said_by = find_confidence(0.9, "rule", "person", evidence, 0.5)
    assert said_by <= find_confidence(0.9, "rule", None, None, 1.0)


def test_every_input_has_its_number() -> None:
    calibration = load_calibration()
    assert set(calibration.found_by) == {"rule", "model"}
    assert set(calibration.evidence) == set(get_args(SpeakerEvidence))
    assert set(calibration.kind) == set(get_args(SpeakerKind))
    assert min(calibration.of_words, calibration.of_certainty, calibration.of_words_for_speaker) >= 0
