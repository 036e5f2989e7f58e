"""``onrecord parse``: articles into one set of tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.inputs import (
    add_codebook_argument,
    add_input_arguments,
    load_codebook,
    named_columns,
    named_files,
    read_articles,
)
from onrecord.cli.output import say

if TYPE_CHECKING:
    import argparse

    from onrecord import Tables


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.description = (
        "Parse articles and write one set of tables, with a data dictionary. Text is written verbatim, so that every "
        "start and end cuts it out of the article; to open tables in a spreadsheet, choose --format xlsx."
    )
    add_input_arguments(command)
    command.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="the folder to write to; created if missing"
    )
    command.add_argument(
        "--format",
        choices=("csv", "xlsx", "parquet", "json"),
        default="csv",
        help="csv and parquet: a file a table; xlsx: a workbook; json: one object (default: csv)",
    )
    add_codebook_argument(command)


def run(options: argparse.Namespace) -> int:
    """Parse articles and write their tables; returns the exit code."""
    book, columns = load_codebook(options.codebook), named_columns(options)
    from onrecord.export import make_folder, to_files, write_files

    make_folder(options.out)
    files, missing = named_files(options.inputs)
    given, failed = read_articles(files, columns)
    if not given:
        say("No article could be read; nothing was written.")
        return 1

    from onrecord import Tables, parse_many

    parts = []
    for name, tables in zip(given, parse_many(given.values(), codebook=book), strict=True):
        parts.append(tables)
        print(_summary(name, tables))
        for warning in _warnings(tables):
            say(f"{name}: {warning}")
    written = write_files(to_files(Tables.concat(parts), options.format), options.out)
    print(f"Wrote {', '.join(path.name for path in written)} to {options.out}")
    return 1 if missing or failed else 0


def _summary(name: str, tables: Tables) -> str:
    counts = ((len(tables.statements), "statement"), (len(tables.speakers), "speaker"), (len(tables.figures), "figure"))
    words = ", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
    return f"{name} ({tables.articles['article_id'].iloc[0]}): {words}"


def _warnings(tables: Tables) -> list[str]:
    if tables.sentences.empty:
        return ["no sentence was found; its tables are empty."]
    language = tables.articles["language"].iloc[0]
    if isinstance(language, str) and language != "en":
        return [f"the text seems to be in another language ({language}); only English is parsed well."]
    return []
