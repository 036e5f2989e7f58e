"""From filters to the rows of the facts that they leave, in SQL; the same rule as ``filters.apply`` has for tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.query.filters import Filters


@dataclass
class Selection:
    """The rows of a table, called ``x`` and joined with what ``join`` says, that meet all conditions.

    ``str(selection)`` is what stands behind FROM; ``values`` are those of its question marks, in order.
    """

    table: str
    join: str = ""
    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def where(self, condition: str, *values: Any) -> Selection:
        """Add a condition; a tuple is a list of values, of which any will do."""
        self.conditions.append(condition)
        self.values.extend(list(value) if isinstance(value, tuple) else value for value in values)
        return self

    def __str__(self) -> str:
        where = f"where {' and '.join(self.conditions)}" if self.conditions else ""
        return f"{self.table} x {self.join} {where}"


SEARCH_TABLE = re.compile(r"\b(search_[0-9a-f]+)_(?:statements|sentences)\b")
"""The name of a table of what a search finds; its group is what ``search_of`` gives."""
_THEMES = "(select t from theme where theme_id in (select unnest(?)))"


def search_of(filters: Filters) -> str | None:
    """The stem of the names of the tables of what the words searched for stand in; the words can be read from it."""
    words = " ".join(filters.query.casefold().split())
    return f"search_{words.encode(errors='replace').hex()}" if words else None


def searched_words(search: str) -> list[str]:
    """The words behind a name that ``search_of`` gave."""
    return bytes.fromhex(search.removeprefix("search_")).decode().split()


def select_articles(filters: Filters) -> Selection:
    """The articles that the filters leave: rows of ``article``."""
    return within_articles(Selection("article"), filters)


def within_articles(selection: Selection, filters: Filters, alias: str = "x") -> Selection:
    """Leave only rows of the articles that the filters leave, by the column ``a`` of ``alias``."""
    chosen = Selection("article")
    if filters.article:
        chosen.where("article_id in (select unnest(?))", filters.article)
    if filters.source:
        chosen.where("source in (select unnest(?))", filters.source)
    if filters.since:
        chosen.where("day >= ?::date", filters.since)
    if filters.until:
        chosen.where("day <= ?::date", filters.until)
    if filters.fold:
        chosen.where("not is_copy")
    if chosen.conditions:
        selection.where(f"{alias}.a in (select a from {chosen})", *chosen.values)
    return selection


def select_statements(filters: Filters) -> Selection:
    """The statements that the filters leave: rows of ``statement_fact``."""
    chosen = _by_statement(within_articles(Selection("statement_fact"), filters), filters)
    if filters.theme:
        chosen.where(f"x.k in (select k from theme_fact where k >= 0 and t in {_THEMES})", filters.theme)
    search = search_of(filters)
    if search:
        chosen.where(f"x.k in (select k from {search}_statements)")
    return chosen


def select_themes(filters: Filters, *, in_statements: bool = False) -> Selection:
    """The themes of statements and sentences that the filters leave: rows of ``theme_fact``; ``in_statements`` leaves
    the reporter's own words out.
    """
    chosen = within_articles(Selection("theme_fact"), filters)
    if filters.theme:
        chosen.where(f"x.t in {_THEMES}", filters.theme)
    return _inside_statements(chosen, filters, in_statements=in_statements)


def select_figures(filters: Filters) -> Selection:
    """The figures that the filters leave: rows of ``figure_fact``."""
    chosen = within_articles(Selection("figure_fact"), filters)
    if filters.theme:
        chosen.where(
            f"(case when x.k >= 0 then x.k in (select k from theme_fact where k >= 0 and t in {_THEMES}) "
            f"else x.place in (select place from theme_sentence where t in {_THEMES}) end)",
            filters.theme,
            filters.theme,
        )
    return _inside_statements(chosen, filters)


def _by_statement(chosen: Selection, filters: Filters) -> Selection:
    if filters.speaker:
        chosen.where("x.v in (select v from speaker where speaker_id in (select unnest(?)))", filters.speaker)
    if filters.kind:
        chosen.where("x.kind::varchar in (select unnest(?))", filters.kind)
    if filters.evidence:
        chosen.where("x.evidence::varchar in (select unnest(?))", filters.evidence)
    if filters.confidence:
        chosen.where("x.confidence >= ?", filters.confidence)
    return chosen


def _inside_statements(chosen: Selection, filters: Filters, *, in_statements: bool = False) -> Selection:
    """What is in a statement goes with it; the reporter's own words stay unless statements alone are asked for."""
    if filters.asks_of_statements or in_statements:
        chosen.where("x.k >= 0")
    _by_statement(chosen, filters)
    search = search_of(filters)
    if search:
        chosen.where(
            f"(case when x.k >= 0 then x.k in (select k from {search}_statements) "
            f"else x.place in (select place from {search}_sentences) end)"
        )
    return chosen
