from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord import parse
from onrecord.article import Article
from onrecord.nlp.pipeline import parse_document
from onrecord.statements.transcripts import find_attributed

HEARING = (
    "Hearing on the pier\n\nThe committee met on Tuesday.\n\nSEN. HOLT: Did you know about the cracks in it?\n\n"
    "MS. BRANDT: I learned of them in May. I told my board the same week.\n\n(LAUGHTER)\n\n"
    "SEN. HOLT: And the board did nothing at all?"
)


def turns(text: str) -> list[tuple[str, str, list[str]]]:
    return [
        (
            candidate.construction,
            candidate.source.of(text) if candidate.source else "",
            [span.of(text) for span in candidate.spans],
        )
        for candidate in find_attributed(parse_document(Article(text)))
    ]


def test_a_hearing_has_a_turn_for_each_label() -> None:
    assert turns(HEARING) == [
        ("turn", "SEN. HOLT", ["Did you know about the cracks in it?"]),
        ("turn", "MS. BRANDT", ["I learned of them in May. I told my board the same week."]),
        ("turn", "SEN. HOLT", ["And the board did nothing at all?"]),
    ]


def test_a_turn_goes_on_in_paragraphs_without_a_label() -> None:
    text = (
        "HOLT: Did it break in the gale?\n\nBRANDT: It broke in two.\n\nNobody was hurt.\n\nHOLT: Was it luck or not?"
    )
    assert turns(text)[1] == ("turn", "BRANDT", ["It broke in two.", "Nobody was hurt."])


def test_the_last_turn_takes_nothing_after_it() -> None:
    text = f"{HEARING}\n\nThe committee meets again in June."
    assert turns(text)[-1][2] == ["And the board did nothing at all?"]


def test_questions_are_set_apart_from_answers() -> None:
    text = "We met Lena Ortiz.\n\nQ: Will they stay?\n\nOrtiz: They will stay.\n\nQ: And then?\n\nA: Then we shall see."
    assert [(construction, source) for construction, source, _ in turns(text)] == [
        ("question", ""),
        ("turn", "Ortiz"),
        ("question", ""),
        ("turn", "Lena Ortiz"),
    ]
    assert "Will they stay?" not in set(parse(text).statements["text"])


def test_what_only_looks_like_a_transcript_is_none() -> None:
    for text in (
        "Ruiz: 547.\n\nLind: 46.\n\nRuiz: 781.",
        "Tickets: 20 euros.\n\nDoors: 7 p.m.\n\nTickets: sold at the door.",
        "The result: chaos in every street of the town.\n\nNote: this story was updated.",
        "LONDON: The minister resigned on Monday after a long day.",
    ):
        assert turns(text) == []


def test_signed_quotations_and_posts() -> None:
    assert turns("“We will appeal.” — Tomas Berg, captain") == [("signed", "Tomas Berg", ["We will appeal."])]
    assert turns("“We will appeal.”\n\n— Tomas Berg") == [("signed", "Tomas Berg", ["We will appeal."])]
    post = "The worst ruling in years pic.twitter.com/ab1 — Lena Ortiz (@lena) March 3, 2025"
    assert turns(post) == [("signed", "Lena Ortiz", ["The worst ruling in years"])]
    assert turns("The ferry — Lena Ortiz") == []


LINES = st.sampled_from(
    [
        "SEN. HOLT: Did you know about the cracks in it?",
        "MS. BRANDT: I learned of them in May.",
        "Q: Did you know?",
        "A: I told my board.",
        "“We will appeal.” — Tomas Berg, captain",
        "— Tomas Berg",
        "“We will appeal.",
        "(LAUGHTER)",
        "A: ",
        "The committee met on Tuesday.",
    ]
)


def test_spans_lie_in_the_text() -> None:
    seen = []

    @given(st.lists(LINES | st.text(max_size=20), max_size=8).map("\n\n".join))
    def check(text: str) -> None:
        for candidate in find_attributed(parse_document(Article(text))):
            seen.append(candidate)
            assert all(0 <= span.start < span.end <= len(text) for span in candidate.spans)
            assert all(span.of(text).strip() == span.of(text) for span in candidate.spans)

    check()
    assert seen, "none of the texts drawn has a turn or a signed quotation"
