"""HTML: the main text of a page, its title, date and outlet, by trafilatura."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from onrecord.errors import ArticleError, needs_extra
from onrecord.io.result import build_article
from onrecord.io.text import decode

if TYPE_CHECKING:
    from onrecord.article import Article

MAX_BYTES = 8_000_000
"""The longest page that is read: beyond it, finding the main text takes longer than somebody waits. The page of a news
article has 0.1 to 2 MB, scripts included."""

_MIN_CHARACTERS = 40
"""Characters of a main text; what is shorter is a menu or a line at the foot of the page."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)[^\[>]*\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)


def read(data: bytes) -> Article:
    """The article of a page. Raises ``ArticleError`` where no main text is found."""
    if len(data) > MAX_BYTES:
        raise ArticleError(
            f"It is {len(data) / 1e6:.0f} MB; pages of at most {MAX_BYTES / 1e6:.0f} MB are read. Save the article's "
            "text alone."
        )
    return from_text(_decoded(data))


def from_text(text: str) -> Article:
    """The article of a page that is decoded already."""
    with needs_extra("readers", "Reading web pages"):
        import trafilatura

    try:
        page: Any = trafilatura.bare_extraction(
            _DECLARED.sub("", text),
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            favor_precision=True,
        )
    except (Exception, RecursionError) as error:
        raise ArticleError("The page could not be taken apart. Save the article's text alone.") from error
    if page is None or len(page.text or "") < _MIN_CHARACTERS:
        raise ArticleError("No main text was found on the page. Save the article's text alone.")
    return build_article(page.text, title=page.title, source=page.sitename, published=page.date, url=page.url)


def looks_like(text: str) -> bool:
    """Whether a text is a page's source."""
    head = text[:2_000].lstrip("\ufeff \r\n\t").lower()
    return head.startswith(("<!doctype html", "<html"))


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:4_000])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name="It")
