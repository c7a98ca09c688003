"""Claim: severance of 100,000 people takes at most 0.1 CPU s, all numbers of law load in 0.5 s.

Run ``python bench/law.py [--people 100000] [--rounds 7] [--json]``. Rules: the legal scale of
today, the metal agreement of 2024, the larger of both with every condition, and that of 1999; each
with needs, bounds, trace and articles as a user gets them. The baseline, in turn with them in the
same process, is the legal scale alone as a plain Python loop that rounds with ``decimal``: 10 000
people of it, scaled to as many.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np

from accord import law
from accord.law.parameters import read_pack
from accord.law.registry import pack_names
from protocol import emit, machine

SEVERANCE_S, LOAD_S = 0.1, 0.5
TODAY, FILM = date(2026, 6, 1), date(1999, 6, 1)
TASKS = {
    "legal": ("fr.severance.legal", TODAY),
    "agreement": ("fr.severance.idcc3248", TODAY),
    "due": ("fr.severance.due", TODAY),
    "due 1999": ("fr.severance.due", FILM),
}
SLOW_PEOPLE = 10_000


def people(num: int) -> dict[str, np.ndarray]:
    """Draw people with every fact that a severance rule may ask for."""
    rng = np.random.default_rng(2026)
    ages = np.floor(rng.uniform(18, 68, num))
    years = np.floor(rng.uniform(0, 12 * (ages - 18) + 1)) / 12
    return {
        "seniority_years": years,
        "seniority_right_years": years,
        "wage_month": np.round(rng.uniform(1500, 9000, num), 2),
        "is_economic": rng.random(num) < 0.5,
        "is_unfit_by_work": rng.random(num) < 0.02,
        "age_years": ages,
        "agreement": rng.choice(["none", "metal"], num),
        "metal_group": rng.choice(list("ABCDEFGHI"), num),
        "was_executive": rng.random(num) < 0.1,
        "is_pension_ready": rng.random(num) < 0.5,
        "is_for_long_absence": rng.random(num) < 0.05,
        "long_absence_months": rng.uniform(0, 12, num),
    }


def plain_loop(facts: dict[str, np.ndarray], num: int) -> list[float]:
    """Compute the legal scale of today for people one by one, as a first script would."""
    scale = law.parameter("fr.severance.legal", TODAY)
    lowers, rates = (bands.tolist() for bands in scale.bands("bands_personal"))
    (_, edge), (low, high) = lowers, [Fraction(rate).limit_denominator(60) for rate in rates]
    least, cent = scale.number("service_min_years"), Decimal("0.01")
    found = []
    columns = ("seniority_years", "wage_month", "is_unfit_by_work")
    for years, wage, is_unfit in zip(
        *(facts[name][:num].tolist() for name in columns), strict=True
    ):
        months = min(years, edge) * float(low) + max(years - edge, 0.0) * float(high)
        has_right = years >= least or is_unfit
        amount = Decimal(months * wage if has_right else 0.0).quantize(cent, ROUND_HALF_UP)
        found.append(float(amount * 2 if is_unfit else amount))
    return found


def load() -> int:
    """Read every parameter file of the house afresh; say how many."""
    root = Path(law.__file__).parent
    return sum(len(read_pack.__wrapped__(root / name)) for name in pack_names())


def cpu_s(task: Callable[[], object]) -> float:
    """Give the CPU seconds of a task."""
    begun = time.process_time()
    task()
    return time.process_time() - begun


def main() -> int:
    """Measure in turn, tell medians with smallest and largest, and hold the claim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    facts = people(asked.people)
    few = min(SLOW_PEOPLE, asked.people)
    legal = law.compute_table("fr.severance.legal", facts, on=TODAY)
    # a half cent in binary may fall either way, and is doubled for unfitness by work
    wrong = int(np.sum(np.abs(legal.values[:few] - plain_loop(facts, few)) > 0.0201))
    tasks: dict[str, Callable[[], object]] = {
        name: (lambda rule=rule, on=on: law.compute_table(rule, facts, on=on))
        for name, (rule, on) in TASKS.items()
    }
    tasks["load"] = load
    tasks["plain loop"] = lambda: plain_loop(facts, few)
    for task in tasks.values():
        task()
    times: dict[str, list[float]] = {name: [] for name in tasks}
    ratios = []
    for _ in range(asked.rounds):
        for name, task in tasks.items():
            times[name].append(cpu_s(task))
        loop_s = times["plain loop"][-1] * asked.people / few
        ratios.append(loop_s / times["legal"][-1])
    rows = {
        name: {"median_s": statistics.median(t), "min_s": min(t), "max_s": max(t)}
        for name, t in times.items()
    }
    faults = [
        f"{name}: {row['median_s']:.3f} s above {limit} s"
        for name, row in rows.items()
        if name != "plain loop"
        and row["median_s"] > (limit := LOAD_S if name == "load" else SEVERANCE_S)
    ]
    if wrong:
        faults.append(f"{wrong} of {few} amounts differ by more than two cents from the plain loop")
    if not asked.json:
        for name, row in rows.items():
            print(f"{name:12}{row['median_s']:8.4f} s ({row['min_s']:.4f} to {row['max_s']:.4f})")
        print(f"files of law: {load()}; people: {asked.people:,}; plain loop: {few:,} of them")
        print(f"legal scale to the plain loop, as many people: {statistics.median(ratios):.0f}x")
        print("\n".join(faults) or "holds")
    emit({"machine": machine(), "rows": rows, "ratio": ratios, "faults": faults}, asked.json)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
