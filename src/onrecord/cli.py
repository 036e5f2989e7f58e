"""The ``onrecord`` command: ``parse`` and ``batch`` write tables, ``add`` fills a library, ``app`` opens the dashboard.

Exit codes: 0 all done; 1 something could not be read or written, the rest is done; 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
import textwrap
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import ArticleError, CodebookError, ExportError, OnRecordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord import Article, Codebook, Tables
    from onrecord.reading import Columns

DEFAULT_PORT = 8501
_EXAMPLES = """
examples:
  onrecord parse article.txt --out tables          a CSV file a table, and a data dictionary
  onrecord parse *.txt --out tables --format xlsx  all articles in one workbook
  onrecord app                                     the dashboard on the example article
  onrecord app article.txt other.txt --port 8600   the dashboard on your articles
  onrecord app --library coverage.onrecord         the dashboard on a library that keeps what is added
  onrecord add news/ --library coverage.onrecord   put a folder of articles into it
  onrecord batch dump.jsonl --out tables           parse a collection into Parquet; run it again to resume
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with ``arguments`` (default: those of the process) and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "parse":
            return _parse(options.files, options.out, options.format, options.codebook)
        if options.command == "batch":
            return _batch(options)
        if options.command == "add":
            return _add(options)
        if options.command == "backup":
            return _backup(options.library, options.target)
        return _app(options)
    except OnRecordError as error:
        _say(str(error))
        return 1
    except KeyboardInterrupt:
        _say("Stopped.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onrecord",
        description="Who said what, on which theme, with which figures: news articles as tidy tables. Works offline.",
        epilog=textwrap.dedent(_EXAMPLES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"onrecord {version('onrecord')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")

    parse = commands.add_parser(
        "parse",
        help="parse articles and write their tables",
        description="Parse articles and write one set of tables, with a data dictionary. "
        "Text is written verbatim, so that every start and end cuts it out of the article; to open tables in a "
        "spreadsheet, choose --format xlsx.",
    )
    parse.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a text file (.txt, .md): one article each")
    parse.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder to write to; made if missing")
    parse.add_argument(
        "--format",
        choices=("csv", "xlsx", "parquet", "json"),
        default="csv",
        help="csv and parquet: a file a table; xlsx: a workbook; json: one object (default: csv)",
    )
    parse.add_argument(
        "--codebook", type=Path, metavar="FILE", help="a codebook of themes: .toml or .csv (default: built in)"
    )

    batch = commands.add_parser(
        "batch",
        help="parse a collection into Parquet tables",
        description="Parse a collection into a folder of Parquet tables, in parts. Run the same command again after an "
        "interruption: what is done stays done. onrecord app --library DIR opens the folder.",
    )
    _inputs(batch)
    batch.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder to write to; made if missing")
    batch.add_argument(
        "--processes", type=_processes, default=1, metavar="N", help="how many parse at a time (default: 1)"
    )
    batch.add_argument(
        "--engine",
        choices=("processes", "dask"),
        default="processes",
        help="dask: parse on a Dask cluster; needs onrecord[cluster] (default: processes of this machine)",
    )
    batch.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="the Dask scheduler, as tcp://host:8786; without it Dask starts N workers on this machine. All machines "
        "of the cluster must see the folder of --out under the same path",
    )
    batch.add_argument(
        "--codebook", type=Path, metavar="FILE", help="a codebook of themes: .toml or .csv (default: built in)"
    )

    add = commands.add_parser(
        "add",
        help="put articles into a library",
        description="Parse articles and keep them, with their tables, in a library: a file that onrecord app --library "
        "opens. Articles that are there already are left out, so the same command resumes after an interruption.",
    )
    _inputs(add)
    add.add_argument("--library", required=True, type=Path, metavar="FILE", help="the library; begun where it is new")
    add.add_argument(
        "--processes", type=_processes, default=1, metavar="N", help="how many parse at a time (default: 1)"
    )

    backup = commands.add_parser(
        "backup",
        help="copy a library, also while it is in use",
        description="Copy a library to another place. The copy opens like the original; it is safe to make while the "
        "dashboard runs.",
    )
    backup.add_argument("library", type=Path, metavar="FILE", help="the library")
    backup.add_argument("target", type=Path, metavar="TARGET", help="the file to copy it to; must not exist")

    app = commands.add_parser(
        "app",
        help="start the dashboard",
        description="Start the dashboard in this terminal; Ctrl+C stops it. Nothing is sent to anyone.",
    )
    app.add_argument("files", nargs="*", type=Path, metavar="FILE", help="articles to open (default: the example)")
    app.add_argument(
        "--library",
        type=Path,
        metavar="PATH",
        help="keep articles, codebooks and decisions in this file, begun where it is new; a folder that onrecord batch "
        "wrote is opened for reading",
    )
    app.add_argument(
        "--codebook",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a codebook to code them by: .toml or .csv; may be given several times, the first is in use",
    )
    app.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"the port to serve on (default: {DEFAULT_PORT})")
    app.add_argument(
        "--host",
        default="localhost",
        help="the address to serve on; 0.0.0.0 lets other machines in (default: this machine alone)",
    )
    return parser


