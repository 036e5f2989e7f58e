"""Filters: what is asked for, from and to the parameters of a page's address, and the rows of tables that it leaves."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields, replace
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from onrecord.schema import CODEBOOK_COLUMNS
from onrecord.tables import Tables, count_themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOBODY = "~"
"""The speaker filter's value for unattributed statements, whose source cannot be told."""
UNSTATED = "source-not-stated@"
"""How the ids of those begin to whom the parser leads back a passive without an agent; on pages they are nobody."""

LISTS = ("article", "speaker", "theme", "kind", "source", "evidence")
"""The fields that hold several values; their parameters have the same names."""

_SINGLE = {"since": "since", "until": "until", "query": "q", "fold": "fold", "confidence": "confidence"}
PARAMETERS = (*LISTS, *_SINGLE.values())
"""The names of all parameters."""

_ON_ARTICLES = ("article", "source", "since", "until", "fold")
_KEY = ["article_id", "statement_id"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: ids of articles, speakers and themes, kinds of statement, outlets, days and words.

    Within one field any value will do; all fields must hold. ``speaker`` may hold ``NOBODY``. ``since`` and ``until``
    are days in ISO 8601, both included; an article without a date is then left out. ``fold`` counts an
    article and its near copies (see ``Library.copies``) once. ``evidence`` is how the speaker was found (values of
    ``statements.speaker_evidence``), ``confidence`` the least that a statement must have, in percent.
    """

    article: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    query: str = ""
    fold: bool = False
    evidence: tuple[str, ...] = ()
    confidence: int = 0

    @classmethod
    def from_query(cls, params: Mapping[str, Any]) -> Filters:
        """Read filters from query parameters: a name with a string or with a list of strings; the search is ``q``."""

        def values(name: str) -> tuple[str, ...]:
            held = params.get(name, ())
            return tuple(dict.fromkeys([held] if isinstance(held, str) else held))

        def last(name: str) -> str:
            return values(name)[-1][:200].strip() if values(name) else ""

        return cls(
            **{name: values(name) for name in LISTS},
            since=_day(last("since")),
            until=_day(last("until")),
            query=last("q"),
            fold=last("fold") == "1",
            confidence=_percent(last("confidence")),
        )

    @property
    def query_params(self) -> dict[str, str | list[str]]:
        """The parameters that ``from_query`` reads back; a filter that is not set has none."""
        held: dict[str, str | list[str]] = {name: list(getattr(self, name)) for name in LISTS if getattr(self, name)}
        for name, parameter in _SINGLE.items():
            if getattr(self, name):
                held[parameter] = "1" if name == "fold" else str(getattr(self, name))
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
        cleared: dict[str, Any] = {name: getattr(_NONE, name) for name in names}
        return replace(self, **cleared)

    def toggled(self, **values: str) -> Filters:
        """These filters with each field set to its one value; cleared where all of them are set to it already."""
        if all(getattr(self, name) == (value,) for name, value in values.items()):
            return self.without(*values)
        wanted: dict[str, Any] = {name: (value,) for name, value in values.items()}
        return replace(self, **wanted)

    def minus(self, name: str, value: str) -> Filters:
        """These filters without one value of one field."""
        if name not in LISTS:
            return self.without(name)
        left: dict[str, Any] = {name: tuple(held for held in getattr(self, name) if held != value)}
        return replace(self, **left)

    def with_values(self, **values: Any) -> Filters:
        """These filters with some fields set anew."""
        return replace(self, **values)

    @property
    def on_articles(self) -> Filters:
        """The part of these filters that chooses articles."""
        return replace(_NONE, **{name: getattr(self, name) for name in _ON_ARTICLES})

    @property
    def on_statements(self) -> Filters:
        """The part of these filters that chooses statements within articles."""
        return self.without(*_ON_ARTICLES)

    @property
    def asks_of_statements(self) -> bool:
        """Whether these filters ask for what only statements have, so that the reporter's own words are left out."""
        return bool(self.speaker or self.kind or self.evidence or self.confidence)


_NONE = Filters()


def _day(words: str) -> str:
    """``words`` where they are a day in ISO 8601."""
    try:
        return datetime.date.fromisoformat(words).isoformat()
    except ValueError:
        return ""


def _percent(words: str) -> int:
    """``words`` where they are a whole number from 0 to 100."""
    return min(int(words), 100) if words.isascii() and words.isdigit() and len(words) < 4 else 0


def apply(tables: Tables, filters: Filters) -> Tables:
    """The rows of ``tables`` that ``filters`` ask for.

    Statements are filtered; the rest follows. A theme mention or a figure inside a statement stays with it, one in
    the reporter's own words stays unless something that only statements have is asked for, if its sentence has the
    theme and the words asked for. Theme mentions are of the themes asked for alone. Sentences, speakers and mentions
    are those of the rows that stay. ``themes`` is counted anew; the counts in ``speakers`` and ``articles`` stay facts
    about the article.
    """
    if not filters.is_active:
        return tables
    if filters.on_articles.is_active:
        tables = _of_articles(tables, _articles(tables.articles, filters))
    if not filters.on_statements.is_active:
        return tables
    statements = tables.statements[_wanted(tables, filters)]
    places = None if filters.asks_of_statements else _places(tables, filters)

    def stay(frame: pd.DataFrame) -> pd.Series:
        held = _in(frame, statements, _KEY) & frame["statement_id"].notna()
        if places is None:
            return held
        return held | (frame["statement_id"].isna() & _in(frame, places, ["article_id", "sentence_id"]))

    theme_mentions = tables.theme_mentions[stay(tables.theme_mentions)]
    if filters.theme:
        theme_mentions = theme_mentions[theme_mentions["theme_id"].isin(filters.theme)]
    figures = tables.figures[stay(tables.figures)]
    attributed = statements[speaker_keys(statements) != NOBODY]
    themes = tables.themes
    if filters.theme:
        themes = themes[themes["theme_id"].isin(filters.theme)]
    return Tables(
        articles=tables.articles,
        sentences=_sentences_of(tables, statements, theme_mentions, figures),
        speakers=tables.speakers[_in(tables.speakers, attributed, ["article_id", "speaker_id"])],
        mentions=tables.mentions[_in(tables.mentions, attributed, ["article_id", "speaker_id"])],
        statements=statements,
        themes=count_themes(themes[CODEBOOK_COLUMNS], theme_mentions),
        theme_mentions=theme_mentions,
        figures=figures,
    )


def speaker_keys(rows: pd.DataFrame) -> pd.Series:
    """The value of the speaker filter that finds each row: its ``speaker_id``, ``NOBODY`` where it is unattributed."""
    keys = rows["speaker_id"].fillna(NOBODY)
    return keys.mask(keys.str.startswith(UNSTATED), NOBODY)


def _articles(articles: pd.DataFrame, filters: Filters) -> pd.Series:
    """The ids of the articles that are asked for; copies are not known here and stay."""
    wanted = pd.Series(True, index=articles.index)
    if filters.article:
        wanted &= articles["article_id"].isin(filters.article)
    if filters.source:
        wanted &= articles["source"].isin(filters.source)
    day = articles["published"].str.slice(0, 10)
    if filters.since:
        wanted &= (day >= filters.since).fillna(False)
    if filters.until:
        wanted &= (day <= filters.until).fillna(False)
    return articles["article_id"][wanted.astype(bool)]


def _of_articles(tables: Tables, articles: Iterable[str]) -> Tables:
    held = {
        name: frame[frame["article_id"].isin(list(articles))] for name, frame in tables if "article_id" in frame.columns
    }
    about = tables.themes[CODEBOOK_COLUMNS]
    return Tables(**held, themes=count_themes(about, held["theme_mentions"]))


def _wanted(tables: Tables, filters: Filters) -> pd.Series:
    """Which statements are asked for."""
    statements = tables.statements
    wanted = pd.Series(True, index=statements.index)
    if filters.speaker:
        wanted &= speaker_keys(statements).isin(filters.speaker)
    if filters.kind:
        wanted &= statements["kind"].isin(filters.kind)
    if filters.evidence:
        wanted &= statements["speaker_evidence"].isin(filters.evidence)
    if filters.confidence:
        wanted &= (100 * statements["confidence"]).round() >= filters.confidence
    if filters.theme:
        raised = tables.theme_mentions[tables.theme_mentions["theme_id"].isin(filters.theme)]
        wanted &= _in(statements, raised.dropna(subset="statement_id"), _KEY)
    if filters.query:
        names = tables.speakers[["article_id", "speaker_id", "name"]]
        name = statements[["article_id", "speaker_id"]].merge(names, how="left", on=["article_id", "speaker_id"])[
            "name"
        ]
        name.index = statements.index
        name = name.where(speaker_keys(statements) != NOBODY)
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
    """Whether each row's ``key`` occurs in ``others``; one with a missing part does not."""
    rows, known, size = np.zeros(len(frame), "int64"), np.zeros(len(others), "int64"), 1
    there, here = np.ones(len(frame), bool), np.ones(len(others), bool)
    for part in key:  # the parts, numbered, make one number
        numbers, values = pd.factorize(frame[part])
        theirs = pd.Index(values).get_indexer(others[part])
        there, here = there & (numbers >= 0), here & (theirs >= 0)
        rows, known, size = rows + numbers * size, known + theirs * size, size * len(values)
    return pd.Series(there & np.isin(rows, known[here]), index=frame.index)
