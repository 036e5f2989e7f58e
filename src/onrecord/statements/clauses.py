"""Clauses: what a reporting word governs in the dependency parse, and who its source is.

``candidates`` proposes every verb, participle and "according to" that has something said under it, whatever its
lemma; ``statements.cues`` knows which of them report speech. Labels are those of spaCy's English pipelines
(ClearNLP style).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.values import Sentence, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_COMPLEMENTS = frozenset({"ccomp", "xcomp", "dobj", "oprd", "prep", "acomp", "pcomp", "attr", "dative", "prt"})
_SOURCE_RIGHT = frozenset(
    {"prep", "poss", "case", "compound", "amod", "nummod", "det", "nmod", "conj", "cc", "punct", "appos"}
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_REASONS = frozenset({"as", "because", "since", "if", "unless", "so", "although", "though"})
_OF_NOUNS = frozenset(
    {"of", "for", "from", "to", "between", "among", "against", "about", "over", "toward", "towards", "with"}
)
_TRIM = frozenset("\"'“”‘’«»„`,;:.()[]—–-…") | {"''", "``", "--", "...", "!", "?"}
_KEPT_AT_END = frozenset({"!", "?", ")", "]"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be said: a cue, its source and its content, as indices of the document's tokens.

    ``construction`` names the shape: ``clause`` (said that …), ``fronted`` (…, she said), ``infinitive``
    (vowed to …), ``object`` (stressed the need), ``as`` (described it as …), ``on``/``of``/``for``/… (called for …),
    ``passive`` (was deemed …), ``according`` (according to …).
    """

    construction: str
    lemma: str
    head: int
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    source: tuple[int, int] | None
    elided: bool = False
    negated: bool = False


def candidates(sentence: Sentence) -> Iterator[Candidate]:
    """Everything in the sentence that may be a statement, in the order of its cues."""
    for token in sentence.tokens:
        if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
            yield from _of_according(token)
        elif token.pos_ in ("VERB", "AUX") or (token.pos_ == "NOUN" and token.tag_.startswith("VB")):
            yield from _of_verb(token)


def subject(verb: Token) -> tuple[Token | None, bool]:
    """The subject of ``verb`` and whether it is elided, that is, taken from the clause above."""
    elided = False
    shared = _sharing(verb)
    if shared is not None:
        verb, elided = shared, True
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return child, elided
        if verb.dep_ == "conj" or verb.dep_ in ("xcomp", "advcl", "ccomp", "pcomp", "prep", "dep"):
            if verb.dep_ in ("ccomp", "advcl") and verb.tag_ not in ("VBG", "VB", "VBN"):
                return None, elided
            verb, elided = verb.head, True
        elif verb.dep_ == "acl":
            return verb.head, True
        elif verb.dep_ == "relcl":
            return verb.head, True
        else:
            return None, elided
    return None, elided


def _sharing(verb: Token) -> Token | None:
    """The reporting verb whose subject ``verb`` shares: "She granted that … but maintained that …".

    The parser likes to join the second verb to the first one's content; a finite verb without a subject of its
    own, in the same tense, with a that-clause under it, belongs beside the first verb.
    """
    clause = verb.head
    if verb.dep_ != "conj" or clause.dep_ != "ccomp" or verb.tag_ != clause.head.tag_ or not verb.tag_.startswith("VB"):
        return None
    if any(child.dep_ in _SUBJECTS for child in verb.children):
        return None
    marked = any(
        child.dep_ == "ccomp" and any(mark.dep_ == "mark" for mark in child.children) for child in verb.children
    )
    return clause.head if marked else None


def _clause_end(clause: Token) -> int:
    """The last token of a content clause, before a second reporting verb that was joined to it."""
    for child in clause.rights:
        if child.dep_ == "conj" and _sharing(child) is not None:
            return next((other.i for other in clause.rights if other.dep_ == "cc"), child.left_edge.i) - 1
    return int(clause.right_edge.i)


def _extended(verb: Token, last: int) -> int:
    """The end of a noun-phrase content with what the parser hung on the verb after it: "the need … to …"."""
    for child in verb.rights:
        if child.i <= last:
            continue
        if child.dep_ == "punct" and child.i == last + 1:
            continue
        purpose = child.dep_ in ("advcl", "xcomp") and (
            child.tag_ == "VB" or any(mark.dep_ == "mark" and mark.lower_ in _REASONS for mark in child.children)
        )
        belongs = child.dep_ == "prep" and child.lower_ in _OF_NOUNS and child.left_edge.i == last + 1
        if child.left_edge.i - last > 2 or not (purpose or belongs):
            break
        last = child.right_edge.i
    return last


