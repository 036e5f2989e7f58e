"""What a figure measures, as the phrase that an analyst would put in a row's header, verbatim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.figures import lexicon
from onrecord.figures.parsed_sentence import NOUNS, OBJECTS, SUBJECTS, VERBS, ParsedSentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from onrecord.figures.quantities import Quantity

_MODIFIES = frozenset(("nummod", "amod", "compound", "nmod", "quantmod", "npadvmod", "predet", "det"))
_HANGS = frozenset(("prep", "appos", "nmod", "relcl", "acl", "npadvmod"))
_BEFORE = frozenset(("compound", "amod", "nmod", "poss"))
_BEHIND = frozenset(("of", "in", "for", "between", "on"))
_MANNER = frozenset(("npadvmod", "advmod", "oprd"))
_OF_OBJECT = frozenset(("for", "at", "to", "by", "from", "below", "above", "under"))
_RELATIVE = frozenset(("WDT", "WP"))
_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "NUM"))
_TIMES = frozenset(("DATE", "TIME"))
_CLAUSES = frozenset(("relcl", "acl", "advcl"))
_BEHIND_AMOUNT = frozenset(("from", "of", "for"))
_LONGEST = 14
_SHORTEST = 2
_NEAR = 5
_RANKED = ("JJS", "RBS")


@dataclass(frozen=True, slots=True)
class _Place:
    """The amount that is asked about, in its sentence; ``measured`` are the sentence's tokens that amounts cover."""

    reading: ParsedSentence
    amount: Quantity
    measured: frozenset[int]

    def outside(self, token: Token) -> bool:
        """Whether ``token`` is no part of the amount itself."""
        return not (self.amount.start <= self.reading.start_of(token) < self.amount.end)

    def names(self, token: Token | None) -> bool:
        """Whether ``token`` can head the phrase: a noun of this sentence that is no part of a measured amount."""
        if token is None or not self.reading.holds(token) or not self.outside(token) or token.i in self.measured:
            return False
        if token.ent_type_ in _TIMES or not (
            token.pos_ in NOUNS or (token.tag_ == "VBG" and token.dep_ in SUBJECTS | OBJECTS)
        ):
            return False
        if len(token) < _SHORTEST and not any(child.dep_ in _BEFORE for child in token.lefts):
            return False
        return not token.like_num or any(child.dep_ in _BEFORE for child in token.lefts)  # "the Nasdaq 100"


def measured_tokens(reading: ParsedSentence, amounts: list[Quantity]) -> frozenset[int]:
    """The tokens that amounts cover, counted things apart."""
    covered: set[int] = set()
    for amount in amounts:
        end = amount.number.end if amount.unit is not None and amount.unit.counted else amount.end
        covered.update(range(reading.at(amount.start).i, reading.at(end - 1).i + 1))
    return frozenset(covered)


def measurand_of(reading: ParsedSentence, amount: Quantity, measured: frozenset[int]) -> str | None:
    """The phrase that names what is measured, without article; missing where the sentence does not name it."""
    if _is_while(reading, amount):
        return None
    place = _Place(reading, amount, measured)
    anchor = _anchor(reading, amount)
    if amount.number.kind == "multiple" and anchor.pos_ in VERBS:
        head = _multiplied(place, anchor)
    elif _is_level(anchor):
        head = _governed(place, anchor) or _parts(place, anchor)
    else:
        head = _parts(place, anchor) or _modified(place, anchor) or _governed(place, anchor)
    if head is None:
        subject = reading.subject_of_be(amount.start)
        head = subject if place.names(subject) else _after(place)
    return None if head is None else _phrase(place, _behind_change(place, head))


def _after(place: _Place) -> Token | None:
    """ "he shot 47% from the field": the noun of the phrase right behind the amount."""
    prep = place.reading.after(place.amount.end)
    if prep is None or prep.dep_ != "prep" or prep.lower_ not in _BEHIND_AMOUNT:
        return None
    if place.amount.dimension in ("count", "duration"):
        return None
    return next((child for child in prep.children if child.dep_ == "pobj" and place.names(child)), None)


