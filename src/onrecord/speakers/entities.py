"""Entities: the people, organisations and groups that an article speaks of, their names, and where it mentions each."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import load_given_names, load_lexicon

if TYPE_CHECKING:
    from onrecord.speakers.role import Role
    from onrecord.types import MentionKind, Span, SpeakerKind

_MAX_MENTIONS_BACK = 200
"""No question looks back over more mentions than this, so that time stays linear in the text."""
GENERATION = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NICKNAME = re.compile(r"\s(?:\"[^\"]+\"|“[^”]+”|'[^']+'|‘[^’]+’|\([^()]+\))(?=\s)")
_ARABIC_ARTICLE = re.compile(r"^(?:a[dnrst]|al|ash|el|ul)-(?=\w)")


@dataclass(frozen=True)
class Name:
    """A name as it stands in one place, without honorifics and roles before it."""

    text: str
    span: Span
    honorific: str | None = None
    is_subject: bool = False

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Its words without punctuation, initials and marks of generation included."""
        words = _NICKNAME.sub(" ", self.text).split()
        return tuple(part for word in words if (part := word.strip(".,'’‘\"“”()")))

    @property
    def is_full(self) -> bool:
        return len(self.core) > 1

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words without accents and marks of generation, in lower case, particles included."""
        return tuple(word for part in self.parts if (word := fold_word(part)) not in GENERATION)

    @cached_property
    def core(self) -> tuple[str, ...]:
        """Its words without particles and middle initials: ("leyen",) of "von der Leyen"."""
        words = self.words
        called = len(words) == 2 and self.parts[0][:1].isupper() and words[0] in load_given_names()
        kept = words if called else tuple(word for word in words if word not in load_lexicon().particles) or words
        return tuple(word for number, word in enumerate(kept) if number in (0, len(kept) - 1) or len(word) > 1)


def fold_word(word: str) -> str:
    """A word of a name in lower case, without accents and without the Arabic article: "Al-Rumaihi", "rumaihi"."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(letter)
    )
    return _ARABIC_ARTICLE.sub("", plain.replace("’", "'").replace("‑", "-"))


@dataclass(eq=False)
class Entity:
    """Whoever may speak: a person or a body with its ``names``, anyone else with its words at ``name_span``.

    ``is_place`` says of a body that its name is a country's or a town's.
    """

    name: str
    kind: SpeakerKind
    is_named: bool = True
    names: list[Name] = field(default_factory=list)
    role: Role | None = None
    pronoun: str | None = None
    mentions: dict[Span, MentionKind] = field(default_factory=dict)
    is_place: bool = False
    name_span: Span | None = None

    @cached_property
    def full(self) -> Name:
        """The fullest of a person's names that agrees with the one given most often, where it first stands.

        Of anyone else's names, the one at ``name_span``.
        """
        if self.kind != "person":
            return next((name for name in self.names if name.span == self.name_span), self.names[0])
        full = [name for name in self.names if name.is_full and not name.honorific]
        full = full or [name for name in self.names if name.is_full] or self.names
        counts = Counter(name.core for name in full)
        usual = min(full, key=lambda name: (-counts[name.core], name.span.start)).core
        agreeing = [name for name in full if name.core[-1:] == usual[-1:] and set(usual) <= set(name.core)]
        return min(agreeing or full, key=lambda name: (-len(name.text.split()), name.span.start))


class MentionIndex:
    """Where entities are mentioned, in the order of the text."""

    def __init__(self) -> None:
        self._places: list[tuple[int, Entity]] = []

    def add(self, place: int, entity: Entity) -> None:
        """Add that ``entity`` is mentioned at ``place``."""
        insort(self._places, (place, entity), key=itemgetter(0))

    def before(self, place: int, since: int = 0) -> dict[Entity, int]:
        """The last place before ``place``, and not before ``since``, of each entity; the latest entity last."""
        high = bisect_left(self._places, place, key=itemgetter(0))
        low = max(bisect_left(self._places, since, key=itemgetter(0)), high - _MAX_MENTIONS_BACK)
        found: dict[Entity, int] = {}
        for start, entity in self._places[low:high]:
            found.pop(entity, None)
            found[entity] = start
        return found

    def places(self, start: int, end: int) -> list[tuple[int, Entity]]:
        """Every place from ``start`` on and before ``end`` where an entity is mentioned, the last of them if many."""
        low, high = (bisect_left(self._places, place, key=itemgetter(0)) for place in (start, end))
        return self._places[max(low, high - _MAX_MENTIONS_BACK) : high]


class NameIndex:
    """Entities by where the article names them; ``mentions`` takes in what else stands for them once it is resolved."""

    def __init__(self, entities: list[Entity]) -> None:
        self.entities = entities
        named = [(name, entity) for entity in entities for name in entity.names]
        named.sort(key=lambda entry: entry[0].span)
        self._names = [name for name, _ in named]
        self._spans = [name.span for name in self._names]
        self._named = [entity for _, entity in named]
        self._starts = [span.start for span in self._spans]
        self.mentions = MentionIndex()
        for start, entity in zip(self._starts, self._named, strict=True):
            self.mentions.add(start, entity)

    def at(self, place: int) -> Entity | None:
        """The entity whose name holds ``place``."""
        index = bisect_right(self._starts, place) - 1
        return self._named[index] if index >= 0 and place < self._spans[index].end else None

    def name_at(self, place: int) -> Name | None:
        """The name that holds ``place``."""
        index = bisect_right(self._starts, place) - 1
        return self._names[index] if index >= 0 and place < self._spans[index].end else None

    def before(self, place: int, since: int = 0) -> dict[Entity, int]:
        """The last place before ``place``, and not before ``since``, of each entity; the latest entity last."""
        return self.mentions.before(place, since)

    def named(self, start: int, end: int) -> list[Entity]:
        """Whoever is named from ``start`` on and before ``end``, the last first, each once."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(dict.fromkeys(self._named[max(low, high - _MAX_MENTIONS_BACK) : high][::-1]))


class People(NameIndex):
    """Everyone whom an article names, and where."""


class Bodies(NameIndex):
    """Every organisation, and every place that may act as one, which an article names, and where.

    ``entity.name`` is the fullest name that the article gives it, at ``entity.name_span``.
    """
