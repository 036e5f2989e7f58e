"""A library keeps articles and their tables on disk: each article is parsed once, when it is added."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field, replace
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
from onrecord.schema import SCHEMAS
from onrecord.store import batch, near_duplicates, search_syntax
from onrecord.store.parquet import Folder, from_files
from onrecord.store.parse_parts import PartJob, parse_in_order, skip_repeated, split_into_parts
from onrecord.store.sqlite import Store
from onrecord.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from onrecord.annotations.annotation import Annotation, Target


@dataclass
class Added:
    """What became of articles that were added, by id.

    Attributes:
        added: the new ones, in order.
        same: those whose words are in the library already, with the id of the article that has them.
        copies: of the new ones, those nearly the same as an article that was there before, with its id.
        failed: those that could not be parsed, with the reason.
    """

    added: list[str] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


class Library:
    """Articles and their tables in a file: ``Library("coverage.onrecord")`` opens it, and creates it if it is missing.

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
        >>> library = Library(Path(mkdtemp()) / "coverage.onrecord")
        >>> report = library.add([
        ...     Article("Tom Hale said it rained.", "elm-1"),
        ...     Article("Thomas Hale said the bridge was closed.", "elm-2"),
        ... ])
        >>> len(library), "elm-1" in library
        (2, True)

        The examples of the methods go on from here.
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
        self._part_of_article: dict[str, int] | None = None
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

        An article whose words are in the library already is not added again. Articles are kept in parts of up to 64: a
        part is kept whole or not at all, and what was kept stays, however the program ends. To resume, add the same
        articles again.

        Args:
            articles: what to add; read as they are needed.
            processes: how many parse at a time.
            progress: called with the number of articles done so far.

        Returns:
            Which articles are new, which were there, and which could not be parsed.

        Raises:
            LibraryError: the library is read-only, or the disk is full.

        Example:
            >>> report = library.add([("elm-3", "Tom Hale said it rained."), ("elm-4", "Ann Lee said it snowed.")])
            >>> report.added, report.same
            (['elm-4'], {'elm-3': 'elm-1'})
        """
        report = Added()
        store = self.store
        if self.read_only:
            raise LibraryError(f"{self.path} is open for reading only.")
        with self._lock:
            earlier_ids = set(self.articles["article_id"])
            n_done, first = 0, store.next_part()
            distinct = (article for _, article in self._skip_known(articles, report))
            jobs = (PartJob(n, part, self.folder.path) for n, part in enumerate(split_into_parts(distinct), first))
            try:
                for job, part in parse_in_order(jobs, processes, first):
                    report.failed.update(part.failed)
                    if len(part.articles):
                        by_id = {article.article_id: article for article in job.articles}
                        store.add(job.number, part.articles, by_id, Codebook.default().citation)
                        self._numbers = [*self._numbers, job.number]
                        report.added += part.articles["article_id"].tolist()
                    n_done += len(job.articles)
                    if progress is not None:
                        progress(n_done + len(report.same))
            finally:  # what was kept before an interruption is there
                self._forget_derived()
            if report.added:
                new = set(report.added) - earlier_ids
                report.copies = {copy: original for copy, original in self.copies().items() if copy in new}
        return report

    def _skip_known(
        self, articles: Iterable[Article | tuple[str, str]], report: Added
    ) -> Iterator[tuple[str, Article]]:
        """Yield the articles that the library does not have; put the others into ``report``."""

        def report_taken_id(_: str, article_id: str) -> None:
            report.failed[article_id] = "Another article has this id. Leave the id out, or give another."

        given = (item if isinstance(item, Article) else Article(item[1], item[0]) for item in articles)
        named = ((article.article_id, article) for article in given)
        return skip_repeated(
            named,
            report.same.__setitem__,
            report_taken_id,
            find_same=self.store.find_same_words,
            has_id=lambda article_id: self.store.part_of(article_id) is not None,
        )

    def remove(self, article_ids: Iterable[str]) -> None:
        """Delete articles and their tables; ids that the library does not have are passed over.

        Annotations of the articles stay, and count again if the articles are added again.

        Raises:
            LibraryError: the library is read-only, or the disk is full.

        Example:
            >>> library.remove(["elm-1"])
            >>> len(library)
            1
        """
        with self._lock:
            for article_id in article_ids:
                old = self.store.part_of(article_id)
                if old is None:
                    continue
                kept = [other for other in self.folder.article_ids(old) if other != article_id]
                new = self._copy_part(old, kept) if kept else None
                self.store.replace(old, new, [article_id])
                self._numbers = self.store.parts()
            self._forget_derived()

    def _copy_part(self, old: int, article_ids: Sequence[str]) -> int:
        """Write a new part with some articles of an old one; return its number."""
        new = self.store.next_part()
        articles = [Article(self.store.text_of(article_id), article_id) for article_id in article_ids]
        self.folder.write(
            new, self.folder.tables(old).only(article_ids), self.folder.words(old).only(article_ids), articles
        )
        return new

    def _forget_derived(self) -> None:
        """Drop what was computed from the articles, since they have changed."""
        with self._lock:
            self._collections.clear()
            self._part_of_article = self._window = None

    def _refresh(self) -> None:
        """Read what another process has added meanwhile, if this one only reads."""
        if self.read_only and self._store is not None:
            numbers = self._store.parts()
            if numbers != self._numbers:
                self._numbers = numbers
                self._forget_derived()

    # Questions

    @property
    def articles(self) -> pd.DataFrame:
        """The table ``articles``, in the order of adding; see docs/tables.md for its columns.

        Example:
            >>> library.articles[["article_id", "n_words"]].values.tolist()
            [['elm-1', 5], ['elm-2', 7]]
        """
        if self._store is not None:
            return self._store.articles()
        parts = [self.folder.frame("articles", number) for number in self._numbers]
        return pd.concat(parts, ignore_index=True) if parts else Tables.concat([]).articles

    def __len__(self) -> int:
        """How many articles the library has."""
        return len(self.articles)

    def __bool__(self) -> bool:
        """True, also while the library is empty: ``if library`` asks whether there is one."""
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
        """The text of an article; "" if there is none of that id.

        Example:
            >>> library.text_of("elm-1")
            'Tom Hale said it rained.'
        """
        if self._store is not None:
            return self._store.text_of(article_id)
        number = self._part_of(article_id)
        return "" if number is None else self.folder.text(number, article_id)

    def window(self, n_articles: int) -> tuple[tuple[str, ...], Tables, Words]:
        """The first articles, in memory: whole parts until there are at least ``n_articles``.

        Returns:
            Their ids, their tables as they were parsed, and their words, to which another codebook can be applied.

        Example:
            >>> ids, tables, words = library.window(100)
            >>> ids, len(tables.statements)
            (('elm-1', 'elm-2'), 2)
        """
        with self._lock:
            if self._window is None or self._window[0] != n_articles:
                numbers: list[int] = []
                count = 0
                for number in self._numbers:
                    if count >= n_articles:
                        break
                    numbers.append(number)
                    count += len(self.folder.article_ids(number))
                book = Codebook.default() if self._store is not None else batch.codebook_of(self.path)
                parts = [replace(self.folder.tables(number), themes=build_themes_table(book)) for number in numbers]
                words = Words.concat(self.folder.words(number) for number in numbers)
                self._window = (n_articles, Tables.concat(parts), words)
            _, tables, words = self._window
            return tuple(tables.articles["article_id"]), tables, words

    def copies(self) -> dict[str, str]:
        """Map the id of each article that is nearly the same as an earlier one to the id of that one.

        Example:
            >>> library.copies()
            {}
        """
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
            annotations: the log of annotations, the oldest first; by default the one that the library keeps.
            progress: called with the share that is done, from 0 to 1, while a codebook is applied.

        Example:
            >>> library.collection().count("statements", Filters())
            2
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
            relations["theme_mentions"] = self._code_themes(book, progress)
        articles = self.articles
        copies = articles["article_id"].map(self.copies()).astype("string")
        return Collection(
            relations,
            articles=articles.assign(copy_of=copies),
            themes=build_themes_table(book),
            parsed=lambda article_ids: self._read_tables(article_ids, book),
            text_of=self.text_of,
            annotations=log,
            folder=str(self.folder.path.resolve()),
        )

    def _read_tables(self, article_ids: Iterable[str], book: Codebook) -> Tables:
        """The tables of some articles as they were parsed, coded by ``book``."""
        by_part: dict[int, list[str]] = {}
        for article_id in article_ids:
            number = self._part_of(article_id)
            if number is not None:
                by_part.setdefault(number, []).append(article_id)
        citations, parts = self._citations(), []
        for number, ids in sorted(by_part.items()):
            tables = self.folder.tables(number).only(ids)
            if citations.get(number) == book.citation:
                parts.append(replace(tables, themes=build_themes_table(book)))
            else:
                parts.append(recode(tables, self.folder.words(number).only(ids), book))
        return Tables.concat(parts)

    def _part_of(self, article_id: str) -> int | None:
        """The part that holds an article."""
        if self._store is not None:
            return self._store.part_of(article_id)
        with self._lock:
            if self._part_of_article is None:
                self._part_of_article = {
                    known_id: number for number in self._numbers for known_id in self.folder.article_ids(number)
                }
        return self._part_of_article.get(article_id)

    def _citations(self) -> dict[int, str]:
        """By part, the citation of the codebook by which it was coded when it was parsed."""
        if self._store is not None:
            return self._store.codebooks_of_parts()
        return dict.fromkeys(self._numbers, batch.codebook_of(self.path).citation)

    def _code_themes(self, book: Codebook, progress: Callable[[float], None] | None) -> Any:
        """The theme mentions by a codebook: those of parsing if it was the same, otherwise made now, and kept."""
        name = f"coded-{hashlib.sha256(book.citation.encode()).hexdigest()[:12]}"
        citations = self._citations()
        files = {
            number: self.folder.file("theme_mentions" if citations.get(number) == book.citation else name, number)
            for number in self._numbers
        }
        missing = [number for number, file in files.items() if not file.is_file()]
        in_memory = {}
        for n_done, number in enumerate(missing, 1):
            coded = to_arrow(recode(self.folder.tables(number), self.folder.words(number), book).theme_mentions)
            if self.read_only:
                in_memory[number] = coded
            else:
                self.folder.write_file(name, number, coded)
            if progress is not None:
                progress(n_done / len(missing))
        if in_memory:
            return pa.concat_tables(in_memory[n] if n in in_memory else pq.read_table(files[n]) for n in self._numbers)
        return from_files(files.values())

    def tables(self, filters: Filters | None = None) -> Tables:
        """The tables of all articles, or of the rows that match ``filters``, in memory.

        Example:
            >>> library.tables(Filters(speaker=("tom-hale",))).statements["text"].tolist()
            ['it rained']
        """
        return self.collection().tables(filters or Filters())

    def query(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """Ask one SELECT in DuckDB's SQL about the tables of docs/tables.md.

        Args:
            sql: the question.
            values: a value for each "?" in it.

        Returns:
            The rows of the answer.

        Raises:
            LibraryError: the question is not one SELECT, or cannot be understood; the message says where.

        Example:
            >>> library.query("select count(*) n from statements where article_id = ?", ["elm-1"])["n"].tolist()
            [1]
        """
        database = self.collection().database
        try:
            if not database.is_question(sql):
                raise LibraryError("A question is one SELECT. To change what is here, use add, remove and annotate.")
            return database.ask(sql, values)
        except duckdb.Error as error:
            raise LibraryError(
                f"The question cannot be answered: {error}. The tables are: {', '.join(SCHEMAS)}."
            ) from error

    def search(self, words: str, *, most: int = 50) -> list[str]:
        """Ids of at most ``most`` articles in which all of ``words`` occur, the best match first.

        Phrases stand in double quotes; ``rain*`` finds words that begin with "rain".

        Raises:
            LibraryError: this is the folder of a batch, which has no index to search.

        Example:
            >>> library.search('rain*'), library.search('"the bridge"')
            (['elm-1'], ['elm-2'])
        """
        match = search_syntax.to_fts5(words)
        return self.store.search(match, most) if match else []

    def n_matching(self, words: str) -> int:
        """How many articles ``search`` would find without a limit.

        Example:
            >>> library.n_matching("hale")
            2
        """
        match = search_syntax.to_fts5(words)
        return self.store.n_matching(match) if match else 0

    # Annotations

    def annotations(self) -> tuple[Annotation, ...]:
        """The log of annotations, the oldest first; see ``onrecord.annotations``.

        Example:
            >>> numbers = library.merge_speakers(["thomas-hale"], "tom-hale")
            >>> [(one.speaker_id, one.into) for one in library.annotations()]
            [('thomas-hale', 'tom-hale')]
        """
        return () if self._store is None else self._store.annotations()

    def annotate(self, new: Iterable[Annotation], *, seen: Mapping[Target, int] | None = None) -> list[int]:
        """Add corrections, theme overrides and merged names to the log: all of them, or none.

        Args:
            new: what to add. A record takes the place of the earlier one with the same ``target``.
            seen: by target, the number of the latest record that the annotator saw, 0 for none. If another is the
                latest by now, nothing is added, since it would be overwritten unseen.

        Returns:
            The numbers of the new records, by which ``undo`` takes them back.

        Raises:
            ConflictError: somebody else has annotated a row of ``seen`` meanwhile.
            LibraryError: the library is read-only, or the disk is full.

        Example:
            >>> from onrecord import ThemeOverride
            >>> library.annotate([ThemeOverride("elm-1", 14, 23, "weather", holds=True, who="Kim")])
            [1]
        """
        return self.store.annotate(new, seen)

    def undo(self, numbers: Iterable[int]) -> list[int]:
        """Undo records by their numbers: each row is again as it was before them.

        Returns:
            The numbers of the new records, which may be undone too.

        Raises:
            ConflictError: somebody has annotated one of the rows since.
            LibraryError: the library is read-only, or the disk is full.

        Example:
            >>> library.undo(library.merge_speakers(["thomas-hale"], "tom-hale"))
            [2]
        """
        log, undone = self.annotations(), set(numbers)
        records = [one for one in log if one.number in undone]
        first = {one.target: one.number for one in reversed(records)}
        latest = {one.target: one.number for one in records}
        return self.annotate([undo(log, number) for number in first.values()], seen=latest)

    def merge_speakers(self, speaker_ids: Iterable[str], into: str) -> list[int]:
        """Count ``speaker_ids`` as the speaker ``into``, in every article: variants of one name.

        Returns:
            The numbers of the new records, for ``undo``.

        Example:
            >>> numbers = library.merge_speakers(["thomas-hale"], "tom-hale")
            >>> library.tables().statements["speaker_id"].tolist()
            ['tom-hale', 'tom-hale']
        """
        return self.annotate(merge_speakers(merges_of(self.annotations()), speaker_ids, into))

    def split_speaker(self, speaker_id: str, article_ids: Iterable[str], name: str) -> str:
        """Count ``speaker_id`` in these articles as somebody else of the same name.

        Returns:
            The new id. It ends in ``name``, which tells the two apart.

        Example:
            >>> library.split_speaker("tom-hale", ["elm-1"], "the weatherman")
            'tom-hale~the-weatherman'
        """
        new, speaker = split_speaker(merges_of(self.annotations()), speaker_id, article_ids, name)
        self.annotate(new)
        return speaker

    def unmerge_speaker(self, speaker_id: str) -> list[int]:
        """Undo every merge into, and every split to, the speaker ``speaker_id``.

        Returns:
            The numbers of the new records, for ``undo``.

        Example:
            >>> numbers = library.merge_speakers(["thomas-hale"], "tom-hale")
            >>> library.unmerge_speaker("tom-hale")
            [2]
        """
        return self.annotate(undo_merges(merges_of(self.annotations()), speaker_id))

    def backup(self, target: str | Path) -> None:
        """Copy the library to ``target``, also while it is in use. The copy opens like the original.

        Raises:
            LibraryError: ``target`` exists already, or cannot be written to.

        Example:
            >>> library.backup(library.path.with_name("copy.onrecord"))
            >>> len(Library(library.path.with_name("copy.onrecord")))
            2
        """
        target = Path(target)
        tables = Folder(_tables_path(target))
        for path in (target, tables.path):
            if path.exists():
                raise LibraryError(f"{path} exists already. Name a file that does not.")
        with self._lock:
            try:
                # Parts never change, and one that no longer counts is deleted only when the library is next opened for
                # writing. So they can be copied before the file that names them; those added meanwhile come after it.
                self.folder.copy_parts(self.store.parts(), tables)
                self.store.copy_to(target)
                with Store(target, read_only=True) as copy:
                    self.folder.copy_parts(copy.parts(), tables)
            except OSError as error:
                raise LibraryError(f"The backup could not be written to {target}: {error}.") from error


def _tables_path(path: Path) -> Path:
    return path.with_name(path.name + ".tables")
