"""Learning from people's coding: a small classifier proposes a theme elsewhere, and a person accepts or refuses.

Method: logistic regression over TF-IDF of words and pairs of words and over static embeddings, cross-validated in
five folds. Nothing that it proposes is a coding until a person says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.suggest.embeddings import embed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

ENOUGH = 40
"""Statements of a theme, coded by hand, from which on it is worth learning."""
FOLDS = 5
LIKELY = 0.5
_WORDS = 5
_SEED = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement that a theme is proposed for: its number among the texts, how likely it is, the words behind it."""

    number: int
    chance: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned of a theme.

    Attributes:
        n_yes, n_no: statements coded by hand as having the theme, and as not having it.
        f1: cross-validated F1 of what was learned.
        keywords_f1: F1 of the codebook's terms on the same statements.
        proposals: the likeliest first; all are at least ``LIKELY``.
    """

    n_yes: int
    n_no: int
    f1: float
    keywords_f1: float
    proposals: tuple[Proposal, ...]


def can_learn(codes: Sequence[bool]) -> str | None:
    """What is missing before a theme can be learned from hand codes, in words; nothing where it can."""
    yes = sum(codes)
    if yes < ENOUGH:
        return f"{yes} of the {ENOUGH} statements that it takes are coded as having the theme."
    if len(codes) - yes < FOLDS:
        return f"Only {len(codes) - yes} statements are coded as not having it; at least {FOLDS} are needed to compare."
    return None


def learn(
    texts: Sequence[str], codes: Sequence[bool], others: Sequence[str], *, keywords: Sequence[bool] | None = None
) -> Lesson:
    """Learn a theme and propose it.

    Args:
        texts: statements that a person has coded.
        codes: whether each has the theme.
        others: statements that nobody has coded.
        keywords: whether the codebook's terms find the theme in each of ``texts``, to compare with.

    Raises ``ValueError`` with the reason where ``can_learn`` gives one. The same input gives the same lesson.
    """
    reason = can_learn(codes)
    if reason:
        raise ValueError(reason)
    truth = np.array(codes, dtype=bool)
    model = _Model.of(texts, truth)
    return Lesson(
        n_yes=int(truth.sum()),
        n_no=int((~truth).sum()),
        f1=f1(truth, held_out(texts, truth)),
        keywords_f1=f1(truth, np.array(keywords, dtype=bool)) if keywords is not None else 0.0,
        proposals=tuple(model.proposals(others)),
    )


def f1(truth: npt.NDArray[np.bool_], found: npt.NDArray[np.bool_]) -> float:
    """The harmonic mean of precision and recall; 0 where nothing was found."""
    hits = int((truth & found).sum())
    return 2 * hits / (int(truth.sum()) + int(found.sum())) if hits else 0.0


def held_out(texts: Sequence[str], truth: npt.NDArray[np.bool_], *, vectors: bool = True) -> npt.NDArray[np.bool_]:
    """What a model says of each text that has learned from the other folds."""
    from sklearn.model_selection import StratifiedKFold

    found = np.zeros(len(truth), dtype=bool)
    for known, asked in StratifiedKFold(FOLDS, shuffle=True, random_state=_SEED).split(np.zeros(len(truth)), truth):
        model = _Model.of([texts[number] for number in known], truth[known], vectors=vectors)
        found[asked] = model.chances([texts[number] for number in asked]) >= LIKELY
    return found


@dataclass(frozen=True, slots=True)
class _Model:
    vectoriser: Any
    classifier: Any
    vectors: bool

    @classmethod
    def of(cls, texts: Sequence[str], truth: npt.NDArray[np.bool_], *, vectors: bool = True) -> _Model:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2 if len(texts) > 100 else 1)
        try:
            vectoriser.fit(texts)
        except ValueError as error:  # no text has a word
            raise ValueError("The coded statements have no words to learn from.") from error
        model = cls(vectoriser, LogisticRegression(C=10, class_weight="balanced", max_iter=1000), vectors)
        model.classifier.fit(model.features(texts), truth)
        return model

    def features(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import csr_matrix, hstack

        words = self.vectoriser.transform(texts)
        return hstack([words, csr_matrix(embed(texts))]).tocsr() if self.vectors else words

    def chances(self, texts: Sequence[str]) -> Floats:
        found: Floats = self.classifier.predict_proba(self.features(texts))[:, 1]
        return found

    def proposals(self, texts: Sequence[str]) -> list[Proposal]:
        if not texts:
            return []
        chances = self.chances(texts)
        order = np.argsort(-chances, kind="stable")
        return [
            Proposal(int(number), round(float(chances[number]), 3), self.behind(texts[int(number)]))
            for number in order
            if chances[number] >= LIKELY
        ]

    def behind(self, text: str) -> tuple[str, ...]:
        """The words of a text that speak most for the theme; what the embedding adds has no words."""
        row = self.vectoriser.transform([text])
        weights = row.multiply(self.classifier.coef_[0][: row.shape[1]]).tocoo()
        names = self.vectoriser.get_feature_names_out()
        held = sorted(
            zip(weights.data.tolist(), weights.col.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1])
        )
        return tuple(str(names[column]) for weight, column in held[:_WORDS] if weight > 0)
