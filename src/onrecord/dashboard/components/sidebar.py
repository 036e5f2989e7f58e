"""The filters in the sidebar. Each writes what is chosen into the page's address, from which every run reads it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import streamlit as st

from onrecord.dashboard.components import browser, controls, glossary
from onrecord.dashboard.presenters import filter_words, report
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import wording
from onrecord.query import Filters
from onrecord.schema import STATEMENT_KINDS

if TYPE_CHECKING:
    from onrecord.dashboard.context import View

_HELP = {
    "speaker": ("speaker",),
    "theme": ("theme", "codebook"),
    "kind": ("direct", "indirect", "mixed"),
    "evidence": ("inferred",),
}
"""The words of the glossary that explain a filter."""


def begin(view: View) -> None:
    """Say how much the filters keep, which is asked quickly and may stand before the page is drawn."""
    st.markdown("### Filters")
    total = view.ask.count("statements", Filters())
    kept = f"{view.ask.count('statements', view.filters):,} of " if view.filters.is_active else "All " * (total > 1)
    words = f"{kept}{wording.counted(total, 'statement')} shown."
    st.markdown(f'<p class="or-note or-kept">{words}</p>', unsafe_allow_html=True)


def draw(view: View) -> None:
    """Draw every filter that these articles have something for, and ways to take the view along."""
    ask, filters = view.ask, view.filters
    if 1 < view.n_articles <= controls.MAX_OPTIONS:
        _choice(view, "article", "Article", view.titles)
    elif filters.article:
        _choice(view, "article", "Article", {key: view.titles[key] for key in filters.article})
    _speaker_choice(view)
    raised = ask.themes_found()
    _choice(view, "theme", "Theme", {key: label for key, label in view.theme_labels.items() if key in raised})
    held = set(ask.kinds())
    _choice(
        view, "kind", "Kind of statement", {kind: wording.KIND_NAMES[kind] for kind in STATEMENT_KINDS if kind in held}
    )
    _certainty_filters(view)
    if view.n_articles > 1:
        _article_filters(view)
    url_filters.mirror("or_query", filters.query)
    st.text_input(
        "Search statements and speakers",
        key="or_query",
        max_chars=200,
        placeholder="Search words, e.g. climate finance",
        on_change=_searched,
        args=(filters,),
    )
    st.html('<p class="or-note">This page’s link includes your filters.</p>')
    browser.copy_link_button()
    st.download_button(
        "Download one-page report",
        data=lambda: report.html(view, datetime.datetime.now(datetime.UTC).date()),
        file_name="onrecord-report.html",
        mime="text/html",
        key="or_report",
        on_click="ignore",
        help="What you see, on one page, with filters, date, codebook and method: an HTML file to print or attach",
    )
    glossary.draw()


def _speaker_choice(view: View) -> None:
    """The speakers to choose from: all, or of very many those who say most and those whose name holds a word."""
    keys = view.ask.first_speakers(controls.MAX_OPTIONS + 1)["key"].tolist()
    if len(keys) > controls.MAX_OPTIONS:
        keys.pop()
        words = st.text_input(
            "Find a speaker",
            key="or_find_speaker",
            max_chars=80,
            placeholder="Part of a name",
            help=f"The menu below has the {controls.MAX_OPTIONS} most frequent speakers, and names with these words.",
        )
        keys = list(dict.fromkeys([*view.ask.speakers_named(words or ""), *keys]))
    _choice(view, "speaker", "Speaker", view.names_of(keys))


def _certainty_filters(view: View) -> None:
    """How sure a statement must be, and how its speaker was found."""
    filters = view.filters
    url_filters.mirror("or_confidence", filters.confidence)
    st.slider(
        "Confidence at least",
        0,
        100,
        step=5,
        format="%d%%",
        key="or_confidence",
        help=glossary.explain("confidence"),
        on_change=lambda: url_filters.set_filters(filters.with_values(confidence=st.session_state["or_confidence"])),
    )
    held = view.ask.evidence_found()
    options = {key: words for key, words in wording.EVIDENCE.items() if key in held}
    _choice(view, "evidence", "Speaker identified by", options)


def _article_filters(view: View) -> None:
    """Outlets, days and duplicates, where the articles have them."""
    ask, filters = view.ask, view.filters
    outlets = ask.source_names()
    if len(outlets) > 1 or filters.source:
        _choice(view, "source", "Outlet", {name: name for name in outlets[: controls.MAX_OPTIONS]})
    days = ask.days(Filters())
    if days["first"] and days["first"] < days["last"]:
        for name, label in (("since", "Published from"), ("until", "Published until")):
            held = getattr(filters, name)
            url_filters.mirror(f"or_{name}", datetime.date.fromisoformat(held) if held else None)
            st.date_input(
                label,
                value=None,
                key=f"or_{name}",
                min_value=min(days["first"], datetime.date(1600, 1, 1)),
                max_value=max(days["last"], datetime.date(2100, 12, 31)),
                format="YYYY-MM-DD",
                on_change=_dated,
                args=(filters, name),
            )
    if ask.n_copies or filters.fold:
        url_filters.mirror("or_fold", filters.fold)
        st.toggle(
            f"Count duplicates once ({ask.n_copies:,})",
            key="or_fold",
            help="Leaves out articles that are nearly the same as an earlier one, such as agency reports in "
            "several outlets.",
            on_change=lambda: url_filters.set_filters(filters.with_values(fold=st.session_state["or_fold"])),
        )


def _dated(filters: Filters, name: str) -> None:
    day = st.session_state[f"or_{name}"]
    url_filters.set_filters(filters.with_values(**{name: day.isoformat() if day else ""}))


def _choice(view: View, name: str, label: str, options: dict[str, str]) -> None:
    """A filter with several values; active ones stay on offer even where no row has them."""
    chosen = list(getattr(view.filters, name))
    options = {
        **options,
        **{value: filter_words.value_name(view, name, value) for value in chosen if value not in options},
    }
    if not options:
        return
    key = f"or_{name}"
    url_filters.mirror(key, chosen)
    st.multiselect(
        label,
        list(options),
        format_func=lambda value: options.get(value, value),
        key=key,
        help=glossary.explain(*_HELP[name]) if name in _HELP else None,
        placeholder="All",
        select_all=False,
        on_change=_chosen,
        args=(view.filters, name),
    )


def _chosen(filters: Filters, name: str) -> None:
    url_filters.set_filters(filters.with_values(**{name: tuple(st.session_state[f"or_{name}"])}))


def _searched(filters: Filters) -> None:
    url_filters.set_filters(filters.with_values(query=(st.session_state["or_query"] or "").strip()))
