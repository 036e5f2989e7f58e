"""What a figure measures, as the phrase that an analyst would put in a row's header, verbatim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.figures.reading import NOUNS, OBJECTS, SUBJECTS, VERBS, Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.figures.ranges import Amount

_MODIFIES = frozenset(("nummod", "amod", "compound", "nmod", "quantmod", "npadvmod"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_LONGEST = 14
_TRADED = frozenset(("for", "at"))


def what_of(reading: Reading, amount: Amount) -> str | None:
    """The phrase that names what is measured, without article; missing where the sentence does not name it."""
    anchor = _anchor(reading, amount)
    head = _parts(reading, anchor, amount) or _modified(reading, anchor, amount) or _governed(reading, anchor, amount)
    return None if head is None else _phrase(reading, head, amount)


def _anchor(reading: Reading, amount: Amount) -> Token:
    """The token by which the amount hangs in the sentence: its highest one."""
    if amount.unit is not None and amount.unit.head is not None:
        return amount.unit.head
    first, last = reading.at(amount.start), reading.at(max(amount.start, amount.end - 1))
    inside = reading.tokens.doc[first.i : last.i + 1]
    return next((token for token in inside if not first.i <= token.head.i <= last.i or token.head.i == token.i), last)


def _outside(reading: Reading, token: Token, amount: Amount) -> bool:
    return not (amount.start <= reading.start_of(token) < amount.end)


def _parts(reading: Reading, anchor: Token, amount: Amount) -> Token | None:
    """ "1 percent of revenue", "a drop of 3 percent in exports": the noun behind "of" or, for shares, "in"."""
    if amount.unit is not None and amount.unit.dimension == "count":
        return None
    for child in (*anchor.children, *(reading.at(amount.end - 1).children)):
        if child.dep_ == "prep" and child.lower_ == "of" and reading.holds(child) and child.i > anchor.i - 1:
            found = next((noun for noun in child.children if noun.dep_ == "pobj"), None)
            if found is not None and found.pos_ != "PRON" and _outside(reading, found, amount):
                return found
    return None


def _modified(reading: Reading, anchor: Token, amount: Amount) -> Token | None:
    """ "a $48 million contract", "a 25 percent tax": the noun that the amount stands before."""
    token = anchor
    for _ in range(3):
        if (
            token.dep_ in _MODIFIES
            and token.head.i > token.i
            and token.head.pos_ in NOUNS
            and reading.holds(token.head)
        ):
            token = token.head
            if _outside(reading, token, amount):
                return token
        else:
            break
    return None


def _governed(reading: Reading, anchor: Token, amount: Amount) -> Token | None:
    """What the amount is said of: the noun that a preposition ties it to, or the subject of its verb."""
    last = anchor
    for head in reading.climb(anchor):
        if head.pos_ in VERBS:
            return _of_verb(reading, head, last, amount)
        if (
            head.pos_ in NOUNS
            and _outside(reading, head, amount)
            and last.dep_ in ("prep", "appos", "nmod", "relcl", "acl", "npadvmod")
        ):
            return head
        last = head
    return None


def _of_verb(reading: Reading, verb: Token, child: Token, amount: Amount) -> Token | None:
    """Subject or object of ``verb``, from which the amount hangs by ``child``."""
    if child.dep_ == "prep" and child.lower_ in _TRADED:
        sold = _child(verb, OBJECTS)
        if sold is not None and sold.pos_ in NOUNS:
            return sold
    if child.dep_ in SUBJECTS:
        return _child(verb, OBJECTS | {"attr"}, NOUNS)
    subject = _subject(reading, verb)
    if subject is not None and subject.pos_ in NOUNS and _outside(reading, subject, amount):
        return subject
    thing = _child(verb, OBJECTS, NOUNS)
    return thing if thing is not None and thing.i != child.i and _outside(reading, thing, amount) else None


def _child(token: Token, deps: frozenset[str] | set[str], kinds: frozenset[str] | None = None) -> Token | None:
    return next(
        (child for child in token.children if child.dep_ in deps and (kinds is None or child.pos_ in kinds)), None
    )


def _subject(reading: Reading, verb: Token) -> Token | None:
    """Who or what does ``verb``: its own subject, the noun that a relative clause modifies, or a higher verb's."""
    for _ in range(5):
        subject = _child(verb, SUBJECTS)
        relative = verb.dep_ in ("relcl", "acl")
        if subject is not None and not (relative and subject.lower_ in _RELATIVE):
            return subject
        if verb.dep_ == "ROOT" or not reading.holds(verb.head):
            return None
        verb = verb.head
        if relative and verb.pos_ in NOUNS:
            return verb
    return None


def _phrase(reading: Reading, head: Token, amount: Amount) -> str | None:
    """The noun phrase around ``head``: its modifiers before it and an "of" phrase behind it."""
    first = head
    for child in head.lefts:
        if child.dep_ in ("compound", "amod", "nmod", "poss") and _outside(reading, child, amount):
            edge = child.left_edge
            first = min(first, edge, key=lambda token: token.i)
    inside = [token for token in reading.tokens.doc[first.i : head.i] if not _outside(reading, token, amount)]
    if inside:
        first = inside[-1].nbor(1)
    while first.i < head.i and (
        first.pos_ in ("DET", "PRON", "PUNCT", "SPACE", "PART") or first.lower_ in ("a", "the")
    ):
        first = first.nbor(1)
    last = head
    for child in head.rights:
        if (
            child.dep_ != "prep"
            or child.lower_ not in ("of", "in", "for", "between")
            or child.right_edge.i - first.i > _LONGEST
        ):
            break
        overlaps = any(not _outside(reading, token, amount) for token in child.subtree)
        clauses = any(token.dep_ in ("relcl", "acl", "advcl") for token in child.subtree)
        if overlaps or clauses or any(token.ent_type_ in ("DATE", "TIME") for token in child.subtree):
            break
        last = child.right_edge
    phrase = reading.text[reading.start_of(first) : reading.end_of(last)]
    return " ".join(phrase.split()) or None
