"""Clauses: what a reporting word governs in the dependency parse, and who its source is.

``find_reporting_clauses`` finds every verb, participle and "according to" with something said under it, whatever its
lemma; ``is_reporting`` tells which of them report speech. Dependency labels are those of spaCy's English pipelines
(ClearNLP style).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.statements.closing import find_closing_clause
from onrecord.statements.cues import find_cue, is_document
from onrecord.statements.ratings import find_announced, find_rater, is_announced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token

    from onrecord.types import Sentence, Span

_SOURCE_RIGHT = frozenset(
    {"prep", "poss", "case", "compound", "amod", "nummod", "det", "nmod", "conj", "cc", "punct", "appos"}
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_REASONS = frozenset({"as", "because", "since", "if", "unless", "so", "although", "though"})
_OF_NOUNS = frozenset(
    {"of", "for", "from", "to", "between", "among", "against", "about", "over", "toward", "towards", "with"}
)
OPEN = frozenset("whether if how what when where who why which".split())  # noqa: SIM905 - to read
"""Words that open a clause that leaves open what is said: "would not say whether …"."""
_ABOVE_ACCORDING = frozenset({"prep", "pobj", "nsubj", "nsubjpass", "dobj", "attr", "acomp", "compound"})
_TRIM = frozenset("\"'“”‘’«»„`,;:.()[]—–-…") | {"''", "``", "--", "...", "!", "?"}
_KEPT_AT_END = frozenset({"!", "?", ")", "]"})


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """Something that may be said: a cue, its source and its content, as indices of the document's tokens.

    ``construction`` names the shape: ``clause`` (said that …), ``fronted`` (…, she said), ``infinitive``
    (vowed to …), ``order`` (urged them to …), ``object`` (stressed the need), ``as`` (described it as …),
    ``on``/``of``/``for``/… (called for …), ``passive`` (was deemed …), ``noun`` (her claim that …), ``according``
    (according to …), ``closing`` (…, a survey showed, at the end of a sentence), ``rating`` (cut its price target
    to …), ``finding`` (a survey found a fall). ``informs``: the source is a document or somebody who studies things.
    """

    construction: str
    lemma: str
    head: int
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    source: tuple[int, int] | None
    negated: bool = False
    informs: bool = False


def find_reporting_clauses(sentence: Sentence) -> Iterator[ReportingClause]:
    """Everything in the sentence that may be a statement, in the order of its cues, the likeliest of each cue first."""
    closing = find_closing_clause(sentence)
    if closing is not None:
        verb, source, claim = closing
        yield ReportingClause("closing", verb.lemma_.lower(), verb.i, (verb.i, verb.i), (claim,), source)
    for token in sentence.tokens:
        if closing is not None and token.i == closing[0].i:
            continue
        if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
            yield from _of_according(token)
        elif token.pos_ in ("VERB", "AUX") or (token.pos_ == "NOUN" and token.tag_.startswith("VB")):
            yield from _of_verb(token)
        elif token.pos_ == "NOUN":
            yield from _of_noun(token)


def is_reporting(clause: ReportingClause) -> bool:
    """Whether the clause's word introduces a statement in this construction."""
    if clause.construction in ("according", "closing", "rating"):
        return True
    cue = find_cue(clause.lemma)
    if cue is None:
        return False
    if clause.informs and (clause.construction if clause.construction != "finding" else "object") in cue.of_documents:
        return True
    # What takes an object takes one with "as" after it, too: "stressed the talks as a first step".
    return clause.construction in cue.frames or (clause.construction == "as" and "object" in cue.frames)


def find_subject(verb: Token) -> Token | None:
    """The subject of ``verb``, if need be taken from the clause above."""
    verb = _sharing(verb) or verb
    for _ in range(6):
        subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
        if subjects:
            return subjects[-1]
        if verb.dep_ in ("acl", "relcl"):
            return verb.head
        if verb.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep"):
            return None
        if verb.dep_ in ("ccomp", "advcl") and verb.tag_ not in ("VBG", "VB", "VBN"):
            return None
        verb = verb.head
    return None


def _first(tokens: Iterable[Token], *labels: str) -> Token | None:
    """The first of ``tokens`` with one of these dependency labels."""
    return next((token for token in tokens if token.dep_ in labels), None)


