"""Descriptions: whom names and noun phrases stand for, such as "the minister", "the company", "three residents"."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.speakers.entities import Entity, Name
from onrecord.speakers.lexicon import is_role, load_countries, load_lexicon, to_singular
from onrecord.speakers.nominals import (
    Nominal,
    find_noun_pronoun,
    is_person_noun,
    load_descriptions,
)
from onrecord.speakers.organisations import has_organisation_noun
from onrecord.speakers.scoring import (
    DESCRIPTION_WEIGHTS,
    MIN_DESCRIPTION_LEAD,
    MIN_DESCRIPTION_SCORE,
    Candidate,
    Resolution,
    choose,
    estimate_certainty,
)
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from onrecord.speakers.discourse import Discourse
    from onrecord.speakers.nominals import Source
    from onrecord.types import SpeakerKind

_QUANTIFIERS = frozenset({"many", "some", "others", "several", "most", "few", "both"})
_MAX_SENTENCES_BACK = 8
"""Sentences before a description that are searched for the words that bring somebody in."""
_MAX_UNNAMED = 20
"""People without a name and of one noun among whom a description is looked for."""
_MAX_PARAGRAPHS = 5
_LEAD_PARAGRAPHS = 2
"""Headline and lead, where "a judge" may be named only further down."""
_PLACES = frozenset({"GPE", "LOC", "NORP"})
_EMPTY_MODIFIERS = load_descriptions().empty
_AGE = re.compile(r"\b(\d{1,3})-year-old\b")
_AGE_SUBJECT = re.compile(r"the \d{1,3}-year-old\b", re.IGNORECASE)
"""Always one person, also where the parser takes the verb for a noun: "the 38-year-old volunteers for …"."""
_JOINING = frozenset({"of", "for", "and", "on", "to", "against"})
_MAX_FORMS = 10
"""Names of one body that are compared with a description."""
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_JOINED = re.compile(r",? and |,? & ")
_APPOSED = re.compile(r", (?:the|an?|now|then|who|whose|aged|formerly|\d{1,3}) ?,?")
_MAX_LEAD = 40  # characters of a source in which the name that leads it begins
_MAX_LISTED = 12
"""Names in a list, and tokens from its first to its last."""


def resolve_words(discourse: Discourse, source: Source) -> Resolution:
    """Who a name or a noun phrase stands for; somebody new where nobody known fits."""
    found = _resolve_words(discourse, source)
    if found.entity is not None:
        discourse.sources[source.place] = found.entity
    return found


def _resolve_words(discourse: Discourse, source: Source) -> Resolution:
    head = source.head
    several = _resolve_several(discourse, source)
    if several is not None:
        return _as_named(discourse, several, source)
    named = _person_in(discourse, source) or _person_leading(discourse, source)
    if named is not None:
        return _as_named(discourse, named, source)
    body = _body_in(discourse, source)
    if body is not None:
        # "the State", "the Centre": a noun with a capital
        known = _known_body(discourse, source) if body.name.lower() in load_descriptions().places else None
        return known or _as_named(discourse, body, source)
    if head.pos_ == "PROPN" or (head.text[:1].isupper() and head.ent_type_):
        return _resolve_name(discourse, source)
    named = _person_beside(discourse, source)
    if named is not None:
        discourse.add_mention(named, source.span, "nominal")
        return Resolution(named, "name", estimate_certainty("name beside"))
    aged = _AGE_SUBJECT.match(source.span.of(discourse.text))
    if aged or (not source.is_plural and is_person_noun(to_singular(head.text))):
        return _resolve_description(discourse, source)
    return _resolve_noun(discourse, source)


def resolve_label(discourse: Discourse, source: Source) -> Resolution:
    """Whom a transcript or a signature names: somebody of that family name, or a person not named elsewhere."""
    words = source.span.of(discourse.text)
    if has_organisation_noun(words):
        return _as_named(discourse, discourse.find_or_add(words, "organisation", source.span), source)
    known = discourse.names.at(source.sentence.offset + source.head.idx)
    name = Name(words, source.span)
    if known is not None and source.span.covers(known.span):
        name = Name(known.text, known.span)
    fits = [person for person in discourse.people.entities if person.names[0].core[-1:] == name.core[-1:]]
    entity = _person_in(discourse, source) or (fits[0] if len(fits) == 1 else None)
    if entity is None:
        entity = discourse.find_or_add(name.text, "person", name.span)
        entity.names = entity.names or [name]
    discourse.add_mention(entity, name.span, "short_name")
    return _as_named(discourse, entity, source)


def _as_named(discourse: Discourse, entity: Entity, source: Source) -> Resolution:
    """An entity whose name, or a part of it, is among the source's words."""
    if not entity.is_named:
        definite = entity.kind in ("unnamed", "organisation") and (source.is_definite or source.is_owned)
        how = "document" if entity.kind == "document" else "own words, definite" if definite else "own words"
        found = Resolution(entity, "description", estimate_certainty(how))
    else:
        full = entity.full.text if entity.names else entity.name
        is_full = full.lower() in source.span.of(discourse.text).lower()
        found = Resolution(
            entity, "name" if is_full else "short_name", estimate_certainty("name" if is_full else "short name")
        )
    discourse.certainties.setdefault(entity, found.certainty)
    return found


