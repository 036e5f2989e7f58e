"""What the page Figures narrows down further: kind of quantity, direction, and who gives it. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

NO_DIRECTION = "none"
"""The direction filter's value for figures that are neither a rise nor a fall."""
GIVEN_BY = {"speaker": "a speaker", "article": "the article", "nobody": "nobody (denied)"}
"""Who gives a figure: one in a statement is the speaker's unless they deny it, another the article's own."""
FIELDS = ("dimension", "direction", "by")


@dataclass(frozen=True, slots=True)
class FigureFilters:
    """Values of ``dimension``, ``direction`` and ``by`` (``GIVEN_BY``) that are asked for; an empty field takes all."""

    dimension: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, params: Mapping[str, Any], counted: pd.DataFrame) -> FigureFilters:
        """Read the filters from query parameters; values that no row of ``counted`` has are left out.

        ``counted`` has a column for each of ``FIELDS`` and ``n``, how many figures have these values.
        """
        held = {
            name: tuple(value for value in dict.fromkeys(_listed(params.get(name, ()))) if value in set(counted[name]))
            for name in FIELDS
        }
        return cls(**held)

    @property
    def query_params(self) -> dict[str, list[str]]:
        """The parameters that ``from_query`` reads back; a field that is not set has none."""
        return {name: list(getattr(self, name)) for name in FIELDS if getattr(self, name)}

    def with_field(self, name: str, values: tuple[str, ...]) -> FigureFilters:
        """These filters with one field set."""
        wanted: dict[str, Any] = {name: values}
        return replace(self, **wanted)

    def apply(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows that are asked for, of a table with a column for each field."""
        for name in FIELDS:
            values = getattr(self, name)
            if values:
                rows = rows[rows[name].isin(values)]
        return rows

    def counts(self, counted: pd.DataFrame, name: str) -> dict[str, int]:
        """How many figures each value of the field ``name`` would leave, the other fields active."""
        left = self.with_field(name, ()).apply(counted).groupby(name)["n"].sum()
        return {value: int(left.get(value, 0)) for value in dict.fromkeys(counted[name])}


def _listed(held: Any) -> list[str]:
    return [held] if isinstance(held, str) else list(held)
