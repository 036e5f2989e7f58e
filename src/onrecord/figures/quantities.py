"""What the layers of figures hand on to each other: numbers, their units, and the amounts made of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Token

Kind = Literal["digits", "words", "fraction", "ratio", "multiple", "vague", "pair"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start``:``end``. ``mantissa`` is the value before its scale word.

    An unnamed number of something, "thousands", lies between ``value`` and ``high``.
    """

    start: int
    end: int
    value: float
    kind: Kind
    mantissa: float
    scale: float = 1.0
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that stands at ``start``:``end``, its number included. ``head`` is the noun of a counted thing."""

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
    """What one figure is made from. ``start``:``end`` cover number and unit; ``number`` is the last one in it.

    ``high`` closes a range, ``origin`` is what a step started from, ``lead`` the "between" or "from" that opens either.
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