def source_bounds(noun: Token) -> tuple[int, int]:
    """First and last token of the words that name a source: its noun phrase without relative clauses."""
    first, last = noun.i, noun.i
    for child in noun.lefts:
        if child.dep_ not in ("punct", "cc", "advmod", "advcl", "prep", "relcl", "acl", "appos"):
            first = min(first, child.left_edge.i)
    for child in noun.rights:
        if child.dep_ in ("appos", "relcl", "acl", "punct"):
            break
        if child.dep_ in _SOURCE_RIGHT:
            last = max(last, _last_without_clause(child))
    return first, last


def _last_without_clause(token: Token) -> int:
    last = token.i
    for child in token.rights:
        if child.dep_ in ("relcl", "acl", "appos", "punct"):
            break
        last = _last_without_clause(child)
    return last


def _of_verb(verb: Token) -> Iterator[Candidate]:
    noun, elided = subject(verb)
    source = source_bounds(noun) if noun is not None and noun.dep_ != "expl" else None
    negated = any(child.dep_ == "neg" for child in verb.children)
    cue = (verb.i, verb.i)
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children) or (
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "advcl")
        and not any(child.dep_ in ("aux", "dobj") for child in verb.children)
    )

    def made(construction: str, content: Iterable[tuple[int, int]], **more: object) -> Candidate:
        return Candidate(
            construction,
            verb.lemma_.lower(),
            verb.i,
            more.get("cue", cue),
            tuple(content),
            more.get("source", source),
            elided,
            negated,
        )  # type: ignore[arg-type]

    if passive:
        yield from _of_passive(verb, made)
        return

    clause = [child for child in verb.children if child.dep_ in ("ccomp", "parataxis")]
    before = [child for child in clause if child.i < verb.i]
    after = [child for child in clause if child.i > verb.i]
    if before and not after:
        child = before[0]
        parts = _parts_without(child.left_edge.i, verb, noun)
        if parts:
            yield made("fronted", parts)
        return
    if verb.dep_ in ("parataxis", "ccomp") and noun is not None and not after and _is_inserted(verb):
        # "The plan, she said, is sound": the reporting clause hangs under what is said.
        parts = _parts_without(verb.head.left_edge.i, verb, noun, last=verb.head.right_edge.i)
        if parts:
            yield made("fronted", parts)
        return

    rights = [child for child in verb.rights if child.dep_ in _COMPLEMENTS]
    if after:
        child = after[0]
        first = min(
            child.left_edge.i,
            *(r.left_edge.i for r in rights if r.dep_ in ("dobj", "attr") and verb.lemma_ == "be"),
            child.left_edge.i,
        )
        yield made("clause", [(first, _clause_end(child))])
        return
    open_clause = [child for child in rights if child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX")]
    objects = [child for child in rights if child.dep_ in ("dobj", "attr")]
    if open_clause and not objects:
        child = open_clause[0]
        yield made("infinitive", [(child.left_edge.i, child.right_edge.i)])
        return
    if objects:
        first = objects[0]
        preps = [child for child in rights if child.dep_ == "prep" and child.i > first.i and child.lower_ == "as"]
        last = max(
            [
                first.right_edge.i,
                *(
                    child.right_edge.i
                    for child in rights
                    if child.i > first.i and child.dep_ in ("xcomp", "oprd", "ccomp")
                ),
            ]
        )
        if preps:
            yield made("as", [(first.left_edge.i, _extended(verb, preps[0].right_edge.i))])
        elif open_clause:
            yield made("infinitive", [(first.left_edge.i, last)])
        else:
            yield made("object", [(first.left_edge.i, _extended(verb, last))])
        return
    others = [child for child in rights if child.dep_ in ("oprd", "acomp", "xcomp")]
    if others:
        yield made("as", [(others[0].left_edge.i, others[0].right_edge.i)])
        return
    for child in rights:
        if child.dep_ == "prep" and any(grand.dep_ in ("pobj", "pcomp") for grand in child.children):
            inside = [grand for grand in child.children if grand.dep_ in ("pobj", "pcomp")]
            yield made(
                child.lower_,
                [(inside[0].left_edge.i, _extended(verb, inside[-1].right_edge.i))],
                cue=(verb.i, child.i) if child.i == verb.i + 1 else cue,
            )
            return


def _of_passive(verb: Token, made: object) -> Iterator[Candidate]:
    """ "X was deemed Y", "it was announced that …", "X is expected to …"; the source is the agent, if any."""
    noun = next((child for child in verb.children if child.dep_ in ("nsubjpass", "csubjpass")), None)
    if noun is None and verb.dep_ == "acl":
        noun = verb.head
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    by = next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
    source = source_bounds(by) if by is not None else None
    auxiliary = next((child.i for child in verb.lefts if child.dep_ == "auxpass"), verb.i)
    rights = [
        child
        for child in verb.rights
        if child.dep_ in ("xcomp", "oprd", "ccomp", "acomp") or (child.dep_ == "prep" and child.lower_ == "as")
    ]
    # "Deemed essential to …": what follows the predicate is often the parser's guess; without one it is the content.
    rights = [child for child in rights if child.dep_ in ("oprd", "acomp")] or rights
    parts: list[tuple[int, int]] = []
    if noun is not None and noun.lower_ not in ("it", "who", "which", "that", "he", "she", "they", "i", "we", "you"):
        parts.append((noun.left_edge.i, noun.right_edge.i) if noun.right_edge.i < verb.i else source_bounds(noun))
    if rights:
        stop = rights[-1].right_edge.i
        if agent is not None and rights[0].left_edge.i < agent.i <= stop:
            stop = agent.i - 1
        parts.append((rights[0].left_edge.i, stop))
    if parts and (rights or by is not None):
        yield made(
            "passive", parts, cue=(auxiliary, verb.i) if verb.i - auxiliary <= 3 else (verb.i, verb.i), source=source
        )  # type: ignore[operator]


def _of_according(token: Token) -> Iterator[Candidate]:
    to = token.nbor()
    noun = next((child for child in (*to.children, *token.children) if child.dep_ == "pobj" and child.i > to.i), None)
    if noun is None:
        return
    head = token.head
    while head.dep_ in ("prep", "pobj") and head.head.i != head.i and head.pos_ not in ("VERB", "AUX"):
        head = head.head
    first, last = head.left_edge.i, head.right_edge.i
    outer = (token.i, noun.right_edge.i)
    parts = [part for part in ((first, outer[0] - 1), (outer[1] + 1, last)) if part[0] <= part[1]]
    parts = [part for part in (_trimmed(token.doc, part) for part in parts) if part]
    if parts:
        yield Candidate("according", "according to", token.i, (token.i, to.i), tuple(parts), source_bounds(noun))


def agents(sentence: Sentence) -> Iterator[tuple[str, int, tuple[int, int]]]:
    """The "by" phrases of the sentence: the verb's lemma, its token and the bounds of whoever does it."""
    for token in sentence.tokens:
        if token.lower_ == "by" and token.dep_ in ("agent", "prep") and token.head.tag_ == "VBN":
            noun = next((child for child in token.children if child.dep_ == "pobj"), None)
            if noun is not None:
                yield token.head.lemma_.lower(), token.head.i, source_bounds(noun)


def _is_inserted(verb: Token) -> bool:
    """Whether a reporting clause stands between commas within what it reports."""
    return (
        verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ")
        and verb.head.i != verb.i
        and not any(child.dep_ == "mark" for child in verb.children)
    )


def _parts_without(first: int, verb: Token, noun: Token | None, last: int | None = None) -> list[tuple[int, int]]:
    """The stretch from ``first`` on without the reporting clause (subject, verb and what is left of its subtree)."""
    inner_first = min(noun.left_edge.i if noun is not None and noun.i > first else verb.i, verb.i)
    inner_last = max(noun.right_edge.i if noun is not None else verb.i, verb.i)
    parts = [(first, inner_first - 1)]
    if last is not None and last > inner_last:
        comma = next(
            (i for i in range(inner_last + 1, min(last, inner_last + 12)) if verb.doc[i].lower_ in (",", "--", "—")),
            None,
        )
        parts.append(((comma or inner_last) + 1, last))
    return [part for part in (_trimmed(verb.doc, part) for part in parts if part[0] <= part[1]) if part]


def _trimmed(doc: object, part: tuple[int, int]) -> tuple[int, int] | None:
    first, last = part
    tokens = doc  # a spaCy Doc
    while first <= last and (tokens[first].text in _TRIM or tokens[first].is_space):  # type: ignore[index]
        first += 1
    while last >= first and (
        (tokens[last].text in _TRIM and tokens[last].text not in _KEPT_AT_END) or tokens[last].is_space
    ):  # type: ignore[index]
        last -= 1
    return (first, last) if first <= last else None


def content_spans(sentence: Sentence, candidate: Candidate) -> tuple[Span, ...]:
    """The candidate's content as spans of the article, without a leading "that" and surrounding punctuation."""
    doc = sentence.tokens.doc
    low, high = sentence.tokens.start, sentence.tokens.end - 1
    spans = []
    for number, (first, last) in enumerate(candidate.content):
        first, last = max(first, low), min(last, high)
        while (
            number == 0
            and first <= last
            and doc[first].lower_ == "that"
            and doc[first].dep_ in ("mark", "nsubj")
            and doc[first].tag_ == "IN"
        ):
            first += 1
        part = _trimmed(doc, (first, last)) if first <= last else None
        if part:
            spans.append(sentence.span_of(*part))
    return tuple(spans)
