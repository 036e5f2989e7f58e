"""Resolution of speakers: from the sources of statements to who makes each, and every place where they are named."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.speakers.bodies import find_bodies
from onrecord.speakers.descriptions import resolve_label, resolve_words
from onrecord.speakers.discourse import Discourse
from onrecord.speakers.name_kinds import count_labels, decide_kinds
from onrecord.speakers.name_reader import read_proper_names
from onrecord.speakers.names import find_people, is_speaker_label
from onrecord.speakers.pronouns import find_genders, is_pronoun, resolve_pronoun
from onrecord.speakers.roles import RoleReader
from onrecord.speakers.scoring import Resolution, estimate_certainty
from onrecord.types import Mention, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.nlp.document import Document
    from onrecord.speakers.entities import Entity
    from onrecord.speakers.nominals import Source
    from onrecord.types import MentionKind, Span, SpeakerEvidence, SpeakerKind, Statement

_UNNAMED = "Source not stated"


@dataclass(frozen=True)
class ResolvedSpeakers:
    """The speakers of an article, where each is named, and who makes each statement (``speaker_of[i]``).

    Beside it ``evidence_of[i]``, how that speaker was found, and ``certainty_of[i]``, how likely it is the right one,
    from 0 to 1.
    """

    speakers: list[Speaker]
    mentions: list[Mention]
    speaker_of: list[str | None]
    evidence_of: list[SpeakerEvidence | None]
    certainty_of: list[float]


def resolve_speakers(document: Document, statements: Sequence[Statement]) -> ResolvedSpeakers:
    """Find out who makes each statement, and what the article tells of them.

    Ids of people and named organisations are slugs of their names, the same in every article; ids of everyone else end
    in ``@`` and the article's id. A pronoun or a noun phrase that stands for nobody known leaves its statement
    without a speaker.
    """
    labels = count_labels(document)
    names = read_proper_names(document)
    kinds = decide_kinds(document, names.all, labels)
    people = find_people(document, names.all, kinds)
    bodies = find_bodies(document, names.all, kinds, people)
    roles = RoleReader(document, labels, kinds, bodies)
    for person in people.entities:
        person.role = roles.find_best(person)
    genders = find_genders(people, document)
    discourse = Discourse(document, statements, labels, names, people, bodies, genders)
    found: list[Resolution] = []
    for number, statement in enumerate(statements):
        discourse.statement = statement
        resolution = _resolve_statement(discourse, statement)
        found.append(resolution)
        if resolution.entity is not None and statement.source is not None:
            discourse.take_floor(statement, resolution.entity)
            discourse.speakers[number] = resolution.entity
    return _to_speakers(document, found, roles)


def _resolve_statement(discourse: Discourse, statement: Statement) -> Resolution:
    """Who makes a statement: its source, or the one who goes on where no source stands with it."""
    if statement.source is None:
        return Resolution(discourse.find_or_add(_UNNAMED, "unnamed", None))
    source = discourse.find_source(statement.source)
    if source is None:
        return Resolution(None)
    found = discourse.resolved.get(source.span) or _resolve_source(discourse, statement, source)
    discourse.resolved[source.span] = found
    first, last = (discourse.document.sentence_at(place) for place in (statement.start, statement.end - 1))
    if found.entity is None or first.start <= source.span.start < last.end:
        return found
    return Resolution(found.entity, "floor", found.certainty * estimate_certainty("floor"))


def _resolve_source(discourse: Discourse, statement: Statement, source: Source) -> Resolution:
    if statement.cue is None and is_speaker_label(discourse.text, source.span):
        return resolve_label(discourse, source)
    return resolve_pronoun(discourse, source) if is_pronoun(discourse, source) else resolve_words(discourse, source)


def _to_speakers(document: Document, found: Sequence[Resolution], roles: RoleReader) -> ResolvedSpeakers:
    entities = [resolution.entity for resolution in found]
    ids: dict[Entity, str] = {}
    speakers: list[Speaker] = []
    mentions: list[Mention] = []
    for entity in dict.fromkeys(entity for entity in entities if entity is not None):
        speaker = _to_speaker(document, entity, set(ids.values()), roles)
        ids[entity] = speaker.speaker_id
        speakers.append(speaker)
        mentions += _to_mentions(entity, speaker.speaker_id)
    mentions.sort(key=lambda mention: (mention.span, mention.speaker_id))
    return ResolvedSpeakers(
        speakers,
        mentions,
        speaker_of=[ids[entity] if entity is not None else None for entity in entities],
        evidence_of=[resolution.evidence for resolution in found],
        certainty_of=[resolution.certainty for resolution in found],
    )


def _to_speaker(document: Document, entity: Entity, taken: set[str], roles: RoleReader) -> Speaker:
    text = document.text
    is_person = entity.kind == "person"
    span = entity.full.span if is_person else entity.name_span
    name = span.of(text) if span is not None else entity.name
    kind = entity.kind if entity.is_named else "unnamed"
    base, number = make_speaker_id(name, kind, document.article.article_id), 2
    key = base
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    role = roles.find_of_person(entity) if is_person else roles.find_of_others(entity)
    return Speaker(
        speaker_id=key,
        name=name,
        kind=entity.kind,
        name_span=span,
        role=role.title if role else None,
        role_is_former=role.is_former if role and role.title else None,
        role_span=role.span if role and role.title else None,
        organisation=role.organisation.of(text) if role and role.organisation else None,
        organisation_span=role.organisation if role else None,
        parent_organisation=role.parent.of(text) if role and role.parent else None,
        country=role.country if role else None,
        pronoun=entity.pronoun,
    )


def _to_mentions(entity: Entity, speaker_id: str) -> list[Mention]:
    places: dict[Span, MentionKind] = dict(entity.mentions)
    for name in entity.names:
        places[name.span] = "name" if name.core == entity.full.core else "short_name"
    return [Mention(speaker_id, kind, span) for span, kind in places.items()]


def make_speaker_id(name: str, kind: SpeakerKind, article_id: str) -> str:
    """The id of a speaker: of people and organisations the same in every article, of others within this one."""
    return slugify(name) if kind in ("person", "organisation") else f"{slugify(name)}@{article_id}"


def slugify(name: str) -> str:
    """A name as an id: ASCII letters and digits in lower case, joined by hyphens; other scripts stay as they are."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", plain.lower()).strip("-") or "speaker"
