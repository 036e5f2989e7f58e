"""People: everyone whom an article names, with all the places where it does."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import countries, given_names, is_role, lexicon
from onrecord.speakers.names import Name, is_body, name_at, same_person
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from onrecord.speakers.roles import Role, Roles
    from onrecord.types import MentionKind, Sentence, SpeakerKind

_OTHERS = ("ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW")
_FURTHEST = 200  # names back from a pronoun
_MOST_NAMESAKES = 50  # people who share a word of their names, looked at for a new name
_MOST_FORMS = 20  # ways to write one person's name
_SURE = 2  # times that the pipeline must call a name something else before a first name counts for nothing
_MOST_PARTS = 5  # words of a name that the pipeline does not know as a person's


@dataclass(eq=False)
class NamedEntity:
    """A speaker in the making: a person by its ``names``, anyone else by its words at ``name_span``."""

    name: str
    kind: SpeakerKind
    is_named: bool = True
    names: list[Name] = field(default_factory=list)
    role: Role | None = None
    pronoun: str | None = None
    mentions: dict[Span, MentionKind] = field(default_factory=dict)
    name_span: Span | None = None

    @cached_property
    def full(self) -> Name:
        """The full name that the article gives a person most often, where it first does; else any name."""
        full = [name for name in self.names if name.is_full and not name.honorific]
        full = full or [name for name in self.names if name.is_full] or self.names
        counts = Counter(name.core for name in full)
        return min(full, key=lambda name: (-counts[name.core], name.span.start))


class Places:
    """Where members are spoken of, in order. No question looks further back than ``_FURTHEST`` places."""

    def __init__(self) -> None:
        self._places: list[tuple[int, NamedEntity]] = []

    def note(self, place: int, member: NamedEntity) -> None:
        """Remember that ``member`` is spoken of at ``place``."""
        insort(self._places, (place, member), key=itemgetter(0))

    def before(self, place: int, since: int = 0) -> dict[NamedEntity, int]:
        """The last place before ``place``, and not before ``since``, of each member; the latest member last."""
        high = bisect_left(self._places, place, key=itemgetter(0))
        low = max(bisect_left(self._places, since, key=itemgetter(0)), high - _FURTHEST)
        found: dict[NamedEntity, int] = {}
        for start, member in self._places[low:high]:
            found.pop(member, None)
            found[member] = start
        return found


class People:
    """Everyone whom an article names, and where; in ``places`` pronouns are noted as they are solved."""

    def __init__(self, members: list[NamedEntity]) -> None:
        self.members = members
        named = [(name.span, member) for member in members for name in member.names]
        named.sort(key=lambda entry: entry[0])
        self._spans = [span for span, _ in named]
        self._owners = [member for _, member in named]
        self._starts = [span.start for span in self._spans]
        self.places = Places()
        for start, member in zip(self._starts, self._owners, strict=True):
            self.places.note(start, member)

    def at(self, place: int) -> NamedEntity | None:
        """The person whose name holds ``place``."""
        index = bisect_right(self._starts, place) - 1
        return self._owners[index] if index >= 0 and place < self._spans[index].end else None

    def named(self, start: int, end: int) -> list[NamedEntity]:
        """Whoever is named from ``start`` on and before ``end``, the last first, each once."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(dict.fromkeys(self._owners[max(low, high - _FURTHEST) : high][::-1]))


def find_people(text: str, sentences: Sequence[Sentence], roles: Roles) -> People:
    """Every person that the article names, whether they speak or not: pronouns need them all."""
    seen = list(_names(text, [sentence for sentence in sentences if not _is_title_case(sentence)], roles))
    full: dict[str, dict[tuple[str, ...], Name]] = {part: {} for name, _ in seen for part in name.core}
    for name, _ in seen:
        if name.is_full:
            for part in name.core:
                full[part][name.core] = name
    register = _Register()
    seen = [(_without_opener(name, sentence, full), sentence) for name, sentence in seen]
    for name, sentence in sorted(seen, key=lambda entry: (not entry[0].is_full, entry[0].span.start)):
        member = register.add(name)
        member.pronoun = member.pronoun or (lexicon().honorifics.get(name.honorific) if name.honorific else None)
        if member.role is None or not member.role.title:
            found = roles.at(sentence, name.span)
            member.role = found.completed(member.role) if found is not None else member.role
    _add_unseen(sentences, register.members)
    return People(register.members)


