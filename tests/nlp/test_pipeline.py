"""From paragraphs to sentences: stretches, datelines, what the tokenizer is spared, and the pipeline itself."""

import subprocess
import sys

import pytest

from onrecord.article import Article
from onrecord.errors import ModelError
from onrecord.nlp import pipeline
from onrecord.nlp.paragraphs import Paragraph
from onrecord.nlp.pipeline import MAX_RUN, MAX_STRETCH, cut_stretches, parse_document, parse_documents


def cut(text: str, *, is_headline: bool = False) -> list[tuple[int, str]]:
    """The stretches of one paragraph, which must cover it without a gap."""
    found = list(cut_stretches(text, Paragraph(0, len(text), is_headline)))
    end = 0
    for start, stretch in found:
        assert start == end
        end = start + len(stretch)
    assert end == len(text)
    return found


@pytest.mark.parametrize(
    "dateline",
    [
        "LONDON — ",
        "PORT VILA, March 3 — ",
        "LONDON, March 3, 2021 (Quay News) - ",
        "SAINT-MALO – ",
        "NEW YORK (QN) -- ",
    ],
)
def test_a_dateline_is_a_stretch_and_a_sentence_of_its_own(dateline: str) -> None:
    text = dateline + "Marta Ruiz said it was late."
    assert [stretch for _, stretch in cut(text)] == [dateline, "Marta Ruiz said it was late."]
    sentences = parse_document(Article(text)).sentences
    assert [text[sentence.start : sentence.end] for sentence in sentences][-1] == "Marta Ruiz said it was late."


@pytest.mark.parametrize("text", ["London — Marta Ruiz said.", "THE DAM broke - nobody saw it.", "LONDON was late."])
def test_other_beginnings_are_no_datelines(text: str) -> None:
    assert len(cut(text)) == 1


def test_a_headline_has_no_dateline() -> None:
    assert len(cut("LONDON — Dam breaks", is_headline=True)) == 1


def test_a_long_paragraph_is_cut_at_spaces() -> None:
    found = cut("The dam holds. " * 3_000)
    assert all(len(stretch) <= MAX_STRETCH for _, stretch in found)
    assert all(stretch.endswith(" ") for _, stretch in found)


def test_a_long_run_is_cut() -> None:
    found = cut("a" * (5 * MAX_RUN) + " and it was late.")
    assert [len(stretch) for _, stretch in found[:5]] == [MAX_RUN] * 5


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("d\u00adam\u200b \ufeffholds", "d am   holds"),
        ("a\x00b\tc\x1fd\x85e\u00a0f", "a b\tc d e f"),
        ("a " + "“" * 39, "a " + "“" * 39),
        ("a " + "“" * 60 + " b", "a " + " " * 60 + " b"),
        ("a " + "-=" * 30 + "b", "a " + " " * 60 + "b"),
    ],
)
def test_what_the_tokenizer_should_not_see_is_blanked_one_for_one(text: str, seen: str) -> None:
    assert "".join(stretch for _, stretch in cut(text)) == seen


def test_sentences_are_numbered_in_order_and_stand_in_their_paragraphs() -> None:
    text = "Dam breaks at night\n\nMarta Ruiz left. Nobody saw her.\n\nIt\u00a0rained on the quay."
    sentences = parse_document(Article(text)).sentences
    assert [text[sentence.start : sentence.end] for sentence in sentences] == [
        "Dam breaks at night", "Marta Ruiz left.", "Nobody saw her.", "It\u00a0rained on the quay.",
    ]  # fmt: skip
    assert [sentence.sentence_id for sentence in sentences] == [0, 1, 2, 3]
    assert [sentence.paragraph for sentence in sentences] == [0, 1, 1, 2]
    assert [sentence.is_headline for sentence in sentences] == [True, False, False, False]
    for sentence in sentences:
        for token in sentence.tokens:
            start = sentence.offset + token.idx
            assert text[start : start + len(token)].replace("\u00a0", " ") == token.text


def test_a_headline_is_one_sentence_whatever_its_punctuation() -> None:
    text = "Dam breaks. Nobody hurt, says Ruiz"
    sentences = parse_document(Article(text, title=text)).sentences
    assert len(sentences) == 1


def test_articles_without_words_keep_their_place() -> None:
    texts = ["", "It rained.", "", " ", "The dam holds.", ""]
    found = list(parse_documents(Article(text) for text in texts))
    assert [len(document.sentences) for document in found] == [0, 1, 0, 0, 1, 0]


def test_a_missing_pipeline_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pipeline.PIPELINE_VARIABLE, "no_such_pipeline")
    with pytest.raises(ModelError, match=r"'no_such_pipeline' is not installed.*ONRECORD_PIPELINE"):
        pipeline.load_pipeline()


def test_a_package_that_is_no_pipeline_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pipeline.PIPELINE_VARIABLE, "json")
    with pytest.raises(ModelError, match="'json'"):
        pipeline.load_pipeline()


def test_the_pipeline_is_loaded_once() -> None:
    assert pipeline.load_pipeline() is pipeline.load_pipeline()


def test_importing_the_package_loads_no_model() -> None:
    code = "import onrecord; from onrecord.nlp import pipeline; print(pipeline._load.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "0\n"