# --- several -----------------------------------------------------------------------------------------------------


def _resolve_several(discourse: Discourse, source: Source) -> Entity | None:
    """ "Ana Sol and Tom Hale", "the river trust and the anglers' club": all of a list, as one speaker."""
    listed = [source.head, *_find_listed(source.head)]
    if len(listed) == 1:
        beside = next((child for child in source.head.children if child.dep_ == "appos"), None)
        if beside is None or not source.is_plural:
            return None
        listed = [beside, *_find_listed(beside)]
    offset = source.sentence.offset
    names = [discourse.people.name_at(offset + token.idx) for token in listed]
    if len(listed) < 2 or listed[-1].i - listed[0].i > _MAX_LISTED:
        return None
    whole = discourse.names.at(offset + listed[0].idx)
    if whole is not None and whole is discourse.names.at(offset + listed[-1].idx):
        return None  # "Harcourt & Lyle", "Ministry of Food and Agriculture"
    first, last = names[0], names[-1]
    if first is not None and last is not None:
        span = Span(first.span.start, last.span.end)
        between = discourse.text[first.span.end : last.span.start]
        if not _JOINED.fullmatch(between) and len(listed) == 2:
            span = Span(min(source.span.start, first.span.start), span.end)
        return discourse.find_or_add(span.of(discourse.text), "group", span)
    apart = any(word.dep_ == "det" and word.lower_ == "the" for word in listed[-1].lefts)
    if all(token.pos_ == "PROPN" for token in listed) and apart and names == [None] * len(names):
        return discourse.find_or_add(source.span.of(discourse.text), "group", source.span)
    return None


def _find_listed(token: Token) -> list[Token]:
    """What is joined to a noun by "and": not by "or", nor further than a list reaches."""
    found: list[Token] = []
    while len(found) < _MAX_LISTED:
        joined = next((child for child in token.rights if child.dep_ == "conj"), None)
        if joined is None or any(child.dep_ == "cc" and child.lower_ != "and" for child in token.rights):
            break
        found.append(joined)
        token = joined
    return found


# --- descriptions of one person ----------------------------------------------------------------------------------


