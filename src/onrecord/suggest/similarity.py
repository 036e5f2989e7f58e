"""Growing a codebook: which standing-out words are close to a theme, and which statements have no theme yet.

Closeness is by static embeddings: it puts a list into a helpful order, and decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from onrecord.codebook.codebook import Codebook, Theme
from onrecord.codebook.matcher import Matcher
from onrecord.suggest.embeddings import closeness, embed

if TYPE_CHECKING:
    from onrecord.codebook.article_words import Words
    from onrecord.tables import Tables


def similar_terms(theme: Theme, suggestions: pd.DataFrame, *, most: int = 20) -> pd.DataFrame:
    """The suggestions of ``key_terms`` that are closest in meaning to a theme, the closest first.

    Returns the columns of ``suggestions`` and ``closeness``, from -1 to 1.
    """
    if suggestions.empty:
        return suggestions.assign(closeness=pd.Series(dtype=float))
    near = closeness(suggestions["term"].tolist(), spoken(theme))
    found = suggestions.assign(closeness=np.round(near.astype(float), 3))
    return found.sort_values(["closeness", "term"], ascending=[False, True], ignore_index=True).head(most)


def statements_without_theme(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """The statements of ``tables`` without a theme, those closest in meaning to some theme first.

    Returns rows of ``statements`` with two more columns: ``nearest``, the id of the closest theme in use, and
    ``closeness``, from -1 to 1.
    """
    held = tables.theme_mentions.dropna(subset="statement_id")
    coded = set(zip(held["article_id"], held["statement_id"], strict=True))
    statements = tables.statements
    keys = zip(statements["article_id"], statements["statement_id"], strict=True)
    left = statements[[key not in coded for key in keys]]
    themes = [theme for theme in codebook.themes if not theme.retired]
    if left.empty or not themes:
        return left.assign(nearest=pd.Series(dtype="string"), closeness=pd.Series(dtype=float))
    middles = np.stack([embed(spoken(theme)).mean(axis=0) for theme in themes])
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
    near = embed(left["text"].tolist()) @ middles.T
    best = near.argmax(axis=1)
    found = left.assign(
        nearest=pd.array([themes[number].id for number in best], dtype="string"),
        closeness=np.round(near.max(axis=1).astype(float), 3),
    )
    return found.sort_values("closeness", ascending=False, kind="stable", ignore_index=True)


def places_of(term: str, words: Words) -> pd.DataFrame:
    """Where a term stands, in the order of the text: ``article_id``, ``sentence_id``, ``start``, ``end``.

    Raises ``ValueError`` where it cannot be a term.
    """
    hits = Matcher([Theme("term", "Term", (term,))]).find(words)
    return pd.DataFrame(
        {
            "article_id": [words.articles[int(words.article[hit.first])] for hit in hits],
            "sentence_id": [int(words.sentence[hit.first]) for hit in hits],
            "start": [int(words.start[hit.first]) for hit in hits],
            "end": [int(words.end[hit.last]) for hit in hits],
        }
    )


def spoken(theme: Theme) -> list[str]:
    """A theme's label and terms as a person would say them, without the signs of the codebook."""
    plain = [term.partition(" N")[0].replace("*", "").replace("!", "") for term in theme.terms]
    return [theme.label, *plain]
