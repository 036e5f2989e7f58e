"""Parse articles in parts: on one processor, on several, or on a Dask cluster.

A library and a batch folder are both filled this way. Articles that repeat an earlier one are left out, the others are
split into parts of ``PART_SIZE``, and each part is parsed and written as a whole.
"""

from __future__ import annotations

import contextlib
from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from onrecord.codebook import Codebook, Words
from onrecord.errors import LibraryError, needs_extra
from onrecord.parser import parse_with_words
from onrecord.process_pool import process_pool
from onrecord.store.near_duplicates import same_words
from onrecord.store.parquet import Folder
from onrecord.tables import Tables, frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import ProcessPoolExecutor
    from pathlib import Path

    import pandas as pd

    from onrecord.article import Article

PART_SIZE = 64
"""Articles in a part: some ten seconds of work, which is what an interruption costs."""
_MAX_RETRIES = 2
"""How often a part is parsed again after its process was killed (mostly because it was out of memory)."""


@dataclass(frozen=True, slots=True)
class PartJob:
    """Articles to be parsed into part ``number`` of a folder; without a codebook, by the packaged one."""

    number: int
    articles: tuple[Article, ...]
    folder: Path
    codebook: Codebook | None = None


@dataclass(frozen=True, slots=True)
class ParsedPart:
    """A part that has been written: its rows of ``articles``, and by id why other articles could not be parsed."""

    articles: pd.DataFrame
    failed: dict[str, str]
    n_statements: int


def skip_repeated(
    articles: Iterable[tuple[str, Article]],
    on_same: Callable[[str, str], None],
    on_taken_id: Callable[[str, str], None],
    *,
    find_same: Callable[[str], str | None] = lambda _: None,
    has_id: Callable[[str], bool] = lambda _: False,
) -> Iterator[tuple[str, Article]]:
    """Yield each article, with its name, unless an earlier one has the same words or the same id.

    Args:
        articles: each with its name.
        on_same: called with the names of an article and of the earlier one that has the same words.
        on_taken_id: called with the name and the id of an article whose id another one has.
        find_same: the name of an article that was there before, by the ``same_words`` of its text.
        has_id: whether an article of this id was there before.
    """
    names: dict[bytes, str] = {}
    ids: set[str] = set()
    for name, article in articles:
        words = same_words(article.text)
        key = bytes.fromhex(words)
        earlier = names.get(key) or find_same(words)
        if earlier is not None:
            on_same(name, earlier)
        elif article.article_id in ids or has_id(article.article_id):
            on_taken_id(name, article.article_id)
        else:
            names[key] = name
            ids.add(article.article_id)
            yield name, article


def split_into_parts(articles: Iterable[Article]) -> Iterator[tuple[Article, ...]]:
    """Yield the articles ``PART_SIZE`` at a time; the last part may be smaller."""
    remaining = iter(articles)
    while part := tuple(islice(remaining, PART_SIZE)):
        yield part


def parse_part(job: PartJob) -> ParsedPart:
    """Parse the articles of a job and write the part; an article that fails does not keep the others out."""
    parsed: list[tuple[Tables, Words]] = []
    articles: list[Article] = []
    failed: dict[str, str] = {}
    try:
        parsed = list(parse_with_words(job.articles, codebook=job.codebook))
        articles = list(job.articles)
    except Exception:  # noqa: BLE001 - whichever of them it is, the others are to be parsed
        for article in job.articles:
            try:
                parsed += parse_with_words([article], codebook=job.codebook)
                articles.append(article)
            except Exception as error:  # noqa: BLE001 - reported, with its article
                failed[article.article_id] = f"{type(error).__name__}: {error}"
    tables = Tables.concat(tables for tables, _ in parsed)
    if articles:
        Folder(job.folder).write(job.number, tables, Words.concat(words for _, words in parsed), articles)
    return ParsedPart(tables.articles, failed, len(tables.statements))


