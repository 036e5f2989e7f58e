"""What is uncertain or denied looks so on every page, and can be asked for first."""

from __future__ import annotations

import re
from pathlib import Path  # noqa: TC003 - fixtures are annotated with it

import pytest
from open_page import markup, page
from streamlit.testing.v1 import AppTest  # noqa: TC002 - helpers are annotated with it

import onrecord

TEXT = """Dam fears rise

The water minister, Ada Quill, spoke on Monday. She denied that 300 families would have to move from the water. \
Quill said the human rights of all families came first.

Tom Hale, a farmer, said his fields had been flooded since March. “Nobody has told us anything about human rights,” \
Hale said.

Hale does not believe that the <b>dam</b> will hold.
"""


@pytest.fixture(autouse=True)
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))


@pytest.fixture(scope="module")
def tables() -> onrecord.Tables:
    return onrecord.parse(TEXT)


DENIED = re.compile(r'class="or-denied"[^>]*>([^<]*)</span> ?([^<]*)')
INFERRED = "speaker inferred from “She”"


def words_shown(app: AppTest) -> list[str]:
    """The words of the statements that are listed, in order, without what leads them."""
    found = re.findall(r'<p class="or-words">(?:<span class="or-denied".*?</span> )?“?(.*?)”?</p>', markup(app))
    return [re.sub("&lt;", "<", words).replace("&gt;", ">") for words in found]


def choose(app: AppTest, label: str, value: str) -> AppTest:
    return next(one for one in app.button_group if one.label == label).set_value(value).run()


def words_in_form(app: AppTest) -> str:
    return str(next(one for one in app.text_area if one.label == "Exact words").value)


def test_read_marks_denied_words_and_an_inferred_speaker() -> None:
    shown = markup(page("pages/read.py"))
    assert shown.count("or-said or-indirect or-negated") == 2
    assert 'or-negated">denied</span>or refused: not the speaker’s claim' in shown
    assert "Tom Hale, indirect: in the reporter’s words, “does not believe”, not the speaker’s claim" in shown
    assert f"Ada Quill, {INFERRED}, indirect" in shown
    assert '<span class="or-inferred" title="taken to be Ada Quill">She</span>' in shown
    # Her margin says nothing, as the paragraph names her with another statement.
    assert shown.partition('<article class="or-article">')[2].count('class="or-inferred"') == 1


def test_the_margin_says_where_nobody_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "two.txt"
    path.write_text("Ada Quill, the minister, spoke on Monday.\n\nShe said that the dam was safe.\n", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))
    assert f'<span class="or-inferred">{INFERRED}</span></div>' in markup(page("pages/read.py"))


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("pages/speakers.py", {"profile": "ada-quill"}),
        ("pages/checks.py", {"pick": "unsure", "speaker": "ada-quill", "evidence": "pronoun"}),
    ],
)
def test_lists_lead_denied_words_by_the_denial(name: str, params: dict[str, str]) -> None:
    shown = markup(page(name, **params))
    assert ("denied:", "300 families would have to move from the water") in DENIED.findall(shown)
    assert INFERRED in shown


def test_figures_that_are_denied_are_nobodys() -> None:
    shown = markup(page("pages/figures.py"))
    assert "nobody: Ada Quill “denied” it" in shown
    assert "1 denied." in shown
    assert "nobody: Ada Quill “denied” it" in markup(page("app.py"))


def test_lists_come_in_the_order_that_the_address_names(tables: onrecord.Tables) -> None:
    mine = tables.statements[tables.statements["speaker_id"] == "tom-hale"]
    app = page("pages/speakers.py", profile="tom-hale")
    assert words_shown(app) == mine["text"].tolist()
    choose(app, "Order of the statements", "unsure")
    assert app.query_params["order"] == "unsure"
    assert words_shown(app) == mine.sort_values("confidence", kind="stable")["text"].tolist()
    assert markup(app).count("confidence ") >= len(mine)


def test_the_rows_of_data_come_least_sure_first(tables: onrecord.Tables) -> None:
    app = page("pages/data.py", order="unsure")
    assert app.dataframe[0].value["confidence"].tolist() == sorted(tables.statements["confidence"])
    assert list(app.dataframe[0].value)[2:8] == ["speaker_id", "speaker_evidence", "kind", "cue", "negated", "text"]
    app = page("pages/data.py", order="unsure", table="speakers")
    assert "Order of the statements" not in [one.label for one in app.button_group]


def test_the_sidebar_filters_by_confidence_and_by_how_the_speaker_was_found(tables: onrecord.Tables) -> None:
    middle = 5 * int(20 * tables.statements["confidence"].median())
    app = page("pages/data.py")
    next(one for one in app.slider if one.label == "Confidence at least").set_value(middle).run()
    assert app.query_params["confidence"] == str(middle)
    sure = tables.statements[(100 * tables.statements["confidence"]).round() >= middle]
    assert 0 < len(sure) < len(tables.statements)
    assert app.dataframe[0].value["text"].tolist() == sure["text"].tolist()
    assert f"Confidence: at least {middle}\\% ✕" in [button.label for button in app.button]
    app = page("pages/data.py", evidence=["pronoun"])
    assert app.dataframe[0].value["speaker_evidence"].tolist() == ["pronoun"]
    chip = next(button for button in app.button if button.label.startswith("Speaker identification: pronoun"))
    chip.click().run()
    assert "evidence" not in app.query_params


def test_checks_offers_the_least_sure_first_and_at_random_stays_the_same(tables: onrecord.Tables) -> None:
    ordered = tables.statements.sort_values("confidence", kind="stable")["text"].tolist()
    drawn = words_in_form(page("pages/checks.py"))
    app = page("pages/checks.py")
    assert words_in_form(app) == drawn
    choose(app, "Which rows first", "unsure")
    assert app.query_params["pick"] == "unsure"
    assert words_in_form(app) == ordered[0]
    assert "do not show how often the parser is right overall" in markup(app)
    next(button for button in app.button if button.label == "Correct as is").click().run()
    assert words_in_form(app) == ordered[1]
    choose(app, "Which rows first", "random")
    assert words_in_form(app) == drawn or drawn == ordered[0]
    choose(app, "What to check", "figures")
    assert "Which rows first" not in [one.label for one in app.button_group]


def test_checks_shows_the_sentence_that_names_the_speaker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "two.txt"
    path.write_text(
        "The dam had leaked for weeks, said Ada Quill, the minister.\n\n“We were not asked at all.”\n", encoding="utf-8"
    )
    monkeypatch.setenv("ONRECORD_FILES", str(path))
    row = next(
        row for row in onrecord.parse(path.read_text(encoding="utf-8")).statements.itertuples() if row.kind == "direct"
    )
    shown = markup(page("pages/checks.py", kind="direct"))
    assert ("Speaker taken from:" in shown) == (row.speaker_evidence in ("floor", "inferred"))


def test_a_denial_that_the_parser_missed_is_marked_by_hand() -> None:
    app = page("pages/checks.py", speaker="tom-hale", kind="direct")
    next(one for one in app.checkbox if one.label.startswith("Denied or refused")).check()
    next(button for button in app.button if button.label == "Save change").click().run()
    assert "Denied or refused: yes (was no)" in markup(app)
    app.switch_page("pages/speakers.py")
    app.query_params["profile"] = "tom-hale"
    app.run()
    assert ("not claimed:", "“Nobody has told us anything about human rights”") in DENIED.findall(markup(app))
