"""Reads articles with gold attributions: PolNeAR's text files and their annotations in brat's standoff format.

A folder holds ``text/NAME.txt`` and ``attributions/NAME_ANNOTATOR.ann``, whose events link spans of Source, Cue and
Content (Newell et al. 2018, PolNeAR).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, as annotated: spans of the source, the cue and the content, each maybe in parts."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def read_attributions(annotation: str) -> list[Attribution]:
    """The attributions of a brat file that have a content."""
    spans: dict[str, tuple[Span, ...]] = {}
    events = []
    for line in annotation.splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T") and "\t" in rest:
            bounds = rest.split("\t", 1)[0].split(" ", 1)[1]
            spans[key] = tuple(Span(*map(int, part.split())) for part in bounds.split(";"))
        elif key.startswith("E"):
            events.append(rest.split())
    out = []
    for event in events:
        parts: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for argument in event:
            role, _, ref = argument.partition(":")
            name = re.sub(r"\d+$", "", role)
            if name in parts:
                parts[name].extend(spans.get(ref, ()))
        if parts["Content"]:
            out.append(Attribution(*(tuple(sorted(parts[name])) for name in ("Source", "Cue", "Content"))))
    return out


def read_folder(folder: Path) -> Iterator[tuple[str, list[Attribution]]]:
    """The articles of a folder, each with its attributions. Raises ``ValueError`` where there are none."""
    files: dict[str, Path] = {}
    for path in sorted(folder.glob("attributions/*.ann")):
        files.setdefault(path.stem.rsplit("_", 1)[0], path)
    texts = sorted(folder.glob("text/*.txt"))
    if not files or not texts:
        raise ValueError(f"{folder} holds no text/*.txt with attributions/*.ann. Name the folder that holds both.")
    for path in texts:
        if path.stem in files:
            yield path.read_bytes().decode(), read_attributions(files[path.stem].read_text(encoding="utf-8"))
