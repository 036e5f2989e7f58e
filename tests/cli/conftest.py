"""An article for the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = (
    "Orchard law passes\n\nMina Talbot, head of the Growers' Union, said that prices would fall by 5 percent. "
    "“It is a start,” said Talbot.\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A text file with an article."""
    path = tmp_path / "orchard.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path
