"""Key words and phrases: what stands out in these articles against general English and belongs to no theme yet.

Ranked by log-likelihood (Dunning 1993; Rayson and Garside 2000). The general English is the word list of ``wordfreq``,
which ships in its package: its authors have closed it, so that the same text gives the same suggestions for good.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from spacy.lang.en.stop_words import STOP_WORDS

from onrecord.codebook.article_words import ADJECTIVE, APART, NAME, NOUN, VERB
from onrecord.codebook.terms import is_acronym

if TYPE_CHECKING:
    from onrecord.codebook.article_words import Ints, Words
    from onrecord.codebook.codebook import Codebook

COLUMNS = ("term", "score", "count", "n_sentences", "n_articles")
"""The columns of suggestions: the term as a codebook has it, its log-likelihood, and where it stands."""
_REFERENCE = 1e9
"""Words of the general English that the list stands for: it tells frequencies down to one in a hundred million."""
_RAREST = 1e-8
_COHESION = 40.0
"""How much likelier a phrase is in general English than its words by chance: phrases are made of words that fit."""
_LONGEST = 3
_TAKEN = 0.7
"""Share of a word's places in a longer phrase from which on the phrase is suggested alone."""
_RARE_VERB = 3e-6
"""Below it a verb says what something is about ("decarbonise"); above it verbs go with anything."""
_FEWEST = 2
_SIGNIFICANT = 10.83  # of a chi-squared distribution with one degree of freedom, p < 0.001


@dataclass(frozen=True, slots=True)
class _Grams:
    """Places of candidates of one length: where each begins, and the number of its key; of each key its words, and how
    likely they are in general English.
    """

    length: int
    starts: Ints
    keys: Ints
    names: list[tuple[str, ...]]
    usual: list[float]


def key_terms(words: Words, codebook: Codebook, *, most: int = 200) -> pd.DataFrame:
    """Words and phrases that stand out in ``words`` and that no term of ``codebook`` covers, the strongest first.

    Args:
        words: of the articles to look at.
        codebook: whose themes are left out.
        most: rows at the most.

    Returns:
        A row a term, with the columns of ``COLUMNS``. Phrases are of at most three words: adjectives and nouns that
        end in a noun, or a name in capitals; people's names are left out. A word that stands chiefly in a longer
        phrase is left to that phrase. Empty where nothing stands out.
    """
    free = _uncovered(words, codebook)
    grams = [_candidates(words, free, length) for length in range(1, _LONGEST + 1)]
    rows = [row for held in grams for row in _scored(words, held)]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "_gram"])
    frame = frame[frame["score"] >= _SIGNIFICANT].sort_values(["score", "term"], ascending=[False, True])
    return _without_parts(frame).head(most)[list(COLUMNS)].reset_index(drop=True)


def _uncovered(words: Words, codebook: Codebook) -> Ints:
    """Whether each word stands in no place that shows a theme."""
    free = np.ones(len(words), dtype=bool)
    for hit in codebook.matcher.find(words):
        free[hit.first : hit.last + 1] = False
    return free


def _candidates(words: Words, free: Ints, length: int) -> _Grams:
    """The places where a candidate of ``length`` words stands."""
    keys, names, usual = _keys(words)
    opens, inside, closes = _roles(words, keys, names, usual)
    ok = free & (closes if length == 1 else opens)
    last = len(words) - length + 1
    starts = np.arange(max(last, 0))
    held = ok[: max(last, 0)].copy()
    for step in range(1, length):
        after = slice(step, step + len(held))
        held &= free[after] & (words.link[after] != APART)
        held &= closes[after] if step == length - 1 else inside[after]
    starts = starts[held]
    rows = np.stack([keys[starts + step] for step in range(length)], axis=1) if len(starts) else np.zeros((0, length))
    distinct, numbers = np.unique(rows, axis=0, return_inverse=True)
    found = [tuple(names[int(key)] for key in row) for row in distinct]
    likely = [float(np.prod([usual[int(key)] for key in row])) * _COHESION ** (length - 1) for row in distinct]
    return _Grams(length, starts, numbers.reshape(-1), found, likely)


def _keys(words: Words) -> tuple[Ints, list[str], list[float]]:
    """The number of each word's key; the keys: the lemma in lower case, or the word itself where in capitals; and how
    frequent each is in general English, in the form in which it is most so: a lemma may be a mistake ("taxis").
    """
    numbers: dict[str, int] = {}
    usual: list[float] = []
    of_code = np.zeros(len(words.vocabulary), dtype=np.int64)
    for code, (text, lemma) in enumerate(words.vocabulary):
        key = text if is_acronym(text) else lemma.lower()
        number = numbers.setdefault(key, len(numbers))
        if number == len(usual):
            usual.append(_frequency(key))
        usual[number] = max(usual[number], _frequency(text.lower()))
        of_code[code] = number
    return of_code[words.code], list(numbers), usual


