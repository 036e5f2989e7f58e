"""Roles: the title, the body and the larger body that the text gives a person, with the words that say so.

Shapes: "Name, role of Body at Larger Body," · "the role of Body, Name," · "Body role Name" · "Body's role, Name" ·
"Name, who is role of Body" · "Name, who heads Body" · "Name of Body". What the text does not say stays missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.speakers.lexicon import is_role, lexicon, singular
from onrecord.values import Sentence, Span

_WORD = re.compile(r"[^\s,;:()\"“”—–]+")
_JOINING = frozenset({"of", "for", "and", "the", "on", "in", "&", "de", "du", "des", "la", "to", "del", "der", "von"})
_HOLDING = frozenset({"of", "at", "for", "with", "in", "from"})
_APPOSITION = re.compile(r"\s*(?:,|\(|–|—)\s*(?:\d{1,3}\s*,\s*|aged \d{1,3}\s*,\s*)?")
_RELATIVE = re.compile(
    r"who (?:is|was|serves as|served as|works as|worked as|has been) (?:also |now |currently |then )?", re.IGNORECASE
)
_HEADING = re.compile(r"who ([a-z-]+) (?=the |[A-Z])")
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her", "one", "another"})


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is said to be; ``span`` covers the words that say it."""

    title: str | None
    is_former: bool
    span: Span
    organisation: Span | None
    parent: Span | None


def role_after(text: str, sentence: Sentence, name_end: int) -> Role | None:
    """The role in the words after a name: an apposition, a parenthesis or a relative clause."""
    opening = _APPOSITION.match(text, name_end, sentence.end)
    if not opening:
        return _of_body(text, name_end, sentence.end)
    start = opening.end()
    relative = _RELATIVE.match(text, start, sentence.end)
    if relative:
        found = _phrase(text, relative.end(), sentence.end)
        past = relative.group().lower().startswith(("who was", "who served", "who worked"))
        return found and Role(found.title, found.is_former or past, found.span, found.organisation, found.parent)
    heading = _HEADING.match(text, start, sentence.end)
    if heading:
        verb = heading.group(1)
        if any(
            verb in (base, f"{base}s", f"{base}ed", f"{base}d", "led", "ran") and base in lexicon().heading
            for base in (verb, verb.rstrip("s"), verb.removesuffix("ed"), verb.removesuffix("d"), "lead")
        ):
            body = _body(text, heading.end(), sentence.end)
            if body:
                return Role(None, verb in ("led", "ran") or verb.endswith("ed"), Span(start, body.end), body, None)
        return None
    found = _phrase(text, start, sentence.end)
    if found:
        return found
    # "Name, Body role," and a bare body in parentheses: "(University of Somewhere)".
    if opening.group().strip() == "(":
        body = _body(text, start, sentence.end)
        if body and text[body.end : body.end + 1] == ")":
            return Role(None, False, body, body, None)
    return None


def _of_body(text: str, start: int, end: int) -> Role | None:
    """ "Name of Body", "Name from Body" without a comma."""
    match = re.compile(r" (?:of|from|at|with) (?=the [A-Z]|[A-Z])").match(text, start, end)
    if not match:
        return None
    body = _body(text, match.end(), end)
    if body is None:
        return None
    words = body.of(text).lower().split()
    known = lexicon()
    if not any(word in known.organisations or word in known.suffixes for word in words) and not (
        body.of(text).isupper() and len(body.of(text)) > 2
    ):
        return None
    return Role(None, False, body, body, None)


def role_before(text: str, sentence: Sentence, name_start: int) -> Role | None:
    """The role in the words before a name: "Prime Minister Name", "the ministry's spokeswoman, Name,"."""
    start = sentence.start
    words = [(match.start(), match.group()) for match in _WORD.finditer(text, max(start, name_start - 160), name_start)]
    if not words:
        return None
    gap = text[words[-1][0] + len(words[-1][1]) : name_start]
    while words and words[-1][1].rstrip(".").lower() in lexicon().honorifics and gap.strip() == "":
        words.pop()
        if not words:
            return None
        gap = text[words[-1][0] + len(words[-1][1]) : name_start]
        gap = gap.split()[0] if "," in gap else ""
    if gap.strip() not in ("", ","):
        return None
    if gap.strip() == ",":
        return _role_before_comma(text, sentence, name_start)
    if not is_role(words[-1][1]):
        return None
    first = len(words) - 1
    while (
        first > 0
        and text[words[first - 1][0] + len(words[first - 1][1]) : words[first][0]].strip() == ""
        and _in_title(words[first - 1][1], words[first][1])
    ):
        first -= 1
    return _titled(text, words[first:])


