"""Claim: <= 1.5x slower from 5 to 600 machines, flat in horizon and runs, 2 threads >= 1.8x.

Run ``python bench/growth.py [--rounds 5] [--json]``. The plant is workload e with 1 to 120 lines of
five machines and as many operators a line; every size does about the same number of operations, and
sizes take turns inside a round, as do horizons, numbers of runs and threads. Speeds of sizes are
operations per CPU second; threads are judged by wall time, which needs an idle machine, so the
inflation of CPU seconds (1 is none) is told beside it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from accord import flow
from accord_models import plant, plant_model
from protocol import emit, machine, si, timed
from workloads import DAY_S, EARLY_H, PLANT, plant_lines

SIZES = (1, 4, 12, 40, 120)  # lines of five machines
HORIZONS_DAY = (1.0, 4.0, 16.0)
RUNS = (1, 4, 16)
TARGET_SLOWER, TARGET_FLAT, TARGET_THREADS = 1.5, 1.15, 1.8
DAYS_OF_60 = 10.0  # of the plant with 60 machines; one day of the largest


def _sized(num_lines: int) -> Callable[[int], object]:
    lines = plant_lines(per_crew=round(50 * num_lines / 12), num_lines=num_lines)
    return lambda seed: plant(DAYS_OF_60 * 12 / num_lines, seed, lines)


def _many(runs: int, executor: ThreadPoolExecutor | None = None) -> flow.FlowResult:
    """Run a day of workload e, its operators all on the early shift, several times."""
    early = flow.daily(*(f"{int(a):02d}:{int(a % 1 * 60):02d}-{int(b):02d}:00" for a, b in EARLY_H))
    model = plant_model(PLANT, [early] * len(PLANT.duty))
    return flow.simulate(model, until=DAY_S, replications=runs, executor=executor)


def _speeds(runs: dict[str, Callable[[int], object]], rounds: int) -> dict[str, float]:
    """Return the median of operations per CPU second of each, in turn inside every round."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    for i_round in range(rounds):
        for name, run in runs.items():
            outcome, cpu_s, _ = timed(run, 1 + i_round)
            found[name].append(outcome.operations / cpu_s)
    return {name: statistics.median(speeds) for name, speeds in found.items()}


def _runs_speed(rounds: int) -> dict[str, float]:
    found: dict[str, list[float]] = {str(runs): [] for runs in RUNS}
    for _ in range(rounds):
        for runs in RUNS:
            cpu = time.process_time()
            operations = int(_many(runs).num_operations.sum())
            found[str(runs)].append(operations / (time.process_time() - cpu))
    return {name: statistics.median(speeds) for name, speeds in found.items()}


def _threads(rounds: int) -> tuple[float, float]:
    """Return how much faster two threads are by wall time, and the inflation of CPU seconds."""
    faster, inflated = [], []
    for _ in range(rounds):
        spent = []
        for threads in (1, 2):
            with ThreadPoolExecutor(threads) as workers:
                wall, cpu = time.perf_counter(), time.process_time()
                _many(8, workers)
                spent.append((time.perf_counter() - wall, time.process_time() - cpu))
        faster.append(spent[0][0] / spent[1][0])
        inflated.append(spent[1][1] / spent[0][1])
    return statistics.median(faster), statistics.median(inflated)


def main() -> int:
    """Measure and print; return 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    plant(0.3, 0)
    sizes = _speeds({str(5 * n): _sized(n) for n in SIZES}, args.rounds)
    horizons = _speeds(
        {f"{days:g}": lambda seed, days=days: plant(days, seed) for days in HORIZONS_DAY},
        args.rounds,
    )
    runs = _runs_speed(args.rounds)
    faster, inflated = _threads(args.rounds)
    judged = {
        "slower_5_to_600_machines": (sizes["5"] / sizes["600"], TARGET_SLOWER),
        "slowest_horizon": (max(horizons.values()) / min(horizons.values()), TARGET_FLAT),
        "slowest_number_of_runs": (max(runs.values()) / min(runs.values()), TARGET_FLAT),
    }
    if not args.json:
        for what, speeds in (("machines", sizes), ("days", horizons), ("runs", runs)):
            told = ", ".join(f"{name} {si(speed)}" for name, speed in speeds.items())
            print(f"operations per CPU s by {what}: {told}")
        for name, (value, most) in judged.items():
            met = "met" if value <= most else "NOT MET"
            print(f"  {name.replace('_', ' ')}: {value:.2f}x (asked <= {most:g}): {met}")
        met = "met" if faster >= TARGET_THREADS else "NOT MET"
        print(
            f"2 threads: {faster:.2f}x by wall time (asked >= {TARGET_THREADS:g}: {met}), CPU "
            f"seconds {inflated:.2f}x"
        )
    found = {name: value for name, (value, _) in judged.items()}
    threads = {"two_threads": faster, "cpu_inflation": inflated}
    speeds = {"machines": sizes, "days": horizons, "runs": runs}
    emit({**found, **threads, "ops_per_cpu_s": speeds, "machine": machine()}, args.json)
    is_met = all(value <= most for value, most in judged.values())
    return int(not (is_met and faster >= TARGET_THREADS))


if __name__ == "__main__":
    sys.exit(main())
