"""Statements: what is said, how it is introduced, and where it begins and ends."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord import parse


def statements(text: str) -> list[dict[str, Any]]:
    return parse(text).statements.to_dict("records")


def only(text: str) -> dict[str, Any]:
    (row,) = statements(text)
    return row


@pytest.mark.parametrize(
    ("text", "source", "cue", "said"),
    [
        ("Marta Ruiz said that the bridge was safe.", "Marta Ruiz", "said", "the bridge was safe"),
        ("Marta Ruiz said the bridge was safe.", "Marta Ruiz", "said", "the bridge was safe"),
        ("The bridge was safe, Marta Ruiz said.", "Marta Ruiz", "said", "The bridge was safe"),
        ("According to the ministry, the bridge was safe.", "the ministry", "According to", "the bridge was safe"),
        ("The bridge was safe, according to the ministry.", "the ministry", "according to", "The bridge was safe"),
        ("Marta Ruiz called for a new bridge.", "Marta Ruiz", "called for", "a new bridge"),
        (
            "Marta Ruiz described the bridge as a danger to all.",
            "Marta Ruiz",
            "described",
            "the bridge as a danger to all",
        ),
        (
            "Marta Ruiz stressed the need for a new bridge.",
            "Marta Ruiz",
            "stressed",
            "the need for a new bridge",
        ),
        (
            "Marta Ruiz urged the city to close the bridge.",
            "Marta Ruiz",
            "urged",
            "the city to close the bridge",
        ),
        ("Marta Ruiz vowed to close the bridge.", "Marta Ruiz", "vowed", "to close the bridge"),
    ],
)
def test_indirect_statements(text: str, source: str, cue: str, said: str) -> None:
    row = only(text)
    assert (row["source_text"], row["cue"], row["text"], row["kind"]) == (source, cue, said, "indirect")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"The bridge is safe," Marta Ruiz said.', "The bridge is safe"),
        ('"The bridge is safe," said Marta Ruiz.', "The bridge is safe"),
        ("“The bridge is safe,” said Marta Ruiz, the city’s engineer.", "The bridge is safe"),
        ('Marta Ruiz said: "The bridge is safe."', "The bridge is safe."),
        ('Marta Ruiz told reporters, "The bridge is safe."', "The bridge is safe."),
        ('"Is the bridge safe?" Marta Ruiz asked.', "Is the bridge safe?"),
    ],
)
def test_direct_statements(text: str, said: str) -> None:
    row = only(text)
    assert (row["text"], row["kind"], row["speaker_id"]) == (said, "direct", "marta-ruiz")


def test_a_statement_around_its_cue_is_one_with_two_spans() -> None:
    text = "“The bridge,” Marta Ruiz said, “is safe for another ten years.”"
    row = only(text)
    spans = row["spans"]
    assert [text[start:end] for start, end in spans] == ["The bridge", "is safe for another ten years."]
    assert (row["start"], row["end"]) == (spans[0][0], spans[-1][1])


def test_a_quotation_in_the_next_sentence_goes_on() -> None:
    row = only("“The bridge is safe,” Marta Ruiz said. “We tested every cable.”")
    assert row["text"] == "The bridge is safe … We tested every cable."


def test_a_part_in_quotation_marks_makes_a_statement_mixed() -> None:
    row = only("Marta Ruiz said the bridge was “as safe as any house in town” today.")
    assert row["kind"] == "mixed"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Marta Ruiz said the vote was “a stitch-up”.", "mixed"),
        ("Marta Ruiz said the consultation had been “very useful” for the town.", "mixed"),
        ("Marta Ruiz said “The Iron Bridge” was a good film to see.", "indirect"),
        ("Marta Ruiz said the vote was a stitch-up.", "indirect"),
    ],
)
def test_a_word_or_two_in_quotation_marks_make_a_statement_mixed_a_title_does_not(text: str, kind: str) -> None:
    assert only(text)["kind"] == kind


def test_scare_quotes_and_titles_are_no_statements() -> None:
    assert statements("The so-called “Iron Bridge” opened in May.") == []
    assert statements("Her novel, “The Iron Bridge,” won a prize.") == []
    said = only("Her novel, “The Iron Bridge,” says nothing of the town.")  # the novel says it, its title is not said
    assert (said["text"], said["cue"]) == ("nothing of the town", "says")


def test_two_cues_share_a_subject() -> None:
    rows = statements("Marta Ruiz said the bridge was safe and added that it would open in May.")
    assert [(row["cue"], row["speaker_id"]) for row in rows] == [("said", "marta-ruiz"), ("added", "marta-ruiz")]


def test_a_passive_without_an_agent_has_an_unnamed_source() -> None:
    tables = parse("The bridge was deemed unsafe for lorries.")
    (row,) = tables.statements.to_dict("records")
    (speaker,) = tables.speakers.to_dict("records")
    assert row["source_text"] is None
    assert speaker["kind"] == "unnamed"


def test_a_passive_with_an_agent_names_it() -> None:
    row = only("The bridge was described as unsafe by Marta Ruiz.")
    assert row["speaker_id"] == "marta-ruiz"


def test_a_named_source_goes_before_a_passive() -> None:
    row = only("Some 300 lorries are expected to cross the bridge, police said.")
    assert row["source_text"] == "police"


def test_what_a_speaker_reports_in_turn_is_nested() -> None:
    row = only("Marta Ruiz said that engineers had warned that the bridge was unsafe.")
    assert (row["source_text"], row["nested_source"]) == ("Marta Ruiz", "engineers")


def test_a_paragraph_of_quotation_alone_belongs_to_the_last_speaker() -> None:
    text = "“The bridge is safe,” Marta Ruiz said.\n\n“We have tested every cable in it, and every bolt.”"
    first, second = statements(text)
    assert second["speaker_id"] == first["speaker_id"] == "marta-ruiz"
    assert second["cue"] is None
    assert second["confidence"] < first["confidence"]


def test_an_unclosed_quotation_costs_its_paragraph_only() -> None:
    text = "“The bridge is safe, Marta Ruiz said.\n\n“It opens in May,” said Tom Hale.\n\n“No,” said Ann Lee loudly."
    assert "tom-hale" in {row["speaker_id"] for row in statements(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened in May.",
        "There is no bridge in the town.",
        "Lorries cross the bridge to reach the port.",
    ],
)
def test_plain_narration_has_no_statements(text: str) -> None:
    assert statements(text) == []


def test_a_denial_of_speaking_is_no_statement() -> None:
    assert all(row["cue"] != "stressed" for row in statements("Marta Ruiz did not stress the need for a bridge."))


def test_a_dateline_is_no_source() -> None:
    row = only("PORTVILLE, May 3 (Newswire) - The council said the bridge was safe.")
    assert row["source_text"] == "The council"


def test_british_and_american_spellings_share_a_lemma() -> None:
    american = only("Marta Ruiz emphasized that the bridge was safe.")
    british = only("Marta Ruiz emphasised that the bridge was safe.")
    assert american["cue_lemma"] == british["cue_lemma"] == "emphasize"
