"""The page Read, and the HTML that it is made of."""

import html
import os
import re
from itertools import pairwise

import pandas as pd
import pytest
from count_work import count_steps
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import onrecord
from onrecord.dashboard.text import article_html
from onrecord.query import Filters, apply
from onrecord.types import Span

TEXT = """Library hours cut

Dora Finch, head of the Readers' League, said that privacy & trust < money matter. “We will not go,” Finch said.

The doors close at six.

Paul Ashe, mayor of the town, warned that 40 percent of readers would leave.
"""
OTHER = "Pool opens\n\n“The water is warm,” said Lena Orth, the pool's director.\n"
VOICE = article_html.Voice("x", "x", "", "#000000")
TAG = re.compile(r"<[^>]*>")


def plain(markup: str) -> str:
    return html.unescape(TAG.sub("", markup))


def bodies(markup: str) -> list[str]:
    """The paragraphs of an article's HTML as plain text."""
    return [plain(body) for body in re.findall(r'<div class="or-body"><(?:p|h1)>(.*?)</(?:p|h1)>', markup, re.DOTALL)]


ANY_TEXT = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("<>&\"'=;#x")), max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[article_html.Mark]]:
    text = draw(ANY_TEXT)
    place = st.integers(-2, len(text) + 2)
    classes = st.sampled_from(
        [("or-said", "or-direct"), ("or-theme",), ("or-figure",), (article_html.HERE,), ("or-out",)]
    )
    marks = st.builds(
        article_html.Mark,
        start=place,
        end=place,
        classes=classes,
        colour=st.sampled_from([None, "#123456"]),
        title=ANY_TEXT,
    )
    return text, draw(st.lists(marks, max_size=8))


@given(marked())
def test_marks_never_change_the_text(case: tuple[str, list[article_html.Mark]]) -> None:
    text, marks = case
    assert plain(article_html.render(text, Span(0, len(text)), marks)) == text
    half = Span(len(text) // 3, len(text))
    assert plain(article_html.render(text, half, marks)) == text[half.start : half.end]


@given(marked(), st.lists(st.integers(0, 60), max_size=6), st.text(max_size=10))
def test_an_article_gives_its_paragraphs_back(
    case: tuple[str, list[article_html.Mark]], cuts: list[int], title: str
) -> None:
    text, marks = case
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    parts = [article_html.Part(Span(a, b), False) for a, b in pairwise(edges)]
    page = article_html.article_html(text, parts, marks, title=title, byline="a < b")
    assert bodies(page)[1:] == [text[part.span.start : part.span.end] for part in parts]
    assert page.count(f'id="{article_html.HERE}"') <= 1


def test_overlapping_marks_share_their_words() -> None:
    marks = [
        article_html.Mark(0, 10, ("or-said", "or-direct"), "#111111", "outer"),
        article_html.Mark(4, 8, ("or-said", "or-indirect"), "#222222", "inner"),
        article_html.Mark(6, 12, ("or-theme",), title="theme: a"),
    ]
    assert article_html.render("0123456789abcdef", Span(0, 16), marks) == (
        '<span class="or-said or-direct" style="--or-colour:#111111" title="outer">0123</span>'
        '<span class="or-said or-direct or-indirect" style="--or-colour:#222222" title="outer; inner">45</span>'
        '<span class="or-said or-direct or-indirect or-theme" style="--or-colour:#222222" '
        'title="outer; inner; theme: a">67</span>'
        '<span class="or-said or-direct or-theme" style="--or-colour:#111111" title="outer; theme: a">89</span>'
        '<span class="or-theme" title="theme: a">ab</span>cdef'
    )


def test_only_the_first_piece_of_the_target_has_the_id() -> None:
    marks = [article_html.Mark(1, 9, (article_html.HERE,)), article_html.Mark(3, 5, ("or-theme",))]
    page = article_html.article_html("0123456789", [article_html.Part(Span(0, 10), False)], marks, title="")
    assert page.count(f'<span id="{article_html.HERE}" tabindex="-1" class="{article_html.HERE}">12</span>') == 1
    assert page.count("id=") == 1


def marked_article(n_marks: int, paragraph: int) -> tuple[str, int]:
    """An article with so many marks, then a target, in paragraphs of so many characters; and the steps to write it."""
    text = "ab" * n_marks
    marks = [article_html.Mark(start, start + 1, ("or-theme",)) for start in range(0, len(text), 2)]
    marks.append(article_html.Mark(len(text) - 1, len(text), (article_html.HERE,)))
    parts = [article_html.Part(Span(start, start + paragraph), False) for start in range(0, len(text), paragraph)]
    pages: list[str] = []
    steps = count_steps(lambda: pages.append(article_html.article_html(text, parts, marks, title="")))
    return pages[0], steps


@pytest.mark.parametrize("paragraphs", ["one", "many"])
def test_twice_the_marks_take_twice_the_work(paragraphs: str) -> None:
    once, twice = (marked_article(n, 2 * n if paragraphs == "one" else 100) for n in (1_000, 2_000))
    assert twice[0].count("or-theme") == 2_000
    assert twice[0].count(f'id="{article_html.HERE}"') == 1
    assert twice[1] < 2.2 * once[1]


@pytest.fixture(scope="module")
def tables() -> onrecord.Tables:
    return onrecord.parse(TEXT, article_id="library")


def test_paragraphs_are_those_of_the_article(tables: onrecord.Tables) -> None:
    parts = article_html.paragraphs(tables.sentences)
    assert [TEXT[part.span.start : part.span.end] for part in parts] == [line for line in TEXT.split("\n") if line]
    assert [part.is_headline for part in parts] == [True, False, False, False]


def test_the_margin_says_who_speaks(tables: onrecord.Tables) -> None:
    def voice(row: object) -> article_html.Voice:
        key = str(row.speaker_id)  # type: ignore[attr-defined]
        return article_html.Voice(key, key, "", "#000000")

    parts = article_html.with_voices(article_html.paragraphs(tables.sentences), tables.statements, voice)
    assert [[held.key for held in part.voices] for part in parts] == [[], ["dora-finch"], [], ["paul-ashe"]]


def test_filters_draw_back_what_they_leave_out(tables: onrecord.Tables) -> None:
    shown = apply(tables, Filters(speaker=("paul-ashe",)))
    marks = article_html.left_out(tables.sentences, shown.sentences)
    marks += article_html.statement_marks(tables.statements, shown.statements, lambda _: VOICE)
    back = {TEXT[mark.start : mark.end] for mark in marks if "or-out" in mark.classes}
    kept = {TEXT[mark.start : mark.end] for mark in marks if "or-out" not in mark.classes}
    assert "The doors close at six." in back
    assert "We will not go" in back
    assert kept == set(shown.statements["text"])


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"statement": ""},
        {"statement": "library"},
        {"statement": "library:"},
        {"statement": "library:x"},
        {"statement": "library:-1"},
        {"statement": "library:²"},
        {"statement": "library:999"},
        {"statement": "other:0"},
        {"sentence": "library:99999999999999999999"},
    ],
)
def test_a_link_to_nothing_leads_nowhere(tables: onrecord.Tables, asked: dict[str, str]) -> None:
    assert article_html.target_of(tables, asked) is None


