"""The log of annotations: what counts, what undoing gives, and files out and in, those of earlier versions included."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.annotations import (
    FIELDS,
    Annotation,
    Correction,
    SpeakerMerge,
    ThemeOverride,
    from_csv,
    in_force,
    merge_speakers,
    merges_of,
    split_speaker,
    to_frame,
    undo,
    undo_merges,
)
from onrecord.errors import AnnotationError
from onrecord.export import to_csv

YES = ThemeOverride("a", 3, 9, "water", holds=True, text="it is")
RIGHT = Correction("statements", "a", "3-9", "right", who="Ann")
MERGE = SpeakerMerge("", "a-lee", "ann-lee")


def numbered(*log: Annotation) -> list[Annotation]:
    return [replace(one, number=number) for number, one in enumerate(log, 1)]


@pytest.mark.parametrize("one", [YES, RIGHT, MERGE])
def test_a_record_counts_until_a_later_one_or_a_withdrawal(one: Annotation) -> None:
    again = replace(one, who="Ben")
    assert in_force([one], type(one)) == (one,)
    assert in_force([one, again], type(one)) == (again,)
    assert in_force([one, again, again.withdrawal()], type(one)) == ()
    assert in_force([one, one.withdrawal(), again], type(one)) == (again,)


def test_kinds_do_not_take_each_others_place() -> None:
    log = [RIGHT, YES, MERGE, replace(YES, theme_id="farms"), SpeakerMerge("a", "a-lee", "al-lee")]
    assert in_force(log, Correction) == (RIGHT,)
    assert len(in_force(log, ThemeOverride)) == len(in_force(log, SpeakerMerge)) == 2
    assert len(in_force(log, Annotation)) == 5


def test_undoing_puts_a_target_back_to_what_it_was() -> None:
    no = replace(YES, holds=False)
    log = numbered(YES, RIGHT, no, YES.withdrawal())
    assert undo(log, 4) == replace(no, why="Undone")
    assert undo(log, 3) == replace(YES, why="Undone")
    assert undo(log, 1) == replace(YES.withdrawal(), why="Undone")
    assert undo(log, 2).is_withdrawn


def test_merged_names_follow_one_another_and_can_be_told_apart() -> None:
    log: list[Annotation] = list(merge_speakers({}, ["a-lee"], "ann-lee"))
    log += merge_speakers(merges_of(log), ["ann-lee"], "anne-lee")
    assert merges_of(log) == {("", "a-lee"): "anne-lee", ("", "ann-lee"): "anne-lee"}
    apart, new = split_speaker(merges_of(log), "anne-lee", ["two"], "of Elm")
    assert new == "anne-lee~of-elm"
    log += apart
    assert {key for key, into in merges_of(log).items() if into == new} == {
        ("two", "anne-lee"), ("two", "a-lee"), ("two", "ann-lee"),
    }  # fmt: skip
    log += undo_merges(merges_of(log), new)
    assert merges_of(log) == {("", "a-lee"): "anne-lee", ("", "ann-lee"): "anne-lee"}
    log += merge_speakers(merges_of(log), ["anne-lee"], "a-lee")  # the other way round
    assert merges_of(log) == {("", "ann-lee"): "a-lee", ("", "anne-lee"): "a-lee"}


_TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x00"), max_size=20)
_WORDS = _TEXT.filter(str.strip)
_ABOUT = {"who": _TEXT, "why": _TEXT, "made": st.sampled_from(["", "2025-03-01T10:00:00+00:00"])}
_CORRECTIONS = st.builds(
    Correction, st.just("figures"), _TEXT, st.just("12-40"), st.just("changed"),
    st.just((("value", 2.0), ("unit", None))), st.tuples(st.tuples(st.just("what"), st.none() | _WORDS)),
    **_ABOUT,
)  # fmt: skip
_SPANS = st.builds(
    Correction, st.just("statements"), _TEXT, st.just("12-40"), st.just("changed"),
    st.just((("spans", ((12, 40),)),)), st.just((("spans", ((12, 20), (30, 40))),)), **_ABOUT,
)  # fmt: skip
_THEMES = st.builds(
    ThemeOverride, _TEXT, st.integers(0, 999), st.integers(0, 999), _TEXT, st.sampled_from([True, False, None]), _TEXT,
    **_ABOUT,
)  # fmt: skip
_MERGES = st.builds(SpeakerMerge, _TEXT, _TEXT, st.none() | _TEXT, **_ABOUT)


@given(st.lists(st.one_of(_CORRECTIONS, _SPANS, _THEMES, _MERGES), max_size=4), st.booleans())
def test_annotations_come_back_from_a_file(log: list[Annotation], for_spreadsheets: bool) -> None:
    text = to_csv(to_frame(log), for_spreadsheets=for_spreadsheets).decode("utf-8")
    as_kept = [replace(one, text="") if isinstance(one, ThemeOverride) and one.holds is None else one for one in log]
    found = from_csv(text)
    assert [
        replace(one, text="") if isinstance(one, ThemeOverride) and one.holds is None else one for one in found
    ] == (as_kept)


def test_files_of_earlier_versions_come_back() -> None:
    corrections = (
        "table,article_id,key,verdict,machine,human,who,why,made\n"
        'statements,a,12-40,changed,"{""kind"": ""direct"", ""spans"": ""[[12, 40]]""}",'
        '"{""spans"": ""[[12, 20], [30, 40]]""}",Ann,"\'=1+1",2025-03-01\n'
        "figures,a,1-2,wrong,,,,,\n"
    )
    assert from_csv(corrections) == [
        Correction(
            "statements", "a", "12-40", "changed", (("kind", "direct"), ("spans", ((12, 40),))),
            (("spans", ((12, 20), (30, 40))),), who="Ann", why="=1+1", made="2025-03-01",
        ),
        Correction("figures", "a", "1-2", "wrong"),
    ]  # fmt: skip
    themes = "\ufeffarticle_id,start,end,theme_id,decision,statement,who,made\na,3,9,water,yes,it is,Ben,2025-03-01\n"
    assert from_csv(themes) == [replace(YES, who="Ben", made="2025-03-01")]
    assert from_csv("article_id,start,end,theme_id,decision\na,3,9,water,no\n") == [replace(YES, holds=False, text="")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Line 1: the column 'kind' is missing"),
        ("kind,article_id,key\n", "Line 1: the column 'verdict' is missing"),
        ("kind,article_id,key,verdict\nx,a,1-2,right\n", "Line 2: The table is 'x'"),
        ("kind,article_id,key,verdict\ntheme,a,1-2:water,maybe\n", "Line 2: verdict is 'maybe'"),
        ("kind,article_id,key,verdict\ntheme,a,water,yes\n", "Line 2: The row is 'water'"),
        ("kind,article_id,key,verdict\nmerge,a,ann,merged\n", "Line 2: verdict is 'merged'"),
        ('kind,article_id,key,verdict,human\nmerge,a,ann,yes,"{""speaker_id"": ""b""}"\n', "Line 2: verdict is 'yes'"),
        ("table,article_id\n", "Line 1: the column 'key' is missing"),
        ("table,article_id,key,verdict,machine,human\nfigures,a,1-2,right,[1],\n", "Line 2: machine is"),
        ('kind,article_id,key,verdict,human\nstatements,a,1-2,changed,"{""spans"": 5}"\n', "Line 2: spans is 5"),
        ("article_id,start,end\n", "column 'theme_id' is missing"),
        ("article_id,start,end,theme_id,decision\na,x,2,rail,yes\n", "Line 2: start is 'x'"),
        ("article_id,start,end,theme_id,decision\na,1,2,rail,maybe\n", "Line 2: decision is 'maybe'"),
        ('article_id,start,end,theme_id,decision\n"a,1,2,rail,yes\n', "not a table in CSV"),
    ],
)
def test_a_wrong_file_is_named_by_line_and_column(text: str, message: str) -> None:
    with pytest.raises(AnnotationError, match=message):
        from_csv(text)


def test_a_field_that_can_be_corrected_has_one_kind_of_target() -> None:
    assert set(FIELDS).isdisjoint({ThemeOverride.KIND, SpeakerMerge.KIND})