def _resolve_description(discourse: Discourse, source: Source) -> Resolution:
    """Whom "the minister", "her ex-husband" or "a judge" is: somebody named, somebody spoken of before, else new."""
    choice = choose(_Description(discourse, source).find_candidates(), DESCRIPTION_WEIGHTS, MIN_DESCRIPTION_SCORE)
    if choice is None or choice.lead < MIN_DESCRIPTION_LEAD:
        aged = _AGE_SUBJECT.match(source.span.of(discourse.text)) if source.is_plural else None
        if aged is not None:
            source = replace(source, span=Span(source.span.start, source.span.start + aged.end()))
        entity = _add_unnamed(discourse, source)
        return _as_named(discourse, entity, source)
    entity = choice.who if isinstance(choice.who, Entity) else _add_unnamed(discourse, choice.who.source)
    discourse.add_mention(entity, source.span, "nominal")
    sure = estimate_certainty("description", choice)
    if isinstance(choice.who, Entity) and choice.who.kind != "unnamed":
        sure *= discourse.certainties.get(entity, 1.0)
    return Resolution(entity, "description", sure)


def _add_unnamed(discourse: Discourse, source: Source) -> Entity:
    entity = _add_nominal(discourse, source, "unnamed")
    discourse.sources[source.place] = entity
    discourse.unnamed[to_singular(source.head.lower_)].append(entity)
    return entity


class _Description:
    """A noun phrase for one person, and what speaks for each whom it can describe."""

    def __init__(self, discourse: Discourse, source: Source) -> None:
        self.discourse = discourse
        self.source = source
        self.noun = to_singular(source.head.lower_)
        self.floor, _, self.floor_is_here, _ = discourse.find_floor(source.sentence)
        self.modifiers = _find_modifiers(source)
        start = discourse.document.sentences[max(source.sentence.sentence_id - 1, 0)].start
        places = discourse.people.mentions.places(start, source.span.start)
        self.subjects = dict.fromkeys(
            person
            for place, person in places
            if discourse.is_subject(place) and discourse.find_speaker_at(place) in (None, person)
        )
        self.beside = set(discourse.people.named(source.sentence.start, source.span.start))
        self.is_definite = source.is_definite or source.is_owned
        age = _AGE.search(source.span.of(discourse.text))
        self.age = age.group(1) if age else ""

    def find_candidates(self) -> Iterator[Candidate]:
        if not self.is_definite:
            yield from self._find_later()
            return
        yield from self._find_holders()
        yield from self._find_topics()
        yield from self._find_unnamed()

    def _find_later(self) -> Iterator[Candidate]:
        """ "A judge" of headline and lead, who is named further down."""
        sentence, known = self.source.sentence, load_descriptions()
        in_lead = sentence.is_headline or sentence.paragraph <= _LEAD_PARAGRAPHS
        if in_lead and self.noun not in known.several:
            holders = known.same.get(self.noun, frozenset({self.noun}))
            people = dict.fromkeys(
                person for word in sorted(holders) for person in self.discourse.people_by_noun.get(word, ())
            )
            for person in people:
                if _find_last_place(person, self.source.span.start) < 0:
                    yield self._describe(person, "has the role")

    def _find_holders(self) -> Iterator[Candidate]:
        """Everyone of whom the article says the noun, another word for the same post, or one that it covers."""
        known, people = load_descriptions(), self.discourse.people_by_noun
        for word in sorted(known.same.get(self.noun, frozenset({self.noun}))):
            for person in people.get(word, ()):
                yield self._describe(person, "has the role")
        for word in sorted(known.covers.get(self.noun, ())):
            for person in people.get(word, ()):
                yield self._describe(person, "has a role it covers")
        for person in self.discourse.people_by_age.get(self.age, ()):
            yield self._describe(person, "has the role")

    def _find_topics(self) -> Iterator[Candidate]:
        """Whom the text has just been speaking of, where the noun can be said of anybody."""
        known = load_descriptions()
        parent = self.noun in known.parents and not self.source.is_owned and self._is_told_apart()
        if self.noun in known.anybody or parent or self.age or self.source.head.ent_type_ == "NORP":
            for person in [self.floor, *self.subjects]:
                if person is not None and person.kind == "person" and person not in self.beside:
                    yield self._describe(person, "can be said of anybody")

    def _is_told_apart(self) -> bool:
        """Whether the noun has something beside it: "the mother of three", "the Cork-based mother"."""
        return any(child.dep_ in ("amod", "compound", "nmod", "prep", "punct") for child in self.source.head.children)

    def _find_unnamed(self) -> Iterator[Candidate]:
        """Whoever has been brought in with the same noun, without a name or with one: "a nurse" is "the nurse"."""
        discourse = self.discourse
        for entity in discourse.unnamed.get(self.noun, ())[-_MAX_UNNAMED:]:
            yield self._describe(entity, "has the role")
        near = discourse.sentences_before(self.source.sentence, back=_MAX_PARAGRAPHS, most=_MAX_SENTENCES_BACK)
        for nominal in discourse.nominals.within(near):
            place = nominal.source.place
            same = nominal.noun == self.noun and nominal.kind == "unnamed"
            if same and place < self.source.span.start and not discourse.is_own(place):
                who = nominal.person or discourse.sources.get(place) or nominal
                yield self._describe(who, "has the role", place)

    def _describe(self, who: Entity | Nominal, how: str, place: int | None = None) -> Candidate:
        """A candidate with what speaks for it beside its noun."""
        discourse, sentence = self.discourse, self.source.sentence
        if isinstance(who, Nominal):
            place, theirs = who.source.place, _find_modifiers(who.source)
        else:
            place = _find_last_place(who, self.source.span.start) if place is None else place
            theirs = _find_own_modifiers(discourse, who)
        gender = find_noun_pronoun(self.noun)
        their_gender = (discourse.genders.get(who) or who.pronoun or "") if isinstance(who, Entity) else ""
        at = discourse.document.sentence_at(max(place, 0))
        features = {
            how: 1.0,
            "modifiers agree": min(len(self.modifiers & theirs), 2),
            "modifiers clash": float(self._clashes(theirs, places_only=how == "can be said of anybody")),
            "is named only later": float(place < 0),
            "spoke last in the paragraph": float(who is self.floor and self.floor_is_here),
            "spoke last before it": float(who is self.floor and not self.floor_is_here),
            "subject of the sentence before": float(who in self.subjects),
            "paragraphs back": min(sentence.paragraph - at.paragraph, _MAX_PARAGRAPHS) if place >= 0 else 0,
            "has no name": float(isinstance(who, Nominal) or who.kind == "unnamed"),
            "is of the other gender": float(bool(gender and their_gender and gender != their_gender)),
        }
        return Candidate(who, max(place, 0), features)

    def _clashes(self, theirs: set[str], *, places_only: bool) -> bool:
        """Whether both name a place, or both a body, and not the same: "the Ohio senator" is none of Maine's."""
        if self.modifiers & theirs:
            return False
        labels = self.discourse.labels

        def places(words: set[str]) -> set[str]:
            return {word for word in words if any(label in _PLACES for label in labels.get(word, ()))}

        mine, other = places(self.modifiers), places(theirs)
        return bool((mine and other) or (not places_only and self.modifiers - mine and theirs - other))


