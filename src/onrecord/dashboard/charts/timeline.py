"""Charts over time: bars by day, week, month or year, alone or one above the other."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from onrecord.dashboard.charts.style import MARGIN, STEADY, axis_heading, build_figure, hover, trace
from onrecord.dashboard.text import escape
from onrecord.dashboard.text.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

    from onrecord.dashboard.charts.palette import Palette

UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Units of time with their length in days, give or take."""
_MAX_BARS = 120
_ROW = 84


def unit_for(first: datetime.date, last: datetime.date) -> str:
    """The shortest unit that cuts a stretch into few enough bars to be read."""
    days = (last - first).days + 1
    return next((unit for unit, length in UNITS.items() if days / length <= _MAX_BARS / 2), "year")


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


def draw(
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
    top = max([int(n) for n in rows["n"]], default=1)
    traces, names = [], []
    layout: dict[str, Any] = {}
    for number, part in enumerate(parts):
        held = rows[rows["part"] == part]
        suffix = str(number + 1) if number else ""
        colour = colours.get(part, palette.accent)
        bars = trace(
            "bar", x=[_middle(begin, unit) for begin in held["begin"]], y=[int(n) for n in held["n"]],
            width=UNITS[unit] * 86_400_000 * 0.86, yaxis=f"y{suffix}", marker={"color": colour, "line": {"width": 0}},
            **STEADY, **hover(held["hover"]), customdata=[[begin.isoformat()] for begin in held["begin"]],
        )  # fmt: skip
        traces.append(bars)
        layout[f"yaxis{suffix}"] = _count_axis(number, count, top, axis_title, palette)
        if not single:
            name = {
                "text": f"<b>{escape.plotly(shorten(labels[part], 60))}</b> · {int(held['n'].sum()):,}",
                "xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 1 - (number + 0.02) / count,
                "yanchor": "top", "showarrow": False, "font": {"size": 12.5, "color": colour},
            }  # fmt: skip
            names.append(name)
    first, last = span
    return build_figure(
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


def _count_axis(number: int, count: int, top: int, axis_title: str, palette: Palette) -> dict[str, Any]:
    """The axis of a row of bars: the one at place ``number`` from above, of ``count``."""
    single, high = count == 1, 1 - number / count
    return {
        "domain": [max(0.0, high - (1 if single else 0.7) / count), high if single else high - 0.14 / count],
        "range": [0, top * 1.1], "fixedrange": True, "showgrid": single, "gridcolor": palette.line, "zeroline": True,
        "zerolinecolor": palette.line, "tickformat": ",d", "automargin": True,
        **({"dtick": 1} if single and top < 4 else {"nticks": 4 if single else 2}),
        "tickfont": {"size": 11.5, "color": palette.muted},
        "title": axis_heading(axis_title, palette) if single else None,
    }  # fmt: skip


def _middle(begin: datetime.date, unit: str) -> datetime.datetime:
    days = ((last_day(begin, unit) - begin).days + 1) / 2
    return datetime.datetime.combine(begin, datetime.time()) + datetime.timedelta(days=days)


def _reach(day: datetime.date, unit: str, direction: int) -> datetime.datetime:
    edge = datetime.datetime.combine(day, datetime.time())
    return edge + direction * datetime.timedelta(days=1 + UNITS[unit] * 0.1)