class _Register:
    """Tells whose name a name is, given full names first and then in the order of the text."""

    def __init__(self) -> None:
        self.members: list[NamedEntity] = []
        self._order: dict[NamedEntity, int] = {}
        self._by_word: defaultdict[str, dict[NamedEntity, None]] = defaultdict(dict)
        self._forms: defaultdict[NamedEntity, dict[tuple[str, ...], Name]] = defaultdict(dict)
        self._starts: defaultdict[tuple[NamedEntity, bool], list[int]] = defaultdict(list)

    def add(self, name: Name) -> NamedEntity:
        """The person whom ``name`` names, a new one where nobody fits."""
        member = self._named(name)
        if member is None:
            member = NamedEntity(name.text, "person")
            self._order[member] = len(self.members)
            self.members.append(member)
        member.names.append(name)
        insort(self._starts[member, name.is_subject], name.span.start)
        forms = self._forms[member]
        if name.core not in forms and len(forms) < _MOST_FORMS:
            forms[name.core] = name
            for word in name.core:
                self._by_word[word][member] = None
        return member

    def _named(self, name: Name) -> NamedEntity | None:
        """Of several people whom a surname fits, whoever was the last subject before it."""
        words = dict.fromkeys((name.core[0], name.core[-1])) if name.core else {}
        near = dict.fromkeys(member for word in words for member in islice(self._by_word[word], _MOST_NAMESAKES))
        fits = [member for member in near if any(_fits(name, form) for form in self._forms[member].values())]
        if len(fits) < 2 or name.is_full:
            return min(fits, key=self._order.__getitem__, default=None)
        surnamed = [member for member in fits if any(form[-1] == name.core[0] for form in self._forms[member])]
        return max(surnamed or fits, key=lambda member: self._last_before(member, name.span.start))

    def _last_before(self, member: NamedEntity, place: int) -> tuple[bool, int]:
        for is_subject in (True, False):
            starts = self._starts[member, is_subject]
            if (index := bisect_left(starts, place)) > 0:
                return is_subject, starts[index - 1]
        return False, -1


def _fits(name: Name, form: Name) -> bool:
    return same_person(name, form) or (same_person(form, name) and form.is_full == name.is_full)


def _names(text: str, sentences: Sequence[Sentence], roles: Roles) -> Iterator[tuple[Name, Sentence]]:
    for sentence in sentences:
        done = sentence.tokens.start - 1
        for token in sentence.tokens:
            if token.i <= done or not token.text[:1].isupper() or token.pos_ not in ("PROPN", "NOUN", "X"):
                continue
            name = name_at(text, sentence, token)
            if name is None:
                continue
            if _is_person(name, token, sentence, roles):
                yield name, sentence
            while done + 1 < len(token.doc) and sentence.offset + token.doc[done + 1].idx < name.span.end:
                done += 1


def _without_opener(name: Name, sentence: Sentence, full: dict[str, dict[tuple[str, ...], Name]]) -> Name:
    """A name without a first word that only looks like part of it: "Echoing Tran", "Rival Jane Doe".

    What is left must be another full name of the article, or at the beginning of a sentence the short form of one;
    ``full`` has them by their words.
    """
    first, _, rest = name.text.partition(" ")
    if not rest or first.lower() in given_names() or name.honorific:
        return name
    start = name.span.end - len(rest)
    shorter = Name(rest, Span(start, name.span.end), is_subject=name.is_subject)
    opens = name.span.start == sentence.start
    if not shorter.core or not (shorter.is_full or opens):
        return name
    others = full.get(shorter.core[0], {}).items()
    return shorter if any(core != name.core and same_person(shorter, other) for core, other in others) else name


def _is_title_case(sentence: Sentence) -> bool:
    """Whether a headline writes every longer word with a capital: then a capital tells nothing of names."""
    least = 0.9 if sentence.tokens[-1].is_punct else 0.7
    words = [token.text for token in sentence.tokens if token.is_alpha and not token.is_stop]
    return len(words) > 4 and sum(word[0].isupper() for word in words) > least * len(words)


