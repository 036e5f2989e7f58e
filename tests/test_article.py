"""Reading an article: encodings, what is refused, and ids."""

import codecs
import hashlib
from pathlib import Path

import pytest

from onrecord import Article
from onrecord.article import MAX_CHARACTERS, count_words
from onrecord.errors import ArticleError
from onrecord.io.text import decode

TEXT = "Ferry “Möwe” returns – at last\n\nJörg Aune’s crew said the repair cost €4m.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("cp1252"),
    ],
    ids=[
        "utf-8", "utf-8 bom", "utf-16 bom", "utf-16-le bom", "utf-16-be bom", "utf-16-le", "utf-16-be",
        "utf-32 bom", "utf-32-be bom", "cp1252",
    ],
)  # fmt: skip
def test_the_same_text_comes_from_every_encoding(data: bytes) -> None:
    assert decode(data) == TEXT


def test_a_byte_that_windows_1252_lacks_loses_no_other() -> None:
    read = decode(b"The caf\xe9 on the quay was shut, \x81 she said, and the boats lay idle.")
    assert read.startswith("The caf")
    assert read.endswith("she said, and the boats lay idle.")


def test_line_endings_and_stray_marks_are_kept() -> None:
    text = "One.\r\nTwo\u200b.\rThree.\x0b\u00a0Four."
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t",
        codecs.BOM_UTF8,
        codecs.BOM_UTF8 + b"\n \n",
        codecs.BOM_UTF16_LE,
        "\ufeff \n".encode("utf-16-be"),
    ],
)
def test_a_file_without_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"^quay\.txt: It is empty"):
        Article.from_bytes(data, name="quay.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 8,
        b"PK\x03\x04" + bytes(range(256)) * 8,
        bytes(4_000),
        bytes(range(1, 32)) * 20,
        codecs.BOM_UTF16_LE + b"a\x00b",
    ],
    ids=["png", "pdf", "zip", "zeros", "controls", "cut utf-16"],
)
def test_a_binary_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"^quay\.txt: It is (not a text file|damaged)"):
        Article.from_bytes(data, name="quay.txt")


def test_a_file_too_large_is_refused_by_name_with_both_sizes() -> None:
    with pytest.raises(ArticleError, match=r"^quay\.txt is 9 MB; at most 8 MB"):
        decode(b"a" * 9_000_000, name="quay.txt")


def test_a_text_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(ArticleError, match=f"{MAX_CHARACTERS + 1:,} characters"):
        Article("a" * (MAX_CHARACTERS + 1))
    assert len(Article("a" * MAX_CHARACTERS).text) == MAX_CHARACTERS


def test_an_id_comes_from_the_text_unless_one_is_given() -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert Article(TEXT).article_id == digest[:12]
    assert Article(TEXT).sha256 == digest
    assert Article(TEXT, "quay-1").article_id == "quay-1"
    assert Article(TEXT).article_id != Article(TEXT + " ").article_id
    assert Article.from_bytes(TEXT.encode("utf-16"), name="a").article_id == Article(TEXT).article_id


def test_a_file_is_read_by_its_format_and_what_is_given_goes_before(tmp_path: Path) -> None:
    path = tmp_path / "quay.md"
    path.write_text(f"# {TEXT}", encoding="utf-8")
    article = Article.from_file(path, source="The Quay")
    assert (article.text, article.source) == (TEXT, "The Quay")
    assert article == Article.from_bytes(path.read_bytes(), name="quay.md", source="The Quay")
    with pytest.raises(ArticleError, match=r"nowhere\.md cannot be read: No such file"):
        Article.from_file(tmp_path / "nowhere.md")
    with pytest.raises(ArticleError, match=r"quay\.csv is a table of articles"):
        Article.from_bytes(b"text\nRain.", name="quay.csv")


def test_what_is_known_of_an_article_is_kept_as_given() -> None:
    article = Article.from_bytes(TEXT.encode(), title="Ferry", published="spring", source="The Quay", url="a:b")
    assert (article.title, article.published, article.source, article.url) == ("Ferry", "spring", "The Quay", "a:b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("… – !", 0),
        ("The dam’s well-known wall", 4),
        ("35 percent of 1,200", 5),
        ("don't – stop", 2),
    ],
)
def test_words_are_counted_with_their_hyphens_and_apostrophes(text: str, expected: int) -> None:
    assert count_words(text) == expected