def _find_last_place(entity: Entity, before: int) -> int:
    """Where an entity is last named before a place; -1 where it is named only later."""
    places = [name.span.start for name in entity.names if name.span.start < before]
    places += [span.start for span in entity.mentions if span.start < before]
    return max(places, default=-1)


def _find_own_modifiers(discourse: Discourse, entity: Entity) -> set[str]:
    """The words that tell an entity's role apart from others': "transport", "Florida"."""
    words = set(map(_to_plain, discourse.words_beside(entity)))
    if entity.role is not None:
        words.update(map(_to_plain, _WORD.findall(entity.role.span.of(discourse.text))))
    elif entity.kind == "unnamed":
        words.update(map(_to_plain, _WORD.findall(entity.name)))
    return _keep_telling(words)


def _find_modifiers(source: Source) -> set[str]:
    """The nouns and names beside a description's noun, with countries for their adjectives: "the league spokesman"."""
    doc, found = source.head.doc, set()
    for index in range(source.head.left_edge.i, source.head.right_edge.i + 1):
        token = doc[index]
        inside = source.sentence.offset + token.idx < source.span.end
        if inside and token.i != source.head.i and (token.pos_ in ("NOUN", "PROPN") or token.ent_type_ in _PLACES):
            found.add(_to_plain(token.text))
    return _keep_telling(found)


