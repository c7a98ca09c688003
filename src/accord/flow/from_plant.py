"""Read a plant's records as a flow model: stations, routes, people, calendars, orders.

Time unit: hours from 00:00 of ``plant.on``. Routes are dated: an order follows the route in force
on its release date. People without any skill on the shop floor take no part in the flow.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.effects import PRIORS, Effects, Prior
from accord.flow.model import (
    AbsenceModel,
    Exponential,
    ExtraShift,
    Lognormal,
    MachineDate,
    Model,
    Rules,
    Skill,
    Step,
)
from accord.flow.patterns import (
    Window,
    Windows,
)
from accord.plant.calendar import DUTY, ShiftPlan, closed_days, presence
from accord.plant.capacity import REWORK_STEP
from accord.plant.records import Operation, OvertimeRule, Person, Plant, Station

AUTONOMOUS = 2  # skill level from which a person works alone
WORKING_DAYS_WEEK = 5
RELEASE_H = 1 / 3600  # a day's orders enter one second after midnight: that day's, that week's


def model_of(plant: Plant, weeks: int) -> Model:
    """Return the flow model of a plant over ``weeks`` weeks from ``plant.on`` (unit: hours).

    Raises
    ------
    ModelError
        When orders name a product that has no route on their release date.
    """
    rules = plant.rules
    model = Model(
        "h", Rules(rules.shift_end, rules.break_rule, rules.long_task_end, rules.at_failure)
    )
    _stations(model, plant)
    products = _products(model, plant)
    _orders(model, plant, products, weeks)
    if plant.release.mode == "conwip":
        model.conwip(plant.release.limit_lots)
    _people(model, plant, weeks)
    model.effects = _effects(plant)
    return model


def _effects(plant: Plant) -> Effects:
    """Return the effects of people that the plant switches on, with the priors of its evidence."""
    told = {
        e.id: Prior(
            *(e.value, e.low, e.high, e.unit.en, e.population.en, e.source.en, e.mark, e.kind)
        )
        for e in plant.evidence
        if e.id in PRIORS
    }
    return Effects(priors={**PRIORS, **told}).switched(dict(plant.effects))


def _hours(plant: Plant, day: date) -> float:
    return (day - plant.on).days * 24.0


def _stations(model: Model, plant: Plant) -> None:
    added: dict[str, list[str]] = defaultdict(list)
    for change in plant.machine_changes:
        for machine in change.added:
            added[change.station].append(machine)
            when = None if change.on is None else _hours(plant, change.on)
            model.machine_dates.append(MachineDate(machine, when, None))
        for machine in change.removed:
            when = 0.0 if change.on is None else _hours(plant, change.on)
            model.machine_dates.append(MachineDate(machine, None, when))
    for s in plant.stations:
        new = [m for m in added[s.station] if m not in s.machines]
        _station(model, s, (*s.machines, *new))


def _station(model: Model, s: Station, machines: tuple[str, ...]) -> None:
    repair = None
    if s.mtbf_h:
        mean = s.mttr_h or 0.0
        repair = Lognormal(mean, s.mttr_spread)
    model.station(
        s.station,
        machines,
        operators=s.operators,
        machines_per_operator=s.machines_per_operator,
        attendance=s.attendance,
        load=s.load_s / 3600,
        buffer=s.buffer_pieces,
        failure=Exponential(s.mtbf_h) if s.mtbf_h else None,
        repair=repair,
        breakdown_clock=s.breakdown_clock,
        repair_skill=s.repair_skill,
        setup_skill=s.setup_skill,
        relief_skill=s.relief_skill,
        moved_by=s.moved_by,
        move=s.move_s / 3600,
        area=s.area,
    )


def _products(model: Model, plant: Plant) -> dict[str, list[tuple[date | None, str]]]:
    """Add each product, once per version of its route; return the versions by start date."""
    setup_spread = {s.station: s.setup_spread for s in plant.stations}
    components: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for c in plant.components:
        components[c.product, c.step][c.component] = c.quantity
    by_product: dict[str, list[Operation]] = defaultdict(list)
    for o in plant.operations:
        by_product[o.product].append(o)
    versions: dict[str, list[tuple[date | None, str]]] = {}
    for product, rows in by_product.items():
        starts = sorted({o.since for o in rows if o.since is not None})
        versions[product] = []
        for start in [None, *starts]:
            route = [o for o in rows if _in_force(o, start)]
            main = sorted((o for o in route if o.step != REWORK_STEP), key=lambda o: o.step)
            if not main:
                continue
            name = product if start is None else f"{product} from {start.isoformat()}"
            if start is not None and not versions[product]:
                name = product
            model.product(name, [_step(o, main, route, components, setup_spread) for o in main])
            versions[product].append((start, name))
    return versions


def _in_force(o: Operation, day: date | None) -> bool:
    if day is None:
        return o.since is None
    return (o.since is None or o.since <= day) and (o.until is None or o.until >= day)


def _step(
    o: Operation,
    main: list[Operation],
    route: list[Operation],
    components: dict[tuple[str, int], dict[str, float]],
    setup_spread: dict[str, float],
) -> Step:
    bench = [r for r in route if r.step == REWORK_STEP and r.station == o.rework_station]
    back = None
    if o.rework_step is not None:
        steps = [r.step for r in main]
        back = steps.index(o.rework_step) if o.rework_step in steps else None
    return Step(
        o.station,
        time=Lognormal(o.cycle_s / 3600, o.spread),
        noise_pieces=o.noise_pieces,
        setup=o.setup_min / 60,
        setup_cv=setup_spread.get(o.station, 0.0),
        lot=o.lot_pieces,
        transfer=o.transfer_pieces,
        scrap=o.scrap_share,
        rework=o.rework_share,
        rework_station=o.rework_station,
        rework_time=bench[0].cycle_s / 3600 if bench else None,
        rework_step=back,
        components=components.get((o.product, o.step), {}),
    )


def _orders(
    model: Model, plant: Plant, versions: dict[str, list[tuple[date | None, str]]], weeks: int
) -> None:
    end = plant.on + timedelta(weeks=weeks)
    yields = {name: math.prod(1 - s.scrap for s in route) for name, route in model.products.items()}
    for o in plant.orders:
        if o.release >= end:
            continue
        found = [n for start, n in versions.get(o.product, []) if not start or start <= o.release]
        if not found:
            raise ModelError(
                f"{o.at}: order {o.order}: product {o.product!r} has no route on {o.release}"
            )
        model.order(
            found[-1],
            math.ceil(o.quantity / yields[found[-1]]),
            wanted=o.quantity,
            release=max(0.0, _hours(plant, o.release)) + RELEASE_H,
            due=max(0.0, _hours(plant, o.due)),
            priority=o.priority,
            name=o.order,
        )


def _people(model: Model, plant: Plant, weeks: int) -> None:
    skills: dict[str, list[Skill]] = defaultdict(list)
    new = {p.person for p in plant.people if p.hire_date is not None and p.hire_date >= plant.on}
    for s in plant.skills:
        if s.level >= AUTONOMOUS:
            since = 0.0 if s.since is None else max(0.0, _hours(plant, s.since))
            # A mover is a station whose machines carry lots: to move is to run it.
            task = "run" if s.task == "move" else s.task
            done = 0.0 if s.person in new else None
            skills[s.person].append(Skill(s.station, task, s.rate_share, since, done))
    staff = tuple(p for p in plant.people if p.person in skills)
    for person, duty in zip(staff, _duties(plant, staff, weeks), strict=True):
        mentor = person.mentor if person.mentor in skills else ""
        model.person(person.person, skills[person.person], duty, mentor=mentor)
    if plant.absence_share and staff:
        share = (plant.absence_share,) * len(staff)
        model.absence = AbsenceModel(share, shape=_frailty_shape(plant))
    _overtime(model, plant, weeks, staff)


def _duties(plant: Plant, staff: tuple[Person, ...], weeks: int) -> list[Windows]:
    """Return the planned presence of each person of ``staff``."""
    at = presence(replace(plant, people=staff), plant.on, weeks)
    is_duty = at.kind == DUTY
    duty, pause = np.flatnonzero(is_duty), np.flatnonzero(~is_duty)
    duty = duty[np.argsort(at.person_index[duty], kind="stable")]
    begin = np.searchsorted(at.person_index[duty], np.arange(len(staff) + 1))
    place = np.zeros(len(duty), dtype=np.int64)  # of each shift among those of its person
    place[at.shift[duty]] = np.arange(len(duty)) - begin[at.person_index[duty]]
    pause = pause[np.argsort(at.person_index[pause], kind="stable")]
    begin_pause = np.searchsorted(at.person_index[pause], np.arange(len(staff) + 1))
    start_h, end_h = at.start_min / 60, at.end_min / 60
    found = []
    for i in range(len(staff)):
        w, b = duty[begin[i] : begin[i + 1]], pause[begin_pause[i] : begin_pause[i + 1]]
        found.append(Windows(start_h[w], end_h[w], place[at.shift[b]], start_h[b], end_h[b]))
    return found


def _frailty_shape(plant: Plant) -> float:
    for e in plant.evidence:
        if e.id == "absence.cluster":
            return e.value
    return 1.0


def _overtime(model: Model, plant: Plant, weeks: int, staff: tuple[Person, ...]) -> None:
    """Lay out the extra shifts that a backlog may call for, week by week.

    The yearly limit counts from 1 January and is that of the rule in force on the day; what was
    worked before ``plant.on`` is not known and not counted.
    """
    if not plant.overtime:
        return
    days = max(1, weeks * WORKING_DAYS_WEEK)
    end = plant.on + timedelta(weeks=weeks)
    demand = sum(o.quantity for o in plant.orders if o.release < end) / days
    closed = closed_days(plant.closures)
    plan, crews = ShiftPlan(plant), _Crews(plant, staff)
    caps = np.zeros(len(staff))
    for rule in plant.overtime:
        for week in range(weeks):
            day = plant.on + timedelta(days=7 * week + rule.day - plant.on.weekday())
            if day in closed or not _dated(rule, day):
                continue
            free = set(rule.crews) - {shift.crew for shift in plan.starting(day)}
            called = crews.people_on(day, free)
            if len(called):
                window = _extra(plant, rule, day)
                windows = tuple((i, window) for i in called.tolist())
                limit = rule.when_backlog_days * demand
                shift = ExtraShift(window.start, limit, windows, cap=rule.max_h_year)
                model.extra_shifts.append(shift)
                caps[called] = np.maximum(caps[called], rule.max_h_year)
    model.extra_cap = [float(c) or 1e9 for c in caps]
    years = range(plant.on.year + 1, end.year + 1)
    model.year_starts = [_hours(plant, date(year, 1, 1)) for year in years]


class _Crews:
    """Who belongs to which crew on a day."""

    def __init__(self, plant: Plant, staff: tuple[Person, ...]) -> None:
        number = {p.person: i for i, p in enumerate(staff)}
        moves = sorted(
            (m.on or date.min, m.crew, number[m.person])
            for m in plant.crew_moves
            if m.person in number
        )
        names = {p.crew for p in staff} | {crew for _, crew, _ in moves}
        self._code = {crew: j for j, crew in enumerate(sorted(names))}
        self._base = np.array([self._code[p.crew] for p in staff], dtype=np.int64)
        self._moves = [(on, self._code[crew], i) for on, crew, i in moves]
        self._from = np.array([(p.present_from or date.min).toordinal() for p in staff])
        self._to = np.array([(p.present_to or date.max).toordinal() for p in staff])

    def people_on(self, day: date, crews: set[str]) -> NDArray[np.int64]:
        """Return the indices of the people of ``crews`` who are employed on a day."""
        crew = self._base.copy()
        for on, code, i in self._moves:
            if on > day:
                break
            crew[i] = code
        wanted = np.isin(crew, [self._code[c] for c in crews if c in self._code])
        at = day.toordinal()
        return np.flatnonzero(wanted & (self._from <= at) & (at <= self._to))


def _dated(rule: OvertimeRule, day: date) -> bool:
    return (rule.since is None or rule.since <= day) and (rule.until is None or day <= rule.until)


def _extra(plant: Plant, rule: OvertimeRule, day: date) -> Window:
    base = _hours(plant, day)
    return Window(base + rule.start_min / 60, base + rule.end_min / 60)