def test_a_link_leads_to_the_sentence_of_its_statement(tables: onrecord.Tables) -> None:
    for row in tables.statements.itertuples():
        found = article_html.target_of(tables, {"statement": f"library:{row.statement_id}"})
        assert found is not None
        article_id, span = found
        assert article_id == "library"
        assert span.start <= row.start
        assert row.end <= span.end
        sentences = tables.sentences["text"].tolist()
        assert TEXT[span.start : span.end] in sentences


def article_of(app: AppTest) -> str:
    return next(element.proto.body for element in app.get("html") if "<article" in element.proto.body)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> AppTest:
    folder = tmp_path_factory.mktemp("read")
    paths = []
    for name, text in (("library.txt", TEXT), ("pool.txt", OTHER)):
        (folder / name).write_text(text, encoding="utf-8")
        paths.append(str(folder / name))
    monkeypatch.setenv("ONRECORD_FILES", os.pathsep.join(paths))
    return AppTest.from_file("../../app.py", default_timeout=30).switch_page("pages/read.py")


def test_the_page_shows_the_first_article_word_by_word(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert bodies(article_of(app)) == [line for line in TEXT.split("\n") if line]


def test_the_picker_opens_another_article(app: AppTest) -> None:
    app.run()
    picker = app.selectbox(key="or_reading")
    assert picker.options == ["Library hours cut", "Pool opens"]
    picker.select_index(1).run()
    assert not app.exception
    assert bodies(article_of(app))[0] == "Pool opens"
    assert app.query_params["reading"] == onrecord.Article(OTHER).article_id


def test_a_link_opens_its_article_and_marks_its_sentence(app: AppTest) -> None:
    article_id = onrecord.Article(OTHER).article_id
    app.query_params["statement"] = f"{article_id}:0"
    app.run()
    assert not app.exception
    page = article_of(app)
    assert bodies(page)[0] == "Pool opens"
    assert f'id="{article_html.HERE}"' in page


def test_a_link_to_an_article_of_another_session_says_so(app: AppTest) -> None:
    app.query_params["statement"] = "ffffffffffff:3"
    app.run()
    assert not app.exception
    assert "not here" in app.info[0].value
    assert bodies(article_of(app))[0] == "Library hours cut"


def test_toggles_are_in_the_address(app: AppTest) -> None:
    app.run()
    assert "or-figure" not in article_of(app)
    app.toggle(key="or_mark_figures").set_value(True).run()
    assert app.query_params["mark_figures"] == "1"
    assert "or-figure" in article_of(app)
    app.toggle(key="or_mark_figures").set_value(False).run()
    assert "mark_figures" not in app.query_params


def test_themes_are_marked_and_named_in_the_margin() -> None:
    rows = pd.DataFrame(
        {
            "start": [20, 18, 26],
            "end": [22, 25, 30],
            "theme_id": ["b", "a", "b"],
            "term": ["x*", "xx", pd.NA],
            "method": ["rule", "rule", "human"],
        }
    )
    parts = article_html.with_labels(
        [article_html.Part(Span(0, 10), False), article_html.Part(Span(10, 30), False)], rows, {"a": "A & B"}
    )
    assert [part.labels for part in parts] == [(), ("A & B", "b")]
    page = article_html.article_html("x" * 30, parts, article_html.theme_marks(rows, {"a": "A & B"}), title="")
    assert "A &amp; B · b" in page
    assert 'title="theme: A &amp; B, by the term “xx”; theme: b, by the term “x*”"' in page
    assert page.count("or-theme") == 3, "what a person decided is of the whole statement, and marks no words"
