"""What the page Figures narrows down further: kind of quantity, direction, and who gives it. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

NO_DIRECTION = "none"
"""The direction filter's value for figures that are neither a rise nor a fall."""
GIVEN_BY = {"speaker": "a speaker", "article": "the article itself"}
"""Who gives a figure: one in a statement is the speaker's, another the article's own."""
FIELDS = ("dimension", "direction", "by")


@dataclass(frozen=True, slots=True)
class FigureFilters:
    """Values of ``dimension``, ``direction`` and ``by`` (``GIVEN_BY``) that are asked for; an empty field takes all."""

    dimension: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, params: Mapping[str, Any], figures: pd.DataFrame) -> FigureFilters:
        """Read the filters from query parameters; values that no row of ``figures`` has are left out."""
        columns = columns_of(figures)
        held = {
            name: tuple(value for value in dict.fromkeys(_listed(params.get(name, ()))) if value in set(columns[name]))
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

    def apply(self, figures: pd.DataFrame) -> pd.DataFrame:
        """The rows of ``figures`` that are asked for."""
        columns = columns_of(figures)
        for name in FIELDS:
            values = getattr(self, name)
            if values:
                figures = figures[columns[name].reindex(figures.index).isin(values)]
        return figures

    def counts(self, figures: pd.DataFrame, name: str) -> dict[str, int]:
        """How many rows of ``figures`` each value of the field ``name`` would leave, the other fields in force."""
        left = self.with_field(name, ()).apply(figures)
        counted = columns_of(left)[name].value_counts(sort=False)
        everything = dict.fromkeys(columns_of(figures)[name], 0)
        return {value: int(counted.get(value, 0)) for value in everything}


def columns_of(figures: pd.DataFrame) -> dict[str, pd.Series]:
    """A value of each field for each row of ``figures``."""
    return {
        "dimension": figures["dimension"].astype(str),
        "direction": figures["direction"].fillna(NO_DIRECTION).astype(str),
        "by": figures["statement_id"].isna().map({False: "speaker", True: "article"}),
    }


def _listed(held: Any) -> list[str]:
    return [held] if isinstance(held, str) else list(held)
