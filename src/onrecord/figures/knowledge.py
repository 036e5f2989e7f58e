"""What the figures room knows, read once from the TOML files under ``data/figures``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class UnitName(NamedTuple):
    """A unit's canonical name and its dimension."""

    name: str
    dimension: str


@dataclass(frozen=True)
class Units:
    """Ways to write a unit: ``words`` by lower-case words, ``symbols`` by exact spelling, ``before`` an amount.

    ``touching`` symbols stand right at the digits; ``per`` gives the singular of what an amount may be divided by.
    """

    words: dict[str, UnitName]
    symbols: dict[str, UnitName]
    before: dict[str, UnitName]
    per: dict[str, str]
    touching: frozenset[str]


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
    per = known.pop("per")["words"]
    words: dict[str, UnitName] = {}
    symbols: dict[str, UnitName] = {}
    before: dict[str, UnitName] = {}
    touching: set[str] = set()
    for dimension, entries in known.items():
        for name, spellings in entries.items():
            unit = UnitName(name, dimension)
            for word in spellings.get("words", ()):
                words[word] = unit
                words.setdefault(word + "s", unit)
            for symbol in spellings.get("symbols", ()):
                symbols[symbol] = unit
                if symbol in spellings.get("touching", ()) or (
                    len(symbol) == 1 and symbol.isalpha() and symbol not in "WVgL"
                ):
                    touching.add(symbol)
            for sign in spellings.get("before", ()):
                before[sign] = unit
            for code in spellings.get("codes", ()):
                symbols[code] = before[code] = unit
    return Units(
        words, symbols, before, {form: word for word in per for form in (word, word + "s")}, frozenset(touching)
    )
