"""Random small plants: a sketch that Hypothesis draws and prints, and the model built from it.

A sketch holds plain numbers so that a failing example can be read and typed again. Routes visit
stations upwards, some twice in a row, so that finite buffers cannot block in a circle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hypothesis import strategies as st

from accord import flow

DAY_MIN = 1440.0

DUTIES = (
    ("00:00-24:00",),
    ("06:00-14:00",),
    ("06:00-10:00", "10:30-14:00"),
    ("05:00-09:10", "09:30-13:00"),
    ("13:00-21:00",),
    ("21:00-05:00",),
    ("07:00-07:45", "08:00-08:20", "12:00-12:05"),
)


@dataclass(frozen=True)
class StationSketch:
    """One station; times in minutes, ``failure`` 0 means it never fails."""

    machines: int
    operators: int
    per_operator: int
    attendance: str
    load: float
    unload: float
    places: int | None
    failure: float
    repair: float
    clock: str
    needs_repairer: bool
    needs_setter: bool


@dataclass(frozen=True)
class StepSketch:
    """One step; ``kind`` fixed, exponential or lognormal."""

    station: int
    kind: str
    time: float
    noise_pieces: int
    setup: float
    lot: int | None
    transfer: int | None
    scrap: float
    rework: bool


@dataclass(frozen=True)
class PersonSketch:
    """One person: stations mastered, index of the duty, whether a setter and a repairer."""

    stations: frozenset[int]
    duty: int
    is_setter: bool
    is_repairer: bool


@dataclass(frozen=True)
class PlantSketch:
    """A plant, its orders ``(product, quantity, release, priority)`` and its rules."""

    stations: tuple[StationSketch, ...]
    routes: tuple[tuple[StepSketch, ...], ...]
    people: tuple[PersonSketch, ...]
    release: str  # saturate, orders, conwip, arrivals
    orders: tuple[tuple[int, int, int, int], ...]
    rules: tuple[str, str, str]
    seed: int
    at_failure: str = "stay"


def stations(*, people: bool, random: bool) -> st.SearchStrategy[StationSketch]:
    """Draw a station; without ``people`` nobody is needed, without ``random`` nothing fails."""
    minutes = st.integers(1, 12).map(lambda n: n / 2)
    return st.builds(
        StationSketch,
        machines=st.integers(1, 3),
        operators=st.sampled_from([0, 1, 1, 2]) if people else st.just(0),
        per_operator=st.sampled_from([1, 1, 2, 3]) if people else st.just(1),
        attendance=st.sampled_from(["cycle", "load"]),
        load=minutes,
        unload=st.sampled_from([0.0, 0.5, 1.5]),
        places=st.sampled_from([None, None, 0, 1, 3, 8]),
        failure=st.sampled_from([0.0, 45.0, 200.0]) if random else st.just(0.0),
        repair=st.sampled_from([5.0, 40.0]),
        clock=st.sampled_from(["running", "calendar"]),
        needs_repairer=st.booleans() if people else st.just(False),
        needs_setter=st.booleans() if people else st.just(False),
    )


@st.composite
def routes(
    draw: st.DrawFn, num_stations: int, *, random: bool, lots: bool
) -> tuple[StepSketch, ...]:
    """Draw a route that goes upwards through the stations."""
    visited = draw(
        st.lists(st.integers(0, num_stations - 1), min_size=1, max_size=num_stations + 1).map(
            sorted
        )
    )
    steps = []
    for i_step, station in enumerate(visited):
        steps.append(
            StepSketch(
                station=station,
                kind=draw(st.sampled_from(["fixed", "exponential", "lognormal"]))
                if random
                else "fixed",
                time=draw(st.sampled_from([0.1, 0.35, 1.0, 60 / 700, 7.3, 25.0])),
                noise_pieces=draw(st.sampled_from([1, 1, 4, 10])),
                setup=draw(st.sampled_from([0.0, 0.0, 12.5])) if lots else 0.0,
                lot=draw(st.sampled_from([None, 5, 20])) if lots else None,
                transfer=draw(st.sampled_from([None, 1, 4])) if lots else None,
                scrap=draw(st.sampled_from([0.0, 0.0, 0.1])) if random else 0.0,
                rework=i_step > 0 and random and draw(st.sampled_from([False, False, True])),
            )
        )
    return tuple(steps)


@st.composite
def plants(
    draw: st.DrawFn,
    *,
    people: bool = True,
    random: bool = True,
    lots: bool = True,
    rules: bool = True,
    releases: tuple[str, ...] = ("saturate", "orders", "conwip", "arrivals"),
) -> PlantSketch:
    """Draw a whole plant."""
    drawn = draw(st.lists(stations(people=people, random=random), min_size=1, max_size=4))
    one_route = routes(len(drawn), random=random, lots=lots)
    all_routes = draw(st.lists(one_route, min_size=1, max_size=3))
    person = st.builds(
        PersonSketch,
        stations=st.frozensets(st.integers(0, len(drawn) - 1), min_size=0, max_size=4),
        duty=st.integers(0, len(DUTIES) - 1),
        is_setter=st.booleans(),
        is_repairer=st.booleans(),
    )
    crew = draw(st.lists(person, min_size=0, max_size=6)) if people else []
    order = st.tuples(
        st.integers(0, len(all_routes) - 1),
        st.sampled_from([1, 7, 40, 250]),
        st.integers(0, 1500),
        st.sampled_from([0, 0, 1]),
    )
    choice = st.sampled_from(["finish", "preempt", "handover"])
    return PlantSketch(
        stations=tuple(drawn),
        routes=tuple(all_routes),
        people=tuple(crew),
        release=draw(st.sampled_from(releases)),
        orders=tuple(draw(st.lists(order, min_size=1, max_size=6))),
        rules=draw(st.tuples(choice, choice, choice)) if rules else ("finish", "finish", "preempt"),
        at_failure=draw(st.sampled_from(["stay", "until_off", "free"])) if rules else "stay",
        seed=draw(st.integers(0, 10_000)),
    )


@st.composite
def plain_plants(draw: st.DrawFn) -> PlantSketch:
    """Draw a plain plant: what ``accord.flow.compile`` has a kernel of its own for."""
    drawn = draw(plants(rules=False, releases=("saturate", "conwip", "arrivals")))
    return replace(
        drawn,
        stations=tuple(
            replace(
                station,
                operators=min(station.operators, 1),
                per_operator=1,
                needs_repairer=False,
                needs_setter=False,
            )
            for station in drawn.stations
        ),
        routes=tuple(
            tuple(
                replace(step, setup=0.0, lot=None, transfer=None, scrap=0.0, rework=False)
                for step in route
            )
            for route in drawn.routes
        ),
    )


@st.composite
def line_plants(draw: st.DrawFn) -> PlantSketch:
    """Draw lines that need nobody: what ``accord.flow.kernel.lines`` has a recursion for."""
    release = draw(st.sampled_from(["saturate", "arrivals"]))
    drawn = draw(plants(people=False, lots=False, rules=False, releases=(release,)))
    num_stations = len(drawn.stations)
    cuts = draw(st.sets(st.integers(1, max(1, num_stations - 1)), max_size=2))
    bounds = [0, *sorted(c for c in cuts if c < num_stations), num_stations]
    steps = draw(
        st.lists(
            st.builds(
                StepSketch,
                station=st.just(0),
                kind=st.sampled_from(["fixed", "exponential", "lognormal"]),
                time=st.sampled_from([0.1, 0.35, 1.0, 60 / 700, 7.3, 25.0]),
                noise_pieces=st.sampled_from([1, 1, 4, 10]),
                setup=st.just(0.0),
                lot=st.none(),
                transfer=st.none(),
                scrap=st.just(0.0),
                rework=st.just(False),
            ),
            min_size=num_stations,
            max_size=num_stations,
        )
    )
    return replace(
        drawn,
        stations=tuple(replace(s, machines=1, clock="running") for s in drawn.stations),
        routes=tuple(
            tuple(replace(steps[i], station=i) for i in range(first, last))
            for first, last in pairwise(bounds)
        ),
    )


@st.composite
def crewed_lines(draw: st.DrawFn) -> PlantSketch:
    """Draw lines with people and cycles of like length: what ``kernel.rounds`` is for."""
    num_stations = draw(st.integers(1, 7))
    minutes = st.sampled_from([0.5, 0.6, 60 / 70, 1.0, 1.0, 1.0, 7 / 6, 1.25])
    is_even = draw(st.booleans())  # in step with each other, as lines in takt are
    station = st.builds(
        StationSketch,
        machines=st.just(1),
        operators=st.sampled_from([0, 1, 1, 1]),
        per_operator=st.just(1),
        attendance=st.sampled_from(["cycle", "load"]),
        load=st.sampled_from([0.25, 0.25, 0.5]),
        unload=st.just(0.0),
        places=st.sampled_from([None, 1, 2, 3, 8]),
        failure=st.sampled_from([0.0, 0.0, 45.0, 200.0]),
        repair=st.sampled_from([0.4, 5.0, 40.0]),
        clock=st.just("running"),
        needs_repairer=st.just(False),
        needs_setter=st.just(False),
    )
    drawn = draw(st.lists(station, min_size=num_stations, max_size=num_stations))
    drawn[0] = replace(drawn[0], operators=1)
    times = draw(st.lists(minutes, min_size=num_stations, max_size=num_stations))
    cuts = draw(st.sets(st.integers(1, max(1, num_stations - 1)), max_size=3))
    bounds = [0, *sorted(c for c in cuts if c < num_stations), num_stations]

    def step(i: int) -> StepSketch:
        is_loaded = drawn[i].operators == 1 and drawn[i].attendance == "load"
        time = 1.25 - (drawn[i].load if is_loaded else 0.0) if is_even else times[i]
        return StepSketch(i, "fixed", time, 1, 0.0, None, None, 0.0, False)

    person = st.builds(
        PersonSketch,
        stations=st.frozensets(st.integers(0, num_stations - 1), min_size=1, max_size=5),
        duty=st.integers(0, len(DUTIES) - 1),
        is_setter=st.just(False),
        is_repairer=st.just(False),
    )
    return PlantSketch(
        stations=tuple(drawn),
        routes=tuple(tuple(step(i) for i in range(*ends)) for ends in pairwise(bounds)),
        people=tuple(draw(st.lists(person, min_size=0, max_size=14))),
        release="saturate",
        orders=(),
        rules=("finish", "finish", "preempt"),
        seed=draw(st.integers(0, 10_000)),
        at_failure=draw(st.sampled_from(["stay", "stay", "until_off"])),
    )


def machine_dates() -> st.SearchStrategy[dict[int, tuple[float | None, float | None]]]:
    """Draw when machines come and leave, by the number of their station; often none does."""
    day = st.integers(1, 2 * 1440 - 1).map(lambda n: n / 2)
    date = st.one_of(
        st.tuples(st.none(), day),
        st.tuples(day, st.none()),
        day.flatmap(lambda d: st.tuples(st.just(d), st.just(d + 700.25))),
    )
    return st.one_of(st.just({}), st.dictionaries(st.integers(0, 6), date, max_size=2))


def _time(step: StepSketch) -> flow.Duration:
    if step.kind == "exponential":
        return flow.Exponential(step.time)
    if step.kind == "lognormal":
        return flow.Lognormal(step.time, 0.4)
    return step.time


def build(sketch: PlantSketch, order: Sequence[int] | None = None) -> flow.Model:
    """Build the model of a sketch; ``order`` is that in which its stations are defined."""
    shift_end, break_rule, long_task_end = sketch.rules
    rules = flow.Rules(
        shift_end=shift_end,
        break_rule=break_rule,
        long_task_end=long_task_end,
        at_failure=sketch.at_failure,
    )
    model = flow.Model(time_unit="min", rules=rules)
    for i in order if order is not None else range(len(sketch.stations)):
        station = sketch.stations[i]
        is_team = station.operators > 1  # a team attends one machine for the whole cycle
        loads = station.attendance == "load" and not is_team
        model.station(
            f"s{i}",
            machines=station.machines,
            operators=station.operators,
            machines_per_operator=1 if is_team else station.per_operator,
            attendance="load" if loads else "cycle",
            load=station.load if loads else 0.0,
            unload=station.unload if loads else 0.0,
            buffer=None if i in _unlimited(sketch) else station.places,
            failure=flow.Exponential(station.failure) if station.failure else None,
            repair=flow.Exponential(station.repair) if station.failure else None,
            breakdown_clock=station.clock,
            repair_skill="MAINT" if station.needs_repairer else "",
            setup_skill="SET" if station.needs_setter else "",
        )
    model.station("bench", machines=2)
    for i, route in enumerate(sketch.routes):
        steps = [
            flow.Step(
                f"s{step.station}",
                time=_time(step),
                noise_pieces=step.noise_pieces,
                setup=step.setup,
                lot=step.lot,
                transfer=step.transfer,
                scrap=step.scrap,
                rework=0.1 if step.rework else 0.0,
                rework_station="bench",
            )
            for step in route
        ]
        model.product(f"p{i}", steps)
    for i, person in enumerate(sketch.people):
        skills: list[str | flow.Skill] = [f"s{k}" for k in sorted(person.stations)]
        if person.is_setter and any(s.needs_setter for s in sketch.stations):
            skills.append(flow.Skill("SET", "setup"))
        if person.is_repairer and any(s.needs_repairer for s in sketch.stations):
            skills.append(flow.Skill("MAINT", "repair"))
        model.person(f"o{i}", skills=skills, duty=flow.daily(*DUTIES[person.duty]))
    _release(model, sketch)
    return model


def _unlimited(sketch: PlantSketch) -> set[int]:
    """Return the stations whose queue has no limit: first, setting up lots, or visited twice."""
    setting_up = {step.station for route in sketch.routes for step in route if step.setup > 0}
    visits = [Counter(step.station for step in route) for route in sketch.routes]
    twice = {station for route in visits for station, times in route.items() if times > 1}
    return {0, *(route[0].station for route in sketch.routes), *setting_up, *twice}


def _release(model: flow.Model, sketch: PlantSketch) -> None:
    """Let work enter as the sketch says."""
    products = [f"p{i}" for i in range(len(sketch.routes))]
    if sketch.release == "saturate":
        for product in products:
            model.saturate(product)
    elif sketch.release == "conwip":
        model.conwip(4, dict.fromkeys(products, 1.0))
    elif sketch.release == "arrivals":
        for product in products:
            model.arrivals(product, every=flow.Exponential(9.0))
    else:
        for product, quantity, at, priority in sketch.orders:
            model.order(f"p{product}", quantity=quantity, release=float(at), priority=priority)
