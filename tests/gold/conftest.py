"""What the gold tests share: each collection of texts in this repository is parsed once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import digests
import pytest

from onrecord import Tables, parse_many

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], list[Tables]]:
    """Gives the tables of each text of a collection, named as in ``benchmarks/digests.py``. Do not change them."""
    return cache(lambda name: list(parse_many(digests.repository()[name])))
