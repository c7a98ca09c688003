"""The workloads against the public API of accord.flow, nothing else imported from Accord."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accord import flow
from protocol import Outcome
from workloads import DAY_MIN, DAY_S, EVERYTHING, FEATURES, JOB_SHOP, PLANT, PlantLines, Windows


def _clock(minute: float) -> str:
    """Write minutes after midnight as ``06:30``."""
    return f"{int(minute) // 60:02d}:{int(minute) % 60:02d}"


def _daily(of_day: Windows, units_per_min: float) -> flow.Pattern:
    """Turn windows of presence into the API's daily calendar."""
    spans = (f"{_clock(a / units_per_min)}-{_clock(b / units_per_min)}" for a, b in of_day)
    return flow.daily(*spans)


def queue(customers: int, seed: int) -> Outcome:
    """Run workload a."""
    model = flow.Model(time_unit="s")
    model.station("server")
    model.product("customer", [flow.Step("server", time=flow.Exponential(1.0))])
    model.arrivals("customer", every=flow.Exponential(1.0 / 0.9))
    result = flow.simulate(model, until_pieces=customers, seed=seed)
    value = {"W": float(result.mean_time_in_system[0])}
    return Outcome(int(result.num_operations[0]), value, int(result.num_events[0]))


def _saturated(model: flow.Model, stations: int, parts: int, seed: int) -> Outcome:
    """Run a line whose product ``part`` has been defined until ``parts`` have left it."""
    model.saturate("part")
    result = flow.simulate(model, until_pieces=parts, seed=seed)
    value = {"throughput": parts / float(result.end_time[0])}
    return Outcome(stations * parts, value, int(result.num_events[0]))


def line(num_stations: int, parts: int, seed: int) -> Outcome:
    """Run workload b5 or b20."""
    model = flow.Model(time_unit="s")
    names = [f"s{i}" for i in range(num_stations)]
    for i, name in enumerate(names):
        model.station(name, buffer=10 if i else None)
    model.product("part", [flow.Step(name, time=flow.Exponential(1.0)) for name in names])
    return _saturated(model, num_stations, parts, seed)


def unreliable_line(parts: int, seed: int) -> Outcome:
    """Run workload c."""
    model = flow.Model(time_unit="s")
    names = [f"s{i}" for i in range(5)]
    for i, name in enumerate(names):
        model.station(
            name,
            buffer=20 if i else None,
            failure=flow.Exponential(100.0),
            repair=flow.Exponential(10.0),
        )
    model.product("part", [flow.Step(name, time=1.0) for name in names])
    return _saturated(model, 5, parts, seed)


def job_shop(days: float, seed: int) -> Outcome:
    """Run workload d for ``days`` days."""
    shop = JOB_SHOP
    model = flow.Model(time_unit="min")
    for i_machine, is_attended in enumerate(shop.attended):
        share = {} if is_attended else {"load": shop.load_min, "unload": shop.load_min}
        model.station(
            f"s{i_machine}",
            operators=1,
            attendance="cycle" if is_attended else "load",
            failure=flow.Exponential(shop.mean_up_min),
            repair=flow.Exponential(shop.mean_repair_min),
            **share,
        )
    for i_product, routing in enumerate(shop.routings):
        steps = [flow.Step(f"s{i_machine}", time=time) for i_machine, time in routing]
        model.product(f"p{i_product}", steps)
    for operator, (skills, of_day) in enumerate(zip(shop.skills, shop.duty, strict=True)):
        names = [f"s{i_machine}" for i_machine in sorted(skills)]
        model.person(f"o{operator}", skills=names, duty=_daily(of_day, 1.0))
    model.conwip(shop.jobs, {f"p{i}": 1 for i in range(len(shop.routings))})
    return _per_day(flow.simulate(model, until=days * DAY_MIN, seed=seed), days)


def _line_of_plant(model: flow.Model, lines: PlantLines, i_line: int) -> list[flow.Step]:
    """Add the stations of one line of workload e and return its steps."""
    steps = []
    for stage in range(lines.num_stages):
        i_machine = lines.num_stages * i_line + stage
        is_attended = lines.attended[i_machine]
        model.station(
            f"s{i_machine}",
            operators=1,
            attendance="cycle" if is_attended else "load",
            load=0.0 if is_attended else lines.load_s,
            buffer=lines.places if stage else None,
            failure=flow.Exponential(lines.mean_up_s),
            repair=flow.Exponential(lines.mean_repair_s),
        )
        alone_s = lines.cycle_s if is_attended else lines.cycle_s - lines.load_s
        steps.append(flow.Step(f"s{i_machine}", time=alone_s))
    return steps


def plant(days: float, seed: int, lines: PlantLines = PLANT) -> Outcome:
    """Run workload e for ``days`` days."""
    return _per_day(flow.simulate(plant_model(lines), until=days * DAY_S, seed=seed), days)


def plant_model(
    lines: PlantLines = PLANT, duties: Sequence[flow.Pattern] | None = None
) -> flow.Model:
    """Build workload e, with a calendar for each operator if others are given."""
    duties = duties or [_daily(of_day, 60.0) for of_day in lines.duty]
    model = flow.Model(time_unit="s")
    for i_line in range(lines.num_lines):
        model.product(f"p{i_line}", _line_of_plant(model, lines, i_line))
        model.saturate(f"p{i_line}")
    for operator, (skills, duty) in enumerate(zip(lines.skills, duties, strict=True)):
        names = [f"s{i_machine}" for i_machine in sorted(skills)]
        model.person(f"o{operator}", skills=names, duty=duty)
    return model


def full_plant(
    days: float, seed: int, features: tuple[str, ...] = FEATURES, lines: PlantLines = PLANT
) -> Outcome:
    """Run workload e_full for ``days`` days, with the features named."""
    extra = EVERYTHING
    model = flow.Model(time_unit="s")
    model.station("bench", machines=2)
    for i_line in range(lines.num_lines):
        steps = _line_of_plant(model, lines, i_line)
        setup_s = extra.setup_s if "setups" in features else 0.0
        steps[0] = replace(steps[0], setup=setup_s, lot=extra.lot_pieces, transfer=1)
        if "rework" in features:
            back = {"rework": extra.rework_share, "rework_station": "bench", "rework_time": 60.0}
            steps[-1] = replace(steps[-1], **back)
        model.product(f"p{i_line}", steps)
        for priority in (0, 1) if "priorities" in features else (0, 0):
            pieces = round(extra.orders_day * days / 2)
            model.order(f"p{i_line}", pieces, priority=priority)
    for operator, (skills, of_day) in enumerate(zip(lines.skills, lines.duty, strict=True)):
        done = 0.0 if operator % extra.new_every == 0 else None
        known = [flow.Skill(f"s{i}", experience=done) for i in sorted(skills)]
        model.person(f"o{operator}", skills=known, duty=_daily(of_day, 60.0))
    if "absence" in features:
        model.absence = flow.AbsenceModel((extra.absence_share,) * len(lines.duty))
    names = [name for name in ("learning", "fatigue", "spread") if name in features]
    model.effects = model.effects.switched(dict.fromkeys(names, "prior"))
    with_trace = "trace" in features
    result = flow.simulate(model, until=days * DAY_S, seed=seed, trace=with_trace, per_person=True)
    return _per_day(result, days)


def _per_day(result: flow.FlowResult, days: float) -> Outcome:
    """Count operations and good pieces a day."""
    operations = int(result.num_operations[0])
    jobs = float(result.good_pieces.sum())
    values = {"operations_day": operations / days, "jobs_day": jobs / days}
    return Outcome(operations, values, int(result.num_events[0]))
