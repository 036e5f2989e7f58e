"""Exports: what is written is what was there, harmless in a spreadsheet, and the same bytes each time."""

import csv
import io
import json
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import onrecord
from onrecord.errors import ExportError
from onrecord.export import FORMATS, Format, to_csv, to_files, to_json, to_parquet, to_xlsx, to_zip, xlsx
from onrecord.schema import SCHEMAS, data_dictionary
from onrecord.spreadsheet_safety import unguard_formula
from onrecord.tables import Tables, find_faults, frame_from_rows

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BODIES = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://example.org","x")', "SUM(1,2)", "\n=1+1", "''")
PAYLOADS = [
    lead + sign + body for lead in ("", " ", "\ufeff", "\xa0", "'", "''", "  ") for sign in SIGNS for body in BODIES
]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return onrecord.parse(
        "Harbour plan divides the town\n\n"
        "Ada Quill, director of the Harbour Trust, said that more than 300 boats would move. "
        "“We lose the quay,” said Bo Ferris. According to Ferris, costs rose by 12 percent last year.",
        article_id="harbour",
    )


def texts(*values: str | None) -> pd.DataFrame:
    return pd.DataFrame(
        {"text": pd.array(values, dtype="string[pyarrow]"), "n": pd.array([-1] * len(values), dtype="Int64")}
    )


def rows_of(data: bytes, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_csv_has_a_header_newlines_and_typed_cells() -> None:
    frame = pd.DataFrame(
        {
            "text": pd.array(["a, “b”", None, "NA"], dtype="string[pyarrow]"),
            "count": pd.array([1, None, -3], dtype="Int64"),
            "value": pd.array([1_200_000_000.0, 0.5, None], dtype="Float64"),
            "yes": pd.array([True, False, None], dtype="boolean"),
        }
    )
    written = to_csv(frame)
    assert written.decode() == ('"text","count","value","yes"\n"a, “b”",1,1200000000,true\n,,0.5,false\n"NA",-3,,\n')
    back = pd.read_csv(io.BytesIO(written), keep_default_na=False, na_values=[""])
    assert back["text"].tolist()[2] == "NA"
    assert back["text"].isna().tolist() == [False, True, False]


def test_csv_for_programs_is_verbatim() -> None:
    for payload in PAYLOADS:
        assert rows_of(to_csv(texts(payload)))[1] == [payload, "-1"]


def test_no_payload_is_live_in_a_csv_for_spreadsheets() -> None:
    assert len(PAYLOADS) > 300
    rows = rows_of(to_csv(texts(*PAYLOADS), for_spreadsheets=True), "utf-8-sig")[1:]
    assert len(rows) == len(PAYLOADS)
    for (text, number), payload in zip(rows, PAYLOADS, strict=True):
        assert text == "'" + payload
        assert unguard_formula(text) == payload
        assert number == "-1", "numbers stay numbers"


def test_csv_for_spreadsheets_starts_with_a_byte_order_mark_once() -> None:
    written = to_csv(texts("é"), for_spreadsheets=True)
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\xef\xbb\xbf") == 1


def test_a_lone_sign_is_no_formula() -> None:
    rows = rows_of(to_csv(texts("=", ">", "-", ">="), for_spreadsheets=True), "utf-8-sig")
    assert [row[0] for row in rows[1:]] == ["=", ">", "-", ">="]


@given(st.lists(TEXT, min_size=1, max_size=5))
@example(["=1", "'=1", "''=1", "'", "", "\r", "a\rb", "a\r\nb"])
def test_every_text_comes_back_from_a_csv(values: list[str]) -> None:
    assert [row[0] for row in rows_of(to_csv(texts(*values)))[1:]] == values
    guarded = [row[0] for row in rows_of(to_csv(texts(*values), for_spreadsheets=True), "utf-8-sig")[1:]]
    assert [unguard_formula(text) for text in guarded] == values
    assert not any(text.startswith(SIGNS) and len(text) > 1 for text in guarded)


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_every_text_comes_back_from_json_and_parquet(values: list[str]) -> None:
    frame = texts(*values)
    assert [row["text"] for row in json.loads(to_json(frame))] == values
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(to_parquet(frame))), frame)


def test_json_gives_null_for_missing_and_numbers_in_full() -> None:
    frame = pd.DataFrame(
        {"text": pd.array([None], dtype="string[pyarrow]"), "value": pd.array([0.123456789012345], dtype="Float64")}
    )
    assert json.loads(to_json(frame)) == [{"text": None, "value": 0.123456789012345}]
    assert json.loads(to_json(frame.head(0))) == []


