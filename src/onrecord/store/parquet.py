"""Parts: the tables of some articles as Parquet files, written whole or not at all.

A folder of tables holds a folder a table, and in it a file a part: ``statements/000001.parquet``. So each table opens
by itself, in this program or in any other that reads Parquet (``pandas.read_parquet("tables/statements")``). Beside the
tables of ``SCHEMAS`` stand what later questions need: ``texts`` (the articles' texts), ``words`` and ``vocabulary`` (to
apply another codebook without parsing again) and ``signatures`` (to find copies).
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from onrecord.codebook import Words
from onrecord.export.parquet import to_arrow
from onrecord.schema import ADDED_COLUMNS, SCHEMAS
from onrecord.store import near_duplicates
from onrecord.tables import Tables, frame_from_columns, frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from onrecord.article import Article

TABLES = tuple(name for name in SCHEMAS if name != "themes")
_WORDS = ("article", "sentence", "start", "end", "code", "joined", "link", "kind")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of tables."""

    path: Path

    def file(self, table: str, number: int) -> Path:
        """The path of part ``number`` of ``table``."""
        return self.path / table / f"{number:06d}.parquet"

    def relation(self, table: str, numbers: Sequence[int]) -> Any:
        """The rows of ``table`` in these parts, to follow FROM in SQL; for no part, an empty Arrow table."""
        if not numbers:
            return to_arrow(frame_from_rows(table, []))
        files = [self.file(table, number) for number in numbers]
        # Parts with fewer columns are those that an earlier version wrote, before all others. To let DuckDB compare all
        # files would take it longer than most questions do.
        old = [] if _has_columns(table, files[0]) else [file for file in files if not _has_columns(table, file)]
        new = [file for file in files if file not in set(old)]
        if not old or not new:
            return from_files(files)
        return f"(from {from_files(old)} union all by name from {from_files(new)})"

    def write(self, number: int, tables: Tables, words: Words, articles: Sequence[Article]) -> None:
        """Write a part; when this returns it is on the disk, whatever happens next."""
        files = {name: to_arrow(getattr(tables, name)) for name in TABLES}
        files["texts"] = pa.table(
            {
                "article_id": pa.array([article.article_id for article in articles], pa.string()),
                "text": pa.array([article.text for article in articles], pa.string()),
            }
        )
        files["words"] = pa.table({name: getattr(words, name) for name in _WORDS})
        texts, lemmas = zip(*words.vocabulary, strict=True) if words.vocabulary else ((), ())
        files["vocabulary"] = pa.table({"text": pa.array(texts, pa.string()), "lemma": pa.array(lemmas, pa.string())})
        signatures = [near_duplicates.make_signature(article.text).tobytes() for article in articles]
        files["signatures"] = pa.table(
            {"article_id": files["texts"]["article_id"], "signature": pa.array(signatures, pa.binary())}
        )
        for name, table in files.items():
            self.write_file(name, number, table)

    def write_file(self, name: str, number: int, table: pa.Table) -> None:
        """Write one file of a part whole or not at all: under another name first, then renamed."""
        target = self.file(name, number)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(".writing")
        with beside.open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
        sync(target.parent)

    def read(self, name: str, number: int, columns: Sequence[str] | None = None) -> pa.Table:
        """One file of a part."""
        return pq.read_table(self.file(name, number), columns=None if columns is None else list(columns))

    def frame(self, table: str, number: int) -> Any:
        """One table of a part as a typed DataFrame."""
        columns = self.read(table, number).to_pandas()
        added = {name: value for name, value in ADDED_COLUMNS.get(table, {}).items() if name not in columns}
        columns = columns.assign(**added)
        return frame_from_columns(table, {name: columns[name] for name in SCHEMAS[table].columns})

    def article_ids(self, number: int) -> list[str]:
        """The ids of a part's articles, in order."""
        ids: list[str] = self.read("texts", number, ["article_id"])["article_id"].to_pylist()
        return ids

    def words(self, number: int) -> Words:
        """The words of a part's articles."""
        columns = self.read("words", number)
        vocabulary = self.read("vocabulary", number)
        pairs = zip(vocabulary["text"].to_pylist(), vocabulary["lemma"].to_pylist(), strict=True)
        arrays = (columns[name].to_numpy().astype(np.int32) for name in _WORDS)
        return Words(tuple(self.article_ids(number)), tuple(pairs), *arrays)

    def signatures(self, numbers: Iterable[int]) -> tuple[list[str], near_duplicates.Signatures]:
        """The articles of parts with their signatures, a row each."""
        ids: list[str] = []
        rows: list[bytes] = []
        for number in numbers:
            part = self.read("signatures", number)
            ids += part["article_id"].to_pylist()
            rows += part["signature"].to_pylist()
        return ids, near_duplicates.stack_signatures(rows)

    def text(self, number: int, article_id: str) -> str:
        """The text of an article in a part; "" if the part does not have it."""
        found = pq.read_table(self.file("texts", number), filters=[("article_id", "=", article_id)])
        return str(found["text"][0]) if len(found) else ""

    def tables(self, number: int) -> Tables:
        """The tables of a part; ``themes`` is empty."""
        frames = {name: self.frame(name, number) for name in TABLES}
        return Tables(**frames, themes=frame_from_rows("themes", []))

    def copy_parts(self, numbers: Iterable[int], target: Folder) -> None:
        """Copy parts to another folder, except files that are there already."""
        for number in numbers:
            for source in sorted(self.path.glob(f"*/{number:06d}.parquet")):
                copy = target.file(source.parent.name, number)
                if not copy.exists():
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(source, copy)
                    sync(copy.parent)

    def sweep(self, keep: Iterable[int]) -> None:
        """Delete what an interrupted run left behind: half-written files, and all parts but those to ``keep``."""
        kept = set(keep)
        for file in self.path.glob("*/*"):
            is_part = file.suffix == ".parquet" and file.stem.isdigit()
            if file.suffix == ".writing" or (is_part and int(file.stem) not in kept):
                file.unlink(missing_ok=True)


def from_files(files: Iterable[Path]) -> str:
    """The rows of Parquet files of the same columns, one after the other, to follow FROM in SQL."""
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    return f"read_parquet([{listed}])"


def _has_columns(table: str, file: Path) -> bool:
    """Whether a file has the columns that were added to its table."""
    return ADDED_COLUMNS.get(table, {}).keys() <= set(pq.read_schema(file).names)


def sync(folder: Path) -> None:
    """Write the names of the files in ``folder`` to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
