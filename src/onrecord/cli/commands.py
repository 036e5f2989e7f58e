"""What the commands that need no browser do, and what they say on the way."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from onrecord.errors import ArticleError, CodebookError, ExportError, OnRecordError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from onrecord import Article, Codebook, Tables
    from onrecord.io import Columns

_MOST_TOLD = 20


def say(message: str) -> None:
    """Tell the user something beside what the command is for."""
    print(f"onrecord: {message}", file=sys.stderr)


def parse(files: list[Path], folder: Path, kind: str, codebook_file: Path | None) -> int:
    """Parse articles and write their tables; returns the exit code."""
    book = codebook(codebook_file) if codebook_file else None
    _make_folder(folder)
    given, failed = articles(files)
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
    written = _write(Tables.concat(parts), folder, kind)
    print(f"Wrote {', '.join(written)} to {folder}")
    return 1 if failed else 0


def _columns(options: argparse.Namespace) -> Columns | None:
    from onrecord.io import Columns

    given = {name: getattr(options, f"{name}_column") for name in ("title", "source", "published", "url")}
    if options.text_column is None:
        if any(given.values()):
            raise ArticleError("Name the column of the text too, with --text-column.")
        return None
    return Columns(options.text_column, **given)


def _found(options: argparse.Namespace) -> tuple[list[Path], bool]:
    """The files that are named, and whether something names none; says which."""
    from onrecord.io.files import files_of

    files, missing = files_of(options.inputs)
    for one in missing:
        say(str(one))
    if not files:
        raise ArticleError("There is nothing to read.")
    return files, bool(missing)


def _bar(total: int) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, unit=" articles", smoothing=0.1, dynamic_ncols=True, disable=None)


def batch(options: argparse.Namespace) -> int:
    """Parse a collection into a folder; returns the exit code."""
    columns = _columns(options)
    files, failed = _found(options)
    from onrecord.io.files import articles_of, expected
    from onrecord.store.batch import Report, run

    book = codebook(options.codebook) if options.codebook else None
    with _bar(expected(files)) as bar:

        def progress(report: Report) -> None:
            bar.update(report.articles + len(report.failed) + len(report.same) - bar.n)
            bar.set_postfix_str(f"{len(report.failed)} failed" if report.failed else "")

        report = run(
            articles_of(files, columns),
            options.out,
            codebook=book,
            processes=options.processes,
            engine=options.engine,
            scheduler=options.scheduler,
            progress=progress,
        )
    _told(report.failed, report.same)
    resumed = f", {report.resumed:,} of them by an earlier run" if report.resumed else ""
    print(
        f"{report.articles:,} articles in {options.out}{resumed}. To explore them: onrecord app --library {options.out}"
    )
    return 1 if failed or report.failed else 0


def _told(failed: Sequence[tuple[str, str]], same: Sequence[tuple[str, str]]) -> None:
    """Say what was not read, and what was left out as it is there already."""
    for _, reason in failed[:_MOST_TOLD]:
        say(reason)
    if len(failed) > _MOST_TOLD:
        say(f"{len(failed) - _MOST_TOLD:,} more could not be read or parsed.")
    if same:
        few = "; ".join(f"{name} = {other}" for name, other in same[:3])
        say(f"{len(same):,} with the same words as another, counted once: {few}{' …' if len(same) > 3 else ''}")


def add(options: argparse.Namespace) -> int:
    """Put articles into a library; returns the exit code."""
    columns = _columns(options)
    files, failed = _found(options)
    from onrecord import Article, Library
    from onrecord.io.files import articles_of, expected

    names: dict[str, str] = {}
    unread: list[tuple[str, str]] = []

    def read() -> Iterator[Article]:
        for name, found in articles_of(files, columns):
            if isinstance(found, Article):
                names.setdefault(found.article_id, name)
                yield found
            else:
                unread.append((name, str(found)))

    with Library(options.library) as library, _bar(expected(files)) as bar:
        report = library.add(
            read(),
            processes=options.processes,
            progress=lambda done: bar.update(done + len(unread) - bar.n),
        )
        total = len(library.articles)
    lost = [(key, f"{names.get(key, key)}: {reason}") for key, reason in report.failed.items()]
    _told([*unread, *lost], [(names.get(key, key), names.get(other, other)) for key, other in report.same.items()])
    copies = f" {len(report.copies):,} are nearly the same as an earlier one." if report.copies else ""
    print(f"Added {len(report.added):,} articles to {options.library}, which holds {total:,}.{copies}")
    return 1 if failed or unread or lost else 0


def backup(path: Path, target: Path) -> int:
    """Copy a library; returns the exit code."""
    from onrecord import Library

    with Library(path, read_only=True) as library:
        library.backup(target)
    print(f"Copied {path} to {target}")
    return 0


def codebook(path: Path) -> Codebook:
    """The codebook of a file. Raises ``CodebookError``, which names the file."""
    from onrecord import Codebook

    data = _read(path, CodebookError)
    try:
        return Codebook.from_bytes(data, name=path.name)
    except CodebookError as error:
        raise CodebookError(f"{path}: {error}") from error


def articles(files: list[Path]) -> tuple[dict[str, Article], bool]:
    """The articles by the name of their file, and whether one of ``files`` could not be read. Says which and why."""
    from onrecord import Article

    found: dict[str, Article] = {}
    seen: dict[str, Path] = {}
    failed = False
    for path in files:
        try:
            article = Article.from_bytes(_read(path, ArticleError), name=str(path))
        except ArticleError as error:
            say(str(error))
            failed = True
            continue
        first = seen.setdefault(article.article_id, path)
        if first is path:
            found[str(path)] = article
        else:
            say(f"{path} holds the same text as {first}; it is counted once.")
    return found, failed


def _read(path: Path, error_type: type[OnRecordError]) -> bytes:
    if path.is_dir():
        raise error_type(f"{path} is a folder. Name the files in it, for example {path / '*.txt'}")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise error_type(f"{path} does not exist. Check the spelling and the folder you are in.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise error_type(f"{path} cannot be read: {reason}.") from error


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
    from onrecord.export import FORMATS, files_of

    chosen = next(known for known in FORMATS if known == kind)
    files = files_of(tables, chosen)
    for name, data in files.items():
        try:
            (folder / name).write_bytes(data)
        except OSError as error:
            raise ExportError(f"{folder / name} cannot be written: {error.strerror}.") from error
    return list(files)
