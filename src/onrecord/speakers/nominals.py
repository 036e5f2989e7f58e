"""Nominals: whom and what a text speaks of without a name, such as "a paramedic", "the letter", "its chief executive".

What the nouns tell (``data/descriptions.toml``), and the noun phrases of a sentence that may later be "she", "it" or
"the paramedic". A sentence is read when a pronoun or a description near it is resolved, and once.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, load_lexicon, to_singular
from onrecord.statements.clauses import find_source_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.tokens import Token

    from onrecord.speakers.entities import Entity, People
    from onrecord.types import Sentence, Span, SpeakerKind

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_WITHIN_NAMES = frozenset({"compound", "nmod", "amod", "poss", "det", "nummod"})
_BODIES = frozenset({"ORG", "GPE", "NORP"})
COPULAS = frozenset({"be", "become", "remain"})
_APPOINTING = frozenset(
    {"appoint", "choose", "elect", "hire", "install", "introduce", "name", "nominate", "pick", "promote", "select"}
)
_SERVING = frozenset({"act", "serve", "work"})


@dataclass(frozen=True, slots=True)
class Source:
    """The words that name a source, with their head token."""

    span: Span
    head: Token
    sentence: Sentence

    @property
    def place(self) -> int:
        """Where the head stands in the text."""
        return self.sentence.offset + self.head.idx

    @property
    def is_definite(self) -> bool:
        """Whether it is somebody known: "the minister", and an office alone as if it were a name, "Chairman said"."""
        if any(child.lower_ in ("the", "this", "that") for child in self._children):
            return True
        alone = self.span.end - self.span.start == len(self.head) and self.head.text[:1].isupper()
        return alone and not self.sentence.is_headline and is_role(self.head.text, plural=False)

    @property
    def is_owned(self) -> bool:
        """Whether it belongs to somebody: "his former roommate", "the club's captain"."""
        return any(child.dep_ == "poss" for child in self._children)

    @property
    def _children(self) -> list[Token]:
        """What hangs on the head, or on what a hyphen joins to it: "her ex-husband"."""
        head, doc = self.head, self.head.doc
        joined = head.i >= 2 and doc[head.i - 1].text == "-" and not doc[head.i - 1].whitespace_
        return [*head.children, *(doc[head.i - 2].children if joined else ())]

    @property
    def is_plural(self) -> bool:
        """Whether it stands for several: "ministers", "a nurse and a porter", not "the writer and critic Jane Doe"."""
        plural = self.head.tag_ in ("NNS", "NNPS") and not is_role(self.head.text, plural=False)  # "the Kgosi"
        return plural or any(child.dep_ == "conj" and _is_another(child) for child in self.head.children)


def _is_another(joined: Token) -> bool:
    """Whether what is joined by "and" is somebody else: with an article, or a name without a role before it."""
    if any(word.dep_ in ("det", "poss") for word in joined.lefts) or joined.tag_ == "NNS":
        return True
    if is_role(joined.text):
        return False  # "President and Chief Executive Jane Doe"
    return joined.pos_ == "PROPN" and not any(word.text.islower() and is_role(word.text) for word in joined.lefts)


@dataclass(frozen=True, slots=True, eq=False)
class Nominal:
    """A noun phrase that can stand for a speaker; ``person`` whom the sentence itself says it is."""

    source: Source
    kind: SpeakerKind
    person: Entity | None = None

    @property
    def noun(self) -> str:
        return to_singular(self.source.head.lower_)

    @property
    def is_named(self) -> bool:
        return self.source.head.pos_ == "PROPN"

    @property
    def is_subject(self) -> bool:
        """Whether it is a subject, or people who are named beside it, as in "analysts Jane Doe and Tom Hale write"."""
        head = self.source.head
        named = self.kind == "group" and any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in head.rights)
        return head.dep_ in SUBJECTS or named


@dataclass(frozen=True, slots=True)
class Descriptions:
    """What the nouns of descriptions tell."""

    anybody: frozenset[str]
    kin: frozenset[str]
    parents: frozenset[str]
    people: frozenset[str]
    pronouns: Mapping[str, str]
    same: Mapping[str, frozenset[str]]
    """The words for the same post, the word itself among them."""
    covers: Mapping[str, frozenset[str]]
    empty: frozenset[str]
    """Words of a description that do not tell whom it describes."""
    bodies: frozenset[str]
    """Nouns that are said of a body that the text has just been speaking of."""
    places: frozenset[str]
    """Nouns for a country or a part of it, which speaks as a body."""
    shares: frozenset[str]
    """Nouns for a part of many people."""
    several: frozenset[str]
    """Roles that an article has several holders of: "a spokesman" needs no name further down."""


@cache
def load_descriptions() -> Descriptions:
    """The lists of ``data/descriptions.toml``, read once."""
    data = tomllib.loads(files("onrecord.data").joinpath("descriptions.toml").read_text(encoding="utf-8"))
    same: defaultdict[str, set[str]] = defaultdict(set)
    for group in data["same"]["groups"]:
        for word in group:
            same[word].update(group)
    return Descriptions(
        anybody=frozenset(data["anybody"]["nouns"]),
        kin=frozenset(data["kin"]["nouns"]),
        parents=frozenset(data["parents"]["nouns"]),
        people=frozenset(data["person"]["nouns"]),
        pronouns={word: pronoun for pronoun, words in data["pronoun"].items() for word in words},
        same={word: frozenset(group) for word, group in same.items()},
        covers={word: frozenset(roles) for word, roles in data["covers"].items()},
        empty=frozenset(data["empty"]["words"]),
        bodies=frozenset(data["bodies"]["nouns"]),
        places=frozenset(data["places"]["nouns"]),
        shares=frozenset(data["shares"]["nouns"]),
        several=frozenset(data["several"]["nouns"]),
    )


def find_noun_pronoun(noun: str) -> str:
    """The pronoun that goes with a noun for a person: "she" for "spokeswoman"; empty where both do."""
    known = load_descriptions().pronouns.get(noun)
    if known is not None:
        return known
    return "she" if noun.endswith("woman") else "he" if noun.endswith("man") and noun != "human" else ""


def is_person_noun(word: str) -> bool:
    """Whether a singular noun stands for a person: a role, "woman", "sister"."""
    known, lower = load_descriptions(), word.lower()
    return is_role(word) or lower in known.people or lower in known.kin or lower in known.anybody


def is_people_noun(word: str) -> bool:
    """Whether a plural noun stands for people: "researchers", "officials", "families"."""
    return is_person_noun(to_singular(word.lower())) or word.lower() in load_lexicon().groups


@dataclass
class Nominals:
    """The nominals of an article's sentences; each sentence is read once, when it is asked for."""

    people: People
    _found: dict[int, list[Nominal]] = field(default_factory=dict)

    def within(self, sentences: Iterable[Sentence]) -> Iterable[Nominal]:
        """The nominals of ``sentences``, in their order."""
        for sentence in sentences:
            found = self._found.get(sentence.sentence_id)
            if found is None:
                found = self._found[sentence.sentence_id] = list(self._read(sentence))
            yield from found

    def _read(self, sentence: Sentence) -> Iterable[Nominal]:
        for token in sentence.tokens:
            if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in _WITHIN_NAMES:
                continue
            if self.people.at(sentence.offset + token.idx) is not None:
                listed = token.dep_ in SUBJECTS and any(child.dep_ == "conj" for child in token.rights)
                if listed:  # "Jane Doe and Tom Hale"
                    yield Nominal(Source(sentence.span_of(*find_source_bounds(token)), token, sentence), "group")
                continue
            kind = _find_kind(token)
            if kind is not None:
                source = Source(sentence.span_of(*find_source_bounds(token)), token, sentence)
                yield Nominal(source, kind, self._find_person(token, sentence) if kind == "unnamed" else None)

    def _find_person(self, noun: Token, sentence: Sentence) -> Entity | None:
        """Whom the sentence says the noun to be: in apposition, "X is …", "named X as …"."""
        for other in _find_identified(noun):
            person = self.people.at(sentence.offset + other.idx)
            if person is not None:
                return person
        return None


