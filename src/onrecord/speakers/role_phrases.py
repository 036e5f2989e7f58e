"""Role phrases: "the former finance minister", "head of policy at the campaign group Body", read word by word.

A phrase has an article or an owner, what the owner or a name before the title holds, the title up to its noun, the
field that belongs to the title and the organisation that it is held at, with the larger one over it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, load_countries, load_lexicon, to_singular
from onrecord.speakers.organisations import ARTICLES, JOINING, PhraseReader, Word, is_organisation_name
from onrecord.speakers.owners import Owners
from onrecord.speakers.role import Role
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.nlp.document import Document
    from onrecord.speakers.entities import Bodies
    from onrecord.speakers.name_kinds import NameKind

_LARGER = re.compile(r" (?:\([A-Z]+\) )?(?:at|of|in) (?=(?:the )?[A-Z])")
_OWNED_LOWER = re.compile(r"['’]s? (?=[a-z])")
_BRAND = re.compile(r"\s*(?:the )?([a-z]+[A-Z0-9][\w]*|\d+[A-Z]\w*)(?![\w-])")
_IN_PLACE = re.compile(r" (?:in|on) ")
_FORM = re.compile(r" ([a-z]{2,4})\b")
_OWNED_BODY = re.compile(r"['’]s? (?=[A-Z])")
_HOLDING = frozenset({"of", "at", "for", "with", "in", "from", "to"})
_PERSONAL = frozenset({"his", "her", "my"})
_STOPS = frozenset({"who", "whose", "whom", "which", "that", "where", "when", "by", "as", "than", "is", "was"})
OWNED = ("'s", "’s")
_ATTRIBUTES = ("-year-old", "-based", "-born", "-educated", "-trained")
_ATTRIBUTIVE = frozenset({"compound", "nmod", "amod", "poss", "nummod"})
_LABELS = {"person": "PERSON", "organisation": "ORG"}
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_NO_BODIES = _PLACES | {"PERSON", "NORP", "DATE", "TIME", "EVENT", "LANGUAGE", "CARDINAL", "ORDINAL"}
_NOT_IN_TITLES = frozenset({"ADP", "SCONJ", "CCONJ", "ADV", "DET", "PRON", "PART"})
_MAX_FIELD_WORDS = 7
_MAX_TITLE_WORDS = 9  # words of a title with what stands before it
_MAX_BODY_WORDS = 5


class RolePhraseReader(PhraseReader):
    """Reads role phrases from an article."""

    def __init__(
        self, document: Document, labels: dict[str, Counter[str]], kinds: Mapping[str, NameKind], bodies: Bodies
    ) -> None:
        super().__init__(document, labels, bodies)
        self.kinds = kinds
        self.owners = Owners(document, bodies)

    def read_phrase(self, words: Sequence[Word], *, plural: bool = False) -> Role | None:
        """A noun phrase "[the] [former] title [of|at|for Body [at Larger Body]]" at the start of ``words``.

        With ``plural`` its noun may be one of several people: "analysts at Danske Bank".
        """
        last = None
        opening = ARTICLES | load_lexicon().former | load_lexicon().role_openers
        begin = sum(1 for _ in takewhile(lambda word: word.lower in opening, words))
        for number, word in enumerate(words[: begin + _MAX_TITLE_WORDS]):
            if number >= begin and (word.lower in _HOLDING or word.lower in _STOPS or self._ends_title(word)):
                break
            if is_role(word.text.rstrip("."), plural=plural):
                last = number
        if last is None:
            return None
        found = self.read_title(words[: last + 1])
        if found is None or last + 1 >= len(words) or words[last + 1].lower not in _HOLDING:
            return found
        return self._held(found, words[last], list(words[last + 1 :]))

    def read_title(self, words: Sequence[Word]) -> Role | None:
        """What stands up to a title's noun: "the former French foreign minister", "Acme Bank chief economist"."""
        known = load_lexicon()
        former = held = False
        organisation: Span | None = None
        country: str | None = None
        begin: int | None = None
        rest = list(words)
        while rest:
            word = rest[0]
            if word.lower in known.former:
                former = True
                begin = word.start if begin is None else begin
                rest.pop(0)
            elif word.lower in ARTICLES or word.lower in known.role_openers or word.text == "new":
                if word.lower == "its" and not held:
                    organisation, held = self.owners.owner_before(word.start), True
                rest.pop(0)
            elif not held and (taken := self._owner(rest) or self._holder(rest)):
                begin = word.start if begin is None else begin
                holder, held = rest[:taken], True
                organisation, country = self._body_of(holder, words[-1], before=True)
                rest = rest[taken:]
            else:
                break
        if not rest or len(rest) > _MAX_TITLE_WORDS:
            return None
        rest = self._without_rank(rest)
        attribute = next((number for number, word in enumerate(rest[:-1]) if word.lower.endswith(_ATTRIBUTES)), -1)
        rest = rest[attribute + 1 :]
        if len(rest) > 1 and not held and rest[0].text in known.organisations - known.loose:
            # "company chief executive Jane Doe", "the association director Jane Doe"
            organisation = self.owners.meant_by(rest[0].lower, rest[0].start)
            rest = rest[1:] if organisation is not None or rest[0].lower in known.companies else rest
        if rest[0].lower.startswith("ex-") and rest[0].lower not in known.kin:
            former = True
            rest[0] = replace(rest[0], start=rest[0].start + 3, text=rest[0].text[3:])
        if not held and words[-1].lower in known.elected and rest[0].lower in known.party_names:
            organisation = Span(rest[0].start, rest[0].end)  # "Labour MP"
        full_stop = rest[-1].text.endswith(".") and rest[-1].text.lower()[:-1] not in known.abbreviations
        start, end = rest[0].start, rest[-1].end - full_stop
        return Role(
            title=self.text[start:end],
            is_former=former,
            span=Span(start if begin is None else begin, end),
            organisation=organisation,
            country=country,
        )

    @staticmethod
    def _without_rank(title: list[Word]) -> list[Word]:
        """A title without the rank that follows it: "police spokesman Sergeant Jane Doe"."""
        known = load_lexicon()
        ranked = len(title) > 1 and (title[-1].lower in known.ranks or title[-1].lower in known.abbreviations)
        return title[:-1] if ranked and is_role(title[-2].text, plural=False) else title

    def read_body(self, start: int, end: int) -> Span | None:
        """The organisation named or described at ``start``, sure to be one: "Danske Bank", "the nurses' union"."""
        organisation = self.find_organisation(start, end)
        if organisation is not None:
            return organisation if self.is_body(organisation) else None
        return self._described_body(self.words(start, end))

    def is_body(self, name: Span) -> bool:
        """Whether a capitalised name is an organisation's for certain, and no place's, person's or people's."""
        words = name.of(self.text)
        if words in load_countries():
            return False
        if is_organisation_name(words):
            return True
        kind = self.kind_of(words)
        return kind == "ORG" or (kind == "" and bool(re.search(r"[a-z][A-Z]", words)))

    def find_organisation(self, start: int, end: int) -> Span | None:
        """As before; also over an owner's mark that the pipeline has within one name: "King's College Portville"."""
        if brand := _BRAND.match(self.text, start, end):
            return Span(*brand.span(1))
        found = super().find_organisation(start, end)
        if found is None:
            return None
        name = found.of(self.text)
        if (place := _IN_PLACE.search(name)) and name not in self.kinds:
            found = Span(found.start, found.start + place.start())  # "Hana Securities in Portville"
        if form := _FORM.match(self.text, found.end, end):
            return Span(found.start, form.end()) if form.group(1) in load_lexicon().suffixes else found
        if not _OWNED_BODY.match(self.text, found.end, end):
            return found
        mark = self.document.token_at(found.end)
        if mark is None or mark.ent_iob_ != "I" or is_organisation_name(name) or self.kind_of(name) not in ("", "ORG"):
            return found
        rest = super().find_organisation(found.end + 2, end)
        return Span(found.start, rest.end) if rest is not None else found

    def kind_of(self, name: str) -> str:
        """What the pipeline calls a name most often; "" for nothing, a place only if it is one in all its words."""
        kind = self.kinds.get(name, "other")
        if name in self._surnames:
            return "PERSON"
        if kind in _LABELS:
            return _LABELS[kind]
        counts: Counter[str] = Counter()
        words = [self.labels.get(word.lower(), Counter()) for word in name.split() if word[:1].isupper()]
        others = [found for found in words if not found or found.most_common(1)[0][0] not in _PLACES]
        for found in others if any(others) else words:
            counts += found
        return max(counts, key=lambda label: (counts[label], label == "ORG"), default="GPE" if kind == "place" else "")

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """The last words of the full names of people."""
        return frozenset(name.split()[-1] for name, kind in self.kinds.items() if kind == "person" and " " in name)

    # --- what holds the title ---------------------------------------------------------------------------------

    def _held(self, role: Role, noun: Word, rest: list[Word]) -> Role:
        """With the organisation that follows "of", "at" or "for", or the field that belongs to the title."""
        holder, end = rest[0], rest[-1].end
        organisation = self.find_organisation(holder.end + 1, end)
        if organisation is None:
            organisation = self._described_body(rest[1:])
            if organisation is not None:
                return self._at_organisation(role, organisation, end)
            return self._of_field(role, rest)
        name = organisation.of(self.text)
        elected = to_singular(noun.lower) in load_lexicon().elected and holder.lower in ("of", "for", "from")
        placed = not is_organisation_name(name) or (elected and name.split()[-1].lower() in load_lexicon().loose)
        if (elected or holder.lower in ("in", "from", "to")) and placed:
            # "the MP for Harrow Vale", "a farmer in Norfolk", "a nurse from Kent"
            return replace(role, span=Span(role.span.start, organisation.end))
        if self._is_attributive(organisation, rest):
            return self._of_field(role, rest)
        if self._is_field(noun, holder, name):
            larger = _LARGER.match(self.text, organisation.end, end)
            role, organisation = (
                self._widened(role, organisation.end),
                self.find_organisation(larger.end(), end) if larger else None,
            )
        return role if organisation is None else self._at_organisation(role, organisation, end)

    def _is_attributive(self, name: Span, rest: Sequence[Word]) -> bool:
        """Whether a name only describes a field: "head of China autos research"."""
        after = next((word for word in rest if word.start > name.end), None)
        token = self.document.token_at(name.end - len(name.of(self.text).split()[-1]))
        if after is None or token is None or after.is_capital or after.pos not in ("NOUN", "ADJ"):
            return False
        if self.text[name.end] != " ":
            return False
        place = after.pos == "NOUN" and (token.ent_type_ in _PLACES or name.of(self.text) in load_countries())
        return place or (token.dep_ in _ATTRIBUTIVE and token.head.i > token.i)

    def _is_field(self, noun: Word, holder: Word, name: str) -> bool:
        """Whether a capitalised name is the field of a title: "Minister for Digital Affairs", "director for Asia"."""
        if name in load_countries() or holder.lower not in ("of", "for") or self.kind_of(name) == "PERSON":
            return False
        if noun.lower in load_lexicon().portfolio:
            return (" " not in name and not name.isupper()) or not is_organisation_name(name)
        known = is_organisation_name(name) or self.labels_of([Word(0, 0, name.split()[0])])["ORG"] > 0
        return holder.lower == "for" and not known

    def _of_field(self, role: Role, rest: list[Word]) -> Role:
        """ "Professor of economics at Body", "head of policy at campaign group Body"."""
        field: list[Word] = []
        for number, word in enumerate(rest[:_MAX_FIELD_WORDS]):
            later = rest[number + 1].text if number + 1 < len(rest) else ""
            describes = (
                number > 0 and word.is_capital and later[:1].islower() and later.lower() not in _HOLDING | _STOPS
            )
            people = word.is_capital and next(iter(self.labels_of([word])), "") == "NORP"
            if (word.is_capital and not describes and not people) or (number and word.lower in ("at", "with", "from")):
                break
            field.append(word)
        while field and field[-1].lower in _HOLDING | ARTICLES | {"to"}:
            field.pop()
        belongs = bool(field) and (
            field[0].lower in ("of", "for", "at")
            or (field[0].lower == "in" and len(field) > 1 and field[1].lower not in ARTICLES)
        )
        if not belongs:
            return role  # "a teacher in his own school"
        if not 2 <= len(field) < _MAX_FIELD_WORDS or any(
            word.is_verb and not word.text.endswith("ing") for word in field
        ):
            return role
        if field[0].lower in ("of", "for", "at", "with") and self._is_bare_body(field[1:]):
            body = role.organisation or self.owners.meant_by(field[-1].lower, field[0].start)
            return replace(role, organisation=body, span=Span(role.span.start, field[-1].end))
        role = self._widened(role, field[-1].end - field[-1].text.endswith("."))
        rest = rest[len(field) :]
        lead = list(takewhile(lambda word: not (word.is_capital or word.is_verb or _BRAND.fullmatch(word.text)), rest))
        if not lead or lead[0].lower not in _HOLDING or len(lead) > 4:
            return role
        organisation = self.find_organisation(lead[-1].end + 1, rest[-1].end)
        return role if organisation is None else self._at_organisation(role, organisation, rest[-1].end)

    @staticmethod
    def _is_bare_body(words: Sequence[Word]) -> bool:
        """ "The university", "our company": a body without a name, said by its noun alone."""
        return len(words) == 2 and words[0].lower in ARTICLES and words[1].lower in load_lexicon().organisations

    def _described_body(self, words: Sequence[Word]) -> Span | None:
        """ "the centrist Body", "the Leeds-based Body", "the flour board": an organisation behind other words."""
        article = bool(words) and words[0].lower in ARTICLES
        if not words or words[0].lower in _PERSONAL:
            return None  # "a teacher in his own school"
        rest = list(words[article:])
        lead = list(
            takewhile(
                lambda word: (
                    not word.is_named
                    and word.lower not in _HOLDING | _STOPS
                    and not (word.is_verb and not word.text.endswith("ing"))
                ),
                rest,
            )
        )
        known = load_lexicon()
        apart = article or (bool(lead) and lead[-1].lower in known.organisations)  # "at research firm Hale Group"
        if apart and 1 <= len(lead) <= 3 and len(lead) < len(rest) and rest[len(lead)].is_named:
            return self.find_organisation(rest[len(lead)].start, words[-1].end)
        ends = [
            number
            for number, word in enumerate(lead[:_MAX_BODY_WORDS])
            if to_singular(word.lower.removesuffix("'s").removesuffix("’s")) in known.organisations - known.loose
        ]
        general = article and words[0].lower in ("a", "an", "one", "another")
        if (
            not ends
            or general
            or (not article and ends[-1] == 0)
            or any(word.is_capital for word in lead[: ends[-1] + 1])
        ):
            return None
        if ends[-1] == 0:
            return None
        last = lead[ends[-1]]
        return Span(lead[0].start, last.end - (last.text.endswith(".") or 2 * last.text.endswith(OWNED)))

    def _at_organisation(self, role: Role, organisation: Span, end: int) -> Role:
        if role.organisation is not None:
            return role
        if (owned := _OWNED_BODY.match(self.text, organisation.end, end)) is not None:
            # "director of the Ministry's Malaria Programme"
            inner = self.find_organisation(owned.end(), end)
            if inner is not None and (self.is_body(inner) or self.text[inner.end : inner.end + 1] != " "):
                return replace(role, organisation=inner, parent=organisation, span=Span(role.span.start, inner.end))
        if owned := _OWNED_LOWER.match(self.text, organisation.end, end):
            # "spokesman for Norway's defence ministry"
            described = self._described_body(self.words(owned.end(), end))
            if described is not None and described.start == owned.end():
                country = role.country or load_countries().get(organisation.of(self.text))
                return replace(role, organisation=described, country=country, span=Span(role.span.start, described.end))
        larger = _LARGER.match(self.text, organisation.end, end)
        parent = self.find_organisation(larger.end(), end) if larger else None
        if parent is not None and not self.is_body(parent):
            parent = None
        stop = parent.end if parent else organisation.end
        name = organisation.of(self.text)
        body: Span | None = organisation
        country = None
        if name[:1].isupper():
            body, country = self._body_of([Word(*organisation, name)], Word(0, 0, role.noun))
        return replace(
            role,
            organisation=body,
            parent=parent if body else None,
            country=role.country or country,
            span=Span(role.span.start, stop),
        )

    def _widened(self, role: Role, end: int) -> Role:
        """With a title that goes on until ``end``."""
        start = role.span.end - len(role.title or "")
        return replace(role, title=self.text[start:end], span=Span(role.span.start, end))

    # --- what stands before the title -------------------------------------------------------------------------

    def _body_of(self, holder: Sequence[Word], noun: Word, *, before: bool = False) -> tuple[Span | None, str | None]:
        """The organisation or the country that holds a title; places hold nobody but their teams."""
        end = holder[-1].end - (2 if holder[-1].text.endswith(OWNED) else 0)
        first = next((word for word in holder if word.lower not in ARTICLES), holder[0])
        span = Span(first.start, end)
        name = span.of(self.text)
        known = load_lexicon()
        of_team = to_singular(noun.lower) in known.team
        of_firm = to_singular(noun.lower) in known.firm
        party = name.split()[-1].lower()
        if _BRAND.fullmatch(name) or party in known.party_names or party in known.party_adjectives:
            return span, None
        country = load_countries().get(name)
        if country is not None and not (of_team and country == name):
            return None, country
        if to_singular(noun.lower) in known.elected and not is_organisation_name(name):
            town = before and noun.lower in known.municipal and first.is_named  # "Portville Mayor Jane Doe"
            return (span if town else None), None
        if not first.is_named:
            described = self._described_body(holder)
            return described or self.owners.meant_by(name.lower(), first.start), None
        return (span if self._can_hold(span, of_team=of_team, of_firm=of_firm) else None), None

    def _can_hold(self, name: Span, *, of_team: bool, of_firm: bool) -> bool:
        """Whether a name can be a body's: not "Jane Doe's envoy", "Monday's winner" or "the Vermont senator"."""
        words = name.of(self.text)
        parts = words.split()
        if is_role(parts[-1], plural=False) or any(is_role(part) for part in parts if part[:1].islower()):
            return False
        if is_organisation_name(words):
            return True
        kind, last = self.kind_of(words), self.kind_of(parts[-1])
        if of_team and (kind in _PLACES or self._is_team(words)):
            return True
        if of_firm and kind == "PERSON" and self.kinds.get(words) != "person":
            return True
        return kind not in _NO_BODIES and last not in ("PERSON", "DATE")

    @staticmethod
    def _owner(words: Sequence[Word]) -> int:
        """How many words an owner takes: "the World Bank's"."""
        owner = next((number for number, word in enumerate(words) if word.text.endswith(OWNED)), None)
        return owner + 1 if owner is not None and owner + 1 < len(words) else 0

    def _holder(self, words: Sequence[Word]) -> int:
        """How many words before a title name a country or an organisation, without an owner's mark."""
        known = load_lexicon()
        if words[-1].lower in known.party_offices and (party := self._party(words)):
            return party
        if size := self._country(words):
            return size
        if words[-1].lower in known.elected:
            return self._place(words)
        capital = sum(
            1 for _ in takewhile(lambda word: word.is_named or word.lower in ("of", "for", "&", "and"), words)
        )
        if not capital > 0 or any(is_role(word.text, plural=False) for word in words[: capital - 1]):
            capital = next((number for number, word in enumerate(words) if is_role(word.text)), 0)
        named = capital
        while 0 < capital < len(words) - 1 and words[capital].lower in known.organisations:
            capital += 1  # "Works council head", "Hale campaign spokeswoman"
        if 0 < capital < len(words) and not words[capital].is_capital:
            # "Acme Bank chief economist": the title begins with the lower-case word.
            opens = self.document.sentence_at(words[0].start).start == words[0].start
            described = capital > named and (not opens or self.kind_of(words[0].text) == "PERSON")
            proper = described or any(word.pos == "PROPN" for word in words[:capital])
            team = words[-1].lower in known.team and self._is_team(self.text[words[0].start : words[capital - 1].end])
            proper = proper or team
            kind = self.kind_of(self.text[words[0].start : words[capital - 1].end])
            firm = to_singular(words[-1].lower) in known.firm
            person = kind == "PERSON" and capital == named and not team and not firm
            return capital if proper and kind != "NORP" and not person else 0
        return self._titled(words)

    def _country(self, words: Sequence[Word]) -> int:
        """How many words before a title name a country: not "the Zimbabwe Tourism Authority director"."""
        run = sum(1 for _ in takewhile(lambda word: word.is_named, words[:-1]))
        if is_organisation_name(" ".join(word.text for word in words[1:run])):
            return 0
        for size in (3, 2, 1):
            if size < len(words) and self.text[words[0].start : words[size - 1].end] in load_countries():
                return size
        return 0

    def _titled(self, words: Sequence[Word]) -> int:
        """How many words before a title in capitals name an organisation: "Nomura Senior Analyst"."""
        known = load_lexicon()
        sure = [
            number + 1
            for number, word in enumerate(words[:-1])
            if word.is_acronym
            or (number and word.lower in known.organisations)
            or (self.labels_of([word])["ORG"] and not (word.lower in known.title_words and number == len(words) - 2))
        ]
        run = " ".join(word.text for word in takewhile(lambda word: word.is_named, words[:-1]))
        if words[0].lower in known.title_words and not is_organisation_name(run):
            sure = []  # "National Publicity Secretary"
        if words[-1].lower in known.portfolio:
            # "Communications Minister", "Treasury Secretary"
            named = [" ".join(word.text for word in words[:size]) for size in sure]
            sure = [size for size, name in zip(sure, named, strict=True) if size > 1 and is_organisation_name(name)]
        sure = [size for size in sure if not any(is_role(word.text, plural=False) for word in words[:size])]
        if sure:
            return max(sure)
        places = sum(1 for _ in takewhile(lambda word: self.labels_of([word])["GPE"] > 0, words[:-1]))
        return places if words[places].lower in known.offices or words[places].lower in known.team else 0

    @staticmethod
    def _party(words: Sequence[Word]) -> int:
        """How many words before an office name a party: "Welsh Labour health spokeswoman"."""
        known = load_lexicon()
        size = 1 + (len(words) > 2 and words[0].text in load_countries())
        party = words[size - 1]
        named = party.is_capital and (party.lower in known.party_names or party.lower in known.party_adjectives)
        return size if size < len(words) and named else 0

    def _place(self, words: Sequence[Word]) -> int:
        """How many words before an office name the place or the party that it is held for.

        "Grants Town MP", "Lagos State Governor"; "GOP presidential nominee" and "Republican senator" stay whole.
        """
        known = load_lexicon()
        if words[0].lower in known.parties or not words[0].is_named or words[0].lower in known.title_words:
            return 0
        if next(iter(self.labels_of(words[:1])), "") == "NORP" or any(is_role(word.text) for word in words[:-1]):
            return 0
        size = sum(1 for _ in takewhile(lambda word: word.is_named or word.lower in JOINING, words[:-1]))
        while size > 1 and words[size - 1].lower in known.title_words - {"state"}:
            size -= 1
        return size

    def _is_team(self, name: str) -> bool:
        """Whether a name that the pipeline does not know for one is a team's: the article says "the Wild"."""
        return f" the {name}" in self.text or f"The {name} " in self.text

    @staticmethod
    def _ends_title(word: Word) -> bool:
        return word.is_verb and word.lower not in load_lexicon().title_words and not is_role(word.text)

    def in_title(self, word: Word, after: Word | None) -> bool:
        """Whether ``word`` can stand within a title before a name, ``after`` being the word after it there."""
        if after is not None and word.lower == "and" and after.lower in load_lexicon().former:
            return True
        if word.pos in _NOT_IN_TITLES and not (word.lower in JOINING and after is not None and after.is_capital):
            return False
        if word.lower in ARTICLES or word.text.endswith(("!", "?")):
            return False
        if word.is_verb and not word.is_capital and not word.lower.endswith(("ist", "ian", "man", "woman", "person")):
            return False
        if word.text.endswith(".") and word.text.count(".") == 1 and len(word.text) > 4:
            return False
        if is_role(word.text) or word.is_capital or word.lower in load_lexicon().former:
            return True
        if after is None:
            return False
        joins = word.lower in ("of", "for", "and") and after.is_capital
        owns = word.text.endswith(OWNED) and not after.is_capital
        return joins or owns or word.dep == "compound" or word.lower in load_lexicon().title_words
