"""The people of the plant: people.csv, with ages, seniority and wages that meet the margins.

Ages follow the pyramid of each job group, seniority the mean of each age band, wages are grade x
seniority bonus. Grades are dealt so that the mean of each group comes out (SOURCES.md, section 4).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from generator.frame import Frame, Lives
from generator.writing import Value, write_csv

WEEKLY_H = 39.0
SMIC_MONTH = 6797.18  # 40.22 F x 169 h, until 30 June 1999
BASE_MONTH = {"O1": 7000, "O2": 7600, "P1": 8260, "P2": 8900, "P3": 9600}
BANDS = ((20, 24), (25, 29), (30, 34), (35, 39), (40, 44), (45, 48), (49, 54), (55, 99))
BAND_SENIORITY = (2, 4, 7, 11, 15, 20, 26, 30)
SENIORITY_HALF = (0, 1, 3, 3, 1, 4, 4, 5)  # years around the mean; both bonus bounds are kept clear
COLUMNS = (
    "person", "job", "category", "class", "crew", "birth_date", "hire_date", "work_start",
    "contract", "weekly_h", "wage_month", "sex", "disabled", "dependants", "single_parent",
    "pension_quarters", "protected", "commute_min", "mentor",
)  # fmt: skip


@dataclass(slots=True)
class Worker:
    """One person while the table is being made."""

    job: str
    group: str
    category: str
    crew: str
    age: int = 0
    seniority: int = 0
    is_pinned: bool = False  # age, seniority and grade given by the exit list
    on_exit_list: bool = False
    klass: str = ""
    wage_month: int = 0
    sex: str = "M"
    person: str = ""
    birth: date = date.min
    hired: date = date.min
    work_start: date = date.min
    contract: str = "permanent"
    weekly_h: float = WEEKLY_H
    dependants: int = 0
    is_lone_parent: bool = False
    is_disabled: bool = False
    is_protected: bool = False
    quarters: int = 0
    commute_min: int = 0
    mentor: str = ""
    starts_at_14: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A job group: jobs with their crews (A, B, day), ages, women, grades, mean wage."""

    name: str
    jobs: tuple[tuple[str, str, tuple[int, int, int]], ...]  # job, category, crews
    pyramid: tuple[int, ...]  # the last band stands in the frame, age by age
    women: int
    grades: tuple[tuple[str, int], ...] = ()
    wage_mean: float = 0.0
    pinned: tuple[tuple[int, int, str], ...] = ()  # age, seniority, grade
    ages: tuple[int, ...] = ()  # ages that must occur


PRESS_EXITS = (  # the people of the layoff plan, age / seniority / grade
    (51, 26, "P1"), (51, 27, "O2"), (52, 28, "P1"), (52, 29, "P1"), (53, 30, "O2"),
    (54, 30, "P1"), (55, 30, "P1"), (55, 31, "P1"), (57, 32, "P1"), (29, 6, "O1"),
    (34, 9, "O2"),
)  # fmt: skip
FATHER = (55, 30)
FATHER_WAGE = 9500
OUVRIER, TECHNICIEN, MAITRISE = "ouvrier", "technicien", "agent_de_maitrise"

GROUPS = (
    Group(
        "press", (("press operator", OUVRIER, (24, 24, 0)),), (4, 5, 5, 4, 4, 4, 13, 9),
        8, (("O1", 10), ("O2", 18), ("P1", 20)), 8636,
        PRESS_EXITS,
    ),
    Group(
        "assembly", (("assembler", OUVRIER, (12, 12, 0)),), (3, 4, 4, 4, 3, 2, 3, 1),
        17, (("O1", 10), ("O2", 14)), 8033,
    ),
    Group(
        "finishing", (("finisher", OUVRIER, (7, 7, 0)),), (1, 2, 2, 2, 2, 1, 3, 1),
        5, (("O1", 4), ("O2", 7), ("P1", 3)), 8376, ((53, 24, "O2"),),
    ),
    Group(
        "setup", (("setter", OUVRIER, (7, 7, 0)), ("maintenance", OUVRIER, (4, 4, 2))),
        (1, 3, 4, 4, 4, 3, 4, 1), 0, (("P2", 14), ("P3", 10)), 10203, (), (54,),
    ),
    Group(
        "logistics", (("logistics", OUVRIER, (4, 4, 2)), ("quality", OUVRIER, (3, 3, 2))),
        (2, 3, 3, 3, 3, 1, 2, 1), 6, (("O2", 10), ("P1", 8)), 8643,
    ),
    Group(
        "foremen",
        (("foreman", MAITRISE, (3, 3, 0)), ("methods", TECHNICIEN, (0, 0, 4)),
         ("planning", TECHNICIEN, (0, 0, 3)), ("quality technician", TECHNICIEN, (0, 0, 3)),
         ("die maker", TECHNICIEN, (0, 0, 6))),
        (0, 2, 3, 4, 4, 3, 4, 2), 2, (), 11600,
    ),
    Group(
        "office", (("manager", "cadre", (0, 0, 9)), ("clerk", "employe", (0, 0, 21))),
        (1, 4, 5, 5, 5, 4, 4, 2), 17,
    ),
)  # fmt: skip


