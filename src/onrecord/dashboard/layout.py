"""The layout that every page opens with: page settings, styles, navigation and filters.

Each page is a whole script whose first call is ``open_page``, and which draws within ``body``, so that a link to any
page works straight after the server has started. The filters live in the page's address and nowhere else: widgets,
chips and charts write them there (see ``state.url``), and every run reads them from there.
"""

from __future__ import annotations

import gc
import itertools
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from onrecord.dashboard.charts import palette
from onrecord.dashboard.components import browser, filter_chips, links, messages, sidebar, tour
from onrecord.dashboard.context import View
from onrecord.dashboard.presenters import filter_words
from onrecord.dashboard.state import articles, codebooks
from onrecord.dashboard.text import escape, wording
from onrecord.errors import OnRecordError
from onrecord.query import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.delta_generator import DeltaGenerator

    from onrecord.query import Collection

PAGES = (
    ("Overview", "app.py"),
    ("Read", "pages/read.py"),
    ("Search", "pages/search.py"),
    ("Speakers", "pages/speakers.py"),
    ("Compare", "pages/compare.py"),
    ("Themes", "pages/themes.py"),
    ("Figures", "pages/figures.py"),
    ("Timeline", "pages/timeline.py"),
    ("Outlets", "pages/outlets.py"),
    ("Data", "pages/data.py"),
    ("Checks", "pages/checks.py"),
    ("Codebook", "pages/codebook.py"),
    ("Articles", "pages/articles.py"),
)
OF_SEVERAL = ("Search", "Timeline", "Outlets")
"""Pages that compare articles: with one article there is nothing on them."""
_RUNS = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Page(View):
    """What a page shows, with the places at its top that ``body`` fills once the page is drawn."""

    navigation: DeltaGenerator
    chips: DeltaGenerator


def open_page(title: str, *, needs_articles: bool = True) -> Page:
    """Open a page: settings, style, navigation and filters. Stops with a message where nothing can be shown."""
    st.set_page_config(
        page_title="On Record" if title == "Overview" else f"{title} · On Record",
        page_icon="🗣️",
        layout="wide",
        initial_sidebar_state="auto",
    )
    browser.style_page("style")
    navigation, chips = st.container(horizontal=True, key="or_navigation"), st.container()
    with navigation:  # at once, so that nothing moves when the links come
        st.html('<span class="or-brand">On <i>Record</i></span>', width="content")
        browser.listen()
    _freeze_what_stays()
    held, problems = _articles(navigation)
    asked = Filters.from_query({name: st.query_params.get_all(name) for name in st.query_params})
    dark = st.context.theme.type == "dark"
    page = Page(
        ask=held,
        filters=held.known(asked),
        palette=palette.DARK if dark else palette.LIGHT,
        dark=dark,
        codebook=codebooks.in_use().citation,
        load_tables=articles.joined,
        navigation=navigation,
        chips=chips,
    )
    if held.n_articles:
        with st.sidebar:
            sidebar.begin(page)
    messages.show_told()
    for problem in problems:
        st.warning(escape.markdown(problem))
    _unknown_filters(asked, page.filters)
    if needs_articles and not held.n_articles:
        st.info("There are no articles yet.")
        st.page_link("pages/articles.py", label="Add articles")
        _finish(page)
        st.stop()
    return page


def _articles(navigation: DeltaGenerator) -> tuple[Collection, list[str]]:
    """The articles, and what could not be read. Where that fails the page shows its navigation and says so."""
    try:
        return articles.collection(), articles.problems()
    except Exception as error:
        # A page without its navigation would leave the visitor on an empty screen; the log has the rest.
        _navigation(navigation, Filters(), several=True)
        if isinstance(error, OnRecordError):
            st.error(escape.markdown(str(error)))
            st.stop()
        st.error(
            "The articles could not be read; the server log says why. You can add another article on the page Articles."
        )
        raise


def _unknown_filters(asked: Filters, known: Filters) -> None:
    """Say which filters of the address name something that is not here."""
    names = filter_words.FIELD_NAMES
    lost = wording.listed(words for name, words in names.items() if getattr(asked, name) != getattr(known, name))
    if lost:
        st.info(
            f"This link filters by {lost}, but what it names is not here, so that filter is ignored. "
            "Without a library, "
            "articles that someone adds are visible only in their browser tab, and are gone once it is reloaded."
        )


@contextmanager
def body(page: Page) -> Iterator[None]:
    """Around all that a page draws: navigation and filters come after it, so that its first numbers are there first."""
    try:
        yield
    except _EndOfPageError:
        pass
    except RerunException:
        raise
    except BaseException:  # a page that fails has its filters all the same
        _finish(page)
        raise
    _finish(page)


class _EndOfPageError(Exception):
    """Nothing more is drawn within ``body``."""


def end_page() -> NoReturn:
    """Draw no more of a page within ``body``: as ``st.stop``, after which the filters could not be drawn either."""
    raise _EndOfPageError


def _finish(page: Page) -> None:
    """Draw what surrounds a page's own part: the navigation, the filters, and the tour."""
    _navigation(page.navigation, page.filters, several=page.n_articles > 1)
    if page.n_articles:
        with page.chips:
            filter_chips.chips(page)
        with st.sidebar:
            sidebar.draw(page)
    tour.draw()


def _navigation(place: DeltaGenerator, filters: Filters, *, several: bool) -> None:
    with place:
        for label, script in PAGES:
            if (several or label not in OF_SEVERAL) and links.page_exists(script):
                st.page_link(script, label=label, query_params=filters.query_params)


def _freeze_what_stays() -> None:
    """Take what stays in memory (the model, modules) out of the garbage collection.

    Streamlit collects after every run, and to go through these hundreds of thousands of objects takes longer than a
    page. As pages load modules when they are first opened, it is done anew in the 2nd, 4th, 8th … run of the server.
    """
    run = next(_RUNS)
    if run & (run - 1) == 0:
        gc.collect()
        gc.freeze()
