"""``onrecord batch``: a collection into a folder of Parquet tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.inputs import (
    add_codebook_argument,
    add_input_arguments,
    add_processes_argument,
    load_codebook,
    named_columns,
    named_files,
)
from onrecord.cli.output import progress_bar, report_losses
from onrecord.errors import ArticleError

if TYPE_CHECKING:
    import argparse

    from onrecord.store.batch import Report


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.description = (
        "Parse a collection into a folder of Parquet tables, in parts. Run the same command again after an "
        "interruption: what is done stays done. onrecord app --library DIR opens the folder."
    )
    add_input_arguments(command)
    command.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="the folder to write to; created if missing"
    )
    add_processes_argument(command)
    command.add_argument(
        "--engine",
        choices=("processes", "dask"),
        default="processes",
        help="dask: parse on a Dask cluster; needs onrecord[cluster] (default: processes of this machine)",
    )
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="the Dask scheduler, as tcp://host:8786; without it Dask starts N workers on this machine. All machines "
        "of the cluster must see the folder of --out under the same path",
    )
    add_codebook_argument(command)


def run(options: argparse.Namespace) -> int:
    """Parse a collection into a folder; returns the exit code."""
    columns, book = named_columns(options), load_codebook(options.codebook)
    files, missing = named_files(options.inputs)
    if not files:
        raise ArticleError("There is nothing to read.")
    from onrecord.io import estimate_articles, read_files
    from onrecord.store import batch

    with progress_bar(estimate_articles(files)) as bar:

        def progress(report: Report) -> None:
            bar.update(report.articles + len(report.failed) + len(report.same) - bar.n)
            bar.set_postfix_str(f"{len(report.failed)} failed" if report.failed else "")

        report = batch.run(
            read_files(files, columns),
            options.out,
            codebook=book,
            processes=options.processes,
            engine=options.engine,
            scheduler=options.scheduler,
            progress=progress,
        )
    report_losses(report.failed, report.same)
    resumed = f", {report.resumed:,} of them by an earlier run" if report.resumed else ""
    print(
        f"{report.articles:,} articles in {options.out}{resumed}. To explore them: onrecord app --library {options.out}"
    )
    return 1 if missing or report.failed else 0
