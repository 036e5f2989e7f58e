"""Terms: how an entry of a codebook is written, and the keys by which its words and a text's words find each other."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

HYPHENS = frozenset("-‐‑–")
MIN_STEM = 3
"""The fewest letters before a ``*``."""
_INSIDE = frozenset(".&'’")  # part of a word between two letters: "R&D", "U.S"
_NEAR = re.compile(r"\s+NEAR\s+")
_WITHIN = re.compile(r"\s+NOT WITHIN\s+")
_OR = re.compile(r"\s+OR\s+")
_OPERATORS = re.compile(r"(?:^|\s)(?:NEAR|NOT WITHIN)(?=\s|$)")

Phrase = tuple[str, ...]
"""The words of a phrase, as keys: ``=Apple`` this form alone, ``^AI`` capitals, ``regulat*`` a stem, else a word."""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a codebook, read: a phrase, and what must or must not stand around it.

    ``near``: one of these must stand in the same sentence, at most ``NEAR_WORDS`` words away; ``without``: the phrase
    does not count inside one of these.
    """

    phrases: tuple[Phrase, ...]
    near: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()


MAX_DISTANCE = 8


class Forms(NamedTuple):
    """The keys of a word in a text: those that a whole word of a term may have, and what a stem may begin."""

    whole: tuple[str, ...]
    stemmed: tuple[str, ...]


@lru_cache(maxsize=65_536)
def read_term(text: str) -> Term:
    """Read a term as a user writes it; docs/codebook.md explains the form. Raises ``ValueError`` with the reason."""
    rest, *without = _WITHIN.split(text.strip())
    main, *near = _NEAR.split(rest)
    if len(without) > 1 or len(near) > 1:
        raise ValueError("NEAR and NOT WITHIN may each stand once; join alternatives with OR")
    if any(_OPERATORS.search(part) for part in (main, *near, *without)):
        raise ValueError("NEAR and NOT WITHIN stand between two phrases, NEAR first")
    phrase = _read_phrase(main)
    joined = _read_unhyphenated(main)
    return Term(
        phrases=(phrase,) if joined in (None, phrase) else (phrase, joined),
        near=tuple(_read_phrase(part) for part in _OR.split(near[0])) if near else (),
        without=tuple(_read_phrase(part) for part in _OR.split(without[0])) if without else (),
    )


def write_plainly(term: str) -> str:
    """A term without the signs of the codebook.

    Example:
        >>> write_plainly("regulat* NEAR bank"), write_plainly("United Nations")
        ('regulat', 'United Nations')
    """
    return _NEAR.split(_WITHIN.split(term)[0])[0].replace("*", "").replace("!", "")


def list_forms(text: str, lemma: str) -> Forms:
    """The keys of a word that stands as ``text`` and has the dictionary form ``lemma``."""
    lower, lemma = text.lower(), lemma.lower()
    whole = [f"={text}", lower, unify_spelling(lower), lemma, unify_spelling(lemma)]
    if text[:1].isupper():
        bare = text.replace(".", "")
        if is_acronym(bare):
            whole.append(f"^{bare}")
        elif bare[-1:] == "s" and is_acronym(bare[:-1]):
            whole.append(f"^{bare[:-1]}")
        if lemma == lower and len(lower) > MIN_STEM + 1 and lower[-1] == "s" and lower[-2] not in "sui":
            whole += [
                lower[:-1],
                unify_spelling(lower[:-1]),
            ]  # taggers take "AI Systems" for a name and leave the plural
    return Forms(tuple(dict.fromkeys(whole)), tuple(dict.fromkeys((lower, unify_spelling(lower)))))


def is_acronym(word: str) -> bool:
    """Whether a word of a term is in capitals, so that only capitals match it."""
    return len(word) > 1 and word.isupper()


@lru_cache(maxsize=65_536)
def unify_spelling(word: str) -> str:
    """A lower-case word with its spelling brought to one form, British or American; see data/spelling_variants.toml."""
    rules, words = _load_spelling()
    if word in words:
        return words[word]
    for pattern, replacement in rules:
        found = pattern.sub(replacement, word)
        if found != word:
            return found
    return word


def split_words(text: str) -> list[str]:
    """The words of a phrase: "multi-stakeholder" has two, "R&D" one; ``*`` and ``!`` stay at a word's end."""
    return [word for word in _iterate_words(text) if word.strip("*!")]


def _iterate_words(text: str) -> Iterator[str]:
    word = ""
    for place, char in enumerate(text):
        following = text[place + 1 : place + 2]
        if is_letter(char) or (char in _INSIDE and word and is_letter(following)):
            word += char
        else:
            if word and char in "*!":
                word += char
            yield word
            word = ""
    yield word


def is_letter(char: str) -> bool:
    """Whether ``char`` is a part of words in some script: a letter, a digit or a mark on one."""
    return char.isalnum() or (char > "\u02ff" and unicodedata.category(char)[0] == "M")


def spell_stem(stem: str) -> set[str]:
    """``stem`` in the spellings that folded words may begin with: "organis" and "organiz"."""
    found = {stem, unify_spelling(stem)}
    if stem.endswith("is") and len(stem) > MIN_STEM + 2:
        found.add(stem[:-1] + "z")
    return found


def _read_phrase(text: str) -> Phrase:
    words = split_words(text)
    if not words:
        raise ValueError("it has no word")
    for word in words:
        if word.endswith("*") and len(word) <= MIN_STEM:
            raise ValueError(f"it would match nearly anything; put {MIN_STEM} letters before a *")
    return tuple(_make_key(word) for word in words)


def _make_key(word: str) -> str:
    if word.endswith("!"):
        return f"={word[:-1]}"
    if word.endswith("*"):
        return word.lower()
    bare = word.replace(".", "")
    return f"^{bare}" if is_acronym(bare) else unify_spelling(word.lower())


def _read_unhyphenated(text: str) -> Phrase | None:
    """The phrase with its hyphenated words written as one: "multi-stakeholder" as "multistakeholder"."""
    if not any(hyphen in text for hyphen in HYPHENS):
        return None
    return _read_phrase("".join(char for char in text if char not in HYPHENS))


@cache
def _load_spelling() -> tuple[list[tuple[re.Pattern[str], str]], dict[str, str]]:
    data = tomllib.loads((files("onrecord.data") / "spelling_variants.toml").read_text(encoding="utf-8"))
    return [(re.compile(pattern), replacement) for pattern, replacement in data["rules"]], data["words"]
