"""EML: an e-mail with an article in it, as press services and newsletters send them."""

from __future__ import annotations

import email
import email.policy
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from onrecord.errors import ArticleError
from onrecord.io import html
from onrecord.io.result import build_article

if TYPE_CHECKING:
    from onrecord.article import Article

MAX_BYTES = 30_000_000


def read(data: bytes) -> Article:
    """The article of a message: subject as title, sender as source; attachments are left out."""
    if len(data) > MAX_BYTES:
        raise ArticleError(f"It is {len(data) / 1e6:.0f} MB; messages of at most {MAX_BYTES / 1e6:.0f} MB are read.")
    try:
        message: Any = email.message_from_bytes(data, policy=email.policy.default)
        part = message.get_body(preferencelist=("plain", "html"))
        content = part.get_content() if part is not None else ""
        is_page = part is not None and part.get_content_subtype() == "html"
        subject, sender, date = (str(message.get(name, "")) for name in ("Subject", "From", "Date"))
    except (Exception, RecursionError) as error:
        raise ArticleError("It is damaged, or no e-mail after all. Save the article's text alone.") from error
    if not isinstance(content, str) or not content.strip():
        raise ArticleError("There is no text in the message; attachments are not read. Save them and add them instead.")
    text = html.from_text(content).text if is_page else content
    name, address = parseaddr(sender)
    return build_article(text, title=subject, source=name or address.rpartition("@")[2] or None, published=_day(date))


def _day(date: str) -> str | None:
    try:
        return parsedate_to_datetime(date).date().isoformat()
    except (TypeError, ValueError):
        return None
