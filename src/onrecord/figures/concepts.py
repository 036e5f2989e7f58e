"""What a figure measures, as the phrase that an analyst would put in a row's header, verbatim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.figures import knowledge
from onrecord.figures.reading import NOUNS, OBJECTS, SUBJECTS, VERBS, Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.figures.ranges import Amount

_MODIFIES = frozenset(("nummod", "amod", "compound", "nmod", "quantmod", "npadvmod", "predet", "det"))
_HANGS = frozenset(("prep", "appos", "nmod", "relcl", "acl", "npadvmod"))
_BEFORE = frozenset(("compound", "amod", "nmod", "poss"))
_BEHIND = frozenset(("of", "in", "for", "between", "on"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_OF_OBJECT = frozenset(("for", "at", "to", "by", "from"))
_CLAUSES = frozenset(("relcl", "acl", "advcl"))
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class _Place:
    """The amount that is asked about, in its sentence; ``measured`` are the sentence's tokens that amounts cover."""

    reading: Reading
    amount: Amount
    measured: frozenset[int]

    def outside(self, token: Token) -> bool:
        """Whether ``token`` is no part of the amount itself."""
        return not (self.amount.start <= self.reading.start_of(token) < self.amount.end)

    def names(self, token: Token | None) -> bool:
        """Whether ``token`` can head the phrase: a noun of this sentence that is no part of a measured amount."""
        if token is None or token.pos_ not in NOUNS or not self.reading.holds(token) or not self.outside(token):
            return False
        if token.i in self.measured:
            return False
        return not token.like_num or any(child.dep_ in _BEFORE for child in token.lefts)  # "the Nasdaq 100"


def measured_tokens(reading: Reading, amounts: list[Amount]) -> frozenset[int]:
    """The tokens that amounts cover, counted things apart."""
    covered: set[int] = set()
    for amount in amounts:
        end = amount.number.end if amount.unit is not None and amount.unit.counted else amount.end
        covered.update(range(reading.at(amount.start).i, reading.at(end - 1).i + 1))
    return frozenset(covered)


def what_of(reading: Reading, amount: Amount, measured: frozenset[int]) -> str | None:
    """The phrase that names what is measured, without article; missing where the sentence does not name it."""
    place = _Place(reading, amount, measured)
    anchor = _anchor(reading, amount)
    if _is_level(anchor):
        head = _governed(place, anchor) or _parts(place, anchor)
    else:
        head = _parts(place, anchor) or _modified(place, anchor) or _governed(place, anchor)
    return None if head is None else _phrase(place, _behind_change(place, head))


def _anchor(reading: Reading, amount: Amount) -> Token:
    """The token by which the amount hangs in the sentence: its highest one."""
    if amount.unit is not None and amount.unit.head is not None:
        return amount.unit.head
    first, last = reading.at(amount.start), reading.at(max(amount.start, amount.end - 1))
    inside = reading.tokens.doc[first.i : last.i + 1]
    return next((token for token in inside if not first.i <= token.head.i <= last.i or token.head.i == token.i), last)


def _is_level(anchor: Token) -> bool:
    """ "debt reached 112 percent of output", "fell to 2 percent of output": said of debt, not of output."""
    if anchor.dep_ == "pobj":
        return anchor.head.lower_ in ("to", "at")
    return anchor.dep_ in ("dobj", "attr") and anchor.head.lemma_.lower() in knowledge.context()["level_verbs"]


def _parts(place: _Place, anchor: Token) -> Token | None:
    """ "1 percent of revenue", "half of the money": the noun behind "of"."""
    if place.amount.unit is not None and place.amount.unit.dimension == "count":
        return None
    for child in (*anchor.children, *place.reading.at(place.amount.end - 1).children):
        if child.dep_ == "prep" and child.lower_ == "of" and child.i >= anchor.i:
            found = next((noun for noun in child.children if noun.dep_ == "pobj"), None)
            if place.names(found):
                return found
    return None


def _modified(place: _Place, anchor: Token) -> Token | None:
    """ "a $48 million contract", "a 25 percent tax": the noun that the amount stands before."""
    token = place.reading.at(place.amount.end - 1) if place.amount.number.kind == "ratio" else anchor
    while token.dep_ in _MODIFIES and token.head.i > token.i and token.head.pos_ in NOUNS:
        token = token.head
        if place.names(token):
            return token
    return None


