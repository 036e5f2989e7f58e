"""What the stages hand on: numbers, units, and quantities, which are numbers with their units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Token

Kind = Literal["digits", "words", "fraction", "ratio", "multiple", "vague", "pair"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start``:``end`` of its sentence.

    ``scale`` is 1e9 in "3 billion". A vague number, "thousands", lies between ``value`` and ``high``.
    """

    start: int
    end: int
    value: float
    kind: Kind
    scale: float = 1.0
    high: float | None = None

    @property
    def mantissa(self) -> float:
        """The value without its scale: 3 of "3 billion"."""
        return self.value / self.scale

    def negated(self, start: int) -> Number:
        """The number with its minus, which stands at ``start``."""
        return replace(self, start=start, value=-self.value)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; ``start``:``end`` cover its number as well. ``head`` is the noun of things that are counted."""

    name: str | None
    dimension: str
    start: int
    end: int
    head: Token | None = None

    @property
    def counted(self) -> bool:
        return self.head is not None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, or several that make one figure; ``number`` is then the last of them.

    ``high`` is the upper end of a range, ``origin`` the value that a step started from, ``lead`` the "between" or
    "from" before either.
    """

    start: int
    end: int
    value: float
    number: Number
    unit: Unit | None
    high: float | None = None
    origin: float | None = None
    lead: str = ""

    @property
    def dimension(self) -> str | None:
        """The dimension of its unit, where it has one."""
        return None if self.unit is None else self.unit.dimension

    @property
    def counts(self) -> bool:
        """Whether its unit is the things that it counts."""
        return self.unit is not None and self.unit.counted


def units_agree(left: Unit | None, right: Unit | None) -> bool:
    """Whether two quantities can share a unit: the same, one missing, or "$20" beside "$30 per metre"."""
    if left is None or right is None or left.name == right.name:
        return True
    return str(left.name).startswith(f"{right.name} per ") or str(right.name).startswith(f"{left.name} per ")
