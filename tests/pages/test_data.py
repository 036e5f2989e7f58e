"""The page Data: its tables, their columns explained, and its files."""

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import onrecord
from onrecord import export
from onrecord.annotations import Correction, ThemeOverride, row_key
from onrecord.dashboard.presenters import data_page
from onrecord.export import FORMATS, Format
from onrecord.query import Collection, Filters, apply
from onrecord.schema import SCHEMAS

TEXT = """Glass tax returns

Nils Opal, director of the Glass Board, said that windows would cost 12 percent more. “=We pay twice,” Opal said.

Rita Vane, mayor of the town, warned that shops would close.
"""


@pytest.fixture(scope="module")
def tables() -> onrecord.Tables:
    return onrecord.parse(TEXT, article_id="glass")


@pytest.fixture(scope="module")
def shown(tables: onrecord.Tables) -> onrecord.Tables:
    return apply(tables, Filters(speaker=("nils-opal",)))


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_column_is_explained(table: str) -> None:
    page = data_page.explained_html(table)
    for name, column in SCHEMAS[table].columns.items():
        assert f"<code>{name}</code>" in page
        assert column.description
    assert page.count("<tr>") == len(SCHEMAS[table].columns) + 1


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_holds_exactly_the_rows_shown(shown: onrecord.Tables, kind: Format) -> None:
    data = export.to_file(shown.statements, kind, name="statements", about=data_page.explained("statements"))
    wanted = shown.statements["text"].tolist()
    assert wanted
    if kind == "csv":
        rows = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig")
        assert rows["text"].tolist() == ["'" + text if text.startswith("=") else text for text in wanted]
        assert list(rows.columns) == list(shown.statements.columns)
    elif kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert book.sheetnames == ["statements", "columns"]
        place = list(shown.statements.columns).index("text")
        assert [row[place] for row in book["statements"].iter_rows(min_row=2, values_only=True)] == wanted
    elif kind == "json":
        assert [row["text"] for row in json.loads(data)] == wanted
    else:
        assert pd.read_parquet(io.BytesIO(data))["text"].tolist() == wanted


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "xlsx"])
def test_the_archive_holds_every_table_and_says_what_was_filtered(shown: onrecord.Tables, kind: Format) -> None:
    data = data_page.archive(shown, kind, ["speaker: Nils Opal"], onrecord.Codebook.default())
    assert data == data_page.archive(shown, kind, ["speaker: Nils Opal"], onrecord.Codebook.default())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist()) - {"codebook.toml"}
        about = archive.read("about.txt").decode()
        assert onrecord.Codebook.from_toml(archive.read("codebook.toml").decode()) == onrecord.Codebook.default()
        assert onrecord.Codebook.default().citation in about
    assert "speaker: Nils Opal" in about
    assert "- glass: Glass tax returns" in about
    assert f"- statements: {len(shown.statements)}" in about
    assert (
        names - {"about.txt"}
        == {
            "csv": {*(f"{table}.csv" for table in SCHEMAS), "data_dictionary.csv"},
            "parquet": {*(f"{table}.parquet" for table in SCHEMAS), "data_dictionary.csv"},
            "json": {"onrecord.json", "data_dictionary.csv"},
        }[kind]
    )


def test_the_workbook_holds_every_table_and_what_people_said(shown: onrecord.Tables) -> None:
    row = next(shown.statements.itertuples())
    said = [Correction("statements", "glass", row_key("statements", row), "right", who="=A1")]
    made = [ThemeOverride("glass", 0, 5, "privacy", holds=True, text="x")]
    data = data_page.archive(shown, "xlsx", ["speaker: Nils Opal"], onrecord.Codebook.default(), [*made, *said])
    book = openpyxl.load_workbook(io.BytesIO(data))
    expected = ["about", *SCHEMAS, "data_dictionary", "codebook", "annotations"]
    assert book.sheetnames == expected
    assert book["statements"].max_row == 1 + len(shown.statements)
    assert book["statements"].freeze_panes == "A2"
    assert "- speaker: Nils Opal" in [cell.value for cell in book["about"]["A"]]
    assert book["annotations"]["G3"].value == "=A1"
    assert book["annotations"]["G3"].data_type == "s"


def test_every_row_leads_to_its_place(tables: onrecord.Tables) -> None:
    held = Collection.of(tables, {})
    sentences = tables.sentences.set_index("sentence_id")
    for name, frame in tables:
        for _, row in frame.iterrows():
            place = data_page.place_of(held, row)
            if name == "themes":
                assert place is None
            elif name == "articles":
                assert place == {"reading": "glass"}
            elif name == "speakers":
                number = int(str(place and place["sentence"]).removeprefix("glass:"))
                assert sentences["start"][number] <= row["name_start"] < sentences["end"][number]
            else:
                kind = "statement" if "statement_id" in row and pd.notna(row["statement_id"]) else "sentence"
                assert place == {kind: f"glass:{row[f'{kind}_id']}"}


@pytest.mark.parametrize("table", SCHEMAS)
def test_what_a_row_is_reads_as_a_sentence(table: str) -> None:
    assert data_page.meaning(table).startswith("Each row is ")


def test_file_names_say_what_is_in_the_file() -> None:
    assert data_page.file_stem("statements", 20, 20) == "onrecord-statements"
    assert data_page.file_stem("theme_mentions", 3, 20, "Glass tax returns") == (
        "onrecord-glass-tax-returns-theme-mentions-3-of-20"
    )


@pytest.mark.parametrize("title", ["../../x", "a\\b:c*?", "<b>\n", "…", "", "x" * 500, "\u202egnp.exe"])
def test_file_names_are_harmless(title: str) -> None:
    stem = data_page.file_stem("figures", 1, 1, title)
    assert stem.replace("-", "").isalnum()
    assert stem.isascii()
    assert len(stem) < 100


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    path = tmp_path / "glass.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))
    return AppTest.from_file("../../app.py", default_timeout=30).switch_page("pages/data.py")


@pytest.mark.parametrize("table", SCHEMAS)
def test_the_address_names_the_table(app: AppTest, tables: onrecord.Tables, table: str) -> None:
    app.query_params["table"] = table
    app.run()
    assert not app.exception
    frame = getattr(tables, table)
    if len(frame):
        assert len(app.dataframe[0].value) == len(frame)
        assert list(app.dataframe[0].value.columns) == list(frame.columns)
    else:
        assert " found." in app.info[0].value


def test_filters_act_on_the_table(app: AppTest, shown: onrecord.Tables) -> None:
    app.query_params["speaker"] = "nils-opal"
    app.run()
    assert app.dataframe[0].value["text"].tolist() == shown.statements["text"].tolist()
    app.query_params["q"] = "nowhere to be found"
    app.run()
    assert not app.exception
    assert not app.dataframe
    assert "No statements match the speaker and search filters." in app.info[0].value


def test_an_unknown_table_falls_back_to_statements(app: AppTest, tables: onrecord.Tables) -> None:
    app.query_params["table"] = "../secrets"
    app.run()
    assert not app.exception
    assert len(app.dataframe[0].value) == len(tables.statements)
