"""Claim: `accord study plants/gaillon` takes <= 90 s wall and <= 1.5 GB with a warm compile cache.

Also `accord --help` <= 0.5 s and `accord check plants/gaillon` <= 1.5 s, median of the rounds.
Each measured study writes into an empty folder, so that no finished run is reused; a study that
is run once more in the same folder shows what reuse saves.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from commands import ROOT, fresh_folder, median_run, run_accord, verdict
from protocol import emit, machine

LIMITS = {"study_wall_s": 90.0, "study_rss_mb": 1500.0, "help_wall_s": 0.5, "check_wall_s": 1.5}


def main() -> int:
    """Measure the three commands; return 1 when one fails or misses its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--studies", type=int, default=3, help="measured studies, after one warm")
    parser.add_argument("--plant", default="plants/gaillon")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()

    with tempfile.TemporaryDirectory() as tmp:
        folder = Path(tmp) / "study"
        command = ["study", args.plant, "--out", str(folder)]
        fresh_folder(folder)
        run_accord(command)  # fills the compile cache
        runs = []
        for _ in range(args.studies):
            fresh_folder(folder)
            runs.append(run_accord(command))
        again = run_accord(command)
    quick = {
        "help": median_run(["--help"], args.rounds),
        "check": median_run(["check", str(ROOT / args.plant)], args.rounds),
    }
    study = {
        "wall_s": statistics.median(run.wall_s for run in runs),
        "cpu_s": statistics.median(run.cpu_s for run in runs),
        "peak_rss_mb": max(run.peak_rss_mb for run in runs),
        "returncode": max(run.returncode for run in runs),
        "again_wall_s": again.wall_s,
        "last_lines": runs[-1].last_lines,
    }
    measured = {
        "study_wall_s": study["wall_s"],
        "study_rss_mb": study["peak_rss_mb"],
        "help_wall_s": quick["help"]["wall_s"],
        "check_wall_s": quick["check"]["wall_s"],
    }
    is_met = all(float(str(measured[name])) <= limit for name, limit in LIMITS.items())
    if not args.json:
        for name, limit in LIMITS.items():
            verdict(name, float(str(measured[name])), limit, name.rsplit("_", 1)[1])
        print(f"  CPU: study {study['cpu_s']:.3g} s, help {quick['help']['cpu_s']:.3g} s,", end=" ")
        print(f"check {quick['check']['cpu_s']:.3g} s")
        print(f"  the same study again: {again.wall_s:.3g} s")
        print(study["last_lines"])
    emit({"machine": machine(), "study": study, **quick, "limits": LIMITS}, args.json)
    is_run = study["returncode"] == 0 and quick["help"]["returncode"] == 0
    return 0 if is_met and is_run else 1


if __name__ == "__main__":
    sys.exit(main())
