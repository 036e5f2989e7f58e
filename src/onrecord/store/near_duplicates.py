"""The same article twice: word for word, or nearly so, as agencies' reports are when several outlets print them.

Two texts are the same where they are equal once runs of white space count as one space. They are near copies where
they share most of their runs of four words: MinHash signatures (Broder, 1997) tell how many without comparing pairs,
and bands of a signature (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3) which to compare.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Signatures = np.ndarray[Any, np.dtype[np.uint64]]

ALIKE = 0.7
"""Near copies share at least this part of their runs of words, as far as signatures can tell (give or take 0.06)."""

_HASHES = 64
_BANDS = 16
_RUN = 4
_WORD = re.compile(r"\w+")


def same_words(text: str) -> str:
    """What two texts have in common that are equal but for white space: a SHA-256, hexadecimal."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def signature(text: str) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """The signature of a text: ``_HASHES`` numbers; of a text of fewer than four words, that of its words."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    made = _empty().copy()
    made.update_batch([run.encode() for run in sorted(runs)])
    return np.asarray(made.hashvalues, dtype=np.uint64)


@cache
def _empty() -> Any:
    from datasketch import MinHash  # takes most of a second, which not every use of the package needs

    return MinHash(num_perm=_HASHES, seed=1)


def stacked(rows: Sequence[bytes]) -> Signatures:
    """Signatures from bytes, a row each."""
    return np.frombuffer(b"".join(rows), dtype=np.uint64).reshape(-1, _HASHES)


def find_near_duplicates(ids: Sequence[str], signatures: Signatures) -> dict[str, str]:
    """By the id of each article that is a near copy, the id of the first article that it is a copy of.

    Args:
        ids: articles, the earliest first.
        signatures: a row for each of them.
    """
    count, width = len(ids), _HASHES // _BANDS
    first = np.arange(count)
    for band in range(_BANDS):
        part = np.ascontiguousarray(signatures[:, band * width : (band + 1) * width])
        keys = part.view(np.dtype((np.void, part.dtype.itemsize * width))).ravel() if count else part[:, 0]
        _, leads, group = np.unique(keys, return_index=True, return_inverse=True)
        lead = leads[group]
        alike = np.flatnonzero((lead < first) & (lead < np.arange(count)))
        if len(alike):
            shares = (signatures[alike] == signatures[lead[alike]]).mean(axis=1)
            near = alike[shares >= ALIKE]
            first[near] = lead[near]
    found = {}
    for place in range(count):
        lead = first[place]
        if lead != place:
            root = first[lead]  # a copy of a copy is a copy of the first, if it was told to be one
            found[ids[place]] = ids[root]
    return found


def among(texts: Mapping[str, str]) -> dict[str, str]:
    """``copies`` of texts by their ids, the earliest first."""
    if len(texts) < 2:
        return {}
    return find_near_duplicates(list(texts), np.vstack([_signature_of(text) for text in texts.values()]))


@lru_cache(maxsize=512)
def _signature_of(text: str) -> np.ndarray[Any, np.dtype[np.uint64]]:
    return signature(text)
