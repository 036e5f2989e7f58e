"""Numbers in a text: digits, words, fractions, ratios and multiples, with their places and values.

The scanner knows nothing of units or grammar, and drops nothing but what cannot be read as a number at all; what is
not a *figure* is told in ``exclusions``. It reads the text once, from left to right, in linear time.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from onrecord.figures import knowledge

Kind = Literal["digits", "words", "fraction", "ratio", "multiple", "vague"]

MAX_DIGITS = 18
"""A longer run of digits is an identifier, not an amount."""

_SEPARATORS = ",\u00a0\u202f\u2009'’"
_ATOM = re.compile(
    rf"(?P<digits>(?<!\d)\d{{1,3}}(?:[{_SEPARATORS}]\d{{2,3}})*[{_SEPARATORS}]\d{{3}}(?!\d)(?:\.\d+)?"
    r"|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    r"|(?P<glyph>[¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])"
    r"|(?P<word>[^\W\d_]+)"
)
_NUMBER_SIGN = re.compile("[\\d¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_GLYPHS = dict(
    zip("¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞",
        (1 / 4, 1 / 2, 3 / 4, 1 / 7, 1 / 9, 1 / 10, 1 / 3, 2 / 3, 1 / 5, 2 / 5, 3 / 5, 4 / 5, 1 / 6, 5 / 6, 1 / 8, 3 / 8, 5 / 8, 7 / 8),
        strict=True)
)  # fmt: skip
_POWER = re.compile(r"\s?[×x]\s?10\^?([-−–]?\d{1,2})(?!\d)")
_SLASHED = re.compile(r"[/⁄](\d{1,2})(?![\d/])")
_RATIO = re.compile(r"\s(?:in|out\sof)\s(?:every\s|each\s)?(?=\w)")
_OF_ALL = re.compile(r"\s(?:of|the|a|an|its|their|his|her|our|those|these|that|all|as|my)\b")
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 10, 16, 32})


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start``:``end``. ``mantissa`` is the value before its scale word; ``open_ended``: "dozens"."""

    start: int
    end: int
    value: float
    kind: Kind
    mantissa: float
    scale: float = 1.0
    open_ended: bool = False


def scan(text: str) -> list[Number]:
    """The numbers in ``text``, in order, none overlapping another. Every value is finite."""
    if not has_number(text):
        return []
    atoms = [(match.lastgroup or "", match.group(), match.start(), match.end()) for match in _ATOM.finditer(text)]
    reader = _Reader(text, atoms)
    found: list[Number] = []
    place = 0
    while place < len(atoms):
        number, after = reader.number(place)
        if number is not None and math.isfinite(number.value):
            found.append(number)
        place = max(after, place + 1)
    return found


def has_number(text: str) -> bool:
    """Whether ``text`` may hold a number: a cheap look before the full scan."""
    return bool(_NUMBER_SIGN.search(text)) or bool(_word_pattern().search(text))