def sheet(data: bytes, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True))


def test_xlsx_holds_text_as_text() -> None:
    values = ["=1+1", "+1", "-1", "@A1", "http://example.org", "007", "a\x0bb\x00c", "one\r\ntwo\rthree", None, "{=1}"]
    written = openpyxl.load_workbook(io.BytesIO(to_xlsx({"sheet": texts(*values)})))["sheet"]
    cells = [row[0] for row in written.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [
        "=1+1", "+1", "-1", "@A1", "http://example.org", "007", "abc", "one\ntwo\nthree", None, "{=1}",
    ]  # fmt: skip
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert written["B2"].value == -1


def test_xlsx_cuts_what_a_cell_cannot_hold_and_says_so() -> None:
    whole, long, wide = "a" * 32_767, "b" * 40_000, "\U0001f5e3" * 20_000
    found = [str(row[0]) for row in sheet(to_xlsx({"sheet": texts(whole, long, wide)}), "sheet")[1:]]
    assert found[0] == whole
    for text, start in ((found[1], "b" * 30_000), (found[2], "\U0001f5e3" * 16_000)):
        assert text.startswith(start)
        assert "cut here" in text
        assert len(text.encode("utf-16-le")) // 2 <= 32_767


def test_xlsx_refuses_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MAX_ROWS", 3)
    to_xlsx({"sheet": texts("a", "b")})
    with pytest.raises(ExportError, match="3 rows"):
        to_xlsx({"sheet": texts("a", "b", "c")})


@given(st.lists(TEXT, max_size=4))
def test_any_text_can_be_put_into_a_workbook(values: list[str]) -> None:
    assert len(sheet(to_xlsx({"sheet": texts(*values)}), "sheet")) == len(values) + 1


@pytest.mark.parametrize("kind", FORMATS)
def test_files_hold_every_table_and_the_dictionary(tables: Tables, kind: Format) -> None:
    files = to_files(tables, kind)
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(files["onrecord.xlsx"]))
        assert book.sheetnames == [*SCHEMAS, "data_dictionary"]
        assert book["statements"].max_row == len(tables.statements) + 1
    elif kind == "json":
        held = json.loads(files["onrecord.json"])
        assert {name: len(rows) for name, rows in held.items()} == {name: len(frame) for name, frame in tables}
        assert set(files) == {"onrecord.json", "data_dictionary.csv"}
    else:
        assert set(files) == {*(f"{name}.{kind}" for name in SCHEMAS), "data_dictionary.csv"}
    if "data_dictionary.csv" in files:
        assert len(rows_of(files["data_dictionary.csv"])) == len(data_dictionary()) + 1


def test_csv_files_give_the_evidence_to_the_character(tables: Tables) -> None:
    rows = list(csv.DictReader(io.StringIO(to_files(tables, "csv")["sentences.csv"].decode(), newline="")))
    assert [row["text"] for row in rows] == tables.sentences["text"].tolist()
    assert all(int(row["end"]) - int(row["start"]) == len(row["text"]) for row in rows)


def test_empty_tables_keep_their_headers() -> None:
    for kind in ("csv", "parquet"):
        for name, data in to_files(Tables.concat([]), kind).items():
            table = name.partition(".")[0]
            if table in SCHEMAS:
                stream = io.BytesIO(data)
                back = pd.read_csv(stream) if kind == "csv" else pd.read_parquet(stream)
                assert list(back.columns) == list(SCHEMAS[table].columns)
                assert back.empty


def test_parquet_keeps_types(tables: Tables) -> None:
    for name, frame in tables:
        back = pd.read_parquet(io.BytesIO(to_parquet(frame)))
        pd.testing.assert_frame_equal(back, frame.reset_index(drop=True))
        assert not list(find_faults(name, back))


def test_filtered_rows_leave_no_trace_of_their_index() -> None:
    frame = frame_from_rows("mentions", [{"article_id": "a", "mention_id": n} for n in range(3)]).iloc[[0, 2]]
    assert "__index_level_0__" not in pd.read_parquet(io.BytesIO(to_parquet(frame))).columns
    assert [row[1] for row in rows_of(to_csv(frame))] == ["mention_id", "0", "2"]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_tables_give_the_same_bytes(tables: Tables, kind: Format) -> None:
    once = to_zip(to_files(tables, kind, for_spreadsheets=True))
    assert once == to_zip(to_files(tables, kind, for_spreadsheets=True))
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
