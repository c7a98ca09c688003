"""Who masters what: skills.csv.

Operators master 1 to 6 groups (median 3, quartiles 1 and 5, as in a real shop's log). Level 2 is
autonomous, level 3 can train (the six mentors), level 1 is still learning and is not used to staff.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from generator.frame import Frame
from generator.staff import Worker, staff
from generator.writing import Value, write_csv

RATE_SD_LOG = 0.08
COLUMNS = ("person", "station", "task", "level", "rate_share", "since")
PRESS_GROUPS = ("G63", "G100", "G160", "GC")

# Groups mastered by the people of one crew, in order of home post.
PRESS_COUNTS = (1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6)
PRESS_HOMES = (
    "G63", "G63", "G63", "G100", "G100", "G100", "G160", "G63", "G100", "G63", "G160", "G63",
    "G100", "GC", "G63", "G100", "G160", "G63", "G100", "GC", "G63", "G100", "GC", "G160",
)  # fmt: skip
PRESS_NEXT = ("G63", "G100", "G160", "GC", "WELD", "RIVET", "SORT")
ASSEMBLY_COUNTS = (1, 1, 1, 1, 2, 3, 3, 4, 5, 5, 5, 6)
ASSEMBLY_HOMES = ("WELD",) * 3 + ("RIVET",) + ("WELD", "WELD", "RIVET", "SORT") + (
    "WELD", "WELD", "RIVET", "RIVET",
)  # fmt: skip
ASSEMBLY_NEXT = ("WELD", "RIVET", "SORT", "DEGR", "G63", "G100", "G160")
RELIEVED = ("G63", "G100", "G160", "GC", "DEGR")  # where assembly serves as relief only
FINISHING_COUNTS = (1, 3, 3, 3, 3, 4, 5)
FINISHING_HOMES = ("PAINT", "PAINT", "PAINT", "DEGR", "DEGR", "DEBUR", "DEBUR")
FINISHING_NEXT = ("PAINT", "DEGR", "DEBUR", "SORT", "PACK")

Row = tuple[str, str, str, int]


def _groups(home: str, count: int, following: Sequence[str], rng: random.Random) -> list[str]:
    """Return the groups one operator masters: the home post, then the next ones nearly in order."""
    keys = {name: i + rng.uniform(0.0, 1.6) for i, name in enumerate(following)}
    others = sorted((name for name in following if name != home), key=lambda name: keys[name])
    return [home, *others[: count - 1]]


def _crew(worker: Worker) -> str:
    return worker.crew[0]


def _operators(people: Sequence[Worker], rng: random.Random) -> list[Row]:
    """Return the run skills of press, assembly and finishing, crew by crew."""
    plans = (
        ("press", PRESS_COUNTS, PRESS_HOMES, PRESS_NEXT),
        ("assembly", ASSEMBLY_COUNTS, ASSEMBLY_HOMES, ASSEMBLY_NEXT),
        ("finishing", FINISHING_COUNTS, FINISHING_HOMES, FINISHING_NEXT),
    )
    rows: list[Row] = []
    for group, counts, homes, following in plans:
        for crew in "AB":
            members = [w for w in people if w.group == group and _crew(w) == crew]
            # The young master fewer posts; otherwise the number of posts is dealt by chance.
            members.sort(key=lambda w: (w.seniority > 4, rng.random()))
            for worker, count, home in zip(members, counts, homes, strict=True):
                rows += _operator(worker, _groups(home, count, following, rng))
    return rows


def _operator(worker: Worker, groups: Sequence[str]) -> list[Row]:
    """Return one operator's rows; assembly people relieve presses and the tunnel."""
    rows: list[Row] = []
    for name in groups:
        is_relief = worker.group == "assembly" and name in RELIEVED
        rows.append((worker.person, name, "relief" if is_relief else "run", 2))
    return rows


def _shop_services(people: Sequence[Worker]) -> list[Row]:
    """Return the skills of setters, maintenance, logistics and quality."""
    rows: list[Row] = []
    for worker in people:
        if worker.job == "setter":
            rows.append((worker.person, "SETUP", "setup", 2))
            rows += [(worker.person, name, "relief", 2) for name in PRESS_GROUPS]
        elif worker.job == "maintenance":
            rows.append((worker.person, "MAINT", "repair", 2))
        elif worker.job == "die maker":
            rows.append((worker.person, "GC", "repair", 2))  # repairs dies, not machines
        elif worker.job == "logistics":
            rows += [(worker.person, name, "run", 2) for name in ("FORK", "PACK")]
        elif worker.job == "quality":
            rows += [(worker.person, name, "run", 2) for name in ("SORT", "PACK")]
    return rows


