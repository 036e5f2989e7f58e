from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Exports of wheat rose 3 percent.", "Exports of wheat"),
        ("The firm keeps 8 percent of its revenue.", "revenue"),
        ("The city signed a $48 million contract.", "contract"),
        ("China levies a 25% tax on cars.", "tax on cars"),
        ("Debt reached 112 percent of output.", "Debt"),
        ("Some 500 people left the hall.", None),
        ("The bank lowered its forecast to 3 percent.", "forecast"),
        ("The nation reported a rise of 3 percent in farm exports.", "farm exports"),
        ("The company, which employs 15,000 people, is growing.", "company"),
        ("The Delta 100 was up 3 percent.", "Delta 100"),
        ("She paid $5.", None),
        ("She paid $5 for the vase.", "vase"),
        ("The shop takes 50 percent off shoes.", "shoes"),
        ("Last year's output was 40 tonnes.", "output"),
        ("Exports doubled.", "Exports"),
        ("The firm doubled its output.", "output"),
        ("The slump wiped $340 million off its value.", "value"),
        ("Half the crew fell ill.", "crew"),
        ("The state gave $300 million in loans to millers.", "loans"),
        ("The country, which levies 25 percent on steel, is small.", "country"),
        ("The deficit was 3.4 percent of output.", "deficit"),
        ("Nine days later the bridge fell.", None),
        ("The bureau counted 900 lynxes.", None),
        ("The firm said it has 40 shops.", "firm"),
    ],
)
def test_names_what_is_measured(text: str, what: str | None, figure) -> None:
    assert figure(text)["what"] == what


def test_it_is_never_another_figure(figures) -> None:
    rows = figures("Shares in the mill plunged 40 percent to $2.06.")
    assert [row["what"] for row in rows] == ["Shares in the mill", "Shares in the mill"]


def test_a_number_of_things_counts_them(figure) -> None:
    row = figure("The number of holdings fell from 18,200 to 16,750.")
    assert (row["unit"], row["dimension"]) == ("holdings", "count")


def test_the_subject_may_be_a_part_of_something(figures) -> None:
    rows = figures("Half of all drivers earn less than $14 an hour.")
    assert [row["what"] for row in rows] == ["drivers", "drivers"]