def _multiplied(place: _Place, verb: Token) -> Token | None:
    """What the verb multiplies: "exports doubled", "the firm doubled its output"."""
    thing = next((noun for noun in verb.children if noun.dep_ in OBJECTS), None)
    return thing if place.names(thing) else _subject(place, verb)


def _is_while(reading: ParsedSentence, amount: Quantity) -> bool:
    """ "nine days later", "over the past three years": a stretch of time in which something else happens."""
    if amount.dimension != "duration":
        return False
    context = lexicon.context()
    before, after = reading.before(amount.start), reading.after(amount.end)
    if after is not None and after.lower_ in context["reckoned_from"]:
        return True
    if before is not None and before.dep_ == "prep" and before.lower_ in context["stretching"]:
        return True
    if before is not None and before.lower_ == "in" and any(child.tag_ in _RANKED for child in before.head.lefts):
        return True  # "the steepest fall in two years"
    if before is None or before.lower_ not in context["reckoned"] or before.i == reading.tokens.start:
        return False
    ahead = before.nbor(-1)
    ahead = ahead.nbor(-1) if ahead.pos_ == "DET" and ahead.i > reading.tokens.start else ahead
    return ahead.pos_ == "ADP"


def _anchor(reading: ParsedSentence, amount: Quantity) -> Token:
    """The token by which the amount hangs in the sentence: its highest one."""
    if amount.unit is not None and amount.unit.head is not None:
        return amount.unit.head
    first, last = reading.at(amount.start), reading.at(max(amount.start, amount.end - 1))
    inside = reading.tokens.doc[first.i : last.i + 1]
    return next((token for token in inside if not first.i <= token.head.i <= last.i or token.head.i == token.i), last)


def _is_level(anchor: Token) -> bool:
    """ "debt reached 112 percent of output", "fell to 2 percent of output": said of debt, not of output."""
    if anchor.dep_ == "pobj":
        compared = anchor.head.i and anchor.head.nbor(-1).lower_ == "compared"
        return anchor.head.lower_ in ("to", "at") and not compared
    if anchor.head.lower_ == "worth" or (anchor.dep_ == "attr" and anchor.head.lemma_ == "be"):
        return True
    return anchor.dep_ in ("dobj", "attr") and anchor.head.lemma_.lower() in lexicon.context()["level_verbs"]


def _parts(place: _Place, anchor: Token) -> Token | None:
    """ "1 percent of revenue", "half of the money", "$5m worth of grain", "$5m in aid", "5% off shoes"."""
    unit, money = place.amount.unit, place.amount.dimension == "money"
    behind = ("of", "off") if money or place.amount.dimension == "percent" else ("of",)
    if unit is not None and unit.dimension == "count" and not unit.counted:
        return None  # "two of its five centres": the centres are its unit
    for top in (anchor, place.reading.at(place.amount.end - 1)):
        for child in (*top.rights, *_next_prep(place)):
            if child.lower_ == "worth":
                child = next(iter(child.rights), child)  # noqa: PLW2901
            of = child.lower_ in behind or (child.lower_ == "in" and money)
            found = next((noun for noun in child.children if noun.dep_ == "pobj"), None) if of else None
            if found is None or not place.names(found) or _is_sum(found):
                continue
            if child.lower_ != "in" or _is_bare(found):
                return found
    return None


def _next_prep(place: _Place) -> Iterator[Token]:
    """The "in" or "off" right behind the amount, whatever the parser hangs it from."""
    token = place.reading.after(place.amount.end)
    if token is not None and token.lower_ in ("in", "off"):
        yield token


def _is_bare(noun: Token) -> bool:
    """Whether ``noun`` is a kind of thing: no name, without an article."""
    if noun.lower_ in lexicon.context()["manners"]:
        return False
    return noun.pos_ == "NOUN" and not any(child.dep_ in ("det", "poss") for child in noun.lefts)


