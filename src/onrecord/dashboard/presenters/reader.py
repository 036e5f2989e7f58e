"""What the page Read says beside an article: who speaks in each statement, and how much is said. Knows no Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.dashboard.text import attribution, wording
from onrecord.dashboard.text.article_html import Voice
from onrecord.query import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.dashboard.context import View
    from onrecord.tables import Tables


def summary(view: View, held: Tables, shown: Tables, *, narrowed: bool) -> str:
    """How much is said in one article and by how many; ``narrowed``: and how much of it matches the filters."""
    keys = view.keys_of(held.statements)
    speakers = keys[keys != NOBODY].nunique()
    words = wording.counted(len(keys), "statement")
    if speakers:
        words += f" by {wording.counted(speakers, 'speaker')}"
    elif len(keys):
        words += ", unattributed"
    if not narrowed:
        return words
    return f"{len(shown.statements):,} of {words} {wording.noun(len(shown.statements), 'matches', 'match')} the filters"


def voice_of(view: View, held: Tables, shown: Tables) -> Callable[[Any], Voice]:
    """A function from a row of ``statements`` to who speaks in it, with the name and role that this article gives."""
    about = {row.speaker_id: row for row in held.speakers.itertuples()}
    kept = set(shown.statements["statement_id"])

    def voice(row: Any) -> Voice:
        key = view.key_of(row)
        speaker = about.get(row.speaker_id) if key != NOBODY else None
        name = wording.capital(str(speaker.name)) if speaker else view.name_of(key)
        role = wording.role(speaker) if speaker else ""
        inferred = attribution.inferred(row, str(speaker.name)) if speaker else ""
        return Voice(key, name, role, view.colour_of(key), row.statement_id in kept, inferred)

    return voice
