"""Charts as Vega-Lite specifications, drawn to SVG on the server.

Every estimate is drawn with its interval; colour is never the only sign. The SVG is decorative for
a screen reader: the figure carries the words, and the table stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import vl_convert

from accord.study.document import Chart, ChartRow
from accord.study.figures import Figure
from accord.study.hour_pictures import matrix, trade_off
from accord.study.language import Language
from accord.study.palette import BLUE, CONFIG, GREY, INK, ORANGE, Spec

__all__ = ["draw", "specification"]

SHORT_WEEKS: Final = 30  # below, the axis shows days; above, months


def draw(chart: Chart, words: Language) -> str:
    """Return the chart as an SVG string with a role, a title and no outside reference."""
    svg: str = vl_convert.vegalite_to_svg(
        specification(chart, words),
        format_locale="fr-FR" if words.code == "fr" else None,
        time_format_locale="fr-FR" if words.code == "fr" else None,
    )
    # The inner marks carry hundreds of ARIA labels; the figure's own words replace them.
    svg = re.sub(r' (aria-[a-z]+|role)="[^"]*"', "", svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def specification(chart: Chart, words: Language) -> Spec:
    """Return the Vega-Lite specification of a chart in one language."""
    body = _FORMS[chart.form](chart, words)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": CONFIG,
        **body,
    }


def _scaled(figure: Figure, value: float | None) -> float | None:
    if value is None:
        return None
    return 100 * value if figure.unit.startswith("share") else value


def _records(rows: tuple[ChartRow, ...], words: Language) -> list[Spec]:
    return [
        {
            "label": words.plain(row.label),
            "group": words.plain(row.group),
            "value": _scaled(row.figure, row.figure.value),
            "low": _scaled(row.figure, row.figure.low),
            "high": _scaled(row.figure, row.figure.high),
            "text": words.figure(row.figure, with_unit=False),
            "order": i,
        }
        for i, row in enumerate(rows)
        if row.figure.is_known
    ]


def _axis_title(chart: Chart, words: Language) -> str | None:
    if chart.x_title is not None:
        return words.plain(chart.x_title)
    if not chart.rows:
        return None
    unit = chart.rows[0].figure.unit
    return "%" if unit == "share" else words.unit(unit)


def _reference(chart: Chart) -> list[Spec]:
    if chart.reference is None or not chart.reference.is_known:
        return []
    value = _scaled(chart.reference, chart.reference.value)
    return [
        {
            "data": {"values": [{"value": value}]},
            "mark": {"type": "rule", "color": ORANGE, "strokeDash": [5, 3], "strokeWidth": 1.5},
            "encoding": {"x": {"field": "value", "type": "quantitative"}},
        }
    ]


def _interval(chart: Chart, words: Language) -> Spec:
    """Draw a dot with its interval for each row; the zero of the axis is not forced."""
    records = _records(chart.rows, words)
    y = {"field": "label", "type": "nominal", "sort": None, "title": None}
    x_title = _axis_title(chart, words)
    return {
        "width": 520,
        "height": {"step": 26},
        "data": {"values": records},
        "layer": [
            *_reference(chart),
            {
                "mark": {"type": "rule", "color": BLUE, "strokeWidth": 7, "opacity": 0.35},
                "encoding": {
                    "y": y,
                    "x": {
                        "field": "low",
                        "type": "quantitative",
                        "title": x_title,
                        "scale": {"zero": False, "nice": True},
                    },
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "color": BLUE, "opacity": 1},
                "encoding": {"y": y, "x": {"field": "value", "type": "quantitative"}},
            },
            {
                "mark": {"type": "text", "dy": -11, "fontSize": 10, "color": INK},
                "encoding": {
                    "y": y,
                    "x": {"field": "value", "type": "quantitative"},
                    "text": {"field": "text"},
                },
            },
        ],
    }


def _share(chart: Chart, words: Language) -> Spec:
    """Draw bars from zero with a whisker; for counts of a decided list the bar is exact."""
    records = _records(chart.rows, words)
    y = {"field": "label", "type": "nominal", "sort": None, "title": None}
    has_groups = any(r["group"] for r in records)
    bar: Spec = {
        "y": y,
        "x": {"field": "value", "type": "quantitative", "title": _axis_title(chart, words)},
    }
    if has_groups:
        bar["yOffset"] = {"field": "group", "sort": None}
        bar["color"] = {"field": "group", "type": "nominal", "sort": None, "title": None}
    whisker: Spec = {
        "y": y,
        "x": {"field": "low", "type": "quantitative"},
        "x2": {"field": "high"},
    }
    text: Spec = {
        "y": y,
        "x": {"field": "value", "type": "quantitative"},
        "text": {"field": "text"},
    }
    if has_groups:
        whisker["yOffset"] = {"field": "group", "sort": None}
        text["yOffset"] = {"field": "group", "sort": None}
    return {
        "width": 520,
        "height": {"step": 15 if has_groups else 24},
        "data": {"values": records},
        "layer": [
            {"mark": {"type": "bar", "color": BLUE, "opacity": 0.75}, "encoding": bar},
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
                "encoding": whisker,
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 10, "color": INK},
                "encoding": text,
            },
            *_reference(chart),
        ],
    }


def _use(chart: Chart, words: Language) -> Spec:
    """Draw a grid of scenario by station: the use in each cell, darker is fuller."""
    records = _records(chart.rows, words)
    grid: Spec = {
        "x": {
            "field": "group",
            "type": "nominal",
            "sort": None,
            "title": None,
            "axis": {"orient": "top", "labelAngle": 0, "domain": False, "ticks": False},
        },
        "y": {
            "field": "label",
            "type": "nominal",
            "sort": None,
            "title": None,
            "axis": {"domain": False, "ticks": False},
        },
    }
    return {
        "width": {"step": 62},
        "height": {"step": 25},
        "data": {"values": records},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "white", "strokeWidth": 2},
                "encoding": {
                    **grid,
                    "color": {
                        "field": "value",
                        "type": "quantitative",
                        "legend": None,
                        "scale": {
                            "domain": [40, 85, 100],
                            "range": ["#eef4f8", "#7fb4d4", "#00446b"],
                            "clamp": True,
                        },
                    },
                },
            },
            {
                "mark": {"type": "text", "fontSize": 10.5},
                "encoding": {
                    **grid,
                    "text": {"field": "text"},
                    "color": {
                        "condition": {"test": "datum.value > 88", "value": "white"},
                        "value": INK,
                    },
                },
            },
        ],
    }


def _series(chart: Chart, words: Language) -> Spec:
    """Draw small multiples over weeks: mean, band, and the demand as a grey step."""
    records = [
        {
            "group": words.plain(series.group),
            "week": week.isoformat(),
            "mean": series.mean[i],
            "low": series.low[i],
            "high": series.high[i],
            "reference": series.reference[i] if series.reference else None,
        }
        for series in chart.series
        for i, week in enumerate(series.weeks)
    ]
    many = len(chart.series) > 1
    is_short = all(len(s.weeks) <= SHORT_WEEKS for s in chart.series)
    x = {
        "field": "week",
        "type": "temporal",
        "title": None,
        "axis": {
            "tickCount": 4 if many else 8,
            "format": "%d.%m" if is_short else "%m.%y",
            "grid": False,
        },
    }
    y_title = words.plain(chart.y_title) if chart.y_title is not None else None
    y = {
        "field": "mean",
        "type": "quantitative",
        "title": None if many else y_title,
        "axis": {"tickCount": 4, "format": "~s"},
    }
    layers: list[Spec] = []
    if any(series.reference for series in chart.series):
        layers.append(
            {
                "mark": {
                    "type": "line",
                    "interpolate": "step-after",
                    "color": GREY,
                    "strokeWidth": 1.2,
                },
                "encoding": {"x": x, "y": {**y, "field": "reference"}},
            }
        )
    layers += [
        {
            "mark": {"type": "area", "color": BLUE, "opacity": 0.25},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "color": BLUE, "strokeWidth": 1.6},
            "encoding": {"x": x, "y": y},
        },
    ]
    if not many:
        return {"data": {"values": records}, "width": 700, "height": 220, "layer": layers}
    return {
        "data": {"values": records},
        "facet": {
            "field": "group",
            "type": "nominal",
            "sort": None,
            "title": None,
            "header": {"labelAnchor": "start", "labelPadding": 3},
        },
        "columns": 3,
        "spacing": {"row": 22, "column": 26},
        "spec": {"width": 216, "height": 96, "layer": layers},
    }


def _people(chart: Chart, words: Language) -> Spec:
    """Draw one mark per person: rings stay, filled diamonds are touched by the plan."""
    touched, spared = words.sentence("chart.touched"), words.sentence("chart.spared")
    records = [
        {"x": d.x, "y": d.y, "state": touched if d.is_touched else spared} for d in chart.dots
    ]
    sort = [spared, touched]
    return {
        "width": 560,
        "height": 260,
        "data": {"values": records},
        "mark": {"type": "point", "size": 60, "opacity": 0.75, "strokeWidth": 1.4},
        "encoding": {
            "x": {
                "field": "x",
                "type": "quantitative",
                "title": words.plain(chart.x_title) if chart.x_title else None,
                "scale": {"zero": False},
            },
            "y": {
                "field": "y",
                "type": "quantitative",
                "title": words.plain(chart.y_title) if chart.y_title else None,
            },
            "shape": {
                "field": "state",
                "title": None,
                "scale": {"domain": sort, "range": ["circle", "diamond"]},
            },
            "color": {
                "field": "state",
                "title": None,
                "scale": {"domain": sort, "range": [GREY, ORANGE]},
            },
            "fill": {
                "field": "state",
                "title": None,
                "scale": {"domain": sort, "range": ["transparent", ORANGE]},
            },
        },
    }


def _tornado(chart: Chart, words: Language) -> Spec:
    """Draw a dot with its interval for each input that would turn the conclusion."""
    spec = _interval(chart, words)
    spec["height"] = {"step": 30}
    return spec


_FORMS: Final[dict[str, Callable[[Chart, Language], Spec]]] = {
    "interval": _interval,
    "share": _share,
    "use": _use,
    "series": _series,
    "people": _people,
    "tornado": _tornado,
    "matrix": matrix,
    "trade_off": trade_off,
}
