"""Hours and absence: shifts.csv, absences.csv and plant.yaml."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from generator.frame import WEEKS, Frame
from generator.french import label_lines
from generator.staff import Worker, staff
from generator.writing import Value, write_csv, write_text

SHIFT_COLUMNS = ("crew", "week", "day", "start", "end", "breaks")
MORNING = (("mon-thu", "05:30", "13:50"), ("fri", "05:30", "12:50"))
AFTERNOON = (("mon-thu", "13:40", "22:00"), ("fri", "12:40", "20:00"))
MORNING_BREAK, AFTERNOON_BREAK = "09:30-09:50 unpaid", "17:40-18:00 unpaid"
LUNCH = "12:00-13:30 unpaid"

ABSENCE_SHARE = {"ouvrier": 0.065, "technicien": 0.035, "agent_de_maitrise": 0.035}
OFFICE_ABSENCE_SHARE = 0.025
SPELL_MEDIAN_DAYS, SPELL_TENTH_DAYS = 1.0, 10.0
SPELL_SD_LOG = math.log(SPELL_TENTH_DAYS / SPELL_MEDIAN_DAYS) / 1.2815515655446004
LONGEST_SPELL_DAYS = 90
HISTORY_WEEKS = 104


def shifts() -> list[list[Value]]:
    """Return today's rosters: crews A and B swap weekly, D works days, the rest part time."""
    rows: list[list[Value]] = []
    for crew, first in (("A", MORNING), ("B", AFTERNOON)):
        for week, pattern in ((1, first), (2, AFTERNOON if first is MORNING else MORNING)):
            pause = MORNING_BREAK if pattern is MORNING else AFTERNOON_BREAK
            rows += [[crew, week, days, start, end, pause] for days, start, end in pattern]
    rows += [["D", 1, "mon-thu", "08:00", "17:30", LUNCH], ["D", 1, "fri", "08:00", "16:30", LUNCH]]
    return rows + part_time_shifts()


def part_time_shifts() -> list[list[Value]]:
    """Return the rosters of the half-timers of assembly and of the clerks at 80 %."""
    rows: list[list[Value]] = [
        ["AH", 1, "mon-thu", "09:50", "13:50", None],
        ["AH", 1, "fri", "09:20", "12:50", None],
        ["BH", 1, "mon-thu", "13:40", "17:40", None],
        ["BH", 1, "fri", "12:40", "16:10", None],
    ]
    for days, end in (("mon-tue", "17:30"), ("thu", "17:30"), ("fri", "16:42")):
        rows.append(["D80", 1, days, "08:00", end, LUNCH])
    return rows


def spell_days(rng: random.Random) -> int:
    """Draw the working days of one spell of sickness: lognormal, median 1, a tenth above 10."""
    drawn = SPELL_MEDIAN_DAYS * math.exp(SPELL_SD_LOG * rng.gauss(0.0, 1.0))
    return max(1, min(LONGEST_SPELL_DAYS, round(drawn)))


def mean_spell_days() -> float:
    """Return the mean of ``spell_days``, summed over the lognormal."""

    def below(days: float) -> float:
        z = math.log(days / SPELL_MEDIAN_DAYS) / SPELL_SD_LOG
        return 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))

    return 1.0 + sum(1.0 - below(days + 0.5) for days in range(1, LONGEST_SPELL_DAYS))


def share_of(worker: Worker) -> float:
    """Return the mean share of working days lost to sickness in the person's category."""
    return ABSENCE_SHARE.get(worker.category, OFFICE_ABSENCE_SHARE)


def _past_days(frame: Frame) -> list[date]:
    first = frame.on - timedelta(weeks=HISTORY_WEEKS)
    days = (first + timedelta(days=i) for i in range(7 * HISTORY_WEEKS))
    weekdays = (d for d in days if d.weekday() < 5 and d not in frame.past_holidays)
    return [d for d in weekdays if not frame.is_closed(d)]


def _sickness(
    people: Sequence[Worker], days: Sequence[date], rng: random.Random
) -> list[list[Value]]:
    """Draw two past years of sickness: a gamma frailty of shape 1 a person, spells in between.

    The spells of a category are drawn until the share of days lost is within a tenth of its mean,
    so that the two years are typical ones.
    """
    rows: list[list[Value]] = []
    for share in sorted({share_of(w) for w in people}, reverse=True):
        members = [w for w in people if share_of(w) == share]
        while True:
            drawn = _draw(members, share, days, rng)
            lost = sum(row[1] for row in drawn) / (len(members) * len(days))
            if abs(lost / share - 1.0) <= 0.1:
                break
        rows += [row[0] for row in drawn]
    return rows


