"""Which way a figure points, and what it started from: "fell 6 percent", "up from 12", "from 3 to 5"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.figures.lexicon import DIRECTIONS, HEDGE, WORDS, Direction
from onrecord.figures.parsed_sentence import OBJECTS, VERBS, ParsedSentence
from onrecord.figures.quantities import Quantity, units_agree
from onrecord.figures.ranges import scaled_low

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_GAP = 40  # characters between a value and what it rose or fell from
MAX_DISTANCE = 24  # characters before a quantity that are looked at

_PLUS = re.compile(r"(?<![\w)])[+]\s?$")
_TO_LEVEL = re.compile(rf"\b(?:to|at|past|beyond)\s{HEDGE}$", re.IGNORECASE)
_FROM = re.compile(rf"\bfrom {HEDGE}$", re.IGNORECASE)
_UP_FROM = re.compile(rf"(?:^[\s,]{{1,2}}|[\s,](?:up|down) )from {HEDGE}$", re.IGNORECASE)
_LATER_FROM = re.compile(rf"^[\w ]*\sfrom {HEDGE}$", re.IGNORECASE)
_LATER_TO = re.compile(rf"^[^,;:()]*\sto {HEDGE}$", re.IGNORECASE)
_IN_NOUN_PHRASE = frozenset(("nummod", "amod", "compound", "nmod", "npadvmod", "quantmod", "appos"))
_CHANGE_DIMENSIONS = frozenset(("percent", "percentage_point"))


def find_steps(sentence: ParsedSentence, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities, with ``origin`` where the text says what they rose or fell from."""
    stepped: list[Quantity] = []
    waiting = list(reversed(quantities))
    while waiting:
        quantity = waiting.pop()
        following = waiting[-1] if waiting else None
        if quantity.high is not None and quantity.lead == "from" and _tells_change(sentence, quantity):
            quantity = replace(quantity, value=quantity.high, high=None, origin=quantity.value)
        elif following is not None and quantity.high is None and units_agree(quantity.unit, following.unit):
            before = _text_before(sentence, quantity, MAX_DISTANCE)
            gap = sentence.text[quantity.end : min(following.start, quantity.end + MAX_GAP)]
            near = quantity.end + len(gap) == following.start
            if near and (_UP_FROM.search(gap) or (_TO_LEVEL.search(before) and _LATER_FROM.search(gap))):
                quantity = replace(quantity, origin=following.value)
            elif near and _FROM.search(before) and _LATER_TO.search(gap) and _tells_change(sentence, quantity):
                quantity = _join_step(sentence, quantity, waiting.pop())
        stepped.append(quantity)
    return stepped


def _text_before(sentence: ParsedSentence, quantity: Quantity, length: int) -> str:
    return sentence.text[max(0, quantity.start - length) : quantity.start]


def _join_step(sentence: ParsedSentence, first: Quantity, last: Quantity) -> Quantity:
    """ "from $75 a barrel to $45.88" as one quantity, which starts at its "from"."""
    start = first.start - len("from ")
    start = start if sentence.text[max(0, start) : first.start].lower() == "from " else first.start
    return replace(last, start=start, unit=last.unit or first.unit, origin=scaled_low(first, last))


def _tells_change(sentence: ParsedSentence, quantity: Quantity) -> bool:
    """Whether "from X to Y" tells of a change: something rises, falls or goes; not "prices range from $5 to $9"."""
    for head in sentence.heads_of(sentence.token_at(quantity.start)):
        lemma = head.lemma_.lower()
        if lemma in WORDS["range_verbs"]:
            return False
        noun = DIRECTIONS["nouns"].get(lemma)
        if head.pos_ in VERBS or noun:
            return bool(noun or lemma in WORDS["step_verbs"] or DIRECTIONS["verbs"].get(lemma))
    return False


def find_direction(sentence: ParsedSentence, quantity: Quantity) -> Direction | None:
    """Whether the quantity is a rise or a fall, or the end of one; missing where it is a level or neither."""
    if quantity.origin is not None and quantity.origin != quantity.value:
        return "up" if quantity.value > quantity.origin else "down"
    if quantity.number.kind == "multiple":
        word = sentence.token_at(quantity.number.start)
        if word.pos_ in VERBS or word.dep_ in ("acl", "amod"):
            return "down" if quantity.value < 1 else "up"
        return _direction_from_verb(sentence, quantity)
    if _TO_LEVEL.search(_text_before(sentence, quantity, MAX_DISTANCE)):
        return None
    if _PLUS.search(_text_before(sentence, quantity, 3)):
        return "up"
    return (
        _direction_from_neighbours(sentence, quantity)
        or _direction_from_noun(sentence, quantity)
        or _direction_from_verb(sentence, quantity)
    )


