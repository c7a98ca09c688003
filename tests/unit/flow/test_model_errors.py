"""Every refusal of a model names the place, the value seen and what to write instead."""

import pytest

from accord import flow
from accord.errors import ModelError


def model_of(**station):
    model = flow.Model(time_unit="min")
    model.station("press", **station)
    model.product("part", [flow.Step("press", time=1.0)])
    model.order("part", 10)
    return model


def with_route(*route):
    model = model_of()
    model.station("bench")
    model.product("part", route)
    return model


def with_person(skills=("press",), duty=None):
    model = model_of(operators=1)
    model.person("P1", skills, duty)
    return model


def with_order(**order):
    model = model_of()
    model.order(**{"product": "part", "quantity": 1} | order)
    return model


def with_rules(**rules):
    model = flow.Model(rules=flow.Rules(**rules))
    model.station("press")
    model.product("part", [flow.Step("press", time=1.0)])
    model.order("part", 10)
    return model


def then(model, change):
    change(model)
    return model


def step(**values):
    return flow.Step(**{"station": "press", "time": 1.0} | values)


def twice(model):
    model.station("press")


def empty():
    return flow.Model()


def without_products():
    model = flow.Model()
    model.station("press")
    return model


def without_orders():
    model = flow.Model()
    model.station("press")
    model.product("part", [step()])
    return model


def two_orders_of_one_name():
    model = with_order(name="W1")
    model.order("part", 1, name="W1")
    return model


def machine_date(machine, start, end):
    return then(model_of(), lambda m: m.machine_dates.append(flow.MachineDate(machine, start, end)))


def absence(**values):
    model = with_person()
    model.absence = flow.AbsenceModel(**{"share": (0.1,)} | values)
    return model


def extra(index, window):
    model = with_person()
    model.extra_shifts.append(flow.ExtraShift(window.start, 1.0, ((index, window),)))
    return model


def buffered(name, **place):
    """A model whose station ``bench`` has two places."""
    model = flow.Model()
    model.station("press", **place)
    model.station("bench", buffer=2)
    model.product("part", name)
    model.order("part", 10)
    return model


