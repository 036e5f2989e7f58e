"""The codebook: which one is in use, its themes and terms, edits with their effect, export and import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.codebook import edit
from onrecord.dashboard import layout
from onrecord.dashboard.components import (
    codebook_files,
    codebook_suggestions,
    controls,
    links,
    prose,
    table_view,
    theme_editor,
)
from onrecord.dashboard.presenters import codebook_rows, statement_html
from onrecord.dashboard.state import codebooks, url_filters
from onrecord.dashboard.text import escape, wording
from onrecord.errors import CodebookError

if TYPE_CHECKING:
    from onrecord.codebook import Theme

PARTS = {
    "themes": "Themes and terms",
    "words": "Words without a theme",
    "statements": "Statements without a theme",
    "learn": "Code by hand",
    "files": "Codebooks",
}

view = layout.open_page("Codebook", needs_articles=False)
bench = codebooks.bench()
book = bench.history.book


def answer() -> None:
    """Which codebook is in use, how large it is, and how much of these articles it covers."""
    history = bench.history
    used = [entry for entry in book.themes if not entry.retired]
    held = view.tables.theme_mentions.dropna(subset="statement_id").drop_duplicates(["article_id", "statement_id"])
    total = len(view.tables.statements)
    edited = ", edited" if history.is_edited else ""
    prose.lead(f"These articles are coded with “{book.title}”, version {book.version}{edited}.")
    prose.numbers(
        [
            (f"{len(used):,}", wording.noun(len(used), "theme")),
            (f"{book.n_terms:,}", wording.noun(book.n_terms, "term")),
            (f"{len(held):,}", f"of {wording.counted(total, 'statement')} with a theme"),
            (f"{history.at:,}", f"{wording.noun(history.at, 'edit')} since it was opened"),
        ]
    )
    prose.note(f"Named in every export as {book.citation}.")
    in_memory = len(view.tables.articles)
    if view.n_articles > in_memory:
        prose.note(
            f"Counts, effects and suggestions on this page are from the first {in_memory:,} of "
            f"{view.n_articles:,} articles; once you save an edit, all are coded."
        )
    with st.container(horizontal=True):
        last = history.steps[history.at].what if history.at else ""
        st.button(
            "Undo", disabled=not history.at, key="or_undo", help=_plain(last), on_click=codebooks.move, args=(-1,)
        )
        ahead = history.steps[history.at + 1].what if history.at + 1 < len(history.steps) else ""
        st.button("Redo", disabled=not ahead, key="or_redo", help=_plain(ahead), on_click=codebooks.move, args=(1,))
        st.button(
            "Revert to the original",
            disabled=not history.is_edited,
            key="or_original",
            help="The codebook as it was opened. Undo restores your edits.",
            on_click=codebooks.change,
            args=(history.original, "reverted to the original"),
        )
    if len(history.steps) > 1:
        with st.expander(f"History: {wording.counted(len(history.steps) - 1, 'edit')}"):
            for number, step in reversed(list(enumerate(history.steps))[1:]):
                undone = " (undone)" if number > history.at else ""
                prose.note(f"{number}. {wording.capital(step.what)}{undone}")


def _plain(words: str) -> str | None:
    return escape.markdown(wording.capital(words)) if words else None


def themes() -> None:
    """All themes as a list to search and to choose from, then the one that is open."""
    search = st.text_input(
        "Find a theme or a term", key="or_find", max_chars=200, placeholder="Part of a name, a definition or a term"
    )
    rows = codebook_rows.themes(book, view.tables, search or "")
    if rows.empty:
        st.info(escape.markdown(f"No theme or term contains “{search}”."))
    else:
        ticked = table_view.choose_row(
            rows,
            height=min(38 + 35 * len(rows), 360),
            key=url_filters.chart_key(f"or_themes_{bench.used}_{search}"),
            column_config={"theme": st.column_config.TextColumn(width=280, pinned=True)},
            alt=f"The themes of the codebook: {wording.counted(len(rows), 'row')}.",
        )
        if ticked is not None:
            url_filters.filter_by(view.filters, edit=rows.index[ticked])
    new_theme()
    entry = opened(rows.index.tolist())
    if entry is not None:
        one_theme(entry)


def opened(found: list[str]) -> Theme | None:
    """The theme that the address names, else one that is filtered by, else the first that was found."""
    known = {entry.id: entry for entry in book.themes}
    asked = st.query_params.get("edit") or next(iter(view.filters.theme), "")
    if not known:
        return None
    st.markdown("## One theme")
    labels = {key: entry.label + (" (retired)" if entry.retired else "") for key, entry in known.items()}
    first = asked if asked in known else next(iter(found or known))
    return known[controls.menu(view, "edit", labels, "Theme", asked=first)]


def one_theme(entry: Theme) -> None:
    """What a theme's terms find, and its form."""
    if entry.retired:
        st.info("This theme is retired: it stays in the codebook but is not matched.")
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown("### What the terms match")
        evidence(entry)
    with right:
        st.markdown("### Edit")
        theme_editor.edit_theme(view, book, entry)
        with st.expander("Merge, split, retire or delete"):
            surgery(entry)


