"""Reported clauses: what is said, whose it is, and what only looks like a report."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord import parse


def find(text: str) -> list[tuple[Any, Any, str]]:
    """Source, cue and words of each statement."""
    rows = parse(text).statements.to_dict("records")
    return [(row["source_text"], row["cue"], row["text"]) for row in rows]


@pytest.mark.parametrize(
    ("claim", "source", "cue"),
    [
        ("One child in three goes to school without breakfast", "a survey by the Kisumu teachers", "found"),
        ("Rents have doubled since the tram came", "figures from the land registry", "show"),
        ("Half of the wells ran dry in May", "a joint study of Akvo, Delta Trust and Nabard", "showed"),
        ("The reef lost a third of its coral and will not recover soon", "new research", "suggests"),
        ("Nine of ten lorries were overloaded, some by four tonnes", "an audit", "has found"),
        (
            "Lenders with loans to shippers have more to lose from tariffs and are the first to be hit",
            "Ferris Bank analysts",
            "say",
        ),
    ],
)
def test_the_clause_that_ends_a_sentence_has_the_whole_claim_before_it(claim: str, source: str, cue: str) -> None:
    assert find(f"{claim}, {source} {cue}.") == [(source, cue.split()[-1], claim)]


def test_a_closing_clause_may_say_where_it_was_said() -> None:
    text = "Shares in Tarn could fall as output slips and debts rise, Calloway analyst Divya Menon writes in a note."
    (row,) = find(text)
    assert row == ("Calloway analyst Divya Menon", "writes", text.split(", Calloway")[0])


@pytest.mark.parametrize(
    "text",
    [
        "It was the coldest winter, the worst that the islanders had seen.",
        "He left the meeting early, the door never closed, and nobody asked.",
        "The flood took the bridge, the mill and everything the family owned.",
        "She painted the wall, a job her brother never finished.",
    ],
)
def test_other_ends_of_sentences_report_nothing(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("stamp", ["0834 GMT - ", "(14:05) ", "10.32am: ", "[09:15] ", "10:32 a.m. ET — "])
def test_a_time_stamp_is_no_part_of_a_statement(stamp: str) -> None:
    assert find(f"{stamp}The tunnel will open in May, Orla Brandt said.") == [
        ("Orla Brandt", "said", "The tunnel will open in May")
    ]


@pytest.mark.parametrize("start", ["The 0912 train", "The 09:15 to Leeds"])
def test_other_times_belong_to_what_is_said(start: str) -> None:
    assert find(f"{start} will not run, Orla Brandt said.") == [("Orla Brandt", "said", f"{start} will not run")]
