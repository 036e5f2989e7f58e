"""What a proper name names, a person, a body or a place: decided from how the whole article treats it.

A name's own form counts (a first name, "plc", "&", initials), what the pipeline calls it, and what stands around it: a
title before it, "who" or "which" after it, "the law firm" beside it, "he" or "it" for it. No kind is the default.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from onrecord.speakers.entities import GENERATION
from onrecord.speakers.joined_names import find_acronym, make_initials
from onrecord.speakers.lexicon import is_body_word, is_role, load_countries, load_given_names, load_lexicon, to_singular

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.nlp.document import Document
    from onrecord.speakers.proper_names import ProperName

NameKind = Literal["person", "organisation", "place", "other"]
_PERSON, _BODY, _PLACE = "person", "organisation", "place"
_LABELS = {"PERSON": _PERSON, "ORG": _BODY, "GPE": _PLACE, "LOC": _PLACE, "FAC": _PLACE, "NORP": "people"}
_THINGS = frozenset({"WORK_OF_ART", "EVENT", "LAW", "PRODUCT", "LANGUAGE"})
_AFTER = re.compile(r"\s*[,(–—]\s*(?:(who|whose|whom|aged)\b|(which)\b|\d{1,3}\s*[,)]|((?:[a-z][\w'’-]*\s*){1,6}))")
_AGE = re.compile(r"\s*,\s*(?:aged )?\d{1,2}\s*,")
_WHO = re.compile(r"\s+who\b")
_BEFORE = re.compile(r"([a-z][\w-]*)\s+$")
_HELD_AT = re.compile(r"([A-Za-z-]+) at (?:the )?$")
_SHARES_OF = re.compile(
    r"\b(?:shares|stake|stock) (?:in|of) $|\b(?:acquisition|takeover|purchase) of $|\bmerger with $"
)
_ITS_SHARES = re.compile(
    r"(?:['’]s?)? (?:shares|stock|bonds|shareholders|bondholders|headquarters|subsidiary|workforce|shareprice|board)\b"
)
_PRONOUN = re.compile(r"\b(he|she|his|her|him|its|itself)\b")
_NEXT = re.compile(
    r"\s*[\"“‘]?(?:(He|She|His|Her|The \d+-year-old)|(Its?)(?: (?:chief |executive )?([a-z][\w-]*))?"
    r"|The ([a-z][\w-]*)(?: ([a-z][\w-]*))?)\b"
)
_HE_SAID = re.compile(r"\s*[\"“][^\"“”\n]+[\"”],? (?:he|she) ")
_MAX_QUOTED = 400  # characters of a quotation after a name, with "he said" after it
_ENDS_PHRASE = frozenset({"of", "for", "in", "at", "from", "with", "on", "that", "who", "and", "to", "by", "based"})
_MAX_LOOK = 160  # characters after a name in which its pronoun may stand
_MAX_TOKENS = 40  # tokens after a subject in which another proper noun may stand
_MAX_PERSON_WORDS = 6
_SURE = 2
_MIN_ACRONYM = 3  # letters of an acronym in lower case: "Nasa"
_CALLED = "first name"
_TITLE = "title"


def decide_kinds(
    document: Document, names: Sequence[ProperName], labels: Mapping[str, Counter[str]]
) -> dict[str, NameKind]:
    """What each name names, by its text."""
    evidence: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        found = evidence[name.text]
        if not found:
            found.update(_weigh_form(name, labels))
        found.update(_weigh_context(document, name))
    kinds = {text: _decide(found) for text, found in evidence.items()}
    for name in names:
        head = name.head
        plural = len(name.parts) == 1 and head is not None and head.tag_ == "NNPS"
        if plural and kinds[name.text] == "person" and (name.is_definite or "NORP" in labels.get(name.words[0], ())):
            kinds[name.text] = "other"  # "Muslims"
    _settle_together(document.text, names, kinds, evidence)
    return kinds


def _settle_together(
    text: str, names: Sequence[ProperName], kinds: dict[str, NameKind], evidence: Mapping[str, Counter[str]]
) -> None:
    """What one name tells of another: a surname of its full name, a body's full name of its acronym."""
    bodies = [name for name in names if kinds[name.text] == "organisation" and len(name.parts) > 2]
    initials = {letters for name in bodies for letters in make_initials(name.text.lower().split())}
    spoken = {acronym for name in bodies if (acronym := find_acronym(text, name.span))}
    for name in names:
        spelled = len(name.text) > _MIN_ACRONYM and name.text.lower() in initials
        if len(name.parts) == 1 and (spelled or name.text in spoken):
            kinds[name.text] = "organisation"
        elif len(name.parts) in (2, 3) and kinds[name.text] != "person" and not name.stem and not name.joint:
            weak = evidence[name.text][_BODY] <= _SURE and evidence[name.text][_PLACE] <= _SURE
            if weak and any(kinds.get(part.text) == "person" for part in (name.parts[0], name.parts[-1])):
                kinds[name.text] = "person"


