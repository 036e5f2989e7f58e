"""From filters to conditions in SQL over the facts, with the same meaning as ``filters.apply`` has over tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.query.filters import Filters


@dataclass
class Condition:
    """Conditions, all of which must hold, and the values for their question marks, in order."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values.extend(list(value) if isinstance(value, tuple) else value for value in values)

    @property
    def sql(self) -> str:
        return f"where {' and '.join(self.conditions)}" if self.conditions else ""


SEARCH_TABLE = re.compile(r"\b(search_[0-9a-f]+)_(?:statements|sentences)\b")
"""The name of a table of what a search finds; its group is what ``search_of`` gives."""


def search_of(filters: Filters) -> str | None:
    """The stem of the names of the tables of what the words searched for stand in; the words can be read from it."""
    words = " ".join(filters.query.casefold().split())
    return f"search_{words.encode(errors='replace').hex()}" if words else None


def searched_words(search: str) -> list[str]:
    """The words behind a name that ``search_of`` gave."""
    return bytes.fromhex(search.removeprefix("search_")).decode().split()


_THEMES = "(select t from theme where theme_id in (select unnest(?)))"


def articles(filters: Filters, alias: str = "x", where: Condition | None = None) -> Condition:
    """Conditions on the column ``a`` of ``alias``."""
    where = where or Condition()
    about = Condition()
    if filters.article:
        about.add("article_id in (select unnest(?))", filters.article)
    if filters.source:
        about.add("source in (select unnest(?))", filters.source)
    if filters.since:
        about.add("day >= ?::date", filters.since)
    if filters.until:
        about.add("day <= ?::date", filters.until)
    if filters.fold:
        about.add("not is_copy")
    if about.conditions:
        where.add(f"{alias}.a in (select a from article {about.sql})", *about.values)
    return where


def said(filters: Filters, found: str | None) -> Condition:
    """Conditions on the table ``said``, called ``x``; ``found`` is what ``search_of`` gives."""
    where = articles(filters)
    _voiced(where, filters)
    if filters.theme:
        where.add(
            f"x.k in (select k from raised where k >= 0 and t in {_THEMES})",
            filters.theme,
        )
    if found:
        where.add(f"x.k in (select k from {found}_statements)")
    return where


def raised(filters: Filters, found: str | None, *, spoken: bool = False) -> Condition:
    """Conditions on the table ``raised``, called ``x``; ``spoken`` leaves out the reporter's own words."""
    where = articles(filters)
    if filters.theme:
        where.add(f"x.t in {_THEMES}", filters.theme)
    return _inside(where, filters, found, spoken=spoken)


def amount(filters: Filters, found: str | None) -> Condition:
    """Conditions on the table ``amount``, called ``x``."""
    where = articles(filters)
    if filters.theme:
        where.add(
            "(case when x.k >= 0 "
            f"then x.k in (select k from raised where k >= 0 and t in {_THEMES}) "
            f"else x.place in (select place from shows where t in {_THEMES}) end)",
            filters.theme,
            filters.theme,
        )
    return _inside(where, filters, found)


def _voiced(where: Condition, filters: Filters) -> None:
    if filters.speaker:
        where.add("x.v in (select v from voice where speaker_id in (select unnest(?)))", filters.speaker)
    if filters.kind:
        where.add("x.kind::varchar in (select unnest(?))", filters.kind)


def _inside(where: Condition, filters: Filters, found: str | None, *, spoken: bool = False) -> Condition:
    """What is in a statement goes with it; the reporter's own words stay unless a speaker or a kind is asked for."""
    if filters.speaker or filters.kind or spoken:
        where.add("x.k >= 0")
    _voiced(where, filters)
    if found:
        where.add(
            f"(case when x.k >= 0 then x.k in (select k from {found}_statements) "
            f"else x.place in (select place from {found}_sentences) end)"
        )
    return where
