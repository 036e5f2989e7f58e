"""What the page Read says beside an article."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.dashboard.charts import palette
from onrecord.dashboard.context import View
from onrecord.dashboard.presenters import reader
from onrecord.query import NOBODY, Collection, Filters, apply

TEXT = "The bridge was said to be unsafe. “We will act,” Marta Ruiz, a mayor, said. Ruiz said that the tram was late."


def view(text: str = TEXT) -> View:
    tables = onrecord.parse(text, article_id="a")
    return View(Collection.of(tables, {"a": text}), Filters(), palette.LIGHT, dark=False)


def test_each_statement_has_its_voice_and_without_a_source_it_is_unattributed() -> None:
    shown = view()
    voice = reader.voice_of(shown, shown.tables, apply(shown.tables, Filters(kind=("direct",))))
    found = [voice(row) for row in shown.tables.statements.itertuples()]
    assert [(one.key, one.name) for one in found] == [
        (NOBODY, "Unattributed"), ("marta-ruiz", "Marta Ruiz"), ("marta-ruiz", "Marta Ruiz"),
    ]  # fmt: skip
    assert [one.shown for one in found] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "kinds", "words"),
    [
        (TEXT, (), "3 statements by 1 speaker"),
        (TEXT, ("direct",), "1 of 3 statements by 1 speaker matches the filters"),
        ("The bridge was said to be unsafe.", (), "1 statement, unattributed"),
        ("It rained.", (), "0 statements"),
    ],
)
def test_the_summary_counts_what_is_said(text: str, kinds: tuple[str, ...], words: str) -> None:
    shown = view(text)
    part = apply(shown.tables, Filters(kind=kinds))
    assert reader.summary(shown, shown.tables, part, narrowed=bool(kinds)) == words
