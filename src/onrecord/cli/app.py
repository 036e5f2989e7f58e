"""``onrecord app``: the dashboard, served from this terminal."""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path

from onrecord.cli.inputs import named_files, read_articles
from onrecord.cli.output import say
from onrecord.errors import ArticleError, OnRecordError, needs_extra

DEFAULT_PORT = 8501


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.description = "Start the dashboard in this terminal; Ctrl+C stops it. Nothing is sent to anyone."
    command.add_argument(
        "files", nargs="*", metavar="FILE", help="articles to open, as for onrecord parse (default: the example)"
    )
    command.add_argument(
        "--library",
        type=Path,
        metavar="PATH",
        help="keep articles, codebooks and corrections in this file, created if missing; a folder that onrecord batch "
        "wrote is opened for reading",
    )
    command.add_argument(
        "--codebook",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a codebook to code them by: .toml or .csv; may be given several times, the first is in use",
    )
    command.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help=f"the port to serve on (default: {DEFAULT_PORT})"
    )
    command.add_argument(
        "--host",
        default="localhost",
        help="the address to serve on; 0.0.0.0 lets other machines in (default: this machine alone)",
    )


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: choose a number from 1 to 65535")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Check what is to be opened, then serve the dashboard until it is stopped; returns the exit code."""
    if options.library and options.files:
        raise ArticleError(f"Put the articles into the library first: onrecord add FILE --library {options.library}")
    opened = {
        "ONRECORD_LIBRARY": _checked_library(options.library),
        "ONRECORD_CODEBOOKS": _checked_codebooks(options.codebook),
        "ONRECORD_FILES": _readable(options.files),
    }
    if options.files and not opened["ONRECORD_FILES"]:
        say("No article could be read, so the dashboard was not started.")
        return 1
    for name in (name for names in opened.values() for name in names):
        if os.pathsep in name:
            raise ArticleError(f"{name} has a “{os.pathsep}” in its path. Rename the file or its folder and try again.")
    if not _is_free(options.port, options.host):
        say(f"Port {options.port} on {options.host} is in use. {_other_port(options.port, options.host)}")
        return 1
    return _serve(_dashboard(), opened, options.port, options.host)


def _checked_library(path: Path | None) -> list[str]:
    """The library's full path, after it was opened once: what is wrong with it is said here, not in the browser."""
    if path is None:
        return []
    from onrecord import Library

    Library(path).close()
    return [str(path.resolve())]


def _checked_codebooks(paths: list[Path]) -> list[str]:
    """The codebooks' full paths; a mistake is said here, where it can be mended, not in the browser."""
    if not paths:
        return []
    from onrecord import Codebook

    for path in paths:
        Codebook.load(path.resolve())
    return [str(path.resolve()) for path in paths]


def _readable(named: list[str]) -> list[str]:
    """The full paths of the files that hold an article."""
    files, failed = named_files(named)
    found = []
    for path in files:
        articles, unread = read_articles([path])
        failed |= unread
        if articles:
            found.append(str(path.resolve()))
    if found and failed:
        say("The dashboard starts on the others.")
    return found


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


def _other_port(port: int, host: str) -> str:
    free = next((other for other in range(port + 1, min(port + 100, 65_536)) if _is_free(other, host)), None)
    return f"Port {free} is free: onrecord app --port {free}" if free else "Choose another with --port."


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
    with needs_extra("app", "The dashboard"):
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
