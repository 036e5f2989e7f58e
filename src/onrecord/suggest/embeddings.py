"""Closeness in meaning by static embeddings: it sorts suggestions and decides nothing.

The model is WordLlama's. It is read from the package's own folder, never fetched, in about a second once a process.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from onrecord.codebook.terms import write_plainly
from onrecord.errors import needs_extra

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from onrecord.codebook import Codebook, Theme
    from onrecord.tables import Tables

    Floats = npt.NDArray[np.float32]

VECTOR_SIZE = 256


def embed_texts(texts: Sequence[str]) -> Floats:
    """A vector of length one for each text, (texts, ``VECTOR_SIZE``); for a text without words, zeros."""
    if not texts:
        return np.zeros((0, VECTOR_SIZE), dtype=np.float32)
    readable = [text.encode("utf-8", "replace").decode() or " " for text in texts]
    vectors = np.nan_to_num(np.asarray(_load_model().embed(readable, norm=False), dtype=np.float32))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return found


def measure_closeness(texts: Sequence[str], theme: Theme) -> Floats:
    """The cosine of each text and the mean of a theme's label and terms, from -1 to 1, (texts,)."""
    mean = embed_texts(list_plain_terms(theme)).mean(axis=0)
    length = float(np.linalg.norm(mean))
    found: Floats = embed_texts(texts) @ (mean / length if length else mean)
    return found


def list_plain_terms(theme: Theme) -> list[str]:
    """A theme's label and terms as a person would say them, without the signs of the codebook."""
    return [theme.label, *map(write_plainly, theme.terms)]


def sort_by_closeness(theme: Theme, suggestions: pd.DataFrame, *, most: int = 20) -> pd.DataFrame:
    """The suggestions of ``find_key_terms`` that are closest in meaning to a theme, the closest first.

    Returns the columns of ``suggestions`` and ``closeness``, from -1 to 1.
    """
    if suggestions.empty:
        return suggestions.assign(closeness=pd.Series(dtype=float))
    close = measure_closeness(suggestions["term"].tolist(), theme)
    found = suggestions.assign(closeness=np.round(close.astype(float), 3))
    return found.sort_values(["closeness", "term"], ascending=[False, True], ignore_index=True).head(most)


def find_uncoded_statements(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """The statements of ``tables`` without a theme, those closest in meaning to some theme first.

    Returns rows of ``statements`` with two more columns: ``nearest``, the id of the closest theme in use, and
    ``closeness``, from -1 to 1.
    """
    mentions = tables.theme_mentions.dropna(subset="statement_id")
    coded = set(zip(mentions["article_id"], mentions["statement_id"], strict=True))
    statements = tables.statements
    keys = zip(statements["article_id"], statements["statement_id"], strict=True)
    left = statements[[key not in coded for key in keys]]
    themes = [theme for theme in codebook.themes if not theme.retired]
    if left.empty or not themes:
        return left.assign(nearest=pd.Series(dtype="string"), closeness=pd.Series(dtype=float))
    means = np.stack([embed_texts(list_plain_terms(theme)).mean(axis=0) for theme in themes])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    close = embed_texts(left["text"].tolist()) @ means.T
    found = left.assign(
        nearest=pd.array([themes[number].id for number in close.argmax(axis=1)], dtype="string"),
        closeness=np.round(close.max(axis=1).astype(float), 3),
    )
    return found.sort_values("closeness", ascending=False, kind="stable", ignore_index=True)


@cache
def _load_model() -> Any:
    with needs_extra("suggest", "Closeness in meaning"):
        from wordllama import WordLlama

    with as_file(files("wordllama")) as folder:
        return WordLlama.load(cache_dir=folder, disable_download=True)
