"""One thing that a person said of one row, kept beside what the machine has there.

What is said is only ever added to: a later record about the same row takes the place of an earlier one, and taking
something back is a record too. So who said what, when and why stays known.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, cast, get_args

import pandas as pd

from onrecord.errors import CorrectionError
from onrecord.schema import COMPARATORS, DIMENSIONS, DIRECTIONS, SPEAKER_KINDS, STATEMENT_KINDS
from onrecord.spreadsheet_safety import unguard_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Verdict = Literal["right", "changed", "wrong", "withdrawn"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""right: the row is as it should be; changed: some of its fields are not; wrong: there should be no such row;
withdrawn: what was said before is taken back."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "statements": ("speaker_id", "kind", "spans"),
    "speakers": ("name", "kind", "role", "organisation", "parent_organisation", "country"),
    "figures": (
        "value", "value_high", "value_from", "comparator", "unit", "dimension", "direction", "what", "period",
    ),
}  # fmt: skip
"""The columns that people may correct, by table."""
_NEW_SPEAKER = ("speaker_name", "speaker_kind")
"""What a corrected statement says besides of a speaker that the article does not have yet."""
_ONE_OF: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("statements", "kind"): STATEMENT_KINDS,
    ("speakers", "kind"): SPEAKER_KINDS,
    ("figures", "comparator"): COMPARATORS,
    ("figures", "dimension"): DIMENSIONS,
    ("figures", "direction"): DIRECTIONS,
}
_NUMBERS = ("value", "value_high", "value_from")
_NEEDED = {
    "statements": {"kind", "spans"},
    "speakers": {"name", "kind"},
    "figures": {"value", "comparator", "dimension"},
}

Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of a row.

    Attributes:
        table: ``statements``, ``speakers`` or ``figures``.
        article_id: the article of the row.
        key: the row, as the machine had it: ``start-end`` of its hull, of a speaker the ``speaker_id``.
        verdict: one of ``VERDICTS``.
        machine: what the machine has in each of the table's ``FIELDS``, as pairs of column and value.
        human: what a person has in place of it, only where they differ; None is "the article does not say".
        who, why, made: the person's name as given, their reason, and the time (ISO 8601, UTC).
        number: the place of the record among all; 0 until it is kept.

    Raises:
        CorrectionError: a field that cannot be corrected, or a value that it cannot have.
    """

    table: str
    article_id: str
    key: str
    verdict: Verdict
    machine: Pairs = ()
    human: Pairs = ()
    who: str = ""
    why: str = ""
    made: str = ""
    number: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.table not in FIELDS:
            raise CorrectionError(f"The table is {self.table!r}. It must be one of {', '.join(FIELDS)}.")
        if self.verdict not in VERDICTS:
            raise CorrectionError(f"The verdict is {self.verdict!r}. It must be one of {', '.join(VERDICTS)}.")
        if self.verdict == "wrong" and self.table == "speakers":
            raise CorrectionError("A speaker goes with the statements: correct who says each of them.")
        if self.human and self.verdict != "changed":
            raise CorrectionError(f"A row that is {self.verdict} has no other values.")
        if self.verdict == "changed" and not self.human:
            raise CorrectionError("Nothing was changed: mark the row as right, or change a field.")
        if self.table != "speakers":
            start, end = hull_of(self.key)
            if start >= end:
                raise CorrectionError(f"The row is {self.key!r}: it must end after it starts.")
        for name, value in self.human:
            _check(self.table, name, value)

    @property
    def row(self) -> tuple[str, str, str]:
        """The row that is spoken of."""
        return self.table, self.article_id, self.key

    @property
    def before(self) -> dict[str, Any]:
        """``machine`` as a mapping."""
        return dict(self.machine)

    @property
    def after(self) -> dict[str, Any]:
        """``human`` as a mapping."""
        return dict(self.human)


def _check(table: str, name: str, value: Any) -> None:
    if table == "statements" and name in _NEW_SPEAKER:
        name = name.removeprefix("speaker_")
        table = "speakers"
    elif name not in FIELDS[table]:
        raise CorrectionError(f"{name} of {table} cannot be corrected. What can: {', '.join(FIELDS[table])}.")
    if value is None:
        if name in _NEEDED[table]:
            raise CorrectionError(f"{name} must have a value.")
        return
    allowed = _ONE_OF.get((table, name))
    if allowed and value not in allowed:
        raise CorrectionError(f"{name} is {value!r}. It must be one of {', '.join(allowed)}.")
    if name == "spans":
        spans_of(value)
    elif name in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value or abs(value) > 1e300:
            raise CorrectionError(f"{name} is {value!r}. It must be a number.")
    elif not isinstance(value, str) or not value.strip():
        raise CorrectionError(f"{name} is {value!r}. It must hold words.")


