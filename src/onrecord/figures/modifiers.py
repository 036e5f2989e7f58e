"""The words around an amount that say how it is meant: "more than", "nearly", "or so"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.figures import lexicon

_REACH = 60
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Modifier:
    """The words at ``start``:``end`` and the comparator that they stand for."""

    words: str
    comparator: str
    start: int
    end: int


def before(text: str, start: int, dimension: str) -> Modifier | None:
    """The modifier that ends right before ``start``, an amount of ``dimension``."""
    begin = max(0, start - _REACH)
    head = text[begin:start]
    bare = head.rstrip().lower()
    for symbol, comparator in lexicon.modifiers()["symbols"].items():
        if bare.endswith(symbol):
            place = begin + len(bare) - len(symbol)
            return Modifier(text[place : place + len(symbol)], comparator, place, place + len(symbol))
    words = list(re.finditer(r"[^\s(“\"]+", head))[-_MOST_WORDS:]
    if not words or head[words[-1].end() :].strip(" \u00a0\n"):
        return None
    phrases = lexicon.modifiers()["before"]
    for first in range(len(words)):
        phrase = " ".join(word.group().lower() for word in words[first:])
        meaning = phrases.get(phrase)
        if meaning and not _is_stretch(phrase, dimension, words[first - 1].group().lower() if first else ""):
            place = begin + words[first].start()
            return Modifier(text[place : begin + words[-1].end()], meaning, place, begin + words[-1].end())
    return None


def _is_stretch(phrase: str, dimension: str, preceding: str) -> bool:
    """ "over five years" is a stretch of time; "for over five years" a comparison."""
    return phrase == "over" and dimension == "duration" and preceding not in lexicon.over_cues()


@cache
def _after_pattern() -> re.Pattern[str]:
    phrases = sorted(lexicon.modifiers()["after"], key=len, reverse=True)
    return re.compile(rf"\s(?P<phrase>{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


def after(text: str, end: int) -> Modifier | None:
    """The modifier that begins right after ``end``."""
    match = _after_pattern().match(text, end)
    if match is None:
        return None
    return Modifier(match["phrase"], lexicon.modifiers()["after"][match["phrase"].lower()], *match.span("phrase"))
