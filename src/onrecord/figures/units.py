"""The unit of a number: a unit of measure, a currency, an age, or the things that it counts."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord.figures.lexicon import DIRECTIONS, HEDGE, UNITS, WORDS, UnitName, alternatives
from onrecord.figures.parsed_sentence import NOUNS, PLURALS, VERBS, ParsedSentence, object_of
from onrecord.figures.quantities import Number, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_SIGN_DISTANCE = 8
MAX_AGE = 120
MAX_COUNTED_WORDS = 10
MAX_WORDS_BETWEEN = 4
_IN_NOUN_PHRASE = frozenset(("amod", "compound", "nmod", "nummod", "punct", "poss", "quantmod"))
_MODIFIES_NOUN = frozenset(("nummod", "amod", "compound", "nmod", "quantmod", "advmod", "det"))

_GAP = r"(?:[\s\u00a0\u202f-]{0,2}| - )"
_NOT_EARLIER = rf"\b(?!\s(?:{alternatives(WORDS['after_time_span'])})\b)"  # "$6 million a year earlier"
_PER = re.compile(
    r"(?:(?P<slash>[\s-]?/[\s-]?)|[\s-](?:per|an|a|each|every)[\s-])"
    rf"(?P<divisor>(?:square|cubic) [a-z]+|[a-z]+[23²³]?){_NOT_EARLIER}",
    re.IGNORECASE,
)
_OF_THINGS_PER = re.compile(
    r" of (?:[a-z-]+ ){1,3}?(?:a|an|per|each|every) (?P<divisor>second|minute|hour|day|week|month|quarter|year)"
    + _NOT_EARLIER,
    re.IGNORECASE,
)
_HALF_A = re.compile(r" (?:of )?an?(?= )")
_BEFORE_AGE = re.compile(rf"\b(?:{alternatives(WORDS['before_age'])})\s{HEDGE}$", re.IGNORECASE)
_OR_OLDER = re.compile(r"\s(?:or|and) (?:older|younger)\b")
_CLOSING_COMMA = re.compile(r"\s?[,;)]")


def find_unit(sentence: ParsedSentence, number: Number) -> Unit | None:
    """The unit of ``number``, with what it is divided by; nothing for a bare number."""
    if number.kind == "multiple":
        return Unit("times", "ratio", number.start, number.end)
    unit = _currency_before(sentence.text, number) or _measure_after(sentence, number) or _age(sentence, number)
    if unit is None and number.kind not in ("ratio", "fraction"):
        unit = _counted_things(sentence, number) or _things_counted_among(sentence, number)
    return None if unit is None else with_divisor(sentence.text, unit)


# Units of measure and currencies


def _currency_before(text: str, number: Number) -> Unit | None:
    """The sign or code of a currency before the number: "US$5", "RMB 3 trillion"."""
    before = text[max(0, number.start - MAX_SIGN_DISTANCE) : number.start]
    bare = before.rstrip(" \u00a0-−")
    signs = UNITS.before
    if bare == before and (number.scale > 1 or not text[number.start : number.end].isdigit()):
        signs = {**signs, **UNITS.garbled}
    for length in range(min(len(bare), 6), 0, -1):
        sign = bare[-length:]
        unit = signs.get(sign) or ("$" in sign and signs.get(sign.upper())) or None
        within_word = length < len(bare) and sign[0].isalpha() and bare[-length - 1].isalnum()
        if unit and not within_word:
            return Unit(unit.name, unit.dimension, number.start - len(before) + len(bare) - length, number.end)
    return None


@cache
def _unit_pattern() -> re.Pattern[str]:
    """One pattern for every unit after a number, the longest spelling first."""
    ways = [(symbol, re.escape(symbol)) for symbol in UNITS.symbols]
    ways += [(word, f"(?i:{re.escape(word)})".replace("\\ ", r"[\s\u00a0-]")) for word in UNITS.words]
    ways.sort(key=lambda way: len(way[0]), reverse=True)
    return re.compile(rf"{_GAP}({'|'.join(pattern for _, pattern in ways)})(?![^\W_])")


def _measure_after(sentence: ParsedSentence, number: Number) -> Unit | None:
    """The unit of measure after the number: "5 km", "three days", "half a mile"."""
    text = sentence.text
    article = _HALF_A.match(text, number.end) if number.kind == "fraction" else None
    start = article.end() if article else number.end
    match = _unit_pattern().match(text, start) if number.kind != "ratio" else None
    if match is None:
        return _measure_after_adjectives(sentence, number)
    unit = UNITS.symbols.get(match[1])
    if unit is not None:
        apart = match.start(1) > number.end and match[1] in UNITS.touching
        if apart and text[match.end() : match.end() + 1] != "/" and not _is_temperature(sentence, unit):
            return None
    else:
        word = " ".join(re.split(r"[\s\u00a0-]+", match[1].lower()))
        spaced = text[number.end : number.end + 1] == " "
        divided = _PER.match(text, match.end()) is not None  # "1,380 won per dollar"
        if spaced and not divided and sentence.token_at(match.start(1)).pos_ in VERBS:
            return None
        unit = _pounds(sentence, number) if word in ("pound", "pounds") else UNITS.words[word]
    return Unit(unit.name, unit.dimension, number.start, match.end())


def _is_temperature(sentence: ParsedSentence, unit: UnitName) -> bool:
    """Whether a lone letter means degrees: "it was 40 C in the shade, the hottest day"."""
    return unit.dimension == "temperature" and any(token.lower_ in WORDS["heat_words"] for token in sentence.tokens)


def _measure_after_adjectives(sentence: ParsedSentence, number: Number) -> Unit | None:
    """ "12 consecutive months", "517 rushing yards": the counted noun is itself a unit of measure."""
    head = _counted_noun(sentence, number)
    unit = UNITS.words.get(head.lower_) if head is not None else None
    if head is None or unit is None or not _agrees(head, number):  # "63 last year"
        return None
    return Unit(unit.name, unit.dimension, number.start, sentence.end_of(head))


def _pounds(sentence: ParsedSentence, number: Number) -> UnitName:
    """Pounds of money are millions of them, or stand with a word about money; others are a mass."""
    if number.scale >= 1e6 or any(token.lemma_.lower() in WORDS["money_words"] for token in sentence.tokens):
        return UnitName("pound sterling", "money")
    return UNITS.words["pound"]


def with_divisor(text: str, unit: Unit) -> Unit:
    """With what it is divided by: "a barrel", "per day", "/month"; "tonnes of ore a year" keeps its span."""
    distant = None if unit.counted else _OF_THINGS_PER.match(text, unit.end)
    if distant is not None and unit.dimension not in ("age", "duration"):
        return replace(unit, name=f"{unit.name} per {distant['divisor'].lower()}")
    match = _PER.match(text, unit.end)
    if match is None or unit.dimension == "age":
        return unit
    written = match["divisor"]
    divisor = UNITS.divisors.get(written) or UNITS.divisors.get(written.lower())
    if divisor is None or (len(written) == 1 and not match["slash"]):  # one letter is a unit after a slash only
        return unit
    return replace(unit, name=f"{unit.name} per {divisor}", end=match.end())


# Ages


def _age(sentence: ParsedSentence, number: Number) -> Unit | None:
    """ "aged 35", "Ada Okafor, 53, of Harrow", "45 or older", "she is 44"."""
    if number.value != int(number.value) or not 0 < number.value < MAX_AGE or number.scale != 1:
        return None
    aged = (
        _BEFORE_AGE.search(sentence.text[max(0, number.start - 16) : number.start])
        or _OR_OLDER.match(sentence.text, number.end)
        or _follows_name(sentence, number)
        or _is_age_of_subject(sentence, number)
    )
    return Unit("year of age", "age", number.start, number.end) if aged else None


def _follows_name(sentence: ParsedSentence, number: Number) -> bool:
    """ "Ada Okafor, 53, of Harrow"."""
    text, start = sentence.text, number.start
    if number.kind != "digits" or text[max(0, start - 2) : start] != ", " or not _CLOSING_COMMA.match(text, number.end):
        return False
    before = sentence.token_before(start - 2)
    if before is None or before.pos_ != "PROPN" or before.ent_type_ == "DATE":
        return False
    return before.ent_type_ == "PERSON" or before.dep_ != "pobj"


def _is_age_of_subject(sentence: ParsedSentence, number: Number) -> bool:
    """ "she is 44", "the average life expectancy is around 73"."""
    token, subject = sentence.token_at(number.start), sentence.subject_of_be(number.start)
    if subject is None or any(child.i > token.i for child in token.children):
        return False
    if subject.lower_ == "who" and subject.head.dep_ == "relcl":
        subject = subject.head.head
    age = subject.lemma_.lower() in WORDS["age_nouns"]
    return age or subject.lower_ in ("he", "she") or subject.ent_type_ == "PERSON"


# Counted things


def _counted_things(sentence: ParsedSentence, number: Number) -> Unit | None:
    """The counted noun phrase as written: "guests", "countries and regions", "cases of measles"."""
    head = _counted_noun(sentence, number)
    if head is None or not _agrees(head, number):
        return None
    last = head
    joint = sentence.following(head)
    other = sentence.following(joint) if joint is not None and joint.lower_ in ("and", "or") else None
    if other is not None and other.head.i == head.i and other.dep_ == "conj" and other.tag_ in PLURALS:
        last = other
    first = sentence.token_after(number.end)
    if first is not None and (first.lower_ == "of" or first.lower_ in DIRECTIONS["quantifiers"]):
        first = first.nbor(1)  # "40 more workers" are workers
    if first is None or first.i > last.i:
        return None
    end = sentence.end_of(_extend_by_kind(sentence, last))
    return Unit(" ".join(sentence.text[sentence.start_of(first) : end].split()), "count", number.start, end, head)


def _extend_by_kind(sentence: ParsedSentence, last: Token) -> Token:
    """The end of "cases of measles": a bare noun after "of" says what kind; not "residents of Paris"."""
    words = sentence.tokens_from(last, MAX_COUNTED_WORDS + 1)[1:]
    if len(words) < 2 or words[0].lower_ != "of":
        return last
    for token in words[1:]:
        if token.pos_ not in ("NOUN", "ADJ") or token.like_num:
            return last
        after = sentence.following(token)
        if token.pos_ == "NOUN" and (after is None or after.pos_ not in ("NOUN", "ADJ")):
            return token
    return last


def _things_counted_among(sentence: ParsedSentence, number: Number) -> Unit | None:
    """ "two of its five centres": the things that the number is a part of; the number alone is the span."""
    of = sentence.token_after(number.end)
    if of is None or of.lower_ != "of" or number.kind not in ("digits", "words") or number.value == 1:
        return None
    head = object_of(of) or _plural_after(sentence, of)
    if head is None or head.tag_ not in PLURALS or not sentence.contains(head):
        return None
    name = [
        child.text
        for child in head.lefts
        if child.dep_ in ("amod", "compound") and child.lower_ not in WORDS["relative_adjectives"]
    ]  # "9 of his last 11 races" are races
    return Unit(" ".join([*name, head.text]), "count", number.start, number.end)


def _plural_after(sentence: ParsedSentence, of: Token) -> Token | None:
    """ "17 of 32 districts", where the parser takes the "of" for a part of the number."""
    for token in sentence.tokens_from(of, MAX_WORDS_BETWEEN + 1)[1:]:
        if token.tag_ in PLURALS:
            return token
        if not token.like_num and token.pos_ not in ("DET", "ADJ"):
            return None
    return None


def _agrees(noun: Token, number: Number) -> bool:
    """Whether ``noun`` fits the number: more than one takes a plural, or a word that is its own plural."""
    plural = noun.tag_ in PLURALS or noun.lower_ in WORDS["invariable_nouns"]
    return plural or (number.value <= 1 and number.high is None) or number.kind == "fraction"


def _counted_noun(sentence: ParsedSentence, number: Number) -> Token | None:
    """The noun that the number counts, where only its own modifiers stand between."""
    first, last = sentence.token_after(number.end), sentence.token_before(number.end)
    if first is None:
        return None
    if first.lower_ == "of" and number.high is not None:  # "dozens of people"
        return next((child for child in first.children if child.pos_ in NOUNS), None)
    if last is None or not sentence.text[number.end : sentence.start_of(first)].isspace():
        return None
    return (_plural_after_scale(sentence, first) if number.scale > 1 else None) or _noun_modified(sentence, last, first)


def _noun_modified(sentence: ParsedSentence, last: Token, first: Token) -> Token | None:
    """The noun, from ``first`` on, that the number's ``last`` token modifies."""
    for token in sentence.tokens_from(first, MAX_COUNTED_WORDS):
        if token.like_num and token.i > first.i and token.nbor(-1).pos_ == "PROPN":
            continue  # "90 Model 3 sedans"
        if token.pos_ in NOUNS and token.dep_ != "compound" and _modifies(last, token):
            return token
        dash = token.is_punct and token.nbor(-1).whitespace_  # a hyphen within a word has no space before it
        verb = token.pos_ in VERBS and token.dep_ not in ("amod", "compound")  # "charging stations" holds none
        if token.like_num or token.pos_ in ("ADP", "SYM") or dash or verb:
            return None
        if token.dep_ not in _IN_NOUN_PHRASE and token.pos_ not in ("ADJ", "ADV", "NOUN", "PROPN", "CCONJ", "VERB"):
            return None
    return None


def _plural_after_scale(sentence: ParsedSentence, first: Token) -> Token | None:
    """ "3.7m people", "4.3M digital and physical sales": the parser cannot tell that one letter is a scale."""
    for token in sentence.tokens_from(first, MAX_WORDS_BETWEEN):
        if token.tag_ in PLURALS and token.dep_ != "compound":
            return token
        if token.pos_ != "ADJ" and (token.pos_ != "CCONJ" or token.i == first.i):
            return None
    return None


def _modifies(token: Token, noun: Token) -> bool:
    """Whether ``token``, the last of a number, modifies ``noun``, directly or through another part of the number."""
    for _ in range(4):
        if token.head.i == noun.i:
            return token.dep_ in _MODIFIES_NOUN
        if token.head.i == token.i or token.head.i > noun.i:
            return False
        token = token.head
    return False