def _direction_from_neighbours(sentence: ParsedSentence, quantity: Quantity) -> Direction | None:
    """ "up 3 percent", "3 percent lower", "40 more workers"."""
    if quantity.counts:
        return DIRECTIONS["quantifiers"].get(sentence.word_after(quantity.number.end))
    if quantity.unit is None and quantity.number.kind != "fraction":
        return None
    before = sentence.token_before(quantity.start)
    if before is not None and before.lower_ in WORDS["after_direction"]:
        before = sentence.token_before(sentence.start_of(before))
    if before is not None and before.lower_ in ("up", "down") and _is_direction(before):
        return "up" if before.lower_ == "up" else "down"
    after = sentence.token_after(quantity.end)
    if after is None or after.lower_ in ("up", "down") or not _is_direction(after):
        return None
    percent = quantity.dimension == "percent"
    if percent and after.lower_ in ("above", "below"):
        return "up" if after.lower_ == "above" else "down"  # "50 percent above those of last year"
    following = sentence.following(after)
    compared = following is not None and following.lower_ == "than"
    return DIRECTIONS["adverbs"].get(after.lower_) or (
        DIRECTIONS["quantifiers"].get(after.lower_) if compared or percent else None
    )


def _is_direction(word: Token) -> bool:
    """Whether "up" or "down" is a direction where it belongs to a verb: "edged up", not "gave up"."""
    verb = word.head.lemma_.lower()
    return word.dep_ != "prt" or verb in WORDS["moving_verbs"] or verb in DIRECTIONS["verbs"]


def _direction_from_noun(sentence: ParsedSentence, quantity: Quantity) -> Direction | None:
    """ "a 3 percent drop", "an increase of 3 percent"."""
    head = _last_token(sentence, quantity)
    for _ in range(4):
        if head.dep_ == "pobj" and head.head.lower_ in ("of", "by"):
            head = head.head.head
        elif head.dep_ in _IN_NOUN_PHRASE:
            head = head.head
        else:
            return None
        direction = DIRECTIONS["nouns"].get(head.lemma_.lower())
        if direction and head.pos_ == "NOUN" and sentence.contains(head):
            return direction
    return None


def _last_token(sentence: ParsedSentence, quantity: Quantity) -> Token:
    return sentence.token_at(max(quantity.number.start, quantity.end - 1))


def _direction_from_verb(sentence: ParsedSentence, quantity: Quantity) -> Direction | None:
    """ "rose 3 percent", "was cut by 3 points", "edged up 3 percent"; not "rose to 3 percent"."""
    last = _last_token(sentence, quantity)
    if last.tag_ == "PDT" and last.dep_ != "pobj":  # "half the crew fell ill"
        return None
    for head in sentence.heads_of(last):
        outside = sentence.start_of(last) < quantity.start  # "a quarter of a point" holds a preposition
        level = outside and last.dep_ == "prep" and last.lower_ in WORDS["level_prepositions"]
        if level or last.lower_ in WORDS["after_time_span"]:
            return None
        if head.pos_ in VERBS:
            return _direction_of_verb(head, last, quantity)
        last = head
    return None


def _direction_of_verb(verb: Token, child: Token, quantity: Quantity) -> Direction | None:
    """The direction that ``verb`` gives to the quantity below its ``child``."""
    if child.dep_ in ("nsubj", "nsubjpass", "csubj") or child.dep_.startswith("advcl"):
        return None
    lemma, unit = verb.lemma_.lower(), quantity.unit
    direction = DIRECTIONS["verbs"].get(lemma)
    if direction and child.dep_ in OBJECTS and lemma in WORDS["object_no_change_verbs"]:
        change = unit is not None and (unit.dimension in _CHANGE_DIMENSIONS or unit.name in WORDS["change_units"])
        return direction if change or quantity.number.kind == "fraction" else None
    if direction or lemma not in WORDS["moving_verbs"]:
        return direction
    particles = (DIRECTIONS["adverbs"].get(particle.lower_) for particle in verb.children)
    return next(filter(None, particles), None)
