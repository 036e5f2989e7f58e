"""The schema and what is made from it: types, checks, counts, ids, and the data dictionary."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Tables, parse
from onrecord.errors import ExportError, TablesError
from onrecord.schema import CODEBOOK_COLUMNS, SCHEMAS, data_dictionary
from onrecord.tables import count_themes, frame_from_rows

if TYPE_CHECKING:
    from pathlib import Path

FIRST = (
    "Ports weigh rules for robot pilots\n\n"
    "Ada Quill, director of the Harbour Trust, said that human rights and privacy must come first. “Transparency is "
    "the key to trust,” Quill said.\n\n"
    "According to Bo Ferris, 35 percent of pilots fear for their jobs. Privacy matters."
)
SECOND = "“Privacy is not for sale,” said Ada Quill. Nobody asked about 40 ships or human rights."
DTYPES = {"integer": "Int64", "number": "Float64", "true/false": "boolean", "text": "string", "list of pairs": "object"}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables.concat([parse(FIRST, article_id="a"), parse(SECOND, article_id="b")])


def changed(tables: Tables, name: str, **columns: object) -> Tables:
    return dataclasses.replace(tables, **{name: getattr(tables, name).assign(**columns)})


def test_tables_and_schemas_name_the_same_tables() -> None:
    assert [field.name for field in dataclasses.fields(Tables)] == list(SCHEMAS)


def test_every_table_and_column_is_described_in_a_sentence() -> None:
    for name, schema in SCHEMAS.items():
        assert schema.description, name
        for column, about in schema.columns.items():
            assert about.description, f"{name}.{column}"
            assert about.description.endswith("."), f"{name}.{column}"
            assert len(about.description.split()) > 1, f"{name}.{column}"


def test_the_data_dictionary_has_a_row_a_column_and_its_types_are_those_of_the_frames(tables: Tables) -> None:
    rows = data_dictionary()
    assert list(zip(rows["table"], rows["column"], strict=True)) == [
        (name, column) for name, schema in SCHEMAS.items() for column in schema.columns
    ]
    assert not rows.isna().any(axis=None)
    for row in rows.itertuples():
        assert str(getattr(tables, row.table)[row.column].dtype) == DTYPES[row.type], f"{row.table}.{row.column}"


def test_parsed_tables_fit_their_schemas(tables: Tables) -> None:
    assert tables.validate() is tables
    for name, frame in tables:
        assert list(frame.columns) == list(SCHEMAS[name].columns)
        assert not frame.empty, f"the test's articles fill {name}"


def test_the_columns_that_others_rely_on_are_there() -> None:
    offsets = {"start", "end"}
    assert {"article_id", "sentence_id", "paragraph", "text", "is_headline"} | offsets <= set(
        SCHEMAS["sentences"].columns
    )
    assert {"speaker_id", "kind", "spans", "cue", "source_text", "confidence", "method"} | offsets <= set(
        SCHEMAS["statements"].columns
    )
    assert {"value", "value_high", "value_from", "comparator", "unit", "dimension", "what", "period"} | offsets <= set(
        SCHEMAS["figures"].columns
    )


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("statements", "kind", "shouted"),
        ("statements", "confidence", 1.5),
        ("statements", "method", "luck"),
        ("statements", "start", -1),
        ("statements", "text", pd.NA),
        ("sentences", "sentence_id", 0),
        ("sentences", "start", pd.NA),
        ("speakers", "speaker_id", pd.NA),
        ("speakers", "n_words", -1),
        ("figures", "comparator", "≈"),
        ("figures", "direction", "sideways"),
        ("figures", "value", pd.NA),
        ("mentions", "kind", "nickname"),
        ("themes", "n_statements", pd.NA),
        ("articles", "article_id", "a"),
    ],
)
def test_a_wrong_value_is_refused(tables: Tables, name: str, column: str, value: object) -> None:
    frame = getattr(tables, name)
    wrong = pd.Series([value] * len(frame), dtype=frame[column].dtype)
    with pytest.raises(TablesError, match=column):
        changed(tables, name, **{column: wrong}).validate()


@pytest.mark.parametrize(
    ("name", "column", "dtype"),
    [("sentences", "start", "float64"), ("statements", "confidence", "string"), ("sentences", "is_headline", "int64")],
)
def test_a_wrong_type_is_refused(tables: Tables, name: str, column: str, dtype: str) -> None:
    with pytest.raises(TablesError):
        changed(tables, name, **{column: getattr(tables, name)[column].astype(dtype)}).validate()


def test_a_column_too_many_or_too_few_is_refused(tables: Tables) -> None:
    with pytest.raises(TablesError):
        changed(tables, "figures", colour="red").validate()
    with pytest.raises(TablesError):
        dataclasses.replace(tables, figures=tables.figures.drop(columns="unit")).validate()


def test_rows_become_typed_columns_and_what_they_lack_is_missing() -> None:
    frame = frame_from_rows("figures", [{"text": "3", "value": 3, "unknown": 1}])
    assert list(frame.columns) == list(SCHEMAS["figures"].columns)
    assert frame["value"].tolist() == [3.0]
    assert frame["value_high"].isna().all()
    assert "unknown" not in frame
    assert frame["start"].dtype == "Int64"


def test_no_articles_give_empty_typed_tables() -> None:
    empty = Tables.concat([])
    empty.validate()
    assert all(frame.empty for _, frame in empty)


def test_concat_keeps_every_row_in_order(tables: Tables) -> None:
    parts = [parse(FIRST, article_id="a"), parse(SECOND, article_id="b")]
    for name, frame in tables:
        if name != "themes":
            stacked = pd.concat([getattr(part, name) for part in parts], ignore_index=True)
            pd.testing.assert_frame_equal(frame, stacked)
            assert list(frame.index) == list(range(len(frame)))


def test_concat_of_one_changes_nothing() -> None:
    alone = parse(FIRST)
    for name, frame in Tables.concat([alone]):
        pd.testing.assert_frame_equal(frame, getattr(alone, name))


def plain_counts(tables: Tables, theme_id: str) -> tuple[int, int, int]:
    rows = [row for row in tables.theme_mentions.to_dict("records") if row["theme_id"] == theme_id]
    said = [row for row in rows if not pd.isna(row["statement_id"])]
    return (
        len({(row["article_id"], row["statement_id"]) for row in said}),
        len({(row["article_id"], row["sentence_id"]) for row in rows}),
        len({row["speaker_id"] for row in said if not pd.isna(row["speaker_id"])}),
    )


def test_themes_are_counted_as_a_person_would(tables: Tables) -> None:
    counted = {row.theme_id: (row.n_statements, row.n_sentences, row.n_speakers) for row in tables.themes.itertuples()}
    assert counted == {theme_id: plain_counts(tables, theme_id) for theme_id in counted}
    assert any(sentences > statements > 0 for statements, sentences, _ in counted.values())


_THEMES = st.sampled_from(["rail", "road", "sea"])
_ROWS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        _THEMES,
        st.integers(0, 4),
        st.none() | st.integers(0, 4),
        st.none() | st.sampled_from(["ada", "bo"]),
    )
)


@given(_ROWS)
def test_any_theme_mentions_are_counted_as_a_person_would(
    rows: list[tuple[str, str, int, int | None, str | None]],
) -> None:
    keys = ("article_id", "theme_id", "sentence_id", "statement_id", "speaker_id")
    mentions = frame_from_rows("theme_mentions", [dict(zip(keys, row, strict=True)) for row in rows])
    about = frame_from_rows("themes", [{"theme_id": name, "label": name} for name in ("sea", "rail", "road", "sky")])
    counted = count_themes(about[CODEBOOK_COLUMNS], mentions)
    tables = dataclasses.replace(Tables.concat([]), theme_mentions=mentions)
    assert counted["theme_id"].tolist() == ["sea", "rail", "road", "sky"]
    for row in counted.itertuples():
        assert (row.n_statements, row.n_sentences, row.n_speakers) == plain_counts(tables, row.theme_id)


def joined(child: pd.DataFrame, parent: pd.DataFrame, *keys: str, of: str | None = None) -> None:
    """Every row of ``child`` with a value in ``of`` (default: the last key) finds its row in ``parent``."""
    column = of or keys[-1]
    wanted = child.dropna(subset=column)[[*keys[:-1], column]].set_axis(list(keys), axis=1)
    found = wanted.merge(parent[list(keys)], on=list(keys), how="left", indicator=True)
    assert (found["_merge"] == "both").all()
    assert len(found) == len(wanted)


def test_every_id_leads_to_its_row(tables: Tables) -> None:
    for name, frame in tables:
        if name not in ("articles", "themes"):
            joined(frame, tables.articles, "article_id")
    for frame in (tables.mentions, tables.statements, tables.theme_mentions, tables.figures):
        joined(frame, tables.sentences, "article_id", "sentence_id")
        joined(frame, tables.speakers, "article_id", "speaker_id")
    joined(tables.statements, tables.sentences, "article_id", "sentence_id", of="last_sentence_id")
    for frame in (tables.theme_mentions, tables.figures):
        joined(frame, tables.statements, "article_id", "statement_id")
    joined(tables.theme_mentions, tables.themes, "theme_id")


def test_ids_count_from_nought_in_the_order_of_the_text(tables: Tables) -> None:
    for name, key in (("sentences", "sentence_id"), ("statements", "statement_id"), ("figures", "figure_id")):
        for _, rows in getattr(tables, name).groupby("article_id"):
            assert rows[key].tolist() == list(range(len(rows)))
            assert rows["start"].is_monotonic_increasing


def test_a_row_within_a_statement_carries_its_speaker(tables: Tables) -> None:
    texts = {"a": FIRST, "b": SECOND}
    statements = tables.statements.set_index(["article_id", "statement_id"])
    for frame in (tables.theme_mentions, tables.figures):
        assert frame["statement_id"].notna().any()
        assert frame["statement_id"].isna().any()
        for row in frame.itertuples():
            assert texts[row.article_id][row.start : row.end] == row.text
            if pd.isna(row.statement_id):
                assert pd.isna(row.speaker_id)
                continue
            holder = statements.loc[(row.article_id, row.statement_id)]
            assert holder["speaker_id"] == row.speaker_id
            assert any(start <= row.start and row.end <= end for start, end in holder["spans"])


def test_speakers_are_counted_from_their_statements(tables: Tables) -> None:
    for row in tables.speakers.itertuples():
        theirs = tables.statements.query("article_id == @row.article_id and speaker_id == @row.speaker_id")
        indirect = int((theirs["kind"] == "indirect").sum())
        assert (row.n_statements, row.n_indirect, row.n_direct) == (len(theirs), indirect, len(theirs) - indirect)
        assert np.sign(row.n_words) == np.sign(len(theirs))


def test_tables_write_themselves_in_every_format(tables: Tables, tmp_path: Path) -> None:
    named = {*SCHEMAS, "data_dictionary"}
    for path in tables.to_csv(tmp_path / "new" / "csv"):
        assert path.stem in named
        assert path.read_text(encoding="utf-8").count("\n") >= 1
    assert tables.to_csv(tmp_path / "sheets", for_spreadsheets=True)[0].read_bytes().startswith(b"\xef\xbb\xbf")
    written = {path.name: path for path in tables.to_parquet(tmp_path / "parquet")}
    pd.testing.assert_frame_equal(pd.read_parquet(written["statements.parquet"]), tables.statements)
    book = tables.to_excel(tmp_path / "book.xlsx")
    assert set(pd.read_excel(book, sheet_name=None)) == named
    held = json.loads(tables.to_json(str(tmp_path / "all.json")).read_text(encoding="utf-8"))
    assert [row["text"] for row in held["sentences"]] == tables.sentences["text"].tolist()


def test_what_cannot_be_written_is_an_export_error(tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="is a file"):
        tables.to_csv(tmp_path / "file")
    with pytest.raises(ExportError, match="cannot be written"):
        tables.to_json(tmp_path)


def test_a_notebook_shows_counts_and_statements_with_their_text_escaped() -> None:
    shown = parse("Tom Hale said <script>alert(1)</script> was shown & read.")._repr_html_()
    assert "statements 1" in shown
    assert "tom-hale" in shown
    assert "<script>" not in shown
    many = parse("\n".join(f"Tom Hale said it rained for {number} days." for number in range(12)))._repr_html_()
    assert "… and 2 more statements" in many
