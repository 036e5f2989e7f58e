"""Annotations: what a person says of a row, kept beside what the machine has there, as records in one log.

A log is only ever added to. A later record on the same target takes the place of an earlier one, and withdrawing is a
record too, so who said what, when and why stays known. A target is named by its offsets in the article, or by a
speaker's id, as the machine had it, so that an annotation still applies after another codebook or another parse.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, Self, TypeVar, get_args

import pandas as pd

from onrecord.errors import AnnotationError
from onrecord.schema import COMPARATORS, DIMENSIONS, DIRECTIONS, SPEAKER_KINDS, STATEMENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Verdict = Literal["right", "changed", "wrong", "withdrawn"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""right: the row is as it should be; changed: some of its fields are not; wrong: there should be no such row;
withdrawn: the earlier record no longer counts."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "statements": ("speaker_id", "kind", "spans", "negated"),
    "speakers": ("name", "kind", "role", "organisation", "parent_organisation", "country"),
    "figures": (
        "value", "value_high", "value_from", "comparator", "unit", "dimension", "direction", "what", "period",
    ),
}  # fmt: skip
"""The columns that people may correct, by table."""
_NEW_SPEAKER = ("speaker_name", "speaker_kind")
"""What a corrected statement has besides for a speaker that the article does not have yet."""
_ONE_OF: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("statements", "kind"): STATEMENT_KINDS,
    ("speakers", "kind"): SPEAKER_KINDS,
    ("figures", "comparator"): COMPARATORS,
    ("figures", "dimension"): DIMENSIONS,
    ("figures", "direction"): DIRECTIONS,
}
_NUMBERS = ("value", "value_high", "value_from")
_NEEDED = {
    "statements": {"kind", "spans", "negated"},
    "speakers": {"name", "kind"},
    "figures": {"value", "comparator", "dimension"},
}

Pairs = tuple[tuple[str, Any], ...]
Spans = tuple[tuple[int, int], ...]
Target = tuple[str, str, str]
"""What an annotation is about: its kind (of a correction, the table), the article, and a key within it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What the three kinds of record have in common.

    Attributes:
        who, why, made: the person's name as given, their reason, and the time (ISO 8601, UTC).
        number: the position of the record in its log, from 1; 0 until it is kept.
    """

    _WITHDRAWN: ClassVar[Mapping[str, Any]]
    """The values of a record that withdraws an earlier one."""

    who: str = ""
    why: str = ""
    made: str = ""
    number: int = field(default=0, compare=False)

    @property
    def target(self) -> Target:
        """What the record is about; a later record with the same target takes its place."""
        raise NotImplementedError

    @property
    def is_withdrawn(self) -> bool:
        """Whether the record says that the earlier one on its target no longer counts."""
        return all(getattr(self, name) == value for name, value in self._WITHDRAWN.items())

    def withdrawal(self) -> Self:
        """The record that withdraws this one."""
        return replace(self, **self._WITHDRAWN, who="", why="", made="", number=0)


@dataclass(frozen=True, slots=True)
class Correction(Annotation):
    """A row of ``statements``, ``speakers`` or ``figures`` checked by a person: right, changed, or wrong.

    ``Correction("figures", "a1", "52-62", "changed", human=(("value", 36.0),))`` puts right the value of the figure
    from character 52 to 62 of article a1.

    Attributes:
        table: ``statements``, ``speakers`` or ``figures``.
        article_id: the article of the row.
        key: the row, as the machine had it: ``start-end`` of its hull, of a speaker the ``speaker_id``.
        verdict: one of ``VERDICTS``.
        machine: what the machine has in each of the table's ``FIELDS``, as pairs of column and value.
        human: what a person has in place of it, only where they differ; None is "the article does not say".

    Raises:
        AnnotationError: a field that cannot be corrected, or a value that it cannot have.
    """

    _WITHDRAWN: ClassVar = {"verdict": "withdrawn", "human": ()}

    table: str
    article_id: str
    key: str
    verdict: Verdict
    machine: Pairs = ()
    human: Pairs = ()

    def __post_init__(self) -> None:
        if self.table not in FIELDS:
            raise AnnotationError(f"The table is {self.table!r}. It must be one of {', '.join(FIELDS)}.")
        if self.verdict not in VERDICTS:
            raise AnnotationError(f"The verdict is {self.verdict!r}. It must be one of {', '.join(VERDICTS)}.")
        if self.verdict == "wrong" and self.table == "speakers":
            raise AnnotationError("A speaker goes with the statements: correct who says each of them.")
        if self.human and self.verdict != "changed":
            raise AnnotationError(f"A row that is {self.verdict} has no other values.")
        if self.verdict == "changed" and not self.human:
            raise AnnotationError("Nothing was changed: mark the row as right, or change a field.")
        if self.table != "speakers":
            start, end = hull_of(self.key)
            if start >= end:
                raise AnnotationError(f"The row is {self.key!r}: it must end after it starts.")
        for name, value in self.human:
            _check(self.table, name, value)

    @property
    def target(self) -> Target:
        return self.table, self.article_id, self.key

    @property
    def machine_fields(self) -> dict[str, Any]:
        """``machine`` as a mapping."""
        return dict(self.machine)

    @property
    def human_fields(self) -> dict[str, Any]:
        """``human`` as a mapping."""
        return dict(self.human)


@dataclass(frozen=True, slots=True)
class ThemeOverride(Annotation):
    """Whether a statement is about a theme, as a person sees it; it overrules the codebook for that statement.

    ``ThemeOverride("a1", 12, 80, "privacy", holds=False)`` says "not privacy" of the statement from 12 to 80.

    Attributes:
        article_id, start, end: the statement, by its hull in the article.
        theme_id: the theme.
        holds: True for "also this theme", False for "not this theme", None to withdraw an earlier record.
        text: the words of the statement, to read and to learn from.
    """

    KIND: ClassVar = "theme"
    _WITHDRAWN: ClassVar = {"holds": None}

    article_id: str
    start: int
    end: int
    theme_id: str
    holds: bool | None
    text: str = ""

    @property
    def target(self) -> Target:
        return self.KIND, self.article_id, f"{span_key(self.start, self.end)}:{self.theme_id}"


@dataclass(frozen=True, slots=True)
class SpeakerMerge(Annotation):
    """A speaker counted under another id: variants of a name as one, or two people of one name apart.

    ``SpeakerMerge("", "a-lee", "ann-lee")`` counts A. Lee as Ann Lee in every article;
    ``SpeakerMerge("a1", "ann-lee", "ann-lee~striker")`` counts the Ann Lee of article a1 as somebody else.

    Attributes:
        article_id: the article in which it holds, which goes before a merge in every article; "" for every one.
        speaker_id: the speaker, by the id that the machine gives.
        into: the id that counts instead; None to withdraw an earlier record.
    """

    KIND: ClassVar = "merge"
    _WITHDRAWN: ClassVar = {"into": None}

    article_id: str
    speaker_id: str
    into: str | None

    @property
    def target(self) -> Target:
        return self.KIND, self.article_id, self.speaker_id


T = TypeVar("T", bound=Annotation)


def in_force(log: Iterable[Annotation], kind: type[T]) -> tuple[T, ...]:
    """The records of a ``kind`` that count: the latest on each target, without those that were withdrawn.

    ``in_force(log, ThemeOverride)``
    """
    latest = {one.target: one for one in log if isinstance(one, kind)}
    return tuple(one for one in latest.values() if not one.is_withdrawn)


def undo(log: Sequence[Annotation], number: int) -> Annotation:
    """The record that puts the target of record ``number`` back to what it was before that record."""
    undone = next(one for one in log if one.number == number)
    earlier = [one for one in log if one.target == undone.target and one.number < number]
    restored = earlier[-1] if earlier else undone.withdrawal()
    return replace(restored, who="", why="Undone", made="", number=0)


def row_key(table: str, row: Any) -> str:
    """The key of a row of ``table`` (as of ``itertuples``)."""
    return str(row.speaker_id) if table == "speakers" else span_key(row.start, row.end)


def span_key(start: int, end: int) -> str:
    """The key of a row from ``start`` to ``end``."""
    return f"{int(start)}-{int(end)}"


def hull_of(key: str) -> tuple[int, int]:
    """Start and end of the row of a key. Raises ``AnnotationError`` if it is not written ``start-end``."""
    start, _, end = key.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 12 for part in (start, end)):
        raise AnnotationError(f"The row is {key!r}. Write it as start-end, in characters of the article's text.")
    return int(start), int(end)


def machine_values(table: str, row: Any) -> Pairs:
    """What a row of ``table`` has in each of the fields that can be corrected."""
    return tuple((name, _plain(getattr(row, name))) for name in FIELDS[table])


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if pd.api.types.is_bool(value):
        return bool(value)
    if hasattr(value, "__len__"):
        return tuple((int(start), int(end)) for start, end in value)
    if value is None or value is pd.NA or value != value:
        return None
    return float(value)


def _check(table: str, name: str, value: Any) -> None:
    """Raise ``AnnotationError`` where a person's value does not fit its field."""
    if table == "statements" and name in _NEW_SPEAKER:
        name = name.removeprefix("speaker_")
        table = "speakers"
    elif name not in FIELDS[table]:
        raise AnnotationError(f"{name} of {table} cannot be corrected. What can: {', '.join(FIELDS[table])}.")
    if value is None:
        if name in _NEEDED[table]:
            raise AnnotationError(f"{name} must have a value.")
        return
    allowed = _ONE_OF.get((table, name))
    if allowed and value not in allowed:
        raise AnnotationError(f"{name} is {value!r}. It must be one of {', '.join(allowed)}.")
    _check_type(name, value)


def _check_type(name: str, value: Any) -> None:
    if name == "spans":
        _check_spans(value)
    elif name in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value or abs(value) > 1e300:
            raise AnnotationError(f"{name} is {value!r}. It must be a number.")
    elif name == "negated":
        if not isinstance(value, bool):
            raise AnnotationError(f"negated is {value!r}. It must be true or false.")
    elif not isinstance(value, str) or not value.strip():
        raise AnnotationError(f"{name} is {value!r}. It must hold words.")


def _check_spans(spans: Any) -> None:
    edges = [edge for part in spans for edge in part] if _is_pairs(spans) else []
    if not edges:
        raise AnnotationError(f"spans is {spans!r}. Write it as pairs of start and end: ((0, 12), (20, 31)).")
    ordered = all(isinstance(edge, int) and not isinstance(edge, bool) and edge >= 0 for edge in edges)
    if not ordered or edges != sorted(edges) or any(start >= end for start, end in spans):
        raise AnnotationError(f"spans is {spans!r}. Its parts must stand in the order of the text, and not overlap.")


def _is_pairs(spans: Any) -> bool:
    return isinstance(spans, tuple) and all(isinstance(part, tuple) and len(part) == 2 for part in spans)
