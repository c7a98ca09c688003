"""A cluster of real worker processes on this machine gives the bits of one thread."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json
from distributed import LocalCluster
from accord import flow
from accord.study import make_executor

def model():
    m = flow.Model(time_unit="min")
    m.station("press", operators=1, failure=flow.Exponential(200), repair=flow.Exponential(20))
    m.station("weld", operators=1, buffer=3)
    m.product("part", [flow.Step(s, time=flow.Exponential(2.0)) for s in ("press", "weld")])
    m.saturate("part")
    for name in ("o1", "o2"):
        m.person(name, ["press", "weld"], flow.daily("06:00-10:00", "10:30-14:00"))
    return m

def bits(where):
    with make_executor(where) as workers:
        r = flow.simulate(model(), until=2880.0, replications=6, seed=4, executor=workers)
    return [r.good_pieces.tolist(), r.person_h.tobytes().hex(), r.machine_h.tobytes().hex()]

if __name__ == "__main__":
    options = {"threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(n_workers=2, processes=True, **options) as cluster:
        workers = {w["id"] for w in cluster.scheduler_info["workers"].values()}
        remote = bits("dask:" + cluster.scheduler_address)
    print(json.dumps([len(workers), bits("threads:1") == remote, bits("threads:2") == remote]))
"""


def test_two_worker_processes_of_a_cluster_give_the_bits_of_one_thread(tmp_path: Path) -> None:
    program = tmp_path / "cluster.py"
    program.write_text(PROGRAM, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(program)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[-1]) == [2, True, True]
