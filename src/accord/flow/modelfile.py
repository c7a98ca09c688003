"""A flow model written as a YAML file: the words are those of ``accord.flow.Model``.

::

    time_unit: min
    stations:
      - {name: press, operators: 1}
    products:
      - name: part
        route:
          - {station: press, rate_h: 700}
    people:
      - {name: o1, skills: [press], duty: {daily: ["06:00-13:00"]}}
    saturate: [part]
    run: {until: 1440}

All mistakes of the file come at once, each with line, column and remedy.
"""

from __future__ import annotations

from calendar import day_name
from dataclasses import asdict, astuple, dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from accord.errors import InputError, ModelError
from accord.flow.compile import ATTENDANCE, FAILURES, RULES, TASKS
from accord.flow.compile_controls import DISPATCHING
from accord.flow.controlfile import read_alternatives, read_choice, read_controls
from accord.flow.effects import PARAMETERS, WAYS
from accord.flow.formats import (
    A_DURATION,
    amount,
    duration,
    pattern,
    rows_of_weights,
    shares_of_steps,
    time_of,
    weights,
)
from accord.flow.model import UNIT_US, Model, Skill, Step
from accord.flow.model import Rules as RuleChoices
from accord.flow.modelnames import unknown_names
from accord.flow.patterns import Pattern
from accord.plant.read import read
from accord.plant.records import Plant
from accord.plant.yamlfile import Form, Node, load


@dataclass(frozen=True, slots=True)
class Run:
    """How long and how often a model is run, in its time unit; None where the file is silent."""

    until: float | None = None
    until_pieces: int | None = None
    warm_up: float | None = None
    replications: int | None = None
    seed: int | None = None

    def over(self, other: Run) -> Run:
        """Return this run, and ``other`` where this one is silent."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Run(*(theirs if mine is None else mine for mine, theirs in pairs))

    def arguments(self) -> dict[str, Any]:
        """Return what is set as arguments of ``simulate``."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def read_model(path: Path) -> tuple[Model, Run]:
    """Read a model file.

    Returns
    -------
    tuple
        The model, and what the file says about its run.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    root, problems = load(path, path.name)
    if problems:
        raise InputError(problems)
    form = Form(root, problems)
    unit = form.choice("time_unit", tuple(UNIT_US), "min")
    model = Model(time_unit=unit or "min", rules=_rules(form))
    for station in form.forms("stations", required=True):
        _station(model, station)
    for product in form.forms("products", required=True):
        _product(model, product)
    for person in form.forms("people"):
        _person(model, person)
    _release(model, form)
    model.effects = model.effects.switched(_switches(form))
    read_controls(model, form)
    run = _run(form)
    form.close()
    problems += unknown_names(root)
    if problems:
        raise InputError(sorted(problems, key=lambda p: (p.place.line or 0, p.place.column or 0)))
    return model, run


def read_any(path: Path) -> tuple[Model | Plant, Run]:
    """Read a model file (``.yaml``, ``.yml``), or the files of a plant.

    Raises
    ------
    InputError
        With every mistake of the file or of the plant's files.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        return read_model(path)
    return read(path), Run()


def first_day(model: Model | Plant) -> datetime | None:
    """Return the wall clock at time 0 of a plant; a model by itself has none."""
    return datetime.combine(model.on, time()) if isinstance(model, Plant) else None


def check_start(model: Model | Plant, start: datetime | None) -> None:
    """Refuse a wall clock at time 0 whose weekday is not that of the model's week.

    Raises
    ------
    ModelError
        With both days.
    """
    if start is None:
        return
    if isinstance(model, Plant):
        begins = model.on.weekday()
    elif any(isinstance(p.duty, Pattern) and p.duty.period_day % 7 == 0 for p in model.people):
        begins = 0
    else:
        return
    if start.weekday() != begins:
        raise ModelError(
            f"start {start:%Y-%m-%d} is a {day_name[start.weekday()]}; time 0 is a "
            f"{day_name[begins]} in the duties. Give a {day_name[begins]}"
        )


def _rules(form: Form) -> RuleChoices:
    rules = form.form("rules")
    if rules is None:
        return RuleChoices()
    standard = RuleChoices()
    chosen = RuleChoices(
        shift_end=rules.choice("shift_end", tuple(RULES), standard.shift_end),
        break_rule=rules.choice("break_rule", tuple(RULES), standard.break_rule),
        long_task_end=rules.choice("long_task_end", tuple(RULES), standard.long_task_end),
        at_failure=rules.choice("at_failure", tuple(FAILURES), standard.at_failure),
    )
    rules.close()
    return chosen


def _switches(form: Form) -> dict[str, str]:
    """Read ``effects: {learning: prior}``."""
    inner = form.form("effects")
    if inner is None:
        return {}
    ways = {name: inner.choice(name, WAYS, "off") for name in PARAMETERS}
    inner.close()
    return ways


