"""Acts: what the finder takes for a report and is a deed, a perception or a mood: "refused to sign", "is used to …"."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from onrecord.statements.cues import find_cue, is_document

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.statements.candidates import Candidate

_MIN_UNKNOWN_CUE = 0.6
"""How sure the finder must be of words under a cue that the lexicon does not have, "found a man": deeds, mostly."""
_HEADS = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "pobj", "oprd"})


@cache
def _load_words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("onrecord.data").joinpath("statements.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data["acts"].items()}


def is_act(document: Document, candidate: Candidate) -> bool:
    """Whether nothing is said in it: the cue is a deed, and no word of the content stands in quotation marks."""
    if candidate.cue is None or candidate.quotes or candidate.is_attributed or candidate.is_sure:
        return False
    tokens = [document.token(number) for number in range(*document.token_range(*candidate.cue))]
    verbs = [token for token in tokens if token.tag_.startswith("VB") and token.dep_ not in ("aux", "auxpass")]
    if not verbs:
        return False
    first = document.token(document.token_range(*min(candidate.spans))[0])
    words = _load_words()
    lemmas = {verb.lemma_.lower() for verb in verbs}
    if _is_unsure(document, candidate) and not any(find_cue(lemma) for lemma in lemmas):
        return True
    main = verbs[-1]
    lemma = main.lemma_.lower()
    if candidate.method == "model" and (
        lemmas <= words["verbs"]
        or (lemma in words["passive_verbs"] and main.tag_ == "VBN" and _is_passive(main))
        or any(token.lemma_.lower() in words["moods"] and token.pos_ == "NOUN" for token in tokens)
        or (any(token.lower_ == "used" for token in tokens) and any(token.lemma_ == "be" for token in tokens))
    ):
        return True
    if _find_above(main).lower_ in words["unspoken"]:
        return True
    if lemma in words["acted_on"] and _find_object(main, first) in words["objects"]:
        return True
    if lemma == "refuse":
        verb = next((child for child in main.rights if child.dep_ == "xcomp"), None)
        return verb is not None and find_cue(verb.lemma_.lower()) is None
    return lemma == "show" and _shows_a_thing(main)


def _is_unsure(document: Document, candidate: Candidate) -> bool:
    """Whether the finder alone proposes the words, without a quotation mark and with little certainty."""
    quoted = any(document.quotes.touching(span) for span in candidate.spans)
    return candidate.method == "model" and not quoted and (candidate.confidence or 0.0) < _MIN_UNKNOWN_CUE


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.lefts)


def _find_above(verb: Token) -> Token:
    """What a verb completes, over a preposition if need be: "**afraid** to say", "**used** to saying"."""
    above = verb.head if verb.dep_ in ("xcomp", "pcomp", "advcl") else verb
    return above.head if above.dep_ == "prep" else above


def _find_object(verb: Token, first: Token) -> str:
    """The lemma of what is acted on: the verb's object, else the noun that the content begins with."""
    found = next((child for child in verb.rights if child.dep_ == "dobj"), None)
    if found is None:
        found = first
        while found.dep_ not in _HEADS and found.head.i > found.i:
            found = found.head
    # "Rejected the argument that …": what is denied is said there.
    clauses = [child for child in found.rights if child.dep_ in ("acl", "ccomp", "relcl")]
    is_said = any(mark.lower_ == "that" and mark.dep_ == "mark" for clause in clauses for mark in clause.children)
    return "" if is_said else found.lemma_.lower()


def _shows_a_thing(verb: Token) -> bool:
    """Whether somebody shows a thing: "the ferry showed its lights"; a survey that shows something informs."""
    if any(child.dep_ == "ccomp" for child in verb.children):
        return False
    subject = next((child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
    return subject is not None and not is_document(subject.lemma_) and any(c.dep_ == "dobj" for c in verb.rights)
