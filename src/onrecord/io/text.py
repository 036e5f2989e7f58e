"""Plain text: from bytes in an encoding that nobody states to a string."""

from __future__ import annotations

import codecs
import string

from charset_normalizer import from_bytes

from onrecord.article import MAX_CHARACTERS
from onrecord.errors import ArticleError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_INVISIBLE = "\ufeff\u200b\xa0"


def decode(data: bytes, *, name: str = "the file") -> str:
    """The text of ``data``: UTF-8 or UTF-16 with or without a byte order mark, else a Western encoding.

    Raises ``ArticleError`` where there is no text to be had.
    """
    if len(data) > 4 * MAX_CHARACTERS:
        raise ArticleError(
            f"{name} is {len(data) / 1e6:.0f} MB; at most {4 * MAX_CHARACTERS / 1e6:.0f} MB are read at once."
        )
    readings = (reading(data) for reading in (_decode_marked, _decode_utf8, _decode_other))
    text = next((reading for reading in readings if reading is not None), None)
    if text is not None and not text.strip(_INVISIBLE + string.whitespace):
        raise ArticleError(f"{name} is empty. Choose a file that holds the article's text.")
    if text is None or _looks_binary(text):
        raise ArticleError(f"{name} is not a text file. Save the article as plain text (.txt or .md) and try again.")
    return text


def _decode_marked(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding)
    return None


def _decode_utf8(data: bytes) -> str | None:
    return None if data.count(0) > len(data) // 4 else _decode_strictly(data, "utf-8")


def _decode_other(data: bytes) -> str | None:
    zeros_even, zeros_odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    if zeros_even + zeros_odd > len(data[:4000]) // 4:
        return _decode_strictly(data, "utf-16-le" if zeros_odd > zeros_even else "utf-16-be")
    if 0 in data:
        return None
    # English news in a one-byte encoding is Windows-1252 far more often than anything else; the detector
    # is asked only about bytes that Windows-1252 does not define.
    text = _decode_strictly(data, "cp1252")
    if text is None:
        best = from_bytes(data).best()
        text = str(best) if best else data.decode("cp1252", errors="replace")
    return text


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _looks_binary(text: str) -> bool:
    head = text[:20_000]
    odd = sum(
        1
        for character in head
        if (character < " " and character not in "\t\n\r\f\x0b")
        or character == "\ufffd"
        or "\x7f" <= character <= "\x9f"
    )
    return odd > max(2, len(head) // 50)
