"""The frame that every page opens with: page settings, typography, navigation, filters.

Each page is a whole script whose first call is ``open_page``, so that a link to any page works straight after the
server has started. The filters live in the page's address and nowhere else: widgets, chips and charts write them
there, and every run reads them from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from onrecord.tables import STATEMENT_KINDS, Tables
from onrecord.views import corpus, palette, safe, wording
from onrecord.views.filters import NOBODY, Filters, apply

if TYPE_CHECKING:
    import pandas as pd

PAGES = (
    ("Overview", "app.py"),
    ("Read", "pages/read.py"),
    ("Speakers", "pages/speakers.py"),
    ("Themes", "pages/themes.py"),
    ("Codebook", "pages/codebook.py"),
    ("Figures", "pages/figures.py"),
    ("Data", "pages/data.py"),
    ("Add an article", "pages/add.py"),
)
KIND_WORDS = {
    "direct": "direct (in quotation marks)",
    "indirect": "indirect (in the reporter’s words)",
    "mixed": "mixed (both)",
}
FIELD_WORDS = {"article": "article", "speaker": "speaker", "theme": "theme", "kind": "kind", "query": "search"}
LOCAL = "@"
"""Stands in the ids of speakers that are known within one article only."""
_NAMED = ("speaker_id", "article_id", "name")
_CLICKS = "onrecord_clicks"


@dataclass(frozen=True)
class View:
    """What a page shows: the session's tables, the filtered ones, and how to name and colour things."""

    tables: Tables
    filters: Filters
    texts: dict[str, str]
    colours: dict[str, str]
    palette: palette.Palette
    dark: bool
    _cache: dict[Filters, Tables] = field(default_factory=dict, repr=False)

    @property
    def shown(self) -> Tables:
        """The rows that the filters ask for."""
        return self._applied(self.filters)

    def without(self, *names: str) -> Tables:
        """The rows that the filters ask for, the filters ``names`` aside: a chart leaves out its own."""
        return self._applied(self.filters.without(*names))

    def _applied(self, filters: Filters) -> Tables:
        if filters not in self._cache:
            self._cache[filters] = apply(self.tables, filters)
        return self._cache[filters]

    @cached_property
    def titles(self) -> dict[str, str]:
        """A title an article: its own, else its first words."""
        found: dict[str, str] = {}
        frame = self.tables.articles
        for article_id, title in zip(frame["article_id"], frame["title"], strict=True):
            text = " ".join(self.texts.get(article_id, "")[:80].split())
            found[article_id] = title if isinstance(title, str) else text or "Untitled"
        return found

    @cached_property
    def speaker_names(self) -> dict[str, str]:
        """A name a speaker id; of several articles, those known within one only with its title."""
        frame = self.tables.speakers
        found = {NOBODY: "no source named"}
        several = len(self.tables.articles) > 1
        for speaker_id, article_id, name in zip(*(frame[c] for c in _NAMED), strict=True):
            words = wording.capital(name)
            if several and LOCAL in speaker_id:
                words += f" ({wording.shorten(self.titles[article_id], 30)})"
            found.setdefault(speaker_id, words)
        return found

    @cached_property
    def theme_labels(self) -> dict[str, str]:
        """A label a theme id."""
        return dict(zip(self.tables.themes["theme_id"], self.tables.themes["label"], strict=True))

    def keys_of(self, frame: pd.DataFrame) -> pd.Series:
        """The speaker id of each row; ``NOBODY`` where no source can be told."""
        return frame["speaker_id"].fillna(NOBODY)

    def name_of(self, key: str) -> str:
        """The name behind a speaker id, led by a capital."""
        return self.speaker_names.get(key, key)

    def colour_of(self, key: str) -> str:
        """The colour behind a speaker id."""
        return self.colours.get(key, self.palette.muted)


