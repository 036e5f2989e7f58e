"""Pronouns: whom "he", "she", "they", "it" and "who" stand for, among those whom the text has spoken of.

Features of distance and grammatical role, after Hobbs (1978) and Lappin and Leass (1994), and of who holds the floor:
the one who speaks goes on speaking.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.speakers.descriptions import resolve_words
from onrecord.speakers.discourse import PARTS_OF_NAME, Floor
from onrecord.speakers.entities import Entity
from onrecord.speakers.lexicon import load_given_names, load_lexicon, to_singular
from onrecord.speakers.nominals import SUBJECTS, Nominal, Source, find_noun_pronoun
from onrecord.speakers.scoring import (
    MIN_OTHER_SCORE,
    MIN_PRONOUN_SCORE,
    PRONOUN_WEIGHTS,
    Candidate,
    Resolution,
    choose,
    estimate_certainty,
)
from onrecord.statements.clauses import find_source_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.speakers.discourse import Discourse
    from onrecord.speakers.entities import People
    from onrecord.types import Sentence, SpeakerKind

_HE = frozenset({"he", "him"})
_SHE = frozenset({"she", "her"})
_MALE = _HE | {"his", "himself"}
_FEMALE = _SHE | {"hers", "herself"}
_WHO = frozenset({"who", "whom"})
_I = frozenset({"i", "we", "me", "us"})
_THEY_ONE = re.compile(r"\bthey/them\b|\bgo(?:es)? by they\b|\bus(?:es|ing) they\b|\bnon-?binary\b", re.IGNORECASE)
"""Words that tell that a person is "they"."""
_GOING_ON = frozenset({"add", "continue", "conclude", "finish", "go on"})
_ASKING = frozenset({"ask", "press", "question", "quiz", "wonder"})
_ANSWERING = frozenset({"answer", "reply", "respond", "retort"})
_MIN_VOTES_AGAINST_NAME = 3
"""Votes that it takes against the pronoun that nearly all with a first name share."""
_MAX_PARAGRAPHS_BACK = 2
"""Paragraphs between a person and the pronoun that stands for them."""
_MAX_SENTENCES_BACK = 5
"""Sentences before a pronoun that are searched for what has no name."""
_BODIES: frozenset[SpeakerKind] = frozenset({"organisation", "event", "document"})


def find_genders(people: People, document: Document) -> dict[Entity, str]:
    """Which of "he", "she" and "they" the article uses of each person, where that is plain.

    A form of address settles it. Else every "he", "his", "she" or "her" is a vote for the one person that its sentence,
    or else its paragraph, has named before it; two votes in three must agree, and it takes more votes to speak against
    a first name's usual pronoun.
    """
    found = {person: person.pronoun for person in people.entities if person.pronoun}
    for match in _THEY_ONE.finditer(document.text):
        named = people.named(document.sentence_at(match.start()).start, match.start())
        if named:
            found[named[0]] = "they"
    for person, counts in _count_pronouns(people, document.sentences).items():
        (first_choice, most), *rest = counts.most_common()
        needed = max(1, 2 * sum(count for _, count in rest))
        if _usual_pronoun(person) not in ("", first_choice):
            needed = max(needed, _MIN_VOTES_AGAINST_NAME)
        if person not in found and most >= needed:
            found[person] = first_choice
    return found


def _count_pronouns(people: People, sentences: Sequence[Sentence]) -> dict[Entity, Counter[str]]:
    """How often "he" and "she" follow each person as the only one whom the sentence or paragraph has named."""
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
    return votes


def is_pronoun(discourse: Discourse, source: Source) -> bool:
    """Whether a source is one word that stands for somebody else's name."""
    alone = source.span.of(discourse.text).isalpha()
    return source.head.pos_ == "PRON" or (alone and source.head.tag_ in ("PRP", "WP", "WDT", "DT"))


def resolve_pronoun(discourse: Discourse, source: Source) -> Resolution:
    """Whom a pronoun stands for; nobody where that cannot be told."""
    word = source.head.lower_
    if word in _WHO or word in ("which", "that"):
        entity = _find_antecedent(discourse, source)
        found = Resolution(entity, "pronoun", estimate_certainty("antecedent", 0.0))
    elif word in _I:
        # "I" within what somebody else is quoted with
        quoted = discourse.find_speaker_at(source.span.start)
        found = Resolution(quoted, "pronoun", estimate_certainty("first person", 0.0))
    elif word in _HE | _SHE:
        pronoun = "he" if word in _HE else "she"
        found = _resolve_among(discourse, _find_persons(discourse, source, pronoun), MIN_PRONOUN_SCORE)
        if found.entity is not None:
            found.entity.pronoun = found.entity.pronoun or pronoun
    elif word in ("they", "it"):
        candidates = _find_several(discourse, source) if word == "they" else _find_bodies(discourse, source)
        found = _resolve_among(discourse, candidates, MIN_OTHER_SCORE)
    else:
        return Resolution(None)
    if found.entity is None:
        return Resolution(None)
    discourse.add_mention(found.entity, source.span, "pronoun")
    return found


