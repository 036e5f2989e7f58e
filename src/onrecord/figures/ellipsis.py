"""What a figure takes from its neighbours because the text does not repeat it: its unit, or what it measures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.figures.lexicon import HEDGE, WORDS, alternatives
from onrecord.figures.parsed_sentence import NOUNS, OBJECTS, SUBJECTS, ParsedSentence
from onrecord.figures.quantities import Quantity, Unit, units_agree
from onrecord.figures.units import with_divisor

if TYPE_CHECKING:
    from onrecord.types import Figure

MAX_LEVEL_GAP = 40
MAX_LIST_GAP = 80
MAX_LISTED_WORDS = 8

_COMPARING = alternatives(WORDS["comparing_prepositions"])
_COMPARED = re.compile(rf"\b(?:{_COMPARING}|to)\s{HEDGE}$", re.IGNORECASE)
_COMPARED_THING = re.compile(rf"\b(?:{_COMPARING})\s(?:[\w ]{{0,20}}\s)?$")  # "than last year's"
_TO_LEVEL = re.compile(
    rf"\s(?:to|at)\s{HEDGE}$|\sto (?:{alternatives(WORDS['level_verbs_after_to'])}) at\s{HEDGE}$", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.;:!?]\s")
_OR = re.compile(r"\s(?:or|to)\s")
_OR_HEDGE = re.compile(rf",? or {HEDGE}")
_LIST_JOINER = re.compile(r"[,;]?\s(?:and|while|with|but)?\s?|[,;]\s")
_OPENING_OF = re.compile(r"of (?:the |its |their |these |those |all )?", re.IGNORECASE)
_CAN_LACK_NOUN = frozenset(("digits", "words", "vague"))
_IN_NAME = frozenset(("DET", "ADJ", "NOUN", "PROPN", "CCONJ", "PART"))


def fill_in_units(sentence: ParsedSentence, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities, with the units that are left out: "of the 300 guests, 40 left", "rose 64 points to 4,577"."""
    counted: Unit | None = None
    filled: list[Quantity] = []
    for index, quantity in enumerate(quantities):
        if quantity.unit is not None:
            counted = quantity.unit if quantity.counts else counted
            filled.append(quantity)
            continue
        unit = (
            _unit_of_level(sentence, quantities, index)
            or _unit_of_following(sentence, quantity, quantities[index + 1 : index + 2])
            or (_unit_of_other_time(sentence, filled[-1], quantity) if filled else None)
        )
        if unit is None and counted is not None and quantity.number.kind in _CAN_LACK_NOUN:
            unit = _unit_counted_before(sentence, quantity, counted)
        if unit is not None:
            end = max(quantity.end, unit.end) if unit.start == quantity.start else quantity.end
            unit = replace(unit, start=quantity.start, end=end, head=None)
            quantity = replace(quantity, end=end, unit=unit)  # noqa: PLW2901
        filled.append(quantity)
    return filled


def _unit_of_level(sentence: ParsedSentence, quantities: list[Quantity], index: int) -> Unit | None:
    """ "rose 64 points to 4,577", "closed at 1,463 points … climbed 0.1% to 1,333": the level after a change."""
    previous, quantity = quantities[index - 1] if index else None, quantities[index]
    if previous is None or previous.unit is None or previous.counts or quantity.number.kind != "digits":
        return None
    start, end = previous.end, quantity.start
    if end - start > MAX_LEVEL_GAP or not _TO_LEVEL.search(sentence.text, start, end):
        return None
    if _SENTENCE_END.search(sentence.text, start, end):
        return None  # "at $1.14. The index was up at 96"
    if previous.dimension != "percent":
        return previous.unit if previous.dimension != "percentage_point" else None
    return next((other.unit for other in quantities if other.unit is not None and other.unit.name == "point"), None)


def _unit_of_following(sentence: ParsedSentence, quantity: Quantity, following: list[Quantity]) -> Unit | None:
    """ "about 8 or $9": a sign that stands before the second number alone."""
    unit = following[0].unit if following else None
    if unit is None or quantity.number.kind not in ("digits", "words") or unit.start == following[0].number.start:
        return None
    return unit if _OR.fullmatch(sentence.text, quantity.end, following[0].start) else None


def _unit_of_other_time(sentence: ParsedSentence, previous: Quantity, quantity: Quantity) -> Unit | None:
    """ "1.4 degrees in 2018 and 2.1 last year": the same measured at another time."""
    unit = previous.unit
    if unit is None or unit.counted or unit.dimension == "money" or quantity.number.kind != "digits":
        return None
    between = sentence.tokens_between(previous.end, quantity.start)
    if len(between) < 2 or between[-1].lower_ not in WORDS["clause_joiners"]:
        return None
    after = sentence.token_after(quantity.end)
    if after is not None and after.dep_ == "prep":
        after = sentence.following(after) or after
    dated = after is not None and after.ent_type_ == "DATE"
    return unit if dated and any(token.ent_type_ == "DATE" for token in between) else None


