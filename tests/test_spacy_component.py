"""On Record in a spaCy pipeline, and the parse of a ``Doc``."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.tokens import Doc

import onrecord
from onrecord.nlp import pipeline
from onrecord.spacy_component import EXTENSIONS

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = (
    "Ports weigh rules for robot pilots\n\n"
    "Ada Quill, director of the Harbour Trust, said that more than 35 percent of pilots fear for their jobs. "
    "“Transparency is the key to trust,” she said.\n\n"
    "BERGEN, March 3 (Quay News) — Nobody asked Bo Ferris, who lost 40 ships."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The English pipeline with the component at its end."""
    package = import_module(pipeline.DEFAULT_PIPELINE)
    loaded: Language = package.load()
    loaded.add_pipe("onrecord")
    return loaded


def test_the_component_fills_the_attributes_with_rows_of_the_tables(nlp: Language) -> None:
    doc = nlp(TEXT)
    first, second = doc._.statements
    assert (first["speaker_id"], second["speaker_id"]) == ("ada-quill", "ada-quill")
    assert first["kind"] == "indirect"
    assert TEXT[second["start"] : second["end"]] == second["text"] == "Transparency is the key to trust,"[:-1]
    assert doc.char_span(second["start"], second["end"]).text == second["text"]
    assert second["nested_source"] is None
    assert second["spans"] == [[second["start"], second["end"]]]
    assert [row["value"] for row in doc._.figures] == [35.0, 40.0]
    assert [row["name"] for row in doc._.speakers] == ["Ada Quill"]
    assert [token.text for token in doc] == [token.text for token in nlp.make_doc(TEXT)], "the Doc is as it was"


def test_the_rows_go_with_the_doc(nlp: Language) -> None:
    doc = nlp(TEXT)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for name in EXTENSIONS:
        assert getattr(back._, name) == getattr(doc._, name)


def test_the_component_says_what_it_needs() -> None:
    bare = spacy.blank("en")
    bare.add_pipe("onrecord")
    with pytest.raises(onrecord.ModelError, match="lacks TAG, DEP, LEMMA"):
        bare(TEXT)
    assert bare("")._.statements == []
    assert bare.make_doc(TEXT)._.statements is None, "before the component has run"
    assert {"token.dep", "doc.sents"} <= set(bare.get_pipe_meta("onrecord").requires)


@pytest.mark.parametrize("text", ["Tom Hale said it rained on 35 days.", TEXT, "", " \n"])
def test_a_doc_is_parsed_as_its_text_is(nlp: Language, text: str) -> None:
    about = {"title": "Ports weigh rules for robot pilots", "source": "Quay News", "article_id": "a"}
    by_text, by_doc = onrecord.parse(text, **about), onrecord.parse(nlp(text), **about)
    for name, frame in by_text:
        left = frame.drop(columns="confidence", errors="ignore")
        right = getattr(by_doc, name).drop(columns="confidence", errors="ignore")
        assert left.equals(right), name


def test_no_sentence_of_a_doc_runs_over_a_paragraph(nlp: Language) -> None:
    """spaCy makes one sentence of a headline and what follows; the tables keep them apart."""
    text = "Ferry returns\n\nthe crew said the repair was quick. It was late."
    found = onrecord.parse(nlp(text)).sentences
    assert found["text"].tolist() == ["Ferry returns", "the crew said the repair was quick.", "It was late."]
    assert found["paragraph"].tolist() == [0, 1, 1]
    for row in found.itertuples():
        assert text[row.start : row.end] == row.text


def test_the_entry_point_names_the_component(nlp: Language) -> None:
    root = Path(__file__).parents[1]
    points = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    module, _, name = points["spacy_factories"]["onrecord"].partition(":")
    assert isinstance(nlp.get_pipe("onrecord"), getattr(import_module(module), name))
