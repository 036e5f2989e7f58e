"""The discourse of an article: who has been spoken of and who has spoken, as statements are resolved in their order.

Pronouns and descriptions ("she", "the minister") stand for whoever the text has introduced before; a model of the
discourse (Karttunen 1976, Discourse referents) keeps them at hand.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.speakers.entities import Entity, MentionIndex, People
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.types import MentionKind, Sentence, SpeakerKind, Statement

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_DEFINITE = frozenset({"the", "this", "that"})


@dataclass(frozen=True, slots=True)
class Source:
    """The words that name a source, with their head token."""

    span: Span
    head: Token
    sentence: Sentence

    @property
    def is_definite(self) -> bool:
        return any(child.lower_ in _DEFINITE for child in self.head.children)

    @property
    def is_plural(self) -> bool:
        return self.head.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in self.head.children)


@dataclass
class Discourse:
    """What is known of an article's entities up to a statement.

    ``genders`` has "he" or "she" for people of whom that is plain; ``labels`` how often the pipeline gives each word
    each entity label; ``others`` everyone but the people who are named.
    """

    document: Document
    statements: Sequence[Statement]
    labels: Mapping[str, Counter[str]]
    people: People
    genders: Mapping[Entity, str]
    others: dict[str, Entity] = field(default_factory=dict)
    other_mentions: MentionIndex = field(default_factory=MentionIndex)
    last_speakers: dict[int, Entity] = field(default_factory=dict)
    """Whoever spoke last, by the number of the paragraph."""

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def _said(self) -> list[Span]:
        return sorted(span for statement in self.statements for span in statement.spans)

    @cached_property
    def people_by_title(self) -> dict[str, list[Entity]]:
        """The people whose role has a word in its title."""
        found: defaultdict[str, list[Entity]] = defaultdict(list)
        for person in self.people.entities:
            title = person.role.title if person.role else None
            for word in dict.fromkeys((title or "").lower().replace("-", " ").split()):
                found[word].append(person)
        return found

    def is_said(self, place: int) -> bool:
        """Whether ``place`` lies within a statement."""
        index = bisect_right(self._said, place, key=lambda span: span.start) - 1
        return index >= 0 and place < self._said[index].end

    def paragraph_start(self, sentence: Sentence, *, back: int = 0) -> int:
        """Where the sentence's paragraph begins, or the one ``back`` before it."""
        sentences = self.document.sentences
        first = bisect_left(sentences, sentence.paragraph - back, key=lambda other: other.paragraph)
        return sentences[first].start

    def find_source(self, span: Span) -> Source | None:
        """The words at ``span`` with their head: the token that hangs on none of the others."""
        sentence = self.document.sentence_at(span.start)
        inside = [token for token in sentence.tokens if span.start <= sentence.offset + token.idx < span.end]
        if not inside:
            return None
        indices = {token.i for token in inside}
        head = next((token for token in inside if token.head.i not in indices or token.head.i == token.i), inside[-1])
        return Source(span, head, sentence)

    def find_or_add(self, words: str, kind: SpeakerKind, span: Span | None, *, is_named: bool = True) -> Entity:
        """The entity that is no named person, known by its words without article; unnamed ones are never merged."""
        bare = _ARTICLE.sub("", words)
        key = f"{kind}:{' '.join(bare.lower().split())}"
        if kind == "unnamed" and span is not None:
            key += f"@{span.start}"
        entity = self.others.get(key)
        if entity is None:
            at = Span(span.end - len(bare), span.end) if span is not None and bare else span
            entity = self.others[key] = Entity(bare or words, kind, is_named=is_named, name_span=at)
        if span is not None:
            self.add_mention(entity, span, "name" if is_named else "nominal")
        return entity

    def add_mention(self, entity: Entity, span: Span, kind: MentionKind) -> None:
        """Add where an entity is mentioned in other words than a person's name."""
        if span in entity.mentions:
            return
        entity.mentions[span] = kind
        if entity.kind != "person":
            self.other_mentions.add(span.start, entity)
        elif kind == "pronoun":
            self.people.mentions.add(span.start, entity)
