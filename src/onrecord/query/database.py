"""The database behind a collection: questions in SQL, answers that are kept, and the words that were searched for."""

from __future__ import annotations

import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from onrecord.query import conditions

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from onrecord.query.conditions import Condition
    from onrecord.query.filters import Filters

MEMORY = "800MB"
"""What DuckDB may take; beyond it works on disk."""

_MOST_ANSWERS = 512
_MOST_SEARCHES = 8


class Database:
    """A database in memory that several threads may ask; ``facts`` says what is in it."""

    def __init__(self, folder: str | None = None) -> None:
        """An empty database; ``folder`` is the only place from which it may read files."""
        self._connection = duckdb.connect(
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
            self._connection.execute("set allowed_directories = [?]", [folder])
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")
        self._lock = threading.RLock()
        self._answers: OrderedDict[Any, pd.DataFrame] = OrderedDict()
        self._searches: OrderedDict[str, str] = OrderedDict()
        self._n_searches = 0

    def ask(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a question in SQL, with a value for each question mark."""
        key = (sql, tuple(tuple(value) if isinstance(value, list) else value for value in values))
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return known
        found = self._fetch(sql, values)
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > _MOST_ANSWERS:
                self._answers.popitem(last=False)
        return found

    def is_question(self, sql: str) -> bool:
        """Whether ``sql`` is one statement that only reads. Raises ``duckdb.Error`` where it cannot be understood."""
        statements = self._connection.extract_statements(sql)
        return len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT

    def _fetch(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        with self._lock:
            cursor = self._connection.cursor()
        try:
            return cursor.execute(sql, list(values)).df()
        finally:
            cursor.close()

    def _found(self, filters: Filters) -> str | None:
        """The stem of the tables that hold what the words searched for stand in; made where they are missing."""
        words = filters.query.casefold().split()
        if not words:
            return None
        key = " ".join(words)
        with self._lock:
            if key in self._searches:
                self._searches.move_to_end(key)
                return self._searches[key]
            self._n_searches += 1
            stem = f"found{self._n_searches}"
            holds = " and ".join(["contains(words, lower(?))"] * len(words))
            cursor = self._connection.cursor()
            cursor.execute(
                f"""create table {stem}_statements as select k from (
                    select s.k, lower(x.text || ' ' || case when s.v >= 0 then v.name else '' end) as words
                    from statements x join article a using (article_id)
                    join said s on s.k = a.a::bigint * 1000000 + x.statement_id join voice v on v.v = s.v
                ) where {holds}""",
                words,
            )
            cursor.execute(
                f"""create table {stem}_sentences as select place from (
                    select a.a::bigint * 1000000 + x.sentence_id as place, lower(x.text) as words
                    from sentences x join article a using (article_id)
                ) where {holds}""",
                words,
            )
            self._searches[key] = stem
            while len(self._searches) > _MOST_SEARCHES:
                _, old = self._searches.popitem(last=False)
                cursor.execute(f"drop table {old}_statements")
                cursor.execute(f"drop table {old}_sentences")
            return stem

    def _said(self, filters: Filters) -> Condition:
        return conditions.said(filters, self._found(filters))

    def _raised(self, filters: Filters, *, spoken: bool = False) -> Condition:
        return conditions.raised(filters, self._found(filters), spoken=spoken)

    def _amount(self, filters: Filters) -> Condition:
        return conditions.amount(filters, self._found(filters))