def _inputs(command: argparse.ArgumentParser) -> None:
    """The arguments that say what to read."""
    command.add_argument(
        "inputs",
        nargs="+",
        metavar="IN",
        help="files, folders or patterns: .txt .md .html .pdf .docx .eml, or tables with an article a row: .csv .tsv "
        ".jsonl .parquet",
    )
    for name, what in (
        ("text", "the text"), ("title", "the title"), ("source", "the outlet"), ("published", "the date"),
        ("url", "the address"),
    ):  # fmt: skip
        command.add_argument(
            f"--{name}-column",
            metavar="NAME",
            help=f"of tables: the column that holds {what} (default: told by its name)",
        )


def _processes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: choose a number from 1 to 256")
    return int(text)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: choose a number from 1 to 65535")
    return int(text)


def _say(message: str) -> None:
    print(f"onrecord: {message}", file=sys.stderr)


def _parse(files: list[Path], folder: Path, kind: str, codebook_file: Path | None) -> int:
    codebook = _codebook(codebook_file) if codebook_file else None
    _make_folder(folder)
    articles, failed = _articles(files)
    if not articles:
        _say("No article could be read; nothing was written.")
        return 1

    from onrecord import Tables, parse_many

    parts = []
    for name, tables in zip(articles, parse_many(articles.values(), codebook=codebook), strict=True):
        parts.append(tables)
        print(_summary(name, tables))
        for warning in _warnings(tables):
            _say(f"{name}: {warning}")
    written = _write(Tables.concat(parts), folder, kind)
    print(f"Wrote {', '.join(written)} to {folder}")
    return 1 if failed else 0


def _columns(options: argparse.Namespace) -> Columns | None:
    from onrecord.reading import Columns

    given = {name: getattr(options, f"{name}_column") for name in ("title", "source", "published", "url")}
    if options.text_column is None:
        if any(given.values()):
            raise ArticleError("Name the column of the text too, with --text-column.")
        return None
    return Columns(options.text_column, **given)


def _found(options: argparse.Namespace) -> tuple[list[Path], bool]:
    """The files that are named, and whether something names none; says which."""
    from onrecord.library.inputs import files_of

    files, missing = files_of(options.inputs)
    for one in missing:
        _say(str(one))
    if not files:
        raise ArticleError("There is nothing to read.")
    return files, bool(missing)


def _bar(total: int) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, unit=" articles", smoothing=0.1, dynamic_ncols=True, disable=None)


