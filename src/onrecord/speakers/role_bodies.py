"""Which body holds a title: names of organisations and descriptions of them, before a title or after "of".

Places and people hold none; a team may go by its place, a firm by a family's name, a party by an adjective.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, load_countries, load_lexicon, to_singular
from onrecord.speakers.organisations import ARTICLES, JOINING, PhraseReader, Word, is_organisation_name
from onrecord.speakers.owners import Owners
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.nlp.document import Document
    from onrecord.speakers.entities import Bodies
    from onrecord.speakers.name_kinds import NameKind

BRAND = re.compile(r"\s*(?:the )?([a-z]+[A-Z0-9][\w]*|\d+[A-Z]\w*)(?![\w-])")
_IN_PLACE = re.compile(r" (?:in|on) ")
_FORM = re.compile(r" ([a-z]{2,4})\b")
OWNED_BODY = re.compile(r"['’]s? (?=[A-Z])")
HOLDING = frozenset({"of", "at", "for", "with", "in", "from", "to"})
_PERSONAL = frozenset({"his", "her", "my"})
STOPS = frozenset({"who", "whose", "whom", "which", "that", "where", "when", "by", "as", "than", "is", "was"})
OWNED = ("'s", "’s")
_LABELS = {"person": "PERSON", "organisation": "ORG"}
PLACES = frozenset({"GPE", "LOC", "FAC"})
_NO_BODIES = PLACES | {"PERSON", "NORP", "DATE", "TIME", "EVENT", "LANGUAGE", "CARDINAL", "ORDINAL"}
_MAX_BODY_WORDS = 5


class BodyReader(PhraseReader):
    """Reads which organisation, country or place holds a title."""

    def __init__(
        self, document: Document, labels: dict[str, Counter[str]], kinds: Mapping[str, NameKind], bodies: Bodies
    ) -> None:
        super().__init__(document, labels, bodies)
        self.kinds = kinds
        self.owners = Owners(document, bodies)

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
        if brand := BRAND.match(self.text, start, end):
            return Span(*brand.span(1))
        found = super().find_organisation(start, end)
        if found is None:
            return None
        name = found.of(self.text)
        if (place := _IN_PLACE.search(name)) and name not in self.kinds:
            found = Span(found.start, found.start + place.start())  # "Hana Securities in Portville"
        if form := _FORM.match(self.text, found.end, end):
            return Span(found.start, form.end()) if form.group(1) in load_lexicon().suffixes else found
        if not OWNED_BODY.match(self.text, found.end, end):
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
        others = [found for found in words if not found or found.most_common(1)[0][0] not in PLACES]
        for found in others if any(others) else words:
            counts += found
        return max(counts, key=lambda label: (counts[label], label == "ORG"), default="GPE" if kind == "place" else "")

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """The last words of the full names of people."""
        return frozenset(name.split()[-1] for name, kind in self.kinds.items() if kind == "person" and " " in name)

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
                    and word.lower not in HOLDING | STOPS
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
        if BRAND.fullmatch(name) or party in known.party_names or party in known.party_adjectives:
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
        if of_team and (kind in PLACES or self._is_team(words)):
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
        """How many words before a title in capitals name an organisation: "Danske Bank Senior Analyst"."""
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

    def is_body_or_team(self, name: Span) -> bool:
        """Whether a name is an organisation's or stands for a team: "the Gulls", "Portville"."""
        words = name.of(self.text)
        return self.is_body(name) or self.kind_of(words) in PLACES or self._is_team(words)

    def _is_team(self, name: str) -> bool:
        """Whether a name that the pipeline does not know for one is a team's: the article says "the Wild"."""
        return f" the {name}" in self.text or f"The {name} " in self.text
