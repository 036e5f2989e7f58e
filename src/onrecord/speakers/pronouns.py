"""Pronouns: whom "he", "she", "they", "it" and "who" stand for, among the speakers and people known so far.

Plain rules of distance and grammatical role, after Hobbs (1978) and Lappin and Leass (1994), reduced to what holds
for the sources of statements: the one who speaks goes on speaking.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import given_names, is_role, lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from spacy.tokens import Token

    from onrecord.speakers.people import Member
    from onrecord.values import Sentence, Span

MALE = frozenset({"he", "him"})
FEMALE = frozenset({"she", "her"})
_HIS = MALE | {"his", "himself"}
_HERS = FEMALE | {"hers", "herself"}
_SUBJECTS = ("nsubj", "nsubjpass", "attr")
_PARTS_OF_NAME = ("compound", "nmod", "amod", "appos")
_FURTHEST = 2  # paragraphs between a person and the pronoun that stands for them


def genders(people: list[Member], sentences: list[Sentence]) -> dict[Member, str]:
    """Which of "he" and "she" the article uses of each person, where that is plain.

    A form of address settles it. Else every "he", "his", "she" or "her" speaks for the one person that its sentence,
    or else its paragraph, has named before it; two votes in three must agree.
    """
    found = {member: member.pronoun for member in people if member.pronoun}
    places = sorted((name.span.start, number) for number, member in enumerate(people) for name in member.names)
    starts = [place for place, _ in places]
    votes: dict[Member, Counter[str]] = defaultdict(Counter)
    for _, grouped in groupby(sentences, key=lambda sentence: sentence.paragraph):
        paragraph = list(grouped)
        for sentence in paragraph:
            for token in sentence.tokens:
                word = token.lower_
                if word not in _HIS and word not in _HERS:
                    continue
                end = bisect_left(starts, sentence.offset + token.idx)
                named = {number for _, number in places[bisect_left(starts, sentence.start) : end]}
                named = named or {number for _, number in places[bisect_left(starts, paragraph[0].start) : end]}
                if len(named) == 1:
                    votes[people[named.pop()]]["he" if word in _HIS else "she"] += 1
    for member, counts in votes.items():
        (first, most), *rest = counts.most_common()
        if member not in found and most >= 2 * sum(count for _, count in rest):
            found[member] = first
    return found


def last_person(
    people: Iterable[Member],
    genders: Mapping[Member, str],
    pronoun: str,
    at: Span,
    sentence: Sentence,
    *,
    sentence_at: Callable[[int], Sentence],
    holding_floor: Member | None,
    is_said: Callable[[int], bool],
) -> Member | None:
    """Whom "he" or "she" at ``at`` stands for: near, a subject, the paragraph's last speaker, of the same gender.

    Whoever is named only within what others say (``is_said`` of a place) comes last.
    """
    gender = "he" if pronoun in MALE else "she"
    scored: list[tuple[float, int, Member]] = []
    for member in people:
        if genders.get(member, gender) != gender:
            continue
        named = {name.span for name in member.names}
        places = [
            span.start
            for span in member.places()
            if span.start < at.start and (span in named or member.mentions.get(span) == "pronoun")
        ]
        if not places:
            continue
        place = max(places)
        earlier = sentence_at(place)
        paragraphs = sentence.paragraph - earlier.paragraph
        if paragraphs > _FURTHEST:
            continue
        score = -2.0 * (sentence.sentence_id - earlier.sentence_id) - 3.0 * paragraphs
        score += 3.0 if _is_subject(earlier, place) else 0.0
        score += 2.0 if member is holding_floor else 0.0
        score += 3.0 if member in genders else _lean(member, gender)
        score -= 4.0 if is_said(place) else 0.0
        scored.append((score, place, member))
    return max(scored, key=lambda entry: entry[:2])[2] if scored else None


def _lean(member: Member, gender: str) -> float:
    """What a first name tells where the text does not; little, as family names may come first."""
    usual = given_names().get(member.full.parts[0].lower())
    return 0.0 if not usual else 1.5 if usual == gender else -1.5


def _is_subject(sentence: Sentence, place: int) -> bool:
    head = next((token for token in sentence.tokens if sentence.offset + token.idx == place), None)
    while head is not None and head.dep_ in _PARTS_OF_NAME and head.head.i != head.i:
        head = head.head
    return head is not None and head.dep_ in _SUBJECTS


def last_other(
    others: Iterable[Member], at: Span, sentence: Sentence, *, plural: bool, sentence_at: Callable[[int], Sentence]
) -> Member | None:
    """Whom "they" or "it" stands for: the last group or body that spoke, in this paragraph or the one before."""
    kinds = ("group",) if plural else ("organisation", "event", "document")
    best: tuple[int, Member] | None = None
    for member in others:
        places = [span.start for span in member.mentions if span.start < at.start]
        if member.kind in kinds and places and (best is None or max(places) > best[0]):
            best = (max(places), member)
    if best is None or sentence.paragraph - sentence_at(best[0]).paragraph > 1:
        return None
    return best[1]


def plural_subject(sentence: Sentence) -> Token | None:
    """The subject of ``sentence`` where it is several people: "Researchers surveyed …"."""
    for token in sentence.tokens:
        if token.dep_ in ("nsubj", "nsubjpass") and token.tag_ in ("NNS", "NNPS"):
            people = is_role(token.lower_) or token.lower_ in lexicon().groups or token.ent_type_ == "NORP"
            return token if people else None
    return None
