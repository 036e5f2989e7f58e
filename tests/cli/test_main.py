"""The command line itself: what it understands, its help, and how it ends."""

import subprocess
import sys

import pytest

from onrecord.cli import main


@pytest.mark.parametrize(
    "arguments", [[], ["parse"], ["parse", "a.txt"], ["app", "--port", "0"], ["app", "--port", "x"]]
)
def test_a_command_that_is_not_understood_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main.main(arguments)
    assert stop.value.code == 2


@pytest.mark.parametrize("arguments", [["--help"], ["parse", "--help"], ["app", "--help"], ["--version"]])
def test_help_and_version_can_be_read(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main.main(arguments)
    assert stop.value.code == 0
    assert "onrecord" in capsys.readouterr().out


def test_module_runs_as_the_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "onrecord", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("onrecord ")
