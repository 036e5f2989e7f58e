"""A collection into a folder of Parquet tables: on one machine or on a cluster, resumed where it was interrupted.

The folder holds the tables as ``parquet`` says, and beside them ``parts/000001.json`` for each complete part (its
articles, and why others failed), ``codebook.toml``, and when the run is over ``report.json`` and ``failures.csv``. The
same input gives the same folder, whatever the number of processes and however often it was interrupted: articles are
split into parts in the order of the input, and a part without its JSON file does not count.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from onrecord.article import Article
from onrecord.codebook import Codebook
from onrecord.errors import CodebookError, LibraryError
from onrecord.store.parquet import Folder, sync
from onrecord.store.parse_parts import (
    ParsedPart,
    PartJob,
    parse_on_dask,
    parse_on_processes,
    skip_repeated,
    split_into_parts,
)
from onrecord.store.sqlite import lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onrecord.io import Unread

Engine = Literal["processes", "dask"]
_CODEBOOK = "codebook.toml"


@dataclass
class Report:
    """What a run has done.

    Attributes:
        articles: articles in the folder, those of earlier runs included.
        resumed: of these, articles that an earlier run had done.
        same: (name, name) of inputs with the words of an earlier input, and of that one; they are counted once.
        failed: (name, reason) of inputs that could not be read or parsed.
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
        inputs: articles, or why a file could not be read, each with its name for people; taken as needed.
        folder: where the tables go; created if missing. On a cluster, a place that all its machines see.
        codebook: the themes to look for; by default the packaged one. A folder keeps to the codebook it began with.
        processes: how many parse at a time, on this machine.
        engine: ``processes``, or ``dask`` (needs ``onrecord[cluster]``).
        scheduler: the address of a Dask scheduler; without one, Dask starts ``processes`` workers on this machine.
        progress: called after each part.

    Returns:
        What this run and earlier ones have done.

    Raises:
        LibraryError: the folder cannot be written to, belongs to something else, or another run writes to it.
        MissingExtraError: Dask is asked for and not installed.
    """
    path = Path(folder)
    book = codebook or Codebook.default()
    with _lock_folder(path):
        _check_codebook(path, book)
        (path / "parts").mkdir(exist_ok=True)
        Folder(path).sweep(_read_manifests(path))
        batch = _Run(path, book, Report(), progress)
        jobs = batch.find_jobs(inputs)
        parsed = parse_on_dask(jobs, processes, scheduler) if engine == "dask" else parse_on_processes(jobs, processes)
        for job, part in parsed:
            batch.commit(job, part)
        batch.write_report()
        return batch.report


def committed(folder: Path) -> list[int]:
    """The numbers of the complete parts, in order. Raises ``LibraryError`` if no batch wrote the folder."""
    if not (folder / _CODEBOOK).is_file():
        raise LibraryError(
            f"{folder} is not a folder that onrecord batch wrote. Name a library's file, or such a folder."
        )
    return sorted(number for number, manifest in _read_manifests(folder).items() if manifest["articles"])


def codebook_of(folder: Path) -> Codebook:
    """The codebook of a batch folder. Raises ``LibraryError`` if it cannot be read."""
    try:
        return Codebook.from_toml((folder / _CODEBOOK).read_text(encoding="utf-8"))
    except (OSError, CodebookError) as error:
        raise LibraryError(f"{folder / _CODEBOOK} cannot be read: {error}") from error


def _read_manifests(folder: Path) -> dict[int, dict[str, Any]]:
    """The JSON files of the complete parts, by the part's number."""
    files = sorted((folder / "parts").glob("*.json"))
    return {int(file.stem): json.loads(file.read_text(encoding="utf-8")) for file in files if file.stem.isdigit()}


