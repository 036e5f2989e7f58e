"""The SQLite file of a library: articles, annotations, codebooks, and the numbers of the parts that count.

SQLite has three advantages here. What it has acknowledged outlives a killed process and a power cut (a write-ahead log
that is synchronised with every commit), others may read while one writes, and full-text search is built in. The tables
made from the articles lie beside the file as Parquet (see ``parquet``): they can be made again, they are read column by
column, and DuckDB counts over them ten times as fast as SQLite does.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

from onrecord.annotations import files
from onrecord.errors import ConflictError, LibraryError
from onrecord.schema import SCHEMAS
from onrecord.store import near_duplicates
from onrecord.tables import frame_from_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from onrecord.annotations.annotation import Annotation, Target
    from onrecord.article import Article

APPLICATION = 0x4F6E5265  # "OnRe", in the file's head: tells a library from any other SQLite file
WAIT = 10.0
"""Seconds to wait for another process that is just writing."""


def migrations() -> list[str]:
    """The steps from an empty file to the newest version, in order."""
    found = sorted((resources.files("onrecord.store") / "migrations").iterdir(), key=lambda entry: entry.name)
    return [entry.read_text(encoding="utf-8") for entry in found if entry.name.endswith(".sql")]


class Store:
    """The SQLite file of a library. May be used by several threads; each call is a transaction of its own.

    Raises ``LibraryError`` where the file is no library, was made by a newer version, or is open for writing elsewhere.
    """

    def __init__(self, path: Path, *, read_only: bool = False, steps: Sequence[str] | None = None) -> None:
        self.path = path
        self.read_only = read_only
        self._lock = threading.RLock()
        self._lock_file: Any = None
        self._annotations: tuple[Annotation, ...] = ()
        if read_only and not path.is_file():
            raise LibraryError(f"{path} does not exist. Check the spelling, or leave read-only out to begin a library.")
        if not path.parent.is_dir():
            raise LibraryError(f"The folder {path.parent} does not exist. Make it first, or choose another place.")
        self._check_head()
        if not read_only:
            self._lock_for_writing()
        try:
            address = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"
            self._connection = sqlite3.connect(
                address, uri=True, timeout=WAIT, check_same_thread=False, isolation_level=None
            )
            self._migrate(migrations() if steps is None else list(steps))
        except sqlite3.Error as error:
            self.close()
            raise LibraryError(f"{path} cannot be opened as a library: {error}.") from error
        except LibraryError:
            self.close()
            raise

    def _check_head(self) -> None:
        """Raise ``LibraryError`` unless the file is new, empty or one of SQLite."""
        try:
            if self.path.is_dir():
                raise LibraryError(f"{self.path} is a folder. Name a file to keep the library in.")
            with self.path.open("rb") if self.path.is_file() else contextlib.nullcontext() as file:
                head = file.read(16) if file else b""
        except OSError as error:
            raise LibraryError(f"{self.path} cannot be read: {error.strerror}.") from error
        if head and head[:16] != b"SQLite format 3\x00":
            raise LibraryError(f"{self.path} is not a library of On Record. Name another file, or a new one.")

    def _lock_for_writing(self) -> None:
        """Take the lock of the one process that may write; it ends with the process, however that ends."""
        beside = self.path.with_name(self.path.name + ".lock")
        try:
            self._lock_file = beside.open("a+")
        except OSError as error:
            raise LibraryError(
                f"{self.path} cannot be written to: {error.strerror}. Choose a place that is yours to write to."
            ) from error
        try:
            lock(self._lock_file)
        except OSError as error:
            self._lock_file.seek(0)
            holder = self._lock_file.read().strip()
            self._lock_file.close()
            self._lock_file = None
            raise LibraryError(
                f"{self.path} is open in another process{f' ({holder})' if holder else ''}. Stop that one first, or "
                "open the library read-only."
            ) from error
        self._lock_file.truncate(0)
        self._lock_file.write(f"process {os.getpid()}")
        self._lock_file.flush()

    def _migrate(self, steps: list[str]) -> None:
        """Bring the file to the newest version; raise ``LibraryError`` if it is none of ours, or newer."""
        connection = self._connection
        version = connection.execute("pragma user_version").fetchone()[0]
        ours = connection.execute("pragma application_id").fetchone()[0] == APPLICATION
        if not ours and (version or connection.execute("select count(*) from sqlite_master").fetchone()[0]):
            raise LibraryError(f"{self.path} is another program's file. Name another file, or a new one.")
        if version > len(steps):
            raise LibraryError(
                f"{self.path} was made by a newer version of On Record (format {version}; this one knows "
                f"{len(steps)}). Update On Record to open it."
            )
        if self.read_only:
            if version < len(steps):
                raise LibraryError(f"{self.path} is of an older format. Open it once for writing, which updates it.")
            return
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        for number, step in enumerate(steps[version:], version + 1):
            # The version is written in the same transaction as the step that leads to it.
            marks = f"pragma application_id = {APPLICATION}; pragma user_version = {number};"
            script = f"begin immediate; {step}; {marks} commit;"
            try:
                connection.executescript(script)
            except sqlite3.Error:
                self._roll_back()
                raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let others write to it."""
        with self._lock:
            with contextlib.suppress(AttributeError):
                self._connection.close()
            if self._lock_file is not None:
                self._lock_file.close()
                self._lock_file = None

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction: it is kept if the block ends without an error, otherwise nothing is."""
        if self.read_only:
            raise LibraryError(f"{self.path} is open for reading only.")
        with self._lock:
            try:
                self._connection.execute("begin immediate")
                yield self._connection
                self._connection.execute("commit")
            except sqlite3.Error as error:
                self._roll_back()
                raise LibraryError(
                    f"{self.path} could not be written to: {error}. Nothing was changed; is the disk full?"
                ) from error
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("rollback")

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a SELECT finds."""
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise LibraryError(f"{self.path} could not be read: {error}.") from error

    # Articles

    def parts(self) -> list[int]:
        """The numbers of the parts that count, in the order of their articles."""
        return [number for (number,) in self.read("select number from part order by number")]

    def codebooks_of_parts(self) -> dict[int, str]:
        """By part, the citation of the codebook by which its ``theme_mentions`` were coded at parsing."""
        return dict(self.read("select number, codebook from part"))

    def next_part(self) -> int:
        """A number that no part has had."""
        return int(self.read("select coalesce(max(number), 0) + 1 from part")[0][0])

    def articles(self) -> pd.DataFrame:
        """The table ``articles``, in the order of adding."""
        columns = list(SCHEMAS["articles"].columns)
        rows = self.read(f"select {', '.join(columns)} from article order by number")
        return frame_from_columns("articles", {name: [row[at] for row in rows] for at, name in enumerate(columns)})

    def text_of(self, article_id: str) -> str:
        """The text of an article; "" if there is none of that id."""
        found = self.read("select text from article where article_id = ?", [article_id])
        return str(found[0][0]) if found else ""

    def find_same_words(self, same_words: str) -> str | None:
        """The id of the article with these ``near_duplicates.same_words``, if there is one."""
        found = self.read("select article_id from article where same_words = ?", [same_words])
        return str(found[0][0]) if found else None

    def add(self, number: int, rows: pd.DataFrame, articles: Mapping[str, Article], codebook: str) -> None:
        """Add a part with its articles, so that it counts; ``codebook`` cites what it was coded by."""
        now = _now()
        with self.writing() as connection:
            connection.execute("insert into part values (?, ?, ?)", [number, len(rows), codebook])
            added: Iterable[Any] = rows.astype(object).where(rows.notna(), None).itertuples(index=False)
            for row in added:
                article = articles[row.article_id]
                values = (
                    row.article_id, row.title, row.source, row.published, row.url, row.language, int(row.n_sentences),
                    int(row.n_words), row.sha256, near_duplicates.same_words(article.text), now, number, article.text,
                )  # fmt: skip
                marks = ", ".join("?" * len(values))
                cursor = connection.execute(f"insert into article values (null, {marks})", values)
                connection.execute(
                    "insert into search (rowid, title, text) values (?, ?, ?)",
                    [cursor.lastrowid, row.title, article.text],
                )

    def replace(self, old: int, new: int | None, removed: Iterable[str]) -> None:
        """Let part ``new`` count in place of ``old``, without the articles ``removed``; None if none are left."""
        with self.writing() as connection:
            for article_id in removed:
                row = connection.execute(
                    "select number, title, text from article where article_id = ?", [article_id]
                ).fetchone()
                connection.execute("insert into search (search, rowid, title, text) values ('delete', ?, ?, ?)", row)
                connection.execute("delete from article where article_id = ?", [article_id])
            if new is not None:
                counted = "(select count(*) from article where part = ?)"
                connection.execute(
                    f"insert into part select ?, {counted}, codebook from part where number = ?", [new, old, old]
                )
                connection.execute("update article set part = ? where part = ?", [new, old])
            connection.execute("delete from part where number = ?", [old])

    def part_of(self, article_id: str) -> int | None:
        """The part that holds an article."""
        found = self.read("select part from article where article_id = ?", [article_id])
        return int(found[0][0]) if found else None

    def search(self, match: str, most: int) -> list[str]:
        """Ids of at most ``most`` articles that match, in the syntax of FTS5, the best first; titles count fourfold."""
        sql = """select article_id from search join article on number = search.rowid
                 where search match ? order by bm25(search, 4.0, 1.0), number limit ?"""
        return [str(article_id) for (article_id,) in self.read(sql, [match, most])]

    def n_matching(self, match: str) -> int:
        """How many articles match."""
        return int(self.read("select count(*) from search where search match ?", [match])[0][0])

    # Annotations

    def annotations(self) -> tuple[Annotation, ...]:
        """The log of annotations, the oldest first."""
        columns = ", ".join(f'"{name}"' for name in files.COLUMNS)
        with self._lock:  # as they are only ever added to, those that were read once stay
            last = self._annotations[-1].number if self._annotations else 0
            rows = self.read(f"select number, {columns} from annotation where number > ? order by number", [last])
            self._annotations += tuple(
                files.from_row(dict(zip(files.COLUMNS, row, strict=True)), number) for number, *row in rows
            )
            return self._annotations

    def annotate(self, new: Iterable[Annotation], seen: Mapping[Target, int] | None = None) -> list[int]:
        """Add to the log: all of ``new``, or none. Returns their numbers; see ``Library.annotate``."""
        now, marks = _now(), ", ".join("?" * len(files.COLUMNS))
        numbers = []
        with self.writing() as connection:
            for one in new:
                if seen is not None and one.target in seen:
                    _check_seen(connection, one, seen[one.target])
                values = files.to_row(one if one.made else replace(one, made=now))
                cursor = connection.execute(f"insert into annotation values (null, {marks})", values)
                numbers.append(int(cursor.lastrowid or 0))
        return numbers

    # Codebooks

    def codebooks(self) -> list[tuple[str, bool, str, str, str]]:
        """The codebooks in order: name, whether it is the one in use, original and current TOML, the last step."""
        sql = "select name, is_used, original, current, what from codebook order by position"
        return [(name, bool(used), original, current, what) for name, used, original, current, what in self.read(sql)]

    def keep_codebooks(self, books: Sequence[tuple[str, bool, str, str, str]]) -> None:
        """Keep these codebooks in place of those that were kept."""
        with self.writing() as connection:
            connection.execute("delete from codebook")
            connection.executemany(
                "insert into codebook values (?, ?, ?, ?, ?, ?)",
                [(name, position, int(used), *rest) for position, (name, used, *rest) in enumerate(books)],
            )

    def copy_to(self, target: Path) -> None:
        """Copy the file as it stands to ``target``; safe while others read and write."""
        beside = target.with_name(target.name + ".writing")
        beside.unlink(missing_ok=True)
        with self._lock, contextlib.closing(sqlite3.connect(beside)) as copy:
            self._connection.backup(copy)
        beside.replace(target)


def _check_seen(connection: sqlite3.Connection, one: Annotation, number: int) -> None:
    """Raise ``ConflictError`` where the latest record on the target of ``one`` is another than ``number``."""
    sql = """select number, who, made from annotation where kind = ? and article_id = ? and "key" = ?
        order by number desc limit 1"""
    latest = connection.execute(sql, one.target).fetchone()
    if latest and latest[0] != number:
        raise ConflictError.by(*latest[1:])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def lock(file: Any) -> None:
    """Lock a file for this process alone, without waiting; raises ``OSError`` if another process has it."""
    if os.name == "posix":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
