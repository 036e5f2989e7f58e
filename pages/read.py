"""The article, typeset to be read: statements marked by speaker, and a margin that says who speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.components import browser, controls, prose, statement_bar
from onrecord.dashboard.presenters import reader
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import article_html, escape, wording
from onrecord.query import Filters, apply

if TYPE_CHECKING:
    from onrecord.tables import Tables
    from onrecord.types import Span

PLACE = ("statement", "sentence")  # what a link may lead to
TOGGLES = {"themes": "Mark themes", "figures": "Mark figures"}
SCROLL = """<script>
(function find(tries) {
  const place = document.getElementById("or-here");
  if (place) { place.scrollIntoView({block: "center"}); place.focus({preventScroll: true}); }
  else if (tries) { setTimeout(() => find(tries - 1), 100); }
})(30); // %s
</script>"""

view = layout.open_page("Read")
browser.style_page("reader")
filters = view.filters


def asked_for() -> tuple[str, Span | None]:
    """The article to show and the place in it that the address leads to."""
    params = {name: str(st.query_params.get(name, "")) for name in PLACE}
    named = next((value.rpartition(":")[0] for value in params.values() if value), "")
    target = article_html.target_of(view.ask.tables_of([named]), params) if named in view.titles else None
    offered = view.ask.rows("articles", filters, most=controls.MAX_OPTIONS)["article_id"].tolist()
    if target is None and any(params.values()):
        st.info("This link points to a sentence of an article that is not here.")
    if view.n_articles < 2 or not offered:
        return (target[0], target[1]) if target else (next(iter(view.titles)), None)
    reading = str(st.query_params.get("reading", ""))
    article_id = target[0] if target else reading if reading in view.titles else offered[0]
    if article_id not in offered:
        offered.append(article_id)
    if len(offered) == 1:
        return article_id, target[1] if target else None
    url_filters.mirror("or_reading", article_id)
    st.selectbox(
        "Article", offered, format_func=lambda key: view.titles[key], key="or_reading", on_change=_choose_article
    )
    return article_id, target[1] if target else None


def _choose_article() -> None:
    url_filters.set_filters(filters, reading=st.session_state["or_reading"], statement=None, sentence=None)


def toggles() -> dict[str, bool]:
    """The switches for themes and figures, which the address holds."""
    states = {}
    with st.container(horizontal=True, gap="medium"):
        for name, label in TOGGLES.items():
            key = f"or_mark_{name}"
            states[name] = st.query_params.get(f"mark_{name}") == "1"
            url_filters.mirror(key, states[name])
            st.toggle(label, key=key, on_change=_toggle, args=(name,))
    return states


def _toggle(name: str) -> None:
    url_filters.set_filters(filters, **{f"mark_{name}": "1" if st.session_state[f"or_mark_{name}"] else None})


def legend(held: Tables, marked: dict[str, bool], *, inferred: bool, narrowed: bool) -> None:
    """What the marks mean, of those that this article has."""
    kinds = [kind for kind in article_html.KIND_HELP if kind in set(held.statements["kind"])]
    entries = [
        f'<span><span class="or-said or-{kind}">{escape.html(article_html.KIND_HELP[kind].partition(":")[0])}</span>'
        f"{escape.html(article_html.KIND_HELP[kind].partition(':')[2])}</span>"
        for kind in kinds
    ]
    if held.statements["negated"].any():
        entries.append('<span><span class="or-said or-negated">denied</span>or refused: not the speaker’s claim</span>')
    if inferred:
        entries.append('<span><span class="or-inferred">she</span>speaker inferred: the words do not name them</span>')
    if marked["themes"]:
        entries.append('<span><span class="or-theme">theme</span>matched by the codebook</span>')
    if marked["figures"]:
        entries.append('<span><span class="or-figure">figure</span>a number with its unit</span>')
    if narrowed:
        entries.append('<span><span class="or-out">dimmed</span>filtered out</span>')
    if entries:
        st.html(f'<p class="or-legend">{"".join(entries)}</p>')


def article(article_id: str, place: Span | None) -> None:
    """The article with its marks."""
    text = view.ask.text_of(article_id)
    held = view.ask.tables_of([article_id])
    inside = view.ask.is_shown(filters, article_id)
    shown = apply(held if inside else apply(held, Filters(article=("",))), filters.on_statements)
    row = next(held.articles.itertuples())
    narrowed = filters.without("article").is_active or shown.articles.empty
    prose.at_once(
        f'<p class="or-eyebrow or-count">{escape.html(reader.summary(view, held, shown, narrowed=narrowed))}</p>'
    )
    marked = toggles()
    voice = reader.voice_of(view, held, shown)
    inferred = any(voice(row).inferred for row in held.statements.itertuples())
    legend(held, marked, inferred=inferred, narrowed=narrowed)
    marks = article_html.left_out(held.sentences, shown.sentences) if narrowed else []
    marks += article_html.statement_marks(held.statements, shown.statements, voice)
    marks += article_html.inferred_marks(shown.statements, voice)
    parts = article_html.with_voices(article_html.paragraphs(held.sentences), held.statements, voice)
    if marked["themes"]:
        marks += article_html.theme_marks(shown.theme_mentions, view.theme_labels)
        parts = article_html.with_labels(parts, shown.theme_mentions, view.theme_labels)
    if marked["figures"]:
        marks += article_html.figure_marks(shown.figures)
    if place:
        marks.append(article_html.Mark(place.start, place.end, (article_html.HERE,)))
    known = [str(value) for value in (row.source, row.published) if wording.given(value)]
    byline = " · ".join([*known, wording.counted(int(row.n_words), "word")])
    st.html(article_html.article_html(text, parts, marks, title=view.titles[article_id], byline=byline))
    if wording.given(row.url):
        st.html(f'<p class="or-note">Source: {escape.html(row.url)}</p>')
    if place:
        # The script is constant but for two numbers: nothing of the article gets into it. They make it new, and so
        # run again, when another place is asked for.
        st.html(SCROLL % f"{place.start}-{place.end}", unsafe_allow_javascript=True)
    statement_bar.draw(view, held, shown, voice, text)


with layout.body(view):
    chosen, target = asked_for()
    article(chosen, None if statement_bar.chose() else target)  # who chose it on the page is there already
