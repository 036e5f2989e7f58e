"""Full-text search: articles in which words occur, and the sentences that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.dashboard.text import attribution, escape
from onrecord.store import search_syntax

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from onrecord.dashboard.context import View
    from onrecord.query import Collection, Filters
    from onrecord.store import Library

_MAX_RANKED = 5_000
"""Articles that are ranked before the filters on articles apply."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that holds words searched for; ``html`` has them marked.

    ``statement`` is the row of ``statements`` that the first of them stands in, if any, ``speaker`` who makes it.
    """

    sentence_id: int
    html: str
    statement: Any = None
    speaker: str = ""


def articles(
    ask: Collection, query: str, filters: Filters, most: int, library: Library | None = None
) -> tuple[list[str], int]:
    """Ids of the articles in which all parts of ``query`` occur, the best first, and how many there are.

    Only the filters on articles apply. With a ``library`` that has a search index, its ranking decides.
    """
    if not search_syntax.split_query(query):
        return [], 0
    if library is None or library.is_batch:
        return ask.articles_with(
            [search_syntax.part_pattern(part, query) for part in search_syntax.split_query(query)], filters, most
        )
    ranked = library.search(query, most=_MAX_RANKED)
    if filters.on_articles.is_active:
        shown = ask.shown_among(filters, ranked)
        ranked = [article_id for article_id in ranked if article_id in shown]
        return ranked[:most], len(ranked)
    total = len(ranked) if len(ranked) < _MAX_RANKED else library.n_matching(query)
    return ranked[:most], total


def hits(ask: Collection, query: str, article_ids: list[str]) -> dict[str, list[Hit]]:
    """The sentences of these articles that hold any part of ``query``, in order."""
    pattern = search_syntax.compile_pattern(query)
    found: dict[str, list[Hit]] = {article_id: [] for article_id in article_ids}
    if pattern is None or not article_ids:
        return found
    tables = ask.tables_of(article_ids)
    inside: dict[tuple[str, int], list[Any]] = {}
    statements: Iterable[Any] = tables.statements.itertuples()
    sentences: Iterable[Any] = tables.sentences.itertuples()
    for row in statements:
        for number in range(int(row.sentence_id), int(row.last_sentence_id) + 1):
            inside.setdefault((row.article_id, number), []).append(row)
    for row in sentences:
        first = pattern.search(row.text)
        if first is None:
            continue
        place = row.start + first.start()
        near = inside.get((row.article_id, row.sentence_id), ())
        held = next((one for one in near if one.start <= place < one.end), None)
        speaker = held.speaker_id if held is not None and isinstance(held.speaker_id, str) else ""
        found[row.article_id].append(Hit(row.sentence_id, _marked(row.text, pattern), held, speaker))
    return found


def who_html(view: View, hit: Hit) -> str:
    """HTML of who says it, how that was found, and whether they deny it, to stand before the sentence."""
    if not hit.speaker:
        return ""
    about = [
        f"<b>{escape.html(view.name_of(hit.speaker))}</b>",
        attribution.inferred_html(hit.statement, view.bare_name_of(hit.speaker)),
        attribution.denial_html(hit.statement, leads=False),
    ]
    return f'<span class="or-meta">{" · ".join(filter(None, about))} · </span>'


def _marked(text: str, pattern: re.Pattern[str]) -> str:
    parts, end = [], 0
    for match in pattern.finditer(text):
        parts.append(f"{escape.html(text[end : match.start()])}<mark>{escape.html(match.group())}</mark>")
        end = match.end()
    return "".join(parts) + escape.html(text[end:])
