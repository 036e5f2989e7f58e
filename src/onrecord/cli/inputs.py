"""The arguments that several commands share: which files to read, which columns of tables, which codebook."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from onrecord.cli.output import say
from onrecord.errors import ArticleError

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord import Article, Codebook
    from onrecord.io import Columns

_FILES = (
    "files, folders or patterns: .txt .md .html .pdf .docx .eml, or tables with an article a row: .csv .tsv .jsonl "
    ".parquet"
)
_COLUMNS = {
    "text": "the text", "title": "the title", "source": "the outlet", "published": "the date", "url": "the address",
}  # fmt: skip


def add_input_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments that say what to read."""
    command.add_argument("inputs", nargs="+", metavar="IN", help=_FILES)
    for name, what in _COLUMNS.items():
        command.add_argument(
            f"--{name}-column",
            metavar="NAME",
            help=f"of tables: the column that holds {what} (default: inferred from its name)",
        )


def add_codebook_argument(command: argparse.ArgumentParser) -> None:
    """The argument that names a codebook's file."""
    command.add_argument(
        "--codebook",
        metavar="FILE",
        help="a codebook of themes: .toml or .csv, or the id of a packaged one (default: ai-governance)",
    )


def add_processes_argument(command: argparse.ArgumentParser) -> None:
    """The argument that says how many processes parse."""
    command.add_argument(
        "--processes", type=_processes, default=1, metavar="N", help="how many parse at a time (default: 1)"
    )


def _processes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: choose a number from 1 to 256")
    return int(text)


def named_columns(options: argparse.Namespace) -> Columns | None:
    """The columns that the user names; None where they are to be inferred."""
    from onrecord.io import Columns

    given = {name: getattr(options, f"{name}_column") for name in _COLUMNS if name != "text"}
    if options.text_column is None:
        if any(given.values()):
            raise ArticleError("Name the column of the text too, with --text-column.")
        return None
    return Columns(options.text_column, **given)


def named_files(inputs: list[str]) -> tuple[list[Path], bool]:
    """The files that ``inputs`` name, and whether one of these names none; says which."""
    from onrecord.io import find_files

    files, missing = find_files(inputs)
    for one in missing:
        say(str(one))
    return files, bool(missing)


def read_articles(files: list[Path], columns: Columns | None = None) -> tuple[dict[str, Article], bool]:
    """The articles of files by their names for people, and whether something could not be read; says what and why."""
    from onrecord.io import Unread, read_files

    found: dict[str, Article] = {}
    first: dict[str, str] = {}
    failed = False
    for name, article in read_files(files, columns):
        if isinstance(article, Unread):
            say(str(article))
            failed = True
        elif first.setdefault(article.article_id, name) == name:
            found[name] = article
        else:
            say(f"{name} holds the same text as {first[article.article_id]}; it is counted once.")
    return found, failed


def load_codebook(named: str | None) -> Codebook | None:
    """The codebook that the user names, None without one. Raises ``CodebookError``."""
    from onrecord import Codebook

    return None if named is None else Codebook.load(named)
