"""The cue list."""

from __future__ import annotations

from onrecord.statements.cues import find_cue, lexicon


def test_every_cue_has_a_sense_and_a_frame() -> None:
    assert len(lexicon()) > 150
    assert all(cue.sense and cue.frames for cue in lexicon().values())


def test_british_spellings_are_found() -> None:
    cue = find_cue("criticise")
    assert cue is not None
    assert cue.lemma == "criticize"


def test_other_words_are_none() -> None:
    assert find_cue("walk") is None
