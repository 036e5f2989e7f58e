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
from onrecord.errors import ExportError

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
    _make_folder(options.out)
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
    written = _write(Tables.concat(parts), options.out, options.format)
    print(f"Wrote {', '.join(written)} to {options.out}")
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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ExportError(f"{folder} is a file. Name a folder to write to with --out.") from error
    except OSError as error:
        raise ExportError(
            f"The folder {folder} cannot be made: {error.strerror}. Choose another with --out."
        ) from error


def _write(tables: Tables, folder: Path, kind: str) -> list[str]:
    """Write ``tables`` into ``folder``; returns the names of the files."""
    from onrecord.export import FORMATS, to_files

    chosen = next(known for known in FORMATS if known == kind)
    files = to_files(tables, chosen)
    for name, data in files.items():
        try:
            (folder / name).write_bytes(data)
        except OSError as error:
            raise ExportError(f"{folder / name} cannot be written: {error.strerror}.") from error
    return list(files)
