"""Roles: the title, the organisation, its parent and the country that the text gives a person, with the words for it.

Shapes: "Name, role of Body at Larger Body," · "the role of Body, Name," · "Body role Name" · "Body's role, Name" ·
"Body roles Name and Name" · "Body's Name" · "Name, who is role of Body" · "Name, who heads Body" · "Name of Body" ·
"Name, at Body" · "Name is the role of Body" · "Body has named Name as its role". What the text does not say stays
missing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.speakers.lexicon import is_role, load_lexicon, to_singular
from onrecord.speakers.role import Role
from onrecord.speakers.role_after import read_after
from onrecord.speakers.role_before import read_before
from onrecord.speakers.role_phrases import RolePhraseReader
from onrecord.speakers.role_sentences import read_sentence

if TYPE_CHECKING:
    from onrecord.speakers.entities import Entity
    from onrecord.speakers.organisations import Word
    from onrecord.types import Sentence, Span

_MAX_WORDS_BEFORE = 6  # words of a description before the body that it names
_MAX_MENTIONS = 12  # mentions of one person that are read for a role


class RoleReader(RolePhraseReader):
    """Reads roles from an article."""

    def find_best(self, person: Entity) -> Role | None:
        """The role that the places where a person is named give: the best one, completed by what the others add.

        An office beats a calling or a relation, what somebody is beats what they were, and the first of equals wins.
        """
        found: list[tuple[bool, Role]] = []
        names = sorted(person.names, key=lambda name: (not name.is_full, name.span.start))
        for name in names[:_MAX_MENTIONS]:
            sentence = self.document.sentence_at(name.span.start)
            role = self.find(sentence, name.span)
            if role is not None:
                found.append((sentence.is_headline, role))
                if role.organisation and not sentence.is_headline and not any(_rank(role)):
                    break
        if not found:
            return None
        found.sort(key=lambda entry: (entry[1].title is None, entry[0], _rank(entry[1])))
        (_, best), *others = found
        for _, other in others:
            best = best.completed(other)
        return self._with_body_at_hand(best)

    def _with_body_at_hand(self, role: Role) -> Role:
        """With the body that an article is about, for a head of one who is named with none: "CEO Jane Doe said".

        It is the one that the article names most, and the only one named shortly before.
        """
        title = (role.title or "").lower().split(" and ")[0]
        if role.organisation or role.country or role.is_former or title not in load_lexicon().heads:
            return role
        meant = self.owners.meant_by("company", role.span.start)
        main = self.owners.main
        return replace(role, organisation=meant) if meant is not None and main == meant else role

    def find(self, sentence: Sentence, name: Span) -> Role | None:
        """The role in the words after and before a name at ``name``, or that their sentence gives it."""
        shared = self.text[max(name.start - 5, 0) : name.start].endswith(" and ")
        after = read_after(self, name.end, sentence.end, plural=shared)
        before = read_before(self, sentence, name.start, name.end)
        if after is None or before is None:
            found = after or before
        else:
            first, second = sorted((after, before), key=_rank)
            found = first.completed(second)
        if found is not None and found.title:
            return found
        stated = read_sentence(self, sentence, name)
        return stated.completed(found) if stated is not None else found

    def find_of_person(self, entity: Entity) -> Role | None:
        """A person's role; where no name comes with one, the one in a description: "the party's nominee said"."""
        role = entity.role
        if role is not None and role.title:
            return role
        for span, kind in entity.mentions.items():
            found = self.read_phrase(self.words(*span)) if kind == "nominal" else None
            if found is not None and found.title:
                return found.completed(role)
        return role

    def find_of_others(self, entity: Entity) -> Role | None:
        """The organisation of a group or an unnamed source: "analysts at Danske Bank"."""
        if entity.name_span is None or entity.kind not in ("group", "unnamed", "organisation"):
            return None
        if entity.kind == "organisation" and not entity.name.split()[-1].islower():
            return None
        if entity.kind == "group" and (listed := self._find_of_list(entity.name_span)) is not None:
            return listed
        words = self.words(*entity.name_span)
        role = self.read_phrase(words, plural=True) or self._find_at_body(words)
        if role is None or role.organisation is None or to_singular(role.noun) in load_lexicon().outsiders:
            return None
        return replace(role, title=None)

    def _find_at_body(self, words: list[Word]) -> Role | None:
        """ "A source at the central bank": a body after a noun that is no role."""
        for number, word in enumerate(words[:_MAX_WORDS_BEFORE]):
            if number and word.lower in ("at", "with", "from"):
                body = self.read_body(word.end + 1, words[-1].end)
                return Role(body, organisation=body) if body is not None else None
        return None

    def _find_of_list(self, names: Span) -> Role | None:
        """What several people named together share: "Danske Bank analysts Name and Name"."""
        first, joined, _ = names.of(self.text).partition(" and ")
        if not joined or self.kind_of(first.split(", ")[0]) != "PERSON":
            return None
        sentence = self.document.sentence_at(names.start)
        before = read_before(self, sentence, names.start, names.start + len(first.split(", ")[0]))
        return before or read_after(self, names.end, sentence.end, plural=True)


def _rank(role: Role) -> tuple[bool, bool, bool]:
    """What is best has a title, is no more than now, and an office."""
    return not role.title, role.is_former, not _is_office(role)


def _is_office(role: Role) -> bool:
    """Whether a title is an office, and not a calling ("singer") or a relation ("wife")."""
    known = load_lexicon()
    noun = to_singular(role.noun)
    return is_role(noun) and not any(noun in words for words in (known.callings, known.kin, known.judged))
