"""What the figures room knows, read once from the TOML files under ``data/figures``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

_DIVIDING = frozenset(("duration", "length", "area", "volume", "mass", "energy"))


class UnitName(NamedTuple):
    """A unit's canonical name and its dimension."""

    name: str
    dimension: str


@dataclass(frozen=True)
class Units:
    """Ways to write a unit: ``words`` by lower-case words, ``symbols`` by exact spelling, ``before`` an amount.

    ``garbled`` signs count only before what looks like money; ``codes`` stand on either side; ``touching`` symbols
    right at the digits; ``per`` gives the name of what an amount may be divided by; ``plurals`` the form for many.
    """

    words: dict[str, UnitName]
    symbols: dict[str, UnitName]
    before: dict[str, UnitName]
    garbled: dict[str, UnitName]
    codes: dict[str, UnitName]
    per: dict[str, str]
    plurals: dict[str, str]
    touching: frozenset[str] = frozenset()

    def add(self, unit: UnitName, spellings: dict[str, Any]) -> None:
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
        if unit.dimension in _DIVIDING:
            for form in (*words, *symbols):
                self.per.setdefault(form, unit.name)


def read(name: str) -> dict[str, Any]:
    """The TOML file ``name`` under ``data/figures``."""
    return tomllib.loads((files("onrecord") / "data" / "figures" / name).read_text(encoding="utf-8"))


@cache
def numbers() -> dict[str, dict[str, float]]:
    """Number words by kind: cardinals, scales, suffixes, fractions, vague, multiples."""
    return read("numbers.toml")


@cache
def context() -> dict[str, frozenset[str]]:
    """The word lists that tell how a number is meant; those of [change] and [over] under their own names."""
    flat: dict[str, frozenset[str]] = {}
    for name, value in read("context.toml").items():
        for key, words in value.items() if isinstance(value, dict) else [(name, value)]:
            flat[key] = frozenset(words)
    return flat


@cache
def modifiers() -> dict[str, dict[str, str]]:
    """The comparator of each modifier, for the places ``before``, ``after`` and ``symbols``."""
    known = read("modifiers.toml")
    places = {
        place: {phrase: comparator for comparator, phrases in known[place].items() for phrase in phrases}
        for place in ("before", "after")
    }
    return {**places, "symbols": known["symbols"]}


@cache
def over_cues() -> frozenset[str]:
    """The words before which "over" a stretch of time is a comparison."""
    return frozenset(read("modifiers.toml")["over"]["amount_cues"])


@cache
def units() -> Units:
    """Every way to write a unit."""
    known = read("units.toml")
    found = Units({}, {}, {}, {}, {}, {}, {})
    for name, spellings in known.pop("per").items():
        found.per.update(dict.fromkeys((name, name + "s", *spellings.get("words", ())), name))
    touching: set[str] = set()
    for dimension, entries in known.items():
        for name, spellings in entries.items():
            found.add(UnitName(name, dimension), spellings)
            touching.update(symbol for symbol in spellings.get("symbols", ()) if _touches(symbol, spellings))
    return replace(found, touching=frozenset(touching))


def _touches(symbol: str, spellings: dict[str, Any]) -> bool:
    """Whether a symbol is read only right at the digits: single letters, and those that say so."""
    letter = len(symbol) == 1 and symbol.isalpha() and symbol not in "WVgL"
    return letter or symbol in spellings.get("touching", ())


def plural(unit: str) -> str:
    """The canonical name ``unit`` for more than one: "dollars per barrel"; the name of counted things as it is."""
    known = units().plurals
    if unit in known:
        return known[unit]
    divided, per, divisor = unit.partition(" per ")
    return f"{known.get(divided, divided)}{per}{divisor}"
