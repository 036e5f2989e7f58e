"""Cues: which words report speech, in which constructions, and in what sense.

The lexicon is ``data/cues.csv``: ``lemma`` (American spelling), ``sense`` (say, claim, find, think, question,
praise, blame, call for, deny, announce) and ``frames``, the constructions of ``statements.clauses`` in which the
word introduces a statement; ``of_documents`` are those in which it does so only where its source is a document or
somebody who studies things: "a survey showed", "researchers found a short-term effect"; ``denies`` are those in which
the source does not claim what the words say: "denied that …", "argued against …".
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_NOT = frozenset({"not", "never", "n't", "n’t"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that can report speech."""

    lemma: str
    sense: str
    frames: frozenset[str]
    of_documents: frozenset[str] = frozenset()
    denies: frozenset[str] = frozenset()


@cache
def load_cues() -> dict[str, Cue]:
    """Every cue by its lemma."""
    lines = files("onrecord.data").joinpath("cues.csv").read_text(encoding="utf-8").splitlines()
    frames = ("frames", "of_documents", "denies")
    return {
        row["lemma"]: Cue(row["lemma"], row["sense"], *(frozenset(row[name].split()) for name in frames))
        for row in csv.DictReader(lines)
    }


@cache
def _load_words(file: str, section: str, name: str) -> frozenset[str]:
    data = tomllib.loads(files("onrecord.data").joinpath(file).read_text(encoding="utf-8"))
    return frozenset(data[section][name])


def is_document(noun: str) -> bool:
    """Whether a noun, as a lemma, names a document or somebody who studies things: "survey", "figure", "researcher"."""
    word = noun.lower()
    return word in _load_words("speakers.toml", "documents", "nouns") or word in _load_words(
        "statements.toml", "sources", "investigators"
    )


def to_american(lemma: str) -> str:
    """The spelling under which the lexicon lists a lemma: "emphasise" is "emphasize"."""
    if lemma.endswith("ise") and f"{lemma[:-3]}ize" in load_cues():
        return f"{lemma[:-3]}ize"
    if lemma.endswith("yse") and f"{lemma[:-3]}yze" in load_cues():
        return f"{lemma[:-3]}yze"
    return lemma


def list_spellings(lemma: str) -> tuple[str, ...]:
    """The American spelling of a lemma and, where there is one, the British."""
    if lemma.endswith("ize"):
        return lemma, f"{lemma[:-3]}ise"
    return (lemma, f"{lemma[:-3]}yse") if lemma.endswith("yze") else (lemma,)


def find_cue(lemma: str) -> Cue | None:
    """The cue with this lemma, in British or American spelling."""
    return load_cues().get(to_american(lemma))


def find_sense(lemma: str, cue: str = "") -> str | None:
    """How something is said, coarsely: one of ``tables.SENSES``; missing where the lexicon does not know the cue.

    ``cue`` are its words: "called for" is another sense than "called", and who "did not deny" denies nothing.
    """
    if lemma == "according to":
        return "say"
    words = cue.lower().split()
    known = find_cue(f"{lemma} {words[-1]}" if words else lemma) or find_cue(lemma)
    if known is None or (known.sense == "deny" and any(word in _NOT or word[-3:] in _NOT for word in words)):
        return None
    return known.sense
