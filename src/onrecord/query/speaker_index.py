"""Speakers by id, with their names and their places among all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.query.database import Database

_KNOWN = 5_000


class SpeakerIndex:
    """Speakers by id: the most frequent are known at once, others are looked up when they are asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[str, str | None, int]] = {}
        self._take("true")

    def _take(self, condition: str, values: Sequence[Any] = ()) -> None:
        sql = f"select speaker_id, name, first_in, v from speaker where {condition} order by v limit {_KNOWN}"
        for key, name, first_in, rank in self._database.ask(sql, values).itertuples(index=False):
            self._known[key] = (name, first_in if isinstance(first_in, str) else None, int(rank))

    def look_up(self, keys: Iterable[str]) -> None:
        """Have these speakers known, with one question."""
        missing = sorted({key for key in keys if key not in self._known})
        if missing:
            self._take("speaker_id in (select unnest(?))", [missing])
        merged = [key for key in missing if key not in self._known]
        if merged:
            sql = "select speaker_id, name from merged_speaker where speaker_id in (select unnest(?))"
            found = self._database.ask(sql, [merged])
            self._known.update({key: (name, None, -1) for key, name in found.itertuples(index=False)})

    def _of(self, key: str) -> tuple[str, str | None, int]:
        if key not in self._known:
            self.look_up([key])
        return self._known.get(key, (key, None, -1))

    def name(self, key: str) -> str:
        """The name behind an id, also of one that is counted as another; the id where there is none."""
        return self._of(key)[0]

    def first_in(self, key: str) -> str | None:
        """The article that first names this speaker."""
        return self._of(key)[1]

    def rank(self, key: str) -> int:
        """The place among all: in the order of speaking, or of several articles by statements; -1 for nobody."""
        return self._of(key)[2]
