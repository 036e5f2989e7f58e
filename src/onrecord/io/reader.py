"""The one reader: what ``onrecord.read``, every command and an upload in the dashboard use.

So the same file has the same text, title, date, source, address and id wherever it is read.
"""

from __future__ import annotations

import glob
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from onrecord.article import MAX_CHARACTERS
from onrecord.errors import ArticleError, MissingExtraError
from onrecord.io import docx, email, html, pdf, tabular
from onrecord.io.result import Unread, build_article, display_name
from onrecord.io.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.article import Article
    from onrecord.io.tabular import Columns

TABLES = ("csv", "tsv", "jsonl", "ndjson", "parquet")
"""Endings of files with an article a row."""
ENDINGS = ("txt", "md", "html", "htm", "pdf", "docx", "eml", *TABLES)
"""Endings of the files that can be read."""

_MAX_BYTES = max(pdf.MAX_BYTES, docx.MAX_BYTES, email.MAX_BYTES, html.MAX_BYTES, 4 * MAX_CHARACTERS)
_HEADING = re.compile(r"\A(\s*)#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)


def ending_of(name: str) -> str:
    """The ending of a file's name, in lower case; empty where it has none."""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def read(
    path: str | Path, *, columns: Columns | None = None, on_error: Literal["raise", "warn"] = "raise"
) -> Iterator[Article]:
    """Yield the articles of a file, a folder or a pattern, one after the other.

    Args:
        path: a file (.txt .md .html .pdf .docx .eml, or a table with an article a row: .csv .tsv .jsonl .parquet), a
            folder, which stands for all such files in it, or a pattern such as ``news/*.html``.
        columns: of tables, which columns hold what; by default inferred from their names.
        on_error: what to do with a file or a row that cannot be read: ``raise`` ends with it, ``warn`` goes on.

    Raises:
        ArticleError: something cannot be read; the message names the file and what to do.
        MissingExtraError: a format needs packages that are not installed.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import mkdtemp
        >>> import onrecord
        >>> path = Path(mkdtemp()) / "news.csv"
        >>> _ = path.write_text("headline,text\\nRain,Tom Hale said it rained.")
        >>> [article.title for article in onrecord.read(path)]
        ['Rain']
    """
    files, missing = find_files([path])
    for found in (*missing, *(item for _, item in read_files(files, columns))):
        if not isinstance(found, Unread):
            yield found
        elif on_error == "raise":
            raise found.error()
        else:
            warnings.warn(str(found), stacklevel=2)


def read_one(stream: BinaryIO, *, name: str) -> Article:
    """The one article of a file. Raises ``ArticleError`` where it cannot be read, or is a table of articles."""
    if ending_of(name) in TABLES:
        raise ArticleError(
            f"{display_name(name)} is a table of articles. Read it with onrecord.read, which yields each."
        )
    (found,) = read_stream(stream, name=name)
    if isinstance(found, Unread):
        raise found.error()
    return found


def read_stream(stream: BinaryIO, *, name: str, columns: Columns | None = None) -> Iterator[Article | Unread]:
    """The articles of a file, and in place of each that cannot be read, why.

    Args:
        stream: the file, open for reading; table files must allow going back to their start.
        name: the file's name: its ending tells the format, and messages name it. Never used as a path.
        columns: of a table file, which columns to take; by default those with the usual names.
    """
    known, ending = display_name(name), ending_of(name)
    if ending in TABLES:
        yield from tabular.read(stream, ending, known, columns)
        return
    try:
        data = stream.read(_MAX_BYTES + 1)
        yield _whole(data, ending)
    except (ArticleError, MissingExtraError) as error:
        yield Unread(known, "", str(error), type(error))
    except MemoryError:
        yield Unread(known, "", "There is not enough memory to read it.")


def columns_of(stream: BinaryIO, *, name: str) -> list[str] | None:
    """The column names of a table file, None of another; the stream is at its start again.

    Raises ``ArticleError`` where the file is broken.
    """
    ending = ending_of(name)
    return tabular.columns_of(stream, ending) if ending in TABLES else None


def _whole(data: bytes, ending: str) -> Article:
    """The article of a file that holds one. What a file is, its first bytes tell more surely than its name."""
    if data.startswith(b"%PDF-") or ending == "pdf":
        return pdf.read(data)
    if data.startswith(b"PK\x03\x04") or ending == "docx":
        return docx.read(data)
    if ending == "eml":
        return email.read(data)
    if ending in ("html", "htm"):
        return html.read(data)
    text = decode(data, name="It")
    if html.looks_like(text):
        return html.from_text(text)
    if ending == "md":
        text = _HEADING.sub(r"\1\2", text, count=1)
    return build_article(text, headline=False)


def find_files(named: Iterable[str | Path]) -> tuple[list[Path], list[Unread]]:
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


def read_files(files: Sequence[Path], columns: Columns | None = None) -> Iterator[tuple[str, Article | Unread]]:
    """The articles of files, each with a name for people, and what could not be read."""
    for file in files:
        try:
            with file.open("rb") as stream:
                for number, found in enumerate(read_stream(stream, name=str(file), columns=columns), 1):
                    many = ending_of(file.name) in TABLES
                    yield f"{file}, article {number:,}" if many else str(file), found
        except OSError as error:
            reason = f"It cannot be read: {error.strerror or error}."
            yield str(file), Unread(str(file), "", reason)


def estimate_articles(files: Sequence[Path]) -> int:
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
