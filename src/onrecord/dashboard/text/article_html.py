"""The article as HTML to be read: marks on its words, and a margin that says who speaks. Knows no Streamlit.

Everything that comes from an article passes ``render``, which escapes each word once. Marks may overlap in any way:
the text is cut wherever one starts or ends, and each piece carries what covers it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from onrecord.dashboard.text import escape, wording
from onrecord.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from onrecord.tables import Tables

HERE = "or-here"
"""The id and the class of the place that a link leads to."""
KIND_HELP = {
    "direct": "direct: in quotation marks",
    "indirect": "indirect: in the reporter’s words",
    "mixed": "mixed: partly in quotation marks",
}


_SPAN = re.compile(r'<span class="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to show on ``start`` to ``end`` of the text: CSS classes, a colour, words for the pointer, and the
    number of a statement that can be chosen there.

    Where marks overlap all classes hold; of colours and statements those of the shortest mark that has one.
    """

    start: int
    end: int
    classes: tuple[str, ...]
    colour: str | None = None
    title: str = ""
    statement: int | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a paragraph, for its margin; ``shown`` is false where the filters leave the voice out.

    ``inferred`` says how that was found out, where none of the paragraph's statements names the speaker.
    """

    key: str
    name: str
    role: str
    colour: str
    shown: bool = True
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the article: its span, whether it is the headline, who speaks in it, which themes it shows."""

    span: Span
    is_headline: bool
    voices: tuple[Voice, ...] = ()
    labels: tuple[str, ...] = ()


def render(text: str, span: Span, marks: Iterable[Mark]) -> str:
    """HTML of ``text`` within ``span``, with ``marks``. Without its tags and unescaped it is that text, exactly."""
    inside = [mark for mark in marks if mark.start < min(mark.end, span.end) and mark.end > span.start]
    starting: dict[int, list[int]] = {}
    ending: dict[int, list[int]] = {}
    for number, mark in enumerate(inside):
        starting.setdefault(max(mark.start, span.start), []).append(number)
        ending.setdefault(min(mark.end, span.end), []).append(number)
    edges = sorted({span.start, span.end, *starting, *ending})
    covering: dict[int, None] = {}
    pieces = []
    for start, end in pairwise(edges):
        for number in ending.get(start, ()):
            covering.pop(number, None)
        covering.update(dict.fromkeys(starting.get(start, ())))
        words = escape.html(text[start:end])
        held = [inside[number] for number in sorted(covering)]
        pieces.append(_span(words, held) if held else words)
    return "".join(pieces)


def _span(words: str, held: list[Mark]) -> str:
    classes = " ".join(dict.fromkeys(name for mark in held for name in mark.classes))
    nearest = sorted((mark for mark in held if mark.colour), key=lambda mark: mark.end - mark.start)
    said = next((mark.statement for mark in nearest if mark.statement is not None), None)
    titles = "; ".join(dict.fromkeys(mark.title for mark in held if mark.title))
    style = f' style="--or-colour:{escape.html(nearest[0].colour)}"' if nearest else ""
    title = f' title="{escape.html(titles)}"' if titles else ""
    number = f' data-or-said="{said}"' if said is not None else ""
    return f'<span class="{escape.html(classes)}"{style}{title}{number}>{words}</span>'


def article_html(text: str, parts: Iterable[Part], marks: Iterable[Mark], *, title: str, byline: str = "") -> str:
    """HTML of a whole article.

    The headline is its first heading; without one ``title`` is. ``byline`` is plain text below it. The first piece
    marked ``HERE`` gets that as its id.
    """
    parts, ordered = list(parts), sorted(marks, key=lambda mark: mark.start)
    below = f'<p class="or-byline">{escape.html(byline)}</p>' if byline else ""
    rows = [] if any(part.is_headline for part in parts) else [_row("", f"<h1>{escape.html(title)}</h1>{below}")]
    found = False
    for part, held in zip(parts, _within(parts, ordered), strict=True):
        words = render(text, part.span, held)
        target = any(HERE in mark.classes for mark in held)
        if target and not found:
            found = True
            words = _with_id(words)
        body = f"<h1>{words}</h1>{below}" if part.is_headline else f"<p>{words}</p>"
        rows.append(_row(_margin(part), body, " or-target" if target else ""))
    return f'<article class="or-article">{"".join(rows)}</article>'


