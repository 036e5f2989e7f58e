"""Roles: the title, the organisation, its parent and the country that the text gives a person, with the words for it.

Shapes: "Name, role of Body at Larger Body," · "the role of Body, Name," · "Body role Name" · "Body's role, Name" ·
"Name, who is role of Body" · "Name, who heads Body" · "Name of Body". What the text does not say stays missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, load_countries, load_lexicon
from onrecord.speakers.organisations import ARTICLES, JOINING, PhraseReader, Word, is_organisation_name
from onrecord.types import Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Sequence


_APPOSITION = re.compile(r"\s*(?:,|\(|–|—)\s*(?:aged )?(?:\d{1,3}\s*,\s*)?")
_RELATIVE = re.compile(
    r"who (?:is|was|serves as|served as|works as|worked as|has been) (?:also |now |currently |then )?", re.IGNORECASE
)
_HEADING = re.compile(r"who ([a-z-]+) (?=the |its |a |[A-Z])")
_LED_AT = re.compile(r"(?:the|its|a)(?: [a-z-]+){1,4} (?:of|at|for) (?=(?:the )?[A-Z])")
_OF_ORGANISATION = re.compile(r"(?: of|, (?:of|from|at|with)) (?=(?:the )?[A-Z])")
_LARGER = re.compile(r" (?:at|of) (?=(?:the )?[A-Z])")
_COMMA_BEFORE = re.compile(r"[,;:\"”“—()]")
_HOLDING = frozenset({"of", "at", "for", "with", "in", "from"})
_STOPS = frozenset({"who", "whose", "whom", "which", "that", "where", "when", "to", "by", "as", "than", "is", "was"})
_OWNED = ("'s", "’s")
_ATTRIBUTES = ("-based", "-born", "-educated", "-trained")
_NOT_IN_TITLES = frozenset({"ADP", "SCONJ", "CCONJ", "ADV", "DET", "PRON", "PART"})
_MAX_DISTANCE = 160  # characters before a name in which its role may begin
_MAX_FIELD_WORDS = 6
_MAX_TITLE_WORDS = 9  # words of a title with what stands before it


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is said to be; ``span`` covers the words that say it. Without a title it names an organisation."""

    span: Span
    title: str | None = None
    is_former: bool = False
    organisation: Span | None = None
    parent: Span | None = None
    country: str | None = None

    def completed(self, other: Role | None) -> Role:
        """With the organisation and the country that another place in the text adds."""
        if other is None or self.organisation is not None:
            return self
        return replace(
            self, organisation=other.organisation, parent=other.parent, country=self.country or other.country
        )