def _sharing(verb: Token) -> Token | None:
    """The reporting verb whose subject ``verb`` shares: "She granted that … but maintained that …".

    The parser likes to join the second verb to the first one's content; a finite verb without a subject of its
    own, in the same tense, with a that-clause under it, belongs beside the first verb.
    """
    clause = verb.head
    if verb.dep_ != "conj" or clause.dep_ != "ccomp" or verb.tag_ != clause.head.tag_ or not verb.tag_.startswith("VB"):
        return None
    if _first(verb.children, *_SUBJECTS):
        return None
    marked = any(child.dep_ == "ccomp" and _first(child.children, "mark") for child in verb.children)
    # "noted that X has risen and stressed the need": the second verb is a cue, in the first one's tense alone.
    tensed = verb.tag_ in ("VBD", "VBZ") and clause.tag_ != verb.tag_ and find_cue(verb.lemma_.lower()) is not None
    return clause.head if marked or tensed else None


def _clause_end(clause: Token) -> int:
    """The last token of a content clause, before a second reporting verb that was joined to it."""
    for child in clause.rights:
        if child.dep_ == "conj" and (_sharing(child) is not None or _says_again(child)):
            return int((_first(clause.rights, "cc") or child.left_edge).i) - 1
    return int(clause.right_edge.i)


def _says_again(verb: Token) -> bool:
    """Whether a joined verb opens a statement of its own: "X said … and **she noted** that …"."""
    subject = _first(verb.lefts, "nsubj")
    clause = _first(verb.rights, "ccomp")
    if subject is None or clause is None or subject.lower_ not in ("he", "she", "they", "it"):
        return False
    cue = find_cue(verb.lemma_.lower())
    return cue is not None and "clause" in cue.frames and _first(clause.children, "mark") is not None


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


def find_source_bounds(noun: Token) -> tuple[int, int]:
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


def _of_verb(verb: Token) -> Iterator[ReportingClause]:
    if _is_passive(verb):
        yield from _of_passive(verb)
        return
    noun = find_subject(verb)
    blank = ReportingClause(
        construction="",
        lemma=verb.lemma_.lower(),
        head=verb.i,
        cue=(verb.i, verb.i),
        content=(),
        source=find_source_bounds(noun) if noun is not None and noun.dep_ != "expl" else None,
        negated=_is_negated(verb),
        informs=noun is not None and is_document(noun.lemma_),
    )
    announced = find_announced(verb) if noun is not None else None
    if announced is not None and noun is not None:
        house = _find_house(noun)
        yield replace(blank, construction="rating", content=(announced,), source=find_source_bounds(house))
    for found in (_of_clause(verb, noun, blank), _of_object(verb, blank), _of_preposition(verb, blank)):
        if found is not None and found.content:
            yield found


def _find_house(noun: Token) -> Token:
    """Whose rating it is: the parser takes it for the subject in "cuts its rating to hold and lowers its target"."""
    if is_announced(noun):
        above = find_subject(noun.head)
        return above if above is not None and above.i < noun.i else noun
    return noun


def _of_noun(noun: Token) -> Iterator[ReportingClause]:
    """What somebody's words say: "her claim that …", "the minister's warning that …"."""
    rater = find_rater(noun)
    if rater is not None:
        yield ReportingClause("rating", "rate", noun.i, (noun.i, noun.i), (rater[1],), rater[0])
    owner = _first(noun.lefts, "poss")
    clause = next((child for child in noun.rights if child.dep_ in ("acl", "ccomp") and _is_marked(child)), None)
    if owner is not None and clause is not None:
        yield ReportingClause(
            construction="noun",
            lemma=noun.lemma_.lower(),
            head=noun.i,
            cue=(noun.i, noun.i),
            content=((clause.left_edge.i, clause.right_edge.i),),
            source=find_source_bounds(owner),
        )


def _is_marked(clause: Token) -> bool:
    return any(mark.dep_ == "mark" and mark.lower_ == "that" for mark in clause.children)


def _is_passive(verb: Token) -> bool:
    if _first(verb.children, "auxpass", "nsubjpass"):
        return True
    participle = verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl")
    return participle and not _first(verb.children, "aux", "dobj")


def _is_negated(verb: Token) -> bool:
    return _first(verb.children, "neg") is not None


