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
from onrecord.speakers.discourse import PARTS_OF_NAME
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
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
_DETERMINERS = frozenset({"those", "some", "many", "others", "several", "most", "few", "all", "these"})
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
_KINDS: Mapping[str, frozenset[SpeakerKind]] = {
    "he": frozenset({"person", "unnamed"}),
    "she": frozenset({"person", "unnamed"}),
    "they": frozenset({"group", "organisation", "person", "unnamed"}),
    "it": _BODIES,
}
"""The kinds of speakers that each pronoun can stand for."""


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
    """Whether a source is one word that stands for somebody else's name; "those in favour" are described."""
    alone = source.span.of(discourse.text).isalpha()
    if source.head.pos_ == "PRON" and (alone or source.head.lower_ not in _DETERMINERS):
        return True
    return alone and source.head.tag_ in ("PRP", "WP", "WDT", "DT")


def resolve_pronoun(discourse: Discourse, source: Source) -> Resolution:
    """Whom a pronoun stands for; nobody where that cannot be told."""
    word = source.head.lower_
    if word in _WHO or word in ("which", "that"):
        entity = _find_antecedent(discourse, source)
        found = Resolution(entity, "pronoun", estimate_certainty("antecedent"))
    elif word in _I:
        # "I" within what somebody else is quoted with
        quoted = discourse.find_speaker_at(source.span.start)
        found = Resolution(quoted, "pronoun", estimate_certainty("first person"))
    elif word in _HE | _SHE:
        pronoun = "he" if word in _HE else "she"
        found = _resolve_among(discourse, _Pronoun(discourse, source, pronoun).find_candidates(), MIN_PRONOUN_SCORE)
        if found.entity is not None:
            found.entity.pronoun = found.entity.pronoun or pronoun
    elif word in ("they", "it"):
        found = _resolve_among(discourse, _Pronoun(discourse, source, word).find_candidates(), MIN_OTHER_SCORE)
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
    return Resolution(entity, "pronoun", estimate_certainty("pronoun", choice) * discourse.certainties.get(entity, 1.0))


# --- candidates -------------------------------------------------------------------------------------------------


