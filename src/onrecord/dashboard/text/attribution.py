"""Whether a speaker claims the words of a statement, and how it is known who says them: the same words on every page.

Words that a speaker denies or refuses never stand without that mark: alone they would say the opposite of the article.
Plain text, and HTML that is escaped. Takes rows of ``statements``; knows no Streamlit.
"""

from __future__ import annotations

import re
from typing import Any

from onrecord.dashboard.text import escape, wording
from onrecord.statements.cues import find_cue, to_american

_NEGATION = re.compile(
    r"\b(?:not|cannot|never|without|nor|neither|no|hardly|barely|scarcely|against|out)\b|n['’]t\b", re.IGNORECASE
)
"""Words in a cue that tell by themselves that the speaker does not claim what follows."""

_IN_THE_WORDS = ("name", "short_name")
"""Evidence with which the words beside a statement name the speaker."""
_AROUND = ("floor", "inferred")
"""Evidence with which they say nothing of the speaker."""
_DOUBTFUL = 70
"""The confidence in percent below which a list says it."""
_RELATIVE = ("who", "which", "that")
"""Pronouns that stand right beside whom they mean: "Ada Quill, who said …"."""
_LONGEST = 40


def denial(row: Any) -> str:
    """Why the words of a statement are not the speaker's claim, as the article has it: "denied", "never said";
    "not claimed" where the cue does not tell by itself. Empty where the speaker claims them.
    """
    if not row.negated:
        return ""
    cue = " ".join(str(row.cue).split()) if wording.given(row.cue) else ""
    entry = find_cue(to_american(str(row.cue_lemma))) if wording.given(row.cue_lemma) else None
    if _NEGATION.search(cue) or (cue and entry is not None and entry.denies):
        return wording.shorten(cue, _LONGEST)
    return "not claimed"


def words(row: Any) -> str:
    """The words of a statement, led by its denial: "denied: the dam had cracked"."""
    mark = denial(row)
    return f"{mark}: {row.text}" if mark else str(row.text)


def denial_html(row: Any, *, leads: bool = True) -> str:
    """The denial as HTML; it ``leads`` the words, or stands by itself. Empty where there is none."""
    mark = escape.html(denial(row))
    if not mark:
        return ""
    title = "The speaker does not claim these words."
    return f'<span class="or-denied" title="{title}">{mark}{":" * leads}</span>{" " * leads}'


def inferred(row: Any, name: str) -> str:
    """How the speaker called ``name`` was found where the words beside the statement do not name them: "speaker
    inferred from “she”"; empty where they do, and where there is no speaker or a person chose the speaker.
    """
    if not wording.given(row.speaker_evidence) or row.speaker_evidence in _IN_THE_WORDS:
        return ""
    said = " ".join(str(row.source_text).split()) if wording.given(row.source_text) else ""
    if row.speaker_evidence in _AROUND or not said:
        return "speaker inferred"
    if name.casefold() in said.casefold() or said.casefold() in _RELATIVE:  # "participants" are called just that
        return ""
    return f"speaker inferred from “{wording.shorten(said, _LONGEST)}”"


def inferred_html(row: Any, name: str) -> str:
    """``inferred`` as HTML, explained to the pointer; empty where the words name the speaker."""
    found = inferred(row, name)
    if not found:
        return ""
    title = f"The article does not name {name} here. The parser took its words to mean this speaker: check them."
    if row.speaker_evidence in _AROUND:
        title = f"No words beside this statement say who speaks. The parser inferred {name}: check it."
    return f'<span class="or-inferred" title="{escape.html(title)}">{escape.html(found)}</span>'


def confidence(row: Any) -> str:
    """ "confidence 62%"."""
    return f"confidence {100 * float(row.confidence):.0f}%"


def is_doubtful(row: Any) -> bool:
    """Whether a statement is so uncertain that a list says it."""
    return 100 * float(row.confidence) < _DOUBTFUL