def _within(parts: list[Part], ordered: list[Mark]) -> list[list[Mark]]:
    """The marks that touch each part; parts stand in order and do not overlap, ``ordered`` is by start."""
    held: list[list[Mark]] = []
    waiting: list[Mark] = []
    position = 0
    for part in parts:
        while position < len(ordered) and ordered[position].start < part.span.end:
            waiting.append(ordered[position])
            position += 1
        waiting = [mark for mark in waiting if mark.end > part.span.start]
        held.append(list(waiting))
    return held


def _with_id(words: str) -> str:
    """``words`` with an id and a place in the focus order on the first span that is the target of a link."""
    for opening in _SPAN.finditer(words):
        if HERE in opening[1].split():
            start = opening.start() + len("<span ")
            return f'{words[:start]}id="{HERE}" tabindex="-1" {words[start:]}'
    return words


def _row(margin: str, body: str, target: str = "") -> str:
    return f'<div class="or-par{target}"><div class="or-margin">{margin}</div><div class="or-body">{body}</div></div>'


def _margin(part: Part) -> str:
    voices = "".join(
        f'<div class="{"or-voice" if voice.shown else "or-left"}" style="--or-colour:{escape.html(voice.colour)}">'
        f"<b>{escape.html(voice.name)}</b>"
        + (f'<span class="or-role">{escape.html(voice.role)}</span>' if voice.role else "")
        + (f'<span class="or-inferred">{escape.html(voice.inferred)}</span>' if voice.inferred else "")
        + "</div>"
        for voice in part.voices
    )
    labels = f'<div class="or-labels">{escape.html(" · ".join(part.labels))}</div>' if part.labels else ""
    return voices + labels


def paragraphs(sentences: pd.DataFrame) -> list[Part]:
    """The paragraphs of one article from its ``sentences``: from the first sentence's start to the last's end."""
    found: dict[int, Part] = {}
    columns = (sentences[name] for name in ("paragraph", "start", "end", "is_headline"))
    for number, start, end, is_headline in zip(*columns, strict=True):
        known = found.get(number)
        span = Span(known.span.start if known else int(start), int(end))
        found[number] = Part(span, bool(is_headline))
    return [found[number] for number in sorted(found)]


def with_voices(parts: list[Part], statements: pd.DataFrame, voice_of: Callable[[Any], Voice]) -> list[Part]:
    """``parts`` with who speaks in each, in the order of the text; ``voice_of`` takes a row of ``statements``."""
    starts, ends = _edges(parts)
    voices: list[dict[str, Voice]] = [{} for _ in parts]
    for row in statements.sort_values("start").itertuples():
        voice = voice_of(row)
        for start, end in spans(row):
            for number in range(bisect_right(ends, start), bisect_left(starts, end)):
                known = voices[number].get(voice.key, voice)
                voices[number][voice.key] = replace(
                    voice,
                    shown=voice.shown or known.shown,
                    inferred=known.inferred if voice.inferred else "",
                )
    return [replace(part, voices=tuple(held.values())) for part, held in zip(parts, voices, strict=True)]


def with_labels(parts: list[Part], theme_mentions: pd.DataFrame, labels: Mapping[str, str]) -> list[Part]:
    """``parts`` with the labels of the themes that show in each."""
    starts, ends = _edges(parts)
    found: list[dict[str, None]] = [{} for _ in parts]
    ordered = theme_mentions.sort_values("start")
    for start, end, theme_id in zip(*(ordered[name] for name in ("start", "end", "theme_id")), strict=True):
        for number in range(bisect_right(ends, start), bisect_left(starts, end)):
            found[number][labels.get(theme_id, theme_id)] = None
    return [replace(part, labels=tuple(held)) for part, held in zip(parts, found, strict=True)]


def spans(statement: Any) -> list[tuple[int, int]]:
    """The parts of a row of ``statements``, as places in the article."""
    return [(start, end) for start, end in statement.spans]


def _edges(parts: list[Part]) -> tuple[list[int], list[int]]:
    return [part.span.start for part in parts], [part.span.end for part in parts]


