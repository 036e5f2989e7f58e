"""Add an article: paste it or upload it; it is parsed on the spot and stays private to this browser session."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from onrecord.errors import ArticleError
from onrecord.views import adding, blocks, corpus, frame, safe, style, wording
from onrecord.views.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord import Article

FIELDS = ("text", "title", "source", "published", "url")
OUTCOMES, CLEAR = "or_add_outcomes", "or_add_clear"

view = frame.open_page("Add an article", needs_articles=False)
style.of_page("reader")


def paste() -> None:
    """The form for one article; what was typed stays until it has been added."""
    if st.session_state.pop(CLEAR, False):
        for name in FIELDS:
            st.session_state[f"or_add_{name}"] = None if name == "published" else ""
    with st.form("or_paste", border=False, enter_to_submit=False):
        text = st.text_area(
            "Text of the article",
            key="or_add_text",
            height=280,
            placeholder="The headline first, then a paragraph a line.",
        )
        left, right = st.columns(2)
        title = left.text_input("Title (optional)", key="or_add_title", help="Without one the headline is taken.")
        source = right.text_input("Source (optional)", key="or_add_source", placeholder="The newspaper or agency")
        published = left.date_input(
            "Published (optional)",
            value=None,
            key="or_add_published",
            min_value=datetime.date(1600, 1, 1),
            max_value=datetime.date(2100, 12, 31),
            format="YYYY-MM-DD",
        )
        url = right.text_input("Address (optional)", key="or_add_url", placeholder="https://")
        pressed = st.form_submit_button("Add the article", type="primary")
    if pressed:
        day = published.isoformat() if isinstance(published, datetime.date) else ""
        name = title.strip() or "The pasted text"
        make = partial(adding.typed, text or "", title or "", source or "", day, url or "")
        run([(name, make)], clear=True)


def upload() -> None:
    """The form for files; each becomes an article."""
    with st.form("or_upload", border=False, clear_on_submit=True):
        given = st.file_uploader(
            "Text files, one article each (.txt, .md)",
            type=list(adding.ENDINGS),
            accept_multiple_files=True,
            key="or_add_files",
        )
        pressed = st.form_submit_button("Add the files", type="primary")
    if pressed:
        if given:
            run([(file.name, partial(adding.uploaded, file.name, file.getvalue())) for file in given])
        else:
            run([("The upload", _none_chosen)])


def _none_chosen() -> Article:
    raise ArticleError("No file is chosen yet. Choose one or more text files, then add them.")


def run(sources: list[tuple[str, Callable[[], Article]]], *, clear: bool = False) -> None:
    """Parse with progress, then run the page anew with what came of it."""
    bar = st.progress(0.0, "Parsing …")

    def progress(number: int, name: str) -> None:
        words = f"{safe.markdown(wording.shorten(name, 60))} ({number + 1} of {len(sources)})"
        bar.progress(number / len(sources), f"Parsing {words}: sentences, statements, speakers, themes, figures …")

    outcomes = adding.add_all(
        sources, corpus.add, lambda: [held.article.article_id for held in corpus.articles()], progress
    )
    st.session_state[OUTCOMES] = outcomes
    st.session_state[CLEAR] = clear and all(outcome.problem is None for outcome in outcomes)
    st.rerun()


def came_of_it() -> None:
    """Say what the last addition came to, and where to go from there."""
    outcomes: list[adding.Outcome] = st.session_state.pop(OUTCOMES, [])
    held = {entry.article.article_id: entry for entry in corpus.articles()}
    added = [held[outcome.article_id] for outcome in outcomes if not outcome.problem and outcome.article_id in held]
    for outcome in outcomes:
        if outcome.problem and outcome.article_id:
            st.info(safe.markdown(outcome.problem))
        elif outcome.problem:
            st.error(safe.markdown(outcome.problem))
    for entry in added:
        for doubt in adding.doubts(entry.tables):
            st.warning(f"{safe.markdown(wording.shorten(view.titles[entry.article.article_id], 80))}: {doubt}")
    if not added:
        return
    titles = wording.listed(f"“{wording.shorten(view.titles[entry.article.article_id], 80)}”" for entry in added[:3])
    more = f" and {len(added) - 3} more" if len(added) > 3 else ""
    found = sum(len(entry.tables.statements) for entry in added)
    st.success(f"Added {safe.markdown(titles + more)}: {wording.counted(found, 'statement')} found.")
    with st.container(horizontal=True):
        alone = Filters(article=tuple(entry.article.article_id for entry in added))
        if len(held) > len(added):
            st.page_link(
                "app.py",
                label="Explore it alone →" if len(added) == 1 else "Explore these alone →",
                query_params=alone.query_params,
            )
        st.page_link("app.py", label="Explore all articles together →" if len(held) > len(added) else "Explore →")


def list_articles() -> None:
    """What this session holds; what was added can be removed."""
    held = corpus.articles()
    if not held:
        return
    st.markdown(f"## {wording.counted(len(held), 'article')} in this session")
    for entry in held:
        article_id = entry.article.article_id
        about = [str(value) for value in (entry.article.source, entry.article.published) if value]
        about += [
            wording.counted(int(entry.tables.articles["n_words"].iloc[0]), "word"),
            wording.counted(len(entry.tables.statements), "statement"),
            wording.counted(len(entry.tables.speakers), "speaker"),
            "added by you" if entry.added else "given at the start",
        ]
        with st.container(gap="xxsmall", key=f"or_held_{article_id}"):
            st.html(
                f'<p class="or-held"><b>{safe.html(view.titles[article_id])}</b><br>'
                f'<span class="or-meta">{safe.html(" · ".join(about))}</span></p>'
            )
            with st.container(horizontal=True):
                alone = Filters(article=(article_id,)).query_params
                st.page_link("pages/read.py", label="Read it", query_params=alone)
                st.page_link("app.py", label="Overview of it alone", query_params=alone)
                if entry.added:
                    st.button(
                        "Remove",
                        key=f"or_remove_{article_id}",
                        type="tertiary",
                        help="Forget this article and what was found in it",
                        on_click=_remove,
                        args=(article_id,),
                    )


def _remove(article_id: str) -> None:
    corpus.remove(article_id)
    frame.set_filters(view.filters.minus("article", article_id))


blocks.lead(
    "Paste an article or upload text files. They are parsed here and now and seen by nobody else. "
    "They are gone once this browser tab is reloaded or closed."
)
with st.container():  # one place whatever is said in it, so that the tabs below stay as they are
    came_of_it()
pasting, uploading = st.tabs(["Paste text", "Upload files"])
with pasting:
    paste()
with uploading:
    upload()
list_articles()