def _governed(place: _Place, anchor: Token) -> Token | None:
    """What the amount is said of: the noun that a preposition ties it to, or the subject of its verb."""
    last = anchor
    for head in place.reading.climb(anchor):
        if head.pos_ in VERBS:
            return _of_verb(place, head, last)
        summed = last.lower_ == "of" and _is_sum(head)
        if last.dep_ in _HANGS and not summed and place.names(head):
            return head
        last = head
    return None


def _of_verb(place: _Place, verb: Token, child: Token) -> Token | None:
    """What ``verb``, from which the amount hangs by ``child``, is about: what it moves, or who does it."""
    thing = next((noun for noun in verb.children if noun.dep_ in OBJECTS and noun.i != child.i), None)
    if child.dep_ in SUBJECTS and place.amount.unit is not None and place.amount.unit.dimension == "count":
        return None  # "500 people left the hall" measures no hall
    if child.dep_ in SUBJECTS:
        thing = thing or next((noun for noun in verb.children if noun.dep_ == "attr"), None)
        return thing if thing is not None and place.names(thing) and not _is_sum(thing) else None
    if child.dep_ == "prep" and child.lower_ in _OF_OBJECT and place.names(thing):
        return thing
    subject = _subject(place, verb)
    return next((noun for noun in (subject, thing) if place.names(noun)), None)


def _is_sum(token: Token) -> bool:
    """ "a total of 3 percent": how the amount was reached, not what it measures."""
    return token.lemma_.lower() in knowledge.context()["sums"]


def _subject(place: _Place, verb: Token) -> Token | None:
    """Who or what does ``verb``: its own subject, the noun that a relative clause modifies, or a higher verb's."""
    for head in (verb, *place.reading.climb(verb)):
        if head.pos_ in NOUNS and verb.dep_ in ("relcl", "acl"):
            return head
        subject = next((child for child in head.children if child.dep_ in SUBJECTS), None)
        if subject is not None and not (head.dep_ in ("relcl", "acl") and subject.lower_ in _RELATIVE):
            return subject
        verb = head
    return None


def _behind_change(place: _Place, head: Token) -> Token:
    """ "a rise in exports" is about exports."""
    context = knowledge.context()
    if head.lemma_.lower() not in context["up_nouns"] | context["down_nouns"]:
        return head
    for child in (*head.rights, *place.reading.at(place.amount.end - 1).rights):
        if child.dep_ == "prep" and child.lower_ in ("of", "in"):
            found = next((noun for noun in child.children if noun.dep_ == "pobj"), None)
            if found is not None and place.names(found):
                return found
    return head


def _phrase(place: _Place, head: Token) -> str | None:
    """The noun phrase around ``head``: its modifiers before it, without article, and short phrases behind it."""
    lefts = [child.left_edge for child in head.lefts if child.dep_ in _BEFORE and place.outside(child)]
    first = min([head, *lefts], key=lambda token: token.i)
    inside = [token.i for token in place.reading.tokens.doc[first.i : head.i] if token.i in place.measured]
    start = max([first.i, place.reading.tokens.start, *(index + 1 for index in inside)])
    while start < head.i and place.reading.tokens.doc[start].pos_ in ("DET", "PRON", "PUNCT", "SPACE", "PART"):
        start += 1
    last = head
    for child in head.rights:
        if child.dep_ == "nummod" and child.i == last.i + 1 and place.outside(child):
            last = child  # "the Nasdaq 100"
            continue
        if child.dep_ != "prep" or child.lower_ not in _BEHIND or child.right_edge.i - start > _LONGEST:
            break
        if any(_ends_phrase(place, token) for token in child.subtree):
            break
        last = child.right_edge
    phrase = place.reading.text[place.reading.start_of(place.reading.tokens.doc[start]) : place.reading.end_of(last)]
    return " ".join(phrase.split()) or None


def _ends_phrase(place: _Place, token: Token) -> bool:
    """Whether a header should not reach to ``token``: a clause, a time, an amount."""
    return token.dep_ in _CLAUSES or token.ent_type_ in ("DATE", "TIME") or token.i in place.measured