class RoleReader(PhraseReader):
    """Reads roles from an article."""

    def find(self, sentence: Sentence, name: Span) -> Role | None:
        """The role in the words after and before a name at ``name``."""
        after, before = self.find_after(sentence, name.end), self.find_before(sentence, name.start)
        if after is not None and (after.title or before is None or not before.title):
            return after.completed(before)
        return before.completed(after) if before is not None else None

    def find_after(self, sentence: Sentence, name_end: int) -> Role | None:
        """The role in an apposition, a parenthesis or a relative clause after a name."""
        text, end = self.text, sentence.end
        of_organisation = self._of_organisation(name_end, end)
        opening = _APPOSITION.match(text, name_end, end)
        if of_organisation is not None or not opening:
            return of_organisation
        start = opening.end()
        if relative := _RELATIVE.match(text, start, end):
            found = self._phrase(self.words(relative.end(), end))
            past = relative.group().lower().startswith(("who was", "who served", "who worked"))
            return replace(found, is_former=found.is_former or past) if found else None
        if heading := _HEADING.match(text, start, end):
            return self._heading(heading, end)
        found = self._phrase(self.words(start, end))
        if found is None and opening.group().strip() == "(":
            organisation = self.find_organisation(start, end)
            if (
                organisation is not None
                and text[organisation.end : organisation.end + 1] == ")"
                and is_organisation_name(organisation.of(text))
            ):
                return Role(organisation, organisation=organisation)
        return found

    def find_before(self, sentence: Sentence, name_start: int) -> Role | None:
        """The role before a name, "Prime Minister Name", or before a comma, "the ministry's spokeswoman, Name"."""
        words = self.words(max(sentence.start, name_start - _MAX_DISTANCE), name_start, whole=True)
        while words and words[-1].lower in load_lexicon().honorifics:
            words.pop()
        if not words:
            return None
        gap = self.text[words[-1].end : name_start].split()
        if "," in gap:
            return self._before_comma(sentence, words[-1].end)
        if any(not part[:1].isalnum() for part in gap):
            return None
        title: list[Word] = []
        for word in reversed(words):
            apart = title and self.text[word.end : title[0].start].strip()
            if apart or not self._in_title(word, title[0] if title else None):
                break
            title.insert(0, word)
        while title and title[0].lower in JOINING:
            title.pop(0)
        if not title:
            return None
        if not is_role(title[-1].text, plural=False):
            # "Secretary of State Name"
            found = self._phrase(title)
            return found if found and found.span.end == title[-1].end else None
        return self._head(title)

    # --- shapes -----------------------------------------------------------------------------------------------

    def _of_organisation(self, start: int, end: int) -> Role | None:
        """ "Name of Body", "Name, from Body,": only where the words name an organisation for certain."""
        match = _OF_ORGANISATION.match(self.text, start, end)
        organisation = self.find_organisation(match.end(), end) if match else None
        if organisation is None:
            return None
        words = organisation.of(self.text)
        return Role(organisation, organisation=organisation) if is_organisation_name(words) else None

    def _heading(self, match: re.Match[str], end: int) -> Role | None:
        """ "who heads the bureau": no title, but the organisation."""
        verb = match.group(1)
        bases = {verb, verb.rstrip("s"), verb.removesuffix("ed"), verb.removesuffix("d")}
        past = verb in ("led", "ran") or verb.endswith("ed")
        if not (bases & load_lexicon().heading or (past and verb in ("led", "ran"))):
            return None
        held = _LED_AT.match(self.text, match.end(), end)
        organisation = self.find_organisation(held.end() if held else match.end(), end)
        return (
            Role(Span(match.start(), organisation.end), is_former=past, organisation=organisation)
            if organisation
            else None
        )

    def _before_comma(self, sentence: Sentence, comma: int) -> Role | None:
        """The phrase that ends at a comma before a name; it must begin with an article or an owner."""
        marks = [match.end() for match in _COMMA_BEFORE.finditer(self.text, sentence.start, comma)]
        words = self.words(marks[-1] if marks else sentence.start, comma)
        owner = next((number for number, word in enumerate(words) if word.text.endswith(_OWNED)), None)
        if owner is not None:
            first = owner
            while first > 0 and words[first - 1].is_capital:
                first -= 1
        else:
            opening = [number for number, word in enumerate(words) if word.lower in ("the", "a", "an", "its")]
            first = next((number for number in opening if self._phrase(words[number:])), len(words))
        found = self._phrase(words[first:])
        return found if found and found.span.end == comma else None

    def _phrase(self, words: Sequence[Word]) -> Role | None:
        """A noun phrase "[the] [former] title [of|at|for Body [at Larger Body]]" at the start of ``words``."""
        last = None
        begin = sum(1 for _ in takewhile(lambda word: word.lower in ARTICLES | load_lexicon().former, words))
        for number, word in enumerate(words[: begin + _MAX_TITLE_WORDS]):
            if number >= begin and (word.lower in _HOLDING or word.lower in _STOPS or self._ends_title(word)):
                break
            if is_role(word.text.rstrip("."), plural=False):
                last = number
        if last is None:
            return None
        found = self._head(words[: last + 1])
        if found is None or last + 1 >= len(words) or words[last + 1].lower not in _HOLDING:
            return found
        return self._held(found, words[last], list(words[last + 1 :]))

    @staticmethod
    def _ends_title(word: Word) -> bool:
        return word.is_verb and word.lower not in load_lexicon().title_words and not is_role(word.text)

    def _held(self, role: Role, noun: Word, rest: list[Word]) -> Role:
        """With the organisation that follows "of", "at" or "for", or the field that belongs to the title."""
        holder, end = rest[0], rest[-1].end
        organisation = self.find_organisation(holder.end + 1, end)
        if organisation is None:
            organisation = self._described_organisation(rest[1:])
            return (
                self._of_field(role, rest) if organisation is None else self._at_organisation(role, organisation, end)
            )
        name = organisation.of(self.text)
        if holder.lower in ("in", "from") and not is_organisation_name(name):
            return role  # "a farmer in Norfolk", "a nurse from Kent"
        if self._is_field(noun, holder, name):
            larger = _LARGER.match(self.text, organisation.end, end)
            role, organisation = (
                self._widened(role, organisation.end),
                self.find_organisation(larger.end(), end) if larger else None,
            )
        return role if organisation is None else self._at_organisation(role, organisation, end)

    def _is_field(self, noun: Word, holder: Word, name: str) -> bool:
        """Whether a capitalised name is the field of a title: "Minister for Digital Affairs", "director for Asia"."""
        if name in load_countries() or holder.lower not in ("of", "for"):
            return False
        if noun.lower in load_lexicon().portfolio:
            return " " not in name or not is_organisation_name(name)
        known = is_organisation_name(name) or self.labels_of([Word(0, 0, name.split()[0])])["ORG"] > 0
        return holder.lower == "for" and not known

    def _of_field(self, role: Role, rest: list[Word]) -> Role:
        """ "Professor of economics at Body", "head of policy at campaign group Body"."""
        field = list(takewhile(lambda word: not word.is_capital and word.lower not in ("at", "with", "from"), rest))
        while field and field[-1].lower in _HOLDING | ARTICLES | {"to"}:
            field.pop()
        if not 2 <= len(field) <= _MAX_FIELD_WORDS or any(word.is_verb for word in field):
            return role
        role = self._widened(role, field[-1].end)
        rest = rest[len(field) :]
        lead = list(takewhile(lambda word: not word.is_capital and not word.is_verb, rest))
        if not lead or lead[0].lower not in _HOLDING or len(lead) > 4:
            return role
        organisation = self.find_organisation(lead[-1].end + 1, rest[-1].end)
        return role if organisation is None else self._at_organisation(role, organisation, rest[-1].end)

    def _described_organisation(self, words: list[Word]) -> Span | None:
        """ "the centrist Body": an organisation with lower-case words after its article."""
        if not words or words[0].lower not in ARTICLES:
            return None
        lead = list(takewhile(lambda word: not word.is_capital and word.lower not in _HOLDING, words))
        described = len(lead) in (2, 3) and len(lead) < len(words)
        return self.find_organisation(words[len(lead)].start, words[-1].end) if described else None

    def _at_organisation(self, role: Role, organisation: Span, end: int) -> Role:
        if role.organisation is not None:
            return role
        larger = _LARGER.match(self.text, organisation.end, end)
        parent = self.find_organisation(larger.end(), end) if larger else None
        stop = parent.end if parent else organisation.end
        if organisation.of(self.text) in load_countries():
            return replace(
                role,
                country=role.country or load_countries()[organisation.of(self.text)],
                span=Span(role.span.start, stop),
            )
        return replace(role, organisation=organisation, parent=parent, span=Span(role.span.start, stop))

    def _widened(self, role: Role, end: int) -> Role:
        """With a title that goes on until ``end``."""
        start = role.span.end - len(role.title or "")
        return replace(role, title=self.text[start:end], span=Span(role.span.start, end))

    def _head(self, words: Sequence[Word]) -> Role | None:
        """What stands up to a title's noun: "the former French foreign minister", "Acme Bank chief economist"."""
        known = load_lexicon()
        former = False
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
            elif word.lower in ARTICLES or word.lower in ("and", "but", "&", "interim", "longtime", "veteran"):
                rest.pop(0)
            elif organisation is None and (taken := self._owner(rest) or self._holder(rest)):
                begin = word.start if begin is None else begin
                organisation = Span(
                    word.start, rest[taken - 1].end - (2 if rest[taken - 1].text.endswith(_OWNED) else 0)
                )
                rest = rest[taken:]
                country = load_countries().get(organisation.of(self.text))
            else:
                break
        if not rest or len(rest) > _MAX_TITLE_WORDS:
            return None
        attribute = next((number for number, word in enumerate(rest[:-1]) if word.lower.endswith(_ATTRIBUTES)), -1)
        rest = rest[attribute + 1 :]
        if rest[0].lower.startswith("ex-"):
            former = True
            rest[0] = replace(rest[0], start=rest[0].start + 3, text=rest[0].text[3:])
        full_stop = rest[-1].text.endswith(".") and rest[-1].text.lower()[:-1] not in known.abbreviations
        start, end = rest[0].start, rest[-1].end - full_stop
        return Role(
            title=self.text[start:end],
            is_former=former,
            span=Span(start if begin is None else begin, end),
            organisation=organisation
            if organisation is not None and country is None and self._is_named_organisation(organisation)
            else None,
            country=country,
        )

    def _is_named_organisation(self, organisation: Span) -> bool:
        """Whether an owner is a named organisation, no person ("Jane Doe's envoy") or thing ("the bank's chair")."""
        words = [Word(organisation.start, organisation.end, word) for word in organisation.of(self.text).split()]
        return words[0].is_named and not self.labels_of(words[-1:])["PERSON"]

    @staticmethod
    def _owner(words: Sequence[Word]) -> int:
        """How many words an owner takes: "the World Bank's"."""
        owner = next((number for number, word in enumerate(words) if word.text.endswith(_OWNED)), None)
        return owner + 1 if owner is not None and owner + 1 < len(words) else 0

    def _holder(self, words: Sequence[Word]) -> int:
        """How many words before a title name a country or an organisation, without an owner's mark."""
        for size in (3, 2, 1):
            if size < len(words) and self.text[words[0].start : words[size - 1].end] in load_countries():
                return size
        capital = sum(
            1 for _ in takewhile(lambda word: word.is_named or word.lower in ("of", "for", "&", "and"), words)
        )
        if not capital > 0 or any(is_role(word.text) for word in words[: capital - 1]):
            capital = next((number for number, word in enumerate(words) if is_role(word.text)), 0)
        while 0 < capital < len(words) - 1 and words[capital].lower in load_lexicon().organisations:
            capital += 1  # "Works council head"
        if 0 < capital < len(words) and not words[capital].is_capital:
            # "Acme Bank chief economist": the title begins with the lower-case word.
            proper = any(word.pos == "PROPN" for word in words[:capital])
            kind = next(iter(self.labels_of(words[:capital])), "")
            place = kind in ("GPE", "LOC") and words[capital].lower not in load_lexicon().offices
            return capital if proper and kind not in ("NORP", "PERSON") and not place else 0
        sure = [
            number + 1
            for number, word in enumerate(words[:-1])
            if word.is_acronym
            or (number and word.lower in load_lexicon().organisations)
            or self.labels_of([word])["ORG"]
        ]
        sure = [size for size in sure if not any(is_role(word.text) for word in words[:size])]
        if sure:
            return max(sure)
        places = sum(1 for _ in takewhile(lambda word: self.labels_of([word])["GPE"] > 0, words[:-1]))
        return places if words[places].lower in load_lexicon().offices else 0

    # --- words ------------------------------------------------------------------------------------------------

    def _in_title(self, word: Word, after: Word | None) -> bool:
        """Whether ``word`` can stand within a title before a name, ``after`` being the word after it there."""
        if word.pos in _NOT_IN_TITLES and not (word.lower in JOINING and after is not None and after.is_capital):
            return False
        if word.lower in ARTICLES or word.text.endswith(("!", "?")) or (word.is_verb and not word.is_capital):
            return False
        if word.text.endswith(".") and word.text.count(".") == 1 and len(word.text) > 4:
            return False
        if is_role(word.text) or word.is_capital or word.lower in load_lexicon().former:
            return True
        if after is None:
            return False
        joins = word.lower in ("of", "for", "and") and after.is_capital
        owns = word.text.endswith(_OWNED) and not after.is_capital
        return joins or owns or word.dep == "compound" or word.lower in load_lexicon().title_words