def _in_title(word: str, after: str) -> bool:
    """Whether ``word`` can stand within a title before a name."""
    lower = word.lower()
    if lower in lexicon().former or is_role(word) or word[:1].isupper():
        return lower not in _ARTICLES and not word.endswith((".", "!", "?")) or word.count(".") > 1
    return (
        word.isalpha()
        and lower
        in (
            "prime",
            "vice",
            "deputy",
            "foreign",
            "chief",
            "senior",
            "executive",
            "managing",
            "general",
            "state",
            "trade",
            "finance",
            "defence",
            "defense",
            "health",
            "campaign",
            "and",
        )
        or word.endswith(("'s", "’s"))
        and after[:1].islower()
    )


def _titled(text: str, words: list[tuple[int, str]]) -> Role | None:
    """Split "French Foreign Minister" or "Acme Bank chief economist" into body and title."""
    while words and words[0][1].lower() in ("and", "but"):
        words = words[1:]
    former = False
    if words and words[0][1].lower() in lexicon().former:
        former, words = True, words[1:]
    span = Span(words[0][0], words[-1][0] + len(words[-1][1])) if words else None
    if span is None:
        return None
    organisation = None
    owned = next((number for number, (_, word) in enumerate(words) if word.endswith(("'s", "’s"))), None)
    if owned is not None:
        organisation = Span(words[0][0], words[owned][0] + len(words[owned][1]) - 2)
        words = words[owned + 1 :]
        if not words:
            return None
    elif any(word[:1].islower() for _, word in words):
        lower = next(number for number, (_, word) in enumerate(words) if word[:1].islower())
        if lower and lower < len(words):
            organisation = Span(words[0][0], words[lower - 1][0] + len(words[lower - 1][1]))
            words = words[lower:]
    if words[0][1].lower() in lexicon().former:
        former, words = True, words[1:]
        if not words:
            return None
    title = text[words[0][0] : words[-1][0] + len(words[-1][1])]
    if organisation is not None and not _is_body(organisation.of(text)):
        title, organisation = text[organisation.start : words[-1][0] + len(words[-1][1])], None
    return Role(title, former, span, organisation, None)


def _is_body(words: str) -> bool:
    """Whether capitalised words before a title are a body rather than a nationality ("French", "U.S.")."""
    return not words.endswith(
        ("ese", "ish", "ian", "ean", "ench", "utch", "eek", "wiss", "ani", "aqi")
    ) and words not in ("U.S.", "US", "U.K.", "UK", "EU", "American")


def _role_before_comma(text: str, sentence: Sentence, name_start: int) -> Role | None:
    """ "The director of Body, Name," and "Body's director, Name,": the phrase before the comma."""
    comma = text.rfind(",", sentence.start, name_start)
    start = max(text.rfind(mark, sentence.start, comma) for mark in (",", ";", ":", '"', "”", "“", "—", "(")) + 1
    start = max(start, sentence.start)
    phrase = text[start:comma]
    opening = re.search(r"\b(?:the|a|an|its|[A-Z][\w.&-]*['’]s) ", phrase, re.IGNORECASE)
    if not opening or len(phrase) > 150:
        return None
    begin = start + opening.start()
    owner = re.compile(r"((?:[A-Z][\w.&-]*\s)*[A-Z][\w.&-]*)['’]s ").match(text, begin, comma)
    if owner:
        found = _phrase(text, owner.end(), comma)
        if found and found.title and found.span.end == comma:
            return Role(found.title, found.is_former, Span(begin, found.span.end), Span(*owner.span(1)), None)
        return None
    found = _phrase(text, begin, comma)
    return found if found and found.span.end == comma else None


