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
from typing import TYPE_CHECKING, NamedTuple

from onrecord.speakers.entities import Bodies, Entity, MentionIndex, People
from onrecord.speakers.lexicon import is_role, load_lexicon
from onrecord.speakers.nominals import COPULAS, SUBJECTS, Nominals, Source, is_person_noun
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from onrecord.nlp.document import Document
    from onrecord.speakers.proper_names import ProperNames
    from onrecord.speakers.scoring import Resolution
    from onrecord.types import MentionKind, Sentence, SpeakerKind, Statement

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
PARTS_OF_NAME = ("compound", "nmod", "amod", "appos")
_AGE_AFTER = re.compile(r",? ?[,(] ?(\d{1,3})(?=[,.;:)—–])")
_MAX_NAMES_READ = 50
"""Places of one person's name that are read for what they say of them."""
_MAX_PARAGRAPHS_BACK = 3
"""Paragraphs between whoever spoke last and the words that lead back to them."""
_MAX_SPEAKERS_BACK = 20
"""Statements of a paragraph that are searched for whoever fits."""


class Floor(NamedTuple):
    """Who spoke last of those who fit, what they said, whether in the same paragraph, and whether last of all."""

    entity: Entity | None
    statement: Statement | None
    is_here: bool
    is_last: bool


