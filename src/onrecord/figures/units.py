"""The unit of a number: a unit of measure, a currency, an age, or the things that are counted."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord.figures import counted_nouns, lexicon
from onrecord.figures.parsed_sentence import VERBS, ParsedSentence
from onrecord.figures.quantities import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.figures.quantities import Number

_GAP = r"(?:[\s\u00a0\u202f-]{0,2}| - )"
_PER = re.compile(
    r"(?:(?P<slash>[\s-]?/[\s-]?)|[\s-](?:per|an|a|each|every)[\s-])"
    r"(?P<divisor>(?:square|cubic) [a-z]+|[a-z]+[23²³]?)\b"
    r"(?!\s(?:ago|earlier|later|before|after)\b)",
    re.IGNORECASE,
)
_PER_BEHIND = re.compile(
    r" of (?:[a-z-]+ ){1,3}?(?:a|an|per|each|every) (?P<divisor>second|minute|hour|day|week|month|quarter|year)\b"
    r"(?!\s(?:ago|earlier|later|before|after)\b)",
    re.IGNORECASE,
)
_HALF_A = re.compile(r" (?:of )?an?(?= )")
_SIGN_REACH = 8
_AGED = re.compile(
    r"\b(?:aged|age|ages|age of|ages of|aged between)\s(?:about |around |under |over |just )?$", re.IGNORECASE
)
_OLDER = re.compile(r"\s(?:or|and) (?:older|younger)\b")
_AGE_IN_COMMAS = re.compile(r"\s?[,;)]")


def find_unit(reading: ParsedSentence, number: Number) -> Unit | None:
    """The unit of ``number``, or nothing where it has none."""
    if number.kind == "multiple":
        return Unit("times", "ratio", number.start, number.end)
    unit = _sign_before(reading.text, number) or _measure_after(reading, number) or _age(reading, number)
    if unit is None and number.kind not in ("ratio", "fraction"):
        unit = counted_nouns.counted(reading, number) or counted_nouns.counted_among(reading, number)
    return None if unit is None else with_denominator(reading.text, unit)


def _sign_before(text: str, number: Number) -> Unit | None:
    """A currency's sign or code before the amount: "US$5", "RMB 3 trillion"; the code may stand behind as well."""
    before = text[max(0, number.start - _SIGN_REACH) : number.start]
    bare = before.rstrip(" \u00a0-−")
    signs = lexicon.units().before
    if bare == before and (number.scale > 1 or not text[number.start : number.end].isdigit()):
        signs = {**signs, **lexicon.units().garbled}
    for length in range(min(len(bare), 6), 0, -1):
        sign = bare[-length:]
        known = signs.get(sign) or ("$" in sign and signs.get(sign.upper())) or None
        joined = length < len(bare) and sign[0].isalpha() and bare[-length - 1].isalnum()
        if known and not joined:
            return Unit(known.name, known.dimension, number.start - len(before) + len(bare) - length, number.end)
    return None


@cache
def _pattern() -> re.Pattern[str]:
    """One pattern for every unit after a number, the longest spelling first."""
    known = lexicon.units()

    ways = [(symbol, re.escape(symbol)) for symbol in known.symbols]
    ways += [(word, f"(?i:{re.escape(word)})".replace("\\ ", r"[\s\u00a0-]")) for word in known.words]
    ways.sort(key=lambda way: len(way[0]), reverse=True)
    return re.compile(rf"{_GAP}({'|'.join(pattern for _, pattern in ways)})(?![^\W_])")


def _measure_after(reading: ParsedSentence, number: Number) -> Unit | None:
    text = reading.text
    article = _HALF_A.match(text, number.end) if number.kind == "fraction" else None  # "half a mile"
    match = _pattern().match(text, article.end() if article else number.end) if number.kind != "ratio" else None
    if match is None:
        return _measure_behind_adjectives(reading, number)
    known = lexicon.units()
    unit = known.symbols.get(match[1])
    if unit is not None:
        apart = match.start(1) > number.end and match[1] in known.touching
        if apart and text[match.end() : match.end() + 1] != "/" and not _is_heat(reading, unit):
            return None
    else:
        word = " ".join(re.split(r"[\s\u00a0-]+", match[1].lower()))
        spaced = text[number.end : number.end + 1] == " "
        divided = _PER.match(text, match.end()) is not None  # "1,380 won per dollar"
        if spaced and not divided and reading.at(match.start(1)).pos_ in VERBS:
            return None
        unit = _pounds(reading, number) if word in ("pound", "pounds") else known.words[word]
    return Unit(unit.name, unit.dimension, number.start, match.end())


