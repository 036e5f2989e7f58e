"""The page Codebook: what is in use, edits on trial, kept and undone, files in and out."""

from __future__ import annotations

from pathlib import Path

import pytest
from open_page import markup
from streamlit.testing.v1 import AppTest

from onrecord import Codebook
from onrecord.annotations import ThemeOverride

APP = Path(__file__).parents[2] / "app.py"
TEXT = """Town plans new trams

Marta Ruiz said that the trams were safe. “Trains and trams need rails,” Ruiz said.

Tom Hale said that the buses would stay. The rails were laid in spring.
"""
BOOK = """
id = "transport"
version = "1"
title = "Transport <b>x</b>"
[[themes]]
id = "rail"
label = "Rail *ways*"
terms = ["tram", "train"]
[[themes]]
id = "road"
label = "Roads"
terms = ["bus"]
"""


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "book.toml").write_text(BOOK, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(tmp_path / "article.txt"))
    monkeypatch.setenv("ONRECORD_CODEBOOKS", str(tmp_path / "book.toml"))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.switch_page("pages/codebook.py")
    return app


def field(app: AppTest, label: str):
    return next(entry for entry in [*app.text_area, *app.text_input] if entry.label == label)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def listed(app: AppTest) -> dict[str, int]:
    rows = app.dataframe[0].value
    return dict(zip(rows["theme"], rows["statements"], strict=True))


def test_the_codebook_in_use_is_named_and_escaped(page: AppTest) -> None:
    page.run()
    assert not page.exception
    assert "Transport &lt;b&gt;x&lt;/b&gt;" in markup(page)
    assert "<b>x</b>" not in markup(page)
    assert listed(page) == {"Rail *ways*": 2, "Roads": 1}


def test_an_edit_shows_its_effect_and_is_kept_only_when_asked(page: AppTest) -> None:
    page.run()
    field(page, "Terms, one per line").set_value("train\nbus").run()
    assert "1 statement would gain a theme and 1 statement would lose a theme" in markup(page)
    assert listed(page) == {"Rail *ways*": 2, "Roads": 1}, "nothing has changed yet"
    press(page, "Save theme")
    assert listed(page) == {"Rail *ways*": 2, "Roads": 1}
    assert field(page, "Terms, one per line").value == "train\nbus"
    press(page, "Undo")
    assert field(page, "Terms, one per line").value == "tram\ntrain"
    press(page, "Redo")
    assert field(page, "Terms, one per line").value == "train\nbus"
    press(page, "Revert to the original")
    assert field(page, "Terms, one per line").value == "tram\ntrain"


def test_what_people_corrected_is_no_effect_of_an_edit(page: AppTest) -> None:
    page.switch_page("pages/checks.py").run()
    for _ in range(3):
        press(page, "Not a statement")
    page.switch_page("pages/codebook.py").run()
    field(page, "Terms, one per line").set_value("train\nbus").run()
    shown = markup(page)
    assert "gain a theme" not in shown  # no statement is left that could
    assert listed(page) == {"Rail *ways*": 0, "Roads": 0}


def test_a_bad_term_is_named_and_what_was_typed_stays_over_a_switch_of_the_page(page: AppTest) -> None:
    page.run()
    field(page, "Terms, one per line").set_value("tram\nr*").run()
    assert any("would match nearly anything" in error.value for error in page.error)
    page.switch_page("pages/speakers.py").run()
    page.switch_page("pages/codebook.py").run()
    assert field(page, "Terms, one per line").value == "tram\nr*"
    press(page, "Discard my changes")
    assert field(page, "Terms, one per line").value == "tram\ntrain"


def test_a_term_of_function_words_is_warned_of(page: AppTest) -> None:
    page.run()
    field(page, "Terms, one per line").set_value("tram\nof the").run()
    assert any("function words alone" in warning.value for warning in page.warning)


