"""Descriptions: whom names and noun phrases stand for, such as "the minister", "the company", "three residents"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onrecord.speakers.entities import Name
from onrecord.speakers.lexicon import is_role, load_lexicon, to_singular
from onrecord.speakers.names import find_name
from onrecord.speakers.organisations import has_organisation_noun

if TYPE_CHECKING:
    from onrecord.speakers.discourse import Discourse, Source
    from onrecord.speakers.entities import Entity
    from onrecord.types import SpeakerKind

_QUANTIFIERS = frozenset({"many", "some", "others", "several", "most", "few", "both"})


def resolve_words(discourse: Discourse, source: Source) -> Entity | None:
    """Whom a name or a noun phrase stands for; a new entity where nobody known fits."""
    head = source.head
    named = _person_in(discourse, source)
    if named is not None:
        return named
    if head.pos_ == "PROPN" or (head.text[:1].isupper() and head.ent_type_):
        return _resolve_name(discourse, source)
    named = _person_beside(discourse, source)
    if named is None and source.is_definite and not source.is_plural and is_role(head.text):
        named = _person_with_role(discourse, source) or _only_person(discourse, source)
    if named is not None:
        discourse.add_mention(named, source.span, "nominal")
        return named
    return _resolve_noun(discourse, source)


def resolve_label(discourse: Discourse, source: Source) -> Entity | None:
    """Whom a transcript or a signature names: somebody of that family name, or a person not named elsewhere."""
    words = source.span.of(discourse.text)
    if has_organisation_noun(words):
        return discourse.find_or_add(words, "organisation", source.span)
    name = find_name(discourse.text, source.sentence, source.head)
    if name is None or not source.span.covers(name.span):
        name = Name(words, source.span)
    fits = [person for person in discourse.people.entities if person.names[0].core[-1:] == name.core[-1:]]
    entity = _person_in(discourse, source) or (fits[0] if len(fits) == 1 else None)
    if entity is None:
        entity = discourse.find_or_add(name.text, "person", name.span)
        entity.names = entity.names or [name]
    discourse.add_mention(entity, name.span, "short_name")
    return entity


def _resolve_noun(discourse: Discourse, source: Source) -> Entity:
    """A noun phrase that names nobody known: its noun tells what kind of speaker it is."""
    known, word = load_lexicon(), source.head.lower_
    bare = {word, to_singular(word)}
    if bare & known.documents:
        return _add_nominal(discourse, source, "document")
    if bare & known.events:
        return _known_organisation(discourse, source) or _add_nominal(discourse, source, "event")
    counted = (source.head.pos_ == "NUM" and word != "one") or word in _QUANTIFIERS
    group = source.is_plural or counted or word in known.groups or source.head.ent_type_ == "NORP"
    if not is_role(source.head.text) and not group and bare & known.organisations:
        return _known_organisation(discourse, source) or _add_nominal(discourse, source, "organisation")
    return _add_nominal(discourse, source, "group" if group else "unnamed")


def _resolve_name(discourse: Discourse, source: Source) -> Entity:
    """A proper name that is no known person's: an organisation, an event, a people, or a role before a name."""
    name = find_name(discourse.text, source.sentence, source.head)
    span = name.span if name is not None and source.span.covers(name.span) else source.span
    words = span.of(discourse.text)
    label = (discourse.labels.get(source.head.lower_) or Counter({"": 1})).most_common(1)[0][0]
    if is_role(source.head.text) or (label == "NORP" and source.head.tag_ in ("NNP", "NN") and source.is_definite):
        return _resolve_title(discourse, source)
    if label == "NORP" and source.head.tag_ in ("NNPS", "NNS"):
        return _add_nominal(discourse, source, "group")
    last = to_singular(words.split()[-1].lower())
    kind: SpeakerKind = "organisation"
    if last in load_lexicon().events:
        kind = "event"
    elif last in load_lexicon().named_documents:
        kind = "document"
    return discourse.find_or_add(words, kind, span)


def _resolve_title(discourse: Discourse, source: Source) -> Entity:
    """ "Captain Jane Doe" cut short by the parser; "the Spaniard", "the President"."""
    found = _person_beside(discourse, source) or _person_with_role(discourse, source)
    found = found or (_only_person(discourse, source) if source.is_definite else None)
    if found is None:
        return _add_nominal(discourse, source, "group" if source.is_plural else "unnamed")
    discourse.add_mention(found, source.span, "nominal")
    return found


def _person_in(discourse: Discourse, source: Source) -> Entity | None:
    """The person whose name holds the source's head."""
    return discourse.people.at(source.sentence.offset + source.head.idx)


def _person_beside(discourse: Discourse, source: Source) -> Entity | None:
    """ "The director, Jane Doe, said": the person in apposition, or right after a role without a comma."""
    people = discourse.people
    for child in () if source.is_plural else source.head.children:
        if child.dep_ == "appos" and (person := people.at(source.sentence.offset + child.idx)):
            return person
    after = discourse.text[source.span.end : source.span.end + 1]
    return people.at(source.span.end + 1) if after == " " and is_role(source.head.text) else None


def _person_with_role(discourse: Discourse, source: Source) -> Entity | None:
    """ "The minister": the one person named before whose role has that noun."""
    named = discourse.people_by_title.get(source.head.lower_, ())
    fits = [person for person in named if person.names[0].span.start < source.span.start]
    return fits[0] if len(fits) == 1 else None


def _only_person(discourse: Discourse, source: Source) -> Entity | None:
    """ "The defender": the paragraph's last speaker, where it names nobody else before."""
    named = discourse.people.named(discourse.paragraph_start(source.sentence), source.span.start)
    last = discourse.last_speakers.get(source.sentence.paragraph)
    return named[0] if len(named) == 1 and last in (named[0], None) else None


def _known_organisation(discourse: Discourse, source: Source) -> Entity | None:
    """ "The ministry", "the company": the one entity named before that the noun can stand for."""
    if not source.is_definite or len(source.span.of(discourse.text).split()) > 2:
        return None
    noun = to_singular(source.head.lower_)
    near = discourse.paragraph_start(source.sentence, back=1)
    fits = [
        entity
        for entity, place in discourse.other_mentions.before(source.span.start).items()
        if entity.is_named and (_ends_in(entity, noun) or (_can_be(entity, noun) and place >= near))
    ]
    if len(fits) != 1:
        return None
    discourse.add_mention(fits[0], source.span, "nominal")
    return fits[0]


def _ends_in(entity: Entity, noun: str) -> bool:
    """Whether an organisation's or an event's name ends in ``noun``: "the ministry" of the Ministry."""
    return entity.kind in ("organisation", "event") and to_singular(entity.name.lower().split()[-1]) == noun


def _can_be(entity: Entity, noun: str) -> bool:
    """Whether ``noun`` can stand for an organisation whose name does not end in it: "the company", "the group"."""
    known = load_lexicon()
    words = {to_singular(word.strip(".,")) for word in entity.name.lower().split()}
    unmarked = not words & (known.organisations - known.companies)
    return entity.kind == "organisation" and (noun in known.generic or (noun in known.companies and unmarked))


def _add_nominal(discourse: Discourse, source: Source, kind: SpeakerKind) -> Entity:
    return discourse.find_or_add(source.span.of(discourse.text), kind, source.span, is_named=False)
