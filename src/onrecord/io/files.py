"""From what is named on a command line to articles: files, folders and patterns, read one after the other."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.io import ENDINGS, TABLES, Unread, read
from onrecord.io.reader import ending_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.article import Article
    from onrecord.io import Columns


def files_of(named: Iterable[str | Path]) -> tuple[list[Path], list[Unread]]:
    """The files that are named, each once, in order, and what names none.

    A folder stands for all files in it, and in its folders, whose ending is known; a pattern (``news/*.html``) for what
    it matches.
    """
    found: dict[Path, None] = {}
    missing: list[Unread] = []
    for name in named:
        path = Path(name)
        if path.is_file():
            found[path] = None
        elif path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and ending_of(file.name) in ENDINGS)
            if not inside:
                kinds = ", ".join(ENDINGS)
                missing.append(Unread(str(name), "", f"The folder holds no file that can be read ({kinds})."))
            found |= dict.fromkeys(inside)
        else:
            matched = sorted(map(Path, glob.glob(str(name), recursive=True)))
            files = [file for file in matched if file.is_file()]
            if not files:
                missing.append(
                    Unread(str(name), "", "It does not exist. Check the spelling and the folder you are in.")
                )
            found |= dict.fromkeys(files)
    return list(found), missing


def articles_of(files: Sequence[Path], columns: Columns | None = None) -> Iterator[tuple[str, Article | Unread]]:
    """The articles of files, each with a name for people, and what could not be read."""
    for file in files:
        try:
            with file.open("rb") as stream:
                for number, found in enumerate(read(stream, name=str(file), columns=columns), 1):
                    many = ending_of(file.name) in TABLES
                    yield f"{file}, article {number:,}" if many else str(file), found
        except OSError as error:
            reason = f"It cannot be read: {error.strerror or error}."
            yield str(file), Unread(str(file), "", reason)


def expected(files: Sequence[Path]) -> int:
    """About how many articles files hold: one each, of a table a row each. For telling how long it takes."""
    total = 0
    for file in files:
        ending = ending_of(file.name)
        try:
            if ending == "parquet":
                import pyarrow.parquet as pq  # type: ignore[import-untyped]

                total += pq.ParquetFile(file).metadata.num_rows
            elif ending in TABLES:
                with file.open("rb") as stream:
                    total += sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
            else:
                total += 1
        except Exception:  # noqa: BLE001 - a broken file is told when it is read
            total += 1
    return total