def _station(model: Model, form: Form) -> None:
    ids = form.raw("machines")
    machines: int | tuple[str, ...] = (
        form.texts("machines")
        if ids is not None and ids.kind == "list"
        else form.whole("machines", low=1) or 1
    )
    model.station(
        form.text("name", required=True),
        machines,
        operators=form.whole("operators", low=0) or 0,
        machines_per_operator=form.whole("machines_per_operator", low=1) or 1,
        attendance=form.choice("attendance", tuple(ATTENDANCE), "cycle"),
        load=amount(form, "load"),
        unload=amount(form, "unload"),
        buffer=form.whole("buffer", low=0),
        failure=time_of(form, "failure"),
        repair=time_of(form, "repair"),
        breakdown_clock=form.choice("breakdown_clock", ("running", "calendar"), "running"),
        repair_skill=form.text("repair_skill"),
        setup_skill=form.text("setup_skill"),
        relief_skill=form.text("relief_skill"),
        moved_by=form.text("moved_by"),
        area=form.text("area"),
        manual_share=amount(form, "manual_share", 1.0),
        move=amount(form, "move"),
        rule=form.choice("rule", tuple(DISPATCHING), "fifo"),
        setups=rows_of_weights(form, "setups"),
        power_kw=weights(form, "power_kw"),
        cost_eur_h=weights(form, "cost_eur_h"),
    )
    form.close()


def _product(model: Model, form: Form) -> None:
    name = form.text("name", required=True)
    route = [_step(step) for step in form.forms("route", required=True)]
    form.close()
    model.product(name, route)


def _step(form: Form) -> Step:
    choice, share = read_choice(form)
    wear = form.number("wear", low=0.0)
    step = Step(
        form.text("station", required=True),
        time=time_of(form, "time"),
        rate_h=form.number("rate_h", low=0.0),
        cv=amount(form, "cv"),
        noise_pieces=form.whole("noise_pieces", low=1) or 1,
        setup=amount(form, "setup"),
        setup_cv=amount(form, "setup_cv"),
        lot=form.whole("lot", low=1),
        transfer=form.whole("transfer", low=1),
        scrap=form.number("scrap", low=0.0, high=1.0) or 0.0,
        rework=form.number("rework", low=0.0, high=1.0) or 0.0,
        rework_station=form.text("rework_station"),
        rework_time=form.number("rework_time", low=0.0),
        rework_step=form.whole("rework_step", low=0),
        components=weights(form, "components"),
        alternatives=read_alternatives(form),
        choice=choice,
        share=share,
        branches=shares_of_steps(form, "branches"),
        family=form.text("family"),
        wear=1.0 if wear is None else wear,
    )
    form.close()
    return step


def _person(model: Model, form: Form) -> None:
    name = form.text("name", required=True)
    skills = form.raw("skills", required=True)
    written = () if skills is None else skills.items if skills.kind == "list" else (skills,)
    known = [_skill(form, node) for node in written]
    duty, cost_eur_h = pattern(form, "duty"), amount(form, "cost_eur_h")
    start, end = form.number("start", low=0.0), form.number("end", low=0.0)
    mentor = form.text("mentor")
    form.close()
    model.person(name, known, duty, start=start, end=end, mentor=mentor, cost_eur_h=cost_eur_h)


def _skill(form: Form, node: Node) -> Skill:
    if node.kind == "text":
        return Skill(node.text.strip())
    inner = Form(node, form.problems)
    skill = Skill(
        inner.text("station", required=True),
        inner.choice("task", TASKS, "run"),
        pace=amount(inner, "pace", 1.0),
        since=amount(inner, "since"),
        experience=inner.number("experience", low=0.0),
    )
    inner.close()
    return skill


def _release(model: Model, form: Form) -> None:
    """Read what enters the shop: saturate, arrivals, conwip, orders."""
    for product in form.texts("saturate"):
        model.saturate(product)
    for arrival in form.forms("arrivals"):
        product = arrival.text("product", required=True)
        every = arrival.value("every", duration, A_DURATION, required=True)
        quantity = arrival.whole("quantity", low=1) or 1
        within = pattern(arrival, "within")
        arrival.close()
        if every is not None:
            model.arrivals(product, every, quantity, within)
    conwip = form.form("conwip")
    if conwip is not None:
        limit = conwip.whole("limit", low=1, required=True)
        mix, quantity = weights(conwip, "mix"), conwip.whole("quantity", low=1) or 1
        conwip.close()
        if limit is not None:
            model.conwip(limit, mix or None, quantity)
    for order in form.forms("orders"):
        quantity = order.whole("quantity", low=1, required=True) or 1
        model.order(
            order.text("product", required=True),
            quantity,
            release=amount(order, "release"),
            due=order.number("due", low=0.0),
            priority=order.whole("priority") or 0,
            lot=order.whole("lot", low=1),
            name=order.text("name"),
        )
        order.close()


def _run(form: Form) -> Run:
    inner = form.form("run")
    if inner is None:
        return Run()
    run = Run(
        until=inner.number("until", low=0.0),
        until_pieces=inner.whole("until_pieces", low=1),
        warm_up=inner.number("warm_up", low=0.0),
        replications=inner.whole("replications", low=1),
        seed=inner.whole("seed"),
    )
    inner.close()
    return run
