"""Random models of every kind, sound or mistaken: what a careless or hostile user may write.

A plant is drawn first, mostly sound: routes that may come back to a station, finite buffers, people
with any or no hours, every rule and every way of release. In half of them up to three numbers are
then replaced by one that is no number, has the wrong sign, is nothing, endless, or absurdly large.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from accord import flow
from accord.errors import DeadlockError, ModelError

UNTIL_MIN = 300.0
RULES = ("finish", "preempt", "handover", "no_start")
NOTHING, NEGATIVE, HUGE = 0, -1, 10**12
MISTAKES = (NOTHING, NEGATIVE, HUGE, math.nan, math.inf, -math.inf, 1e-12, 2.5)
Spec = dict[str, Any]


@dataclass(frozen=True)
class WildPlant:
    """What is handed to the builder, call by call; printed as it can be typed again."""

    rules: Spec
    stations: tuple[Spec, ...]
    routes: tuple[tuple[Spec, ...], ...]
    people: tuple[Spec, ...]
    releases: tuple[tuple[str, Spec], ...]
    absence: Spec | None
    run: Spec


def _durations() -> st.SearchStrategy[flow.Duration]:
    minutes = st.sampled_from([0.5, 2.0, 7.3, 25.0])
    return st.one_of(
        minutes,
        minutes.map(flow.Exponential),
        minutes.map(lambda mean: flow.Lognormal(mean, 0.5)),
    )


def _sound(station: Spec) -> Spec:
    """Take back what one station cannot have at once."""
    if station["operators"] > 1:
        station |= {"attendance": "cycle", "machines_per_operator": 1}
    if station.get("failure") is None:
        station.pop("repair", None)
    return station


def _stations(index: int) -> st.SearchStrategy[Spec]:
    rare = _durations().map(lambda d: d if isinstance(d, float) else flow.Exponential(60.0))
    sometimes = st.one_of(st.none(), rare)
    drawn = st.fixed_dictionaries(
        {
            "name": st.just(f"s{index}"),
            "machines": st.integers(1, 3),
            "operators": st.sampled_from([0, 0, 1, 1, 2]),
            "attendance": st.sampled_from(["cycle", "cycle", "load"]),
            "buffer": st.sampled_from([None, None, 0, 1, 2, 5]),
        },
        optional={
            "machines_per_operator": st.integers(1, 3),
            "load": st.sampled_from([0.0, 0.5, 3.0]),
            "unload": st.sampled_from([0.0, 0.5]),
            "failure": sometimes,
            "repair": sometimes,
            "breakdown_clock": st.sampled_from(["running", "calendar"]),
            "repair_skill": st.sampled_from(["", "MAINT"]),
            "setup_skill": st.sampled_from(["", "SET"]),
            "relief_skill": st.sampled_from(["", "RELIEF"]),
            "moved_by": st.sampled_from(["", "", "cart"]),
            "move": st.sampled_from([0.0, 1.0]),
        },
    )
    return drawn.map(_sound)


def _steps(num_stations: int, products: tuple[str, ...]) -> st.SearchStrategy[Spec]:
    anywhere = st.integers(0, num_stations - 1).map(lambda i: f"s{i}")
    bench = st.sampled_from(["bench"] * 7 + ["s0"])
    return st.fixed_dictionaries(
        {"station": anywhere, "time": _durations(), "rework_station": bench},
        optional={
            "cv": st.sampled_from([0.0, 0.4]),
            "noise_pieces": st.sampled_from([1, 5]),
            "setup": st.sampled_from([0.0, 0.0, 4.0]),
            "setup_cv": st.sampled_from([0.0, 0.3]),
            "lot": st.sampled_from([None, None, 1, 5]),
            "transfer": st.sampled_from([None, 1, 3]),
            "scrap": st.sampled_from([0.0, 0.1, 1.0]),
            "rework": st.sampled_from([0.0, 0.2]),
            "rework_time": st.sampled_from([None, 0.0, 1.0]),
            "rework_step": st.sampled_from([None, 0, 1]),
            "components": st.dictionaries(st.sampled_from(products), st.just(1.0), max_size=1),
        },
    )


def _people(index: int, num_stations: int) -> st.SearchStrategy[Spec]:
    early = flow.Window(0.0, 120.0, ((30.0, 40.0), (40.0, 41.0)))
    duty = st.sampled_from(
        [
            *[None, flow.daily("00:00-02:00", "02:30-04:00"), flow.weekly({}), [], [early]] * 3,
            [early, flow.Window(120.0, 400.0)],
            [flow.Window(150.0, 200.0), early],
            [early, flow.Window(110.0, 400.0)],  # overlap
            [flow.Window(60.0, 60.0)],  # nothing
            [flow.Window(0.0, 9.0, ((8.0, 12.0),))],  # a break that outlasts its shift
        ]
    )
    tasks = st.sampled_from(["run", "run", "setup", "repair", "relief"])
    groups = {"setup": "SET", "repair": "MAINT", "relief": "RELIEF"}
    skill = st.builds(
        lambda i, task, pace, since: flow.Skill(groups.get(task, f"s{i}"), task, pace, since),
        st.integers(0, num_stations - 1),
        tasks,
        st.sampled_from([1.0, 0.7]),
        st.sampled_from([0.0, 90.0]),
    )
    return st.fixed_dictionaries(
        {
            "name": st.just(f"o{index}"),
            "skills": st.lists(skill, max_size=4, unique_by=lambda s: (s.station, s.task)),
            "duty": duty,
        }
    )


def _releases(products: tuple[str, ...]) -> st.SearchStrategy[tuple[str, Spec]]:
    product = st.sampled_from(products)
    pieces = st.sampled_from([1, 4, 30])
    weights = st.dictionaries(product, st.sampled_from([0.0, 1.0, 2.0]), min_size=1)
    order = {
        "product": product,
        "quantity": pieces,
        "release": st.sampled_from([0.0, 50.0, 1e6]),
        "due": st.sampled_from([None, 100.0]),
        "priority": st.sampled_from([0, 1]),
        "lot": st.sampled_from([None, 1, 7]),
    }
    return st.one_of(
        st.tuples(st.just("saturate"), st.fixed_dictionaries({"product": product})),
        st.tuples(
            st.just("arrivals"),
            st.fixed_dictionaries({"product": product, "every": _durations(), "quantity": pieces}),
        ),
        st.tuples(
            st.just("conwip"),
            st.fixed_dictionaries(
                {"limit": pieces, "mix": st.one_of(st.none(), weights), "quantity": pieces}
            ),
        ),
        st.tuples(st.just("order"), st.fixed_dictionaries(order)),
    )


@st.composite
def wild_plants(draw: st.DrawFn) -> WildPlant:
    """Draw a plant, then spoil up to three of its numbers."""
    num_stations = draw(st.integers(1, 5))
    stations = [draw(_stations(i)) for i in range(num_stations)]
    products = tuple(f"p{i}" for i in range(draw(st.integers(1, 3))))
    step = _steps(num_stations, products)
    routes = [draw(st.lists(step, min_size=1, max_size=6)) for _ in products]
    if draw(st.integers(0, 5)):  # what sets up whole lots has an unlimited queue
        sets_up = {step["station"] for route in routes for step in route if step.get("setup")}
        stations = [s | {"buffer": None} if s["name"] in sets_up else s for s in stations]
    people = [draw(_people(i, num_stations)) for i in range(draw(st.integers(0, 4)))]
    releases = draw(st.lists(_releases(products), min_size=1, max_size=3))
    rule = st.sampled_from(RULES)
    names = ("shift_end", "break_rule", "long_task_end")
    rules = {name: draw(rule) for name in names}
    rules["at_failure"] = draw(st.sampled_from(["stay", "until_off", "free"]))
    absence = draw(st.sampled_from([None, None, {"share": 0.2, "shape": 1.0, "spell_day": 1.6}]))
    run = {"until": UNTIL_MIN, "replications": 1, "warm_up": 0.0, "bucket": 100.0, "seed": 1}
    specs: list[Spec] = [*stations, *(s for r in routes for s in r), *(r for _, r in releases)]
    specs += [run, *([absence] if absence else [])]
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2, 3]))):
        _spoil(draw, draw(st.sampled_from(specs)))
    return WildPlant(
        rules,
        tuple(stations),
        tuple(map(tuple, routes)),
        tuple(people),
        tuple(releases),
        absence,
        run,
    )


def _spoil(draw: st.DrawFn, spec: Spec) -> None:
    """Replace one number of a spec by a mistake."""
    numbers = [
        name
        for name, value in spec.items()
        if isinstance(value, int | float | flow.Exponential | flow.Lognormal)
        or (value is None and name != "mix")
    ]
    if not numbers:
        return
    name, mistake = draw(st.sampled_from(numbers)), draw(st.sampled_from(MISTAKES))
    old = spec[name]
    if isinstance(old, flow.Exponential):
        spec[name] = flow.Exponential(mistake)
    elif isinstance(old, flow.Lognormal):
        spec[name] = draw(
            st.sampled_from([flow.Lognormal(old.mean, mistake), flow.Lognormal(mistake, old.cv)])
        )
    else:
        spec[name] = mistake


def build(plant: WildPlant) -> flow.Model:
    """Make the calls of a plant; a mistake may be refused here or when the model is run."""
    model = flow.Model(time_unit="min", rules=flow.Rules(**plant.rules))
    for spec in plant.stations:
        model.station(**spec)
    model.station("bench")
    model.station("cart", setup_skill="SET", repair_skill="MAINT", relief_skill="RELIEF")
    for i, route in enumerate(plant.routes):
        model.product(f"p{i}", [flow.Step(**step) for step in route])
    for spec in plant.people:
        model.person(**spec)
    for method, spec in plant.releases:
        getattr(model, method)(**spec)
    if plant.absence:
        share: Mapping[str, Any] = plant.absence
        shares = (share["share"],) * len(plant.people)
        model.absence = flow.AbsenceModel(shares, share["shape"], share["spell_day"])
    return model


def outcome(plant: WildPlant) -> str:
    """Run a plant; return ``finished``, ``refused``, ``deadlock``, or what is wrong with its error.

    Any other exception is a defect and is raised.
    """
    try:
        result = flow.simulate(build(plant), **plant.run)
    except DeadlockError as error:
        return "deadlock" if " -> " in str(error) else "deadlock without its circle"
    except ModelError as error:
        return "refused" if len(str(error)) > 20 else "refused without words"
    assert (result.good_pieces >= 0).all()
    assert result.machine_h.min(initial=0.0) > -1e-9
    return "finished"
