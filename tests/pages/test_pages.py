"""Every page on one article, on several, on one with nothing in it, and under filters; through Streamlit's AppTest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from open_page import markup
from streamlit.testing.v1 import AppTest

import onrecord

APP = Path(__file__).parents[2] / "app.py"
PAGES = (
    "app.py",
    "pages/read.py",
    "pages/speakers.py",
    "pages/themes.py",
    "pages/codebook.py",
    "pages/figures.py",
    "pages/data.py",
)
TEXT = """Town plans new rules for scooters

Marta Ruiz, head of the Harbour Institute, said the rules “will make every street safer for walkers”. She called for \
regulation of 35 percent of all scooters within a year.

Participants stressed the need for dialogue. The town lost $1.2 million last year.
"""
NASTY = "<b onclick=alert(1)>Nasty</b> [x](javascript:alert(1)) $x$ said that *all* of :red[it] was `true` today."


def opened(monkeypatch: pytest.MonkeyPatch, folder: Path, page: str, *texts: str, **query: str) -> AppTest:
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"article{number}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    monkeypatch.setenv("ONRECORD_FILES", os.pathsep.join(paths))
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    if page != "app.py":
        app.switch_page(page)
    return app.run()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("texts", [(TEXT,), (TEXT, NASTY), ("The bridge opened in May.",)])
def test_pages_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: str, texts: tuple[str, ...]) -> None:
    app = opened(monkeypatch, tmp_path, page, *texts)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("page", PAGES)
def test_a_filter_in_the_address_acts_and_shows_on_every_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: str
) -> None:
    app = opened(monkeypatch, tmp_path, page, TEXT, speaker="marta-ruiz")
    assert not app.exception
    assert app.multiselect(key="or_speaker").value == ["marta-ruiz"]
    assert any("Marta Ruiz" in button.label for button in app.button)
    assert "2 of 3 statements shown" in markup(app)


def test_a_filter_from_the_sidebar_is_written_into_the_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = opened(monkeypatch, tmp_path, "pages/speakers.py", TEXT)
    app.multiselect(key="or_kind").set_value(["mixed"]).run()
    assert app.query_params["kind"] == "mixed"
    app.text_input(key="or_query").set_value("safer streets").run()
    assert app.query_params["q"] == "safer streets"
    assert not app.exception


def test_the_article_filter_appears_with_the_second_article(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys = {widget.key for widget in opened(monkeypatch, tmp_path, "app.py", TEXT).multiselect}
    assert "or_article" not in keys
    keys = {widget.key for widget in opened(monkeypatch, tmp_path, "app.py", TEXT, NASTY).multiselect}
    assert "or_article" in keys


def test_an_unknown_filter_is_left_out_with_a_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = opened(monkeypatch, tmp_path, "app.py", TEXT, speaker="someone-else")
    assert "not here" in app.info[0].value
    assert "All 3 statements shown" in markup(app)


@pytest.mark.parametrize("page", ["app.py", "pages/speakers.py", "pages/themes.py", "pages/figures.py"])
def test_an_empty_result_says_which_filter_emptied_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: str
) -> None:
    app = opened(monkeypatch, tmp_path, page, TEXT, q="unheard of")
    assert not app.exception
    assert any("search filter" in info.value for info in app.info)
    clear = next(button for button in app.button if button.label.startswith("Clear"))
    clear.click().run()
    assert "q" not in app.query_params


@pytest.mark.parametrize("page", PAGES)
def test_markup_in_an_article_is_escaped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: str) -> None:
    app = opened(monkeypatch, tmp_path, page, NASTY)
    assert not app.exception
    assert "<b onclick" not in markup(app)
    for element in (*app.markdown, *app.info):
        assert "](javascript" not in element.value


def test_figures_of_two_units_never_share_an_axis(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = "Rents rose 3 percent and fees 5 percent. The mill cost $40 and the barn $90. Some 14 cats left."
    app = opened(monkeypatch, tmp_path, "pages/figures.py", text)
    units = onrecord.parse(text).figures["unit"].value_counts()
    assert units.to_dict() == {"percent": 2, "dollar": 2, "cats": 1}
    assert len(app.get("plotly_chart")) == 2


def test_figures_that_cannot_be_compared_say_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = opened(monkeypatch, tmp_path, "pages/figures.py", "The mill cost $40. Rents rose 3 percent.")
    assert "No two of these figures have the same unit" in markup(app)
    assert not app.get("plotly_chart")
