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

MIN_SHARED = 0.7
"""Near copies share at least this part of their runs of words, as signatures estimate it (give or take 0.06)."""

_HASHES = 64
_BANDS = 16
_RUN = 4
_WORD = re.compile(r"\w+")


def same_words(text: str) -> str:
    """A key of a text (SHA-256, hexadecimal) that texts share if they are equal but for white space."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def make_signature(text: str) -> Signatures:
    """The MinHash signature of a text: ``_HASHES`` numbers. Fewer than four words count as one run."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    minhash = _empty_minhash().copy()
    minhash.update_batch([run.encode() for run in sorted(runs)])
    return np.asarray(minhash.hashvalues, dtype=np.uint64)


@cache
def _empty_minhash() -> Any:
    from datasketch import MinHash  # takes most of a second, which not every use of the package needs

    return MinHash(num_perm=_HASHES, seed=1)


def stack_signatures(rows: Sequence[bytes]) -> Signatures:
    """An array with a signature in each row, from their bytes."""
    return np.frombuffer(b"".join(rows), dtype=np.uint64).reshape(-1, _HASHES)


def find_near_duplicates(ids: Sequence[str], signatures: Signatures) -> dict[str, str]:
    """Map the id of each article that is a near copy to the id of the first article that it is a copy of.

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
        candidates = np.flatnonzero((lead < first) & (lead < np.arange(count)))
        if len(candidates):
            shares = (signatures[candidates] == signatures[lead[candidates]]).mean(axis=1)
            near = candidates[shares >= MIN_SHARED]
            first[near] = lead[near]
    # A copy of a copy is a copy of the first article.
    return {ids[copy]: ids[first[first[copy]]] for copy in range(count) if first[copy] != copy}


def find_near_copies(texts: Mapping[str, str]) -> dict[str, str]:
    """Do the same as ``find_near_duplicates`` for texts by their ids, the earliest first."""
    if len(texts) < 2:
        return {}
    return find_near_duplicates(list(texts), np.vstack([_remember_signature(text) for text in texts.values()]))


_remember_signature = lru_cache(maxsize=512)(make_signature)
