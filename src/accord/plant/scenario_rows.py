"""Rows of a scenario file (shifts, hires, machines, routes ...), each with its place.

Each reader takes a ``Form`` (one map of the YAML file), notes what is wrong, and returns records.
A row that lacks something required returns nothing, because its problem has been noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from accord.plant.cells import read_breaks, read_days, read_machines
from accord.plant.records import (
    Aid,
    Break,
    CrewMove,
    CycleRequest,
    Exit,
    Hire,
    Investment,
    MachineChange,
    Operation,
    OvertimeRule,
    Shift,
    Station,
    Training,
)
from accord.plant.values import suggest
from accord.plant.yamlfile import Form, Node

__all__ = [
    "CYCLE_AIMS",
    "EXIT_KINDS",
    "EXIT_SCHEMES",
    "TASKS",
    "read_aid",
    "read_crew_moves",
    "read_cycle",
    "read_exits",
    "read_hire",
    "read_investment",
    "read_machine_change",
    "read_operation",
    "read_overtime",
    "read_shifts",
    "read_station",
    "read_training",
    "read_weeks",
]

TASKS = ("run", "setup", "repair", "relief", "move")
EXIT_KINDS = ("layoff", "early_exit", "retirement", "leaver", "end_of_contract")
EXIT_SCHEMES = ("arpe",)
"""Schemes of an early exit whose price is known."""
CYCLE_AIMS = (
    "free_weekends",
    "single_days_off",
    "single_work_days",
    "nights_beyond",
    "quick_returns",
    "backward_steps",
)
MOST_WEEKS = 104
"""Weeks of a crew's cycle."""
DAYS_OFF_LIMIT = 7 * MOST_WEEKS
T = TypeVar("T")


def read_weeks(text: str) -> tuple[int, ...]:
    """Read weeks of a crew's cycle, counted from 1: ``1``, ``1-4``, ``1 3``."""
    weeks: list[int] = []
    for part in re.split(r"[;,\s]+", text.strip()):
        found = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", part)
        if found is None:
            raise ValueError("weeks are whole numbers from 1, such as 1 or 1-4")
        first, last = int(found.group(1)), int(found.group(2) or found.group(1))
        if first < 1 or last < first:
            raise ValueError("weeks are counted from 1 and a range runs upwards")
        weeks += range(first, last + 1)
    return tuple(weeks)


def _breaks(text: str, start_min: int) -> tuple[Break, ...]:
    """Read breaks as minutes after midnight of the day on which the shift starts."""
    breaks: list[Break] = []
    for first, last, is_paid in read_breaks(text):
        begin = first + (1440 if first < start_min else 0)
        end = last + (1440 if begin >= 1440 or last < first else 0)
        if end <= begin:
            raise ValueError("a break ends after it starts")
        breaks.append(Break(begin, end, is_paid))
    return tuple(breaks)


def _text_of(node: Node | None) -> str:
    """Return a scalar, or the texts of a list joined by blanks (``[1, 3]`` reads as ``1 3``)."""
    if node is None:
        return ""
    return " ".join(item.text for item in node.items) if node.kind == "list" else node.text


def _converted(
    form: Form,
    key: str,
    read: Callable[[str], tuple[T, ...]],
    default: tuple[T, ...] = (),
    *,
    required: bool = False,
) -> tuple[T, ...]:
    node = form.raw(key, required=required)
    if node is None:
        return default
    text = _text_of(node)
    try:
        return read(text)
    except ValueError as error:
        form.complain(node.place, f"{node.path} is {text!r}", str(error), "Write it that way.")
        return default


def read_shifts(form: Form) -> tuple[Shift, ...]:
    """Read one entry of ``shifts``: a shift on several days and weeks of a crew's cycle."""
    crews = form.texts("crew", required=True)
    weeks: tuple[int, ...] = _converted(form, "weeks", read_weeks, (1,))
    days = _converted(form, "days", read_days, required=True)
    start = form.clock("start", required=True)
    end = form.clock("end", required=True)
    since, until = form.date("from"), form.date("until")
    cycle_weeks = form.whole("cycle_weeks", low=max(weeks, default=1), high=MOST_WEEKS)
    breaks: tuple[Break, ...] = ()
    if start is not None:
        begin = start
        breaks = _converted(form, "breaks", lambda text: _breaks(text, begin))
    form.close()
    if start is None or end is None:
        return ()
    end += 1440 if end <= start else 0
    for pause in breaks:
        if pause.start_min < start or pause.end_min > end:
            form.complain(
                form.place,
                "a break outside its shift",
                "a break lies between the start and the end of the shift",
                "Correct the times of the break or of the shift.",
            )
    return tuple(
        Shift(crew, week, day, start, end, breaks, since, until, form.place, cycle_weeks)
        for crew in crews
        for week in weeks
        for day in days
    )


