"""The wheel of the year as a plain Vega-Lite specification: arcs from August round to July.

Words and dates in, a dictionary out. A ring is an area of the work, an arc the days in which an
activity is to be done. The same year drawn twice is drawn once: the specification is remembered.
"""

from __future__ import annotations

import functools
import math
import textwrap
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.figures.charts import INK, QUIET

TURN = 2 * math.pi
GAP = 3  # between two rings
# What is longer than this goes round most of the wheel: it is named in the table, not beside it.
LABELLED = timedelta(days=120)
COLOURS = {
    "done": "#2a7f62",
    "near": "#e3a008",
    "partly": "#5b8def",
    "planned": "#8fb3d9",
    "late": "#b42318",
    "on_need": "#c3b1e1",
}
# What the colour says is written too: on the arc, before the name, in the legend.
SIGNS = {"done": "✓", "near": "!", "partly": "½", "planned": "", "late": "!!", "on_need": "?"}
LETTER, LINE = 0.5, 1.15  # how wide a letter and how high a line is, beside its size
DARK = ("done", "late")  # fills on which the sign is white
SMALLEST_SIGN = 7  # pixels: below that nobody reads it


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How large the picture is drawn, in pixels; the page fits it to its width."""

    width: int
    height: int
    inner: int  # radius of the middle
    outer: int  # radius of the outermost ring, the months
    months: int  # how thick that is
    font: int
    named: bool  # whether names stand beside the wheel


LAPTOP = Shape(width=1200, height=780, inner=70, outer=346, months=38, font=14, named=True)
# Room for no name: each stands in the table below, and so does what goes round most of the year.
PHONE = Shape(width=340, height=344, inner=34, outer=170, months=19, font=11, named=False)


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
    middle: tuple[str, ...]  # one a line
    months: tuple[str, ...]  # August first
    rings: tuple[str, ...]
    states: tuple[tuple[str, str], ...]  # (state, word)


def lanes(arcs: list[Arc]) -> list[int]:
    """The lane of each arc in its ring, so that none lies over another."""
    ends: list[date] = []
    out = []
    for arc in arcs:
        lane = next((n for n, end in enumerate(ends) if end < arc.opens), len(ends))
        ends[lane : lane + 1] = [arc.closes]
        out.append(lane)
    return out


def _sign(state: str, word: str) -> str:
    return f"{SIGNS[state]} {word}".strip()


@dataclass(frozen=True)
class _Placed:
    """An arc with its radii."""

    arc: Arc
    inner: float
    outer: float


class _Wheel:
    """One drawing: the arcs of a year in a shape, each ring as thick as its lanes ask for."""

    def __init__(self, arcs: tuple[Arc, ...], labels: Labels, first: date, shape: Shape) -> None:
        self.labels, self.first, self.shape = labels, first, shape
        self.days = (date(first.year + 1, 7, 31) - first).days + 1
        shown = [a for a in arcs if shape.named or a.closes - a.opens <= LABELLED]
        self.arcs = sorted(shown, key=lambda a: (a.opens, a.closes))
        inside = {n: [a for a in self.arcs if a.ring == n] for n in range(len(labels.rings))}
        lane_of = {n: lanes(found) for n, found in inside.items()}
        counts = [max(lane_of[n], default=0) + 1 for n in inside]
        room = shape.outer - shape.months - shape.inner - GAP * len(counts)
        self.lane = room / sum(counts)
        self.rings: list[tuple[float, float]] = []
        self.placed: list[_Placed] = []
        at = float(shape.inner)
        for number, count in enumerate(counts):
            self.rings.append((at, at + count * self.lane))
            for arc, n in zip(inside[number], lane_of[number], strict=True):
                begins = at + n * self.lane
                self.placed.append(_Placed(arc, begins, begins + self.lane - 0.5))
            at += count * self.lane + GAP

    def angle(self, day: date) -> float:
        """Where a day begins."""
        return TURN * (day - self.first).days / self.days

    def turn(self, arc: Arc) -> tuple[float, float]:
        """Where an arc begins and ends."""
        return self.angle(arc.opens), self.angle(arc.closes + timedelta(days=1))

    def layers(self, today: date) -> list[dict[str, Any]]:
        """Everything that is drawn, from the ground up."""
        shape, labels = self.shape, self.labels
        out = [self._grounds(), self._arcs(), *self._signs(), *self._months(today)]
        if shape.named:
            out += self._names()
            out.append(self._ring_names())
        if self.first <= today < date(self.first.year + 1, 8, 1):
            out.append(self._hand(self.angle(today)))
        out.append(self.text([{"x": 0, "y": shape.font, "t": labels.year}], shape.font * 1.6, 700))
        below = [
            {"x": 0, "y": -shape.font * (0.2 + n), "t": w} for n, w in enumerate(labels.middle)
        ]
        out.append(self.text(below, shape.font - 2))
        return out

    def _grounds(self) -> dict[str, Any]:
        rows = [{"a": 0, "b": TURN, "r0": r0, "r1": r1} for r0, r1 in self.rings]
        # A tint that lies well on a light and on a dark page.
        return _arc_layer(rows, {"color": "#8494a5", "opacity": 0.14, "tooltip": None})

    def _arcs(self) -> dict[str, Any]:
        words = {state: _sign(state, word) for state, word in self.labels.states}
        rows = []
        for p in self.placed:
            a, b = self.turn(p.arc)
            row = {"a": a, "b": b, "r0": p.inner, "r1": p.outer, "name": p.arc.name}
            rows.append(row | {"state": words[p.arc.state], "ring": self.labels.rings[p.arc.ring]})
        used = [state for state in words if any(a.state == state for a in self.arcs)]
        colour = {
            "field": "state",
            "type": "nominal",
            "scale": {
                "domain": [words[state] for state in used],
                "range": [COLOURS[state] for state in used],
            },
            "legend": {
                "orient": "bottom",
                "direction": "horizontal",
                "title": None,
                "symbolType": "circle",
                "columns": len(used) if self.shape.named else 3,
                "labelFontSize": self.shape.font + 1,
                "symbolSize": 160,
            },
        }
        tooltip = [
            {"field": f, "type": "nominal", "title": None} for f in ("name", "ring", "state")
        ]
        mark = {"cornerRadius": 4, "stroke": "white", "strokeWidth": 1}
        return _arc_layer(rows, mark, color=colour, tooltip=tooltip)

    def _signs(self) -> list[dict[str, Any]]:
        """The state of each arc in a sign on it, if the arc has room for one."""
        size = min(self.lane, self.shape.font)
        if size < SMALLEST_SIGN:
            return []
        rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
        for p in self.placed:
            (a, b), radius = self.turn(p.arc), (p.inner + p.outer) / 2
            sign = SIGNS[p.arc.state]
            if sign and (b - a) * radius >= size * 0.6 * len(sign):
                rows[p.arc.state in DARK].append({**_point((a + b) / 2, radius), "t": sign})
        light = self.text(rows[True], size, 700, colour="#ffffff")
        return [light, self.text(rows[False], size, 700, colour="#0d1620")]

    def _months(self, today: date) -> list[dict[str, Any]]:
        outer, inner = self.shape.outer, self.shape.outer - self.shape.months
        rows: list[dict[str, Any]] = []
        now: list[dict[str, Any]] = []
        other: list[dict[str, Any]] = []
        for n, word in enumerate(self.labels.months):
            begins = date(self.first.year + (n + 7) // 12, (n + 7) % 12 + 1, 1)
            following = (begins + timedelta(days=31)).replace(day=1)
            a, b = self.angle(begins), self.angle(following)
            here = begins <= today < following
            rows.append({"a": a, "b": b, "r0": inner, "r1": outer, "now": str(int(here))})
            at = _point((a + b) / 2, (inner + outer) / 2)
            (now if here else other).append({**at, "t": word})
        colour = {
            "field": "now",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": ["0", "1"], "range": ["#c9d6e4", "#12355b"]},
        }
        size = self.shape.font - 1
        return [
            _arc_layer(rows, {"stroke": "white", "strokeWidth": 2, "tooltip": None}, color=colour),
            self.text(other, size, 700, colour="#12355b"),
            self.text(now, size, 700, colour="#ffffff"),
        ]

    def _ring_names(self) -> dict[str, Any]:
        rows = [
            {"x": -8, "y": (r0 + r1) / 2, "t": word}
            for (r0, r1), word in zip(self.rings, self.labels.rings, strict=True)
        ]
        return self.text(rows, self.shape.font - 1, align="right")

    def _names(self) -> list[dict[str, Any]]:
        """Names of the shorter windows, whole, pushed apart on each side, each with its line."""
        shape, radius = self.shape, self.shape.outer + 20
        letters = int((shape.width / 2 - radius - 14) / (shape.font * LETTER))
        sides: dict[bool, list[tuple[float, float, str]]] = {True: [], False: []}
        named: set[str] = set()
        for arc in self.arcs:
            if arc.closes - arc.opens <= LABELLED and arc.name not in named:
                named.add(arc.name)  # what comes again each month is named once
                a, b = self.turn(arc)
                point = _point((a + b) / 2, radius)
                name = "\n".join(textwrap.wrap(_sign(arc.state, arc.name), letters))
                sides[point["x"] >= 0].append((point["y"], (a + b) / 2, name))
        layers, lines = [], []
        for right, found in sides.items():
            found.sort(reverse=True)
            thick = [shape.font * LINE * (name.count("\n") + 1) + 4 for _, _, name in found]
            heights = apart([y for y, _, _ in found], thick, shape.height / 2)
            rows = []
            for y, (_, angle, name) in zip(heights, found, strict=True):
                reach = math.sqrt(max(radius**2 - min(abs(y), radius) ** 2, 0)) + 14
                x = reach if right else -reach
                above = shape.font * LINE * name.count("\n") / 2  # y is where the first line stands
                rows.append({"x": x, "y": y + above, "t": name})
                start = _point(angle, shape.outer + 2)
                lines.append({**start, "x2": x - (4 if right else -4), "y2": y})
            layers.append(self.text(rows, shape.font, align="left" if right else "right"))
        return [self._rules(lines, "#8494a5", 1), *layers]

    def _hand(self, angle: float) -> dict[str, Any]:
        a, b = _point(angle, self.shape.inner - 4), _point(angle, self.shape.outer + 6)
        return self._rules([{**a, "x2": b["x"], "y2": b["y"]}], COLOURS["late"], 2.5)

    def _axes(self) -> dict[str, Any]:
        width, height = self.shape.width, self.shape.height
        return {
            "x": _axis("x", width, [0, width]),
            "y": _axis("y", height, [height, 0]),
        }

    def text(
        self,
        rows: list[dict[str, Any]],
        size: float,
        weight: int = 400,
        align: str = "center",
        colour: str | None = None,
    ) -> dict[str, Any]:
        """Words about the middle: x to the right and y up; no colour is the theme's ink."""
        mark: dict[str, Any] = {
            "type": "text",
            "fontSize": size,
            "fontWeight": weight,
            "align": align,
            "baseline": "middle",
            "lineBreak": "\n",
            "lineHeight": size * LINE,
            "tooltip": None,
        }
        encoding = {**self._axes(), "text": {"field": "t", "type": "nominal"}}
        if colour:
            mark["color"] = colour
        else:
            encoding["color"] = INK
        return {"data": {"values": rows}, "mark": mark, "encoding": encoding}

    def _rules(self, rows: list[dict[str, float]], colour: str, width: float) -> dict[str, Any]:
        mark = {"type": "rule", "color": colour, "strokeWidth": width, "tooltip": None}
        ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
        return {"data": {"values": rows}, "mark": mark, "encoding": {**self._axes(), **ends}}


