"""What pages are built from: the answer, the numbers, a chart with its rows, statements, links into the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.export import to_csv
from onrecord.views import frame, safe, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd
    import plotly.graph_objects as go

    from onrecord.views.frame import View

_PAGE = 20
"""Statements drawn at once."""


def lead(sentence: str, eyebrow: str = "") -> None:
    """The answer in a plain sentence, given as plain text."""
    above = f'<p class="or-eyebrow">{safe.html(eyebrow)}</p>' if eyebrow else ""
    st.html(f'{above}<p class="or-lead">{safe.html(sentence)}</p>')


def numbers(entries: Iterable[tuple[str, str]]) -> None:
    """Three or four numbers, each with its name."""
    cells = (f"<div><b>{safe.html(value)}</b><span>{safe.html(name)}</span></div>" for value, name in entries)
    st.html(f'<div class="or-numbers">{"".join(cells)}</div>')


def note(sentence: str) -> None:
    """A remark, given as plain text."""
    st.html(f'<p class="or-note">{safe.html(sentence)}</p>')


def chart(
    figure: go.Figure,
    rows: pd.DataFrame,
    *,
    name: str,
    alt: str,
    on_click: Callable[[list[str]], None] | None = None,
    codebook: str | None = None,
) -> None:
    """A chart and, one click away, its ``rows``; ``on_click`` gets the keys of the mark that was clicked.

    ``codebook`` as for ``download``.
    """
    settings: dict[str, Any] = {"theme": None, "config": {"displayModeBar": False, "doubleClick": False}, "alt": alt}
    if on_click is None:
        st.plotly_chart(figure, key=f"or_chart_{name}", **settings)
    else:
        key = frame.chart_key(f"or_chart_{name}")
        event = st.plotly_chart(figure, key=key, on_select="rerun", selection_mode="points", **settings)
        points = [point for point in event["selection"]["points"] if point.get("customdata")]
        if points:
            on_click(list(points[0]["customdata"]))
    with st.expander("The table behind this chart"):
        table(rows, name=name, codebook=codebook)


def table(
    rows: pd.DataFrame,
    *,
    name: str,
    columns: Mapping[str, Any] | None = None,
    alt: str | None = None,
    codebook: str | None = None,
) -> None:
    """Rows, and a CSV of exactly them; ``codebook`` as for ``download``."""
    st.dataframe(
        rows, hide_index=True, column_config=dict(columns or {}), placeholder="", key=f"or_rows_{name}", alt=alt
    )
    download(rows, name=name, codebook=codebook)


def download(rows: pd.DataFrame, *, name: str, codebook: str | None = None) -> None:
    """A button that gives ``rows`` as CSV; the file is made when it is asked for.

    ``codebook`` cites what themes were coded by, and stands in the file as its last column.
    """
    given = rows if codebook is None else rows.assign(codebook=codebook)
    st.download_button(
        f"Download {wording.counted(len(rows), 'row')} as CSV",
        data=lambda: to_csv(given, for_spreadsheets=True),
        file_name=f"onrecord-{name}.csv",
        mime="text/csv",
        key=f"or_csv_{name}",
        on_click="ignore",
    )


def read_link(view: View, row: Any, label: str = "Read it in the article →") -> None:
    """A link to the place of a row in the article: its statement, or its sentence where it stands in none."""
    statement = row.statement_id
    place = {"statement": statement} if wording.given(statement) else {"sentence": row.sentence_id}
    more = {name: f"{row.article_id}:{number}" for name, number in place.items()}
    frame.link("pages/read.py", label, view, **more)


def statements(
    view: View,
    rows: pd.DataFrame,
    *,
    name: str,
    with_speaker: bool = True,
    marks: Mapping[Any, Iterable[str]] | None = None,
    below: Callable[[Any], None] | None = None,
) -> None:
    """Statements in the order of the text, each with its cue, themes, figures and a link to its place.

    ``marks`` are words to mark, by article and statement; ``below`` draws more beside a statement's link.
    """
    themes = _by_statement(view.tables.theme_mentions, "theme_id", view.theme_labels.get)
    figures = _by_statement(view.tables.figures, "text", lambda text: text)
    several = len(view.tables.articles) > 1
    counter = f"or_more_{name}"
    shown = _PAGE * (1 + st.session_state.get(counter, 0))
    part = rows.head(shown)
    for row, key in zip(part.itertuples(), view.keys_of(part), strict=True):
        at = (row.article_id, row.statement_id)
        with st.container(gap="xxsmall"):
            words = (marks or {}).get(at, ())
            tags = themes.get(at, []), figures.get(at, [])
            st.html(_statement(view, row, key, *tags, with_speaker, several, words))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                read_link(view, row)
                if below is not None:
                    below(row)
    if len(rows) > shown:
        left = min(_PAGE, len(rows) - shown)
        st.button(
            f"Show the next {left} of {len(rows):,} statements",
            key=f"{counter}_button",
            on_click=_more,
            args=(counter,),
        )


def marked(text: str, words: Iterable[str]) -> str:
    """HTML of ``text`` with the first place of each of ``words`` marked."""
    found = sorted((text.find(word), len(word)) for word in dict.fromkeys(words) if word and word != text)
    parts, end = [], 0
    for start, length in found:
        if start >= end:
            parts.append(f"{safe.html(text[end:start])}<mark>{safe.html(text[start : start + length])}</mark>")
            end = start + length
    return "".join(parts) + safe.html(text[end:])


def sentence(view: View, row: Any, start: Any, end: Any) -> str:
    """HTML of the sentence that holds ``start`` to ``end``, with these words marked; ``row`` has ``article_id``."""
    held = view.tables.sentences
    inside = (held["article_id"] == row.article_id) & (held["start"] <= start) & (held["end"] > start)
    if not inside.any():
        return ""
    found = held[inside].iloc[0]
    text = view.texts.get(row.article_id, "")
    close = max(int(found["end"]), int(end))
    before, words, after = text[int(found["start"]) : start], text[start:end], text[end:close]
    return f'<p class="or-evidence">{safe.html(before)}<mark>{safe.html(words)}</mark>{safe.html(after)}</p>'


def _statement(
    view: View,
    row: Any,
    key: str,
    themes: list[str],
    figures: list[str],
    with_speaker: bool,
    several: bool,
    marks: Iterable[str],
) -> str:
    about = []
    if with_speaker:
        about.append(f"<b>{safe.html(view.name_of(key))}</b>")
    if wording.given(row.cue):
        about.append(f"“{safe.html(row.cue)}”")
    about.append(f"{row.kind} statement")
    if wording.given(row.nested_source):
        about.append(f"reporting {safe.html(row.nested_source)}")
    if several:
        about.append(safe.html(view.titles[row.article_id]))
    said = marked(row.text, marks)
    words = f"“{said}”" if row.kind == "direct" else said
    tags = "".join(f'<span class="or-tag">{safe.html(label)}</span>' for label in themes)
    tags += "".join(f'<span class="or-tag"># {safe.html(text)}</span>' for text in figures)
    return (
        f'<div class="or-quote {row.kind}" style="--or-colour:{view.colour_of(key)}">'
        f'<div class="or-meta">{" · ".join(about)}</div><p class="or-words">{words}</p><div>{tags}</div></div>'
    )


def _by_statement(rows: pd.DataFrame, column: str, name: Callable[[Any], Any]) -> dict[Any, list[str]]:
    """The distinct values of ``column`` a statement, named, in the order of the text."""
    found: dict[Any, list[str]] = {}
    held = rows.dropna(subset="statement_id")
    for article_id, number, value in zip(held["article_id"], held["statement_id"], held[column], strict=True):
        values = found.setdefault((article_id, number), [])
        word = str(name(value))
        if word not in values:
            values.append(word)
    return found


def _more(counter: str) -> None:
    st.session_state[counter] = st.session_state.get(counter, 0) + 1