def _people_of(group: Group, old: Sequence[int], rng: random.Random) -> list[Worker]:
    """Make the people of a group: jobs and crews first, then ages dealt over them."""
    workers = [
        Worker(job, group.name, category, crew)
        for job, category, crews in group.jobs
        for crew, count in zip("ABD", crews, strict=True)
        for _ in range(count)
    ]
    ages = list(old)
    for (low, high), count in zip(BANDS[:-1], group.pyramid[:-1], strict=True):
        fixed = [age for age in (*group.ages, *(p[0] for p in group.pinned)) if low <= age <= high]
        ages += fixed + [rng.randint(low, high) for _ in range(count - len(fixed))]
    rng.shuffle(ages)
    for worker, age in zip(workers, ages, strict=True):
        worker.age = age
    free = list(workers)
    for i, (age, seniority, grade) in enumerate(group.pinned):
        wanted = "AB"[i % 2]  # the exits spread over both crews
        worker = next(w for w in free if w.age == age)
        if worker.crew != wanted:
            other = next(w for w in free if w.crew == wanted)
            worker.crew, other.crew = other.crew, worker.crew
        free.remove(worker)
        worker.seniority, worker.klass = seniority, grade
        worker.is_pinned = worker.on_exit_list = True
    return workers


def _deal_seniority(workers: Sequence[Worker], rng: random.Random) -> None:
    """Deal seniority: each age band of each group has the mean of the band, spread inside it.

    The pinned people differ from their band, so the rest of the band makes up for them.
    """
    for (low, high), mean, half in zip(BANDS, BAND_SENIORITY, SENIORITY_HALF, strict=True):
        band = [w for w in workers if low <= w.age <= high]
        for group in GROUPS:
            cell = [w for w in band if w.group == group.name and not w.is_pinned]
            for worker in cell:
                worker.seniority = rng.randint(mean - half, mean + half)
            _shift(cell, mean * len(cell), mean, half, rng)
        free = [w for w in band if not w.is_pinned]
        pinned = sum(w.seniority for w in band if w.is_pinned)
        _shift(free, mean * len(band) - pinned, mean, half + 2, rng)


def _shift(cell: Sequence[Worker], wanted: int, mean: int, half: int, rng: random.Random) -> None:
    """Move seniorities by single years until they sum to ``wanted``, within mean +- half."""
    missing = wanted - sum(w.seniority for w in cell)
    while missing:
        step = 1 if missing > 0 else -1
        worker = rng.choice(cell)
        if abs(worker.seniority + step - mean) <= half:
            worker.seniority += step
            missing -= step


def bonus_share(seniority: int) -> float:
    """Return the seniority bonus: 1 % a year from 3 to 15 years."""
    return min(seniority, 15) / 100.0 if seniority >= 3 else 0.0


def _wage(worker: Worker) -> int:
    if (worker.age, worker.seniority) == FATHER and worker.on_exit_list:
        return FATHER_WAGE
    return round(BASE_MONTH[worker.klass] * (1.0 + bonus_share(worker.seniority)))


