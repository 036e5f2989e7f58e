"""Bodies named elsewhere in the article: whom "the university's rector" and "its founder" belong to."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from onrecord.speakers.lexicon import load_lexicon, to_singular
from onrecord.types import Span

if TYPE_CHECKING:
    from onrecord.nlp.document import Document

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ARTICLES = ("the ", "The ", "a ", "an ")
_MAX_NAMES = 40  # names with one noun that are looked at for it


class _Named(NamedTuple):
    span: Span
    words: str
    paragraph: int
    is_subject: bool


class Owners:
    """The organisations that an article names, found by the nouns of their names."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def meant_by(self, noun: str, place: int) -> Span | None:
        """The one organisation that "the ``noun``" can mean at ``place``; None where several or none can be meant.

        "The university" is the one whose name has that noun; "the company" the one named last, where the paragraph
        up to there, or else the one before it, names one alone.
        """
        noun = to_singular(noun)
        found = self._by_noun.get(noun, ())[:_MAX_NAMES]
        if len({body.words for body in found}) == 1:
            return found[0].span
        known = load_lexicon()
        if found or not (noun in known.companies or noun in known.generic):
            return None
        paragraph = self.document.sentence_at(place).paragraph
        for number in (paragraph, paragraph - 1):
            near = [body for body in self._in_paragraph.get(number, ()) if body.span.start < place][-_MAX_NAMES:]
            if near:
                return near[0].span if len({body.words for body in near}) == 1 else None
        return None

    def owner_before(self, place: int) -> Span | None:
        """Whom "its" at ``place`` stands for: the organisation that is the subject of this sentence or the last."""
        index = bisect_left(self._starts, place) - 1
        sentence = self.document.sentence_at(place)
        if index < 0:
            return None
        body = self._named[index]
        near = self.document.sentence_at(body.span.start).sentence_id >= sentence.sentence_id - 1
        return body.span if body.is_subject and near else None

    @cached_property
    def _named(self) -> list[_Named]:
        found: list[_Named] = []
        for sentence in self.document.sentences:
            for entity in sentence.tokens.ents:
                if entity.label_ != "ORG":
                    continue
                start, end = sentence.offset + entity.start_char, sentence.offset + entity.end_char
                words = self.document.text[start:end]
                bare = words.removesuffix("'s").removesuffix("’s")
                first = next((len(article) for article in _ARTICLES if bare.startswith(article)), 0)
                if bare[first : first + 1].isupper():
                    span = Span(start + first, start + len(bare))
                    is_subject = entity.root.dep_ in _SUBJECTS
                    found.append(_Named(span, bare[first:].lower(), sentence.paragraph, is_subject))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [body.span.start for body in self._named]

    @cached_property
    def _by_noun(self) -> dict[str, list[_Named]]:
        known = load_lexicon()
        found: defaultdict[str, list[_Named]] = defaultdict(list)
        for body in self._named:
            words = body.words.split()
            for word in dict.fromkeys(words if len(words) > 1 else ()):
                if to_singular(word) in known.organisations:
                    found[to_singular(word)].append(body)
        return found

    @cached_property
    def _in_paragraph(self) -> dict[int, list[_Named]]:
        found: defaultdict[int, list[_Named]] = defaultdict(list)
        for body in self._named:
            found[body.paragraph].append(body)
        return found
