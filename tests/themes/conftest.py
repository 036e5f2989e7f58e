from __future__ import annotations

import pytest

from onrecord import Article, Codebook
from onrecord.pipeline import parse_with_words

TEXT = """Town plans new trams

Marta Ruiz, head of the Harbour Institute, said that the trams were safe. “Trains and trams need rails,” Ruiz said.

Tom Hale said that the buses would stay. The rails were laid in spring.
"""
BOOK = Codebook.from_toml(
    """
id = "transport"
version = "1"
title = "Transport"
[[themes]]
id = "rail"
label = "Railways"
group = "Modes"
terms = ["tram", "train", "rail"]
exclude = ["rail against"]
[[themes]]
id = "road"
label = "Roads"
terms = ["bus", "road"]
"""
)


@pytest.fixture(scope="session")
def book() -> Codebook:
    return BOOK


@pytest.fixture(scope="session")
def parsed():
    """Tables and words of a small article under a small codebook."""
    return next(parse_with_words([Article(TEXT, "trams")], codebook=BOOK))
