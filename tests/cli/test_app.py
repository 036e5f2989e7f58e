"""``onrecord app``: what it opens, what it refuses, and where it serves."""

import os
import socket
from pathlib import Path

import pytest

from onrecord.cli import app, main


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, dict[str, list[str]], int, str]]:
    """What the dashboard would have been started with; the server itself is tested in ``tests/browser``."""
    calls: list[tuple[Path, dict[str, list[str]], int, str]] = []

    def serve(script: Path, opened: dict[str, list[str]], port: int, host: str) -> int:
        calls.append((script, opened, port, host))
        return 0

    monkeypatch.setattr(app, "_serve", serve)
    return calls


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def test_app_starts_on_the_files_by_their_full_path(
    article: Path, served: list[tuple[Path, dict[str, list[str]], int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(article.parent)
    port = free_port()
    assert main.main(["app", article.name, "missing.txt", "--port", str(port)]) == 0
    script, opened, used, host = served[0]
    assert script.name == "app.py"
    assert (script.parent / ".streamlit" / "config.toml").is_file()
    assert (opened["ONRECORD_FILES"], used, host) == ([str(article.resolve())], port, "localhost")


def test_app_without_files_opens_the_example(served: list[tuple[Path, dict[str, list[str]], int, str]]) -> None:
    assert main.main(["app", "--port", str(free_port())]) == 0
    assert served[0][1] == {"ONRECORD_FILES": [], "ONRECORD_CODEBOOKS": [], "ONRECORD_LIBRARY": []}


def test_app_does_not_start_on_unreadable_files(
    tmp_path: Path, served: list[tuple[Path, dict[str, list[str]], int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["app", str(tmp_path / "missing.txt")]) == 1
    assert served == []
    assert "does not exist" in capsys.readouterr().err


@pytest.mark.skipif(os.pathsep != ":", reason="the separator is not allowed in names here")
def test_app_tells_of_a_path_that_it_cannot_pass_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "one:two.txt"
    path.write_text("Tom Hale said it rained.", encoding="utf-8")
    assert main.main(["app", str(path), "--port", str(free_port())]) == 1
    assert "Rename" in capsys.readouterr().err


def test_a_busy_port_is_told_with_a_free_one(
    served: list[tuple[Path, dict[str, list[str]], int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main.main(["app", "--port", str(port)]) == 1
    told = capsys.readouterr().err
    assert f"Port {port} on localhost is in use" in told
    assert "--port" in told
    assert served == []


def test_an_unknown_host_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["app", "--host", "no-such-host.invalid", "--port", str(free_port())]) == 1
    assert "not an address of this machine" in capsys.readouterr().err


def test_app_opens_codebooks_and_refuses_a_bad_one_before_it_starts(
    tmp_path: Path, served: list[tuple[Path, dict[str, list[str]], int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.toml"
    good.write_text("id,term\nsea,ship\n", encoding="utf-8")
    bad.write_text("themes = 1", encoding="utf-8")
    command = ["app", "--codebook", str(good), "--port", str(free_port())]
    assert main.main(command) == 0
    assert served[0][1]["ONRECORD_CODEBOOKS"] == [str(good.resolve())]
    assert main.main([*command, "--codebook", str(bad)]) == 1
    assert len(served) == 1
    assert "bad.toml" in capsys.readouterr().err
