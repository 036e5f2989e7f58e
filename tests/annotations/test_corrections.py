"""Corrections: what can be said of a row, what becomes of the tables, and what is known of the machine's accuracy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import Article, Tables, parse, parse_many
from onrecord.annotations import (
    FIELDS,
    Correction,
    ThemeOverride,
    accuracy,
    apply_corrections,
    in_force,
    machine_values,
    row_key,
)
from onrecord.annotations.accuracy import wilson
from onrecord.annotations.word_positions import find_spans
from onrecord.errors import AnnotationError
from onrecord.query import Collection, Filters

TEXT = """Ports weigh rules for robot pilots

Ada Quill, director of the Harbour Trust, said that human rights and privacy must come first. “We need standards,” \
Quill said, “and we need them now.”

Bo Ferris, spokesman of the Pilots' Union, warned that 35 percent of pilots would lose their jobs.
"""
OTHER = "Tom Hale, a farmer, said that 12 percent of the harvest was lost."
TEXTS = {"ports": TEXT, "farm": OTHER}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables.concat(parse_many([Article(text, article_id) for article_id, text in TEXTS.items()]))


def rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def of(tables: Tables, table: str, number: int, verdict: str, **human: Any) -> Correction:
    row = rows(getattr(tables, table))[number]
    return Correction(
        table,
        row.article_id,
        row_key(table, row),
        verdict,
        machine_values(table, row),
        tuple(human.items()),
        who="A. B.",
    )


def test_nothing_said_changes_nothing(tables: Tables) -> None:
    assert apply_corrections(tables, [], TEXTS.__getitem__).tables is tables
    elsewhere = replace(of(tables, "statements", 0, "wrong"), article_id="elsewhere")
    assert apply_corrections(tables, [elsewhere], TEXTS.__getitem__).tables is tables


def test_a_row_that_is_right_stays_as_it_is_and_is_known_as_checked(tables: Tables) -> None:
    one = of(tables, "statements", 0, "right")
    found = apply_corrections(tables, [one], TEXTS.__getitem__)
    pd.testing.assert_frame_equal(found.tables.statements, tables.statements)
    assert found.applied == {one.target: one}


def test_another_speaker_gets_the_statement_and_what_stands_in_it(tables: Tables) -> None:
    said = rows(tables.statements)
    number = next(n for n, row in enumerate(said) if row.speaker_id == "bo-ferris")
    found = apply_corrections(
        tables, [of(tables, "statements", number, "changed", speaker_id="ada-quill")], TEXTS.__getitem__
    )
    changed = rows(found.tables.validate().statements)[number]
    assert (changed.speaker_id, changed.method, changed.confidence) == ("ada-quill", "human", 1.0)
    assert pd.isna(changed.speaker_evidence)  # a person chose the speaker, no words did
    assert "bo-ferris" not in set(found.tables.speakers["speaker_id"])  # nothing is left of what he said
    assert "bo-ferris" not in set(found.tables.mentions["speaker_id"])
    before = tables.speakers.set_index("speaker_id").loc["ada-quill", "n_statements"]
    assert found.tables.speakers.set_index("speaker_id").loc["ada-quill", "n_statements"] == before + 1
    figures = found.tables.figures
    assert figures[figures["article_id"] == "ports"]["speaker_id"].tolist() == ["ada-quill"]
    untouched = found.tables.statements["article_id"] == "farm"
    pd.testing.assert_frame_equal(found.tables.statements[untouched], tables.statements[untouched])


def test_a_speaker_whom_the_article_does_not_have_comes_in(tables: Tables) -> None:
    new = {"speaker_id": "cleo-marsh", "speaker_name": "Cleo Marsh", "speaker_kind": "person"}
    found = apply_corrections(
        tables, [of(tables, "statements", 0, "changed", **new)], TEXTS.__getitem__
    ).tables.validate()
    marsh = found.speakers.set_index("speaker_id").loc["cleo-marsh"]
    assert (marsh["name"], marsh["kind"], marsh["n_statements"]) == ("Cleo Marsh", "person", 1)
    assert pd.isna(marsh["name_start"])  # nowhere in the article
    nobody = apply_corrections(
        tables, [of(tables, "statements", 0, "changed", speaker_id=None)], TEXTS.__getitem__
    ).tables
    assert pd.isna(nobody.validate().statements["speaker_id"].iloc[0])


def test_what_is_no_statement_goes_and_the_others_keep_their_numbers(tables: Tables) -> None:
    found = apply_corrections(tables, [of(tables, "statements", 0, "wrong")], TEXTS.__getitem__).tables.validate()
    kept = found.statements[found.statements["article_id"] == "ports"]["statement_id"].tolist()
    assert kept == tables.statements[tables.statements["article_id"] == "ports"]["statement_id"].tolist()[1:]
    mentions = found.theme_mentions[found.theme_mentions["article_id"] == "ports"]
    assert 0 not in set(mentions["statement_id"].dropna())  # its themes are the reporter's now
    assert len(found.theme_mentions) == len(tables.theme_mentions)
    assert found.themes["n_statements"].sum() < tables.themes["n_statements"].sum()


def test_other_boundaries_bring_their_text_and_lose_what_is_outside(tables: Tables) -> None:
    start = TEXT.index("human rights")
    spans = ((start, start + len("human rights")),)
    found = apply_corrections(tables, [of(tables, "statements", 0, "changed", spans=spans)], TEXTS.__getitem__)
    row = rows(found.tables.validate().statements)[0]
    assert (row.text, row.n_words, TEXT[row.start : row.end]) == ("human rights", 2, "human rights")
    inside = found.tables.theme_mentions[found.tables.theme_mentions["statement_id"] == 0]
    assert set(inside["text"]) == {"human rights"}
    assert [key for _, _, key in found.applied] == [f"{row.start}-{row.end}"]


def test_a_denial_that_the_parser_missed_is_marked_with_its_figures(tables: Tables) -> None:
    number = next(n for n, row in enumerate(rows(tables.statements)) if row.speaker_id == "bo-ferris")
    one = of(tables, "statements", number, "changed", negated=True)
    found = apply_corrections(tables, [one], TEXTS.__getitem__).tables.validate()
    assert found.statements["negated"].tolist() == [n == number for n in range(len(tables.statements))]
    assert found.figures["negated"].tolist() == [True, False]
    assert one.machine_fields["negated"] is False
    assert accuracy([one]).set_index("field").loc["negated", "right"] == 0
    before = replace(one, verdict="right", human=(), machine=one.machine[:-1])  # a record from before the field
    assert "negated" not in set(accuracy([before])["field"])
    with pytest.raises(AnnotationError, match="true or false"):
        of(tables, "statements", number, "changed", negated="yes")


def test_decisions_on_themes_follow_their_statement(tables: Tables) -> None:
    first = rows(tables.statements)[0]
    theme_id = tables.themes["theme_id"].iloc[0]
    decision = ThemeOverride("ports", int(first.start), int(first.end), theme_id, holds=True)
    spans = ((TEXT.index("human rights"), TEXT.index(" must come")),)
    correction = of(tables, "statements", 0, "changed", spans=spans)
    found = Collection.of(tables, TEXTS, annotations=[decision, correction])
    row = next(row for row in rows(found.rows("theme_mentions", Filters())) if row.method == "human")
    assert (row.theme_id, row.text, row.start) == (theme_id, "human rights and privacy", TEXT.index("human rights"))


def test_who_somebody_is_can_be_put_right(tables: Tables) -> None:
    ferris = tables.speakers["speaker_id"].tolist().index("bo-ferris")
    human = {"role": "director", "organisation": "Port of Elm", "name": "Bo Ferris", "country": None}
    found = apply_corrections(
        tables, [of(tables, "speakers", ferris, "changed", **human)], TEXTS.__getitem__
    ).tables.validate()
    row = found.speakers.set_index("speaker_id").loc["bo-ferris"]
    assert (row["role"], row["organisation"]) == ("director", "Port of Elm")
    assert TEXT[row["role_start"] : row["role_end"]] == "director"
    assert pd.isna(row["organisation_start"])  # the article does not say so: a person does
    assert not row["role_is_former"]


def test_figures_can_be_put_right_and_taken_out(tables: Tables) -> None:
    said = [of(tables, "figures", 0, "changed", value=36.0, what="pilots"), of(tables, "figures", 1, "wrong")]
    found = apply_corrections(tables, said, TEXTS.__getitem__).tables.validate()
    assert found.figures[["value", "what"]].to_numpy().tolist() == [[36.0, "pilots"]]


def test_a_later_record_wins_and_one_taken_back_is_gone(tables: Tables) -> None:
    first = of(tables, "statements", 0, "changed", kind="mixed")
    second = of(tables, "statements", 0, "right")
    back = replace(first, verdict="withdrawn", human=())
    assert in_force([first, second], Correction) == (second,)
    assert in_force([first, second, back], Correction) == ()
    assert apply_corrections(tables, [first, back], TEXTS.__getitem__).tables is tables


def test_another_parse_that_moves_a_boundary_keeps_what_was_said(tables: Tables) -> None:
    row = rows(tables.statements)[0]
    near = Correction("statements", "ports", f"{row.start + 3}-{row.end + 2}", "changed", (), (("kind", "mixed"),))
    far = replace(near, key="0-5")
    found = apply_corrections(tables, [near, far], TEXTS.__getitem__)
    assert found.tables.statements["kind"].iloc[0] == "mixed"
    assert found.not_applied == (far,)
    gone = Correction("speakers", "ports", "nobody-here", "right")
    assert apply_corrections(tables, [gone], TEXTS.__getitem__).not_applied == (gone,)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"table": "themes"}, "must be one of statements"),
        ({"verdict": "maybe"}, "must be one of right"),
        ({"human": ()}, "Nothing was changed"),
        ({"human": (("cue", "said"),)}, "cannot be corrected"),
        ({"human": (("kind", "loud"),)}, "must be one of direct"),
        ({"human": (("kind", None),)}, "must have a value"),
        ({"human": (("spans", ((5, 2),)),)}, "in the order of the text"),
        ({"human": (("spans", "here"),)}, "Write it as"),
        ({"human": (("speaker_id", "  "),)}, "must hold words"),
        ({"human": (("speaker_id", "x"), ("speaker_kind", "ghost"))}, "must be one of person"),
        ({"key": "9-3"}, "must end after it starts"),
        ({"key": "here"}, "Write it as start-end"),
        ({"table": "speakers", "key": "x", "verdict": "wrong", "human": ()}, "goes with the statements"),
        ({"verdict": "right"}, "has no other values"),
        ({"table": "figures", "human": (("value", float("nan")),)}, "must be a number"),
        ({"table": "figures", "human": (("value", True),)}, "must be a number"),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, Any], message: str) -> None:
    given = {
        "table": "statements",
        "article_id": "a",
        "key": "1-2",
        "verdict": "changed",
        "human": (("kind", "mixed"),),
    }
    with pytest.raises(AnnotationError, match=message):
        Correction(**{**given, **changed})


@settings(max_examples=20)  # each checks all tables against their schema, which takes long
@given(st.data())
def test_any_corrections_leave_tables_that_are_valid(data: st.DataObject) -> None:
    tables = _PARSED
    said = []
    for table in ("statements", "figures", "speakers"):
        frame = getattr(tables, table)
        for number in data.draw(st.sets(st.integers(0, len(frame) - 1)), label=table):
            verdicts = ["right", "changed"] if table == "speakers" else ["right", "changed", "wrong"]
            verdict = data.draw(st.sampled_from(verdicts))
            human = data.draw(_HUMAN[table]) if verdict == "changed" else {}
            said.append(of(tables, table, number, verdict, **human))
    found = apply_corrections(tables, said, TEXTS.__getitem__)
    found.tables.validate()
    for row in rows(found.tables.statements):
        parts = row.spans
        assert row.text == " … ".join(TEXTS[row.article_id][start:end] for start, end in parts)
        assert (row.start, row.end) == (parts[0][0], parts[-1][1])
    assert sum(one.verdict == "wrong" for one in said) + len(found.tables.statements) + len(
        found.tables.figures
    ) == len(tables.statements) + len(tables.figures)
    known = set(zip(found.tables.speakers["article_id"], found.tables.speakers["speaker_id"], strict=True))
    for name in ("mentions", "statements", "theme_mentions", "figures"):
        held = getattr(found.tables, name).dropna(subset="speaker_id")
        assert set(zip(held["article_id"], held["speaker_id"], strict=True)) <= known


_PARSED = Tables.concat(parse_many([Article(text, article_id) for article_id, text in TEXTS.items()]))
_WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
_SPANS = st.lists(st.integers(0, len(OTHER)), min_size=2, max_size=6, unique=True).map(
    lambda edges: tuple(zip(*[iter(sorted(edges))] * 2, strict=False))
)
_HUMAN = {
    "statements": st.fixed_dictionaries(
        {"kind": st.sampled_from(["direct", "indirect", "mixed"])},
        optional={"spans": _SPANS, "speaker_id": st.one_of(st.none(), st.just("ada-quill"))},
    ).map(lambda held: {**held, **({"speaker_name": "Ada Quill"} if held.get("speaker_id") else {})}),
    "speakers": st.fixed_dictionaries({"name": _WORDS}, optional={"role": st.none() | _WORDS, "country": _WORDS}),
    "figures": st.fixed_dictionaries({"value": st.floats(-1e9, 1e9)}, optional={"unit": st.none() | _WORDS}),
}


def test_accuracy_counts_each_field_of_what_was_checked(tables: Tables) -> None:
    said = [
        of(tables, "statements", 0, "right"),
        of(tables, "statements", 1, "changed", speaker_id=None),
        of(tables, "statements", 2, "wrong"),
        of(tables, "figures", 0, "changed", unit=None),
    ]
    found = accuracy(said).set_index(["table", "field"])
    assert found.loc[("statements", "row"), ["right", "checked"]].tolist() == [2, 3]
    assert found.loc[("statements", "speaker_id"), ["right", "checked"]].tolist() == [1, 2]
    assert found.loc[("statements", "kind"), ["right", "checked"]].tolist() == [2, 2]
    assert found.loc[("figures", "unit"), ["right", "checked"]].tolist() == [0, 1]
    assert ("speakers", "role") not in found.index
    assert accuracy([]).empty


def test_wilsons_interval_is_that_of_the_literature() -> None:
    low, high = wilson(81, 263)  # Newcombe, Statistics in Medicine 17 (1998), table I
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("human rights and\n privacy", ["human rights and privacy"]),
        ("“We need standards,”", ["We need standards,"]),
        ("We need standards, … and we need them now.", ["We need standards,", "and we need them now."]),
        ("“We need standards” ... “and we need”", ["We need standards", "and we need"]),
    ],
)
def test_words_are_found_where_they_stand(words: str, expected: list[str]) -> None:
    assert [TEXT[start:end] for start, end in find_spans(TEXT, words, 0)] == expected


def test_of_several_places_the_nearest_is_taken_and_what_is_not_there_is_said() -> None:
    text = "said and said and said"
    assert find_spans(text, "said", 8) == ((9, 13),)
    with pytest.raises(AnnotationError, match="does not have the words “privacy first”"):
        find_spans(TEXT, "privacy first", 0)
    with pytest.raises(AnnotationError, match="Write the words"):
        find_spans(TEXT, " \n", 0)
    with pytest.raises(AnnotationError):
        find_spans(TEXT, "…", 0)


@given(st.text(max_size=60), st.text(max_size=30), st.integers(0, 80))
def test_places_are_of_the_words_whatever_they_are(text: str, words: str, near: int) -> None:
    try:
        found = find_spans(text, words, near)
    except AnnotationError:
        return
    edges = [edge for part in found for edge in part]
    assert edges == sorted(edges)
    assert all(start < end <= len(text) for start, end in found)
    for start, end in found:
        assert "".join(text[start:end].split()) in "".join(words.split())


def test_a_field_that_can_be_corrected_is_a_column(tables: Tables) -> None:
    for table, fields in FIELDS.items():
        assert set(fields) <= set(getattr(tables, table).columns)
    assert parse(OTHER).figures.columns.isin(FIELDS["figures"]).sum() == len(FIELDS["figures"])


def test_a_figure_in_a_denied_claim_stays_without_a_speaker() -> None:
    text = "Rosa Lind denied that 40 wells had run dry. Ivo Rasmussen said that 12 wells had run dry."
    parsed = Tables.concat(parse_many([Article(text, "wells")]))
    corrected = apply_corrections(parsed, [of(parsed, "statements", 1, "right")], lambda _: text).tables
    assert corrected.figures["speaker_id"].isna().tolist() == [True, False]
