"""The articles: what is here, and adding more, pasted or from files, with a preview before they are parsed."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from onrecord.article import count_words
from onrecord.dashboard import layout
from onrecord.dashboard.components import browser, prose, table_view
from onrecord.dashboard.presenters import article_inputs
from onrecord.dashboard.presenters.article_inputs import Item, Outcome
from onrecord.dashboard.state import articles, current_library, url_filters
from onrecord.dashboard.text import escape, wording
from onrecord.errors import ArticleError
from onrecord.io import ENDINGS, TABLES, Columns, columns_of
from onrecord.nlp.paragraphs import split_paragraphs

if TYPE_CHECKING:
    from onrecord import Article
    from onrecord.query import Filters

FIELDS = ("text", "title", "source", "published", "url")
OUTCOMES, CLEAR, ROUND, LOOKED = "or_add_outcomes", "or_add_clear", "or_upload_round", "or_looked_at"
COLUMN_WORDS = {"text": "Text", "title": "Title", "source": "Outlet", "published": "Date", "url": "Web address"}
NONE = "(none)"
DAYS: dict[str, Any] = {
    "min_value": datetime.date(1600, 1, 1), "max_value": datetime.date(2100, 12, 31), "format": "YYYY-MM-DD",
}  # fmt: skip
MAX_LISTED = 20
PAGE = 500

view = layout.open_page("Articles", needs_articles=False)
browser.style_page("reader")
library = current_library.current()


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
            placeholder="Headline first, then one paragraph per line.",
        )
        left, right = st.columns(2)
        title = left.text_input("Title (optional)", key="or_add_title", help="If empty, the headline is used.")
        source = right.text_input("Outlet (optional)", key="or_add_source", placeholder="The newspaper or agency")
        published = left.date_input("Published (optional)", value=None, key="or_add_published", **DAYS)
        url = right.text_input("Web address (optional)", key="or_add_url", placeholder="https://")
        pressed = st.form_submit_button("Add the article", type="primary")
    if pressed:
        day = published.isoformat() if isinstance(published, datetime.date) else ""
        name = (title or "").strip() or "Pasted text"
        try:
            article = article_inputs.typed(text or "", title or "", source or "", day, url or "")
        except ArticleError as error:
            finish([Outcome(name, None, str(error))], clear=False)
        else:
            same = articles.same_words(article.text)
            if same:
                finish([Outcome(name, same, f"{name}: this text has already been added.")], clear=False)
            else:
                add([(name, article)], clear=True)


def upload() -> None:
    """Files: chosen, looked at, then added."""
    number = st.session_state.get(ROUND, 0)
    given = st.file_uploader(
        "Text, web pages (HTML), PDF, Word, e-mail, or tables with an article a row (CSV, JSON lines, Parquet)",
        type=list(ENDINGS),
        accept_multiple_files=True,
        key=f"or_add_files_{number}",
    )
    if not given:
        prose.note("You see a preview before anything is added.")
        return
    columns = {file.file_id: table_columns(file) for file in given}
    most = article_inputs.MAX_AT_ONCE if library else max(0, article_inputs.MAX_ADDED - view.n_articles)
    key = tuple((file.file_id, columns[file.file_id]) for file in given)
    known = st.session_state.get(LOOKED)
    if known is None or known[0] != key:
        for file in given:
            file.seek(0)
        with st.spinner("Reading the files …"):
            found = article_inputs.looked_at(
                [(file.name, file, columns[file.file_id]) for file in given], articles.same_words, most
            )
        known = (key, found)
        st.session_state[LOOKED] = known
    items: list[Item] = known[1]
    new = [item for item in items if item.is_new]
    problems(items)
    if not new:
        prose.lead("Nothing new to add.")
        return
    prose.lead(f"{wording.counted(len(new), 'new article')}. Preview:")
    preview(new)
    left, right = st.columns(2)
    source = left.text_input("Outlet for articles without one (optional)", key="or_files_source")
    published = right.date_input("Date for articles without one (optional)", value=None, key="or_files_date", **DAYS)
    day = published.isoformat() if isinstance(published, datetime.date) else ""
    if st.button(f"Add {wording.counted(len(new), 'article')}", type="primary", key="or_add_the_files"):
        ready = [(item.name, article_inputs.completed(item.article, source or "", day)) for item in new if item.article]
        add(ready, clear=False)


def table_columns(file: Any) -> Columns | None:
    """Which columns of a table file hold what, as guessed or chosen; None for other files and where none is chosen."""
    if file.name.rpartition(".")[2].casefold() not in TABLES:
        return None
    try:
        file.seek(0)
        names = columns_of(file, name=file.name) or []
    except ArticleError:
        return None  # reading it says what is wrong
    guess = Columns.guessed(names)
    if not names:
        return None
    st.markdown(f"**{escape.markdown(wording.shorten(file.name, 80))}**: which column is which?")
    chosen: dict[str, str | None] = {}
    for place, (field, label) in zip(st.columns(len(COLUMN_WORDS)), COLUMN_WORDS.items(), strict=True):
        options = names if field == "text" and guess else [NONE, *names]
        likely = getattr(guess, field) if guess else None
        value = place.selectbox(
            label,
            options,
            index=options.index(likely) if likely in options else 0,
            key=f"or_column_{field}_{file.file_id}",
        )
        chosen[field] = None if value == NONE else value
    text = chosen.pop("text")
    return Columns(text, **chosen) if text else guess


def problems(items: list[Item]) -> None:
    """What cannot be read, and what is here already."""
    bad = [item.problem for item in items if item.problem]
    same = [item for item in items if item.same_as]
    if bad:
        lines = "\n".join(f"- {escape.markdown(wording.shorten(problem, 300))}" for problem in bad[:10])
        more = f"\n- and {len(bad) - 10:,} more" if len(bad) > 10 else ""
        st.error(f"Could not be read and will be skipped; you can add the rest:\n\n{lines}{more}")
    if same:
        lines = "\n".join(
            f"- {escape.markdown(wording.shorten(item.name, 80))}: same text as "
            f"“{escape.markdown(wording.shorten(view.titles.get(item.same_as or '', item.same_as or ''), 80))}”"
            for item in same[:10]
        )
        more = f"\n- and {len(same) - 10:,} more" if len(same) > 10 else ""
        st.info(f"Already here and will be skipped:\n\n{lines}{more}")


def preview(new: list[Item]) -> None:
    """The new articles as a table, and the text of one as it will be parsed."""
    rows = [
        {
            "title": article.title or first_line(article),
            "outlet": article.source,
            "published": article.published,
            "words": count_words(article.text),
            "file": item.name,
        }
        for item in new
        if (article := item.article)
    ]
    st.dataframe(
        rows[:PAGE], hide_index=True, placeholder="", height=min(36 * (len(rows) + 1) + 2, 260),
        alt=f"Table of {wording.counted(len(rows), 'article')} that can be added.", key="or_preview_rows",
    )  # fmt: skip
    chosen = 0
    if len(new) > 1:
        chosen = st.selectbox(
            "Text of", range(min(len(new), PAGE)), format_func=lambda at: wording.shorten(str(rows[at]["title"]), 100),
            key="or_preview_of",
        )  # fmt: skip
    article = new[chosen].article
    if article is not None:
        parts = []
        for part in split_paragraphs(article.text[:20_000], title=article.title)[:60]:
            words = escape.html(article.text[part.start : part.end])
            parts.append(f"<p><b>{words}</b></p>" if part.is_headline else f"<p>{words}</p>")
        with st.container(border=True, height=300, key="or_preview"):
            st.html("".join(parts))


def first_line(article: Article) -> str:
    """What an article without a title is called."""
    return wording.shorten(" ".join(article.text[:200].split()), 80)


def add(chosen: list[tuple[str, Article]], *, clear: bool) -> None:
    """Parse with progress, then run the page anew with what came of it."""
    bar = st.progress(0.0, "Parsing …")

    def progress(done: int) -> None:
        name = escape.markdown(wording.shorten(chosen[min(done, len(chosen) - 1)][0], 60))
        words = f"{name} ({min(done + 1, len(chosen))} of {len(chosen)})"
        bar.progress(
            min(done / len(chosen), 1.0), f"Parsing {words}: sentences, statements, speakers, themes, figures …"
        )

    progress(0)
    finish(articles.add_all(chosen, progress), clear=clear)


def finish(outcomes: list[Outcome], *, clear: bool) -> None:
    """Keep what came of it for the next run, which shows it."""
    st.session_state[OUTCOMES] = outcomes
    added = all(outcome.problem is None for outcome in outcomes)
    st.session_state[CLEAR] = clear and added
    if added:
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.session_state.pop(LOOKED, None)
    st.rerun()


def came_of_it() -> None:
    """Say what the last addition came to, and where to go from there."""
    outcomes: list[Outcome] = st.session_state.pop(OUTCOMES, [])
    for outcome in outcomes:
        if outcome.problem and outcome.article_id:
            st.info(escape.markdown(outcome.problem))
        elif outcome.problem:
            st.error(escape.markdown(outcome.problem))
    added = [
        outcome.article_id
        for outcome in outcomes
        if not outcome.problem and outcome.article_id and outcome.article_id in view.titles
    ]
    if not added:
        return
    for article_id in added[:MAX_LISTED]:
        title = escape.markdown(wording.shorten(view.titles[article_id], 80))
        for doubt in article_inputs.doubts(view.ask.tables_of([article_id])):
            st.warning(f"{title}: {doubt}")
        copy_of = view.ask.article(article_id).copy_of
        if wording.given(copy_of):
            st.info(
                f"{title} is nearly the same as “{escape.markdown(wording.shorten(view.titles[copy_of], 80))}”. Both "
                "are kept; the filter “Count duplicates once” leaves this one out."
            )
    titles = wording.listed(f"“{wording.shorten(view.titles[article_id], 80)}”" for article_id in added[:3])
    more = f" and {len(added) - 3:,} more" if len(added) > 3 else ""
    of_these = view.filters.without(*view.filters.active).with_values(article=tuple(added))
    found = view.ask.count("statements", of_these)
    st.success(f"Added {escape.markdown(titles + more)}: {wording.counted(found, 'statement')} found.")
    if not all(view.ask.is_shown(view.filters, article_id) for article_id in added):
        st.info("Your filters hide what you added, here and on the other pages. Clear them to see it.")
    with st.container(horizontal=True):
        if view.n_articles > len(added) and len(added) <= MAX_LISTED:
            label = "Overview of this article →" if len(added) == 1 else "Overview of these articles →"
            st.page_link("app.py", label=label, query_params=of_these.query_params)
        st.page_link("app.py", label="Overview of all articles →" if view.n_articles > len(added) else "Overview →")


def list_articles() -> None:
    """What is here: few as a list, many as a table in pages."""
    filters = view.filters.on_articles
    count = view.ask.count("articles", filters)
    if not count:
        return
    where = f"in {library.path.name}" if library else "in this session"
    total = view.n_articles
    words = wording.counted(total, "article") if count == total else f"{count:,} of {total:,} articles"
    st.markdown(f"## {words} {escape.markdown(where)}")
    if count > MAX_LISTED:
        table_of_articles(filters, count)
        return
    spoken = view.ask.per_article(filters).set_index("article_id")
    for row in view.ask.rows("articles", filters).itertuples():
        numbers = spoken.loc[row.article_id]
        one(row, int(numbers["statements"]), int(numbers["speakers"]))


def one(row: Any, statements: int, speakers: int) -> None:
    """One article: what is known of it, and what can be done with it."""
    article_id = row.article_id
    about = [str(value) for value in (row.source, row.published) if wording.given(value)]
    about += [
        wording.counted(int(row.n_words), "word"),
        wording.counted(statements, "statement"),
        wording.counted(speakers, "speaker"),
    ]
    copy_of = view.ask.article(article_id).copy_of
    if wording.given(copy_of):
        about.append(f"nearly the same as “{wording.shorten(view.titles[copy_of], 60)}”")
    if library is None:
        about.append("added by you" if articles.can_remove(article_id) else "loaded at start-up")
    with st.container(gap="xxsmall", key=f"or_held_{article_id}"):
        st.html(
            f'<p class="or-held"><b>{escape.html(view.titles[article_id])}</b><br>'
            f'<span class="or-meta">{escape.html(" · ".join(about))}</span></p>'
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            alone = view.filters.without(*view.filters.active).with_values(article=(article_id,)).query_params
            st.page_link("pages/read.py", label="Read", query_params=alone)
            st.page_link("app.py", label="Overview of this article", query_params=alone)
            if articles.can_remove(article_id):
                st.button(
                    "Remove",
                    key=f"or_remove_{article_id}",
                    type="tertiary",
                    help="Removes this article and everything found in it",
                    on_click=_remove,
                    args=(article_id,),
                )


def table_of_articles(filters: Filters, count: int) -> None:
    """The articles in pages; choosing one opens what can be done with it."""
    pages = math.ceil(count / PAGE)
    number = 1
    if pages > 1:
        number = int(
            st.number_input(f"Page of {pages:,}", min_value=1, max_value=pages, key="or_articles_page", width=180)
        )
    rows = view.ask.rows("articles", filters, most=PAGE, skip=(number - 1) * PAGE)
    spoken = view.ask.per_article(filters.with_values(article=tuple(rows["article_id"]))).set_index("article_id")
    shown = {
        "title": [view.titles[article_id] for article_id in rows["article_id"]],
        "outlet": rows["source"].tolist(),
        "published": rows["published"].tolist(),
        "words": rows["n_words"].tolist(),
        "statements": [int(spoken["statements"].get(article_id, 0)) for article_id in rows["article_id"]],
        "nearly the same as": [
            view.titles.get(copy_of) if isinstance(copy_of, str) else None
            for copy_of in view.ask.articles.set_index("article_id").loc[rows["article_id"], "copy_of"]
        ],
    }
    ticked = table_view.choose_row(
        pd.DataFrame(shown),
        height=420,
        key=url_filters.chart_key("or_articles"),
        alt=f"Table of {wording.counted(len(rows), 'article')} with outlet, date and counts.",
    )
    if ticked is not None:
        row = next(rows.iloc[[ticked]].itertuples())
        numbers = spoken.loc[row.article_id]
        one(row, int(numbers["statements"]), int(numbers["speakers"]))
    else:
        prose.note("Tick a row to read or remove the article.")


def _remove(article_id: str) -> None:
    articles.remove(article_id)
    url_filters.set_filters(view.filters.minus("article", article_id))


with layout.body(view):
    if library is None:
        prose.lead(
            "Paste an article or upload files. Articles are analysed on this machine and visible only "
            "to you, until this "
            "browser tab is reloaded or closed."
        )
        prose.note("To keep articles, start the dashboard with a library: onrecord app --library coverage.onrecord")
    elif library.read_only:
        prose.lead(
            f"These articles were parsed in bulk, in {library.path.name}. You can read and search them, "
            "but not change them."
        )
    else:
        prose.lead(
            f"Articles are analysed on this machine and saved in {library.path.name}, visible to everyone who opens it."
        )
    with st.container():  # one place whatever is said in it, so that the tabs below stay as they are
        came_of_it()
    if articles.can_add():
        pasting, uploading = st.tabs(["Paste text", "Upload files"])
        with pasting:
            paste()
        with uploading:
            upload()
    list_articles()
