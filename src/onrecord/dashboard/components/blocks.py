"""What pages are built from: the answer, the numbers, a chart with its rows, statements, links into the article."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.dashboard import layout
from onrecord.dashboard.components import browser_buttons, correction_form
from onrecord.dashboard.text import escape, wording
from onrecord.errors import OnRecordError
from onrecord.export import FORMAT_NAMES, MIME_TYPES, Format, to_file
from onrecord.query import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

    from onrecord.dashboard.layout import View

_ONE_LINE = 32
"""Letters that a column of a table shows in a line."""
_THREE_LINES = 66
"""The height of a row in pixels; Streamlit wraps words in rows of more than 64."""
_PAGE = 20
"""Statements drawn at once."""
MOST_ROWS = 1_000
"""Rows of a table that are sent to the browser; more cannot be read there, and make it slow."""


def lead(sentence: str, eyebrow: str = "") -> None:
    """The answer in a plain sentence, given as plain text."""
    above = f'<p class="or-eyebrow">{escape.html(eyebrow)}</p>' if eyebrow else ""
    at_once(f'<div>{above}<p class="or-lead">{escape.html(sentence)}</p></div>')


def numbers(entries: Iterable[tuple[str, str]]) -> None:
    """Three or four numbers, each with its name."""
    cells = (f"<div><b>{escape.html(value)}</b><span>{escape.html(name)}</span></div>" for value, name in entries)
    at_once(f'<div class="or-numbers">{"".join(cells)}</div>')


def at_once(markup: str) -> None:
    """HTML of one block element that is there before a chart's code has come, as that of ``st.html`` is not.

    It goes by the way of Markdown, whose code is in the browser from the start. In one line without a blank one it is
    an HTML block of Markdown, in which nothing but HTML counts.
    """
    st.markdown(" ".join(markup.split()), unsafe_allow_html=True)


def note(sentence: str) -> None:
    """A remark, given as plain text."""
    st.html(f'<p class="or-note">{escape.html(sentence)}</p>')


def chart(
    figure: go.Figure,
    rows: pd.DataFrame,
    *,
    name: str,
    alt: str,
    title: str = "",
    on_click: Callable[[list[str]], None] | None = None,
    codebook: str | None = None,
    everything: tuple[int, Callable[[], pd.DataFrame]] | None = None,
) -> None:
    """A chart and, one click away, its ``rows`` and its picture as a file.

    ``title``, in plain text, says what the chart shows. ``on_click`` gets the keys of the mark that was clicked.
    ``codebook`` as for ``download``; ``everything`` as for ``table``.
    """
    if title:
        st.markdown(f"### {escape.markdown(title)}")
    settings: dict[str, Any] = {"theme": None, "config": {"displayModeBar": False, "doubleClick": False}, "alt": alt}
    if on_click is None:
        st.plotly_chart(figure, key=f"or_chart_{name}", **settings)
    else:
        key = layout.chart_key(f"or_chart_{name}")
        event = st.plotly_chart(figure, key=key, on_select="rerun", selection_mode="points", **settings)
        points = [point for point in event["selection"]["points"] if point.get("customdata")]
        if points:
            on_click(list(points[0]["customdata"]))
    inside = folded("The table behind this chart", name)
    if inside is not None:
        with inside:
            table(rows, name=name, codebook=codebook, everything=everything)
            browser_buttons.save_chart(name, title)


def folded(label: str, name: str) -> Any:
    """An expander whose content is made only when it is open, then the place for it; None while it is closed."""
    held = st.expander(label, key=f"or_folded_{name}", on_change="rerun")
    return held if held.open else None


def table(
    rows: pd.DataFrame,
    *,
    name: str,
    columns: Mapping[str, Any] | None = None,
    alt: str | None = None,
    codebook: str | None = None,
    everything: tuple[int, Callable[[], pd.DataFrame]] | None = None,
) -> None:
    """Rows, and a CSV of exactly them; ``codebook`` as for ``download``.

    Where ``rows`` are the first of many, ``everything`` is how many there are and what makes them all: the table says
    so, and the CSV has them all.
    """
    shown = rows.head(MOST_ROWS)
    st.dataframe(
        shown, hide_index=True, column_config=dict(columns or {}), placeholder="", key=f"or_rows_{name}", alt=alt,
        row_height=row_height(shown),
    )  # fmt: skip
    total = everything[0] if everything else len(rows)
    if total > len(shown):
        note(f"The first {len(shown):,} of {total:,} rows; the file has them all.")
    if everything and total > len(rows):
        download(everything[1], name=name, codebook=codebook, count=total)
    else:
        download(rows, name=name, codebook=codebook)


def row_height(rows: pd.DataFrame) -> int | None:
    """The height of a table's rows in pixels: room to wrap words that are too long for a line; None where none are."""
    words = rows.select_dtypes(["string", "object"]).astype("string")
    longest = max((int(words[name].str.len().fillna(0).max()) for name in words if len(words)), default=0)
    return _THREE_LINES if longest > _ONE_LINE else None


