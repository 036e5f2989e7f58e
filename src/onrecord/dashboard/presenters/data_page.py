"""What the data page shows and gives: the rows, their columns explained, and files of exactly them. No Streamlit."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pandas as pd

from onrecord import __version__
from onrecord.annotations import to_frame
from onrecord.dashboard.text import escape, wording
from onrecord.export import DICTIONARY, Format, to_csv, to_files, to_xlsx, to_zip
from onrecord.schema import SCHEMAS, data_dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.annotations import Annotation
    from onrecord.codebook import Codebook
    from onrecord.query import Collection
    from onrecord.tables import Tables

TABLES = tuple(SCHEMAS)
MAX_NAMED = 1_000
"""Articles that the note beside all tables names."""
_UNSAFE = re.compile(r"[^a-z0-9]+")

HOW_TO_READ = """How to read the files
CSV: UTF-8 with a byte order mark, so that Excel shows every letter. Text that a spreadsheet would run as a formula
(it starts with =, +, - or @) starts with an apostrophe; the words after it are unchanged. An empty cell is a value that
the article does not give. In Python:
    pandas.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
Parquet and JSON have the text verbatim. data_dictionary explains every column.
"""


def table_name(table: str) -> str:
    """The name of ``table`` for people: ``Theme mentions``."""
    return table.replace("_", " ").capitalize()


def explained(table: str) -> pd.DataFrame:
    """The rows of the data dictionary for ``table``: ``column``, ``type``, ``may_be_missing``, ``description``."""
    dictionary = data_dictionary()
    return dictionary[dictionary["table"] == table].drop(columns="table").reset_index(drop=True)


def explained_html(table: str) -> str:
    """An HTML table of the columns of ``table``."""
    rows = "".join(
        f"<tr><th scope='row'><code>{escape.html(row.column)}</code></th><td>{escape.html(row.type)}"
        f"{', may be missing' if row.may_be_missing == 'yes' else ''}</td><td>{escape.html(row.description)}</td></tr>"
        for row in explained(table).itertuples()
    )
    head = "<tr><th scope='col'>Column</th><th scope='col'>Type</th><th scope='col'>Meaning</th></tr>"
    return f'<div class="or-columns"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>'


def meaning(table: str) -> str:
    """What a row of ``table`` is, in a sentence."""
    return re.sub("^One row ", "Each row is ", SCHEMAS[table].description or "")


def place_of(ask: Collection, row: pd.Series) -> dict[str, str] | None:
    """Where a row of any table stands in its article, as parameters of a link to the page Read; themes stand nowhere.

    A statement's row, and what stands in a statement, leads to the statement; a speaker to the sentence with the name.
    """
    article_id = row.get("article_id")
    if article_id is None:
        return None
    if wording.given(row.get("statement_id")):
        return {"statement": f"{article_id}:{row['statement_id']}"}
    if wording.given(row.get("sentence_id")):
        return {"sentence": f"{article_id}:{row['sentence_id']}"}
    if wording.given(row.get("name_start")):
        inside = ask.sentence_with(article_id, row["name_start"])
        if inside is not None:
            return {"sentence": f"{article_id}:{inside.sentence_id}"}
    return {"reading": str(article_id)}


def file_stem(table: str, shown: int, total: int, article: str | None = None) -> str:
    """The name of a download without its ending: which table, of which single article, and how many rows of how many.

    Made of letters, digits and hyphens alone, whatever the article's title holds.
    """
    slug = _UNSAFE.sub("-", (article or "").casefold()[:60]).strip("-")
    parts = ["onrecord", slug, table.replace("_", "-"), f"{shown}-of-{total}" if shown != total else ""]
    return "-".join(part for part in parts if part)


def archive(
    tables: Tables,
    kind: Format,
    filters: Iterable[str],
    book: Codebook,
    log: Sequence[Annotation] = (),
) -> bytes:
    """All tables, the data dictionary, a note on what was filtered, what the themes were coded by, and what people
    say of rows: in one zip, or as one workbook with a sheet each.

    Raises ``ExportError`` where a workbook cannot hold a table.
    """
    people = {"annotations": to_frame(log)} if log else {}
    if kind == "xlsx":
        notes = pd.DataFrame({"about": about(tables, filters, book).splitlines()}, dtype="string[pyarrow]")
        coded = pd.read_csv(io.StringIO(book.to_csv()), dtype="string[pyarrow]", keep_default_na=False)
        return to_xlsx({"about": notes, **dict(tables), DICTIONARY: data_dictionary(), "codebook": coded, **people})
    files = to_files(tables, kind, for_spreadsheets=True)
    files["about.txt"] = about(tables, filters, book).encode()
    files["codebook.toml"] = book.to_toml().encode()
    files |= {f"{name}.csv": to_csv(frame, for_spreadsheets=True) for name, frame in people.items()}
    return to_zip(files)


def about(tables: Tables, filters: Iterable[str], book: Codebook) -> str:
    """A note that goes with all tables: from which articles, by which codebook, under which filters and version."""
    words = list(filters)
    articles = [
        f"- {row.article_id}: {' '.join(row.title.split()) if isinstance(row.title, str) else 'untitled'}"
        for row in tables.articles.head(MAX_NAMED).itertuples()
    ]
    if len(tables.articles) > MAX_NAMED:
        articles.append(f"- and {len(tables.articles) - MAX_NAMED:,} more, listed in the table articles")
    counts = [f"- {name}: {len(frame)}" for name, frame in tables]
    lines = [
        f"Tables made by On Record {__version__}",
        "",
        f"Themes are coded by the codebook “{book.title}”, {book.citation}, in codebook.toml",
        "",
        "Articles",
        *articles,
        "",
        "Filtered by" if words else "No filters: all rows",
        *(f"- {' '.join(word.split())}" for word in words),
        "",
        "Rows",
        *counts,
        "",
        HOW_TO_READ,
    ]
    return "\n".join(lines)
