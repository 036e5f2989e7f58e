"""The reporting clause that ends a sentence, found by its words: "…, a joint study of A, B and C showed."

In long sentences the parser hangs such a clause on any noun of the claim. Its words are plain enough without a parse:
a comma, a noun phrase, a reporting verb, at most where and when it was said, and the end of the sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.statements.cues import find_cue, is_document

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.types import Sentence

_MAX_TAIL = 12
"""Tokens after the verb: "in a note to clients on Monday"."""
_MAX_SOURCE = 30
_MIN_CLAIM = 4
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_HAVE = frozenset({"has", "have", "had", "'ve", "’ve", "'d", "’d"})
_REPORTS = frozenset({"write", "writes", "say", "says", "add", "adds"})
_PLURAL_REPORTS = frozenset({"show", "suggest", "indicate"})
_INVERTED = frozenset({"said", "says", "added", "adds", "wrote", "writes"})
_INVERTED_AFTER = re.compile(rf", (?:{'|'.join(sorted(_INVERTED))}) ")
_MAX_NAME = 12
_WITHIN_NAME = frozenset({"DT", "NN", "NNP", "NNPS", "JJ", "POS", "HYPH"})
_NOT = frozenset({"not", "n't", "n’t", "never", "hardly"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
_WITHIN_SOURCE = _NOUNS | {
    "DT", "JJ", "JJR", "JJS", "CD", "POS", "PRP$", "IN", "CC", "HYPH", "FW", "-LRB-", "-RRB-", "NFP", "TO", "RB",
}  # fmt: skip
_OPENS_SOURCE = _NOUNS | {"DT", "JJ", "JJS", "JJR", "CD", "PRP$"}
_SUBORDINATES = frozenset({
    "after", "although", "as", "because", "before", "despite", "even", "given", "once", "since", "though", "unless",
    "until", "when", "whenever", "whereas", "while",
})  # fmt: skip
_OPENS_TAIL = frozenset({"IN", "TO", "RB"})
_MARKS = frozenset('"“”«»„') | {"``", "''"}


def find_closing_clause(sentence: Sentence) -> tuple[Token, tuple[int, int], tuple[int, int]] | None:
    """The verb of the clause, and the first and last token of its source and of the claim before it."""
    words = sentence.tokens.text
    if any(mark in words for mark in _MARKS):
        return None
    tokens = list(sentence.tokens)
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space):
        tokens.pop()
    place = _find_verb(tokens)
    if place is None:
        return _find_inverted(tokens) if _INVERTED_AFTER.search(words) else None
    verb, end = tokens[place], place
    while end and (tokens[end - 1].lower_ in _HAVE or tokens[end - 1].tag_ == "RB"):
        end -= 1
    if any(token.lower_ in _NOT for token in tokens[end:place]):
        return None
    start = _find_source(tokens, end)
    if start is None or not _reports(verb, tokens[start:end]):
        return None
    claim = tokens[: start - 1]
    if len(claim) < _MIN_CLAIM or not any(map(_is_finite, claim)) or _is_subordinate(claim):
        return None
    return verb, (tokens[start].i, tokens[end - 1].i), (claim[0].i, claim[-1].i)


def _is_subordinate(claim: list[Token]) -> bool:
    """Whether the words before the clause are no claim, but say when or why: "**When funds ran out**, Oslo agreed"."""
    first = claim[1] if claim[0].tag_ == "CC" else claim[0]
    return first.lower_ in _SUBORDINATES and not any(token.text == "," for token in claim)


def _find_inverted(tokens: list[Token]) -> tuple[Token, tuple[int, int], tuple[int, int]] | None:
    """The clause with its verb first: "…, said Paul Ng, the bank's head of research"."""
    for place in range(len(tokens) - 2, _MIN_CLAIM, -1):
        if tokens[place].lower_ in _INVERTED and tokens[place - 1].text == ",":
            claim, source = tokens[: place - 1], tokens[place + 1 : place + 1 + _MAX_NAME]
            end = next((number for number, one in enumerate(source) if one.tag_ not in _WITHIN_NAME), len(source))
            after = source[end].tag_ if end < len(source) else ","
            named = end > 0 and source[end - 1].tag_ in ("NNP", "NNPS") and after in (",", "IN", "-LRB-")
            if not named or not any(map(_is_finite, claim)):
                return None
            return tokens[place], (source[0].i, source[end - 1].i), (claim[0].i, claim[-1].i)
    return None


def _is_finite(token: Token) -> bool:
    return token.tag_ in _FINITE or token.tag_ in ("MD", "VBN") or token.dep_ == "ccomp"


def _find_verb(tokens: list[Token]) -> int | None:
    """The place of the sentence's last verb, where nothing but a time, a place or a hearer follows it."""
    for place in range(len(tokens) - 1, max(len(tokens) - 2 - _MAX_TAIL, 0), -1):
        token = tokens[place]
        if token.is_punct and token.text in ",;:":
            return None
        past = token.tag_ in ("VBN", "VBD") and any(one.lower_ in _HAVE for one in tokens[place - 2 : place])
        if token.tag_ in _FINITE or past or _is_mistaken(tokens, place):
            after = tokens[place + 1 : place + 2]
            timed = not after or after[0].tag_ in _OPENS_TAIL or after[0].ent_type_ in ("DATE", "TIME")
            return place if timed and token.dep_ not in ("relcl", "advcl", "acl") else None
        if token.tag_ in ("VB", "VBG", "VBN", "MD"):
            return None
    return None


def _is_mistaken(tokens: list[Token], place: int) -> bool:
    """Whether the parser took the last word, a verb, for a noun: "…, Jo Li and Ann Wu write"; "…, the figures show"."""
    word = tokens[place].lower_
    if place < len(tokens) - 1 or place == 0:
        return False
    return word in _PLURAL_REPORTS or (word in _REPORTS and tokens[place - 1].tag_ in ("NNP", "NNPS"))


def _find_source(tokens: list[Token], end: int) -> int | None:
    """Where the noun phrase that ends before ``end`` starts, behind a comma."""
    start: int | None = None
    stretch_end = end
    for place in range(end - 1, max(end - _MAX_SOURCE, 0), -1):
        token = tokens[place]
        if token.text not in (",", "—", "–", "--"):
            if token.tag_ not in _WITHIN_SOURCE or (token.tag_ == "PRP" and place < end - 1):
                return start
            continue
        stretch = tokens[place + 1 : stretch_end]
        stretch_end = place
        if not stretch or stretch[0].tag_ not in _OPENS_SOURCE or stretch[0].lower_ in ("that", "which", "who"):
            return start
        if start is None:
            start = place + 1
            if not any(token.lower_ in ("and", "&") for token in stretch):
                return start
        elif any(is_document(token.lemma_) for token in stretch):
            return place + 1  # a list: "a study of A, B and C"
        elif stretch[0].tag_ not in ("NNP", "NNPS"):
            return start
    return start


def _reports(verb: Token, source: list[Token]) -> bool:
    if not source or not any(token.tag_ in _NOUNS or token.tag_ in ("CD", "DT") for token in source):
        return False
    cue = find_cue(verb.lemma_.lower())
    if cue is None:
        return False
    head = next((place for place, token in enumerate(source) if token.tag_ == "IN"), len(source))
    informs = is_document(source[max(head - 1, 0)].lemma_)
    return "fronted" in cue.frames or (informs and "fronted" in cue.of_documents)
