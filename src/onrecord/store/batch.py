"""A collection into a folder of Parquet tables: on one machine or on a cluster, resumed where it was interrupted.

The folder holds the tables as ``parts`` says, and beside them ``parts/000001.json`` for each part that is complete (its
articles, and why others failed), ``codebook.toml``, and when the run is over ``report.json`` and ``failures.csv``. The
same input gives the same folder, whatever the number of processes and however often it was interrupted: articles are
dealt to parts in the order of the input, and a part without its JSON file does not count.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from onrecord.article import Article
from onrecord.codebook import Codebook
from onrecord.errors import CodebookError, LibraryError, needs_extra
from onrecord.process_pool import process_pool
from onrecord.store import near_duplicates
from onrecord.store.parquet import Folder, sync
from onrecord.store.parse_job import PART, Done, Job, parse_part
from onrecord.store.sqlite import lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import ProcessPoolExecutor

    from onrecord.io import Unread

Engine = Literal["processes", "dask"]
_BOOK = "codebook.toml"
_TRIES = 2
"""How often a part is tried whose process was killed (mostly for want of memory)."""


@dataclass
class Report:
    """What came of a run.

    Attributes:
        articles: articles in the folder, those of earlier runs included.
        resumed: of these, articles that an earlier run had done.
        same: inputs whose words another input has; each is counted once.
        failed: (name, reason) of what could not be read or parsed.
    """

    articles: int = 0
    resumed: int = 0
    same: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def run(
    inputs: Iterable[tuple[str, Article | Unread]],
    folder: str | Path,
    *,
    codebook: Codebook | None = None,
    processes: int = 1,
    engine: Engine = "processes",
    scheduler: str | None = None,
    progress: Callable[[Report], None] | None = None,
) -> Report:
    """Parse ``inputs`` into ``folder``; run it again with the same inputs to resume.

    Args:
        inputs: what was read, each with its name for people; taken as it is needed.
        folder: where the tables go; made where it is missing. On a cluster, a place that all its machines see.
        codebook: the themes to look for; by default the packaged one. A folder keeps to the codebook it began with.
        processes: how many parse at a time, on this machine.
        engine: ``processes``, or ``dask`` (needs ``onrecord[cluster]``).
        scheduler: the address of a Dask scheduler; without one, Dask starts ``processes`` workers on this machine.
        progress: called after each part.

    Raises:
        LibraryError: the folder cannot be written to, belongs to something else, or another run writes to it.
        MissingExtraError: Dask is asked for and not installed.
    """
    path = Path(folder)
    book = codebook or Codebook.default()
    with _held(path):
        _keep_to(path, book)
        (path / "parts").mkdir(exist_ok=True)
        Folder(path).sweep(_manifests(path))
        run_ = _Run(path, book, Report(), progress)
        jobs = run_.jobs(inputs)
        parsed = _on_dask(jobs, processes, scheduler) if engine == "dask" else _on_processes(jobs, processes)
        for job, done in parsed:
            run_.commit(job, done)
        run_.finish()
        return run_.report


def committed(folder: Path) -> list[int]:
    """The parts that are complete, in order. Raises ``LibraryError`` where the folder is none of a batch."""
    if not (folder / _BOOK).is_file():
        raise LibraryError(
            f"{folder} is not a folder that onrecord batch wrote. Name a library's file, or such a folder."
        )
    return sorted(number for number, held in _manifests(folder).items() if held["articles"])


def codebook_of(folder: Path) -> Codebook:
    """The codebook that a folder was coded by."""
    try:
        return Codebook.from_toml((folder / _BOOK).read_text(encoding="utf-8"))
    except (OSError, CodebookError) as error:
        raise LibraryError(f"{folder / _BOOK} cannot be read: {error}") from error


def _manifests(folder: Path) -> dict[int, dict[str, Any]]:
    found = {}
    for file in sorted((folder / "parts").glob("*.json")):
        if file.stem.isdigit():
            found[int(file.stem)] = json.loads(file.read_text(encoding="utf-8"))
    return found


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder, for this process alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("a+")
    except OSError as error:
        raise LibraryError(f"{folder} cannot be written to: {error.strerror}. Choose another with --out.") from error
    with file:
        try:
            lock(file)
        except OSError as error:
            raise LibraryError(
                f"Another run is writing to {folder}. Wait for it, or choose another with --out."
            ) from error
        yield


def _keep_to(folder: Path, book: Codebook) -> None:
    if (folder / _BOOK).is_file():
        known = codebook_of(folder)
        if known.citation != book.citation:
            raise LibraryError(
                f"{folder} was begun with the codebook {known.citation}, and this run asks for {book.citation}. Give "
                "the same one, or another folder with --out."
            )
        return
    if any(entry.name != ".lock" for entry in folder.iterdir()):
        raise LibraryError(f"{folder} holds other files. Choose a new or an empty folder with --out.")
    _put(folder / _BOOK, book.to_toml())


def _put(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    import os

    beside = path.with_suffix(path.suffix + ".writing")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync(path.parent)


def _digest(articles: Iterable[Article]) -> str:
    return hashlib.sha256("\n".join(article.article_id for article in articles).encode()).hexdigest()


@dataclass
class _Run:
    folder: Path
    book: Codebook
    report: Report
    progress: Callable[[Report], None] | None
    names: dict[str, str] = field(default_factory=dict)

    def jobs(self, inputs: Iterable[tuple[str, Article | Unread]]) -> Iterator[Job]:
        """What is left to do. A part keeps its number over runs, and so its articles, if the input is the same."""
        known = _manifests(self.folder)
        done = {article_id for held in known.values() for article_id in held["articles"]}
        gone = {article_id for held in known.values() for article_id in held["failed"]}
        number = 1
        waiting: list[Article] = []
        late: list[Article] = []
        for article in self._distinct(inputs):
            waiting.append(article)
            if len(waiting) == PART:
                yield from self._job(number, waiting, known, late, done | gone)
                number, waiting = number + 1, []
        if waiting:
            yield from self._job(number, waiting, known, late, done | gone)
        number = max([number, *known]) + 1
        for at in range(0, len(late), PART):
            yield self._made(number, late[at : at + PART])
            number += 1

    def _job(
        self,
        number: int,
        articles: list[Article],
        known: dict[int, dict[str, Any]],
        late: list[Article],
        done: set[str],
    ) -> Iterator[Job]:
        held = known.get(number)
        if held is None:
            new = [article for article in articles if article.article_id not in done]
            if new:
                yield self._made(number, new)
        elif held["digest"] != _digest(articles):  # the input has changed: what is new goes behind all else
            late += [article for article in articles if article.article_id not in done]
        resumed = [article for article in articles if article.article_id in done]
        if resumed:
            self.report.resumed += len(resumed)
            failed = {key: why for entry in known.values() for key, why in entry["failed"].items()}
            lost = [article.article_id for article in resumed if article.article_id in failed]
            self.report.articles += len(resumed) - len(lost)
            self.report.resumed -= len(lost)
            for key in lost:
                self._failed(key, failed[key])
            for article in resumed:
                self.names.pop(article.article_id, None)
            self._tell()

    def _failed(self, key: str, why: str) -> None:
        name = self.names.get(key, key)
        self.report.failed.append((name, f"{name}: {why}"))

    def _made(self, number: int, articles: list[Article]) -> Job:
        return Job(number, tuple(articles), str(self.folder), self.book)

    def _distinct(self, inputs: Iterable[tuple[str, Article | Unread]]) -> Iterator[Article]:
        seen: dict[bytes, str] = {}
        ids: set[str] = set()
        for name, item in inputs:
            if not isinstance(item, Article):
                self.report.failed.append((name, str(item)))
                continue
            words = bytes.fromhex(near_duplicates.same_words(item.text))
            if words in seen:
                self.report.same.append((name, seen[words]))
            elif item.article_id in ids:
                self.report.failed.append((name, f"{name}: another article has the id {item.article_id}."))
            else:
                seen[words] = name
                ids.add(item.article_id)
                self.names[item.article_id] = name
                yield item

    def commit(self, job: Job, done: Done) -> None:
        """Say that a part is complete."""
        held = {
            "digest": _digest(job.articles),
            "articles": done.articles["article_id"].tolist(),
            "failed": done.failed,
            "n_statements": done.n_statements,
        }
        _put(self.folder / "parts" / f"{done.number:06d}.json", json.dumps(held, ensure_ascii=False))
        self.report.articles += len(done.articles)
        for key, why in done.failed.items():
            self._failed(key, why)
        for article in job.articles:
            self.names.pop(article.article_id, None)
        self._tell()

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(self.report)

    def finish(self) -> None:
        """Write what the run came to."""
        manifests = _manifests(self.folder)
        numbers = {
            "articles": sum(len(held["articles"]) for held in manifests.values()),
            "statements": sum(held["n_statements"] for held in manifests.values()),
            "failed": len(self.report.failed),
            "same": len(self.report.same),
            "codebook": self.book.citation,
        }
        _put(self.folder / "report.json", json.dumps(numbers, indent=2, ensure_ascii=False) + "\n")
        sheet = io.StringIO(newline="")
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(["name", "reason"])
        writer.writerows(self.report.failed)
        _put(self.folder / "failures.csv", sheet.getvalue())


def _killed(job: Job) -> Done:
    """What becomes of articles whose process was killed again and again."""
    from onrecord.tables import frame_from_rows

    reason = "The process that parsed it was killed each time; it may need more memory than there is."
    failed = {article.article_id: reason for article in job.articles}
    return Done(job.number, frame_from_rows("articles", []), failed, 0)


def _on_processes(jobs: Iterator[Job], processes: int) -> Iterator[tuple[Job, Done]]:
    if processes <= 1:
        for job in jobs:
            yield job, parse_part(job)
        return
    tries: Counter[int] = Counter()
    again: deque[Job] = deque()
    while True:
        running: dict[Any, Job] = {}
        try:
            with process_pool(processes) as workers:
                waiting = list(again)
                again.clear()
                yield from _in_pool(workers, chain(waiting, jobs), running, processes)
            return
        except BrokenProcessPool:
            # One of the running jobs killed its process; which one is not told, so each of them has one try less.
            for job in sorted(running.values(), key=lambda one: one.number):
                tries[job.number] += 1
                if tries[job.number] <= _TRIES:
                    again.append(job)
                else:
                    yield job, _killed(job)


def _in_pool(
    workers: ProcessPoolExecutor, jobs: Iterator[Job], running: dict[Any, Job], processes: int
) -> Iterator[tuple[Job, Done]]:
    """Jobs as they are done; ``running`` holds those that are not."""
    while True:
        for job in islice(jobs, 2 * processes - len(running)):
            running[workers.submit(parse_part, job)] = job
        if not running:
            return
        ready, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in sorted(ready, key=lambda one: running[one].number):
            result = future.result()
            yield running.pop(future), result


def _on_dask(jobs: Iterator[Job], processes: int, scheduler: str | None) -> Iterator[tuple[Job, Done]]:
    with needs_extra("cluster", "A Dask cluster"):
        import distributed
        from distributed.scheduler import KilledWorker
    dask: Any = distributed  # which has no types
    with contextlib.ExitStack() as stack:
        if scheduler is None:
            where: Any = stack.enter_context(
                dask.LocalCluster(n_workers=processes, threads_per_worker=1, dashboard_address=None, memory_limit=0)
            )
        else:
            where = scheduler
        try:
            client = stack.enter_context(dask.Client(where, timeout="10s"))
        except (OSError, TimeoutError) as error:
            raise LibraryError(
                f"No Dask scheduler answers at {scheduler}. Start one, or leave --scheduler out."
            ) from error
        known: dict[str, Job] = {}

        def submit(job: Job) -> Any:
            future = client.submit(parse_part, job, key=f"onrecord-part-{job.number}", pure=False, retries=_TRIES)
            known[future.key] = job
            return future

        room = 2 * max(processes, len(client.scheduler_info()["workers"]))
        running = dask.as_completed([submit(job) for job in islice(jobs, room)])
        for future in running:
            job = known.pop(future.key)
            try:
                yield job, future.result()
            except KilledWorker:
                yield job, _killed(job)
            following = next(jobs, None)
            if following is not None:
                running.add(submit(following))
