"""The database behind a collection: questions in SQL, answers that are kept, and the words that were searched for."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from onrecord.query.selection import SEARCH_TABLE, searched_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

MEMORY = "800MB"
"""What DuckDB may take; beyond it works on disk."""

_MAX_ANSWERS = 512
_MAX_SEARCHES = 8


class Database:
    """A database in memory that several threads may ask; ``facts`` says what is in it."""

    def __init__(self, folder: str | None = None) -> None:
        """An empty database; ``folder`` is the only place from which it may read files."""
        self.connection = duckdb.connect(
            ":memory:",
            config={
                "threads": 2,
                "memory_limit": MEMORY,
                "temp_directory": str(Path(tempfile.gettempdir()) / f"onrecord-{os.getpid()}"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        if folder:
            self.connection.execute("set allowed_directories = [?]", [folder])
        self.connection.execute("set enable_external_access = false")
        self.connection.execute("set lock_configuration = true")
        self._lock = threading.RLock()
        self._answers: OrderedDict[Any, pd.DataFrame] = OrderedDict()
        self._searches: OrderedDict[str, int] = OrderedDict()  # how many running questions name each

    def ask(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a question in SQL, with a value for each question mark. It is kept: nobody may change it."""
        key = (sql, tuple(tuple(value) if isinstance(value, list) else value for value in values))
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return known
        found = self.fetch(sql, values)
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > _MAX_ANSWERS:
                self._answers.popitem(last=False)
        return found

    def number(self, sql: str, values: Sequence[Any] = ()) -> int:
        """The one number that answers a question."""
        answer: Any = self.ask(sql, values).iloc[0, 0]
        return int(answer)

    def is_question(self, sql: str) -> bool:
        """Whether ``sql`` is one statement that only reads. Raises ``duckdb.Error`` where it cannot be understood."""
        statements = self.connection.extract_statements(sql)
        return len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a question that is not asked twice, as for rows of a page: it is not kept."""
        with self._searched(sql):
            cursor = self.connection.cursor()
            try:
                return cursor.execute(sql, list(values)).df()
            finally:
                cursor.close()

    @contextlib.contextmanager
    def _searched(self, sql: str) -> Iterator[None]:
        """While the block runs the tables of searches that ``sql`` names are there, whatever other threads search for.

        They are made when a question names them, and the oldest are dropped when no running question does.
        """
        named = set(SEARCH_TABLE.findall(sql))
        with self._lock:
            for search in named:
                if search not in self._searches:
                    self._make_search(search)
                self._searches.move_to_end(search)
                self._searches[search] += 1
        try:
            yield
        finally:
            with self._lock:
                for search in named:
                    self._searches[search] -= 1
                unused = [search for search, running in self._searches.items() if not running]
                for search in unused[: max(0, len(self._searches) - _MAX_SEARCHES)]:
                    del self._searches[search]
                    for kind in ("statements", "sentences"):
                        self.connection.cursor().execute(f"drop table {search}_{kind}")

    def _make_search(self, search: str) -> None:
        words = searched_words(search)
        holds = " and ".join(["contains(words, lower(?))"] * len(words))
        cursor = self.connection.cursor()
        cursor.execute(
            f"""create or replace table {search}_statements as select k from (
                select s.k, lower(x.text || ' ' || case when s.v >= 0 then v.name else '' end) as words
                from statements x join article a using (article_id)
                join statement_fact s on s.k = a.a::bigint * 1000000 + x.statement_id join speaker v on v.v = s.v
            ) where {holds}""",
            words,
        )
        cursor.execute(
            f"""create or replace table {search}_sentences as select place from (
                select a.a::bigint * 1000000 + x.sentence_id as place, lower(x.text) as words
                from sentences x join article a using (article_id)
            ) where {holds}""",
            words,
        )
        self._searches[search] = 0
