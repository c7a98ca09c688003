"""Claim: e with everything on does 8 M machine operations a CPU second; what each feature costs.

Run ``python bench/effects_cost.py [--rounds 5] [--days 2] [--json]``. Workload e_full, then the
same without one of its features in turn, in interleaved rounds; medians and the ratio to e_full,
formed inside each round. The bare line is e_full without all of them.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial

import accord_models
from protocol import Engine, emit, interleave, machine, ratio_to, si
from workloads import FEATURES

TARGET_SPEED = 8e6  # machine operations per CPU second
WARM_DAYS = 0.3


def _engine(name: str, features: tuple[str, ...], days: float) -> Engine:
    """Bind the features of one line of the table."""
    run = partial(accord_models.full_plant, features=features)
    return Engine(
        name, lambda seed: run(days, seed), lambda seed: run(WARM_DAYS, seed), f"{days:g} days"
    )


def main() -> int:
    """Measure e_full and its parts; return 1 when the speed asked for is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--days", type=float, default=2.0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    engines = [_engine("everything", FEATURES, args.days)]
    for left_out in FEATURES:
        rest = tuple(f for f in FEATURES if f != left_out)
        engines.append(_engine(f"without {left_out}", rest, args.days))
    engines.append(_engine("bare", (), args.days))
    measures = interleave(engines, args.rounds)
    result: dict[str, object] = {"machine": machine(), "rounds": args.rounds}
    for engine in engines:
        ratio = ratio_to(measures, engine.name, "everything")
        summary = measures[engine.name].summary()
        result[engine.name] = {**summary, "ratio": ratio}
        if not args.json:
            told = f"{si(summary['median']):>7s} ops per CPU s, {ratio:5.2f} of everything"
            print(f"{engine.name:20s} {told}, {summary['events_per_op']:.2f} events an op")
    is_met = measures["everything"].speed >= TARGET_SPEED
    if not args.json:
        print(f"asked {si(TARGET_SPEED)}: {'met' if is_met else 'NOT MET'}")
    emit(result, args.json)
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
