"""The syntax of a search: what a person types, as words and phrases, for the index and for finding them in a text."""

from __future__ import annotations

import re

_PART = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")


def split_query(query: str) -> list[str]:
    """The words of a query, and its phrases in double quotes, without punctuation."""
    quoted = query.replace("“", '"').replace("”", '"')
    found = [" ".join(_WORD.findall(phrase or word)) for phrase, word in _PART.findall(quoted)]
    return [part for part in found if part]


def to_fts5(query: str) -> str:
    """The query in the syntax of FTS5: all parts must occur; ``rain*`` matches words that begin with "rain"."""
    stars = {part for part in query.split() if part.endswith("*")}
    found = []
    for part in split_query(query):
        begins = any(_WORD.findall(star) == [part] for star in stars)
        found.append(f'"{part}"{"*" if begins else ""}')
    return " ".join(found)


def compile_pattern(query: str) -> re.Pattern[str] | None:
    """A pattern that finds the parts of a query in a text: case, and marks between a phrase's words, do not count."""
    patterns = [part_pattern(part, query) for part in sorted(split_query(query), key=len, reverse=True)]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def part_pattern(part: str, query: str) -> str:
    """The regular expression, to be used with IGNORECASE, for one part of a query."""
    stars = {word.rstrip("*").casefold() for word in query.split() if word.endswith("*")}
    words = r"\W+".join(map(re.escape, part.split()))
    return rf"\b{words}" + ("" if part.casefold() in stars else r"\b")