def _find_kind(token: Token) -> SpeakerKind | None:
    known, noun = load_lexicon(), to_singular(token.lower_)
    if token.pos_ == "PROPN" and not is_role(token.text) and (token.ent_type_ in _BODIES or token.dep_ in SUBJECTS):
        return "group" if token.tag_ == "NNPS" and token.ent_type_ == "NORP" else "organisation"
    if token.tag_ in ("NNS", "NNPS") and is_people_noun(token.text):
        return "group"
    if is_person_noun(token.text):
        return "unnamed"
    if noun in known.documents:
        return "document"
    if noun in known.events:
        return "event"
    if token.lower_ in known.groups:
        return "group"
    return "organisation" if noun in known.organisations else None


def _find_identified(noun: Token) -> Iterable[Token]:
    """The tokens that name whoever ``noun`` is said to be."""
    head = noun.head
    if noun.dep_ == "appos":
        yield head
    yield from (child for child in noun.children if child.dep_ == "appos")
    if noun.dep_ == "attr" and head.lemma_ in COPULAS:
        yield from (child for child in head.children if child.dep_ in SUBJECTS)
    elif noun.dep_ == "oprd":
        yield from _find_named(head)
    elif noun.dep_ == "pobj" and head.lower_ == "as":
        yield head.head
        yield from _find_named(head.head)


def _find_named(verb: Token) -> Sequence[Token]:
    """Whom a verb of appointing appoints, or who serves."""
    lemma = verb.lemma_.lower()
    named = ("dobj", "nsubjpass") if lemma in _APPOINTING else ("nsubj",) if lemma in _SERVING else ()
    return [child for child in verb.children if child.dep_ in named]
