from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "The plant opened in 2018 and closed in 2021.",
        "The 2019 budget was never passed.",
        "They met on March 3 and again on 14 May 2022.",
        "The deadline is 12/05/2023, not 2023-06-01.",
        "The session of 2018-19 was short.",
        "Music of the 1990s and the '80s was played.",
        "The meeting starts at 10:30 and ends at 5 pm.",
        "Doors open at nine o'clock.",
        "She is the 3rd president of the 21st century.",
        "He was the third president to say so.",
        "Section 12 and Article 5 apply.",
        "See No. 10 for details.",
        "The G20 discussed COVID-19 in room A-4.",
        "A Boeing 737 landed.",
        "The Delta Forum 2024 ended.",
        "He bought an iPhone 14 Pro.",
        "The Big Ten met in Lima.",
        "Call +49 30 1234567 or 020 7946 0958.",
        "She lives at 14 Mill Lane.",
        "The road between junctions 10 and 11 is shut.",
        "It is double the dose.",
        "The odds were 24/7 against.",
        "One of the ministers left.",
        "No one came, and one day they will.",
        "They hold double standards.",
        "It is a two-way street.",
        "The 401(k) plan was in the top 10.",
        "Emissions are above 2019 levels.",
        "Write to desk2020@example.org or see www.example.org/2020/07.",
        "The claim is disputed. [12]",
    ],
)
def test_is_no_figure(text: str, figures) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("More than 2,000 people came.", 2000),
        ("More than 2000 people came.", 2000),
        ("Prices will go up by an average of 1500.", 1500),
        ("The village lost one teacher.", 1),
        ("They agreed to double spending.", 2),
    ],
)
def test_is_a_figure_all_the_same(text: str, value: float, figure) -> None:
    assert figure(text)["value"] == value
