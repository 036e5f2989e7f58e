"""Names of people: which proper names are people's, and which of them are one person's.

Full names are read first; a name that shares its first or last word with one of them is a short form of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.speakers.entities import Entity, Name, People
from onrecord.speakers.lexicon import load_countries, load_given_names, load_lexicon
from onrecord.speakers.name_reader import is_title_case
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.nlp.document import Document
    from onrecord.speakers.name_kinds import NameKind
    from onrecord.speakers.proper_names import ProperName
    from onrecord.types import Sentence

_MAX_NAMESAKES = 50  # people who share a word of their names, looked at for a new name
_MAX_FORMS = 20  # ways to write one person's name
_MAX_LOOK = 200  # characters after a surname in which its pronoun may stand
_IN_PLACES = frozenset({"in", "at", "from", "near", "to", "across", "around", "outside", "of"})
_PRONOUN = re.compile(r"\b(?:he|his|him|she|her)\b")
_LOWER = re.compile(r"(?<![\w'’-])[a-z][\w'’-]+")


def is_speaker_label(text: str, span: Span) -> bool:
    """Whether a name stands before a colon or after a dash, alone: a turn of a transcript, a signature."""
    before, after = text[max(span.start - 3, 0) : span.start].rstrip()[-1:], text[span.end : span.end + 64]
    return before in ("—", "–", "―") or after.startswith(":") or (after.startswith(" (") and "):" in after)


def is_same_person(short: Name, full: Name) -> bool:
    """Whether ``short`` can stand for the person that ``full`` names.

    A family name may come first or last ("Tran Quoc Bao", "Lucy Tran"); a full name must agree in its first and last
    word, so that people who share a surname are kept apart.
    """
    if not short.core or not full.core:
        return False
    if 1 < len(short.words) < len(full.words) and short.words == full.words[-len(short.words) :]:
        return True  # "von der Leyen", "Reyes Montoya"
    if short.is_full:
        return short.core == full.core or (short.core[0] == full.core[0] and short.core[-1] == full.core[-1])
    word = short.core[0]
    if short.honorific:
        return word in (full.core[-1], full.core[0])
    return word in full.core


def to_name(name: ProperName) -> Name:
    """A proper name as a person's."""
    head = name.head
    honorific = name.title if name.title in load_lexicon().honorifics else None
    return Name(name.text, name.span, honorific, head is not None and head.dep_ in ("nsubj", "nsubjpass"))


def find_people(document: Document, names: Sequence[ProperName], kinds: Mapping[str, NameKind]) -> People:
    """Every person that the article names, whether they speak or not: pronouns need them all."""
    seen = [(to_name(name), name.sentence) for name in names if kinds[name.text] == "person"]
    full: dict[str, dict[tuple[str, ...], Name]] = {part: {} for name, _ in seen for part in name.core}
    for name, _ in seen:
        if name.is_full:
            for part in name.core:
                full[part][name.core] = name
    register = _Register(document)
    seen = [(_without_opener(name, sentence, full), sentence) for name, sentence in seen]
    seen += [(to_name(name), name.sentence) for name in names if _is_short_form(name, kinds[name.text], full)]
    for name, _ in sorted(seen, key=lambda entry: (not entry[0].is_full, entry[0].span.start)):
        entity = register.add(name)
        entity.pronoun = entity.pronoun or _get_pronoun(name)
    _add_headlines(document, register.entities)
    return People(register.entities)


def _is_short_form(name: ProperName, kind: NameKind, full: Mapping[str, Mapping[tuple[str, ...], Name]]) -> bool:
    """Whether a single word that is nothing for certain is the first or last name of somebody with a full name."""
    core = to_name(name).core
    if kind == "person" or len(core) != 1 or name.joint or name.stem or (name.text.isupper() and kind != "other"):
        return False
    word = core[0]
    surname = any(word in (core[0], core[-1]) for core in full.get(word, ()))
    known = name.text in load_countries() or name.text in load_lexicon().regions
    if known or (kind == "place" and _stands_in_place(name)):
        return False
    return surname and not (kind == "organisation" and name.is_definite)


def _stands_in_place(name: ProperName) -> bool:
    """Whether a preposition of place is before a name: "in London", "from Paris"."""
    head = name.head
    return head is not None and head.dep_ == "pobj" and head.head.lower_ in _IN_PLACES


