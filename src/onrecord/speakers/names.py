"""Names of people: where the text has them, what their parts are, and which of them are one person's."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import given_names, is_role, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from onrecord.types import Sentence, Span

_GENERATION = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset(
    "al bin bint da de del della den der di do dos du el ibn la le ten ter van von y".split()  # noqa: SIM905 - to read
)
_MOST_TOKENS = 15  # to either side of a name's head
_NOT_PEOPLE = frozenset(
    {"ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "DATE", "LANGUAGE"}
)


@dataclass(frozen=True)
class Name:
    """A name as it stands in one place, without honorifics and roles before it."""

    text: str
    span: Span
    honorific: str | None = None
    is_subject: bool = False

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Its words without punctuation, initials and marks of generation included."""
        return tuple(part.strip(".,'’") for part in self.text.split() if part.strip(".,'’"))

    @property
    def is_full(self) -> bool:
        return len(self.core) > 1

    @cached_property
    def core(self) -> tuple[str, ...]:
        """Its words without middle initials and marks of generation, in lower case."""
        kept = [part.lower() for part in self.parts if part.lower() not in _GENERATION]
        return tuple(part for number, part in enumerate(kept) if number in (0, len(kept) - 1) or len(part) > 1)


def name_at(text: str, sentence: Sentence, head: Token) -> Name | None:
    """The proper name around ``head``, however the tokenizer cut it; None where there is none."""
    doc = head.doc
    low = max(sentence.tokens.start, head.i - _MOST_TOKENS)
    high = min(sentence.tokens.end - 1, head.i + _MOST_TOKENS)
    first = last = head.i
    if not _nameable(head):
        return None
    while first > low and _joins(doc[first - 1], doc[first]):
        first -= 1
    while last < high and _joins(doc[last], doc[last + 1]):
        last += 1
    while first < last and doc[first].pos_ == "PUNCT":
        first += 1
    while last > first and (doc[last].text in ("'s", "’s", "-", "–", "'", "’")):
        last -= 1
    start, honorific = _after_titles(doc, first, last)
    # Words before a role in the same run ("Fudan professor Li Na") belong to the role, not to the name.
    for index in range(last - 1, start, -1):
        if is_role(doc[index].text) and doc[index].lower_ not in lexicon().given_names:
            start = index + 1
            break
    person = [index for index in range(start, last + 1) if doc[index].ent_type_ == "PERSON"]
    if person and person[0] > start and all(doc[index].pos_ != "PROPN" for index in range(start, person[0])):
        start = person[0]
    span = sentence.span_of(start, last)
    while head.dep_ in ("compound", "nmod", "amod", "appos") and head.head.i != head.i:
        head = head.head
    return Name(span.of(text), span, honorific, head.dep_ in ("nsubj", "nsubjpass"))


def _after_titles(doc: Doc, first: int, last: int) -> tuple[int, str | None]:
    """Where a name begins after the titles and forms of address before it, and the last of these forms."""
    honorific = None
    start = first
    for index in range(first, last):
        word = doc[index].lower_.rstrip(".")
        given = word in lexicon().given_names and doc[index].ent_type_ == "PERSON"
        if word in lexicon().honorifics or (is_role(doc[index].text) and not given):
            honorific = word if word in lexicon().honorifics else honorific
            start = index + 1
        elif not (word == "the" or word in lexicon().title_words or doc[index].text in "-–,"):
            break
    return start, honorific


def _nameable(token: Token) -> bool:
    return (
        token.pos_ == "PROPN"
        or token.ent_type_ == "PERSON"
        or (token.text[:1].isupper() and token.pos_ in ("NOUN", "ADJ", "X", "VERB") and not token.is_sent_start)
        or (bool(token.is_sent_start) and token.dep_ == "compound" and token.lower_ in given_names())
    )


def _joins(left: Token, right: Token) -> bool:
    """Whether two neighbouring tokens belong to one name."""
    touching = left.idx + len(left) == right.idx
    if (
        touching
        and (left.text in "-–.’'" or right.text in "-–.’'" or right.text.startswith(("'", "’")))
        and right.lower_ not in ("'s", "’s")
        and right.text not in (".", "'", "’", "”")
    ):
        return bool(left.text[:1].isalnum() or right.text[:1].isalnum()) and not left.is_space
    if left.lower_ in ("'s", "’s") or right.lower_ in ("'s", "’s"):
        return False
    if left.lower_ in _PARTICLES and right.text[:1].isupper():
        return left.ent_type_ == "PERSON" or left.pos_ == "PROPN"
    if right.lower_ in _PARTICLES and (left.text[:1].isupper() or left.lower_ in _PARTICLES):
        return (right.ent_type_ == "PERSON" or right.pos_ == "PROPN") and _leads_to_name(right)
    if left.text == "." or right.text == ".":
        return False
    upper = left.text[:1].isupper() and right.text[:1].isupper()
    return (
        upper
        and _nameable(left)
        and _nameable(right)
        and not (left.ent_type_ == "PERSON" and right.ent_type_ in _NOT_PEOPLE)
        and not (left.ent_type_ in ("ORG", "GPE", "NORP") and right.ent_type_ == "PERSON")
    )


def _leads_to_name(particle: Token) -> bool:
    """Whether a particle is followed by a capitalised word, a hyphen or another particle between: "von der", "al-"."""
    doc = particle.doc
    following = particle.i + 1
    while following < len(doc) and (doc[following].lower_ in _PARTICLES or doc[following].text == "-"):
        following += 1
    return following < len(doc) and doc[following].text[:1].isupper()


def labels(sentences: Sequence[Sentence]) -> dict[str, Counter[str]]:
    """How often the pipeline calls each capitalised word a person's, a body's or a place's name."""
    counted: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for token in sentence.tokens:
            if token.ent_type_ and token.text[:1].isupper():
                counted.setdefault(token.lower_, Counter())[token.ent_type_] += 1
    return counted


def is_body(name: str) -> bool:
    """Whether a name contains a word that only bodies have in theirs."""
    words = [word.strip(".,’'").lower() for word in re.split(r"[\s-]+", name)]
    known = lexicon()
    return any(word in known.organisations or word in known.events for word in words) or bool(
        words and words[-1] in known.suffixes
    )


def is_label(text: str, span: Span) -> bool:
    """Whether a name stands before a colon or after a dash, alone: a turn of a transcript, a signature."""
    before, after = text[max(span.start - 3, 0) : span.start].rstrip()[-1:], text[span.end : span.end + 64]
    return before in ("—", "–", "―") or after.startswith(":") or (after.startswith(" (") and "):" in after)


def same_person(short: Name, full: Name) -> bool:
    """Whether ``short`` can stand for the person that ``full`` names.

    A family name may come first or last ("Tran Quoc Bao", "Lucy Tran"); a full name must agree in its first and last
    word, so that people who share a surname are kept apart.
    """
    if not short.core or not full.core:
        return False
    if short.is_full:
        return (
            short.core == full.core
            or (short.core[0] == full.core[0] and short.core[-1] == full.core[-1])
            or " ".join(short.core) in " ".join(full.core[1:])
        )
    word = short.core[0]
    if short.honorific:
        return word in (full.core[-1], full.core[0])
    return word in full.core
