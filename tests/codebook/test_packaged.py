"""The codebooks in the package: whole, readable, and true to their own examples."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files

import pytest

from onrecord import Codebook, parse
from onrecord.codebook.codebook import DEFAULT
from onrecord.codebook.terms import read_term

BOOKS = {
    path.name.removesuffix(".toml"): Codebook.from_toml(path.read_text(encoding="utf-8"))
    for path in (files("onrecord.data") / "codebooks").iterdir()
    if path.name.endswith(".toml")
}
SHARED = {
    "advisory committee",
    "dangerous capabilit*",
    "data broker",
    "data retention",
    "deepfake",
    "facial recognition",
    "open data",
    "representative data*",
}
"""Terms that mean two themes at once wherever they stand: a deepfake is both a misuse and false content."""

every = pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)


def shown(text: str, book: Codebook) -> set[str]:
    return set(parse(text, codebook=book).theme_mentions["theme_id"])


def spoken(term: str) -> str:
    """The words of a term as a text may have them: the phrase, and after it the first word that NEAR asks for."""
    phrase, _, near = term.split(" NOT WITHIN ")[0].partition(" NEAR ")
    return f"{phrase} {near.split(' OR ')[0]}".replace("*", "").replace("!", "").strip()


def test_the_default_codebook_keeps_its_themes() -> None:
    assert BOOKS[DEFAULT] == Codebook.default()
    assert len(BOOKS[DEFAULT].themes) == 24


@every
def test_every_theme_is_whole(book: Codebook) -> None:
    for theme in book.themes:
        assert all((theme.group, theme.definition, theme.example)), theme.id
        assert len(theme.terms) >= 10, theme.id
        for term in (*theme.terms, *theme.exclude):
            assert term == " ".join(term.split()), term
            assert read_term(term).phrases, term


@every
def test_every_example_is_coded_with_its_theme(book: Codebook) -> None:
    missed = [theme.id for theme in book.themes if theme.id not in shown(theme.example or "", book)]
    assert not missed


@every
def test_a_term_stands_in_two_themes_only_where_it_means_both(book: Codebook) -> None:
    themes = defaultdict(set)
    for theme in book.themes:
        for term in theme.terms:
            themes[read_term(term)].add((theme.id, term))
    twice = {next(iter(uses))[1] for uses in themes.values() if len({theme for theme, _ in uses}) > 1}
    assert twice - SHARED == set()


@pytest.mark.slow
@every
def test_every_term_finds_itself(book: Codebook) -> None:
    terms = [(theme.id, term) for theme in book.themes for term in theme.terms]
    text = "\n\n".join(f"They spoke of {spoken(term)} at length." for _, term in terms)
    found = parse(text, codebook=book)
    paragraph = dict(zip(found.sentences["sentence_id"], found.sentences["paragraph"], strict=True))
    mentions = found.theme_mentions
    reached = {
        (paragraph[sentence_id], theme_id)
        for sentence_id, theme_id in zip(mentions["sentence_id"], mentions["theme_id"], strict=True)
    }
    assert [term for number, (theme, term) in enumerate(terms) if (number, theme) not in reached] == []


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Democrats won two seats.", "human_rights"),
        ("Detectives investigated the fire.", "innovation_economy"),
        ("She talks to her neighbours.", "dialogue"),
        ("They did a good job.", "jobs_skills"),
        ("The senator denied a conflict of interest.", "conflict_management"),
        ("Police and other law enforcement arrived.", "regulation_standards"),
        ("His answer was appropriate.", "innovation_economy"),
        ("The Secretary of Energy spoke.", "sustainability"),
        ("Bargaining chips were exchanged.", "compute_infrastructure"),
        ("They have invested too much time and energy in it.", "sustainability"),
    ],
)
def test_words_of_ordinary_news_do_not_show_a_theme(text: str, theme: str) -> None:
    assert theme not in shown(text, BOOKS[DEFAULT])
