"""The page Checks, and the form in which rows are corrected on other pages."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from open_page import markup, page
from streamlit.testing.v1 import AppTest  # noqa: TC002 - helpers are annotated with it

from onrecord import Article, Library
from onrecord.annotations import to_frame
from onrecord.dashboard.state import current_library
from onrecord.export import to_csv

APP = Path(__file__).parents[2] / "app.py"
TEXT = """Town plans new rules for scooters

Marta Ruiz, head of the Harbour Institute, said that the streets were dangerous. “We will act,” Ruiz said.

Tom Hale said that <b>nothing</b> would change for 40 percent of riders.
"""


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))


def told(app: AppTest, kind: str) -> str:
    """The first message of a kind, without what keeps its words from being Markdown."""
    return str(getattr(app, kind)[0].value).replace("\\", "").replace("\u2060", "")


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def field(app: AppTest, label: str) -> object:
    fields = [*app.selectbox, *app.text_area, *app.text_input]
    return next(one for one in fields if one.label == label)


@pytest.mark.usefixtures("start")
def test_a_statement_that_is_right_is_counted_and_the_next_is_shown() -> None:
    app = page("pages/checks.py")
    assert "None of the 3 statements has been checked yet. Check a random sample" in markup(app)
    first = field(app, "Exact words").value
    press(app, "Correct as is")
    assert "Checked 1 of 3 statements: 1 was correct." in markup(app)
    assert field(app, "Exact words").value != first
    rows = app.dataframe[0].value
    assert rows["field"].tolist() == ["It is a statement", "Said by", "Kind", "Exact words", "Denied or refused"]
    assert rows[["correct", "checked"]].to_numpy().tolist() == [[1, 1]] * 5
    for _ in range(2):
        press(app, "Correct as is")
    assert "There are no unchecked statements left." in markup(app)


@pytest.mark.usefixtures("start")
def test_a_wrong_speaker_is_put_right_seen_everywhere_and_taken_back() -> None:
    app = page("pages/speakers.py", profile="tom-hale")
    press(app, "Fix")  # of his role: there is no other open form
    field(app, "Role").set_value("rider")
    press(app, "Save change")
    assert "rider" in markup(app)
    next(b for b in app.button if (b.key or "").startswith("or_correct_profile_tom-hale_statements")).click().run()
    field(app, "Said by").select("Marta Ruiz")
    field(app, "Why (optional)").set_value("see   paragraph 1")
    field(app, "Your name or initials (optional)").set_value("A. B.")
    press(app, "Save change")
    assert app.dataframe[0].value["name"].tolist() == ["Marta Ruiz"]
    app.switch_page("pages/checks.py").run()
    shown = markup(app)
    assert "Said by: Marta Ruiz (was Tom Hale). A. B., 20" in shown
    assert "UTC: see paragraph 1<br>" in shown
    assert "Role: rider (was empty)" in shown
    assert "the article, as parsed now, has no such row" in shown  # a role of one who says nothing any more
    press(app, "Undo last step")
    assert "Undone. A. B.," in markup(app)
    app.switch_page("pages/speakers.py").run()
    assert set(app.dataframe[0].value["name"]) == {"Marta Ruiz", "Tom Hale"}
    assert "rider" in app.dataframe[0].value["role"].tolist()


@pytest.mark.usefixtures("start")
def test_words_that_the_article_does_not_have_are_told_and_stay_in_the_form() -> None:
    app = page("pages/checks.py")
    field(app, "Exact words").set_value("We will never <i>act</i>")
    press(app, "Save change")
    assert "The article does not have the words" in told(app, "error")
    assert r"\<i\>" in app.error[0].value
    assert field(app, "Exact words").value == "We will never <i>act</i>"
    field(app, "Exact words").set_value(" We  will act ")
    press(app, "Save change")
    assert "Nothing was changed" in told(app, "error")
    field(app, "Exact words").set_value("will act")
    press(app, "Save change")
    assert "Exact words: changed." in markup(app)


@pytest.mark.usefixtures("start")
def test_a_figure_is_put_right_and_a_number_that_is_none_is_told() -> None:
    app = page("pages/figures.py")
    press(app, "Fix")
    field(app, "Value").set_value("forty")
    press(app, "Save change")
    assert "The value is “forty”. Write a number in plain digits" in told(app, "error")
    field(app, "Value").set_value("1,040.5")
    field(app, "Comparator").select(">")
    press(app, "Save change")
    assert app.dataframe[0].value["figure"].tolist() == ["> 1,040.5"]
    assert "Corrected ✎" in [button.label for button in app.button]
    next(button for button in app.button if button.label == "Corrected ✎").click().run()
    press(app, "Not a figure")
    assert "No figures found." in told(app, "info")


@pytest.mark.usefixtures("start")
def test_corrections_of_a_file_are_brought_and_a_bad_one_is_told() -> None:
    app = page("pages/checks.py")
    press(app, "Correct as is")
    given = correction_file(app)
    fresh = page("pages/checks.py")
    fresh.file_uploader[0].upload("mine.csv", given.replace(b"statements", b"sermons"), "text/csv")
    press(fresh, "Import")
    assert "Line 2: The table is 'sermons'" in told(fresh, "error")
    fresh.file_uploader[0].upload("mine.csv", given, "text/csv")
    press(fresh, "Import")
    assert "Checked 1 of 3 statements" in markup(fresh)


def correction_file(app: AppTest) -> bytes:
    return to_csv(to_frame(app.session_state["onrecord_annotations"]), for_spreadsheets=True)


def test_two_sessions_on_one_row_get_an_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "coverage.onrecord"
    with Library(path) as library:
        library.add([Article(TEXT, "town")])
    monkeypatch.setenv("ONRECORD_LIBRARY", str(path))
    try:
        one, two = page("pages/checks.py"), page("pages/checks.py")
        assert field(one, "Exact words").value == field(two, "Exact words").value
        field(one, "Your name or initials (optional)").set_value("Ann")
        press(one, "Not a statement")
        field(two, "Why (optional)").set_value("I am sure")
        press(two, "Correct as is")
        assert "This row was corrected meanwhile (Ann, " in told(two, "error")
        assert "Now it says: Removed. Ann" in told(two, "error")
        assert field(two, "Why (optional)").value == "I am sure"
        press(two, "Correct as is")
        held = current_library.current()
        assert held is not None
        assert [(one.verdict, one.who) for one in held.annotations()] == [("wrong", "Ann"), ("right", "")]
        assert held.annotations()[1].why == "I am sure"
        assert held.annotations()[1].made >= held.annotations()[0].made
    finally:
        held = current_library.current()
        if held is not None:
            held.close()
        current_library._opened.clear()


@pytest.mark.usefixtures("start")
def test_steps_on_one_row_are_undone_one_by_one() -> None:
    app = page("pages/speakers.py", profile="tom-hale")
    for role in ("rider", "driver"):
        next(button for button in app.button if (button.key or "").startswith("or_correct_profile_speakers")).click()
        app.run()
        field(app, "Role").set_value(role)
        press(app, "Save change")
    roles = []
    for _ in range(3):
        app.switch_page("pages/speakers.py").run()
        roles.append(app.dataframe[0].value.set_index("name").loc["Tom Hale", "role"])
        app.switch_page("pages/checks.py").run()
        if any(button.label == "Undo last step" for button in app.button):
            press(app, "Undo last step")
    assert roles[:2] == ["driver", "rider"]
    assert pd.isna(roles[2])
    assert "Undo last step" not in [button.label for button in app.button]


def test_what_somebody_else_said_since_is_neither_undone_nor_taken_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "coverage.onrecord"
    with Library(path) as library:
        library.add([Article(TEXT, "town")])
    monkeypatch.setenv("ONRECORD_LIBRARY", str(path))
    try:
        one = page("pages/checks.py")
        press(one, "Correct as is")
        held = current_library.current()
        assert held is not None
        theirs = replace(held.annotations()[0], verdict="wrong", who="Ben", made="", number=0)
        held.annotate([theirs])
        press(one, "Undo last step")
        assert "Nothing was undone" in one.toast[0].value
        assert "Undo last step" not in [button.label for button in one.button]
        held.annotate([replace(theirs, verdict="right")])  # the page shows what Ben said first
        press(one, "Undo correction")
        assert "Nothing was undone" in one.toast[0].value
        assert [said.verdict for said in held.annotations()] == ["right", "wrong", "right"]
    finally:
        held = current_library.current()
        if held is not None:
            held.close()
        current_library._opened.clear()


@pytest.mark.usefixtures("start")
def test_every_kind_of_annotation_is_listed_and_can_be_taken_back_and_undone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Nils Opal, a rider, said that privacy matters. Opal said so twice.", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", os.pathsep.join([os.environ["ONRECORD_FILES"], str(other)]))
    app = page("pages/speakers.py", profile="marta-ruiz")
    app.multiselect(key="or_same_marta-ruiz").set_value(["tom-hale"])
    app.run()
    app.button(key="or_merge_marta-ruiz").click().run()
    app.switch_page("pages/themes.py")
    app.query_params["open"] = "data_privacy"
    app.run()
    next(button for button in app.button if button.label == "Remove theme").click().run()
    app.switch_page("pages/checks.py").run()
    shown = markup(app)
    assert "Tom Hale was merged into Marta Ruiz" in shown
    assert "Removed theme Privacy &amp; data protection: “privacy matters”" in shown
    assert "2 entries." in shown
    given = to_csv(to_frame(app.session_state["onrecord_annotations"]), for_spreadsheets=True)
    press(app, "Undo last step")
    assert "Undone: theme Privacy &amp; data protection" in markup(app)
    next(button for button in app.button if button.label == "Undo correction").click().run()
    assert "Tom Hale is no longer merged" in markup(app)
    app.switch_page("pages/speakers.py").run()
    assert {"Marta Ruiz", "Tom Hale"} <= set(app.dataframe[0].value["name"])
    fresh = page("pages/checks.py")
    fresh.file_uploader[0].upload("annotations.csv", given, "text/csv")
    press(fresh, "Import")
    assert "Tom Hale was merged into Marta Ruiz" in markup(fresh)
    press(fresh, "Undo last step")  # a file is one step
    assert "Tom Hale is no longer merged" in markup(fresh)
    assert "Undo last step" not in [button.label for button in fresh.button]