def statement_marks(statements: pd.DataFrame, shown: pd.DataFrame, voice_of: Callable[[Any], Voice]) -> list[Mark]:
    """A mark a part of each row of ``statements``; those that are not among ``shown`` are drawn back, and cannot be
    chosen.
    """
    kept = set(shown["statement_id"])
    marks = []
    row: Any
    for row in statements.itertuples():
        there = row.statement_id in kept
        classes = ["or-said", f"or-{row.kind}"]
        classes += ["or-negated"] * bool(row.negated) + ["or-out"] * (not there)
        voice = voice_of(row)
        about = [voice.name, voice.inferred, KIND_HELP[str(row.kind)]]
        about.append(f"“{row.cue}”" if wording.given(row.cue) else "")
        about.append("not the speaker’s claim" if row.negated else "")
        words = ", ".join(filter(None, about))
        number = int(row.statement_id) if there else None
        marks += [Mark(start, end, tuple(classes), voice.colour, words, number) for start, end in spans(row)]
    return marks


def inferred_marks(statements: pd.DataFrame, voice_of: Callable[[Any], Voice]) -> list[Mark]:
    """A mark on the words that stand for a speaker whom they do not name: "She", "The minister"."""
    marks = []
    row: Any
    for row in statements[statements["speaker_evidence"].isin(("pronoun", "description"))].itertuples():
        voice = voice_of(row)
        if voice.inferred and wording.given(row.source_start):
            title = f"taken to be {voice.name}"
            marks.append(Mark(int(row.source_start), int(row.source_end), ("or-inferred",), title=title))
    return marks


def left_out(sentences: pd.DataFrame, shown: pd.DataFrame) -> list[Mark]:
    """A mark a sentence that the filters leave out."""
    kept = set(shown["sentence_id"])
    columns = (sentences[name] for name in ("sentence_id", "start", "end"))
    return [
        Mark(int(start), int(end), ("or-out",))
        for number, start, end in zip(*columns, strict=True)
        if number not in kept
    ]


def theme_marks(theme_mentions: pd.DataFrame, labels: Mapping[str, str]) -> list[Mark]:
    """A mark a place where a term of the codebook shows a theme; what people decided is of whole statements."""
    ruled = theme_mentions[theme_mentions["method"] == "rule"]
    columns = (ruled[name] for name in ("start", "end", "theme_id", "term"))
    return [
        Mark(
            int(start),
            int(end),
            ("or-theme",),
            title=f"theme: {labels.get(theme_id, theme_id)}, by the term “{wording.term(term)}”",
        )
        for start, end, theme_id, term in zip(*columns, strict=True)
    ]


def figure_marks(figures: pd.DataFrame) -> list[Mark]:
    """A mark a figure, with what it measures for the pointer."""
    return [_figure_mark(row) for row in figures.itertuples()]


def _figure_mark(row: Any) -> Mark:
    words = (f"{wording.quantity(row)} {wording.unit(row)}".strip(), row.what, row.period)
    title = "figure: " + ", ".join(str(word) for word in words if wording.given(word))
    return Mark(int(row.start), int(row.end), ("or-figure",), title=title)


def numbered(asked: str) -> tuple[str, int] | None:
    """The article and the number of a row in it that a parameter of the address, ``article_id:number``, names."""
    article_id, _, number = asked.rpartition(":")
    if not article_id or not (number.isascii() and number.isdigit() and len(number) < 12):
        return None
    return article_id, int(number)


def target_of(tables: Tables, asked: Mapping[str, str]) -> tuple[str, Span] | None:
    """The article and the place that ``asked`` leads to, or nothing where it names no row.

    ``asked`` holds the parameters of the address: ``statement`` or ``sentence``, each ``article_id:number``. The place
    of a statement is that of its sentences, from the first to the last.
    """
    for name, column in (("statement", "statement_id"), ("sentence", "sentence_id")):
        named = numbered(asked.get(name, ""))
        if named is None:
            continue
        article_id, number = named
        frame = tables.statements if name == "statement" else tables.sentences
        rows = frame[(frame["article_id"] == article_id) & (frame[column] == number)]
        if rows.empty:
            continue
        row = rows.iloc[0]
        last = row.get("last_sentence_id", row["sentence_id"])
        held = tables.sentences
        inside = held[
            (held["article_id"] == article_id) & held["sentence_id"].between(int(row["sentence_id"]), int(last))
        ]
        return article_id, Span(int(inside["start"].min()), int(inside["end"].max()))
    return None