def _phrase(text: str, start: int, end: int) -> Role | None:
    """A noun phrase "[the] [former] title [of|at|for Body [at Larger Body]]" that starts at ``start``."""
    words = [(match.start(), match.group()) for match in _WORD.finditer(text, start, end)][:40]
    words = _until_punctuation(text, start, words)
    if not words:
        return None
    number = 0
    former = False
    while number < len(words) and (
        words[number][1].lower() in _ARTICLES or words[number][1].lower().rstrip("-") in lexicon().former
    ):
        former = former or words[number][1].lower() in lexicon().former
        number += 1
    if number >= len(words):
        return None
    if words[number][1].lower().startswith("ex-"):
        former = True
    begin = number
    last_role = None
    owner = None
    while number < len(words) and number < begin + 9:
        word = words[number][1]
        if word.endswith(("'s", "’s")) and last_role is None:
            owner = number
        elif word.lower() in _HOLDING:
            break
        elif last_role is not None and word.lower() in (
            "who",
            "which",
            "that",
            "where",
            "was",
            "is",
            "said",
            "has",
            "had",
        ):
            break
        if is_role(word.rstrip(".")):
            last_role = number
        number += 1
    if last_role is None:
        return None
    title_first = owner + 1 if owner is not None and owner < last_role else begin
    # "director-general", "general secretary": a title may go on after its first role word, a clause may not.
    title_end = last_role
    organisation = (
        Span(words[begin][0], words[owner][0] + len(words[owner][1]) - 2)
        if owner is not None and owner < last_role
        else None
    )
    if words[title_first][1].lower() in lexicon().former:
        former, title_first = True, title_first + 1
        if title_first > title_end:
            return None
    parent = None
    stop = words[title_end][0] + len(words[title_end][1])
    if number == title_end + 1 and number < len(words) and words[number][1].lower() in _HOLDING:
        holder = words[number]
        body = _body(text, holder[0] + len(holder[1]) + 1, end)
        if body is None:
            # "professor of economics at Body", "minister for digital affairs": the field belongs to the title.
            further = number + 1
            while (
                further < len(words)
                and further < number + 6
                and words[further][1].lower() not in ("at", "with", "from")
                and words[further][1][:1].islower()
            ):
                further += 1
            field_end = words[further - 1][0] + len(words[further - 1][1])
            if further > number + 1 and not words[further - 1][1].lower() in _HOLDING:
                stop, title_end = field_end, further - 1
            if further < len(words) and words[further][1].lower() in ("at", "with", "from"):
                body = _body(text, words[further][0] + len(words[further][1]) + 1, end)
        elif (
            holder[1].lower() == "of" and not _is_named_body(body.of(text)) and " at " in text[body.end : body.end + 4]
        ):
            pass
        if body is not None and organisation is None:
            organisation, stop = body, body.end
            holding = re.compile(r",? (?:at|of) (?:the )?(?=[A-Z])").match(text, body.end, end)
            if holding and text[body.end] != ",":
                larger = _body(text, holding.end(), end)
                if larger:
                    parent, stop = larger, larger.end
    title = text[words[title_first][0] : words[title_end][0] + len(words[title_end][1])].rstrip(".")
    lead = re.sub(r"^(?:ex|former)-", "", title, flags=re.IGNORECASE)
    return Role(
        lead, former, Span(words[begin][0] if not former else _with_former(words, begin), stop), organisation, parent
    )


def _with_former(words: list[tuple[int, str]], begin: int) -> int:
    return words[begin - 1][0] if begin and words[begin - 1][1].lower() in lexicon().former else words[begin][0]


def _is_named_body(name: str) -> bool:
    known = lexicon()
    return any(singular(word.lower()) in known.organisations for word in name.split())


def _until_punctuation(text: str, start: int, words: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The words up to the first punctuation mark that ends a phrase."""
    kept = []
    reached = start
    for place, word in words:
        if text[reached:place].strip():
            break
        kept.append((place, word))
        reached = place + len(word)
        if word.endswith((".", "!", "?")) and word.count(".") == 1 and len(word) > 4:
            break
    return kept


def _body(text: str, start: int, end: int) -> Span | None:
    """The name of a body at ``start``: capitalised words and what joins them, without "the" before and "at" within."""
    first: int | None = None
    last = start
    reached = start
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        gap = text[reached : match.start()]
        if gap.strip() and not (gap.strip() == "," and False):
            break
        if first is None and word.lower() in ("the", "its", "a"):
            reached = match.end()
            continue
        bare = word.rstrip(".!?'’")
        if word[:1].isupper() or word[:1].isdigit() and first is not None:
            first = match.start() if first is None else first
            owned = word.endswith(("'s", "’s"))
            last = (
                match.end() - 2 if owned else match.start() + len(bare if word.count(".") <= 1 else word.rstrip("!?"))
            )
            reached = match.end()
            if word.endswith((".", "!", "?")) and word.count(".") <= 1 and len(word) > 3:
                break
            continue
        if first is None or word.lower() not in _JOINING:
            break
        reached = match.end()
    return Span(first, last) if first is not None and last > first else None