@dataclass
class Discourse:
    """What is known of an article's entities up to a statement.

    ``genders`` has "he" or "she" for people of whom that is plain; ``labels`` how often the pipeline gives each word
    each entity label; ``others`` everyone but the people and bodies that are named.
    """

    document: Document
    statements: Sequence[Statement]
    labels: Mapping[str, Counter[str]]
    names: ProperNames
    people: People
    bodies: Bodies
    genders: Mapping[Entity, str]
    others: dict[str, Entity] = field(default_factory=dict)
    other_mentions: MentionIndex = field(default_factory=MentionIndex)
    floors: defaultdict[int, list[tuple[Entity, Statement]]] = field(default_factory=lambda: defaultdict(list))
    """Who spoke, and what they said, in turn, by the number of the paragraph."""
    speakers: dict[int, Entity] = field(default_factory=dict)
    """Who makes each statement, by its number."""
    resolved: dict[Span, Resolution] = field(default_factory=dict)
    """Who each source is, by its words."""
    certainties: dict[Entity | None, float] = field(default_factory=dict)
    """How sure it is that somebody is who their own words say, by which others are led back to them."""
    sources: dict[int, Entity] = field(default_factory=dict)
    """Whom the source whose head stands at a place was found to be."""
    unnamed: defaultdict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    """Speakers without a name, by the noun that brings them in."""
    _beside: dict[Entity, set[str]] = field(default_factory=dict)
    statement: Statement | None = None
    """The statement whose source is being resolved."""

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def nominals(self) -> Nominals:
        """Whom and what the sentences speak of without a name."""
        return Nominals(self.people)

    @cached_property
    def _said(self) -> list[tuple[Span, int]]:
        """The parts of the statements in the order of the text, each with the number of its statement."""
        return sorted((span, number) for number, one in enumerate(self.statements) for span in one.spans)

    @cached_property
    def people_by_noun(self) -> Mapping[str, list[Entity]]:
        """The people by the nouns that the article says of them: their role's, and what stands beside their names."""
        found: defaultdict[str, dict[Entity, None]] = defaultdict(dict)
        for person in self.people.entities:
            title = person.role.title if person.role else None
            words = (title or "").lower().replace("-", " ").rstrip(".").split()
            for word in words:
                if is_role(word) or word == words[-1]:
                    found[word][person] = None
            for word in self.words_beside(person):
                if word in load_lexicon().abbreviations or is_person_noun(word):
                    found[word][person] = None
        return {word: list(people) for word, people in found.items()}

    def words_beside(self, entity: Entity) -> set[str]:
        """What sentences say of somebody beside a name, in lower case: "Ohio Sen. Jane Doe", "Jane Doe, a former aide".

        The nouns, and the words that go with these.
        """
        found = self._beside.get(entity)
        if found is None:
            names = entity.names[:_MAX_NAMES_READ]
            found = self._beside[entity] = {word for name in names for word in self._read_beside(name.span)}
        return found

    def _read_beside(self, name: Span) -> Iterator[str]:
        last = self.document.token_at(name.start)
        while last is not None and last.dep_ in PARTS_OF_NAME and last.head.i > last.i:
            last = last.head
        if last is None:
            return
        offset = self.document.sentence_at(name.start).offset
        beside = [child for child in last.children if child.dep_ in ("appos", "compound", "nmod")]
        if last.dep_ == "appos":
            beside.append(last.head)
        if last.dep_ in SUBJECTS and last.head.lemma_ in COPULAS:
            beside += [child for child in last.head.children if child.dep_ == "attr"]
        for noun in beside:
            if noun.tag_ == "NNS" or name.start <= offset + noun.idx < name.end:
                continue
            for token in (noun, *(child for child in noun.lefts if child.dep_ in ("compound", "nmod", "amod", "poss"))):
                yield token.lower_.rstrip(".")

    @cached_property
    def people_by_age(self) -> Mapping[str, list[Entity]]:
        """The people by the age that stands with their names: "Jane Doe, 28,"."""
        found: defaultdict[str, list[Entity]] = defaultdict(list)
        for person in self.people.entities:
            for name in person.names[:_MAX_NAMES_READ]:
                age = _AGE_AFTER.match(self.text, name.span.end)
                if age is not None:
                    found[age.group(1)].append(person)
                    break
        return found

    def is_subject(self, place: int) -> bool:
        """Whether the name at ``place`` is a subject, or what a subject is said to be."""
        head = self.document.token_at(place)
        while head is not None and head.dep_ in PARTS_OF_NAME and head.head.i != head.i:
            head = head.head
        return head is not None and (head.dep_ in SUBJECTS or head.dep_ == "attr")

    def is_said(self, place: int) -> bool:
        """Whether ``place`` lies within a statement."""
        return self._statement_at(place) is not None

    def _statement_at(self, place: int) -> int | None:
        index = bisect_right(self._said, place, key=lambda part: part[0].start) - 1
        return self._said[index][1] if index >= 0 and place < self._said[index][0].end else None

    def is_own(self, place: int) -> bool:
        """Whether ``place`` lies within the statement whose source is being resolved."""
        statement = self.statement
        return statement is not None and any(span.start <= place < span.end for span in statement.spans)

    def take_floor(self, statement: Statement, entity: Entity) -> None:
        """Note that ``entity`` is the last who has spoken."""
        self.floors[self.document.sentence_at(statement.start).paragraph].append((entity, statement))

    def find_floor(self, sentence: Sentence, fits: Callable[[Entity], bool] | None = None) -> Floor:
        """Whoever of those who fit spoke last, in the sentence's paragraph or else shortly before it."""
        is_last = True
        for number in range(sentence.paragraph, sentence.paragraph - _MAX_PARAGRAPHS_BACK - 1, -1):
            for entity, statement in self.floors.get(number, [])[: -_MAX_SPEAKERS_BACK - 1 : -1]:
                if fits is None or fits(entity):
                    return Floor(entity, statement, number == sentence.paragraph, is_last)
                is_last = False
        return Floor(None, None, is_here=False, is_last=False)

    def sentences_before(self, sentence: Sentence, *, back: int, most: int) -> Sequence[Sentence]:
        """The sentence and up to ``most`` before it, of its paragraph and the ``back`` before that."""
        sentences = self.document.sentences
        first = max(bisect_left(sentences, sentence.paragraph - back, key=lambda other: other.paragraph), 0)
        return sentences[max(first, sentence.sentence_id - most) : sentence.sentence_id + 1]

    def find_speaker_at(self, place: int) -> Entity | None:
        """Whoever makes the statement that ``place`` lies within, if that is known yet."""
        number = self._statement_at(place)
        return self.speakers.get(number) if number is not None else None

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
        else:
            self.people.mentions.add(span.start, entity)
