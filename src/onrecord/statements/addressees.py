"""Whom a request is made to is no part of what is asked: "urged the council **to keep the land**"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.statements.cues import find_cue
from onrecord.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.statements.candidates import Candidate

_COMPLEMENTS = frozenset({"xcomp", "ccomp"})
_NOT = frozenset({"not", "never"})


def leave_addressee(document: Document, candidate: Candidate) -> None:
    """Begin what somebody is asked to do with the infinitive: "urged **them** not to wait" is "not to wait"."""
    if candidate.cue is None or candidate.construction == "quote":
        return
    first = min(candidate.spans)
    for number in range(*document.token_range(*candidate.cue)):
        verb = document.token(number)
        cue = find_cue(verb.lemma_.lower()) if verb.tag_.startswith("VB") else None
        begin = _find_infinitive(verb) if cue is not None and "order" in cue.frames else None
        if begin is None:
            continue
        start = document.span(number + begin - verb.i, number + begin - verb.i).start
        if first.start < start < first.end and not any(q.outer.start < start for q in document.quotes.touching(first)):
            candidate.spans[candidate.spans.index(first)] = Span(start, first.end)
            return


def _find_infinitive(verb: Token) -> int | None:
    """The first token of the infinitive that follows whoever ``verb`` addresses."""
    addressed = next((child.i for child in verb.rights if child.dep_ == "dobj" and not _is_bare(child)), None)
    for clause in verb.rights:
        mark = next((child.i for child in clause.lefts if child.tag_ == "TO"), None)
        if clause.dep_ not in _COMPLEMENTS or clause.tag_ != "VB" or mark is None:
            continue
        subject = next((child.i for child in clause.lefts if child.dep_ == "nsubj"), addressed)
        if subject is None or not verb.i < subject < mark:
            return None
        return mark - 1 if verb.doc[mark - 1].lower_ in _NOT else mark
    return None


def _is_bare(noun: Token) -> bool:
    """Whether a noun names no addressee but what is asked for: "urged **restraint** to calm the markets"."""
    return noun.tag_ == "NN" and next(noun.lefts, None) is None
