"""Article text made harmless for the three places that would read it as markup: HTML, Markdown and Plotly labels.

Each function returns text that *shows* the words it was given and does nothing else.
"""

from __future__ import annotations

import html as _html
import re
import textwrap

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"\s+")
_JOINER = "\u2060"
# Streamlit turns shortcodes (:name:), colour directives (:red[…]), arrows (->, --, >=) and bare addresses of pages and
# mail into other things after Markdown's escapes are gone; an invisible word joiner between the characters is what
# keeps them apart.
_SHORTCODE = re.compile(r":(?=[\w+\-])")
_ADDRESS = re.compile(r":(?=//)|www(?=\.)|@(?=[\w\-])", re.IGNORECASE)
_ARROW = re.compile(r"([<>\-=~])(?=[<>\-=~])")


def html(text: object) -> str:
    """``text`` for HTML, in an element or in a quoted attribute."""
    return _html.escape(_given(text), quote=True)


def markdown(text: object) -> str:
    """``text`` for Streamlit's Markdown on one line: labels of buttons, links and expanders."""
    line = _SPACE.sub(" ", _given(text)).strip()
    line = _SHORTCODE.sub(":" + _JOINER, line)
    line = _ARROW.sub(r"\1" + _JOINER, line)
    line = _ADDRESS.sub(lambda found: found[0] + _JOINER, line)
    return _PUNCTUATION.sub(r"\\\1", line)


def plotly(text: object, *, width: int | None = None, lines: int | None = None) -> str:
    """``text`` for a Plotly label or hover text, wrapped at ``width`` characters to at most ``lines`` lines."""
    line = _SPACE.sub(" ", _given(text)).strip()
    rows = textwrap.wrap(line, width, max_lines=lines, placeholder=" …") if width and line else [line]
    return "<br>".join(_html.escape(row, quote=False).replace("$", "&#36;") for row in rows)


def _given(text: object) -> str:
    """The words; nothing for what is missing."""
    return text if isinstance(text, str) else "" if text is None or str(text) in ("<NA>", "nan") else str(text)