def _modified(place: _Place, anchor: Token) -> Token | None:
    """ "a $48 million contract", "a 25 percent tax": the noun that the amount stands before."""
    within = _within(place, anchor)
    if within is not None:
        return within
    token = place.reading.at(place.amount.end - 1) if place.amount.number.kind == "ratio" else anchor
    while token.dep_ in _MODIFIES and token.head.i > token.i and token.head.pos_ in _NOMINAL:
        token = token.head
        if place.names(token):
            return token
    return None


def _within(place: _Place, anchor: Token) -> Token | None:
    """ "one job in eight", "half the crew": the noun that stands between the words of a part of it."""
    reading = place.reading
    if anchor.tag_ == "PDT":
        behind = reading.tokens.doc[anchor.i + 1 : anchor.i + _NEAR]
        return next((token for token in behind if place.names(token) and token.dep_ != "compound"), None)
    if place.amount.number.kind != "ratio":
        return None
    inside = reading.tokens.doc[reading.at(place.amount.start).i : reading.at(place.amount.end - 1).i]
    return next((token for token in inside if token.pos_ in NOUNS), None)


def _governed(place: _Place, anchor: Token) -> Token | None:
    """What the amount is said of: the noun that a preposition ties it to, or the subject of its verb."""
    last = anchor
    for head in place.reading.climb(anchor):
        ranging = _before_range(place, head)
        if ranging is not None:
            return ranging
        if head.pos_ in VERBS:
            return _of_verb(place, head, last)
        summed = last.lower_ == "of" and _is_sum(head)
        if last.dep_ in _HANGS and not summed and place.names(head):
            subject = _subject(place, head.head) if head.head.lemma_ == "be" else None
            return subject or head  # "the reserve is home to 180 leopards"
        if last.lower_ == "aged" and place.names(head):
            return head
        own = next((child for child in head.children if child.dep_ in SUBJECTS), None)
        if own is not None and place.names(own):
            return own  # "with its shares down 12%"
        last = head
    return None


def _before_range(place: _Place, verb: Token) -> Token | None:
    """ "claims, ranging from $2 to $4": the noun right before the participle."""
    first = place.reading.tokens.start
    if verb.i == first or verb.tag_ != "VBG" or verb.lemma_.lower() not in lexicon.context()["ranging"]:
        return None
    before = verb.nbor(-1)
    if before.text == "," and before.i > first:
        before = before.nbor(-1)
    return before if place.names(before) else None


def _of_verb(place: _Place, verb: Token, child: Token) -> Token | None:
    """What ``verb``, from which the amount hangs by ``child``, is about: what it moves, or who does it."""
    thing = next((noun for noun in verb.children if noun.dep_ in OBJECTS and noun.i != child.i), None)
    counted = place.amount.dimension == "count"
    if child.dep_ in SUBJECTS:
        if counted or place.amount.dimension == "percent":
            return None  # "500 people left the hall" measures no hall
        thing = thing or next((noun for noun in verb.children if noun.dep_ == "attr"), None)
        return thing if thing is not None and place.names(thing) and not _is_sum(thing) else None
    pulled = child.dep_ in _MANNER and verb.lemma_.lower() in lexicon.context()["moving_verbs"]
    if (pulled or (child.dep_ == "prep" and child.lower_ in _OF_OBJECT)) and place.names(thing):
        return thing
    changed = _changed(place, verb, child)
    if changed is not None:
        return changed
    if counted and child.dep_ in OBJECTS and verb.lemma_.lower() in lexicon.context()["telling_verbs"]:
        return None
    subject = _subject(place, verb)
    return next((noun for noun in (subject, thing) if place.names(noun)), None)


