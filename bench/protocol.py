"""The protocol that every bench shares: what one run returns, CPU seconds, rounds, medians.

Engines take turns inside a round, so that a slow minute of the machine hits all of them, and a
ratio is always formed inside one round. Speeds are operations per CPU second of this process;
compile time and imports are excluded by one short run of each engine before the first round.
"""

from __future__ import annotations

import gc
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a workload gives: operations done and the values that a wrong model would miss.

    ``events`` are steps of Accord's kernel (0 for other engines): a run of identical pieces may be
    one event, so that operations alone would flatter.
    """

    operations: int
    values: dict[str, float]
    events: int = 0


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine of a workload: a short run to warm up and the run that is measured."""

    name: str
    run: Callable[[int], Outcome]  # seed -> outcome
    warm: Callable[[int], Outcome]
    horizon: str


@dataclass(slots=True)
class Measure:
    """Speeds and values of one engine over the rounds."""

    ops_per_cpu_s: list[float] = field(default_factory=list)
    wall_s: list[float] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=dict)
    events_per_op: float = 0.0

    def add(self, outcome: Outcome, cpu_s: float, wall_s: float) -> None:
        """Take in one timed run."""
        self.ops_per_cpu_s.append(outcome.operations / cpu_s)
        self.wall_s.append(wall_s)
        self.events_per_op = outcome.events / outcome.operations
        for name, value in outcome.values.items():
            self.values.setdefault(name, []).append(value)

    @property
    def speed(self) -> float:
        """Median operations per CPU second."""
        return statistics.median(self.ops_per_cpu_s)

    def summary(self) -> dict[str, float]:
        """Return the median speed, the smallest and the largest, and what stands beside them."""
        return {
            "median": self.speed,
            "min": min(self.ops_per_cpu_s),
            "max": max(self.ops_per_cpu_s),
            "wall_s": statistics.median(self.wall_s),
            "events_per_op": self.events_per_op,
        }


def timed(run: Callable[[int], Outcome], seed: int) -> tuple[Outcome, float, float]:
    """Run once; return the outcome, CPU seconds of the process and wall seconds."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    outcome = run(seed)
    return outcome, time.process_time() - cpu, time.perf_counter() - wall


def interleave(engines: Sequence[Engine], rounds: int) -> dict[str, Measure]:
    """Give every engine one turn a round, ``rounds`` times, after one warm-up run each."""
    for engine in engines:
        engine.warm(0)
    measures = {engine.name: Measure() for engine in engines}
    for i_round in range(rounds):
        for engine in engines:
            measures[engine.name].add(*timed(engine.run, 1 + i_round))
    return measures


def ratio_to(measures: dict[str, Measure], name: str, base: str) -> float:
    """Median over the rounds of the speed of ``name`` over the speed of ``base``."""
    pairs = zip(measures[name].ops_per_cpu_s, measures[base].ops_per_cpu_s, strict=True)
    return statistics.median(fast / slow for fast, slow in pairs)


def machine() -> dict[str, str]:
    """Say what the numbers were measured on."""
    cpu = "unknown"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].split(":", 1)[1].strip() if names else cpu
    load = Path("/proc/loadavg")
    return {
        "cpu": cpu,
        "python": platform.python_version(),
        "load_at_start": load.read_text().split()[0] if load.exists() else "unknown",
    }


def si(value: float) -> str:
    """Write a speed with three digits and its scale: 57.1 k, 12.6 M."""
    for scale, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= scale:
            return f"{value / scale:.3g} {letter}"
    return f"{value:.3g}"


def emit(result: dict[str, object], as_json: bool) -> None:
    """Print the result as JSON on standard output when that was asked for."""
    if as_json:
        json.dump(result, sys.stdout, indent=2, sort_keys=True)
        sys.stdout.write("\n")
