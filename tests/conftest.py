"""For all tests: which run and in what order, how hard Hypothesis tries, and every chart checked by Plotly.

Hypothesis takes a quick look by default, a long one with ``HYPOTHESIS_PROFILE=long``. Without Chromium the browser
tests are left out, and one line at the end says so; with ``ONRECORD_REQUIRE_BROWSER=1``, as in ``.ci/run``, that is an
error.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, settings
from live_dashboard import MISSING, find_chromium

from onrecord import Article, Codebook
from onrecord.dashboard.charts import style
from onrecord.parser import parse_with_words

# Parsing takes milliseconds and varies with the machine: no example has a deadline. The quick profile draws the same
# examples every time, so that a change that breaks nothing never fails; the long one looks for what nobody thought of.
_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("quick", _COMMON, max_examples=80, derandomize=True)
settings.register_profile("long", _COMMON, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure() -> None:
    """Refuse to run without a browser where one must be there."""
    if os.environ.get("ONRECORD_REQUIRE_BROWSER") == "1" and find_chromium() is None:
        raise pytest.UsageError(MISSING)


@pytest.hookimpl(tryfirst=True)  # before -m chooses by marker
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the browser tests, leave them out where there is no browser, and put what takes longest first.

    Work is then shared out evenly: one worker begins with the browser tests, the other takes from what is left.
    """
    folder = Path(__file__).parent / "browser"
    for item in items:
        if folder in item.path.parents:
            item.add_marker("browser")
    if find_chromium() is None:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("browser")])
        items[:] = [item for item in items if not item.get_closest_marker("browser")]
    items.sort(
        key=lambda item: 0 if item.get_closest_marker("browser") else 1 if item.get_closest_marker("slow") else 2
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once that the browser tests were left out."""
    if find_chromium() is None:
        terminalreporter.write_line(f"SKIPPED tests/browser: {MISSING}", yellow=True)


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Put ``__main__`` back: a page under test takes its place, and worker processes would run the page."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(autouse=True, scope="session")
def checked_charts() -> Iterator[None]:
    """Let Plotly check the values of each chart that is drawn, as the app does not: a wrong one raises."""

    def checked(spec: dict[str, Any], **options: Any) -> go.Figure:
        go.Figure(spec)
        return go.Figure(spec, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(style, "go", SimpleNamespace(Figure=checked))
        yield


TEXT = """Town plans new trams

Marta Ruiz, head of the Harbour Institute, said that the trams were safe. “Trains and trams need rails,” Ruiz said.

Tom Hale said that the buses would stay. The rails were laid in spring.
"""
BOOK = Codebook.from_toml(
    """
id = "transport"
version = "1"
title = "Transport"
[[themes]]
id = "rail"
label = "Railways"
group = "Modes"
terms = ["tram", "train", "rail"]
exclude = ["rail against"]
[[themes]]
id = "road"
label = "Roads"
terms = ["bus", "road"]
"""
)


@pytest.fixture(scope="session")
def book() -> Codebook:
    return BOOK


@pytest.fixture(scope="session")
def parsed():
    """Tables and words of a small article under a small codebook."""
    return next(parse_with_words([Article(TEXT, "trams")], codebook=BOOK))
