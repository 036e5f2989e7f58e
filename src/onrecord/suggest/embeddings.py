"""Static embeddings of short texts, which suggest and never decide: WordLlama, whose model ships in its package.

Nothing is fetched: the model is read from the package's own folder. It takes about a second, once per process.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

SIZE = 256
"""The length of a vector."""


def embed(texts: Sequence[str]) -> Floats:
    """A vector of length one for each text, (texts, ``SIZE``); of a text without words, zeros."""
    if not texts:
        return np.zeros((0, SIZE), dtype=np.float32)
    readable = [text.encode("utf-8", "replace").decode() or " " for text in texts]
    vectors = np.nan_to_num(np.asarray(_model().embed(readable, norm=False), dtype=np.float32))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return found


def closeness(texts: Sequence[str], others: Sequence[str]) -> Floats:
    """How close in meaning each text is to the middle of ``others``, from -1 to 1, (texts,)."""
    middle = embed(others).mean(axis=0) if others else np.zeros(SIZE, dtype=np.float32)
    length = float(np.linalg.norm(middle))
    found: Floats = embed(texts) @ (middle / length if length else middle)
    return found


@cache
def _model() -> Any:
    from wordllama import WordLlama

    with as_file(files("wordllama")) as folder:
        return WordLlama.load(cache_dir=folder, disable_download=True)
