"""The form in which a row is corrected in place, or confirmed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from onrecord.annotations import FIELDS, Annotation, Correction, machine_values, row_key
from onrecord.annotations.word_positions import find_spans
from onrecord.dashboard.components import messages
from onrecord.dashboard.presenters import correction_words as words_of
from onrecord.dashboard.state import annotation_log
from onrecord.dashboard.text import escape, wording
from onrecord.errors import AnnotationError, ConflictError
from onrecord.query import UNSTATED, Filters
from onrecord.schema import COMPARATORS, DIMENSIONS, DIRECTIONS, SPEAKER_KINDS, STATEMENT_KINDS
from onrecord.speakers.resolve import make_speaker_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from onrecord.annotations.annotation import Verdict
    from onrecord.dashboard.context import View

_OPEN = "onrecord_correcting"
_NOTHING = "not given"
_KEPT = {"changed": "Saved.", "right": "Marked as correct.", "wrong": "Removed from the tables."}


class _Open(NamedTuple):
    """The row whose form is open."""

    where: str
    """The place on the page where it was opened."""
    row: tuple[str, str, str]
    entry: Any
    """The row of its table as it stood then: the form stays, even if somebody else takes the row out meanwhile."""
    machine: tuple[tuple[str, Any], ...]
    seen: int
    """The number of the record that its corrector has seen."""
    problem: str = ""


def open_button(view: View, table: str, row: Any, where: str) -> None:
    """A button that opens the form of a row; ``where`` names the place on the page where ``panel`` draws it."""
    one = view.ask.correction_of(table, row)
    label = "Fix" if one is None else "Checked ✓" if one.verdict == "right" else "Corrected ✎"
    st.button(
        label,
        key=f"or_correct_{where}_{table}_{row.article_id}_{row_key(table, row)}",
        type="tertiary",
        help="Confirm or correct this row",
        on_click=open_at,
        args=(view, table, row, where),
    )


def open_at(view: View, table: str, row: Any, where: str) -> None:
    """Open the form of a row."""
    one, place = view.ask.correction_of(table, row), view.ask.machine_row(table, row)
    last = annotation_log.latest(place)
    machine = one.machine if one else _machine(view, table, row)
    st.session_state[_OPEN] = _Open(where, place, row, machine, last.number if last else 0)


def opened(where: str) -> Any:
    """The row whose form is open there, as it stood when it was opened; None where none is."""
    held: _Open | None = st.session_state.get(_OPEN)
    return held.entry if held is not None and held.where == where else None


def is_open(view: View, table: str, row: Any, where: str) -> bool:
    """Whether the form of this row is open there."""
    held: _Open | None = st.session_state.get(_OPEN)
    return held is not None and held.where == where and held.row == view.ask.machine_row(table, row)


def close() -> None:
    """Close the form, whatever was entered."""
    st.session_state.pop(_OPEN, None)


def panel(view: View, table: str, row: Any, where: str, *, closing: bool = True) -> None:
    """The form of a row, if it is open there; ``closing`` adds a button that closes it."""
    if is_open(view, table, row, where):
        form(view, closing=closing)


def form(view: View, *, closing: bool = True, likely: Verdict = "changed") -> None:
    """The form that is open: what was said so far, the fields, and what can be done, what is ``likely`` first."""
    held: _Open = st.session_state[_OPEN]
    table, name = held.row[0], "_".join(held.row)
    last = annotation_log.latest(held.row)
    with st.container(border=True, key="or_correcting"):
        if last is not None and not last.is_withdrawn:
            st.html(f'<p class="or-note">{escape.html(words_of.said(last, view.name_of))}</p>')
        with st.form(f"or_form_{name}", border=False):
            given = _FORMS[table](view, held.entry, name)
            left, right = st.columns(2)
            with left:
                st.text_input("Why (optional)", key=f"or_why_{name}", max_chars=500)
            with right:
                st.text_input(
                    "Your name or initials (optional)", value=annotation_log.who(), key=f"or_who_{name}", max_chars=80,
                    help="Shown with your corrections, here and in the files.",
                )  # fmt: skip
            with st.container(horizontal=True, gap="small"):
                wrong = f"Not a {words_of.TABLE_NAMES[table]}"
                labels: dict[Verdict, str] = {"changed": "Save change", "right": "Correct as is", "wrong": wrong}
                for verdict, label in sorted(labels.items(), key=lambda entry: entry[0] != likely):
                    if (table, verdict) != ("speakers", "wrong"):
                        st.form_submit_button(
                            label,
                            type="primary" if verdict == likely else "secondary",
                            on_click=_keep,
                            args=(view, verdict, name, given),
                        )
        if held.problem:
            st.error(escape.markdown(held.problem))
        with st.container(horizontal=True, gap="small"):
            if last is not None and not last.is_withdrawn:
                st.button("Undo correction", key=f"or_back_{name}", on_click=take_back, args=(last,))
            if closing:
                st.button("Close", key=f"or_close_{name}", type="tertiary", on_click=close)


def _keep(view: View, verdict: Verdict, name: str, given: Callable[[], dict[str, Any]]) -> None:
    """Keep what was entered. It runs before the page does, so it is done whatever the page then shows."""
    held: _Open | None = st.session_state.get(_OPEN)
    if held is None:  # the second press of a double click: the first has kept it and closed the form
        return
    annotation_log.sign(st.session_state[f"or_who_{name}"])
    why = " ".join(st.session_state[f"or_why_{name}"].split())
    try:
        human = _differing(dict(held.machine), given(), held.row[0]) if verdict == "changed" else ()
        new = Correction(*held.row, verdict, machine=held.machine, human=human, why=why)
        annotation_log.save(new, seen={held.row: held.seen})
    except ConflictError as error:
        theirs = annotation_log.latest(held.row)
        now = f" Now it says: {words_of.said(theirs, view.name_of)}" if theirs else ""
        problem = f"{error}{now} Yours was not saved, but is still here: save again to replace theirs."
        st.session_state[_OPEN] = held._replace(seen=theirs.number if theirs else 0, problem=problem)
        messages.tell(f"{error} Yours was not saved.")
    except AnnotationError as error:
        problem = f"{error} Nothing was saved; what you entered is still here."
        st.session_state[_OPEN] = held._replace(problem=problem)
    else:
        close()
        messages.tell(_KEPT[verdict])


def _machine(view: View, table: str, row: Any) -> tuple[tuple[str, Any], ...]:
    """What the machine has; of a speaker's id the name too, as that speaker may be gone by the time it is read."""
    found = machine_values(table, row)
    if table == "statements" and wording.given(row.speaker_id):
        found += (("speaker_name", view.ask.speakers.name(row.speaker_id)),)
    return found


