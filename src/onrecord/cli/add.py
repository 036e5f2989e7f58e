"""``onrecord add``: articles into a library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.inputs import add_input_arguments, add_processes_argument, named_columns, named_files
from onrecord.cli.output import progress_bar, report_losses
from onrecord.errors import ArticleError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from onrecord import Article


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.description = (
        "Parse articles and keep them, with their tables, in a library: a file that onrecord app --library opens. "
        "Articles that are there already are left out, so the same command resumes after an interruption."
    )
    add_input_arguments(command)
    command.add_argument("--library", required=True, type=Path, metavar="FILE", help="the library; created if missing")
    add_processes_argument(command)


def run(options: argparse.Namespace) -> int:
    """Put articles into a library; returns the exit code."""
    columns = named_columns(options)
    files, missing = named_files(options.inputs)
    if not files:
        raise ArticleError("There is nothing to read.")
    from onrecord import Library
    from onrecord.io import Unread, estimate_articles, read_files

    names: dict[str, str] = {}
    unread: list[tuple[str, str]] = []

    def articles() -> Iterator[Article]:
        for name, found in read_files(files, columns):
            if isinstance(found, Unread):
                unread.append((name, str(found)))
            else:
                names.setdefault(found.article_id, name)
                yield found

    with Library(options.library) as library, progress_bar(estimate_articles(files)) as bar:
        report = library.add(
            articles(),
            processes=options.processes,
            progress=lambda done: bar.update(done + len(unread) - bar.n),
        )
        total = len(library.articles)
    lost = [(key, f"{names.get(key, key)}: {reason}") for key, reason in report.failed.items()]
    same = [(names.get(key, key), names.get(other, other)) for key, other in report.same.items()]
    report_losses([*unread, *lost], same)
    copies = f" {len(report.copies):,} are nearly the same as an earlier one." if report.copies else ""
    print(f"Added {len(report.added):,} articles to {options.library}, which holds {total:,}.{copies}")
    return 1 if missing or unread or lost else 0
