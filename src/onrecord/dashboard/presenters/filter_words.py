"""The active filters in words. Knows no Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.dashboard.text import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.dashboard.context import View

FIELD_NAMES = {
    "article": "article",
    "speaker": "speaker",
    "theme": "theme",
    "kind": "kind",
    "source": "outlet",
    "since": "since",
    "until": "until",
    "query": "search",
    "fold": "duplicates",
    "evidence": "speaker identification",
    "confidence": "confidence",
}


def value_name(view: View, name: str, value: str) -> str:
    """A value of a filter in words."""
    if name == "speaker":
        return view.name_of(value)
    if name == "query":
        return f"“{value}”"
    if name == "confidence":
        return f"at least {value}%"
    names = {"article": view.titles, "theme": view.theme_labels, "evidence": wording.EVIDENCE}.get(name, {})
    return names.get(value, value)


def each_value(view: View) -> Iterator[tuple[str, str, str]]:
    """The active filters, a value each: field, value, and the value in words."""
    for name in view.filters.active:
        held = getattr(view.filters, name)
        for value in held if isinstance(held, tuple) else [held]:
            yield name, str(value), "counted once" if name == "fold" else value_name(view, name, value)


def describe(view: View) -> list[str]:
    """The active filters, a field each with its values."""
    found: dict[str, list[str]] = {}
    for name, _, words in each_value(view):
        found.setdefault(FIELD_NAMES[name], []).append(words.strip("“”") if name == "query" else words)
    return [f"{name}: {', '.join(values)}" for name, values in found.items()]


def across(view: View, *names: str) -> str:
    """What leads the title of a chart that leaves these active filters aside: ``Across all speakers – ``."""
    held = [f"{FIELD_NAMES[name]}s" for name in names if name in view.filters.active]
    return f"Across all {' and '.join(held)} – " if held else ""