def _of_clause(verb: Token, noun: Token | None, blank: ReportingClause) -> ReportingClause | None:
    """What is said in a clause: after the verb, before it, or around it."""
    clauses = [child for child in verb.children if child.dep_ in ("ccomp", "parataxis")] or list(_in_a_document(verb))
    after = next((child for child in clauses if child.i > verb.i), None)
    if after is not None:
        return replace(blank, construction="clause", content=((after.left_edge.i, _clause_end(after)),))
    if clauses:
        return replace(blank, construction="fronted", content=_parts_without(clauses[0].left_edge.i, verb, noun))
    if verb.dep_ == "advcl" and noun is not None and any(child.lower_ == "as" for child in verb.lefts):
        # "As she said, the plan is sound": what is said is all the rest, if she said nothing else.
        if _first(verb.children, "dobj", "xcomp", "acomp"):
            return None
        first, last = verb.left_edge.i, verb.right_edge.i
        around = ((verb.head.left_edge.i, first - 1), (last + 1, verb.head.right_edge.i))
        parts = tuple(part for part in (_trimmed(verb.doc, part) for part in around if part[0] <= part[1]) if part)
        return replace(blank, construction="fronted", content=parts)
    if verb.dep_ in ("parataxis", "ccomp") and noun is not None and _is_inserted(verb):
        # "The plan, she said, is sound": the reporting clause hangs under what is said.
        parts = _parts_without(verb.head.left_edge.i, verb, noun, last=verb.head.right_edge.i)
        return replace(blank, construction="fronted", content=parts)
    return None


def _in_a_document(verb: Token) -> Iterator[Token]:
    """ "Said in a statement that …": the parser hangs the clause on the noun."""
    for child in verb.rights:
        for noun in child.children if child.dep_ == "prep" else ():
            yield from (
                clause
                for clause in noun.rights
                if noun.dep_ == "pobj" and clause.dep_ in ("acl", "ccomp") and _is_marked(clause)
            )


