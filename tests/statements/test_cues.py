"""The cue list."""

from __future__ import annotations

from onrecord.dashboard.text import wording
from onrecord.schema import SENSES
from onrecord.statements.cues import find_cue, find_sense, load_cues


def test_every_cue_has_a_sense_and_a_frame() -> None:
    assert len(load_cues()) > 150
    assert all(cue.sense and cue.frames for cue in load_cues().values())


def test_british_spellings_are_found() -> None:
    cue = find_cue("criticise")
    assert cue is not None
    assert cue.lemma == "criticize"


def test_other_words_are_none() -> None:
    assert find_cue("walk") is None


def test_every_sense_is_one_that_tables_and_views_know() -> None:
    senses = {cue.sense for cue in load_cues().values()}
    assert senses == set(SENSES) == set(wording.SENSES)


def test_how_something_is_said() -> None:
    assert find_sense("criticise") == find_sense("criticize") == "blame"
    assert find_sense("according to") == "say"
    assert (find_sense("call", "called"), find_sense("call", "has called for")) == ("say", "call for")
    assert (find_sense("deny", "denied"), find_sense("deny", "did not deny")) == ("deny", None)
    assert find_sense("whistle") is None
