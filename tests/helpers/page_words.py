"""The words on the pages by which the browser tests find things: a changed word is changed here alone."""

from __future__ import annotations

PAGES = {
    "Overview": "/",
    "Read": "/read",
    "Speakers": "/speakers",
    "Compare": "/compare",
    "Themes": "/themes",
    "Codebook": "/codebook",
    "Figures": "/figures",
    "Data": "/data",
    "Checks": "/checks",
    "Articles": "/articles",
}
"""The path of each page by its name in the navigation."""
PAGES_OF_SEVERAL = {"Search": "/search", "Timeline": "/timeline", "Outlets": "/outlets"}
"""Pages that are there once there are several articles."""

# Any page
COPY_VIEW_LINK = "Copy link to this view"
LINK_COPIED = "Link copied"
REPORT = "Download one-page report"
REPORT_FILTERS = "Filtered by speaker: {}"
TABLE_BEHIND_CHART = "Table of this chart"
SAVE_SVG = "Save the chart as SVG"
SAVE_PNG = "Save the chart as PNG"
DOWNLOAD_ONE_ROW = "Download 1 row as CSV"
READ_IN_ARTICLE = "Read in the article"
GLOSSARY = "Glossary"

# The tour
TOUR = "A short tour"
TOUR_STEP_2 = "Click to filter"
TOUR_AGAIN = "Show the tour again"

# Read
STATEMENT_COUNT = r"^\d+ statements$"
CHOOSE_NEXT = "Next statement"
CHOOSE_PREVIOUS = "Previous statement"
JUMP_TO_SPEAKER = "Jump to a speaker"
MARK_THEMES = "Mark themes"
MARK_FIGURES = "Mark figures"
CITE = "Copy as citation"
CITED = "Citation copied"
COPY_LINK = "Copy link"
CITED_QUOTATION = "“Transparency is the key to trust” [direct quotation"

# Corrections
CORRECT = "Fix"
CLOSE = "Close"
REFUSE_THEME = "Remove “{}”"
WHO_SAYS_IT = "Said by"
WHY = "Why (optional)"
SAVE = "Save change"
SPEAKER_CHANGED = "Said by: {new} (was {old})."
CORRECTED_BY_PERSON = "corrected by a person"
LOOKED_AT = "Checked {} of"
TAKE_BACK = "Undo correction"
NO_LONGER_IN_FORCE = "superseded"

# Articles and Search
UPLOAD = "Upload files"
ADD_ARTICLES = "Add articles"
ADD_ARTICLE = "Add the article"
ADD_SOME = "Add {}"
ARTICLE_TEXT = "Text of the article"
ARTICLE_ADDRESS = "Web address"
NO_TEXT = "There is no text yet"
BAD_ADDRESS = "starts with http"
HAS_MARKUP = "contains HTML tags"
ADDED = "Added “{}”"
ADDED_WITH = "Added {}: {} found."
READ_IT = "Read"
REMOVE = "Remove"
IN_SESSION = "1 article in this session"
NOTHING_NEW = "Nothing new to add."
SEARCH_BOX = "Search the articles"
FOUND_IN = "Found in {} articles."
IN_ARTICLES = "In 2 articles, with 1 role"
OUTLETS_LEAD = "2 outlets with 2 articles."
TIMELINE_LEAD = "2 dated articles, from 1 March 2025 to 9 April 2025."

# Data
SENTENCES_LEAD = "Each row is a sentence"
ROWS_LEFT = "{} of {} rows"

# Compare
COMPARED = "Compare two to four speakers"
COMPARE_LEAD = "{} and {} (meet|share)"
COMPARE_WORKBOOK = "Download the comparison as Excel"

# Codebook
TERMS = "Terms, one per line"
KEEP = "Save theme"
EDIT_EFFECT = "1 statement would lose a theme."
TYPED_IS_KEPT = "Your text is still here"
WHERE_IT_STANDS = "Source sentences"
ADD_TO = "Add to “{}”"
EDITED_HERE = "edit since it was opened"
TERM_ADDED = "Added the term “.+” in “{}”"
CITATION_LINE = "Named in every export"
FILES_PART = "Codebooks"
PASTE_CODEBOOK = "or paste its text"
OPEN_CODEBOOK = "Import"
CO_OCCURRENCE = "Co-occurrence"
