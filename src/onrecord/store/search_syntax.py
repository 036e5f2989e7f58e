"""The syntax of a search: what a person types, as words and phrases, for the index and for finding them in a text."""

from __future__ import annotations

import re

_PART = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")


def parts(query: str) -> list[str]:
    """The words of a query, and its phrases in double quotes, without punctuation."""
    quoted = query.replace("“", '"').replace("”", '"')
    found = [" ".join(_WORD.findall(phrase or word)) for phrase, word in _PART.findall(quoted)]
    return [part for part in found if part]


def match(query: str) -> str:
    """The query in the syntax of FTS5: all parts must occur; a word that ends in * stands for its beginnings."""
    stars = {part for part in query.split() if part.endswith("*")}
    found = []
    for part in parts(query):
        begins = any(_WORD.findall(star) == [part] for star in stars)
        found.append(f'"{part}"{"*" if begins else ""}')
    return " ".join(found)


def pattern(query: str) -> re.Pattern[str] | None:
    """What finds the parts of a query in a text, whatever the case and whatever stands between a phrase's words."""
    wanted = [pattern_of(part, query) for part in sorted(parts(query), key=len, reverse=True)]
    return re.compile("|".join(wanted), re.IGNORECASE) if wanted else None


def pattern_of(part: str, query: str) -> str:
    """What finds one part of a query, as a regular expression that needs IGNORECASE."""
    stars = {word.rstrip("*").casefold() for word in query.split() if word.endswith("*")}
    words = r"\W+".join(map(re.escape, part.split()))
    return rf"\b{words}" + ("" if part.casefold() in stars else r"\b")
