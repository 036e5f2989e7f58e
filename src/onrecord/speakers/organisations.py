"""Names of organisations, and the words of a phrase with their tags, from which roles are read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import load_lexicon
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.nlp.document import Document
    from onrecord.speakers.entities import Bodies

_WORD = re.compile(r"[^\s,;:()\[\]\"“”—–]+")
_REST_OF_NAME = re.compile(r"(?: [A-Z][\w’'-]+){0,3} ([A-Z]\w+)(?![\w-]| [A-Z]|['’]s)")
LOWER_END = re.compile(r"-[a-z]+$")
JOINING = frozenset({"of", "for", "and", "the", "on", "in", "&", "de", "du", "des", "la", "to", "del", "der", "von"})
ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her", "one", "another"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a phrase, with the pipeline's tag and its place in the parse where it has them."""

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
        return self.is_capital and not LOWER_END.search(self.text)

    @property
    def is_acronym(self) -> bool:
        letters = self.text.replace(".", "")
        return len(letters) > 1 and letters.isupper() and letters.isalpha()


def is_organisation_name(name: str) -> bool:
    """Whether a name has a word that only organisations have in theirs, or is an acronym."""
    known = load_lexicon()
    words = [word.strip(".,'’").lower() for word in name.split()]
    acronym = name.replace(".", "")
    named = any(word in known.organisations or word in known.suffixes for word in words)
    return named or (len(acronym) > 2 and acronym.isupper() and acronym.isalpha())


def has_organisation_noun(name: str) -> bool:
    """Whether a name contains a word that only organisations and events have in theirs."""
    words = [word.strip(".,’'").lower() for word in re.split(r"[\s-]+", name)]
    known = load_lexicon()
    return any(word in known.organisations or word in known.events for word in words) or bool(
        words and words[-1] in known.suffixes
    )


class PhraseReader:
    """Reads words and names of organisations from an article.

    ``labels`` tells how often the pipeline gives each word each entity label, see ``name_kinds.count_labels``.
    """

    def __init__(self, document: Document, labels: dict[str, Counter[str]], bodies: Bodies) -> None:
        self.document = document
        self.bodies = bodies
        self.text = document.text
        self.labels = labels

    def words(self, start: int, end: int, *, whole: bool = False) -> list[Word]:
        """The words from ``start`` up to the first mark that ends a phrase, or, ``whole``, up to ``end``."""
        found: list[Word] = []
        reached = start
        for match in _WORD.finditer(self.text, start, end):
            word = match.group()
            if not whole and self.text[reached : match.start()].strip():
                break
            stop = match.end() - len(word) + len(word.rstrip("'’")) if word.endswith(("'", "’")) else match.end()
            token = self.document.token_at(match.start())
            kind = (token.pos_, token.dep_) if token is not None else ("", "")
            found.append(Word(match.start(), stop, word[: stop - match.start()], *kind))
            reached = match.end()
            if not whole and word.endswith((".", "!", "?")) and word.count(".") == 1 and len(word) > 4:
                break
        return [word for word in found if word.text]

    def find_organisation(self, start: int, end: int) -> Span | None:
        """The name of an organisation at ``start``: capitalised words and what joins them, without "the" before."""
        first: int | None = None
        last = reached = start
        for match in _WORD.finditer(self.text, start, end):
            word = match.group()
            if self.text[reached : match.start()].strip():
                break
            reached = match.end()
            if first is None and word.lower() in ARTICLES:
                continue
            if LOWER_END.search(word):
                break  # "Washington-based"
            if not (word[:1].isupper() or (first is not None and (word[:1].isdigit() or word.lower() in JOINING))):
                break
            if word.lower() in JOINING and not word[:1].isupper():
                if word == "in" and first is not None and is_organisation_name(self.text[first:last]):
                    break  # "the Foundation in Lisbon"
                continue
            if first is None and (whole := self._find_body(match.start(), end)):
                return self._complete(whole, end)
            first = match.start() if first is None else first
            bare = word.removesuffix("'s").removesuffix("’s").rstrip("!?'’")
            ends = bare.endswith(".") and bare.count(".") == 1
            last = match.start() + len(bare.rstrip(".") if ends else bare)
            if bare != word or ends:
                break
        return Span(first, last) if first is not None and last > first else None

    def _complete(self, name: Span, end: int) -> Span:
        """With what a body's name lacks up to its noun: "Norland State" of the Norland State Teachers Association."""
        known = load_lexicon()
        if name.of(self.text).split()[-1].lower() in known.organisations - known.loose - {"state"}:
            return name
        longer = _REST_OF_NAME.match(self.text, name.end, end)
        if longer is None or longer.group(1).lower() not in known.organisations - known.loose:
            return name
        return Span(name.start, longer.end())

    def _find_body(self, place: int, end: int) -> Span | None:
        """The name of several words that a body has at ``place``; its full stop, if any, is the sentence's."""
        body, name = self.bodies.at(place), self.bodies.name_at(place)
        if body is None or name is None or body.is_place or name.span.start != place or name.span.end > end:
            return None
        ends = name.text.endswith(".") and name.text.count(".") == 1
        return Span(place, name.span.end - ends) if " " in name.text else None

    def labels_of(self, words: Iterable[Word]) -> Counter[str]:
        """What the pipeline calls the words most often, with how often; empty where it calls them nothing."""
        counts: Counter[str] = Counter()
        for word in words:
            counts += self.labels.get(word.text.lower(), Counter())
        top = counts.most_common(1)
        return Counter({top[0][0]: top[0][1]}) if top else Counter()
