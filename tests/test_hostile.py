"""Broken and hostile texts: a right result or a clear message, and offsets that hold.

What such texts cost is measured by ``benchmarks/growth.py``.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Article, Tables, parse
from onrecord.article import MAX_CHARACTERS
from onrecord.errors import ArticleError

TEXT = (
    "Engineer warns of floods\n\n"
    "Marta Ruiz, head of the Harbour Institute, said the dam “will not hold another winter”. She called for 35 percent "
    "more money over three years.\n\n“We have told them,” she said. “Nobody listens.”"
)


def check(tables: Tables, text: str) -> None:
    """Every table fits its schema, and every row with offsets reproduces the text."""
    tables.validate()
    check_offsets(tables, text)


def check_offsets(tables: Tables, text: str) -> None:
    for table in (tables.sentences, tables.mentions, tables.theme_mentions, tables.figures):
        for start, end, words in zip(table["start"], table["end"], table["text"], strict=True):
            assert text[start:end] == words
    for row in tables.statements.itertuples():
        assert " … ".join(text[start:end] for start, end in row.spans) == row.text
    for row in tables.speakers.dropna(subset="name_start").itertuples():
        assert text[row.name_start : row.name_end] == row.name


def voices(text: str) -> list[str]:
    tables = parse(text)
    check(tables, text)
    return tables.statements["speaker_id"].dropna().tolist()


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\u200b\ufeff", "…", "1234", "🙂🙂🙂", "\x00\x01"])
def test_texts_without_sentences_give_typed_tables(text: str) -> None:
    tables = parse(text)
    check(tables, text)
    assert len(tables.articles) == 1
    assert tables.statements.empty


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "\ufeff" + TEXT,
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace("Ruiz", "Ru\u00adiz") + "\n\nMarta Ruiz said it was late.",
        TEXT.replace("“", '"').replace("”", '"'),
        TEXT.replace("“", "«").replace("”", "»"),
        TEXT.replace("“", "„").replace("”", "“"),
        TEXT.replace("“", "‘").replace("”", "’"),
        TEXT.replace("“", "``").replace("”", "''"),
        TEXT.replace("”", "", 1),
        TEXT + "\n\n“An unclosed quotation, she said. " + "It goes on. " * 50,
        TEXT.replace("Nobody", "\x0bNobody\x00"),
        "<script>alert(1)</script> " + TEXT + " [x](javascript:alert(1)) $x$ :red[x]",
    ],
)
def test_marks_breaks_and_stray_characters_lose_no_speaker(changed: str) -> None:
    assert "marta-ruiz" in voices(changed)


def test_zero_width_characters_within_words_keep_offsets() -> None:
    check(parse(TEXT.replace("dam", "d\u200bam")), TEXT.replace("dam", "d\u200bam"))


def test_nested_marks_stay_within_the_statement() -> None:
    text = "“He said ‘never’ to me,” Marta Ruiz said. “I said ‘why’.”"
    tables = parse(text)
    check(tables, text)
    assert tables.statements["text"].tolist() == ["He said ‘never’ to me … I said ‘why’."]


def test_another_language_is_told() -> None:
    text = "Die Ministerin sagte am Freitag, dass die Brücke nicht sicher sei und bald gesperrt werden müsse."
    tables = parse(text)
    check(tables, text)
    assert tables.articles["language"].tolist() == ["de"]


def test_too_long_a_text_is_refused_with_its_length() -> None:
    with pytest.raises(ArticleError, match=f"{MAX_CHARACTERS:,}"):
        parse("a " * MAX_CHARACTERS)


def test_a_lone_surrogate_is_replaced_when_an_article_is_made() -> None:
    article = Article("Marta Ruiz said \ud800 it was late.")
    assert len(article.text) == len("Marta Ruiz said \ud800 it was late.")
    article.text.encode("utf-8")


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "'",
        "(",
        "- ",
        "a",
        "1,",
        "said ",
        "of the ",
        "\n",
        "=1+1 ",
        "A. ",
        "<b>",
        "“A,” he said. ",
        "he said ",
    ],
)
def test_one_piece_over_and_over_keeps_its_offsets(piece: str) -> None:
    text = piece * (3_000 // len(piece))
    check(parse(text), text)


def check_all(texts: st.SearchStrategy[str]) -> None:
    """Parse what Hypothesis draws; the schemas, which cost more than a parse, are held against all of it at once."""
    parsed: list[Tables] = []

    @given(texts)
    def check_one(text: str) -> None:
        text = Article(text).text
        parsed.append(parse(text, article_id=str(len(parsed))))
        check_offsets(parsed[-1], text)

    check_one()
    Tables.concat(parsed).validate()


def test_any_text_is_parsed() -> None:
    check_all(st.text(max_size=400))


PIECES = st.sampled_from(
    [*TEXT.split(" "), '"', "“", "”", "‘", "’", "«", "»", "\n", "\n\n", "said", "he", "They", "35%", "$1.2bn", ",", "."]
)


def test_any_article_in_pieces_is_parsed() -> None:
    check_all(st.lists(PIECES, max_size=60).map(" ".join))
