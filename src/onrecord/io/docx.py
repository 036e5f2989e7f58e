"""DOCX: the paragraphs of a Word document, by python-docx."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from onrecord.errors import ArticleError, needs_extra
from onrecord.io.result import build_article

if TYPE_CHECKING:
    from onrecord.article import Article

MAX_BYTES = 50_000_000
MAX_EXPANDED = 60_000_000
"""A document's XML is some ten times its words; pictures are not unpacked."""
MAX_ENTRIES = 5_000


def read(data: bytes) -> Article:
    """The article of a document. Raises ``ArticleError`` where it is damaged, protected, or unpacks to too much."""
    with needs_extra("readers", "Reading Word files"):
        import docx

    if len(data) > MAX_BYTES:
        raise ArticleError(f"It is {len(data) / 1e6:.0f} MB; documents of at most {MAX_BYTES / 1e6:.0f} MB are read.")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ArticleError("It is protected by a password, or of an old format (.doc). Save it as .docx without one.")
    try:
        _check(data)
        document = docx.Document(io.BytesIO(data))
        lines = [paragraph.text for paragraph in document.paragraphs]
    except ArticleError:
        raise
    except (Exception, RecursionError) as error:
        raise ArticleError("It is damaged, or no Word document after all. Save it anew and try again.") from error
    return build_article("\n".join(line.strip() for line in lines if line.strip()))


def _check(data: bytes) -> None:
    """Refuse an archive that grows beyond bounds, as its directory says and as unpacking its XML shows."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        wanted = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in wanted) > MAX_EXPANDED:
            raise ArticleError("It unpacks to more than an article can hold. Save the article's text alone.")
        left = MAX_EXPANDED
        for entry in entries:
            with archive.open(entry) as file:
                head = b""
                while chunk := file.read(1 << 20):
                    head = head or chunk[:4_000]
                    left -= len(chunk)
                    if left < 0:
                        raise ArticleError(
                            "It unpacks to more than an article can hold. Save the article's text alone."
                        )
            if entry in wanted and (b"<!ENTITY" in head or b"<!DOCTYPE" in head):
                raise ArticleError(
                    "Its XML declares entities, which no Word document does. Save it anew and try again."
                )
