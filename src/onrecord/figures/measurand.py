"""What a figure measures, as the phrase that an analyst would put in the header of a table, verbatim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.figures.lexicon import DIRECTIONS, WORDS
from onrecord.figures.parsed_sentence import NOUNS, OBJECTS, SUBJECTS, SUPERLATIVES, VERBS, ParsedSentence, object_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from onrecord.figures.quantities import Quantity

MAX_PHRASE_WORDS = 14
MIN_NOUN_LENGTH = 2
MAX_WORDS_AFTER_HALF = 4
_PREMODIFIERS = frozenset(("compound", "amod", "nmod", "poss"))
_MODIFIES_NOUN = frozenset(("nummod", "amod", "compound", "nmod", "quantmod", "npadvmod", "predet", "det"))
_ATTACHES_TO_NOUN = frozenset(("prep", "appos", "nmod", "relcl", "acl", "npadvmod"))
_ADVERBIAL = frozenset(("npadvmod", "advmod", "oprd"))
_CLAUSES = frozenset(("relcl", "acl", "advcl"))
_RELATIVE_PRONOUNS = frozenset(("WDT", "WP"))
_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "NUM"))
_BEFORE_PHRASE = frozenset(("DET", "PRON", "PUNCT", "SPACE", "PART"))
_TIMES = frozenset(("DATE", "TIME"))


@dataclass(frozen=True, slots=True)
class _Query:
    """The quantity whose measurand is sought, in its sentence; ``covered`` are the tokens of the quantities in it."""

    sentence: ParsedSentence
    quantity: Quantity
    covered: frozenset[int]

    def is_outside(self, token: Token) -> bool:
        """Whether ``token`` is no part of the quantity itself."""
        return not (self.quantity.start <= self.sentence.start_of(token) < self.quantity.end)

    def accepts(self, token: Token | None) -> bool:
        """Whether ``token`` can head the phrase: a noun of this sentence that is no part of a quantity."""
        if token is None or not self.sentence.contains(token) or not self.is_outside(token) or token.i in self.covered:
            return False
        gerund = token.tag_ == "VBG" and token.dep_ in SUBJECTS | OBJECTS
        if token.ent_type_ in _TIMES or not (token.pos_ in NOUNS or gerund):
            return False
        bare_number = token.like_num or len(token) < MIN_NOUN_LENGTH  # unlike "the Nasdaq 100"
        return not bare_number or any(child.dep_ in _PREMODIFIERS for child in token.lefts)

    def first(self, tokens: Iterable[Token | None]) -> Token | None:
        """The first of ``tokens`` that can head the phrase."""
        return next((token for token in tokens if self.accepts(token)), None)


def find_covered_tokens(sentence: ParsedSentence, quantities: list[Quantity]) -> frozenset[int]:
    """The document's indices of the tokens that quantities cover, counted things apart."""
    covered: set[int] = set()
    for quantity in quantities:
        end = quantity.number.end if quantity.counts else quantity.end
        covered.update(range(sentence.token_at(quantity.start).i, sentence.token_at(end - 1).i + 1))
    return frozenset(covered)


def find_measurand(sentence: ParsedSentence, quantity: Quantity, covered: frozenset[int]) -> str | None:
    """The phrase that names what ``quantity`` measures, without article; missing where the sentence does not name it.

    ``covered`` are the tokens of all quantities in the sentence, see ``find_covered_tokens``.
    """
    if _is_time_span(sentence, quantity):
        return None
    query = _Query(sentence, quantity, covered)
    anchor = _find_anchor(sentence, quantity)
    if quantity.number.kind == "multiple" and anchor.pos_ in VERBS:
        head = _find_multiplied(query, anchor)
    elif _is_level(anchor):
        head = _find_governor(query, anchor) or _find_whole(query, anchor)
    else:
        head = _find_whole(query, anchor) or _find_modified(query, anchor) or _find_governor(query, anchor)
    head = head or query.first([sentence.subject_of_be(quantity.start), _object_after(query)])
    return None if head is None else _build_phrase(query, _look_through_change(query, head))


