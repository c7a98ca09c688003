"""Claim: lines run at >= 0.5 of the same recursion with the same variates in C.

Run ``python bench/lines_c.py [--rounds 5] [--json]``; needs a C compiler (``cc``). The C code
(``bench/recursion.c``) only computes departures; Accord also keeps the accounts of machines,
queues and pieces. Both run in this process, in interleaved rounds, and must give the same last
departure to the microsecond.
"""

from __future__ import annotations

import argparse
import ctypes
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from accord import flow
from accord.flow.kernel import layout as k
from accord.flow.kernel import streams
from accord.flow.kernel.streams import stream_key
from accord.flow.keys import entity_key
from protocol import emit, machine, si

TARGET_SHARE = 0.5
SEED = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the workloads; times in seconds, 0 means that machines do not fail."""

    stations: int
    places: int
    parts: int
    is_fixed: bool = False
    fail_s: float = 0.0
    repair_s: float = 0.0


LINES = {
    "b5": Line(5, 10, 1_000_000),
    "b20": Line(20, 10, 250_000),
    "c": Line(5, 20, 2_000_000, is_fixed=True, fail_s=100.0, repair_s=10.0),
}


def compile_c(folder: Path) -> ctypes.CDLL:
    """Compile the recursion with the optimiser on."""
    library = folder / "recursion.so"
    source = Path(__file__).with_name("recursion.c")
    options = ["-O3", "-march=native", "-shared", "-fPIC"]
    compiler = shutil.which("cc")
    if compiler is None:
        sys.exit("bench/lines_c.py needs a C compiler named cc")
    command = [compiler, *options, str(source), "-o", str(library), "-lm"]
    subprocess.run(command, check=True)  # noqa: S603 (our own file)
    loaded = ctypes.CDLL(str(library))
    loaded.run_line.restype = ctypes.c_int64
    tables = (streams.WIDTHS, streams.WITHIN, streams.HEIGHTS)
    pointers = (ctypes.c_void_p(table.ctypes.data) for table in tables)
    loaded.use_ziggurat(*pointers, ctypes.c_double(streams.EDGES[1]))
    return loaded


def in_c(library: ctypes.CDLL, line: Line, seed: int) -> int:
    """Return the last departure in microseconds."""
    purposes = (k.PUR_NOISE, k.PUR_FAIL, k.PUR_REPAIR)
    keys = np.array(
        [
            stream_key(np.uint64(seed), np.uint64(0), np.uint64(entity_key(f"s{i}")), np.uint64(p))
            for i in range(line.stations)
            for p in purposes
        ],
        dtype=np.uint64,
    )
    departure: int = library.run_line(
        *(line.stations, line.places, ctypes.c_int64(line.parts), ctypes.c_double(1e6)),
        *(int(line.is_fixed), ctypes.c_double(line.fail_s * 1e6)),
        *(ctypes.c_double(line.repair_s * 1e6), keys.ctypes.data_as(ctypes.c_void_p)),
    )
    return departure


def in_accord(line: Line, seed: int) -> int:
    """Return the last departure in microseconds."""
    model = flow.Model(time_unit="us")
    fails = flow.Exponential(line.fail_s * 1e6) if line.fail_s else None
    for i in range(line.stations):
        model.station(
            f"s{i}",
            buffer=line.places if i else None,
            failure=fails,
            repair=flow.Exponential(line.repair_s * 1e6) if line.repair_s else None,
        )
    cycle = 1e6 if line.is_fixed else flow.Exponential(1e6)
    model.product("part", [flow.Step(f"s{i}", time=cycle) for i in range(line.stations)])
    model.saturate("part")
    return int(flow.simulate(model, until_pieces=line.parts, seed=seed).last_exit[0])


def main() -> int:
    """Measure and print; return 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    results, missed = {}, False
    with tempfile.TemporaryDirectory() as folder:
        library = compile_c(Path(folder))
        for name, line in LINES.items():
            in_accord(line, SEED)
            speeds: dict[str, list[float]] = {"accord": [], "c": []}
            for seed in range(SEED, SEED + arguments.rounds):
                ends = []
                for engine, run in (("accord", in_accord), ("c", lambda x, s: in_c(library, x, s))):
                    begin = time.process_time()
                    ends.append(run(line, seed))
                    spent = time.process_time() - begin
                    speeds[engine].append(line.stations * line.parts / spent)
                if ends[0] != ends[1]:
                    sys.stderr.write(f"{name}: Accord ends at {ends[0]}, C at {ends[1]}\n")
                    return 1
            share = statistics.median(
                a / c for a, c in zip(speeds["accord"], speeds["c"], strict=True)
            )
            missed |= share < TARGET_SHARE
            medians = {engine: statistics.median(runs) for engine, runs in speeds.items()}
            results[name] = {"share_of_c": share, "ops_per_cpu_s": medians}
    for name, found in results.items():
        verdict = "met" if found["share_of_c"] >= TARGET_SHARE else "NOT MET"
        speeds_told = {engine: si(speed) for engine, speed in found["ops_per_cpu_s"].items()}
        sys.stderr.write(
            f"{name}: {found['share_of_c']:.2f} of C (asked {TARGET_SHARE}: {verdict}); "
            f"operations per CPU s: accord {speeds_told['accord']}, C {speeds_told['c']}\n"
        )
    emit({**results, "machine": machine()}, arguments.json)
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
