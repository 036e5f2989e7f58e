"""What pages are built from, where it needs no page."""

from __future__ import annotations

import pandas as pd
import pytest

from onrecord.dashboard.components import prose, table_view


@pytest.mark.parametrize(
    ("rows", "tall"),
    [
        (pd.DataFrame({"name": ["Marta Ruiz", None], "n": [1, 2]}), False),
        (pd.DataFrame({"text": [pd.NA, "The tram was late, and the town had waited for it."]}, dtype="string"), True),
        (pd.DataFrame({"text": pd.Series([], dtype="string")}), False),
        (pd.DataFrame({"n": [10**40]}), True),
    ],
)
def test_rows_are_tall_where_words_need_a_second_line(rows: pd.DataFrame, tall: bool) -> None:
    assert (table_view.row_height(rows) is not None) == tall


def test_html_that_is_there_at_once_is_one_block_of_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("streamlit.markdown", lambda words, **_: drawn.append(words))
    prose.lead("A line\n\n# and *another*")
    assert "\n" not in drawn[0]
    assert drawn[0].startswith("<div>")