def _is_time_span(sentence: ParsedSentence, quantity: Quantity) -> bool:
    """Whether it is a stretch of time in which something else happens: "nine days later", "over the past years"."""
    if quantity.dimension != "duration":
        return False
    before = sentence.token_before(quantity.start)
    if sentence.word_after(quantity.end) in WORDS["after_time_span"]:
        return True
    if before is None:
        return False
    if before.dep_ == "prep" and before.lower_ in WORDS["time_span_prepositions"]:
        return True
    if before.lower_ == "in" and any(child.tag_ in SUPERLATIVES for child in before.head.lefts):
        return True  # "the steepest fall in two years"
    if before.lower_ not in WORDS["relative_adjectives"]:
        return False
    ahead = sentence.previous(before)
    if ahead is not None and ahead.pos_ == "DET":
        ahead = sentence.previous(ahead)
    return ahead is not None and ahead.pos_ == "ADP"


def _find_anchor(sentence: ParsedSentence, quantity: Quantity) -> Token:
    """The highest token of the quantity in the parse, by which it hangs in the sentence."""
    if quantity.unit is not None and quantity.unit.head is not None:
        return quantity.unit.head
    first, last = sentence.token_at(quantity.start), sentence.token_at(max(quantity.start, quantity.end - 1))
    inside = sentence.tokens.doc[first.i : last.i + 1]
    return next((token for token in inside if not first.i <= token.head.i <= last.i or token.head.i == token.i), last)


def _is_level(anchor: Token) -> bool:
    """Whether the subject has the quantity as its level: "debt reached 112 percent of output" measures debt."""
    if anchor.dep_ == "pobj":
        compared = anchor.head.i and anchor.head.nbor(-1).lower_ == "compared"
        return anchor.head.lower_ in ("to", "at") and not compared
    if anchor.head.lower_ == "worth" or (anchor.dep_ == "attr" and anchor.head.lemma_ == "be"):
        return True
    return anchor.dep_ in ("dobj", "attr") and anchor.head.lemma_.lower() in WORDS["level_verbs"]


def _find_multiplied(query: _Query, verb: Token) -> Token | None:
    """What the verb multiplies: "exports doubled", "the firm doubled its output"."""
    thing = next((child for child in verb.children if child.dep_ in OBJECTS), None)
    return thing if query.accepts(thing) else _find_subject(query, verb)


def _find_whole(query: _Query, anchor: Token) -> Token | None:
    """ "1 percent of revenue", "half of the money", "$5m worth of grain", "$5m in aid", "5% off shoes"."""
    money = query.quantity.dimension == "money"
    if query.quantity.dimension == "count" and not query.quantity.counts:
        return None  # "two of its five centres": the centres are its unit
    after = query.sentence.token_after(query.quantity.end)
    nearest = [after] if after is not None and after.lower_ in ("in", "off") else []  # whatever the parser makes of it
    for top in (anchor, query.sentence.token_at(query.quantity.end - 1)):
        for child in (*top.rights, *nearest):
            preposition = next(iter(child.rights), child) if child.lower_ == "worth" else child
            off = preposition.lower_ == "off" and (money or query.quantity.dimension == "percent")
            kind = preposition.lower_ == "in" and money
            whole = object_of(preposition) if preposition.lower_ == "of" or off or kind else None
            if whole is None or not query.accepts(whole) or _is_summary(whole):
                continue
            if not kind or _is_kind_of_thing(whole):
                return whole
    return None


def _is_kind_of_thing(noun: Token) -> bool:
    """Whether ``noun`` is no name, has no article and is no way to pay: "$5m in aid", not "$5m in cash"."""
    bare = not any(child.dep_ in ("det", "poss") for child in noun.lefts)
    return bare and noun.pos_ == "NOUN" and noun.lower_ not in WORDS["payment_nouns"]


