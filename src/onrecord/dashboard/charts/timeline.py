"""Charts over time: bars by day, week, month or year, alone or one above the other. Knows no Streamlit."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from onrecord.dashboard.charts.plots import HOVER, MARGIN, drawn, titled, trace
from onrecord.dashboard.text import escape
from onrecord.dashboard.text.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

    from onrecord.dashboard.charts.palette import Palette

UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Units of time with their length in days, give or take."""
_MOST_BARS = 120
_ROW = 84


def unit_for(first: datetime.date, last: datetime.date) -> str:
    """The shortest unit that cuts a stretch into few enough bars to be read."""
    days = (last - first).days + 1
    return next((unit for unit, length in UNITS.items() if days / length <= _MOST_BARS / 2), "year")


def last_day(begin: datetime.date, unit: str) -> datetime.date:
    """The last day of the unit that begins on a day."""
    if unit == "day":
        return begin
    if unit == "week":
        return begin + datetime.timedelta(days=6)
    after = begin.replace(day=28) + datetime.timedelta(days=4)
    month_end = after - datetime.timedelta(days=after.day)
    return month_end if unit == "month" else begin.replace(month=12, day=31)


def words_for(begin: datetime.date, unit: str) -> str:
    """A unit in words: "3 March 2025", "the week of 3 March 2025", "March 2025", "2025"."""
    if unit == "year":
        return str(begin.year)
    if unit == "month":
        return f"{begin:%B} {begin.year}"
    day = f"{begin.day} {begin:%B} {begin.year}"
    return f"the week of {day}" if unit == "week" else day


def over_time(
    rows: pd.DataFrame,
    parts: Sequence[str],
    *,
    unit: str,
    span: tuple[datetime.date, datetime.date],
    labels: Mapping[str, str],
    colours: Mapping[str, str],
    palette: Palette,
    axis_title: str,
) -> go.Figure:
    """A row of bars a part, one above the other on one axis of time and one scale; ``rows`` has ``begin`` (a day),
    ``part``, ``n`` and ``hover``. Each bar has the first day of its unit in ``customdata``.
    """
    count = len(parts)
    single = count == 1
    traces, names = [], []
    top = max([int(n) for n in rows["n"]], default=1)
    width = UNITS[unit] * 86_400_000 * 0.86
    layout: dict[str, Any] = {}
    for number, part in enumerate(parts):
        held = rows[rows["part"] == part]
        axis = "y" if not number else f"y{number + 1}"
        colour = colours.get(part, palette.accent)
        begins = [_middle(begin, unit) for begin in held["begin"]]
        bars = trace(
            "bar", x=begins, y=[int(n) for n in held["n"]], width=width, yaxis=axis, showlegend=False,
            marker={"color": colour, "line": {"width": 0}},
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
            hovertext=[escape.plotly(words, width=60) for words in held["hover"]], hovertemplate=HOVER,
            customdata=[[begin.isoformat()] for begin in held["begin"]],
        )  # fmt: skip
        traces.append(bars)
        high = 1 - number / count
        low = high - (1 if single else 0.7) / count
        layout["yaxis" if not number else f"yaxis{number + 1}"] = {
            "domain": [max(0.0, low), high if single else high - 0.14 / count], "range": [0, top * 1.1],
            "fixedrange": True, "showgrid": single, "gridcolor": palette.line, "zeroline": True,
            "zerolinecolor": palette.line, "tickformat": ",d", "automargin": True,
            **({"dtick": 1} if single and top < 4 else {"nticks": 4 if single else 2}),
            "tickfont": {"size": 11.5, "color": palette.muted},
            "title": titled(axis_title, palette) if single else None,
        }  # fmt: skip
        if not single:
            name = {
                "text": f"<b>{escape.plotly(shorten(labels[part], 60))}</b> · {int(held['n'].sum()):,}",
                "xref": "paper",
                "x": 0, "xanchor": "left", "yref": "paper", "y": high - 0.02 / count, "yanchor": "top",
                "showarrow": False, "font": {"size": 12.5, "color": colour},
            }  # fmt: skip
            names.append(name)
    first, last = span
    return drawn(
        palette,
        traces,
        height=240 if single else 60 + _ROW * count,
        xaxis={
            "type": "date", "range": [_reach(first, unit, -1), _reach(last_day(last, unit), unit, 1)],
            "hoverformat": "%d %b %Y", "nticks": 8, "tickfont": {"size": 12}, "anchor": "free", "position": 0,
        },
        annotations=names,
        margin={**MARGIN, "r": 16},
        bargap=0,
        **layout,
    )  # fmt: skip


def _middle(begin: datetime.date, unit: str) -> datetime.datetime:
    days = ((last_day(begin, unit) - begin).days + 1) / 2
    return datetime.datetime.combine(begin, datetime.time()) + datetime.timedelta(days=days)


def _reach(day: datetime.date, unit: str, direction: int) -> datetime.datetime:
    edge = datetime.datetime.combine(day, datetime.time())
    return edge + direction * datetime.timedelta(days=1 + UNITS[unit] * 0.1)
