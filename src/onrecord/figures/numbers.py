"""Numbers in digits and in words: "1,250", "3 billion", "2½", "two-thirds", "one in five", "dozens", "doubled".

The scanner knows neither units nor grammar and keeps all that can be a number; ``exclusions`` tells which numbers are
no figures. It reads a text once, from left to right, in linear time.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from onrecord.figures.lexicon import NUMBER_WORDS, UNITS, WORDS, alternatives
from onrecord.figures.number_tokens import FRACTION_SIGNS, SEPARATORS, NumberTokens
from onrecord.figures.quantities import Kind, Number

MAX_DIGITS = 18  # a longer run of digits is an identifier
MAX_WORDS = 12  # no number in words is longer
VAGUE_RANGE = 10  # "thousands" are fewer than ten thousand, else one would say "tens of thousands"

_SPELLED = {word for kind, words in NUMBER_WORDS._asdict().items() if kind != "suffixes" for word in words}
_NUMBER_HINT = re.compile(rf"[\d{''.join(FRACTION_SIGNS)}]|\b(?:{alternatives(_SPELLED)})(?:fold)?\b", re.IGNORECASE)
_SEPARATOR = re.compile(f"[{SEPARATORS} ]")
_POWER_OF_TEN = re.compile(r"\s?[×x]\s?10\^?([-−–]?\d{1,2})(?!\d)")
_SLASHED = re.compile(r"[/⁄](\d{1,2})(?![\d/])")
_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 10, 16, 32))
_MINUS = re.compile(r"(?<!or )\bminus[- ]$", re.IGNORECASE)
_BEFORE_MINUS = " ([\t\"'“‘«"
_FRACTION_OF = re.compile(rf"\s(?:{alternatives(WORDS['after_fraction_of_something'])})\b")
_OUT_OF = re.compile(r"\s(?:in|out\sof)\s(?:every\s|each\s)?(?=\w)")
_SPACES = (" ", "-", "\u00a0", "\u202f")

Read = tuple[Number | None, int]
"""The number that starts at a token, if any, and the index of the first token after it."""


def find_numbers(text: str) -> list[Number]:
    """The numbers in ``text``, in order; none overlaps another, and every value is finite."""
    if not _NUMBER_HINT.search(text):
        return []
    tokens = NumberTokens(text)
    numbers: list[Number] = []
    index = 0
    while index < len(tokens):
        number, after = _read_number(tokens, index)
        if number is not None and math.isfinite(number.value):
            numbers.append(number)
        index = max(after, index + 1)
    return numbers


def _read_number(tokens: NumberTokens, index: int) -> Read:
    token = tokens[index]
    number: Number | None
    if token.kind == "sign":
        number, after = tokens.number(index, index, FRACTION_SIGNS[token.text], "fraction"), index + 1
    else:
        number, after = _read_digits(tokens, index) if token.kind == "digits" else _read_words(tokens, index)
    if number is None:
        return None, after
    number, after = _apply_scale(tokens, number, after)
    if tokens.word(after) == "fold" and tokens.gap(after) in ("", "-", " "):
        return replace(number, end=tokens[after].end, kind="multiple"), after + 1
    return _read_ratio(tokens, number, after)


# Digits


def _read_digits(tokens: NumberTokens, index: int) -> Read:
    """ "1,250", "0.5", "6 x 10^3", "3/4", "2 1/2", with their minus."""
    written, start, end = tokens[index].text, tokens[index].start, tokens[index].end
    plain = _SEPARATOR.sub("", written)
    if len(plain) > MAX_DIGITS + 8 or ("." not in plain and len(plain) > MAX_DIGITS):
        return None, index + 1
    value = float(plain)
    power = _POWER_OF_TEN.match(tokens.text, end)
    if power:
        value *= 10.0 ** int(power[1].replace("−", "-").replace("–", "-"))
        end = power.end()
    slashed = _match_denominator(tokens, index, value) if len(plain) <= 2 else None
    if slashed:
        value, end = value / int(slashed[1]), slashed.end()
        return _with_minus(tokens.text, Number(start, end, value, "fraction")), tokens.skip_to(end, index)
    after = tokens.skip_to(end, index)
    if len(plain) <= 3:
        fraction, end = _read_mixed_fraction(tokens, after, end)
        value, after = value + fraction, tokens.skip_to(end, after)
    return _with_minus(tokens.text, Number(start, end, value, "digits")), after


def _match_denominator(tokens: NumberTokens, index: int, value: float) -> re.Match[str] | None:
    """The "/4" after the digits at ``index``, if they are a fraction and no part of a date."""
    match = _SLASHED.match(tokens.text, tokens[index].end)
    if match is None or tokens.text[tokens[index].start - 1 : tokens[index].start] == "/":
        return None
    return match if int(match[1]) in _DENOMINATORS and value < int(match[1]) else None


def _read_mixed_fraction(tokens: NumberTokens, index: int, end: int) -> tuple[float, int]:
    """The fraction in "2½" or "2 1/2" and its end; 0 and ``end`` without one."""
    if tokens.has("sign", index) and tokens.gap(index) in ("", " "):
        return FRACTION_SIGNS[tokens[index].text], tokens[index].end
    if tokens.has("digits", index) and tokens.gap(index) in (" ", "-") and len(tokens[index].text) == 1:
        numerator = int(tokens[index].text)
        slashed = _match_denominator(tokens, index, numerator)
        if slashed:
            return numerator / int(slashed[1]), slashed.end()
    return 0.0, end


def _with_minus(text: str, number: Number) -> Number:
    """With the minus before it: "-4", "minus 40"; a dash or a hyphen is none."""
    start = number.start
    if is_minus(text, start - 1, _BEFORE_MINUS + "$€£"):
        return number if text[max(0, start - 4) : start - 1].rstrip()[-1:].isdigit() else number.negated(start - 1)
    minus = _MINUS.search(text, max(0, start - 7), start)
    return number.negated(minus.start()) if minus else number


def is_minus(text: str, place: int, before: str = _BEFORE_MINUS) -> bool:
    """Whether a minus stands at ``place``: at the start of ``text`` or after one of the characters ``before``."""
    return place >= 0 and text[place] in "-−" and (place == 0 or text[place - 1] in before)


# Words


def _read_words(tokens: NumberTokens, index: int) -> Read:
    words, word = NUMBER_WORDS, tokens.word(index)
    multiple = words.multiples.get(word) or (words.cardinals.get(word[:-4]) if word.endswith("fold") else None)
    if multiple is not None:
        return tokens.number(index, index, multiple, "multiple"), index + 1
    if word == "half":
        return _read_half(tokens, index)
    if word in words.vague:
        return _read_vague(tokens, index)
    if word in ("a", "an", "several", "few"):
        scale = _scale_of(tokens.joined_word(index + 1))
        if scale is not None:
            return _read_scale(tokens, index, scale)
    if word in ("a", "one") and _starts_fraction(tokens, index):
        return _read_fraction(tokens, index, index + 1, 1)
    return _read_cardinal(tokens, index) if word in words.cardinals else (None, index + 1)


def _scale_of(word: str) -> float | None:
    """The factor of a scale in the singular, "million"; the plural is vague."""
    return None if word.endswith("s") else NUMBER_WORDS.scales.get(word)


def _read_scale(tokens: NumberTokens, index: int, scale: float) -> Read:
    """ "a million"; "several hundred" and "a few hundred" are vague."""
    word, start, end = tokens.word(index), tokens[index].start, tokens[index + 1].end
    if word not in ("several", "few"):
        return Number(start, end, scale, "words", scale), index + 2
    if word == "few" and tokens.word(index - 1) == "a":
        start = tokens[index - 1].start
    return Number(start, end, scale, "vague", scale, VAGUE_RANGE * scale), index + 2


def _read_cardinal(tokens: NumberTokens, index: int) -> Read:
    """A run of number words: "two hundred and fifty", "twenty-five", "two-thirds"."""
    words = NUMBER_WORDS
    total = current = 0.0
    after, last = index, ""
    while after < index + MAX_WORDS and (after == index or tokens.gap(after) in (" ", "-")):
        word = tokens.word(after)
        if word == "and" and last in ("hundred", "thousand", "million") and tokens.word(after + 1) in words.cardinals:
            after += 1
            continue
        if word in words.cardinals and _continues(current, words.cardinals[word], last):
            current += words.cardinals[word]
        elif last and word in ("hundred", "dozen"):
            current *= words.scales[word]
        elif last and (_scale_of(word) or 0) >= 1e3:
            total, current = total + current * words.scales[word], 0.0
        else:
            break
        last = word
        after += 1
    if not last:
        return None, index + 1
    return _fraction_or_cardinal(tokens, index, after, total + current, last)


def _continues(current: float, value: float, last: str) -> bool:
    """Whether a number word continues the run: "twenty five" does, "five twenty" does not."""
    if not last or last in ("hundred", "thousand", "million", "billion", "trillion"):
        return True
    return current % 100 >= 20 and current % 10 == 0 and 0 < value < 10


def _fraction_or_cardinal(tokens: NumberTokens, index: int, after: int, value: float, last: str) -> Read:
    """The run of number words before ``after`` as a fraction, "two-thirds", or else as the cardinal itself."""
    words = NUMBER_WORDS
    denominator = tokens.joined_word(after)
    if denominator in words.fractions and value < 20 and last in words.cardinals:
        plural = denominator.endswith("s") or denominator == "quarter"
        if (plural and value > 1) or tokens.gap(after) == "-":
            return _read_fraction(tokens, index, after, value)
    scale = words.scales[last] if last in words.scales and last not in ("dozen", "hundred") else 1.0
    return tokens.number(index, after - 1, value, "words", scale), after


def _read_fraction(tokens: NumberTokens, first: int, last: int, count: float) -> Read:
    """ "two-thirds"; "a quarter of a million" is a number with a scale."""
    value = count / NUMBER_WORDS.fractions[tokens.word(last)]
    if tokens.word(last + 1) == "of" and tokens.word(last + 2) == "a":
        scale = NUMBER_WORDS.scales.get(tokens.word(last + 3))
        if scale is not None:
            return tokens.number(first, last + 3, value * scale, "words", scale), last + 4
    return tokens.number(first, last, value, "fraction"), last + 1


def _starts_fraction(tokens: NumberTokens, index: int) -> bool:
    """Whether "a third" or "one-third" at ``index`` is an amount: "a third of", "fell by a third since"."""
    denominator = tokens.joined_word(index + 1)
    if denominator not in NUMBER_WORDS.fractions or denominator == "half":
        return False
    compared = tokens.joined_word(index + 2) in WORDS["comparatives"]  # "a fifth more than"
    return compared or tokens.gap(index + 1) == "-" or _is_amount(tokens, index, index + 1)


def _is_amount(tokens: NumberTokens, first: int, last: int) -> bool:
    """Whether the words around a fraction make it an amount: "half of", "fell by a third since", "rose by half"."""
    if _FRACTION_OF.match(tokens.text, tokens[last].end):
        return True
    ends = tokens.gap(last + 1) != " " or tokens.word(last + 1) in WORDS["after_fraction"]
    return ends and tokens.word(first - 1) in WORDS["before_fraction"]


def _read_half(tokens: NumberTokens, index: int) -> Read:
    """ "half of", "half a million"; not "the second half"."""
    if tokens.word(index - 1) in WORDS["before_named_half"] and tokens.gap(index) in (" ", "-"):
        return None, index + 1
    article = tokens.joined_word(index + 1) in ("a", "an")
    scaled = index + 2 if article else index + 1
    scale = _scale_of(tokens.joined_word(scaled))
    if scale is not None:
        return tokens.number(index, scaled, scale / 2, "words", scale), scaled + 1
    if article and tokens.word(index + 2) in NUMBER_WORDS.vague:
        return None, index + 1
    if not tokens.word(index + 1) or _is_amount(tokens, index, index):
        return tokens.number(index, index, 0.5, "fraction"), index + 1
    return None, index + 1


def _read_vague(tokens: NumberTokens, index: int) -> Read:
    """ "dozens", "tens of thousands". "Tens" and "scores" alone are no number."""
    vague, first = NUMBER_WORDS.vague, tokens.word(index)
    value, after = vague[first], index + 1
    while tokens.word(after) == "of" and tokens.word(after + 1) in vague and value < 1e18:
        value *= vague[tokens.word(after + 1)]
        after += 2
    alone = after == index + 1
    if alone and (first == "tens" or (first == "scores" and tokens.word(after) != "of")):
        return None, after
    return replace(tokens.number(index, after - 1, value, "vague", value), high=VAGUE_RANGE * value), after


# What follows a number


def _apply_scale(tokens: NumberTokens, number: Number, after: int) -> tuple[Number, int]:
    """With the scale or the suffix that follows: "3 billion", "7m", "two and a half million"."""
    if number.kind not in ("digits", "fraction", "words") or number.high is not None:
        return number, after
    value, end, scale = number.value, number.end, number.scale
    if scale == 1 and [tokens.word(after + step) for step in range(3)] == ["and", "a", "half"]:
        value, end, after = value + 0.5, tokens[after + 2].end, after + 3
    for _ in range(2):
        factor = _factor(tokens, number, after, tokens.text[end : tokens[after].start]) if after < len(tokens) else None
        if factor is None:
            break
        value, scale = value * factor, scale * factor
        coded = tokens[after].text[1:] in UNITS.codes
        end, after = tokens[after].start + 1 if coded else tokens[after].end, after + 1
    kind: Kind = "digits" if scale > 1 and number.kind == "fraction" else number.kind
    return Number(number.start, end, value, kind, scale), after


def _factor(tokens: NumberTokens, number: Number, index: int, gap: str) -> float | None:
    """What the token at ``index``, which ``gap`` parts from the number, multiplies it by."""
    token = tokens[index]
    if token.kind != "word" or gap not in ("", *_SPACES):
        return None
    factor = NUMBER_WORDS.scales.get(token.text.lower())
    if factor is not None:
        return factor
    if token.text[1:] in UNITS.codes:  # "30 MUSD"
        return NUMBER_WORDS.suffixes.get(token.text[0])
    factor = NUMBER_WORDS.suffixes.get(token.text) if number.kind == "digits" else None
    if factor is None:
        return None
    money = _is_money(tokens.text, number.start)
    if gap == " ":
        spelled = token.text == "B" and tokens.word(index + 1) != ""  # "8 B people"
        return factor if (money and token.text != "k") or spelled else None
    if gap:
        return None
    if money or token.text in WORDS["clear_suffixes"]:
        return factor
    following = tokens.word(index + 1) if tokens.gap(index + 1) in _SPACES else ""
    counts = following and following not in WORDS["after_metres"]
    return factor if counts and token.text in WORDS["ambiguous_suffixes"] else None


def _is_money(text: str, start: int) -> bool:
    """Whether the sign or code of a currency stands before the number at ``start``."""
    before = text[max(0, start - 4) : start].rstrip(" -−")
    return before[-3:].isupper() or before.endswith(tuple(WORDS["currency_marks"]))


def _read_ratio(tokens: NumberTokens, number: Number, after: int) -> Read:
    """ "one in five", "3 out of every 10" as one number; "two in 2020" and "five in 10 days" stay as they are."""
    match = _OUT_OF.match(tokens.text, number.end) if number.kind in ("digits", "words") else None
    if match is None or number.value != int(number.value) or not 0 < number.value < 1000:
        return number, after
    index = tokens.skip_to(match.end(), after)
    if index >= len(tokens) or tokens[index].start != match.end():
        return number, after
    base, beyond = _read_base(tokens, index)
    if base is None:
        return number, after
    base, beyond = _apply_scale(tokens, base, beyond)
    if base.value <= number.value or not _can_be_base(tokens, base, beyond):
        return number, after
    value = number.value / base.value
    return Number(number.start, base.end, value, "ratio"), beyond


def _read_base(tokens: NumberTokens, index: int) -> Read:
    """What a ratio is out of: a cardinal, or "hundred" and "thousand" alone."""
    word = tokens.word(index)
    if word in ("hundred", "thousand"):
        return tokens.number(index, index, NUMBER_WORDS.scales[word], "words"), index + 1
    return _read_digits(tokens, index) if tokens.has("digits", index) else _read_cardinal(tokens, index)


def _can_be_base(tokens: NumberTokens, base: Number, beyond: int) -> bool:
    """Whether a ratio can be out of ``base``: a round number without a unit."""
    if base.value > 100 and str(int(base.value)).strip("0") not in ("1", "2", "5"):
        return False
    right = tokens.text[base.end : base.end + 2]
    if right[:1].isalpha() or right[:1] == "%" or (right[:1] in ("/", ":", ".") and right[1:].isalnum()):
        return False
    return tokens.word(beyond) not in WORDS["not_after_ratio"]