def _changed(place: _Place, verb: Token, child: Token) -> Token | None:
    """ "wiped $5m off its value", "added $5 to the price", "paid $5 for a vase": what changes, or is bought."""
    if child.dep_ not in OBJECTS:
        return None
    lemma, context = verb.lemma_.lower(), lexicon.context()
    money = place.amount.dimension == "money"
    for prep in (*verb.rights, *child.rights):
        less = prep.lower_ == "off" or (prep.lower_ == "from" and lemma in context["taking_verbs"])
        bought = money and prep.lower_ in ("for", "on")
        if less or bought or (prep.lower_ == "to" and lemma == "add"):
            found = next((noun for noun in prep.children if noun.dep_ == "pobj"), None)
            if found is not None and place.names(found):
                return found
    return None


def _is_sum(token: Token) -> bool:
    """ "a total of 3 percent": how the amount was reached, not what it measures."""
    return token.lemma_.lower() in lexicon.context()["sums"]


def _subject(place: _Place, verb: Token) -> Token | None:
    """Who or what does ``verb``: its own subject, what a relative clause modifies, or a higher verb's subject.

    A personal pronoun is passed over for the subject of a higher clause: "the firm said it has 40 shops".
    """
    reading = place.reading
    for head in (verb, *reading.climb(verb)):
        if head.pos_ in NOUNS and verb.dep_ in ("relcl", "acl"):
            return None if head.dep_ == "conj" else head  # of a list, it is open which members are meant
        for child in head.children:
            if child.dep_ not in SUBJECTS:
                continue
            if child.tag_ in _RELATIVE:
                return _antecedent(place, child, head)
            named = child if place.names(child) else _named_beside(place, child)
            if named is not None and reading.start_of(named) < place.amount.end:
                return named
        verb = head
    return None


def _named_beside(place: _Place, measured: Token) -> Token | None:
    """ "half of all drivers earn", "a hall 30 metres long is": the noun of a measure that is the subject."""
    if measured.i not in place.measured and place.outside(measured):
        return None
    of = next((child for child in measured.rights if child.lower_ == "of"), measured)
    nouns = (*of.rights, *measured.lefts) if of is not measured else measured.lefts
    return next((child for child in nouns if place.names(child)), None)


def _antecedent(place: _Place, pronoun: Token, verb: Token) -> Token | None:
    """The noun that a relative pronoun stands for: the one its clause hangs from, else the word before it."""
    if verb.dep_ == "relcl" and place.names(verb.head):
        return verb.head
    before = pronoun.nbor(-1) if pronoun.i > place.reading.tokens.start else pronoun
    return before if place.names(before) else None


def _behind_change(place: _Place, head: Token) -> Token:
    """ "a rise in exports" is about exports."""
    context = lexicon.context()
    if head.lemma_.lower() not in context["up_nouns"] | context["down_nouns"]:
        return head
    last = place.reading.at(place.amount.end - 1)
    inside = any(above.i == head.i for above in place.reading.climb(last))
    for child in (*head.rights, *(child for child in last.rights if inside and child.i == last.i + 1)):
        if child.dep_ == "prep" and child.lower_ in ("of", "in"):
            found = next((noun for noun in child.children if noun.dep_ == "pobj"), None)
            if found is not None and place.names(found):
                return found
    return head


def _phrase(place: _Place, head: Token) -> str | None:
    """The noun phrase around ``head``: its modifiers before it, without article, and short phrases behind it."""
    lefts = [
        child.left_edge
        for child in head.lefts
        if child.dep_ in _BEFORE and place.outside(child) and not (child.dep_ == "poss" and child.ent_type_ in _TIMES)
    ]  # "price" of "last year's price"
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
    if last.pos_ == "ADP":
        last = last.nbor(-1)
    phrase = place.reading.text[place.reading.start_of(place.reading.tokens.doc[start]) : place.reading.end_of(last)]
    unit = place.amount.unit
    if unit is not None and unit.dimension == "count" and phrase.lower() in str(unit.name).lower():
        return None  # the header would but repeat what is counted
    return " ".join(phrase.split()) or None


def _ends_phrase(place: _Place, token: Token) -> bool:
    """Whether a header should not reach to ``token``: a clause, a time, an amount."""
    return token.dep_ in _CLAUSES or token.ent_type_ in ("DATE", "TIME") or token.i in place.measured
