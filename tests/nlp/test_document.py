"""A document: which token, sentence and quotation stands at a place of the text."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord import Article
from onrecord.nlp.document import Document
from onrecord.nlp.pipeline import parse_document
from onrecord.types import Span

TEXT = (
    "Ferries to stay\n\nPORT VILA — Lena Ortiz said on Monday that  the ferries would stay. “We need them,” she "
    "added.\n\n“It is late. Nobody came"
)


def document() -> Document:
    return parse_document(Article(TEXT))


def test_tokens_are_numbered_through_with_their_places() -> None:
    found = document()
    numbers = range(len(found.token_starts))
    assert [found.token(number).text for number in numbers] == [
        found.span(number, number).of(TEXT) for number in numbers
    ]
    assert found.first_tokens[-1] == len(numbers)
    assert len(found.parsed) == 4  # the headline, the dateline and two paragraphs


def test_tokens_are_found_by_place() -> None:
    found = document()
    first, last = found.token_range(*Span(TEXT.index("na Or"), TEXT.index("tiz")))
    assert found.span(first, last - 1).of(TEXT) == "Lena Ortiz"
    token = found.token_at(TEXT.index("Ortiz"))
    assert token is not None
    assert token.text == "Ortiz"
    assert found.token_at(TEXT.index("rtiz")) is None
    assert found.token_at(len(TEXT)) is None


def test_a_place_belongs_to_the_sentence_before_it() -> None:
    found = document()
    assert found.sentence_at(0).is_headline
    assert found.sentence_at(TEXT.index("\n\n")).is_headline
    assert found.sentence_at(TEXT.index("added")).span.of(TEXT).startswith("“We need them")
    assert found.sentence_at(len(TEXT)) is found.sentences[-1]


def test_quotations_are_those_of_all_paragraphs() -> None:
    found = document()
    assert [quote.inner.of(TEXT) for quote in found.quotes] == ["We need them", "It is late. Nobody came"]
    assert [quote.closed for quote in found.quotes] == [True, False]


def test_an_unclosed_quotation_ends_where_one_looks_no_further() -> None:
    found = document()
    (quote,) = found.quotes.within(TEXT, Span(TEXT.index("“It"), TEXT.index(" Nobody")))
    assert quote.inner.of(TEXT) == "It is late."
    assert found.quotes.within(TEXT, Span(0, 10)) == []


def test_of_a_quotation_that_goes_on_single_marks_leave_nothing() -> None:
    for opening, closing, words in (("“", "”", ["It is late"]), ("‘", "’", [])):
        text = f"{opening}It is late – Not Yet!{closing}"
        quotes = parse_document(Article(text)).quotes
        assert [quote.inner.of(text) for quote in quotes.within(text, Span(0, text.index(" –")))] == words


def test_an_empty_article_has_no_tokens() -> None:
    empty = parse_document(Article(" "))
    assert (empty.sentences, empty.token_starts, empty.quotes) == ((), [], [])
    assert empty.token_range(0, 1) == (0, 0)


@given(st.text(alphabet="Ana said. “we”, —\n\"' \u200b\u00a0x", max_size=200))
def test_every_sentence_is_made_of_its_tokens(text: str) -> None:
    found = parse_document(Article(text))
    for sentence in found.sentences:
        first, last = found.token_range(*sentence.span)
        assert found.span(first, last - 1) == sentence.span
        assert found.sentence_at(sentence.start) is found.sentence_at(sentence.end - 1) is sentence
