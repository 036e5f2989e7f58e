"""A running dashboard, and the Chromium that looks at it: for benchmarks and for the tests in ``tests/browser``."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "No Chromium or Chrome on the PATH. Install one, for example: apt-get install chromium"
TOURED = "try { localStorage.setItem('or-toured', '1') } catch {}"
"""A script that has the browser remember the tour as seen, which would otherwise lie over the page."""
START_SECONDS = 120


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Start the installed Chromium; ends the program with a message where there is none."""
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@contextmanager
def served(command: Sequence[object], port_option: str = "--port") -> Iterator[tuple[str, int]]:
    """Run ``python -m command`` on a free port; yields its address and its process id once it answers.

    Raises ``RuntimeError`` with what the server printed if it stops, or does not answer within ``START_SECONDS``.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", *map(str, command), port_option, str(port)]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        server = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT)
        try:
            address = f"http://localhost:{port}"
            end = time.monotonic() + START_SECONDS
            while not _answers(address):
                if server.poll() is not None or time.monotonic() > end:
                    log.seek(0)
                    raise RuntimeError(f"The server did not start: {' '.join(words)}\n{log.read()}")
                time.sleep(0.1)
            yield address, server.pid
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@contextmanager
def serving(*arguments: object) -> Iterator[str]:
    """Run ``onrecord app`` with these arguments; yields its address."""
    with served(["onrecord", "app", *arguments]) as (address, _):
        yield address


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
    except OSError:
        return False
    return True