def _is_heat(reading: ParsedSentence, unit: lexicon.UnitName) -> bool:
    """Whether a lone letter means degrees: "it was 40 C in the shade, the hottest day"."""
    if unit.dimension != "temperature":
        return False
    return any(token.lower_ in lexicon.context()["heat_words"] for token in reading.tokens)


def _measure_behind_adjectives(reading: ParsedSentence, number: Number) -> Unit | None:
    """ "12 consecutive months", "517 rushing yards": the counted noun is itself a unit of measure."""
    head = counted_nouns.counted_head(reading, number)
    if head is None:
        return None
    unit = lexicon.units().words.get(head.lower_)
    if unit is not None and not counted_nouns.agrees(head, number):  # "63 last year"
        return None
    return Unit(unit.name, unit.dimension, number.start, reading.end_of(head)) if unit else None


def _pounds(reading: ParsedSentence, number: Number) -> lexicon.UnitName:
    """Pounds of money are millions of them, or stand with a word about money; others are a mass."""
    money = lexicon.context()["money_words"]
    if number.scale >= 1e6 or any(token.lemma_.lower() in money for token in reading.tokens):
        return lexicon.UnitName("pound sterling", "money")
    return lexicon.units().words["pound"]


def _age(reading: ParsedSentence, number: Number) -> Unit | None:
    """ "aged 35", "Ada Okafor, 53, of Harrow"."""
    text, start = reading.text, number.start
    if number.value != int(number.value) or not 0 < number.value < 120 or number.scale != 1:
        return None
    if _AGED.search(text[max(0, start - 16) : start]):
        return Unit("year of age", "age", start, number.end)
    if number.kind == "digits" and text[max(0, start - 2) : start] == ", " and _AGE_IN_COMMAS.match(text, number.end):
        before = reading.before(start - 2)
        named = before is not None and before.pos_ == "PROPN" and before.ent_type_ != "DATE"
        if before is not None and named and (before.ent_type_ == "PERSON" or before.dep_ != "pobj"):
            return Unit("year of age", "age", start, number.end)
    if _OLDER.match(text, number.end):
        return Unit("year of age", "age", start, number.end)
    token, subject = reading.at(start), reading.subject_of_be(start)
    if subject is None or any(child.i > token.i for child in token.children):
        return None
    if subject.lower_ == "who" and subject.head.dep_ == "relcl":
        subject = subject.head.head
    return Unit("year of age", "age", start, number.end) if _has_age(subject) else None


def _has_age(subject: Token) -> bool:
    """ "she is 44", "the average life expectancy is around 73"."""
    aged = subject.lemma_.lower() in lexicon.context()["ages"]
    return aged or subject.lower_ in ("he", "she") or subject.ent_type_ == "PERSON"


def with_denominator(text: str, unit: Unit) -> Unit:
    """With what the amount is divided by: "a barrel", "per day", "/month"; "tonnes of ore a year" keeps its span."""
    distant = None if unit.counted else _PER_BEHIND.match(text, unit.end)
    if distant is not None and unit.dimension not in ("age", "duration"):
        return replace(unit, name=f"{unit.name} per {distant['divisor'].lower()}")
    match = _PER.match(text, unit.end)
    per = _divisor(match["divisor"], slash=bool(match["slash"])) if match else None
    if match is None or per is None or unit.dimension == "age":
        return unit
    return Unit(f"{unit.name} per {per}", unit.dimension, unit.start, match.end(), unit.head)


def _divisor(written: str, *, slash: bool) -> str | None:
    """The name of what is divided by; one letter is a unit behind a slash only."""
    known = lexicon.units().per
    return known.get(written) or known.get(written.lower()) if slash or len(written) > 1 else None