def _deal_grades(group: Group, workers: list[Worker], rng: random.Random) -> None:
    """Deal the grades so that the mean wage of the group comes out within one franc.

    In the set-up group the grade belongs to the job, so the ages are dealt anew instead, with the
    two oldest kept as setters.
    """
    if group.name == "setup":
        _deal_setup_ages(group, workers, rng)
        return
    free = [w for w in workers if not w.is_pinned]
    grades = [g for g, count in group.grades for _ in range(count)]
    for worker in workers:
        if worker.is_pinned:
            grades.remove(worker.klass)
    rng.shuffle(grades)
    for worker, grade in zip(free, grades, strict=True):
        worker.klass = grade
    target = group.wage_mean * len(workers)
    total = sum(map(_wage, workers))
    while abs(total - target) > 0.5 * len(workers):
        one, two = rng.sample(free, 2)
        before = _wage(one) + _wage(two)
        one.klass, two.klass = two.klass, one.klass
        after = total - before + _wage(one) + _wage(two)
        if abs(after - target) <= abs(total - target) + 40.0:  # small steps back: no dead end
            total = after
        else:
            one.klass, two.klass = two.klass, one.klass


def _deal_setup_ages(group: Group, workers: list[Worker], rng: random.Random) -> None:
    for worker in workers:
        worker.klass = "P2" if worker.job == "setter" else "P3"
    setters = [w for w in workers if w.job == "setter"]
    target = group.wage_mean * len(workers)

    def misses() -> float:
        total = sum(map(_wage, workers))
        under = sum(w.wage_month < 1.5 * SMIC_MONTH for w in workers)
        keep = {w.age for w in setters if w.age >= 54} == {54, 57}
        ok = abs(total - target) <= 0.5 * len(workers)
        return (not ok) * abs(total - target) + 1000.0 * max(0, 10 - under) + 5000.0 * (not keep)

    def swap(one: Worker, two: Worker) -> None:
        one.age, two.age = two.age, one.age
        one.seniority, two.seniority = two.seniority, one.seniority
        for worker in (one, two):
            worker.wage_month = _wage(worker)

    for worker in workers:
        worker.wage_month = _wage(worker)
    best = misses()
    while best > 0:
        one, two = rng.sample(workers, 2)
        swap(one, two)
        after = misses()
        if after <= best + 60.0:
            best = after
        else:
            swap(one, two)


