"""Who is who over several articles, where a person knows better than the names do.

A decision says: where this article (or any, "") has this speaker's id, count the speaker under that id instead. Merging
variants of a name and telling two people of one name apart are both made of such decisions, and both can be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Same = Mapping[tuple[str, str], str]


def merge_speakers(same: Same, speaker_ids: Iterable[str], into: str) -> dict[tuple[str, str], str]:
    """``same`` with ``speaker_ids`` counted as ``into`` in every article; what was counted as one of them follows."""
    gone = {speaker_id for speaker_id in speaker_ids if speaker_id != into}
    held = {key: into if becomes in gone else becomes for key, becomes in same.items()}
    held.update({("", speaker_id): into for speaker_id in gone})
    return {key: becomes for key, becomes in held.items() if key != ("", becomes)}


def split_speaker(
    same: Same, speaker_id: str, article_ids: Iterable[str], name: str
) -> tuple[dict[tuple[str, str], str], str]:
    """``same`` with ``speaker_id`` counted as somebody else in these articles, and the new id (``ann-lee~striker``)."""
    slug = "-".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()) or "other"
    new = f"{speaker_id}~{slug}"
    original = {key for key, becomes in same.items() if becomes == speaker_id and not key[0]}
    held = dict(same)
    for article_id in article_ids:
        for _, one in [("", speaker_id), *original]:
            held[article_id, one] = new
    return held, new


def undo_merges(same: Same, becomes: str) -> dict[tuple[str, str], str]:
    """``same`` without what counts anybody as ``becomes``."""
    return {key: held for key, held in same.items() if held != becomes}
