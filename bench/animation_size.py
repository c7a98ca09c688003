"""Claim: an hour of workload e (60 machines, 100 people) is an animation of at most 4 MB.

Run ``python bench/animation_size.py [--json]``. The file must be read back, event by event.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from accord import flow
from accord.flow.animation import read_animation, write_animation
from accord_models import plant_model
from protocol import emit, machine, si

MOST_BYTES = 4_000_000
BEGIN_S, END_S = 7 * 3600.0, 8 * 3600.0


def main() -> int:
    """Measure and print; return 1 where the claim does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    window = (BEGIN_S, END_S)
    result = flow.simulate(plant_model(), until=END_S, trace=True, states=True, window=window)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hour.json"
        begin = time.process_time()
        num_events = write_animation(result, path)
        spent = time.process_time() - begin
        size = path.stat().st_size
        is_whole = len(read_animation(path).time_us) == num_events
    sys.stderr.write(
        f"{num_events:,} events, {si(size)}B, {size / num_events:.2f} bytes an event, "
        f"written in {spent:.2f} CPU s\n"
    )
    found = {"events": num_events, "bytes": size, "write_cpu_s": spent, "machine": machine()}
    emit(found, arguments.json)
    return int(size > MOST_BYTES or not is_whole)


if __name__ == "__main__":
    raise SystemExit(main())
