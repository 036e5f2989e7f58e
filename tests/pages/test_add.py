"""The page Add an article: what comes in, what is refused, and what is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import onrecord
from onrecord import Article, ArticleError
from onrecord.views import adding

TEXT = "Mill wheel turns\n\nVera Holt, head of the Mill Trust, said that the wheel would turn again."
OTHER = "Bakery strike ends\n\n“We bake tomorrow,” said Jon Pike, the owner of the bakery."


def test_fields_left_empty_are_missing() -> None:
    article = adding.typed(TEXT, title="  ", source=" The  Gazette ", url=" https://example.org/a ")
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
        adding.typed(text)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "example.org", "https://", "https://a b", "data:text/html,x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ArticleError, match="http://"):
        adding.typed(TEXT, url=url)


@pytest.mark.parametrize("data", [b"", b"  \n", b"123", bytes(range(256)) * 20])
def test_an_upload_without_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"notes\.txt"):
        adding.uploaded("notes.txt", data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_upload_is_read_in_its_encoding(encoding: str) -> None:
    assert "“We bake tomorrow,”" in adding.uploaded("../../x.txt", OTHER.encode(encoding)).text


def test_one_bad_source_does_not_keep_the_others_out() -> None:
    held: list[str] = []
    told: list[tuple[int, str]] = []

    def add(article: Article) -> str:
        held.append(article.article_id)
        return article.article_id

    def making(text: str) -> Callable[[], Article]:
        return lambda: adding.typed(text)

    outcomes = adding.add_all(
        [("one", making(TEXT)), ("bad", making(" ")), ("two", making(OTHER)), ("again", making(TEXT))],
        add,
        lambda: held,
        lambda number, name: told.append((number, name)),
    )
    assert [outcome.problem is None for outcome in outcomes] == [True, False, True, False]
    assert "here already" in str(outcomes[3].problem)
    assert len(held) == 2
    assert told == [(0, "one"), (1, "bad"), (2, "two"), (3, "again")]


def test_a_session_holds_a_bounded_number_of_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "MOST_ADDED", 1)
    outcomes = adding.add_all([("one", lambda: adding.typed(TEXT))], str, lambda: ["x"], lambda *_: None)
    assert "remove some" in str(outcomes[0].problem)


def test_doubts_are_told() -> None:
    german = onrecord.parse("Der Bürgermeister sagte gestern, die neue Brücke werde im Frühjahr endlich eröffnet.")
    assert "another language (de)" in adding.doubts(german)[0]
    assert adding.doubts(onrecord.parse(TEXT)) == []
    silent = onrecord.parse("The river ran slowly past the old mill, and the fields lay green in the morning light.")
    assert "No statement" in adding.doubts(silent)[0]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    path = tmp_path / "mill.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))
    return AppTest.from_file("../../app.py", default_timeout=30).switch_page("pages/add.py")


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
    assert "here already" in app.info[0].value
    assert len(listed(app)) == 1
