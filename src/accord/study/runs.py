"""Simulated runs, content-addressed: ``runs/<digest>.parquet``; an identical one is never rerun.

The digest is over what the simulation reads (the applied plant without names, evidence, scenarios
and places), the asked horizon, seed, replications and precision, and the engine's own source. The
file is one long table, readable by any program: measure, replication, week, entity, state, value.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from accord import flow
from accord.errors import Place, StudyError
from accord.plant.records import Plant

__all__ = ["Run", "plant_digest", "read_run", "simulate_once"]

Floats = npt.NDArray[np.float64]
DIGEST_LENGTH: Final = 20
FORMAT: Final = 1
# Axes after the replication: W week, then what the entity and the state are.
_LAYOUT: Final[dict[str, tuple[bool, str, str]]] = {
    "good_pieces": (True, "products", ""),
    "scrap_pieces": (True, "stations", ""),
    "operations": (True, "stations", ""),
    "wip_pieces": (True, "stations", ""),
    "backlog_pieces": (True, "", ""),
    "machine_h": (True, "machines", "machine_states"),
    "person_h": (True, "people", "person_states"),
    "extra_h": (True, "people", ""),
    "setups": (True, "stations", ""),
    "breakdowns": (True, "stations", ""),
    "order_done": (False, "orders", ""),
}
# Parts of a plant that no simulation reads.
_UNREAD: Final = frozenset(
    {
        "at", "name", "country", "currency", "branch_agreement", "employer_charges_share",
        "evidence", "scenarios", "sources", "notes", "birth_date", "hire_date", "work_start",
        "contract", "weekly_h", "wage_month", "sex", "disabled", "dependants", "single_parent",
        "pension_quarters", "protected", "commute_min", "mentor", "category", "klass", "area",
        "premium_share", "reason", "labels", "payroll", "prices", "leave_days",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """What a study keeps of one simulated scenario.

    Shapes: R replications, B weeks, K products, S stations, M machines, P people, O orders; the
    last axes of ``machine_h`` and ``person_h`` are the states named beside them. Hours are hours,
    pieces are pieces; ``extra_h`` (R, B, P) are the hours of ``person_h`` in extra shifts;
    ``order_done`` is hours after 00:00 of the first week, NaN when not done.
    """

    digest: str
    seed: int
    replications: int
    warm_up_weeks: int
    weeks: tuple[date, ...]
    products: tuple[str, ...]
    stations: tuple[str, ...]
    machines: tuple[str, ...]
    machine_station: tuple[int, ...]
    people: tuple[str, ...]
    orders: tuple[str, ...]
    machine_states: tuple[str, ...]
    person_states: tuple[str, ...]
    num_events: int
    num_operations: int
    demand_pieces: Floats
    good_pieces: Floats
    scrap_pieces: Floats
    operations: Floats
    wip_pieces: Floats
    backlog_pieces: Floats
    machine_h: Floats
    person_h: Floats
    extra_h: Floats
    setups: Floats
    breakdowns: Floats
    order_done: Floats

    def machine_state(self, *states: str) -> Floats:
        """Return hours (R, B, M) in any of the named machine states."""
        chosen = [self.machine_states.index(s) for s in states if s in self.machine_states]
        return np.asarray(self.machine_h[..., chosen].sum(axis=-1), dtype=np.float64)

    def person_state(self, *states: str) -> Floats:
        """Return hours (R, B, P) in any of the named person states."""
        chosen = [self.person_states.index(s) for s in states if s in self.person_states]
        return np.asarray(self.person_h[..., chosen].sum(axis=-1), dtype=np.float64)

    def overtime_h(self) -> Floats:
        """Return hours (R, B, P) past the end of a shift or in an extra shift."""
        return self.person_state("overtime") + self.extra_h

    def machines_of(self, station: str) -> list[int]:
        """Return the indices of a station's machines, those a scenario adds included."""
        index = self.stations.index(station)
        return [i for i, s in enumerate(self.machine_station) if s == index]


