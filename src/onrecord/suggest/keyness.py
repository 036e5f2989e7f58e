"""Key words and phrases: what stands out in articles against general English, or in one group of texts against others.

Both are ranked by log-likelihood (Dunning 1993; Rayson and Garside 2000). General English is the word list of
``wordfreq``, which ships in its package and is closed: the same text always gives the same suggestions.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from spacy.lang.en.stop_words import STOP_WORDS

from onrecord.codebook.article_words import ADJECTIVE, APART, HYPHENED, NAME, NOUN, VERB
from onrecord.codebook.terms import is_acronym
from onrecord.errors import needs_extra

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onrecord.codebook import Codebook, Words
    from onrecord.codebook.article_words import Ints

KEY_TERM_COLUMNS = ("term", "score", "count", "n_sentences", "n_articles")
"""The columns of suggestions: the term as a codebook has it, its log-likelihood, and where it stands."""
CONTRAST_COLUMNS = ("key", "word", "count", "others", "score")
"""The columns of ``contrast_groups``: the group, a word, how often it and all others use it, and its log-likelihood."""
MIN_COUNT = 2
MIN_KEYNESS = 10.83
"""The least log-likelihood of a key term: of a chi-squared distribution with one degree of freedom, p < 0.001."""
MIN_CONTRAST = 3.84
"""The least log-likelihood of a contrast: p < 0.05."""
_REFERENCE_WORDS = 1e9
"""Words of the general English that the list stands for: it tells frequencies down to one in a hundred million."""
_MIN_FREQUENCY = 1e-8
_COHESION = 40.0
"""How much likelier a phrase is in general English than its words by chance: phrases are made of words that fit."""
_MAX_WORDS = 3
_MIN_PHRASE_SHARE = 0.7
"""Share of a word's places in a longer phrase from which on the phrase is suggested alone."""
_MAX_VERB_FREQUENCY = 3e-6
"""Below it a verb says what something is about ("decarbonise"); above it verbs go with anything."""
_MIN_LETTERS = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def log_likelihood(count: float, total: float, other_count: float, other_total: float) -> float:
    """Dunning's G² of a word that stands ``count`` times among ``total`` words here and ``other_count`` times among
    ``other_total`` elsewhere; 0 where it is not more frequent here.

    Example:
        >>> round(log_likelihood(10, 1_000, 10, 9_000), 1)
        20.4
    """
    if count / total <= other_count / other_total:
        return 0.0
    pooled = (count + other_count) / (total + other_total)
    found = 0.0
    for part, size in ((count, total), (other_count, other_total)):
        if part > 0:
            found += part * float(np.log(part / (size * pooled)))
    return 2 * found


def contrast_groups(texts: Mapping[str, Iterable[str]], *, most: int = 12) -> pd.DataFrame:
    """The words that each group uses more than all others together, the strongest first.

    Args:
        texts: by the group's key, its texts.
        most: words of a group at the most.

    Returns:
        A row a group and word, with the columns of ``CONTRAST_COLUMNS``; groups in the order given. Words are in lower
        case, of at least three letters, and no function words. Only words that stand ``MIN_COUNT`` times and reach
        ``MIN_CONTRAST``; none where no group stands out.

    Example:
        >>> texts = {"one": ["Water, clean water, more water"], "two": ["Tram by tram, no tram is a tram"]}
        >>> contrast_groups(texts)["word"].tolist()
        ['water', 'tram']
    """
    counts = {key: Counter(_list_words(group)) for key, group in texts.items()}
    totals = {key: sum(words.values()) for key, words in counts.items()}
    everything = sum(counts.values(), Counter[str]())
    rows = []
    for key, words in counts.items():
        rest = sum(totals.values()) - totals[key]
        if not rest:
            continue
        found = [
            (key, word, count, everything[word] - count, score)
            for word, count in words.items()
            if count >= MIN_COUNT and len(word) >= _MIN_LETTERS and word.partition("'")[0] not in STOP_WORDS
            for score in [log_likelihood(count, totals[key], everything[word] - count, rest)]
            if score >= MIN_CONTRAST
        ]
        rows += sorted(found, key=lambda row: (-row[4], row[1]))[:most]
    frame = pd.DataFrame(rows, columns=list(CONTRAST_COLUMNS))
    return frame.assign(score=frame["score"].astype(float).round(2))


