"""Claim: a year of full employer cost of 10,000 people is priced in under 2 CPU seconds, twice.

Run ``python bench/cost.py [--people N] [--rounds R] [--json]``. The work goes through the door,
``cost.price``: twelve months of 2026, the law's contributions line by line with their articles,
reliefs, net pay of everyone by month; people on pay from the minimum wage to six times it, a third
with overtime in each month. The first price is that of today kept as it is, on one workload; the
second that of a plan (from 39 to 35 hours, a twentieth hired in March, a fiftieth gone in June) on
ten replications of the hours. One thread. The baseline, in the same rounds, is the price of as many
people one at a time, of today (a sample, scaled up).
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from accord import cost
from accord.plant import apply
from accord.plant.records import Exit, Hire, Payroll, Person, Plant, Scenario
from protocol import emit, machine

MONTHS, LIMIT_S, SAMPLE, REPLICATIONS = 12, 2.0, 12, 10
FIRST, LAST = date(2026, 1, 5), date(2026, 12, 31)
PAYROLL = Payroll(0.0208, 0.02, 0.03, 25.0, 25.0)
TODAY = Scenario("today", "Aujourd'hui", "Today", FIRST, 35.0)


def plant_of(number: int, seed: int) -> Plant:
    """Draw a plant of so many people at 35 hours; the same for the same seed."""
    stream = np.random.default_rng(seed)
    pay = 1823.03 * np.exp(stream.gamma(2.0, 0.25, number).clip(0, 1.8))
    fixed = stream.random(number) < 0.1
    people = tuple(
        Person(
            f"P{i:05d}",
            category="cadre" if wage > 4500 else "ouvrier",
            contract="cdd" if is_fixed else "permanent",
            weekly_h=35.0,
            wage_month=float(wage),
        )
        for i, (wage, is_fixed) in enumerate(zip(pay.tolist(), fixed.tolist(), strict=True))
    )
    return Plant("bench", "fr", "EUR", FIRST, 35.0, payroll=PAYROLL, people=people)


def workload_of(plant: Plant, seed: int) -> pl.DataFrame:
    """Draw each month's overtime: a third of the people, 1 to 17 hours, not the same each month."""
    stream = np.random.default_rng(seed)
    names = [p.person for p in plant.people]
    tables = []
    for month in range(1, MONTHS + 1):
        hours = np.where(
            stream.random(len(names)) < 1 / 3, stream.uniform(1, 17.33, len(names)), 0.0
        )
        tables.append(
            pl.DataFrame({"person": names, "month": date(2026, month, 1), "overtime_h": hours})
        )
    return pl.concat(tables)


def plan_of(plant: Plant) -> tuple[Plant, Scenario]:
    """Give the plant at 39 hours with a plan applied, and the plan: 35 hours, hires and exits."""
    people = tuple(
        replace(p, weekly_h=39.0, hire_date=date(2010, 1, 4), leave_days=5.0) for p in plant.people
    )
    hired = Hire(
        "N", len(people) // 20, "operator", "ouvrier", "", ("A",), 2100.0, date(2026, 3, 16)
    )
    left = tuple(Exit(p.person, date(2026, 6, 15), "leaver") for p in people[::50])
    plan = Scenario("plan", "35 heures", "35 hours", FIRST, 35.0, hires=(hired,), exits=left)
    return apply(replace(plant, weekly_h=39.0, people=people), plan), plan


def total_of(plant: Plant, scenario: Scenario, workload: pl.DataFrame) -> float:
    """Price the year; give its cost, and check that the lines add up to the people's months."""
    found = cost.price(plant, scenario, workload, until=LAST)
    if found.needs:
        raise AssertionError(f"the price lacks {found.needs[0]}")
    lines = sum(sum(line.by_month) for line in found.lines if line.kind == "yearly")
    people = float(found.people_months["cost"].sum())
    if abs(lines - people) > 1e-6 * people:
        raise AssertionError("the lines are not the payroll of the people")
    return lines


def one_by_one(plant: Plant, workload: pl.DataFrame) -> list[float]:
    """Price the first people each alone, with the headcount of one."""
    alone = [
        Plant("bench", "fr", "EUR", FIRST, 35.0, payroll=PAYROLL, people=(person,))
        for person in plant.people[:SAMPLE]
    ]
    return [
        total_of(one, TODAY, workload.filter(pl.col("person") == one.people[0].person))
        for one in alone
    ]


def cpu_s(work, *args):
    """Run once; give the result and the CPU seconds."""
    start = time.process_time()
    result = work(*args)
    return result, time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    plant = plant_of(args.people, seed=1)
    workload = workload_of(plant, seed=2)
    changed, plan = plan_of(plant)
    runs = pl.concat(
        workload_of(plant, seed=3 + run).with_columns(replication=pl.lit(run))
        for run in range(REPLICATIONS)
    )
    one_by_one(plant, workload)
    together, planned, singles, total = [], [], [], 0.0
    for _ in range(args.rounds):
        total, seconds = cpu_s(total_of, plant, TODAY, workload)
        together.append(seconds)
        _, seconds = cpu_s(total_of, changed, plan, runs)
        planned.append(seconds)
        _, seconds = cpu_s(one_by_one, plant, workload)
        singles.append(seconds / SAMPLE * args.people)
    median, of_plan, single = (statistics.median(x) for x in (together, planned, singles))
    ratio = statistics.median(s / t for s, t in zip(singles, together, strict=True))
    report = {
        "people": args.people,
        "months": MONTHS,
        "rounds": args.rounds,
        "cpu_s": median,
        "cpu_s_all": together,
        "plan_cpu_s": of_plan,
        "plan_cpu_s_all": planned,
        "plan_replications": REPLICATIONS,
        "one_by_one_cpu_s": single,
        "ratio": ratio,
        "limit_s": LIMIT_S,
        "holds": max(median, of_plan) <= LIMIT_S,
        "cost_eur": total,
        **machine(),
    }
    if not args.json:
        size = f"{args.people} people x {MONTHS} months through cost.price"
        print(f"{size}: {median:.2f} CPU s (limit {LIMIT_S:g})")
        plan_words = f"a plan with hires, exits and {REPLICATIONS} replications of overtime"
        print(f"{plan_words}: {of_plan:.2f} CPU s (limit {LIMIT_S:g})")
        print(f"one at a time: {single:.0f} CPU s, {ratio:.0f} times as long")
    emit(report, args.json)


if __name__ == "__main__":
    main()