def simulate_once(
    plant: Plant,
    folder: Path,
    digest: str,
    *,
    weeks: int,
    replications: int,
    precision: float,
    executor: Executor | None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Run, bool]:
    """Return the run of a plant, from its file when it is there; True when it was reused.

    Parameters
    ----------
    plant
        The plant with its scenario applied.
    folder
        Folder of the runs.
    digest
        ``plant_digest`` of the same arguments: the name of the file.
    weeks
        Weeks simulated from the Monday of ``plant.on``.
    replications
        Least number of replications; more are run until ``precision`` is met.
    precision
        Half-width of the 95 % interval of weekly output, as a share of it.
    executor
        Where the replications run.
    progress
        Called with replications done and planned.
    """
    path = folder / f"{digest}.parquet"
    if path.is_file():
        run = read_run(path)
        if progress is not None:
            progress(1, 1)
        return run, True
    result = flow.simulate(
        plant,
        until=timedelta(weeks=weeks),
        replications=replications,
        precision=precision,
        seed=plant.seed,
        executor=executor,
        progress=progress,
    )
    run = _from_result(result, plant, digest)
    _write_run(path, run)
    return run, False


def plant_digest(plant: Plant, *, weeks: int, replications: int, precision: float) -> str:
    """Return the digest of everything a simulation of this plant depends on."""
    parts = [FORMAT, weeks, replications, precision, plant.seed, _engine_digest(), _plain(plant)]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


@cache
def _engine_digest() -> str:
    """Digest of the engine's source: a changed engine makes old runs strangers."""
    digest = hashlib.sha256()
    pending = [resources.files("accord.flow")]
    while pending:
        folder = pending.pop()
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            if entry.is_dir() and entry.name != "__pycache__":
                pending.append(entry)
            elif entry.name.endswith(".py"):
                digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def _plain(value: object) -> object:
    """Return a record as nested lists, without the fields no simulation reads."""
    if isinstance(value, str | int | float) or value is None:
        return value
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Place):
        return None
    names = _read_fields(type(value))
    return [type(value).__name__, *[_plain(getattr(value, name)) for name in names]]


def _read_fields(record: type) -> tuple[str, ...]:
    """Return the names of a record's fields that a simulation may read."""
    known = _FIELDS.get(record)
    if known is None:
        known = tuple(f.name for f in dataclasses.fields(record) if f.name not in _UNREAD)
        _FIELDS[record] = known
    return known


# What ``_read_fields`` has found, class by class; it never changes while the program runs.
_FIELDS: Final[dict[type, tuple[str, ...]]] = {}


def _from_result(result: flow.FlowResult, plant: Plant, digest: str) -> Run:
    count = int(np.asarray(result.good_pieces).shape[1])
    weeks = tuple(plant.on + timedelta(weeks=i) for i in range(count))
    arrays = {name: np.asarray(getattr(result, name), dtype=np.float64) for name in _LAYOUT}
    products = tuple(dict.fromkeys(o.product for o in plant.operations))
    arrays["good_pieces"] = _by_product(arrays["good_pieces"], result.products, products)
    return Run(
        digest=digest,
        seed=int(result.seed),
        replications=int(arrays["good_pieces"].shape[0]),
        warm_up_weeks=min(plant.warm_up_weeks, max(0, count - 1)),
        weeks=weeks,
        products=products,
        stations=tuple(result.stations),
        machines=tuple(result.machines),
        machine_station=tuple(int(i) for i in result.machine_station),
        people=tuple(result.people),
        orders=tuple(result.orders),
        machine_states=tuple(flow.MACHINE_STATES),
        person_states=tuple(flow.PERSON_STATES),
        num_events=int(np.sum(result.num_events)),
        num_operations=int(np.sum(result.num_operations)),
        demand_pieces=_demand(plant, products, count),
        **arrays,
    )


def _by_product(good: Floats, routes: Sequence[str], products: Sequence[str]) -> Floats:
    """Add up pieces over the dated routes of a product (``A1``, ``A1 from 2000-01-03``)."""
    total = np.zeros((*good.shape[:2], len(products)))
    for i, route in enumerate(routes):
        name = route if route in products else route.rpartition(" from ")[0]
        total[..., products.index(name)] += good[..., i]
    return total