def download(
    rows: pd.DataFrame | Callable[[], pd.DataFrame], *, name: str, codebook: str | None = None, count: int | None = None
) -> None:
    """Buttons that give ``rows`` as CSV, Excel, JSON or Parquet; the file is made when it is asked for.

    ``rows`` may be what makes them, then ``count`` says how many they are; it must not ask the session. ``codebook``
    cites what themes were coded by, and stands in the file as its last column.
    """

    def made(kind: Format) -> bytes:
        given = rows() if callable(rows) else rows
        return to_file(given if codebook is None else given.assign(codebook=codebook), kind, name=name)

    number = wording.counted((count if callable(rows) else len(rows)) or 0, "row")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for kind, label in FORMAT_NAMES.items():
            st.download_button(
                f"Download {number} as {label}" if kind == "csv" else label,
                data=partial(made, kind),
                file_name=f"onrecord-{name}.{kind}",
                mime=MIME_TYPES[kind],
                key=f"or_{kind}_{name}",
                type="secondary" if kind == "csv" else "tertiary",
                help=f"{number} as {label}",
                on_click="ignore",
            )


def bring(what: str, read: Callable[[str], Sequence[Any]], keep: Callable[[Sequence[Any]], None]) -> None:
    """A form that takes a CSV file of ``what`` that was downloaded here; ``read`` raises ``OnRecordError``."""
    name = f"or_bring_{what}"
    with st.expander(f"Bring {what} that were downloaded before"):
        with st.form(f"{name}_form", border=False, clear_on_submit=True):
            given = st.file_uploader(f"{what.capitalize()} as CSV", type=["csv"], key=name)
            pressed = st.form_submit_button("Bring them")
        if pressed and given is not None:
            try:
                found = read(given.getvalue().decode("utf-8-sig"))
            except UnicodeDecodeError:
                st.error("This file is not text in UTF-8. Choose the CSV file that was downloaded here.")
            except OnRecordError as error:
                st.error(escape.markdown(f"{error} Nothing was changed."))
            else:
                keep(found)
                layout.tell(f"{wording.counted(len(found), 'row')} of {what} brought.")
                st.rerun()


def read_link(view: View, row: Any, label: str = "Read it in the article →") -> None:
    """A link to the place of a row in the article: its statement, or its sentence where it stands in none."""
    statement = row.statement_id
    place = {"statement": statement} if wording.given(statement) else {"sentence": row.sentence_id}
    more = {name: f"{row.article_id}:{number}" for name, number in place.items()}
    layout.link("pages/read.py", label, view, **more)


