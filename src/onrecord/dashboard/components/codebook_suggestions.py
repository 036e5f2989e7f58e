"""Extending the codebook in use: words without a theme, statements without one, and learning from hand coding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.codebook import edit
from onrecord.codebook.coding import find_term
from onrecord.dashboard.components import controls, prose, statement_list, table_view, theme_editor, theme_override_form
from onrecord.dashboard.presenters import coding_queue, statement_html
from onrecord.dashboard.state import annotation_log, articles, url_filters
from onrecord.dashboard.text import attribution, escape, wording
from onrecord.suggest import classifier
from onrecord.suggest.embeddings import find_uncoded_statements, sort_by_closeness
from onrecord.suggest.keyness import find_key_terms

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.codebook import Codebook, Theme
    from onrecord.dashboard.context import View

_CACHE = "onrecord_growth"
_MAX_TERMS = 400
_SENTENCES = 6
ORDERS = {"strength": "most distinctive", "closeness": "closest to the theme"}
AGREEMENT = (
    "For comparison: human coders also disagree. On 4,000 units of Canadian climate news in 11 "
    "themes two coders are reported to agree at kappa 0.57, and a classifier like this one to reach a "
    "macro-F1 of 0.62 where keywords alone reach 0.54."
)


def _once(name: str, key: Any, make: Any) -> Any:
    """What ``make`` gives, kept until ``key`` changes; one entry a name."""
    held = st.session_state.setdefault(_CACHE, {})
    if name not in held or held[name][0] != key:
        held[name] = (key, make())
    return held[name][1]


def _articles(view: View) -> tuple[str, ...]:
    return tuple(view.tables.articles["article_id"])


def choose_theme(view: View, book: Codebook, label: str) -> Theme | None:
    """The theme that is worked on; the address holds it."""
    known = {entry.id: entry for entry in book.themes if not entry.retired}
    if not known:
        st.info("All themes are retired. Use one again, or add one.")
        return None
    labels = {key: entry.label for key, entry in known.items()}
    return known[controls.menu(view, "edit", labels, label, key="or_grow_theme")]


def suggestions(view: View, book: Codebook) -> None:
    """Words and phrases that stand out and belong to no theme, each with its sentences and a click to add it."""
    found: pd.DataFrame = _once(
        "terms", (_articles(view), book), lambda: find_key_terms(articles.words(), book, most=_MAX_TERMS)
    )
    if found.empty:
        prose.lead("No distinctive words without a theme. More articles would give more suggestions.")
        return
    first = wording.listed([f"“{term}”" for term in found["term"].head(3)])
    prose.lead(f"{wording.counted(len(found), 'distinctive word or phrase', 'distinctive words and phrases')} "
                f"without a theme, led by {first}.")  # fmt: skip
    prose.note("Ranked by log-likelihood against general English, without people’s names and function words.")
    theme = choose_theme(view, book, "Theme to add to")
    if theme is None:
        return
    order = st.segmented_control(
        "Order", list(ORDERS), format_func=ORDERS.__getitem__, default="strength", required=True, key="or_order"
    )
    rows = found if order == "strength" else sort_by_closeness(theme, found, most=100)
    ticked = table_view.choose_row(
        rows,
        height=min(38 + 35 * len(rows), 390),
        column_config={
            "term": st.column_config.TextColumn(pinned=True),
            "score": st.column_config.NumberColumn("distinctiveness", format="%.0f"),
            "n_sentences": "sentences",
            "n_articles": "articles",
        },
        key=url_filters.chart_key(f"or_suggested_{theme.id}_{order}_{len(found)}"),
        alt=f"Words and phrases without a theme: {wording.counted(len(rows), 'row')}.",
    )
    table_view.download(rows, name="suggested-terms")
    if ticked is None:
        prose.note("Tick a row to see its sentences and to add it.")
        return
    _one_suggestion(view, book, theme, str(rows["term"].iloc[ticked]))


def _one_suggestion(view: View, book: Codebook, theme: Theme, term: str) -> None:
    what = f"added the term “{term}” in “{theme.label}”"
    theme_editor.trial(
        view,
        edit.add_term(book, theme.id, term),
        what,
        name="suggested",
        keep=f"Add to “{escape.markdown(theme.label)}”",
    )
    st.markdown("#### Source sentences")
    for row in (
        find_term(term, articles.words()).drop_duplicates(["article_id", "sentence_id"]).head(_SENTENCES).itertuples()
    ):
        st.html(statement_html.sentence_html(view, row, int(row.start), int(row.end)))  # type: ignore[arg-type]


def uncoded(view: View, book: Codebook) -> None:
    """Statements without a theme, those closest to one first, each with a click to give it that theme."""
    found: pd.DataFrame = _once("uncoded", (view.ask, book), lambda: find_uncoded_statements(view.tables, book))
    total = len(view.tables.statements)
    if found.empty:
        prose.lead("All statements have a theme." if total else "There are no statements.")
        return
    prose.lead(f"{len(found):,} of {wording.counted(total, 'statement')} "
               f"{wording.noun(len(found), 'has', 'have')} no theme. Those closest to "
                "one come first.")  # fmt: skip
    labels = view.theme_labels

    def below(row: Any) -> None:
        nearest = str(row.nearest)
        st.html(
            f'<span class="or-meta">closest theme: “{escape.html(labels.get(nearest, nearest))}”</span>',
            width="content",
        )
        st.button(
            "Add this theme",
            key=f"or_near_{row.article_id}_{row.statement_id}",
            type="tertiary",
            on_click=annotation_log.save,
            args=(theme_override_form.decision(view, row, nearest, holds=True),),
        )

    statement_list.statements(view, found, name="uncoded", below=below)


def learn(view: View, book: Codebook) -> None:
    """Code a theme by hand, and what can be learned from it."""
    theme = choose_theme(view, book, "Theme to code by hand")
    if theme is None:
        return
    held = coding_queue.coded(view.tables, theme_override_form.made_here(view), theme.id)
    yes = int(held["code"].sum())
    prose.lead(
        f"{wording.counted(len(held), 'statement')} coded by hand for “{theme.label}”: {yes} with it, "
        f"{len(held) - yes} without it."
        if len(held)
        else f"No statements coded by hand for “{theme.label}” yet."
    )
    reason = classifier.explain_shortage(held["code"].tolist())
    st.progress(min(yes / classifier.MIN_CODED, 1.0), f"{yes} of {classifier.MIN_CODED} statements with the theme")
    _code_next(view, theme)
    st.markdown("### Suggestions from your coding")
    if reason:
        prose.note(f"{reason} Until then there are no suggestions.")
    else:
        _lesson(view, theme, held)
    theme_override_form.undo_button("learn")


def _code_next(view: View, theme: Theme) -> None:
    queue = coding_queue.queue(view.tables, theme_override_form.made_here(view), theme)
    skipped = st.session_state.setdefault("onrecord_skipped", set())
    rows = [row for row in queue.itertuples() if (theme.id, row.article_id, row.start) not in skipped]
    if not rows:
        prose.note("You have coded or skipped every statement for this theme.")
        return
    row = rows[0]
    with st.container(border=True, key="or_code_next"):
        st.markdown(f"#### Is this about “{escape.markdown(theme.label)}”?")
        if theme.definition:
            prose.note(theme.definition)
        st.html(f'<p class="or-lead">{attribution.denial_html(row)}{escape.html(row.text)}</p>')
        prose.note(f"{view.name_of(view.key_of(row))} · "
                    f"{len(rows):,} left")  # fmt: skip
        with st.container(horizontal=True):
            for label, holds in (("Yes", True), ("No", False)):
                st.button(
                    label,
                    key=f"or_code_{label}",
                    on_click=annotation_log.save,
                    args=(theme_override_form.decision(view, row, theme.id, holds=holds),),
                )
            st.button(
                "Skip", key="or_code_skip", type="tertiary",
                on_click=skipped.add, args=((theme.id, row.article_id, row.start),),
            )  # fmt: skip


def _lesson(view: View, theme: Theme, held: pd.DataFrame) -> None:
    rest = coding_queue.uncoded(view.tables, theme_override_form.made_here(view), theme.id)
    key = (view.ask, theme)
    lesson: classifier.TrainedTheme = _once(
        "lesson",
        key,
        lambda: classifier.train_classifier(
            held["text"].tolist(), held["code"].tolist(), rest["text"].tolist(), keywords=held["keyword"].tolist()
        ),
    )
    prose.numbers(
        [
            (f"{lesson.f1:.2f}", f"F1 of the classifier, in {classifier.FOLDS} folds"),
            (f"{lesson.keywords_f1:.2f}", "F1 of the codebook’s terms, on the same statements"),
            (f"{lesson.n_yes:,} / {lesson.n_no:,}", "coded with / without it"),
            (f"{len(lesson.proposals):,}", wording.noun(len(lesson.proposals), "suggested statement")),
        ]
    )
    prose.note(AGREEMENT)
    if not lesson.proposals:
        prose.note("No other statement seems to have this theme.")
        return
    st.markdown("#### Suggested statements: they count once you confirm them")
    numbers = [proposal.number for proposal in lesson.proposals]
    proposed = rest.iloc[numbers]
    about = {
        (row.article_id, row.statement_id): proposal
        for row, proposal in zip(proposed.itertuples(), lesson.proposals, strict=True)
    }

    def below(row: Any) -> None:
        proposal = about[row.article_id, row.statement_id]
        words = (
            f"because of {wording.listed([f'“{word}”' for word in proposal.words])}" if proposal.words else "by meaning"
        )
        st.html(
            f'<span class="or-meta">{100 * proposal.probability:.0f}% likely, {escape.html(words)}</span>',
            width="content",
        )
        for label, holds in (("Confirm", True), ("Reject", False)):
            st.button(
                label,
                key=f"or_proposed_{holds}_{row.article_id}_{row.statement_id}",
                type="tertiary",
                on_click=annotation_log.save,
                args=(theme_override_form.decision(view, row, theme.id, holds=holds),),
            )

    marks = {key: proposal.words for key, proposal in about.items()}
    statement_list.statements(view, proposed, name=f"proposed_{theme.id}", marks=lambda _: marks, below=below)