def _find_modified(query: _Query, anchor: Token) -> Token | None:
    """ "a $48 million contract", "half the crew", "one job in eight": the noun that the quantity modifies."""
    doc, token, noun = query.sentence.tokens.doc, anchor, None
    if query.quantity.number.kind == "ratio":
        token = query.sentence.token_at(query.quantity.end - 1)
    if anchor.tag_ == "PDT":
        after = doc[anchor.i + 1 : anchor.i + 1 + MAX_WORDS_AFTER_HALF]
        noun = query.first(word for word in after if word.dep_ != "compound")
    elif query.quantity.number.kind == "ratio":
        inside = doc[query.sentence.token_at(query.quantity.start).i : token.i]
        noun = next((word for word in inside if word.pos_ in NOUNS), None)
    if noun is not None:
        return noun
    while token.dep_ in _MODIFIES_NOUN and token.head.i > token.i and token.head.pos_ in _NOMINAL:
        token = token.head
        if query.accepts(token):
            return token
    return None


def _find_governor(query: _Query, anchor: Token) -> Token | None:
    """The noun to which a preposition ties the quantity, or the subject or object of its verb."""
    last = anchor
    for head in query.sentence.heads_of(anchor):
        ranging = _find_before_range_verb(query, head)
        if ranging is not None:
            return ranging
        if head.pos_ in VERBS:
            return _find_argument(query, head, last)
        summed = last.lower_ == "of" and _is_summary(head)
        if last.dep_ in _ATTACHES_TO_NOUN and not summed and query.accepts(head):
            subject = _find_subject(query, head.head) if head.head.lemma_ == "be" else None
            return subject or head  # "the reserve is home to 180 leopards"
        if last.lower_ == "aged" and query.accepts(head):
            return head
        subject = next((child for child in head.children if child.dep_ in SUBJECTS), None)
        if query.accepts(subject):
            return subject  # "with its shares down 12%"
        last = head
    return None


def _find_before_range_verb(query: _Query, verb: Token) -> Token | None:
    """ "claims, ranging from $2 to $4": the noun right before the participle."""
    if verb.tag_ != "VBG" or verb.lemma_.lower() not in WORDS["range_verbs"]:
        return None
    before = query.sentence.previous(verb)
    if before is not None and before.text == ",":
        before = query.sentence.previous(before)
    return before if query.accepts(before) else None


def _find_argument(query: _Query, verb: Token, child: Token) -> Token | None:
    """What ``verb``, above the quantity by ``child``, is about: what it changes, or who does it."""
    thing = next((noun for noun in verb.children if noun.dep_ in OBJECTS and noun.i != child.i), None)
    counts, lemma = query.quantity.dimension == "count", verb.lemma_.lower()
    if child.dep_ in SUBJECTS:
        if counts or query.quantity.dimension == "percent":
            return None  # "500 people left the hall" measures no hall
        thing = thing or next((noun for noun in verb.children if noun.dep_ == "attr"), None)
        return thing if thing is not None and query.accepts(thing) and not _is_summary(thing) else None
    moved = child.dep_ in _ADVERBIAL and lemma in WORDS["moving_verbs"]
    measured = child.dep_ == "prep" and child.lower_ in WORDS["after_measured_object"]
    if (moved or measured) and query.accepts(thing):
        return thing
    if child.dep_ in OBJECTS:
        changed = _find_changed(query, verb, child)
        if changed is not None:
            return changed
        if counts and lemma in WORDS["reporting_verbs"]:
            return None
    return query.first([_find_subject(query, verb), thing])


def _find_changed(query: _Query, verb: Token, child: Token) -> Token | None:
    """ "wiped $5m off its value", "added $5 to the price", "paid $5 for a vase": what changes, or is bought."""
    lemma = verb.lemma_.lower()
    prepositions = {"off"}
    if lemma in WORDS["taking_verbs"]:
        prepositions.add("from")
    if query.quantity.dimension == "money":
        prepositions.update(("for", "on"))
    if lemma == "add":
        prepositions.add("to")
    return query.first(object_of(word) for word in (*verb.rights, *child.rights) if word.lower_ in prepositions)


def _is_summary(noun: Token) -> bool:
    """ "a total of 3 percent": how the quantity was reached, not what it measures."""
    return noun.lemma_.lower() in WORDS["summary_nouns"]


