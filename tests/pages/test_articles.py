"""The page Articles: what comes in, what is refused, and what is kept."""

import io
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import onrecord
from onrecord import ArticleError
from onrecord.dashboard.presenters import article_inputs
from onrecord.io import Columns

TEXT = "Mill wheel turns\n\nVera Holt, head of the Mill Trust, said that the wheel would turn again."
OTHER = "Bakery strike ends\n\n“We bake tomorrow,” said Jon Pike, the owner of the bakery."


def test_fields_left_empty_are_missing() -> None:
    article = article_inputs.typed(TEXT, title="  ", source=" The  Gazette ", url=" https://example.org/a ")
    assert (article.text, article.title, article.source, article.published, article.url) == (
        TEXT,
        None,
        "The Gazette",
        None,
        "https://example.org/a",
    )


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "123 … !", "----"])
def test_a_text_without_letters_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match="no text"):
        article_inputs.typed(text)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "example.org", "https://", "https://a b", "data:text/html,x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ArticleError, match="http://"):
        article_inputs.typed(TEXT, url=url)


def test_files_are_looked_at_before_anything_is_added() -> None:
    files = [
        ("mill.txt", io.BytesIO(TEXT.encode()), None),
        ("again.txt", io.BytesIO(f"  {TEXT} ".encode()), None),
        ("held.txt", io.BytesIO(OTHER.encode()), None),
        ("empty.txt", io.BytesIO(b""), None),
        ("rows.csv", io.BytesIO(b"what,words\nx,The mill said so.\n"), Columns("words")),
    ]
    items = article_inputs.looked_at(files, lambda text: "bakery" if text == OTHER else None, 10)
    assert [item.is_new for item in items] == [True, False, False, False, True]
    assert [item.same_as for item in items] == [None, "mill.txt", "bakery", None, None]
    assert "empty.txt: It is empty" in str(items[3].problem)


def test_a_session_takes_a_bounded_number_of_articles() -> None:
    rows = "".join(f"The mill said it was {number}.\n" for number in range(9))
    items = article_inputs.looked_at([("rows.csv", io.BytesIO(f"text\n{rows}".encode()), None)], lambda _: None, 3)
    assert [item.is_new for item in items] == [True, True, True, False]
    assert "only the first 3 articles" in str(items[3].problem)


def test_outlet_and_date_are_filled_in_where_they_are_missing() -> None:
    article = article_inputs.typed(TEXT, source="The Gazette")
    filled = article_inputs.completed(article, "Another", "2025-03-01")
    assert (filled.source, filled.published) == ("The Gazette", "2025-03-01")


def test_doubts_are_told() -> None:
    german = onrecord.parse("Der Bürgermeister sagte gestern, die neue Brücke werde im Frühjahr endlich eröffnet.")
    assert "another language (de)" in article_inputs.doubts(german)[0]
    assert article_inputs.doubts(onrecord.parse(TEXT)) == []
    silent = onrecord.parse("The river ran slowly past the old mill, and the fields lay green in the morning light.")
    assert "No statement" in article_inputs.doubts(silent)[0]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    path = tmp_path / "mill.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))
    return AppTest.from_file("../../app.py", default_timeout=30).switch_page("pages/articles.py")


def press(app: AppTest) -> AppTest:
    return next(button for button in app.button if button.label == "Add the article").click().run()


def listed(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html") if 'class="or-held"' in element.proto.body]


def test_a_pasted_article_is_held_and_can_be_removed(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert len(listed(app)) == 1
    app.text_area(key="or_add_text").input(OTHER)
    app.text_input(key="or_add_source").input("The <b>Gazette</b>")
    press(app)
    assert not app.exception
    assert "Bakery strike ends" in app.success[0].value
    assert len(listed(app)) == 2
    assert "The &lt;b&gt;Gazette&lt;/b&gt;" in listed(app)[1]
    assert not app.text_area(key="or_add_text").value
    next(button for button in app.button if button.label == "Remove").click().run()
    assert not app.exception
    assert len(listed(app)) == 1


def test_what_was_typed_stays_when_it_cannot_be_added(app: AppTest) -> None:
    app.run()
    app.text_area(key="or_add_text").input(OTHER)
    app.text_input(key="or_add_url").input("nonsense")
    press(app)
    assert not app.exception
    assert "http" in app.error[0].value
    assert app.text_area(key="or_add_text").value == OTHER
    assert app.text_input(key="or_add_url").value == "nonsense"


def test_a_text_that_is_held_already_is_told(app: AppTest) -> None:
    app.run()
    app.text_area(key="or_add_text").input(TEXT)
    press(app)
    assert not app.exception
    assert "already been added" in app.info[0].value
    assert len(listed(app)) == 1
