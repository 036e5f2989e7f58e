"""The language of a text."""

from __future__ import annotations

import re

import py3langid

_MAX_SAMPLE = 20_000
"""Characters that are looked at."""
_MIN_LETTERS = 40


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language that ``text`` seems to be in; missing where it has too few letters to tell.

    Method: Lui and Baldwin (2012), langid.py, through py3langid.
    """
    sample = " ".join(re.findall(r"[^\W\d_]+", text[:_MAX_SAMPLE]))
    if len(sample) < _MIN_LETTERS:
        return None
    code: str = py3langid.classify(sample)[0]
    return code


def load_language_model() -> None:
    """Load the classifier, which else happens on first use and slows the first article down."""
    py3langid.classify("")