def _of_object(verb: Token, blank: ReportingClause) -> ReportingClause | None:
    """What is said in a noun phrase, a predicate or an infinitive."""
    rights = list(verb.rights)
    objects = [child for child in rights if child.dep_ in ("dobj", "attr")]
    infinitive = next((child for child in rights if child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX")), None)
    if not objects:
        if infinitive is not None:
            content = (infinitive.left_edge.i, infinitive.right_edge.i)
            return replace(blank, construction="infinitive", content=(content,))
        predicate = _first(rights, "oprd", "acomp", "xcomp")
        if predicate is None:
            return None
        return replace(blank, construction="as", content=((predicate.left_edge.i, predicate.right_edge.i),))
    first = objects[0]
    later = [child for child in rights if child.i > first.i and child.dep_ in ("xcomp", "oprd", "ccomp")]
    last = max([first.right_edge.i, *(child.right_edge.i for child in later)])
    prefix = _first((child for child in rights if child.i > first.i and child.lower_ == "as"), "prep")
    if prefix is not None:
        last = _extended(verb, prefix.right_edge.i)
        return replace(blank, construction="as", content=((first.left_edge.i, last),))
    if infinitive is not None:
        return replace(blank, construction="order", content=((first.left_edge.i, last),))
    construction = "as" if _first(later, "oprd") else "object"
    if construction == "object" and blank.informs and "object" not in _frames(blank.lemma):
        construction = "finding"
    return replace(blank, construction=construction, content=((first.left_edge.i, _extended(verb, last)),))


def _frames(lemma: str) -> frozenset[str]:
    cue = find_cue(lemma)
    return cue.frames if cue is not None else frozenset()


def _of_preposition(verb: Token, blank: ReportingClause) -> ReportingClause | None:
    """What is said after a preposition: "called for talks", "warned of delays"."""
    for child in verb.rights:
        inside = [grand for grand in child.children if grand.dep_ in ("pobj", "pcomp")] if child.dep_ == "prep" else []
        if not inside or inside[0].ent_type_ in ("DATE", "TIME"):
            continue
        content = (inside[0].left_edge.i, _extended(verb, inside[-1].right_edge.i))
        cue = (verb.i, child.i) if child.i == verb.i + 1 else blank.cue
        return replace(blank, construction=child.lower_, content=(content,), cue=cue)
    return None


def _of_passive(verb: Token) -> Iterator[ReportingClause]:
    """What is said in the passive: "was deemed …", "it was announced that …"; the source is the agent, if any."""
    noun = _first(verb.children, "nsubjpass", "csubjpass")
    if noun is None and verb.dep_ == "acl":
        noun = verb.head
    agent = _first(verb.children, "agent")
    by = _first(agent.children, "pobj") if agent is not None else None
    complements = [
        child for child in verb.rights if child.dep_ in ("xcomp", "oprd", "ccomp", "acomp") or child.lower_ == "as"
    ]
    # "Deemed essential to …": what follows a predicate is often the parser's guess; without one it is the content.
    complements = [child for child in complements if child.dep_ in ("oprd", "acomp")] or complements
    parts: list[tuple[int, int]] = []
    if noun is not None and noun.pos_ != "PRON" and not _first(complements, "ccomp"):
        # "The court was told that …": the subject is who was told.
        parts.append((noun.left_edge.i, noun.right_edge.i) if noun.right_edge.i < verb.i else find_source_bounds(noun))
    if complements:
        first, stop = complements[0].left_edge.i, complements[-1].right_edge.i
        parts.append((first, agent.i - 1 if agent is not None and first < agent.i <= stop else stop))
    if parts and (complements or by is not None):
        auxiliary = (_first(verb.lefts, "auxpass") or verb).i
        yield ReportingClause(
            construction="passive",
            lemma=verb.lemma_.lower(),
            head=verb.i,
            cue=(auxiliary if verb.i - auxiliary <= 3 else verb.i, verb.i),
            content=tuple(parts),
            source=find_source_bounds(by) if by is not None else None,
            negated=_is_negated(verb),
        )


def _of_according(token: Token) -> Iterator[ReportingClause]:
    to = token.nbor()
    noun = _first((child for child in (*to.children, *token.children) if child.i > to.i), "pobj")
    if noun is None:
        return
    head = token.head
    while head.dep_ in _ABOVE_ACCORDING and head.head.i != head.i and head.pos_ not in ("VERB", "AUX"):
        head = head.head
    first, last = head.left_edge.i, head.right_edge.i
    outer = (token.i, noun.right_edge.i)
    parts = [part for part in ((first, outer[0] - 1), (outer[1] + 1, last)) if part[0] <= part[1]]
    parts = [part for part in (_trimmed(token.doc, part) for part in parts) if part]
    if parts:
        yield ReportingClause(
            "according", "according to", token.i, (token.i, to.i), tuple(parts), find_source_bounds(noun)
        )


def find_agents(sentence: Sentence) -> Iterator[tuple[str, int, tuple[int, int]]]:
    """The "by" phrases of the sentence: the verb's lemma, its token and the bounds of whoever does it."""
    for token in sentence.tokens:
        if token.lower_ == "by" and token.dep_ in ("agent", "prep") and token.head.tag_ == "VBN":
            noun = _first(token.children, "pobj")
            if noun is not None:
                yield token.head.lemma_.lower(), token.head.i, find_source_bounds(noun)


def _is_inserted(verb: Token) -> bool:
    """Whether a reporting clause stands between commas within what it reports."""
    return (
        verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ") and verb.head.i != verb.i and not _first(verb.children, "mark")
    )


def _parts_without(first: int, verb: Token, noun: Token | None, last: int | None = None) -> tuple[tuple[int, int], ...]:
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
    return tuple(part for part in (_trimmed(verb.doc, part) for part in parts if part[0] <= part[1]) if part)


def _trimmed(tokens: Doc, part: tuple[int, int]) -> tuple[int, int] | None:
    first, last = part
    while first <= last and (tokens[first].text in _TRIM or tokens[first].is_space):
        first += 1
    while last >= first and (
        (tokens[last].text in _TRIM and tokens[last].text not in _KEPT_AT_END) or tokens[last].is_space
    ):
        last -= 1
    return (first, last) if first <= last else None


def find_content_spans(sentence: Sentence, clause: ReportingClause) -> tuple[Span, ...]:
    """A clause's content as spans of the article, without a leading "that" and surrounding punctuation."""
    doc = sentence.tokens.doc
    low, high = sentence.tokens.start, sentence.tokens.end - 1
    parts = (_trimmed(doc, _without_that(doc, max(first, low), min(last, high))) for first, last in clause.content)
    return tuple(sentence.span_of(*part) for part in parts if part)


def _without_that(doc: Doc, first: int, last: int) -> tuple[int, int]:
    while first <= last and doc[first].lower_ == "that" and doc[first].tag_ == "IN":
        first += 1
    return first, last