def test_a_theme_is_added_and_every_page_knows_it(page: AppTest) -> None:
    page.run()
    field(page, "Name of the new theme").set_value("Works").run()
    assert any("has no terms" in error.value for error in page.error)
    field(page, "Terms of the new theme, one per line").set_value("lay").run()
    press(page, "Save theme")
    assert "Works" in listed(page)
    assert field(page, "Name of the new theme").value == ""
    page.switch_page("pages/themes.py").run()
    assert not page.exception
    assert "Works" in {label for box in page.selectbox for label in box.options}


def test_a_link_opens_a_theme(page: AppTest) -> None:
    page.query_params["edit"] = "road"
    page.run()
    assert field(page, "Terms, one per line").value == "bus"


def test_another_codebook_is_used_on_every_page(page: AppTest) -> None:
    page.query_params["part"] = "files"
    page.run()
    press(page, "Use")
    assert Codebook.default().title in markup(page)
    page.switch_page("pages/data.py").run()
    assert not page.exception


def test_a_pasted_codebook_is_opened_and_a_wrong_one_leaves_its_text(page: AppTest) -> None:
    page.query_params["part"] = "files"
    page.run()
    field(page, "or paste its text").set_value('[[themes]]\nid = "x"\nlabel = "X"\nterms = []').run()
    press(page, "Import")
    assert any("Line 4" in error.value and "has no terms" in error.value for error in page.error)
    assert "terms = []" in field(page, "or paste its text").value
    field(page, "or paste its text").set_value("id,term\nsea,ship\n").run()
    press(page, "Import")
    assert not page.exception
    assert "codebook" in markup(page)


def test_a_search_that_finds_nothing_says_so(page: AppTest) -> None:
    page.run()
    field(page, "Find a theme or a term").set_value("zeppelin").run()
    assert any("No theme or term contains" in info.value for info in page.info)
    assert not page.exception


def test_a_codebook_that_cannot_be_read_is_said_and_the_packaged_one_is_used(
    monkeypatch: pytest.MonkeyPatch, page: AppTest, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("id = ", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_CODEBOOKS", str(broken))
    page.run()
    assert any("broken" in warning.value for warning in page.warning)
    assert Codebook.default().title in markup(page)


def test_words_without_a_theme_are_suggested(page: AppTest) -> None:
    page.query_params["part"] = "words"
    page.run()
    assert not page.exception
    rows = page.dataframe[0].value
    assert "rail" in set(rows["term"])
    assert "tram" not in set(rows["term"]), "it belongs to a theme"


def test_statements_without_a_theme_can_be_given_the_closest(page: AppTest) -> None:
    page.query_params["part"] = "themes"
    page.run()
    field(page, "Terms, one per line").set_value("train").run()
    press(page, "Save theme")
    page.query_params["part"] = "statements"
    page.run()
    assert "1 of 3 statements has no theme" in markup(page)
    press(page, "Add this theme")
    assert not page.exception
    assert "All statements have a theme." in markup(page)


def test_coding_by_hand_is_counted_and_undone(page: AppTest) -> None:
    page.query_params["part"] = "learn"
    page.run()
    assert "No statements coded by hand" in markup(page)
    press(page, "Yes")
    press(page, "No")
    assert "2 statements coded by hand for “Rail *ways*”: 1 with it, 1 without it." in markup(page)
    assert "1 of the 40 statements" in markup(page)
    press(page, "Undo last decision")
    assert "1 statement coded by hand" in markup(page)
    press(page, "Skip")
    assert not page.exception


def test_enough_coding_is_learned_from_and_proposals_wait_for_a_person(page: AppTest) -> None:
    rail = [ThemeOverride("far", n, n + 1, "road", True, f"The bus number {n} left the stop.") for n in range(45)]
    other = [
        ThemeOverride("far", 100 + n, 101 + n, "road", False, f"The cake number {n} was sweet.") for n in range(45)
    ]
    page.session_state["onrecord_annotations"] = tuple(rail + other)
    page.query_params["part"] = "learn"
    page.query_params["edit"] = "road"
    page.run()
    assert not page.exception
    assert "<b>1.00</b><span>F1 of the classifier, in 5 folds</span>" in markup(page)
    assert "two coders are reported to agree at kappa 0.57" in markup(page)
    held = page.session_state["onrecord_annotations"]
    assert len(held) == 90, "nothing is accepted by itself"