def _decide(evidence: Counter[str]) -> NameKind:
    if evidence[_TITLE]:
        return "other"
    person, body, place = evidence[_PERSON], evidence[_BODY], evidence[_PLACE]
    needed = max(body, place) + (not evidence[_CALLED])
    if person >= max(needed, _SURE):
        return "person"
    if place >= max(body, person, 1):
        return "place"
    return "organisation" if body > 0 and body >= person else "other"


def _weigh_form(name: ProperName, labels: Mapping[str, Counter[str]]) -> Counter[str]:
    """What a name's own words say, and what the pipeline calls them in the article."""
    known, words = load_lexicon(), name.words
    country = load_countries().get(name.text)
    if len(words) == 1 and words[0].rstrip("s") in known.common_acronyms:
        return Counter()
    role = is_role(words[-1].title()) and not name.stem and words[-1] not in known.trades
    called = _is_given_name(words[0]) and not (len(words) == 1 and name.is_definite)  # "the Emir"
    if role and not name.joint and not called and (name.title is None or len(words) == 1):
        return Counter({_TITLE: 1})
    found = _weigh_labels(words, labels)
    if country is not None and country != name.text:
        return found  # "Danish"
    if len(words) > 1 and not name.title and not name.stem and _is_people(words[-1], labels):
        return Counter({_TITLE: 1})  # "Kentucky Republican"
    if country is not None or name.text in known.regions:
        found[_PLACE] += 3
    elif words[-1] in known.landforms:
        found[_PLACE] += 4
    found[_BODY] += _weigh_body_form(name)
    if len(words) > 1 and not name.stem and _is_given_name(words[0]):
        found[_PERSON] += 2
        found[_CALLED] += 1
    if _has_personal_form(name):
        found[_PERSON] += 2
    return found


def _is_people(word: str, labels: Mapping[str, Counter[str]]) -> bool:
    """Whether the pipeline mostly takes a word for a people's or a party's."""
    called = labels.get(word, Counter())
    return 2 * called["NORP"] > sum(called.values())


def _weigh_labels(words: Sequence[str], labels: Mapping[str, Counter[str]]) -> Counter[str]:
    """How far the pipeline takes a name's words for each kind's: two points, shared out."""
    called: Counter[str] = Counter()
    for word in words:
        for label, count in labels.get(word, {}).items():
            if label in _LABELS or label in _THINGS:
                called[_LABELS.get(label, "thing")] += count
    total = sum(called.values())
    return Counter({kind: round(2 * count / total) for kind, count in called.items()})


def _weigh_body_form(name: ProperName) -> int:
    """How far a name's form is a body's: "plc", "&", "for", a body's noun, capitals alone."""
    known, words = load_lexicon(), name.words
    if name.joint or "&" in name.text or words[-1] in known.suffixes:
        return 6
    if name.stem or (len(words) > 1 and words[-1] in known.trades):
        return 5 if len(words) > 1 else 1
    if len(words) == 1 and _is_acronym(name.text):
        return 2
    return 4 if len(words) > _MAX_PERSON_WORDS else 0


def _is_given_name(word: str) -> bool:
    given = load_given_names()
    return word not in load_lexicon().particles and (word in given or ("-" in word and word.split("-")[0] in given))


def _is_acronym(text: str) -> bool:
    letters = text.replace(".", "").replace("-", "")
    return 1 < len(letters) <= 8 and sum(letter.isupper() for letter in letters) >= max(2, len(letters) - 2)


def _has_personal_form(name: ProperName) -> bool:
    """An initial, a nickname, a particle or a mark of generation within a name."""
    between = [word for part in name.parts[1:] for word in part.gap.split()]
    initials = any(len(word) == 1 for word in name.words[:-1]) and len(name.parts[-1].text) > 2
    marked = any(word in GENERATION for word in name.words[1:]) or any(word.strip("\"“'‘(") != word for word in between)
    return not name.joint and (initials or marked or any(word in load_lexicon().particles for word in between))


def _weigh_context(document: Document, name: ProperName) -> Counter[str]:
    """What stands around a name in one place."""
    text, end = document.text, name.span.end
    found: Counter[str] = Counter()
    if name.title is not None:
        found[_PERSON] += 4
    found.update(_weigh_before(text, name))
    if _AGE.match(text, end) or _WHO.match(text, end):
        found[_PERSON] += 3
    elif (match := _AFTER.match(text, end, name.sentence.end)) is not None:
        if match.group(1):
            found[_PERSON] += 3
        elif match.group(2):
            found[_BODY] += 2
        elif match.group(3):
            found.update(_weigh_phrase(match.group(3).split(), 5))
    if len(name.parts) == 1 and _is_modifier(name):
        found[_PERSON] -= 1
    if not name.parts[-1].is_owner:
        found.update(_weigh_pronouns(document, name))
    return found