def _resolve_among(discourse: Discourse, candidates: Iterable[Candidate], least: float) -> Resolution:
    choice = choose(candidates, PRONOUN_WEIGHTS, least)
    if choice is None:
        return Resolution(None)
    who = choice.who
    entity = resolve_words(discourse, who.source).entity if isinstance(who, Nominal) else who
    if isinstance(who, Nominal) and who.kind == "group" and entity is not None and entity.kind == "person":
        return Resolution(None)  # of a list the first alone
    return Resolution(entity, "pronoun", estimate_certainty("pronoun", choice.lead))


# --- candidates -------------------------------------------------------------------------------------------------


def _find_persons(discourse: Discourse, source: Source, pronoun: str) -> Iterator[Candidate]:
    """Whom "he" or "she" can be: people named before, of the same gender, and "a paramedic" who is a subject.

    The text settles a person's gender, else the first name, where nearly all who bear it share one; else any fits.
    """
    since = discourse.paragraph_start(source.sentence, back=_MAX_PARAGRAPHS_BACK)
    for place, person in discourse.people.mentions.places(since, source.span.start):
        usual = discourse.genders.get(person) or _usual_pronoun(person)
        if usual in ("", pronoun) and not discourse.is_own(place):
            features = _describe_place(discourse, source, place, person)
            features["subject"] = float(discourse.is_subject(place))
            features["gender is stated"] = float(person in discourse.genders)
            features["gender is a first name's"] = float(bool(usual) and person not in discourse.genders)
            yield Candidate(person, place, features)
    floor = discourse.find_floor(source.sentence)
    if floor.entity is not None and _find_gender(discourse, floor.entity) in ("", pronoun):
        yield from _describe_floor(discourse, source, floor, {"person", "unnamed"})
    for nominal, who in _find_nominals(discourse, source, {"unnamed"}):
        usual = find_noun_pronoun(nominal.noun) or (who.pronoun or "" if isinstance(who, Entity) else "")
        spoken = isinstance(who, Entity)
        if usual in ("", pronoun) and nominal.person is None and (nominal.is_subject or spoken):
            features = _describe_nominal(discourse, source, nominal, who)
            features["gender is stated"] = float(bool(usual))
            yield Candidate(who, nominal.source.place, features)


def _find_several(discourse: Discourse, source: Source) -> Iterator[Candidate]:
    """Whom "they" can be: a group, the people of a list, a body, and one person who is "they"."""
    since = discourse.paragraph_start(source.sentence, back=_MAX_PARAGRAPHS_BACK)
    for place, person in discourse.people.mentions.places(since, source.span.start):
        if discourse.genders.get(person) == "they" and not discourse.is_own(place):
            features = _describe_place(discourse, source, place, person)
            features["subject"] = float(discourse.is_subject(place))
            features["gender is stated"] = 1.0
            yield Candidate(person, place, features)
    floor = discourse.find_floor(source.sentence)
    yield from _describe_floor(discourse, source, floor, {"group"})
    for nominal, who in _find_nominals(discourse, source, {"group", "organisation", "unnamed"}):
        if nominal.kind == "unnamed" and (who is not floor.entity or find_noun_pronoun(nominal.noun)):
            continue
        if nominal.kind == "organisation" and who is not floor.entity and not nominal.is_named:
            continue
        if nominal.kind != "unnamed" and not nominal.is_subject and isinstance(who, Nominal):
            continue
        features = _describe_nominal(discourse, source, nominal, who)
        features["is a body"] = float(nominal.kind != "group")
        yield Candidate(who, nominal.source.place, features)


def _find_bodies(discourse: Discourse, source: Source) -> Iterator[Candidate]:
    """What "it" can be: a body, an event or a document."""
    yield from _describe_floor(discourse, source, discourse.find_floor(source.sentence), _BODIES)
    for nominal, who in _find_nominals(discourse, source, _BODIES):
        if not nominal.is_subject and isinstance(who, Nominal):
            continue
        yield Candidate(who, nominal.source.place, _describe_nominal(discourse, source, nominal, who))


def _find_nominals(
    discourse: Discourse, source: Source, kinds: set[SpeakerKind] | frozenset[SpeakerKind]
) -> Iterator[tuple[Nominal, Entity | Nominal]]:
    """The nominals of some kinds shortly before a pronoun, each with who it is where it has been a source."""
    near = discourse.sentences_before(source.sentence, back=1, most=_MAX_SENTENCES_BACK)
    for nominal in discourse.nominals.within(near):
        place = nominal.source.place
        if place < source.span.start and not discourse.is_own(place):
            known = discourse.sources.get(place)
            kind = known.kind if known is not None else nominal.kind
            if kind in kinds:
                yield nominal, known or nominal


