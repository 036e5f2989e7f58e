"""Terms among words: spelling, hyphens, capitals, context, exclusion, and the same places however many terms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Article, Codebook, parse
from onrecord.codebook import Theme, Words, terms
from onrecord.parser import parse_with_words


def book(*listed: str, exclude: tuple[str, ...] = ()) -> Codebook:
    return Codebook("own", "1", "Own", (Theme("own", "Own", listed, exclude),))


def found(text: str, *listed: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return parse(text, codebook=book(*listed, exclude=exclude)).theme_mentions["text"].tolist()


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("They organized the labor market.", "labour market", ["labor market"]),
        ("They spoke of the labour market.", "labor market", ["labour market"]),
        ("They were organized well.", "organis*", ["organized"]),
        ("They were organised well.", "organiz*", ["organised"]),
        ("The dialog went on.", "dialogue", ["dialog"]),
        ("The defence programmes grew.", "defense program", ["defence programmes"]),
        ("The centre of it all.", "center", ["centre"]),
        ("They travelled far.", "travel", ["travelled"]),
        ("He turned four on a tour.", "for", []),
        ("Their co-operation helped.", "cooperat*", ["co-operation"]),
        ("A multistakeholder body.", "multi-stakeholder", ["multistakeholder"]),
        ("A multi-stakeholder body.", "multistakeholder", ["multi-stakeholder"]),
        ("A multi stakeholder body.", "multi-stakeholder", ["multi stakeholder"]),
        ("AI Systems Act passed.", "system", ["Systems"]),
        ("The U.S. and the US agreed with us.", "US", ["U.S.", "US"]),
        ("COVID-19 came.", "COVID-19", ["COVID-19"]),
        ("NGOs met an NGO.", "NGO", ["NGOs", "NGO"]),
        ("They praised R&D.", "R&D", ["R&D"]),
        ("An apple for Apple.", "Apple!", ["Apple"]),
        ("He talks about talks.", "talks!", ["talks", "talks"]),
        ("He talked.", "talks!", []),
        ("The नीति is new.", "नीति", ["नीति"]),
        ("Die Straße ist neu.", "straße", ["Straße"]),
    ],
)
def test_one_term_finds_what_a_reader_means(text: str, term: str, expected: list[str]) -> None:
    assert found(text, term) == expected


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("Data needs good protection.", "data NEAR protection OR privacy", ["Data"]),
        ("Privacy matters where data flow.", "data NEAR protection OR privacy", ["data"]),
        ("Data are many. Protection is rare.", "data NEAR protection", []),
        ("Data one two three four five six seven eight nine ten protection.", "data NEAR protection", []),
        ("The trust fund lost our trust.", "trust NOT WITHIN trust fund", ["trust"]),
        ("The data centre holds data.", "data NEAR hold NOT WITHIN data center", ["data"]),
    ],
)
def test_context_asks_for_a_neighbour_or_refuses_a_longer_phrase(text: str, term: str, expected: list[str]) -> None:
    assert found(text, term) == expected


def test_an_excluded_phrase_covers_every_term_of_its_theme_and_of_no_other() -> None:
    themes = (Theme("one", "One", ("trust", "fund"), ("trust fund",)), Theme("two", "Two", ("trust",)))
    rows = parse("A trust fund needs trust.", codebook=Codebook("own", "1", "Own", themes)).theme_mentions
    assert list(zip(rows["theme_id"], rows["text"], strict=True)) == [
        ("two", "trust"),
        ("one", "trust"),
        ("two", "trust"),
    ]


def test_a_retired_theme_is_kept_and_not_looked_for() -> None:
    retired = Codebook(
        "own", "1", "Own", (Theme("one", "One", ("trust",), retired=True), Theme("two", "Two", ("need",)))
    )
    tables = parse("We need trust.", codebook=retired)
    assert tables.theme_mentions["theme_id"].tolist() == ["two"]
    assert tables.themes["theme_id"].tolist() == ["two"]


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("…", "no word"),
        ("ab*", "nearly anything"),
        ("data NEAR", "between two phrases"),
        ("NEAR data", "between two phrases"),
        ("data NOT WITHIN base NEAR x", "between two phrases"),
        ("a NEAR b NEAR c", "once"),
        ("data NEAR privacy OR …", "no word"),
    ],
)
def test_a_term_that_cannot_be_read_says_why(term: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        terms.read_term(term)


@given(st.text(max_size=40))
def test_any_string_is_a_term_or_refused(text: str) -> None:
    try:
        read = terms.read_term(text)
    except ValueError:
        return
    assert all(phrase and all(phrase) for phrase in read.phrases)


@pytest.mark.slow
@given(st.lists(st.sampled_from(["rail", "rails", "rail cost", "cost of rail", "cost*", "high-speed rail", "speed"])))
def test_places_of_a_theme_do_not_overlap_and_read_as_their_term(listed: list[str]) -> None:
    text = "High-speed rail costs more; the cost of rails and rail costs rose with speed."
    rows = parse(text, codebook=book(*dict.fromkeys(listed), "speed")).theme_mentions
    ends = [0, *rows["end"]]
    assert all(start >= end for start, end in zip(rows["start"], ends, strict=False))
    assert [text[start:end] for start, end in zip(rows["start"], rows["end"], strict=True)] == rows["text"].tolist()


def test_other_terms_do_not_change_what_a_term_finds_in_a_long_text() -> None:
    text = " ".join(f"The port number {number} needs harbour rules and a night pilot." for number in range(50))
    _, words = next(parse_with_words([Article(text)]))
    words = Words.concat([words] * 50)
    few = np.array(book("harbor rule", "night pilot", "port").matcher.find(words)).reshape(-1, 4)
    pairs = tuple(f"{word} {other}" for word in ("number", "harbour", "a") for other in "abcdef")
    themes = (Theme("own", "Own", ("harbor rule", "night pilot", "port")), Theme("other", "Other", pairs))
    many = np.array(Codebook("own", "1", "Own", themes).matcher.find(words)).reshape(-1, 4)
    assert len(words) > 27_000
    assert len(few) == 7_500
    assert many[many[:, 2] == 0].tolist() == few.tolist()
