"""The engine and the slow second simulator agree on random plants without chance.

Times are odd numbers of microseconds, so that two things rarely happen at one instant by accident;
starts and ends of duty fall on them by design in some plants.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pytest

from accord import flow

from .oracle_sim import Log, OracleSimulator, PersonSpec, Spec, StationSpec

HORIZON = 40_000


@dataclass(frozen=True)
class _Draw:
    """Draws times that are whole multiples of ``grid``: a coarse grid makes things coincide."""

    rng: random.Random
    grid: int

    def time(self, low: int, high: int) -> int:
        return self.grid * max(1, self.rng.randrange(low, high) // self.grid)

    def station(self, index: int, *, staffed: bool) -> StationSpec:
        rng = self.rng
        operators = rng.choice([0, 1, 1]) if staffed else 0
        attendance = rng.choice(["cycle", "load"])
        loads = operators > 0 and attendance == "load"
        fails = rng.random() < 0.5
        return StationSpec(
            name=f"s{index}",
            # Which of several like machines takes a piece when much happens at once is no rule.
            machines=rng.choice([1, 1, 2, 3]) if self.grid == 1 else 1,
            operators=operators,
            attendance=attendance,
            load=self.time(11, 150) if loads else 0,
            unload=rng.choice([0, self.time(11, 150)]) if loads else 0,
            places=None if index == 0 else rng.choice([None, 0, 1, 2, 5]),
            # Off the grid, so that no clock ends exactly with a piece: a strike of length zero
            # makes its person's idle time a matter of taste.
            failure=self.time(900, 5000) + self.grid // 3 if fails else None,
            repair=self.time(100, 1500) if fails else 0,
            repair_skill="MAINT" if fails and staffed and rng.random() < 0.5 else "",
        )

    def duty(self) -> tuple[tuple[int, int], ...]:
        """Draw windows of presence with breaks of any length between them."""
        whole = range(self.grid, HORIZON, self.grid)
        marks = sorted(self.rng.sample(whole, 2 * self.rng.randrange(1, 5)))
        return tuple(zip(marks[::2], marks[1::2], strict=True))

    def person(self, index: int, stations: tuple[StationSpec, ...]) -> PersonSpec:
        names = [s.name for s in stations if self.rng.random() < 0.6]
        has_group = any(s.repair_skill for s in stations)
        names += ["MAINT"] if has_group and self.rng.random() < 0.5 else []
        duty = self.duty()
        breaks = [self.pause(*shift) for shift in duty if self.rng.random() < 0.5]
        return PersonSpec(f"o{index}", tuple(names), duty, tuple(b for b in breaks if b))

    def pause(self, start: int, end: int) -> tuple[int, int] | None:
        """Draw a break inside a shift, if the shift has room for one."""
        inside = range(start + self.grid, end - 1, self.grid)
        if len(inside) < 2:
            return None
        first, last = sorted(self.rng.sample(inside, 2))
        return first, last

    def route(self, num_stations: int) -> tuple[tuple[str, int], ...]:
        """Draw a route upwards from station 0, whose queue is unlimited."""
        others = self.rng.sample(range(1, num_stations), self.rng.randrange(num_stations))
        return tuple((f"s{i}", self.time(101, 900)) for i in [0, *sorted(others)])


def draw(seed: int, *, staffed: bool, grid: int = 1) -> Spec:
    """Draw a plant from its seed."""
    rng = random.Random(seed)  # noqa: S311 - draws a test plant, nothing secret
    of = _Draw(rng, grid)
    stations = tuple(of.station(i, staffed=staffed) for i in range(rng.randrange(1, 5)))
    routes = {f"p{i}": of.route(len(stations)) for i in range(rng.randrange(1, 4))}
    people = [of.person(i, stations) for i in range(rng.randrange(1, 6) if staffed else 0)]
    release = rng.choice(["saturate", "conwip", "arrivals"])
    products = list(routes)
    arrivals = [(of.time(0, HORIZON), rng.choice(products)) for _ in range(rng.randrange(1, 60))]
    return Spec(
        stations,
        routes,
        tuple(people),
        saturated=(products[0],) if release == "saturate" else (),
        conwip=(rng.randrange(1, 9), products[0]) if release == "conwip" else None,
        arrivals=tuple(arrivals) if release == "arrivals" else (),
        **rules(rng),
    )


def rules(rng: random.Random) -> dict[str, str]:
    """Draw the choices of S1, S2 and S12."""
    ends = ["finish", "preempt", "handover"]
    return {
        "shift_end": rng.choice(ends),
        "break_rule": rng.choice(ends),
        "long_task_end": rng.choice(ends),
        "at_failure": rng.choice(["until_off", "free", "stay"]),
    }


def build(spec: Spec) -> flow.Model:
    """Build the engine's model of a spec, in microseconds."""
    rules = flow.Rules(
        shift_end=spec.shift_end,
        break_rule=spec.break_rule,
        long_task_end=spec.long_task_end,
        at_failure=spec.at_failure,
    )
    model = flow.Model(time_unit="us", rules=rules)
    for s in spec.stations:
        model.station(
            s.name,
            machines=s.machines,
            operators=s.operators,
            attendance=s.attendance,
            load=s.load,
            unload=s.unload,
            buffer=s.places,
            failure=None if s.failure is None else flow.Fixed(s.failure),
            repair=None if s.failure is None else flow.Fixed(s.repair),
            repair_skill=s.repair_skill,
        )
    for product, route in spec.routes.items():
        model.product(product, [flow.Step(station, time=time) for station, time in route])
    for person in spec.people:
        skills = [
            flow.Skill(name, "repair") if name == "MAINT" else flow.Skill(name)
            for name in person.skills
        ]
        shifts = [
            flow.Window(a, b, tuple(p for p in person.breaks if a < p[0] < b))
            for a, b in person.duty
        ]
        model.person(person.name, skills, shifts)
    for product in spec.saturated:
        model.saturate(product)
    if spec.conwip is not None:
        model.conwip(spec.conwip[0], {spec.conwip[1]: 1.0})
    for time, product in spec.arrivals:
        model.order(product, quantity=1, release=time)
    return model


