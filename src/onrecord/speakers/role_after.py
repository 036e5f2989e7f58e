"""Roles after a name: appositions, parentheses and relative clauses, one after another until one says no more.

"Name, M.D., director of Body," · "Name, at Body (B), who led the research," · "Name, Director, Public Affairs, Body,"
· "Name and Name, analysts at Body," · "Name (Labour)" · "Name of the nurses' union"
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, load_lexicon, to_singular
from onrecord.speakers.organisations import is_organisation_name
from onrecord.speakers.role import Role
from onrecord.types import Span

if TYPE_CHECKING:
    from onrecord.speakers.role_phrases import RolePhraseReader

_OPENING = re.compile(r"\s*(?:,|\(|–|—)\s*(?:aged )?(?:\d{1,3}\s*,\s*)?")
_AND_ALSO = re.compile(r",? and (?:also )?(?=part of |a |an |the )")
_PARTNERS = re.compile(r"(?:(?:, | and |, and )(?:[A-Z][\w.’'-]*(?: |(?=[,.]))){2,4}){1,3}(?<! )(?=,)")
_DEGREE = re.compile(r",? ((?:[A-Z][A-Za-z]{0,6}\.?){1,4})(?=,)")
_AT = re.compile(
    r"(?: of|,? (?:also |now |both )?(?:of|from|at|with)|\s*[,(–—]\s*(?:also |now )?(?:at|of|from|with)) (?=\w)"
)
_SKIPPED = re.compile(
    r",? (?:of|from|in) [A-Z][\w’'-]+(?:,? [A-Z][\w.’'-]+){0,3}(?=,)"
    r"|, [DRI]-[A-Z][\w. ]{1,14}(?=,)|,? \([^()]{1,40}\)(?=,)"
)
_RELATIVE = re.compile(
    r"who (?:is|was|serves as|served as|works as|worked as|has been) (?:also |now |currently |then )?", re.IGNORECASE
)
_HEADING = re.compile(r"who (?:now |also |once )?([a-z-]+) (?=the |its |a |an |[A-Z])")
_HEADED = re.compile(r"(?:the |its )(?:[a-z-]+ ){0,3}[a-z-]+(?=[,.;)”\"]| at | for | and | said| told)")
_LED_AT = re.compile(r"(?:the|its|a)(?: [a-z-]+){1,4} (?:of|at|for) (?=(?:the )?[A-Z])")
_WORKING = re.compile(
    r"who (?:has |had |also |now |once ){0,2}([a-z]+) (?:[\w’'-]+ ){0,7}?(?:at|for|with) (?=(?:the )?[A-Z])"
)
_PART_OF = re.compile(r"part of (?:the|a) (?:[a-z-]+ ){0,3}(?:team|group|panel|crew|delegation|staff)\b")
_ABBREVIATION = re.compile(r" \([A-Z][\w&.-]{1,11}\)")
_PART_ENDS = re.compile(r"[,.;)”\"]|$|\s*\n| (?:said|says|told|adds|added)\b")
_MAX_REACH = 320  # characters after a name in which its role may stand
_MAX_SEGMENTS = 4
_MAX_PARTS = 3  # parts of an office between commas: "Director, Media and Public Affairs, Body"


def read_after(reader: RolePhraseReader, place: int, end: int, *, plural: bool = False) -> Role | None:
    """The role that the words from ``place``, where a name ends, to ``end`` give to it.

    With ``plural`` the name is the last of several, which may share a title: "Name and Name, analysts at Body".
    """
    text = reader.text
    if text[place : place + 1] not in (" ", ",", "(", "–", "—", "\n"):
        return None
    end = min(end, place + _MAX_REACH)
    partners = _PARTNERS.match(text, place, end)
    role: Role | None = None
    if partners:
        role, _ = _read_apposition(reader, partners.end(), end, plural=True)
        return _of_one(role) if role is not None and role.title else None
    for _ in range(_MAX_SEGMENTS):
        place = _skip_degrees(text, place, end)
        part, reached = _read_segment(reader, place, end, plural=plural)
        if part is None:
            skipped = _SKIPPED.match(text, place, end)
            if skipped is None:
                break
            reached = skipped.end()
        else:
            role = part if role is None else _joined(role, part)
        if abbreviation := _ABBREVIATION.match(text, reached, end):
            reached = abbreviation.end()
        place = reached
    return role


def _skip_degrees(text: str, place: int, end: int) -> int:
    """Where the degrees and honours end that stand after a name: "Name, M.D., PhD, director of Body"."""
    while (degree := _DEGREE.match(text, place, end)) is not None:
        letters = degree.group(1).replace(".", "")
        if letters.lower() not in load_lexicon().degrees or is_role(letters):
            break
        place = degree.end()
    return place


def _joined(role: Role, part: Role) -> Role:
    """Two appositions of one name: the first title, and the organisation that the other adds to it or alone."""
    if role.title and part.title:
        return role
    return part.completed(role) if part.title else role.completed(part)


def _read_segment(reader: RolePhraseReader, place: int, end: int, *, plural: bool) -> tuple[Role | None, int]:
    """One apposition from ``place`` on, and where it ends."""
    text = reader.text
    if at := _AT.match(text, place, end):
        organisation = reader.read_body(at.end(), end)
        loosely = "," not in at.group() and at.group().split()[-1] in ("at", "with")  # "met Jane Doe at Body"
        if organisation is not None and loosely and not is_organisation_name(organisation.of(text)):
            following = reader.document.token_at(organisation.end + 1)
            speaks = following is not None and following.pos_ == "VERB"  # "Jane Doe at Body said"
            organisation = organisation if speaks or text.startswith(",", organisation.end) else None
        if organisation is not None:
            return Role(organisation, organisation=organisation), organisation.end
    if also := _AND_ALSO.match(text, place, end):
        return _read_words(reader, also.end(), end)
    part, reached = _read_apposition(reader, place, end, plural=plural)
    return (_of_one(part) if plural and part is not None else part), reached


def _read_apposition(
    reader: RolePhraseReader, place: int, end: int, *, plural: bool = False
) -> tuple[Role | None, int]:
    text = reader.text
    opening = _OPENING.match(text, place, end)
    if opening is None:
        return None, place
    start = opening.end()
    if relative := _RELATIVE.match(text, start, end):
        found = reader.read_phrase(reader.words(relative.end(), end))
        past = relative.group().lower().startswith(("who was", "who served", "who worked"))
        found = replace(found, is_former=found.is_former or past) if found else None
        return found, found.span.end if found else place
    if text.startswith("who ", start):
        found = _read_heading(reader, start, end) or _read_working(reader, start, end)
        return found, found.span.end if found else place
    if opening.group().strip() == "(":
        organisation = _read_bracket(reader, start, end)
        if organisation is not None:
            return Role(organisation, organisation=organisation), organisation.end + 1
    return _read_words(reader, start, end, plural=plural)


def _read_words(reader: RolePhraseReader, start: int, end: int, *, plural: bool = False) -> tuple[Role | None, int]:
    text = reader.text
    if part := _PART_OF.match(text, start, end):
        return Role(Span(*part.span()), title=part.group()), part.end()
    found = reader.read_phrase(reader.words(start, end), plural=plural)
    if found is None or _goes_on(reader, found.span.end):
        return None, start
    if found.title and found.organisation is None:
        found = _with_parts(reader, found, end)
    return found, found.span.end


def _goes_on(reader: RolePhraseReader, place: int) -> bool:
    """Whether a noun follows, so that the phrase is none of its own: "Hale, Ruiz delegate fight"."""
    following = reader.document.token_at(place + 1) if reader.text[place : place + 1] == " " else None
    return following is not None and following.pos_ in ("NOUN", "PROPN")


def _with_parts(reader: RolePhraseReader, role: Role, end: int) -> Role:
    """ "Director, Media and Public Affairs, Body": parts of an office between commas, and the organisation last.

    Only an office with a capital has such parts; "senior vice president, Body" has the organisation alone.
    """
    text, place = reader.text, role.span.end
    parts: list[Span] = []
    while text.startswith(", ", place) and len(parts) <= _MAX_PARTS:
        part = reader.find_organisation(place + 2, end)
        if part is None or part.start != place + 2 or not _PART_ENDS.match(text, part.end):
            break
        parts.append(part)
        place = part.end
    while parts and not reader.is_body(parts[-1]):
        parts.pop()
    if not parts:
        return role
    organisation, fields = parts[-1], parts[:-1]
    parent = None
    if fields and is_organisation_name(fields[-1].of(text)):
        organisation, parent, fields = fields[-1], organisation, fields[:-1]
    if fields and (not (role.title or "")[:1].isupper() or any(_is_person(reader, field) for field in fields)):
        return role
    begin = role.span.end - len(role.title or "")
    title = text[begin : fields[-1].end] if fields else role.title
    return replace(
        role, title=title, span=Span(role.span.start, parts[-1].end), organisation=organisation, parent=parent
    )


def _is_person(reader: RolePhraseReader, name: Span) -> bool:
    return reader.labels_of(reader.words(*name))["PERSON"] > 0


def _read_bracket(reader: RolePhraseReader, start: int, end: int) -> Span | None:
    """The organisation or the party that stands alone in a parenthesis: "Name (Harbour Union)", "Name (Labour)"."""
    organisation = reader.find_organisation(start, end)
    if organisation is None or reader.text[organisation.end : organisation.end + 1] != ")":
        return None
    words = organisation.of(reader.text)
    return organisation if is_organisation_name(words) or words.lower() in load_lexicon().parties else None


def _read_heading(reader: RolePhraseReader, start: int, end: int) -> Role | None:
    """ "Who heads the bureau": no title, but the organisation. "Who led the research": the words are the title."""
    heading = _HEADING.match(reader.text, start, end)
    if heading is None:
        return None
    verb = heading.group(1)
    bases = {verb, verb.rstrip("s"), verb.removesuffix("ed"), verb.removesuffix("d")}
    past = verb in ("led", "ran") or verb.endswith("ed")
    if not (bases & load_lexicon().heading or verb in ("led", "ran")):
        return None
    held = _LED_AT.match(reader.text, heading.end(), end)
    organisation = reader.find_organisation(held.end() if held else heading.end(), end)
    if organisation is None and held is None:
        organisation = reader.read_body(heading.end(), end)
    if organisation is not None:
        return Role(Span(heading.start(), organisation.end), is_former=past, organisation=organisation)
    headed = _HEADED.match(reader.text, heading.end(), end)
    if headed is None:
        return None
    span = Span(heading.start(1), headed.end())
    return Role(span, title=span.of(reader.text))


def _read_working(reader: RolePhraseReader, start: int, end: int) -> Role | None:
    """ "Who teaches law at Body", "who works for Body": the organisation."""
    working = _WORKING.match(reader.text, start, end)
    if working is None:
        return None
    verb = working.group(1)
    if not {verb, to_singular(verb), verb.removesuffix("ed"), verb.removesuffix("es")} & load_lexicon().working:
        return None
    organisation = reader.find_organisation(working.end(), end)
    plays = verb in ("plays", "played")
    if organisation is None or not (reader.is_body(organisation) or (plays and reader.is_body_or_team(organisation))):
        return None
    past = verb.endswith("ed") and " has " not in working.group()
    return Role(Span(start, organisation.end), is_former=past, organisation=organisation)


def _of_one(role: Role) -> Role:
    """The title of one of several people: "analyst" of "analysts at Body"."""
    first, space, rest = (role.title or "").partition(" of ")
    words = first.split(" ")
    return replace(role, title=" ".join([*words[:-1], to_singular(words[-1])]) + space + rest)