def _keep_telling(words: set[str]) -> set[str]:
    """The words that tell somebody apart from others: none that every role has, and no role."""
    known = load_lexicon().abbreviations
    return {word for word in words if word not in _EMPTY_MODIFIERS and word not in known and not is_role(word)}


def _to_plain(word: str) -> str:
    bare = word.removesuffix("'s").removesuffix("’s")
    return to_singular(load_countries().get(bare, bare).lower())


# --- names and nouns ---------------------------------------------------------------------------------------------


def _resolve_noun(discourse: Discourse, source: Source) -> Resolution:
    """A noun phrase that names nobody known: its noun tells what kind of speaker it is."""
    known, word = load_lexicon(), source.head.lower_
    bare = {word, to_singular(word)}
    counted = (source.head.pos_ == "NUM" and word != "one") or word in _QUANTIFIERS | load_descriptions().shares
    group = source.is_plural or counted or word in known.groups or source.head.ent_type_ == "NORP"
    kind: SpeakerKind = "group" if group else "unnamed"
    if bare & known.documents:
        kind = "document"
    elif bare & known.events:
        kind = "event"
    elif (
        not is_role(source.head.text)
        and not group
        and bare & (known.organisations | known.companies | load_descriptions().bodies)
    ):
        kind = "organisation"
    found = _known_body(discourse, source) if kind in ("event", "organisation") else None
    return found or _as_named(discourse, _add_nominal(discourse, source, kind), source)


def _is_body_noun(forms: set[str]) -> bool:
    known = load_lexicon()
    return bool(forms & known.organisations or forms & known.companies or forms & load_descriptions().bodies)


def _resolve_name(discourse: Discourse, source: Source) -> Resolution:
    """A proper name that is no known person's: an organisation, an event, a people, or a role before a name."""
    name = discourse.names.at(source.sentence.offset + source.head.idx)
    span = name.span if name is not None and source.span.covers(name.span) else source.span
    words = span.of(discourse.text)
    label = (discourse.labels.get(source.head.lower_) or Counter({"": 1})).most_common(1)[0][0]
    if is_role(source.head.text) or (label == "NORP" and source.head.tag_ in ("NNP", "NN") and source.is_definite):
        return _resolve_title(discourse, source)
    if label == "NORP" and source.head.tag_ in ("NNPS", "NNS"):
        return _as_named(discourse, _add_nominal(discourse, source, "group"), source)
    last = to_singular(words.split()[-1].lower())
    body = _known_body(discourse, source) if " " not in words else None
    if body is not None:
        return body  # "the State", "the Centre"
    kind: SpeakerKind = "organisation"
    if last in load_lexicon().events:
        kind = "event"
    elif last in load_lexicon().named_documents:
        kind = "document"
    return _as_named(discourse, discourse.find_or_add(words, kind, span), source)


def _resolve_title(discourse: Discourse, source: Source) -> Resolution:
    """ "Captain Jane Doe" cut short by the parser; "the Spaniard", "the President"."""
    found = _person_beside(discourse, source)
    if found is not None:
        discourse.add_mention(found, source.span, "nominal")
        return Resolution(found, "name", estimate_certainty("name beside"))
    if source.is_plural:
        return _as_named(discourse, _add_nominal(discourse, source, "group"), source)
    return _resolve_description(discourse, source)


def _person_in(discourse: Discourse, source: Source) -> Entity | None:
    """The person whose name holds the source's head."""
    head = source.head
    if head.lower_ in load_lexicon().degrees and head.i > 0:
        head = head.nbor(-1)  # "Jane Doe MP said"
    return discourse.people.at(source.sentence.offset + head.idx)