EXP = flow.Exponential
WINDOWS = flow.Window
STATIONS = {
    "no machine": (lambda: model_of(machines=0), "station press", "at least 1"),
    "attendance": (lambda: model_of(attendance="all"), "station press", "cycle or load"),
    "clock": (lambda: model_of(breakdown_clock="sun"), "station press", "running or calendar"),
    "operators": (lambda: model_of(operators=-1), "station press", "at least 0"),
    "per operator": (
        lambda: model_of(operators=1, machines_per_operator=0),
        "station press",
        "at least 1",
    ),
    "team of loaders": (
        lambda: model_of(operators=2, attendance="load"),
        "station press",
        "need operators=1",
    ),
    "buffer": (lambda: model_of(buffer=-1), "station press: buffer -1", "zero or more"),
    "load": (lambda: model_of(load=-2.0), "station press: load -2.0", "zero or more"),
    "repair alone": (lambda: model_of(repair=5.0), "station press", "both or neither"),
    "failure at once": (
        lambda: model_of(failure=EXP(0.0), repair=EXP(1.0)),
        "station press: failure",
        "must be positive",
    ),
    "repair": (
        lambda: model_of(failure=EXP(1.0), repair=EXP(-1.0)),
        "station press: repair",
        "zero or more",
    ),
    "two of a name": (lambda: then(model_of(), twice), "station 'press'", "its own name"),
    "machine nowhere": (lambda: machine_date("PR9", 5.0, None), "machine 'PR9'", "add it to"),
    "machine backwards": (lambda: machine_date("press", 5.0, 4.0), "machine 'press'", "after"),
}
ROUTES = {
    "empty": (with_route, "product part", "add a flow.Step"),
    "time and rate": (lambda: with_route(step(rate_h=5)), "part, step 1", "exactly one of"),
    "neither": (lambda: with_route(step(time=None)), "part, step 1", "exactly one of"),
    "rate": (lambda: with_route(step(time=None, rate_h=0)), "step 1: rate_h 0", "positive"),
    "scrap": (lambda: with_route(step(scrap=1.5)), "step 1: scrap is 1.5", "between 0 and 1"),
    "rework all": (
        lambda: with_route(step(rework=1.0, rework_station="bench")),
        "part, step 1",
        "below 1",
    ),
    "rework nowhere": (lambda: with_route(step(rework=0.1)), "part, step 1", "rework_station"),
    "rework step": (
        lambda: with_route(step(rework=0.1, rework_station="bench", rework_step=3)),
        "rework_step 3",
        "not a step of the route",
    ),
    "rework queue": (
        lambda: buffered([step(rework=0.1, rework_station="bench")]),
        "station bench",
        "unlimited",
    ),
    "moves": (
        lambda: buffered([step(), step()], moved_by="bench"),
        "station bench",
        "leave its buffer empty",
    ),
    "mover unknown": (
        lambda: buffered([step(), step()], moved_by="FORK"),
        "station press: moved_by: station 'FORK'",
        "stations are press, bench",
    ),
    "whole lots": (
        lambda: buffered([step(lot=5), step(station="bench", setup=1.0)]),
        "part, step 2",
        "leave buffer empty",
    ),
    "lot": (lambda: with_route(step(lot=0)), "step 1: lot is 0", "at least 1 piece"),
    "transfer": (lambda: with_route(step(transfer=-5)), "transfer is -5", "at least 1 piece"),
    "setup": (lambda: with_route(step(setup=-1.0)), "step 1: setup is -1.0", "zero or more"),
    "setup_cv": (lambda: with_route(step(setup_cv=-1.0)), "setup_cv is -1.0", "zero or more"),
    "uniform": (lambda: with_route(step(time=flow.Uniform(2, 1))), "step 1", "use Lognormal"),
    "negative": (lambda: with_route(step(time=-1.0)), "step 1: duration -1.0", "zero or more"),
    "station": (lambda: with_route(step(station="weld")), "step 1: station 'weld'", "press"),
    "component": (lambda: with_route(step(components={"bolt": 1})), "'bolt'", "add it with"),
    "no component": (
        lambda: with_route(step(components={"part": 0})),
        "0 of component 'part'",
        "more than zero",
    ),
}
DEMAND = {
    "no station": (empty, "no station", "model.station"),
    "no product": (without_products, "no product", "model.product"),
    "nothing": (without_orders, "nothing enters", "add orders, arrivals"),
    "product": (lambda: with_order(product="cap"), "product 'cap'", "model.product"),
    "quantity": (lambda: with_order(quantity=0), "order order-2: quantity 0", "at least 1"),
    "release": (lambda: with_order(release=-1.0), "order order-2: release -1.0", "at 0"),
    "lot": (lambda: with_order(lot=0), "order order-2: lot 0", "at least 1"),
    "names": (two_orders_of_one_name, "order 'W1'", "its own name"),
    "arrivals": (
        lambda: then(model_of(), lambda m: m.arrivals("part", EXP(0.0))),
        "arrivals of part",
        "must be positive",
    ),
    "arrivals of what": (
        lambda: then(model_of(), lambda m: m.arrivals("cap", EXP(1.0))),
        "arrivals of cap",
        "model.product",
    ),
    "arrivals of none": (
        lambda: then(model_of(), lambda m: m.arrivals("part", EXP(1.0), quantity=0)),
        "quantity 0",
        "at least 1",
    ),
    "conwip": (
        lambda: then(model_of(), lambda m: m.conwip(0, {"part": 1})),
        "conwip: limit 0",
        "at least 1 lot",
    ),
    "weights": (
        lambda: then(model_of(), lambda m: m.conwip(3, {"part": 0.0})),
        "weights are {'part': 0.0}",
        "zero or more",
    ),
}
PEOPLE = {
    "skill": (lambda: with_person(["weld"]), "person P1: skill 'weld'", "known are press"),
    "pace": (
        lambda: with_person([flow.Skill("press", pace=0.0)]),
        "pace 0.0",
        "positive",
    ),
    "backwards": (lambda: with_person(duty=[WINDOWS(8.0, 6.0)]), "person P1", "after the start"),
    "early": (lambda: with_person(duty=[WINDOWS(-1.0, 6.0)]), "person P1", "cut it there"),
    "overlap": (
        lambda: with_person(duty=[WINDOWS(0.0, 6.0), WINDOWS(5.0, 9.0)]),
        "person P1: two duties overlap at 0.0833333 h",
        "join them",
    ),
    "break": (
        lambda: with_person(duty=[WINDOWS(0.0, 60.0, ((50.0, 70.0),))]),
        "person P1: the break from 0.833333 h to 1.16667 h",
        "move it",
    ),
    "nan": (lambda: with_person(duty=[WINDOWS(0.0, float("nan"))]), "person P1", "give a time"),
    "extra of nobody": (lambda: extra(3, WINDOWS(0.0, 5.0)), "person number 3", "counted from 0"),
    "extra backwards": (lambda: extra(0, WINDOWS(6.0, 5.0)), "person P1", "after the start"),
    "shares": (lambda: absence(share=(0.1, 0.1)), "2 values for 1 people", "one value per"),
    "share": (lambda: absence(share=(1.5,)), "share 1.5", "between 0 and 0.9"),
    "shape": (lambda: absence(shape=-1.0), "shape -1.0", "or more"),
    "spell": (lambda: absence(spell_day=0.5), "0.5", "at least 1 day"),
    "long share": (lambda: absence(long_share=2.0), "long_share 2.0", "between 0 and 1"),
}
SKILLS = {
    "pace": (lambda: with_person([flow.Skill("press", pace=float("inf"))]), "pace inf", "finite"),
    "since": (lambda: with_person([flow.Skill("press", since=float("nan"))]), "since", "instant"),
    "task": (lambda: with_person([flow.Skill("press", "rnu")]), "task 'rnu'", "run, setup"),
    "twice": (lambda: with_person([flow.Skill("press"), "press"]), "stands twice", "keep one"),
}
ENDLESS = {
    "saturated": (
        lambda: then(with_route(step(time=0.0)), lambda m: m.saturate("part")),
        "product part: it is supplied without end",
        "give that step a time",
    ),
    "closed loop": (
        lambda: then(with_route(step(time=0.0)), lambda m: m.conwip(2, {"part": 1.0})),
        "product part: it is supplied without end",
        "give that step a time",
    ),
    "millennia": (lambda: with_route(step(time=1e15)), "more than 3 000 years", "leave it out"),
    "text": (lambda: with_route(step(time="5")), "duration '5' is no number", "write 5.0"),
    "half a piece": (lambda: with_order(quantity=2.5), "quantity 2.5", "whole pieces"),
}
NO_NUMBER = float("nan")
NUMBERS = {
    "machines": (lambda: model_of(machines=10**12), "machines is 1000000000000", "or their ids"),
    "half a machine": (lambda: model_of(machines=2.5), "machines is 2.5", "whole number"),
    "places": (lambda: model_of(buffer=10**12), "station press: buffer", "most is 1,000,000"),
    "half a place": (lambda: model_of(buffer=0.5), "station press: buffer is 0.5", "whole number"),
    "team": (lambda: model_of(operators=10**6), "station press: operators", "most is 1,000"),
    "load": (lambda: model_of(load=1e12), "station press: load is", "within 3 000 years"),
    "lot": (lambda: with_route(step(lot=NO_NUMBER)), "part, step 1: lot is nan", "whole number"),
    "setup": (lambda: with_route(step(setup=1e12)), "part, step 1: setup", "3 000 years"),
    "no quantity": (lambda: with_order(quantity=NO_NUMBER), "quantity nan", "whole pieces"),
    "release": (lambda: with_order(release=float("inf")), "order order-2: release is inf", "time"),
    "due": (lambda: with_order(due=NO_NUMBER), "order order-2: due is nan", "write a time"),
    "lots": (
        lambda: with_order(quantity=10**8, lot=1),
        "100,000,000 pieces in lots of 1",
        "larger",
    ),
    "weights": (
        lambda: then(model_of(), lambda m: m.conwip(2, {"part": NO_NUMBER})),
        "conwip: the weights are",
        "finite",
    ),
    "lots held": (
        lambda: then(model_of(), lambda m: m.conwip(10**12, {"part": 1.0})),
        "conwip: limit is 1000000000000",
        "most is 1,000,000",
    ),
    "nobody's year": (
        lambda: then(model_of(), lambda m: m.year_starts.append(NO_NUMBER)),
        "year_starts is nan",
        "write a time",
    ),
    "too fast": (
        lambda: then(with_route(step(time=1e-12)), lambda m: m.saturate("part")),
        "product part: it is supplied without end",
        "a microsecond or more",
    ),
}
RULES = {
    "shift_end": (lambda: with_rules(shift_end="stop"), "shift_end is 'stop'", "preempt"),
    "break_rule": (lambda: with_rules(break_rule="no"), "break_rule is 'no'", "handover"),
    "long": (lambda: with_rules(long_task_end="x"), "long_task_end is 'x'", "no_start"),
    "at_failure": (lambda: with_rules(at_failure="x"), "at_failure is 'x'", "until_off"),
}
CASES = STATIONS | {f"route: {k}": v for k, v in ROUTES.items()}
CASES |= {f"demand: {k}": v for k, v in DEMAND.items()}
CASES |= {f"people: {k}": v for k, v in PEOPLE.items()}
CASES |= {f"rules: {k}": v for k, v in RULES.items()}
CASES |= {f"skills: {k}": v for k, v in SKILLS.items()}
CASES |= {f"numbers: {k}": v for k, v in NUMBERS.items()}
CASES |= {f"endless: {k}": v for k, v in ENDLESS.items()}


