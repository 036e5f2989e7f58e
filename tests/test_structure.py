"""The project: short functions, nothing of one machine or host, pinned packages, one version."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import onrecord

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MAX_FUNCTION_LINES = 60
TEXT = {".py", ".toml", ".csv", ".css", ".js", ".md", ".txt", ".lock", ".json", ""}
PLACES = ("src", "pages", "docs", "benchmarks", "training", ".ci", ".streamlit")
OURS = [
    *(path for place in PLACES for path in sorted((ROOT / place).rglob("*")) if path.suffix in TEXT and path.is_file()),
    *(
        ROOT / name
        for name in ("app.py", "Makefile", "README.md", "CHANGELOG.md", "pyproject.toml", "requirements.lock")
    ),
]
_MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|Users|work|tmp|mnt|opt)/\w|(?<![\w])[A-Z]:\\\\?\w")
_PINNED = re.compile(r"[a-z0-9][a-z0-9._-]*==\S+(?: ; [^:/]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_function_is_longer_than_a_screen() -> None:
    """A module is as long as its subject needs; a function is not."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < MAX_FUNCTION_LINES, f"{name(path)}: {node.name}"


def test_no_file_knows_a_machine() -> None:
    for path in OURS:
        found = _MACHINE.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{name(path)}: {found}"


def test_the_package_knows_no_host() -> None:
    for path in SOURCES:
        assert not re.search(r"https?://[\w.-]*\w\.[a-z]{2,}", path.read_text(encoding="utf-8")), name(path)


def test_the_lock_has_versions_with_their_hashes_and_nothing_else() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 20
    for entry in entries:  # so there is no room for an option, an address or a host
        assert _PINNED.fullmatch(entry), entry.splitlines()[0]


def test_every_package_that_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert {"all", "app", "cluster", "readers", "suggest"} <= set(extras)
    asked = [
        one for part in (project["dependencies"], *extras.values()) for one in part if not one.startswith("onrecord[")
    ]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    assert {re.split(r"[^\w.-]", requirement)[0] for requirement in asked} <= locked


def test_one_version_everywhere() -> None:
    newest = re.search(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert onrecord.__version__ == newest[1]


def test_tests_stand_where_their_subject_does() -> None:
    package = ROOT / "src" / "onrecord"
    for path in (ROOT / "tests").rglob("test_*.py"):
        room = path.parent.relative_to(ROOT / "tests").as_posix()
        assert room in (".", "browser", "gold", "pages", "training") or (package / room).is_dir(), name(path)
