"""Roles: the title, the body, the larger body and the country that the text gives a person, with the words for it.

Shapes: "Name, role of Body at Larger Body," · "the role of Body, Name," · "Body role Name" · "Body's role, Name" ·
"Name, who is role of Body" · "Name, who heads Body" · "Name of Body". What the text does not say stays missing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import countries, is_role, lexicon
from onrecord.values import Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_WORD = re.compile(r"[^\s,;:()\[\]\"“”—–]+")
_APPOSITION = re.compile(r"\s*(?:,|\(|–|—)\s*(?:aged )?(?:\d{1,3}\s*,\s*)?")
_RELATIVE = re.compile(
    r"who (?:is|was|serves as|served as|works as|worked as|has been) (?:also |now |currently |then )?", re.IGNORECASE
)
_HEADING = re.compile(r"who ([a-z-]+) (?=the |its |a |[A-Z])")
_LED_AT = re.compile(r"(?:the|its|a)(?: [a-z-]+){1,4} (?:of|at|for) (?=(?:the )?[A-Z])")
_OF_BODY = re.compile(r"(?: of|, (?:of|from|at|with)) (?=(?:the )?[A-Z])")
_LARGER = re.compile(r" (?:at|of) (?=(?:the )?[A-Z])")
_COMMA_BEFORE = re.compile(r"[,;:\"”“—()]")
_JOINING = frozenset({"of", "for", "and", "the", "on", "in", "&", "de", "du", "des", "la", "to", "del", "der", "von"})
_HOLDING = frozenset({"of", "at", "for", "with", "in", "from"})
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her", "one", "another"})
_STOPS = frozenset({"who", "whose", "whom", "which", "that", "where", "when", "to", "by", "as", "than", "is", "was"})
_OWNED = ("'s", "’s")
_ATTRIBUTES = ("-based", "-born", "-educated", "-trained")
_NOT_IN_TITLES = frozenset({"ADP", "SCONJ", "CCONJ", "ADV", "DET", "PRON", "PART"})
_REACH = 160  # characters before a name in which its role may begin
_MOST_WORDS = 9  # words of a title with what stands before it


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is said to be; ``span`` covers the words that say it. Without a title only a body is named."""

    span: Span
    title: str | None = None
    is_former: bool = False
    organisation: Span | None = None
    parent: Span | None = None
    country: str | None = None

    def completed(self, other: Role | None) -> Role:
        """With the body and the country that another place in the text adds."""
        if other is None or self.organisation is not None:
            return self
        return replace(
            self, organisation=other.organisation, parent=other.parent, country=self.country or other.country
        )


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    pos: str = ""
    dep: str = ""

    @property
    def lower(self) -> str:
        return self.text.lower().rstrip(".") if self.text.count(".") == 1 else self.text.lower()

    @property
    def is_verb(self) -> bool:
        return self.pos in ("VERB", "AUX")

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_named(self) -> bool:
        """Whether it can be part of a name: "Ivy", not "League-trained"."""
        return self.is_capital and not self.text.rpartition("-")[2][:1].islower()

    @property
    def is_acronym(self) -> bool:
        letters = self.text.replace(".", "")
        return len(letters) > 1 and letters.isupper() and letters.isalpha()


