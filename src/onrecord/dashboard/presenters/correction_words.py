"""The correction log in words. Plain text: escape it where it is shown. Knows no Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.annotations import Correction, SpeakerMerge, ThemeOverride
from onrecord.dashboard.text import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from onrecord.annotations import Annotation

TABLE_NAMES = {"statements": "statement", "speakers": "speaker", "figures": "figure", "theme": "theme", "merge": "name"}
FIELD_NAMES = {
    ("statements", "row"): "It is a statement",
    ("statements", "speaker_id"): "Said by",
    ("statements", "kind"): "Kind",
    ("statements", "spans"): "Exact words",
    ("statements", "negated"): "Denied or refused",
    ("speakers", "name"): "Name",
    ("speakers", "kind"): "Type of speaker",
    ("speakers", "role"): "Role",
    ("speakers", "organisation"): "Organisation",
    ("speakers", "parent_organisation"): "Parent organisation",
    ("speakers", "country"): "Country",
    ("figures", "row"): "It is a figure",
    ("figures", "value"): "Value",
    ("figures", "value_high"): "Upper end",
    ("figures", "value_from"): "Changed from",
    ("figures", "comparator"): "Comparator",
    ("figures", "unit"): "Unit",
    ("figures", "dimension"): "Kind of quantity",
    ("figures", "direction"): "Direction",
    ("figures", "what"): "Refers to",
    ("figures", "period"): "Period",
}
"""What each field that can be corrected is called."""
_VERDICTS = {"right": "correct as is", "wrong": "removed", "withdrawn": "undone"}


def value(one: Correction, name: str, held: dict[str, Any], name_of: Callable[[str], str]) -> str:
    """A field's value in ``held``, the machine's or a person's, in words."""
    found = held.get(name)
    if name == "speaker_id":
        if found is None:
            return wording.UNATTRIBUTED
        return str(held["speaker_name"]) if "speaker_name" in held else name_of(str(found))
    if name == "spans":
        return "changed"
    if found is None:
        return "empty"
    if isinstance(found, bool):
        return "yes" if found else "no"
    if name in ("value", "value_high", "value_from"):
        return wording.number(float(found))
    if (one.table, name) == ("figures", "dimension"):
        return wording.DIMENSIONS[str(found)]
    return str(found)


def changes(one: Correction, name_of: Callable[[str], str]) -> list[str]:
    """What was changed, a field each: ``Said by: Bo (was Ada)``."""
    before, after = one.machine_fields, one.human_fields
    found = []
    for name in (name for name in after if (one.table, name) in FIELD_NAMES):
        words = f"{FIELD_NAMES[one.table, name]}: {value(one, name, after, name_of)}"
        if name != "spans":
            words += f" (was {value(one, name, before, name_of)})"
        found.append(words)
    return found


def said(one: Annotation, name_of: Callable[[str], str], theme_labels: Mapping[str, str] | None = None) -> str:
    """What was decided on the row, by whom, when and why, in a sentence."""
    what = ""
    if isinstance(one, Correction):
        what = "; ".join(changes(one, name_of)) if one.verdict == "changed" else _VERDICTS[one.verdict]
    elif isinstance(one, ThemeOverride):
        theme = (theme_labels or {}).get(one.theme_id, one.theme_id)
        verb = _VERDICTS["withdrawn"] + ":" if one.holds is None else "added" if one.holds else "removed"
        what = f"{verb} theme {theme}: “{wording.shorten(one.text, 90)}”"
    elif isinstance(one, SpeakerMerge):
        name = name_of(one.speaker_id)
        what = f"{name} is no longer merged" if one.into is None else f"{name} was merged into {name_of(one.into)}"
    return f"{wording.capital(what)}. {signature(one)}"


def signature(one: Annotation) -> str:
    """Who said so, when and why."""
    when = f", {one.made.replace('T', ' ')[:16]} UTC" if one.made else ""
    why = f": {one.why}" if one.why else ""
    return f"{one.who or 'No name given'}{when}{why}"
