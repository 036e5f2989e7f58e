"""The unit of a number: a unit of measure, a currency, an age, or the things that are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.figures import knowledge
from onrecord.figures.reading import JOINTS, NOUNS, VERBS, Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.figures.atoms import Number

_GAP = r"[\s\u00a0\u202f-]{0,2}"
_PER = re.compile(
    r"(?:[\s-]?/[\s-]?|[\s-](?:per|an|a|each|every)[\s-])((?:square|cubic) [a-z]+|[a-z]+[23]?)\b"
    r"(?!\s(?:ago|earlier|later|before|after)\b)",
    re.IGNORECASE,
)
_SIGN_REACH = 8
_AGED = re.compile(r"\b(?:aged|age|ages|age of|ages of|aged between)\s$", re.IGNORECASE)
_AGE_IN_COMMAS = re.compile(r"\s?[,;)]")
_LONGEST_COUNTED = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that stands at ``start``:``end``, its number included. ``head`` is the noun of a counted thing."""

    name: str | None
    dimension: str
    start: int
    end: int
    head: Token | None = None

    @property
    def counted(self) -> bool:
        return self.head is not None


def find_unit(reading: Reading, number: Number) -> Unit | None:
    """The unit of ``number``, or nothing where it has none."""
    if number.kind == "multiple":
        return Unit("times", "ratio", number.start, number.end)
    unit = _sign_before(reading.text, number) or _measure_after(reading, number) or _age(reading, number)
    if unit is None and number.kind not in ("ratio", "fraction"):
        unit = _counted(reading, number) or _counted_among(reading, number)
    return None if unit is None else _with_denominator(reading.text, unit)


def _sign_before(text: str, number: Number) -> Unit | None:
    """A currency's sign or code before the amount: "US$5", "RMB 3 trillion"; the code may stand behind as well."""
    before = text[max(0, number.start - _SIGN_REACH) : number.start]
    bare = before.rstrip(" \u00a0-−")
    signs = knowledge.units().before
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
    known = knowledge.units()

    ways = [(symbol, re.escape(symbol)) for symbol in known.symbols]
    ways += [(word, f"(?i:{re.escape(word)})".replace("\\ ", r"[\s\u00a0-]")) for word in known.words]
    ways.sort(key=lambda way: len(way[0]), reverse=True)
    return re.compile(rf"{_GAP}({'|'.join(pattern for _, pattern in ways)})(?![^\W_])")


def _measure_after(reading: Reading, number: Number) -> Unit | None:
    text = reading.text
    match = _pattern().match(text, number.end) if number.kind != "ratio" else None
    if match is None:
        return _measure_behind_adjectives(reading, number)
    known = knowledge.units()
    unit = known.symbols.get(match[1])
    if unit is not None:
        if match.start(1) > number.end and match[1] in known.touching:
            return None
    else:
        word = " ".join(re.split(r"[\s\u00a0-]+", match[1].lower()))
        if reading.at(match.start(1)).pos_ in VERBS and text[number.end : number.end + 1] == " ":
            return None
        unit = _pounds(reading, number) if word in ("pound", "pounds") else known.words[word]
    return Unit(unit.name, unit.dimension, number.start, match.end())


def _measure_behind_adjectives(reading: Reading, number: Number) -> Unit | None:
    """ "12 consecutive months", "517 rushing yards": the counted noun is itself a unit of measure."""
    head = _counted_head(reading, number)
    if head is None:
        return None
    unit = knowledge.units().words.get(head.lower_)
    return Unit(unit.name, unit.dimension, number.start, reading.end_of(head)) if unit else None


def _pounds(reading: Reading, number: Number) -> knowledge.UnitName:
    """Pounds of money are millions of them, or stand with a word about money; others are a mass."""
    money = knowledge.context()["money_words"]
    if number.scale >= 1e6 or any(token.lemma_.lower() in money for token in reading.tokens):
        return knowledge.UnitName("pounds sterling", "money")
    return knowledge.units().words["pound"]


def _age(reading: Reading, number: Number) -> Unit | None:
    """ "aged 35", "Ada Okafor, 53, of Harrow"."""
    text, start = reading.text, number.start
    if number.value != int(number.value) or not 0 < number.value < 120 or number.scale != 1:
        return None
    if _AGED.search(text[max(0, start - 16) : start]):
        return Unit("years of age", "age", start, number.end)
    if number.kind == "digits" and text[max(0, start - 2) : start] == ", " and _AGE_IN_COMMAS.match(text, number.end):
        before = reading.before(start - 2)
        named = before is not None and before.pos_ == "PROPN" and before.ent_type_ != "DATE"
        if before is not None and named and (before.ent_type_ == "PERSON" or before.dep_ != "pobj"):
            return Unit("years of age", "age", start, number.end)
    token = reading.at(start)
    if token.dep_ in ("attr", "acomp") and token.head.lemma_ == "be" and not any(token.children):
        subject = next((child for child in token.head.children if child.dep_ == "nsubj"), None)
        if subject is not None and subject.lower_ == "who" and token.head.dep_ == "relcl":
            subject = token.head.head
        if subject is not None and (subject.lower_ in ("he", "she") or subject.ent_type_ == "PERSON"):
            return Unit("years of age", "age", start, number.end)
    return None


