"""A page that is tested leaves nothing behind for the tests after it."""

import sys

from open_page import page

MAIN = sys.modules["__main__"]


def test_a_page_takes_the_place_of_the_program() -> None:
    page("pages/speakers.py")
    assert sys.modules["__main__"] is not MAIN


def test_the_program_is_back_afterwards() -> None:
    assert sys.modules["__main__"] is MAIN
