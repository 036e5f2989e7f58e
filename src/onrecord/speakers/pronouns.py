"""Pronouns: whom "he", "she", "they", "it" and "who" stand for, among the speakers and people known so far.

Plain rules of distance and grammatical role, after Hobbs (1978) and Lappin and Leass (1994), reduced to what holds
for the sources of statements: the one who speaks goes on speaking.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import given_names, is_role, lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from spacy.tokens import Token

    from onrecord.speakers.people import NamedEntity, People
    from onrecord.types import Sentence, Span

MALE = frozenset({"he", "him"})
FEMALE = frozenset({"she", "her"})
_HIS = MALE | {"his", "himself"}
_HERS = FEMALE | {"hers", "herself"}
_SUBJECTS = ("nsubj", "nsubjpass", "attr")
_PARTS_OF_NAME = ("compound", "nmod", "amod", "appos")
_AGAINST_NAME = 3  # votes against what a first name tells
FURTHEST = 2
"""Paragraphs between a person and the pronoun that stands for them."""


def genders(people: People, sentences: Sequence[Sentence]) -> dict[NamedEntity, str]:
    """Which of "he" and "she" the article uses of each person, where that is plain.

    A form of address settles it. Else every "he", "his", "she" or "her" speaks for the one person that its sentence,
    or else its paragraph, has named before it; two votes in three must agree, and it
    takes more votes to speak against a first name's usual pronoun.
    """
    found = {member: member.pronoun for member in people.members if member.pronoun}
    votes: dict[NamedEntity, Counter[str]] = defaultdict(Counter)
    for _, grouped in groupby(sentences, key=lambda sentence: sentence.paragraph):
        first: Sentence | None = None
        for sentence in grouped:
            first = first or sentence
            for token in sentence.tokens:
                word = token.lower_
                if word not in _HIS and word not in _HERS:
                    continue
                place = sentence.offset + token.idx
                named = people.named(sentence.start, place) or people.named(first.start, place)
                if len(named) == 1:
                    votes[named[0]]["he" if word in _HIS else "she"] += 1
    for member, counts in votes.items():
        (first_choice, most), *rest = counts.most_common()
        needed = max(1, 2 * sum(count for _, count in rest))
        if _usual(member) not in ("", first_choice):
            needed = max(needed, _AGAINST_NAME)
        if member not in found and most >= needed:
            found[member] = first_choice
    return found


def last_person(
    people: People,
    genders: Mapping[NamedEntity, str],
    pronoun: str,
    at: Span,
    sentence: Sentence,
    *,
    since: int,
    sentence_at: Callable[[int], Sentence],
    holding_floor: NamedEntity | None,
    is_said: Callable[[int], bool],
) -> NamedEntity | None:
    """Whom "he" or "she" at ``at`` stands for: near, a subject, the paragraph's last speaker, of the same gender.

    The text settles a person's gender, else the first name, where nearly all who bear it share one; else any fits.
    Only places from ``since`` on count. Whoever is named only within what others say (``is_said`` of a place) comes
    last.
    """
    gender = "he" if pronoun in MALE else "she"
    scored: list[tuple[float, int, NamedEntity]] = []
    for member, place in people.places.before(at.start, since).items():
        usual = genders.get(member) or _usual(member)
        if usual and usual != gender:
            continue
        earlier = sentence_at(place)
        score = -2.0 * (sentence.sentence_id - earlier.sentence_id)
        score -= 3.0 * (sentence.paragraph - earlier.paragraph)
        score += 3.0 if _is_subject(earlier, place) else 0.0
        score += 2.0 if member is holding_floor else 0.0
        score += 3.0 if member in genders else 1.5 if usual else 0.0
        score -= 4.0 if is_said(place) else 0.0
        scored.append((score, place, member))
    return max(scored, key=lambda entry: entry[:2])[2] if scored else None


def _usual(member: NamedEntity) -> str:
    """The pronoun that goes with a person's first name; empty where no one does."""
    return given_names().get(member.full.parts[0].lower(), "")


def _is_subject(sentence: Sentence, place: int) -> bool:
    head = next((token for token in sentence.tokens if sentence.offset + token.idx == place), None)
    while head is not None and head.dep_ in _PARTS_OF_NAME and head.head.i != head.i:
        head = head.head
    return head is not None and head.dep_ in _SUBJECTS


def plural_subject(sentence: Sentence) -> Token | None:
    """The subject of ``sentence`` where it is several people: "Researchers surveyed …"."""
    for token in sentence.tokens:
        if token.dep_ in ("nsubj", "nsubjpass") and token.tag_ in ("NNS", "NNPS"):
            people = is_role(token.text) or token.lower_ in lexicon().groups or token.ent_type_ == "NORP"
            return token if people else None
    return None
