"""The things that a number counts: "500 guests", "50 countries and regions", "40 cases of measles"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.figures import lexicon
from onrecord.figures.parsed_sentence import JOINTS, NOUNS, VERBS, ParsedSentence
from onrecord.figures.quantities import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.figures.quantities import Number

_LONGEST_COUNTED = 10
_LONGEST_AMONG = 4


def counted(reading: ParsedSentence, number: Number) -> Unit | None:
    """The counted noun phrase as written: "guests", "countries and regions"."""
    head = counted_head(reading, number)
    if head is None or not agrees(head, number):
        return None
    last = head
    following = head.nbor(1) if head.i + 1 < reading.tokens.end else None
    if following is not None and following.lower_ in ("and", "or") and following.i + 1 < reading.tokens.end:
        other = following.nbor(1)
        if other.head.i == head.i and other.dep_ == "conj" and other.tag_ in ("NNS", "NNPS"):
            last = other
    first = reading.after(number.end)
    if first is not None and (first.lower_ == "of" or first.lower_ in _more_or_fewer()):
        first = first.nbor(1)
    if first is None or first.i > last.i:
        return None
    last = _with_kind(reading, last)
    name = reading.text[reading.start_of(first) : reading.end_of(last)]
    return Unit(" ".join(name.split()), "count", number.start, reading.end_of(last), head)


def _more_or_fewer() -> frozenset[str]:
    """ "40 more workers" are workers."""
    context = lexicon.context()
    return context["more_words"] | context["fewer_words"]


def _with_kind(reading: ParsedSentence, last: Token) -> Token:
    """ "cases of measles", "categories of products": with the bare noun that says of what; not "residents of Paris"."""
    place = last.i + 1 - reading.tokens.start
    words = reading.tokens[place : place + _LONGEST_COUNTED]
    if len(words) < 2 or words[0].lower_ != "of":
        return last
    for before, token in pairwise(words):
        if token.pos_ not in ("NOUN", "ADJ") or token.like_num:
            break
        if token.pos_ == "NOUN" and (token.i + 1 >= reading.tokens.end or token.nbor(1).pos_ not in ("NOUN", "ADJ")):
            return token if before.lower_ == "of" or before.pos_ in ("NOUN", "ADJ") else last
    return last


def counted_among(reading: ParsedSentence, number: Number) -> Unit | None:
    """ "two of its five centres": the things that the number is a part of; the number alone is the span."""
    first = reading.after(number.end)
    if first is None or first.lower_ != "of" or number.kind not in ("digits", "words") or number.value == 1:
        return None
    head = next((child for child in first.children if child.dep_ == "pobj"), None) or _behind_of(reading, first)
    if head is None or head.tag_ not in ("NNS", "NNPS") or not reading.holds(head):
        return None
    passing = lexicon.context()["reckoned"]  # "9 of his last 11 races" are races
    name = [child.text for child in head.lefts if child.dep_ in ("amod", "compound") and child.lower_ not in passing]
    name.append(head.text)
    return Unit(" ".join(name), "count", number.start, number.end)


def _behind_of(reading: ParsedSentence, of: Token) -> Token | None:
    """ "17 of 32 districts", where the parser takes the "of" for a part of the number."""
    place = of.i + 1 - reading.tokens.start
    for token in reading.tokens[place : place + _LONGEST_AMONG]:
        if token.tag_ in ("NNS", "NNPS"):
            return token
        if not token.like_num and token.pos_ not in ("DET", "ADJ"):
            return None
    return None


def agrees(head: Token, number: Number) -> bool:
    """Whether the noun's number fits: more than one takes a plural, or a word that is its own plural."""
    plural = head.tag_ in ("NNS", "NNPS") or head.lower_ in lexicon.context()["invariable"]
    return plural or (number.value <= 1 and number.high is None) or number.kind == "fraction"


def counted_head(reading: ParsedSentence, number: Number) -> Token | None:
    """The noun that the number counts, where nothing but its own modifiers stands between."""
    first = reading.after(number.end)
    if first is None or not reading.text[number.end : reading.start_of(first)].isspace():
        return _counted_by_of(reading, first, number)
    if number.high is not None and first.lower_ == "of":
        return _counted_by_of(reading, first, number)
    last = reading.before(number.end)
    if last is None:
        return None
    behind_scale = _behind_scale(reading, first) if number.scale > 1 else None
    if behind_scale is not None:
        return behind_scale
    for token in reading.tokens[first.i - reading.tokens.start :][:_LONGEST_COUNTED]:
        if token.like_num and token.i > first.i and token.nbor(-1).pos_ == "PROPN":
            continue  # "90 Model 3 sedans"
        if token.pos_ in NOUNS and token.dep_ != "compound" and _is_counted(last, token):
            return token
        if token.like_num or token.pos_ in ("ADP", "SYM") or _is_dash(token) or _is_verb(token):
            return None
        if token.dep_ not in JOINTS and token.pos_ not in ("ADJ", "ADV", "NOUN", "PROPN", "CCONJ", "VERB"):
            return None
    return None


def _behind_scale(reading: ParsedSentence, first: Token) -> Token | None:
    """ "3.7m people", "4.3M digital and physical sales": the parser is at a loss with a scale that is one letter."""
    for token in reading.tokens[first.i - reading.tokens.start :][:_LONGEST_AMONG]:
        if token.tag_ in ("NNS", "NNPS") and token.dep_ != "compound":
            return token
        if token.pos_ != "ADJ" and (token.pos_ != "CCONJ" or token.i == first.i):
            return None
    return None


def _is_verb(token: Token) -> bool:
    """A verb that does not modify a noun, as "charging stations" has it."""
    return token.pos_ in VERBS and token.dep_ not in ("amod", "compound")


def _is_dash(token: Token) -> bool:
    """A dash between phrases, as opposed to a hyphen within a word."""
    return token.is_punct and bool(token.nbor(-1).whitespace_)


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


def _counted_by_of(reading: ParsedSentence, first: Token | None, number: Number) -> Token | None:
    """ "dozens of people": the noun behind "of"."""
    if first is None or number.high is None or first.lower_ != "of":
        return None
    return next((child for child in first.children if child.pos_ in NOUNS), None) if reading.holds(first) else None
