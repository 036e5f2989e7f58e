"""The words around a quantity that say how it is meant: "more than", "nearly", "or so"."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.figures.lexicon import MODIFIERS, WORDS, alternatives

MAX_DISTANCE = 60  # characters before a quantity that are looked at
MAX_WORDS = 6  # no modifier is longer

_WORD = re.compile(r"[^\s(“\"]+")
_AFTER = re.compile(rf"\s({alternatives(MODIFIERS['after'])})\b", re.IGNORECASE)


class Modifier(NamedTuple):
    """The words at ``start``:``end``, and the comparator that they stand for."""

    comparator: str
    start: int
    end: int


def find_modifier_before(text: str, start: int, dimension: str) -> Modifier | None:
    """The modifier that ends right before ``start``, where a quantity of ``dimension`` begins."""
    begin = max(0, start - MAX_DISTANCE)
    before = text[begin:start]
    bare = before.rstrip().lower()
    for symbol, comparator in MODIFIERS["symbols"].items():
        if bare.endswith(symbol):
            end = begin + len(bare)
            return Modifier(comparator, end - len(symbol), end)
    words = list(_WORD.finditer(before))[-MAX_WORDS:]
    if not words or before[words[-1].end() :].strip(" \u00a0\n"):
        return None
    end = begin + words[-1].end()
    for index, first in enumerate(words):
        phrase = " ".join(word.group().lower() for word in words[index:])
        comparator = MODIFIERS["before"].get(phrase, "")
        preceding = words[index - 1].group().lower() if index else ""
        # "over five years" is a stretch of time, "for over five years" a comparison
        span = phrase == "over" and dimension == "duration" and preceding not in WORDS["before_over_time_span"]
        if comparator and not span:
            return Modifier(comparator, begin + first.start(), end)
    return None


def find_modifier_after(text: str, end: int) -> Modifier | None:
    """The modifier that begins right after ``end``."""
    match = _AFTER.match(text, end)
    return Modifier(MODIFIERS["after"][match[1].lower()], *match.span(1)) if match else None
