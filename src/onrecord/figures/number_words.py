"""Numbers written in words: cardinals, fractions, halves, multiples, and vague ones such as "dozens"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from onrecord.figures import lexicon
from onrecord.figures.quantities import Kind, Number

if TYPE_CHECKING:
    from onrecord.figures.number_tokens import NumberTokens, Read

_OF_ALL = re.compile(r"\s(?:of|the|a|an|its|their|his|her|our|those|these|that|all|as|my)\b")
_LONGEST = 12
_UNNAMED = 10  # "thousands" are fewer than ten thousand, else one would say "tens of thousands"


class _Known(NamedTuple):
    """The number words by kind, lower case; see ``data/figures/numbers.toml``."""

    cardinals: dict[str, float]
    scales: dict[str, float]
    suffixes: dict[str, float]
    fractions: dict[str, float]
    vague: dict[str, float]
    multiples: dict[str, float]


@cache
def known() -> _Known:
    """The number words, read once."""
    return _Known(**lexicon.numbers())


def scale_of(word: str) -> float | None:
    """The factor of a scale word in the singular, "million"; the plural is vague."""
    return None if word.endswith("s") else known().scales.get(word)


def read(atoms: NumberTokens, place: int) -> Read:
    """The number whose first word is the atom at ``place``."""
    words, word = known(), atoms.word(place)
    if word in words.multiples:
        return atoms.number(place, place, words.multiples[word], "multiple"), place + 1
    if word.endswith("fold") and word[:-4] in words.cardinals:
        return atoms.number(place, place, words.cardinals[word[:-4]], "multiple"), place + 1
    if word == "half":
        return _half(atoms, place)
    if word in words.vague:
        return _vague(atoms, place)
    if word in ("a", "an", "several", "few"):
        scale = scale_of(atoms.joined_word(place + 1))
        if scale is not None:
            return _one_of(atoms, place, scale)
    if word in ("a", "one") and _is_part(atoms, place):
        return _part(atoms, place, place + 1, 1)
    return cardinal(atoms, place) if word in words.cardinals else (None, place + 1)


def _one_of(atoms: NumberTokens, place: int, scale: float) -> Read:
    """ "a million"; "several hundred" and "a few hundred" are an unnamed number of them."""
    word = atoms.word(place)
    start = atoms[place - 1].start if word == "few" and atoms.word(place - 1) == "a" else atoms[place].start
    vague = word in ("several", "few")
    kind: Kind = "vague" if vague else "words"
    return Number(start, atoms[place + 1].end, scale, kind, 1, scale, _UNNAMED * scale if vague else None), place + 2


def _is_part(atoms: NumberTokens, place: int) -> bool:
    """Whether "a third" at ``place`` is an amount: "a third of", "one-third", "fell by a third since"."""
    following = atoms.joined_word(place + 1)
    if following not in known().fractions or following == "half":
        return False
    if atoms.joined_word(place + 2) in lexicon.context()["comparatives"]:
        return True  # "a fifth more than"
    if atoms.gap(place + 1) == "-" or _OF_ALL.match(atoms.text, atoms[place + 1].end):
        return True
    return _is_amount(atoms, place, place + 1)


def _is_amount(atoms: NumberTokens, first: int, last: int) -> bool:
    """Whether the words around a part make it an amount: "fell by a third since", "rose by half"."""
    context = lexicon.context()
    ends = atoms.gap(last + 1) != " "
    return atoms.word(first - 1) in context["before_part"] and (ends or atoms.word(last + 1) in context["after_part"])


def cardinal(atoms: NumberTokens, place: int) -> Read:
    """A run of number words: "two hundred and fifty", "twenty-five", "two-thirds"."""
    words = known()
    total = current = 0.0
    after, last = place, ""
    while after < place + _LONGEST and (after == place or atoms.gap(after) in (" ", "-")):
        word = atoms.word(after)
        if word == "and" and last in ("hundred", "thousand", "million") and atoms.word(after + 1) in words.cardinals:
            after += 1
            continue
        if word in words.cardinals and _continues(current, words.cardinals[word], last):
            current += words.cardinals[word]
        elif last and word in ("hundred", "dozen"):
            current *= words.scales[word]
        elif last and (scale_of(word) or 0) >= 1e3:
            total, current = total + current * words.scales[word], 0.0
        else:
            break
        last = word
        after += 1
    if not last:
        return None, place + 1
    return _part_or_number(atoms, place, after, total + current, last)


def whole(atoms: NumberTokens, place: int) -> Read:
    """What a ratio is out of: a cardinal, or "hundred" and "thousand" alone."""
    word = atoms.word(place)
    if word in ("hundred", "thousand"):
        return atoms.number(place, place, known().scales[word], "words"), place + 1
    return cardinal(atoms, place)


def _part_or_number(atoms: NumberTokens, place: int, after: int, value: float, last: str) -> Read:
    """What a run of number words up to ``after`` is: "two-thirds", else the cardinal itself."""
    words = known()
    following = atoms.joined_word(after)
    if following in words.fractions and value < 20 and last in words.cardinals:
        plural = following.endswith("s") or following == "quarter"
        if (plural and value > 1) or atoms.gap(after) == "-":
            return _part(atoms, place, after, value)
    scale = words.scales[last] if last in words.scales and last not in ("dozen", "hundred") else 1.0
    return atoms.number(place, after - 1, value, "words", scale), after


def _continues(current: float, value: float, last: str) -> bool:
    """Whether a number word continues the run: "twenty five" does, "five twenty" does not."""
    if not last or last in ("hundred", "thousand", "million", "billion", "trillion"):
        return True
    return current % 100 >= 20 and current % 10 == 0 and 0 < value < 10


def _half(atoms: NumberTokens, place: int) -> Read:
    """ "half of", "half a million"; not "the second half"."""
    if atoms.word(place - 1) in lexicon.context()["part_cues"] and atoms.gap(place) in (" ", "-"):
        return None, place + 1
    following = atoms.joined_word(place + 1)
    article = following in ("a", "an")
    scaled = place + 2 if article else place + 1
    scale = scale_of(atoms.joined_word(scaled))
    if scale is not None:
        return atoms.number(place, scaled, scale / 2, "words", scale), scaled + 1
    if article and atoms.word(place + 2) in known().vague:
        return None, place + 1
    whole = _OF_ALL.match(atoms.text, atoms[place].end) or not atoms.word(place + 1)
    if whole or _is_amount(atoms, place, place):
        return atoms.number(place, place, 0.5, "fraction"), place + 1
    return None, place + 1


def _part(atoms: NumberTokens, first: int, last: int, count: float) -> Read:
    """A fraction in words; "a quarter of a million" is an amount."""
    value = count / known().fractions[atoms.word(last)]
    if atoms.word(last + 1) == "of" and atoms.word(last + 2) == "a":
        scale = known().scales.get(atoms.word(last + 3))
        if scale is not None:
            return atoms.number(first, last + 3, value * scale, "words", scale), last + 4
    return atoms.number(first, last, value, "fraction"), last + 1


def _vague(atoms: NumberTokens, place: int) -> Read:
    """ "dozens", "tens of thousands": from one of that size to ten. "Tens" and "scores" alone are no number."""
    words, first = known(), atoms.word(place)
    value, after = words.vague[first], place + 1
    while atoms.word(after) == "of" and atoms.word(after + 1) in words.vague and value < 1e18:
        value *= words.vague[atoms.word(after + 1)]
        after += 2
    alone = after == place + 1
    if alone and (first == "tens" or (first == "scores" and atoms.word(after) != "of")):
        return None, after
    return Number(atoms[place].start, atoms[after - 1].end, value, "vague", 1, value, _UNNAMED * value), after
