"""The cast: from the sources of statements to speakers, each with every place where it is named."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, lexicon, singular
from onrecord.speakers.names import Name, is_body, labels, name_at, same_person
from onrecord.speakers.roles import Role, role_after, role_before
from onrecord.values import Mention, MentionKind, Sentence, Span, Speaker, SpeakerKind, Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

_SINGULAR = frozenset({"he", "she", "him", "her"})
_RELATIVE = frozenset({"who", "whom"})
_INDEFINITE = frozenset({"a", "an", "one", "another"})
_UNNAMED = "Unnamed source"


@dataclass(frozen=True)
class Cast:
    """The speakers of an article, where each is named, and who says each statement (``speaker_of[i]``)."""

    speakers: list[Speaker]
    mentions: list[Mention]
    speaker_of: list[str | None]


@dataclass(slots=True)
class _Member:
    """A speaker in the making."""

    name: str
    kind: SpeakerKind
    names: list[Name] = field(default_factory=list)
    role: Role | None = None
    pronoun: str | None = None
    mentions: dict[Span, MentionKind] = field(default_factory=dict)
    name_span: Span | None = None

    @property
    def full(self) -> Name:
        return max(self.names, key=lambda name: (len(name.core), len(name.text)))


@dataclass(frozen=True, slots=True)
class _Source:
    """The words that name a source, with their head token."""

    span: Span
    head: Token
    sentence: Sentence


def resolve(text: str, sentences: list[Sentence], statements: list[Statement], *, article_id: str = "") -> Cast:
    """Find out who makes each statement, and what the article tells of them.

    Ids of people and bodies are slugs of their names, the same in every article; ids of groups, events, documents
    and unnamed sources end in ``@`` and the article's id. A pronoun or a noun phrase that cannot be led back to
    anyone leaves its statement without a speaker.
    """
    return _Casting(text, sentences, article_id).run(statements)


class _Casting:
    """The state of one article's casting; thrown away after ``run``."""

    def __init__(self, text: str, sentences: list[Sentence], article_id: str) -> None:
        self.text = text
        self.sentences = sentences
        self.article_id = article_id
        self.labels = labels(sentences)
        self.people = self._find_people()
        self.others: dict[str, _Member] = {}
        self.last_by_paragraph: dict[int, _Member] = {}

    # --- people -----------------------------------------------------------------------------------------------

    def _find_people(self) -> list[_Member]:
        """Every person that the article names, whether they speak or not: pronouns need them all."""
        seen: list[tuple[Name, Sentence]] = []
        for sentence in self.sentences:
            done = -1
            for token in sentence.tokens:
                if token.i <= done or not token.text[:1].isupper() or token.pos_ not in ("PROPN", "NOUN", "X"):
                    continue
                name = name_at(self.text, sentence, token)
                if name is None or not self._is_person(name, token, sentence):
                    continue
                seen.append((name, sentence))
                while done + 1 < len(token.doc) and sentence.offset + token.doc[done + 1].idx < name.span.end:
                    done += 1
        people: list[_Member] = []
        for name, sentence in sorted(seen, key=lambda entry: (not entry[0].is_full, entry[0].span.start)):
            member = self._person_named(name, people)
            if member is None:
                member = _Member(name.text, "person")
                people.append(member)
            member.names.append(name)
            member.pronoun = member.pronoun or (lexicon().honorifics.get(name.honorific) if name.honorific else None)
            if member.role is None or (member.role.organisation is None and not member.role.title):
                member.role = (
                    role_after(self.text, sentence, name.span.end)
                    or role_before(self.text, sentence, name.span.start)
                    or member.role
                )
        return people

    def _person_named(self, name: Name, people: list[_Member]) -> _Member | None:
        fits = [
            member
            for member in people
            if any(
                same_person(name, other) or same_person(other, name) and other.is_full == name.is_full
                for other in member.names
            )
        ]
        if len(fits) > 1 and not name.is_full:
            before = [
                (max((n.span.start for n in member.names if n.span.start < name.span.start), default=-1), member)
                for member in fits
            ]
            by_surname = [(place, member) for place, member in before if member.full.core[-1] == name.core[0]]
            return max(by_surname or before, key=lambda entry: entry[0])[1]
        return fits[0] if fits else None

    def _is_person(self, name: Name, token: Token, sentence: Sentence) -> bool:
        if not name.parts or is_body(name.text) or name.text.isupper() and len(name.parts) == 1 and len(name.text) < 5:
            return False
        if name.honorific:
            return True
        counts: Counter[str] = Counter()
        for part in name.parts:
            counts += self.labels.get(part.lower(), Counter())
        person = counts["PERSON"]
        other = sum(
            counts[label] for label in ("ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW")
        )
        if person and person >= other:
            return True
        if len(name.parts) < 2 or len(name.parts) > 5:
            return False
        before = token.doc[max(token.left_edge.i, sentence.tokens.start)]
        if before.lower_ == "the" and name.span.start > sentence.offset + before.idx:
            return False
        after = role_after(self.text, sentence, name.span.end)
        return bool(after and after.title) or (bool(person) and other < 2 * person)

    # --- sources ----------------------------------------------------------------------------------------------

    def run(self, statements: list[Statement]) -> Cast:
        members: list[_Member | None] = []
        for statement in statements:
            member = self._member_of(statement)
            members.append(member)
            if member is not None and statement.source is not None:
                self.last_by_paragraph[self._sentence_at(statement.start).paragraph] = member
        return self._cast(members)

    def _sentence_at(self, place: int) -> Sentence:
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentences[middle].start <= place:
                low = middle
            else:
                high = middle - 1
        return self.sentences[low]

    def _member_of(self, statement: Statement) -> _Member | None:
        if statement.source is None:
            return self._other(_UNNAMED, "unnamed", None, "name")
        source = self._source(statement.source)
        if source is None:
            return None
        word = source.head.lower_
        if (
            source.head.pos_ == "PRON"
            or source.head.tag_ in ("PRP", "WP", "WDT", "DT")
            and len(source.span.of(self.text).split()) == 1
        ):
            return self._from_pronoun(source, word)
        return self._from_words(source)

    def _source(self, span: Span) -> _Source | None:
        sentence = self._sentence_at(span.start)
        inside = [token for token in sentence.tokens if span.start <= sentence.offset + token.idx < span.end]
        if not inside:
            return None
        indices = {token.i for token in inside}
        head = next((token for token in inside if token.head.i not in indices or token.head.i == token.i), inside[-1])
        return _Source(span, head, sentence)

    def _from_words(self, source: _Source) -> _Member | None:
        text = source.span.of(self.text)
        head = source.head
        if head.pos_ == "PROPN" or head.text[:1].isupper() and head.ent_type_:
            named = self._person_in(source)
            if named is not None:
                return named
            return self._from_name(source)
        named = self._person_in(source) if head.ent_type_ == "PERSON" else None
        if named is not None:
            return named
        word = head.lower_
        bare = singular(word)
        apposed = self._apposed_person(source)
        if apposed is not None:
            apposed.mentions[source.span] = "nominal"
            return apposed
        plural = head.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in head.children)
        known = lexicon()
        if bare in known.documents or word in known.documents:
            return self._other(text, "document", source.span, "name")
        if bare in known.events or word in known.events:
            return self._known_body(source, bare) or self._other(text, "event", source.span, "name")
        if is_role(word):
            definite = not any(child.lower_ in _INDEFINITE for child in head.children)
            member = self._by_role(source) if definite and not plural else None
            if member is not None:
                member.mentions[source.span] = "nominal"
                return member
            return self._other(text, "group" if plural else "unnamed", source.span, "name")
        if plural or word in known.groups or head.ent_type_ == "NORP" or self._is_number(head):
            return self._other(text, "group", source.span, "name")
        if bare in known.organisations:
            return self._known_body(source, bare) or self._other(text, "organisation", source.span, "name")
        return self._other(text, "unnamed", source.span, "name")

    @staticmethod
    def _is_number(head: Token) -> bool:
        return (
            head.pos_ == "NUM"
            and head.lower_ not in ("one",)
            or head.lower_ in ("many", "some", "others", "several", "most", "few", "both")
        )

    def _person_in(self, source: _Source) -> _Member | None:
        """The person whose name holds the source's head."""
        place = source.sentence.offset + source.head.idx
        for member in self.people:
            for name in member.names:
                if name.span.start <= place < name.span.end:
                    member.mentions[name.span] = "name" if name.core == member.full.core else "short_name"
                    return member
        return None

    def _apposed_person(self, source: _Source) -> _Member | None:
        """ "The director, Jane Doe, said": the person in apposition to the source's words."""
        for child in source.head.children:
            if child.dep_ == "appos":
                place = source.sentence.offset + child.idx
                for member in self.people:
                    if any(name.span.start <= place < name.span.end for name in member.names):
                        return member
        return None

    def _by_role(self, source: _Source) -> _Member | None:
        """ "The minister": the one person named before whose role has that noun."""
        word = source.head.lower_
        before = [
            member
            for member in self.people
            if member.names[0].span.start < source.span.start
            or any(name.span.start < source.span.start for name in member.names)
        ]
        fits = [
            member
            for member in before
            if member.role is not None
            and member.role.title
            and word in member.role.title.lower().replace("-", " ").split()
        ]
        return fits[0] if len(fits) == 1 else None

    def _from_name(self, source: _Source) -> _Member:
        """A proper name that is no person's: a body, a place, an event, a people."""
        name = name_at(self.text, source.sentence, source.head)
        span = name.span if name is not None and source.span.covers(name.span) else source.span
        words = span.of(self.text)
        label = (self.labels.get(source.head.lower_) or Counter({"": 1})).most_common(1)[0][0]
        if label == "NORP" and source.head.tag_ in ("NNPS", "NNS"):
            return self._other(source.span.of(self.text), "group", source.span, "name")
        # A longer name of the same body, of which this is the end or the acronym.
        tail = singular(words.split()[-1].lower())
        if tail in lexicon().events:
            return self._other(words, "event", span, "name")
        if tail in lexicon().documents:
            return self._other(words, "document", span, "name")
        return self._other(words, "organisation", span, "name")

    def _known_body(self, source: _Source, noun: str) -> _Member | None:
        """ "The ministry", "the forum": the speaker named before whose name ends in that noun, if there is just one."""
        if (
            not any(child.lower_ in ("the", "this", "that") for child in source.head.children)
            or len(source.span.of(self.text).split()) > 2
        ):
            return None
        fits = [
            member
            for member in self.others.values()
            if member.kind in ("organisation", "event")
            and singular(member.name.lower().split()[-1]) == noun
            and member.name.lower() != noun
        ]
        if len(fits) == 1:
            fits[0].mentions[source.span] = "nominal"
            return fits[0]
        return None

    def _other(self, words: str, kind: SpeakerKind, span: Span | None, mention: MentionKind) -> _Member:
        """A speaker that is no person, known by its words without article."""
        bare = re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE)
        key = f"{kind}:{' '.join(bare.lower().split())}"
        if kind == "unnamed" and span is not None:
            key += f"@{span.start}"
        member = self.others.get(key)
        if member is None:
            start = span.start + len(words) - len(bare) if span is not None else None
            member = _Member(
                bare or words, kind, name_span=Span(start, start + len(bare)) if start is not None and bare else span
            )
            self.others[key] = member
        if span is not None:
            member.mentions[span] = mention
        return member

    # --- pronouns ---------------------------------------------------------------------------------------------

    def _from_pronoun(self, source: _Source, word: str) -> _Member | None:
        if word in _RELATIVE or word in ("which", "that"):
            member = self._antecedent(source)
        elif word in _SINGULAR:
            member = self._last_person(source, word)
            if member is not None:
                member.pronoun = member.pronoun or ("he" if word in ("he", "him") else "she")
        elif word in ("they", "it"):
            member = self._last_other(source, plural=word == "they")
        else:
            return None
        if member is not None:
            member.mentions[source.span] = "pronoun"
        return member

    def _antecedent(self, source: _Source) -> _Member | None:
        """Whom "who" stands for: the last person named before it in the sentence, else the noun it hangs on."""
        before = [
            (name.span.end, member)
            for member in self.people
            for name in member.names
            if source.sentence.start <= name.span.start and name.span.end <= source.span.start
        ]
        if before and source.head.lower_ in _RELATIVE:
            return max(before, key=lambda entry: entry[0])[1]
        clause = source.head.head
        noun = clause.head if clause.dep_ == "relcl" else None
        if noun is None or noun.i >= source.head.i:
            return None
        from onrecord.statements.clauses import source_bounds

        span = source.sentence.span_of(*source_bounds(noun))
        return self._from_words(_Source(span, noun, source.sentence)) if span.end <= source.span.start else None

    def _last_person(self, source: _Source, word: str) -> _Member | None:
        """Whom "he" or "she" stands for: the speaker before in the paragraph, else the person named last as a subject."""
        gender = "he" if word in ("he", "him") else "she"
        fits = [member for member in self.people if member.pronoun in (None, gender)]
        scored: list[tuple[float, int, _Member]] = []
        for member in fits:
            places = [name.span.start for name in member.names] + [
                span.start for span, kind in member.mentions.items() if kind == "pronoun"
            ]
            earlier = [place for place in places if place < source.span.start]
            if not earlier:
                continue
            place = max(earlier)
            sentence = self._sentence_at(place)
            distance = source.sentence.sentence_id - sentence.sentence_id
            score = -2.0 * distance - 3.0 * (source.sentence.paragraph - sentence.paragraph)
            score += 3.0 if self._is_subject(sentence, place) else 0.0
            score += 2.0 if self.last_by_paragraph.get(source.sentence.paragraph) is member else 0.0
            score += 0.5 if member.pronoun == gender else 0.0
            if source.sentence.paragraph - sentence.paragraph <= 2:
                scored.append((score, place, member))
        return max(scored, key=lambda entry: entry[:2])[2] if scored else None

    def _is_subject(self, sentence: Sentence, place: int) -> bool:
        for token in sentence.tokens:
            if sentence.offset + token.idx == place:
                while token.dep_ in ("compound", "nmod", "amod", "appos") and token.head.i != token.i:
                    token = token.head
                return token.dep_ in ("nsubj", "nsubjpass", "attr")
        return False

    def _last_other(self, source: _Source, *, plural: bool) -> _Member | None:
        """Whom "they" or "it" stands for: the last group or body that spoke, in this paragraph or the one before."""
        kinds = ("group",) if plural else ("organisation", "event", "document")
        best: tuple[int, _Member] | None = None
        for member in self.others.values():
            places = [span.start for span in member.mentions if span.start < source.span.start]
            if member.kind in kinds and places and (best is None or max(places) > best[0]):
                best = (max(places), member)
        if best is None or source.sentence.paragraph - self._sentence_at(best[0]).paragraph > 1:
            return None
        return best[1]

    # --- the result -------------------------------------------------------------------------------------------

    def _cast(self, members: list[_Member | None]) -> Cast:
        speaking: list[_Member] = []
        for member in members:
            if member is not None and not any(member is other for other in speaking):
                speaking.append(member)
        ids: dict[int, str] = {}
        speakers = []
        taken: set[str] = set()
        for member in speaking:
            speaker = self._speaker(member, taken)
            ids[id(member)] = speaker.speaker_id
            speakers.append(speaker)
        mentions = [mention for member in speaking for mention in self._mentions(member, ids[id(member)])]
        mentions.sort(key=lambda mention: (mention.span, mention.speaker_id))
        return Cast(speakers, mentions, [ids[id(member)] if member is not None else None for member in members])

    def _speaker(self, member: _Member, taken: set[str]) -> Speaker:
        if member.kind == "person":
            name, span = member.full.text, member.full.span
        else:
            name, span = member.name, member.name_span
            name = span.of(self.text) if span is not None else name
        speaker_id = slug(name)
        if member.kind not in ("person", "organisation"):
            speaker_id = f"{speaker_id}@{self.article_id}"
        base, number = speaker_id, 2
        while speaker_id in taken:
            speaker_id, number = f"{base}-{number}", number + 1
        taken.add(speaker_id)
        role = member.role if member.kind == "person" else None
        return Speaker(
            speaker_id=speaker_id,
            name=name,
            kind=member.kind,
            name_span=span,
            role=role.title if role else None,
            role_is_former=role.is_former if role and role.title else None,
            role_span=role.span if role else None,
            organisation=role.organisation.of(self.text) if role and role.organisation else None,
            organisation_span=role.organisation if role else None,
            parent_organisation=role.parent.of(self.text) if role and role.parent else None,
            pronoun=member.pronoun,
        )

    def _mentions(self, member: _Member, speaker_id: str) -> list[Mention]:
        places: dict[Span, MentionKind] = dict(member.mentions)
        for name in member.names:
            places[name.span] = "name" if name.core == member.full.core else "short_name"
        return [Mention(speaker_id, kind, span) for span, kind in places.items()]


def slug(name: str) -> str:
    """A name as an id: ASCII letters and digits in lower case, joined by hyphens; other scripts stay as they are."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", plain.lower()).strip("-") or "speaker"
