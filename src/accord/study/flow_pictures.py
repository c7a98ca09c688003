"""Pictures of a simulation by itself: who did what when (Gantt), and how time was used.

A Gantt chart tells one replication, from its trace; the picture of use tells the means of all
replications with their intervals. Both are Vega-Lite specifications, as the charts of a report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import vl_convert
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow import MACHINE_STATES, PERSON_STATES, FlowResult, interval
from accord.flow.result import PERSON_AT_WORK
from accord.study.palette import BLUE, CONFIG, GREY, INK, SOFT, Spec

__all__ = [
    "LOOKS",
    "MOST_ROWS",
    "MOST_UNITS",
    "WIDTH",
    "Picture",
    "colours",
    "look_of",
    "titled",
    "utilisation",
    "write_picture",
]

WIDTH: Final = 860  # pixels of the time or share axis
MOST_ROWS: Final = 40
MOST_UNITS: Final = 24  # rows for machines or stations, where there are people too
PNG_SCALE: Final = 2.0

# State: what the legend says, and its colour (Okabe and Ito's, greys for what is no work).
LOOKS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "machine": {
        "run": ("running", BLUE),
        "load": ("loading", "#56b4e9"),
        "setup": ("set-up", "#cc79a7"),
        "repair": ("repair", "#d55e00"),
        "down": ("waits for repair", INK),
        "maintenance": ("maintenance", "#8c564b"),
        "blocked": ("blocked", "#e69f00"),
        "wait_staff": ("waits for a person", "#f0e442"),
        "paused": ("paused", GREY),
        "idle": ("idle", "#dfe4ea"),
        "closed": ("closed", "#f4f6f8"),
    },
    "person": {
        "attend": ("attends", BLUE),
        "load": ("loads", "#56b4e9"),
        "setup": ("sets up", "#cc79a7"),
        "repair": ("repairs", "#d55e00"),
        "down": ("stays at a breakdown", INK),
        "overtime": ("overtime", "#e69f00"),
        "walk": ("walks", "#009e73"),
        "wait": ("waits", "#dfe4ea"),
        "break_": ("break", "#b7dfcb"),
    },
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and what a reader must know of what it leaves out."""

    specification: Spec
    notes: tuple[str, ...]


def look_of(who: str, state: str) -> tuple[str, str]:
    """Return the words and the colour of a state of ``machine`` or ``person``."""
    return LOOKS[who].get(state, (state.replace("_", " ").strip(), GREY))


def write_picture(picture: Picture, path: Path) -> None:
    """Write a picture as ``.svg`` or ``.png``.

    Raises
    ------
    ModelError
        When the file has another ending.
    """
    if path.suffix == ".svg":
        svg: str = vl_convert.vegalite_to_svg(picture.specification)
        # Each of a thousand marks carries labels for a screen reader; the title tells the picture.
        path.write_text(re.sub(r' (aria-[a-z]+|role)="[^"]*"', "", svg), encoding="utf-8")
    elif path.suffix == ".png":
        path.write_bytes(vl_convert.vegalite_to_png(picture.specification, scale=PNG_SCALE))
    else:
        raise ModelError(f"picture {path}: {path.suffix or 'no ending'}: write .svg or .png")


def utilisation(result: FlowResult) -> Picture:
    """Draw how stations and people used their time: shares of open time and of presence.

    The interval is the 95 % interval of the mean share at work over the replications.
    """
    stations = _stations(result)
    people = _people(result)
    room = max(MOST_ROWS - len(people), MOST_UNITS)
    shown, notes = _fullest(stations, room, "stations")
    shown_people, more = _fullest(people, MOST_ROWS - len(shown), "people")
    panels = [("machine", "Stations: share of open time", shown)]
    if people:
        panels.append(("person", "People: share of presence", shown_people))
    if result.replications == 1:
        notes += ["one replication: no interval; ask for more with --replications"]
    else:
        more += [f"brackets: 95 % interval of the share at work, {result.replications} runs"]
    notes += more
    return Picture(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "config": {**CONFIG, "background": "white"},
            "title": titled("Use of time", notes),
            "vconcat": [_bars(*panel) for panel in panels if panel[2]],
            "resolve": {"scale": {"color": "independent"}},
        },
        tuple(notes),
    )


def titled(title: str, notes: Sequence[str]) -> Spec:
    """Return a title with its notes below."""
    return {
        "text": title,
        "subtitle": list(notes),
        "anchor": "start",
        "color": INK,
        "subtitleColor": SOFT,
        "fontSize": 14,
        "offset": 12,
    }


@dataclass(frozen=True, slots=True)
class _Row:
    """A station or person: shares by state, and those at work with their interval."""

    name: str
    shares: dict[str, float]
    at_work: tuple[float, float, float]