def _draw(
    members: Sequence[Worker], share: float, days: Sequence[date], rng: random.Random
) -> list[tuple[list[Value], int]]:
    mean = mean_spell_days()
    drawn: list[tuple[list[Value], int]] = []
    for worker in members:
        rate = share * rng.expovariate(1.0) / (1.0 - share) / mean  # spells a day present
        i = next((k for k, day in enumerate(days) if day >= worker.hired), len(days))
        while rate > 0:
            i += int(rng.expovariate(rate))
            if i >= len(days):
                break
            length = min(spell_days(rng), len(days) - i)
            first, last = days[i], days[i + length - 1]
            row: list[Value] = [worker.person, first.isoformat(), last.isoformat(), "sickness"]
            drawn.append((row, length))
            i += length + 1
    return drawn


def past_absences(frame: Frame) -> list[tuple[str, date, date]]:
    """Return the sickness of the two past years: person, first day, last day."""
    rows = _sickness(staff(frame)[0][:180], _past_days(frame), frame.stream("absences"))
    return [
        (str(person), date.fromisoformat(str(first)), date.fromisoformat(str(last)))
        for person, first, last, _ in rows
    ]


def _leave(people: Sequence[Worker], frame: Frame) -> list[list[Value]]:
    """Plan one individual leave week a person and year, spread over each crew's open weeks."""
    rows: list[list[Value]] = []
    for first in range(0, WEEKS, 52):
        weeks = frame.open_weeks(first, first + 52)
        for cell in dict.fromkeys((w.group, w.crew) for w in people):
            members = [w for w in people if (w.group, w.crew) == cell]
            for i, worker in enumerate(members):
                turn = (i * len(weeks) // len(members) + 17 * (first // 52)) % len(weeks)
                start = frame.monday(weeks[turn])
                end = start + timedelta(days=4)
                rows.append([worker.person, start.isoformat(), end.isoformat(), "leave"])
    return rows


PLANT_YAML = """\
# Gaillon: a fictional stamping plant of 180 people. Every person and figure is invented.
# Where each value comes from: SOURCES.md. Written by generate.py; change that, not this file.
name: {title}
country: fr
currency: {currency}
on: {on}
branch_agreement: {branch_agreement}
weekly_h: 39
seed: {seed}
release: {{conwip: 48}}        # two lots per press
calendar:
  holidays: [{holidays}]
  closed:
{closed}
rules: {{shift_end: finish, break_rule: finish, long_task_end: preempt}}
{money}
absence_share: 0.065           # operators; other categories in evidence.yaml
horizon_weeks: {weeks}
warm_up_weeks: 4
overtime:
  # Saturday while more than a day of demand waits outside the shop: crew A in the morning, and
  # crew B after it if the backlog is still above a day.
{overtime}
labels:  # what words of these files are called in a report of the other language
{labels}
"""


def overtime_lines(hours: int, first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the overtime rules of plant or scenario, for two crews or their sub-crews.

    ``hours`` is the most that a person works on Saturdays in a calendar year.
    """
    return [
        f'  - {{day: sat, start: "{start}", end: "{end}", when_backlog_days: 1, '
        f"max_h_year: {hours}, crews: [{', '.join(crews)}], premium_share: 0.25}}"
        for crews, start, end in ((first, "06:00", "12:00"), (second, "12:00", "18:00"))
    ]


def plant_yaml(frame: Frame) -> str:
    """Return plant.yaml."""
    closed = "\n".join(f"    - {first}..{last} {why}" for first, last, why in frame.closed)
    holidays = ",\n             ".join(
        ", ".join(map(str, frame.holidays[i : i + 7])) for i in range(0, len(frame.holidays), 7)
    )
    return PLANT_YAML.format(
        title=frame.title[1],
        currency=frame.money.currency,
        branch_agreement=frame.branch_agreement,
        money="\n".join(frame.money.lines),
        on=frame.on,
        seed=frame.seed,
        holidays=holidays,
        closed=closed,
        weeks=WEEKS,
        overtime="\n".join(overtime_lines(frame.terms.first_saturdays_h, ["A"], ["B"])),
        labels="\n".join(label_lines(frame)),
    )


def write(folder: Path, frame: Frame) -> None:
    """Write shifts.csv, absences.csv and plant.yaml."""
    people = staff(frame)[0][:180]
    rng = frame.stream("absences")
    rows = _sickness(people, _past_days(frame), rng) + _leave(people, frame)
    rows.sort(key=lambda row: (row[1], row[0]))
    write_csv(folder / "shifts.csv", SHIFT_COLUMNS, shifts())
    write_csv(folder / "absences.csv", ("person", "from", "to", "kind"), rows)
    write_text(folder / "plant.yaml", plant_yaml(frame))
