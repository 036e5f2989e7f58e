"""Decisions on themes, of statements whose boundaries people have changed."""

from __future__ import annotations

from typing import Any

import pytest  # noqa: TC002 - the test is annotated with it

import onrecord
from onrecord.annotations import Correction, machine_values, row_key
from onrecord.dashboard import context
from onrecord.dashboard.charts import palette
from onrecord.dashboard.components import theme_override_form
from onrecord.dashboard.state import annotation_log
from onrecord.query import Filters

TEXT = "Marta Ruiz, head of the Harbour Institute, said that privacy matters and the tram was late."


def test_a_decision_is_of_the_place_that_the_machine_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is there whatever people make of the boundaries, and when they take that back."""
    tables = onrecord.parse(TEXT, article_id="a")
    row: Any = next(tables.statements.itertuples())
    spans = ((int(row.start), TEXT.index(" and the tram")),)
    said = Correction(
        "statements", "a", row_key("statements", row), "changed", machine_values("statements", row), (("spans", spans),)
    )
    ask = onrecord.Collection.of(tables, {"a": TEXT}, annotations=[said])
    view = context.View(ask=ask, filters=Filters(), palette=palette.LIGHT, dark=False)
    shown: Any = next(ask.rows("statements", Filters()).itertuples())
    assert shown.end < row.end
    made = theme_override_form.decision(view, shown, "privacy", holds=False)
    assert (made.start, made.end) == (row.start, row.end)
    monkeypatch.setattr(annotation_log, "theme_overrides", lambda: (made,))
    (here,) = theme_override_form.made_here(view)
    assert (here.start, here.end) == (shown.start, shown.end)
