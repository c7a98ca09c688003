"""Claim: a 200 MB CSV is read in <= 15 s and <= 1.5 GB, or refused with the limit named.

Two files are made in a temporary folder: a plant whose orders.csv is that large, read by `accord
check`, and an event log that large, read by `accord mine`. A refusal counts only when the command
ends with exit code 2 and names a size.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

from commands import ROOT, CommandRun, run_accord
from protocol import emit, machine

LIMIT_S, LIMIT_MB = 15.0, 1500.0
LOG_HEADER = (
    "Case ID,Activity,Resource,start,end,Span,Work Order Qty,Part Desc.,"
    "Worker ID,Report Type,Qty Completed,Qty Rejected,Qty for MRB,Rework\n"
)


def make_plant(folder: Path, megabytes: int) -> Path:
    """Copy the example plant and give it an orders.csv of ``megabytes`` MB with distinct orders."""
    shutil.copytree(ROOT / "plants" / "gaillon", folder, ignore=shutil.ignore_patterns("study"))
    orders = folder / "orders.csv"
    lines = orders.read_text(encoding="utf-8").splitlines()
    header, row = lines[0].split(","), lines[1].split(",")
    i_order = header.index("order")
    with orders.open("w", encoding="utf-8") as file:
        file.write(lines[0] + "\n")
        size, number = len(lines[0]), 0
        while size < megabytes * 1e6:
            row[i_order] = f"BIG{number:09d}"
            text = ",".join(row) + "\n"
            file.write(text)
            size += len(text)
            number += 1
    return folder


def make_log(path: Path, megabytes: int) -> Path:
    """Write an event log of ``megabytes`` MB in the columns that `accord mine` reads."""
    path.write_text(LOG_HEADER, encoding="utf-8")
    size, number = 0, 0
    with path.open("a", encoding="utf-8") as file:
        while size < megabytes * 1e6:
            day, hour = 1 + number // 24 % 28, number % 24
            stamp = f"2012-{1 + number // 672 % 12:02d}-{day:02d}T{hour:02d}"
            text = (
                f"Case {number // 20},Turning & Milling - Machine {number % 10},"
                f"Machine {number % 10} - Turning & Milling,"
                f"{stamp}:00:00.000000,{stamp}:45:00.000000,"
                f"000:45,100,Part {number % 40},ID{4000 + number % 50},D,{5 + number % 7},0,0,\n"
            )
            file.write(text)
            size += len(text)
            number += 1
    return path


def _judge(run: CommandRun) -> str:
    """Say whether a large file was read within the limits, refused properly, or neither."""
    if run.returncode == 0:
        is_met = run.wall_s <= LIMIT_S and run.peak_rss_mb <= LIMIT_MB
        return "read within the limits" if is_met else "READ, BUT OVER THE LIMITS"
    names_limit = re.search(r"\d+\s*(bytes|MB|GB|rows|lines)", run.text) is not None
    if run.returncode == 2 and names_limit and "Traceback" not in run.text:
        return "refused, limit named"
    return "FAILED"


def main() -> int:
    """Measure both files; return 1 when one is neither read within limits nor refused properly."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    result: dict[str, object] = {"machine": machine(), "megabytes": args.megabytes}
    verdicts = []
    with tempfile.TemporaryDirectory() as tmp:
        plant = make_plant(Path(tmp) / "plant", args.megabytes)
        log = make_log(Path(tmp) / "log.csv", args.megabytes)
        commands = {
            "check": ["check", str(plant)],
            "mine": ["mine", str(log), "--out", str(Path(tmp) / "mined")],
        }
        for name, command in commands.items():
            run = run_accord(command)
            verdicts.append(_judge(run))
            result[name] = {
                "wall_s": run.wall_s,
                "cpu_s": run.cpu_s,
                "peak_rss_mb": run.peak_rss_mb,
                "returncode": run.returncode,
                "verdict": verdicts[-1],
                "last_lines": run.last_lines,
            }
            if not args.json:
                print(f"{name}: {run.wall_s:.1f} s, {run.peak_rss_mb:.0f} MB: {verdicts[-1]}")
                print(run.last_lines)
    emit(result, args.json)
    return (
        0 if all(v in {"read within the limits", "refused, limit named"} for v in verdicts) else 1
    )


if __name__ == "__main__":
    sys.exit(main())
