"""The frame that every page opens with: page settings, typography, navigation, filters.

Each page is a whole script whose first call is ``open_page``, and which draws within ``body``, so that a link to any
page works straight after the server has started. The filters live in the page's address and nowhere else: widgets,
chips and charts write them there, and every run reads them from there.
"""

from __future__ import annotations

import gc
import itertools
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx

from onrecord.dashboard.charts import palette
from onrecord.dashboard.components import browser_buttons, filter_chips, sidebar, tour
from onrecord.dashboard.presenters import summary
from onrecord.dashboard.state import articles, codebooks
from onrecord.dashboard.text import escape, wording
from onrecord.errors import OnRecordError
from onrecord.query import NOBODY, PARAMETERS, Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

    from onrecord.dashboard.presenters.summary import Notes
    from onrecord.query import Collection
    from onrecord.tables import Tables

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
KIND_WORDS = {
    "direct": "direct (in quotation marks)",
    "indirect": "indirect (in the reporter’s words)",
    "mixed": "mixed (both)",
}
MOST_OPTIONS = 300
"""Entries of a menu; of more, those found by a word are offered."""
LOCAL = "@"
"""Stands in the ids of speakers that are known within one article only."""
_CLICKS = "onrecord_clicks"
_TOLD = "onrecord_told"
_MIRRORED = "onrecord_mirrored"
_RUNS = itertools.count(1)


@dataclass(frozen=True)
class View:
    """What a page shows: the articles, to be asked; the filters in force; and how to name and colour things."""

    ask: Collection
    filters: Filters
    palette: palette.Palette
    dark: bool
    above: Any = None
    """Where the navigation and the filters in force come to stand, once the page is drawn."""

    @property
    def tables(self) -> Tables:
        """The tables in memory: of all articles, or of the first few hundred of a large library. For pages that need
        every word; others ask.
        """
        return articles.joined()

    @property
    def titles(self) -> dict[str, str]:
        """A title an article: its own, else its first words."""
        return self.ask.titles

    @property
    def theme_labels(self) -> dict[str, str]:
        """A label a theme id."""
        return self.ask.theme_labels

    @property
    def n_articles(self) -> int:
        return self.ask.n_articles

    @cached_property
    def in_memory(self) -> int:
        """How many articles ``tables`` has."""
        return len(self.tables.articles)

    def keys_of(self, frame: pd.DataFrame) -> pd.Series:
        """The speaker id of each row; ``NOBODY`` where no source can be told."""
        return frame["speaker_id"].fillna(NOBODY)

    def name_of(self, key: str) -> str:
        """The name behind a speaker id, led by a capital; with its title if it is known in one article only."""
        words = wording.capital(self.ask.speakers.name(key)) if key != NOBODY else "no source named"
        if LOCAL in key and self.n_articles > 1 and len(self.filters.article) != 1:
            article_id = self.ask.speakers.first_in(key)
            if article_id in self.titles:
                words += f" ({wording.shorten(self.titles[article_id], 30)})"
        return words

    def names_of(self, keys: Iterable[str]) -> dict[str, str]:
        """The name behind each of these ids."""
        wanted = list(dict.fromkeys(keys))
        self.ask.speakers.look_up(wanted)
        return {key: self.name_of(key) for key in wanted}

    def colour_of(self, key: str) -> str:
        """The colour behind a speaker id: the same on every page, whatever the filters."""
        rank = self.ask.speakers.rank(key) if key != NOBODY else -1
        return palette.colour_at(rank, self.palette)


