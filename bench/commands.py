"""Run an ``accord`` command as a user would and measure it: wall, CPU, peak memory of its tree."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class CommandRun:
    """What one run of a command took and said."""

    returncode: int
    wall_s: float
    cpu_s: float
    peak_rss_mb: float
    text: str

    @property
    def last_lines(self) -> str:
        """Last three lines of what the command printed."""
        return "\n".join(self.text.strip().splitlines()[-3:])


def _accord() -> list[str]:
    """Return the installed command beside this interpreter, or its module form."""
    script = Path(sys.executable).with_name("accord")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-m", "accord"]


def _children(pid: int) -> list[int]:
    """Return the ids of a process and everything below it."""
    found, front = [pid], [pid]
    while front:
        tasks = Path(f"/proc/{front.pop()}/task")
        try:
            below = [
                int(child)
                for task in tasks.iterdir()
                for child in (task / "children").read_text().split()
            ]
        except OSError:
            continue
        found += below
        front += below
    return found


def _rss_mb(pid: int) -> float:
    """Return the resident memory of a process in megabytes, 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def run_accord(arguments: Sequence[str], cwd: Path = ROOT) -> CommandRun:
    """Run ``accord`` with the arguments; memory is the larger of sampled tree and kernel's peak."""
    environment = dict(os.environ)
    source = str(ROOT / "src")
    environment["PYTHONPATH"] = os.pathsep.join(
        [source, *filter(None, [environment.get("PYTHONPATH")])]
    )
    with tempfile.TemporaryFile("w+") as said:
        start = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603 - our own command, fixed by this bench
            [*_accord(), *arguments], cwd=cwd, env=environment, stdout=said, stderr=said
        )
        peak_mb, ended = 0.0, 0
        while not ended:
            peak_mb = max(peak_mb, sum(map(_rss_mb, _children(child.pid))))
            time.sleep(0.02)
            ended, status, usage = os.wait4(child.pid, os.WNOHANG)
        wall_s = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    return CommandRun(
        returncode=child.returncode,
        wall_s=wall_s,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_rss_mb=max(peak_mb, usage.ru_maxrss * 1024 / 1e6),
        text=text,
    )


def median_run(arguments: Sequence[str], rounds: int) -> dict[str, object]:
    """Run a command once to warm caches, then ``rounds`` times; return medians and the peak."""
    run_accord(arguments)
    runs = [run_accord(arguments) for _ in range(rounds)]
    return {
        "command": " ".join(["accord", *arguments]),
        "wall_s": statistics.median(run.wall_s for run in runs),
        "cpu_s": statistics.median(run.cpu_s for run in runs),
        "peak_rss_mb": max(run.peak_rss_mb for run in runs),
        "returncode": max(run.returncode for run in runs),
        "last_lines": runs[-1].last_lines,
    }


def fresh_folder(path: Path) -> Path:
    """Return an empty folder at ``path``, whatever stood there before."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def verdict(name: str, value: float, limit: float, unit: str) -> bool:
    """Print a number beside its limit; tell whether it is met."""
    is_met = value <= limit
    print(f"  {name}: {value:.3g} {unit} (limit {limit:g}): {'met' if is_met else 'NOT MET'}")
    return is_met
