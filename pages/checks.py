"""Checks: how often the parser was right in the rows people checked, what to check next, and the correction log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from onrecord.annotations import Annotation, Correction, accuracy, from_csv, in_force, to_frame
from onrecord.dashboard import layout
from onrecord.dashboard.components import controls, correction_form, links, prose, table_view
from onrecord.dashboard.presenters import correction_words as words_of
from onrecord.dashboard.presenters import rows, statement_html
from onrecord.dashboard.state import annotation_log, current_library
from onrecord.dashboard.text import escape, wording
from onrecord.query import Filters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.annotations.annotation import Target

MAX_LISTED = 200  # records that are drawn, the newest first
DRAWN = {"statements": "Statements", "figures": "Figures"}
PICKED = {"random": "At random", "unsure": "Least sure first"}

view = layout.open_page("Checks")
log = annotation_log.log()
latest = {one.target: one.number for one in log}
corrections = in_force(log, Correction)
here = set(view.titles)


def answer() -> None:
    """How much was checked, and how much of it was right, in a sentence and four numbers."""
    mine = [one for one in corrections if one.article_id in here]
    said = {table: [one for one in mine if one.table == table] for table in words_of.TABLE_NAMES}
    total = view.ask.count("statements", Filters()) + sum(one.verdict == "wrong" for one in said["statements"])
    looked, right = len(said["statements"]), sum(one.verdict == "right" for one in said["statements"])
    if not mine:
        prose.lead(f"{unchecked(total)} Check a random sample to gauge reliability.")
        return
    if looked:
        prose.lead(
            f"Checked {looked:,} of {wording.counted(total, 'statement')}: {right:,} "
            f"{wording.noun(right, 'was', 'were')} "
            "correct."
        )
    else:
        prose.lead(unchecked(total))
    changed = sum(one.verdict == "changed" for one in mine)
    wrong = sum(one.verdict == "wrong" for one in mine)
    prose.numbers(
        [
            (f"{len(mine):,}", wording.noun(len(mine), "row checked", "rows checked")),
            (f"{sum(one.verdict == 'right' for one in mine):,}", "correct"),
            (f"{changed:,}", "corrected"),
            (f"{wrong:,}", "removed"),
        ]
    )


def unchecked(total: int) -> str:
    """That nothing has been checked yet, in a sentence."""
    if total < 2:
        return "The only statement has not been checked yet." if total else "There are no statements."
    return f"None of the {total:,} statements has been checked yet."


def how_right() -> None:
    """How often the parser was right, field by field, with counts and confidence intervals."""
    found = accuracy(one for one in corrections if one.article_id in here)
    if found.empty:
        return
    st.markdown("## How often the parser was right")
    prose.note(
        "Based on the rows people checked. If these were sampled at random, as below, the share among all rows lies "
        "in the range shown, with 95 percent confidence. If they were picked because they looked wrong, it may not."
    )
    shown = pd.DataFrame(
        {
            "table": found["table"],
            "field": [words_of.FIELD_NAMES[key] for key in zip(found["table"], found["field"], strict=True)],
            "correct": found["right"],
            "checked": found["checked"],
            "percent correct": (100 * found["share"]).round(1),
            "from": (100 * found["low"]).round(1),
            "to": (100 * found["high"]).round(1),
        }
    )
    columns = {
        "percent correct": st.column_config.ProgressColumn(
            "percent correct", min_value=0, max_value=100, format="%.1f"
        ),
        "from": st.column_config.NumberColumn("from (percent)"),
        "to": st.column_config.NumberColumn("to (percent)"),
    }
    table_view.table(
        shown,
        name="accuracy",
        columns=columns,
        alt="Table: by field, how many checked rows were correct, and the share.",
    )


def look_next() -> None:
    """The next row that nobody has checked, at random or the least sure, with its sentence and its form."""
    st.markdown("## Check next")
    with st.container(horizontal=True, gap="medium"):
        table = controls.choice(view, "check", DRAWN, "What to check")
        # Figures have no confidence of their own.
        picked = controls.choice(view, "pick", PICKED, "Which rows first") if table == "statements" else "random"
    if picked == "unsure":
        prose.note(
            "Finds mistakes soonest. Rows checked in this order do not show how often the parser is right overall: for "
            "that, check a random sample."
        )
    where = f"next {table} {picked} {view.filters.query_params}"
    row = correction_form.opened(where)  # stays until it is done with, whatever others do meanwhile
    if row is None:
        row = next((row for row in candidates(table, picked) if view.ask.correction_of(table, row) is None), None)
        if row is None:
            left = view.ask.count(table, view.filters)
            prose.note(f"There are no unchecked {table} left." if left else f"No {table} to show.")
            return
        correction_form.open_at(view, table, row, where)
    key = view.key_of(row)
    if table == "statements":
        st.html(statement_html.statement_html(view, row, key, with_confidence=True))
    else:
        who = rows.given_by(view, row, key)
        amount = f"{wording.quantity(row)} {wording.unit(row)}"
        st.html(f'<p class="or-meta"><b>{escape.html(amount)}</b> · {escape.html(who)}</p>')
    st.html(statement_html.sentence_html(view, row, int(row.start), int(row.end)))
    if table == "statements":
        named_elsewhere(row)
    links.read_link(view, row)
    correction_form.form(view, closing=False, likely="right")


def named_elsewhere(row: Any) -> None:
    """The sentence that names the speaker, where it is another than those of the statement."""
    if wording.given(row.source_start) and wording.given(row.speaker_evidence):
        place = view.ask.sentence_with(row.article_id, int(row.source_start))
        if place is not None and not row.sentence_id <= place.sentence_id <= row.last_sentence_id:
            where = (int(row.source_start), int(row.source_end))
            st.html(f'<p class="or-eyebrow">Speaker taken from:</p>{statement_html.sentence_html(view, row, *where)}')


def candidates(table: str, picked: str) -> Iterable[Any]:
    """Rows to check in their turn, one more than people have checked: so one of them is unchecked, if any is."""
    most = 1 + sum(one.table == table for one in corrections)
    if picked == "unsure":
        return view.ask.rows(table, view.filters, most=most, order="unsure").itertuples()
    return view.ask.sample(table, view.filters, most).itertuples()


def listed() -> None:
    """All corrections, the newest first, each with a way to undo it; export and import."""
    st.markdown("## Correction log")
    if not log:
        prose.note(
            "Nothing yet. Use “Fix” beside any statement, speaker or figure. Corrections overrule the "
            "parser, its values "
            "are kept beside them, and every correction can be undone."
        )
    else:
        kept = (
            "Saved in the library."
            if current_library.writable()
            else "Lost when this browser tab is closed: download them to keep them."
        )
        prose.note(f"{wording.counted(len(log), 'entry', 'entries')}. {kept}")
        lost = {one.target for one in view.ask.not_applied}
        for one in reversed(log[-MAX_LISTED:]):
            _entry(one, lost)
        if len(log) > MAX_LISTED:
            prose.note(f"Showing the last {MAX_LISTED} of {len(log):,}; the download has all of them.")
        with st.container(horizontal=True):
            if annotation_log.can_undo():
                st.button(
                    "Undo last step",
                    key="or_undo_correction",
                    help="Undoes what you did last: a correction, a theme, a merged name, or an undo",
                    on_click=correction_form.undo,
                )
            table_view.download(to_frame(log), name="annotations")
    table_view.import_form("corrections", from_csv, lambda found: annotation_log.save(*found))


def _entry(one: Annotation, lost: set[Target]) -> None:
    counts = latest[one.target] == one.number and not one.is_withdrawn
    kind, article_id, _ = one.target
    where = view.titles.get(article_id, "an article that is not here") if article_id else ""
    about = words_of.TABLE_NAMES[kind].capitalize() + (f" in “{wording.shorten(where, 60)}”" if where else "")
    if one.target in lost and counts:
        about += " · the article, as parsed now, has no such row"
    if not counts and not one.is_withdrawn:
        about += " · superseded"
    with st.container(horizontal=True, vertical_alignment="center", key=f"or_record_{one.number}"):
        st.html(
            f'<p class="or-held">{escape.html(words_of.said(one, view.name_of, view.theme_labels))}<br>'
            f'<span class="or-meta">{escape.html(about)}</span></p>'
        )
        if counts:
            st.button(
                "Undo correction",
                key=f"or_take_{one.number}",
                type="tertiary",
                help="Restores the parser’s values",
                on_click=correction_form.take_back,
                args=(one,),
            )


with layout.body(view):
    answer()
    how_right()
    look_next()
    listed()
