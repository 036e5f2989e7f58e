"""Speakers: people, bodies and groups, with their roles, from the places where they are named."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.values import Mention, Sentence, Speaker, Statement


@dataclass(frozen=True)
class Cast:
    """The speakers of an article, where each is named, and who says each statement (``speaker_of[i]``)."""

    speakers: list[Speaker]
    mentions: list[Mention]
    speaker_of: list[str | None]


def resolve(text: str, sentences: list[Sentence], statements: list[Statement]) -> Cast:
    return Cast([], [], [None] * len(statements))