def _fragile(people: Sequence[Worker], rng: random.Random) -> list[Row]:
    """Return the planted fragile skills: G160 set-up (two people), powder spraying (four)."""
    setters = [w for w in people if w.job == "setter"]
    old = [w for w in setters if w.age in (54, 57)]
    young = rng.sample([w for w in setters if w.age < 54], 4)
    rows: list[Row] = [(w.person, "G160", "setup", 2) for w in old]
    rows += [(w.person, "G160", "setup", 1) for w in young]
    finishers = [w for w in people if w.group == "finishing"]
    seasoned = [w for w in finishers if w.age >= 55]
    seasoned.append(max((w for w in people if w.group == "press"), key=lambda w: w.age))
    others = rng.sample([w for w in finishers if 30 <= w.age < 50], 2)
    rows += [(w.person, "PAINT", "setup", 2) for w in (*seasoned, *others)]
    rows.append((seasoned[1].person, "PAINT", "run", 2))
    return rows


def _learning(people: Sequence[Worker], rows: Sequence[Row], rng: random.Random) -> list[Row]:
    """Return a few posts that people are learning (level 1)."""
    known = {(person, station) for person, station, _, _ in rows}
    learning: list[Row] = []
    for group, posts in (("press", PRESS_NEXT[:5]), ("assembly", ("RIVET", "WELD", "PAINT"))):
        members = [w for w in people if w.group == group]
        for worker in rng.sample(members, len(members) // 4):
            post = rng.choice(posts)
            if (worker.person, post) not in known:
                learning.append((worker.person, post, "run", 1))
    return learning


def _paces(people: Sequence[Worker], rng: random.Random) -> dict[str, float]:
    """Return each person's share of the standard rate; the mean time per piece stays standard."""
    paces: dict[str, float] = {}
    for group in dict.fromkeys(w.group for w in people):
        members = [w for w in people if w.group == group]
        raw = [2.718281828459045 ** (RATE_SD_LOG * rng.gauss(0.0, 1.0)) for _ in members]
        mean_time = sum(1.0 / pace for pace in raw) / len(raw)
        for worker, pace in zip(members, raw, strict=True):
            is_operator = group in ("press", "assembly", "finishing", "logistics")
            paces[worker.person] = round(pace * mean_time, 3) if is_operator else 1.0
    return paces


def skills(frame: Frame) -> list[list[Value]]:
    """Return the rows of skills.csv, by person, station and task."""
    rng = frame.stream("skills")
    everyone, mentors = staff(frame)
    people = everyone[:180]
    rows = _operators(people, rng) + _shop_services(people)
    rows += _fragile(people, rng)
    rows += _learning(people, rows, rng)
    paces = _paces(people, rng)
    by_id = {w.person: w for w in people}
    experts = _expert_rows(rows, [w.person for w in mentors.values()])
    best: dict[tuple[str, str, str], int] = {}
    for person, station, task, level in rows:
        key = (person, station, task)
        best[key] = max(level, best.get(key, 0), 3 if key in experts else 0)
    table: list[list[Value]] = []
    for (person, station, task), level in sorted(best.items()):
        since = _since(by_id[person], frame.on, rng)
        table.append([person, station, task, level, paces[person], since.isoformat()])
    return table


def _expert_rows(rows: Sequence[Row], mentors: Sequence[str]) -> set[tuple[str, str, str]]:
    """Return the one skill in which each mentor can train: the first one listed."""
    experts: set[tuple[str, str, str]] = set()
    for mentor in mentors:
        first = next((r for r in rows if r[0] == mentor), None)
        if first is not None:
            experts.add(first[:3])
    return experts


def _since(worker: Worker, on: date, rng: random.Random) -> date:
    """Return the day since when a skill is held: within six years of being hired."""
    days = (on - worker.hired).days
    return worker.hired + timedelta(days=min(days - 1, rng.randint(60, 2200)))


def write(folder: Path, frame: Frame) -> None:
    """Write skills.csv."""
    write_csv(folder / "skills.csv", COLUMNS, skills(frame))
