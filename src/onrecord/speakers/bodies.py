"""Bodies: every organisation that an article names, and which of its names are one body's.

The fullest name comes first; "Olambe" after "Olambe Steel", "the Times" after "the New York Times", "the Finance
Ministry" and "IFT" for the Institute for Fair Transport are names of it. Company forms keep companies apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from onrecord.speakers.entities import Bodies, Entity, Name, fold_word
from onrecord.speakers.joined_names import find_acronym, make_initials, to_letters
from onrecord.speakers.lexicon import load_countries, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.nlp.document import Document
    from onrecord.speakers.entities import People
    from onrecord.speakers.name_kinds import NameKind
    from onrecord.speakers.proper_names import ProperName

_OWNED = re.compile(r"['’]s? (?:campaign|camp)$")
_MAX_NAMESAKES = 50  # bodies that share a word, looked at for a new name
_MIN_SPOKEN = 3  # letters of an acronym with a single capital that needs no parenthesis
_MAX_REST = 3  # words of a full name that its short form leaves out
_CAMPS = frozenset({"campaign", "camp", "team", "transition"})


def find_bodies(
    document: Document, names: Sequence[ProperName], kinds: Mapping[str, NameKind], people: People
) -> Bodies:
    """Every body that the article names, whether it speaks or not."""
    register = _Register(document.text)
    free = [name for name in names if people.at(name.span.start) is None and not _is_other(name)]
    for name in sorted(free, key=lambda name: (name.sentence.is_headline, -len(name.parts), name.span.start)):
        register.add(name, kinds[name.text])
    for entity in register.entities:
        _set_full_name(entity)
    return Bodies(register.entities)


def _is_other(name: ProperName) -> bool:
    """Whether a name is an event's or a document's by its last word, or only titles."""
    known, last = load_lexicon(), name.words[-1]
    if name.joint:
        return False
    other = last in known.events or last in known.named_documents
    return other and last not in known.organisations


class _Register:
    """Tells whose name a name is, given the longest names first."""

    def __init__(self, text: str) -> None:
        self.entities: list[Entity] = []
        self._text = text
        self._by_key: dict[tuple[frozenset[str], str], Entity] = {}
        self._by_first: defaultdict[str, list[tuple[tuple[str, ...], Entity]]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[tuple[tuple[str, ...], Entity]]] = defaultdict(list)
        self._by_acronym: defaultdict[str, dict[Entity, None]] = defaultdict(dict)
        self._by_initials: defaultdict[str, dict[Entity, None]] = defaultdict(dict)
        self._first: dict[Entity, int] = {}
        self._has_acronym: set[Entity] = set()

    def add(self, name: ProperName, kind: NameKind) -> None:
        """Add a name to the body that it names, or to a new one; a name of no body is left out."""
        words, form = _split_form(name)
        entity = self._find_same(words, form) or self._find_longer(name, words, kind)
        if entity is None:
            if kind not in ("organisation", "place"):
                return
            entity = Entity(name.text, "organisation", is_place=kind == "place")
            self.entities.append(entity)
            self._first[entity] = name.span.start
        elif not name.sentence.is_headline:
            self._first[entity] = min(self._first[entity], name.span.start)
        entity.names.append(Name(name.text, name.span))
        self._index(name, words, form, entity)

    def _index(self, name: ProperName, words: tuple[str, ...], form: str, entity: Entity) -> None:
        key = (_make_key(words), form)
        if key not in self._by_key:
            self._by_key[key] = entity
            self._by_key.setdefault((key[0], ""), entity)
            self._by_first[words[0]].append((words, entity))
            if name.stem:
                self._by_stem[name.stem].append((words, entity))
            if len(name.parts) > 1:
                for letters in make_initials(name.text.lower().split()):
                    self._by_initials[letters][entity] = None
        acronym = find_acronym(self._text, name.span)
        if acronym:
            self._by_acronym[to_letters(acronym)][entity] = None
            self._has_acronym.add(entity)

    def _find_same(self, words: tuple[str, ...], form: str) -> Entity | None:
        key = _make_key(words)
        found = self._by_key.get((key, form))
        if found is None and not form:
            found = self._by_key.get((key, ""))
        return found

    def _find_longer(self, name: ProperName, words: tuple[str, ...], kind: NameKind) -> Entity | None:
        """The one body of a longer name for which this one is short."""
        if name.joint == "camp":
            return None
        found = self._find_acronym(name) if len(words) == 1 else None
        return found or self._find_by_first(name, words, kind) or self._find_by_stem(name, words)

    def _find_acronym(self, name: ProperName) -> Entity | None:
        letters = to_letters(name.text)
        if len(letters) < 2:
            return None
        fits = list(self._by_acronym[letters])
        # "Nasa", "Unicef": in some papers an acronym that is spoken as a word has one capital.
        capitals = sum(letter.isupper() for letter in name.text) > 1 or len(letters) > _MIN_SPOKEN
        if not fits and capitals:
            fits = [entity for entity in self._by_initials[letters] if entity not in self._has_acronym]
            if name.text in load_countries():
                fits = [entity for entity in fits if entity.is_place]
        return fits[0] if len(fits) == 1 else None

    def _find_by_first(self, name: ProperName, words: tuple[str, ...], kind: NameKind) -> Entity | None:
        """ "Olambe" after "Olambe Steel": the first words alone, where no other body begins so."""
        known = load_lexicon()
        if kind == "place" or name.stem or name.text in load_countries() or name.text.isupper():
            return None
        if len(words) == 1 and (words[0] in known.shared_words or words[0] in known.fields):
            return None
        fits = {
            entity: full
            for full, entity in self._by_first[words[0]][:_MAX_NAMESAKES]
            if len(words) < len(full) <= len(words) + _MAX_REST and full[: len(words)] == words
        }
        if len(fits) != 1:
            return None
        entity = next(iter(fits))
        return entity if self._first[entity] < name.span.start or name.sentence.is_headline else None

    def _find_by_stem(self, name: ProperName, words: tuple[str, ...]) -> Entity | None:
        """ "The Times" after "the New York Times", "the Centre" after "the Centre for …"."""
        if not name.stem or not (name.is_definite or len(words) > 1):
            return None
        fits = {
            entity: None
            for full, entity in self._by_stem[name.stem][:_MAX_NAMESAKES]
            if len(full) > len(words)
            and (full[-len(words) :] == words or (len(words) == 1 and full[0] == words[0]))
            and (self._first[entity] < name.span.start or name.sentence.is_headline)
        }
        return next(iter(fits)) if len(fits) == 1 else None


def _make_key(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset("campaign" if number and word in _CAMPS else word for number, word in enumerate(words))


def _split_form(name: ProperName) -> tuple[tuple[str, ...], str]:
    """A name's words without its company form, and that: ("olambe", "steel") and "ltd"."""
    if name.joint == "camp":
        return (fold_word(name.words[-1]), name.stem), ""  # "the Jane Doe campaign" is "the Doe campaign"
    words = tuple(fold_word(word).removesuffix(".com") for word in name.words)
    known = load_lexicon().suffixes
    end = len(words)
    while end > 1 and words[end - 1] in known:
        end -= 1
    return words[:end], words[-1] if end < len(words) else ""


def _set_full_name(entity: Entity) -> None:
    # "Doe campaign" before "Doe's campaign".
    names = [name for name in entity.names if not _OWNED.search(name.text)] or entity.names
    full = min(names, key=lambda name: (-len(name.text.split()), -len(name.text), name.span.start))
    entity.name, entity.name_span = full.text, full.span