def _batch(options: argparse.Namespace) -> int:
    columns = _columns(options)
    files, failed = _found(options)
    from onrecord.library import batch
    from onrecord.library.inputs import articles_of, expected

    book = _codebook(options.codebook) if options.codebook else None
    with _bar(expected(files)) as bar:

        def progress(report: batch.Report) -> None:
            bar.update(report.articles + len(report.failed) + len(report.same) - bar.n)
            bar.set_postfix_str(f"{len(report.failed)} failed" if report.failed else "")

        report = batch.run(
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


_MOST_TOLD = 20


def _told(failed: Sequence[tuple[str, str]], same: Sequence[tuple[str, str]]) -> None:
    """Say what was not read, and what was left out as it is there already."""
    for _, reason in failed[:_MOST_TOLD]:
        _say(reason)
    if len(failed) > _MOST_TOLD:
        _say(f"{len(failed) - _MOST_TOLD:,} more could not be read or parsed.")
    if same:
        few = "; ".join(f"{name} = {other}" for name, other in same[:3])
        _say(f"{len(same):,} with the same words as another, counted once: {few}{' …' if len(same) > 3 else ''}")


def _add(options: argparse.Namespace) -> int:
    columns = _columns(options)
    files, failed = _found(options)
    from onrecord import Article, Library
    from onrecord.library.inputs import articles_of, expected

    names: dict[str, str] = {}
    unread: list[tuple[str, str]] = []

    def articles() -> Iterator[Article]:
        for name, found in articles_of(files, columns):
            if isinstance(found, Article):
                names.setdefault(found.article_id, name)
                yield found
            else:
                unread.append((name, str(found)))

    with Library(options.library) as library, _bar(expected(files)) as bar:
        report = library.add(
            articles(),
            processes=options.processes,
            progress=lambda done: bar.update(done + len(unread) - bar.n),
        )
        total = len(library.articles)
    lost = [(key, f"{names.get(key, key)}: {reason}") for key, reason in report.failed.items()]
    _told([*unread, *lost], [(names.get(key, key), names.get(other, other)) for key, other in report.same.items()])
    copies = f" {len(report.copies):,} are nearly the same as an earlier one." if report.copies else ""
    print(f"Added {len(report.added):,} articles to {options.library}, which holds {total:,}.{copies}")
    return 1 if failed or unread or lost else 0


def _backup(path: Path, target: Path) -> int:
    from onrecord import Library

    with Library(path, read_only=True) as library:
        library.backup(target)
    print(f"Copied {path} to {target}")
    return 0


def _codebook(path: Path) -> Codebook:
    from onrecord import Codebook

    data = _read(path, CodebookError)
    try:
        return Codebook.from_bytes(data, name=path.name)
    except CodebookError as error:
        raise CodebookError(f"{path}: {error}") from error


def _articles(files: list[Path]) -> tuple[dict[str, Article], bool]:
    """The articles by the name of their file, and whether one of ``files`` could not be read. Says which and why."""
    from onrecord import Article

    found: dict[str, Article] = {}
    seen: dict[str, Path] = {}
    failed = False
    for path in files:
        try:
            article = Article.from_bytes(_read(path, ArticleError), name=str(path))
        except ArticleError as error:
            _say(str(error))
            failed = True
            continue
        first = seen.setdefault(article.article_id, path)
        if first is path:
            found[str(path)] = article
        else:
            _say(f"{path} holds the same text as {first}; it is counted once.")
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


def _app(options: argparse.Namespace) -> int:
    files, codebooks, port, host = options.files, options.codebook, options.port, options.host
    opened: dict[str, list[str]] = {"ONRECORD_LIBRARY": []}
    if options.library:
        if files:
            raise ArticleError(
                f"Put the articles into the library first: onrecord add FILE --library {options.library}"
            )
        _check_library(options.library)
        opened["ONRECORD_LIBRARY"] = [str(options.library.resolve())]
    for path in codebooks:
        _codebook(path)  # a mistake is said here, where it can be mended, not in the browser
    readable, failed = _articles(files)
    if files and not readable:
        _say("No article could be read, so the dashboard was not started.")
        return 1
    if failed:
        _say("The dashboard starts on the others.")
    paths = [str(Path(name).resolve()) for name in readable]
    books = [str(path.resolve()) for path in codebooks]
    for name in (*paths, *books, *opened["ONRECORD_LIBRARY"]):
        if os.pathsep in name:
            raise ArticleError(f"{name} has a “{os.pathsep}” in its path. Rename the file or its folder and try again.")
    if not _is_free(port, host):
        free = next((other for other in range(port + 1, min(port + 100, 65_536)) if _is_free(other, host)), None)
        advice = f"Port {free} is free: onrecord app --port {free}" if free else "Choose another with --port."
        _say(f"Port {port} on {host} is in use. {advice}")
        return 1
    opened |= {"ONRECORD_FILES": paths, "ONRECORD_CODEBOOKS": books}
    return _serve(_dashboard(), opened, port, host)


def _check_library(path: Path) -> None:
    """Open a library and close it again: what is wrong with it is said here, not in the browser."""
    from onrecord import Library

    Library(path).close()


def _dashboard() -> Path:
    """The dashboard's script: inside the package of a wheel, at the top of a checkout."""
    package = Path(__file__).resolve().parent
    for script in (package / "dashboard" / "app.py", package.parents[1] / "app.py"):
        if script.is_file():
            return script
    raise OnRecordError("The dashboard's files are missing from this installation. Install onrecord anew.")


def _is_free(port: int, host: str) -> bool:
    try:
        known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise OnRecordError(
            f"{host} is not an address of this machine. Leave --host out to serve this machine."
        ) from error
    for family, kind, protocol, _, address in known:
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                # An address family that the machine lacks is no sign of another server.
                if family == socket.AF_INET:
                    return _refuse(error, port)
    return True


def _refuse(error: OSError, port: int) -> bool:
    if isinstance(error, PermissionError):
        raise OnRecordError(f"Port {port} is not yours to use. Choose one above 1023 with --port.") from error
    return False


def _serve(script: Path, opened: dict[str, list[str]], port: int, host: str) -> int:
    """Serve the dashboard until it is stopped; ``opened`` holds the files to open by the variable that names them."""
    for variable, paths in opened.items():
        if paths:
            os.environ[variable] = os.pathsep.join(paths)
        else:
            os.environ.pop(variable, None)
    # Streamlit looks for its settings in the current folder, and reads them when it is imported.
    os.chdir(script.parent)
    from streamlit.web import cli

    shown = "localhost" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - a comparison, nothing is bound
    print(f"On Record is at http://{shown}:{port} (Ctrl+C stops it)", flush=True)
    settings = {
        "server.port": str(port),
        "server.address": host,
        "server.headless": "true",  # neither opens a browser nor asks for an e-mail address
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    flags = [f"--{name}={value}" for name, value in settings.items()]
    try:
        cli.main(["run", str(script), *flags], prog_name="onrecord app", standalone_mode=False)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    return 0
