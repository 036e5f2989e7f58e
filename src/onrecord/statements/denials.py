"""Denials: whether the words of a statement are what its source does not claim: "denied that …", "never said …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.statements.cues import find_cue, to_american
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.statements.candidates import Candidate

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "hardly", "barely", "scarcely", "nor"})
_ONLY = frozenset({"only", "just", "merely", "simply"})
_WITHHOLDING = frozenset({"refuse", "decline", "fail", "omit", "neglect", "avoid", "forget"})
"""Verbs under which nothing is said: "declined to say that …"."""
_MAX_STEPS = 3
_MAX_ADDED = 40
"""Characters by which a cue may grow to hold its negation."""
_OWN_WORDS = frozenset({"quote", "floating", "turn", "signed"})
"""Constructions in which a denying word introduces the denial itself: “That is a lie,” she protested."""


def is_denied(document: Document, candidate: Candidate) -> bool:
    """Whether the cue is a denial, a refusal or negated, so that the words alone would say the opposite.

    Of two negations the second takes back the first: "did not deny that …".
    """
    if candidate.cue is None:
        return False
    numbers = range(*document.token_range(*candidate.cue))
    tokens = [document.token(number) for number in numbers]
    verb = _find_main(tokens)
    if verb is None:
        return False
    denied = candidate.construction not in _OWN_WORDS and _denies(verb, tokens, candidate)
    negated = False
    for one in _climb(verb):
        negated ^= _is_negated(one)
        denied ^= one.i != verb.i and one.lemma_.lower() in _WITHHOLDING
    # "Made no mention of", "has provided no details about": the negation stands within the cue, not at its verb.
    return denied != (negated or any(_negates(one) for one in tokens))


def find_negated_cue(document: Document, candidate: Candidate) -> Span | None:
    """The cue with the negation that it stands under, as the cue alone would say the opposite: "**did not** deny"."""
    cue = candidate.cue
    tokens = [document.token(number) for number in range(*document.token_range(*cue))] if cue is not None else []
    verb = _find_main(tokens)
    if cue is None or verb is None:
        return cue
    before = [child.idx for one in _climb(verb) if _is_negated(one) for child in one.lefts if _is_auxiliary(child)]
    wide = Span(cue.start + min([0, *(place - tokens[0].idx for place in before)]), cue.end)
    added = Span(wide.start, cue.start)
    apart = (candidate.source, *candidate.spans)
    if len(added.of(document.text)) > _MAX_ADDED or any(span is not None and span.overlaps(added) for span in apart):
        return cue
    return wide


def _is_auxiliary(child: Token) -> bool:
    return child.dep_ in ("aux", "auxpass", "neg") or child.lower_ in _NEGATIONS


def _find_main(tokens: list[Token]) -> Token | None:
    """The word of a cue on which what is said depends: its last verb, else its last noun."""
    verbs = [token for token in tokens if token.tag_.startswith("VB") and token.dep_ not in ("aux", "auxpass")]
    nouns = [token for token in tokens if token.pos_ in ("NOUN", "VERB", "ADJ")]
    return next(reversed(verbs or nouns), None)


def _denies(verb: Token, tokens: list[Token], candidate: Candidate) -> bool:
    words = {token.lower_ for token in tokens} | {
        child.lower_ for child in verb.rights if child.dep_ in ("prt", "prep")
    }
    cue = find_cue(to_american(verb.lemma_.lower()))
    if "against" in words and cue is not None and "against" in cue.denies:
        return True
    frame = "as" if candidate.construction == "as" or "as" in words else candidate.construction
    if verb.lemma_.lower() == "fail":
        return True
    if cue is not None and cue.denies - {"against"}:
        return frame != "as" or "as" in cue.denies
    return verb.lemma_.lower() == "rule" and "out" in words


def _climb(verb: Token) -> Iterator[Token]:
    """The verb and the words that it completes: "did not **want** to **say**", "**without** saying"."""
    for _ in range(_MAX_STEPS):
        yield verb
        if verb.dep_ not in ("xcomp", "pcomp") or verb.head.i == verb.i:
            return
        verb = verb.head


def _negates(token: Token) -> bool:
    """Whether a word of a cue negates it, as "not only" does not."""
    return (token.lower_ in _NEGATIONS or token.lower_ == "no") and (
        token.i + 1 >= len(token.doc) or token.nbor().lower_ not in _ONLY | {"longer", "doubt"}
    )


def _is_negated(verb: Token) -> bool:
    if verb.lower_ == "without" or (verb.lower_ == "of" and verb.head.lower_ == "short"):
        return True
    for child in verb.lefts:
        if child.lower_ in _NEGATIONS or (child.dep_ == "det" and child.lower_ == "no"):
            return child.i + 1 >= len(verb.doc) or verb.doc[child.i + 1].lower_ not in _ONLY
    after = next(verb.rights, None)
    return after is not None and after.dep_ == "neg" and verb.lemma_ == "be"
