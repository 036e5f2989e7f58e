"""Write annotations as a table and read them from CSV, also from the files of earlier versions."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from onrecord.annotations.annotation import Correction, SpeakerMerge, ThemeOverride, hull_of
from onrecord.errors import AnnotationError
from onrecord.spreadsheet_safety import unguard_formula
from onrecord.tables import read_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from onrecord.annotations.annotation import Annotation, Verdict

COLUMNS = ("kind", "article_id", "key", "verdict", "machine", "human", "who", "why", "made")
"""The columns of annotations as a table.

``kind`` is the table of a correction, ``theme`` or ``merge``; ``key`` names the row: ``start-end``, a speaker's id, or
``start-end:theme``; ``verdict`` is that of a correction, ``yes`` or ``no``, ``merged``, or of any kind ``withdrawn``;
``machine`` and ``human`` are JSON objects.
"""
_MAY_LACK = ("machine", "human", "who", "why", "made")
_OLD_CORRECTIONS = ("table", "article_id", "key", "verdict", "machine", "human")
_OLD_THEMES = ("article_id", "start", "end", "theme_id", "decision")


def to_row(one: Annotation) -> tuple[str, ...]:
    """An annotation as text, in the order of ``COLUMNS``."""
    machine: dict[str, Any] = {}
    human: dict[str, Any] = {}
    verdict = "withdrawn"
    if isinstance(one, Correction):
        verdict, machine, human = one.verdict, one.machine_fields, one.human_fields
    elif isinstance(one, ThemeOverride):
        verdict = verdict if one.holds is None else "yes" if one.holds else "no"
        human = {"statement": one.text}
    elif isinstance(one, SpeakerMerge) and one.into is not None:
        verdict, human = "merged", {"speaker_id": one.into}
    values = (json.dumps(fields, ensure_ascii=False) for fields in (machine, human))
    return (*one.target, verdict, *values, one.who, one.why, one.made)


def to_frame(log: Iterable[Annotation]) -> pd.DataFrame:
    """Annotations as a table with the columns ``COLUMNS``, the oldest first."""
    return pd.DataFrame(map(to_row, log), columns=list(COLUMNS), dtype="string[pyarrow]")


def from_row(row: Mapping[str, str], number: int = 0) -> Annotation:
    """An annotation from the text of each column, as of ``to_row``. Raises ``AnnotationError`` if one is wrong."""
    kind, article_id, key, verdict = (row[column] for column in COLUMNS[:4])
    machine, human = (_read_object(column, row.get(column) or "{}") for column in ("machine", "human"))
    about: dict[str, Any] = {name: row.get(name, "") for name in ("who", "why", "made")}
    about["number"] = number
    if kind == ThemeOverride.KIND:
        if verdict not in _HOLDS:
            raise AnnotationError(f"verdict is {verdict!r}. Write yes, no or withdrawn.")
        span, _, theme_id = key.partition(":")
        text = str(human.get("statement", ""))
        return ThemeOverride(article_id, *hull_of(span), theme_id, _HOLDS[verdict], text, **about)
    if kind == SpeakerMerge.KIND:
        into = human.get("speaker_id")
        if (verdict == "merged") != isinstance(into, str) or verdict not in ("merged", "withdrawn"):
            raise AnnotationError(f"verdict is {verdict!r}. Write merged, with human's speaker_id, or withdrawn.")
        return SpeakerMerge(article_id, key, into, **about)
    fields = _read_fields(machine).items()
    machine_pairs = tuple((name, value) for name, value in fields if not isinstance(value, (list, dict)))
    human_pairs = tuple(_read_fields(human).items())
    return Correction(kind, article_id, key, cast("Verdict", verdict), machine_pairs, human_pairs, **about)


_HOLDS = {"yes": True, "no": False, "withdrawn": None}


def _read_object(column: str, text: str) -> dict[str, Any]:
    try:
        return dict(json.loads(text).items())
    except (ValueError, AttributeError) as error:
        raise AnnotationError(f"{column} is {text!r}. It must be a JSON object.") from error


def _read_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """A correction's values by column, with spans as tuples."""
    if "spans" not in fields:
        return fields
    try:
        return {**fields, "spans": tuple((start, end) for start, end in read_spans(fields["spans"]))}
    except (ValueError, TypeError) as error:
        raise AnnotationError(f"spans is {fields['spans']!r}. Write it as [[start, end], …].") from error


def from_csv(text: str) -> list[Annotation]:
    """Annotations from a CSV that holds ``COLUMNS``, of which the last five may be missing, the oldest first.

    The files ``corrections.csv`` and ``decisions.csv`` of earlier versions are read as well.

    Raises:
        AnnotationError: a wrong or missing cell; the message names the line and what is wrong there.
    """
    sheet = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True, restkey="", restval="")
    header = sheet.fieldnames or ()
    read: Callable[[Mapping[str, str]], Annotation]
    needed: tuple[str, ...]
    if "kind" not in header and "table" in header:
        read, needed = _old_correction, _OLD_CORRECTIONS
    elif "kind" not in header and ("start" in header or "theme_id" in header):
        read, needed = _old_theme, _OLD_THEMES
    else:
        read, needed = from_row, COLUMNS[: -len(_MAY_LACK)]
    missing = [column for column in needed if column not in header]
    if missing:
        raise AnnotationError(f"Line 1: the column {missing[0]!r} is missing. Needed are: {', '.join(needed)}.")
    try:
        return [read({name: unguard_formula(cell or "") for name, cell in row.items() if name}) for row in sheet]
    except csv.Error as error:
        raise AnnotationError(f"Line {sheet.line_num}: this is not a table in CSV ({error}).") from error
    except AnnotationError as error:
        raise AnnotationError(f"Line {sheet.line_num}: {error}") from error


def _old_correction(row: Mapping[str, str]) -> Annotation:
    return from_row({**row, "kind": row["table"]})


def _old_theme(row: Mapping[str, str]) -> Annotation:
    for column in ("start", "end"):
        if not (row[column].isascii() and row[column].isdigit()):
            raise AnnotationError(f"{column} is {row[column]!r}. It must be a whole number from 0.")
    if row["decision"] not in ("yes", "no"):
        raise AnnotationError(f"decision is {row['decision']!r}. Write yes or no.")
    return ThemeOverride(
        row["article_id"], int(row["start"]), int(row["end"]), row["theme_id"], row["decision"] == "yes",
        row.get("statement", ""), who=row.get("who", ""), made=row.get("made", ""),
    )  # fmt: skip
