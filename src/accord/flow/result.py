"""What a simulation returns: pieces, times and queues per replication and bucket, frozen."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from accord.flow.kernel.layout import MACHINE_STATES, PERSON_STATES
from accord.flow.lateness import Deadlines
from accord.flow.model import UNIT_US
from accord.flow.rates import Rates
from accord.flow.student import t_quantile

if TYPE_CHECKING:
    import polars as pl

    from accord.flow.traces import Traces

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reached:
    """How narrow the 95 % interval of a measure became, and how narrow it was to be.

    Attributes
    ----------
    measure, mean, half_width
        Name, mean and half width of the interval; nan where they are not known.
    precision
        Asked half width as a share of the mean.
    """

    measure: str
    mean: float
    half_width: float
    precision: float

    @property
    def is_reached(self) -> bool:
        """True when the interval is as narrow as asked."""
        return self.half_width <= self.precision * abs(self.mean)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields and ``is_reached`` for JSON; what is not known is None."""
        known = {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in asdict(self).items()
        }
        return {**known, "is_reached": self.is_reached}

    def warning(self, replications: int) -> str:
        """Return what to say when the precision was not reached."""
        half = self.half_width / abs(self.mean) if self.mean else math.inf
        known = "has no interval" if math.isnan(half) else f"is known to +-{half:.2%} only"
        return (
            f"{self.measure} {known} after {replications} replications; {self.precision:.2%} was "
            "asked. Raise max_replications, run longer or ask for less"
        )


