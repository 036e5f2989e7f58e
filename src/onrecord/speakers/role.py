"""A role: a title, the organisation that it is held at, the larger one over it, the country, and the words for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.types import Span

_AFTER_HEAD = re.compile(r",| (?:of|for|at|in|to|on) ")


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is said to be; ``span`` covers the words that say it. Without a title it names an organisation."""

    span: Span
    title: str | None = None
    is_former: bool = False
    organisation: Span | None = None
    parent: Span | None = None
    country: str | None = None

    @property
    def noun(self) -> str:
        """The last word before any "of" or comma: "director" of "managing director of sales"."""
        head = _AFTER_HEAD.split(self.title or "")[0]
        return head.split()[-1].lower().rstrip(".") if head else ""

    def completed(self, other: Role | None) -> Role:
        """With the organisation and the country that another place in the text adds."""
        if other is None or self.organisation is not None:
            return self
        if other.title and self.title and (other.is_former != self.is_former or other.noun != self.noun):
            return self
        return replace(
            self,
            title=self.title or other.title,
            is_former=self.is_former if self.title else other.is_former,
            organisation=other.organisation,
            parent=other.parent,
            country=self.country or other.country,
        )
