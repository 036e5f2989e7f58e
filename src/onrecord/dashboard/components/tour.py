"""The tour: four steps on the first visit of any page, which can be skipped. The browser remembers that."""

from __future__ import annotations

import streamlit as st

from onrecord.dashboard.text import escape

STEPS = (
    (
        "Who said what",
        "Each article becomes rows: statements with their speakers, themes and figures. Every row leads to the "
        "sentence that it stands on: follow “Read it in the article”.",
    ),
    (
        "Click to narrow it down",
        "A cell, a bar, a row or the menus on the left filter every page. The address holds the view: copy the link "
        "and others see the same.",
    ),
    (
        "Put it right",
        "Machines err. “Correct” stands at every statement, speaker and figure; the page Checks says how often the "
        "machine was right on what you looked at.",
    ),
    (
        "Take it away",
        "Under each table are CSV, Excel, JSON and Parquet, under each chart its picture, on the left a report of one "
        "page. Your own articles go in on the page Articles.",
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
