"""Headlines: claims whose source stands before or after a colon or a dash, without a reporting word.

"Trust in courts at record low: survey", "Police: Three held after raid", "Mbatha: ‘I will not sell’", "Coffee linked to
longer life in large study".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.article import count_words
from onrecord.nlp.quotation_marks import strip_marks
from onrecord.statements.candidates import Candidate
from onrecord.statements.introductions import find_introduced_source
from onrecord.statements.speaking import has_role, load_quotation_words, load_words
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from onrecord.nlp.document import Document

_SEPARATOR = re.compile(r":\s+|\s+[–—-]\s+")
_WORD = re.compile(r"[\w.’'&-]+")
_MAX_SOURCE_WORDS = 5
_MIN_CLAIM_WORDS = 3
_MIN_QUOTED_WORDS = 2
_MAX_NAME_WORDS = 3
_FINITE = frozenset({"VBZ", "VBD", "VBP"})
_CLAIMING = _FINITE | {"MD"}
_AFTER_NOUN = frozenset({"of", "for", "in", "from", "by", "with", "into"})
_AFTER_NAME = frozenset({"on", "to", "at", "after", "about", "as"})
"""What may stand between a speaker and the colon, besides: "Quill to growers: …", "Minister on floods: …"."""


def find_in_headline(document: Document) -> Iterator[Candidate]:
    """The claim of an article's headline, where its form names a source."""
    for paragraph in document.paragraphs:
        if not paragraph.is_headline:
            continue
        for source, claim in (*_split(document, paragraph.span), *_find_study(document, paragraph.span)):
            candidate = _to_candidate(document, source, claim)
            if candidate is not None and (
                candidate.quotes or _has_office(document, source) or _claims(document, claim)
            ):
                yield candidate
                return


def _split(document: Document, headline: Span) -> Iterator[tuple[Span, Span]]:
    """The source and the claim on either side of a colon or a dash, the likeliest first."""
    marks = list(_SEPARATOR.finditer(document.text, headline.start, headline.end))
    if not marks:
        return
    first, last = marks[0], marks[-1]
    after = Span(last.end(), headline.end)
    source = _find_speaker(document, after, named=last.group().startswith(":"))
    if source is not None and source.end == after.end:
        yield source, Span(headline.start, last.start())
    before = Span(headline.start, first.start())
    source = _find_speaker(document, before, named=True) if first.group().startswith(":") else None
    quotes = document.quotes.touching(after)
    if source is None and last.group().startswith(":") and quotes and quotes[0].outer.start == after.start:
        # "Mayor opens bridge: ‘It will outlast us’": whoever acts.
        sentence = document.sentence_at(headline.start)
        before, first = Span(headline.start, last.start()), last
        acts = any(token.tag_ in _FINITE for token in _tokens(document, before))
        whole = quotes[0].outer.end >= headline.end - 1
        source = find_introduced_source(sentence, last.start()) if acts and whole else None
    if source is not None:
        yield source, Span(first.end(), headline.end)


def _find_speaker(document: Document, side: Span, *, named: bool) -> Span | None:
    """Who speaks on a side of a headline: a role, a body, a document or, with ``named``, somebody's name."""
    words = list(_WORD.finditer(document.text, *side))
    stop = next(
        (place for place, word in enumerate(words) if place and word.group().lower() in _AFTER_NAME), len(words)
    )
    words = words[:stop]
    if not words or len(words) > _MAX_SOURCE_WORDS or words[0].start() != side.start:
        return None
    source = Span(side.start, words[-1].end())
    if any(token.tag_ in _FINITE for token in _tokens(document, source)):
        return None
    names = [word.group() for word in words]
    end = next((place for place, word in enumerate(names) if place and word.lower() in _AFTER_NOUN), len(names))
    head = names[end - 1]
    if _speaks(head, alone=len(names) == 1):
        return source
    titled = len(names) <= _MAX_NAME_WORDS or has_role(names[-3].lower())
    is_name = named and titled and end == len(names) and all(name[:1].isupper() for name in names)
    return source if is_name and _is_person(document, head) else None


def _has_office(document: Document, source: Span) -> bool:
    """Whether a source is more than a name: names also stand above portraits ("Ada Obi: a life in pictures")."""
    words = [word.group() for word in _WORD.finditer(document.text, *source)]
    return any(_speaks(word, alone=True) for word in words)


def _claims(document: Document, claim: Span) -> bool:
    """Whether a claim has a verb of its own: not "the chancellor who stayed"."""
    return any(token.tag_ in _CLAIMING and token.dep_ != "relcl" for token in _tokens(document, claim))


def _tokens(document: Document, span: Span) -> list[Token]:
    first, last = document.token_range(*span)
    return [document.token(number) for number in range(first, last)]


def _speaks(head: str, *, alone: bool) -> bool:
    """Whether a noun is that of a body, a role or a document; callings with a capital only where they stand alone."""
    lower = head.lower()
    singular = lower.removesuffix("s")
    if lower in load_quotation_words("headline_documents"):
        return True
    if lower in load_quotation_words("headings"):
        return False
    if lower in load_quotation_words("headline_bodies") or {lower, singular} & load_words("titles"):
        return True
    return (alone or head.islower()) and (has_role(lower) or has_role(singular))


def _is_person(document: Document, name: str) -> bool:
    """Whether the pipeline takes a name for a person's wherever the article has it, its headline aside."""
    labels = [
        token.ent_type_
        for sentence in document.sentences
        if not sentence.is_headline
        for token in sentence.tokens
        if token.text == name
    ]
    return 2 * labels.count("PERSON") > len(labels)


def _find_study(document: Document, headline: Span) -> Iterator[tuple[Span, Span]]:
    """ "Coffee linked to longer life in large study": what a study found, and the study."""
    words = list(_WORD.finditer(document.text, *headline))
    if len(words) < _MIN_CLAIM_WORDS or words[-1].group().lower() not in load_quotation_words("headline_documents"):
        return
    prefix = next((place for place in range(len(words) - 1, 0, -1) if words[place].group().lower() == "in"), 0)
    found = {word.group().lower() for word in words[:prefix]} & load_quotation_words("headline_findings")
    if found and len(words) - prefix - 1 <= _MAX_SOURCE_WORDS:
        yield Span(words[prefix + 1].start(), words[-1].end()), Span(headline.start, words[prefix].start())


def _to_candidate(document: Document, source: Span, claim: Span) -> Candidate | None:
    text = document.text
    quotes = document.quotes.within(text, claim)
    content = strip_marks(text, claim, quotes)
    size = count_words(content.of(text))
    if size < (_MIN_QUOTED_WORDS if quotes else _MIN_CLAIM_WORDS):
        return None
    return Candidate("headline", None, None, source, [content], quotes=[*quotes])
