"""The word lists of ``data/speakers.toml`` and ``data/countries.csv``, ready to look up."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, in lower case, that tell what kind of speaker a phrase stands for and what its role is.

    ``honorifics`` gives the pronoun that goes with each form of address, None where both do.
    """

    honorifics: dict[str, str | None]
    roles: frozenset[str]
    callings: frozenset[str]
    kin: frozenset[str]
    abbreviations: frozenset[str]
    given_names: frozenset[str]
    role_endings: frozenset[str]
    former: frozenset[str]
    heading: frozenset[str]
    working: frozenset[str]
    role_openers: frozenset[str]
    ranks: frozenset[str]
    addresses: frozenset[str]
    party_names: frozenset[str]
    party_adjectives: frozenset[str]
    party_offices: frozenset[str]
    outsiders: frozenset[str]
    elected: frozenset[str]
    municipal: frozenset[str]
    team: frozenset[str]
    firm: frozenset[str]
    lettered: frozenset[str]
    heads: frozenset[str]
    parties: frozenset[str]
    judged: frozenset[str]
    portfolio: frozenset[str]
    offices: frozenset[str]
    title_words: frozenset[str]
    organisations: frozenset[str]
    loose: frozenset[str]
    companies: frozenset[str]
    generic: frozenset[str]
    suffixes: frozenset[str]
    events: frozenset[str]
    documents: frozenset[str]
    named_documents: frozenset[str]
    groups: frozenset[str]
    particles: frozenset[str]
    english_particles: frozenset[str]
    weekdays: frozenset[str]
    months: frozenset[str]
    titles: frozenset[str]
    degrees: frozenset[str]
    role_like: frozenset[str]
    owners: frozenset[str]
    bodies_beside: frozenset[str]
    trades: frozenset[str]
    landforms: frozenset[str]
    regions: frozenset[str]
    common_acronyms: frozenset[str]
    spanning: frozenset[str]
    fields: frozenset[str]
    camps: frozenset[str]
    shared_words: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """The lists, read once. A list goes by its name in the file, the ``nouns`` of a section by the section's."""
    data = tomllib.loads(files("onrecord.data").joinpath("speakers.toml").read_text(encoding="utf-8"))
    honorifics = data.pop("honorifics")
    return Lexicon(
        honorifics={
            word: None if pronoun == "any" else pronoun for pronoun, words in honorifics.items() for word in words
        },
        **{
            section if name == "nouns" else name: frozenset(words)
            for section, lists in data.items()
            for name, words in lists.items()
        },
    )


@cache
def load_countries() -> dict[str, str]:
    """Country by its name and by its adjectives: both "Norway" and "Norwegian" give "Norway"."""
    found: dict[str, str] = {}
    lines = files("onrecord.data").joinpath("countries.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        for name in (row["country"], *row["adjectives"].split(" / ")):
            if name:
                found[name] = row["country"]
    return found


@cache
def load_given_names() -> dict[str, str]:
    """First names in lower case, with the pronoun that goes with nearly all who bear one; empty where none does."""
    lines = files("onrecord.data").joinpath("given_names.csv").read_text(encoding="utf-8").splitlines()
    return dict(line.split(",") for line in lines[1:])


def to_singular(word: str) -> str:
    """A plain English singular, good enough to look a noun up."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_role(word: str, *, plural: bool = True) -> bool:
    """Whether a word is the head of a role: "director", "vice-president"; with ``plural``, "directors" too."""
    lower = word.lower().removesuffix(".").removesuffix("-elect").removesuffix("-designate")
    known = load_lexicon()
    if lower in known.abbreviations and word[:1].isupper():
        return True
    forms = {lower, lower.rsplit("-", 1)[-1]}
    if plural:
        forms |= {to_singular(form) for form in forms}
    called = word[:1].islower()
    return any(
        form in known.roles
        or (called and (form in known.callings or form in known.kin))
        or form.endswith(tuple(known.role_endings))
        for form in forms
    )


def is_body_word(word: str) -> bool:
    """Whether a word, in lower case, ends the name of a body: "council", "plc"."""
    known = load_lexicon()
    return word in known.organisations or word in known.suffixes or to_singular(word) in known.organisations