class Roles:
    """Reads roles from an article; ``labels`` is how the pipeline calls each capitalised word, see ``names.labels``."""

    def __init__(self, text: str, labels: dict[str, Counter[str]]) -> None:
        self.text = text
        self.labels = labels
        self._last: tuple[Sentence | None, dict[int, Token]] = (None, {})

    def at(self, sentence: Sentence, name: Span) -> Role | None:
        """The role in the words after and before a name at ``name``."""
        after, before = self.after(sentence, name.end), self.before(sentence, name.start)
        if after is not None and (after.title or before is None or not before.title):
            return after.completed(before)
        return before.completed(after) if before is not None else None

    def after(self, sentence: Sentence, name_end: int) -> Role | None:
        """The role in an apposition, a parenthesis or a relative clause after a name."""
        text, end = self.text, sentence.end
        of_body = self._of_body(name_end, end)
        opening = _APPOSITION.match(text, name_end, end)
        if of_body is not None or not opening:
            return of_body
        start = opening.end()
        if relative := _RELATIVE.match(text, start, end):
            found = self._phrase(self._words(sentence, relative.end(), end))
            past = relative.group().lower().startswith(("who was", "who served", "who worked"))
            return replace(found, is_former=found.is_former or past) if found else None
        if heading := _HEADING.match(text, start, end):
            return self._heading(heading, end)
        found = self._phrase(self._words(sentence, start, end))
        if found is None and opening.group().strip() == "(":
            body = self._body(start, end)
            if body is not None and text[body.end : body.end + 1] == ")" and self._names_body(body.of(text)):
                return Role(body, organisation=body)
        return found

    def before(self, sentence: Sentence, name_start: int) -> Role | None:
        """The role before a name, "Prime Minister Name", or before a comma, "the ministry's spokeswoman, Name"."""
        words = self._words(sentence, max(sentence.start, name_start - _REACH), name_start, whole=True)
        while words and words[-1].lower in lexicon().honorifics:
            words.pop()
        if not words:
            return None
        gap = self.text[words[-1].end : name_start].split()
        if "," in gap:
            return self._before_comma(sentence, words[-1].end)
        if any(not part[:1].isalnum() for part in gap):
            return None
        title: list[_Word] = []
        for word in reversed(words):
            apart = title and self.text[word.end : title[0].start].strip()
            if apart or not self._in_title(word, title[0] if title else None):
                break
            title.insert(0, word)
        while title and title[0].lower in _JOINING:
            title.pop(0)
        if not title:
            return None
        if not is_role(title[-1].text):
            # "Secretary of State Name"
            found = self._phrase(title)
            return found if found and found.span.end == title[-1].end else None
        return self._head(title)

    # --- shapes -----------------------------------------------------------------------------------------------

    def _of_body(self, start: int, end: int) -> Role | None:
        """ "Name of Body", "Name, from Body,": only where the words name a body for certain."""
        match = _OF_BODY.match(self.text, start, end)
        body = self._body(match.end(), end) if match else None
        if body is None:
            return None
        words = body.of(self.text)
        return Role(body, organisation=body) if self._names_body(words) else None

    def _heading(self, match: re.Match[str], end: int) -> Role | None:
        """ "who heads the bureau": no title, but the body."""
        verb = match.group(1)
        bases = {verb, verb.rstrip("s"), verb.removesuffix("ed"), verb.removesuffix("d")}
        past = verb in ("led", "ran") or verb.endswith("ed")
        if not (bases & lexicon().heading or (past and verb in ("led", "ran"))):
            return None
        held = _LED_AT.match(self.text, match.end(), end)
        body = self._body(held.end() if held else match.end(), end)
        return Role(Span(match.start(), body.end), is_former=past, organisation=body) if body else None

    def _before_comma(self, sentence: Sentence, comma: int) -> Role | None:
        """The phrase that ends at a comma before a name; it must begin with an article or an owner."""
        marks = [match.end() for match in _COMMA_BEFORE.finditer(self.text, sentence.start, comma)]
        words = self._words(sentence, marks[-1] if marks else sentence.start, comma)
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

    def _phrase(self, words: Sequence[_Word]) -> Role | None:
        """A noun phrase "[the] [former] title [of|at|for Body [at Larger Body]]" at the start of ``words``."""
        last = None
        begin = sum(1 for _ in takewhile(lambda word: word.lower in _ARTICLES | lexicon().former, words))
        for number, word in enumerate(words[: begin + _MOST_WORDS]):
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
    def _ends_title(word: _Word) -> bool:
        return word.is_verb and word.lower not in lexicon().title_words and not is_role(word.text)

    def _held(self, role: Role, noun: _Word, rest: list[_Word]) -> Role:
        """With the body that follows "of", "at" or "for", or the field that belongs to the title."""
        end = rest[-1].end
        body = self._body(rest[0].end + 1, end)
        if rest[0].lower == "in" and body is not None and not self._names_body(body.of(self.text)):
            return role  # "a farmer in Norfolk"
        portfolio = noun.lower in lexicon().portfolio and rest[0].lower in ("of", "for")
        held = body.of(self.text) if body is not None else ""
        if body is not None and portfolio and (" " not in held or not self._names_body(held)):
            # "Minister for Digital Affairs", "Secretary of State": the field is part of the title.
            if held not in countries():
                return self._widened(role, body.end)
        elif body is None and (described := self._described_body(rest[1:])):
            body = described
        elif body is None:
            # "professor of economics at Body", "head of policy at campaign group Body"
            field = list(takewhile(lambda word: not word.is_capital and word.lower not in ("at", "with", "from"), rest))
            field = field[: len(field) - sum(1 for _ in takewhile(lambda word: word.lower in _HOLDING, field[::-1]))]
            if len(field) < 2 or len(field) > 6 or any(word.is_verb for word in field):
                return role
            role = self._widened(role, field[-1].end)
            rest = rest[len(field) :]
            if not rest or rest[0].lower not in ("at", "with", "from", "in"):
                return role
            lead = list(takewhile(lambda word: not word.is_capital and not word.is_verb, rest))
            body = self._body(lead[-1].end + 1, end) if 0 < len(lead) <= 4 else None
        if body is None or role.organisation is not None:
            return role
        return self._at_body(role, body, end)

    def _described_body(self, words: list[_Word]) -> Span | None:
        """ "the centrist Body": a body with lower-case words after its article."""
        if not words or words[0].lower not in _ARTICLES:
            return None
        lead = list(takewhile(lambda word: not word.is_capital and word.lower not in _HOLDING, words))
        return (
            self._body(words[len(lead)].start, words[-1].end)
            if len(lead) in (2, 3) and len(lead) < len(words)
            else None
        )

    def _at_body(self, role: Role, body: Span, end: int) -> Role:
        larger = _LARGER.match(self.text, body.end, end)
        parent = self._body(larger.end(), end) if larger else None
        stop = parent.end if parent else body.end
        if body.of(self.text) in countries():
            return replace(
                role, country=role.country or countries()[body.of(self.text)], span=Span(role.span.start, stop)
            )
        return replace(role, organisation=body, parent=parent, span=Span(role.span.start, stop))

    def _widened(self, role: Role, end: int) -> Role:
        """With a title that goes on until ``end``."""
        start = role.span.end - len(role.title or "")
        return replace(role, title=self.text[start:end], span=Span(role.span.start, end))

    def _head(self, words: Sequence[_Word]) -> Role | None:
        """What stands up to a title's noun: "the former French foreign minister", "Acme Bank chief economist"."""
        known = lexicon()
        former = False
        body: Span | None = None
        country: str | None = None
        begin: int | None = None
        rest = list(words)
        while rest:
            word = rest[0]
            if word.lower in known.former:
                former = True
                begin = word.start if begin is None else begin
                rest.pop(0)
            elif word.lower in _ARTICLES or word.lower in ("and", "but", "&"):
                rest.pop(0)
            elif body is None and (taken := self._owner(rest) or self._holder(rest)):
                begin = word.start if begin is None else begin
                body = Span(word.start, rest[taken - 1].end - (2 if rest[taken - 1].text.endswith(_OWNED) else 0))
                rest = rest[taken:]
                country = countries().get(body.of(self.text))
            else:
                break
        if not rest or len(rest) > _MOST_WORDS:
            return None
        attribute = next((number for number, word in enumerate(rest[:-1]) if word.lower.endswith(_ATTRIBUTES)), -1)
        rest = rest[attribute + 1 :]
        if rest[0].lower.startswith("ex-"):
            former = True
            rest[0] = replace(rest[0], start=rest[0].start + 3, text=rest[0].text[3:])
        full_stop = rest[-1].text.endswith(".") and rest[-1].text.lower()[:-1] not in known.abbreviations
        start, end = rest[0].start, rest[-1].end - full_stop
        named = body is not None and country is None and self.text[body.start].isupper()
        if named and body is not None and self._labels([_Word(*body, body.of(self.text).split()[-1])])["PERSON"]:
            named = False  # "Jane Doe's envoy"
        return Role(
            title=self.text[start:end],
            is_former=former,
            span=Span(start if begin is None else begin, end),
            organisation=body if named else None,
            country=country,
        )

    @staticmethod
    def _owner(words: Sequence[_Word]) -> int:
        """How many words an owner takes: "the World Bank's"."""
        owner = next((number for number, word in enumerate(words) if word.text.endswith(_OWNED)), None)
        return owner + 1 if owner is not None and owner + 1 < len(words) else 0

    def _holder(self, words: Sequence[_Word]) -> int:
        """How many words before a title name a country or a body, without an owner's mark."""
        for size in (3, 2, 1):
            if size < len(words) and self.text[words[0].start : words[size - 1].end] in countries():
                return size
        capital = sum(
            1 for _ in takewhile(lambda word: word.is_named or word.lower in ("of", "for", "&", "and"), words)
        )
        if not capital > 0 or any(is_role(word.text) for word in words[: capital - 1]):
            capital = next((number for number, word in enumerate(words) if is_role(word.text)), 0)
        while 0 < capital < len(words) - 1 and words[capital].lower in lexicon().organisations:
            capital += 1  # "Works council head"
        if 0 < capital < len(words) and not words[capital].is_capital:
            # "Acme Bank chief economist": the title begins with the lower-case word.
            proper = any(word.pos == "PROPN" for word in words[:capital])
            return capital if proper and not self._labels(words[:capital])["NORP"] else 0
        sure = [
            number + 1
            for number, word in enumerate(words[:-1])
            if word.is_acronym or (number and word.lower in lexicon().organisations) or self._labels([word])["ORG"]
        ]
        sure = [size for size in sure if not any(is_role(word.text) for word in words[:size])]
        if sure:
            return max(sure)
        places = list(takewhile(lambda word: self._labels([word])["GPE"] > 0, words[:-1]))
        return len(places)

    def _labels(self, words: Sequence[_Word]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for word in words:
            counts += self.labels.get(word.text.lower(), Counter())
        top = counts.most_common(1)
        return Counter({top[0][0]: top[0][1]}) if top else Counter()

    # --- words ------------------------------------------------------------------------------------------------

    def _in_title(self, word: _Word, after: _Word | None) -> bool:
        """Whether ``word`` can stand within a title before a name, ``after`` being the word after it there."""
        if word.pos in _NOT_IN_TITLES and not (word.lower in _JOINING and after is not None and after.is_capital):
            return False
        if word.lower in _ARTICLES or word.text.endswith(("!", "?")) or (word.is_verb and not word.is_capital):
            return False
        if word.text.endswith(".") and word.text.count(".") == 1 and len(word.text) > 4:
            return False
        if is_role(word.text) or word.is_capital or word.lower in lexicon().former:
            return True
        if after is None:
            return False
        joins = word.lower in ("of", "for", "and") and after.is_capital
        owns = word.text.endswith(_OWNED) and not after.is_capital
        return joins or owns or word.dep == "compound" or word.lower in lexicon().title_words

    def _words(self, sentence: Sentence, start: int, end: int, *, whole: bool = False) -> list[_Word]:
        """The words from ``start`` up to the first mark that ends a phrase, or, ``whole``, up to ``end``."""
        tokens = self._tokens(sentence)
        found: list[_Word] = []
        reached = start
        for match in _WORD.finditer(self.text, start, end):
            word = match.group()
            if not whole and self.text[reached : match.start()].strip():
                break
            stop = match.end() - len(word) + len(word.rstrip("'’")) if word.endswith(("'", "’")) else match.end()
            token = tokens.get(match.start())
            kind = (token.pos_, token.dep_) if token is not None else ("", "")
            found.append(_Word(match.start(), stop, word[: stop - match.start()], *kind))
            reached = match.end()
            if not whole and word.endswith((".", "!", "?")) and word.count(".") == 1 and len(word) > 4:
                break
        return [word for word in found if word.text]

    def _is_place(self, start: int, end: int) -> bool:
        """Whether the pipeline takes the word at ``start`` for a place."""
        word = _WORD.match(self.text, start, end)
        return word is not None and self._labels([_Word(*word.span(), word.group())])["GPE"] > 0

    def _tokens(self, sentence: Sentence) -> dict[int, Token]:
        """The sentence's tokens by their place; kept for the next question, which is mostly of the same sentence."""
        if self._last[0] is not sentence:
            self._last = (sentence, {sentence.offset + token.idx: token for token in sentence.tokens})
        return self._last[1]

    def _names_body(self, name: str) -> bool:
        known = lexicon()
        words = [word.strip(".,'’").lower() for word in name.split()]
        acronym = name.replace(".", "")
        named = any(word in known.organisations or word in known.suffixes for word in words)
        return named or (len(acronym) > 2 and acronym.isupper() and acronym.isalpha())

    def _body(self, start: int, end: int) -> Span | None:
        """The name of a body at ``start``: capitalised words and what joins them, without "the" before."""
        first: int | None = None
        last = reached = start
        for match in _WORD.finditer(self.text, start, end):
            word = match.group()
            if self.text[reached : match.start()].strip():
                break
            reached = match.end()
            if first is None and word.lower() in _ARTICLES:
                continue
            if not (word[:1].isupper() or (first is not None and (word[:1].isdigit() or word.lower() in _JOINING))):
                break
            if word.lower() in _JOINING and not word[:1].isupper():
                if word == "in" and self._is_place(match.end() + 1, end):
                    break  # "the Foundation in Lisbon"
                continue
            first = match.start() if first is None else first
            bare = word.removesuffix("'s").removesuffix("’s").rstrip("!?'’")
            ends = bare.endswith(".") and bare.count(".") == 1
            last = match.start() + len(bare.rstrip(".") if ends else bare)
            if bare != word or ends:
                break
        return Span(first, last) if first is not None and last > first else None
