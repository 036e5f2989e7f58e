"""A rule that has two forms in the code, one for rows and one for columns, gives the same in both.

Filters and counts, in SQL and in pandas, are held together in test_collection.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Tables
from onrecord.codebook.coding import assign_statements
from onrecord.table_builder import _Locator
from onrecord.tables import frame_from_rows
from onrecord.types import Span, Statement

_EDGES = st.lists(st.integers(0, 30), min_size=2, max_size=6, unique=True).map(sorted)
_STATEMENTS = st.lists(_EDGES.map(lambda edges: [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]))
_PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda pair: Span(pair[0], sum(pair))))


def statement(spans: list[Span]) -> Statement:
    return Statement("indirect", tuple(spans), None, None, None, None, 1.0)


def innermost(statements: list[list[Span]], place: Span) -> set[int]:
    """The statements with the part that holds a place and begins last; of those, the shortest such part."""
    parts = [(span, n) for n, spans in enumerate(statements) for span in spans if span.covers(place)]
    best = max(((span.start, -span.end) for span, _ in parts), default=None)
    return {n for span, n in parts if (span.start, -span.end) == best}


@given(_STATEMENTS, _PLACES)
def test_the_innermost_statement_is_the_same_when_parsing_and_afterwards(
    statements: list[list[Span]], places: list[Span]
) -> None:
    speakers = [f"s{number}" for number in range(len(statements))]
    document: Any = SimpleNamespace(sentence_at=lambda _: SimpleNamespace(sentence_id=0))
    locator = _Locator(document, [statement(spans) for spans in statements], list(speakers))
    parsed = [locator.holder(place) for place in places]
    rows = [
        {"article_id": "a", "statement_id": number, "speaker_id": speakers[number], "start": spans[0].start,
         "end": spans[-1].end, "spans": [list(span) for span in spans], "negated": False}
        for number, spans in enumerate(statements)
    ]  # fmt: skip
    tables = Tables.concat([])
    frames = {
        "statements": frame_from_rows("statements", rows),
        "articles": frame_from_rows("articles", [{"article_id": "a"}]),
    }
    tables = Tables(**{**dict(tables), **frames})
    mentions = frame_from_rows(
        "figures", [{"article_id": "a", "start": place.start, "end": place.end} for place in places]
    )
    found = pd.DataFrame(assign_statements(tables, mentions))
    for place, row, again in zip(places, parsed, found.itertuples(), strict=True):
        holder = None if pd.isna(again.statement_id) else int(again.statement_id)
        assert holder == row["statement_id"]
        assert (None if holder is None else again.speaker_id) == row["speaker_id"]
        assert {holder} <= (innermost(statements, place) or {None})
