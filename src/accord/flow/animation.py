"""A compact animation trace: every change of a machine, a person or a queue in a window of time.

The file is one JSON object; what moves stands in ``events``, numbers of variable length (LEB128: 7
bits a byte, the lowest first, the high bit says that more follow) in base64. Each event is three:
ticks since the event before, entity, value. The format is told in ``docs/reference/animation.md``.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.kernel.layout import MACHINE_STATES, PERSON_STATES
from accord.flow.result import FlowResult
from accord.flow.traces import with_products

__all__ = ["Animation", "read_animation", "write_animation"]

FORMAT = "accord-animation"
VERSION = 1
TICK_US = 1000
STATES = 16  # room for states in a value: 0 is away, then the states, then what or where
MOST_BYTES = 9  # of a number

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Animation:
    """An animation as read: the heading of the file, and its events in the order of time.

    Attributes
    ----------
    head
        The JSON object without ``events``.
    time_us
        (N,) microseconds from the beginning of the run.
    entity
        (N,) machines, then people, then the queues of stations.
    value
        (N,) of machines and people 0 (not there) or ``1 + state + 16 * (1 + product or station)``,
        ``1 + state`` where nothing is told; of queues the pieces that wait.
    """

    head: dict[str, Any]
    time_us: Ints
    entity: Ints
    value: Ints


def write_animation(result: FlowResult, path: Path, start: datetime | None = None) -> int:
    """Write the animation of replication 0 as JSON; return the number of its events.

    Parameters
    ----------
    result
        A result with ``trace`` and ``states``, of the whole run or a window of it.
    path
        The file.
    start
        Wall clock at time 0, if there is one.

    Raises
    ------
    ModelError
        When the result has no trace.
    """
    if result.trace is None or result.states is None or result.queues is None:
        raise ModelError("an animation needs simulate(..., trace=True, states=True)")
    events = _events(result, result.trace, result.states, result.queues)
    code = _coded(np.diff(events[:, 0], prepend=0), events[:, 1], events[:, 2])
    places = _places(result, result.trace)
    content = {
        "format": FORMAT,
        "version": VERSION,
        "start": start.isoformat() if start else None,
        "tick_us": TICK_US,
        "num_events": len(events),
        "machine_states": MACHINE_STATES,
        "person_states": PERSON_STATES,
        "products": result.products,
        "stations": [
            {"name": name, "x": x, "y": y}
            for name, (x, y) in zip(result.stations, places, strict=True)
        ],
        "links": _links(result, result.trace),
        "machines": [
            {"name": name, "station": j}
            for name, j in zip(result.machines, result.machine_station, strict=True)
        ],
        "people": result.people,
        "events": base64.b64encode(code.tobytes()).decode(),
    }
    path.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False), "utf-8")
    return len(events)


def read_animation(path: Path) -> Animation:
    """Read an animation and check it.

    Raises
    ------
    ModelError
        When the file is no animation of this version, or an event names what is not there.
    """
    try:
        head = json.loads(path.read_text("utf-8"))
        code = np.frombuffer(base64.b64decode(head.pop("events"), validate=True), dtype=np.uint8)
        if (head["format"], head["version"]) != (FORMAT, VERSION):
            raise ModelError(f"{path}: version {head['version']} of {head['format']}; 1 is read")
        numbers = _decoded(code)
        wanted, tick_us = 3 * int(head["num_events"]), int(head["tick_us"])
        sizes = [len(head[name]) for name in ("machines", "people", "stations")]
        states = [len(head["machine_states"]), len(head["person_states"])]
        places = [len(head["products"]), len(head["stations"])]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise ModelError(f"{path}: it is no animation ({error})") from None
    if len(numbers) != wanted:
        raise ModelError(f"{path}: {len(numbers)} numbers in its events, {wanted} expected")
    ticks, entity, value = numbers.reshape(-1, 3).T
    if (entity >= sum(sizes)).any():
        raise ModelError(f"{path}: event of entity {entity.max()}; there are {sum(sizes)}")
    for who, first in ((0, 0), (1, sizes[0])):
        mine = value[(entity >= first) & (entity < first + sizes[who])]
        if (mine % STATES > states[who]).any() or (mine // STATES > places[who]).any():
            raise ModelError(f"{path}: a value names a state, product or station that is not there")
    return Animation(head, ticks.cumsum() * tick_us, entity, value)


def _events(
    result: FlowResult, tasks: pl.DataFrame, states: pl.DataFrame, queues: pl.DataFrame
) -> Ints:
    """Return (N, 3) tick, entity and value, only where a value changes."""
    stays = with_products(states, tasks)
    num_machines, num_people = len(result.machines), len(result.people)
    machines = stays.filter(pl.col("machine").is_not_null())
    people = stays.filter(pl.col("person").is_not_null())
    changes = [
        _changes(
            result,
            machines,
            _codes(machines["machine"], result.machines),
            _codes(machines["state"], MACHINE_STATES),
            _codes(machines["product"], result.products),
        ),
        _changes(
            result,
            people,
            _codes(people["person"], result.people) + num_machines,
            _codes(people["state"], PERSON_STATES),
            _codes(people["station"], result.stations),
        ),
    ]
    waiting = np.column_stack(
        [
            _ticks(result, queues["time"]),
            _codes(queues["station"], result.stations) + num_machines + num_people,
            queues["pieces"].to_numpy(),
        ]
    )
    events = np.concatenate([*changes, waiting])
    events = events[np.lexsort((events[:, 0], events[:, 1]))]  # by entity and time; stable
    is_last = (events[1:, :2] != events[:-1, :2]).any(axis=1)
    events = events[np.append(is_last, True)] if len(events) else events
    is_new = (events[1:, 1:] != events[:-1, 1:]).any(axis=1)
    events = events[np.insert(is_new, 0, True)] if len(events) else events
    return events[np.lexsort((events[:, 1], events[:, 0]))]


def _changes(
    result: FlowResult, stays: pl.DataFrame, entity: Ints, state: Ints, what: Ints
) -> Ints:
    """Return the beginnings of the stays of machines or people, and the ends of the last ones."""
    if len(stays) == 0:
        return np.empty((0, 3), dtype=np.int64)
    begin, end = _ticks(result, stays["start"]), _ticks(result, stays["end"])
    value = 1 + state + STATES * (what + 1)
    is_gap = np.append((entity[1:] != entity[:-1]) | (begin[1:] > end[:-1]), True)
    gone = np.column_stack([end[is_gap], entity[is_gap], np.zeros(is_gap.sum(), dtype=np.int64)])
    return np.concatenate([gone, np.column_stack([begin, entity, value])])


def _ticks(result: FlowResult, times: pl.Series) -> Ints:
    """Return times as whole ticks, rounded down."""
    ticks: Ints = np.rint(times.to_numpy() * result.unit_us).astype(np.int64) // TICK_US
    return ticks


def _codes(names: pl.Series, known: tuple[str, ...]) -> Ints:
    """Return the places of names, -1 for none."""
    if not known:
        return np.full(len(names), -1)
    codes = names.replace_strict(list(known), list(range(len(known))), return_dtype=pl.Int64)
    return codes.fill_null(-1).to_numpy()


def _coded(*columns: Ints) -> NDArray[np.uint8]:
    """Write numbers of zero or more, row by row, in as few bytes of 7 bits as they need."""
    numbers = np.column_stack(columns).ravel()
    needs = [numbers >= np.int64(1) << (7 * j) for j in range(1, MOST_BYTES)]
    size: Ints = np.ones(len(numbers), dtype=np.int64) + np.add.reduce(needs, axis=0)
    place = np.cumsum(size) - size
    code = np.zeros(int(size.sum()), dtype=np.uint8)
    for j in range(int(size.max(initial=0))):
        mine = size > j
        more = np.where(size[mine] > j + 1, 128, 0)
        code[place[mine] + j] = (numbers[mine] >> (7 * j)) % 128 + more
    return code


def _decoded(code: NDArray[np.uint8]) -> Ints:
    """Read the numbers that ``_coded`` wrote."""
    ends = np.flatnonzero(code < 128)
    if len(code) and (len(ends) == 0 or ends[-1] != len(code) - 1):
        raise ValueError("the events end inside a number")
    first = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    if (ends - first >= MOST_BYTES).any():
        raise ValueError("a number in the events is too long")
    numbers = np.zeros(len(ends), dtype=np.int64)
    for j in range(int((ends - first).max(initial=-1)) + 1):
        mine = first + j <= ends
        numbers[mine] += (code[first[mine] + j].astype(np.int64) % 128) << (7 * j)
    return numbers


def _visits(result: FlowResult, tasks: pl.DataFrame) -> pl.DataFrame:
    """Return which product visits which station at which step."""
    seen = tasks.filter(pl.col("kind") == "run").select("product", "step", "machine").unique()
    station = [*result.machine_station]
    return (
        seen.with_columns(
            station=pl.col("machine").replace_strict(
                [*result.machines], station, return_dtype=pl.Int64
            )
        )
        .select("product", "step", "station")
        .unique()
        .sort("product", "step", "station")
    )


def _places(result: FlowResult, tasks: pl.DataFrame) -> list[tuple[int, int]]:
    """Return column and row of each station in the flow chart: its first step, then its index."""
    first = dict(_visits(result, tasks).group_by("station").agg(pl.col("step").min()).iter_rows())
    rows: dict[int, int] = {}
    places = []
    for j in range(len(result.stations)):
        x = first.get(j, 0)
        places.append((x, rows.get(x, 0)))
        rows[x] = places[-1][1] + 1
    return places


def _links(result: FlowResult, tasks: pl.DataFrame) -> list[tuple[int, int]]:
    """Return from which station to which something goes."""
    visits = _visits(result, tasks)
    links = set()
    for _, of_product in visits.group_by("product", maintain_order=True):
        steps = of_product.partition_by("step", maintain_order=True)
        for before, after in pairwise(steps):
            links |= {(a, b) for a in before["station"] for b in after["station"] if a != b}
    return sorted(links)
