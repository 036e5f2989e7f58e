"""``onrecord backup``: a copy of a library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.description = (
        "Copy a library to another place. The copy opens like the original; it is safe to make while the dashboard "
        "runs."
    )
    command.add_argument("library", type=Path, metavar="FILE", help="the library")
    command.add_argument("target", type=Path, metavar="TARGET", help="the file to copy it to; must not exist")


def run(options: argparse.Namespace) -> int:
    """Copy a library; returns the exit code."""
    from onrecord import Library

    with Library(options.library, read_only=True) as library:
        library.backup(options.target)
    print(f"Copied {options.library} to {options.target}")
    return 0
