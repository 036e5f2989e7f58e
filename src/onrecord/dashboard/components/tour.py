"""The tour: four steps on the first visit of any page, which can be skipped. The browser remembers that."""

from __future__ import annotations

import streamlit as st

from onrecord.dashboard.text import escape

STEPS = (
    (
        "Who said what",
        "Each article becomes rows: statements with their speakers, themes and figures. Every row leads to its "
        "source sentence: follow “Read in the article”.",
    ),
    (
        "Click to filter",
        "A click on a cell, a bar or a row, and the menus on the left, filter every page. The link includes your "
        "filters: copy it, and others see the same.",
    ),
    (
        "Fix mistakes",
        "The parser makes mistakes. Use “Fix” beside any statement, speaker or figure; the page Checks shows how often "
        "the parser was right in the rows you checked.",
    ),
    (
        "Export",
        "Download every table as CSV, Excel, JSON or Parquet, every chart as a picture, and a one-page report from the "
        "sidebar. Add your own articles on the page Articles.",
    ),
)


def draw() -> None:
    """The steps; the page's script shows them, one at a time, to those who have not seen them."""
    last = len(STEPS)
    steps = "".join(
        f'<div class="or-step"{"" if number == 1 else " hidden"}><p class="or-eyebrow">{number} of {last}</p>'
        f'<p class="or-lead">{escape.html(title)}</p><p>{escape.html(words)}</p></div>'
        for number, (title, words) in enumerate(STEPS, 1)
    )
    st.html(
        f'<section class="or-tour" aria-label="A short tour" hidden>{steps}<div class="or-tools">'
        '<button class="or-tool" type="button" data-or-tour="next">Next</button>'
        '<button class="or-tool" type="button" data-or-tour="skip">Skip the tour</button></div></section>'
    )
