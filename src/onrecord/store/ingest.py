"""Adding to a library: what is new among articles, dealt to parts and parsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.article import Article
from onrecord.process_pool import map_in_order
from onrecord.store import near_duplicates
from onrecord.store.parse_job import PART, Done, Job, parse_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from onrecord.store.sqlite import Store


@dataclass
class Added:
    """What became of articles that were added, by id.

    Attributes:
        added: the new ones, in order.
        same: those whose words are in the library already, with the id of the article that has them.
        copies: of the new ones, those nearly the same as an article that was there before, with its id.
        failed: those that could not be parsed, with the reason.
    """

    added: list[str] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def jobs(articles: Iterable[Article | tuple[str, str]], store: Store, folder: Path, report: Added) -> Iterator[Job]:
    """Jobs of the articles that the library does not have yet; what it has is put into ``report``."""
    number = store.next_part()
    waiting: list[Article] = []
    seen: dict[str, str] = {}
    ids: set[str] = set()
    for item in articles:
        article = item if isinstance(item, Article) else Article(item[1], item[0])
        words = near_duplicates.same_words(article.text)
        known = seen.get(words) or store.holding(words)
        if known is not None:
            report.same[article.article_id] = known
            continue
        if article.article_id in ids or store.holds(article.article_id):
            report.failed[article.article_id] = "Another article has this id. Leave the id out, or give another."
            continue
        seen[words] = article.article_id
        ids.add(article.article_id)
        waiting.append(article)
        if len(waiting) == PART:
            yield Job(number, tuple(waiting), str(folder))
            number, waiting = number + 1, []
    if waiting:
        yield Job(number, tuple(waiting), str(folder))


def parsed(jobs: Iterator[Job], processes: int) -> Iterator[tuple[Job, Done]]:
    """Jobs with what came of them, in order."""
    if processes > 1:
        yield from map_in_order(parse_part, jobs, processes)
    else:
        for job in jobs:
            yield job, parse_part(job)
