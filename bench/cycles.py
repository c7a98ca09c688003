"""Claim: published shift cycles are decided in 0.07 CPU s on average, each verdict with its proof.

Run ``python bench/cycles.py [--files 1-1000] [--only cycle,weekends,fewest] [--json]``; needs the
outside data (``ACCORD_DATA``, by default ``../shared/data``). Per file, in CPU seconds of one
thread: any legal cycle or the proof that none exists; the cycle with the most free weekends; the
fewest people at 35 h (or the smallest changes of rules) with the frontier of up to six headcounts.
The baseline, in the same process, is the same circulation with the same cuts given to HiGHS's
branch and bound alone: the compact model as others would run it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from accord.hours import CycleProblem, fewest_people, frontier, solve_cycle
from accord.hours.cycle.circulation import NoWalk, circulation
from accord.hours.cycle.connect import Connector
from accord.hours.cycle.counting import contradiction
from accord.hours.cycle.program import maximise
from accord.hours.cycle.read import read_problems
from protocol import emit, machine

ROOT = Path(__file__).parents[1]
LIMITS = {"cycle": (0.07, 2.5), "weekends": (0.15, 5.0), "fewest": (None, 5.0)}
FOUND, IMPOSSIBLE = 683, 317  # verdicts of the reference on all thousand files


@dataclass(slots=True)
class Times:
    """CPU seconds per file, and what was said how often."""

    cpu_s: dict[str, float] = field(default_factory=dict)
    said: Counter[str] = field(default_factory=Counter)

    def row(self) -> dict[str, object]:
        """Give mean, median, 99th percentile, maximum and the slowest files."""
        times = sorted(self.cpu_s.values())
        slowest = sorted(self.cpu_s, key=self.cpu_s.__getitem__, reverse=True)[:3]
        return {
            "files": len(times),
            "mean_s": statistics.mean(times),
            "median_s": statistics.median(times),
            "p99_s": times[int(0.99 * (len(times) - 1))],
            "max_s": times[-1],
            "slowest": {name: round(self.cpu_s[name], 3) for name in slowest},
            "said": dict(sorted(self.said.items())),
        }


def by_highs_alone(problem: CycleProblem) -> str:
    """Decide a problem with HiGHS's branch and bound and the connectivity cuts only."""
    if contradiction(problem) is not None:
        return "impossible"
    flow = circulation(problem)
    if isinstance(flow, NoWalk):
        return "impossible"
    connector = Connector(flow)
    nothing = np.zeros(flow.program.num_columns, dtype=np.int64)
    while True:
        answer = maximise(flow.program, nothing)
        if len(answer.values) == 0:
            return answer.status
        if connector.cut(answer.values) == 0:
            return "found"


def run(problem: CycleProblem, what: str) -> str:
    """Do one of the tasks and say how it ended."""
    if what == "baseline":
        return by_highs_alone(problem)
    if what == "cycle":
        result = solve_cycle(problem)
        return f"{result.status}, {result.proof.kind}"
    if what == "weekends":
        result = solve_cycle(problem, objectives=("free_weekends",))
        if result.status == "found" and not result.is_optimal:
            return "found, not proven optimal"
        return f"{result.status}, {result.proof.kind}"
    fewest = fewest_people(problem)
    points = frontier(problem).points
    if not all(point.is_proven for point in points):
        return "a point of the frontier is not proven"
    if fewest.relaxations is None:
        return "fewest found"
    return f"{fewest.relaxations.size} steps of rules"


def main() -> int:
    """Run the tasks over the files, task by task within a file, and hold the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", default="1-1000", help="range of file numbers")
    parser.add_argument("--only", default="baseline,cycle,weekends,fewest")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    folder = Path(os.environ.get("ACCORD_DATA", ROOT.parent / "shared" / "data")) / "rws"
    if not folder.is_dir():
        print(f"no files at {folder}: set ACCORD_DATA", file=sys.stderr)
        return 2
    first, _, last = asked.files.partition("-")
    tasks = asked.only.split(",")
    times = {task: Times() for task in tasks}
    wall = time.perf_counter()
    for number in range(int(first), int(last or first) + 1):
        name = f"Example{number}.txt"
        problem = read_problems(folder / name)[0]
        for task in tasks:
            begun = time.process_time()
            times[task].said[run(problem, task)] += 1
            times[task].cpu_s[name] = time.process_time() - begun
    rows = {task: times[task].row() for task in tasks}
    faults = _faults(rows, is_whole=asked.files == "1-1000")
    wall_s = time.perf_counter() - wall
    if not asked.json:
        print("\n".join(_lines(rows, faults)))
    emit({"machine": machine(), "wall_s": wall_s, "tasks": rows, "faults": faults}, asked.json)
    return 1 if faults else 0


def _faults(rows: dict[str, dict[str, object]], *, is_whole: bool) -> list[str]:
    faults = []
    for task, (mean_s, max_s) in LIMITS.items():
        if task not in rows:
            continue
        row = rows[task]
        if mean_s is not None and row["mean_s"] > mean_s:
            faults.append(f"{task}: mean {row['mean_s']:.3f} s above {mean_s} s")
        if row["max_s"] > max_s:
            faults.append(f"{task}: max {row['max_s']:.2f} s above {max_s} s")
    if is_whole and "cycle" in rows:
        said = Counter()
        for words, count in rows["cycle"]["said"].items():
            said[words.partition(",")[0]] += count
        if said != {"found": FOUND, "impossible": IMPOSSIBLE}:
            faults.append(f"verdicts {dict(said)} differ from the reference's")
    return faults


def _lines(rows: dict[str, dict[str, object]], faults: list[str]) -> list[str]:
    lines = []
    for task, row in rows.items():
        lines.append(
            f"{task:9} {row['files']:5} files: mean {row['mean_s']:.3f} s, median "
            f"{row['median_s']:.3f}, p99 {row['p99_s']:.2f}, max {row['max_s']:.2f} "
            f"(CPU s); slowest {row['slowest']}"
        )
        lines.append(f"          {row['said']}")
    if "baseline" in rows and "cycle" in rows:
        ratio = rows["baseline"]["mean_s"] / rows["cycle"]["mean_s"]
        worst = rows["baseline"]["max_s"] / rows["cycle"]["max_s"]
        lines.append(f"ratio to the baseline: mean {ratio:.1f}x, max {worst:.1f}x")
    return lines + [f"FAULT: {fault}" for fault in faults]


if __name__ == "__main__":
    sys.exit(main())