@pytest.mark.parametrize("name", CASES)
def test_a_refused_model_is_told_where_and_what_to_do(name):
    build, place, remedy = CASES[name]
    with pytest.raises(ModelError) as error:
        flow.simulate(build(), until=100.0)
    assert place in str(error.value)
    assert remedy in str(error.value)


RUNS = {
    "no end": ({}, "until=", "until_pieces="),
    "no time": ({"until": 0.0}, "until is 0.0", "positive"),
    "no replication": ({"until": 1.0, "replications": 0}, "replications is 0", "at least 1"),
    "warm-up": ({"until": 1.0, "warm_up": 2.0}, "warm_up is 2.0", "between 0 and until"),
    "bucket": ({"until": 1.0, "bucket": 0.0}, "bucket is 0.0", "positive"),
    "no number": ({"until": float("nan")}, "until is nan", "positive"),
    "no end in sight": ({"until": 1e20}, "until is 1e+20", "at most 3 000 years"),
    "no piece": ({"until_pieces": 0}, "until_pieces is 0", "at least 1"),
    "half a run": ({"until": 1.0, "replications": 2.5}, "replications is 2.5", "whole number"),
    "runs without end": ({"until": 1.0, "replications": 10**9}, "replications is", "most is"),
    "no seed": ({"until": 1.0, "seed": NO_NUMBER}, "seed is nan", "whole number"),
    "precision": ({"until": 1.0, "precision": -1.0}, "precision is -1.0", "such as 0.01"),
    "dust": ({"until": 10.0, "bucket": 1e-7}, "bucket is 1e-07", "write a longer one"),
    "bucket without end": ({"until_pieces": 5, "bucket": 1.0}, "buckets", "need until="),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_refused_run_says_which_argument(name):
    arguments, place, remedy = RUNS[name]
    with pytest.raises(ModelError) as error:
        flow.simulate(model_of(), **arguments)
    assert place in str(error.value)
    assert remedy in str(error.value)


def test_a_repeating_duty_needs_the_end_of_the_run():
    model = with_person(duty=flow.daily("06:00-14:00"))
    with pytest.raises(ModelError, match="person P1: a repeating duty needs `until`"):
        flow.simulate(model, until_pieces=5)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: flow.Model(time_unit="week"), "time_unit 'week': write one of us, s, min"),
        (lambda: flow.daily("6 to 14"), "duty '6 to 14': write it as 06:00-14:00"),
        (lambda: flow.daily("06:00-25:00"), "'25:00' is outside 00:00-24:00"),
        (lambda: flow.daily("06:99-07:00"), "'06:99' is outside 00:00-24:00"),
        (lambda: flow.daily("six-14:00"), "time of day 'six': write it as 06:00"),
        (lambda: flow.weekly({"lundi": ["06:00-14:00"]}), "day 'lundi': write one of mon"),
    ],
)
def test_what_is_written_wrong_is_refused_as_it_is_written(build, message):
    with pytest.raises(ModelError, match=message):
        build()
