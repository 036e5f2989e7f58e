"""Role phrases: "the former finance minister", "head of policy at the campaign group Body", read word by word.

A phrase has an article or an owner, what the owner or a name before the title holds, the title up to its noun, the
field that belongs to the title and the organisation that it is held at, with the larger one over it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, load_countries, load_lexicon, to_singular
from onrecord.speakers.organisations import ARTICLES, JOINING, Word, is_organisation_name
from onrecord.speakers.role import Role
from onrecord.speakers.role_bodies import BRAND, HOLDING, OWNED, OWNED_BODY, PLACES, STOPS, BodyReader
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


_LARGER = re.compile(r" (?:\([A-Z]+\) )?(?:at|of|in) (?=(?:the )?[A-Z])")
_COMPASS = re.compile(r"(?:north|south|east|west|central)(?:east|west)?(?:ern)?$")
_OWNED_LOWER = re.compile(r"['’]s? (?=[a-z])")
_ATTRIBUTES = ("-year-old", "-based", "-born", "-educated", "-trained")
_ATTRIBUTIVE = frozenset({"compound", "nmod", "amod", "poss", "nummod"})
_NOT_IN_TITLES = frozenset({"ADP", "SCONJ", "CCONJ", "ADV", "DET", "PRON", "PART"})
_MAX_FIELD_WORDS = 7
_MAX_TITLE_WORDS = 9  # words of a title with what stands before it


class RolePhraseReader(BodyReader):
    """Reads role phrases from an article."""

    def read_phrase(self, words: Sequence[Word], *, plural: bool = False) -> Role | None:
        """A noun phrase "[the] [former] title [of|at|for Body [at Larger Body]]" at the start of ``words``.

        With ``plural`` its noun may be one of several people: "analysts at Danske Bank".
        """
        last = None
        opening = ARTICLES | load_lexicon().former | load_lexicon().role_openers
        begin = sum(1 for _ in takewhile(lambda word: word.lower in opening, words))
        for number, word in enumerate(words[: begin + _MAX_TITLE_WORDS]):
            if number >= begin and (word.lower in HOLDING or word.lower in STOPS or self._ends_title(word)):
                break
            if is_role(word.text.rstrip("."), plural=plural) or (number > begin and _is_lead(words[number - 1], word)):
                last = number
        if last is None:
            return None
        found = self.read_title(words[: last + 1])
        if found is None or last + 1 >= len(words) or words[last + 1].lower not in HOLDING:
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
        ranked = (
            len(title) > 1
            and (title[-1].is_capital or title[-1].lower not in known.team)  # not "assistant captain"
            and (title[-1].lower in known.ranks or title[-1].lower in known.abbreviations)
        )
        return title[:-1] if ranked and is_role(title[-2].text, plural=False) else title

    def _held(self, role: Role, noun: Word, rest: list[Word]) -> Role:
        """With the organisation that follows "of", "at" or "for", or the field that belongs to the title."""
        rest = _without_place(rest)
        holder, end = rest[0], rest[-1].end
        organisation = self.find_organisation(rest[1].start if len(rest) > 1 else holder.end + 1, end)
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
        place = after.pos == "NOUN" and (token.ent_type_ in PLACES or name.of(self.text) in load_countries())
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
            describes = number > 0 and word.is_capital and later[:1].islower() and later.lower() not in HOLDING | STOPS
            describes = describes and not word.text.endswith(OWNED)  # "exploration in Nasa's science directorate"
            people = word.is_capital and next(iter(self.labels_of([word])), "") == "NORP"
            if (word.is_capital and not describes and not people) or (number and word.lower in ("at", "with", "from")):
                break
            field.append(word)
        while field and field[-1].lower in HOLDING | ARTICLES | {"to"}:
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
        lead = list(takewhile(lambda word: not (word.is_capital or word.is_verb or BRAND.fullmatch(word.text)), rest))
        if not lead or lead[0].lower not in HOLDING or len(lead) > 4:
            return role
        organisation = self.find_organisation(lead[-1].end + 1, rest[-1].end)
        return role if organisation is None else self._at_organisation(role, organisation, rest[-1].end)

    @staticmethod
    def _is_bare_body(words: Sequence[Word]) -> bool:
        """ "The university", "our company": a body without a name, said by its noun alone."""
        return len(words) == 2 and words[0].lower in ARTICLES and words[1].lower in load_lexicon().organisations

    def _at_organisation(self, role: Role, organisation: Span, end: int) -> Role:
        if role.organisation is not None:
            if is_organisation_name(role.organisation.of(self.text)) or not self.is_body(organisation):
                return role
            # "Northern Isles spokeswoman for the Ports Authority"
            role = replace(role, organisation=None)
        if (owned := OWNED_BODY.match(self.text, organisation.end, end)) is not None:
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


def _without_place(rest: list[Word]) -> list[Word]:
    """The words from "at" or "in" on, without what places the name: "at [eastern Norland's] Hale High School"."""
    holder, *after = rest
    if len(after) < 2 or after[0].is_capital or not after[1].is_named:
        return rest
    compass = _COMPASS.match(after[0].text) is not None
    if compass and after[1].text.endswith(OWNED):
        return [holder, *after[2:]] if len(after) > 2 and after[2].is_named else rest
    placed = holder.lower in ("in", "from") and (compass or after[0].pos == "ADJ")
    return [holder, *after[1:]] if placed else rest  # "a farmer in rural Norland"


def _is_lead(before: Word, word: Word) -> bool:
    """Whether "lead" is a post: "cancer lead", "clinical lead", not "a narrow lead"."""
    field = before.dep == "compound" or before.lower in load_lexicon().title_words
    return word.text in ("lead", "Lead") and word.pos in ("NOUN", "PROPN") and field
