"""Which way a figure points, and what it started from: "fell 6 percent", "up from 12", "from 3 to 5"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from onrecord.figures import lexicon
from onrecord.figures.parsed_sentence import OBJECTS, VERBS, ParsedSentence
from onrecord.figures.ranges import fit, scaled_low

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.figures.quantities import Quantity

Direction = Literal["up", "down"]

_SIGN = re.compile(r"(?<![\w)])[+]\s?$")
_NEAR = r"(?:about |around |nearly |almost |just |only |some |over |more than |less than |above |below )?$"
_TO_LEVEL = re.compile(rf"\b(?:to|at|past|beyond)\s{_NEAR}", re.IGNORECASE)
_FROM = re.compile(rf"\bfrom {_NEAR}", re.IGNORECASE)
_LATER_FROM = re.compile(rf"(?:^[\s,]{{1,2}}|[\s,](?:up|down) )from {_NEAR}", re.IGNORECASE)
_FAR_FROM = re.compile(rf"^[\w ]*\sfrom {_NEAR}", re.IGNORECASE)
_LATER_TO = re.compile(rf"^[^,;:()]*\sto {_NEAR}", re.IGNORECASE)
_FAR = 40
_REACH = 24

_IN_NOUN = frozenset(("nummod", "amod", "compound", "nmod", "npadvmod", "quantmod", "appos"))


def direction_of(reading: ParsedSentence, amount: Quantity) -> Direction | None:
    """Whether the amount is one of a rise or of a fall; missing where it is a level or neither."""
    if amount.number.kind == "multiple":
        return _multiple(reading, amount)
    if _TO_LEVEL.search(reading.text[max(0, amount.start - _REACH) : amount.start]):
        return None
    if _SIGN.search(reading.text[max(0, amount.start - 3) : amount.start]):
        return "up"
    return _beside(reading, amount) or _noun(reading, amount) or _verb(reading, amount)


def _multiple(reading: ParsedSentence, amount: Quantity) -> Direction | None:
    word = reading.at(amount.number.start)
    if word.pos_ in VERBS or word.dep_ in ("acl", "amod"):
        return "down" if amount.value < 1 else "up"
    return _verb(reading, amount)


def _named(lemma: str, up: str, down: str) -> Direction | None:
    context = lexicon.context()
    return "up" if lemma in context[up] else "down" if lemma in context[down] else None


def _beside(reading: ParsedSentence, amount: Quantity) -> Direction | None:
    """ "up 3 percent", "3 percent lower"."""
    if amount.unit is not None and amount.unit.counted:
        following = reading.after(amount.number.end)  # "40 more workers"
        return _named(following.lower_, "more_words", "fewer_words") if following is not None else None
    if amount.unit is None and amount.number.kind != "fraction":
        return None
    before, after = reading.before(amount.start), reading.after(amount.end)
    if before is not None and before.lower_ in ("by", "about", "around", "nearly", "almost", "some", "roughly", "over"):
        before = reading.before(reading.start_of(before))
    for token in (before, after):
        if token is None or (token is after and token.lower_ in ("up", "down")):
            continue
        if token.dep_ == "prt" and not _carries(token.head.lemma_.lower()):
            continue
        compared = token is after and token.i + 1 < reading.tokens.end and token.nbor(1).lower_ == "than"
        if token is after and amount.dimension == "percent" and token.lower_ in ("above", "below"):
            return "up" if token.lower_ == "above" else "down"  # "50 percent above those of last year"
        if token is before and token.lower_ not in ("up", "down"):
            continue  # "the lower 95 percent"
        direction = _named(token.lower_, "up_words", "down_words") or (
            _named(token.lower_, "more_words", "fewer_words") if compared or amount.dimension == "percent" else None
        )
        if direction:
            return direction
    return None


def _carries(lemma: str) -> bool:
    """Whether "up" or "down" beside this verb is a direction: "edged up", not "gave up"."""
    return lemma in lexicon.context()["moving_verbs"] or _named(lemma, "up_verbs", "down_verbs") is not None


def _noun(reading: ParsedSentence, amount: Quantity) -> Direction | None:
    """ "a 3 percent drop", "an increase of 3 percent"."""
    head = reading.at(max(amount.number.start, amount.end - 1))
    for _ in range(4):
        if head.dep_ == "pobj" and head.head.lower_ in ("of", "by"):
            head = head.head.head
        elif head.dep_ in _IN_NOUN:
            head = head.head
        else:
            return None
        direction = _named(head.lemma_.lower(), "up_nouns", "down_nouns")
        if direction and head.pos_ == "NOUN" and reading.holds(head):
            return direction
    return None


def _verb(reading: ParsedSentence, amount: Quantity) -> Direction | None:
    """ "rose 3 percent", "was cut by 3 points", "edged up 3 percent"; not "rose to 3 percent"."""
    token = reading.at(max(amount.number.start, amount.end - 1))
    if token.tag_ == "PDT" and token.dep_ != "pobj":  # "half the crew fell ill"
        return None
    last = token
    context = lexicon.context()
    for head in reading.climb(token):
        outside = reading.start_of(last) < amount.start  # "a quarter of a point" holds a preposition
        if last.lower_ in context["reckoned_from"]:
            return None
        if outside and last.dep_ == "prep" and last.lower_ in context["level_links"]:
            return None
        if head.pos_ in VERBS:
            return _by_verb(head, last, amount)
        last = head
    return None


def _by_verb(verb: Token, child: Token, amount: Quantity) -> Direction | None:
    """The direction that ``verb`` gives an amount which hangs from it by ``child``."""
    if child.dep_ in ("nsubj", "nsubjpass", "csubj") or child.dep_.startswith("advcl"):
        return None
    context = lexicon.context()
    lemma = verb.lemma_.lower()
    direction = _named(lemma, "up_verbs", "down_verbs")
    if direction:
        moved = amount.number.kind == "fraction" or (
            amount.unit is not None
            and (amount.unit.dimension in ("percent", "percentage_point") or amount.unit.name in context["moved_units"])
        )
        return direction if moved or child.dep_ not in OBJECTS or lemma not in context["needs_measure"] else None
    if lemma in context["moving_verbs"]:
        for particle in verb.children:
            found = _named(particle.lower_, "up_words", "down_words")
            if found:
                return found
    return None


def steps(reading: ParsedSentence, amounts: list[Quantity]) -> list[Quantity]:
    """The amounts, with ``origin`` where the text says what they rose or fell from."""
    stepped: list[Quantity] = []
    waiting = list(reversed(amounts))
    while waiting:
        amount = waiting.pop()
        following = waiting[-1] if waiting else None
        if amount.high is not None and amount.lead == "from" and _moves(reading, amount):
            amount = replace(amount, value=amount.high, high=None, origin=amount.value)
        elif following is not None and amount.high is None and fit(amount.unit, following.unit):
            ahead = reading.text[max(0, amount.start - _REACH) : amount.start]
            gap = reading.text[amount.end : min(following.start, amount.end + _FAR)]
            near = amount.end + len(gap) == following.start
            if near and (_LATER_FROM.search(gap) or (_TO_LEVEL.search(ahead) and _FAR_FROM.search(gap))):
                amount = replace(amount, origin=following.value)
            elif near and _FROM.search(ahead) and _LATER_TO.search(gap) and _moves(reading, amount):
                amount = _step(reading, amount, waiting.pop())
        stepped.append(amount)
    return stepped


def _step(reading: ParsedSentence, first: Quantity, last: Quantity) -> Quantity:
    """ "from $75 a barrel to $45.88" as one amount, which starts at its "from"."""
    start = first.start - len("from ")
    start = start if reading.text[max(0, start) : first.start].lower() == "from " else first.start
    return replace(last, start=start, unit=last.unit or first.unit, origin=scaled_low(first, last))


def _moves(reading: ParsedSentence, amount: Quantity) -> bool:
    """Whether "from X to Y" tells of a change: it rises, falls or goes, and does not merely range."""
    context = lexicon.context()
    for head in reading.climb(reading.at(amount.start)):
        lemma = head.lemma_.lower()
        if lemma in context["ranging"]:
            return False
        if head.pos_ in VERBS or _named(lemma, "up_nouns", "down_nouns"):
            return lemma in context["stepping"] or any(
                _named(lemma, f"up_{kind}", f"down_{kind}") for kind in ("verbs", "nouns")
            )
    return False


def step_direction(amount: Quantity) -> Direction | None:
    """Which way a step goes."""
    if amount.origin is None or amount.origin == amount.value:
        return None
    return "up" if amount.value > amount.origin else "down"
