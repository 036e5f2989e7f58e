"""Suggestions need the packages of an extra; without them the rest works, and the message names the extra."""

from __future__ import annotations

import sys

import pandas as pd
import pytest

from onrecord import Codebook
from onrecord.errors import MissingExtraError
from onrecord.suggest import classifier, embeddings, keyness


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*sys.modules, "sklearn", "wordfreq", "wordllama"]:
        if name.partition(".")[0] in ("sklearn", "wordfreq", "wordllama"):
            monkeypatch.setitem(sys.modules, name, None)
    embeddings._load_model.cache_clear()
    keyness._get_frequency.cache_clear()


@pytest.mark.usefixtures("without_extra")
def test_what_needs_the_extra_names_it(parsed) -> None:
    theme = Codebook.default().themes[0]
    codes = [True] * classifier.MIN_CODED + [False] * classifier.FOLDS
    calls = (
        lambda: keyness.find_key_terms(parsed[1], Codebook.default()),
        lambda: embeddings.sort_by_closeness(theme, pd.DataFrame({"term": ["tram"], "score": [1.0]})),
        lambda: classifier.train_classifier(["A tram."] * len(codes), codes, []),
    )
    for call in calls:
        with pytest.raises(MissingExtraError, match=r"pip install 'onrecord\[suggest\]'"):
            call()


@pytest.mark.usefixtures("without_extra")
def test_a_contrast_of_groups_needs_no_extra() -> None:
    found = keyness.contrast_groups(
        {"one": ["Water, clean water, more water"], "two": ["Tram by tram, no tram is a tram"]}
    )
    assert found["word"].tolist() == ["water", "tram"]
