"""The ``onrecord`` command: ``parse`` and ``batch`` write tables, ``add`` fills a library, ``app`` opens the dashboard.

Exit codes: 0 all done; 1 something could not be read or written, the rest is done; 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import os
import socket
import textwrap
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli import commands
from onrecord.errors import ArticleError, OnRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

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
            return commands.parse(options.files, options.out, options.format, options.codebook)
        if options.command == "batch":
            return commands.batch(options)
        if options.command == "add":
            return commands.add(options)
        if options.command == "backup":
            return commands.backup(options.library, options.target)
        return _app(options)
    except OnRecordError as error:
        commands.say(str(error))
        return 1
    except KeyboardInterrupt:
        commands.say("Stopped.")
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
        commands.codebook(path)  # a mistake is said here, where it can be mended, not in the browser
    readable, failed = commands.articles(files)
    if files and not readable:
        commands.say("No article could be read, so the dashboard was not started.")
        return 1
    if failed:
        commands.say("The dashboard starts on the others.")
    paths = [str(Path(name).resolve()) for name in readable]
    books = [str(path.resolve()) for path in codebooks]
    for name in (*paths, *books, *opened["ONRECORD_LIBRARY"]):
        if os.pathsep in name:
            raise ArticleError(f"{name} has a “{os.pathsep}” in its path. Rename the file or its folder and try again.")
    if not _is_free(port, host):
        free = next((other for other in range(port + 1, min(port + 100, 65_536)) if _is_free(other, host)), None)
        advice = f"Port {free} is free: onrecord app --port {free}" if free else "Choose another with --port."
        commands.say(f"Port {port} on {host} is in use. {advice}")
        return 1
    opened |= {"ONRECORD_FILES": paths, "ONRECORD_CODEBOOKS": books}
    return _serve(_dashboard(), opened, port, host)


def _check_library(path: Path) -> None:
    """Open a library and close it again: what is wrong with it is said here, not in the browser."""
    from onrecord import Library

    Library(path).close()


def _dashboard() -> Path:
    """The dashboard's script: inside the package of a wheel, at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
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
