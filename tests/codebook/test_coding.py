"""Coding anew gives what parsing with the other codebook gives."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import Article, Codebook, Tables, parse_many
from onrecord.codebook import Theme, Words, recode
from onrecord.parser import parse_with_words

TEXTS = (
    "Ada Quill said that rail safety comes first. “Trust is earned on the rails,” Quill said.\n\nRail costs rose.",
    "Night fell.",
    "Bo Ferris warned that trust, “the cost of rail”, would be lost.\n\nAccording to Ferris, co-operation is cheap.",
)
OTHER = Codebook(
    "other",
    "3",
    "Other",
    (Theme("rail", "Rail", ("rail", "rail cost", "cost of rail")), Theme("trust", "Trust", ("trust", "cooperat*"))),
)


def check(texts: list[str], book: Codebook) -> None:
    articles = [Article(text, f"a{number}") for number, text in enumerate(texts)]
    parsed = list(parse_with_words(articles))
    recoded = recode(Tables.concat(tables for tables, _ in parsed), Words.concat(words for _, words in parsed), book)
    expected = Tables.concat(parse_many(articles, codebook=book))
    for (name, ours), (_, theirs) in zip(recoded, expected, strict=True):
        pd.testing.assert_frame_equal(ours, theirs, obj=name)
    recoded.validate()


def test_several_articles_are_coded_as_if_parsed_with_the_codebook() -> None:
    check(list(TEXTS), OTHER)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from([*TEXTS, "No theme. \u200b–", "rail-\nrail"]), min_size=1, max_size=3), st.data())
def test_any_codebook_gives_the_same(texts: list[str], data: st.DataObject) -> None:
    term = st.sampled_from(["rail", "trust", "cost*", "first", "Ferris", "safety comes", "rail NOT WITHIN rail cost"])
    listed = data.draw(st.lists(term, min_size=1, max_size=4, unique=True))
    check(texts, Codebook("own", "1", "Own", (Theme("own", "Own", tuple(listed)),)))


def test_articles_that_the_tables_lack_are_left_out() -> None:
    (tables, words), (_, others) = parse_with_words([Article(TEXTS[0], "a"), Article(TEXTS[2], "b")])
    both = recode(tables, Words.concat([others, words]), OTHER)
    pd.testing.assert_frame_equal(both.theme_mentions, recode(tables, words, OTHER).theme_mentions)
    assert set(both.theme_mentions["article_id"]) == {"a"}


def test_a_codebook_that_finds_nothing_leaves_no_mention() -> None:
    tables, words = next(parse_with_words([Article(TEXTS[1], "a")]))
    assert recode(tables, words, OTHER).theme_mentions.empty