def statements(
    view: View,
    wanted: Filters | pd.DataFrame,
    *,
    name: str,
    with_speaker: bool = True,
    marks: Callable[[pd.DataFrame], Mapping[Any, Iterable[str]]] | None = None,
    below: Callable[[Any], None] | None = None,
) -> None:
    """Statements, each with its cue, themes, figures and a link to its place: those that filters ask for, in the order
    of the text, or given rows of ``statements``.

    ``marks`` gives words to mark, by article and statement, for the statements that are drawn; ``below`` draws more
    beside a statement's link.
    """
    counter = f"or_more_{name}"
    most = _PAGE * (1 + st.session_state.get(counter, 0))
    if isinstance(wanted, Filters):
        total, part = view.ask.count("statements", wanted), view.ask.rows("statements", wanted, most=most)
    else:
        total, part = len(wanted), wanted.head(most)
    places = list(zip(part["article_id"], part["statement_id"], strict=True))
    themes = by_statement(view.ask.rows_at("theme_mentions", places), "theme_id", view.theme_labels.get)
    figures = by_statement(view.ask.rows_at("figures", places), "text", lambda text: text)
    marked_words = marks(part) if marks is not None else {}
    view.names_of(view.keys_of(part))
    for row, key, at in zip(part.itertuples(), view.keys_of(part), places, strict=True):
        with st.container(gap="xxsmall"):
            held = {"themes": themes.get(at, ()), "figures": figures.get(at, ()), "marks": marked_words.get(at, ())}
            st.html(statement_html(view, row, key, with_speaker=with_speaker, **held))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                read_link(view, row)
                correction_form.open_button(view, "statements", row, name)
                if below is not None:
                    below(row)
            correction_form.panel(view, "statements", row, name)
    if total > len(part):
        left = min(_PAGE, total - len(part))
        st.button(
            f"Show the next {left} of {total:,} statements",
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
            parts.append(f"{escape.html(text[end:start])}<mark>{escape.html(text[start : start + length])}</mark>")
            end = start + length
    return "".join(parts) + escape.html(text[end:])


def sentence(view: View, row: Any, start: int, end: int, held: Any = None) -> str:
    """HTML of the sentence that holds ``start`` to ``end``, with these words marked; ``row`` has ``article_id``.

    ``held`` is the sentence's row where the caller has it already.
    """
    found = view.ask.sentence_with(row.article_id, start) if held is None else held
    if found is None:
        return ""
    text, begin = str(found.text), int(found.start)
    if end > int(found.end):  # the words run on into the next sentence
        text = view.ask.text_of(row.article_id)[begin:end]
    before, words, after = text[: start - begin], text[start - begin : end - begin], text[end - begin :]
    return f'<p class="or-evidence">{escape.html(before)}<mark>{escape.html(words)}</mark>{escape.html(after)}</p>'


def statement_html(
    view: View,
    row: Any,
    key: str,
    *,
    themes: Iterable[str] = (),
    figures: Iterable[str] = (),
    with_speaker: bool = True,
    marks: Iterable[str] = (),
) -> str:
    """HTML of one statement: its speaker, how it is said, themes and figures; ``marks`` are words to mark in it."""
    about = []
    if with_speaker:
        about.append(f"<b>{escape.html(view.name_of(key))}</b>")
    if wording.given(row.cue):
        about.append(f"“{escape.html(row.cue)}”")
    about.append(f"{row.kind} statement")
    if str(row.method) == "human":
        about.append("corrected by a person")
    if wording.given(row.nested_source):
        about.append(f"reporting {escape.html(row.nested_source)}")
    if view.n_articles > 1:
        about.append(escape.html(view.titles[row.article_id]))
    said = marked(row.text, marks)
    words = f"“{said}”" if row.kind == "direct" else said
    tags = "".join(f'<span class="or-tag">{escape.html(label)}</span>' for label in themes)
    tags += "".join(f'<span class="or-tag"># {escape.html(text)}</span>' for text in figures)
    return (
        f'<div class="or-quote {row.kind}" style="--or-colour:{view.colour_of(key)}">'
        f'<div class="or-meta">{" · ".join(about)}</div><p class="or-words">{words}</p><div>{tags}</div></div>'
    )


def by_statement(rows: pd.DataFrame, column: str, name: Callable[[Any], Any]) -> dict[Any, list[str]]:
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
