"""Codebooks: read, refused with a reason, written, and matched."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Codebook, parse
from onrecord.codebook import Theme
from onrecord.errors import CodebookError

if TYPE_CHECKING:
    from pathlib import Path

BOOK = """
id = "transport"
version = "2"
title = "Transport"

[[themes]]
id = "rail"
label = "Railways"
group = "Modes"
definition = "Trains and what they run on."
terms = ["train", "high-speed rail", "rail", "electrif*", "HS"]

[[themes]]
id = "cost"
label = "Cost"
terms = ["price", "ticket price"]
"""


def matches(text: str) -> list[tuple[str, str, str]]:
    found = parse(text, codebook=Codebook.from_toml(BOOK)).theme_mentions
    return list(zip(found["theme_id"], found["term"], found["text"], strict=True))


def test_a_codebook_is_read() -> None:
    book = Codebook.from_toml(BOOK)
    assert (book.id, book.version, book.title) == ("transport", "2", "Transport")
    assert [theme.id for theme in book.themes] == ["rail", "cost"]
    assert book.themes[0].definition == "Trains and what they run on."
    assert book.themes[1].group is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trains are late.", [("rail", "train", "Trains")]),
        ("The line was electrified.", [("rail", "electrif*", "electrified")]),
        ("High speed rail is late.", [("rail", "high-speed rail", "High speed rail")]),
        ("High-speed rail is late.", [("rail", "high-speed rail", "High-speed rail")]),
        ("The rails are old.", [("rail", "rail", "rails")]),
        ("A railing broke.", []),
        ("The HS line is late.", [("rail", "HS", "HS")]),
        ("We heard hs and shh.", []),
        ("Ticket prices rose.", [("cost", "ticket price", "Ticket prices")]),
        ("High speed, rail is late.", [("rail", "rail", "rail")]),
        ("A highspeed line.", []),
    ],
)
def test_terms_match_inflections_hyphens_stems_and_capitals(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert matches(text) == expected


def test_a_place_may_show_two_themes() -> None:
    assert [theme for theme, _, _ in matches("Train prices rose.")] == ["rail", "cost"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("id = ", "not valid TOML"),
        ('id = "x"', "no themes"),
        ('[[themes]]\nlabel = "A"\nterms = ["a"]', "Theme 1 needs id"),
        ('[[themes]]\nid = "A b"\nlabel = "A"\nterms = ["a"]', "lower-case"),
        ('[[themes]]\nid = "a"\nterms = ["a"]', "Theme 'a' needs label"),
        ('[[themes]]\nid = "a"\nlabel = "A"', "no terms"),
        ('[[themes]]\nid = "a"\nlabel = "A"\nterms = []', "no terms"),
        ('[[themes]]\nid = "a"\nlabel = "A"\nterms = ["…"]', "has no word"),
        ('[[themes]]\nid = "a"\nlabel = "A"\nterms = ["a*"]', "nearly anything"),
        ('[[themes]]\nid = "a"\nlabel = "A"\nterms = ["a"]\ncolour = "red"', "unknown field 'colour'"),
        ('[[themes]]\nid = "a"\nlabel = "A"\nterms = ["a"]\n' * 2, "Two themes"),
        ('themes = "rail"', "no themes"),
        ('id = "Two words"\n[[themes]]\nid = "a"\nlabel = "A"\nterms = ["a"]', "Line 1: The codebook: the id"),
    ],
)
def test_what_is_wrong_is_named(toml: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        Codebook.from_toml(toml)


LINE = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=20).map(str.strip).filter(bool)
WORD = st.text(string.ascii_lowercase, min_size=3, max_size=8)
THEMES = st.lists(
    st.builds(Theme, id=WORD, label=LINE, terms=st.lists(WORD, min_size=1, max_size=3, unique=True).map(tuple)),
    min_size=1,
    max_size=4,
    unique_by=lambda theme: theme.id,
)


@given(THEMES, LINE, LINE)
def test_what_is_written_is_read_back(themes: list[Theme], version: str, title: str) -> None:
    book = Codebook("own", version, title, tuple(themes))
    assert Codebook.from_toml(book.to_toml()) == book


FULL = (
    BOOK.replace(
        'terms = ["price", "ticket price"]',
        'example = "Tickets, they said, cost too much."\nterms = ["price NEAR ticket"]\nexclude = ["price, tag"]',
    )
    + '\n[[themes]]\nid = "old"\nlabel = "Old"\nretired = true\nterms = []\n'
)


def test_a_codebook_comes_back_from_csv() -> None:
    book = Codebook.from_toml(FULL)
    assert Codebook.from_csv(book.to_csv()) == book
    assert Codebook.from_csv("\ufeff" + book.to_csv()) == book


def test_a_table_of_ids_and_terms_is_a_codebook() -> None:
    book = Codebook.from_csv("id,term\nrail,train\n\nrail,tram\ncost,price\n")
    assert [(theme.id, theme.label, theme.terms) for theme in book.themes] == [
        ("rail", "rail", ("train", "tram")),
        ("cost", "cost", ("price",)),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Line 1: the column 'id' is missing"),
        ("id,label\na,b\n", "Line 1: the column 'term' is missing"),
        ("id,term,colour\na,b,red\n", "Line 1: the column 'colour' is not known"),
        ("id,term\n", "no themes"),
        ("id,term\na,b,c\n", "Line 2: there are more cells"),
        ("id,term\na,train\nA b,tram\n", "Line 3: .*lower-case"),
        ("id,term\na,train\na,…\n", "Line 3: Theme 'a': the term '…' cannot be used: it has no word"),
        ("id,term,list\na,train,maybe\n", "Line 2: list is 'maybe'"),
        ("id,term,retired\na,train,perhaps\n", "Line 2: retired is 'perhaps'"),
        ('id,term\na,"train\n', "not a table in CSV"),
    ],
)
def test_what_is_wrong_in_a_table_is_named(text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        Codebook.from_csv(text)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('label = "Railways"', "label = 3", 8),
        ('group = "Modes"', 'grupp = "Modes"', 9),
        ('"electrif*"', '"e*"', 11),
        ('id = "cost"', 'id = "rail"', 14),
        ('"ticket price"', '"…"', 16),
        ('version = "2"', "version = 2", 3),
        ('terms = ["price", "ticket price"]', "", 13),
        ('terms = ["price"', 'retired = "yes"\nterms = ["price"', 16),
    ],
)
def test_a_mistake_is_named_by_its_line(old: str, new: str, line: int) -> None:
    with pytest.raises(CodebookError, match=f"^Line {line}: "):
        Codebook.from_toml(BOOK.replace(old, new))


def test_the_citation_changes_with_what_decides_a_coding_alone() -> None:
    book = Codebook.from_toml(BOOK)
    assert book.citation.startswith("transport 2 (")
    assert Codebook.from_toml(BOOK.replace("Trains and what", "What")).citation == book.citation
    assert Codebook.from_toml(BOOK.replace('"train", ', "")).citation != book.citation


def test_a_codebook_is_loaded_by_its_id_or_from_a_file(tmp_path: Path) -> None:
    book = Codebook.load("climate-policy")
    assert book in Codebook.packaged()
    path = tmp_path / "mine.toml"
    path.write_text(book.to_toml(), encoding="utf-8")
    assert Codebook.load(path) == Codebook.load(str(path)) == book
    for name, message in (("climate", "packaged codebooks are: ai-governance"), (tmp_path, "cannot be read")):
        with pytest.raises(CodebookError, match=message):
            Codebook.load(name)
    path.write_text("themes = 1", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"mine\.toml: "):
        Codebook.load(path)
