"""Paragraphs with their offsets, hard-wrapped texts, and headlines."""

import itertools

import pytest

from onrecord.nlp.paragraphs import split_paragraphs


def cut(text: str, title: str | None = None) -> list[str]:
    found = split_paragraphs(text, title=title)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    return [text[paragraph.start : paragraph.end] for paragraph in found]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\u2028", "\u2029", "\x0c", " \n\t\n\u00a0"])
def test_a_line_is_a_paragraph_whatever_ends_it(end: str) -> None:
    assert cut(f"The dam holds.{end}The quay does not.{end}") == ["The dam holds.", "The quay does not."]


def test_white_space_and_invisible_marks_stay_outside() -> None:
    assert cut("\ufeff  The dam holds. \u200b\n \u200b \n\u3000The quay does not.\u00a0") == [
        "The dam holds.",
        "The quay does not.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "\ufeff\u200b\n"])
def test_a_text_without_words_has_no_paragraphs(text: str) -> None:
    assert cut(text) == []


WRAPPED = (
    "Engineers had warned for years that the old wall below the\n"
    "harbour would not stand another winter of storms, and that the\n"
    "town would have to pay for it sooner or later, whatever the\n"
    "council might decide.\n"
    "\n"
    "Nobody listened, said the people who live on the quay and who\n"
    "carried their furniture up the stairs again this week.\n"
)


def test_a_hard_wrapped_text_has_blocks_for_paragraphs() -> None:
    for end in ("\n", "\r\n", "\r", " \n"):
        text = WRAPPED.replace("\n", end)
        first, second = cut(text)
        assert first.startswith("Engineers")
        assert first.endswith("might decide.")
        assert second.startswith("Nobody")


def test_lines_that_end_as_sentences_do_are_no_hard_wrap() -> None:
    lines = [
        f"The {word} stood for another winter, and nobody said a word." for word in ("dam", "quay", "mole", "pier")
    ]
    assert cut("\n".join(lines)) == lines


def headline(text: str, title: str | None = None) -> str | None:
    found = [text[part.start : part.end] for part in split_paragraphs(text, title=title) if part.is_headline]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Dam breaks\n\nIt was late.", None, "Dam breaks"),
        ("‘Dam breaks’\nIt was late.", None, "‘Dam breaks’"),
        ("Dam breaks.\n\nIt was late.", None, None),
        ("Is the dam safe?\n\nIt was late.", None, None),
        ("Is the dam safe?\n\nIt was late.", "is the  dam SAFE?", "Is the dam safe?"),
        ("Dam breaks", None, None),
        ("Dam breaks", "Dam breaks", "Dam breaks"),
        ("dam " * 60 + "breaks\n\nIt was late.", None, None),
        ("It was late.\n\nDam breaks\n\nIt rained.", None, None),
    ],
)
def test_the_headline_is_the_title_or_a_short_first_line_without_a_full_stop(
    text: str, title: str | None, expected: str | None
) -> None:
    assert headline(text, title) == expected
