"""The Gantt chart of a simulation: each machine and person in a window of time, by state.

A running machine has the colour of its product, while there are few products. Rows finer than the
picture are told column by column: the state that fills most of a pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

from accord.errors import ModelError
from accord.flow import FlowResult
from accord.flow.traces import with_products
from accord.study.flow_pictures import (
    LOOKS,
    MOST_ROWS,
    MOST_UNITS,
    WIDTH,
    Picture,
    colours,
    look_of,
    titled,
)
from accord.study.palette import CONFIG, Spec

__all__ = ["gantt"]

PRODUCT_COLOURS: Final = ("#0072b2", "#009e73", "#5b3c99", "#00a3a3", "#7a5c00", "#3b5bdb")
IDLE: Final = {"machine": ("idle", "closed", "wait_staff"), "person": ("wait", "break_")}
TITLES: Final = {"machine": "Machines", "person": "People"}
STAYS_IN_VIEW: Final = 90  # of the busiest row, in a window that is not asked for
MOST_STAYS: Final = WIDTH // 2  # in a row that is drawn stay by stay
SPANS_S: Final = (
    *(1, 10, 60, 300, 600, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400),
    *(172_800, 604_800, 1_209_600, 2_419_200, 7_257_600, 31_449_600),
)
UNITS: Final = ((86_400, 172_800, "days"), (3_600, 7_200, "hours"), (60, 300, "minutes"))


def gantt(
    result: FlowResult,
    *,
    begin: float | None = None,
    end: float | None = None,
    start: datetime | None = None,
) -> Picture:
    """Draw the machines and people of replication 0 over a window of time.

    Parameters
    ----------
    result
        A result with ``trace`` and ``states``.
    begin, end
        The window in the model's time unit; by default from where work begins, as long as the
        busiest row has some dozens of stays.
    start
        Wall clock at time 0: the axis then shows the clock, else the time from the start.

    Raises
    ------
    ModelError
        When the result has no trace, or nothing lies in the window.
    """
    if result.trace is None or result.states is None:
        raise ModelError("a Gantt chart needs simulate(..., trace=True, states=True)")
    second = 1e6 / result.unit_us  # in the model's time unit
    begin, end = _window(result.states, begin, end, second)
    stays = _in_window(result.states, begin, end)
    if stays.is_empty():
        raise ModelError(f"no stay lies between {begin:g} and {end:g}: widen --from and --to")
    products = [p for p in result.products if (result.trace["product"] == p).any()]
    by_product = len(products) <= len(PRODUCT_COLOURS)
    if by_product:
        named = pl.format("product {}", "product")
        stays = with_products(stays, result.trace).with_columns(
            state=pl.when(pl.col("product").is_null()).then("state").otherwise(named)
        )
    axis = _Axis.of(begin, end, result, start)
    notes = [axis.told()]
    room = max(MOST_ROWS - stays["person"].n_unique(), MOST_UNITS)
    panels = []
    for who in ("machine", "person"):
        mine = stays.filter(pl.col(who).is_not_null()).rename({who: "row"})
        shown, more = _busiest(mine, who, room)
        notes += more
        room = MOST_ROWS - len(shown)
        if shown:
            mine, told = _drawable(mine.filter(pl.col("row").is_in(shown)), begin, end)
            notes += [note for note in told if note not in notes]
            panels.append(_panel(mine, shown, who, axis, products if by_product else []))
    return Picture(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "config": {**CONFIG, "background": "white"},
            "title": titled("Who did what, when", notes),
            "vconcat": panels,
            "resolve": {"scale": {"color": "independent"}},
        },
        tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """The time axis: how times are written, and over what."""

    begin: float
    end: float
    factor: float  # from the model's time unit to that of the axis
    title: str | None
    start: datetime | None
    unit_us: int

    @classmethod
    def of(cls, begin: float, end: float, result: FlowResult, start: datetime | None) -> _Axis:
        """Return the axis of a window: a clock, or the time from the start in a fitting unit."""
        second = result.unit_us / 1e6
        fitting = (unit for unit in UNITS if (end - begin) * second >= unit[1])
        length_s, _, name = next(fitting, (1, 1, "seconds"))
        title = None if start else f"{name} from the start"
        return cls(begin, end, second / length_s, title, start, result.unit_us)

    def value(self, column: str) -> pl.Expr:
        """Return a column of times as the axis writes it."""
        if self.start is None:
            return (pl.col(column) * self.factor).round(6)
        since = pl.duration(microseconds=(pl.col(column) * self.unit_us).round().cast(pl.Int64))
        return (pl.lit(self.start) + since).dt.epoch("ms").alias(column)

    def encoding(self) -> Spec:
        """Return the channel x of the axis."""
        ends = pl.DataFrame({"t": [self.begin, self.end]}).select(self.value("t"))["t"].to_list()
        if self.start is None:
            axis: Spec = {"title": self.title, "grid": True}
            return {"type": "quantitative", "scale": {"domain": ends, "nice": False}, "axis": axis}
        hours = (self.end - self.begin) * self.unit_us / 3.6e9
        shown = "%H:%M:%S" if hours < 0.5 else "%a %H:%M" if hours <= 60 else "%a %d %b"
        axis = {"title": None, "format": shown, "grid": True, "labelOverlap": True, "tickCount": 10}
        scale = {"type": "utc", "domain": ends, "nice": False}
        return {"type": "temporal", "scale": scale, "axis": axis}

    def told(self) -> str:
        """Return the window in words."""
        if self.start is None:
            unit = self.title or ""
            return f"{self.begin * self.factor:.6g} to {self.end * self.factor:.6g} {unit}"
        moments = [
            self.start + timedelta(microseconds=round(t * self.unit_us))
            for t in (self.begin, self.end)
        ]
        return " to ".join(moment.strftime("%a %Y-%m-%d %H:%M:%S") for moment in moments)


def _window(
    states: pl.DataFrame, begin: float | None, end: float | None, second: float
) -> tuple[float, float]:
    """Return the window asked for, or a readable one: the longest that is not too full."""
    at_work = states.filter(~pl.col("state").is_in([*IDLE["machine"], *IDLE["person"]]))
    if begin is None:
        before = at_work if end is None else at_work.filter(pl.col("start") < end)
        begin = float(before["start"].min() or 0.0)  # type: ignore[arg-type]
    if end is not None:
        return begin, end
    last = float(states["end"].max() or 0.0)  # type: ignore[arg-type]
    entity = pl.coalesce("machine", "person")
    for span in reversed(SPANS_S):
        end = min(begin + span * second, last)
        seen = at_work.filter(pl.col("start").is_between(begin, end, closed="left"))
        if seen.group_by(entity).len()["len"].gt(STAYS_IN_VIEW).any() is False:
            break
    return begin, max(end or last, begin + SPANS_S[0] * second)


def _in_window(stays: pl.DataFrame, begin: float, end: float) -> pl.DataFrame:
    """Return the stays that touch the window, cut to it."""
    touching = stays.filter((pl.col("end") > begin) & (pl.col("start") < end))
    return touching.with_columns(pl.col("start").clip(begin), pl.col("end").clip(None, end))


def _busiest(stays: pl.DataFrame, who: str, most: int) -> tuple[list[str], list[str]]:
    """Return the rows to draw in their order, at most so many, and a note on those left out."""
    names = stays["row"].unique(maintain_order=True).to_list()
    if len(names) <= most:
        return names, []
    spent = pl.col("end") - pl.col("start")
    work = stays.filter(~pl.col("state").is_in(IDLE[who])).group_by("row").agg(spent=spent.sum())
    kept = set(work.sort("spent", "row", descending=[True, False])["row"].head(most).to_list())
    plural = {"machine": "machines", "person": "people"}[who]
    note = f"{most} of {len(names)} {plural}: those most at work in this window"
    return [name for name in names if name in kept], [note]


def _drawable(stays: pl.DataFrame, begin: float, end: float) -> tuple[pl.DataFrame, list[str]]:
    """Return the stays, those of too fine a row pixel by pixel, and a note if there are any."""
    parts, is_fine = [], False
    for _, row in stays.group_by("row"):
        parts.append(_pixels(row, begin, end) if len(row) > MOST_STAYS else row)
        is_fine |= len(row) > MOST_STAYS
    note = "finer than the picture: each pixel shows the state that fills most of it"
    columns = ["row", "state", "start", "end"]
    return pl.concat(part.select(columns) for part in parts), [note] if is_fine else []


def _pixels(stays: pl.DataFrame, begin: float, end: float) -> pl.DataFrame:
    """Return one stay for each stretch of pixels that the same state fills most."""
    edges = np.linspace(begin, end, WIDTH + 1)
    states = stays["state"].unique(maintain_order=True).to_list()
    filled = np.zeros((len(states), WIDTH))
    for j, state in enumerate(states):
        mine = stays.filter(pl.col("state") == state).sort("start")
        a, b = mine["start"].to_numpy(), mine["end"].to_numpy()
        times = np.column_stack([a, b]).ravel()
        spent = np.column_stack([np.zeros(len(a)), b - a]).ravel().cumsum()
        filled[j] = np.diff(np.interp(edges, times, spent))
    most = np.where(filled.max(axis=0) > 0, filled.argmax(axis=0), -1)
    first = np.flatnonzero(np.concatenate([[True], most[1:] != most[:-1]]))
    last = np.append(first[1:], WIDTH)
    told = most[first] >= 0
    return pl.DataFrame(
        {
            "row": [stays["row"][0]] * int(told.sum()),
            "state": [states[j] for j in most[first][told]],
            "start": edges[first][told],
            "end": edges[last][told],
        }
    )


def _panel(
    stays: pl.DataFrame, rows: list[str], who: str, axis: _Axis, products: Sequence[str]
) -> Spec:
    """Draw the rows of machines or of people."""
    looks = {f"product {p}": (p, c) for p, c in zip(products, PRODUCT_COLOURS, strict=False)}
    looks |= {s: look_of(who, s) for s in LOOKS[who]}
    looks |= {s: look_of(who, s) for s in stays["state"].unique().sort() if s not in looks}
    used = [s for s in looks if (stays["state"] == s).any()]
    values = stays.select(
        pl.col("row").alias("r"),
        pl.col("state").replace_strict({s: looks[s][0] for s in used}).alias("s"),
        axis.value("start").alias("a"),
        axis.value("end").alias("b"),
    )
    return {
        "title": {"text": TITLES[who], "anchor": "start", "frame": "group", "fontSize": 12},
        "width": WIDTH,
        "height": {"step": 19},
        "data": {"values": values.to_dicts()},
        "mark": {"type": "bar", "height": {"band": 0.8}},
        "encoding": {
            "y": {"field": "r", "type": "nominal", "sort": rows, "title": None},
            "x": {"field": "a", **axis.encoding()},
            "x2": {"field": "b"},
            "color": colours([looks[s] for s in used], "s"),
        },
    }