def take_back(one: Annotation) -> None:
    """Take back what a record says, and close the form; where somebody else was quicker, say so."""
    close()
    try:
        annotation_log.withdraw(one)
    except ConflictError as error:
        messages.tell(f"{error} Nothing was undone; look at it again.")


def undo(kind: str | None = None) -> None:
    """Take back this session's last step, or its last of a ``kind``; where somebody else was quicker, say so."""
    try:
        annotation_log.undo(kind)
    except ConflictError as error:
        messages.tell(f"{error} Nothing was undone.")


def _differing(machine: Mapping[str, Any], given: Mapping[str, Any], table: str) -> tuple[tuple[str, Any], ...]:
    """What differs from the machine's values, and what comes with a new speaker."""
    machine = {"negated": False, **machine}  # records from before there was such a field lack it
    human = {
        name: given[name]
        for name in FIELDS[table]
        if name in given and _closed_up(given[name]) != _closed_up(machine.get(name))
    }
    if "speaker_id" in human:
        human |= {name: given[name] for name in ("speaker_name", "speaker_kind") if name in given}
    return tuple(human.items())


def _closed_up(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _statement(view: View, row: Any, name: str) -> Callable[[], dict[str, Any]]:
    people = view.ask.rows("speakers", Filters(article=(row.article_id,)))
    names = dict(zip(people["speaker_id"], people["name"], strict=True))
    labels = {key: _unique(key, names) for key in names}
    options = list(dict.fromkeys([*labels.values(), wording.UNATTRIBUTED]))
    left, middle, right = st.columns([2, 1, 1])
    with left:
        st.selectbox(
            "Said by",
            options,
            index=options.index(labels.get(str(row.speaker_id), wording.UNATTRIBUTED)),
            key=f"or_speaker_{name}",
            accept_new_options=True,
            help="Choose a speaker of this article, or type another name.",
        )
    with right:
        st.selectbox(
            "Kind", STATEMENT_KINDS, index=STATEMENT_KINDS.index(row.kind), key=f"or_kind_{name}",
            format_func=wording.KIND_NAMES.__getitem__,
        )  # fmt: skip
    with middle:
        st.selectbox(
            "New speaker’s type", SPEAKER_KINDS, key=f"or_new_{name}",
            format_func=lambda kind: wording.SPEAKER_KINDS[kind][0],
        )  # fmt: skip
    _words_and_denial(row, name)

    def given() -> dict[str, Any]:
        who, new_kind, kind, said, negated = (
            st.session_state[f"or_{part}_{name}"] for part in ("speaker", "new", "kind", "words", "negated")
        )
        found: dict[str, Any] = {"kind": kind, "spans": tuple(map(tuple, row.spans)), "negated": bool(negated)}
        by_label = {label: key for key, label in labels.items()}
        if who in by_label:
            found["speaker_id"] = by_label[who]
        elif who == wording.UNATTRIBUTED or not who:
            found["speaker_id"] = None
        else:
            new = " ".join(str(who).split())[:200]
            found |= {
                "speaker_id": make_speaker_id(new, new_kind, row.article_id),
                "speaker_name": new,
                "speaker_kind": new_kind,
            }
        if " ".join(said.split()) != " ".join(str(row.text).split()):
            found["spans"] = find_spans(view.ask.text_of(row.article_id), said, int(row.start))
        return found

    return given


def _words_and_denial(row: Any, name: str) -> None:
    """The fields for the words, and for whether the speaker claims them."""
    st.text_area(
        "Exact words",
        value=str(row.text),
        key=f"or_words_{name}",
        height=80,
        help="Verbatim from the article, without the outer quotation marks. Put “ … ” between the parts of an "
        "interrupted statement.",
    )

    st.checkbox(
        "Denied or refused: the speaker does not claim these words",
        value=bool(row.negated),
        key=f"or_negated_{name}",
        help="Such as “to sign the treaty” where the article says that the country refused to sign it.",
    )


def _unique(key: str, names: Mapping[str, str]) -> str:
    """A speaker's name, with the id where another has the same."""
    if key.startswith(UNSTATED):
        return wording.UNATTRIBUTED
    name = wording.capital(names[key])
    return name if list(names.values()).count(names[key]) == 1 else f"{name} ({key})"


def _speaker(_: View, row: Any, name: str) -> Callable[[], dict[str, Any]]:
    left, right = st.columns(2)
    words = ("name", "role", "country", "organisation", "parent_organisation")
    with left:
        for column in words[:3]:
            _text("speakers", column, row, name)
    with right:
        st.selectbox(
            "Type of speaker", SPEAKER_KINDS, index=SPEAKER_KINDS.index(row.kind), key=f"or_kind_{name}",
            format_func=lambda kind: wording.SPEAKER_KINDS[kind][0],
        )  # fmt: skip
        for column in words[3:]:
            _text("speakers", column, row, name)
    return lambda: {"kind": st.session_state[f"or_kind_{name}"], **{column: _words(column, name) for column in words}}


def _figure(_: View, row: Any, name: str) -> Callable[[], dict[str, Any]]:
    choices: Mapping[str, tuple[Sequence[str], Callable[[str], str]]] = {
        "comparator": (COMPARATORS, lambda sign: wording.COMPARATOR_WORDS[sign] or "exactly"),
        "dimension": (DIMENSIONS, wording.DIMENSIONS.__getitem__),
        "direction": ((_NOTHING, *DIRECTIONS), str),
    }
    columns = (
        ("comparator", "unit", "what"), ("value", "dimension", "period"), ("value_high", "value_from", "direction")
    )  # fmt: skip
    for place, held in zip(st.columns(3), columns, strict=True):
        with place:
            for column in held:
                if column not in choices:
                    _text("figures", column, row, name)
                    continue
                options, shown = choices[column]
                value = getattr(row, column)
                st.selectbox(
                    words_of.FIELD_NAMES["figures", column],
                    options,
                    index=list(options).index(str(value) if wording.given(value) else _NOTHING),
                    key=f"or_{column}_{name}",
                    format_func=shown,
                )

    def given() -> dict[str, Any]:
        found: dict[str, Any] = {column: st.session_state[f"or_{column}_{name}"] for column in choices}
        if found["direction"] == _NOTHING:
            found["direction"] = None
        found |= {column: _words(column, name) for column in ("unit", "what", "period")}
        return found | {column: _number(column, name) for column in ("value", "value_high", "value_from")}

    return given


def _text(table: str, column: str, row: Any, name: str) -> None:
    """A field of words."""
    value = getattr(row, column)
    shown = "" if not wording.given(value) else f"{value:.15g}" if isinstance(value, float) else str(value)
    label = words_of.FIELD_NAMES[table, column]
    st.text_input(label, value=shown, key=f"or_{column}_{name}", placeholder=_NOTHING)


def _words(column: str, name: str) -> str | None:
    """What was entered in a field of words; None where it was left empty."""
    return " ".join(st.session_state[f"or_{column}_{name}"].split()) or None


def _number(column: str, name: str) -> float | None:
    words = _words(column, name)
    if words is None:
        return None
    try:
        number = float(words.replace(",", "").replace("−", "-"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        label = words_of.FIELD_NAMES["figures", column].lower()
        raise AnnotationError(f"The {label} is “{words}”. Write a number in plain digits, such as 1200000 or 0.5.")
    return number


_FORMS = {
    "statements": _statement,
    "speakers": _speaker,
    "figures": _figure,
}
