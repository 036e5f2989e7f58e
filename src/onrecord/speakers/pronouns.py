"""Pronouns: whom "he", "she", "they", "it" and "who" stand for, among the entities known so far.

Plain rules of distance and grammatical role, after Hobbs (1978) and Lappin and Leass (1994), reduced to what holds
for the sources of statements: the one who speaks goes on speaking.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.speakers.descriptions import resolve_words
from onrecord.speakers.discourse import Source
from onrecord.speakers.lexicon import is_role, load_given_names, load_lexicon, to_singular
from onrecord.statements.clauses import find_source_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.speakers.discourse import Discourse
    from onrecord.speakers.entities import Entity, People
    from onrecord.types import Sentence

_HE = frozenset({"he", "him"})
_SHE = frozenset({"she", "her"})
_MALE = _HE | {"his", "himself"}
_FEMALE = _SHE | {"hers", "herself"}
_WHO = frozenset({"who", "whom"})
_SUBJECTS = ("nsubj", "nsubjpass", "attr")
_PARTS_OF_NAME = ("compound", "nmod", "amod", "appos")
_MIN_VOTES_AGAINST_NAME = 3
"""Votes that it takes against the pronoun that nearly all with a first name share."""
_MAX_PARAGRAPHS_BACK = 2
"""Paragraphs between a person and the pronoun that stands for them."""


def find_genders(people: People, sentences: Sequence[Sentence]) -> dict[Entity, str]:
    """Which of "he" and "she" the article uses of each person, where that is plain.

    A form of address settles it. Else every "he", "his", "she" or "her" is a vote for the one person that its sentence,
    or else its paragraph, has named before it; two votes in three must agree, and it takes more votes to speak against
    a first name's usual pronoun.
    """
    found = {person: person.pronoun for person in people.entities if person.pronoun}
    votes: dict[Entity, Counter[str]] = defaultdict(Counter)
    for _, grouped in groupby(sentences, key=lambda sentence: sentence.paragraph):
        first: Sentence | None = None
        for sentence in grouped:
            first = first or sentence
            for token in sentence.tokens:
                word = token.lower_
                if word not in _MALE and word not in _FEMALE:
                    continue
                place = sentence.offset + token.idx
                named = people.named(sentence.start, place) or people.named(first.start, place)
                if len(named) == 1:
                    votes[named[0]]["he" if word in _MALE else "she"] += 1
    for person, counts in votes.items():
        (first_choice, most), *rest = counts.most_common()
        needed = max(1, 2 * sum(count for _, count in rest))
        if _usual_pronoun(person) not in ("", first_choice):
            needed = max(needed, _MIN_VOTES_AGAINST_NAME)
        if person not in found and most >= needed:
            found[person] = first_choice
    return found


def is_pronoun(discourse: Discourse, source: Source) -> bool:
    """Whether a source is one word that stands for somebody else's name."""
    alone = source.span.of(discourse.text).isalpha()
    return source.head.pos_ == "PRON" or (alone and source.head.tag_ in ("PRP", "WP", "WDT", "DT"))


def resolve_pronoun(discourse: Discourse, source: Source) -> Entity | None:
    """Whom a pronoun stands for; missing where that cannot be told."""
    word = source.head.lower_
    entity: Entity | None = None
    if word in _WHO or word in ("which", "that"):
        entity = _find_antecedent(discourse, source)
    elif word in _HE | _SHE:
        pronoun = "he" if word in _HE else "she"
        entity = _find_last_person(discourse, source, pronoun)
        if entity is not None:
            entity.pronoun = entity.pronoun or pronoun
    elif word in ("they", "it"):
        plural = _find_plural_before(discourse, source) if word == "they" else None
        entity = plural or _find_last_other(discourse, source, word)
    if entity is not None:
        discourse.add_mention(entity, source.span, "pronoun")
    return entity