def _counted(reading: Reading, number: Number) -> Unit | None:
    """The counted noun phrase as written: "guests", "countries and regions"."""
    head = _counted_head(reading, number)
    if head is None or not _agrees(head, number):
        return None
    last = head
    following = head.nbor(1) if head.i + 1 < reading.tokens.end else None
    if following is not None and following.lower_ in ("and", "or") and following.i + 1 < reading.tokens.end:
        other = following.nbor(1)
        if other.head.i == head.i and other.dep_ == "conj" and other.tag_ in ("NNS", "NNPS"):
            last = other
    first = reading.after(number.end)
    if first is not None and first.lower_ == "of":
        first = first.nbor(1)
    if first is None or first.i > last.i:
        return None
    name = reading.text[reading.start_of(first) : reading.end_of(last)]
    return Unit(" ".join(name.split()), "count", number.start, reading.end_of(last), head)


def _counted_among(reading: Reading, number: Number) -> Unit | None:
    """ "two of its five centres": the things that the number is a part of; the number alone is the span."""
    first = reading.after(number.end)
    if first is None or first.lower_ != "of" or number.kind not in ("digits", "words") or number.value == 1:
        return None
    head = next((child for child in first.children if child.dep_ == "pobj"), None)
    if head is None or head.tag_ not in ("NNS", "NNPS") or not reading.holds(head):
        return None
    name = [child.text for child in head.lefts if child.dep_ in ("amod", "compound")] + [head.text]
    return Unit(" ".join(name), "count", number.start, number.end)


def _agrees(head: Token, number: Number) -> bool:
    """Whether the noun's number fits: more than one takes a plural, or a word that is its own plural."""
    plural = head.tag_ in ("NNS", "NNPS") or head.lower_ in knowledge.context()["invariable"]
    return plural or (number.value <= 1 and not number.open_ended) or number.kind == "fraction"


def _counted_head(reading: Reading, number: Number) -> Token | None:
    """The noun that the number counts, where nothing but its own modifiers stands between."""
    first = reading.after(number.end)
    if first is None or not reading.text[number.end : reading.start_of(first)].isspace():
        return _counted_by_of(reading, first, number)
    if number.open_ended and first.lower_ == "of":
        return _counted_by_of(reading, first, number)
    last = reading.before(number.end)
    if last is None:
        return None
    if first.tag_ in ("NNS", "NNPS") and first.dep_ != "compound" and number.scale > 1:
        return first  # the parser is at a loss with "3.7m people"
    for token in reading.tokens[first.i - reading.tokens.start :][:_LONGEST_COUNTED]:
        if token.pos_ in NOUNS and token.dep_ != "compound" and _is_counted(last, token):
            return token
        if token.like_num or token.pos_ in ("ADP", "SYM") or (token.pos_ in VERBS and token.dep_ != "amod"):
            return None
        if token.dep_ not in JOINTS and token.pos_ not in ("ADJ", "ADV", "NOUN", "PROPN", "CCONJ", "VERB"):
            return None
    return None


def _is_counted(last: Token, noun: Token) -> bool:
    """Whether the number's last token modifies ``noun``, directly or through another part of the number."""
    token = last
    for _ in range(4):
        if token.head.i == noun.i:
            return token.dep_ in ("nummod", "amod", "compound", "nmod", "quantmod", "advmod", "det")
        if token.head.i == token.i or token.head.i > noun.i:
            return False
        token = token.head
    return False


def _counted_by_of(reading: Reading, first: Token | None, number: Number) -> Token | None:
    """ "dozens of people": the noun behind "of"."""
    if first is None or not number.open_ended or first.lower_ != "of":
        return None
    return next((child for child in first.children if child.pos_ in NOUNS), None) if reading.holds(first) else None


def _with_denominator(text: str, unit: Unit) -> Unit:
    """With what the amount is divided by: "a barrel", "per day", "/month"."""
    match = _PER.match(text, unit.end)
    per = knowledge.units().per.get(match[1].lower()) if match else None
    if match is None or per is None or unit.dimension == "age":
        return unit
    return Unit(f"{unit.name} per {per}", unit.dimension, unit.start, match.end(), unit.head)