def _unit_counted_before(sentence: ParsedSentence, quantity: Quantity, counted: Unit) -> Unit | None:
    """What was counted before, where the noun is left out; "an average of 20 per week" counts it by the week."""
    unit = with_divisor(sentence.text, replace(counted, start=quantity.start, end=quantity.end))
    return unit if unit.end > quantity.end or _lacks_noun(sentence, quantity) else None


def _lacks_noun(sentence: ParsedSentence, quantity: Quantity) -> bool:
    after = sentence.token_after(quantity.end)
    following = sentence.following(after) if after is not None else None
    if after is not None and after.lower_ == "of" and following is not None:
        return following.lower_ in WORDS["of_pronouns"]
    token = sentence.token_at(quantity.number.start)
    # "built for 600 inmates, it holds 1,450."
    bare = token.dep_ in SUBJECTS or (token.dep_ in OBJECTS and (after is None or after.is_punct))
    compared = _COMPARED.search(sentence.text[max(0, quantity.start - 16) : quantity.start])
    return bare or bool(compared) or sentence.word_after(quantity.end) in WORDS["after_omitted_noun"]


def share_with_previous(
    sentence: ParsedSentence, quantities: tuple[Quantity, Quantity], previous: Figure, figure: Figure
) -> Figure:
    """``figure`` with what it shares with the ``previous`` one: a comparator, a direction, or what is measured.

    ``quantities`` are what the two figures were made from.
    """
    former, quantity = quantities
    if _is_conversion(sentence.text, former, quantity):
        comparator = previous.comparator if figure.comparator == "=" else figure.comparator
        return replace(figure, comparator=comparator, what=previous.what)
    if former.origin is not None and former.origin == quantity.value:
        return replace(figure, what=previous.what)  # "60 percent of the shares, up from 45 percent"
    if _measures_the_same(sentence, former, quantity):
        counted = previous.unit if previous.dimension == "count" else None
        return replace(figure, what=figure.what or previous.what or counted)
    listed = _name_in_list(sentence, former, quantity)
    if listed is None:
        return figure
    shared = figure.direction is None and former.origin is quantity.origin is None
    return replace(figure, what=listed, direction=previous.direction if shared else figure.direction)


def _is_conversion(text: str, former: Quantity, quantity: Quantity) -> bool:
    """Whether ``quantity`` is ``former`` in another unit: "more than 100 km (60 miles)", "224 kW / 300 hp"."""
    if former.unit is None or quantity.unit is None or former.unit.name == quantity.unit.name:
        return False
    return former.dimension == quantity.dimension and text[former.end : quantity.start].strip() in ("(", "/")


def _measures_the_same(sentence: ParsedSentence, former: Quantity, quantity: Quantity) -> bool:
    """Whether ``quantity`` puts ``former`` another way, is a part of it, or is what it is compared with."""
    gap = sentence.text[former.end : quantity.start]
    part = quantity.number.kind == "fraction" or quantity.dimension == "percent"
    if part and _OPENING_OF.fullmatch(sentence.text, 0, former.start):
        return True  # "Of the 9,400 tonnes of waste, 60 percent was burned"
    if _OR_HEDGE.fullmatch(gap):
        return True  # "63 points, or 0.6%"
    return "," not in gap and units_agree(former.unit, quantity.unit) and _COMPARED_THING.search(gap) is not None


def _name_in_list(sentence: ParsedSentence, former: Quantity, quantity: Quantity) -> str | None:
    """ "Coal fell 2.3%, gas by 2.6% and oil 1.9%": the name before a quantity in a list that leaves out the verb."""
    if former.unit is None or quantity.unit is None or not units_agree(former.unit, quantity.unit):
        return None
    gap = sentence.text[former.end : quantity.start]
    joiner = _LIST_JOINER.match(gap)
    if not joiner or not joiner.group() or len(gap) > MAX_LIST_GAP:
        return None
    between = sentence.tokens_between(former.end + joiner.end(), quantity.start)
    words = [token for token in between if not token.is_space]
    while words and words[-1].lower_ in WORDS["before_listed_amount"]:
        words.pop()
    while words and words[0].pos_ in ("DET", "CCONJ"):
        words.pop(0)
    if not words or len(words) > MAX_LISTED_WORDS or words[-1].pos_ not in NOUNS:
        return None
    if any(token.pos_ not in _IN_NAME or token.ent_type_ == "DATE" for token in words):
        return None
    return " ".join(sentence.text[sentence.start_of(words[0]) : sentence.end_of(words[-1])].split())
