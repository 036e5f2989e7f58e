"""What is shown, in a few sentences: for the Overview, and for the report that is printed. Plain text; no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.dashboard.charts import timeline
from onrecord.dashboard.presenters import filter_words, rows
from onrecord.dashboard.text import wording
from onrecord.query import NOBODY

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.dashboard.context import View

_NAMED = 5
_MIN_STATEMENTS = 5
"""Statements from which on the share that an outlet quotes is told."""
_MIN_COVERED = 3
"""Where less than one statement in so many has a theme, the codebook may be the wrong one."""


def title(view: View) -> tuple[str, str]:
    """What the articles shown are called, and what is known of them: outlet, days, length."""
    ask, filters = view.ask, view.filters
    count = ask.count("articles", filters)
    articles = ask.rows("articles", filters, most=_NAMED)
    length = wording.counted(ask.totals(filters)["words"], "word")
    if count == 1:
        row: Any = next(articles.itertuples())
        known = [str(value) for value in (row.source, row.published) if wording.given(value)]
        return view.titles[row.article_id], " · ".join([*(known or ["Outlet and date not given"]), length])
    days = ask.days(filters)
    parts = [f"{days['first']} to {days['last']}"] if days["first"] else []
    outlets = int(ask.sources(filters)["source"].notna().sum())
    parts += [wording.counted(outlets, "outlet")] if outlets else []
    if count <= len(articles):
        parts += [view.titles[article_id] for article_id in articles["article_id"]]
    return f"{count:,} articles", " · ".join([*parts, length])


def answer(view: View) -> str:
    """How much is said, by how many, and who is quoted or paraphrased most."""
    totals = view.ask.totals(view.filters)
    said, quoted, speakers = totals["statements"], totals["quoted"], totals["speakers"]
    parts = [wording.counted(said, "statement")]
    if speakers:
        parts[0] += f" by {wording.counted(speakers, 'speaker')}"
    else:
        parts.append("unattributed")
    if quoted:
        how_many = "" if quoted == said == 1 else "all " if quoted == said else f"{quoted:,} "
        parts.append(f"{how_many}with quoted words")
    elif said > 1:
        parts.append("none with quoted words")
    sentence = f"{', '.join(parts)}."
    words = _most(rows.words_by_speaker(view, view.filters, 3), "words")
    if len(words) > 1 and words.iloc[0] > words.iloc[1]:
        sentence += (
            f" {words.index[0]} is quoted or paraphrased most: {words.iloc[0]:,} of {totals['attributed']:,} "
            "attributed words."
        )
    return sentence


def numbers(view: View) -> list[tuple[str, str]]:
    """Four numbers, each with its name."""
    totals = view.ask.totals(view.filters)
    said, voices, people = totals["statements"], totals["speakers"], totals["people"]
    named = wording.counted(people, "named person", "named people")
    return [
        (f"{said:,}", f"{wording.noun(said, 'statement')}, {totals['quoted']:,} quoted"),
        (f"{voices:,}", f"{wording.noun(voices, 'speaker')}, {named}"),
        (f"{totals['themes']:,}", f"{wording.noun(totals['themes'], 'theme')} in statements"),
        (f"{totals['figures']:,}", wording.noun(totals["figures"], "figure")),
    ]


def on_themes(counted: pd.DataFrame) -> str:
    """Who raises which theme most often, from ``rows.speaker_by_theme``: the title of a chart of both."""
    counted = counted[counted["speaker_key"] != NOBODY]
    if counted.empty:
        return "All statements on themes are unattributed"
    most = int(counted["statements"].max())
    if most == 1:
        return "No speaker raises a theme more than once"
    first = counted[counted["statements"] == most]
    names = [f"{speaker} on “{theme}”" for speaker, theme in zip(first["speaker"], first["theme"], strict=True)]
    each = " each" if len(first) > 1 else ""
    return f"{wording.listed_first(names)} most often ({wording.counted(most, 'statement')}{each})"


def poorly_covered(coded: int, said: int) -> str:
    """Words on how few statements have a theme, where the codebook may be the wrong one; else empty."""
    if _MIN_COVERED * coded >= said:
        return ""
    return (
        f"Only {coded:,} of {said:,} statements {wording.noun(coded, 'has', 'have')} a theme: another codebook may fit "
        "these articles better."
    )


def most_space(counted: pd.DataFrame, measure: str) -> str:
    """Who gets most ``measure`` (words or statements), from ``rows.words_by_speaker``: the title of a chart."""
    totals = _most(counted, measure)
    if totals.empty:
        return "All statements are unattributed"
    first = totals[totals == totals.iloc[0]]
    share = f"{100 * int(first.sum()) / int(totals.sum()):.0f}% of all attributed {measure}"
    count = wording.counted(int(first.iloc[0]), measure.removesuffix("s"))
    return f"{wording.listed_first(first.index)}: {count}{' each, together' if len(first) > 1 else ','} {share}"


def over_time(counted: pd.DataFrame, unit: str, noun: str) -> str:
    """When most of it is, from a timeline with ``begin`` and ``n``: the title of a chart over time."""
    by_time = counted.groupby("begin")["n"].sum()
    most, total = int(by_time.max()), int(by_time.sum())
    level = by_time[by_time == most].index
    when = timeline.words_for(level[0], unit)
    if len(by_time) == 1:
        return f"The only {noun} is from {when}" if total == 1 else f"All {total:,} {noun}s are from {when}"
    others, each = "", ""
    if len(level) > 1:
        others, each = f" and {wording.counted(len(level) - 1, f'other {unit}')}", " each"
    return f"Most {noun}s are from {when}{others} ({most:,} of {total:,}{each})"


def outlets(counted: pd.DataFrame) -> str:
    """How many outlets there are, and which quotes most and least, from ``Collection.sources``."""
    stated = counted[counted["source"].notna()]
    articles = int(stated["articles"].sum())
    sentence = f"{wording.counted(len(stated), 'outlet')} with {wording.counted(articles, 'article')}."
    enough = stated[stated["statements"] >= _MIN_STATEMENTS]
    if len(enough) > 1:
        share = (enough["quoted"] / enough["statements"]).set_axis(enough["source"]).sort_values(kind="stable")
        if share.iloc[-1] > share.iloc[0]:
            sentence += (
                f" {share.index[-1]} quotes most ({share.iloc[-1]:.0%} of its statements have quoted words), "
                f"{share.index[0]} least ({share.iloc[0]:.0%})."
            )
    without = int(counted["articles"].sum()) - articles
    if without:
        left = wording.noun(without, "is", "are")
        sentence += f" {wording.counted(without, 'article')} without an outlet {left} left out."
    return sentence


def _most(counted: pd.DataFrame, measure: str) -> pd.Series:
    """How many words or statements each speaker has, most first; what is unattributed is left out."""
    named = counted[counted["key"] != NOBODY]
    totals = named.groupby("key", sort=False).agg({"speaker": "first", measure: "sum"}).set_index("speaker")[measure]
    return totals.sort_values(ascending=False, kind="stable")


@dataclass(frozen=True)
class Notes:
    """Where what is shown comes from, for a file that leaves the page; a sentence each, without its stop."""

    made: str
    articles: str
    codebook: str
    filters: str
    people: str

    @property
    def lines(self) -> list[str]:
        """Those that say something."""
        return [line for line in (self.made, self.articles, self.codebook, self.filters, self.people) if line]


def notes(view: View) -> Notes:
    """The notes on a view."""
    filters = filter_words.describe(view)
    name, about = title(view)
    placed = len(view.ask.applied)
    return Notes(
        made=f"Made by On Record {__version__}",
        articles=f"{name} ({about})",
        codebook=f"Themes are coded by {view.codebook}",
        filters=f"Filtered by {'; '.join(filters)}" if filters else "No filters",
        people=f"{wording.counted(placed, 'row was', 'rows were')} checked or corrected by people" if placed else "",
    )
