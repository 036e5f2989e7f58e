"""Numbers that are no figures: dates, clock times, years, labels, names, phone numbers, idioms.

``mark_excluded`` goes first and needs the words alone; ``is_name_or_idiom`` needs the unit as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.figures.lexicon import NUMBER_WORDS, WORDS, alternatives
from onrecord.figures.modifiers import find_modifier_before

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.figures.parsed_sentence import ParsedSentence
    from onrecord.figures.quantities import Number, Unit

MAX_STREET_WORDS = 4
MIN_PHONE_DIGITS = 7
RECENT_YEARS = range(1900, 2200)
_NAME_LABELS = frozenset(("PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "FAC", "ORG"))

_MONTHS = f"(?:(?i:{alternatives(WORDS['months'] - WORDS['ambiguous_months'])})"
_MONTHS += f"|{alternatives(month.capitalize() for month in WORDS['ambiguous_months'])})"
_PATTERNS = (
    re.compile(r"(?<![\d.])\d{1,4}([/.-])\d{1,2}\1\d{1,4}(?!\d)"),  # 12/05/2021, 2021-05-12, 1.2.3
    re.compile(r"\b\d{1,3}:\d{1,3}(?::\d{2})?(?!\d)"),  # 10:30, 3:1
    re.compile(r"\b\d+(?:,\d{3})*(?:st|nd|rd|th)\b", re.IGNORECASE),
    re.compile(r"(?<![\w$€£])['’]?\d{2,4}['’]?s\b"),  # the 1990s, the '80s
    re.compile(r"(?<!\w)['’]\d{2}\b"),
    re.compile(r"\b(?:19|20)\d\d\s?[-–/]\s?(?:\d\d|(?:19|20)\d\d)\b(?![.,]\d|\s?%)"),  # 2018-19
    re.compile(r"(?<!\w)\+\d{1,3}(?:[ .-]?\(?\d{1,8}\)?){2,5}"),  # +49 30 123456
    re.compile(r"\[\d{1,3}\]"),
    re.compile(r"\b\d+(?:\.\d+)?\([a-z0-9]\)"),  # section 12(b)
    re.compile(r"^\s*\(?\d{1,2}[.)](?:\s|$)"),
    re.compile(  # March 3, March 3-5, March 3, 2021, 14 May, 3 of March 2021
        rf"\b{_MONTHS}\.?\s\d{{1,2}}(?!\d|[.,]\d|\s?(?:%|percent|per cent|million|billion))(?:\s?[-–]\s?\d{{1,2}}\b)?"
        rf"(?:,?\s\d{{4}}\b)?|\b\d{{1,2}}\s(?:of\s)?{_MONTHS}\b(?:,?\s\d{{4}}\b)?"
    ),
)
_SLASHED = re.compile(r"(?<![\w/])\d{1,4}/\d{1,4}(?![\w/])")
_PHONE = re.compile(r"(?<![\w.,])\+?\(?\d{2,5}\)?(?:[ .-]\(?\d{2,5}\)?){1,4}(?![\w%])")
_YEAR = re.compile(r"[1-9]\d{3}")
_CLOCK = re.compile(rf"\s?(?:{alternatives(WORDS['clock_marks'])})(?!\w)", re.IGNORECASE)


def mark_excluded(text: str) -> bytearray:
    """A mark for each character of a sentence: 1 where no number is a figure."""
    marks = bytearray(len(text))
    spans = [match.span() for pattern in _PATTERNS for match in pattern.finditer(text)]
    spans += [match.span() for match in _PHONE.finditer(text) if _is_phone(match.group())]
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    return marks


def _is_phone(written: str) -> bool:
    """Whether there are enough digits, in groups that are neither thousands nor years."""
    groups = re.findall(r"\d+", written)
    thousands = written[0] not in "+(0" and all(len(group) == 3 for group in groups[1:]) and "-" not in written
    years = all(len(group) == 4 and group[:2] in ("19", "20") for group in groups)
    return sum(map(len, groups)) >= MIN_PHONE_DIGITS and not thousands and not years


def is_excluded(sentence: ParsedSentence, number: Number, marks: bytearray) -> bool:
    """Whether ``number`` stands where ``marks`` is set, or is a clock time, a year ("in 2018") or half of "24/7"."""
    text = sentence.text
    if any(marks[number.start : number.end]) or _CLOCK.match(text, number.end) or _is_dated(sentence, number):
        return True
    if number.kind == "fraction":
        return False
    slashed = _SLASHED.search(text, max(0, number.start - 5), number.end + 5)
    if slashed is None or (number.start < slashed.start() and slashed.end() <= number.end):
        return False  # "3 1/2" holds its slash
    return slashed.start() < number.end and number.start < slashed.end()


def is_glued(sentence: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """Whether letters or signs touch the number: "G20", "COVID-19", "747-400", "5G", "two-way"."""
    text, start, end = sentence.text, number.start, number.end
    token = sentence.token_at(start)
    if token.like_url or token.like_email:
        return True
    left = text[start - 1 : start] if unit is None or unit.start == start else ""
    right = text[end : end + 1]
    if left and (left.isalnum() or left in "#@_=&\\"):
        return True
    if left and left in "-–'’." and start > 1 and text[start - 2].isalnum():
        word = re.split(r"[^\w]", text[max(0, start - 12) : start - 1])[-1].lower()
        if word not in WORDS["hyphen_prefixes"] and not (word.isdigit() or right == "-"):
            return True
    if unit is not None and unit.end > end:
        return False
    if right.isalnum() or right == "_":
        return True
    return right in ("-", "–") and text[end + 1 : end + 2].isalpha() and not text.startswith("to-", end + 1)


def is_name_or_idiom(sentence: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """Whether ``number`` with its ``unit`` is part of a name, a label, a year or a turn of phrase."""
    if _is_pronoun_one(sentence, number, unit) or _is_double_as_adjective(sentence, number):
        return True
    if unit is not None and not unit.counted:
        return False
    named = _is_label(sentence, number, unit) or _is_address(sentence, number) or _is_in_name(sentence, number, unit)
    return named or _is_year(sentence, number, unit)


def _is_pronoun_one(sentence: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """ "one of the", "no one", "one day"."""
    if number.kind != "words" or sentence.text[number.start : number.end].lower() != "one":
        return False
    before, after = sentence.word_before(number.start), sentence.word_after(number.end)
    return unit is None or before in WORDS["not_before_one"] or after in WORDS["not_after_one"]


def _is_double_as_adjective(sentence: ParsedSentence, number: Number) -> bool:
    """ "double standards", "double the dose", "a triple jump": no verb, so nothing is multiplied."""
    token, before = sentence.token_at(number.start), sentence.token_before(number.start)
    if number.kind != "multiple" or token.lower_ not in NUMBER_WORDS.multiples:
        return False
    verbal = before is not None and before.tag_ in ("TO", "MD")
    return not verbal and token.tag_[:2] in ("NN", "JJ", "RB", "PD")


def _is_label(sentence: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """ "Section 12", "No. 10", "page 3"."""
    before = sentence.token_before(number.start)
    if before is not None and before.lower_ == ".":
        before = sentence.token_before(sentence.start_of(before))
    if before is None:
        return False
    if _is_label_word(before):
        return unit is None or before.text[0].isupper()
    if unit is None and before.lower_ in WORDS["label_joiners"] and before.i - 2 >= sentence.tokens.start:
        return before.nbor(-1).like_num and _is_label_word(before.nbor(-2))  # "junctions 10 and 11"
    return False


def _is_label_word(token: Token) -> bool:
    word = token.lower_.rstrip(".")
    return word in WORDS["labels"] or word.removesuffix("s") in WORDS["labels"]


def _is_address(sentence: ParsedSentence, number: Number) -> bool:
    """ "221 Baker Street"."""
    first = sentence.token_after(number.end)
    if first is None or number.kind != "digits" or first.pos_ != "PROPN":
        return False
    for token in sentence.tokens_from(first, MAX_STREET_WORDS):
        if token.lower_.rstrip(".") in WORDS["street_nouns"] and token.i > first.i:
            return token.text[0].isupper()
        if token.pos_ != "PROPN":
            return False
    return False


def _is_in_name(sentence: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """ "Boeing 737", "Model 3 sedans", "the Big Ten"."""
    token, before = sentence.token_at(number.start), sentence.token_before(number.start)
    after_capital = (
        before is not None
        and before.text.lower() != before.text
        and sentence.text[sentence.end_of(before) : number.start] in (" ", "\u00a0")
    )
    if number.kind == "digits" and before is not None and after_capital:
        if unit is None:
            return number.scale == 1 and before.pos_ in ("PROPN", "NOUN", "ADJ", "SYM")
        if before.pos_ == "PROPN" and unit.head is not None and before.head.i in (unit.head.i, token.i):
            return True
    if unit is None and token.ent_type_ in _NAME_LABELS and number.scale == 1:
        return True
    if number.kind != "words" or not token.text[0].isupper() or token.i == sentence.tokens.start:
        return False
    if before is not None and before.pos_ in ("PUNCT", "SPACE") and not after_capital:
        return False
    words = [token.text for token in sentence.tokens if token.is_alpha]
    title_case = 2 * sum(word[0].isupper() for word in words) > len(words)
    return after_capital or not title_case


def _is_dated(sentence: ParsedSentence, number: Number) -> bool:
    """Whether ``number`` is a year by the word before it: "in 2018", "since 1990"."""
    dated = sentence.word_before(number.start) in WORDS["year_prepositions"]
    return dated and _is_four_digits(sentence, number) and number.value in RECENT_YEARS


def _is_four_digits(sentence: ParsedSentence, number: Number) -> bool:
    return _YEAR.fullmatch(sentence.text, number.start, number.end) is not None


def _is_year(sentence: ParsedSentence, number: Number, unit: Unit | None) -> bool:
    """Whether ``number`` is a year; four bare digits are one unless they are counted or compared."""
    if not _is_four_digits(sentence, number) or not 1000 <= number.value <= 2100:
        return False
    before = sentence.word_before(number.start)
    recent = number.value in RECENT_YEARS
    modifier = find_modifier_before(sentence.text, number.start, "other")
    if unit is not None:
        dated = not before or before in WORDS["year_prepositions"] | WORDS["before_year_and_noun"]
        compared = modifier is not None and before not in ("above", "below")
        return recent and dated and not compared and number.value % 100 != 0
    if modifier is not None and not (recent and modifier.comparator == "~"):
        return False
    return recent or before in WORDS["year_cues"]