def read_crew_moves(form: Form, on: date | None) -> tuple[CrewMove, ...]:
    """Read ``crews``: for each crew the people who join it on ``on``."""
    moves: list[CrewMove] = []
    for crew in form.node.entries:
        moves += [CrewMove(node.text.strip(), crew, on, node.place) for node in form.nodes(crew)]
    form.close()
    return tuple(moves)


def read_cycle(form: Form, key: str) -> CycleRequest | None:
    """Read ``cycle: design``, or a map of ``aims`` and ``crews``; None when it is absent."""
    node = form.raw(key)
    if node is None:
        return None
    if node.kind != "map":
        if form.choice(key, ("design",)):
            return CycleRequest(at=node.place)
        return None
    inner = Form(node, form.problems)
    aims = tuple(inner.nodes("aims"))
    for i, aim in enumerate(aims):
        known = [other.text.strip() for other in aims[:i]]
        if aim.text.strip() not in CYCLE_AIMS:
            rule = f"an aim is one of {', '.join(CYCLE_AIMS)}"
            inner.complain(aim.place, f"aim {aim.text!r}", rule, suggest(aim.text, CYCLE_AIMS))
        elif aim.text.strip() in known:
            rule = "an aim stands once, the first is the most important"
            inner.complain(aim.place, f"aim {aim.text!r} again", rule, "Keep one of the two.")
    request = CycleRequest(
        tuple(dict.fromkeys(a.text.strip() for a in aims if a.text.strip() in CYCLE_AIMS)),
        inner.texts("crews"),
        node.place,
        inner.whole("most_days_off", low=1, high=DAYS_OFF_LIMIT),
    )
    inner.close()
    return request


def _skill_names(form: Form) -> tuple[tuple[str, str], ...]:
    skills: list[tuple[str, str]] = []
    for node in form.nodes("skills"):
        station, _, task = node.text.strip().partition(":")
        task = task.strip() or "run"
        if task not in TASKS:
            rule = f"a task is one of {', '.join(TASKS)}"
            form.complain(node.place, f"skill {node.text!r}", rule, "Write 'G63' or 'G63:setup'.")
            continue
        skills.append((station.strip(), task))
    return tuple(skills)


def read_hire(form: Form, default_on: date | None) -> Hire | None:
    """Read one entry of ``hires``: some people of one job, hired on one date."""
    prefix = form.text("prefix", required=True)
    count = form.whole("count", low=1, high=100_000, required=True)
    job = form.text("job", required=True)
    category = form.text("category")
    klass = form.text("class")
    crews = form.texts("crews", required=True)
    wage = form.number("wage_month", low=0, required=True)
    on = form.date("on") or default_on
    weekly_h = form.number("weekly_h", low=0, high=84)
    skills = _skill_names(form)
    weeks = form.whole("training_weeks", low=0, high=520) or 0
    form.close()
    if count is None or wage is None or on is None or not crews or not prefix:
        return None
    return Hire(
        prefix, count, job, category, klass, crews, wage, on, weekly_h, skills, weeks, form.place
    )


def _people_of(form: Form) -> Iterator[Node]:
    """Give the ids under ``person`` or ``people``, each with its place."""
    if form.node.get("people") is not None:
        yield from form.nodes("people", required=True)
    else:
        yield from form.nodes("person", required=True)


def read_exits(form: Form) -> tuple[Exit, ...]:
    """Read one entry of ``exits``: people whose last day is ``on``."""
    people = tuple(_people_of(form))
    on = form.date("on", required=True)
    kind = form.choice("kind", EXIT_KINDS, required=True)
    scheme = form.choice("scheme", EXIT_SCHEMES)
    form.close()
    if scheme and kind and kind != "early_exit":
        form.complain(
            form.place,
            f"scheme {scheme} of an exit of kind {kind}",
            "only an early exit has a scheme",
            "Write 'kind: early_exit', or leave the scheme out.",
        )
    if on is None or not kind:
        return ()
    return tuple(Exit(node.text.strip(), on, kind, node.place, scheme) for node in people)


def read_training(form: Form) -> tuple[Training, ...]:
    """Read one entry of ``training``: people who master a station's task from ``on``."""
    people = tuple(_people_of(form))
    station = form.text("station", required=True)
    task = form.choice("task", TASKS, "run")
    on = form.date("on", required=True)
    hours = form.number("hours", low=0, high=2000) or 0.0
    form.close()
    if on is None or not station:
        return ()
    return tuple(
        Training(node.text.strip(), station, task, on, hours, node.place) for node in people
    )


def read_machine_change(form: Form, default_on: date | None) -> MachineChange | None:
    """Read one entry of ``machines``: what is added to or removed from a station."""
    station = form.text("station", required=True)
    added = _converted(form, "add", read_machines)
    removed = _converted(form, "remove", read_machines)
    on = form.date("on") or default_on
    form.close()
    if not added and not removed:
        form.complain(
            form.place,
            "a machine change without machines",
            "it adds or removes at least one machine",
            "Write 'add: PC05-PC06' or 'remove: PR03-PR08'.",
        )
        return None
    return MachineChange(station, added, removed, on, form.place) if station else None


