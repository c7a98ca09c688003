"""Pictures of working hours: tables of signs (cycle, law, ergonomics, roster), and the trade-off.

Every cell has a letter or a sign of its own; its colour only repeats it.
"""

from __future__ import annotations

from typing import Final

from accord.study.document import Chart
from accord.study.language import Language
from accord.study.palette import BLUE, GREY, INK, ORANGE, SOFT, Spec

__all__ = ["LOOKS", "matrix", "trade_off"]

# What a cell stands for: its colour, and the colour of its sign (Okabe and Ito, greys for rest).
LOOKS: Final[dict[str, tuple[str, str]]] = {
    "M": ("#f0d264", INK),
    "D": ("#b7dfcb", INK),
    "A": ("#56b4e9", INK),
    "N": ("#234a74", "white"),
    "off": ("#f1f3f6", SOFT),
    "away": ("#ffffff", INK),
    "closed": ("#c9d1d9", INK),
    "ok": ("#d5ece2", INK),
    "flag": ("#f3c969", INK),
    "breach": ("#b5400a", "white"),
    "info": ("#e4edf4", INK),
    "unknown": ("#ffffff", SOFT),
}
PLAIN: Final = ("#ffffff", INK)
WIDTH: Final = 680  # pixels of all columns together
NARROWEST, NARROW, WIDEST = 22, 30, 62  # of a column
ROW: Final = 24
LOW_ROW: Final = 16  # of a picture with many rows
HIGH_ROW: Final = 32  # of a picture with a second line in its cells
MANY_ROWS: Final = 24
# a cross that lies, not one that stands: it strikes a point out
CROSS: Final = "M-.7,-1L0,-.3L.7,-1L1,-.7L.3,0L1,.7L.7,1L0,.3L-.7,1L-1,.7L-.3,0L-1,-.7Z"


def matrix(chart: Chart, words: Language) -> Spec:
    """Draw a table of signs: rows and columns as they come, panels side by side."""
    used = dict.fromkeys(cell.kind for cell in chart.cells)
    kinds = [k for k in LOOKS if k in used] + [k for k in used if k not in LOOKS]
    names = {kind: words.sentence(f"look.{kind}") for kind in kinds}
    looks = {kind: LOOKS.get(kind, PLAIN) for kind in kinds}
    records = [
        {
            "row": words.plain(cell.row),
            "column": words.plain(cell.column),
            "group": words.plain(cell.group),
            "sign": words.plain(cell.sign),
            "below": words.plain(cell.below),
            "kind": names[cell.kind],
            "ink": looks[cell.kind][1],
        }
        for cell in chart.cells
    ]
    num_rows = len({r["row"] for r in records})
    columns = len({(r["group"], r["column"]) for r in records})
    step = max(NARROWEST, min(WIDEST, WIDTH // max(columns, 1)))
    has_below = any(r["below"] for r in records)
    height = HIGH_ROW if has_below else LOW_ROW if num_rows > MANY_ROWS else ROW
    panel = _panel(chart, words, names, looks, (step, height))
    groups = list(dict.fromkeys(r["group"] for r in records))
    if groups == [""]:
        return {"data": {"values": records}, **panel}
    return {
        "data": {"values": records},
        "facet": {"column": {"field": "group", "sort": groups, "title": None}},
        "spacing": 8,
        "spec": panel,
    }


def _panel(
    chart: Chart,
    words: Language,
    names: dict[str, str],
    looks: dict[str, tuple[str, str]],
    steps: tuple[int, int],
) -> Spec:
    grid: Spec = {
        "x": {
            "field": "column",
            "type": "nominal",
            "sort": None,
            "title": words.plain(chart.x_title) if chart.x_title else None,
            "axis": {
                "orient": "top",
                "labelAngle": 0,
                "labelFontSize": 9 if steps[0] < NARROW else 11,
                "domain": False,
                "ticks": False,
            },
        },
        "y": {
            "field": "row",
            "type": "nominal",
            "sort": None,
            "title": words.plain(chart.y_title) if chart.y_title else None,
            "axis": {"domain": False, "ticks": False, "labelFontSize": min(11, steps[1] - 5)},
        },
    }
    fill = {
        "field": "kind",
        "type": "nominal",
        "sort": None,
        "title": None,
        "scale": {
            "domain": [names[kind] for kind in names],
            "range": [looks[kind][0] for kind in names],
        },
        "legend": {"symbolType": "square", "symbolStrokeColor": GREY, "columns": 4},
    }
    return {
        "width": {"step": steps[0]},
        "height": {"step": steps[1]},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": GREY, "strokeWidth": 0.4},
                "encoding": {**grid, "color": fill},
            },
            _text(grid, "sign", "datum.below ? -6 : 0", min(11, steps[1] - 5), "bold"),
            _text(grid, "below", "7", 9, "normal"),
        ],
    }


