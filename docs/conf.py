"""How Sphinx makes the site from the pages of this folder: run ``make docs``, then open build/site/index.html.

Nothing in the site is fetched from elsewhere: the theme has its own styles and uses the reader's fonts.
"""

from __future__ import annotations

import re
from typing import Any

import onrecord

project = "On Record"
release = version = onrecord.__version__
copyright = "the authors of On Record, MIT licence"  # noqa: A001
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]

myst_heading_anchors = 3
myst_links_external_new_tab = False

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_class_signature = "separated"
napoleon_use_ivar = True
napoleon_use_rtype = False

html_theme = "furo"
html_title = "On Record"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"top_of_page_buttons": []}


def split_attributes(_app: object, _kind: str, _name: str, _value: object, _options: object, lines: list[str]) -> None:
    """Give each of several attributes that share a line ("group, definition: for readers") a line of its own."""
    found: list[str] = []
    for line in lines:
        match = re.fullmatch(r"(\s+)(\w+(?:, \w+)+): (.+)", line)
        found += [f"{match[1]}{name}: {match[3]}" for name in match[2].split(", ")] if match else [line]
    lines[:] = found


def link_pages(_app: object, _path: object, _parent: str, content: list[str]) -> None:
    """Lead links between the files at the top of the project to the pages that include them."""
    for name, page in (("CONTRIBUTING", "contributing"), ("CHANGELOG", "changelog"), ("README", "index")):
        content[0] = content[0].replace(f"]({name}.md", f"](docs/{page}.md")


def setup(app: Any) -> None:
    """Connect what Sphinx has no setting for."""
    app.connect("include-read", link_pages)
    app.connect("autodoc-process-docstring", split_attributes, priority=100)
