"""Numbers that are no figures: dates, clock times, years, labels, names, phone numbers, idioms.

``blocked`` needs the words alone and goes first; the others are asked when the unit is known.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from onrecord.figures import lexicon, modifiers

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.figures.parsed_sentence import ParsedSentence
    from onrecord.figures.quantities import Number, Unit

_PATTERNS = (
    re.compile(r"(?<![\d.])\d{1,4}([/.-])\d{1,2}\1\d{1,4}(?!\d)"),  # 12/05/2021, 2021-05-12, 1.2.3
    re.compile(r"\b\d{1,3}:\d{1,3}(?::\d{2})?(?!\d)"),  # 10:30, 3:1
    re.compile(r"\b\d+(?:,\d{3})*(?:st|nd|rd|th)\b", re.IGNORECASE),
    re.compile(r"(?<![\w$€£])['’]?\d{2,4}['’]?s\b"),  # the 1990s, the '80s
    re.compile(r"(?<!\w)['’]\d{2}\b"),
    re.compile(r"\b(?:19|20)\d\d\s?[-–/]\s?(?:\d\d|(?:19|20)\d\d)\b(?![.,]\d|\s?%)"),
    re.compile(r"(?<!\w)\+\d{1,3}(?:[ .-]?\(?\d{1,8}\)?){2,5}"),  # +49 30 123456
    re.compile(r"\[\d{1,3}\]"),
    re.compile(r"\b\d+(?:\.\d+)?\([a-z0-9]\)"),  # section 12(b)
    re.compile(r"^\s*\(?\d{1,2}[.)](?:\s|$)"),
)
_SLASHED = re.compile(r"(?<![\w/])\d{1,4}/\d{1,4}(?![\w/])")
_PHONE = re.compile(r"(?<![\w.,])\+?\(?\d{2,5}\)?(?:[ .-]\(?\d{2,5}\)?){1,4}(?![\w%])")
_YEAR = re.compile(r"[1-9]\d{3}")
_JOINING = frozenset(("and", "or", "to", ",", "–", "-"))
_LONGEST_STREET = 4
_RECENT = range(1900, 2200)
_DATING = frozenset(("in", "since", "by", "until", "during", "before", "after"))
_NAMING = frozenset(("PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "FAC", "ORG"))


@cache
def _calendar() -> re.Pattern[str]:
    """Days of a month, before it and after it; "May" and "March" only with a capital."""
    names = "|".join(
        month.capitalize() if month in ("may", "march", "mar") else f"(?i:{month})"
        for month in sorted(lexicon.context()["months"], key=len, reverse=True)
    )
    after = (
        rf"\b(?:{names})\.?\s\d{{1,2}}(?!\d|[.,]\d|\s?(?:%|percent|per cent|million|billion))(?:\s?[-–]\s?\d{{1,2}}\b)?"
    )
    return re.compile(rf"{after}(?:,?\s\d{{4}}\b)?|\b\d{{1,2}}\s(?:of\s)?(?:{names})\b(?:,?\s\d{{4}}\b)?")


@cache
def _clock() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(lexicon.context()["clock"], key=len, reverse=True))
    return re.compile(rf"\s?(?:{names})(?!\w)", re.IGNORECASE)


def blocked(text: str) -> bytearray:
    """A mark for each character of a sentence: 1 where no number is a figure."""
    marks = bytearray(len(text))
    places = [match.span() for pattern in (*_PATTERNS, _calendar()) for match in pattern.finditer(text)]
    places += [match.span() for match in _PHONE.finditer(text) if _is_phone(match.group())]
    for start, end in places:
        marks[start:end] = b"\1" * (end - start)
    return marks


def _is_phone(written: str) -> bool:
    """Seven digits or more in groups that do not read as thousands."""
    groups = re.findall(r"\d+", written)
    thousands = written[0] not in "+(0" and all(len(group) == 3 for group in groups[1:]) and "-" not in written
    years = all(len(group) == 4 and group[:2] in ("19", "20") for group in groups)
    return sum(map(len, groups)) >= 7 and not thousands and not years


def is_blocked(text: str, number: Number, marks: bytearray) -> bool:
    """Whether ``number`` stands where ``marks`` is set, tells the time, or is one of a slashed pair."""
    if any(marks[number.start : number.end]) or _clock().match(text, number.end):
        return True
    if number.kind == "fraction":
        return False
    slashed = _SLASHED.search(text, max(0, number.start - 5), number.end + 5)
    if slashed is None or (number.start < slashed.start() and slashed.end() <= number.end):
        return False  # "3 1/2" holds its slash
    return slashed.start() < number.end and number.start < slashed.end()


def is_name_or_idiom(reading: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """Whether ``number`` with its ``unit`` is part of a name, a label, a year or a turn of phrase."""
    measured = unit is not None and not unit.counted
    if _is_one(reading, number, unit) or _is_no_multiple(reading, number):
        return True
    if measured:
        return False
    named = _is_label(reading, number, unit) or _is_address(reading, number) or _is_in_name(reading, number, unit)
    return named or is_year(reading, number, unit)


def is_glued(reading: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """Whether letters or signs touch the number: "G20", "COVID-19", "747-400", "5G", "two-way"."""
    text, start, end = reading.text, number.start, number.end
    token = reading.at(start)
    if token.like_url or token.like_email:
        return True
    left, right = text[start - 1 : start], text[end : end + 1]
    begins = unit is None or unit.start == start
    if begins and (left.isalnum() or left in tuple("#@_=&\\")) and left != "":
        return True
    if begins and left in tuple("-–'’.") and start > 1 and text[start - 2].isalnum():
        word = re.split(r"[^\w]", text[max(0, start - 12) : start - 1])[-1].lower()
        if word not in lexicon.context()["hyphen_prefixes"] and not (word.isdigit() or right == "-"):
            return True
    if unit is not None and unit.end > end:
        return False
    if right.isalnum() or right == "_":
        return True
    return right in tuple("-–") and text[end + 1 : end + 2].isalpha() and not text.startswith("to-", end + 1)


def _is_no_multiple(reading: ParsedSentence, number: Number) -> bool:
    """ "double standards", "double the dose", "a triple jump": no verb, so nothing is multiplied."""
    token, before = reading.at(number.start), reading.before(number.start)
    if number.kind != "multiple" or token.lower_ not in lexicon.numbers()["multiples"]:
        return False
    verbal = before is not None and before.tag_ in ("TO", "MD")
    return not verbal and token.tag_[:2] in ("NN", "JJ", "RB", "PD")


def _is_one(reading: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """ "one" as a pronoun or in a turn of phrase: "one of the", "no one", "one day"."""
    if number.kind != "words" or reading.text[number.start : number.end].lower() != "one":
        return False
    if unit is None:
        return True
    context = lexicon.context()
    following = reading.after(number.end)
    before = reading.before(number.start)
    return (following is not None and following.lower_ in context["not_counted_by_one"]) or (
        before is not None and before.lower_ in context["not_before_one"]
    )


def _is_label(reading: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """ "Section 12", "No. 10", "page 3"."""
    before = reading.before(number.start)
    if before is not None and before.lower_ == ".":
        before = reading.before(reading.start_of(before))
    if before is None:
        return False
    if _labels(before):
        return unit is None or before.text[0].isupper()
    if unit is None and before.lower_ in _JOINING and before.i - 2 >= reading.tokens.start:
        return before.nbor(-1).like_num and _labels(before.nbor(-2))  # "junctions 10 and 11"
    return False


def _labels(token: Token) -> bool:
    word, labels = token.lower_.rstrip("."), lexicon.context()["labels"]
    return word in labels or word.removesuffix("s") in labels


def _is_address(reading: ParsedSentence, number: Number) -> bool:
    """ "221 Baker Street"."""
    first = reading.after(number.end)
    if first is None or number.kind != "digits" or first.pos_ != "PROPN":
        return False
    words = reading.tokens[first.i - reading.tokens.start :][:_LONGEST_STREET]
    for token in words:
        if token.lower_.rstrip(".") in lexicon.context()["streets"] and token.i > first.i:
            return token.text[0].isupper()
        if token.pos_ != "PROPN":
            return False
    return False


def _is_in_name(reading: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """ "Boeing 737", "Model 3 sedans", "the Big Ten"."""
    text, start = reading.text, number.start
    before = reading.before(start)
    adjacent = (
        before is not None
        and before.text.lower() != before.text
        and text[reading.end_of(before) : start] in (" ", "\u00a0")
    )
    token = reading.at(start)
    if number.kind == "digits" and before is not None and adjacent:
        if unit is None:
            return number.scale == 1 and before.pos_ in ("PROPN", "NOUN", "ADJ", "SYM")
        if before.pos_ == "PROPN" and unit.head is not None and before.head.i in (unit.head.i, token.i):
            return True
    if unit is None and token.ent_type_ in _NAMING and number.scale == 1:
        return True
    if number.kind != "words" or not token.text[0].isupper() or token.i == reading.tokens.start:
        return False
    if before is not None and before.pos_ in ("PUNCT", "SPACE") and not adjacent:
        return False
    return adjacent or not _is_title_case(reading)


def _is_title_case(reading: ParsedSentence) -> bool:
    words: list[Token] = [token for token in reading.tokens if token.is_alpha]
    return 2 * sum(token.text[0].isupper() for token in words) > len(words)


def is_dated(reading: ParsedSentence, number: Number) -> bool:
    """Whether ``number`` is a year by the word before it: "in 2018", "since 1990"."""
    before = reading.before(number.start)
    return (
        before is not None
        and before.lower_ in _DATING
        and _YEAR.fullmatch(reading.text, number.start, number.end) is not None
        and number.value in _RECENT
    )


def is_year(reading: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """Whether ``number`` is a year; four bare digits are one unless they are counted or compared."""
    if not _YEAR.fullmatch(reading.text, number.start, number.end) or not 1000 <= number.value <= 2100:
        return False
    before = reading.before(number.start)
    cue = before.lower_ if before is not None else ""
    recent = number.value in _RECENT
    modifier = modifiers.before(reading.text, number.start, "other")
    if unit is not None:
        dated = cue in _DATING or cue in ("the", "from", "than", "of", "above", "below")
        compared = modifier is not None and cue not in ("above", "below")
        return recent and not compared and number.value % 100 != 0 and (dated or before is None)
    if modifier is not None and not (recent and modifier.comparator == "~"):
        return False
    return recent or cue in lexicon.context()["year_cues"]