def _describe_floor(
    discourse: Discourse, source: Source, floor: Floor, kinds: set[SpeakerKind] | frozenset[SpeakerKind]
) -> Iterator[Candidate]:
    """Whoever spoke last, from where they ended: "He said …" after two paragraphs of his words."""
    if floor.entity is not None and floor.statement is not None and floor.entity.kind in kinds:
        place = floor.statement.end - 1
        features = _describe_place(discourse, source, place, floor.entity)
        answered = discourse.statement is not None and discourse.statement.cue_lemma in _ANSWERING
        features["answers"] = float(answered and floor.statement.cue_lemma in _ASKING)
        usual = _find_gender(discourse, floor.entity)
        features["gender is stated"] = float(floor.entity.kind == "unnamed" and bool(usual))
        features["gender is a first name's"] = float(floor.entity.kind == "person" and bool(usual))
        features["within what others say"] = 0.0
        features["subject"] = 1.0
        features["has no name"] = float(floor.entity.kind == "unnamed")
        yield Candidate(floor.entity, place, features)


def _find_gender(discourse: Discourse, entity: Entity) -> str:
    """The pronoun that goes with somebody, as far as it is known."""
    if entity.kind == "person":
        return discourse.genders.get(entity) or _usual_pronoun(entity)
    return entity.pronoun or find_noun_pronoun(to_singular(entity.name.lower().split()[-1]))


def _describe_nominal(
    discourse: Discourse, source: Source, nominal: Nominal, who: Entity | Nominal
) -> dict[str, float]:
    features = _describe_place(discourse, source, nominal.source.place, who)
    features["subject"] = float(nominal.is_subject)
    features["has no name"] = float(nominal.kind == "unnamed")
    return features


def _describe_place(discourse: Discourse, source: Source, place: int, who: Entity | Nominal) -> dict[str, float]:
    """What speaks for ``who``, spoken of at ``place``: how near it is, and whether they hold the floor."""
    sentence, earlier = source.sentence, discourse.document.sentence_at(place)
    floor, _, here = discourse.find_floor(sentence)
    lemma = discourse.statement.cue_lemma if discourse.statement is not None else None
    return {
        "sentences back": sentence.sentence_id - earlier.sentence_id,
        "paragraphs back": sentence.paragraph - earlier.paragraph,
        "spoke last in the paragraph": float(who is floor and here),
        "spoke last before it": float(who is floor and not here),
        "goes on": float(who is floor and lemma in _GOING_ON),
        "answers": float(lemma in _ANSWERING and _asks(discourse.document.token_at(place))),
        "within what others say": float(discourse.is_said(place)),
    }


def _asks(subject: Token | None) -> bool:
    """Whether somebody is spoken of as the one who asks."""
    while subject is not None and subject.dep_ in PARTS_OF_NAME and subject.head.i != subject.i:
        subject = subject.head
    return subject is not None and subject.dep_ in SUBJECTS and subject.head.lemma_ in _ASKING


def _usual_pronoun(person: Entity) -> str:
    """The pronoun that goes with a person's first name; empty where no one does."""
    return load_given_names().get(person.full.parts[0].lower(), "")


# --- relative clauses -------------------------------------------------------------------------


def _find_antecedent(discourse: Discourse, source: Source) -> Entity | None:
    """Whom "who" stands for: the noun or name that it hangs on; without one whoever is named right before it."""
    head = source.head
    verb = head if head.dep_ == "relcl" else head.head
    noun: Token = verb.head if verb.dep_ == "relcl" else head
    inanimate = load_lexicon().events | load_lexicon().documents
    while noun.dep_ == "pobj" and head.lower_ in _WHO:
        place = source.sentence.offset + noun.idx
        if to_singular(noun.lower_) not in inanimate and discourse.bodies.at(place) is None:
            break
        noun = noun.head.head  # "delegates at the summit who …", "the head of the World Bank, who …"
    if (
        head.lower_ in _WHO
        and discourse.text[max(source.span.start - 2, 0) : source.span.start] == ", "
        and noun.tag_ not in ("NNS", "NNPS")
    ):
        before = discourse.people.named(source.sentence.start, source.span.start)
        named = discourse.people.at(source.sentence.offset + noun.idx)
        if named is not None or before:
            return named or before[0]  # "Jane Doe, the deputy head of the World Bank, who …"
    if noun.i >= head.i:
        return None
    antecedent = Source(source.sentence.span_of(*find_source_bounds(noun)), noun, source.sentence)
    return resolve_words(discourse, antecedent).entity if antecedent.span.end <= source.span.start else None
