"""The themes page."""

from onrecord.views import frame

view = frame.open_page("Themes")
