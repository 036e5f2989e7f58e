"""Numbers written in digits: separators, decimals, powers of ten, fractions, mixed fractions, and their sign."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.figures.number_tokens import GLYPHS, SEPARATORS, NumberTokens, Read
from onrecord.figures.quantities import Number

MAX_DIGITS = 18
"""A longer run of digits is an identifier, not an amount."""

_SEPARATOR = re.compile(f"[{SEPARATORS} ]")
_POWER = re.compile(r"\s?[×x]\s?10\^?([-−–]?\d{1,2})(?!\d)")
_SLASHED = re.compile(r"[/⁄](\d{1,2})(?![\d/])")
_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 10, 16, 32))
_MINUS = re.compile(r"(?<!or )\bminus[- ]$", re.IGNORECASE)
_BEFORE_SIGN = " ([\t\"'“‘«"
_BEFORE_SIGNED_DIGITS = _BEFORE_SIGN + "$€£"


def read(atoms: NumberTokens, place: int) -> Read:
    """The number whose first digits are the atom at ``place``."""
    written, start, end = atoms[place].text, atoms[place].start, atoms[place].end
    plain = _SEPARATOR.sub("", written)
    if len(plain) > MAX_DIGITS + 8 or ("." not in plain and len(plain) > MAX_DIGITS):
        return None, place + 1
    value = float(plain)
    power = _POWER.match(atoms.text, end)
    if power:
        value *= 10.0 ** int(power[1].replace("−", "-").replace("–", "-"))
        end = power.end()
    divisor = _divisor(atoms, place, value) if len(plain) <= 2 else None
    if divisor:
        value, end = value / int(divisor[1]), divisor.end()
        return _signed(atoms.text, Number(start, end, value, "fraction", value)), atoms.beyond(place, end)
    part, end, after = _part(atoms, atoms.beyond(place, end), end) if len(plain) <= 3 else (0.0, end, place + 1)
    after = atoms.beyond(after, end)
    return _signed(atoms.text, Number(start, end, value + part, "digits", value + part)), after


def _divisor(atoms: NumberTokens, place: int, value: float) -> re.Match[str] | None:
    """The "/4" behind the digits at ``place``, if they are a fraction's and no part of a date."""
    match = _SLASHED.match(atoms.text, atoms[place].end)
    if match is None or atoms.text[atoms[place].start - 1 : atoms[place].start] == "/":
        return None
    return match if int(match[1]) in _DENOMINATORS and value < int(match[1]) else None


def _part(atoms: NumberTokens, place: int, end: int) -> tuple[float, int, int]:
    """The fraction of a mixed number, "2½" or "2 1/2", with its end and the place after it."""
    if atoms.is_a("glyph", place) and atoms.gap(place) in ("", " "):
        return GLYPHS[atoms[place].text], atoms[place].end, place + 1
    if atoms.is_a("digits", place) and atoms.gap(place) in (" ", "-") and len(atoms[place].text) == 1:
        count = int(atoms[place].text)
        divisor = _divisor(atoms, place, count)
        if divisor:
            return count / int(divisor[1]), divisor.end(), place + 1
    return 0.0, end, place


def _signed(text: str, number: Number) -> Number:
    """With the minus before it, where that is a sign and no dash or hyphen."""
    start = number.start
    if text[start - 1 : start] in ("-", "−") and (start == 1 or text[start - 2] in _BEFORE_SIGNED_DIGITS):
        if text[max(0, start - 4) : start - 1].rstrip()[-1:].isdigit():
            return number
        return replace(number, start=start - 1, value=-number.value, mantissa=-number.mantissa)
    return _with_word(text, number)


def negated(text: str, number: Number, sign: int) -> Number:
    """With the minus before the currency's sign at ``sign``: "-$4 million"."""
    if text[sign - 1 : sign] in ("-", "−") and sign > 0 and (sign == 1 or text[sign - 2] in _BEFORE_SIGN):
        return replace(number, start=sign - 1, value=-number.value, mantissa=-number.mantissa)
    return number


def _with_word(text: str, number: Number) -> Number:
    """ "minus 40"."""
    start = number.start
    minus = _MINUS.search(text, max(0, start - 7), start)
    if minus is None:
        return number
    return replace(number, start=minus.start(), value=-number.value, mantissa=-number.mantissa)
