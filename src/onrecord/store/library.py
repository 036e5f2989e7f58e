"""A library of articles that outlives the program: added once, parsed once, asked ever after."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from onrecord.annotations import merge_speakers, merges_of, split_speaker, undo, undo_merges
from onrecord.article import Article
from onrecord.codebook import Codebook, Words, recode
from onrecord.codebook.coding import build_themes_table
from onrecord.errors import LibraryError
from onrecord.export.parquet import to_arrow
from onrecord.query import Collection, Filters
from onrecord.query.facts import ROWS
from onrecord.store import batch, ingest, near_duplicates, search_syntax
from onrecord.store.backup import backup
from onrecord.store.ingest import Added
from onrecord.store.parquet import Folder, from_files
from onrecord.store.sqlite import Store
from onrecord.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from onrecord.annotations.annotation import Annotation, Target
    from onrecord.store.parse_job import Done, Job

READING = "articles, sentences, speakers, mentions, statements, themes, theme_mentions, figures"


class Library:
    """Articles and their tables in a file: ``Library("coverage.onrecord")`` opens it, and begins it where it is new.

    The tables lie beside it, in a folder of the same name that ends in ``.tables``. A folder that ``onrecord batch``
    wrote opens the same way, for reading only. May be used by several threads, and as a context manager. ``len`` counts
    the articles, ``in`` takes an article or its id, and iterating yields each ``Article``.

    Args:
        path: the file, or the folder of a batch.
        read_only: do not write; another process may then be writing.

    Raises:
        LibraryError: the file is no library, was made by a newer version, or another process writes to it.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import mkdtemp
        >>> from onrecord import Article, Library
        >>> with Library(Path(mkdtemp()) / "coverage.onrecord") as library:
        ...     added = library.add([Article("Tom Hale said it rained.", "elm-1")])
        ...     len(library), "elm-1" in library, library.search("rained")
        (1, True, ['elm-1'])
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        self.path = Path(path)
        self._lock = threading.RLock()
        self._collections: dict[Any, Collection] = {}
        self._store: Store | None = None
        if self.path.is_dir():
            self.read_only = True
            self.folder = Folder(self.path.resolve())
            self._numbers = batch.committed(self.path)
        else:
            self.read_only = read_only
            self._store = Store(self.path, read_only=read_only)
            self.folder = Folder(self.path.resolve().with_name(self.path.name + ".tables"))
            self._numbers = self._store.parts()
            if not read_only:
                self.folder.sweep(self._numbers)
        self._texts: dict[str, int] | None = None
        self._window: tuple[int, Tables, Words] | None = None

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the library; another process may then write to it."""
        if self._store is not None:
            self._store.close()

    @property
    def store(self) -> Store:
        """The SQLite file. Raises ``LibraryError`` for the folder of a batch, which has none."""
        if self._store is None:
            raise LibraryError(f"{self.path} is a folder that onrecord batch wrote; it can only be read.")
        return self._store

    @property
    def is_batch(self) -> bool:
        """Whether this is a folder that ``onrecord batch`` wrote."""
        return self._store is None

    # Articles in and out

    def add(
        self,
        articles: Iterable[Article | tuple[str, str]],
        *,
        processes: int = 1,
        progress: Callable[[int], None] | None = None,
    ) -> Added:
        """Parse articles, or pairs of (article_id, text), and keep them with their tables.

        An article whose words are here already is not kept again. Articles are kept in parts of up to 64: a part is
        kept whole or not at all, and what was kept stays, however the program ends. Add the same again to resume.

        Args:
            articles: what to add; read as they are needed.
            processes: how many parse at a time.
            progress: called with the number of articles done so far.

        Raises:
            LibraryError: the library is read-only, or the disk is full.
        """
        report = Added()
        store = self.store
        if self.read_only:
            raise LibraryError(f"{self.path} is open for reading only.")
        with self._lock:
            before = set(self.articles["article_id"])
            done = 0
            try:
                for job, result in ingest.parsed(ingest.jobs(articles, store, self.folder.path, report), processes):
                    self._keep(store, job, result, report)
                    done += len(job.articles)
                    if progress is not None:
                        progress(done + len(report.same))
            finally:  # what was kept before an interruption is there
                self._changed()
            if report.added:
                new = self.copies()
                report.copies = {one: new[one] for one in report.added if one in new and one not in before}
        return report

    def _keep(self, store: Store, job: Job, result: Done, report: Added) -> None:
        report.failed.update(result.failed)
        if len(result.articles):
            articles = {article.article_id: article for article in job.articles}
            store.add(result.number, result.articles, articles, Codebook.default().citation)
            self._numbers = [*self._numbers, result.number]
            report.added += result.articles["article_id"].tolist()

    def remove(self, article_ids: Iterable[str]) -> None:
        """Forget articles and their tables. Annotations of them stay, and count again if they are added again."""
        with self._lock:
            for article_id in article_ids:
                old = self.store.part_of(article_id)
                if old is None:
                    continue
                left = [held for held in self.folder.read("texts", old)["article_id"].to_pylist() if held != article_id]
                new = self._without(old, left) if left else None
                self.store.replace(old, new, [article_id])
                self._numbers = self.store.parts()
            self._changed()

    def _without(self, old: int, left: Sequence[str]) -> int:
        """A new part with the articles ``left`` of an old one."""
        new = self.store.next_part()
        kept, words = self.folder.tables(old).only(left), self.folder.words(old)
        articles = [Article(self.store.text_of(article_id), article_id) for article_id in left]
        self.folder.write(new, kept, words.only(left), articles)
        return new

    def _changed(self) -> None:
        with self._lock:
            self._collections.clear()
            self._texts = self._window = None

    def _refresh(self) -> None:
        """See what another process has added, where this one only reads."""
        if self.read_only and self._store is not None:
            numbers = self._store.parts()
            if numbers != self._numbers:
                self._numbers = numbers
                self._changed()

    # Questions

    @property
    def articles(self) -> pd.DataFrame:
        """The table ``articles``."""
        if self._store is not None:
            return self._store.articles()
        parts = [self.folder.frame("articles", number) for number in self._numbers]
        return pd.concat(parts, ignore_index=True) if parts else Tables.concat([]).articles

    def __len__(self) -> int:
        """How many articles the library has."""
        return len(self.articles)

    def __bool__(self) -> bool:
        """True: a library is one also while it is empty, where ``if library`` asks whether there is one."""
        return True

    def __contains__(self, article: object) -> bool:
        """Whether it has an article, given as ``Article`` or by its id."""
        article_id = article.article_id if isinstance(article, Article) else article
        return isinstance(article_id, str) and self._part_of(article_id) is not None

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles, a part of the library at a time."""
        self._refresh()
        for number in self._numbers:
            texts = self.folder.read("texts", number, ["article_id", "text"]).to_pydict()
            text_of = dict(zip(texts["article_id"], texts["text"], strict=True))
            about = self.folder.read("articles", number, ["article_id", "title", "published", "source", "url"])
            for row in about.to_pylist():
                yield Article(text_of[row["article_id"]], **row)

    def text_of(self, article_id: str) -> str:
        """The text of an article; empty where there is none of that id."""
        if self._store is not None:
            return self._store.text_of(article_id)
        number = self._part_of(article_id)
        return "" if number is None else self.folder.text(number, article_id)

    def window(self, most: int) -> tuple[tuple[str, ...], Tables, Words]:
        """The first parts until ``most`` articles are reached, in memory: ids, tables as they were parsed, words."""
        with self._lock:
            if self._window is None or self._window[0] != most:
                numbers: list[int] = []
                count = 0
                for number in self._numbers:
                    if count >= most:
                        break
                    numbers.append(number)
                    count += len(self.folder.read("texts", number, ["article_id"]))
                book = Codebook.default() if self._store is not None else batch.codebook_of(self.path)
                parts = [replace(self.folder.tables(number), themes=build_themes_table(book)) for number in numbers]
                words = Words.concat(self.folder.words(number) for number in numbers)
                self._window = (most, Tables.concat(parts), words)
            _, tables, words = self._window
            return tuple(tables.articles["article_id"]), tables, words

    def copies(self) -> dict[str, str]:
        """By the id of each article that is nearly the same as an earlier one, the id of that one."""
        ids, signatures = self.folder.signatures(self._numbers)
        return near_duplicates.find_near_duplicates(ids, signatures)

    def collection(
        self,
        codebook: Codebook | None = None,
        *,
        annotations: Iterable[Annotation] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Collection:
        """The library as a collection that answers questions.

        Args:
            codebook: by which themes are coded; by default the packaged one. Another is applied once, and kept.
            annotations: what people say of rows, the oldest first; by default the log that the library keeps.
            progress: called with the part done, from 0 to 1, while a codebook is applied.
        """
        self._refresh()
        book = codebook or Codebook.default()
        log = self.annotations() if annotations is None else tuple(annotations)
        key = (book, log)
        with self._lock:
            known = self._collections.get(key)
            if known is None:
                known = self._make_collection(book, log, progress)
                while len(self._collections) >= 2:  # the one in use, and the one before it
                    self._collections.pop(next(iter(self._collections)))
                self._collections[key] = known
            return known

    def _make_collection(
        self, book: Codebook, log: tuple[Annotation, ...], progress: Callable[[float], None] | None
    ) -> Collection:
        relations = {name: self.folder.relation(name, self._numbers) for name in ROWS}
        if self._numbers:
            relations["theme_mentions"] = self._coded(book, progress)
        articles = self.articles
        copies = articles["article_id"].map(self.copies()).astype("string")
        return Collection(
            relations,
            articles=articles.assign(copy_of=copies),
            themes=build_themes_table(book),
            parsed=lambda article_ids: self._parsed(article_ids, book),
            text_of=self.text_of,
            annotations=log,
            folder=str(self.folder.path.resolve()),
        )

    def _parsed(self, article_ids: Iterable[str], book: Codebook) -> Tables:
        """The tables of some articles as they were parsed, coded by ``book``."""
        by_part: dict[int, list[str]] = {}
        for article_id in article_ids:
            number = self._part_of(article_id)
            if number is not None:
                by_part.setdefault(number, []).append(article_id)
        parsed_by, parts = self._parsed_by(), []
        for number, ids in sorted(by_part.items()):
            tables = self.folder.tables(number).only(ids)
            if parsed_by.get(number) == book.citation:
                parts.append(replace(tables, themes=build_themes_table(book)))
            else:
                parts.append(recode(tables, self.folder.words(number).only(ids), book))
        return Tables.concat(parts)

    def _part_of(self, article_id: str) -> int | None:
        """The part that holds an article."""
        if self._store is not None:
            return self._store.part_of(article_id)
        with self._lock:
            if self._texts is None:
                self._texts = {
                    held: number
                    for number in self._numbers
                    for held in self.folder.read("texts", number, ["article_id"])["article_id"].to_pylist()
                }
        return self._texts.get(article_id)

    def _parsed_by(self) -> dict[int, str]:
        """By part, the citation of the codebook by which it was coded when it was parsed."""
        if self._store is not None:
            return self._store.codebooks_of_parts()
        return dict.fromkeys(self._numbers, batch.codebook_of(self.path).citation)

    def _coded(self, book: Codebook, progress: Callable[[float], None] | None) -> Any:
        """The theme mentions by a codebook: those of parsing where it was the same, else made, and kept."""
        name = f"coded-{hashlib.sha256(book.citation.encode()).hexdigest()[:12]}"
        parsed_by = self._parsed_by()
        files = {
            number: self.folder.file("theme_mentions" if parsed_by.get(number) == book.citation else name, number)
            for number in self._numbers
        }
        missing = [number for number, file in files.items() if not file.is_file()]
        made = {}
        for done, number in enumerate(missing):
            coded = recode(self.folder.tables(number), self.folder.words(number), book).theme_mentions
            made[number] = to_arrow(coded)
            if not self.read_only:
                self.folder.put(name, number, made.pop(number))
            if progress is not None:
                progress((done + 1) / len(missing))
        if made:  # nothing may be written: all of it stays in memory
            return pa.concat_tables(made[n] if n in made else pq.read_table(files[n]) for n in self._numbers)
        return from_files(files.values())

    def tables(self, filters: Filters | None = None) -> Tables:
        """The tables of all articles, or of what ``filters`` ask for, in memory."""
        return self.collection().tables(filters or Filters())

    def query(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a question in SQL about the tables of docs/tables.md, by DuckDB, with a value for each "?".

        ``query("select speaker_id, count(*) n from statements group by 1 order by n desc limit 5")``

        Raises:
            LibraryError: the question cannot be understood; the message says where.
        """
        database = self.collection().database
        try:
            if not database.is_question(sql):
                raise LibraryError("A question is one SELECT. To change what is here, use add, remove and annotate.")
            return database.ask(sql, values)
        except duckdb.Error as error:
            raise LibraryError(f"The question cannot be answered: {error}. The tables are: {READING}.") from error

    def search(self, words: str, *, most: int = 50) -> list[str]:
        """Ids of articles in which all of ``words`` occur (phrases in double quotes), the best first."""
        match = search_syntax.match(words)
        if not match:
            return []
        return [article_id for article_id, _ in self.store.search(match, most)]

    def n_matching(self, words: str) -> int:
        """In how many articles all of ``words`` occur."""
        match = search_syntax.match(words)
        return self.store.n_matching(match) if match else 0

    # Annotations

    def annotations(self) -> tuple[Annotation, ...]:
        """The log of what people say of rows, the oldest first; see ``onrecord.annotations``."""
        return () if self._store is None else self._store.annotations()

    def annotate(self, new: Iterable[Annotation], *, seen: Mapping[Target, int] | None = None) -> list[int]:
        """Add corrections, theme overrides and merged names to the log: all of them, or none.

        ``library.annotate([ThemeOverride("a1", 12, 80, "privacy", holds=False, who="Kim")])``

        Args:
            new: what to add. A record takes the place of the earlier one with the same ``target``.
            seen: by the target, the number of the latest record that the annotator saw, 0 for none. Where another is
                the latest by now, the new one would overwrite it unseen.

        Returns:
            The numbers of the new records, by which ``undo`` takes them back.

        Raises:
            ConflictError: somebody else has annotated a row of ``seen`` meanwhile.
            LibraryError: the library is read-only, or the disk is full.
        """
        return self.store.annotate(new, seen)

    def undo(self, numbers: Iterable[int]) -> list[int]:
        """Put what the records ``numbers`` are about back to what it was before them; returns the new records' numbers.

        Raises:
            ConflictError: somebody has annotated one of the rows since.
        """
        log, wanted = self.annotations(), set(numbers)
        records = [one for one in log if one.number in wanted]
        first = {one.target: one.number for one in reversed(records)}
        latest = {one.target: one.number for one in records}
        return self.annotate([undo(log, number) for number in first.values()], seen=latest)

    def merge_speakers(self, speaker_ids: Iterable[str], into: str) -> list[int]:
        """Count ``speaker_ids`` as the speaker ``into``, in every article: variants of one name."""
        return self.annotate(merge_speakers(merges_of(self.annotations()), speaker_ids, into))

    def split_speaker(self, speaker_id: str, article_ids: Iterable[str], name: str) -> str:
        """Count ``speaker_id`` in these articles as somebody else of the same name; returns the new id.

        ``name`` tells the two apart and becomes part of the id: ``ann-lee~striker``.
        """
        new, speaker = split_speaker(merges_of(self.annotations()), speaker_id, article_ids, name)
        self.annotate(new)
        return speaker

    def unmerge_speaker(self, speaker_id: str) -> list[int]:
        """Take back every merge into, and every split to, the speaker ``speaker_id``."""
        return self.annotate(undo_merges(merges_of(self.annotations()), speaker_id))

    def backup(self, target: str | Path) -> None:
        """Copy the library to ``target``; safe while it is in use. The copy opens like the original.

        Raises:
            LibraryError: ``target`` exists already, or cannot be written to.
        """
        with self._lock:
            backup(self.store, self.folder, Path(target))
