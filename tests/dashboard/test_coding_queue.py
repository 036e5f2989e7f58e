"""What was coded by hand, what is left, and in which order it is asked for."""

from __future__ import annotations

import onrecord
from onrecord.annotations import ThemeOverride
from onrecord.codebook import edit
from onrecord.dashboard.presenters import coding_queue

TEXT = (
    "Ann Roe said that the tram was late. Tom Hale said that the cake was sweet. Eve Lund said that rails were laid.\n"
)
BOOK = edit.new_codebook(title="Transport", label="Rail", terms=["tram"])
TABLES = onrecord.parse(TEXT, article_id="a", codebook=BOOK)


def about(number: int, *, holds: bool, theme_id: str = "rail") -> ThemeOverride:
    row = TABLES.statements.iloc[number]
    return ThemeOverride("a", int(row["start"]), int(row["end"]), theme_id, holds, row["text"])


def test_codes_stand_beside_what_the_terms_find() -> None:
    made = [about(0, holds=True), about(1, holds=False), about(2, holds=True), about(1, holds=True, theme_id="sea")]
    rows = coding_queue.coded(TABLES, made, "rail")
    assert rows["code"].tolist() == [True, False, True]
    assert rows["keyword"].tolist() == [True, False, False]


def test_what_is_decided_or_found_is_not_proposed() -> None:
    assert coding_queue.uncoded(TABLES, [about(1, holds=False)], "rail")["statement_id"].tolist() == [2]


def test_the_queue_asks_for_likely_and_unlikely_in_turn_and_for_nothing_twice() -> None:
    theme = edit.get_theme(BOOK, "rail")
    order = coding_queue.queue(TABLES, [], theme)["statement_id"].tolist()
    assert sorted(order) == [0, 1, 2]
    assert order[1] == 1, "the least likely is asked for second"
    assert coding_queue.queue(TABLES, [about(0, holds=True)], theme)["statement_id"].tolist() != order
    assert coding_queue.queue(TABLES, [about(n, holds=True) for n in range(3)], theme).empty
