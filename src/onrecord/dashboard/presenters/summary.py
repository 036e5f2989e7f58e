"""What is shown, in a few sentences: for the Overview, and for the report that is printed. Plain text; no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.dashboard.presenters import filter_words, rows
from onrecord.dashboard.text import wording
from onrecord.query import NOBODY

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.dashboard.context import View

_NAMED = 5


def title(view: View) -> tuple[str, str]:
    """What the articles shown are called, and what is known of them: outlet, days, length."""
    ask, filters = view.ask, view.filters
    count = ask.count("articles", filters)
    articles = ask.rows("articles", filters, most=_NAMED)
    length = wording.counted(ask.totals(filters)["words"], "word")
    if count == 1:
        row: Any = next(articles.itertuples())
        known = [str(value) for value in (row.source, row.published) if wording.given(value)]
        return view.titles[row.article_id], " · ".join([*(known or ["Source and date are not stated"]), length])
    days = ask.days(filters)
    parts = [f"{days['first']} to {days['last']}"] if days["first"] else []
    outlets = int(ask.sources(filters)["source"].notna().sum())
    parts += [wording.counted(outlets, "outlet")] if outlets else []
    if count <= len(articles):
        parts += [view.titles[article_id] for article_id in articles["article_id"]]
    return f"{count:,} articles", " · ".join([*parts, length])


def answer(view: View) -> str:
    """How much is said, by how many, and who is given the most room."""
    totals = view.ask.totals(view.filters)
    sentence = f"{wording.counted(totals['voices'], 'speaker makes', 'speakers make')} "
    sentence += f"{wording.counted(totals['statements'], 'statement')}, {totals['quoted']:,} of them with words in "
    sentence += "quotation marks."
    counted = rows.words_by_speaker(view, view.filters, 3)
    words = counted[counted["key"] != NOBODY].groupby("speaker", sort=False)["words"].sum()
    words = words.sort_values(ascending=False, kind="stable")
    if len(words) > 1 and words.iloc[0] > words.iloc[1]:
        sentence += (
            f" The most room goes to {words.index[0]}: {words.iloc[0]:,} of {totals['attributed']:,} attributed words."
        )
    return sentence


def numbers(view: View) -> list[tuple[str, str]]:
    """Four numbers, each with its name."""
    totals = view.ask.totals(view.filters)
    said, voices, people = totals["statements"], totals["voices"], totals["people"]
    named = wording.counted(people, "named person", "named people")
    return [
        (f"{said:,}", f"{wording.noun(said, 'statement')}, {totals['quoted']:,} quoted"),
        (f"{voices:,}", f"{wording.noun(voices, 'speaker')}, {named}"),
        (f"{totals['themes']:,}", f"{wording.noun(totals['themes'], 'theme')} in statements"),
        (f"{totals['figures']:,}", wording.noun(totals["figures"], "figure")),
    ]


def on_themes(counted: pd.DataFrame) -> str:
    """Who raises which theme most often, from ``rows.speaker_by_theme``: the title of a chart of both."""
    most = int(counted["statements"].max())
    if most == 1:
        return "Nobody raises a theme more than once"
    first = counted[counted["statements"] == most]
    names = [f"{speaker} on “{theme}”" for speaker, theme in zip(first["speaker"], first["theme"], strict=True)]
    return f"Most often: {wording.listed_first(names)}, in {wording.counted(most, 'statement')}" + (
        " each" if len(first) > 1 else ""
    )


def room(counted: pd.DataFrame, measure: str) -> str:
    """Who is given most ``measure`` (words or statements), from ``rows.words_by_speaker``: the title of a chart."""
    totals = counted.groupby("speaker", sort=False)[measure].sum().sort_values(ascending=False, kind="stable")
    first = totals[totals == totals.iloc[0]]
    share = 100 * int(first.sum()) / int(totals.sum())
    what = "Most words go to" if measure == "words" else "Most statements are made by"
    each = " each" if len(first) > 1 else ""
    return (
        f"{what} {wording.listed_first(first.index)}: {int(first.iloc[0]):,}{each}, {share:.0f} percent of those here"
    )


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
    placed = len(view.ask.placed)
    return Notes(
        made=f"Made by On Record {__version__}",
        articles=f"{name} ({about})",
        codebook=f"Themes are coded by {view.codebook}",
        filters=f"Shown are only: {'; '.join(filters)}" if filters else "No filter was set",
        people=f"{wording.counted(placed, 'row was', 'rows were')} checked or corrected by people" if placed else "",
    )