def evidence(entry: Theme) -> None:
    """The terms with what they find here; the chosen one with its sentences and a way to take it out."""
    rows = codebook_rows.terms(entry, view.tables)
    ticked = table_view.choose_row(
        rows,
        height=min(38 + 35 * len(rows), 318),
        key=url_filters.chart_key(f"or_terms_{bench.used}_{entry.id}_{bench.history.at}"),
        column_config={
            "term": st.column_config.TextColumn(pinned=True),
            "words": st.column_config.TextColumn("as written", width=220),
        },
        alt=f"The terms of a theme: {wording.counted(len(rows), 'row')}.",
    )
    found = rows[rows["places"] > 0]
    prose.note(
        f"{len(found):,} of {wording.counted(len(rows), 'term')} found in these articles. "
        "Tick one to see its sentences and what removing it would change."
    )
    if ticked is not None:
        one_term(entry, str(rows["term"].iloc[ticked]))
    elif len(found):
        places = view.tables.theme_mentions
        sentences(places[(places["theme_id"] == entry.id) & places["term"].notna()].head(5))


def one_term(entry: Theme, term: str) -> None:
    """The sentences of a term, and its removal on trial."""
    held = codebook_rows.places_of(term, entry.id, view.tables)
    st.html(f'<p class="or-lead">“{escape.html(term)}” is found {wording.counted(len(held), "time")}.</p>')
    if len(entry.terms) > 1:
        what = f"removed the term “{term}” in “{entry.label}”"
        theme_editor.trial(view, edit.remove_term(book, entry.id, term), what, name="remove", keep="Remove term")
    else:
        prose.note("This is the theme’s only term. Add another before you remove it, or retire the theme.")
    sentences(held.head(20))


def sentences(held: Any) -> None:
    """The sentences of theme mentions, with the words marked."""
    for row in held.itertuples():
        st.html(statement_html.sentence_html(view, row, int(row.start), int(row.end)))
        links.read_link(view, row)


def new_theme() -> None:
    """A theme from nothing; what was typed stays until it is kept."""
    with st.expander("Add a theme"):
        label = theme_editor.kept_input("new_label", "Name of the new theme")
        text = theme_editor.kept_input("new_terms", "Terms of the new theme, one per line", area=True)
        if not label.strip() and not text.strip():
            return
        try:
            changed, _ = edit.add_theme(book, label=label, terms=edit.split_lines(text))
        except CodebookError as error:
            st.error(escape.markdown(str(error)))
            return
        theme_editor.trial(view, changed, f"added the theme “{label.strip()}”", name="new", done=_forget_new)


def _forget_new() -> None:
    for name in ("new_label", "new_terms"):
        st.session_state[f"onrecord_typed_{name}"] = ""
        st.session_state.pop(f"or_typed_{name}", None)


def surgery(entry: Theme) -> None:
    """Edits that move terms between themes, or take a theme away."""
    labels = {other.id: other.label for other in book.themes}
    others = st.multiselect(
        "Merge other themes into this one",
        [key for key in labels if key != entry.id],
        format_func=labels.__getitem__,
        key=f"or_merge_{entry.id}_{bench.history.at}",
        placeholder="Choose themes",
    )
    moved = st.multiselect(
        "Split terms off into a new theme",
        list(entry.terms[:2000]),
        key=f"or_split_{entry.id}_{bench.history.at}",
        placeholder="Choose terms",
    )
    name = st.text_input("Name of the new theme", key=f"or_split_name_{entry.id}_{bench.history.at}") if moved else ""
    try:
        if others:
            gone = wording.listed(f"“{labels[key]}”" for key in others)
            what = f"merged {gone} into “{entry.label}”"
            theme_editor.trial(view, edit.merge_themes(book, entry.id, others), what, name="merge", keep="Merge themes")
        if moved and name:
            what = f"split “{name}” off “{entry.label}”"
            theme_editor.trial(
                view, edit.split_theme(book, entry.id, moved, label=name)[0], what, name="split", keep="Split theme"
            )
    except CodebookError as error:
        st.error(escape.markdown(str(error)))
    with st.container(horizontal=True):
        verb = "Use again" if entry.retired else "Retire"
        done = "used “{}” again" if entry.retired else "retired “{}”"
        if st.checkbox(verb, key=f"or_retire_{entry.id}_{bench.history.at}"):
            changed = edit.retire_theme(book, entry.id, retire=not entry.retired)
            theme_editor.trial(
                view,
                changed,
                done.format(entry.label),
                name="retire",
                keep=f"{verb} theme" if verb == "Retire" else "Use theme again",
            )
        if len(book.themes) > 1 and st.checkbox("Delete", key=f"or_delete_{entry.id}_{bench.history.at}"):
            theme_editor.trial(
                view, edit.delete_theme(book, entry.id), f"deleted “{entry.label}”", name="delete", keep="Delete theme"
            )


with layout.body(view):
    answer()
    {
        "themes": themes,
        "words": lambda: codebook_suggestions.suggestions(view, book),
        "statements": lambda: codebook_suggestions.uncoded(view, book),
        "learn": lambda: codebook_suggestions.learn(view, book),
        "files": lambda: codebook_files.files(bench),
    }[controls.choice(view, "part", PARTS, "Part of the page")]()
