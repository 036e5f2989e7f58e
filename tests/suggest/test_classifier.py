"""Learning a theme: enough examples, an honest score, proposals with their reasons, the same each time."""

from __future__ import annotations

import random

import numpy as np
import pytest

from onrecord.suggest.classifier import FOLDS, MIN_CODED, compute_f1, explain_shortage, train_classifier


def sentences(words: tuple[str, ...], number: int, seed: int) -> list[str]:
    chosen = random.Random(seed)
    others = ("house", "street", "morning", "plan", "talk", "paper")
    return [f"The {chosen.choice(words)} was in the {chosen.choice(others)} for {n} days." for n in range(number)]


YES = sentences(("tariff", "export", "customs"), 60, 1)
NO = sentences(("goalkeeper", "referee", "stadium"), 60, 2)
CODES = [True] * len(YES) + [False] * len(NO)


def test_what_was_learned_is_proposed_with_its_reasons() -> None:
    others = ["The export of wheat fell.", "The referee blew his whistle.", "A customs office opened."]
    lesson = train_classifier(YES + NO, CODES, others, keywords=["tariff" in text for text in YES + NO])
    assert [others[proposal.number] for proposal in lesson.proposals] == [others[0], others[2]] or [
        others[proposal.number] for proposal in lesson.proposals
    ] == [others[2], others[0]]
    reasons = {proposal.number: proposal.words for proposal in lesson.proposals}
    assert "export" in reasons[0]
    assert "customs" in reasons[2]
    assert (lesson.n_yes, lesson.n_no) == (60, 60)
    assert lesson.f1 > 0.95
    assert 0.2 < lesson.keywords_f1 < lesson.f1


def test_noise_is_not_learned() -> None:
    """The score is of held-out statements: codes that mean nothing cannot be told."""
    chosen = random.Random(3)
    codes = [chosen.random() < 0.5 for _ in YES + NO]
    assert train_classifier(YES + NO, codes, []).f1 < 0.7


def test_the_same_coding_gives_the_same_lesson() -> None:
    assert train_classifier(YES + NO, CODES, NO[:5] + YES[:5]) == train_classifier(YES + NO, CODES, NO[:5] + YES[:5])


@pytest.mark.parametrize(
    ("yes", "no", "reason"),
    [
        (0, 0, f"0 of the {MIN_CODED}"),
        (MIN_CODED - 1, 90, f"{MIN_CODED - 1} of the {MIN_CODED}"),
        (MIN_CODED, FOLDS - 1, "at least 5"),
    ],
)
def test_too_little_is_said_in_words(yes: int, no: int, reason: str) -> None:
    codes = [True] * yes + [False] * no
    assert reason in str(explain_shortage(codes))
    with pytest.raises(ValueError, match=reason):
        train_classifier(["text"] * len(codes), codes, [])


def test_enough_is_enough() -> None:
    assert explain_shortage([True] * MIN_CODED + [False] * FOLDS) is None


def test_texts_without_words_are_refused_in_words() -> None:
    codes = [True] * MIN_CODED + [False] * FOLDS
    with pytest.raises(ValueError, match="no words to learn from"):
        train_classifier(["…"] * len(codes), codes, [])


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    truth, found = np.array([True, True, True, False]), np.array([True, True, False, True])
    assert compute_f1(truth, found) == pytest.approx(2 / 3)
    assert compute_f1(truth, ~truth) == 0
