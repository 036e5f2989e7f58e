"""Numbers in a text: digits, words, fractions, ratios and multiples, with their places and values.

The scanner knows nothing of units or grammar, and drops nothing but what cannot be read as a number at all; what is
not a *figure* is told in ``exclusions``. It reads the text once, from left to right, in linear time.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache

from onrecord.figures import digits, lexicon, number_words
from onrecord.figures.number_tokens import GLYPHS, NumberTokens, Read
from onrecord.figures.quantities import Number

__all__ = ["Number", "has_number", "scan"]

_DIGIT = re.compile(rf"[\d{''.join(GLYPHS)}]")
_RATIO = re.compile(r"\s(?:in|out\sof)\s(?:every\s|each\s)?(?=\w)")
_SPACES = (" ", "-", "\u00a0", "\u202f")
_SIGNS = "$€£¥₹₽₩₪₺"
# Letters that are a scale wherever they touch digits; "m" and "t" may be metres and tonnes.
_SURE_SUFFIXES = frozenset(("k", "K", "bn", "Bn", "mn", "tn"))
_UNSURE_SUFFIXES = frozenset(("m", "M", "b", "B"))


def scan(text: str) -> list[Number]:
    """The numbers in ``text``, in order, none overlapping another. Every value is finite."""
    if not has_number(text):
        return []
    atoms = NumberTokens(text)
    found: list[Number] = []
    place = 0
    while place < len(atoms):
        number, after = _number(atoms, place)
        if number is not None and math.isfinite(number.value):
            found.append(number)
        place = max(after, place + 1)
    return found


def has_number(text: str) -> bool:
    """Whether ``text`` may hold a number: a cheap look before the full scan."""
    return bool(_DIGIT.search(text)) or bool(_word_pattern().search(text))


@cache
def _word_pattern() -> re.Pattern[str]:
    kinds = number_words.known()._replace(suffixes={})
    spelled = sorted({word for kind in kinds for word in kind}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(spelled)})(?:fold)?\b", re.IGNORECASE)


def _number(atoms: NumberTokens, place: int) -> Read:
    """The number that begins at the atom ``place``."""
    atom = atoms[place]
    if atom.kind == "glyph":
        number, after = atoms.number(place, place, GLYPHS[atom.text], "fraction"), place + 1
    else:
        read, after = digits.read(atoms, place) if atom.kind == "digits" else number_words.read(atoms, place)
        if read is None:
            return None, after
        number = read
    number, after = _scaled(atoms, number, after)
    if atoms.word(after) == "fold" and atoms.gap(after) in ("", "-", " "):
        return replace(number, end=atoms[after].end, kind="multiple"), after + 1
    return _ratio(atoms, number, after)


def _scaled(atoms: NumberTokens, number: Number, after: int) -> tuple[Number, int]:
    """With the scale words or the suffix that follow: "3 billion", "7m", "two and a half million"."""
    if number.kind not in ("digits", "fraction", "words") or number.high is not None:
        return number, after
    value, end, scale = number.value, number.end, number.scale
    if scale == 1 and [atoms.word(after + step) for step in range(3)] == ["and", "a", "half"]:
        value, end, after = value + 0.5, atoms[after + 2].end, after + 3
    mantissa = value / scale
    for _ in range(2):
        factor = _factor(atoms, number, after, atoms.text[end : atoms[after].start]) if after < len(atoms) else None
        if factor is None:
            break
        value, scale = value * factor, scale * factor
        coded = atoms[after].text[1:] in lexicon.units().codes
        end, after = atoms[after].start + 1 if coded else atoms[after].end, after + 1
    kind = "digits" if scale > 1 and number.kind == "fraction" else number.kind
    return Number(number.start, end, value, kind, mantissa, scale), after


def _factor(atoms: NumberTokens, number: Number, place: int, gap: str) -> float | None:
    """What the atom at ``place``, ``gap`` behind the number, multiplies it by."""
    atom = atoms[place]
    if atom.kind != "word" or gap not in ("", *_SPACES):
        return None
    factor = number_words.known().scales.get(atom.text.lower())
    if factor is not None:
        return factor
    if atom.text[1:] in lexicon.units().codes:  # "30 MUSD"
        return number_words.known().suffixes.get(atom.text[0])
    factor = number_words.known().suffixes.get(atom.text) if number.kind == "digits" else None
    if factor is None:
        return None
    money = _is_money(atoms.text, number.start)
    if gap == " ":
        spelled = atom.text == "B" and atoms.word(place + 1) != ""  # "8 B people"
        return factor if (money and atom.text != "k") or spelled else None
    if gap:
        return None
    if money or atom.text in _SURE_SUFFIXES:
        return factor
    following = atoms.word(place + 1) if atoms.gap(place + 1) in _SPACES else ""
    counts = following and following not in lexicon.context()["metre_cues"]
    return factor if counts and atom.text in _UNSURE_SUFFIXES else None


def _is_money(text: str, start: int) -> bool:
    """Whether a currency's sign or code stands before the number at ``start``."""
    before = text[max(0, start - 4) : start].rstrip(" -−")
    return bool(before) and (before[-1] in _SIGNS or before[-3:].isupper() or before[-2:] in ("RM", "Rs"))


def _ratio(atoms: NumberTokens, number: Number, after: int) -> Read:
    """ "one in five", "3 out of every 10" as one number; "two in 2020" and "five in 10 days" are none."""
    match = _RATIO.match(atoms.text, number.end) if number.kind in ("digits", "words") else None
    if match is None or number.value != int(number.value) or not 0 < number.value < 1000:
        return number, after
    place = atoms.beyond(after, match.end())
    if place >= len(atoms) or atoms[place].start != match.end():
        return number, after
    read, beyond = digits.read(atoms, place) if atoms.is_a("digits", place) else number_words.whole(atoms, place)
    if read is None:
        return number, after
    whole, beyond = _scaled(atoms, read, beyond)
    if whole.value <= number.value or not _is_whole(atoms, whole, beyond):
        return number, after
    value = number.value / whole.value
    return Number(number.start, whole.end, value, "ratio", value), beyond


def _is_whole(atoms: NumberTokens, whole: Number, beyond: int) -> bool:
    """Whether ``whole`` can be what a ratio is out of: a round number without a unit."""
    if whole.value > 100 and str(int(whole.value)).strip("0") not in ("1", "2", "5"):
        return False
    right = atoms.text[whole.end : whole.end + 2]
    if right[:1].isalpha() or right[:1] == "%" or (right[:1] in ("/", ":", ".") and right[1:].isalnum()):
        return False
    return atoms.word(beyond) not in lexicon.context()["no_whole"]
