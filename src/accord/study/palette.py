"""Colours, fonts and axes that every picture of a study shares.

The palette is Okabe and Ito's, safe for colour-blind readers; colour is never the only sign.
"""

from __future__ import annotations

from typing import Final, TypeAlias

__all__ = [
    "BLUE",
    "CONFIG",
    "FONT",
    "GREEN",
    "GREY",
    "GRID",
    "INK",
    "ORANGE",
    "PALETTE",
    "SOFT",
    "Spec",
]

Spec: TypeAlias = dict[str, object]

INK: Final = "#1f2933"
SOFT: Final = "#52606d"
GRID: Final = "#e4e7eb"
BLUE: Final = "#0072b2"
ORANGE: Final = "#d55e00"
GREEN: Final = "#009e73"
GREY: Final = "#9aa5b1"
FONT: Final = "DejaVu Sans, Verdana, Arial, sans-serif"
PALETTE: Final = (BLUE, ORANGE, GREEN, "#cc79a7", "#e69f00", "#56b4e9", GREY)

CONFIG: Final[Spec] = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "titleFontWeight": "normal",
        "labelFontSize": 11,
        "titleFontSize": 11,
        "gridColor": GRID,
        "domainColor": GREY,
        "tickColor": GREY,
        "labelLimit": 330,
    },
    "legend": {"labelColor": INK, "titleColor": SOFT, "labelFontSize": 11, "orient": "top"},
    "header": {"labelColor": INK, "labelFontSize": 12, "labelFontWeight": "bold", "title": None},
    "range": {"category": list(PALETTE)},
}
