"""Proper names: every stretch of capitalised words that names somebody or something, from its first word to its last.

Names are read from the words of the text, not from tokens, so that "Bello-Osagwe", "al-Rumaihi", "Harcourt & Lyle" and
"Tshepo 'Shakes' Malinga" are whole. What stands between two capitalised words decides whether they are one name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.lang.en.stop_words import STOP_WORDS

from onrecord.speakers.entities import GENERATION
from onrecord.speakers.joined_names import join_names
from onrecord.speakers.lexicon import (
    is_body_word,
    is_role,
    load_countries,
    load_given_names,
    load_lexicon,
    to_singular,
)
from onrecord.speakers.proper_names import Part, ProperName, ProperNames
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from onrecord.nlp.document import Document
    from onrecord.types import Sentence

_LETTERS = map(chr, (*range(0x41, 0x590), *range(0x1E00, 0x1F00)))
_UPPER = "".join(letter for letter in _LETTERS if letter.isupper() and letter.isalpha())
_CAPITAL = re.compile(
    rf"(?<![\w'’.@/#-])(?:(?:[Aa]l|[Ee]l|[Aa][dnrstz]|[Aa]sh|[Uu]l|[dloi]|e)[-‑'’]?(?=[{_UPPER}]))?"
    rf"[{_UPPER}](?:[\w&]|[-‑](?=\w)|['’.](?=[^\W\d_]))*"
)
_LONGER_WORD = re.compile(r"(?<![\w'’-])[^\W\d_][\w'’-]+")
_LOWER_END = re.compile(
    r"[-‑](?:\w+ed|based|born|led|style|made|run|era|wide|like|elect|only|class|wing|long|free|friendly|speaking|"
    r"language|held|built|grown|bred|owned|leaning|winning|using|making|area|level|type|themed)$"
)
_INNER = re.compile(rf"(?<=[a-z,] )[{_UPPER}][\w-]+")
_LOWER = re.compile(r"(?<![\w'’-])[a-z][\w-]+")
_NICKNAME = re.compile(
    r"\s(?:\"([^\"\n]{1,24})\"|“([^”\n]{1,24})”|'([^'\n]{1,24})'|‘([^’\n]{1,24})’|\(([^()\n]{2,16})\))\s(?=\S)"
)
_SPAN_OF_WORDS = re.compile(r"\s+(?:[a-z]+\s+)?(?:the\s+)?")
_INITIAL = re.compile(r"[^\W\d_](?:\.[^\W\d_])*$")
_LOWER_FORM = re.compile(r",? (plc|ltd|llp|gmbh|inc)\b")
_OFFICES = frozenset({"office", "department", "court", "council", "association", "union", "guild", "league"})
_OFFICE_OF = re.compile(r"([A-Z][\w-]+) (?:of|for|of the) (?:[A-Z][\w-]+(?:, [A-Z][\w-]+)?,? (?:and|&) )?$")
_NUMBER_AFTER = re.compile(r"(?<=\d)[.,]\d")
"""The rest of a sum of money: "KRW223,000"."""
_OPENING = frozenset("\"“‘«(':[")
_CLOSED = frozenset({"DET", "PRON", "ADP", "SCONJ", "CCONJ", "AUX", "PART", "INTJ", "PUNCT"})
_TIMES = frozenset({"DATE", "TIME", "ORDINAL", "CARDINAL", "QUANTITY"})
_MIN_TITLE_CASE = 0.7
"""The share of longer words with a capital from which a headline is in title case."""
_MIN_ALL_TITLE_CASE = 0.9
"""The same of a sentence that is no headline, or that ends as a sentence does."""


def is_title_case(text: str, sentence: Sentence) -> bool:
    """Whether a headline writes every longer word with a capital: then a capital tells nothing of names."""
    words = _LONGER_WORD.findall(text, sentence.start, sentence.end)
    words = [word for word in words if word.lower() not in STOP_WORDS]
    if len(words) < 5:
        return False
    ends = text[sentence.end - 1] in '.!?”"'
    least = _MIN_TITLE_CASE if sentence.is_headline and not ends else _MIN_ALL_TITLE_CASE
    capitals = [word for word in words if word[0].isupper()]
    return bool(len(capitals) > least * len(words))


def read_proper_names(document: Document) -> ProperNames:
    """Every proper name of an article outside headlines in title case."""
    found: list[ProperName] = []
    sure = _find_sure_words(document.text)
    for sentence in document.sentences:
        if is_title_case(document.text, sentence):
            continue
        runs = _read_runs(document, sentence, sure)
        names = [name for run in runs for name in _cut_run(document.text, sentence, run)]
        found += join_names(document.text, names)
    return ProperNames(found)


def _find_sure_words(text: str) -> set[str]:
    """Words that the article writes with a capital where no sentence begins, and nowhere without."""
    return set(_INNER.findall(text)) - {word.capitalize() for word in _LOWER.findall(text)}


# --- words ------------------------------------------------------------------------------------------------------


def _read_parts(document: Document, sentence: Sentence, sure: set[str]) -> Iterator[Part]:
    """The capitalised words of a sentence that can be part of a name."""
    text, reached = document.text, sentence.start
    for match in _CAPITAL.finditer(text, sentence.start, sentence.end):
        word, start = match.group(), match.start()
        token = document.token_at(start)
        owner = word.endswith(("'s", "’s")) and not (token is not None and _is_own_mark(token))
        word = word[:-2] if owner else word
        owner = owner or (word.endswith(("s", "z")) and text[match.end() : match.end() + 2] in ("' ", "’ "))
        end = start + len(word)
        if text[end : end + 1] == "." and _keeps_stop(word, text, end):
            word, end = f"{word}.", end + 1
        before = text[start - 1 : start].strip() or text[start - 2 : start - 1]
        opens = start == sentence.start or before in _OPENING or not text[sentence.start : start].strip(" \"“‘'«(")
        if _NUMBER_AFTER.match(text, end):
            continue
        if _is_name_word(word, token, opens=opens, text=text, end=end) or (opens and word in sure):
            yield Part(word, start, end, text[reached:start], token, owner)
            reached = end


def _is_own_mark(token: Token) -> bool:
    """Whether "'s" is part of a name and marks no owner: "Moody's said"."""
    doc, mark = token.doc, token.i + 1
    inside = mark < len(doc) and doc[mark].ent_iob_ == "I" and token.ent_type_ == "ORG"
    return inside and doc[mark].dep_ != "case" and token.dep_ != "poss"


def _keeps_stop(word: str, text: str, end: int) -> bool:
    """Whether the full stop after a word belongs to it: "J.", "Jr.", "Inc.", "St."."""
    known = load_lexicon()
    lower = word.lower()
    if len(word) == 1 or (_INITIAL.match(word) and "." in word):
        return True
    short = lower in known.suffixes or lower in GENERATION or lower in known.abbreviations or lower in known.honorifics
    return short and lower not in ("miss", "king", "lady", "lord", "sir") and text[end + 1 : end + 2] != "\n"


def _is_name_word(word: str, token: Token | None, *, opens: bool, text: str, end: int) -> bool:
    known, lower = load_lexicon(), word.lower()
    if lower in known.weekdays or word in ("I", "A") or word.startswith(("I'", "I’")) or _LOWER_END.search(word):
        return word == "A." or (word in ("I", "A") and text[end : end + 1] == ".")
    if token is None:
        return not opens
    if (token.ent_type_ in _TIMES and token.pos_ != "PROPN") or (token.ent_type_ == "DATE" and lower in known.months):
        return False
    upper = word.isupper() and len(word) > 1
    if opens and lower in STOP_WORDS and not upper and lower not in load_given_names():
        return False
    if token.pos_ == "PROPN":
        return lower not in ("the", "an")
    if token.pos_ in _CLOSED and not upper and not token.ent_type_:
        return lower in load_given_names() and text[end : end + 2].strip()[:1].isupper() and token.pos_ == "AUX"
    if lower in ("the", "a", "an"):
        return False
    if opens:
        named = token.ent_type_ != "" and token.ent_type_ not in _TIMES and token.ent_type_ != "NORP"
        follows = text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
        return named or upper or (lower in load_given_names() and follows) or _opens_body(lower, text, end)
    return True


def _opens_body(lower: str, text: str, end: int) -> bool:
    """ "Centre for Policy" at the beginning of a sentence."""
    match = _SPAN_OF_WORDS.match(text, end)
    return lower in load_lexicon().organisations and match is not None and text[match.end() : match.end() + 1].isupper()


# --- runs -------------------------------------------------------------------------------------------------------


def _read_runs(document: Document, sentence: Sentence, sure: set[str]) -> Iterator[list[Part]]:
    """Stretches of words that are one name, titles before it included."""
    run: list[Part] = []
    text = document.text
    for part in _read_parts(document, sentence, sure):
        if run and not _joins(text, run, part):
            yield run
            run = []
        run.append(_with_particle(document, sentence, part) if not run else part)
    if run:
        yield run


def _joins(text: str, run: Sequence[Part], part: Part) -> bool:
    left = run[-1]
    gap = part.gap
    bare = gap.strip()
    if left.is_owner:
        return _owns_within(left, part, gap)
    if not bare:
        return "\n\n" not in gap and not _is_apart(left, part)
    if bare in ("&", "+"):
        return True
    if bare == ",":
        return part.lower in load_lexicon().suffixes or (part.lower in GENERATION and len(run) > 1)
    if gap[:1].isspace() and all(word in load_lexicon().particles for word in bare.split()):
        return len(bare.split()) <= 3
    return _is_nickname(text, run, part)


def _is_apart(left: Part, part: Part) -> bool:
    """Whether two neighbours are two names: "Tuesday Jane", a nationality before a person."""
    one, two = left.token, part.token
    if one is None or two is None or two.ent_iob_ == "I":
        return False
    return left.text in load_countries() and left.label in ("NORP", "GPE") and part.label == "PERSON"


def _is_apart_before(run: Sequence[Part]) -> bool:
    """Whether the first word before a name is none of it: a nationality, a party, "Defenseman Jonas Brodin"."""
    first, second = run[:2]
    starts = second.token is not None and second.token.ent_iob_ == "B" and second.label == "PERSON"
    people = first.text in load_countries() or first.label == "NORP"
    return (people and starts) or (len(run) > 2 and (people or starts) and _is_personal(run[1:]))


def _owns_within(left: Part, part: Part, gap: str) -> bool:
    """Whether a possessive belongs to a name: "Women's Institute", "King's College", not "Acme's Jane Doe"."""
    if gap.strip() not in ("", "'s", "’s", "'", "’") or part.token is None or left.token is None:
        return False
    doc = part.token.doc
    inside = part.token.ent_iob_ == "I" and all(
        doc[index].ent_iob_ == "I" for index in range(left.token.i + 1, part.token.i)
    )
    if is_role(left.text) and part.lower in _OFFICES:
        return True  # "Governor's Office"
    plural = gap.strip() in ("'", "’") and to_singular(part.lower) in load_lexicon().organisations
    return plural or (inside and part.label in ("ORG", "FAC", "EVENT") and left.lower in load_lexicon().owners)


def _is_nickname(text: str, run: Sequence[Part], part: Part) -> bool:
    """Whether ``part`` is in a nickname after ``run``, or the name goes on with it after one."""
    for first in (run[-1], *run[-4:-1]):
        match = _NICKNAME.match(text, first.end)
        if match is None or not match.start() < part.start <= match.end() or not text[match.end()].isupper():
            continue
        nick = next(group for group in match.groups() if group)
        bracketed = match.group(5) is not None
        if nick.isupper() or nick in load_countries() or nick[-1] in ".,!?" or not nick[:1].isupper():
            return False
        given = first.lower in load_given_names()
        return given if bracketed else given or first.label == "PERSON" or part.label == "PERSON"
    return False


def _with_particle(document: Document, sentence: Sentence, part: Part) -> Part:
    """A name's first word with the particles before it: "von der Leyen", "bin Rashid"."""
    text = document.text
    start = part.start
    while True:
        words = text[max(sentence.start, start - 12) : start].split(" ")
        if len(words) < 2 or words[-1] or words[-2] not in load_lexicon().particles:
            break
        before = start - len(words[-2]) - 1
        token = document.token_at(before)
        if token is None or (
            words[-2] in load_lexicon().english_particles and token.pos_ != "PROPN" and token.ent_type_ != "PERSON"
        ):
            break
        start = before
    return (
        part
        if start == part.start
        else Part(text[start : part.end], start, part.end, part.gap, part.token, part.is_owner)
    )


