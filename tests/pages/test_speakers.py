"""The page Speakers: one row each, the profile of the chosen one, and the words that give a role."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from open_page import markup
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
TEXT = """Town plans new rules for scooters

Marta Ruiz, head of the Harbour Institute, said that the streets were dangerous. “We will act,” Ruiz said.

Tom Hale said that <b>nothing</b> would change. It was reported that rents would rise.
"""


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.switch_page("pages/speakers.py")
    return app


def test_each_speaker_has_one_row_with_counts_that_add_up(page: AppTest) -> None:
    rows = page.run().dataframe[0].value
    assert rows["name"].is_unique
    assert {"Marta Ruiz", "Tom Hale"} <= set(rows["name"])
    ruiz = rows.set_index("name").loc["Marta Ruiz"]
    assert (ruiz["role"], ruiz["organisation"]) == ("head", "Harbour Institute")
    assert (ruiz["statements"], ruiz["direct"], ruiz["indirect"]) == (2, 1, 1)
    assert (rows["direct"] + rows["indirect"] == rows["statements"]).all()


def test_the_profile_shows_the_words_that_give_the_role(page: AppTest) -> None:
    page.query_params["profile"] = "marta-ruiz"
    shown = markup(page.run())
    assert "Role as stated in the article:" in shown
    assert "<mark>head of the Harbour Institute</mark>" in shown
    assert "“We will act”" in shown


def test_a_speaker_without_a_role_is_said_to_have_none(page: AppTest) -> None:
    page.query_params["profile"] = "tom-hale"
    shown = markup(page.run())
    assert "person, no role given" in shown
    assert "&lt;b&gt;nothing&lt;/b&gt; would change" in shown
    assert "<b>nothing" not in shown


def test_the_menu_opens_a_profile_and_writes_it_into_the_address(page: AppTest) -> None:
    page.run().selectbox(key="or_profile").set_value("tom-hale").run()
    assert page.query_params["profile"] == "tom-hale"
    assert ">Tom Hale</h2>" in markup(page)


def test_a_profile_of_nobody_here_gives_the_first(page: AppTest) -> None:
    page.query_params["profile"] = "someone-else"
    assert not page.run().exception
    assert ">Marta Ruiz</h2>" in markup(page)


def test_a_speaker_can_be_kept_for_every_page(page: AppTest) -> None:
    page.run()
    next(button for button in page.button if button.label == "Filter all pages by this speaker").click().run()
    assert page.query_params["speaker"] == "marta-ruiz"
    assert page.dataframe[0].value["name"].tolist() == ["Marta Ruiz"]


TWO_NAMES = """Ports open

Quill-Reed, a farmer of Elm, said that water was short. Ada Quill, head of the Port, said that rain fell on 30 farms.
"""


@pytest.mark.parametrize(("gone", "target"), [("quill-reed", "ada-quill"), ("ada-quill", "quill-reed")])
def test_two_names_of_one_article_can_be_merged_and_every_page_shows_one_speaker(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, gone: str, target: str
) -> None:
    two = tmp_path / "two.txt"
    two.write_text(TWO_NAMES, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", os.pathsep.join([str(two), str(tmp_path / "article.txt")]))
    page.query_params["profile"] = target
    page.run().multiselect(key=f"or_same_{target}").set_value([gone]).run()
    page.button(key=f"or_merge_{target}").click().run()
    assert not page.exception
    assert not {gone, target} <= set(page.selectbox(key="or_profile").options)
    for name, params in (("read", {"q": "water"}), ("data", {"table": "speakers"}), ("speakers", {"profile": target})):
        page.switch_page(f"pages/{name}.py")
        for key, value in params.items():
            page.query_params[key] = value
        page.run()
        assert not page.exception, name
    names = page.dataframe[0].value["name"]
    assert names.is_unique
    assert ("Quill-Reed" in set(names), "Ada Quill" in set(names)) == (target == "quill-reed", target == "ada-quill")
