"""Who can speak: whether a noun of the parse stands for a person, a body or a document."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from onrecord.statements.clauses import find_source_bounds

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.nlp.quotation_marks import Quote
    from onrecord.types import Sentence, Span

_PEOPLE = frozenset(
    {"man", "woman", "boy", "girl", "husband", "wife", "son", "daughter", "brother", "sister", "uncle", "aunt"}
)
_PERSONAL = frozenset({"he", "she"})


@cache
def load_words(name: str) -> frozenset[str]:
    """Words of ``data/speakers.toml`` that tell what kind of speaker a noun stands for.

    ``titles`` are the roles that stay roles with a capital; ``roles`` holds callings, too.
    """
    data = tomllib.loads(files("onrecord.data").joinpath("speakers.toml").read_text(encoding="utf-8"))
    if name in ("roles", "titles"):
        roles = data["roles"]
        return frozenset(roles["nouns"]) | frozenset(roles["callings"] if name == "roles" else ())
    return frozenset(data[name]["nouns"])


@cache
def load_quotation_words(name: str) -> frozenset[str]:
    """A list of ``data/quotations.toml``."""
    data = tomllib.loads(files("onrecord.data").joinpath("quotations.toml").read_text(encoding="utf-8"))
    return frozenset(data[name])


def is_person(noun: Token) -> bool:
    """Whether a noun stands for one person: "Desmond Achola", "the plumber", "she"."""
    if noun.pos_ == "PRON":
        return noun.lower_ in _PERSONAL
    if noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children):
        return False
    if has_role(noun.lower_):
        return True
    children = list(noun.children)
    if noun.pos_ != "PROPN":
        named = any(child.dep_ == "appos" and child.ent_type_ == "PERSON" for child in children)
        return named or noun.lower_ in _PEOPLE
    # A name that the pipeline gives no label, or the wrong one, is a person's where a role stands before it.
    titled = any(child.dep_ == "compound" and has_role(child.lower_) for child in children)
    return titled or noun.ent_type_ == "PERSON"


def is_body(noun: Token) -> bool:
    """Whether a noun stands for a body: "the ministry", "Unicef"."""
    return noun.ent_type_ == "ORG" or noun.lower_ in load_words("organisations")


def find_actor(sentence: Sentence) -> Span | None:
    """The person who acts in a sentence: its subject."""
    for child in sentence.tokens.root.lefts:
        if child.dep_ in ("nsubj", "nsubjpass") and is_person(child):
            return sentence.span_of(*find_source_bounds(child))
    return None


def find_actor_before(document: Document, quote: Quote) -> Span | None:
    """Whoever is named as acting in the sentence before a quotation: "Emil Brandt shook his head. “…”"."""
    sentence = document.sentence_at(max(quote.outer.start - 2, 0))
    actor = find_actor(sentence) if sentence.end <= quote.outer.start else None
    words = actor.of(document.text) if actor is not None else ""
    return actor if " " in words and not words.islower() else None


def has_role(word: str) -> bool:
    """Whether a word in lower case is a role: "mayor", "ex-mayor"."""
    return word in load_words("roles") or word.rsplit("-", 1)[-1] in load_words("roles")
