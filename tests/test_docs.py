"""What the documents say is there, and what is there is said."""

from __future__ import annotations

import argparse
import dataclasses
import doctest
import importlib.util
import inspect
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pandas
import pytest

import onrecord
from onrecord import Article, Library
from onrecord.annotations import to_frame
from onrecord.cli.main import build_parser
from onrecord.schema import SCHEMAS

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
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


def load_script(name: str) -> ModuleType:
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def test_the_picture_of_the_layers_is_the_one_that_the_contracts_give() -> None:
    artist = load_script("draw_layers")
    layers = artist.read_layers()
    assert {"cli", "dashboard", "statements", "types"} <= {name for layer in layers for name in layer}
    assert artist.draw(layers) == artist.PICTURE.read_text(encoding="utf-8"), "run: make docs"


def test_the_example_notebook_runs_and_shows_what_it_says() -> None:
    runner = load_script("run_example")
    text = runner.NOTEBOOK.read_text(encoding="utf-8")
    with pandas.option_context("display.max_colwidth", None):  # which the notebook sets
        assert runner.run(text) == text, "run: make docs"


def test_the_page_of_tables_is_the_one_that_the_schema_gives() -> None:
    writer = load_script("write_columns")
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


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the guides name."""
    (tmp_path / "article.txt").write_text("“The train is late,” said Marta Ruiz, the mayor.\n", encoding="utf-8")
    (tmp_path / "transport.toml").write_text(blocks("toml")[0], encoding="utf-8")
    (tmp_path / "annotations.csv").write_text(to_frame([]).to_csv(index=False), encoding="utf-8")
    with onrecord.Library(tmp_path / "coverage.onrecord") as library:
        library.add([onrecord.Article("Tom Hale said that 12 trams were late.", published="2025-02-01")])
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("workplace")
@pytest.mark.parametrize("name", [name for name in TEXTS if "```python" in TEXTS[name]])
def test_the_examples_of_a_guide_run_from_top_to_bottom(name: str) -> None:
    names: dict[str, object] = {}
    for language, body in _BLOCK.findall(TEXTS[name]):
        if language == "python" and "->" not in body:  # else a signature, not a program
            exec(compile(body, name, "exec"), names)


def test_the_example_of_the_readme_shows_what_it_says() -> None:
    names: dict[str, object] = {}
    body = next(body for language, body in _BLOCK.findall(TEXTS["README.md"]) if language == "python")
    exec(body, names)
    shown = re.findall(r"^(tables.+?)  # (.+)$", body, re.MULTILINE)
    assert len(shown) == 3
    for expression, first_row in shown:
        assert " · ".join(map(str, eval(expression, names).iloc[0])) == first_row


MODULES = sorted(
    ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "src").rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_give_what_they_say(name: str, tmp_path: Path) -> None:
    runner = doctest.DocTestRunner()
    for number, example in enumerate(doctest.DocTestFinder().find(importlib.import_module(name))):
        if example.name.startswith("onrecord.store.library.Library."):
            # The examples of methods go on with the library that the example of the class makes.
            example.globs["library"] = Library(tmp_path / f"{number}.onrecord")
            example.globs["library"].add(
                [
                    Article("Tom Hale said it rained.", "elm-1"),
                    Article("Thomas Hale said the bridge was closed.", "elm-2"),
                ]
            )
        runner.run(example)
    assert runner.tries > 0
    assert runner.failures == 0


def test_every_public_name_is_in_the_reference() -> None:
    named = re.findall(r"^\.\. auto\w+:: (\w+)$", TEXTS["docs/api.md"], re.MULTILINE)
    assert sorted(named) == sorted(onrecord.__all__)


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
    folders = r"src|docs|tests|benchmarks|training|pages|seeds|\.ci|\.github"
    for path in re.findall(rf"`((?:{folders})/[\w./-]+)`", "\n".join(TEXTS.values())):
        assert (ROOT / path).exists(), path
