"""Which station limits the output: by blocked and starved time, and by trying each relief."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from accord.flow.controls import Alternative
from accord.flow.estimate import LEVEL, Estimate, difference, estimate
from accord.flow.measure import samples
from accord.flow.model import (
    UNIT_US,
    Duration,
    Exponential,
    Fixed,
    Lognormal,
    Model,
    PersonSpec,
    Skill,
    Step,
    Uniform,
)
from accord.flow.patterns import Pattern, Window, Windows
from accord.flow.result import FlowResult
from accord.flow.simulate import simulate

Floats = NDArray[np.float64]
FASTER_SHARE = 0.10


@dataclass(frozen=True, slots=True)
class Turning:
    """Shares of open time a station is blocked, starved, and waits for people."""

    station: str
    blocked: Estimate
    starved: Estimate
    waiting: Estimate

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        shares = {name: getattr(self, name).as_dict() for name in ("blocked", "starved", "waiting")}
        return {"station": self.station, **shares}

    def __str__(self) -> str:
        """Return the shares in one line."""
        return (
            f"{self.station}: blocked {self.blocked.mean:.3f}, starved {self.starved.mean:.3f}, "
            f"waits for people {self.waiting.mean:.3f} of open time"
        )


@dataclass(frozen=True, slots=True)
class Gain:
    """What a change of one station or skill gives.

    Attributes
    ----------
    what, place
        ``faster`` or ``operator``, and the station.
    gain, gain_share
        Change of throughput (pieces per time unit), paired, and its mean as a share.
    added_people
        People added, one for each duty of those who master the station today; 0 for ``faster``.
    """

    what: str
    place: str
    gain: Estimate
    gain_share: float
    added_people: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "what": self.what,
            "station": self.place,
            **self.gain.as_dict(),
            "gain_share": self.gain_share,
            "is_clear": self.gain.excludes_zero,
            "added_people": self.added_people,
        }

    def __str__(self) -> str:
        """Return the gain in one line."""
        change = f"{self.place} {FASTER_SHARE:.0%} faster"
        if self.what == "operator":
            change = f"{self.added_people} more who master {self.place}"
        clear = "" if self.gain.excludes_zero else "; not clear"
        return f"{change}: {self.gain} ({self.gain_share:+.2%}){clear}"


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Stations along the route, the turning points among them, and what relief would give.

    Attributes
    ----------
    base
        Throughput as it is, pieces per model time unit.
    turning_points
        Stations where blocking before turns into starving after; empty when the plant is no line.
    rows
        Blocked and starved shares, in the order of the route.
    gains
        Paired what-if runs, the largest gain first; their intervals hold together with 95 %.
    warnings
        Why there is no turning point, and the warnings about the runs.
    """

    base: Estimate
    replications: int
    seed: int
    turning_points: tuple[str, ...]
    rows: tuple[Turning, ...]
    gains: tuple[Gain, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "throughput": self.base.as_dict(),
            "replications": self.replications,
            "seed": self.seed,
            "turning_points": list(self.turning_points),
            "stations": [row.as_dict() for row in self.rows],
            "gains": [gain.as_dict() for gain in self.gains],
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        """Return the turning points, the shares and the gains."""
        lines = [f"throughput: {self.base}, {self.replications} replications, seed {self.seed}"]
        if self.turning_points:
            lines.append(f"turning point: {', '.join(self.turning_points)}")
        lines += map(str, self.rows)
        lines += [
            "gain of throughput, paired, all intervals together 95 %:",
            *(f"  {gain}" for gain in self.gains),
        ]
        return "\n".join(lines)


def bottleneck(
    model: Model,
    *,
    until: float | timedelta | None = None,
    until_pieces: int | None = None,
    warm_up: float = 0.0,
    replications: int = 20,
    seed: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Bottleneck:
    """Find what limits the throughput of a model.

    Parameters
    ----------
    model
        The model; a plant's is ``model_of(plant, weeks)``.
    until, until_pieces, warm_up, replications, seed, executor
        As in ``flow.simulate``; all runs have common random numbers.
    progress
        Called with (changes tried, changes to try).

    Returns
    -------
    Bottleneck
        The turning point of a line, and for every plant the paired gain of each station 10 %
        faster and of one more person on each duty who masters only that station.

    Notes
    -----
    Upstream of the bottleneck machines are blocked more than starved, downstream starved more than
    blocked; at it both together are least. The what-if runs need no line and see people too, and
    they say what the relief is worth; where both disagree, believe them. Their intervals hold all
    together with 95 % (Bonferroni), as one looks for the largest among them.

    Source: Li, Chang and Ni 2009, doi:10.1080/00207540701881860.
    """
    run = partial(
        simulate,
        until=until,
        until_pieces=until_pieces,
        warm_up=warm_up,
        replications=replications,
        seed=seed,
        executor=executor,
    )
    result = run(model)
    base = samples(result, "throughput")
    changes = list(_changes(model))
    level = 1 - (1 - LEVEL) / len(changes)  # Bonferroni: all intervals together
    gains = []
    for done, (what, place, changed, added) in enumerate(changes, start=1):
        gain = difference(base, samples(run(changed), "throughput"), level)
        if progress:
            progress(done, len(changes))
        share = gain.mean / float(base.mean()) if base.mean() else float("nan")
        gains.append(Gain(what, place, gain, share, added))
    gains.sort(key=lambda g: g.gain.mean, reverse=True)
    order = line_order(model)
    rows = tuple(_turning(result, name) for name in order or [s.name for s in model.stations])
    notes = list(result.warnings)
    if not any(gain.gain.low > 0 for gain in gains):
        notes.append(
            "no relief gains throughput for sure: where orders or arrivals bound the throughput, "
            "compare plans by tardiness, share_on_time or time_in_system (accord flow compare)"
        )
    points: tuple[str, ...] = ()
    if not order:
        notes.append("no line: products take different ways, so there is no turning point to seek")
    else:
        blocked, starved = ([getattr(r, n).mean for r in rows] for n in ("blocked", "starved"))
        points = tuple(order[i] for i in turning_points(np.array(blocked), np.array(starved)))
        if not points:
            notes.append("no turning point: no station has blocking before and starving after it")
    return Bottleneck(estimate(base), replications, seed, points, rows, tuple(gains), tuple(notes))


def turning_points(blocked: Floats, starved: Floats) -> list[int]:
    """Return the stations of a line at which blocking turns into starving.

    Parameters
    ----------
    blocked, starved
        (S,) shares of time along the line; the first is never starved, the last never blocked.

    Returns
    -------
    list
        Stations with blocked > starved just before them (if any), starved > blocked just after
        them (if any), and less of both together than their neighbours; several in a line with
        several bottlenecks.
    """
    lead, both = blocked - starved, blocked + starved
    last = len(lead) - 1
    return [
        j
        for j in range(len(lead))
        if (j == 0 or (lead[j - 1] > 0 and both[j] < both[j - 1]))
        and (j == last or (lead[j + 1] < 0 and both[j] < both[j + 1]))
    ]


def line_order(model: Model) -> list[str]:
    """Return the stations in the order of the route if all products share one, else nothing."""
    routes = {tuple(step.station for step in route) for route in model.products.values()}
    if len(routes) != 1:
        return []
    route = list(routes.pop())
    return route if len(set(route)) == len(route) else []


def _turning(result: FlowResult, station: str) -> Turning:
    shares = (
        estimate(samples(result, f"{n}:{station}")) for n in ("blocked", "starved", "waiting")
    )
    return Turning(station, *shares)


def _changes(model: Model) -> Iterator[tuple[str, str, Model, int]]:
    """Give each what-if: its kind, station, changed model and the people added."""
    for station in model.stations:
        yield "faster", station.name, faster(model, station.name), 0
    for station in model.stations:
        duties = _duties(model, station.name)
        if station.operators and duties:
            changed = copy.copy(model)
            added = [
                PersonSpec(f"+{station.name} {i + 1}", (Skill(station.name),), *presence)
                for i, presence in enumerate(duties)
            ]
            changed.people = [*model.people, *added]
            if model.extra_cap:
                changed.extra_cap = [*model.extra_cap, *(0.0 for _ in added)]
            if model.absence is not None:
                share = (*model.absence.share, *(0.0 for _ in added))
                changed.absence = dataclasses.replace(model.absence, share=share)
            yield "operator", station.name, changed, len(added)


def faster(model: Model, station: str, share: float = FASTER_SHARE) -> Model:
    """Return a copy of a model in which a station works faster by ``share``.

    Its times per piece, loading and unloading are divided by 1 + share; set-ups, repairs and the
    time between failures (of running time) stay.
    """
    by = 1 + share
    changed = copy.copy(model)
    changed.stations = [
        dataclasses.replace(s, load=s.load / by, unload=s.unload / by) if s.name == station else s
        for s in model.stations
    ]
    changed.products = {
        name: tuple(_faster_step(model, step, station, by) for step in route)
        for name, route in model.products.items()
    }
    return changed


def _faster_step(model: Model, step: Step, station: str, by: float) -> Step:
    """Return a step with all that is done at ``station`` faster, and nothing else."""
    if step.rework > 0 and step.rework_station:
        rework_time = step.rework_time
        if rework_time is None:
            rework_time = _piece_time(model, step)
        at = step.rework_station == station
        step = dataclasses.replace(step, rework_time=rework_time / by if at else rework_time)
    others = (_timed(other, step) for other in step.alternatives)
    step = dataclasses.replace(
        step, alternatives=tuple(_quicker(o, by) if o.station == station else o for o in others)
    )
    return _quicker(step, by) if step.station == station else step


def _timed(other: Alternative, step: Step) -> Alternative:
    """Return an alternative with a time of its own, by default that of the step."""
    if other.time is not None or other.rate_h is not None:
        return other
    return dataclasses.replace(other, time=step.time, rate_h=step.rate_h)


Timed = TypeVar("Timed", Step, Alternative)


def _quicker(step: Timed, by: float) -> Timed:
    """Return a step or an alternative with shorter times."""
    if step.rate_h is not None:
        return dataclasses.replace(step, rate_h=step.rate_h * by)
    return dataclasses.replace(step, time=None if step.time is None else _shorter(step.time, by))


def _piece_time(model: Model, step: Step) -> float:
    """Return the mean time of a piece in the model's time unit."""
    if step.rate_h is not None:
        return UNIT_US["h"] / model.unit_us / step.rate_h
    time = step.time or 0.0
    return float(time if isinstance(time, (int, float)) else time.mean)


def _shorter(time: Duration, by: float) -> Duration:
    if isinstance(time, Uniform):
        return Uniform(time.mean / by, time.half_width / by)
    if isinstance(time, (Fixed, Exponential, Lognormal)):
        return dataclasses.replace(time, mean=time.mean / by)
    return time / by


Presence = tuple[Pattern | Windows | tuple[Window, ...] | None, float | None, float | None]


def _duties(model: Model, station: str) -> list[Presence]:
    """Return the different duties of those who master a station, with first and last day."""
    found: dict[object, Presence] = {}
    for person in model.people:
        if any(s.station == station and s.task == "run" for s in person.skills):
            presence = (person.duty, person.start, person.end)
            found.setdefault((_key(person.duty), *presence[1:]), presence)
    return list(found.values())


def _key(duty: Pattern | Windows | tuple[Window, ...] | None) -> object:
    if isinstance(duty, Windows):
        return tuple(getattr(duty, f.name).tobytes() for f in dataclasses.fields(duty))
    return duty
