"""Owners: which body named elsewhere in the article "the university's rector" and "its founder" belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import load_lexicon, to_singular

if TYPE_CHECKING:
    from onrecord.nlp.document import Document
    from onrecord.speakers.entities import Bodies, Entity
    from onrecord.types import Sentence, Span

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+ (?:[A-Z]|(?:of|and|for|on) [A-Z])")
_MAX_SENTENCES = 2
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


class Owners:
    """The bodies that an article names, found by the nouns of their names and by where they are named."""

    def __init__(self, document: Document, bodies: Bodies) -> None:
        self.document = document
        self.bodies = bodies

    def meant_by(self, noun: str, place: int) -> Span | None:
        """The one body that "the ``noun``" can mean at ``place``; None where several or none can be meant.

        "The university" is the one whose name has that noun; "the company" the only one that the paragraph names up to
        there, or else the one before it.
        """
        noun = to_singular(noun)
        known = load_lexicon()
        found = () if noun in known.loose else self._by_noun.get(noun, ())
        if len(found) == 1:
            return found[0].name_span
        if found or not (noun in known.companies or noun in known.generic):
            return None
        paragraph = self.document.sentence_at(place).paragraph
        end = place
        for number in (paragraph, paragraph - 1):
            start = self._paragraph_starts.get(number)
            if start is None:
                return None
            near = [body for body in self.bodies.before(end, start) if not body.is_place]
            if near:
                return near[0].name_span if len(near) == 1 and not self._is_another_named(near[0], place) else None
            end = start
        return None

    def _is_another_named(self, body: Entity, place: int) -> bool:
        """Whether a name that is no known body's stands between a body and what may mean it, or a sentence does."""
        last = self.bodies.before(place)[body]
        text = self.document.text
        name = self.bodies.name_at(last)
        between = text[name.span.end if name is not None else last : place]
        sentences = self.document.sentence_at(place).sentence_id - self.document.sentence_at(last).sentence_id
        return sentences > _MAX_SENTENCES or _NAME.search(between) is not None

    def owner_before(self, place: int) -> Span | None:
        """Whom "its" at ``place`` stands for: the body that is the subject of this sentence or of the one before."""
        sentence = self.document.sentence_at(place)
        before = self.document.sentences[max(sentence.sentence_id - 1, 0)]
        for one, end in ((sentence, place), (before, before.end)):
            subject = self._find_subject(one, end)
            if subject is not None:
                return subject.name_span
        return None

    def _find_subject(self, sentence: Sentence, end: int) -> Entity | None:
        for token in sentence.tokens:
            place = sentence.offset + token.idx
            if place >= end:
                break
            body = self.bodies.at(place) if token.dep_ in _SUBJECTS else None
            if body is not None and not body.is_place:
                return body
        return None

    @cached_property
    def main(self) -> Span | None:
        """The body that the article names most, at least twice; None where two are named as often."""
        named = sorted((len(body.names), body.name_span) for body in self.bodies.entities if not body.is_place)
        most = [span for count, span in named[-2:] if count == named[-1][0] > 1]
        return most[0] if len(most) == 1 else None

    @cached_property
    def _paragraph_starts(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for sentence in self.document.sentences:
            found.setdefault(sentence.paragraph, sentence.start)
        return found

    @cached_property
    def _by_noun(self) -> dict[str, list[Entity]]:
        known = load_lexicon()
        found: defaultdict[str, list[Entity]] = defaultdict(list)
        for body in self.bodies.entities:
            words = body.name.lower().split()
            for word in dict.fromkeys(words if len(words) > 1 else ()):
                if to_singular(word) in known.organisations:
                    found[to_singular(word)].append(body)
        return found
