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
REPORT = "Report to print"
REPORT_FILTERS = "Shown are only: speaker: {}"
TABLE_BEHIND_CHART = "The table behind this chart"
SAVE_SVG = "Save the chart as SVG"
SAVE_PNG = "Save the chart as PNG"
DOWNLOAD_ONE_ROW = "Download 1 row as CSV"
READ_IN_ARTICLE = "Read it in the article"
GLOSSARY = "What the words mean"

# The tour
TOUR = "A short tour"
TOUR_STEP_2 = "Click to narrow it down"
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
CORRECT = "Correct"
CLOSE = "Close"
REFUSE_THEME = "Not “{}”"
WHO_SAYS_IT = "Who says it"
WHY = "Why (optional)"
SAVE = "Save the change"
SPEAKER_CHANGED = "Who says it: {new}, in place of {old}."
CORRECTED_BY_PERSON = "corrected by a person"
LOOKED_AT = "People looked at {} of"
TAKE_BACK = "Take back"
NO_LONGER_IN_FORCE = "no longer in force"

# Articles and Search
UPLOAD = "Upload files"
ADD_ARTICLES = "Add articles"
ADD_ARTICLE = "Add the article"
ADD_SOME = "Add {}"
ARTICLE_TEXT = "Text of the article"
ARTICLE_ADDRESS = "Address"
NO_TEXT = "There is no text yet"
BAD_ADDRESS = "must start with http"
HAS_MARKUP = "holds HTML markup"
ADDED = "Added “{}”"
ADDED_WITH = "Added {}: {} found."
READ_IT = "Read it"
REMOVE = "Remove"
IN_SESSION = "1 article in this session"
NOTHING_NEW = "There is nothing new to add."
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
TERMS = "Terms, one a line"
KEEP = "Keep"
EDIT_EFFECT = "1 statement would lose a theme."
TYPED_IS_KEPT = "What you typed is kept"
WHERE_IT_STANDS = "Where it stands"
ADD_TO = "Add to “{}”"
EDITED_HERE = "edit since it was opened"
TERM_ADDED = "Added the term “.+” in “{}”"
CITATION_LINE = "Every export names it"
FILES_PART = "Codebooks and files"
PASTE_CODEBOOK = "or paste its text"
OPEN_CODEBOOK = "Open it"
CO_OCCURRENCE = "Together"
