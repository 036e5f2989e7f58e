"""HTML of statements and sentences, with words marked; all text is escaped. Knows no Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.dashboard.text import attribution, escape, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from onrecord.dashboard.context import View


def mark_words(text: str, words: Iterable[str]) -> str:
    """HTML of ``text`` with the first place of each of ``words`` marked."""
    found = sorted((text.find(word), len(word)) for word in dict.fromkeys(words) if word and word != text)
    parts, end = [], 0
    for start, length in found:
        if start >= end:
            parts.append(f"{escape.html(text[end:start])}<mark>{escape.html(text[start : start + length])}</mark>")
            end = start + length
    return "".join(parts) + escape.html(text[end:])


def sentence_html(view: View, row: Any, start: int, end: int, held: Any = None) -> str:
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
    with_confidence: bool = False,
    marks: Iterable[str] = (),
) -> str:
    """HTML of one statement: its speaker and how that was found, how it is said, themes and figures.

    Words that the speaker denies are led by that; a low confidence is said, another ``with_confidence``. ``marks`` are
    words to mark.
    """
    about = []
    if with_speaker:
        about.append(f"<b>{escape.html(view.name_of(key))}</b>")
    about.append(attribution.inferred_html(row, view.bare_name_of(key)))
    if wording.given(row.cue) and not attribution.denial(row):  # a denial has its cue before the words
        about.append(f"“{escape.html(row.cue)}”")
    about.append(f"{row.kind} statement")
    if str(row.method) == "human":
        about.append("corrected by a person")
    if wording.given(row.nested_source):
        about.append(f"quoting {escape.html(row.nested_source)}")
    if with_confidence or attribution.is_doubtful(row):
        about.append(attribution.confidence(row))
    if view.n_articles > 1:
        about.append(escape.html(view.titles[row.article_id]))
    said = mark_words(row.text, marks)
    words = f"“{said}”" if row.kind == "direct" else said
    tags = "".join(f'<span class="or-tag">{escape.html(label)}</span>' for label in themes)
    tags += "".join(f'<span class="or-tag"># {escape.html(text)}</span>' for text in figures)
    return (
        f'<div class="or-quote {row.kind}" style="--or-colour:{view.colour_of(key)}">'
        f'<div class="or-meta">{" · ".join(filter(None, about))}</div>'
        f'<p class="or-words">{attribution.denial_html(row)}{words}</p><div>{tags}</div></div>'
    )


def values_by_statement(rows: pd.DataFrame, column: str, name: Callable[[Any], Any]) -> dict[Any, list[str]]:
    """The distinct values of ``column`` a statement, named, in the order of the text."""
    found: dict[Any, list[str]] = {}
    held = rows.dropna(subset="statement_id")
    for article_id, number, value in zip(held["article_id"], held["statement_id"], held[column], strict=True):
        values = found.setdefault((article_id, number), [])
        word = str(name(value))
        if word not in values:
            values.append(word)
    return found
