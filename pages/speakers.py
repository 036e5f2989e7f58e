"""The speakers page."""

from onrecord.views import frame

view = frame.open_page("Speakers")
