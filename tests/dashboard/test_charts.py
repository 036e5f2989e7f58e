"""Charts: what each mark carries, escaped labels, one unit an axis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from onrecord.dashboard.charts import bars, heatmap, number_line
from onrecord.dashboard.charts.palette import DARK, LIGHT, Palette, contrast

if TYPE_CHECKING:
    import plotly.graph_objects as go

NASTY = '<a href="javascript:alert(1)">x</a> $x^2$'
CELLS = pd.DataFrame(
    {
        "row": ["water", "trade", "water"],
        "column": ["ada", "ada", "bo"],
        "count": [4, 1, 2],
        "hover": ["Ada on water", NASTY, "Bo on water"],
    }
)
LABELS = {"water": "Water", "trade": NASTY, "ada": "Ada Quill", "bo": NASTY}


def draw_matrix(palette: Palette = LIGHT, **more: object) -> go.Figure:
    return heatmap.draw(
        CELLS,
        ["water", "trade"],
        ["ada", "bo"],
        row_labels=LABELS,
        column_labels=LABELS,
        palette=palette,
        title="Statements",
        **more,  # type: ignore[arg-type]
    )


def draw_bars(**more: object) -> go.Figure:
    rows = pd.DataFrame(
        {
            "key": ["ada", "ada", "bo"],
            "part": ["direct", "indirect", "direct"],
            "amount": [5, 7, 3],
            "hover": ["Ada", "Ada", NASTY],
        }
    )
    return bars.draw_stacked(
        rows,
        ["ada", "bo"],
        labels=LABELS,
        colours={"ada": LIGHT.hues[0]},
        parts={"direct": "direct", "indirect": "indirect"},
        palette=LIGHT,
        axis_title="Words",
        **more,  # type: ignore[arg-type]
    )


def draw_number_line(**more: object) -> go.Figure:
    rows = pd.DataFrame(
        {
            "key": ["ada", "bo"],
            "label": ["jobs", NASTY],
            "value": [20.0, 500.0],
            "high": [30.0, None],
            "words": ["20–30", NASTY],
            "hover": ["twenty", NASTY],
            "colour": [LIGHT.hues[0], LIGHT.hues[1]],
            "origin": [None, None],
            "comparator": ["=", ">"],
            **more,
        }
    )
    return number_line.draw(rows, palette=LIGHT, axis_title=NASTY)


def test_a_cell_carries_its_keys_and_its_count() -> None:
    cells = draw_matrix().data[-1]
    assert [list(keys) for keys in cells.customdata] == [["water", "ada"], ["trade", "ada"], ["water", "bo"]]
    assert list(cells.text) == ["4", "1", "2"]
    assert list(cells.y) == [0, 1, 0]
    assert [base + length / 2 for base, length in zip(cells.base, cells.x, strict=True)] == pytest.approx([0, 0, 1])


def test_cells_outside_the_rows_and_columns_asked_for_are_left_out() -> None:
    shown = heatmap.draw(
        CELLS, ["water"], ["ada"], row_labels=LABELS, column_labels=LABELS, palette=LIGHT, title="Statements"
    )
    assert list(shown.data[-1].text) == ["4"]


def test_bars_with_text_keep_their_look_when_selected() -> None:
    """Plotly raises on the click on a bar with text that has no look of its own for being selected."""
    traces = [trace for trace in draw_matrix().data if trace.type == "bar" and trace.text is not None]
    assert traces
    for trace in traces:
        assert trace.selected.marker.opacity == trace.unselected.marker.opacity == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_number_in_a_cell_has_contrast(palette: Palette) -> None:
    cells = draw_matrix(palette).data[-1]
    for ink, fill in zip(cells.insidetextfont.color, cells.marker.color, strict=True):
        assert contrast(ink, fill) >= 4.5


def test_what_is_not_chosen_fades() -> None:
    cells = draw_matrix(is_chosen=lambda row, column: (row, column) == ("water", "ada")).data[-1]
    assert cells.marker.opacity[0] == 1 > max(cells.marker.opacity[1:])
    direct = draw_bars(chosen=["bo"]).data[0]
    assert direct.marker.opacity[0] < direct.marker.opacity[1] == 1
    assert set(draw_bars().data[0].marker.opacity) == {1}


def test_a_bar_ends_with_the_number_of_its_whole() -> None:
    text = next(trace for trace in draw_bars().data if trace.type == "scatter")
    assert [words.strip() for words in text.text] == ["12", "3"]
    assert list(text.x) == [12, 3]


def test_kinds_differ_by_pattern_and_have_a_legend() -> None:
    drawn = [trace for trace in draw_bars().data if trace.type == "bar"]
    named = {trace.name: trace.marker.pattern.shape for trace in drawn if trace.showlegend}
    assert named == {"direct": "", "indirect": "/"}


def test_a_bound_is_hollow_and_a_range_a_line() -> None:
    shown = draw_number_line()
    (marks,) = shown.data
    assert list(marks.marker.color) == [LIGHT.hues[0], LIGHT.background]
    assert list(marks.x) == [30, 500]
    ranges = [shape for shape in shown.layout.shapes if shape.x0 != 0]
    assert [(shape.x0, shape.x1) for shape in ranges] == [(20, 30)]


@pytest.mark.parametrize("values", [[0.0, 0.0], [-5.0, 3.0], [300.0, 2.0]])
def test_every_mark_lies_within_the_axis(values: list[float]) -> None:
    low, high = draw_number_line(value=values, high=[None, None]).layout.xaxis.range
    assert low <= min([0, *values])
    assert max(values) < high


def test_amounts_far_apart_stand_on_a_logarithmic_axis() -> None:
    axis = draw_number_line(value=[1e12, 2.0], high=[None, None]).layout.xaxis
    assert axis.type == "log"
    assert axis.range[0] <= math.log10(2) < 12 < axis.range[1]


def test_a_bound_points_to_where_the_number_may_lie() -> None:
    (marks,) = draw_number_line(comparator=["<=", "~"]).data
    assert list(marks.marker.symbol) == ["triangle-left", "circle"]


def test_a_step_is_drawn_from_where_it_started() -> None:
    shown = draw_number_line(value=[20.0, 500.0], high=[None, None], origin=[35.0, None])
    dotted = [shape for shape in shown.layout.shapes if shape.line.dash == "dot"]
    assert [(shape.x0, shape.x1) for shape in dotted] == [(35, 20)]


@pytest.mark.parametrize("make", [draw_matrix, draw_bars, draw_number_line])
def test_markup_in_labels_is_escaped(make: object) -> None:
    made = make().to_json()  # type: ignore[operator]
    assert "<a" not in made
    assert "\\u003ca" not in made
    assert "$x" not in made


@pytest.mark.parametrize("make", [draw_matrix, draw_bars, draw_number_line])
def test_a_chart_has_one_axis_a_direction_with_a_title(make: object) -> None:
    layout = make().to_dict()["layout"]  # type: ignore[operator]
    assert {name for name in layout if "axis" in name} == {"xaxis", "yaxis"}
    assert layout["xaxis"]["title"]["text"]