def spans_of(spans: Any) -> list[tuple[int, int]]:
    """The parts of a statement from its column ``spans``. Raises ``CorrectionError`` where they are none."""
    try:
        found = [(start, end) for start, end in json.loads(str(spans))]
    except (ValueError, TypeError) as error:
        raise CorrectionError(f"spans is {spans!r}. Write it as [[start, end], …].") from error
    edges = [edge for part in found for edge in part]
    whole = all(isinstance(edge, int) and not isinstance(edge, bool) and edge >= 0 for edge in edges)
    if not found or not whole or any(start >= end for start, end in found) or edges != sorted(edges):
        raise CorrectionError(f"spans is {spans!r}. Its parts must stand in the order of the text, and not overlap.")
    return found


def hull_of(key: str) -> tuple[int, int]:
    """Start and end of the row of a key. Raises ``CorrectionError`` where it has none."""
    start, _, end = key.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 12 for part in (start, end)):
        raise CorrectionError(f"The row is {key!r}. Write it as start-end, in characters of the article's text.")
    return int(start), int(end)


def place_key(start: int, end: int) -> str:
    """The key of what stands from ``start`` to ``end``."""
    return f"{int(start)}-{int(end)}"


def row_key(table: str, row: Any) -> str:
    """The key of a row of ``table`` (as of ``itertuples``)."""
    return str(row.speaker_id) if table == "speakers" else place_key(row.start, row.end)


def machine_values(table: str, row: Any) -> Pairs:
    """What a row of ``table`` has in each of the fields that can be corrected."""
    return tuple((name, _plain(getattr(row, name))) for name in FIELDS[table])


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value != value:
        return None
    return float(value) if isinstance(value, (int, float)) or hasattr(value, "dtype") else str(value)


def current(history: Iterable[Correction]) -> dict[tuple[str, str, str], Correction]:
    """The records in force, by the row: the latest of each, without those that were taken back."""
    latest = {one.row: one for one in history}
    return {row: one for row, one in latest.items() if one.verdict != "withdrawn"}


COLUMNS = ("table", "article_id", "key", "verdict", "machine", "human", "who", "why", "made")
"""The columns of corrections as a table; ``machine`` and ``human`` are JSON objects."""


def to_row(one: Correction) -> tuple[str, ...]:
    """A correction as words, in the order of ``COLUMNS``."""
    machine, human = (json.dumps(pairs, ensure_ascii=False) for pairs in (one.before, one.after))
    return (*one.row, one.verdict, machine, human, one.who, one.why, one.made)


def to_frame(history: Iterable[Correction]) -> pd.DataFrame:
    """Corrections as a table with the columns ``COLUMNS``, the oldest first."""
    return pd.DataFrame(map(to_row, history), columns=list(COLUMNS), dtype="string[pyarrow]")


def from_row(row: Mapping[str, str]) -> Correction:
    """A correction from words by column, as of ``to_row``. Raises ``CorrectionError``, which names the column."""
    pairs = {}
    for column in ("machine", "human"):
        try:
            held = json.loads(row[column] or "{}")
        except ValueError as error:
            raise CorrectionError(f"{column} is {row[column]!r}. It must be a JSON object.") from error
        if not isinstance(held, dict):
            raise CorrectionError(f"{column} is {row[column]!r}. It must be a JSON object.")
        pairs[column] = tuple(held.items())
    return Correction(
        table=row["table"],
        article_id=row["article_id"],
        key=row["key"],
        verdict=cast("Verdict", row["verdict"]),
        machine=tuple((name, value) for name, value in pairs["machine"] if not isinstance(value, (list, dict))),
        human=pairs["human"],
        who=row.get("who", ""),
        why=row.get("why", ""),
        made=row.get("made", ""),
    )


def from_csv(text: str) -> list[Correction]:
    """Corrections from a CSV that holds the columns ``COLUMNS``, of which the last three may be missing.

    Raises ``CorrectionError``, which names the line and what is wrong there.
    """
    sheet = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True, restkey="", restval="")
    missing = [column for column in COLUMNS[:-3] if column not in (sheet.fieldnames or ())]
    if missing:
        raise CorrectionError(f"Line 1: the column {missing[0]!r} is missing. Needed are: {', '.join(COLUMNS[:-3])}.")
    found = []
    try:
        for row in sheet:
            held = {column: unguard_formula(row.get(column) or "") for column in COLUMNS}
            found.append(from_row(held))
    except csv.Error as error:
        raise CorrectionError(f"Line {sheet.line_num}: this is not a table in CSV ({error}).") from error
    except CorrectionError as error:
        raise CorrectionError(f"Line {sheet.line_num}: {error}") from error
    return found
