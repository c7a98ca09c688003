"""Claim: 35 h against 39 h, 2 x 100 plant-years with a paired interval, take <= 6 min on 2 cores.

Run ``python bench/paired_weeks.py [--years 3] [--threads 2] [--json]``. The plant is workload e
with its operators present from Monday to Friday, 7.8 h or 7.0 h a day. A plant-year is 103 working
days, 1 607 h at 7.8 h twice a day; both weeks run over the same days with the same random numbers,
so that the difference is paired. With fewer than 100 years the time of 100 is extrapolated, and the
output says so.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from accord import flow
from accord_models import plant_model
from protocol import emit, machine
from workloads import DAY_S, PLANT

TARGET_MIN = 6.0
FULL_YEARS = 100
WORKING_DAYS = 103
WEEKS = {
    "39 h": (("06:00-10:00", "10:30-14:18"), ("14:18-18:18", "18:48-22:36")),
    "35 h": (("06:00-10:00", "10:30-13:30"), ("13:30-17:30", "18:00-21:00")),
}


def model_of(week: str) -> flow.Model:
    """Build workload e with the early and late calendar of a week."""
    days = ("mon", "tue", "wed", "thu", "fri")
    early, late = (flow.weekly(dict.fromkeys(days, spans)) for spans in WEEKS[week])
    per_crew = len(PLANT.duty) // 2
    return plant_model(PLANT, [early] * per_crew + [late] * per_crew)


def main() -> int:
    """Compare the weeks; return 1 when 100 years would take longer than asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.years < 2:
        parser.error("an interval needs at least 2 years")
    weeks, days = divmod(WORKING_DAYS, 5)
    until = (7 * weeks + days) * DAY_S
    flow.simulate(model_of("39 h"), until=6.5 / 24 * DAY_S)  # compiles, if nothing is cached
    wall, cpu, good, operations = time.perf_counter(), time.process_time(), {}, 0
    with ThreadPoolExecutor(args.threads) as workers:
        for week in WEEKS:
            result = flow.simulate(
                model_of(week), until=until, replications=args.years, seed=1, executor=workers
            )
            good[week] = result.good_pieces.sum(axis=(1, 2)).astype(float)
            operations += int(result.num_operations.sum())
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    loss = good["35 h"] / good["39 h"] - 1.0
    mean, low, high = flow.interval(loss)
    minutes = wall / 60 * FULL_YEARS / args.years
    found = {
        "years": args.years,
        "threads": args.threads,
        "pieces_per_year": {week: float(pieces.mean()) for week, pieces in good.items()},
        "loss_share": {"mean": mean, "low": low, "high": high},
        "operations": operations,
        "wall_s": wall,
        "cpu_s": cpu,
        "minutes_for_100_years": minutes,
        "cpu_minutes_for_100_years": cpu / 60 * FULL_YEARS / args.years,
        "is_extrapolated": args.years < FULL_YEARS,
        "machine": machine(),
    }
    if not args.json:
        print(
            f"35 h against 39 h over {args.years} plant-years each: {100 * mean:+.3f} % pieces "
            f"({100 * low:+.3f} to {100 * high:+.3f}), paired"
        )
        print(
            f"{wall:.0f} s wall and {cpu:.0f} s CPU on {args.threads} threads, "
            f"{operations / cpu / 1e6:.2f} M operations per CPU s; 2 x 100 plant-years: "
            f"{minutes:.1f} min wall{' (extrapolated)' if args.years < FULL_YEARS else ''}, asked "
            f"{TARGET_MIN:g}: {'met' if minutes <= TARGET_MIN else 'NOT MET'}; "
            f"{cpu / 120 * FULL_YEARS / args.years:.1f} min if two cores had been idle"
        )
    emit(found, args.json)
    return int(minutes > TARGET_MIN)


if __name__ == "__main__":
    sys.exit(main())