def _person_leading(discourse: Discourse, source: Source) -> Entity | None:
    """ "Mr. Hale, now 81 and retired, said": the person whose name begins the source, wherever it hangs."""
    text, span = discourse.text, source.span
    places = discourse.people.mentions.places(span.start, min(span.start + _MAX_LEAD, span.end))
    name = discourse.people.name_at(places[0][0]) if places else None
    if name is None:
        return None
    before = text[span.start : name.span.start].split()
    titled = all(word[:1].isupper() for word in before)
    return discourse.people.at(name.span.start) if titled and _APPOSED.match(text, name.span.end, span.end) else None


def _body_in(discourse: Discourse, source: Source) -> Entity | None:
    """The body whose name holds the source's head; "the French President" is none."""
    if is_role(source.head.text) and source.head.lower_ not in load_lexicon().organisations:
        return None
    place = source.sentence.offset + source.head.idx
    body, name = discourse.bodies.at(place), discourse.bodies.name_at(place)
    if body is not None and name is not None:
        discourse.add_mention(body, name.span, "name")
    return body


def _person_beside(discourse: Discourse, source: Source) -> Entity | None:
    """ "The director, Jane Doe, said": the person in apposition, or right after a role without a comma."""
    people = discourse.people
    last = people.name_at(source.span.end - 1)
    if last is not None and last.is_full and last.span.end == source.span.end and not source.is_plural:
        token = discourse.document.token_at(last.span.start)
        if token is not None and token.i > source.head.i and token.nbor(-1).pos_ in ("NOUN", "PROPN"):
            return people.at(last.span.start)  # "deputy director for sports Jane Doe"
    if source.head.dep_ == "appos" and (person := people.at(source.sentence.offset + source.head.head.idx)):
        return person
    for child in () if source.is_plural else source.head.children:
        if child.dep_ in ("appos", "conj") and (person := people.at(source.sentence.offset + child.idx)):
            return person
    named = _person_before_cue(discourse, source)
    if named is not None:
        return named
    last = people.name_at(source.span.end - 1)
    if last is not None and is_role(source.head.text) and last.span.start > source.span.start:
        # "The spokesman for the Fire Service Jane Doe": a body's name stands right before the person's.
        beside = discourse.bodies.at(last.span.start - 2)
        if beside is not None:
            return people.at(last.span.start)
    after = discourse.text[source.span.end : source.span.end + 1]
    return people.at(source.span.end + 1) if after == " " and is_role(source.head.text) else None


def _person_before_cue(discourse: Discourse, source: Source) -> Entity | None:
    """ "One nurse at the clinic, Jane Doe, said": whom commas set apart before the cue, whatever they hang on."""
    statement = discourse.statement
    if statement is None or statement.cue is None or statement.source != source.span or source.is_plural:
        return None
    for place, person in discourse.people.mentions.places(source.span.end, statement.cue.start):
        name = discourse.people.name_at(place)
        if name is not None and discourse.text[max(place - 2, 0) : place] == ", ":
            return person if is_person_noun(source.head.text) else None
    return None


# --- descriptions of a body ----------------------------------------------------------------------------------------


def _known_body(discourse: Discourse, source: Source) -> Resolution | None:
    """Which body "the ministry", "the company" or "the ports commission" is, where that is plain."""
    for child in source.head.rights:
        beside = discourse.bodies.at(source.sentence.offset + child.idx) if child.dep_ == "appos" else None
        if beside is not None:
            return Resolution(beside, "description", estimate_certainty("name beside"))
    if not (source.is_definite or _is_of_place(source)) or source.is_plural:
        return None
    choice = choose(_BodyDescription(discourse, source).find_candidates(), DESCRIPTION_WEIGHTS, MIN_DESCRIPTION_SCORE)
    if choice is None or choice.lead < MIN_DESCRIPTION_LEAD or not isinstance(choice.who, Entity):
        return None
    discourse.add_mention(choice.who, source.span, "nominal")
    return Resolution(choice.who, "description", estimate_certainty("description", choice))


