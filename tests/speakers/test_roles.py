"""Roles, bodies and countries, in the shapes in which the press gives them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from onrecord import parse

STATED = tomllib.loads(Path(__file__).with_name("roles.toml").read_text(encoding="utf-8"))["role"]


def speaker(text: str) -> dict[str, Any]:
    (row,) = parse(text).speakers.to_dict("records")
    return row


@pytest.mark.parametrize(
    ("text", "role", "organisation", "parent"),
    [
        ("Marta Ruiz, director of the Harbour Institute, said it was late.", "director", "Harbour Institute", None),
        (
            "Marta Ruiz, director of the Harbour Institute at Portville University, said it was late.",
            "director",
            "Harbour Institute",
            "Portville University",
        ),
        (
            "Marta Ruiz, who is chief engineer at Bridge Works, said it was late.",
            "chief engineer",
            "Bridge Works",
            None,
        ),
        ("Portville Bank chief economist Marta Ruiz said it was late.", "chief economist", "Portville Bank", None),
        ("The bank's chief economist, Marta Ruiz, said it was late.", "chief economist", None, None),
        (
            "Marta Ruiz, head of policy at campaign group CoastWatch, said it was late.",
            "head of policy",
            "CoastWatch",
            None,
        ),
        (
            "Marta Ruiz, a professor of economics at Portville University, said it was late.",
            "professor of economics",
            "Portville University",
            None,
        ),
        ("Marta Ruiz of Portville University said it was late.", None, "Portville University", None),
        ("Sen. Marta Ruiz said it was late.", "Sen.", None, None),
        ("Secretary of State Marta Ruiz said it was late.", "Secretary of State", None, None),
        ("Marta Ruiz, 53, a farmer in Norland, said it was late.", "farmer", None, None),
        ("Marta Ruiz, a nurse from Norland, said it was late.", "nurse", None, None),
        ("Tom Hale, a fisherman, said it was late.", "fisherman", None, None),
        ("Marta Ruiz, a mother of three, said it was late.", "mother of three", None, None),
        ("Marta Ruiz said it was late.", None, None, None),
    ],
)
def test_title_body_and_larger_body(text: str, role: str | None, organisation: str | None, parent: str | None) -> None:
    row = speaker(text)
    assert (row["role"], row["organisation"], row["parent_organisation"]) == (role, organisation, parent)


@pytest.mark.parametrize(
    ("text", "role", "country"),
    [
        ("Norwegian Foreign Minister Marta Ruiz said it was late.", "Foreign Minister", "Norway"),
        ("Marta Ruiz, Norway's trade minister, said it was late.", "trade minister", "Norway"),
        ("Marta Ruiz, president of Norway, said it was late.", "president", "Norway"),
    ],
)
def test_a_country_is_no_organisation(text: str, role: str, country: str) -> None:
    row = speaker(text)
    assert (row["role"], row["country"], row["organisation"]) == (role, country, None)


@pytest.mark.parametrize(
    ("text", "is_former"),
    [
        ("Marta Ruiz, a former director of the Harbour Institute, said it was late.", True),
        ("Former director Marta Ruiz said it was late.", True),
        ("Marta Ruiz, who was director of the Harbour Institute, said it was late.", True),
        ("Marta Ruiz, director of the Harbour Institute, said it was late.", False),
    ],
)
def test_former_roles(text: str, is_former: bool) -> None:
    assert speaker(text)["role_is_former"] is is_former


def test_the_evidence_reproduces_the_words() -> None:
    text = "Last night Marta Ruiz, director of the Harbour Institute, said it was late."
    row = speaker(text)
    assert text[row["name_start"] : row["name_end"]] == "Marta Ruiz"
    assert text[row["role_start"] : row["role_end"]] == "director of the Harbour Institute"
    assert text[row["organisation_start"] : row["organisation_end"]] == "Harbour Institute"


@pytest.mark.parametrize("name", ["Tenants Union", "Potter Holdings", "Charlotte Observer", "Voter Project"])
def test_a_calling_with_a_capital_is_part_of_a_name(name: str) -> None:
    row = speaker(f"The {name} said it was late.")
    assert (row["name"], row["kind"]) == (name, "organisation")


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Supervisor Lorna Castro said it was late.", "Lorna Castro", "Supervisor"),
        ("Magistrate Anil Desai said it was late.", "Anil Desai", "Magistrate"),
        ("Coroner Efua Mensah said it was late.", "Efua Mensah", "Coroner"),
        ("Alderman Tom Hale said it was late.", "Tom Hale", "Alderman"),
        ("The former MEP Marta Ruiz said it was late.", "Marta Ruiz", "MEP"),
        ("Marcus Judge said it was late.", "Marcus Judge", None),
    ],
)
def test_an_office_before_a_name_is_no_part_of_it(text: str, name: str, role: str | None) -> None:
    row = speaker(text)
    assert (row["name"], row["role"]) == (name, role)


@pytest.mark.parametrize("case", STATED, ids=lambda case: case["text"][:60])
def test_what_the_text_states_and_no_more(case: dict[str, str]) -> None:
    rows = parse(case["text"]).speakers.set_index("name")
    row = rows.loc[case["name"]]
    columns = {"role": "role", "organisation": "organisation", "parent": "parent_organisation"}
    assert {field: row[column] for field, column in columns.items() if not pd.isna(row[column])} == {
        field: case[field] for field in columns if field in case
    }
