"""Names of people: where the text has them, what their parts are, and which of them are one person's.

Full names are read first; a name that shares its first or last word with one of them is a short form of it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.speakers.entities import Entity, Name, People
from onrecord.speakers.lexicon import is_role, load_countries, load_given_names, load_lexicon
from onrecord.speakers.organisations import has_organisation_noun
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from onrecord.nlp.document import Document
    from onrecord.speakers.roles import RoleReader
    from onrecord.types import Sentence

_PARTICLES = frozenset(
    "al bin bint da de del della den der di do dos du el ibn la le ten ter van von y".split()  # noqa: SIM905 - to read
)
_MAX_TOKENS = 15  # to either side of a name's head
_NOT_PEOPLE = frozenset(
    {"ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "DATE", "LANGUAGE"}
)
_OTHER_LABELS = ("ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW")
_MAX_NAMESAKES = 50  # people who share a word of their names, looked at for a new name
_MAX_FORMS = 20  # ways to write one person's name
_MIN_OTHER_LABELS = 2  # times that the pipeline must call a name something else before a first name counts for nothing
_MAX_PARTS = 5  # words of a name that the pipeline does not know as a person's


def find_name(text: str, sentence: Sentence, head: Token) -> Name | None:
    """The proper name around ``head``, however the tokenizer cut it; None where there is none."""
    doc = head.doc
    low = max(sentence.tokens.start, head.i - _MAX_TOKENS)
    high = min(sentence.tokens.end - 1, head.i + _MAX_TOKENS)
    first = last = head.i
    if not _nameable(head):
        return None
    while first > low and _joins(doc[first - 1], doc[first]):
        first -= 1
    while last < high and _joins(doc[last], doc[last + 1]):
        last += 1
    while first < last and doc[first].pos_ == "PUNCT":
        first += 1
    while last > first and (doc[last].text in ("'s", "’s", "-", "–", "'", "’")):
        last -= 1
    start, honorific = _after_titles(doc, first, last)
    # Words before a role in the same run ("Elm College professor Mei Lin") belong to the role, not to the name.
    for index in range(last - 1, start, -1):
        if is_role(doc[index].text) and doc[index].lower_ not in load_lexicon().given_names:
            start = index + 1
            break
    person = [index for index in range(start, last + 1) if doc[index].ent_type_ == "PERSON"]
    if person and person[0] > start and all(doc[index].pos_ != "PROPN" for index in range(start, person[0])):
        start = person[0]
    span = sentence.span_of(start, last)
    while head.dep_ in ("compound", "nmod", "amod", "appos") and head.head.i != head.i:
        head = head.head
    return Name(span.of(text), span, honorific, head.dep_ in ("nsubj", "nsubjpass"))


def _after_titles(doc: Doc, first: int, last: int) -> tuple[int, str | None]:
    """Where a name begins after the titles and forms of address before it, and the last of these forms."""
    honorific = None
    start = first
    for index in range(first, last):
        word = doc[index].lower_.rstrip(".")
        given = word in load_lexicon().given_names and doc[index].ent_type_ == "PERSON"
        if word in load_lexicon().honorifics or (is_role(doc[index].text) and not given):
            honorific = word if word in load_lexicon().honorifics else honorific
            start = index + 1
        elif not (word == "the" or word in load_lexicon().title_words or doc[index].text in "-–,"):
            break
    return start, honorific


def _nameable(token: Token) -> bool:
    return (
        token.pos_ == "PROPN"
        or token.ent_type_ == "PERSON"
        or (token.text[:1].isupper() and token.pos_ in ("NOUN", "ADJ", "X", "VERB") and not token.is_sent_start)
        or (bool(token.is_sent_start) and token.dep_ == "compound" and token.lower_ in load_given_names())
    )


def _joins(left: Token, right: Token) -> bool:
    """Whether two neighbouring tokens belong to one name."""
    touching = left.idx + len(left) == right.idx
    if (
        touching
        and (left.text in "-–.’'" or right.text in "-–.’'" or right.text.startswith(("'", "’")))
        and right.lower_ not in ("'s", "’s")
        and right.text not in (".", "'", "’", "”")
    ):
        return bool(left.text[:1].isalnum() or right.text[:1].isalnum()) and not left.is_space
    if left.lower_ in ("'s", "’s") or right.lower_ in ("'s", "’s"):
        return False
    if left.lower_ in _PARTICLES and right.text[:1].isupper():
        return left.ent_type_ == "PERSON" or left.pos_ == "PROPN"
    if right.lower_ in _PARTICLES and (left.text[:1].isupper() or left.lower_ in _PARTICLES):
        return (right.ent_type_ == "PERSON" or right.pos_ == "PROPN") and _leads_to_name(right)
    if left.text == "." or right.text == ".":
        return False
    upper = left.text[:1].isupper() and right.text[:1].isupper()
    return (
        upper
        and _nameable(left)
        and _nameable(right)
        and not (left.ent_type_ == "PERSON" and right.ent_type_ in _NOT_PEOPLE)
        and not (left.ent_type_ in ("ORG", "GPE", "NORP") and right.ent_type_ == "PERSON")
    )


def _leads_to_name(particle: Token) -> bool:
    """Whether a particle is followed by a capitalised word, a hyphen or another particle between: "von der", "al-"."""
    doc = particle.doc
    following = particle.i + 1
    while following < len(doc) and (doc[following].lower_ in _PARTICLES or doc[following].text == "-"):
        following += 1
    return following < len(doc) and doc[following].text[:1].isupper()


def count_entity_labels(sentences: Sequence[Sentence]) -> dict[str, Counter[str]]:
    """How often the pipeline calls each capitalised word a person's, an organisation's or a place's name."""
    counted: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for token in sentence.tokens:
            if token.ent_type_ and token.text[:1].isupper():
                counted.setdefault(token.lower_, Counter())[token.ent_type_] += 1
    return counted


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
    if short.is_full:
        return (
            short.core == full.core
            or (short.core[0] == full.core[0] and short.core[-1] == full.core[-1])
            or " ".join(short.core) in " ".join(full.core[1:])
        )
    word = short.core[0]
    if short.honorific:
        return word in (full.core[-1], full.core[0])
    return word in full.core


