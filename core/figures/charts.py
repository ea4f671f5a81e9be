"""Charts as plain Vega-Lite specifications: words and numbers in, a dictionary out.

Colours come from the theme (.streamlit/config.toml), so that light and dark are each right; what a
colour says is also written: every bar has its number, every row its name, a target its mark and
its word in the table.
No expression is used: the content security policy lets no text become code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.figures.suppression import SMALLEST, Shown

Spec = dict[str, Any]

# The theme's categorical colours, by what they stand for here; the eighth is its ink.
INK = {
    "datum": "ink",
    "type": "nominal",
    "legend": None,
    "scale": {"domain": ["1", "2", "3", "4", "5", "6", "7", "ink"]},
}
# Vega names axes and legends to screen readers in English; the figure has its own text and table.
QUIET = {"aria": False}
BAR = 22  # pixels: thick enough to read, thin enough that five rows fit a phone
ROW = 40
SPARK = 66  # one row of the trend, its name above it
LABELS = 150  # pixels that the names of rows may take; longer ones are cut by an ellipsis
UPRIGHT = 140  # pixels for the names of columns, written upwards
# Behind a number: a tint of the theme's colour that keeps the number readable.
FAINTEST, STRONGEST = 0.06, 0.5


def _spec(rows: Sequence[Mapping[str, Any]], height: int, **more: Any) -> Spec:
    return {
        "data": {"values": list(rows)},
        "height": height,
        "config": {"view": {"stroke": None}, "axis": QUIET, "legend": QUIET, "mark": QUIET},
        **more,
    }


def _names(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """The rows' names down the left side, in the order given."""
    return {
        "field": "name",
        "type": "nominal",
        "sort": [row["name"] for row in rows],
        "title": None,
        "axis": {"labelLimit": LABELS, "ticks": False, "domain": False, "labelPadding": 8},
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.15},
    }


def _length(field: str, most: float) -> Spec:
    """How far a bar reaches; the numbers stand at its end, so the axis is left out."""
    # Room to the right for the number's own words.
    return {
        "field": field,
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, max(most, 1) * 1.3]},
    }


def bars(rows: Sequence[tuple[str, int]]) -> Spec:
    """Exact numbers as bars."""
    values = [{"name": name, "n": n, "label": str(n)} for name, n in rows]
    y, x = _names(values), _length("n", max((n for _, n in rows), default=0))
    return _spec(
        values,
        ROW * len(values),
        layer=[
            {"mark": {"type": "bar", "height": BAR, "cornerRadiusEnd": 3}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 14},
                "encoding": {"text": {"field": "label"}, "color": INK},
            },
        ],
        encoding={"y": y, "x": x},
    )


def safe_bars(rows: Sequence[tuple[str, Shown]], few: str) -> Spec:
    """Safe numbers as bars; the band is an outline with its words, as long as it may be at most."""
    band = SMALLEST - 1
    values: list[dict[str, Any]] = [
        {"name": name, "n": 0, "band": band, "end": band, "label": few}
        if value is None
        else {"name": name, "n": value, "band": 0, "end": value, "label": str(value)}
        for name, value in rows
    ]
    y, most = _names(values), max((value or 0 for _, value in rows), default=0)
    outline = {"type": "bar", "height": BAR - 4, "filled": False, "strokeDash": [3, 3]}
    x = _length("n", most)
    both = {"field": "end", "type": "quantitative", "axis": None, "scale": x["scale"]}
    return _spec(
        values,
        ROW * len(values),
        layer=[
            {
                "mark": {"type": "bar", "height": BAR, "cornerRadiusEnd": 3},
                "encoding": {"x": x},
            },
            {"mark": {**outline, "strokeWidth": 1.5}, "encoding": {"x": {**x, "field": "band"}}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 14},
                "encoding": {"x": both, "text": {"field": "label"}, "color": INK},
            },
        ],
        encoding={"y": y},
    )


