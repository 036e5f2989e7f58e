"""Citations: verbatim words, quotation marks only where the article has them, what is missing left out."""

from __future__ import annotations

from typing import Any

import pytest

import onrecord
from onrecord.dashboard.presenters import citation

TEXT = """Ferry fares rise

Ada Quill, director of the Harbour Trust, said that fares had to rise.

“We held out,” Quill said, “for as long as we could.”

Bo Ferris said that the rise was “a shame” for the islands.
"""
TABLES = onrecord.parse(TEXT, source="Quay Post", published="2025-03-04")
ARTICLE: Any = next(TABLES.articles.itertuples())


def cited(kind: str, **more: Any) -> str:
    row: Any = next(TABLES.statements[TABLES.statements["kind"] == kind].itertuples())
    given = {"name": "Ada Quill", "role": "director, Harbour Trust", "title": "Ferry fares rise", **more}
    return citation.citation(row, text=TEXT, article=ARTICLE, **given)


def test_a_paraphrase_is_no_quotation() -> None:
    assert cited("indirect") == (
        "Ada Quill (director, Harbour Trust): fares had to rise [in the reporter’s words, “said”; sentence 2]"
        " — “Ferry fares rise”, Quay Post, 2025-03-04"
    )


def test_an_interrupted_quotation_says_where() -> None:
    assert ": “We held out […] for as long as we could.” [direct quotation, “said”; sentence 3]" in cited("direct")


def test_quotation_marks_within_a_statement_stay_as_in_the_article() -> None:
    row: Any = next(row for row in TABLES.statements.itertuples() if "shame" in str(row.text))
    told = {"name": "Bo Ferris", "role": "", "text": TEXT, "title": "Ferry fares rise", "article": ARTICLE}
    said = citation.citation(row._replace(kind="mixed"), **told)
    assert said.startswith("Bo Ferris: the rise was “a shame” for the islands [partly quoted")


def test_a_denial_is_cited_as_one_and_an_inferred_speaker_as_inferred() -> None:
    text = "Bo Ferris, a pilot, spoke on Monday. He denied that the fares had to rise."
    tables = onrecord.parse(text, source="Quay Post")
    row: Any = next(tables.statements.itertuples())
    told = {
        "name": "Bo Ferris",
        "role": "pilot",
        "text": text,
        "title": "Fares",
        "inferred": "speaker inferred from “He”",
    }
    assert citation.citation(row, article=next(tables.articles.itertuples()), **told) == (
        "Bo Ferris (pilot) [denied]: the fares had to rise [in the reporter’s words, “denied”; speaker inferred from "
        "“He”; sentence 2] — “Fares”, Quay Post"
    )
    found = citation.facts(row, themes=[], figures=[], inferred=told["inferred"])
    assert found[:2] == [("Not the speaker’s claim", "“denied”"), ("Speaker", "inferred from “He”")]


@pytest.mark.parametrize("kind", ["direct", "indirect"])
def test_every_word_between_the_name_and_the_bracket_stands_in_the_article(kind: str) -> None:
    words = cited(kind).partition(": ")[2].partition(" [")[0].strip("“”")
    assert words.partition(" […")[0] in TEXT


def test_facts_leave_out_what_is_missing() -> None:
    row: Any = next(TABLES.statements[TABLES.statements["kind"] == "indirect"].itertuples())
    found = dict(citation.facts(row, themes=["Fares"], figures=[]))
    assert found["Kind"] == "indirect statement"
    assert found["Reporting verb"].startswith("“said”")
    assert found["Themes"] == "Fares"
    assert "Figures" not in found
    assert "Quotes in turn" not in found
    assert found["Confidence"].partition("%")[0].isdigit()