def _list_words(texts: Iterable[str]) -> list[str]:
    return [match[0].lower().replace("’", "'") for text in texts for match in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The number of each word's lemma, and of each lemma its text (the word itself where in capitals) and how frequent
    it is in general English, in the form in which it is most so: a lemma may be a mistake ("taxis").
    """

    numbers: Ints
    lemmas: list[str]
    frequencies: list[float]

    @classmethod
    def of(cls, words: Words) -> _Vocabulary:
        numbers: dict[str, int] = {}
        frequencies: list[float] = []
        by_code = np.zeros(len(words.vocabulary), dtype=np.int64)
        for code, (text, lemma) in enumerate(words.vocabulary):
            key = text if is_acronym(text) else lemma.lower()
            number = numbers.setdefault(key, len(numbers))
            if number == len(frequencies):
                frequencies.append(_get_frequency(key))
            frequencies[number] = max(frequencies[number], _get_frequency(text.lower()))
            by_code[code] = number
        return cls(by_code[words.code], list(numbers), frequencies)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Places of candidates of one length: where each begins, and its number; of each number its lemmas, and how likely
    they are in general English.
    """

    length: int
    starts: Ints
    numbers: Ints
    lemmas: list[tuple[str, ...]]
    frequencies: list[float]


def find_key_terms(words: Words, codebook: Codebook, *, most: int = 200) -> pd.DataFrame:
    """Words and phrases that stand out in ``words`` and that no term of ``codebook`` covers, the strongest first.

    Args:
        words: of the articles to look at.
        codebook: whose themes are left out.
        most: rows at the most.

    Returns:
        A row a term, with the columns of ``KEY_TERM_COLUMNS``. Phrases are of at most three words: adjectives and nouns
        that end in a noun, or a name in capitals; people's names are left out. A word that stands chiefly in a longer
        phrase is left to that phrase. Empty where nothing stands out.
    """
    free = np.ones(len(words), dtype=bool)
    for hit in codebook.matcher.find(words):
        free[hit.first : hit.last + 1] = False
    vocabulary = _Vocabulary.of(words)
    opens, closes = _find_roles(words, vocabulary)
    opens, closes = opens & free, closes & free
    rows = []
    for length in range(1, _MAX_WORDS + 1):
        starts = _find_starts(opens, closes, words.link != APART, length)
        rows += _score(words, _group(vocabulary, starts, length))
    frame = pd.DataFrame(rows, columns=[*KEY_TERM_COLUMNS, "_lemmas"])
    frame = frame[frame["score"] >= MIN_KEYNESS].sort_values(["score", "term"], ascending=[False, True])
    return _remove_parts(frame).head(most)[list(KEY_TERM_COLUMNS)].reset_index(drop=True)


def _find_roles(words: Words, vocabulary: _Vocabulary) -> tuple[Ints, Ints]:
    """Whether each word may open a phrase or stand within it, and whether it may close one or stand alone."""
    plain = np.array([_is_plain(lemma) for lemma in vocabulary.lemmas], dtype=bool)
    capital = np.array([is_acronym(lemma) for lemma in vocabulary.lemmas], dtype=bool)
    rare = np.array([frequency < _MAX_VERB_FREQUENCY for frequency in vocabulary.frequencies], dtype=bool)
    content = (plain | capital)[vocabulary.numbers]
    noun = (words.kind == NOUN) | ((words.kind == NAME) & capital[vocabulary.numbers])
    opens = content & (noun | (words.kind == ADJECTIVE))
    return opens, content & (noun | ((words.kind == VERB) & rare[vocabulary.numbers]))


@lru_cache(maxsize=65_536)
def _is_plain(text: str) -> bool:
    """Whether a word can be a part of a suggestion: letters, not a function word, not one of the press's own."""
    return len(text) >= _MIN_LETTERS and text.isalpha() and text not in STOP_WORDS and text not in _load_press_words()


@lru_cache(maxsize=65_536)
def _get_frequency(text: str) -> float:
    with needs_extra("suggest", "A list of key words"):
        from wordfreq import word_frequency  # takes a fifth of a second, once

    return max(float(word_frequency(text.lower(), "en")), _MIN_FREQUENCY)


def _find_starts(opens: Ints, closes: Ints, linked: Ints, length: int) -> Ints:
    """The words at which a candidate of ``length`` words begins."""
    places = max(len(opens) - length + 1, 0)
    found = (closes if length == 1 else opens)[:places].copy()
    for step in range(1, length):
        after = slice(step, step + places)
        found &= linked[after] & (closes if step == length - 1 else opens)[after]
    return np.flatnonzero(found)


def _group(vocabulary: _Vocabulary, starts: Ints, length: int) -> _Candidates:
    """The candidates of ``length`` words that begin at ``starts``."""
    rows = np.stack([vocabulary.numbers[starts + step] for step in range(length)], axis=1)
    distinct, numbers = np.unique(rows, axis=0, return_inverse=True)
    lemmas = [tuple(vocabulary.lemmas[number] for number in row) for row in distinct.tolist()]
    products = [float(np.prod([vocabulary.frequencies[number] for number in row])) for row in distinct.tolist()]
    return _Candidates(
        length, starts, numbers.reshape(-1), lemmas, [product * _COHESION ** (length - 1) for product in products]
    )


def _score(words: Words, candidates: _Candidates) -> list[tuple[object, ...]]:
    """A row a candidate: those of ``KEY_TERM_COLUMNS``, and its lemmas."""
    if not len(candidates.starts):
        return []
    articles = words.article[candidates.starts].astype(np.int64)
    counts, n_sentences, n_articles = (
        np.bincount(pairs[0], minlength=len(candidates.lemmas)).tolist()
        for pairs in (
            [candidates.numbers],
            np.unique(np.stack([candidates.numbers, articles << 32 | words.sentence[candidates.starts]]), axis=1),
            np.unique(np.stack([candidates.numbers, articles]), axis=1),
        )
    )
    rows: list[tuple[object, ...]] = []
    for number, term in enumerate(_write_terms(words, candidates)):
        if counts[number] < MIN_COUNT:
            continue
        usual = candidates.frequencies[number] * _REFERENCE_WORDS
        score = log_likelihood(counts[number], len(words), usual, _REFERENCE_WORDS)
        found = (term, round(score, 2), counts[number], n_sentences[number], n_articles[number])
        rows.append((*found, candidates.lemmas[number]))
    return rows


def _write_terms(words: Words, candidates: _Candidates) -> list[str]:
    """Each candidate as a codebook would have it: in lower case, its last word in its dictionary form."""
    firsts = np.zeros(len(candidates.lemmas), dtype=np.int64)
    firsts[candidates.numbers[::-1]] = candidates.starts[::-1]
    found = []
    for number, start in enumerate(firsts.tolist()):
        text, end = "", start + candidates.length - 1
        for place in range(start, end):
            part = words.vocabulary[int(words.code[place])][0]
            text += part if is_acronym(part) else part.lower()
            text += "-" if words.link[place + 1] == HYPHENED else " "
        last, lemma = words.vocabulary[int(words.code[end])][0].lower(), candidates.lemmas[number][-1]
        # "data" has the lemma "datum", "taxes" is given that of "taxis": such a lemma would be no term to read.
        found.append(text + (lemma if is_acronym(lemma) or last.startswith(lemma[:-1]) else last))
    return found


def _remove_parts(frame: pd.DataFrame) -> pd.DataFrame:
    """Without words and phrases that stand chiefly in a longer phrase of the list."""
    counts = {lemmas: int(count) for lemmas, count in zip(frame["_lemmas"], frame["count"], strict=True)}
    inside: dict[tuple[str, ...], int] = {}
    for lemmas, count in counts.items():
        for length in range(1, len(lemmas)):
            for start in range(len(lemmas) - length + 1):
                part = lemmas[start : start + length]
                inside[part] = max(inside.get(part, 0), count)
    kept = [inside.get(lemmas, 0) < _MIN_PHRASE_SHARE * count for lemmas, count in counts.items()]
    return frame[np.array(kept, dtype=bool)]


@cache
def _load_press_words() -> frozenset[str]:
    data = tomllib.loads((files("onrecord.data") / "never_suggested.toml").read_text(encoding="utf-8"))
    return frozenset(word for group in data.values() for word in group)
