"""The overview: what the articles say, in numbers; who speaks on what; the figures."""

from onrecord.views import frame

view = frame.open_page("Overview")
