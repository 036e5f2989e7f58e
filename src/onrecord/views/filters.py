"""Filters: from a page's address to filters, and from filters to the rows that are shown. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import reduce
from typing import TYPE_CHECKING, Any

import pandas as pd

from onrecord.tables import ABOUT_THEMES, STATEMENT_KINDS, Tables, count_themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOBODY = "~"
"""The speaker filter's value for statements whose source cannot be told."""

_KEY = ["article_id", "statement_id"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: ids of articles, speakers and themes, kinds of statement, and words to search for.

    Within one field any value will do; all fields must hold. ``speaker`` may hold ``NOBODY``.
    """

    article: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    query: str = ""

    @classmethod
    def from_query(cls, params: Mapping[str, Any]) -> Filters:
        """Read filters from query parameters: a name with a string or with a list of strings; the search is ``q``."""

        def values(name: str) -> tuple[str, ...]:
            held = params.get(name, ())
            return tuple(dict.fromkeys([held] if isinstance(held, str) else held))

        words = values("q")
        return cls(
            article=values("article"),
            speaker=values("speaker"),
            theme=values("theme"),
            kind=values("kind"),
            query=words[-1][:200].strip() if words else "",
        )

    @property
    def query_params(self) -> dict[str, str | list[str]]:
        """The parameters that ``from_query`` reads back; a filter that is not set has none."""
        held: dict[str, str | list[str]] = {
            name: list(getattr(self, name)) for name in ("article", "speaker", "theme", "kind") if getattr(self, name)
        }
        if self.query:
            held["q"] = self.query
        return held

    @property
    def is_active(self) -> bool:
        return bool(self.active)

    @property
    def active(self) -> tuple[str, ...]:
        """The names of the fields that are set."""
        return tuple(entry.name for entry in fields(self) if getattr(self, entry.name))

    def without(self, *names: str) -> Filters:
        """These filters with the fields ``names`` cleared."""
        cleared: dict[str, Any] = {name: "" if name == "query" else () for name in names}
        return replace(self, **cleared)

    def toggled(self, **values: str) -> Filters:
        """These filters with each field set to its one value; cleared where all of them are set to it already."""
        if all(getattr(self, name) == (value,) for name, value in values.items()):
            return self.without(*values)
        wanted: dict[str, Any] = {name: (value,) for name, value in values.items()}
        return replace(self, **wanted)

    def minus(self, name: str, value: str) -> Filters:
        """These filters without one value of one field."""
        if name == "query":
            return self.without("query")
        left: dict[str, Any] = {name: tuple(held for held in getattr(self, name) if held != value)}
        return replace(self, **left)

    def known(self, tables: Tables) -> Filters:
        """These filters without the values that ``tables`` do not hold (an old link, another session's article)."""
        allowed = {
            "article": set(tables.articles["article_id"]),
            "speaker": {*tables.speakers["speaker_id"], NOBODY},
            "theme": set(tables.themes["theme_id"]),
            "kind": set(STATEMENT_KINDS),
        }
        kept: dict[str, Any] = {
            name: tuple(value for value in getattr(self, name) if value in values) for name, values in allowed.items()
        }
        return replace(self, **kept)


def apply(tables: Tables, filters: Filters) -> Tables:
    """The rows of ``tables`` that ``filters`` ask for.

    Statements are filtered; the rest follows. A theme mention or a figure inside a statement stays with it, one in
    the reporter's own words stays unless a speaker or a kind is asked for, if its sentence has the theme and the words
    asked for. Theme mentions are of the themes asked for alone. Sentences, speakers and mentions are those of the rows
    that stay. ``themes`` is counted anew; the counts in ``speakers`` and ``articles`` stay facts about the article.
    """
    if not filters.is_active:
        return tables
    if filters.article:
        tables = _of_articles(tables, filters.article)
    if not filters.without("article").is_active:
        return tables
    statements = tables.statements[_wanted(tables, filters)]
    reported = not filters.speaker and not filters.kind
    places = _places(tables, filters) if reported else None

    def stay(frame: pd.DataFrame) -> pd.Series:
        held = _in(frame, statements, _KEY) & frame["statement_id"].notna()
        if places is None:
            return held
        return held | (frame["statement_id"].isna() & _in(frame, places, ["article_id", "sentence_id"]))

    theme_mentions = tables.theme_mentions[stay(tables.theme_mentions)]
    if filters.theme:
        theme_mentions = theme_mentions[theme_mentions["theme_id"].isin(filters.theme)]
    figures = tables.figures[stay(tables.figures)]
    themes = tables.themes
    if filters.theme:
        themes = themes[themes["theme_id"].isin(filters.theme)]
    return Tables(
        articles=tables.articles,
        sentences=_sentences_of(tables, statements, theme_mentions, figures),
        speakers=tables.speakers[_in(tables.speakers, statements, ["article_id", "speaker_id"])],
        mentions=tables.mentions[_in(tables.mentions, statements, ["article_id", "speaker_id"])],
        statements=statements,
        themes=count_themes(themes[ABOUT_THEMES], theme_mentions),
        theme_mentions=theme_mentions,
        figures=figures,
    )


def _of_articles(tables: Tables, articles: Iterable[str]) -> Tables:
    held = {
        name: frame[frame["article_id"].isin(list(articles))] for name, frame in tables if "article_id" in frame.columns
    }
    about = tables.themes[ABOUT_THEMES]
    return Tables(**held, themes=count_themes(about, held["theme_mentions"]))


def _wanted(tables: Tables, filters: Filters) -> pd.Series:
    """Which statements are asked for."""
    statements = tables.statements
    wanted = pd.Series(True, index=statements.index)
    if filters.speaker:
        wanted &= statements["speaker_id"].fillna(NOBODY).isin(filters.speaker)
    if filters.kind:
        wanted &= statements["kind"].isin(filters.kind)
    if filters.theme:
        raised = tables.theme_mentions[tables.theme_mentions["theme_id"].isin(filters.theme)]
        wanted &= _in(statements, raised.dropna(subset="statement_id"), _KEY)
    if filters.query:
        names = tables.speakers[["article_id", "speaker_id", "name"]]
        name = statements[["article_id", "speaker_id"]].merge(names, how="left", on=["article_id", "speaker_id"])[
            "name"
        ]
        name.index = statements.index
        wanted &= _holds(statements["text"] + " " + name.fillna(""), filters.query)
    return wanted


def _places(tables: Tables, filters: Filters) -> pd.DataFrame:
    """The sentences in which the reporter's own words are asked for."""
    places = tables.sentences
    if filters.query:
        places = places[_holds(places["text"], filters.query)]
    if filters.theme:
        raised = tables.theme_mentions[tables.theme_mentions["theme_id"].isin(filters.theme)]
        places = places[_in(places, raised, ["article_id", "sentence_id"])]
    return places


def _holds(text: pd.Series, query: str) -> pd.Series:
    """Whether every word of ``query`` occurs in ``text``, whatever the case."""
    text = text.str.casefold()
    words = [text.str.contains(word, regex=False) for word in query.casefold().split()]
    return reduce(lambda one, other: one & other, words).fillna(False).astype(bool)


def _sentences_of(tables: Tables, *held: pd.DataFrame) -> pd.DataFrame:
    """The sentences that hold rows of ``held``, from the first to the last sentence of each."""
    parts = []
    for frame in held:
        part = frame[["article_id", "sentence_id"]]
        if "last_sentence_id" in frame.columns:
            lasts = frame["last_sentence_id"].fillna(frame["sentence_id"])
            numbers: Any = [range(int(a), int(b) + 1) for a, b in zip(frame["sentence_id"], lasts, strict=True)]
            part = part.assign(sentence_id=numbers).explode("sentence_id").astype({"sentence_id": "Int64"})
        parts.append(part)
    places = pd.concat(parts, ignore_index=True)
    return tables.sentences[_in(tables.sentences, places, ["article_id", "sentence_id"])]


def _in(frame: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> pd.Series:
    """Whether each row's ``key`` occurs in ``others``."""
    known = others[key].drop_duplicates().assign(_in=True)
    found = frame[key].merge(known, how="left", on=key)["_in"].notna()
    found.index = frame.index
    return found