def _is_modifier(name: ProperName) -> bool:
    """Whether a name stands before a common noun: "Igbo leaders", "a Fulani herder"."""
    head = name.head
    if head is None or head.dep_ not in ("compound", "amod", "nmod"):
        return False
    return bool(head.head.pos_ == "NOUN" and head.head.i == head.i + 1)


def _weigh_before(text: str, name: ProperName) -> Counter[str]:
    found: Counter[str] = Counter()
    start = name.span.start
    before = _BEFORE.search(text, max(start - 32, name.sentence.start), start)
    if before is not None:
        word = before.group(1)
        if word == "the" and not name.stem and not _is_modifier(name):
            found[_BODY] += 1
            found[_PERSON] -= min(len(name.parts), 2)
        elif _is_body_noun(word):
            head = name.head
            found[_BODY] += 0 if head is not None and head.head.dep_ == "relcl" else 5
        elif is_role(word):
            found[_PERSON] += 5
    held = _HELD_AT.search(text, max(start - 40, name.sentence.start), start)
    if held is not None and is_role(held.group(1)):
        found[_BODY] += 3
    if _SHARES_OF.search(text, max(start - 24, 0), start) or _ITS_SHARES.match(text, name.span.end):
        found[_BODY] += 3
    return found


def _is_body_noun(word: str) -> bool:
    known = load_lexicon()
    return word in known.companies or word in known.bodies_beside


def _weigh_phrase(words: Sequence[str], weight: int) -> Counter[str]:
    """An apposition: its head is the last word before a preposition."""
    head = ""
    for word in words:
        if word in _ENDS_PHRASE:
            break
        if not word.endswith(("'s", "’s")):
            head = word
    if head and is_role(head):
        return Counter({_PERSON: weight})
    return Counter({_BODY: weight}) if head and (is_body_word(head) or _is_body_noun(to_singular(head))) else Counter()


def _weigh_pronouns(document: Document, name: ProperName) -> Counter[str]:
    """ "X said its own sales rose", "X … . The firm …": the pronoun or the noun that goes on with a subject."""
    head = name.head
    if head is None or head.dep_ not in ("nsubj", "nsubjpass"):
        return Counter()
    found: Counter[str] = Counter()
    text, sentence = document.text, name.sentence
    match = _PRONOUN.search(text, name.span.end, min(sentence.end, name.span.end + _MAX_LOOK))
    if match is not None:
        found[_BODY if match.group().startswith("its") else _PERSON] += 1 if match.group() != "its" else 2
    if _acts_as_it(name):
        found[_BODY] += 3
    opens = name.span.start == document.paragraphs[sentence.paragraph].start
    if len(name.parts) in (2, 3) and opens and not name.stem:
        found[_PERSON] += 3 if _HE_SAID.match(text, sentence.end, sentence.end + _MAX_QUOTED) else 0
    after = _NEXT.match(text, sentence.end, sentence.end + 60)
    if after is not None:
        if after.group(1):
            found[_PERSON] += 1
        elif after.group(2):
            alone = "its" not in text[name.span.end : sentence.end] and _is_alone(name)
            found[_BODY] += 4 if alone and is_role(after.group(3) or "") else 1
        else:
            noun = after.group(5) if after.group(5) and _is_company(after.group(5)) else after.group(4)
            found[_BODY] += 2 if _is_company(noun) else 0
    return found


def _is_alone(name: ProperName) -> bool:
    """Whether no other proper noun follows in a name's sentence, and the sentence is short enough to tell."""
    last = name.parts[-1].token
    sentence = name.sentence.tokens
    if last is None or sentence.end - last.i > _MAX_TOKENS:
        return False
    return all(token.pos_ != "PROPN" for token in sentence.doc[last.i + 1 : sentence.end])


def _is_company(word: str) -> bool:
    known = load_lexicon()
    return word in known.companies or word in known.generic


def _acts_as_it(name: ProperName) -> bool:
    """ "X said it would hire 200 people": "it" does something to something, so it is no weather and no clause's."""
    head = name.head
    if head is None:
        return False
    doc = head.doc
    for token in doc[head.i + 1 : head.i + 8]:
        if token.lower_ == "it" and token.dep_ == "nsubj":
            return any(child.dep_ == "dobj" for child in token.head.children) and token.head.head.i == head.head.i
    return False


def count_labels(document: Document) -> dict[str, Counter[str]]:
    """How often the pipeline calls each capitalised word a person's, an organisation's or a place's name."""
    counted: dict[str, Counter[str]] = {}
    for doc, _ in document.parsed:
        for entity in doc.ents:
            for word in _words_of(token.text_with_ws for token in entity):
                if word[:1].isupper():
                    counted.setdefault(word.lower(), Counter())[entity.label_] += 1
    return counted


def _words_of(tokens: Iterable[str]) -> set[str]:
    """The tokens and, where hyphens join several, their words: "Bello", "Osagwe" and "Bello-Osagwe"."""
    pieces = list(tokens)
    return {piece.strip() for piece in pieces} | {word.strip(".,'’") for word in "".join(pieces).split() if "-" in word}
