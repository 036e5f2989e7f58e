"""The cue list."""

from __future__ import annotations

from onrecord.dashboard.text import wording
from onrecord.schema import SENSES
from onrecord.statements.cues import find_cue, lexicon, sense_of


def test_every_cue_has_a_sense_and_a_frame() -> None:
    assert len(lexicon()) > 150
    assert all(cue.sense and cue.frames for cue in lexicon().values())


def test_british_spellings_are_found() -> None:
    cue = find_cue("criticise")
    assert cue is not None
    assert cue.lemma == "criticize"


def test_other_words_are_none() -> None:
    assert find_cue("walk") is None


def test_every_sense_is_one_that_tables_and_views_know() -> None:
    senses = {cue.sense for cue in lexicon().values()}
    assert senses == set(SENSES) == set(wording.SENSES)


def test_how_something_is_said() -> None:
    assert sense_of("criticise") == sense_of("criticize") == "blame"
    assert sense_of("according to") == "say"
    assert (sense_of("call", "called"), sense_of("call", "has called for")) == ("say", "call for")
    assert sense_of("whistle") is None
