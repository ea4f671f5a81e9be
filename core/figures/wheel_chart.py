"""The wheel of the year as a plain Vega-Lite specification: arcs from August round to July.

Words and dates in, a dictionary out. A ring is an area of the work, an arc the days in which an
activity is to be done. The same year drawn twice is drawn once: the specification is remembered.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.figures.charts import INK, QUIET

SIZE = (1080, 740)
INNER, RING, GAP = 74, 38, 4
MONTH_RING = 28
TURN = 2 * math.pi
LABEL_STEP = 20  # pixels between two names
LONGEST_LABEL = 27  # characters of a name beside the wheel; the whole stands in the list
# What is longer than this goes round most of the wheel: it is named in the list, not beside it.
LABELLED = timedelta(days=120)
COLOURS = {
    "done": "#2a7f62",
    "near": "#e3a008",
    "partly": "#5b8def",
    "planned": "#8fb3d9",
    "late": "#b42318",
    "on_need": "#c3b1e1",
}


@dataclass(frozen=True)
class Arc:
    """One activity in one window."""

    name: str
    ring: int  # 0 is the innermost
    opens: date
    closes: date
    state: str  # of COLOURS


@dataclass(frozen=True)
class Labels:
    """The words in the picture."""

    year: str
    middle: str
    months: tuple[str, ...]  # August first
    rings: tuple[str, ...]
    states: tuple[tuple[str, str], ...]  # (state, word)


def _angle(day: date, first: date, days: int) -> float:
    return TURN * (day - first).days / days


def lanes(arcs: list[Arc]) -> list[int]:
    """The lane of each arc in its ring, so that none lies over another."""
    ends: list[date] = []
    out = []
    for arc in arcs:
        lane = next((n for n, end in enumerate(ends) if end < arc.opens), len(ends))
        ends[lane : lane + 1] = [arc.closes]
        out.append(lane)
    return out


@functools.lru_cache(maxsize=16)
def spec(arcs: tuple[Arc, ...], labels: Labels, first: date, today: date) -> dict[str, Any]:
    """The wheel of the school year that begins on `first` (1 August)."""
    last = date(first.year + 1, 7, 31)
    days = (last - first).days + 1
    outside = INNER + len(labels.rings) * (RING + GAP) + 2
    words = dict(labels.states)
    rows = [
        {
            "name": arc.name,
            "a": _angle(arc.opens, first, days),
            "b": _angle(arc.closes + timedelta(days=1), first, days),
            "r0": inner,
            "r1": outer,
            "state": words[arc.state],
            "ring": labels.rings[arc.ring],
        }
        for arc, inner, outer in _placed(arcs)
    ]
    used = [(key, word) for key, word in labels.states if any(a.state == key for a in arcs)]
    layers = [_rings(labels), _arcs(rows, used), *_months(labels, first, today, days, outside)]
    layers += _names(arcs, first, days, outside)
    layers.append(_ring_names(labels))
    if first <= today <= last:
        layers.append(_hand(_angle(today, first, days), outside))
    layers.append(_text([{"x": 0, "y": 12, "t": labels.year}], 24, weight=700))
    layers.append(_text([{"x": 0, "y": -14, "t": labels.middle}], 12))
    return {
        "layer": layers,
        # The arcs turn about the middle of the width: it must not be fitted to the page.
        "autosize": {"type": "pad"},
        "width": SIZE[0],
        "height": SIZE[1],
        "resolve": {"scale": {"color": "independent", "radius": "independent"}},
        "config": {"view": {"stroke": None}, "axis": QUIET, "legend": QUIET, "mark": QUIET},
    }


def _placed(arcs: tuple[Arc, ...]) -> list[tuple[Arc, float, float]]:
    """Each arc with its radii: overlapping ones share their ring in lanes."""
    rings: dict[int, list[Arc]] = defaultdict(list)
    for arc in sorted(arcs, key=lambda a: (a.opens, a.closes)):
        rings[arc.ring].append(arc)
    out = []
    for number, inside in rings.items():
        lane = lanes(inside)
        width = RING / (max(lane) + 1)
        for arc, n in zip(inside, lane, strict=True):
            inner = INNER + number * (RING + GAP) + n * width
            out.append((arc, inner, inner + width - 0.5))
    return out


def _arc_layer(rows: list[dict[str, Any]], mark: dict[str, Any], **encoding: Any) -> dict[str, Any]:
    turn = {"type": "quantitative", "scale": {"domain": [0, TURN], "range": [0, TURN]}}
    return {
        "data": {"values": rows},
        "mark": {"type": "arc", **mark},
        "encoding": {
            "theta": {"field": "a", "stack": None, **turn},
            "theta2": {"field": "b"},
            "radius": {"field": "r1", "type": "quantitative", "scale": None},
            "radius2": {"field": "r0"},
            **encoding,
        },
    }


def _rings(labels: Labels) -> dict[str, Any]:
    rows = [
        {"a": 0, "b": TURN, "r0": INNER + n * (RING + GAP), "r1": INNER + n * (RING + GAP) + RING}
        for n in range(len(labels.rings))
    ]
    # A tint that lies well on a light and on a dark page.
    return _arc_layer(rows, {"color": "#8494a5", "opacity": 0.14, "tooltip": None})


def _arcs(rows: list[dict[str, Any]], used: list[tuple[str, str]]) -> dict[str, Any]:
    colour = {
        "field": "state",
        "type": "nominal",
        "scale": {
            "domain": [word for _, word in used],
            "range": [COLOURS[key] for key, _ in used],
        },
        "legend": {
            "orient": "bottom",
            "direction": "horizontal",
            "title": None,
            "symbolType": "circle",
            "labelFontSize": 15,
            "symbolSize": 160,
        },
    }
    tooltip = [
        {"field": name, "type": "nominal", "title": None} for name in ("name", "ring", "state")
    ]
    mark = {"cornerRadius": 4, "stroke": "white", "strokeWidth": 1}
    return _arc_layer(rows, mark, color=colour, tooltip=tooltip)


def _months(
    labels: Labels, first: date, today: date, days: int, outside: float
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    now: list[dict[str, Any]] = []
    other: list[dict[str, Any]] = []
    for n, word in enumerate(labels.months):
        begins = date(first.year + (n + 7) // 12, (n + 7) % 12 + 1, 1)
        following = (begins + timedelta(days=31)).replace(day=1)
        a, b = _angle(begins, first, days), TURN
        if n < 11:
            b = _angle(following, first, days)
        here = begins <= today < following
        rows.append(
            {"a": a, "b": b, "r0": outside, "r1": outside + MONTH_RING, "now": str(int(here))}
        )
        at = _point((a + b) / 2, outside + MONTH_RING / 2)
        (now if here else other).append({**at, "t": word})
    colour = {
        "field": "now",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["0", "1"], "range": ["#c9d6e4", "#12355b"]},
    }
    return [
        _arc_layer(rows, {"stroke": "white", "strokeWidth": 2, "tooltip": None}, color=colour),
        _text(other, 13, weight=700, colour="#12355b"),
        _text(now, 13, weight=700, colour="#ffffff"),
    ]


def _point(angle: float, radius: float) -> dict[str, float]:
    return {"x": math.sin(angle) * radius, "y": math.cos(angle) * radius}


def _axis(field: str, size: int, up: bool) -> dict[str, Any]:
    half = size / 2
    return {
        "field": field,
        "type": "quantitative",
        "axis": None,
        "scale": {
            "domain": [-half, half],
            "range": [size, 0] if up else [0, size],
            "nice": False,
            "zero": False,
        },
    }


def _text(
    rows: list[dict[str, Any]],
    size: int,
    weight: int = 400,
    align: str = "center",
    colour: str | None = None,
) -> dict[str, Any]:
    mark: dict[str, Any] = {
        "type": "text",
        "fontSize": size,
        "fontWeight": weight,
        "align": align,
        "baseline": "middle",
        "tooltip": None,
    }
    encoding: dict[str, Any] = {
        "x": _axis("x", SIZE[0], up=False),
        "y": _axis("y", SIZE[1], up=True),
        "text": {"field": "t", "type": "nominal"},
    }
    if colour:
        mark["color"] = colour
    else:
        encoding["color"] = INK
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _ring_names(labels: Labels) -> dict[str, Any]:
    rows = [
        {"x": -10, "y": INNER + n * (RING + GAP) + RING / 2, "t": word}
        for n, word in enumerate(labels.rings)
    ]
    return _text(rows, 12, align="right")


def _names(arcs: tuple[Arc, ...], first: date, days: int, outside: float) -> list[dict[str, Any]]:
    """Names of the shorter windows, pushed apart on each side, each with its line."""
    radius = outside + MONTH_RING + 20
    sides: dict[bool, list[tuple[float, float, str]]] = {True: [], False: []}
    named: set[str] = set()
    for arc in sorted(arcs, key=lambda a: a.opens):
        if arc.closes - arc.opens <= LABELLED and arc.name not in named:
            named.add(arc.name)  # what comes again each month is named once
            middle = arc.opens + (arc.closes - arc.opens) / 2
            angle = _angle(middle, first, days)
            point = _point(angle, radius)
            name = arc.name
            if len(name) > LONGEST_LABEL:
                name = name[: LONGEST_LABEL - 1].rstrip() + "…"
            sides[point["x"] >= 0].append((point["y"], angle, name))
    layers = []
    lines = []
    for right, found in sides.items():
        found.sort(reverse=True)
        heights = _apart([y for y, _, _ in found])
        rows = []
        for y, (_, angle, name) in zip(heights, found, strict=True):
            reach = math.sqrt(max(radius**2 - min(abs(y), radius) ** 2, 0)) + 14
            x = reach if right else -reach
            rows.append({"x": x, "y": y, "t": name})
            start = _point(angle, outside + MONTH_RING + 2)
            lines.append({**start, "x2": x - (4 if right else -4), "y2": y})
        layers.append(_text(rows, 13, align="left" if right else "right"))
    return [_rules(lines, "#8494a5", 1), *layers]


def _apart(heights: list[float]) -> list[float]:
    """The same heights from the top down, at least a step apart and inside the picture."""
    top = SIZE[1] / 2 - 12
    out: list[float] = []
    for y in heights:
        out.append(min(y, (out[-1] - LABEL_STEP) if out else top))
    lowest = -top
    for n in range(len(out) - 1, -1, -1):
        out[n] = max(out[n], lowest)
        lowest = out[n] + LABEL_STEP
    return out


def _rules(rows: list[dict[str, float]], colour: str, width: float) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": colour, "strokeWidth": width, "tooltip": None},
        "encoding": {
            "x": _axis("x", SIZE[0], up=False),
            "y": _axis("y", SIZE[1], up=True),
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
        },
    }


def _hand(angle: float, outside: float) -> dict[str, Any]:
    a, b = _point(angle, INNER - 6), _point(angle, outside + MONTH_RING + 8)
    return _rules([{**a, "x2": b["x"], "y2": b["y"]}], COLOURS["late"], 2.5)
