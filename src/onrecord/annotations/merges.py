"""Merge variants of a speaker's name, or tell two people of one name apart.

Merges are a mapping: a speaker whom the machine has under an id, in one article or in all (""), is counted under the id
that the mapping gives.
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
    """What to add to the log to count ``speaker_ids``, and all counted as one of them, as ``into`` in every article."""
    merged = {speaker_id for speaker_id in speaker_ids if speaker_id != into}
    wanted = {key: into if target in merged else target for key, target in merges.items()}
    wanted.update({("", speaker_id): into for speaker_id in merged})
    return _find_changes(merges, {key: target for key, target in wanted.items() if key != ("", target)})


def split_speaker(
    merges: Merges, speaker_id: str, article_ids: Iterable[str], name: str
) -> tuple[list[SpeakerMerge], str]:
    """What to add to the log to count a speaker as another in these articles, and the new id (``ann-lee~striker``)."""
    slug = "-".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()) or "other"
    new = f"{speaker_id}~{slug}"
    variants = {variant for (article_id, variant), into in merges.items() if into == speaker_id and not article_id}
    wanted = dict(merges)
    for article_id in article_ids:
        wanted.update({(article_id, variant): new for variant in (speaker_id, *variants)})
    return _find_changes(merges, wanted), new


def undo_merges(merges: Merges, into: str) -> list[SpeakerMerge]:
    """What to add to the log so that no other speaker is counted as ``into`` any more."""
    return _find_changes(merges, {key: target for key, target in merges.items() if target != into})


def _find_changes(old: Merges, new: Merges) -> list[SpeakerMerge]:
    withdrawn = [SpeakerMerge(*key, None) for key in old if key not in new]
    return withdrawn + [SpeakerMerge(*key, into) for key, into in new.items() if old.get(key) != into]
