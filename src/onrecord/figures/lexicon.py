"""The words, numbers, modifiers and units that figures are read by: the TOML files in ``data/figures``, loaded once."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Direction = Literal["up", "down"]

_DIVISOR_DIMENSIONS = frozenset(("duration", "length", "area", "volume", "mass", "energy"))


class NumberWords(NamedTuple):
    """The value of each number word, lower case, by kind; see ``numbers.toml``."""

    cardinals: dict[str, float]
    scales: dict[str, float]
    suffixes: dict[str, float]
    fractions: dict[str, float]
    vague: dict[str, float]
    multiples: dict[str, float]


class UnitName(NamedTuple):
    """A unit's canonical name and its dimension."""

    name: str
    dimension: str


class Units:
    """Every spelling of a unit.

    ``words`` are lower case and stand after a number, ``symbols`` as well but as they are written; ``before`` stands
    before it, ``codes`` on either side. ``garbled`` signs count only before what looks like money, ``touching`` symbols
    only right at the digits. ``divisors`` names what a quantity may be divided by, ``plurals`` the form for many.
    """

    def __init__(self, entries: dict[str, Any]) -> None:
        self.words: dict[str, UnitName] = {}
        self.symbols: dict[str, UnitName] = {}
        self.before: dict[str, UnitName] = {}
        self.garbled: dict[str, UnitName] = {}
        self.codes: dict[str, UnitName] = {}
        self.divisors: dict[str, str] = {}
        self.plurals: dict[str, str] = {}
        self.touching: set[str] = set()
        for name, spellings in entries.pop("per").items():
            self.divisors.update(dict.fromkeys((name, name + "s", *spellings.get("words", ())), name))
        for dimension, units in entries.items():
            for name, spellings in units.items():
                self._add(UnitName(name, dimension), spellings)

    def _add(self, unit: UnitName, spellings: dict[str, Any]) -> None:
        """Add a unit by its entry in ``units.toml``."""
        words, symbols, codes = (spellings.get(kind, ()) for kind in ("words", "symbols", "codes"))
        self.plurals[unit.name] = spellings.get("plural", unit.name + "s")
        for word in words:
            self.words[word] = unit
            self.words.setdefault(word + "s", unit)
        self.symbols.update(dict.fromkeys((*symbols, *codes), unit))
        self.before.update(dict.fromkeys((*spellings.get("before", ()), *codes), unit))
        self.garbled.update(dict.fromkeys(spellings.get("garbled", ()), unit))
        self.codes.update(dict.fromkeys(codes, unit))
        letters = {symbol for symbol in symbols if len(symbol) == 1 and symbol.isalpha() and symbol not in "WVgL"}
        self.touching |= letters | set(spellings.get("touching", ()))
        if unit.dimension in _DIVISOR_DIMENSIONS:
            for spelling in (*words, *symbols):
                self.divisors.setdefault(spelling, unit.name)


def load(name: str) -> dict[str, Any]:
    """The TOML file ``name`` in ``data/figures``."""
    return tomllib.loads((files("onrecord") / "data" / "figures" / name).read_text(encoding="utf-8"))


def _by_phrase(name: str) -> dict[str, dict[str, Any]]:
    """Each section of a TOML file that lists the phrases of a meaning, as the meaning of each phrase."""
    return {
        section: {phrase: meaning for meaning, phrases in meanings.items() for phrase in phrases}
        for section, meanings in load(name).items()
    }


NUMBER_WORDS = NumberWords(**load("numbers.toml"))
UNITS = Units(load("units.toml"))
WORDS = {
    name: frozenset(words) for section in load("words_around_numbers.toml").values() for name, words in section.items()
}
"""The word lists of ``words_around_numbers.toml`` by their names."""

MODIFIERS = _by_phrase("modifiers.toml")
"""The comparator of each modifier, by its place: ``before`` and ``after`` a quantity, and ``symbols`` before it."""

DIRECTIONS: dict[str, dict[str, Direction]] = _by_phrase("directions.toml")
"""The direction, "up" or "down", of ``verbs``, ``nouns``, ``adverbs`` and ``quantifiers``."""


def alternatives(phrases: Iterable[str]) -> str:
    """A regular expression for any one of ``phrases``, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


HEDGE = f"(?:(?:{alternatives(WORDS['hedges'])}) )?"
"""A regular expression for one hedge and a space, "about ", or nothing."""


def plural(unit: str) -> str:
    """The name of ``unit`` for more than one: "dollars per barrel"; the name of counted things as it is."""
    if unit in UNITS.plurals:
        return UNITS.plurals[unit]
    dividend, per, divisor = unit.partition(" per ")
    return f"{UNITS.plurals.get(dividend, dividend)}{per}{divisor}"
