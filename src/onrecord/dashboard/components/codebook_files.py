"""The codebooks of a session: which one is in use; export, import, a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord import Codebook
from onrecord.codebook import edit
from onrecord.dashboard.components import prose, theme_editor
from onrecord.dashboard.state import codebooks
from onrecord.dashboard.text import escape, wording
from onrecord.errors import CodebookError

if TYPE_CHECKING:
    from onrecord.dashboard.state.codebooks import Bench

_PROBLEM = "or_codebook_problem"


def files(bench: Bench) -> None:
    """The codebooks side by side; export, import, a new one."""
    st.markdown("### Codebooks")
    for name, history in bench.histories.items():
        held = history.book
        with st.container(horizontal=True, vertical_alignment="center", key=f"or_book_{name}"):
            size = f"{wording.counted(len(held.themes), 'theme')}, {wording.counted(held.n_terms, 'term')}"
            edited = ", edited" if history.is_edited else ""
            st.html(
                f'<p class="or-held"><b>{escape.html(held.title)}</b> '
                f'<span class="or-meta">{escape.html(held.version)}{edited} · {size}</span></p>'
            )
            if name == bench.used:
                st.html('<p class="or-meta"><b>in use</b></p>', width="content")
            else:
                st.button("Use", key=f"or_use_{name}", on_click=codebooks.use, args=(name,))
                if name not in {packaged.id for packaged in Codebook.packaged()}:
                    st.button("Remove", key=f"or_forget_{name}", type="tertiary", on_click=_forget, args=(name,))
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("### Export")
        export(bench)
        st.markdown("### Name and version")
        rename(bench.history.book)
    with right:
        st.markdown("### Import")
        import_codebook()
        st.markdown("### New codebook")
        new(bench.history.book)


def _forget(name: str) -> None:
    codebooks.remove(name)


def export(bench: Bench) -> None:
    """The codebook in use as a file that comes back to the same codebook."""
    book = bench.history.book
    stem = f"{book.id}-{book.version}".replace("/", "-")
    with st.container(horizontal=True):
        st.download_button(
            "TOML", data=book.to_toml, file_name=f"{stem}.toml", mime="application/toml",
            key="or_take_toml", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "CSV", data=book.to_csv, file_name=f"{stem}.csv", mime="text/csv",
            key="or_take_csv", on_click="ignore",
        )  # fmt: skip
    prose.note(
        "Either file holds the whole codebook, retired themes included, and can be imported here "
        "or used with --codebook."
    )
    if bench.history.is_edited and book.version == bench.history.original.version:
        prose.note(f"You edited it, but it is still called version {book.version}: give it a new version below.")


def rename(book: Codebook) -> None:
    """Title, version and id of the codebook in use."""
    with st.form("or_rename", border=False, enter_to_submit=False):
        title = st.text_input("Title", value=book.title, max_chars=200)
        version = st.text_input(
            "Version", value=book.version, max_chars=60, help="Named in every export; change it when you share an edit."
        )
        identifier = st.text_input(
            "Id", value=book.id, max_chars=60, help="Lower-case letters and digits, with - or _."
        )
        if st.form_submit_button("Save"):
            try:
                changed = edit.rename_codebook(book, identifier=identifier, version=version, title=title)
            except CodebookError as error:
                st.error(escape.markdown(str(error)))
            else:
                codebooks.change(changed, f"named it “{changed.title}” {changed.version}")
                st.rerun()


def import_codebook() -> None:
    """A codebook from a file or from pasted text."""
    given = st.file_uploader("A codebook as TOML or CSV", type=["toml", "csv"], key="or_bring")
    text = theme_editor.kept_input("bring", "or paste its text", area=True, placeholder="TOML, or CSV with a header")
    if st.button("Import", key="or_open", disabled=given is None and not text.strip()):
        try:
            if given is not None:
                found = Codebook.from_bytes(given.getvalue(), name=given.name)
            else:
                found = (
                    Codebook.from_toml(text)
                    if "=" in text.lstrip().split("\n")[0] or "[[" in text
                    else (Codebook.from_csv(text))
                )
        except CodebookError as error:
            st.session_state[_PROBLEM] = str(error)
        else:
            st.session_state["onrecord_typed_bring"] = ""
            st.session_state.pop("or_typed_bring", None)
            codebooks.keep(codebooks.bench().with_book(found))
            st.rerun()
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        st.error(escape.markdown(f"{problem} Nothing was imported; your text is still above."))


def new(book: Codebook) -> None:
    """A new codebook: with one theme, or as a copy of the one in use."""
    with st.form("or_begin", border=False, enter_to_submit=False):
        title = st.text_input("Title of the new codebook", max_chars=200, placeholder="Climate policy")
        label = st.text_input("First theme", max_chars=200)
        terms = st.text_area("Terms of the first theme, one per line", height=100)
        pressed = st.form_submit_button("Create")
    if pressed:
        try:
            made = edit.new_codebook(title=title, label=label, terms=edit.split_lines(terms))
        except CodebookError as error:
            st.error(escape.markdown(str(error)))
        else:
            codebooks.keep(codebooks.bench().with_book(made, "as created"))
            st.rerun()
    st.button(
        "Copy the codebook in use",
        key="or_copy",
        help="You edit the copy; the original stays as it is.",
        on_click=lambda: codebooks.keep(codebooks.bench().with_book(book, "as copied")),
    )