@contextlib.contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Create the folder if it is missing, and let no other process write to it meanwhile."""
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


def _check_codebook(folder: Path, book: Codebook) -> None:
    """Write the codebook to a new folder; raise ``LibraryError`` if the folder has another one, or other files."""
    if (folder / _CODEBOOK).is_file():
        first = codebook_of(folder)
        if first.citation != book.citation:
            raise LibraryError(
                f"{folder} was begun with the codebook {first.citation}, and this run asks for {book.citation}. Give "
                "the same one, or another folder with --out."
            )
        return
    if any(entry.name != ".lock" for entry in folder.iterdir()):
        raise LibraryError(f"{folder} holds other files. Choose a new or an empty folder with --out.")
    _write(folder / _CODEBOOK, book.to_toml())


def _write(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
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
    """By id, the names of articles that are not done."""

    def find_jobs(self, inputs: Iterable[tuple[str, Article | Unread]]) -> Iterator[PartJob]:
        """Yield what is left to do. With the same input, a part has the same number and articles in every run."""
        manifests = _read_manifests(self.folder)
        parsed = {article_id for manifest in manifests.values() for article_id in manifest["articles"]}
        failed = {key: reason for manifest in manifests.values() for key, reason in manifest["failed"].items()}
        done = parsed | failed.keys()
        late: list[Article] = []
        last = 0
        for number, articles in enumerate(split_into_parts(self._find_distinct(inputs)), 1):
            last = number
            new = [article for article in articles if article.article_id not in done]
            resumed = [article.article_id for article in articles if article.article_id in done]
            if number in manifests:
                if manifests[number]["digest"] != _digest(articles):  # the input has changed: new articles come last
                    late += new
            elif new:
                yield PartJob(number, tuple(new), self.folder, self.book)
            if resumed:
                lost = {key: failed[key] for key in resumed if key in failed}
                self.report.resumed += len(resumed) - len(lost)
                self._count(len(resumed) - len(lost), lost, resumed)
        for number, articles in enumerate(split_into_parts(late), max([last, *manifests]) + 1):
            yield PartJob(number, articles, self.folder, self.book)

    def _find_distinct(self, inputs: Iterable[tuple[str, Article | Unread]]) -> Iterator[Article]:
        def find_read() -> Iterator[tuple[str, Article]]:
            for name, item in inputs:
                if isinstance(item, Article):
                    yield name, item
                else:
                    self.report.failed.append((name, str(item)))

        def report_same(name: str, earlier: str) -> None:
            self.report.same.append((name, earlier))

        def report_taken_id(name: str, article_id: str) -> None:
            self.report.failed.append((name, f"{name}: another article has the id {article_id}."))

        for name, article in skip_repeated(find_read(), report_same, report_taken_id):
            self.names[article.article_id] = name
            yield article

    def _count(self, n_parsed: int, failed: dict[str, str], done: Iterable[str]) -> None:
        """Add articles to the report, and forget the names of those that are done."""
        self.report.articles += n_parsed
        for key, reason in failed.items():
            name = self.names.get(key, key)
            self.report.failed.append((name, f"{name}: {reason}"))
        for key in done:
            self.names.pop(key, None)
        if self.progress is not None:
            self.progress(self.report)

    def commit(self, job: PartJob, part: ParsedPart) -> None:
        """Record that a part is complete."""
        manifest = {
            "digest": _digest(job.articles),
            "articles": part.articles["article_id"].tolist(),
            "failed": part.failed,
            "n_statements": part.n_statements,
        }
        _write(self.folder / "parts" / f"{job.number:06d}.json", json.dumps(manifest, ensure_ascii=False))
        self._count(len(part.articles), part.failed, [article.article_id for article in job.articles])

    def write_report(self) -> None:
        """Write ``report.json`` and ``failures.csv``."""
        manifests = _read_manifests(self.folder).values()
        numbers = {
            "articles": sum(len(manifest["articles"]) for manifest in manifests),
            "statements": sum(manifest["n_statements"] for manifest in manifests),
            "failed": len(self.report.failed),
            "same": len(self.report.same),
            "codebook": self.book.citation,
        }
        _write(self.folder / "report.json", json.dumps(numbers, indent=2, ensure_ascii=False) + "\n")
        sheet = io.StringIO(newline="")
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(["name", "reason"])
        writer.writerows(self.report.failed)
        _write(self.folder / "failures.csv", sheet.getvalue())