class _Pronoun:
    """A pronoun, and what speaks for each whom it can stand for.

    ``word`` is "he", "she", "they" or "it"; ``floor`` is whoever of those it can stand for has spoken last.
    """

    def __init__(self, discourse: Discourse, source: Source, word: str) -> None:
        self.discourse = discourse
        self.source = source
        self.word = word
        self.floor = discourse.find_floor(source.sentence, self._can_be)
        self.lemma = discourse.statement.cue_lemma if discourse.statement is not None else None

    def find_candidates(self) -> Iterator[Candidate]:
        """People named before, of the same gender; whoever spoke last; and what has no name: "a paramedic"."""
        if self.word != "it":
            yield from self._find_people()
        yield from self._find_floor()
        yield from self._find_nominals()

    def _can_be(self, entity: Entity) -> bool:
        """Whether the pronoun can stand for somebody who has spoken."""
        if entity.kind not in _KINDS[self.word]:
            return False
        gender = self._find_gender(entity)
        if self.word in ("he", "she"):
            return gender in ("", self.word)
        return entity.kind not in ("person", "unnamed") or gender == ("they" if entity.kind == "person" else "")

    def _find_gender(self, entity: Entity) -> str:
        """The pronoun that goes with somebody, as far as it is known."""
        if entity.kind == "person":
            return self.discourse.genders.get(entity) or _usual_pronoun(entity)
        return entity.pronoun or find_noun_pronoun(to_singular(entity.name.lower().split()[-1]))

    def _find_people(self) -> Iterator[Candidate]:
        """The text settles a person's gender, else the first name, where nearly all who bear it share one."""
        discourse = self.discourse
        since = discourse.paragraph_start(self.source.sentence, back=_MAX_PARAGRAPHS_BACK)
        for place, person in discourse.people.mentions.places(since, self.source.span.start):
            if person.kind == "person" and self._can_be(person) and not discourse.is_own(place):
                yield self._describe(person, place, is_subject=discourse.is_subject(place))

    def _find_floor(self) -> Iterator[Candidate]:
        """Whoever spoke last, from where they ended: "He said …" after two paragraphs of his words."""
        entity, statement, _, is_last = self.floor
        if entity is not None and statement is not None:
            found = self._describe(entity, statement.end - 1, is_subject=True)
            answers = self.lemma in _ANSWERING and statement.cue_lemma in _ASKING
            features = {**found.features, "within what others say": 0.0, "answers": float(answers)}
            features["somebody else spoke since"] = float(not is_last)
            yield Candidate(entity, found.place, features)

    def _find_nominals(self) -> Iterator[Candidate]:
        """What has no name, or is no person, and is a subject or has spoken."""
        discourse, source = self.discourse, self.source
        for nominal in discourse.nominals.within(
            discourse.sentences_before(source.sentence, back=1, most=_MAX_SENTENCES_BACK)
        ):
            place = nominal.source.place
            if place >= source.span.start or discourse.is_own(place) or nominal.person is not None:
                continue
            known = discourse.sources.get(place) or discourse.bodies.at(place)
            fits = self._can_be(known) if known is not None else self._can_be_nominal(nominal)
            if fits and (nominal.is_subject or place in discourse.sources):
                yield self._describe(known or nominal, place, is_subject=nominal.is_subject)

    def _can_be_nominal(self, nominal: Nominal) -> bool:
        if nominal.kind not in _KINDS[self.word]:
            return False
        if self.word in ("he", "she"):
            return find_noun_pronoun(nominal.noun) in ("", self.word)
        return self.word == "it" or nominal.kind == "group" or (nominal.kind == "organisation" and nominal.is_named)

    def _describe(self, who: Entity | Nominal, place: int, *, is_subject: bool) -> Candidate:
        """A candidate that is spoken of at ``place``: how near that is, and whether it holds the floor."""
        discourse, sentence = self.discourse, self.source.sentence
        earlier = discourse.document.sentence_at(place)
        entity, _, is_here, _ = self.floor
        token = discourse.document.token_at(place)
        kind = who.kind
        gender = self._find_gender(who) if isinstance(who, Entity) else find_noun_pronoun(who.noun)
        stated = who in discourse.genders if isinstance(who, Entity) and kind == "person" else bool(gender)
        features = {
            "sentences back": sentence.sentence_id - earlier.sentence_id,
            "paragraphs back": sentence.paragraph - earlier.paragraph,
            "subject": float(is_subject),
            "spoke last in the paragraph": float(who is entity and is_here),
            "spoke last before it": float(who is entity and not is_here),
            "goes on": float(who is entity and self.lemma in _GOING_ON),
            "answers": float(self.lemma in _ANSWERING and _asks(token)),
            "within what others say": float(discourse.is_said(place) or _is_in_content(token)),
            "gender is stated": float(kind in ("person", "unnamed") and stated),
            "gender is a first name's": float(kind == "person" and bool(gender) and not stated),
            "has no name": float(kind == "unnamed"),
            "is a body": float(self.word == "they" and kind in _BODIES),
        }
        return Candidate(who, place, features)


def _is_in_content(subject: Token | None) -> bool:
    """Whether somebody is the subject of what is said, asked or thought: "told them that Jane Doe was …"."""
    verb = _find_verb(subject)
    return verb is not None and verb.dep_ == "ccomp" and any(child.dep_ == "mark" for child in verb.lefts)


def _asks(subject: Token | None) -> bool:
    """Whether somebody is spoken of as the one who asks."""
    verb = _find_verb(subject)
    return verb is not None and verb.lemma_ in _ASKING


def _find_verb(subject: Token | None) -> Token | None:
    """The verb whose subject a name or a noun is."""
    while subject is not None and subject.dep_ in PARTS_OF_NAME and subject.head.i != subject.i:
        subject = subject.head
    return subject.head if subject is not None and subject.dep_ in SUBJECTS else None


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