def open_page(title: str, *, needs_articles: bool = True) -> View:
    """Open a page: settings, style, navigation and filters. Stops with a message where nothing can be shown."""
    st.set_page_config(
        page_title="On Record" if title == "Overview" else f"{title} · On Record",
        page_icon="🗣️",
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(f"<style>{_style()}</style>")
    try:
        held, tables, problems = corpus.articles(), corpus.joined(), corpus.problems()
    except Exception:
        # A page without its frame would leave the visitor on an empty screen; the log has the rest.
        _navigation(Filters())
        st.error("The articles could not be read. The server’s log says why; the Add page takes another text.")
        raise
    asked = Filters.from_query({name: st.query_params.get_all(name) for name in st.query_params})
    filters = asked.known(tables)
    dark = st.context.theme.type == "dark"
    colours = palette.DARK if dark else palette.LIGHT
    view = View(
        tables=tables,
        filters=filters,
        texts={entry.article.article_id: entry.article.text for entry in held},
        colours=palette.colours(_in_order(tables), colours),
        palette=colours,
        dark=dark,
    )
    _navigation(filters)
    if held:
        with st.sidebar:
            _sidebar(view)
        _chips(view)
    for problem in problems:
        st.warning(safe.markdown(problem))
    if asked != filters:
        st.info(
            "Part of this link’s filter names an article, a speaker or a theme that this session does not hold; "
            "that part is left out. Articles that someone added are private to their browser tab, and gone once it is "
            "reloaded."
        )
    if needs_articles and not held:
        st.info("No article to show yet.")
        st.page_link("pages/add.py", label="Add an article")
        st.stop()
    return view


def link_params(view: View, **more: str) -> dict[str, Any]:
    """Query parameters for a link to another page: the filters in force, and ``more``."""
    return {**view.filters.query_params, **more}


def link(script: str, label: str, view: View, **more: str) -> None:
    """A link to another page under the filters in force; ``label`` is plain text, ``more`` its own parameters."""
    if (_folder() / script).exists():
        st.page_link(script, label=safe.markdown(label), query_params=link_params(view, **more))


def set_filters(filters: Filters, **more: str | None) -> None:
    """Write ``filters`` into the page's address; ``more`` sets, or with ``None`` removes, a page's own parameters."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params}
    for name in ("article", "speaker", "theme", "kind", "q"):
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
    _mirror(f"or_{name}", chosen)
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=f"or_{name}",
        on_change=lambda: set_filters(view.filters, **{name: st.session_state[f"or_{name}"] or chosen}),
        label_visibility="collapsed",
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
    named = {name: FIELD_WORDS[name] for name in filters.active}
    left = {name: len(view.without(name).statements) for name in named}
    helping = {name: count for name, count in left.items() if count}
    words = " and ".join(f"the {word} filter" for word in named.values())
    st.info(f"No {what} are left: {words} {'leaves' if len(named) == 1 else 'together leave'} none.")
    with st.container(horizontal=True):
        for name, count in helping.items():
            label = f"Clear the {named[name]} filter ({count:,} {'statement' if count == 1 else 'statements'})"
            st.button(label, key=f"or_empty_{what}_{name}", on_click=set_filters, args=(filters.without(name),))
        if len(named) > 1 or not helping:
            st.button("Clear all filters", key=f"or_empty_{what}", on_click=set_filters, args=(Filters(),))


def _in_order(tables: Tables) -> list[str]:
    """Speakers in the order in which they first speak, then the silent ones."""
    spoken = tables.statements["speaker_id"].dropna()
    return [*spoken, *tables.speakers["speaker_id"]]


def _folder() -> Path:
    """Where ``app.py`` stands."""
    context = get_script_run_ctx()
    return Path(context.main_script_path).parent if context else Path()


def _navigation(filters: Filters) -> None:
    with st.container(horizontal=True, key="or_navigation"):
        st.html('<span class="or-brand">On <i>Record</i></span>', width="content")
        for label, script in PAGES:
            if (_folder() / script).exists():
                st.page_link(script, label=label, query_params=filters.query_params)


def _sidebar(view: View) -> None:
    st.markdown("### Filters")
    tables = view.tables
    if len(tables.articles) > 1:
        _choice(view, "article", "Article", view.titles)
    keys = list(dict.fromkeys(view.keys_of(tables.statements)))
    _choice(view, "speaker", "Speaker", {key: view.name_of(key) for key in keys})
    raised = set(tables.theme_mentions["theme_id"])
    _choice(view, "theme", "Theme", {key: label for key, label in view.theme_labels.items() if key in raised})
    held = set(tables.statements["kind"])
    _choice(view, "kind", "Kind of statement", {kind: KIND_WORDS[kind] for kind in STATEMENT_KINDS if kind in held})
    _mirror("or_query", view.filters.query)
    st.text_input(
        "Search statements and speakers",
        key="or_query",
        max_chars=200,
        placeholder="Words, in any order",
        on_change=_searched,
        args=(view.filters,),
    )
    shown, total = len(view.shown.statements), len(tables.statements)
    note = f"{shown:,} of {total:,} statements shown." if view.filters.is_active else f"All {total:,} statements shown."
    st.html(f'<p class="or-note">{note} The address of this page holds the filters: copy it to share the view.</p>')


def _choice(view: View, name: str, label: str, options: dict[str, str]) -> None:
    """A filter with several values; those in force stay on offer even where no row has them."""
    chosen = list(getattr(view.filters, name))
    names = {"speaker": view.speaker_names, "theme": view.theme_labels}.get(name, {})
    options = {**options, **{value: names.get(value, value) for value in chosen if value not in options}}
    if not options:
        return
    key = f"or_{name}"
    _mirror(key, chosen)
    st.multiselect(
        label,
        list(options),
        format_func=lambda value: options.get(value, value),
        key=key,
        placeholder="All",
        select_all=False,
        on_change=_chosen,
        args=(view.filters, name),
    )


def _mirror(key: str, value: Any) -> None:
    """Give a widget the value that the address holds."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _chosen(filters: Filters, name: str) -> None:
    values = {entry.name: getattr(filters, entry.name) for entry in fields(filters)}
    set_filters(Filters(**{**values, name: tuple(st.session_state[f"or_{name}"])}))


def _searched(filters: Filters) -> None:
    values = {entry.name: getattr(filters, entry.name) for entry in fields(filters)}
    set_filters(Filters(**{**values, "query": (st.session_state["or_query"] or "").strip()}))


def _chips(view: View) -> None:
    """The filters in force, each with a button that clears it."""
    filters = view.filters
    if not filters.is_active:
        return
    names = {"article": view.titles, "speaker": view.speaker_names, "theme": view.theme_labels, "kind": {}}
    with st.container(horizontal=True, key="or_chips", gap="small"):
        st.html('<span class="or-eyebrow">Shown only:</span>', width="content")
        for name in filters.active:
            for value in [filters.query] if name == "query" else getattr(filters, name):
                words = f"“{value}”" if name == "query" else names[name].get(value, value)
                st.button(
                    f"{FIELD_WORDS[name].capitalize()}: {safe.markdown(wording.shorten(words, 28))} ✕",
                    key=f"or_chip_{name}_{value}",
                    help="Clear this filter",
                    on_click=set_filters,
                    args=(filters.minus(name, value),),
                )
        if sum(1 if name == "query" else len(getattr(filters, name)) for name in filters.active) > 1:
            st.button("Clear all", key="or_clear_all", type="tertiary", on_click=set_filters, args=(Filters(),))


@st.cache_data(max_entries=1)
def _style() -> str:
    return (files("onrecord.views") / "style.css").read_text(encoding="utf-8")