def _is_of_place(source: Source) -> bool:
    """ "The nation's oldest utility", "Ghana's oldest bank"."""
    places = load_descriptions().places
    return any(
        child.dep_ == "poss" and (child.lower_ in places or child.ent_type_ in _PLACES) for child in source.head.lefts
    )


class _BodyDescription:
    """A noun phrase for a body, and what speaks for each body that it can describe."""

    def __init__(self, discourse: Discourse, source: Source) -> None:
        self.discourse = discourse
        self.source = source
        self.noun = to_singular(source.head.lower_)
        words = (_to_plain(word) for word in _WORD.findall(source.span.of(discourse.text)))
        self.words = {word for word in words if word not in load_descriptions().empty}
        self.floor = discourse.find_floor(source.sentence, lambda entity: entity.kind in ("organisation", "event"))
        start = discourse.document.sentences[max(source.sentence.sentence_id - 1, 0)].start
        places = discourse.bodies.mentions.places(start, source.span.start)
        self.subjects = {body for place, body in places if discourse.is_subject(place)}
        self.near = discourse.paragraph_start(source.sentence, back=1)
        self.own = discourse.bodies.at(source.place)

    def find_candidates(self) -> Iterator[Candidate]:
        """Bodies whose name holds the words or whom the article calls so; near, any that the noun can be said of."""
        discourse, start = self.discourse, self.source.span.start
        known = discourse.bodies.mentions.before(start) | discourse.other_mentions.before(start)
        fits: dict[Entity, int] = {}
        for body, place in known.items():
            if not body.is_named or body.kind not in ("organisation", "event") or body is self.own:
                continue
            if self._is_called(body):
                yield self._describe(body, place, "has the role")
            elif place >= self.near and _can_be(body, self.noun):
                fits[body] = place
        for body, place in fits.items():
            alone = len(fits) == 1 and len(self.words) == 1 and self.noun not in load_descriptions().bodies
            yield self._describe(body, place, "can be said of anybody", "is the only one near" if alone else None)

    def _is_called(self, body: Entity) -> bool:
        """Whether a name of the body has all of the words, and ends in the noun, or stands beside the noun."""
        for name in body.names[:_MAX_FORMS] or [Name(body.name, self.source.span)]:
            words = [_to_plain(word) for word in _WORD.findall(name.text)]
            if words and self.words <= set(words) and self.noun in (words[-1], *_heads(words)):
                return True
        return self.noun in self.discourse.words_beside(body)

    def _describe(self, body: Entity, place: int, how: str, also: str | None = None) -> Candidate:
        sentence = self.source.sentence
        at = self.discourse.document.sentence_at(place)
        features = {
            how: 1.0,
            "spoke last in the paragraph": float(body is self.floor.entity and self.floor.is_here),
            "spoke last before it": float(body is self.floor.entity and not self.floor.is_here),
            "subject of the sentence before": float(body in self.subjects),
            "paragraphs back": min(sentence.paragraph - at.paragraph, _MAX_PARAGRAPHS),
        }
        return Candidate(body, place, features | ({also: 1.0} if also else {}))


def _heads(words: list[str]) -> list[str]:
    """The nouns before "of", "for" or "and" in a name: "ministry" of "Ministry of Food"."""
    return [word for word, following in pairwise(words) if following in _JOINING]


def _can_be(body: Entity, noun: str) -> bool:
    """Whether ``noun`` can stand for a body whose name does not say so: "the company", "the group", "the State"."""
    known = load_lexicon()
    if body.is_place or noun in load_descriptions().places:
        return body.is_place and noun in load_descriptions().places
    words = {to_singular(word.strip(".,")) for word in body.name.lower().split()}
    unmarked = not words & (known.organisations - known.companies)
    said = noun in known.companies or noun in load_descriptions().bodies
    return body.kind == "organisation" and (noun in known.generic or (said and unmarked))


def _add_nominal(discourse: Discourse, source: Source, kind: SpeakerKind) -> Entity:
    return discourse.find_or_add(source.span.of(discourse.text), kind, source.span, is_named=False)
