"""What one uses more than others: words ranked by log-likelihood between groups of texts (Dunning 1993)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd
from spacy.lang.en.stop_words import STOP_WORDS

from onrecord.suggest.keyness import log_likelihood

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COLUMNS = ("key", "word", "count", "others", "score")
"""The columns of ``contrast``: the group, a word, how often it and all others use it, and its log-likelihood."""
FEWEST = 2
"""Times that a word must stand in a group's texts."""
SIGNIFICANT = 3.84
"""The log-likelihood from which on a difference counts: of a chi-squared distribution with one degree, p < 0.05."""
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SHORTEST = 3


def contrast(texts: Mapping[str, Iterable[str]], *, most: int = 12) -> pd.DataFrame:
    """The words that each group uses more than all others together, the strongest first.

    Args:
        texts: by the group's key, its texts.
        most: words of a group at the most.

    Returns:
        A row a group and word, with the columns of ``COLUMNS``; groups in the order given. Words are in lower case, of
        at least three letters, and no function words. Only words that stand ``FEWEST`` times and reach
        ``SIGNIFICANT``: where nobody stands out it is empty.
    """
    counts = {key: Counter(_words(held)) for key, held in texts.items()}
    totals = {key: sum(held.values()) for key, held in counts.items()}
    everything = sum(counts.values(), Counter[str]())
    rows = []
    for key, held in counts.items():
        rest = sum(totals.values()) - totals[key]
        if not rest:
            continue
        found = [
            (key, word, count, everything[word] - count, score)
            for word, count in held.items()
            if count >= FEWEST and _counts(word)
            for score in [log_likelihood(count, totals[key], everything[word] - count, rest)]
            if score >= SIGNIFICANT
        ]
        rows += sorted(found, key=lambda row: (-row[4], row[1]))[:most]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.assign(score=frame["score"].astype(float).round(2))


def _words(texts: Iterable[str]) -> list[str]:
    return [match[0].lower().replace("’", "'") for text in texts for match in _WORD.finditer(text)]


def _counts(word: str) -> bool:
    return len(word) >= _SHORTEST and word.partition("'")[0] not in STOP_WORDS