def _roles(words: Words, keys: Ints, names: list[str], usual: list[float]) -> tuple[Ints, Ints, Ints]:
    """Whether each word may open a phrase, stand within one, and close one or stand alone."""
    plain = np.array([_is_plain(name) for name in names], dtype=bool)
    capital = np.array([is_acronym(name) for name in names], dtype=bool)
    rare = np.array([frequency < _RARE_VERB for frequency in usual], dtype=bool)
    content = (plain | capital)[keys]
    noun = (words.kind == NOUN) | ((words.kind == NAME) & capital[keys])
    opens = content & (noun | (words.kind == ADJECTIVE))
    closes = content & (noun | ((words.kind == VERB) & rare[keys]))
    return opens, opens, closes


@lru_cache(maxsize=65_536)
def _is_plain(text: str) -> bool:
    """Whether a word can be a part of a suggestion: letters, not a function word, not one of the trade's own."""
    return len(text) > 2 and text.isalpha() and text not in STOP_WORDS and text not in _trade()


@lru_cache(maxsize=65_536)
def _frequency(text: str) -> float:
    from wordfreq import word_frequency  # takes a fifth of a second, once

    return max(float(word_frequency(text.lower(), "en")), _RAREST)


def _scored(words: Words, grams: _Grams) -> list[tuple[object, ...]]:
    """A row a candidate: those of ``COLUMNS``, and its words."""
    total = max(len(words), 1)
    if not len(grams.starts):
        return []
    counts = np.bincount(grams.keys, minlength=len(grams.names))
    places = words.article[grams.starts].astype(np.int64) << 32 | words.sentence[grams.starts]
    sentences = np.bincount(np.unique(np.stack([grams.keys, places]), axis=1)[0], minlength=len(counts))
    articles = np.bincount(
        np.unique(np.stack([grams.keys, words.article[grams.starts]]), axis=1)[0], minlength=len(counts)
    )
    rows: list[tuple[object, ...]] = []
    forms = _forms(words, grams)
    for number, gram in enumerate(grams.names):
        count = int(counts[number])
        if count < _FEWEST:
            continue
        score = log_likelihood(count, total, grams.usual[number] * _REFERENCE, _REFERENCE)
        rows.append((forms[number], round(score, 2), count, int(sentences[number]), int(articles[number]), gram))
    return rows


def log_likelihood(count: float, total: float, other_count: float, other_total: float) -> float:
    """Dunning's G² of a word that stands ``count`` times among ``total`` words here and ``other_count`` times among
    ``other_total`` elsewhere; 0 where it is not more frequent here.
    """
    if count / total <= other_count / other_total:
        return 0.0
    pooled = (count + other_count) / (total + other_total)
    found = 0.0
    for part, size in ((count, total), (other_count, other_total)):
        if part > 0:
            found += part * float(np.log(part / (size * pooled)))
    return 2 * found


def _forms(words: Words, grams: _Grams) -> list[str]:
    """Each candidate as a codebook would have it: in lower case, its last word in its dictionary form."""
    found: list[str] = [""] * len(grams.names)
    firsts = np.full(len(grams.names), -1, dtype=np.int64)
    firsts[grams.keys[::-1]] = grams.starts[::-1]
    for number, start in enumerate(firsts.tolist()):
        parts = [words.vocabulary[int(words.code[start + step])][0] for step in range(grams.length - 1)]
        parts = [part if is_acronym(part) else part.lower() for part in parts]
        links = [words.link[start + step] for step in range(1, grams.length)]
        text = ""
        for part, link in zip(parts, links, strict=True):
            text += part + ("-" if link == 2 else " ")
        last, lemma = words.vocabulary[int(words.code[start + grams.length - 1])][0].lower(), grams.names[number][-1]
        # "data" has the lemma "datum", "taxes" is given that of "taxis": such a lemma would be no term to read.
        found[number] = text + (lemma if is_acronym(lemma) or last.startswith(lemma[:-1]) else last)
    return found


def _without_parts(frame: pd.DataFrame) -> pd.DataFrame:
    """Without words and phrases that stand chiefly in a longer phrase of the list."""
    held = {gram: int(count) for gram, count in zip(frame["_gram"], frame["count"], strict=True)}
    inside: dict[tuple[str, ...], int] = {}
    for gram, count in held.items():
        for length in range(1, len(gram)):
            for start in range(len(gram) - length + 1):
                part = gram[start : start + length]
                inside[part] = max(inside.get(part, 0), count)
    return frame[np.array([inside.get(gram, 0) < _TAKEN * count for gram, count in held.items()], dtype=bool)]


@cache
def _trade() -> frozenset[str]:
    data = tomllib.loads((files("onrecord.data") / "suggesting.toml").read_text(encoding="utf-8"))
    return frozenset(word for group in data.values() for word in group)
