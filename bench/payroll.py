"""Claim: a year of full employer cost of 10,000 people is computed in under 2 CPU seconds.

Run ``python bench/payroll.py [--people N] [--rounds R] [--json]``. Each month of 2026 is one table:
every contribution line of both sides, reliefs, net before tax and cost, with its article, for
people on pay from the minimum wage to six times it, a third with overtime. One thread. The
baseline, in the same rounds, is the same rule asked person by person (a sample, scaled up).
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from datetime import date

import numpy as np

from accord import law
from accord.law.fr.payslip import amounts
from protocol import emit, machine

RULE, MONTHS, FULL_H = "fr.pay.month", 12, 35 * 52 / 12
LIMIT_S, SAMPLE = 2.0, 50


def people(number: int, seed: int) -> dict[str, np.ndarray]:
    """Draw the facts of a workforce; the same for the same seed."""
    stream = np.random.default_rng(seed)
    gross = 1823.03 * np.exp(stream.gamma(2.0, 0.25, number).clip(0, 1.8))
    overtime_h = np.where(stream.random(number) < 1 / 3, stream.uniform(1, 17.33, number), 0.0)
    overtime_pay = gross / FULL_H * 1.25 * overtime_h
    zero = np.zeros(number)
    none = ("complementary_pay_month", "in_kind_month", "exempt_month", "indemnity_month")
    return {
        **dict.fromkeys((*none, "allowance_month"), zero),
        "gross_month": gross + overtime_pay,
        "paid_h_month": zero + FULL_H,
        "overtime_h_month": overtime_h,
        "overtime_pay_month": overtime_pay,
        "headcount": zero + number,
        "is_executive": (gross > 4500).astype(float),
        "is_fixed_term": (stream.random(number) < 0.1).astype(float),
        "plan_employer_month": zero + 25,
        "plan_employee_month": zero + 25,
        "accident_share": zero + 0.0208,
        "transport_share": zero + 0.02,
        "apprentice_share": zero + 0.03,
    }


def year_of_tables(facts: dict[str, np.ndarray]) -> dict[str, float]:
    """Compute the year month by month; give what the firm pays and what people get."""
    cost = net = 0.0
    for month in range(1, MONTHS + 1):
        of = amounts(law.compute_table(RULE, facts, on=date(2026, month, 1)))
        cost += float(of["employer_cost"].sum())
        net += float(of["net_before_tax"].sum())
    return {"cost_eur": cost, "net_eur": net}


def sample_one_by_one(facts: dict[str, np.ndarray]) -> list[float]:
    """Compute a month of the first people, one call each; give their costs."""
    rows = [{name: float(column[i]) for name, column in facts.items()} for i in range(SAMPLE)]
    return [float(law.compute(RULE, row, on=date(2026, 1, 1)).value or 0) for row in rows]


def cpu_s(work, *args):
    """Run once; give the result and the CPU seconds."""
    start = time.process_time()
    result = work(*args)
    return result, time.process_time() - start


def measure(number: int, rounds: int) -> dict[str, object]:
    """Measure both engines in turn."""
    facts = people(number, seed=1)
    warm = {name: column[:SAMPLE] for name, column in facts.items()}
    sample_one_by_one(warm)
    tables, singles = [], []
    for _ in range(rounds):
        totals, seconds = cpu_s(year_of_tables, facts)
        tables.append(seconds)
        one_by_one, seconds = cpu_s(sample_one_by_one, facts)
        singles.append(seconds / SAMPLE * number * MONTHS)
    together = law.compute_table(RULE, warm, on=date(2026, 1, 1)).values
    np.testing.assert_array_equal(together, one_by_one)
    median = statistics.median(tables)
    return {
        "people": number,
        "months": MONTHS,
        "rounds": rounds,
        "cpu_s": median,
        "cpu_s_all": tables,
        "payslips_per_cpu_s": number * MONTHS / median,
        "one_by_one_cpu_s": statistics.median(singles),
        "ratio": statistics.median(s / t for s, t in zip(singles, tables, strict=True)),
        "limit_s": LIMIT_S,
        "holds": median <= LIMIT_S,
        **totals,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    start = time.process_time()
    files = len(law.pack("fr"))
    loading = time.process_time() - start
    result = measure(args.people, args.rounds)
    report = {**result, "parameter_files": files, "loading_cpu_s": loading, **machine()}
    if not args.json:
        size = f"{args.people} people x {MONTHS} months"
        print(f"{size}: {result['cpu_s']:.2f} CPU s (limit {LIMIT_S:g})")
        print(f"{result['payslips_per_cpu_s']:.0f} payslips per CPU s, lines with their article")
        single, ratio = result["one_by_one_cpu_s"], result["ratio"]
        print(f"one by one: {single:.0f} CPU s, {ratio:.0f} times as long")
        print(f"{files} parameter files of France read in {loading:.2f} CPU s")
    emit(report, args.json)


if __name__ == "__main__":
    main()