def _axis(field: str, size: int, reach: list[int]) -> dict[str, Any]:
    scale = {"domain": [-size / 2, size / 2], "range": reach, "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _point(angle: float, radius: float) -> dict[str, float]:
    return {"x": math.sin(angle) * radius, "y": math.cos(angle) * radius}


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


def apart(heights: list[float], thick: list[float], edge: float) -> list[float]:
    """The same heights from the top down, none over another and inside the picture."""
    out: list[float] = []
    for n, y in enumerate(heights):
        room = out[-1] - (thick[n - 1] + thick[n]) / 2 if out else edge - thick[n] / 2
        out.append(min(y, room))
    floor = -edge
    for n in range(len(out) - 1, -1, -1):
        out[n] = max(out[n], floor + thick[n] / 2)
        floor = out[n] + thick[n] / 2
    return out


@functools.lru_cache(maxsize=16)
def spec(
    arcs: tuple[Arc, ...], labels: Labels, first: date, today: date, shape: Shape
) -> dict[str, Any]:
    """The wheel of the school year that begins on `first` (1 August)."""
    return {
        "layer": _Wheel(arcs, labels, first, shape).layers(today),
        # The arcs turn about the middle of the width: the page makes the whole picture smaller.
        "autosize": {"type": "pad"},
        "width": shape.width,
        "height": shape.height,
        "resolve": {"scale": {"color": "independent", "radius": "independent"}},
        "config": {"view": {"stroke": None}, "axis": QUIET, "legend": QUIET, "mark": QUIET},
        "usermeta": {"embedOptions": {"renderer": "svg"}},
    }