def open_page(title: str, *, needs_articles: bool = True) -> View:
    """Open a page: settings, style, navigation and filters. Stops with a message where nothing can be shown."""
    st.set_page_config(
        page_title="On Record" if title == "Overview" else f"{title} · On Record",
        page_icon="🗣️",
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(f"<style>{_style()}</style>")
    above = st.container(horizontal=True, key="or_navigation"), st.container()
    with above[0]:  # at once, so that nothing moves when the links come
        st.html('<span class="or-brand">On <i>Record</i></span>', width="content")
        browser_buttons.listen()
    _spare_what_stays()
    try:
        held, problems = articles.collection(), articles.problems()
    except Exception as error:
        # A page without its frame would leave the visitor on an empty screen; the log has the rest.
        _navigation(above[0], Filters(), several=True)
        if isinstance(error, OnRecordError):
            st.error(escape.markdown(str(error)))
            st.stop()
        st.error("The articles could not be read. The server’s log says why; the page Articles takes another text.")
        raise
    asked = Filters.from_query({name: st.query_params.get_all(name) for name in st.query_params})
    filters = held.known(asked)
    dark = st.context.theme.type == "dark"
    view = View(ask=held, filters=filters, palette=palette.DARK if dark else palette.LIGHT, dark=dark, above=above)
    if held.n_articles:
        with st.sidebar:
            sidebar.begin(view)
    _told()
    for problem in problems:
        st.warning(escape.markdown(problem))
    if asked != filters:
        lost = wording.listed(
            [
                filter_chips.FIELD_WORDS[name]
                for name in filter_chips.FIELD_WORDS
                if getattr(asked, name) != getattr(filters, name)
            ]
        )
        st.info(
            f"The filter on {lost} in this link names something that is not here; that part is left out. Without a "
            "library, articles that someone added are private to their browser tab, and gone once it is reloaded."
        )
    if needs_articles and not held.n_articles:
        st.info("No article to show yet.")
        st.page_link("pages/articles.py", label="Add articles")
        _beside(view)
        st.stop()
    return view


@contextmanager
def body(view: View) -> Iterator[None]:
    """Around all that a page draws: what stands beside it comes after it, so that its first numbers are there first."""
    try:
        yield
    except _EndOfPageError:
        pass
    except RerunException:
        raise
    except BaseException:  # a page that fails has its filters all the same
        _beside(view)
        raise
    _beside(view)


class _EndOfPageError(Exception):
    """Nothing more is drawn within ``body``."""


def end_page() -> NoReturn:
    """Draw no more of a page within ``body``: as ``st.stop``, after which the filters could not be drawn either."""
    raise _EndOfPageError


def _beside(view: View) -> None:
    """What stands beside a page's own part: the navigation, the filters, and the tour."""
    navigation, chips = view.above
    _navigation(navigation, view.filters, several=view.ask.n_articles > 1)
    if view.ask.n_articles:
        with chips:
            filter_chips.chips(view)
        with st.sidebar:
            sidebar.draw(view)
    tour.draw()


def tell(words: str) -> None:
    """Say in the next run that something was kept."""
    st.session_state[_TOLD] = words


def _told() -> None:
    words = st.session_state.pop(_TOLD, None)
    if words:
        st.toast(escape.markdown(words))


def _spare_what_stays() -> None:
    """Take what stays in memory (the model, modules) out of the garbage collection.

    Streamlit collects after every run, and to go through these hundreds of thousands of objects takes longer than a
    page. As pages load modules when they are first opened, it is done anew in the 2nd, 4th, 8th … run of the server.
    """
    run = next(_RUNS)
    if run & (run - 1) == 0:
        gc.collect()
        gc.freeze()


def link_params(view: View, **more: str) -> dict[str, Any]:
    """Query parameters for a link to another page: the filters in force, and ``more``."""
    return {**view.filters.query_params, **more}


def link(script: str, label: str, view: View, **more: str) -> None:
    """A link to another page under the filters in force; ``label`` is plain text, ``more`` its own parameters."""
    if (_folder() / script).exists():
        st.page_link(script, label=escape.markdown(label), query_params=link_params(view, **more))


def set_filters(filters: Filters, **more: str | None) -> None:
    """Write ``filters`` into the page's address; ``more`` sets, or with ``None`` removes, a page's own parameters."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params}
    for name in PARAMETERS:
        kept.pop(name, None)
    for name, value in more.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = [value]
    st.query_params.from_dict({**kept, **filters.query_params})


def choice(view: View, name: str, options: dict[str, str], label: str) -> str:
    """Which of ``options`` (with the words for each) the address names, and the control that changes it.

    The first is the default. The label is for screen readers alone.
    """
    asked = st.query_params.get(name, "")
    chosen = asked if asked in options else next(iter(options))
    mirror(f"or_{name}", chosen)
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=f"or_{name}",
        on_change=lambda: set_filters(view.filters, **{name: st.session_state[f"or_{name}"] or chosen}),
        label_visibility="collapsed",
    )
    return chosen


def article_choice(view: View, name: str) -> str | None:
    """The one article that the address names under ``name``, and the menu that changes it; None if none is shown.

    Of very many articles the menu offers the first ones; filters and links lead to the others.
    """
    offered = view.ask.rows("articles", view.filters, most=MOST_OPTIONS)["article_id"].tolist()
    asked = st.query_params.get(name, "")
    if asked in view.titles and asked not in offered and not view.filters.on_articles.is_active:
        offered.insert(0, asked)
    if not offered:
        return None
    chosen = asked if asked in offered else offered[0]
    if len(offered) > 1:
        mirror(f"or_{name}", chosen)
        st.selectbox(
            "Article",
            offered,
            format_func=lambda key: view.titles[key],
            key=f"or_{name}",
            on_change=lambda: set_filters(view.filters, **{name: st.session_state[f"or_{name}"]}),
        )
    return chosen


def filter_by(filters: Filters, **more: str | None) -> None:
    """Set ``filters`` from within a page's run and run the page anew; charts forget what was clicked."""
    st.session_state[_CLICKS] = st.session_state.get(_CLICKS, 0) + 1
    set_filters(filters, **more)
    st.rerun()


def chart_key(name: str) -> str:
    """The key of a clickable chart: a new one after each click, as a chart's selection cannot be cleared."""
    return f"{name}-{st.session_state.get(_CLICKS, 0)}"


def nothing(view: View, what: str = "statements") -> None:
    """Say that no ``what`` are left, which filter emptied them, and offer to clear it."""
    filters = view.filters
    if not filters.is_active:
        st.info(f"No {what} were found in this text.")
        return
    named = {name: filter_chips.FIELD_WORDS[name] for name in filters.active}
    left = {name: view.ask.count("statements", filters.without(name)) for name in named}
    helping = {name: count for name, count in left.items() if count}
    words = " and ".join(f"the {word} filter" for word in named.values())
    st.info(f"No {what} are left: {words} {'leaves' if len(named) == 1 else 'together leave'} none.")
    with st.container(horizontal=True):
        for name, count in helping.items():
            label = f"Clear the {named[name]} filter ({count:,} {'statement' if count == 1 else 'statements'})"
            st.button(label, key=f"or_empty_{what}_{name}", on_click=set_filters, args=(filters.without(name),))
        if len(named) > 1 or not helping:
            st.button("Clear all filters", key=f"or_empty_{what}", on_click=set_filters, args=(Filters(),))


def _folder() -> Path:
    """Where ``app.py`` stands."""
    context = get_script_run_ctx()
    return Path(context.main_script_path).parent if context else Path()


def _navigation(place: Any, filters: Filters, *, several: bool) -> None:
    with place:
        for label, script in PAGES:
            if (several or label not in OF_SEVERAL) and (_folder() / script).exists():
                st.page_link(script, label=label, query_params=filters.query_params)


def mirror(key: str, value: Any) -> None:
    """Give a widget the value that the address holds.

    What a widget of this key had on another page still stands in the session, but the one of this page does not have
    it: so each page sets its own.
    """
    context = get_script_run_ctx()
    page, given = context.page_script_hash if context else "", st.session_state.setdefault(_MIRRORED, {})
    if st.session_state.get(key) != value or given.get(key) != page:
        st.session_state[key], given[key] = value, page


def notes(view: View) -> Callable[[], Notes]:
    """What gives the notes on where what is shown comes from. Files are made outside of the session, and only if one is
    asked for: what the session knows is taken now, the rest is asked then.
    """
    codebook = codebooks.in_use().citation
    return lambda: summary.notes(view, codebook, filter_chips.in_words(view))


@st.cache_data(max_entries=1)
def _style() -> str:
    return (files("onrecord.dashboard.assets") / "style.css").read_text(encoding="utf-8")
