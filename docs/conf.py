"""How Sphinx makes the site from the pages of this folder: run ``make docs``, then open build/site/index.html.

Nothing in the site is fetched from elsewhere: the theme has its own styles and uses the reader's fonts.
"""

from __future__ import annotations

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