def _text(grid: Spec, field: str, dy: str, size: int, weight: str) -> Spec:
    mark = {"type": "text", "fontSize": size, "fontWeight": weight, "dy": {"expr": dy}}
    ink = {"field": "ink", "type": "nominal", "scale": None}
    return {"mark": mark, "encoding": {**grid, "text": {"field": field}, "color": ink}}


def trade_off(chart: Chart, words: Language) -> Spec:
    """Draw points of two figures by group: filled where possible, a cross where proven not."""
    there, none = words.sentence("look.possible"), words.sentence("look.impossible")
    groups = list(dict.fromkeys(words.plain(p.group) for p in chart.points))
    records = [
        {
            "x": p.x.value,
            "y": p.y.value,
            "label": words.plain(p.label),
            "group": words.plain(p.group),
            "state": there if p.is_possible else none,
            "side": "above" if words.plain(p.group) == groups[0] else "below",
        }
        for p in chart.points
    ]
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "title": words.plain(chart.x_title) if chart.x_title else None,
        "scale": {"zero": False, "padding": 40},
    }
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "title": words.plain(chart.y_title) if chart.y_title else None,
        "scale": {"zero": False, "padding": 30},
        "axis": {"tickMinStep": 1, "format": "d"},
    }
    colour = {
        "field": "group",
        "type": "nominal",
        "sort": None,
        "title": None,
        "scale": {"domain": groups, "range": [BLUE, ORANGE, SOFT][: len(groups)]},
        "legend": {"symbolType": "stroke", "columns": 1, "labelLimit": 600},
    }
    shape = {
        "field": "state",
        "type": "nominal",
        "sort": None,
        "title": None,
        "scale": {"domain": [there, none], "range": ["circle", CROSS]},
        "legend": {"labelLimit": 600, "columns": 1},
    }
    return {
        "width": 620,
        "height": 300,
        "data": {"values": records},
        "layer": [
            *_reference(chart),
            {
                "transform": [{"filter": {"field": "state", "equal": there}}],
                "mark": {"type": "line", "strokeWidth": 1.4, "opacity": 0.5},
                "encoding": {"x": x, "y": y, "color": colour, "order": {"field": "y"}},
            },
            {
                "mark": {"type": "point", "size": 110, "filled": True, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
            },
            _labels(x, y, "above", {"align": "left", "dx": 8, "dy": -8}),
            _labels(x, y, "below", {"align": "right", "dx": -8, "dy": 11}),
        ],
    }


def _labels(x: Spec, y: Spec, side: str, at: Spec) -> Spec:
    """Write the labels of one side of the falling line, where nothing is drawn."""
    return {
        "transform": [{"filter": {"field": "side", "equal": side}}],
        "mark": {"type": "text", "fontSize": 10.5, **at},
        "encoding": {"x": x, "y": y, "text": {"field": "label"}, "color": {"value": INK}},
    }


def _reference(chart: Chart) -> list[Spec]:
    """Draw the asked hours as an upright dashed line."""
    if chart.reference is None or not chart.reference.is_known:
        return []
    return [
        {
            "data": {"values": [{"at": chart.reference.value}]},
            "mark": {"type": "rule", "color": GREY, "strokeDash": [5, 3], "strokeWidth": 1.5},
            "encoding": {"x": {"field": "at", "type": "quantitative"}},
        }
    ]
