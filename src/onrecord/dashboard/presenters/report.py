"""A report of the current view on one page, to be printed or attached: a single HTML file that loads nothing.

All that comes from an article is escaped. Knows no Streamlit.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from onrecord.dashboard.charts import palette
from onrecord.dashboard.presenters import rows, summary
from onrecord.dashboard.text import attribution, escape, wording

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from onrecord.dashboard.context import View

MAX_ROWS = 8
"""Rows of each table, and statements: what one page holds. The report says how many there are in all."""
_LONGEST_ROLE, _LONGEST = 70, 300
"""Characters of a role and of a statement that are printed; the tables have them whole."""

METHOD = (
    "Statements, speakers and figures were found by rules and a small model, themes by the terms of the codebook; each "
    "row is based on words of the article. A direct statement is in quotation marks, an indirect one is in the "
    "reporter’s words. Where the article does not name a speaker beside the words, the speaker was inferred. The "
    "parser makes mistakes: check a statement in its article before you quote it."
)


def html(view: View, day: datetime.date) -> bytes:
    """The report as a file; ``day`` is when it was made."""
    notes = summary.notes(view)
    view = replace(view, palette=palette.LIGHT, dark=False)  # paper is white
    name, about = summary.title(view)
    style = (files("onrecord.dashboard.assets") / "report.css").read_text(encoding="utf-8")
    cells = "".join(f"<div><b>{escape.html(n)}</b>{escape.html(words)}</div>" for n, words in summary.numbers(view))
    parts = [
        f"<h1>{escape.html(name)}</h1>",
        f'<p class="about">{escape.html(about)} · On Record, {day.day} {day:%B %Y}</p>',
        f'<p class="about"><b>{escape.html(notes.filters)}</b></p>',
        f'<p class="lead">{escape.html(summary.answer(view))}</p>',
        f'<div class="numbers">{cells}</div>',
        f'<div class="pair"><section>{_speakers(view)}</section><section>{_themes(view)}</section></div>',
        _figures(view),
        _statements(view),
        "<h2>How this was made</h2>",
        f'<p class="method">{escape.html(". ".join([METHOD.rstrip("."), *notes.lines]))}.</p>',
    ]
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape.html(name)} · On Record</title>"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style></head><body>{''.join(parts)}</body></html>"
    )
    return page.encode()


def _speakers(view: View) -> str:
    counted = view.ask.speaker_counts(view.filters, MAX_ROWS)
    names = view.names_of(counted["key"])
    most = max([int(words) for words in counted["words"]], default=1)
    listed = []
    row: Any
    for row in counted.itertuples():
        known = wording.shorten(wording.role(row), _LONGEST_ROLE)
        role = f"<br><small>{escape.html(known)}</small>" if known else ""
        colour = view.colour_of(row.key)
        listed.append(
            f"<tr><td>{escape.html(names[row.key])}{role}</td>"
            f'<td class="n">{row.statements:,}</td><td class="n">{row.direct + row.mixed:,}</td>'
            f'<td class="n">{row.words:,}</td>{_bar(row.words / most, colour)}</tr>'
        )
    numbers = "".join(f'<th class="n">{name}</th>' for name in ("Statements", "Quoted", "Words"))
    head = f"<tr><th>Speaker</th>{numbers}<th></th></tr>"
    return _table("Who speaks", head, listed, view.ask.n_speakers(view.filters), "speaker")


def _themes(view: View) -> str:
    counted = rows.theme_counts(view, view.filters)
    counted = counted[counted["statements"] > 0]
    most = max([int(count) for count in counted["statements"]], default=1)
    named = zip(*(counted[name].head(MAX_ROWS) for name in ("theme", "statements", "speakers")), strict=True)
    listed = [
        f'<tr><td>{escape.html(theme)}</td><td class="n">{said:,}</td><td class="n">{voices:,}</td>'
        f"{_bar(said / most, view.palette.accent)}</tr>"
        for theme, said, voices in named
    ]
    head = '<tr><th>Theme</th><th class="n">Statements</th><th class="n">Speakers</th><th></th></tr>'
    return _table("Themes", head, listed, len(counted), "theme")


def _figures(view: View) -> str:
    total = view.ask.count("figures", view.filters)
    described = rows.figure_rows(view, view.ask.rows("figures", view.filters, most=MAX_ROWS), with_sentences=False)
    columns = ("figure", "unit", "direction", "what", "period", "speaker", "words")
    listed = [
        f'<tr><td class="n"><b>{_cell(figure)}</b></td><td>{_cell(unit)} {_cell(direction)}</td><td>{_cell(what)}</td>'
        f"<td>{_cell(period)}</td><td>{_cell(speaker)}</td><td>“{_cell(words)}”</td></tr>"
        for figure, unit, direction, what, period, speaker, words in zip(
            *(described[name] for name in columns), strict=True
        )
    ]
    head = (
        '<tr><th class="n">Figure</th><th>Unit</th><th>Refers to</th><th>Period</th><th>Given by</th>'
        "<th>As written</th></tr>"
    )
    return _table("Figures", head, listed, total, "figure")


def _statements(view: View) -> str:
    total = view.ask.count("statements", view.filters)
    held = view.ask.telling(view.filters, MAX_ROWS)
    keys = view.keys_of(held)
    names = view.names_of(keys)
    listed = []
    row: Any
    for row, key in zip(held.itertuples(), keys, strict=True):
        said = escape.html(wording.shorten(row.text, _LONGEST))
        words = f"“{said}”" if row.kind == "direct" else said
        about = [f"<b>{escape.html(names[key])}</b>"]
        about.append(escape.html(attribution.inferred(row, view.bare_name_of(key))))
        about += [f"“{escape.html(row.cue)}”"] if wording.given(row.cue) else []
        about.append(f"{row.kind} statement")
        about += ["corrected by a person"] if row.method == "human" else []
        about += [escape.html(view.titles[row.article_id])] if view.n_articles > 1 else []
        about.append(f"sentence {int(row.sentence_id) + 1}")
        colour = view.colour_of(key)
        listed.append(
            f'<blockquote class="{row.kind}" style="--or-colour:{colour}">'
            f'<span class="about">{" · ".join(filter(None, about))}</span><br>'
            f"{attribution.denial_html(row)}{words}</blockquote>"
        )
    few = f": {len(listed)} of {total:,}, chosen for quotes, themes and figures" if total > len(listed) else ""
    return f"<h2>Statements{few}</h2>{''.join(listed)}" if listed else ""


def _table(title: str, head: str, listed: Sequence[str], total: int, noun: str) -> str:
    if not listed:
        return f"<h2>{title}</h2><p>No {noun}s to show.</p>"
    return f"<h2>{title}{_first_of(len(listed), total)}</h2><table>{head}{''.join(listed)}</table>"


def _first_of(shown: int, total: int) -> str:
    return f": first {shown:,} of {total:,}" if total > shown else ""


def _bar(share: float, colour: str) -> str:
    return f'<td class="bar"><i style="width:{100 * share:.0f}%;--or-colour:{colour}"></i></td>'


def _cell(value: object) -> str:
    return escape.html(value) if wording.given(value) else ""
