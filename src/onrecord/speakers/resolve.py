"""The cast: from the sources of statements to speakers, each with every place where it is named."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.speakers import pronouns
from onrecord.speakers.lexicon import is_role, lexicon, singular
from onrecord.speakers.names import Name, is_body, is_label, labels, name_at
from onrecord.speakers.people import NamedEntity, Places, find_people
from onrecord.speakers.roles import Roles
from onrecord.statements.clauses import source_bounds
from onrecord.types import Mention, MentionKind, Sentence, Span, Speaker, SpeakerKind, Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.nlp.document import Document

_RELATIVE = frozenset({"who", "whom"})
_INDEFINITE = frozenset({"a", "an", "one", "another"})
_DEFINITE = frozenset({"the", "this", "that"})
_MANY = frozenset({"many", "some", "others", "several", "most", "few", "both"})
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_UNNAMED = "Source not stated"


@dataclass(frozen=True)
class ResolvedSpeakers:
    """The speakers of an article, where each is named, and who says each statement (``speaker_of[i]``)."""

    speakers: list[Speaker]
    mentions: list[Mention]
    speaker_of: list[str | None]


@dataclass(frozen=True, slots=True)
class _Source:
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


def resolve_speakers(document: Document, statements: list[Statement]) -> ResolvedSpeakers:
    """Find out who makes each statement, and what the article tells of them.

    Ids of people and named bodies are slugs of their names, the same in every article; ids of everyone else end in
    ``@`` and the article's id. A pronoun or a noun phrase that cannot be led back to anyone leaves its statement
    without a speaker.
    """
    return _Casting(document).run(statements)


class _Casting:
    """The state of one article's casting; thrown away after ``run``."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = text = document.text
        self.sentences = sentences = document.sentences
        self.article_id = document.article.article_id
        self.labels = labels(sentences)
        self.people = find_people(text, sentences, Roles(text, self.labels))
        self.genders = pronouns.genders(self.people, sentences)
        self.others: dict[str, NamedEntity] = {}
        self.floor: dict[int, NamedEntity] = {}  # whoever spoke last, by paragraph
        self.spoken = Places()  # where bodies, groups and the rest are spoken of
        self.said: list[Span] = []  # what is said, in order
        self.by_title: defaultdict[str, list[NamedEntity]] = defaultdict(list)
        for member in self.people.members:
            title = member.role.title if member.role else None
            for word in dict.fromkeys((title or "").lower().replace("-", " ").split()):
                self.by_title[word].append(member)

    def run(self, statements: list[Statement]) -> ResolvedSpeakers:
        """Lead every statement back to a speaker, in the order of the text."""
        members: list[NamedEntity | None] = []
        self.said = sorted(span for statement in statements for span in statement.spans)
        for statement in statements:
            member = self._member_of(statement)
            members.append(member)
            if member is not None and statement.source is not None:
                self.floor[self._sentence_at(statement.start).paragraph] = member
        return self._cast(members)

    def _sentence_at(self, place: int) -> Sentence:
        return self.document.sentence_at(place)

    def _paragraph_start(self, sentence: Sentence, *, back: int = 0) -> int:
        """Where the sentence's paragraph begins, or the one ``back`` before it."""
        first = bisect_left(self.sentences, sentence.paragraph - back, key=lambda other: other.paragraph)
        return self.sentences[first].start

    def _is_said(self, place: int) -> bool:
        """Whether ``place`` lies within a statement."""
        index = bisect_right(self.said, place, key=lambda span: span.start) - 1
        return index >= 0 and place < self.said[index].end

    # --- from a source's words to a member --------------------------------------------------------------------

    def _member_of(self, statement: Statement) -> NamedEntity | None:
        if statement.source is None:
            return self._other(_UNNAMED, "unnamed", None)
        source = self._source(statement.source)
        if source is None:
            return None
        if statement.cue is None and is_label(self.text, source.span):
            return self._from_label(source)
        alone = source.span.of(self.text).isalpha()
        if source.head.pos_ == "PRON" or (alone and source.head.tag_ in ("PRP", "WP", "WDT", "DT")):
            return self._from_pronoun(source)
        return self._from_words(source)

    def _source(self, span: Span) -> _Source | None:
        sentence = self._sentence_at(span.start)
        inside = [token for token in sentence.tokens if span.start <= sentence.offset + token.idx < span.end]
        if not inside:
            return None
        indices = {token.i for token in inside}
        head = next((token for token in inside if token.head.i not in indices or token.head.i == token.i), inside[-1])
        return _Source(span, head, sentence)

    def _from_label(self, source: _Source) -> NamedEntity | None:
        """Whoever a transcript or a signature names: somebody of that family name, or a person not named elsewhere."""
        words = source.span.of(self.text)
        if is_body(words):
            return self._other(words, "organisation", source.span)
        name = name_at(self.text, source.sentence, source.head)
        if name is None or not source.span.covers(name.span):
            name = Name(words, source.span)
        fits = [member for member in self.people.members if member.names[0].core[-1:] == name.core[-1:]]
        member = self._person_in(source) or (fits[0] if len(fits) == 1 else None)
        if member is None:
            member = self._other(name.text, "person", name.span)
            member.names = member.names or [name]
        self._mention(member, name.span, "short_name")
        return member

    def _from_words(self, source: _Source) -> NamedEntity | None:
        head = source.head
        named = self._person_in(source)
        if named is not None:
            return named
        if head.pos_ == "PROPN" or (head.text[:1].isupper() and head.ent_type_):
            return self._from_name(source)
        named = self._person_beside(source)
        if named is None and source.is_definite and not source.is_plural and is_role(head.text):
            named = self._by_role(source) or self._only_person(source)
        if named is not None:
            self._mention(named, source.span, "nominal")
            return named
        return self._from_noun(source)

    def _from_noun(self, source: _Source) -> NamedEntity | None:
        """A noun phrase that names nobody known: its noun tells what kind of speaker it is."""
        known, word = lexicon(), source.head.lower_
        bare = {word, singular(word)}
        if bare & known.documents:
            return self._nominal(source, "document")
        if bare & known.events:
            return self._known_body(source) or self._nominal(source, "event")
        counted = (source.head.pos_ == "NUM" and word != "one") or word in _MANY
        group = source.is_plural or counted or word in known.groups or source.head.ent_type_ == "NORP"
        if is_role(source.head.text):
            return self._nominal(source, "group" if group else "unnamed")
        if not group and bare & known.organisations:
            return self._known_body(source) or self._nominal(source, "organisation")
        return self._nominal(source, "group" if group else "unnamed")

    def _from_name(self, source: _Source) -> NamedEntity | None:
        """A proper name that is no known person's: a body, a place, an event, a people, or a role before a name."""
        name = name_at(self.text, source.sentence, source.head)
        span = name.span if name is not None and source.span.covers(name.span) else source.span
        words = span.of(self.text)
        label = (self.labels.get(source.head.lower_) or Counter({"": 1})).most_common(1)[0][0]
        if is_role(source.head.text) or (label == "NORP" and source.head.tag_ in ("NNP", "NN") and source.is_definite):
            return self._from_title(source)
        if label == "NORP" and source.head.tag_ in ("NNPS", "NNS"):
            return self._nominal(source, "group")
        tail = singular(words.split()[-1].lower())
        if tail in lexicon().events:
            return self._other(words, "event", span)
        if tail in lexicon().named_documents:
            return self._other(words, "document", span)
        return self._other(words, "organisation", span)

    def _from_title(self, source: _Source) -> NamedEntity:
        """ "Captain Jane Doe" cut short by the parser; "the Spaniard", "the President"."""
        found = self._person_beside(source) or self._by_role(source)
        found = found or (self._only_person(source) if source.is_definite else None)
        if found is None:
            return self._nominal(source, "group" if source.is_plural else "unnamed")
        self._mention(found, source.span, "nominal")
        return found

    # --- people by other words --------------------------------------------------------------------------------

    def _person_in(self, source: _Source) -> NamedEntity | None:
        """The person whose name holds the source's head."""
        return self.people.at(source.sentence.offset + source.head.idx)

    def _person_beside(self, source: _Source) -> NamedEntity | None:
        """ "The director, Jane Doe, said": the person in apposition, or right after a role without a comma."""
        for child in () if source.is_plural else source.head.children:
            if child.dep_ == "appos" and (member := self.people.at(source.sentence.offset + child.idx)):
                return member
        after = self.text[source.span.end : source.span.end + 1]
        if after == " " and is_role(source.head.text):
            return self.people.at(source.span.end + 1)
        return None

    def _by_role(self, source: _Source) -> NamedEntity | None:
        """ "The minister": the one person named before whose role has that noun."""
        named = self.by_title.get(source.head.lower_, ())
        fits = [member for member in named if member.names[0].span.start < source.span.start]
        return fits[0] if len(fits) == 1 else None

    def _only_person(self, source: _Source) -> NamedEntity | None:
        """ "The defender": the paragraph's last speaker, where it names nobody else before."""
        named = self.people.named(self._paragraph_start(source.sentence), source.span.start)
        floor = self.floor.get(source.sentence.paragraph)
        return named[0] if len(named) == 1 and floor in (named[0], None) else None

    # --- others -----------------------------------------------------------------------------------------------

    def _known_body(self, source: _Source) -> NamedEntity | None:
        """ "The ministry", "the company": the one speaker named before that the noun can stand for."""
        if not source.is_definite or len(source.span.of(self.text).split()) > 2:
            return None
        noun = singular(source.head.lower_)
        near = self._paragraph_start(source.sentence, back=1)
        fits = [
            member
            for member, place in self.spoken.before(source.span.start).items()
            if member.is_named and (_ends_in(member, noun) or (_fits(member, noun) and place >= near))
        ]
        if len(fits) != 1:
            return None
        self._mention(fits[0], source.span, "nominal")
        return fits[0]

    def _nominal(self, source: _Source, kind: SpeakerKind) -> NamedEntity:
        return self._other(source.span.of(self.text), kind, source.span, is_named=False)

    def _other(self, words: str, kind: SpeakerKind, span: Span | None, *, is_named: bool = True) -> NamedEntity:
        """A speaker that is no person, known by its words without article; unnamed ones are never merged."""
        bare = _ARTICLE.sub("", words)
        key = f"{kind}:{' '.join(bare.lower().split())}"
        if kind == "unnamed" and span is not None:
            key += f"@{span.start}"
        member = self.others.get(key)
        if member is None:
            at = Span(span.end - len(bare), span.end) if span is not None and bare else span
            member = NamedEntity(bare or words, kind, is_named=is_named, name_span=at)
            self.others[key] = member
        if span is not None:
            self._mention(member, span, "name" if is_named else "nominal")
        return member

    def _mention(self, member: NamedEntity, span: Span, kind: MentionKind) -> None:
        """Note where a member is spoken of in other words than a person's name."""
        if span in member.mentions:
            return
        member.mentions[span] = kind
        if member.kind != "person":
            self.spoken.note(span.start, member)
        elif kind == "pronoun":
            self.people.places.note(span.start, member)

    # --- pronouns ---------------------------------------------------------------------------------------------

    def _from_pronoun(self, source: _Source) -> NamedEntity | None:
        word, span, sentence = source.head.lower_, source.span, source.sentence
        member: NamedEntity | None = None
        if word in _RELATIVE or word in ("which", "that"):
            member = self._antecedent(source)
        elif word in pronouns.MALE | pronouns.FEMALE:
            floor = self.floor.get(sentence.paragraph)
            member = pronouns.last_person(
                self.people,
                self.genders,
                word,
                span,
                sentence,
                sentence_at=self._sentence_at,
                since=self._paragraph_start(sentence, back=pronouns.FURTHEST),
                holding_floor=floor,
                is_said=self._is_said,
            )
            if member is not None:
                member.pronoun = member.pronoun or ("he" if word in pronouns.MALE else "she")
        elif word in ("they", "it"):
            member = (self._plural_before(source) if word == "they" else None) or self._last_other(source, word)
        if member is not None:
            self._mention(member, span, "pronoun")
        return member

    def _last_other(self, source: _Source, word: str) -> NamedEntity | None:
        """Whom "they" or "it" stands for: the last group or body that spoke, in this paragraph or the one before."""
        kinds = ("group",) if word == "they" else ("organisation", "event", "document")
        near = self.spoken.before(source.span.start, self._paragraph_start(source.sentence, back=1))
        return next((member for member in reversed(near) if member.kind in kinds), None)

    def _plural_before(self, source: _Source) -> NamedEntity | None:
        """The people who are the subject of the sentence before, in the same paragraph."""
        number = source.sentence.sentence_id - 1
        if number < 0 or self.sentences[number].paragraph != source.sentence.paragraph:
            return None
        noun = pronouns.plural_subject(self.sentences[number])
        return self._from_words(self._around(noun, self.sentences[number])) if noun is not None else None

    @staticmethod
    def _around(noun: Token, sentence: Sentence) -> _Source:
        return _Source(sentence.span_of(*source_bounds(noun)), noun, sentence)

    def _antecedent(self, source: _Source) -> NamedEntity | None:
        """Whom "who" stands for: the last person named before it in the sentence, else the noun it hangs on."""
        before = self.people.named(source.sentence.start, source.span.start)
        if before and source.head.lower_ in _RELATIVE:
            return before[0]
        noun: Token = source.head.head.head if source.head.head.dep_ == "relcl" else source.head
        inanimate = lexicon().events | lexicon().documents
        while noun.dep_ == "pobj" and singular(noun.lower_) in inanimate and source.head.lower_ in _RELATIVE:
            noun = noun.head.head  # "delegates at the summit who …"
        if noun.i >= source.head.i:
            return None
        antecedent = self._around(noun, source.sentence)
        return self._from_words(antecedent) if antecedent.span.end <= source.span.start else None

    # --- the result -------------------------------------------------------------------------------------------

    def _cast(self, members: list[NamedEntity | None]) -> ResolvedSpeakers:
        speaking = list(dict.fromkeys(member for member in members if member is not None))
        ids: dict[NamedEntity, str] = {}
        speakers: list[Speaker] = []
        for member in speaking:
            speaker = self._speaker(member, set(ids.values()))
            ids[member] = speaker.speaker_id
            speakers.append(speaker)
        mentions = [mention for member in speaking for mention in self._mentions(member, ids[member])]
        mentions.sort(key=lambda mention: (mention.span, mention.speaker_id))
        return ResolvedSpeakers(speakers, mentions, [ids[member] if member is not None else None for member in members])

    def _speaker(self, member: NamedEntity, taken: set[str]) -> Speaker:
        is_person = member.kind == "person"
        span = member.full.span if is_person else member.name_span
        name = span.of(self.text) if span is not None else member.name
        base, number = speaker_id(name, member.kind if member.is_named else "unnamed", self.article_id), 2
        key = base
        while key in taken:
            key, number = f"{base}-{number}", number + 1
        role = member.role if is_person else None
        return Speaker(
            speaker_id=key,
            name=name,
            kind=member.kind,
            name_span=span,
            role=role.title if role else None,
            role_is_former=role.is_former if role and role.title else None,
            role_span=role.span if role and role.title else None,
            organisation=role.organisation.of(self.text) if role and role.organisation else None,
            organisation_span=role.organisation if role else None,
            parent_organisation=role.parent.of(self.text) if role and role.parent else None,
            country=role.country if role else None,
            pronoun=member.pronoun,
        )

    @staticmethod
    def _mentions(member: NamedEntity, speaker_id: str) -> list[Mention]:
        places: dict[Span, MentionKind] = dict(member.mentions)
        for name in member.names:
            places[name.span] = "name" if name.core == member.full.core else "short_name"
        return [Mention(speaker_id, kind, span) for span, kind in places.items()]


def _ends_in(member: NamedEntity, noun: str) -> bool:
    """Whether a body's or an event's name ends in ``noun``: "the ministry" of the Ministry."""
    return member.kind in ("organisation", "event") and singular(member.name.lower().split()[-1]) == noun


def _fits(member: NamedEntity, noun: str) -> bool:
    """Whether ``noun`` can stand for a body whose name does not end in it: "the company", "the group"."""
    known = lexicon()
    words = {singular(word.strip(".,")) for word in member.name.lower().split()}
    unmarked = not words & (known.organisations - known.companies)
    return member.kind == "organisation" and (noun in known.generic or (noun in known.companies and unmarked))


def speaker_id(name: str, kind: SpeakerKind, article_id: str) -> str:
    """The id of a speaker of this name: the same in every article for a person or a body, else within this one."""
    return slug(name) if kind in ("person", "organisation") else f"{slug(name)}@{article_id}"


def slug(name: str) -> str:
    """A name as an id: ASCII letters and digits in lower case, joined by hyphens; other scripts stay as they are."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", plain.lower()).strip("-") or "speaker"