def _find_subject(query: _Query, verb: Token) -> Token | None:
    """Who or what does ``verb``: its own subject, what a relative clause modifies, or a higher verb's subject.

    A personal pronoun is passed over for the subject of a higher clause: "the firm said it has 40 shops".
    """
    sentence = query.sentence
    for head in (verb, *sentence.heads_of(verb)):
        if head.pos_ in NOUNS and verb.dep_ in ("relcl", "acl"):
            return None if head.dep_ == "conj" else head  # of a list, it is open which members are meant
        for child in head.children:
            if child.dep_ not in SUBJECTS:
                continue
            if child.tag_ in _RELATIVE_PRONOUNS:
                return _find_antecedent(query, child, head)
            subject = child if query.accepts(child) else _find_noun_of_measure(query, child)
            if subject is not None and sentence.start_of(subject) < query.quantity.end:
                return subject
        verb = head
    return None


def _find_noun_of_measure(query: _Query, subject: Token) -> Token | None:
    """The noun of a subject that is itself a quantity: "half of all drivers earn", "a hall 30 metres long is"."""
    if subject.i not in query.covered and query.is_outside(subject):
        return None
    of = next((child for child in subject.rights if child.lower_ == "of"), None)
    return query.first((*(of.rights if of is not None else ()), *subject.lefts))


def _find_antecedent(query: _Query, pronoun: Token, verb: Token) -> Token | None:
    """The noun that a relative pronoun stands for: the one its clause hangs from, else the word before it."""
    return query.first([verb.head if verb.dep_ == "relcl" else None, query.sentence.previous(pronoun)])


def _object_after(query: _Query) -> Token | None:
    """ "he shot 47% from the field": the noun of the phrase right after the quantity."""
    preposition = query.sentence.token_after(query.quantity.end)
    if preposition is None or preposition.dep_ != "prep" or preposition.lower_ not in WORDS["after_rate"]:
        return None
    if query.quantity.dimension in ("count", "duration"):
        return None
    return query.first(child for child in preposition.children if child.dep_ == "pobj")


def _look_through_change(query: _Query, head: Token) -> Token:
    """ "a rise in exports" measures exports."""
    if head.lemma_.lower() not in DIRECTIONS["nouns"]:
        return head
    last = query.sentence.token_at(query.quantity.end - 1)
    within = any(above.i == head.i for above in query.sentence.heads_of(last))
    after = [child for child in last.rights if within and child.i == last.i + 1]
    prepositions = (word for word in (*head.rights, *after) if word.dep_ == "prep" and word.lower_ in ("of", "in"))
    changed = query.first(object_of(preposition) for preposition in prepositions)
    return head if changed is None else changed


def _build_phrase(query: _Query, head: Token) -> str | None:
    """The noun phrase around ``head``: its modifiers before it, without article, and short phrases after it."""
    sentence, doc = query.sentence, query.sentence.tokens.doc
    lefts = [
        child.left_edge.i
        for child in head.lefts
        if child.dep_ in _PREMODIFIERS
        and query.is_outside(child)
        and not (child.dep_ == "poss" and child.ent_type_ in _TIMES)
    ]  # "price" of "last year's price"
    first = min([head.i, *lefts])
    start = max([first, sentence.tokens.start, *(i + 1 for i in range(first, head.i) if i in query.covered)])
    while start < head.i and doc[start].pos_ in _BEFORE_PHRASE:
        start += 1
    last = head
    for child in head.rights:
        if child.dep_ == "nummod" and child.i == last.i + 1 and query.is_outside(child):
            last = child  # "the Nasdaq 100"
            continue
        far = child.right_edge.i - start > MAX_PHRASE_WORDS
        if far or child.dep_ != "prep" or child.lower_ not in WORDS["noun_prepositions"]:
            break
        if any(word.dep_ in _CLAUSES or word.ent_type_ in _TIMES or word.i in query.covered for word in child.subtree):
            break
        last = child.right_edge
    if last.pos_ == "ADP":
        last = last.nbor(-1)
    phrase = sentence.text[sentence.start_of(doc[start]) : sentence.end_of(last)]
    unit = query.quantity.unit
    if unit is not None and unit.dimension == "count" and phrase.lower() in str(unit.name).lower():
        return None  # it would only repeat what is counted
    return " ".join(phrase.split()) or None