def _cycle_s(form: Form) -> float | None:
    rate_h = form.number("rate_h", low=1e-6)
    cycle_s = form.number("cycle_s", low=1e-6)
    if (rate_h is None) == (cycle_s is None):
        form.complain(
            form.place,
            "rate_h and cycle_s: " + ("both" if rate_h is not None else "none"),
            "a step has exactly one of rate_h (pieces per hour) and cycle_s (seconds per piece)",
            "Keep one of the two.",
        )
        return None
    return 3600.0 / rate_h if rate_h is not None else cycle_s


def read_operation(form: Form, product: str, since: date | None) -> Operation | None:
    """Read one step of a new route of ``product``, in force from ``since``."""
    step = form.whole("step", low=0, required=True)
    station = form.text("station", required=True)
    cycle_s = _cycle_s(form)
    operation = Operation(
        product=product,
        step=step if step is not None else -1,
        station=station,
        cycle_s=cycle_s if cycle_s is not None else 1.0,
        spread=form.number("spread", low=0, high=10) or 0.0,
        noise_pieces=form.whole("noise_pieces", low=1) or 1,
        setup_min=form.number("setup_min", low=0) or 0.0,
        lot_pieces=form.whole("lot_pieces", low=1),
        transfer_pieces=form.whole("transfer_pieces", low=1),
        scrap_share=form.number("scrap_share", low=0, high=0.999) or 0.0,
        rework_share=form.number("rework_share", low=0, high=0.999) or 0.0,
        rework_station=form.text("rework_station"),
        rework_step=form.whole("rework_step", low=0),
        since=since,
        at=form.place,
    )
    form.close()
    return operation if step is not None and station and cycle_s is not None else None


def read_station(form: Form) -> Station | None:
    """Read one entry of ``stations``: a new station, or a complete replacement of one."""
    name = form.text("station", required=True)
    machines = _converted(form, "machines", read_machines, required=True)
    station = Station(
        station=name,
        area=form.text("area"),
        machines=machines,
        operators=form.whole("operators", low=0) or 0,
        machines_per_operator=form.whole("machines_per_operator", low=1) or 1,
        attendance=form.choice("attendance", ("cycle", "load"), "cycle"),
        load_s=form.number("load_s", low=0) or 0.0,
        buffer_pieces=form.whole("buffer_pieces", low=0),
        mtbf_h=form.number("mtbf_h", low=1e-9),
        mttr_h=form.number("mttr_h", low=0),
        mttr_spread=form.number("mttr_spread", low=0) or 0.0,
        breakdown_clock=form.choice("breakdown_clock", ("running", "calendar"), "running"),
        repair_skill=form.text("repair_skill"),
        setup_skill=form.text("setup_skill"),
        setup_spread=form.number("setup_spread", low=0) or 0.0,
        relief_skill=form.text("relief_skill"),
        moved_by=form.text("moved_by"),
        move_s=form.number("move_s", low=0) or 0.0,
        at=form.place,
    )
    form.close()
    return station if name and machines else None


def read_investment(form: Form, default_on: date | None) -> Investment | None:
    """Read one entry of ``investment``: money spent once."""
    what = form.text("what", required=True)
    amount = form.number("amount", low=0, required=True)
    on = form.date("on") or default_on
    life = form.number("life_years", low=0.1, high=100)
    form.close()
    if amount is None or on is None or not what:
        return None
    return Investment(what, amount, on, life, form.place)


def read_overtime(form: Form) -> OvertimeRule | None:
    """Read one entry of ``overtime``: an extra shift worked when the backlog calls for it."""
    day = form.day("day", required=True)
    start = form.clock("start", required=True)
    end = form.clock("end", required=True)
    backlog = form.number("when_backlog_days", low=0, required=True)
    max_h_year = form.number("max_h_year", low=0, required=True)
    crews = form.texts("crews", required=True)
    premium = form.number("premium_share", low=0, high=10)
    since, until = form.date("from"), form.date("until")
    form.close()
    if day is None or start is None or end is None or backlog is None or max_h_year is None:
        return None
    end += 1440 if end <= start else 0
    return OvertimeRule(
        day, start, end, backlog, max_h_year, crews, premium, since, until, form.place
    )


def read_aid(form: Form, agreement: date | None) -> Aid | None:
    """Read ``aid``: the scheme asked for and its conditions."""
    scheme = form.text("scheme", required=True)
    signed = form.date("agreement") or agreement
    variant = form.text("variant")
    labour_intensive = form.yes_no("labour_intensive") or False
    form.close()
    if signed is None:
        form.complain(
            form.place,
            "an aid without a date of agreement",
            "aid depends on the day the agreement is signed",
            "Add 'agreement: 1999-06-25' to the scenario.",
        )
        return None
    return Aid(scheme, signed, variant, labour_intensive, form.place) if scheme else None