def completions(result: flow.FlowResult) -> list[tuple[int, int, str, int]]:
    """Return the pieces of the trace as the oracle logs them."""
    assert result.trace is not None
    if result.trace.height == 0:
        return []
    rows = result.trace.filter(result.trace["kind"] == "run")
    machine = {name: i for i, name in enumerate(result.machines)}
    return sorted(
        (round(end), machine[name], product, step)
        for end, name, product, step in rows.select("end", "machine", "product", "step").rows()
    )


def assert_agree(spec: Spec, log: Log, result: flow.FlowResult) -> None:
    """Compare completions, good pieces, breakdowns, machine times and times of people."""
    assert completions(result) == sorted(log.completions)
    good = np.asarray(result.good_pieces)[0].sum(axis=0)
    assert dict(zip(result.products, good.tolist(), strict=True)) == log.good
    assert int(np.asarray(result.breakdowns).sum()) == len(log.failures)
    _assert_machines_agree(log, result)
    _assert_people_agree(spec, log, result)


def _assert_machines_agree(log: Log, result: flow.FlowResult) -> None:
    times = np.asarray(result.machine_h)[0].sum(axis=0) * 3.6e9
    for i_machine, mine in enumerate(log.machine_time):
        theirs = dict(zip(flow.MACHINE_STATES, times[i_machine], strict=True))
        both = {
            "run": mine.get("run", 0),
            "load": mine.get("load", 0) + mine.get("unload", 0),
            "down": mine.get("ask_repair", 0),
            "repair": mine.get("repair", 0),
        }
        for state, time in both.items():
            assert theirs[state] == pytest.approx(time, abs=0.01), (i_machine, state)


def _assert_people_agree(spec: Spec, log: Log, result: flow.FlowResult) -> None:
    """Compare minutes at work within duty, and overtime."""
    times = np.asarray(result.person_h)[0].sum(axis=0) * 3.6e9
    for i_person, person in enumerate(spec.people):
        theirs = dict(zip(flow.PERSON_STATES, times[i_person], strict=True))
        mine: Counter[str] = Counter()
        for task, _, start, end in log.tasks[i_person]:
            inside = sum(max(0, min(end, b) - max(start, a)) for a, b in person.duty)
            name = {"run": "attend", "unload": "load"}.get(task, task)
            mine[name] += inside
            mine["overtime"] += end - start - inside
        assert theirs["attend"] + theirs["down"] == pytest.approx(mine["attend"], abs=0.01)
        for state in ("load", "repair", "overtime"):
            assert theirs[state] == pytest.approx(mine[state], abs=0.01), (person.name, state)


@pytest.mark.parametrize("grid", [1, 100])
@pytest.mark.parametrize("staffed", [False, True])
@pytest.mark.parametrize("block", range(10))
def test_random_plants_agree_to_the_microsecond(block: int, staffed: bool, grid: int) -> None:
    for seed in range(25 * block, 25 * (block + 1)):
        spec = draw(seed, staffed=staffed, grid=grid)
        log = OracleSimulator(spec).run(HORIZON)
        result = flow.simulate(build(spec), until=HORIZON, trace=True, piecewise=True)
        assert_agree(spec, log, result)