def _demand(plant: Plant, products: Sequence[str], num_weeks: int) -> Floats:
    """Return pieces ordered by week of release and product, (B, K); earlier ones in week 0."""
    demand = np.zeros((num_weeks, len(products)))
    column = {product: i for i, product in enumerate(products)}
    for order in plant.orders:
        week = max(0, (order.release - plant.on).days // 7)
        if week < num_weeks and order.product in column:
            demand[week, column[order.product]] += order.quantity
    return demand


def _axes(run: Run, name: str) -> tuple[bool, Sequence[str], Sequence[str]]:
    has_weeks, entity, state = _LAYOUT[name]
    return (
        has_weeks,
        getattr(run, entity) if entity else ("",),
        getattr(run, state) if state else ("",),
    )


def _write_run(path: Path, run: Run) -> None:
    """Write the long table; the file appears whole or not at all."""
    frames = [_long(run, name) for name in _LAYOUT]
    head = {
        name: getattr(run, name)
        for name in (
            "digest", "seed", "replications", "warm_up_weeks", "products", "stations", "machines",
            "machine_station", "people", "orders", "machine_states", "person_states",
            "num_events", "num_operations",
        )
    }  # fmt: skip
    head["weeks"] = [w.isoformat() for w in run.weeks]
    head["demand_pieces"] = run.demand_pieces.tolist()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    pl.concat(frames).write_parquet(part, compression="zstd", metadata={"accord": json.dumps(head)})
    part.replace(path)


def _long(run: Run, name: str) -> pl.DataFrame:
    has_weeks, entities, states = _axes(run, name)
    array: Floats = getattr(run, name)
    weeks = len(run.weeks) if has_weeks else 1
    cube = array.reshape(run.replications, weeks, len(entities), len(states))
    r, w, e, s = np.nonzero(cube)
    return pl.DataFrame(
        {
            "measure": pl.repeat(name, r.size, eager=True, dtype=pl.String),
            "replication": r.astype(np.int32),
            "week": w.astype(np.int32) if has_weeks else np.full(r.size, -1, dtype=np.int32),
            "entity": _names(entities, e),
            "state": _names(states, s),
            "value": cube[r, w, e, s],
        }
    ).with_columns(pl.col("measure", "entity", "state").cast(pl.Categorical))


def _names(names: Sequence[str], codes: npt.NDArray[np.intp]) -> pl.Series:
    return pl.Series(list(names), dtype=pl.String).gather(pl.Series(codes, dtype=pl.UInt32))


def read_run(path: Path) -> Run:
    """Read a run back from its file.

    Raises
    ------
    StudyError
        When the file is missing or was not written by a study.
    """
    if not path.is_file():
        msg = f"{path}: no such run; run the study again"
        raise StudyError(msg)
    metadata = pl.read_parquet_metadata(path)
    if "accord" not in metadata:
        msg = f"{path}: not a run written by a study; delete it and run the study again"
        raise StudyError(msg)
    head = json.loads(metadata["accord"])
    table = pl.read_parquet(path).with_columns(pl.col("measure", "entity", "state").cast(pl.String))
    arrays = {name: _cube(table, name, head) for name in _LAYOUT}
    return Run(
        digest=head["digest"],
        seed=head["seed"],
        replications=head["replications"],
        warm_up_weeks=head["warm_up_weeks"],
        weeks=tuple(date.fromisoformat(w) for w in head["weeks"]),
        products=tuple(head["products"]),
        stations=tuple(head["stations"]),
        machines=tuple(head["machines"]),
        machine_station=tuple(head["machine_station"]),
        people=tuple(head["people"]),
        orders=tuple(head["orders"]),
        machine_states=tuple(head["machine_states"]),
        person_states=tuple(head["person_states"]),
        num_events=head["num_events"],
        num_operations=head["num_operations"],
        demand_pieces=np.asarray(head["demand_pieces"], dtype=np.float64),
        **arrays,
    )


def _cube(table: pl.DataFrame, name: str, head: dict[str, list[str]]) -> Floats:
    has_weeks, entity, state = _LAYOUT[name]
    entities = head[entity] if entity else [""]
    states = head[state] if state else [""]
    weeks = len(head["weeks"]) if has_weeks else 1
    shape = [int(str(head["replications"])), weeks, len(entities), len(states)]
    cube = np.zeros(shape, dtype=np.float64)
    rows = table.filter(pl.col("measure") == name)
    e_of = {n: i for i, n in enumerate(entities)}
    s_of = {n: i for i, n in enumerate(states)}
    cube[
        rows["replication"].to_numpy(),
        rows["week"].to_numpy() if has_weeks else 0,
        rows["entity"].replace_strict(e_of, return_dtype=pl.Int32).to_numpy(),
        rows["state"].replace_strict(s_of, return_dtype=pl.Int32).to_numpy(),
    ] = rows["value"].to_numpy()
    keep = [0] + ([1] if has_weeks else []) + ([2] if entity else []) + ([3] if state else [])
    return cube.reshape([shape[i] for i in keep])