def find_people(document: Document, roles: RoleReader) -> People:
    """Every person that the article names, whether they speak or not: pronouns need them all."""
    sentences = document.sentences
    seen = list(_find_names(document.text, [one for one in sentences if not _is_title_case(one)], roles))
    full: dict[str, dict[tuple[str, ...], Name]] = {part: {} for name, _ in seen for part in name.core}
    for name, _ in seen:
        if name.is_full:
            for part in name.core:
                full[part][name.core] = name
    register = _Register()
    seen = [(_without_opener(name, sentence, full), sentence) for name, sentence in seen]
    for name, sentence in sorted(seen, key=lambda entry: (not entry[0].is_full, entry[0].span.start)):
        entity = register.add(name)
        entity.pronoun = entity.pronoun or (load_lexicon().honorifics.get(name.honorific) if name.honorific else None)
        if entity.role is None or not entity.role.title:
            found = roles.find(sentence, name.span)
            entity.role = found.completed(entity.role) if found is not None else entity.role
    _add_unseen(sentences, register.entities)
    return People(register.entities)


class _Register:
    """Tells whose name a name is, given full names first and then in the order of the text."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
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
        if name.core not in forms and len(forms) < _MAX_FORMS:
            forms[name.core] = name
            for word in name.core:
                self._by_word[word][entity] = None
        return entity

    def _named(self, name: Name) -> Entity | None:
        """Of several people whom a surname fits, whoever was the last subject before it."""
        words = dict.fromkeys((name.core[0], name.core[-1])) if name.core else {}
        near = dict.fromkeys(entity for word in words for entity in islice(self._by_word[word], _MAX_NAMESAKES))
        fits = [entity for entity in near if any(_fits(name, form) for form in self._forms[entity].values())]
        if len(fits) < 2 or name.is_full:
            return min(fits, key=self._order.__getitem__, default=None)
        surnamed = [entity for entity in fits if any(form[-1] == name.core[0] for form in self._forms[entity])]
        return max(surnamed or fits, key=lambda entity: self._last_before(entity, name.span.start))

    def _last_before(self, entity: Entity, place: int) -> tuple[bool, int]:
        for is_subject in (True, False):
            starts = self._starts[entity, is_subject]
            if (index := bisect_left(starts, place)) > 0:
                return is_subject, starts[index - 1]
        return False, -1


def _fits(name: Name, form: Name) -> bool:
    return is_same_person(name, form) or (is_same_person(form, name) and form.is_full == name.is_full)


def _find_names(text: str, sentences: Sequence[Sentence], roles: RoleReader) -> Iterator[tuple[Name, Sentence]]:
    for sentence in sentences:
        done = sentence.tokens.start - 1
        for token in sentence.tokens:
            if token.i <= done or not token.text[:1].isupper() or token.pos_ not in ("PROPN", "NOUN", "X"):
                continue
            name = find_name(text, sentence, token)
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
    if not rest or first.lower() in load_given_names() or name.honorific:
        return name
    start = name.span.end - len(rest)
    shorter = Name(rest, Span(start, name.span.end), is_subject=name.is_subject)
    opens = name.span.start == sentence.start
    if not shorter.core or not (shorter.is_full or opens):
        return name
    others = full.get(shorter.core[0], {}).items()
    return shorter if any(core != name.core and is_same_person(shorter, other) for core, other in others) else name


def _is_title_case(sentence: Sentence) -> bool:
    """Whether a headline writes every longer word with a capital: then a capital tells nothing of names."""
    least = 0.9 if sentence.tokens[-1].is_punct else 0.7
    words = [token.text for token in sentence.tokens if token.is_alpha and not token.is_stop]
    return len(words) > 4 and sum(word[0].isupper() for word in words) > least * len(words)


def _add_unseen(sentences: Sequence[Sentence], people: list[Entity]) -> None:
    """Add where a known person is named but not seen: by full name in a headline, by a last name that stands alone.

    A last name that the article also writes in lower case, or that two people share, is left alone.
    """
    by_surname: defaultdict[str, list[Entity]] = defaultdict(list)
    by_first: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in people:
        if entity.full.is_full:
            by_surname[entity.full.parts[-1].lower()].append(entity)
            by_first[entity.full.text.split()[0]].append(entity)
    taken = {place for entity in people for name in entity.names for place in range(*name.span)}
    common = {token.text for sentence in sentences for token in sentence.tokens if token.text[:1].islower()}
    for sentence in sentences:
        if _is_title_case(sentence):
            for token in sentence.tokens:
                for entity in by_first.get(token.text, ())[:_MAX_NAMESAKES]:
                    _add_full_name(token, sentence, entity, taken)
        for token in sentence.tokens:
            known = by_surname.get(token.lower_, ())
            span = sentence.span_of(token.i, token.i)
            if len(known) != 1 or not token.text[:1].isupper() or span.start in taken or token.lower_ in common:
                continue
            if not _within_name(token):
                known[0].names.append(Name(token.text, span))


def _add_full_name(first: Token, sentence: Sentence, entity: Entity, taken: set[int]) -> None:
    parts = entity.full.text.split()
    last = first.i + len(parts) - 1
    if last < sentence.tokens.end and [token.text for token in first.doc[first.i : last + 1]] == parts:
        span = sentence.span_of(first.i, last)
        entity.names.append(Name(entity.full.text, span))
        taken.update(range(*span))


def _within_name(token: Token) -> bool:
    """Whether a capitalised neighbour makes a token part of a longer name: "Doe Foundation", "Mary Doe"."""
    doc = token.doc
    after = token.i + 1 < len(doc) and doc[token.i + 1].pos_ == "PROPN"
    before = token.i > 0 and doc[token.i - 1].pos_ == "PROPN" and not is_role(doc[token.i - 1].text)
    return after or before


def _is_person(name: Name, token: Token, sentence: Sentence, roles: RoleReader) -> bool:
    single = len(name.parts) == 1
    if all(is_role(part) for part in name.parts):
        return False  # "Mr. President"
    if not name.parts or has_organisation_noun(name.text) or (name.text.isupper() and single and len(name.text) < 5):
        return False
    if name.honorific:
        return True
    counts: Counter[str] = Counter()
    for part in name.parts:
        counts += roles.labels.get(part.lower(), Counter())
    person, other = counts["PERSON"], sum(counts[label] for label in _OTHER_LABELS)
    if person and person >= other:
        return True
    if single or len(name.parts) > _MAX_PARTS:
        return False
    before = token.doc[max(token.left_edge.i, sentence.tokens.start)]
    if before.lower_ == "the" and name.span.start > sentence.offset + before.idx:
        return False
    first = roles.labels.get(name.parts[0].lower(), Counter())
    is_place = first["GPE"] + first["LOC"] > first["PERSON"] + 1 or name.text in load_countries()
    is_other = person == 0 and other >= _MIN_OTHER_LABELS * len(name.parts)
    if name.parts[0].lower() in load_given_names() and not is_place and not is_other:
        return True
    after = roles.find_after(sentence, name.span.end)
    return bool(after and after.title) or (bool(person) and other < 2 * person)
