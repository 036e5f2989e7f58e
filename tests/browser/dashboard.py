"""A dashboard that tests start themselves, and the invented article that it opens with."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize

SIZE: ViewportSize = {"width": 1440, "height": 900}
"""The screen of tests that say nothing else."""

ARTICLE = """Ports weigh rules for robot pilots

Ada Quill, director of the Harbour Trust, said that human rights and privacy must come first. \
“Transparency is the key to trust,” Quill said.

Bo Ferris, spokesman of the Pilots' Union, warned that thousands of jobs would be lost. \
According to Ferris, 35 percent of pilots fear for their jobs.

Night fell over the quay, and the cranes stood still.

Cleo Marsh, a researcher at the Tide Institute, argued that new standards would reduce the risk. \
"-5 degrees is no excuse," Marsh said.
"""


@contextmanager
def serving(*files: Path | str) -> Iterator[str]:
    """The address of a dashboard on ``files``, and options, that has served nothing yet; it is stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "onrecord", "app", *map(str, files), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        address = f"http://localhost:{port}"
        for _ in range(300):
            if server.poll() is not None:
                pytest.fail(f"The dashboard stopped: {server.stdout.read() if server.stdout else ''}")
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("The dashboard did not start within 30 seconds.")
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