@dataclass(frozen=True, slots=True)
class FlowResult:
    """Results of R replications over B buckets.

    Attributes
    ----------
    products, stations, machines, people, orders
        Names: K products, S stations, M machines, P people, O orders.
    machine_station
        (M,) index of each machine's station.
    bucket_start, bucket_end
        (B,) in the model's time unit.
    good_pieces
        (R, B, K) pieces that left the shop finished.
    scrap_pieces, operations, setups, breakdowns, wip_pieces
        (R, B, S) pieces scrapped, machine operations (pieces processed; a move counts one),
        set-ups begun, breakdowns begun, and pieces queued at the bucket's end.
    backlog_pieces
        (R, B) pieces demanded and not yet let into the shop at the bucket's end.
    entered_pieces
        (R, B) pieces let into the shop in the bucket.
    demand_pieces
        (B, K) pieces of orders released in the bucket.
    machine_h
        (R, B, M, states) hours in each of ``MACHINE_STATES``.
    person_h
        (R, B, P, states) hours in each of ``PERSON_STATES``.
    extra_h
        (R, B, P) hours of presence in extra shifts (part of ``person_h``).
    order_done
        (R, O) instant of completion in the model's time unit, nan if open.
    deadlines
        Due dates and shipping of the orders: lateness, tardiness, share on time.
    maintenances
        (R, B, S) maintenances begun.
    stock_names, stock_pieces
        Products and materials, and (R, Q) their stock as components at the end.
    rates
        Power and cost of an hour in each state, or None.
    num_events, num_operations, done_pieces
        (R,) totals, the warm-up included.
    done_lots
        (R,) lots that left after the warm-up.
    end_time, last_exit
        (R,) in the model's time unit.
    mean_time_in_system
        (R,) of the lots that left after the warm-up, each counted once whatever its size.
    seed, unit_us
        Seed of the streams; microseconds in the model's time unit.
    traces
        What was kept of replication 0, or None; see ``trace``, ``states`` and ``queues``.
    worked_h
        (R, P, S) hours of each person at each station, overtime and waiting at a broken machine
        included; None unless ``per_person`` was asked for or an effect of people is on.
    moves
        (R, P) how often each person went from one station to another, or None.
    pace
        (R, P) rate at which each person worked, mean over the time at tasks, 1 is the standard;
        nan without any; or None.
    effects
        Each number of the effects of people that were on, with its prior.
    reached
        The measures whose precision was asked for, and what was reached.
    warnings
        What makes the result worth less than it looks, in sentences.
    """

    products: tuple[str, ...]
    stations: tuple[str, ...]
    machines: tuple[str, ...]
    people: tuple[str, ...]
    orders: tuple[str, ...]
    machine_station: tuple[int, ...]
    bucket_start: Floats
    bucket_end: Floats
    good_pieces: Ints
    scrap_pieces: Ints
    operations: Ints
    setups: Ints
    breakdowns: Ints
    wip_pieces: Ints
    backlog_pieces: Ints
    entered_pieces: Ints
    demand_pieces: Ints
    machine_h: Floats
    person_h: Floats
    extra_h: Floats
    order_done: Floats
    num_events: Ints
    num_operations: Ints
    done_pieces: Ints
    done_lots: Ints
    end_time: Floats
    last_exit: Floats
    mean_time_in_system: Floats
    deadlines: Deadlines
    maintenances: Ints
    stock_names: tuple[str, ...]
    stock_pieces: Floats
    rates: Rates | None
    seed: int
    unit_us: int
    traces: Traces | None = None
    worked_h: Floats | None = None
    moves: Ints | None = None
    pace: Floats | None = None
    effects: tuple[dict[str, Any], ...] = ()
    reached: tuple[Reached, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.num_events)

    @property
    def time_unit(self) -> str:
        """Unit of the times, as in ``flow.Model``."""
        return next(name for name, us in UNIT_US.items() if us == self.unit_us)

    @property
    def trace(self) -> pl.DataFrame | None:
        """Tasks of replication 0, None if not kept; see ``accord.flow.traces``."""
        return self.traces.tasks if self.traces else None

    @property
    def states(self) -> pl.DataFrame | None:
        """Stays of machines and people in their states, None if not kept."""
        return self.traces.states if self.traces else None

    @property
    def queues(self) -> pl.DataFrame | None:
        """Changes of the queues, None if not kept."""
        return self.traces.queues if self.traces else None

    def summary(self) -> str:
        """Return a few lines: pieces, use of the stations, with 95 % intervals."""
        total = self.good_pieces.sum(axis=(1, 2)).astype(float)
        mean, low, high = interval(total)
        lines = [
            f"{self.replications} replications, seed {self.seed}, "
            f"{int(self.num_operations.sum()):,} machine operations; times in {self.time_unit}",
            f"good pieces: {mean:,.1f} ({_span(low, high, ',.1f')})",
        ]
        hours = self.machine_h.sum(axis=1)
        machines: list[list[int]] = [[] for _ in self.stations]
        for i, j in enumerate(self.machine_station):
            machines[j].append(i)
        for name, mine in zip(self.stations, machines, strict=True):
            run = hours[:, mine, MACHINE_STATES.index("run")].sum(axis=1)
            open_h = hours[:, mine, : MACHINE_STATES.index("closed")].sum(axis=(1, 2))
            share = np.divide(run, open_h, out=np.zeros_like(run), where=open_h > 0)
            mean, low, high = interval(share)
            lines.append(
                f"{name}: running {mean:.3f} of open time ({_span(low, high, '.3f', 1.0)})"
            )
        if self.people:
            shares = _presence(self.person_h.sum(axis=(1, 2)))
            lines.append(f"people: {len(self.people)}, share of presence with breaks: {shares}")
        if self.deadlines.has_due:
            told = _mean(self.deadlines.share_on_time)
            lines.append(f"orders on time: {_text(told)}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Return the means over the replications with their 95 % intervals, ready for JSON.

        Pieces and hours are those of a whole replication without its warm-up; times of ``end_time``
        and ``time_in_system`` are in the model's time unit; ``use`` is running time over open time.
        """
        machine = np.array(self.machine_station)
        machine_h, person_h = self.machine_h.sum(axis=1), self.person_h.sum(axis=1)
        stations = []
        for j, name in enumerate(self.stations):
            hours = machine_h[:, machine == j].sum(axis=1)
            open_h = hours[:, : MACHINE_STATES.index("closed")].sum(axis=1)
            run_h = hours[:, MACHINE_STATES.index("run")]
            use = np.divide(run_h, open_h, out=np.zeros_like(run_h), where=open_h > 0)
            stations.append(
                {
                    "station": name,
                    "machines": int((machine == j).sum()),
                    "operations": _mean(self.operations[:, :, j].sum(axis=1)),
                    "use": _mean(use),
                    "scrap_pieces": _mean(self.scrap_pieces[:, :, j].sum(axis=1)),
                    "setups": _mean(self.setups[:, :, j].sum(axis=1)),
                    "breakdowns": _mean(self.breakdowns[:, :, j].sum(axis=1)),
                    "maintenances": _mean(self.maintenances[:, :, j].sum(axis=1)),
                    "queue_at_end_pieces": _mean(self.wip_pieces[:, -1, j]),
                    "hours": _by_state(MACHINE_STATES, hours),
                }
            )
        told: dict[str, Any] = {
            "replications": self.replications,
            "time_unit": self.time_unit,
            "seed": self.seed,
            "good_pieces": _mean(self.good_pieces.sum(axis=(1, 2))),
            "products": [
                {"product": name, "good_pieces": _mean(self.good_pieces[:, :, j].sum(axis=1))}
                for j, name in enumerate(self.products)
            ],
            "stations": stations,
            "people": [
                {
                    "person": name,
                    "present_h": _mean(person_h[:, j].sum(axis=1)),
                    "hours": _by_state(PERSON_STATES, person_h[:, j]),
                    **self._work_of(j),
                }
                for j, name in enumerate(self.people)
            ],
            "effects": list(self.effects),
            "time_in_system": _mean(self.mean_time_in_system),
            "end_time": _mean(self.end_time),
            "num_operations": int(self.num_operations.sum()),
            "num_events": int(self.num_events.sum()),
            "reached": [r.as_dict() for r in self.reached],
            "warnings": list(self.warnings),
        }
        if self.deadlines.has_due:
            told["deadlines"] = self.deadlines.as_dict(_mean)
        if len(self.stock_names) > len(self.products):
            told["stock"] = [
                {"name": name, "at_end_pieces": _mean(self.stock_pieces[:, j])}
                for j, name in enumerate(self.stock_names)
            ]
        if self.rates is not None:
            told["rates"] = self.rates.as_dict(self.machine_h, self.person_h, _mean)
        return told

    def _work_of(self, i_person: int) -> dict[str, Any]:
        """Return what is kept of one person beyond the time accounts."""
        found: dict[str, Any] = _sums(self.person_h[:, :, i_person].sum(axis=1))
        if self.worked_h is None or self.moves is None or self.pace is None:
            return found
        hours = self.worked_h[:, i_person].mean(axis=0)
        pace = self.pace[:, i_person]
        at = {name: float(h) for name, h in zip(self.stations, hours, strict=True) if h > 0}
        return {
            **found,
            "pace": _mean(pace[np.isfinite(pace)]),
            "moves": _mean(self.moves[:, i_person].astype(float)),
            "stations_h": at,
        }


PERSON_AT_WORK = ("attend", "load", "setup", "repair")
"""States of a person at work; minutes past the end of the shift are overtime instead."""


def _sums(hours: Floats) -> dict[str, dict[str, float | None]]:
    """Return hours (R, states) of a person as busy, waiting, blocked, walking and overtime."""
    groups = {
        "busy_h": PERSON_AT_WORK,
        "waiting_h": ("wait",),
        "blocked_by_machine_h": ("down",),
        "walking_h": ("walk",),
        "overtime_h": ("overtime",),
    }
    index = {state: j for j, state in enumerate(PERSON_STATES)}
    return {
        name: _mean(hours[:, [index[state] for state in states]].sum(axis=1))
        for name, states in groups.items()
    }


def _presence(hours: Floats) -> str:
    """Say how much of their hours (R, states) people are at work, at broken machines and late."""
    there = hours.sum(axis=1)
    parts = []
    for name, states in (
        ("at work", PERSON_AT_WORK),
        ("at broken machines", ("down",)),
        ("in overtime", ("overtime",)),
    ):
        mine = hours[:, [PERSON_STATES.index(state) for state in states]].sum(axis=1)
        share = np.divide(mine, there, out=np.zeros_like(there), where=there > 0)
        mean, low, high = interval(share)
        parts.append(f"{mean:.3f} {name} ({_span(low, high, '.3f', 1.0)})")
    return ", ".join(parts)


def _span(low: float, high: float, form: str, most: float = math.inf) -> str:
    """Write an interval within what is possible, 0 to ``most``; or that there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "no interval"
    return f"{max(low, 0.0):{form}} to {min(high, most):{form}}"


def _mean(samples: NDArray[Any]) -> dict[str, float | None]:
    """Return the mean and its 95 % interval; what cannot be known is None."""
    known = dict(zip(("mean", "low", "high"), interval(samples), strict=True))
    return {name: value if math.isfinite(value) else None for name, value in known.items()}


def _text(told: dict[str, float | None]) -> str:
    """Return a mean with its interval as text; what cannot be known is a dash."""
    mean, low, high = ("-" if value is None else f"{value:.3f}" for value in told.values())
    return f"{mean} ({low} to {high})"


def _by_state(states: tuple[str, ...], hours: Floats) -> dict[str, float]:
    """Return the mean hours (R, states) in each state."""
    return {state: float(mean) for state, mean in zip(states, hours.mean(axis=0), strict=False)}


def interval(
    samples: NDArray[np.floating] | list[float], level: float = 0.95
) -> tuple[float, float, float]:
    """Return (mean, low, high): the Student t interval of the mean of independent samples.

    One sample, or none, has no interval: low and high are then nan.
    """
    x = np.asarray(samples, dtype=float)
    n = len(x)
    mean = float(x.mean()) if n else math.nan
    if n < 2:
        return mean, math.nan, math.nan
    half = t_quantile(n - 1, level) * float(x.std(ddof=1)) / math.sqrt(n)
    return mean, mean - half, mean + half
