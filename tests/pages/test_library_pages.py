"""The pages over a library of several articles: search, timeline, outlets, speakers through time, what is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator  # noqa: TC003 - fixtures are annotated with it
from pathlib import Path  # noqa: TC003 - fixtures are annotated with it

import pytest
from open_page import markup, page

from onrecord import Article, Library
from onrecord.annotations import ThemeOverride, in_force, merges_of
from onrecord.dashboard.state import current_library
from onrecord.store import batch

LONG = (
    "The council of Elm met to hear how the water of the town had become clean again after years of trouble, and what "
    "the repair of the old pipes under the market square will cost those who live there in the coming year. "
)
ARTICLES = (
    Article(LONG + "Marta Ruiz, the mayor, said privacy matters. Unemployment was 5 percent.", "one", "Water is clean",
            "2025-03-01", "The <b>Elm</b> Post"),
    Article("Tom Hale, a farmer, said the harvest was late. Unemployment was 6 percent, Hale said.", "two",
            "Late harvest", "2025-04-09", "The Ash Herald"),
    Article(LONG + "Marta Ruiz, the mayor, said privacy matters. Unemployment is 5 percent.", "three", "Clean water",
            "2025-03-02", "The Ash Herald"),
    Article("Marta Ruiz, a striker, said the goal was lucky. “It went in,” Ruiz said.", "four", "Lucky goal"),
)  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "coverage.onrecord"
    with Library(path) as library:
        library.add(ARTICLES)
        library.collection()
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    shutil.copytree(filled.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / filled.name


@pytest.fixture(autouse=True)
def opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ONRECORD_LIBRARY", str(path))
    yield
    held = current_library.current()
    if held is not None:
        held.close()
    current_library._opened.clear()


def test_the_overview_names_days_and_outlets() -> None:
    words = markup(page("app.py"))
    assert "4 articles" in words
    assert "2025-03-01 to 2025-04-09" in words
    assert "2 outlets" in words


def test_copies_can_be_counted_once() -> None:
    assert "3 articles" in markup(page("app.py", fold="1"))
    app = page("app.py")
    app.toggle(key="or_fold").set_value(True).run()
    assert app.query_params["fold"] in ("1", ["1"])


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("", "Most statements are from"),
        ("theme", "Most statements are from"),
        ("speaker", "Most statements are from"),
        ("kind", "Most statements are from"),
        ("figures", "figure"),
    ],
)
def test_the_timeline_says_when_most_is_said(part: str, words: str) -> None:
    app = page("pages/timeline.py", part=part, by="month")
    assert "3 dated articles, from 1 March 2025 to 9 April 2025. 1 article without a date is left out." in markup(app)
    assert words in markup(app)


def test_days_narrow_every_page() -> None:
    assert "2 articles" in markup(page("app.py", since="2025-03-01", until="2025-03-31"))
    assert "Filtered by:" in markup(page("pages/timeline.py", since="2025-04-01"))


def test_outlets_are_compared_and_escaped() -> None:
    for what in ("speaker", "theme"):
        words = markup(page("pages/outlets.py", what=what))
        assert "2 outlets with 3 articles" in words
        assert "<b>Elm</b>" not in words


def test_words_are_found_in_their_sentences() -> None:
    words = markup(page("pages/search.py", find="harvest"))
    assert "Found in 1 article." in words
    assert "<mark>harvest</mark>" in words
    assert "Tom Hale" in words
    assert "No article found." in markup(page("pages/search.py", find="nothing of the kind"))
    assert "No article found." in markup(page("pages/search.py", find="harvest", source="The <b>Elm</b> Post"))


def test_one_figure_of_several_articles_stands_together() -> None:
    app = page("pages/figures.py")
    assert "The same figure across articles" in markup(app)
    assert any("unemployment" in option for option in app.selectbox(key="or_measure_of").options)


def test_a_speaker_is_seen_through_time_and_told_apart() -> None:
    app = page("pages/speakers.py", profile="marta-ruiz")
    assert "Statements from 1 March 2025 to 2 March 2025" in markup(app)
    assert any("In 3 articles, with 2 roles" in expander.label for expander in app.expander)
    app.multiselect(key="or_else_marta-ruiz").set_value(["four"])
    app.text_input(key="or_else_name_marta-ruiz").set_value("the striker")
    app.run()
    app.button(key="or_split_marta-ruiz").click().run()
    assert not app.exception
    assert any("In 2 articles, with 1 role" in expander.label for expander in app.expander)
    app = page("pages/speakers.py", profile="marta-ruiz~the-striker")
    app.button(key="or_undo_same_marta-ruiz~the-striker").click().run()
    assert not app.exception
    held = current_library.current()
    assert held is not None
    assert merges_of(held.annotations()) == {}


def test_a_decision_is_kept_in_the_library() -> None:
    app = page("pages/themes.py", open="data_privacy")
    next(button for button in app.button if button.label == "Remove theme").click().run()
    assert not app.exception
    held = current_library.current()
    assert held is not None
    assert len(in_force(held.annotations(), ThemeOverride)) == 1
    another = page("pages/themes.py")
    assert "1 decision." in markup(another)
    next(button for button in another.button if button.label == "Undo").click().run()
    assert in_force(held.annotations(), ThemeOverride) == ()


def test_the_codebook_in_use_is_kept_in_the_library() -> None:
    app = page("pages/codebook.py", part="files")
    next(button for button in app.button if button.label == "Use").click().run()
    assert not app.exception
    held = current_library.current()
    assert held is not None
    used = [name for name, is_used, *_ in held.store.codebooks() if is_used]
    assert used == ["climate-policy"]
    assert any("climate-policy" in caption for caption in [markup(page("pages/codebook.py"))])


def test_what_is_pasted_is_kept_and_removed() -> None:
    app = page("pages/articles.py")
    assert r"4 articles in coverage\.onrecord" in markup(app)
    assert "nearly the same as" in markup(app)
    app.text_area(key="or_add_text").input("Ferry returns\n\n“The boats are ready,” said Otto Brandl.")
    next(button for button in app.button if button.label == "Add the article").click().run()
    assert "Ferry returns" in app.success[0].value
    held = current_library.current()
    assert held is not None
    assert len(held.articles) == 5
    app.button(key=f"or_remove_{held.articles['article_id'].iloc[-1]}").click().run()
    assert not app.exception
    assert len(held.articles) == 4


def test_a_batch_folder_is_opened_for_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch.run([(article.article_id, article) for article in ARTICLES], tmp_path / "out")
    monkeypatch.setenv("ONRECORD_LIBRARY", str(tmp_path / "out"))
    app = page("pages/articles.py")
    assert "You can read and search them, but not change them." in markup(app)
    assert not app.text_area
    assert "Found in 1 article." in markup(page("pages/search.py", find="harvest"))
    assert "Late harvest" in markup(page("pages/read.py", reading="two"))
