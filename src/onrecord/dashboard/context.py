"""What a page is given: the articles to be asked, the filters, and how speakers are named and coloured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.dashboard.charts import palette
from onrecord.dashboard.text import wording
from onrecord.query import NOBODY, UNSTATED, speaker_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from onrecord.query import Collection, Filters
    from onrecord.tables import Tables

LOCAL = "@"
"""Stands in the ids of speakers that are known within one article only."""


@dataclass(frozen=True)
class View:
    """What a page shows: the articles, to be asked; the active filters; and how to name and colour things."""

    ask: Collection
    filters: Filters
    palette: palette.Palette
    dark: bool
    codebook: str = ""
    """Cites the codebook by which themes are coded: its id and version."""
    load_tables: Callable[[], Tables] | None = None
    """Gives ``tables`` where these are the first few hundred articles of a large library, not all."""

    @property
    def tables(self) -> Tables:
        """The tables of the articles in memory, for pages that need every word; others ask."""
        return self.ask.tables_of(list(self.titles)) if self.load_tables is None else self.load_tables()

    @property
    def titles(self) -> dict[str, str]:
        """A title an article: its own, else its first words."""
        return self.ask.titles

    @property
    def theme_labels(self) -> dict[str, str]:
        """A label a theme id."""
        return self.ask.theme_labels

    @property
    def n_articles(self) -> int:
        return self.ask.n_articles

    def keys_of(self, frame: pd.DataFrame) -> pd.Series:
        """The speaker id of each row; ``NOBODY`` where it is unattributed."""
        return speaker_keys(frame)

    def key_of(self, row: Any) -> str:
        """The speaker id of one row, as ``keys_of``."""
        key = row.speaker_id
        return NOBODY if not wording.given(key) or key.startswith(UNSTATED) else str(key)

    def name_of(self, key: str) -> str:
        """The name behind a speaker id, led by a capital; with its title if it is known in one article only."""
        words = wording.capital(self.bare_name_of(key))
        if LOCAL in key and self.n_articles > 1 and len(self.filters.article) != 1:
            article_id = self.ask.speakers.first_in(key)
            if article_id in self.titles:
                words += f" ({wording.shorten(self.titles[article_id], 30)})"
        return words

    def bare_name_of(self, key: str) -> str:
        """The name behind a speaker id as the article has it."""
        return self.ask.speakers.name(key) if key != NOBODY else wording.UNATTRIBUTED

    def names_of(self, keys: Iterable[str]) -> dict[str, str]:
        """The name behind each of these ids."""
        wanted = list(dict.fromkeys(keys))
        self.ask.speakers.look_up(wanted)
        return {key: self.name_of(key) for key in wanted}

    def colour_of(self, key: str) -> str:
        """The colour behind a speaker id: the same on every page, whatever the filters."""
        rank = self.ask.speakers.rank(key) if key != NOBODY else -1
        return palette.colour_at(rank, self.palette)