def _stations(result: FlowResult) -> list[_Row]:
    """Return the shares of open time of each station, those that were never open left out."""
    hours = result.machine_h.sum(axis=1)
    rows = []
    for j, name in enumerate(result.stations):
        mine = [i for i, station in enumerate(result.machine_station) if station == j]
        spent = hours[:, mine].sum(axis=1)  # (R, states)
        spent[:, MACHINE_STATES.index("closed")] = 0.0
        rows += _row(name, spent, MACHINE_STATES, ("run",))
    return rows


def _people(result: FlowResult) -> list[_Row]:
    """Return the shares of presence of each person who was there."""
    hours = result.person_h.sum(axis=1)
    rows = []
    for j, name in enumerate(result.people):
        rows += _row(name, hours[:, j], PERSON_STATES, PERSON_AT_WORK)
    return rows


def _row(
    name: str, spent: NDArray[np.float64], states: Sequence[str], work: Sequence[str]
) -> list[_Row]:
    """Return the row of hours (R, states), or nothing where there are none."""
    total = spent.sum(axis=1)
    if not (total > 0).all():
        return []
    share = spent / total[:, None]
    at_work = share[:, [states.index(state) for state in work]].sum(axis=1)
    return [_Row(name, dict(zip(states, share.mean(axis=0), strict=True)), interval(at_work))]


def _fullest(rows: list[_Row], most: int, what: str) -> tuple[list[_Row], list[str]]:
    """Return at most so many rows, the fullest, in their order, and a note on those left out."""
    if len(rows) <= most:
        return rows, []
    kept = sorted(rows, key=lambda row: -row.at_work[0])[:most]
    return [r for r in rows if r in kept], [f"{most} of {len(rows)} {what}: those most at work"]


def _bars(who: str, title: str, rows: list[_Row]) -> Spec:
    """Draw a stacked bar for each row, with the interval of what is at work and its figure."""
    used = [s for s in LOOKS[who] if any(row.shares.get(s, 0.0) > 0 for row in rows)]
    used += sorted({s for row in rows for s, x in row.shares.items() if x > 0} - set(used))
    bars = [
        {"row": row.name, "state": look_of(who, s)[0], "share": 100 * row.shares[s], "order": i}
        for row in rows
        for i, s in enumerate(used)
        if row.shares[s] > 0
    ]
    y: Spec = {"field": "row", "type": "nominal", "sort": None, "title": None}
    whole = {"domain": [0, 100]}
    looks = [look_of(who, s) for s in used]
    return {
        "title": {"text": title, "anchor": "start", "frame": "group", "fontSize": 12},
        "width": WIDTH,
        "height": {"step": 19},
        "layer": [
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "height": {"band": 0.8}},
                "encoding": {
                    "y": y,
                    "x": {
                        "field": "share",
                        "type": "quantitative",
                        "stack": True,
                        "scale": whole,
                        "title": "%",
                    },
                    "color": colours(looks, "state"),
                    "order": {"field": "order"},
                },
            },
            *_intervals(rows, y),
        ],
    }


def colours(looks: Sequence[tuple[str, str]], field: str) -> Spec:
    """Return the colours of states, (words, colour), with their legend."""
    return {
        "field": field,
        "type": "nominal",
        "title": None,
        "scale": {"domain": [text for text, _ in looks], "range": [colour for _, colour in looks]},
        "legend": {"orient": "top", "columns": 10, "symbolType": "square"},
    }


def _intervals(rows: list[_Row], y: Spec) -> list[Spec]:
    """Return the layers of the intervals and of the figures beside the bars."""
    values = [
        {
            "row": row.name,
            **{
                name: 100 * min(max(x, 0.0), 1.0)  # an interval within what is possible
                for name, x in zip(("mean", "low", "high"), row.at_work, strict=True)
                if x == x  # noqa: PLR0124 - not a number: one run has no interval
            },
        }
        for row in rows
    ]
    rule: Spec = {
        "transform": [{"filter": "isValid(datum.low)"}],
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1.6},
        "encoding": {
            "y": y,
            "x": {"field": "low", "type": "quantitative"},
            "x2": {"field": "high"},
        },
    }
    ends: list[Spec] = [
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "tick", "color": INK, "thickness": 1.6, "size": 8},
            "encoding": {"y": y, "x": {"field": end, "type": "quantitative"}},
        }
        for end in ("low", "high")
    ]
    text: Spec = {
        "transform": [
            {
                "calculate": "format(datum.mean, '.1f') + ' %' + (isValid(datum.low) ? '  (' + "
                "format(datum.low, '.1f') + ' to ' + format(datum.high, '.1f') + ')' : '')",
                "as": "told",
            }
        ],
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 10, "color": INK},
        "encoding": {"y": y, "x": {"value": WIDTH}, "text": {"field": "told"}},
    }
    return [{"data": {"values": values}, "layer": [rule, *ends, text]}]
