"""People: everyone whom an article names, with all the places where it does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import lexicon
from onrecord.speakers.names import Name, is_body, name_at, same_person

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.speakers.roles import Role, Roles
    from onrecord.values import MentionKind, Sentence, Span, SpeakerKind

_OTHERS = ("ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW")
_MOST_PARTS = 5  # words of a name that the pipeline does not know as a person's


@dataclass(slots=True, eq=False)
class Member:
    """A speaker in the making: a person by its ``names``, anyone else by its words at ``name_span``."""

    name: str
    kind: SpeakerKind
    is_named: bool = True
    names: list[Name] = field(default_factory=list)
    role: Role | None = None
    pronoun: str | None = None
    mentions: dict[Span, MentionKind] = field(default_factory=dict)
    name_span: Span | None = None

    @property
    def full(self) -> Name:
        """The fullest of a person's names."""
        return max(self.names, key=lambda name: (len(name.core), len(name.text)))

    def places(self) -> list[Span]:
        """Every place where the member is spoken of so far, in no order."""
        return [*(name.span for name in self.names), *self.mentions]


def find_people(text: str, sentences: list[Sentence], roles: Roles) -> list[Member]:
    """Every person that the article names, whether they speak or not: pronouns need them all."""
    seen: list[tuple[Name, Sentence]] = []
    for sentence in sentences:
        done = -1
        for token in sentence.tokens:
            if token.i <= done or not token.text[:1].isupper() or token.pos_ not in ("PROPN", "NOUN", "X"):
                continue
            name = name_at(text, sentence, token)
            if name is None or not _is_person(name, token, sentence, roles):
                continue
            seen.append((name, sentence))
            while done + 1 < len(token.doc) and sentence.offset + token.doc[done + 1].idx < name.span.end:
                done += 1
    people: list[Member] = []
    for name, sentence in sorted(seen, key=lambda entry: (not entry[0].is_full, entry[0].span.start)):
        member = _person_named(name, people)
        if member is None:
            member = Member(name.text, "person")
            people.append(member)
        member.names.append(name)
        member.pronoun = member.pronoun or (lexicon().honorifics.get(name.honorific) if name.honorific else None)
        if member.role is None or not member.role.title:
            found = roles.at(sentence, name.span)
            member.role = found.completed(member.role) if found is not None else member.role
    return people


def _person_named(name: Name, people: list[Member]) -> Member | None:
    """Whose name it is: of several people that it fits, of a surname first, whoever was named last before it."""
    fits = [
        member
        for member in people
        if any(
            same_person(name, other) or (same_person(other, name) and other.is_full == name.is_full)
            for other in member.names
        )
    ]
    if len(fits) < 2 or name.is_full:
        return fits[0] if fits else None
    before = [
        (max((other.span.start for other in member.names if other.span.start < name.span.start), default=-1), member)
        for member in fits
    ]
    by_surname = [(place, member) for place, member in before if member.full.core[-1] == name.core[0]]
    return max(by_surname or before, key=lambda entry: entry[0])[1]


def _is_person(name: Name, token: Token, sentence: Sentence, roles: Roles) -> bool:
    single = len(name.parts) == 1
    if not name.parts or is_body(name.text) or (name.text.isupper() and single and len(name.text) < 5):
        return False
    if name.honorific:
        return True
    counts: Counter[str] = Counter()
    for part in name.parts:
        counts += roles.labels.get(part.lower(), Counter())
    person, other = counts["PERSON"], sum(counts[label] for label in _OTHERS)
    if person and person >= other:
        return True
    if single or len(name.parts) > _MOST_PARTS:
        return False
    before = token.doc[max(token.left_edge.i, sentence.tokens.start)]
    if before.lower_ == "the" and name.span.start > sentence.offset + before.idx:
        return False
    after = roles.after(sentence, name.span.end)
    return bool(after and after.title) or (bool(person) and other < 2 * person)
