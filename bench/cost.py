"""Claim: a year of full employer cost of 10,000 people is priced in under 2 CPU seconds.

Run ``python bench/cost.py [--people N] [--rounds R] [--json]``. The work goes through the door,
``cost.price``: twelve months of 2026, the law's contributions line by line with their articles,
reliefs, net pay of everyone by month; people on pay from the minimum wage to six times it, a third
with overtime in each month. One thread. The baseline, in the same rounds, is the price of as many
people one at a time (a sample, scaled up).
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from datetime import date

import numpy as np
import polars as pl

from accord import cost
from accord.plant.records import Payroll, Person, Plant, Scenario
from protocol import emit, machine

MONTHS, LIMIT_S, SAMPLE = 12, 2.0, 12
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


def total_of(plant: Plant, workload: pl.DataFrame) -> float:
    """Price the year; give its cost, and check that the lines add up to the people's months."""
    found = cost.price(plant, TODAY, workload, until=LAST)
    lines = sum(sum(line.by_month) for line in found.lines if line.kind == "yearly")
    people = float(found.people_months["cost"].sum())
    if abs(lines - people) > 1e-6 * people or found.people_months.height != MONTHS * len(
        plant.people
    ):
        raise AssertionError("the lines are not the payroll of the people")
    return lines


def one_by_one(plant: Plant, workload: pl.DataFrame) -> list[float]:
    """Price the first people each alone, with the headcount of one."""
    alone = [
        Plant("bench", "fr", "EUR", FIRST, 35.0, payroll=PAYROLL, people=(person,))
        for person in plant.people[:SAMPLE]
    ]
    return [
        total_of(one, workload.filter(pl.col("person") == one.people[0].person)) for one in alone
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
    one_by_one(plant, workload)
    together, singles, total = [], [], 0.0
    for _ in range(args.rounds):
        total, seconds = cpu_s(total_of, plant, workload)
        together.append(seconds)
        _, seconds = cpu_s(one_by_one, plant, workload)
        singles.append(seconds / SAMPLE * args.people)
    median, single = statistics.median(together), statistics.median(singles)
    ratio = statistics.median(s / t for s, t in zip(singles, together, strict=True))
    report = {
        "people": args.people,
        "months": MONTHS,
        "rounds": args.rounds,
        "cpu_s": median,
        "cpu_s_all": together,
        "one_by_one_cpu_s": single,
        "ratio": ratio,
        "limit_s": LIMIT_S,
        "holds": median <= LIMIT_S,
        "cost_eur": total,
        **machine(),
    }
    if not args.json:
        size = f"{args.people} people x {MONTHS} months through cost.price"
        print(f"{size}: {median:.2f} CPU s (limit {LIMIT_S:g})")
        print(f"one at a time: {single:.0f} CPU s, {ratio:.0f} times as long")
    emit(report, args.json)


if __name__ == "__main__":
    main()
