"""What a page says of a statement: whether the speaker claims it, and how the speaker was found."""

from __future__ import annotations

from typing import Any

import pytest

import onrecord
from onrecord.dashboard.charts import palette
from onrecord.dashboard.context import View
from onrecord.dashboard.presenters import comparison, rows, statement_html
from onrecord.dashboard.text import attribution
from onrecord.query import Collection, Filters


def said(text: str) -> Any:
    """The last statement of ``text``."""
    return list(onrecord.parse(text).statements.itertuples())[-1]


def view(text: str) -> View:
    tables = onrecord.parse(text, article_id="a1")
    return View(Collection.of(tables, {"a1": text}), Filters(), palette.LIGHT, dark=False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Uma Reed denied that the pier had sunk.", "denied: the pier had sunk"),
        ("Bo Ferris does not believe that the pier will hold.", "does not believe: the pier will hold"),
        ("The harbour board never said that the pier was safe.", "never said: the pier was safe"),
        ("The port refused to admit that the pier was unsafe.", "refused to admit: the pier was unsafe"),
        ("Nor did Uma Reed say that the pier was safe.", "not claimed: the pier was safe"),
        ("Uma Reed did not deny that the pier had sunk.", "the pier had sunk"),
        ("Uma Reed said that the pier was not safe.", "the pier was not safe"),
    ],
)
def test_words_that_are_not_claimed_are_led_by_what_the_article_says(text: str, words: str) -> None:
    assert attribution.words(said(text)) == words


def test_a_denial_and_its_cue_are_escaped() -> None:
    row = said("Uma Reed denied that the pier had sunk.")._replace(cue="never <b>said</b>")
    assert attribution.denial_html(row).count("<") == 2
    assert "never &lt;b&gt;said&lt;/b&gt;:</span> " in attribution.denial_html(row)
    assert attribution.denial_html(row, leads=False).endswith("&lt;/b&gt;</span>")
    assert attribution.denial_html(row._replace(negated=False)) == ""


INTRODUCED = "Uma Reed, the mayor, said it was late. "


@pytest.mark.parametrize(
    ("source", "evidence", "words"),
    [
        ("she", "pronoun", "speaker inferred from “she”"),
        ("The  mayor", "description", "speaker inferred from “The mayor”"),
        ("Reed", "short_name", ""),
        ("Uma Reed", "name", ""),
        ("who", "pronoun", ""),
        ("mayor Uma Reed", "description", ""),  # the name stands in the words all the same
        ("Uma Reed", "floor", "speaker inferred"),
        (None, "inferred", "speaker inferred"),
        (None, "pronoun", "speaker inferred"),
        ("she", None, ""),
    ],
)
def test_a_speaker_whom_the_words_do_not_name_is_inferred(source: object, evidence: object, words: str) -> None:
    row = said("Uma Reed said it was late.")._replace(source_text=source, speaker_evidence=evidence)
    assert attribution.inferred(row, "Uma Reed") == words
    assert (f">{words}</span>" in attribution.inferred_html(row, "Uma Reed")) == bool(words)
    assert bool(attribution.inferred_html(row, "Uma Reed")) == bool(words)


def test_who_is_called_just_what_the_words_say_is_not_inferred() -> None:
    shown = view("Participants at the meeting called for an inquiry.")
    row: Any = next(shown.ask.rows("statements", Filters()).itertuples())
    assert row.speaker_evidence == "description"
    assert "inferred" not in statement_html.statement_html(shown, row, shown.key_of(row))


def test_a_list_says_how_the_speaker_was_found_and_what_is_doubtful() -> None:
    shown = view(INTRODUCED + "She denied that the pier had sunk.")
    row: Any = list(shown.ask.rows("statements", Filters()).itertuples())[-1]
    html = statement_html.statement_html(shown, row._replace(confidence=0.9), "uma-reed")
    assert "speaker inferred from “She”" in html
    assert "denied:</span> the pier had sunk</p>" in html
    assert "confidence" not in html
    assert "confidence 62%" in statement_html.statement_html(shown, row._replace(confidence=0.62), "uma-reed")
    sure = statement_html.statement_html(shown, row._replace(confidence=0.9), "uma-reed", with_confidence=True)
    assert "confidence 90%" in sure


def test_a_denied_figure_is_nobodys() -> None:
    shown = view("The union said that 400 jobs would go. The mill denied that 300 jobs would go. 12 ships lay idle.")
    described = rows.figure_rows(shown, shown.ask.rows("figures", Filters()))
    assert described["speaker"].tolist() == ["Union", "nobody: Mill “denied” it", "stated by the article"]
    counted = shown.ask.figure_counts(Filters())
    assert counted.set_index("by")["n"].to_dict() == {"speaker": 1, "nobody": 1, "article": 1}
    assert shown.ask.figures(Filters(), (), (), ("nobody",), 9)["text"].tolist() == ["300 jobs"]
    assert shown.ask.speaker_counts(Filters())["figures"].tolist() == [1, 0]


def test_words_that_a_speaker_denies_are_not_distinctive_of_them() -> None:
    denied = "Uma Reed denied that the sluice leaked. " * 6
    shown = view(denied + "Uma Reed said that the ferry sailed. " * 6 + "Bo Ferris said that the crane turned. " * 6)
    held = comparison.statements(shown, Filters(), ["uma-reed", "bo-ferris"])
    found = set(comparison.words(shown, held)["word"])
    assert "ferry" in found
    assert "sluice" not in found