def parse_on_processes(jobs: Iterator[PartJob], processes: int) -> Iterator[tuple[PartJob, ParsedPart]]:
    """Parse jobs on this machine; yield each with its part as soon as that is written, so not always in order."""
    if processes <= 1:
        for job in jobs:
            yield job, parse_part(job)
        return
    kills: Counter[int] = Counter()
    again: deque[PartJob] = deque()
    while True:
        running: dict[Any, PartJob] = {}
        try:
            with process_pool(processes) as workers:
                retried = list(again)
                again.clear()
                yield from _parse_in_pool(workers, chain(retried, jobs), running, processes)
            return
        except BrokenProcessPool:
            # One of the running jobs killed its process; the pool does not say which, so it counts against each.
            for job in sorted(running.values(), key=lambda one: one.number):
                kills[job.number] += 1
                if kills[job.number] <= _MAX_RETRIES:
                    again.append(job)
                else:
                    yield job, _fail_killed(job)


def _parse_in_pool(
    workers: ProcessPoolExecutor, jobs: Iterator[PartJob], running: dict[Any, PartJob], processes: int
) -> Iterator[tuple[PartJob, ParsedPart]]:
    """Yield jobs with their parts; ``running`` holds the jobs that are not done, also when the pool breaks."""
    while True:
        for job in islice(jobs, 2 * processes - len(running)):
            running[workers.submit(parse_part, job)] = job
        if not running:
            return
        ready, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in sorted(ready, key=lambda one: running[one].number):
            part = future.result()
            yield running.pop(future), part


def parse_in_order(jobs: Iterator[PartJob], processes: int, first: int) -> Iterator[tuple[PartJob, ParsedPart]]:
    """Parse jobs on this machine whose numbers count up from ``first``; yield them in that order."""
    early: dict[int, tuple[PartJob, ParsedPart]] = {}
    for job, part in parse_on_processes(jobs, processes):
        early[job.number] = job, part
        while first in early:
            yield early.pop(first)
            first += 1


def parse_on_dask(
    jobs: Iterator[PartJob], processes: int, scheduler: str | None
) -> Iterator[tuple[PartJob, ParsedPart]]:
    """Parse jobs on a Dask cluster, or without a ``scheduler`` on Dask workers of this machine.

    Raises:
        LibraryError: no scheduler answers at that address.
        MissingExtraError: Dask is not installed.
    """
    with needs_extra("cluster", "A Dask cluster"):
        import distributed
        from distributed.scheduler import KilledWorker
    dask: Any = distributed  # which has no types
    with contextlib.ExitStack() as stack:
        cluster: Any = scheduler
        if scheduler is None:
            cluster = stack.enter_context(
                dask.LocalCluster(n_workers=processes, threads_per_worker=1, dashboard_address=None, memory_limit=0)
            )
        try:
            client = stack.enter_context(dask.Client(cluster, timeout="10s"))
        except (OSError, TimeoutError) as error:
            raise LibraryError(
                f"No Dask scheduler answers at {scheduler}. Start one, or leave --scheduler out."
            ) from error
        job_of: dict[str, PartJob] = {}

        def submit(job: PartJob) -> Any:
            key = f"onrecord-part-{job.number}"
            future = client.submit(parse_part, job, key=key, pure=False, retries=_MAX_RETRIES)
            job_of[future.key] = job
            return future

        at_a_time = 2 * max(processes, len(client.scheduler_info()["workers"]))
        running = dask.as_completed([submit(job) for job in islice(jobs, at_a_time)])
        for future in running:
            job = job_of.pop(future.key)
            try:
                yield job, future.result()
            except KilledWorker:
                yield job, _fail_killed(job)
            following = next(jobs, None)
            if following is not None:
                running.add(submit(following))


def _fail_killed(job: PartJob) -> ParsedPart:
    reason = "The process that parsed it was killed each time; it may need more memory than there is."
    failed = {article.article_id: reason for article in job.articles}
    return ParsedPart(frame_from_rows("articles", []), failed, 0)
