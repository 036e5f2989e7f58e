"""The ``onrecord`` command: ``parse`` and ``batch`` write tables, ``add`` fills a library, ``app`` opens the dashboard.

Exit codes: 0 all done; 1 something could not be read or written, the rest is done; 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from onrecord import __version__
from onrecord.cli import add, app, backup, batch, parse
from onrecord.cli.output import say
from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

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


_COMMANDS = {
    "parse": (parse, "parse articles and write their tables"),
    "batch": (batch, "parse a collection into Parquet tables"),
    "add": (add, "put articles into a library"),
    "backup": (backup, "copy a library, also while it is in use"),
    "app": (app, "start the dashboard"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with ``arguments`` (default: those of the process) and return its exit code."""
    options = build_parser().parse_args(arguments)
    command, _ = _COMMANDS[options.command]
    try:
        code: int = command.run(options)
    except OnRecordError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return code


def build_parser() -> argparse.ArgumentParser:
    """The parser of the command line, with a subcommand a module."""
    parser = argparse.ArgumentParser(
        prog="onrecord",
        description="Who said what, on which theme, with which figures: news articles as tidy tables. Works offline.",
        epilog=textwrap.dedent(_EXAMPLES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"onrecord {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (module, summary) in _COMMANDS.items():
        module.add_arguments(commands.add_parser(name, help=summary))
    return parser