def _word_pattern() -> re.Pattern[str]:
    global _WORDS  # noqa: PLW0603 - compiled once, on first use
    if _WORDS is None:
        known = knowledge.numbers()
        words = [word for kind in ("cardinals", "scales", "fractions", "vague", "multiples") for word in known[kind]]
        _WORDS = re.compile(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b|\w[ -]?fold\b", re.IGNORECASE)
    return _WORDS


_WORDS: re.Pattern[str] | None = None

_Read = tuple[Number | None, int]


class _Reader:
    """Reads one number at a time from the atoms of a text."""

    def __init__(self, text: str, atoms: list[tuple[str, str, int, int]]) -> None:
        self.text = text
        self.atoms = atoms
        known = knowledge.numbers()
        self.cardinals, self.scales, self.suffixes = known["cardinals"], known["scales"], known["suffixes"]
        self.fractions, self.vague, self.multiples = known["fractions"], known["vague"], known["multiples"]

    def word(self, place: int) -> str:
        """The lower-case word at ``place``, empty where there is none."""
        return self.atoms[place][1].lower() if 0 <= place < len(self.atoms) and self.atoms[place][0] == "word" else ""

    def gap(self, place: int) -> str:
        """What stands between the atom before ``place`` and the one at it."""
        if not 0 < place < len(self.atoms):
            return "\0"
        start, end = self.atoms[place - 1][3], self.atoms[place][2]
        return self.text[start:end] if end - start < 4 else "\0"

    def number(self, place: int) -> _Read:
        """The number that begins at atom ``place``, and the atom after it."""
        kind, atom, start, end = self.atoms[place]
        if kind == "digits":
            number, after = self._digits(place)
        elif kind == "glyph":
            number, after = Number(start, end, _GLYPHS[atom], "fraction", _GLYPHS[atom]), place + 1
        else:
            number, after = self._words(place, atom.lower())
        if number is None:
            return None, after
        return self._ratio(*self._fold(*self._scaled(number, after)))

    def _digits(self, place: int) -> _Read:
        _, atom, start, end = self.atoms[place]
        plain = atom if atom.isdecimal() and atom.isascii() else re.sub(rf"[{_SEPARATORS}]", "", atom)
        if len(plain) > MAX_DIGITS + 8 or ("." not in plain and len(plain) > MAX_DIGITS):
            return None, place + 1
        value = float(plain)
        after = place + 1
        power = _POWER.match(self.text, end)
        if power:
            value *= 10.0 ** int(power.group(1).replace("−", "-").replace("–", "-"))
            end = power.end()
        slashed = _SLASHED.match(self.text, end) if len(plain) <= 2 else None
        if (
            slashed
            and int(slashed.group(1)) in _DENOMINATORS
            and value < int(slashed.group(1))
            and self.text[start - 1 : start] != "/"
        ):
            value, end = value / int(slashed.group(1)), slashed.end()
            after = self._after(place, end)
            return self._signed(Number(start, end, value, "fraction", value)), after
        after = self._after(place, end)
        if self._is(after, "glyph") and self.gap(after) in ("", " "):
            value += _GLYPHS[self.atoms[after][1]]
            end, after = self.atoms[after][3], after + 1
        elif self._is(after, "digits") and self.gap(after) in (" ", "-") and len(plain) <= 3:
            slashed = _SLASHED.match(self.text, self.atoms[after][3])
            part = self.atoms[after][1]
            if (
                slashed
                and len(part) == 1
                and int(slashed.group(1)) in _DENOMINATORS
                and int(part) < int(slashed.group(1))
            ):
                value += int(part) / int(slashed.group(1))
                end = slashed.end()
                after = self._after(after, end)
        return self._signed(Number(start, end, value, "digits", value)), after

    def _signed(self, number: Number) -> Number:
        """With the minus before it, where that is a sign and no dash or hyphen."""
        start = number.start
        if self.text[start - 1 : start] in ("-", "−") and (start == 1 or self.text[start - 2] in " ($€£\t"):
            before = self.text[max(0, start - 4) : start - 1].rstrip()
            if not before[-1:].isdigit():
                return Number(start - 1, number.end, -number.value, number.kind, -number.mantissa)
        match = re.compile(r"\bminus[- ]$", re.IGNORECASE).search(self.text[max(0, start - 7) : start])
        if match:
            return Number(max(0, start - 7) + match.start(), number.end, -number.value, number.kind, -number.mantissa)
        return number

    def _words(self, place: int, word: str) -> _Read:
        start, end = self.atoms[place][2:]
        following = self.word(place + 1) if self.gap(place + 1) in (" ", "-") else ""
        if word.endswith("fold") and word[:-4] in self.cardinals:
            value = self.cardinals[word[:-4]]
            return Number(start, end, value, "multiple", value), place + 1
        if word in self.multiples:
            return Number(start, end, self.multiples[word], "multiple", self.multiples[word]), place + 1
        if word in ("a", "an", "several", "few") and following in self.scales and following[-1] != "s":
            scale = self.scales[following]
            vague = word in ("several", "few")
            first = place - 1 if word == "few" and self.word(place - 1) == "a" else place
            begin = self.atoms[first][2]
            return Number(
                begin, self.atoms[place + 1][3], scale, "vague" if vague else "words", 1, scale, vague
            ), place + 2
        if word == "half":
            return self._half(place)
        if word in self.vague:
            return self._vague(place)
        if word in ("a", "one") and following in self.fractions and following != "half":
            strong = (
                self._is_part(place) or self.gap(place + 1) == "-" or _OF_ALL.match(self.text, self.atoms[place + 1][3])
            )
            if strong:
                return self._part(place, place + 1, 1)
        if word in self.cardinals:
            return self._cardinal(place)
        return None, place + 1

    def _is_part(self, place: int) -> bool:
        """Whether "a third" at ``place`` is an amount by the words around it: "fell by a third since"."""
        context = knowledge.context()
        ends = self.gap(place + 2) != " "
        return self.word(place - 1) in context["before_part"] and (
            ends or self.word(place + 2) in context["after_part"]
        )

    def _cardinal(self, place: int) -> _Read:
        """A run of number words: "two hundred and fifty", "twenty-five", "two-thirds", "one and a half"."""
        total = current = 0.0
        after, last = place, None
        while after < len(self.atoms) and after < place + 12:
            word, joined = self.word(after), after == place or self.gap(after) in (" ", "-")
            if (
                word == "and"
                and joined
                and last in self.scales
                and last != "dozen"
                and self.word(after + 1) in self.cardinals
            ):
                after += 1
                continue
            if not joined:
                break
            if word in self.cardinals and self._fits(current, self.cardinals[word], last):
                current += self.cardinals[word]
            elif word in ("hundred", "dozen") and last is not None:
                current = current * self.scales[word]
            elif word in self.scales and word[-1] != "s" and last is not None and self.scales[word] >= 1e3:
                total, current = total + current * self.scales[word], 0.0
            else:
                break
            last = word
            after += 1
        if after == place:
            return None, place + 1
        value = total + current
        following = self.word(after)
        if following in self.fractions and self.gap(after) in (" ", "-") and value < 20 and last in self.cardinals:
            plural = following.endswith("s") or following == "quarter"
            if (plural and value > 1) or self.gap(after) == "-":
                return self._part(place, after, value)
        end = self.atoms[after - 1][3]
        number = Number(self.atoms[place][2], end, value, "words", value)
        if last in self.scales and last not in ("dozen", "hundred"):
            scale = self.scales[last]
            number = Number(number.start, end, value, "words", value / scale, scale)
        return number, after

    @staticmethod
    def _fits(current: float, value: float, last: str | None) -> bool:
        """Whether a number word continues the run: "twenty five" does, "five twenty" does not."""
        if last is None or last in ("hundred", "thousand", "million", "billion", "trillion"):
            return True
        return current % 100 >= 20 and current % 10 == 0 and 0 < value < 10

    def _half(self, place: int) -> _Read:
        start, end = self.atoms[place][2:]
        if self.word(place - 1) in knowledge.context()["part_cues"] and self.gap(place) in (" ", "-"):
            return None, place + 1
        following = self.word(place + 1)
        article = following in ("a", "an") and self.gap(place + 1) == " "
        scaled = place + 2 if article else place + 1
        if self.word(scaled) in self.scales and self.gap(scaled) in (" ", "-") and self.word(scaled)[-1] != "s":
            scale = self.scales[self.word(scaled)]
            return Number(start, self.atoms[scaled][3], scale / 2, "words", 0.5, scale), scaled + 1
        if article and self.word(place + 2) in self.vague:
            return None, place + 1
        if _OF_ALL.match(self.text, end) or not following:
            return Number(start, end, 0.5, "fraction", 0.5), place + 1
        return None, place + 1

    def _part(self, first: int, last: int, count: float) -> _Read:
        """A fraction in words; "a quarter of a million" is an amount."""
        value = count / self.fractions[self.word(last)]
        after = last + 1
        if self.word(after) == "of" and self.word(after + 1) == "a" and self.word(after + 2) in self.scales:
            scale = self.scales[self.word(after + 2)]
            return Number(
                self.atoms[first][2], self.atoms[after + 2][3], value * scale, "words", value, scale
            ), after + 3
        return Number(self.atoms[first][2], self.atoms[last][3], value, "fraction", value), after

    def _vague(self, place: int) -> _Read:
        """ "dozens", "tens of thousands": at least one of the last scale."""
        value, after = self.vague[self.word(place)], place + 1
        while self.word(after) == "of" and self.word(after + 1) in self.vague and value < 1e18:
            value *= self.vague[self.word(after + 1)]
            after += 2
        if (
            self.word(place) in ("tens", "scores")
            and after == place + 1
            and (self.word(place) == "tens" or self.word(after) != "of")
        ):
            return None, after
        return Number(self.atoms[place][2], self.atoms[after - 1][3], value, "vague", 1, value, True), after

    def _scaled(self, number: Number, after: int) -> _Read:
        """With the scale words or the suffix that follow."""
        if number.kind not in ("digits", "fraction", "words") or number.open_ended:
            return number, after
        value, end, scale = number.value, number.end, number.scale
        if self.word(after) == "and" and self.word(after + 1) == "a" and self.word(after + 2) == "half" and scale == 1:
            value, end, after = value + 0.5, self.atoms[after + 2][3], after + 3
        mantissa = value / scale
        for _ in range(2):
            if after >= len(self.atoms) or self.atoms[after][0] != "word":
                break
            gap, raw = self.text[end : self.atoms[after][2]], self.atoms[after][1]
            factor = None
            if (gap in (" ", "-", "\u00a0", "\u202f") and raw.lower() in self.scales) or (
                gap == "" and raw.lower() in self.scales
            ):
                factor = self.scales[raw.lower()]
            elif (
                number.kind == "digits"
                and raw in self.suffixes
                and (gap == "" or (gap == " " and self._money_before(number.start) and raw != "k"))
            ):
                factor = self._suffix(raw, after)
            elif (
                gap == " "
                and raw == "B"
                and self.atoms[after + 1 : after + 2]
                and self.word(after + 1) == self.atoms[after + 1][1]
            ):
                factor = self.suffixes[raw]
            if factor is None:
                break
            value, scale, end, after = value * factor, scale * factor, self.atoms[after][3], after + 1
        kind: Kind = "digits" if scale > 1 and number.kind == "fraction" else number.kind
        return Number(number.start, end, value, kind, mantissa, scale), after

    def _suffix(self, raw: str, place: int) -> float | None:
        """The factor of a letter at the digits; "m" and "t" without money may be metres and tonnes."""
        start = self.atoms[place - 1][2]
        if self._money_before(start) or raw in ("k", "K", "bn", "Bn", "mn", "tn"):
            return self.suffixes[raw]
        following = self.word(place + 1) if self.gap(place + 1) in (" ", "-", "\u00a0") else ""
        if raw in ("m", "M", "b", "B") and following and following not in knowledge.context()["metre_cues"]:
            return self.suffixes[raw]
        return None

    def _money_before(self, start: int) -> bool:
        before = self.text[max(0, start - 4) : start].rstrip(" -−")
        return bool(before) and (before[-1] in "$€£¥₹₽₩₪₺" or before[-3:].isupper() or before[-2:] in ("RM", "Rs"))

    def _fold(self, number: Number, after: int) -> _Read:
        """ "sixfold", "10-fold" as a multiple; the joined word is one atom, so it is looked for first."""
        if self.word(after) == "fold" and self.text[number.end : self.atoms[after][2]] in ("", "-", " "):
            return Number(number.start, self.atoms[after][3], number.value, "multiple", number.mantissa), after + 1
        return number, after

    def _ratio(self, number: Number, after: int) -> _Read:
        """ "one in five", "3 out of every 10"."""
        if number.kind not in ("digits", "words") or number.value != int(number.value) or not 0 < number.value < 1000:
            return number, after
        match = _RATIO.match(self.text, number.end)
        if not match:
            return number, after
        place = after
        while place < len(self.atoms) and self.atoms[place][2] < match.end():
            place += 1
        if place >= len(self.atoms) or self.atoms[place][2] != match.end():
            return number, after
        if self._is(place, "digits"):
            whole, beyond = self._scaled(*self._plain(place))
        else:
            whole, beyond = self._cardinal(place)
        if (
            whole is None
            or whole.value <= number.value
            or not (whole.value <= 100 or str(int(whole.value)).strip("0") in ("1", "2", "5"))
        ):
            return number, after
        if (
            self.text[whole.end : whole.end + 1] in ("%", "/", ":", ".")
            and self.text[whole.end + 1 : whole.end + 2].isalnum()
        ):
            return number, after
        if (
            self.text[whole.end : whole.end + 1].isalpha()
            or self.word(beyond) in _TIME_WORDS
            or self.text[whole.end : whole.end + 1] == "%"
        ):
            return number, after
        value = number.value / whole.value
        return Number(number.start, whole.end, value, "ratio", value), beyond

    def _plain(self, place: int) -> tuple[Number, int]:
        number, after = self._digits(place)
        start, end = self.atoms[place][2:]
        return number or Number(start, end, math.inf, "digits", math.inf), after

    def _is(self, place: int, kind: str) -> bool:
        return 0 <= place < len(self.atoms) and self.atoms[place][0] == kind

    def _after(self, place: int, end: int) -> int:
        while place < len(self.atoms) and self.atoms[place][2] < end:
            place += 1
        return place


_TIME_WORDS = frozenset(
    (
        "seconds",
        "minutes",
        "hours",
        "days",
        "weeks",
        "months",
        "years",
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "percent",
        "per",
    )
)
