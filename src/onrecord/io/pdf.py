"""PDF: the words of its pages, put together again as paragraphs, by pypdf."""

from __future__ import annotations

import io
import itertools
import re
import time
from typing import TYPE_CHECKING

from onrecord.errors import ArticleError, needs_extra
from onrecord.io.result import build_article

if TYPE_CHECKING:
    from onrecord.article import Article

MAX_BYTES = 50_000_000
MAX_PAGES = 300
"""A longer document is no article; each page takes some hundredths of a second."""
MAX_SECONDS = 20.0
"""Pages made to take long are left after this time."""
MAX_CHARACTERS = 2_000_000

_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]\n(?=[a-z])")
_END = tuple('.!?:”"’)')


def read(data: bytes) -> Article:
    """The article of a PDF. Raises ``ArticleError`` where it is damaged, protected, a scan, or too long."""
    with needs_extra("readers", "Reading PDF files"):
        import pypdf

    if len(data) > MAX_BYTES:
        raise ArticleError(f"It is {len(data) / 1e6:.0f} MB; PDFs of at most {MAX_BYTES / 1e6:.0f} MB are read.")
    begun = time.monotonic()
    pages: list[str] = []
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise ArticleError("It is protected by a password. Save a copy without one and try again.")
        if len(document.pages) > MAX_PAGES:
            raise ArticleError(
                f"It has {len(document.pages)} pages; at most {MAX_PAGES} are read. Cut it to the article."
            )
        for page in document.pages:
            pages.append(page.extract_text())
            if time.monotonic() - begun > MAX_SECONDS or sum(map(len, pages)) > MAX_CHARACTERS:
                raise ArticleError("It takes too long to read. Save the article's text alone.")
    except ArticleError:
        raise
    except (Exception, RecursionError) as error:
        raise ArticleError("It is damaged, or no PDF after all. Save it anew and try again.") from error
    text = "\n\n".join(joined(page) for page in pages if page.strip())
    if not any(map(str.isalpha, text)):
        raise ArticleError("There are no words in it; it may be a scan. Have its text recognised (OCR) first.")
    return build_article(text)


def joined(page: str) -> str:
    """The lines of a page as paragraphs: a line runs on into the next unless it is short or an empty line follows."""
    page = _HYPHEN.sub("", page.replace("\r\n", "\n"))
    paragraphs = []
    for block in re.split(r"\n\s*\n", page):
        lines = [" ".join(line.split()) for line in block.splitlines() if line.strip()]
        if not lines:
            continue
        width = max(map(len, lines))
        parts = [lines[0]]
        for before, line in itertools.pairwise(lines):
            ends = len(before) < 0.75 * width and (before.endswith(_END) or line[:1].isupper())
            if ends:
                parts.append(line)
            else:
                parts[-1] += f" {line}"
        paragraphs += parts
    return "\n".join(paragraphs)
