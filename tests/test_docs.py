"""What the documents say is there, and what is there is said."""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import inspect
import re
import shlex
from pathlib import Path

import pytest

import onrecord
from onrecord.cli.main import build_parser
from onrecord.schema import SCHEMAS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
MANUAL = "\n".join(text for name, text in TEXTS.items() if name != "CHANGELOG.md")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def blocks(language: str) -> list[str]:
    return [body for known, body in _BLOCK.findall(MANUAL) if known == language]


def options() -> list[tuple[str, str]]:
    """Each command with each of its options but ``--help``."""
    commands = next(action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
    return [
        (name, option)
        for name, command in commands.choices.items()
        for action in command._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    ]


def test_the_page_of_tables_is_the_one_that_the_schema_gives() -> None:
    script = ROOT / "docs" / "write_columns.py"
    spec = importlib.util.spec_from_file_location("write_columns", script)
    assert spec is not None
    assert spec.loader is not None
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    current = TEXTS["docs/tables.md"]
    assert writer.MARK in current
    assert writer.page(current) == current, "run: make docs"
    for name, schema in SCHEMAS.items():
        section = current.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(schema.columns)


def test_the_command_has_the_options_that_this_test_looks_for() -> None:
    assert {command for command, _ in options()} == {"parse", "batch", "add", "app"}


@pytest.mark.parametrize(("command", "option"), options())
def test_every_option_is_described(command: str, option: str) -> None:
    assert re.search(rf"(?<![\w-]){option}(?![\w-])", MANUAL), f"onrecord {command} {option} is in no document"


def test_every_command_in_the_documents_is_understood() -> None:
    lines = re.findall(r"^\$ (?:\.venv/bin/)?onrecord (.+)$", "".join(blocks("console")), re.MULTILINE)
    assert lines
    for line in lines:
        words = shlex.split(line, comments=True)
        if words not in (["--help"], ["--version"]):
            assert build_parser().parse_args(words).command in ("parse", "batch", "add", "backup", "app")


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^\$ |`)make ([a-z]+)", MANUAL, re.MULTILINE))
    assert {"app", "test"} <= named <= targets


def test_every_python_example_compiles() -> None:
    for body in blocks("python"):
        if "->" not in body:  # a signature, not a program
            compile(body, "<example>", "exec")


@pytest.mark.parametrize("name", onrecord.__all__)
def test_every_public_name_has_a_docstring_of_its_own(name: str) -> None:
    public = getattr(onrecord, name)
    assert public.__doc__
    assert not public.__doc__.startswith(f"{name}("), "dataclasses writes one where there is none"
    if dataclasses.is_dataclass(public):
        for member, value in inspect.getmembers(public, callable):
            if not member.startswith("_"):
                assert inspect.getdoc(value), f"{name}.{member}"


def slug(heading: str) -> str:
    """The anchor that a heading gets on code hosts."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_leads_somewhere(name: str) -> None:
    for link in _LINK.findall(_BLOCK.sub("", TEXTS[name])):
        path, _, anchor = link.partition("#")
        if "://" in path:
            continue
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        if anchor:
            assert anchor in {slug(heading) for heading in _HEADING.findall(target.read_text(encoding="utf-8"))}, link


def test_every_path_of_the_project_that_is_named_exists() -> None:
    for path in re.findall(r"`((?:src|docs|tests|benchmarks|pages|seeds)/[\w./-]+)`", "\n".join(TEXTS.values())):
        assert (ROOT / path).exists(), path
