"""A study that is stopped keeps its finished runs; a real log goes from file to report."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ACCORD_DATA", ROOT.parent / "shared" / "data"))
LOG = DATA / "production_log" / "Production_Data_rebuilt.csv"


def test_a_stopped_study_keeps_its_finished_runs_and_the_next_one_reuses_them(
    accord, small_shop, tmp_path
) -> None:
    out = tmp_path / "stopped"
    asked = ["--out", str(out), "--replications", "150", "--precision", "0.5", "--json"]
    command = [sys.executable, "-m", "accord", "study", str(small_shop), *asked]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 200
    while not list(out.glob("runs/*.parquet")):
        assert time.monotonic() < deadline
        assert running.poll() is None, running.stderr.read()
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=120)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    finished = len(list(out.glob("runs/*.parquet")))
    assert not (out / "report.html").exists()
    assert not list(out.glob("runs/*.part"))
    done = accord("study", small_shop, *asked)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["num_reused"] >= min(finished, 3)


@pytest.mark.skipif(not LOG.is_file(), reason=f"the log is not at {LOG} (ACCORD_DATA)")
def test_a_real_log_becomes_a_report_that_says_how_well_it_is_reproduced(accord, tmp_path) -> None:
    plant, out = tmp_path / "mined", tmp_path / "study"
    mined = accord("mine", LOG, "--out", plant, "--json")
    assert mined.returncode == 0, mined.stderr
    done = accord("study", plant, "--out", out, "--replications", "4", "--lang", "en",
                  "--precision", "0.05")  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Today simulated, against the log" in page
    assert "cannot identify the effect of: weekly hours" in page
    assert "the same worker’s previous row" in page
    rows = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    figures = {r["id"]: r for r in rows}
    statuses = ("used", "placeholder", "duplicate", "zero_length", "over_24h")
    assert sum(figures[f"log.rows.{s}"]["value"] for s in statuses) == 4435
    for measure in ("operation_pieces", "worked_h"):
        gap = figures[f"S0.log.gap.{measure}"]
        assert gap["low"] <= gap["value"] <= gap["high"]
        # A sanity bound, not a pin: today's simulation is of the log's order of magnitude.
        assert abs(gap["value"]) < 0.5