def _find_last_person(discourse: Discourse, source: Source, pronoun: str) -> Entity | None:
    """Whom "he" or "she" stands for: near, a subject, the paragraph's last speaker, of the same gender.

    The text settles a person's gender, else the first name, where nearly all who bear it share one; else any fits.
    Whoever is named only within what others say comes last.
    """
    sentence = source.sentence
    since = discourse.paragraph_start(sentence, back=_MAX_PARAGRAPHS_BACK)
    last_speaker = discourse.last_speakers.get(sentence.paragraph)
    scored: list[tuple[float, int, Entity]] = []
    for person, place in discourse.people.mentions.before(source.span.start, since).items():
        usual = discourse.genders.get(person) or _usual_pronoun(person)
        if usual and usual != pronoun:
            continue
        earlier = discourse.document.sentence_at(place)
        score = -2.0 * (sentence.sentence_id - earlier.sentence_id)
        score -= 3.0 * (sentence.paragraph - earlier.paragraph)
        score += 3.0 if _is_subject(discourse.document, place) else 0.0
        score += 2.0 if person is last_speaker else 0.0
        score += 3.0 if person in discourse.genders else 1.5 if usual else 0.0
        score -= 4.0 if discourse.is_said(place) else 0.0
        scored.append((score, place, person))
    return max(scored, key=lambda entry: entry[:2])[2] if scored else None


def _usual_pronoun(person: Entity) -> str:
    """The pronoun that goes with a person's first name; empty where no one does."""
    return load_given_names().get(person.full.parts[0].lower(), "")


def _is_subject(document: Document, place: int) -> bool:
    head = document.token_at(place)
    while head is not None and head.dep_ in _PARTS_OF_NAME and head.head.i != head.i:
        head = head.head
    return head is not None and head.dep_ in _SUBJECTS


def _find_last_other(discourse: Discourse, source: Source, word: str) -> Entity | None:
    """Whom "they" or "it" stands for: the last group or organisation, in this paragraph or the one before."""
    kinds = ("group",) if word == "they" else ("organisation", "event", "document")
    since = discourse.paragraph_start(source.sentence, back=1)
    near = discourse.other_mentions.before(source.span.start, since)
    return next((entity for entity in reversed(near) if entity.kind in kinds), None)


def _find_plural_before(discourse: Discourse, source: Source) -> Entity | None:
    """The people who are the subject of the sentence before, in the same paragraph: "Researchers surveyed …"."""
    number = source.sentence.sentence_id - 1
    before = discourse.document.sentences[number]
    if number < 0 or before.paragraph != source.sentence.paragraph:
        return None
    subjects = (token for token in before.tokens if token.dep_ in ("nsubj", "nsubjpass"))
    noun = next((token for token in subjects if token.tag_ in ("NNS", "NNPS")), None)
    if noun is None:
        return None
    people = is_role(noun.text) or noun.lower_ in load_lexicon().groups or noun.ent_type_ == "NORP"
    return resolve_words(discourse, _source_around(noun, before)) if people else None


def _source_around(noun: Token, sentence: Sentence) -> Source:
    return Source(sentence.span_of(*find_source_bounds(noun)), noun, sentence)


def _find_antecedent(discourse: Discourse, source: Source) -> Entity | None:
    """Whom "who" stands for: the last person named before it in the sentence, else the noun it hangs on."""
    head = source.head
    before = discourse.people.named(source.sentence.start, source.span.start)
    if before and head.lower_ in _WHO:
        return before[0]
    noun: Token = head.head.head if head.head.dep_ == "relcl" else head
    inanimate = load_lexicon().events | load_lexicon().documents
    while noun.dep_ == "pobj" and to_singular(noun.lower_) in inanimate and head.lower_ in _WHO:
        noun = noun.head.head  # "delegates at the summit who …"
    if noun.i >= head.i:
        return None
    antecedent = _source_around(noun, source.sentence)
    return resolve_words(discourse, antecedent) if antecedent.span.end <= source.span.start else None
