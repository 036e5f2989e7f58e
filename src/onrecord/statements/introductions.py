"""Introductions: whom a line with a colon at its end presents, before a quotation.

"In the words of Marta Wisnicka:", "From Albert Finch, of Hull:", "Her lawyer's answer:", "Albert Finch, of Hull:",
"Ranger Ana Lopez points at the ridge:".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.statements.clauses import find_source_bounds
from onrecord.statements.speaking import is_body, is_person, load_quotation_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from onrecord.types import Sentence, Span

_MAX_TOKENS = 30
"""A longer line with a colon at its end is a sentence about something else."""
_MAX_LABEL_TOKENS = 12
_SUBJECTS = ("nsubj", "nsubjpass")


def find_introduced_source(sentence: Sentence, end: int) -> Span | None:
    """Whom the words of a sentence before ``end``, where its colon stands, introduce; missing where it is nobody."""
    tokens = [token for token in sentence.tokens if sentence.offset + token.idx < end and not token.is_space]
    if not tokens or len(tokens) > _MAX_TOKENS:
        return None
    noun = next((noun for noun in _candidates(tokens) if is_person(noun) or is_body(noun)), None)
    return sentence.span_of(*find_source_bounds(noun)) if noun is not None else None


def _candidates(tokens: list[Token]) -> Iterator[Token]:
    """The nouns that may be whom a line introduces, the likeliest first."""
    for token in tokens:
        if token.lower_ in load_quotation_words("replies"):
            yield from _owners(token)
    if tokens[0].lower_ == "from":
        yield from (child for child in tokens[0].children if child.dep_ == "pobj")
    verb = next(
        (token for token in tokens if token.pos_ in ("VERB", "AUX") and token.tag_ in ("VBD", "VBZ", "VBP")), None
    )
    if verb is not None:
        yield from (child for child in verb.children if child.dep_ in _SUBJECTS and child.i < verb.i)
        # The parser may take a subject after commas for an apposition: "the landlord, Piers Holroyd, wrote:".
        before = [token for token in tokens if token.i < verb.i and token.pos_ != "PUNCT"]
        yield from before[-1:]
    elif len(tokens) <= _MAX_LABEL_TOKENS and tokens[0].lower_ not in load_quotation_words("headings"):
        yield _head(tokens)


def _owners(reply: Token) -> Iterator[Token]:
    """Whose a reply is: "Rahmani's answer", "the reply of Iliescu", "an answer from her"."""
    yield from (child for child in reply.lefts if child.dep_ == "poss")
    for child in reply.rights:
        if child.dep_ == "prep" and child.lower_ in ("of", "from", "by"):
            yield from (noun for noun in child.children if noun.dep_ == "pobj")


def _head(tokens: list[Token]) -> Token:
    """The head of a line that is a name or a noun phrase: the token that hangs on none of those before a comma."""
    first = next((place for place, token in enumerate(tokens) if token.text in (",", ":", "(")), len(tokens))
    label = tokens[:first] or tokens
    inside = {token.i for token in label}
    return next((token for token in label if token.head.i not in inside or token.head.i == token.i), label[-1])
