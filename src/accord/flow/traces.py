"""The trace of a run as tables: its tasks, the stays of machines and people in states, its queues.

Times are in the model's time unit. The tables:

``tasks``
    ``start, end, machine, person, product, step, pieces, lot, kind``: finished runs, set-ups,
    repairs and maintenances (``kind``; a maintenance has no product); ``person`` is the first of
    those at the machine or null; ``lot`` counts what was let into the shop together.
``states``
    ``start, end, machine, person, station, state``: one of ``machine`` and ``person`` is null. The
    stays of one entity follow each other without overlap, and their lengths add up to
    ``FlowResult.machine_h`` and ``person_h``; people who are off duty are in no state. ``station``
    is where a person works, null while he waits or has a break.
``queues``
    ``time, station, pieces``: the queue in front of a station from then on. Each begins with the
    beginning of the run, or of the window that is kept.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.flow.compile import Compiled
from accord.flow.kernel import layout as k

__all__ = ["Traces", "with_products"]

KINDS = ("run", "setup", "repair", "maintenance")
AWAY = ("wait", "break_")  # states of people who are at no station
START, END, WHERE, WHO, OPERATION, COUNT, LOT, KIND = range(8)  # columns of the rows

Rows = NDArray[np.int64]


class Traces:
    """The rows (N, 8) that a run has kept, as codes; the tables are made when first asked for.

    The kernel writes codes, 64 bytes a row; to name them takes about as long as to simulate.
    """

    def __init__(
        self, compiled: Compiled, rows: Rows, *, end_us: int, has_tasks: bool, has_states: bool
    ) -> None:
        self._compiled = compiled
        self._rows = rows
        self._end_us = end_us
        self._has_tasks = has_tasks
        self._has_states = has_states

    @cached_property
    def tasks(self) -> pl.DataFrame | None:
        """The table of tasks, if they were kept."""
        rows = self._rows[self._rows[:, KIND] <= k.TR_MAINTENANCE]
        return _tasks(self._compiled, rows) if self._has_tasks else None

    @cached_property
    def states(self) -> pl.DataFrame | None:
        """The table of states, if they were kept."""
        return _states(self._compiled, self._rows, self._end_us) if self._has_states else None

    @cached_property
    def queues(self) -> pl.DataFrame | None:
        """The table of queues, if they were kept."""
        rows = self._rows[self._rows[:, KIND] == k.TR_QUEUE]
        return _queues(self._compiled, rows) if self._has_states else None


def with_products(states: pl.DataFrame, tasks: pl.DataFrame) -> pl.DataFrame:
    """Add the column ``product`` to stays: that of a running machine, else null.

    A stay in ``run`` is cut where one task ends and the next begins. What runs in a task that the
    trace does not hold, because it has not ended, has no product.
    """
    runs = tasks.filter(pl.col("kind") == "run").partition_by("machine", as_dict=True)
    parts = []
    for _, mine in states.group_by("machine", "person", maintain_order=True):
        of_machine = runs.get((mine["machine"][0],))
        if of_machine is None:
            parts.append(mine.with_columns(product=pl.lit(None, dtype=pl.String)))
        else:
            parts.append(_by_product(mine, of_machine.sort("start")))
    return pl.concat(parts)


def _by_product(stays: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    """Cut the stays of a machine, in their order, where its runs begin and end."""
    begin, end = runs["start"].to_numpy(), runs["end"].to_numpy()
    first, last = stays["start"].to_numpy(), stays["end"].to_numpy()
    edges = np.unique(np.concatenate([first, last, begin, end]))
    edges = edges[(edges >= first[0]) & (edges <= last[-1])]
    stay = np.searchsorted(first, edges[:-1], side="right") - 1
    task = np.searchsorted(begin, edges[:-1], side="right") - 1
    is_told = (task >= 0) & (edges[:-1] < end[task]) & (stays["state"] == "run").to_numpy()[stay]
    cut: pl.DataFrame = stays[stay].with_columns(
        start=edges[:-1], end=edges[1:], product=runs["product"].gather(np.maximum(task, 0))
    )
    cut = cut.with_columns(product=pl.when(pl.Series(is_told)).then("product"))
    return cut.filter(edges[:-1] < last[stay])  # a machine that is not installed is in no state


def _named(names: tuple[str, ...], codes: NDArray[np.int64]) -> pl.Series:
    """Return the names of codes; -1 has none."""
    return _taken(pl.Series([*names, None], dtype=pl.String), codes)


def _taken(table: pl.Series, codes: NDArray[np.int64]) -> pl.Series:
    """Return the values of codes; -1 takes the last."""
    return table.gather(np.where(codes < 0, len(table) - 1, codes))


def _tasks(compiled: Compiled, rows: Rows) -> pl.DataFrame:
    """Name the codes of tasks, in the order in which they ended."""
    products, steps = zip(*compiled.routes.names, strict=True)
    return pl.DataFrame(
        {
            "start": rows[:, START] / compiled.unit_us,
            "end": rows[:, END] / compiled.unit_us,
            "machine": _named(compiled.machines, rows[:, WHERE]),
            "person": _named(compiled.people, rows[:, WHO]),
            "product": _named(products, rows[:, OPERATION]),
            "step": _taken(pl.Series([*steps, None], dtype=pl.Int64), rows[:, OPERATION]),
            "pieces": rows[:, COUNT],
            "lot": rows[:, LOT],
            "kind": _named(KINDS, rows[:, KIND]),
        }
    )


def _states(compiled: Compiled, rows: Rows, end_us: int) -> pl.DataFrame:
    """Name the stays of machines, then of people, in the order of each and of time."""
    machines = rows[(rows[:, KIND] == k.TR_MACHINE) & (rows[:, COUNT] != k.OFFLINE)]
    people = rows[rows[:, KIND] == k.TR_PERSON].copy()
    away = [k.PERSON_STATES.index(state) for state in AWAY]
    people[np.isin(people[:, COUNT], away), WHERE] = -1
    station = np.array(compiled.machine_station, dtype=np.int64)
    machines = _joined(machines, machines[:, WHERE], end_us)
    people = _joined(people, people[:, WHO], end_us)
    none = np.full(len(people), -1)
    return pl.concat(
        pl.DataFrame(
            {
                "start": part[:, START] / compiled.unit_us,
                "end": part[:, END] / compiled.unit_us,
                "machine": _named(compiled.machines, machine),
                "person": _named(compiled.people, part[:, WHO]),
                "station": _named(compiled.stations, places),
                "state": _named(states, part[:, COUNT]),
            }
        )
        for part, machine, places, states in (
            (machines, machines[:, WHERE], station[machines[:, WHERE]], k.MACHINE_STATES),
            (people, none, people[:, WHERE], k.PERSON_STATES),
        )
    )


def _joined(rows: Rows, entity: NDArray[np.int64], end_us: int) -> Rows:
    """Order stays by entity and time, cut them at the end of the run, and join what goes on.

    Accounts are booked at ends of buckets too, where nothing changes.
    """
    is_in = rows[:, START] < end_us
    rows, entity = rows[is_in], entity[is_in]
    order = np.lexsort((rows[:, START], entity))
    rows, entity = rows[order], entity[order]
    rows[:, END] = np.minimum(rows[:, END], end_us)
    if len(rows) == 0:
        return rows
    same = [WHERE, WHO, COUNT]
    goes_on = (rows[1:, same] == rows[:-1, same]).all(axis=1) & (rows[1:, START] == rows[:-1, END])
    first = np.flatnonzero(np.concatenate([[True], ~(goes_on & (entity[1:] == entity[:-1]))]))
    joined: Rows = rows[first]
    joined[:, END] = rows[np.concatenate([first[1:] - 1, [len(rows) - 1]]), END]
    return joined


def _queues(compiled: Compiled, rows: Rows) -> pl.DataFrame:
    """Name the changes of queues; of several at one instant the last stands."""
    table = pl.DataFrame(
        {
            "time": rows[:, START] / compiled.unit_us,
            "station": _named(compiled.stations, rows[:, WHERE]),
            "pieces": rows[:, COUNT],
        }
    )
    return table.unique(["time", "station"], keep="last", maintain_order=True)
