"""What houses announce of a price to come: "Danske Bank cuts its price target to 40 euros", "the firm guides for 10%".

These are statements without a verb of saying: a house's rating, target, estimate or guidance is its word.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAX_GRADED = 30
_GOES_ON = frozenset({"up", "down", "from", "compared", "versus", "which"})
_RATES = frozenset({"rates", "rated"})
"""Forms that the lemmatizer and the tagger mistake."""


@cache
def _load_words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("onrecord.data").joinpath("statements.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data["ratings"].items()}


def find_announced(verb: Token) -> tuple[int, int] | None:
    """First and last token of the rating, target, estimate or value that a verb announces; none of other verbs."""
    words = _load_words()
    lemma = "rate" if verb.lower_ in _RATES else verb.lemma_.lower()
    if lemma not in words["changes"] | words["assesses"] | words["guides"] | words["expects"]:
        return None
    if lemma in words["grading"]:
        graded = _find_graded(verb)
        if graded is not None:
            return graded
    rights = [child for child in verb.rights if child.dep_ not in ("punct", "advmod", "npadvmod")]
    stop = next((child.i for child in rights if child.dep_ in ("conj", "cc", "advcl", "ccomp")), None)
    rights = [child for child in rights if stop is None or child.i < stop]
    noun = next((child for child in rights if child.dep_ == "dobj"), None)
    prepositions = {child.lower_: child for child in rights if child.dep_ == "prep"}
    if lemma in words["guides"]:
        start = prepositions.get("for") or prepositions.get("to")
        if start is None or noun is not None or not _counts(list(start.subtree)):
            return None
        return start.i + 1, start.right_edge.i
    if noun is None or not rights:
        return None
    rest = [child for child in rights if child.i >= noun.i]
    last = max(child.right_edge.i for child in rest)
    if lemma not in words["expects"]:
        last = _find_end(verb, min(last, noun.i))
    expected = lemma in words["expects"] and _counts(list(verb.doc[noun.left_edge.i : last + 1]))
    return (noun.left_edge.i, last) if expected or _is_told(lemma, noun, prepositions) else None


def find_rater(noun: Token) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Source and content of "Corvo **rates** the stock at buy" where the parser takes the verb for a noun."""
    if noun.lower_ not in _RATES or noun.left_edge.i == noun.i:
        return None
    graded = _find_graded(noun)
    return ((noun.left_edge.i, noun.i - 1), graded) if graded is not None else None


def is_announced(noun: Token) -> bool:
    """Whether a noun is what a house announces, and so nobody who does: "its rating"."""
    return noun.lemma_.lower() in _load_words()["announced"] | {"rating", "target"}


def _find_graded(verb: Token) -> tuple[int, int] | None:
    """What follows a verb up to the end of its clause, if a grade is in it: "rates the shares at hold", whose words
    the parser seldom takes for what they are.
    """
    last = _find_end(verb, verb.i)
    graded = any(
        token.lower_ in _load_words()["grades"] and verb.doc[token.i - 1].lower_ in ("at", "to", "from")
        for token in verb.doc[verb.i + 2 : last + 1]
    )
    return (verb.i + 1, last) if graded else None


def _find_end(verb: Token, first: int) -> int:
    """The last token of what a verb announces, from token ``first`` on: before a comma or the next verb."""
    last = first
    for token in verb.doc[first + 1 : min(verb.sent.end, verb.i + _MAX_GRADED)]:
        after = verb.doc[token.i + 1] if token.i + 1 < verb.sent.end else None
        if token.text in ",;" and (after is None or after.lower_ not in _GOES_ON):
            break
        if token.lower_ in ("and", "but", "while") and after is not None and after.tag_ in ("VBZ", "VBD"):
            break
        if not token.is_punct or token.text == "%":
            last = token.i
    return last


def _is_told(lemma: str, noun: Token, prepositions: dict[str, Token]) -> bool:
    words = _load_words()
    if lemma in words["assesses"]:
        return "at" in prepositions and (lemma == "rate" or _counts(list(prepositions["at"].subtree)))
    if lemma not in words["changes"]:
        return False
    head, before = noun.lemma_.lower(), {token.lower_ for token in noun.lefts}
    if head in words["announced"]:
        return True
    if head == "rating":
        return bool(before & words["grades"]) or bool(prepositions.keys() & {"to", "at", "from"})
    return (head == "target" and bool(before & {"price", "stock", "share"})) or (head == "price" and "target" in before)


def _counts(tokens: list[Token]) -> bool:
    return any(token.tag_ == "CD" or any(map(str.isdigit, token.text)) for token in tokens)
