"""What could not be read, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read; the rest of the file may have been.

    Attributes:
        name: the file's name, for people.
        place: "line 7" or "row 12"; empty for the whole file.
        reason: what is wrong and what to do, in a sentence.
    """

    name: str
    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}{f', {self.place}' if self.place else ''}: {self.reason}"


def shown(name: str) -> str:
    """A file's name as it can be shown: on one line, and not longer than a line."""
    plain = _CONTROL.sub("�", name.encode("utf-8", "replace").decode())
    return plain if len(plain) <= 120 else f"{plain[:70]}…{plain[-45:]}"
