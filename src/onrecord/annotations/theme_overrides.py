"""People's decisions: "not this theme", "also this theme". They are kept apart from the codebook's rules and win over
them; a decision names its statement by its place in the article, so it outlives another codebook and a new parse.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from onrecord.codebook.coding import sort_rows
from onrecord.errors import DecisionError
from onrecord.schema import CODEBOOK_COLUMNS
from onrecord.spreadsheet_safety import unguard_formula
from onrecord.tables import count_themes, frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onrecord.tables import Tables

_NEEDED = ("article_id", "start", "end", "theme_id", "decision")
COLUMNS = (*_NEEDED, "statement", "who", "made")
"""The columns of decisions as a table; ``decision`` is "yes" or "no", ``statement`` its words."""


@dataclass(frozen=True, slots=True)
class ThemeOverride:
    """Whether a statement is about a theme, as a person sees it.

    Attributes:
        article_id, start, end: the statement, by its hull in the article.
        theme_id: the theme.
        holds: True for "also this theme", False for "not this theme".
        text: the words of the statement, to read and to learn from.
        who, made: the person's name as given, and the time (ISO 8601, UTC).
    """

    article_id: str
    start: int
    end: int
    theme_id: str
    holds: bool
    text: str = ""
    who: str = field(default="", compare=False)
    made: str = field(default="", compare=False)

    @property
    def about(self) -> tuple[str, int, int, str]:
        """What is decided; of two decisions about the same, the later one counts."""
        return self.article_id, int(self.start), int(self.end), self.theme_id  # a table's numbers are not Python's


def apply_theme_overrides(tables: Tables, decisions: Iterable[ThemeOverride]) -> Tables:
    """``tables`` with ``decisions`` in force.

    "Not this theme" takes the rows of that theme out of ``theme_mentions`` that stand in the statement. "Also this
    theme" adds a row where the rules have none: its span is the first part of the statement, ``term`` is missing and
    ``method`` is "human". Counts in ``themes`` follow. Decisions about other articles, other statements or themes
    that are not in the codebook change nothing.
    """
    latest = {decision.about: decision for decision in decisions}
    places = _places(tables)
    known = set(tables.themes["theme_id"])
    applied = [
        (places[decision.about[:3]], decision)
        for decision in latest.values()
        if decision.about[:3] in places and decision.theme_id in known
    ]
    if not applied:
        return tables
    mentions, citation = tables.theme_mentions, tables.themes["codebook"].iloc[0]
    keys = list(zip(mentions["article_id"], mentions["statement_id"].fillna(-1), mentions["theme_id"], strict=True))
    refused = {(row.article_id, row.statement_id, one.theme_id) for row, one in applied if not one.holds}
    held = set(keys)
    new = [
        {**_row(row, one.theme_id), "codebook": citation}
        for row, one in applied
        if one.holds and (row.article_id, row.statement_id, one.theme_id) not in held
    ]
    left = mentions[[key not in refused for key in keys]]
    joined = pd.concat([left, frame_from_rows("theme_mentions", new)], ignore_index=True) if new else left
    ordered = sort_rows(tables, joined)
    numbers = ordered.groupby("article_id", sort=False).cumcount()
    joined = ordered.assign(theme_mention_id=numbers.astype("Int64"))
    return replace(tables, theme_mentions=joined, themes=count_themes(tables.themes[CODEBOOK_COLUMNS], joined))


def to_frame(decisions: Iterable[ThemeOverride]) -> pd.DataFrame:
    """Decisions as a table with the columns ``COLUMNS``."""
    rows = [(*one.about, "yes" if one.holds else "no", one.text, one.who, one.made) for one in decisions]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def from_csv(text: str) -> list[ThemeOverride]:
    """Decisions from a CSV that holds the columns ``COLUMNS``, of which the last three may be missing.

    Raises ``DecisionError``, which names the line and the column that is wrong.
    """
    sheet = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True, restkey="", restval="")
    header = sheet.fieldnames or ()
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        raise DecisionError(f"Line 1: the column {missing[0]!r} is missing. Needed are: {', '.join(_NEEDED)}.")
    try:
        return [_read(row, sheet.line_num) for row in sheet]
    except csv.Error as error:
        raise DecisionError(f"Line {sheet.line_num}: this is not a table in CSV ({error}).") from error


def _read(row: Mapping[str, str], line: int) -> ThemeOverride:
    places = []
    for column in ("start", "end"):
        if not (row[column].isascii() and row[column].isdigit()):
            raise DecisionError(f"Line {line}: {column} is {row[column]!r}. It must be a whole number from 0.")
        places.append(int(row[column]))
    if row["decision"] not in ("yes", "no"):
        raise DecisionError(f"Line {line}: decision is {row['decision']!r}. Write yes or no.")
    start, end = places
    about = [unguard_formula(row.get(column, "")) for column in COLUMNS[len(_NEEDED) :]]
    return ThemeOverride(
        unguard_formula(row["article_id"]), start, end, row["theme_id"], row["decision"] == "yes", *about
    )


@dataclass(frozen=True, slots=True)
class _Place:
    article_id: str
    statement_id: int
    sentence_id: int
    speaker_id: object
    start: int
    end: int
    text: str


def _places(tables: Tables) -> dict[tuple[str, int, int], _Place]:
    """The statements by article and hull."""
    held = tables.statements
    columns = ("article_id", "statement_id", "sentence_id", "speaker_id", "start", "end", "text", "spans")
    found = {}
    for article_id, statement_id, sentence_id, speaker_id, start, end, text, spans in zip(
        *(held[column] for column in columns), strict=True
    ):
        first = json.loads(spans)[0][1]
        place = _Place(article_id, statement_id, sentence_id, speaker_id, start, first, text[: first - start])
        found[article_id, start, end] = place
    return found


def _row(place: _Place, theme_id: str) -> dict[str, object]:
    return {
        "article_id": place.article_id,
        "theme_mention_id": 0,
        "theme_id": theme_id,
        "sentence_id": place.sentence_id,
        "statement_id": place.statement_id,
        "speaker_id": place.speaker_id,
        "text": place.text,
        "start": place.start,
        "end": place.end,
        "method": "human",
    }