def trend(
    weeks: Sequence[tuple[date, Mapping[str, int]]],
    names: Mapping[str, str],
    week_title: str,
) -> Spec:
    """Reports per week, one row of small bars for each group; all rows have the same scale."""
    most = max((n for _, found in weeks for n in found.values()), default=0) or 1
    order = list(names)
    labels = [f"{monday.isocalendar().week}" for monday, _ in weeks]
    values = []
    for (_, found), label in zip(weeks, labels, strict=True):
        for number, group in enumerate(order):
            floor = len(order) - 1 - number
            n = found.get(group, 0)
            values.append(
                {
                    "week": label,
                    "name": names[group],
                    "n": n,
                    "from": floor,
                    "to": floor + 0.58 * n / most,
                }
            )
    totals = {g: sum(found.get(g, 0) for _, found in weeks) for g in order}
    heads = [
        {"label": f"{names[g]}  {totals[g]}", "at": len(order) - 1 - i + 0.76}
        for i, g in enumerate(order)
    ]
    y_scale = {"domain": [0, len(order)], "nice": False}
    x = {
        "field": "week",
        "type": "ordinal",
        "sort": labels,
        "title": week_title,
        "axis": {"labelAngle": 0, "labelOverlap": "greedy", "ticks": False},
        "scale": {"paddingInner": 0.2, "paddingOuter": 0},
    }
    floors = [{"at": i} for i in range(len(order))]
    return _spec(
        values,
        SPARK * len(order),
        layer=[
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "x": x,
                    "y": {"field": "from", "type": "quantitative", "axis": None, "scale": y_scale},
                    "y2": {"field": "to"},
                    "tooltip": [
                        {"field": "name", "title": " "},
                        {"field": "week", "title": week_title},
                        {"field": "n", "title": "n"},
                    ],
                },
            },
            {
                "data": {"values": floors},
                "mark": {"type": "rule", "strokeWidth": 1, "opacity": 0.35},
                "encoding": {
                    "y": {"field": "at", "type": "quantitative", "axis": None},
                    "color": INK,
                },
            },
            {
                "data": {"values": heads},
                "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": 14},
                "encoding": {
                    "x": {"value": 0},
                    "y": {"field": "at", "type": "quantitative", "axis": None},
                    "text": {"field": "label"},
                    "color": INK,
                },
            },
        ],
    )


def grid(
    cells: Mapping[tuple[str, str], int],
    rows: Mapping[str, str],
    columns: Mapping[str, str],
) -> Spec:
    """How many for each pair of row and column: a number in a tint."""
    values = [
        {"row": rows[r], "column": columns[c], "n": cells.get((r, c), 0)}
        for r in rows
        for c in columns
    ]
    most = max(cells.values(), default=0)
    y = {
        "field": "row",
        "type": "nominal",
        "sort": list(rows.values()),
        "title": None,
        "axis": {"labelLimit": LABELS, "ticks": False, "domain": False},
    }
    x = {
        "field": "column",
        "type": "nominal",
        "sort": list(columns.values()),
        "title": None,
        # Upright: a slanted label of the last column would leave the picture on a phone.
        "axis": {"orient": "top", "labelAngle": -90, "labelLimit": UPRIGHT, "ticks": False}
        | {"domain": False, "labelOverlap": False},
    }
    return _spec(
        values,
        ROW * len(rows) + UPRIGHT,
        layer=[
            {
                "mark": {"type": "rect", "cornerRadius": 3},
                "encoding": {
                    "opacity": {
                        "field": "n",
                        "type": "quantitative",
                        "legend": None,
                        "scale": {"domain": [0, max(most, 1)], "range": [FAINTEST, STRONGEST]},
                    }
                },
            },
            {
                "mark": {"type": "text", "fontSize": 14},
                "encoding": {"text": {"field": "n"}, "color": INK},
            },
        ],
        encoding={
            "y": {**y, "scale": {"padding": 0.06}},
            "x": {**x, "scale": {"padding": 0.06}},
        },
    )


def against_target(rows: Sequence[tuple[str, int, int | None, str]]) -> Spec:
    """Bars with a mark where the target is: (name, number, target, what to write at the end)."""
    values = [
        {"name": name, "n": n, "goal": goal, "end": max(n, goal or 0), "label": label}
        for name, n, goal, label in rows
    ]
    y, most = _names(values), max((max(n, goal or 0) for _, n, goal, _ in rows), default=0)
    x = _length("n", most)
    mark = {"type": "tick", "thickness": 3, "size": ROW - 8}
    return _spec(
        values,
        ROW * len(values),
        layer=[
            {"mark": {"type": "bar", "height": BAR, "cornerRadiusEnd": 3}, "encoding": {"x": x}},
            {
                "transform": [{"filter": {"field": "goal", "valid": True}}],
                "mark": mark,
                "encoding": {"x": {**x, "field": "goal"}, "color": {"value": "#e3a008"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 14},
                "encoding": {
                    "x": {**x, "field": "end"},
                    "text": {"field": "label"},
                    "color": INK,
                },
            },
        ],
        encoding={"y": y},
    )


def done_of(rows: Sequence[tuple[str, int, int, str]]) -> Spec:
    """How far each has come: (name, done, of how many, what to write at the end)."""
    values = [
        {"name": name, "done": done / of if of else 0, "all": 1, "label": label}
        for name, done, of, label in rows
    ]
    # On a phone "42 av 45" takes more of the width than a bare number.
    y, x = _names(values), _length("done", 1.25)
    bar = {"type": "bar", "height": BAR, "cornerRadiusEnd": 3}
    return _spec(
        values,
        ROW * len(values),
        layer=[
            {"mark": {**bar, "opacity": 0.15}, "encoding": {"x": {**x, "field": "all"}}},
            {"mark": bar, "encoding": {"x": x}},
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 14},
                "encoding": {
                    "x": {**x, "field": "all"},
                    "text": {"field": "label"},
                    "color": INK,
                },
            },
        ],
        encoding={"y": y},
    )
