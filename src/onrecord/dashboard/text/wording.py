"""Counts, figures and kinds in plain words, the same on every page. Plain text: escape it where it is shown."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from onrecord.figures.lexicon import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

_FINEST = 100  # the largest denominator that is shown as a fraction
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
COMPARATOR_WORDS = {"=": "", ">": "more than", ">=": "at least", "<": "less than", "<=": "at most", "~": "about"}
COMPARATOR_MEANINGS = {
    ">": "more than",
    ">=": "at least",
    "<": "less than",
    "<=": "at most",
    "~": "about",
}
_COMPARATOR_SIGNS = {"=": "", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ ", "~": "≈ "}
DIMENSIONS = {
    "money": "money",
    "percent": "percentages",
    "percentage_point": "percentage points",
    "count": "counts",
    "ratio": "shares and ratios",
    "duration": "durations",
    "age": "ages",
    "length": "lengths",
    "area": "areas",
    "mass": "masses",
    "volume": "volumes",
    "temperature": "temperatures",
    "speed": "speeds",
    "energy": "energy",
    "power": "power",
    "data": "data",
    "rank": "ranks",
    "other": "other numbers",
}
"""What the dimensions of figures are called in the plural."""
DIRECTION_SIGNS = {"up": "▲ up", "down": "▼ down"}
SPEAKER_KINDS = {
    "person": ("person", "people"),
    "organisation": ("organisation", "organisations"),
    "group": ("group", "groups"),
    "event": ("event", "events"),
    "document": ("document", "documents"),
    "unnamed": ("unnamed source", "unnamed sources"),
}
UNATTRIBUTED = "Unattributed"
"""What is shown in place of a name where the article gives no source that can be told."""
SENSES = {
    "say": "says",
    "claim": "asserts",
    "find": "finds",
    "think": "thinks",
    "question": "questions",
    "praise": "praises",
    "blame": "blames",
    "call for": "calls for",
    "deny": "denies",
    "announce": "announces",
}
KIND_NAMES = {
    "direct": "direct (in quotation marks)",
    "indirect": "indirect (in the reporter’s words)",
    "mixed": "mixed (partly in quotation marks)",
}


EVIDENCE = {
    "name": "full name",
    "short_name": "short name (“Quill”)",
    "description": "description (“the director”)",
    "pronoun": "pronoun (“she”)",
    "floor": "who spoke before",
    "inferred": "context",
}
"""How the speaker of a statement was found, by ``speaker_evidence``."""


def given(value: Any) -> bool:
    """Whether a table's cell holds something: not None, ``<NA>`` or NaN. The words "None" and "nan" are something."""
    return value is not None and value is not pd.NA and bool(value == value)


def capital(words: str) -> str:
    """``words`` led by a capital, as a name in a list: ``participants`` is ``Participants``."""
    return words[:1].upper() + words[1:]


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 statement``, ``1,200 statements``."""
    return f"{number:,} {noun(number, one, many)}"


def noun(number: int, one: str, many: str | None = None) -> str:
    """The noun that goes with ``number``."""
    return one if number == 1 else many or f"{one}s"


def listed(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    words = list(words)
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def listed_first(words: Iterable[str], most: int = 3) -> str:
    """``listed``, of very many the first alone: ``a, b, c and 4 more``."""
    words = list(words)
    left = len(words) - most
    return listed([*words[:most], f"{left} more"] if left > 0 else words)


def shorten(text: str, width: int) -> str:
    """``text``, cut to ``width`` characters with an ellipsis where it is longer."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def term(entry: str) -> str:
    """A codebook's term in short: ``framework near AI, …`` for a word that asks for company."""
    phrase, _, company = entry.partition(" NOT WITHIN ")[0].partition(" NEAR ")
    first, *more = company.split(" OR ")
    return f"{phrase} near {first}{', …' if more else ''}" if company else phrase


def number(value: float) -> str:
    """A number as a newspaper prints it: ``500``, ``3.5``, ``1.2 billion``; no digit is rounded away."""
    for size, name in _SCALES:
        scaled = value / size
        if abs(scaled) >= 1 and math.isclose(round(scaled, 3), scaled, rel_tol=1e-12):
            return f"{scaled:,.12g} {name}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.12g}"


def quantity(figure: Any) -> str:
    """A row of ``figures`` as its number alone: ``> 500``, ``20–30``, ``from 5 to 8``, ``1/3``."""
    as_words = _amount if figure.dimension == "money" else _part if figure.dimension == "ratio" else number
    amount = _COMPARATOR_SIGNS.get(figure.comparator, "") + as_words(figure.value)
    if given(figure.value_high):
        high = as_words(figure.value_high)
        scale = next((f" {name}" for _, name in _SCALES if high.endswith(name)), "")
        amount = f"{amount.removesuffix(scale) if scale else amount}–{high}"  # "3.2–3.6 billion"
    return f"from {as_words(figure.value_from)} to {amount}" if given(figure.value_from) else amount


def _part(value: float) -> str:
    """A part of a whole as a fraction, ``2/3``; another number as it is."""
    part = Fraction(value).limit_denominator(_FINEST)
    exact = 0 < part < 1 and math.isclose(float(part), value, rel_tol=1e-9)
    return f"{part.numerator}/{part.denominator}" if exact else number(value)


def _amount(value: float) -> str:
    """An amount of money: ``41.30``, ``412,000``, ``1.2 billion``."""
    words, tenths = number(value), float(value) * 10
    return words + "0" if tenths.is_integer() and re.fullmatch(r"-?[0-9,]+\.[0-9]", words) else words


def is_pair(figure: Any) -> bool:
    """Whether a row of ``figures`` holds two numbers of one kind, as a vote of 52–48 does, and no point or range."""
    return bool(figure.dimension == "ratio" and given(figure.value_high) and not given(figure.unit))


def unit(figure: Any, *, many: bool = False) -> str:
    """The unit of a row of ``figures``, in the plural for ``many`` and for any number but one."""
    if not given(figure.unit):
        return ""
    one = figure.value == 1 and not given(figure.value_high) and not given(figure.value_from)
    if figure.dimension == "count" or (one and not many):
        return str(figure.unit)
    return plural(str(figure.unit))


def title(speaker: Any) -> str | None:
    """The role of a row of ``speakers``, led by “former” where the article says so."""
    if not given(speaker.role):
        return None
    former = given(speaker.role_is_former) and bool(speaker.role_is_former)
    known = str(speaker.role).casefold().startswith(("former", "ex-"))
    return ("former " if former and not known else "") + str(speaker.role)


def role(speaker: Any) -> str:
    """Role, organisation and parent organisation of a row of ``speakers``; empty where the article gives none."""
    bodies = (str(body) for body in (speaker.organisation, speaker.parent_organisation) if given(body))
    return ", ".join([*filter(None, [title(speaker)]), *bodies])