# --- cutting ----------------------------------------------------------------------------------------------------


def _cut_run(text: str, sentence: Sentence, run: list[Part]) -> list[ProperName]:
    """The names in a run: what stands before a title, and what stands after the last one."""
    while len(run) > 1 and run[-1].lower in load_lexicon().degrees and run[-1].text[:2] != run[-1].text[:2].lower():
        run = run[:-1]
    run = run[_after_portfolio(text, sentence, run) :]
    cut = _after_titles(run)
    out: list[ProperName] = []
    if cut:
        before = run[: _title_start(run, cut)]
        if before:
            out.append(_to_name(text, sentence, before))
    rest = run[cut:]
    if len(rest) > 1 and _is_apart_before(rest) and not _is_personal(rest):
        rest = rest[1:]
    split = _find_split(rest)
    if split:
        out.append(_to_name(text, sentence, rest[:split]))
        rest = rest[split:]
    if rest:
        out.append(_to_name(text, sentence, rest, title=run[cut - 1].lower if cut else None))
    return out


def _after_portfolio(text: str, sentence: Sentence, run: Sequence[Part]) -> int:
    """How many words of a run are an office's field: "State" of "Secretary of State Marta Ruiz"."""
    match = _OFFICE_OF.search(text, max(sentence.start, run[0].start - 40), run[0].start)
    if len(run) < 3 or match is None or not is_role(match.group(1)):
        return 0
    for number in range(1, len(run) - 1):
        if run[number].lower in load_given_names() and (run[number].label == "PERSON" or run[0].label != "PERSON"):
            return number
        if run[number - 1].lower in load_lexicon().fields and len(run) == number + 2 and run[-1].label == "PERSON":
            return number
    return 0


