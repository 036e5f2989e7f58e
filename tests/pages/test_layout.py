"""The frame: chips for the filters in force."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"


@pytest.mark.parametrize(("query", "several"), [({"q": "streets"}, False), ({"q": "streets", "kind": "direct"}, True)])
def test_clearing_all_is_offered_for_several_filters(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, query: dict[str, str], several: bool
) -> None:
    path = tmp_path / "article.txt"
    path.write_text("Marta Ruiz said that the streets were dangerous.", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    labels = [button.label for button in app.run().button]
    assert ("Clear all" in labels) is several