def _add_unseen(sentences: Sequence[Sentence], people: list[NamedEntity]) -> None:
    """Add where a known person is named but not seen: by full name in a headline, by a last name that stands alone.

    A last name that the article also writes in lower case, or that two people share, is left alone.
    """
    by_surname: defaultdict[str, list[NamedEntity]] = defaultdict(list)
    by_first: defaultdict[str, list[NamedEntity]] = defaultdict(list)
    for member in people:
        if member.full.is_full:
            by_surname[member.full.parts[-1].lower()].append(member)
            by_first[member.full.text.split()[0]].append(member)
    taken = {place for member in people for name in member.names for place in range(*name.span)}
    common = {token.text for sentence in sentences for token in sentence.tokens if token.text[:1].islower()}
    for sentence in sentences:
        if _is_title_case(sentence):
            for token in sentence.tokens:
                for member in by_first.get(token.text, ())[:_MOST_NAMESAKES]:
                    _add_full_name(token, sentence, member, taken)
        for token in sentence.tokens:
            known = by_surname.get(token.lower_, ())
            span = sentence.span_of(token.i, token.i)
            if len(known) != 1 or not token.text[:1].isupper() or span.start in taken or token.lower_ in common:
                continue
            if not _within_name(token):
                known[0].names.append(Name(token.text, span))


def _add_full_name(first: Token, sentence: Sentence, member: NamedEntity, taken: set[int]) -> None:
    parts = member.full.text.split()
    last = first.i + len(parts) - 1
    if last < sentence.tokens.end and [token.text for token in first.doc[first.i : last + 1]] == parts:
        span = sentence.span_of(first.i, last)
        member.names.append(Name(member.full.text, span))
        taken.update(range(*span))


def _within_name(token: Token) -> bool:
    """Whether a capitalised neighbour makes a token part of a longer name: "Clinton Foundation", "Melania Trump"."""
    doc = token.doc
    after = token.i + 1 < len(doc) and doc[token.i + 1].pos_ == "PROPN"
    before = token.i > 0 and doc[token.i - 1].pos_ == "PROPN" and not is_role(doc[token.i - 1].text)
    return after or before


def _person_named(name: Name, people: list[NamedEntity]) -> NamedEntity | None:
    """Whose name it is: of several people that it fits, of a surname first, whoever was the last subject before it."""
    fits = [
        member
        for member in people
        if any(
            same_person(name, other) or (same_person(other, name) and other.is_full == name.is_full)
            for other in member.names
        )
    ]
    if len(fits) < 2 or name.is_full:
        return fits[0] if fits else None
    before = []
    for member in fits:
        places = [(other.is_subject, other.span.start) for other in member.names if other.span.start < name.span.start]
        before.append((max(places, default=(False, -1)), member))
    by_surname = [(place, member) for place, member in before if member.full.core[-1] == name.core[0]]
    return max(by_surname or before, key=lambda entry: entry[0])[1]


def _is_person(name: Name, token: Token, sentence: Sentence, roles: Roles) -> bool:
    single = len(name.parts) == 1
    if all(is_role(part) for part in name.parts):
        return False  # "Mr. President"
    if not name.parts or is_body(name.text) or (name.text.isupper() and single and len(name.text) < 5):
        return False
    if name.honorific:
        return True
    counts: Counter[str] = Counter()
    for part in name.parts:
        counts += roles.labels.get(part.lower(), Counter())
    person, other = counts["PERSON"], sum(counts[label] for label in _OTHERS)
    if person and person >= other:
        return True
    if single or len(name.parts) > _MOST_PARTS:
        return False
    before = token.doc[max(token.left_edge.i, sentence.tokens.start)]
    if before.lower_ == "the" and name.span.start > sentence.offset + before.idx:
        return False
    first = roles.labels.get(name.parts[0].lower(), Counter())
    is_place = first["GPE"] + first["LOC"] > first["PERSON"] + 1 or name.text in countries()
    is_other = person == 0 and other >= _SURE * len(name.parts)
    if name.parts[0].lower() in given_names() and not is_place and not is_other:
        return True
    after = roles.after(sentence, name.span.end)
    return bool(after and after.title) or (bool(person) and other < 2 * person)