def _find_split(run: Sequence[Part]) -> int:
    """Where a body's name ends and a person's begins: "a spokesman for the Fire Service Jane Doe"."""
    for number in range(2, len(run) - 1):
        if is_body_word(run[number - 1].lower) and run[number].lower in load_given_names():
            stem = any(is_body_word(part.lower) for part in run[number:])
            return 0 if stem or run[number].label not in ("PERSON", "ORG", "") else number
    return 0


def _is_personal(parts: Sequence[Part]) -> bool:
    return parts[0].lower in load_given_names() and not is_body_word(parts[-1].lower)


def _to_name(text: str, sentence: Sentence, parts: Sequence[Part], title: str | None = None) -> ProperName:
    span = Span(parts[0].start, parts[-1].end)
    form = _LOWER_FORM.match(text, span.end, sentence.end)
    if form is not None and not parts[-1].is_owner:
        parts = [*parts, Part(form.group(1), form.start(1), form.end(1), " ", None)]
        span = Span(span.start, form.end(1))
    definite = text[max(span.start - 4, 0) : span.start].lower() == "the "
    stem = parts[-1].lower if is_body_word(parts[-1].lower) else ""
    return ProperName(span.of(text), span, tuple(parts), sentence, title, stem=stem, is_definite=definite)


def _after_titles(run: Sequence[Part]) -> int:
    """How many words of a run are before the name proper: "Labour MP" of "Labour MP Hetty Salcombe"."""
    known = load_lexicon()
    last = 0
    for number, part in enumerate(run[:-1]):
        if number + 2 < len(run) and _is_position(part, run[number + 1], opens=not number):
            last = number + 1
            continue
        if not is_title(part, run[number + 1]):
            continue
        given = part.lower in known.given_names and part.label == "PERSON" and part.lower not in known.honorifics
        if given and (number == 0 or number == last):
            continue
        last = number + 1
    if not last:
        return 0
    rest = run[last:]
    if rest[-1].lower in known.events and rest[0].lower not in load_given_names():
        return 0
    whole = all(part.label in ("ORG", "FAC", "EVENT", "GPE") for part in run[last - 1 :]) and all(
        part.token is not None and part.token.ent_iob_ == "I" for part in rest
    )
    if is_body_word(rest[-1].lower) and rest[0].lower not in load_given_names():
        return 0 if last == 1 or not is_body_word(run[last - 2].lower) else last
    if whole and run[last - 1].lower not in known.honorifics and rest[0].lower not in load_given_names():
        return 0 if run[last - 1].lower in known.role_like else last
    return last


def _is_position(part: Part, following: Part, *, opens: bool) -> bool:
    """ "DL" of "Browns DL Mark Okoro", "DSP" of "DSP Olu Bankole": capitals before a first name, no initials."""
    short = part.text.isupper() and part.text.isalpha() and 2 + opens <= len(part.text) <= 3
    return short and following.lower in load_given_names() and not following.text.isupper()


def _title_start(run: Sequence[Part], cut: int) -> int:
    """Where the title begins that ends before ``cut``: 2 in "European Commission President Ursula …"."""
    known = load_lexicon()
    start = cut
    while start > 0 and (
        is_title(run[start - 1], run[start])
        or (run[start - 1].lower in known.title_words and not is_body_word(run[start - 1].lower))
    ):
        start -= 1
    return start


def is_title(part: Part, following: Part) -> bool:
    """Whether a capitalised word before a name is a title, a rank or a form of address, no part of the name."""
    known, lower = load_lexicon(), part.lower
    if lower in known.honorifics or lower in known.titles:
        return True
    if lower in known.callings:
        personal = following.lower in load_given_names() or following.label == "PERSON"
        return personal and lower not in load_given_names() and not is_body_word(following.lower)
    return is_role(part.text)
