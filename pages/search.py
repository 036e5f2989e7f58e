"""Search: every article in which words occur, the best first, with the sentences that hold them."""

from __future__ import annotations

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.components import links, prose
from onrecord.dashboard.presenters import search_hits
from onrecord.dashboard.state import current_library, url_filters
from onrecord.dashboard.text import escape, wording

MAX_ARTICLES = 20
MAX_HITS = 4

view = layout.open_page("Search")
filters = view.filters
asked = str(st.query_params.get("find", ""))[:200]


def box() -> None:
    """Where the words are typed; the address keeps them."""
    url_filters.mirror("or_find", asked)
    st.text_input(
        "Search the articles",
        key="or_find",
        max_chars=200,
        placeholder='All of these words, a "phrase in quotes", or the start of a word with *',
        on_change=lambda: url_filters.set_filters(
            filters, find=(st.session_state["or_find"] or "").strip() or None, more=None
        ),
    )


def hits(article_id: str, found: list[search_hits.Hit]) -> None:
    """One article with its first sentences that hold the words."""
    row = view.ask.article(article_id)
    about = [str(value) for value in (row.source, row.published) if wording.given(value)]
    about.append(wording.counted(len(found), "sentence"))
    with st.container(gap="xxsmall", key=f"or_found_{article_id}"):
        st.html(
            f'<p class="or-held"><b>{escape.html(view.titles[article_id])}</b><br>'
            f'<span class="or-meta">{escape.html(" · ".join(about))}</span></p>'
        )
        for hit in found[:MAX_HITS]:
            st.html(f'<p class="or-evidence">{search_hits.who_html(view, hit)}{hit.html}</p>')
            if hit.statement is None:
                place = {"sentence": f"{article_id}:{hit.sentence_id}"}
            else:
                place = {"statement": f"{article_id}:{hit.statement.statement_id}"}
            links.link("pages/read.py", "Read in the article →", view, **place)
        if len(found) > MAX_HITS:
            prose.note(f"{wording.counted(len(found) - MAX_HITS, 'more sentence')} in this article.")


with layout.body(view):
    box()
    if not asked:
        prose.note("Article, outlet and date filters apply here; speaker, theme and kind do not.")
        layout.end_page()
    articles, total = search_hits.articles(view.ask, asked, filters, MAX_ARTICLES, current_library.current())
    if not articles:
        prose.lead("No article found.")
        prose.note("One article must contain all the words. Leave one out, or end a word in * to find its other forms.")
        layout.end_page()
    more = f" Showing the {len(articles)} best matches." if total > len(articles) else ""
    prose.lead(f"Found in {wording.counted(total, 'article')}.{more}")
    by_article = search_hits.hits(view.ask, asked, articles)
    view.names_of(hit.speaker for found in by_article.values() for hit in found if hit.speaker)
    for found_id in articles:
        hits(found_id, by_article.get(found_id, []))