class _Register:
    """Tells whose name a name is, given full names first and then in the order of the text."""

    def __init__(self, document: Document) -> None:
        self.entities: list[Entity] = []
        self._document = document
        self._order: dict[Entity, int] = {}
        self._by_word: defaultdict[str, dict[Entity, None]] = defaultdict(dict)
        self._forms: defaultdict[Entity, dict[tuple[str, ...], Name]] = defaultdict(dict)
        self._starts: defaultdict[tuple[Entity, bool], list[int]] = defaultdict(list)

    def add(self, name: Name) -> Entity:
        """The person whom ``name`` names, a new one where nobody fits."""
        entity = self._named(name)
        if entity is None:
            entity = Entity(name.text, "person")
            self._order[entity] = len(self.entities)
            self.entities.append(entity)
        entity.names.append(name)
        insort(self._starts[entity, name.is_subject], name.span.start)
        forms = self._forms[entity]
        if name.words not in forms and len(forms) < _MAX_FORMS:
            forms[name.words] = name
            for word in name.core:
                self._by_word[word][entity] = None
        return entity

    def _named(self, name: Name) -> Entity | None:
        """Of several people whom a surname fits, whoever was the last subject before it."""
        words = dict.fromkeys((name.core[0], name.core[-1])) if name.core else {}
        near = dict.fromkeys(entity for word in words for entity in islice(self._by_word[word], _MAX_NAMESAKES))
        fits = [entity for entity in near if any(_fits(name, form) for form in self._forms[entity].values())]
        fits = [entity for entity in fits if _agrees(_get_pronoun(name), entity)]
        if len(fits) < 2 or name.is_full:
            return min(fits, key=self._order.__getitem__, default=None)
        surnamed = [entity for entity in fits if self._has_surname(entity, name.core[0])] or fits
        pronoun = self._find_pronoun_after(name)
        surnamed = [entity for entity in surnamed if _agrees(pronoun, entity)] or surnamed
        last = max(surnamed, key=lambda entity: self._last_before(entity, name.span.start))
        _, place = self._last_before(last, name.span.start)
        return last if self._is_near(place, name.span.start) else self._find_main(surnamed, name.span.start)

    def _find_pronoun_after(self, name: Name) -> str | None:
        """ "He" or "she" where the name is a subject and its sentence goes on with one of them first."""
        if not name.is_subject:
            return None
        end = min(self._document.sentence_at(name.span.start).end, name.span.end + _MAX_LOOK)
        found = _PRONOUN.search(self._document.text, name.span.end, end)
        return None if found is None else "he" if found.group() in ("he", "his", "him") else "she"

    def _is_near(self, place: int, other: int) -> bool:
        """Whether two places are in one paragraph."""
        if place < 0:
            return False
        return self._document.sentence_at(place).paragraph == self._document.sentence_at(other).paragraph

    def _find_main(self, entities: Sequence[Entity], place: int) -> Entity:
        """Whom a surname alone means further on: whoever was introduced first."""
        before = [entity for entity in entities if entity.names[0].span.start < place]
        return min(before or entities, key=lambda entity: entity.names[0].span.start)

    def _has_surname(self, entity: Entity, word: str) -> bool:
        return any(form.core[-1] == word for form in self._forms[entity].values())

    def _last_before(self, entity: Entity, place: int) -> tuple[bool, int]:
        for is_subject in (True, False):
            starts = self._starts[entity, is_subject]
            if (index := bisect_left(starts, place)) > 0:
                return is_subject, starts[index - 1]
        return False, -1


def _get_pronoun(name: Name) -> str | None:
    """The pronoun that a form of address implies."""
    return load_lexicon().honorifics.get(name.honorific) if name.honorific else None


def _agrees(pronoun: str | None, entity: Entity) -> bool:
    """Whether a pronoun can stand for somebody: "Mrs. Quill" is no Rory."""
    theirs = entity.pronoun or load_given_names().get(entity.names[0].core[0] if entity.names[0].is_full else "", "")
    return not pronoun or not theirs or pronoun == theirs


def _fits(name: Name, form: Name) -> bool:
    return is_same_person(name, form) or (is_same_person(form, name) and form.is_full == name.is_full)


def _without_opener(name: Name, sentence: Sentence, full: dict[str, dict[tuple[str, ...], Name]]) -> Name:
    """A name without a first word that only looks like part of it: "Echoing Tran", "Rival Jane Doe".

    What is left must be another full name of the article, or at the beginning of a sentence the short form of one;
    ``full`` has them by their words.
    """
    first, _, rest = name.text.partition(" ")
    if not rest or first.lower() in load_given_names() or name.honorific:
        return name
    start = name.span.end - len(rest)
    shorter = Name(rest, Span(start, name.span.end), is_subject=name.is_subject)
    opens = name.span.start == sentence.start
    if not shorter.core or not (shorter.is_full or opens):
        return name
    others = full.get(shorter.core[0], {}).items()
    return shorter if any(core != name.core and is_same_person(shorter, other) for core, other in others) else name


def _add_headlines(document: Document, people: Sequence[Entity]) -> None:
    """Add where headlines in title case name a known person, by full name or by a surname that is no common word."""
    headlines = [sentence for sentence in document.sentences if is_title_case(document.text, sentence)]
    if not headlines:
        return
    common = set(_LOWER.findall(document.text))
    by_word: defaultdict[str, dict[Entity, None]] = defaultdict(dict)
    for entity in people:
        for word in entity.full.text.split():
            by_word[word][entity] = None
    for sentence in headlines:
        for entity, span in _find_in_headline(document.text, sentence, by_word, common):
            entity.names.append(Name(span.of(document.text), span))


def _find_in_headline(
    text: str, sentence: Sentence, by_word: Mapping[str, Mapping[Entity, None]], common: set[str]
) -> Iterator[tuple[Entity, Span]]:
    reached = sentence.start
    for match in re.finditer(r"[^\s,;:.!?'’\"“”]+", text[sentence.start : sentence.end]):
        start = sentence.start + match.start()
        if start < reached:
            continue
        word = match.group()
        known = list(islice(by_word.get(word, ()), _MAX_NAMESAKES))
        whole = [entity for entity in known if text.startswith(entity.full.text, start)]
        surnamed = [entity for entity in known if entity.full.is_full and entity.full.text.split()[-1] == word]
        if whole:
            best = max(whole, key=lambda entity: len(entity.full.text))
            reached = start + len(best.full.text)
            yield best, Span(start, reached)
        elif len(surnamed) == 1 and word.lower() not in common:
            reached = start + len(word)
            yield surnamed[0], Span(start, reached)
