"""A codebook's history: every step can be undone and done again, and the original stays."""

from __future__ import annotations

import pytest

from onrecord import Codebook
from onrecord.codebook import edit
from onrecord.dashboard.state.codebooks import Bench, History
from onrecord.errors import CodebookError

BOOK = edit.new_codebook(title="Transport", label="Rail", terms=["tram"])
MORE = edit.add_term(BOOK, "rail", "train")
MOST = edit.add_term(MORE, "rail", "rail")


def test_steps_are_undone_and_done_again() -> None:
    history = History.of(BOOK).changed(MORE, "added train").changed(MOST, "added rail")
    assert history.moved(-1).book == MORE
    assert history.moved(-2).book == BOOK
    assert history.moved(-9).book == BOOK
    assert history.moved(-2).moved(1).book == MORE
    assert history.moved(9) == history


def test_a_new_step_takes_the_place_of_what_was_undone() -> None:
    history = History.of(BOOK).changed(MORE, "one").moved(-1).changed(MOST, "another")
    assert [step.what for step in history.steps[1:]] == ["another"]
    assert history.original == BOOK


def test_what_changes_nothing_is_no_step() -> None:
    history = History.of(BOOK).changed(BOOK, "nothing")
    assert len(history.steps) == 1
    assert not history.is_edited


def test_the_oldest_of_very_many_steps_go_and_the_original_stays() -> None:
    history = History.of(BOOK)
    for number in range(300):
        history = history.changed(MORE if number % 2 else MOST, str(number))
    assert len(history.steps) == 200
    assert history.steps[history.at].what == "299"
    assert history.original == BOOK


def test_books_of_one_id_stand_side_by_side() -> None:
    bench = Bench({BOOK.id: History.of(BOOK)}, BOOK.id).with_book(MORE)
    assert list(bench.histories) == ["transport", "transport-2"]
    assert bench.history.book == MORE
    assert bench.histories["transport"].book == BOOK


@pytest.mark.parametrize("name", ["book.toml", "BOOK.CSV"])
def test_a_file_is_read_by_its_ending(name: str) -> None:
    text = MOST.to_csv() if name.endswith("CSV") else MOST.to_toml()
    assert Codebook.from_bytes(b"\xef\xbb\xbf" + text.encode(), name=name) == MOST


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(CodebookError, match="must be text in UTF-8"):
        Codebook.from_bytes(b"\xff\xfe\x00", name="book.toml")


def test_packaged_codebooks_begin_with_the_default_one() -> None:
    assert Codebook.packaged()[0] == Codebook.default()
    assert len({book.id for book in Codebook.packaged()}) == len(Codebook.packaged())
