"""Article text shows its words and does nothing else."""

from __future__ import annotations

import html as _html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dashboard.text import escape

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "$x^2$",
    ":red[x] :material/home: :smile:",
    "**bold** _it_ `code` # title",
    "a --> b >= c",
    '" onmouseover="alert(1)',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_html_has_no_markup_left(payload: str) -> None:
    made = escape.html(payload)
    assert not set(made) & set("<>\"'")
    assert _html.unescape(made) == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_has_every_mark_escaped(payload: str) -> None:
    made = escape.markdown(payload)
    bare = made.replace("\\\\", "")
    for mark in "[]()<>*_`#$!":
        assert bare.count(mark) == bare.count("\\" + mark)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_plotly_has_no_tags_and_no_formulas(payload: str) -> None:
    made = escape.plotly(payload)
    assert "<" not in made.replace("<br>", "")
    assert "$" not in made


@given(st.text(max_size=80))
def test_any_text_is_shown_as_it_is_in_html(text: str) -> None:
    assert _html.unescape(escape.html(text)) == text


def test_what_is_missing_is_nothing() -> None:
    assert escape.html(None) == escape.markdown(None) == escape.plotly(None) == ""


def test_long_labels_are_wrapped_and_cut() -> None:
    made = escape.plotly("a very long label that goes on and on", width=12, lines=2)
    assert made.count("<br>") == 1
    assert made.endswith("…")


@pytest.mark.parametrize("text", ["https://a.b/c", "http://a.b", "HTTPS://A.B", "www.a.b", "WWW.a.b", "x@a.b"])
def test_an_address_does_not_become_a_link(text: str) -> None:
    """What finds bare addresses in Streamlit's Markdown, after the escapes are gone, finds none."""
    shown = re.sub(r"\\(.)", r"\1", escape.markdown(text))
    assert shown.replace("\u2060", "") == text
    assert not re.search(r"(?i)https?://|www\.|\w@\w", shown)
