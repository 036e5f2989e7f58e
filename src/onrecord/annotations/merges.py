"""Who is who over several articles, where a person knows better than the names do.

A mapping says: where this article (or any, "") has this speaker's id, count the speaker under that id instead. Merging
variants of a name and telling two people of one name apart are both made of such entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.annotations.annotation import SpeakerMerge, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onrecord.annotations.annotation import Annotation

    Merges = Mapping[tuple[str, str], str]


def merges_of(log: Iterable[Annotation]) -> dict[tuple[str, str], str]:
    """By (article's id or "", speaker's id), the id under which a person wants this speaker counted."""
    return {(one.article_id, one.speaker_id): str(one.into) for one in in_force(log, SpeakerMerge)}


def merge_speakers(merges: Merges, speaker_ids: Iterable[str], into: str) -> list[SpeakerMerge]:
    """What to add to the log to count ``speaker_ids`` as ``into`` in every article; what was counted as one of them
    follows.
    """
    gone = {speaker_id for speaker_id in speaker_ids if speaker_id != into}
    wanted = {key: into if becomes in gone else becomes for key, becomes in merges.items()}
    wanted.update({("", speaker_id): into for speaker_id in gone})
    return _changes(merges, {key: becomes for key, becomes in wanted.items() if key != ("", becomes)})


def split_speaker(
    merges: Merges, speaker_id: str, article_ids: Iterable[str], name: str
) -> tuple[list[SpeakerMerge], str]:
    """What to add to the log to count ``speaker_id`` as somebody else in these articles, and the new id
    (``ann-lee~striker``).
    """
    slug = "-".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()) or "other"
    new = f"{speaker_id}~{slug}"
    variants = {held for (article_id, held), becomes in merges.items() if becomes == speaker_id and not article_id}
    wanted = dict(merges)
    for article_id in article_ids:
        wanted.update({(article_id, held): new for held in (speaker_id, *variants)})
    return _changes(merges, wanted), new


def undo_merges(merges: Merges, becomes: str) -> list[SpeakerMerge]:
    """What to add to the log so that nobody is counted as ``becomes`` any more."""
    return _changes(merges, {key: held for key, held in merges.items() if held != becomes})


def _changes(before: Merges, after: Merges) -> list[SpeakerMerge]:
    gone = [SpeakerMerge(*key, None) for key in before if key not in after]
    return gone + [SpeakerMerge(*key, becomes) for key, becomes in after.items() if before.get(key) != becomes]
