"""Write the tasks of a run to a file: Parquet, CSV, or the event log format XES.

Source of the format: IEEE 1849-2016 (XES), extensions concept, lifecycle, organizational, time.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.result import FlowResult

__all__ = ["FIRST_MONDAY", "write_trace"]

FIRST_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - a wall clock, as in the plant
TYPES = {"run": "work", "setup": "set-up", "repair": "breakdown"}
SLICE = 50_000  # events written at once

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event">
<string key="concept:name" value=""/><string key="concept:instance" value=""/>
<string key="lifecycle:transition" value="complete"/><date key="time:timestamp" value="{}"/>
</global>
<classifier name="Station" keys="concept:name"/>
<string key="lifecycle:model" value="standard"/>
"""


def write_trace(result: FlowResult, path: Path, start: datetime | None = None) -> int:
    """Write the tasks of the first replication as ``.parquet``, ``.csv`` or ``.xes``; count them.

    In Parquet and CSV the times are those of the model. In an XES log each task is a ``start`` and
    a ``complete`` event of its lot, with the station as its activity.

    Parameters
    ----------
    result
        A result with ``trace``.
    path
        The file.
    start
        Wall clock at time 0 (XES only); by default 2024-01-01, a Monday as in ``flow.weekly``.

    Raises
    ------
    ModelError
        When the result has no trace, or the file another ending.
    """
    if result.trace is None:
        raise ModelError("the result has no trace: simulate with trace=True")
    if path.suffix == ".parquet":
        result.trace.write_parquet(path)
    elif path.suffix == ".csv":
        result.trace.write_csv(path)
    elif path.suffix == ".xes":
        of_lots = result.trace.filter(pl.col("product").is_not_null())  # maintenance has no case
        _write_xes(result, of_lots, path, start or FIRST_MONDAY)
        return of_lots.height
    else:
        raise ModelError(f"trace {path}: {path.suffix or 'no ending'}: write .parquet, .csv, .xes")
    return result.trace.height


def _write_xes(result: FlowResult, trace: pl.DataFrame, path: Path, start: datetime) -> None:
    """Write an XES log, some events at a time."""
    order = _order(trace)
    quoted = {
        name: quoteattr(name)
        for names in (result.machines, result.people, result.products, result.stations)
        for name in names
    }
    station = {
        machine: quoted[result.stations[j]]
        for machine, j in zip(result.machines, result.machine_station, strict=True)
    }
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD.format(_moment(start)))
        lot_before = -1
        for begin in range(0, len(order), SLICE):
            part = trace[order[begin : begin + SLICE] // 2].with_columns(
                instance=pl.Series(order[begin : begin + SLICE] // 2),
                is_end=pl.Series(order[begin : begin + SLICE] % 2 == 1),
                is_new=pl.col("lot") != pl.col("lot").shift(1, fill_value=lot_before),
                station=pl.col("machine").replace_strict(station),
                machine=pl.col("machine").replace_strict(quoted),
                person=pl.col("person").replace_strict(quoted),
                product=pl.col("product").replace_strict(quoted),
                type=pl.col("kind").replace_strict(TYPES),
            )
            lot_before = part["lot"][-1]
            lines = part.select(line=_case() + _event(start, result.unit_us))["line"]
            text = "".join(lines.to_list())
            file.write(text.removeprefix("</trace>\n") if begin == 0 else text)
        file.write("</trace>\n</log>\n" if len(order) else "</log>\n")


def _order(trace: pl.DataFrame) -> NDArray[np.int64]:
    """Return (2 N,) the events by case and time: ``2 i`` starts task i, ``2 i + 1`` ends it.

    At one instant tasks end before others begin, except those that take no time.
    """
    begin, end = trace["start"].to_numpy(), trace["end"].to_numpy()
    time = np.column_stack([begin, end]).ravel()
    rank = np.column_stack([np.ones(len(begin)), np.where(begin == end, 2, 0)]).ravel()
    return np.lexsort((rank, time, np.repeat(trace["lot"].to_numpy(), 2)))


def _moment(moment: datetime) -> str:
    """Return a wall clock as XES writes it."""
    return moment.isoformat(timespec="microseconds") + "+00:00"


def _case() -> pl.Expr:
    """Return the end of the case before and the beginning of a new one, where there is one."""
    head = pl.format('</trace>\n<trace><string key="concept:name" value="{}"/>\n', pl.col("lot"))
    return pl.when("is_new").then(head).otherwise(pl.lit(""))


def _event(start: datetime, unit_us: int) -> pl.Expr:
    """Return the text of an event."""
    time = pl.when("is_end").then("end").otherwise("start") * unit_us
    return pl.format(
        '<event><string key="concept:name" value={}/><string key="concept:instance" value="{}"/>'
        '<string key="lifecycle:transition" value="{}"/>'
        '<date key="time:timestamp" value="{}+00:00"/>'
        '<string key="org:resource" value={}/><string key="machine" value={}/>'
        '<string key="person" value={}/>'
        '<string key="product" value={}/><int key="step" value="{}"/>'
        '<int key="pieces" value="{}"/><string key="type" value="{}"/></event>\n',
        "station",
        "instance",
        pl.when("is_end").then(pl.lit("complete")).otherwise(pl.lit("start")),
        (pl.lit(start) + pl.duration(microseconds=time.round().cast(pl.Int64))).dt.strftime(
            "%Y-%m-%dT%H:%M:%S%.6f"
        ),
        pl.coalesce("person", "machine"),
        "machine",
        pl.col("person").fill_null('""'),
        *("product", "step", "pieces", "type"),
    )
