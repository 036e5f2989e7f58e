"""A classifier trained on what people have coded: it proposes a theme elsewhere, and a person accepts or refuses.

Method: logistic regression over TF-IDF of words and pairs of words and over static embeddings, cross-validated in
five folds. Nothing that it proposes is a coding until a person says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.errors import needs_extra
from onrecord.suggest.embeddings import embed_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

MIN_CODED = 40
"""Statements of a theme, coded by hand, that it takes to train a classifier."""
FOLDS = 5
MIN_PROBABILITY = 0.5
_MAX_WORDS = 5
_SEED = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement that a theme is proposed for: its number among the texts, how likely it is, the words behind it."""

    number: int
    probability: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainedTheme:
    """How good the classifier of a theme is, and what it proposes.

    Attributes:
        n_yes, n_no: statements coded by hand as having the theme, and as not having it.
        f1: cross-validated F1 of the classifier.
        keywords_f1: F1 of the codebook's terms on the same statements.
        proposals: the likeliest first; all are at least ``MIN_PROBABILITY``.
    """

    n_yes: int
    n_no: int
    f1: float
    keywords_f1: float
    proposals: tuple[Proposal, ...]


def explain_shortage(codes: Sequence[bool]) -> str | None:
    """What hand codes lack to train a classifier, in words; nothing where they suffice."""
    yes = sum(codes)
    if yes < MIN_CODED:
        return f"{yes} of the {MIN_CODED} statements needed are coded as having the theme."
    if len(codes) - yes < FOLDS:
        return f"Only {len(codes) - yes} statements are coded as not having it; at least {FOLDS} are needed to compare."
    return None


def train_classifier(
    texts: Sequence[str], codes: Sequence[bool], others: Sequence[str], *, keywords: Sequence[bool] | None = None
) -> TrainedTheme:
    """Train a classifier for a theme and propose the theme for other statements.

    Args:
        texts: statements that a person has coded.
        codes: whether each has the theme.
        others: statements that nobody has coded.
        keywords: whether the codebook's terms find the theme in each of ``texts``, to compare with.

    Raises ``ValueError`` with the reason where ``explain_shortage`` gives one. The same input gives the same result.
    """
    shortage = explain_shortage(codes)
    if shortage:
        raise ValueError(shortage)
    truth = np.array(codes, dtype=bool)
    return TrainedTheme(
        n_yes=int(truth.sum()),
        n_no=int((~truth).sum()),
        f1=compute_f1(truth, cross_validate(texts, truth)),
        keywords_f1=compute_f1(truth, np.array(keywords, dtype=bool)) if keywords is not None else 0.0,
        proposals=tuple(_propose(_fit(texts, truth), others)),
    )


def compute_f1(truth: Bools, found: Bools) -> float:
    """The harmonic mean of precision and recall; 0 where nothing was found."""
    hits = int((truth & found).sum())
    return 2 * hits / (int(truth.sum()) + int(found.sum())) if hits else 0.0


def cross_validate(texts: Sequence[str], truth: Bools, *, vectors: bool = True) -> Bools:
    """What is found in each text by a classifier that was trained on the other folds."""
    with needs_extra("suggest", "Training a classifier"):
        from sklearn.model_selection import StratifiedKFold

    found = np.zeros(len(truth), dtype=bool)
    for known, asked in StratifiedKFold(FOLDS, shuffle=True, random_state=_SEED).split(np.zeros(len(truth)), truth):
        model = _fit([texts[number] for number in known], truth[known], vectors=vectors)
        found[asked] = model.predict_proba([texts[number] for number in asked])[:, 1] >= MIN_PROBABILITY
    return found


def _fit(texts: Sequence[str], truth: Bools, *, vectors: bool = True) -> Any:
    """A pipeline of two steps: the features, words first, and the classifier."""
    with needs_extra("suggest", "Training a classifier"):
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union
        from sklearn.preprocessing import FunctionTransformer

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2 if len(texts) > 100 else 1)
    features = make_union(words, *([FunctionTransformer(embed_texts)] if vectors else []))
    model = make_pipeline(features, LogisticRegression(C=10, class_weight="balanced", max_iter=1000))
    try:
        return model.fit(texts, truth)
    except ValueError as error:  # no text has a word
        raise ValueError("The coded statements have no words to learn from.") from error


def _propose(model: Any, texts: Sequence[str]) -> list[Proposal]:
    if not texts:
        return []
    probabilities: Floats = model.predict_proba(texts)[:, 1]
    return [
        Proposal(number, round(float(probabilities[number]), 3), _explain(model, texts[number]))
        for number in np.argsort(-probabilities, kind="stable").tolist()
        if probabilities[number] >= MIN_PROBABILITY
    ]


def _explain(model: Any, text: str) -> tuple[str, ...]:
    """The words of a text that speak most for the theme; what the embedding adds has no words."""
    features, classifier = (step for _, step in model.steps)
    words = features.transformer_list[0][1]
    row = words.transform([text]).tocoo()
    weights = (row.data * classifier.coef_[0][row.col]).tolist()
    names = words.get_feature_names_out()
    ranked = sorted(zip(weights, row.col.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1]))
    return tuple(str(names[column]) for weight, column in ranked[:_MAX_WORDS] if weight > 0)
