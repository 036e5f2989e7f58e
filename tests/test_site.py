"""The site builds without a warning, and its pages load nothing from other hosts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
_LOADED = re.compile(
    r"""<(?:script|img|iframe|source)[^>]+src=["']?(?:https?:)?//|<link[^>]+href=["']?(?:https?:)?//"""
    r"""|url\(["']?(?:https?:)?//|@import\s+["'](?:https?:)?//"""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--fail-on-warning", "--keep-going", "--builder", "html", "--doctree-dir", folder / "trees"]
    subprocess.run([sys.executable, "-m", "sphinx", *options, ROOT / "docs", folder / "site"], check=True)
    return folder / "site"


def test_every_guide_is_a_page_that_the_index_leads_to(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    for guide in (ROOT / "docs").glob("*.md"):
        assert (site / f"{guide.stem}.html").is_file()
        assert guide.stem == "index" or f'href="{guide.stem}.html"' in index


def test_the_reference_describes_every_public_name(site: Path) -> None:
    reference = (site / "api.html").read_text(encoding="utf-8")
    for name in onrecord.__all__:
        assert f'id="onrecord.{name}"' in reference


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    pages = [path for path in site.rglob("*") if path.suffix in (".html", ".css")]
    assert len(pages) > 10
    for path in pages:
        assert not _LOADED.search(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(
    "text",
    ['<script src="https://cdn.example/a.js">', "<link rel=stylesheet href=//x/y.css>", "url(https://x/font.woff)"],
)
def test_what_would_be_loaded_is_seen(text: str) -> None:
    assert _LOADED.search(text)
