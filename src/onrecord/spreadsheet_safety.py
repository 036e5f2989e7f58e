"""Text kept from being run as a formula when a spreadsheet opens it: an apostrophe before it (OWASP ASVS 1.2.10)."""

from __future__ import annotations

import re

# White space and invisible characters before the sign do not stop every spreadsheet; full-width signs start a formula
# in East Asian ones. A sign that stands alone, as comparators do, starts none. Apostrophes in front are matched too,
# so that a guarded text and one that had its apostrophe before stay different.
_LIVE = "[ \u00a0\ufeff\u200b]*(?:[\t\r\n]|[=+\\-@＝＋－＠].)"
FORMULA = f"(?s)^'*{_LIVE}"
"""The pattern of a text that must be guarded, for ``re`` and for RE2 alike."""
_LED = re.compile(f"(?s)'+{_LIVE}")


def guard_formula(text: str) -> str:
    """``text``, led by an apostrophe where a spreadsheet would run it."""
    return f"'{text}" if re.match(FORMULA, text) else text


def unguard_formula(text: str) -> str:
    """The words of a guarded cell: without the apostrophe that kept it from being a formula."""
    return text[1:] if _LED.match(text) else text
