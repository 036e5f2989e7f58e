"""The word lists of ``data/speakers.toml``, as sets."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, in lower case, that tell what kind of speaker a phrase stands for and what its role is."""

    honorifics: dict[str, str | None]
    roles: frozenset[str]
    former: frozenset[str]
    heading: frozenset[str]
    organisations: frozenset[str]
    suffixes: frozenset[str]
    events: frozenset[str]
    documents: frozenset[str]
    groups: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lists, read once."""
    data = tomllib.loads(files("onrecord.data").joinpath("speakers.toml").read_text(encoding="utf-8"))
    pronouns = {word: pronoun for pronoun, words in data["honorifics"].items() for word in words}
    return Lexicon(
        honorifics={word: None if pronoun == "any" else pronoun for word, pronoun in pronouns.items()},
        roles=frozenset(data["roles"]["nouns"]),
        former=frozenset(data["roles"]["former"]),
        heading=frozenset(data["roles"]["heading"]),
        organisations=frozenset(data["organisations"]["nouns"]),
        suffixes=frozenset(data["organisations"]["suffixes"]),
        events=frozenset(data["events"]["nouns"]),
        documents=frozenset(data["documents"]["nouns"]),
        groups=frozenset(data["groups"]["nouns"]),
    )


def singular(word: str) -> str:
    """A plain English singular, good enough to look a noun up."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_role(word: str) -> bool:
    """Whether a word is the head of a role: "director", "directors", "vice-president"."""
    lower = word.lower()
    known = lexicon().roles
    return lower in known or singular(lower) in known or lower.rsplit("-", 1)[-1] in known
