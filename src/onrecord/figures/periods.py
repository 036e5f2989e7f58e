"""The time that a figure covers: "over the past year", "in 2019", "by 2030"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from onrecord.figures.lexicon import NUMBER_WORDS, UNITS, WORDS, alternatives
from onrecord.figures.parsed_sentence import NOUNS, SUPERLATIVES, ParsedSentence
from onrecord.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from onrecord.figures.quantities import Quantity

_COMPARED = re.compile(rf"\b(?:{alternatives(WORDS['comparing_prepositions'])})\s$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\s")
_YEAR = re.compile(r"[12]\d{3}")
_NTH = re.compile(r"\d+(?:st|nd|rd|th)")
_RATE = re.compile(rf"(?:{alternatives(WORDS['rate_articles'])}) (?:{alternatives(WORDS['rate_units'])})")
_WITHIN_NAME = frozenset(("nummod", "compound", "amod", "nmod"))


class Time(NamedTuple):
    """An expression of time, and the document's index of the verb in whose clause it stands."""

    span: Span
    verb: int


def find_times(sentence: ParsedSentence) -> list[Time]:
    """The expressions of time in a sentence that a figure can cover, with their prepositions, in order."""
    times: list[Time] = []
    for entity in sentence.tokens.ents:
        if entity.label_ != "DATE" or not _names_time(entity):
            continue
        first = entity[0]
        if first.like_num and len(entity) > 2 and entity[1].lower_ in WORDS["time_determiners"]:
            first = entity[1]
        before = sentence.previous(first) or first
        preposition = before if before.lower_ in WORDS["time_prepositions"] else None
        if preposition is None and (_RATE.fullmatch(entity.text.lower()) or _is_in_name(sentence, entity)):
            continue
        if _is_comparison(sentence, preposition or entity.root, entity):
            continue
        last = entity[-1].nbor(-1) if entity[-1].tag_ == "POS" and len(entity) > 1 else entity[-1]
        span = Span(sentence.start_of(preposition or first), sentence.end_of(last))
        verb = sentence.verb_of(sentence.token_at(span.start))
        if verb is not None:
            times.append(Time(span, verb.i))
    return times


def _names_time(entity: Tokens) -> bool:
    """Whether an entity names a time: "in May", "2019"; not an age, "under five", or a bare unit, "months"."""
    words = entity.text.lower()
    if len(entity) == 1 and words in UNITS.words:
        return False
    if words.endswith(("old", "olds", "age")) or " than " in words or " ages of " in words:
        return False
    return any(token.pos_ in NOUNS or _YEAR.fullmatch(token.text) for token in entity)


def _is_in_name(sentence: ParsedSentence, entity: Tokens) -> bool:
    """Whether a year only tells one thing from others: "the 1974 law", "below 2005 levels"."""
    following = sentence.following(entity[-1])
    before_noun = following is not None and following.pos_ in NOUNS
    return entity.root.dep_ in _WITHIN_NAME or (before_noun and _YEAR.fullmatch(entity.text) is not None)


def _is_comparison(sentence: ParsedSentence, top: Token, entity: Tokens) -> bool:
    """ "their lowest since May", "the 10th straight month", "twice as much as in May": no time a figure covers."""
    for token in (top, entity[0]):
        before = sentence.previous(token)
        if before is not None and before.lower_ in WORDS["before_compared_time"]:
            return True
    above = top.head if sentence.contains(top.head) else top
    ranked = any(token.tag_ in SUPERLATIVES or token.lower_ == "first" for token in (above, *above.lefts))
    return ranked or any(token.tag_ in SUPERLATIVES or _is_ordinal(token) for token in entity)


def _is_ordinal(token: Token) -> bool:
    """ "its 10th week", "the fifth month in a row"; not "the first half" and "the third quarter"."""
    if token.lower_ in WORDS["numbered_periods"] or token.head.lower_ in WORDS["numbered_periods"]:
        return False
    return _NTH.fullmatch(token.lower_) is not None or token.lower_ in NUMBER_WORDS.fractions


def find_period(sentence: ParsedSentence, quantity: Quantity, times: list[Time], limit: int) -> str | None:
    """The time in the quantity's own clause: the nearest after it, or else the nearest before it.

    ``times`` are those of ``find_times``, and ``limit`` is where the next quantity starts. An age has no period, and a
    duration has one only where it changed.
    """
    if quantity.dimension == "age" or (quantity.dimension == "duration" and quantity.origin is None):
        return None
    verb = sentence.verb_of(sentence.token_at(quantity.number.start))
    own = [time.span for time in times if verb is not None and time.verb == verb.i]
    for span in own:  # "versus last year's $32": this time belongs to the next quantity
        if quantity.end <= span.start <= limit and not _POSSESSIVE.fullmatch(sentence.text, span.end, limit):
            return span.of(sentence.text)
    # "up from 3 percent": the time of the former value is not that of the new one before it.
    if _COMPARED.search(sentence.text, max(0, quantity.start - 12), quantity.start):
        return None
    return next((span.of(sentence.text) for span in reversed(own) if span.end <= quantity.start), None)