def _spread_wages(
    count: int, mean: float, bounds: tuple[int, int], shape: float, rng: random.Random
) -> list[int]:
    """Return wages between two bounds with exactly this mean; ``shape`` above 1 skews upwards."""
    low, high = bounds
    wages = sorted(low + (high - low) * rng.random() ** shape for _ in range(count))
    wages[0], wages[-1] = low, high
    inner = wages[1:-1]
    while abs(sum(wages) / count - mean) > 0.01:
        gap = mean - sum(wages) / count
        room = [(high - w) if gap > 0 else (w - low) for w in inner]
        scale = min(1.0, abs(gap) * count / sum(room))
        inner = [w + (1 if gap > 0 else -1) * scale * r for w, r in zip(inner, room, strict=True)]
        wages = [low, *inner, high]
    rounded = [round(w) for w in wages]
    rounded[count // 2] += round(mean * count) - sum(rounded)
    return rounded


def _salaried(workers: list[Worker], rng: random.Random) -> None:
    """Give wages to foremen, technicians and office: by age within the range of the job."""
    foremen = [w for w in workers if w.group == "foremen"]
    draws = [rng.gauss(0.0, 1.0) for _ in foremen]
    centre = sum(draws) / len(draws)
    scale = (sum((d - centre) ** 2 for d in draws) / len(draws)) ** 0.5
    wages = sorted(round(11_600 + 900 * (d - centre) / scale) for d in draws)
    wages[len(wages) // 2] += 11_600 * len(wages) - sum(wages)
    _give(foremen, wages, rng)
    managers = [w for w in workers if w.job == "manager"]
    _give(managers, _spread_wages(9, 20_500, (13_000, 38_000), 2.0, rng), rng)
    clerks = [w for w in workers if w.job == "clerk"]
    _give(clerks, _spread_wages(21, 8_700, (7_400, 10_190), 1.2, rng), rng)
    for worker in workers:
        if worker.group in ("foremen", "office"):
            worker.klass = {
                "agent_de_maitrise": "AM", "technicien": "T", "cadre": "IC", "employe": "E",
            }[worker.category]  # fmt: skip


def _give(workers: list[Worker], wages: Sequence[int], rng: random.Random) -> None:
    """Give the higher wages to the more senior, not strictly."""
    order = sorted(workers, key=lambda w: w.seniority + rng.uniform(0.0, 12.0))
    for worker, wage in zip(order, sorted(wages), strict=True):
        worker.wage_month = wage


def _anniversary(on: date, years: int, days: int) -> date:
    """Return the day ``years`` full years and ``days`` days before a day."""
    return date(on.year - years, on.month, on.day) - timedelta(days=days)


def _date_lives(workers: Sequence[Worker], frame: Frame, rng: random.Random) -> None:
    """Give birth, hire and start-of-work dates, and pension quarters."""
    on, lives = frame.on, frame.lives
    press = [w for w in workers if w.group == "press" and not w.on_exit_list]
    for age in lives.early_starters:
        next(w for w in press if w.age == age).starts_at_14 = True
    for worker in workers:
        # The exit list keeps its ages and seniorities for nine months, until its people leave.
        window = (1, 90) if worker.on_exit_list else (0, 364)
        worker.birth = _anniversary(on, worker.age, rng.randint(*window))
        worker.hired = _anniversary(on, worker.seniority, rng.randint(*window))
        if worker.age in lives.born and worker.category == OUVRIER:
            year, first, last = lives.born[worker.age]
            worker.birth = date(year, rng.randint(first, last), rng.randint(1, 28))
        if worker.starts_at_14:
            worker.birth = date(on.year - worker.age - 1, rng.randint(6, 8), rng.randint(1, 28))
        worker.work_start = _start_of_work(worker, lives, rng)
        worked = (on - worker.work_start).days / 365.25
        is_early = worker.starts_at_14 or worker.age >= lives.full_career_from
        gaps = 1.0 if is_early and worker.category == OUVRIER else rng.uniform(0.94, 1.0)
        worker.quarters = int(4.0 * worked * gaps)


def _start_of_work(worker: Worker, lives: Lives, rng: random.Random) -> date:
    if worker.starts_at_14:
        start = 14.3
    elif worker.category == "cadre":
        start = rng.uniform(22.0, 24.5)
    elif worker.category in ("technicien", "employe"):
        start = rng.uniform(18.0, 20.5)
    elif worker.age >= 45:
        start = rng.uniform(*lives.start_older)
    else:
        start = rng.uniform(*lives.start_younger)
    began = worker.birth + timedelta(days=round(365.25 * start))
    return min(began, worker.hired)


def _quota(
    workers: list[Worker], count: int, weight: dict[int, float], rng: random.Random
) -> list[Worker]:
    """Choose ``count`` people without replacement, weighted (Efraimidis and Spirakis)."""
    keys = sorted(
        ((rng.random() ** (1.0 / weight[id(w)]), i, w) for i, w in enumerate(workers)),
        key=lambda row: (-row[0], row[1]),
    )
    return [w for _, _, w in keys[:count]]


def _situations(workers: list[Worker], rng: random.Random) -> None:
    """Deal women, children, lone parents, disability, mandates, part time, commutes."""
    for group in GROUPS:
        members = [w for w in workers if w.group == group.name]
        eligible = [w for w in members if (w.age, w.seniority) != FATHER]
        for worker in rng.sample(eligible, group.women):
            worker.sex = "F"
    for worker in workers:
        worker.commute_min = max(2, round(22.0 * 2.718281828459045 ** (0.5 * rng.gauss(0.0, 1.0))))
    family = {id(w): 3.0 if 28 <= w.age <= 48 else 0.8 for w in workers}
    parents = _quota(workers, 112, family, rng)
    counts = [1] * 36 + [2] * 47 + [3] * 29
    rng.shuffle(counts)
    for worker, children in zip(parents, counts, strict=True):
        worker.dependants = children
    for worker in rng.sample(parents, 11):
        worker.is_lone_parent = True
    # Nobody on the exit list: a disabled worker's notice is longer, which its cost leaves out.
    for worker in rng.sample([w for w in workers if not w.on_exit_list], 8):
        worker.is_disabled = True
    senior = [w for w in workers if w.seniority >= 2 and not w.on_exit_list]
    for worker in rng.sample([w for w in senior if w.category != "cadre"], 8):
        worker.is_protected = True
    clerks = sorted((w for w in workers if w.job == "clerk"), key=lambda w: w.wage_month)
    for worker in clerks[:7]:
        worker.weekly_h, worker.crew = 31.2, "D80"
    for crew in "AB":
        half = [w for w in workers if w.job == "assembler" and w.crew == crew and w.age < 45]
        worker = rng.choice([w for w in half if w.sex == "F"])
        worker.weekly_h, worker.crew = 19.5, f"{crew}H"
        worker.wage_month = round(worker.wage_month / 2)  # pay of the contract's hours


def _mentors(workers: list[Worker]) -> dict[str, Worker]:
    """Choose the six mentors, all of 50 and more: three at the presses, one each elsewhere."""
    father = next(w for w in workers if w.on_exit_list and (w.age, w.seniority) == FATHER)
    press = [w for w in workers if w.group == "press" and w.age >= 50 and not w.on_exit_list]
    older = {
        "setter": next(w for w in workers if w.job == "setter" and w.age == 54),
        "die maker": max((w for w in workers if w.job == "die maker"), key=lambda w: w.age),
        "welder": max((w for w in workers if w.job == "assembler"), key=lambda w: w.age),
    }
    return {"press 1": father, "press 2": press[0], "press 3": press[1], **older}


def _learners(frame: Frame, mentors: dict[str, Worker]) -> list[Worker]:
    """Make the three apprentices and the trainee, who are not part of the 180."""
    rows = (
        ("P001", "apprentice die maker", 18, "die maker"),
        ("P002", "apprentice maintenance", 19, "welder"),
        ("P003", "apprentice press setter", 18, "setter"),
    )
    lives, money = frame.lives, frame.money
    learners = [
        Worker(
            job, "apprentice", "apprenti", "D", age, person=person, klass="AP",
            wage_month=money.apprentice_wage, contract="apprenticeship",
            mentor=mentors[mentor].person, birth=date(frame.on.year - age, 2, 10 + i),
            hired=lives.apprentices_hired, work_start=lives.apprentices_hired,
            commute_min=15 + 5 * i, quarters=lives.apprentice_quarters,
        )
        for i, (person, job, age, mentor) in enumerate(rows)
    ]  # fmt: skip
    trainee = Worker(
        "trainee personnel", "trainee", "stagiaire", "D", 22, person="S001", klass="ST",
        wage_month=money.trainee_wage, contract="traineeship", birth=lives.trainee_born,
        hired=frame.on, work_start=frame.on, commute_min=22,
    )  # fmt: skip
    return [*learners, trainee]


def _at_level(workers: Sequence[Worker], frame: Frame) -> None:
    """Bring pay and grades of 1999 to the frame's: pay by one factor, classes by rising pay."""
    for worker in workers:
        worker.wage_month = frame.pay(worker.wage_month)
    for grade, classes in frame.money.classes.items():
        members = sorted((w for w in workers if w.klass == grade), key=lambda w: w.wage_month)
        for i, worker in enumerate(members):
            worker.klass = classes[i * len(classes) // len(members)]


def staff(frame: Frame) -> tuple[list[Worker], dict[str, Worker]]:
    """Return the 184 people and the six mentors.

    Returns
    -------
    tuple
        People in the order of people.csv; mentors by role.
    """
    rng = frame.stream("people")
    old = frame.lives.old
    workers = [w for group in GROUPS for w in _people_of(group, old[group.name], rng)]
    _deal_seniority(workers, rng)
    for group in GROUPS:
        members = [w for w in workers if w.group == group.name]
        if group.grades:
            _deal_grades(group, members, rng)
            for worker in members:
                worker.wage_month = _wage(worker)
    _salaried(workers, rng)
    _date_lives(workers, frame, rng)
    _situations(workers, rng)
    for i, worker in enumerate(workers, start=1):
        worker.person = f"E{i:03d}"
    mentors = _mentors(workers)
    _at_level(workers, frame)
    return workers + _learners(frame, mentors), mentors


def _row(worker: Worker) -> list[Value]:
    return [
        worker.person, worker.job, worker.category, worker.klass, worker.crew,
        worker.birth.isoformat(), worker.hired.isoformat(), worker.work_start.isoformat(),
        worker.contract, worker.weekly_h, worker.wage_month, worker.sex, worker.is_disabled,
        worker.dependants, worker.is_lone_parent, worker.quarters, worker.is_protected,
        worker.commute_min, worker.mentor,
    ]  # fmt: skip


def write(folder: Path, frame: Frame) -> None:
    """Write people.csv."""
    people, _ = staff(frame)
    write_csv(folder / "people.csv", COLUMNS, map(_row, people))
