"""Tables, their files, and the form that takes such a file back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.dashboard.components import messages, prose
from onrecord.dashboard.text import escape, wording
from onrecord.errors import OnRecordError
from onrecord.export import FORMAT_NAMES, MIME_TYPES, Format, to_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

_ONE_LINE = 32
"""Characters that fit in a line of a table's column."""
_THREE_LINES = 66
"""The height of a row in pixels; Streamlit wraps words in rows of more than 64."""
MAX_ROWS = 1_000
"""Rows of a table that are sent to the browser; more cannot be read there, and make it slow."""


def folded(label: str, name: str) -> Any:
    """An expander whose content is made only when it is open, then the place for it; None while it is closed."""
    held = st.expander(label, key=f"or_folded_{name}", on_change="rerun")
    return held if held.open else None


def table(
    rows: pd.DataFrame,
    *,
    name: str,
    columns: Mapping[str, Any] | None = None,
    alt: str | None = None,
    codebook: str | None = None,
    everything: tuple[int, Callable[[], pd.DataFrame]] | None = None,
) -> None:
    """Rows, and a CSV of exactly them; ``codebook`` as for ``download``.

    Where ``rows`` are the first of many, ``everything`` is how many there are and what makes them all: the table says
    so, and the CSV has them all.
    """
    shown = rows.head(MAX_ROWS)
    st.dataframe(
        shown, hide_index=True, column_config=dict(columns or {}), placeholder="", key=f"or_rows_{name}", alt=alt,
        row_height=row_height(shown),
    )  # fmt: skip
    total = everything[0] if everything else len(rows)
    if total > len(shown):
        prose.note(f"The first {len(shown):,} of {total:,} rows; the download has all of them.")
    if everything and total > len(rows):
        download(everything[1], name=name, codebook=codebook, count=total)
    else:
        download(rows, name=name, codebook=codebook)


def choose_row(rows: Any, *, key: str, alt: str, **settings: Any) -> int | None:
    """Rows of which one can be ticked: the place of that row; None where none is. ``settings`` as ``st.dataframe``."""
    event = st.dataframe(
        rows, hide_index=True, placeholder="", key=key, alt=alt, on_select="rerun", selection_mode="single-row",
        **settings,
    )  # fmt: skip
    picked = event["selection"]["rows"]
    return picked[0] if picked and picked[0] < len(rows) else None


def row_height(rows: pd.DataFrame) -> int | None:
    """The height of a table's rows in pixels: room to wrap words that are too long for a line; None where none are."""
    words = rows.select_dtypes(["string", "object"]).astype("string")
    longest = max((int(words[name].str.len().fillna(0).max()) for name in words if len(words)), default=0)
    return _THREE_LINES if longest > _ONE_LINE else None


def download(
    rows: pd.DataFrame | Callable[[], pd.DataFrame], *, name: str, codebook: str | None = None, count: int | None = None
) -> None:
    """Buttons that give ``rows`` as CSV, Excel, JSON or Parquet; the file is made when it is asked for.

    ``rows`` may be what makes them, then ``count`` says how many they are; it must not ask the session. ``codebook``
    cites what themes were coded by, and is the last column of the file.
    """

    def made(kind: Format) -> bytes:
        given = rows() if callable(rows) else rows
        return to_file(given if codebook is None else given.assign(codebook=codebook), kind, name=name)

    number = wording.counted((count if callable(rows) else len(rows)) or 0, "row")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for kind, label in FORMAT_NAMES.items():
            st.download_button(
                f"Download {number} as {label}" if kind == "csv" else label,
                data=partial(made, kind),
                file_name=f"onrecord-{name}.{kind}",
                mime=MIME_TYPES[kind],
                key=f"or_{kind}_{name}",
                type="secondary" if kind == "csv" else "tertiary",
                help=f"{number} as {label}",
                on_click="ignore",
            )


def import_form(what: str, read: Callable[[str], Sequence[Any]], keep: Callable[[Sequence[Any]], None]) -> None:
    """A form that takes a CSV file of ``what`` that was downloaded here; ``read`` raises ``OnRecordError``."""
    name = f"or_bring_{what}"
    with st.expander(f"Import {what}"):
        with st.form(f"{name}_form", border=False, clear_on_submit=True):
            given = st.file_uploader(f"{what.capitalize()} as CSV", type=["csv"], key=name)
            pressed = st.form_submit_button("Import")
        if pressed and given is not None:
            try:
                found = read(given.getvalue().decode("utf-8-sig"))
            except UnicodeDecodeError:
                st.error("This file is not UTF-8 text. Choose a CSV file that was downloaded here.")
            except OnRecordError as error:
                st.error(escape.markdown(f"{error} Nothing was changed."))
            else:
                keep(found)
                messages.tell(f"Imported {wording.counted(len(found), what.removesuffix('s'))}.")
                st.rerun()
