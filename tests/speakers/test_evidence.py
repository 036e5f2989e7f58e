"""How the speaker of a statement was found, and whether the speaker claims the words: two columns of every row."""

from __future__ import annotations

import pytest

from onrecord import parse

FIRST = "Marta Ruiz, the trade minister, said the port was closed. "


@pytest.mark.parametrize(
    ("second", "evidence"),
    [
        ("Marta Ruiz said the cranes had stopped.", "name"),
        ("The minister, Marta Ruiz, said the cranes had stopped.", "name"),
        ("Ruiz said the cranes had stopped.", "short_name"),
        ("The minister said the cranes had stopped.", "description"),
        ("She said the cranes had stopped.", "pronoun"),
        ("The Dockers' Union said the cranes had stopped.", "name"),
        ("Residents said the cranes had stopped.", "description"),
    ],
)
def test_a_statement_tells_how_its_speaker_was_found(second: str, evidence: str) -> None:
    said = parse(FIRST + second).statements
    assert said["speaker_evidence"].tolist() == ["name", evidence]


def test_without_a_speaker_there_is_no_evidence() -> None:
    said = parse("He said it was late.").statements
    assert said["speaker_evidence"].isna().all()


def test_the_certainty_of_the_speaker_is_part_of_the_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from onrecord import parser

    resolve = parser.resolve_speakers

    def confidence(certainty: float) -> float:
        monkeypatch.setattr(
            parser, "resolve_speakers", lambda *given: replace(resolve(*given), certainty_of=[certainty])
        )
        return float(parse(FIRST).statements["confidence"][0])

    assert confidence(0.5) < confidence(1.0)


def test_every_statement_says_whether_it_is_claimed() -> None:
    assert parse(FIRST).statements["negated"].tolist() == [False]
