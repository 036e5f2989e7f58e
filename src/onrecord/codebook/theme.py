"""What a codebook says: themes with the terms that show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """What a statement can be about.

    Attributes:
        id: stands in the tables.
        label: what readers see.
        terms: the words and phrases that show it.
        exclude: phrases inside which no term counts.
        group, definition, example: for readers; each may be missing.
        retired: it stays in the codebook, but is not looked for.
    """

    id: str
    label: str
    terms: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    group: str | None = None
    definition: str | None = None
    example: str | None = None
    retired: bool = False


@dataclass(frozen=True)
class CodebookFields:
    """Themes in order, with an id, a version and a title to cite them by."""

    id: str
    version: str
    title: str
    themes: tuple[Theme, ...]
