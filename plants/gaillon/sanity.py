"""Run the scenarios and print what they make: the sanity table of docs/background/gaillon.md.

    python plants/gaillon/sanity.py [REPLICATIONS] [S0 S1 ...]      # accord installed

Year 2 is weeks 56 to 103, open weeks only; every regime but S6 is complete by then.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import numpy as np

from accord import flow, hours, plant

WEEKS, FIRST = 104, 56
HERE = Path(__file__).resolve().parent
GROUPS = ("G63", "G100", "G160", "GC", "WELD", "DEBUR", "DEGR", "PAINT")


def demanded(base: plant.Plant) -> np.ndarray:
    """Return the pieces ordered by week of release, shape (weeks,)."""
    pieces = np.zeros(WEEKS)
    for order in base.orders:
        pieces[(order.release - base.on).days // 7] += order.quantity
    return pieces


def station_of(applied: plant.Plant) -> dict[str, str]:
    """Return the station of each machine, added ones included."""
    known = {m: s.station for s in applied.stations for m in s.machines}
    known.update({m: c.station for c in applied.machine_changes for m in c.added})
    return known


def row(name: str, applied: plant.Plant, pieces: np.ndarray, replications: int) -> str:
    """Return one line of the table."""
    result = flow.simulate(
        applied, until=timedelta(weeks=WEEKS), replications=replications, seed=applied.seed
    )
    measured = np.array([w >= FIRST and pieces[w] > 0 for w in range(WEEKS)])
    good = result.good_pieces.sum(axis=2)[:, measured].mean(axis=1)
    share = flow.interval(good / pieces[measured].mean())
    late = flow.interval((pieces.sum() - result.good_pieces.sum(axis=(1, 2))) / 618_000)
    extra = flow.interval(result.extra_h[:, 52:].sum(axis=(1, 2)))
    states = dict(zip(flow.MACHINE_STATES, range(len(flow.MACHINE_STATES)), strict=True))
    hours = result.machine_h.mean(axis=0)[measured].mean(axis=0)
    home = station_of(applied)
    run = {
        g: sum(h[states["run"]] for m, h in zip(result.machines, hours, strict=True)
               if home[m] == g)
        for g in GROUPS
    }  # fmt: skip
    told = " ".join(f"{g} {run[g]:.0f}" for g in GROUPS)
    return (
        f"{name:4s} output {share[0]:.3f} [{share[1]:.3f}, {share[2]:.3f}] of demand; "
        f"owed at the end {late[0]:.2f} weeks; overtime year 2 {extra[0]:,.0f} "
        f"[{extra[1]:,.0f}, {extra[2]:,.0f}] h; run h a week: {told}"
    )


def main() -> None:
    """Print the table."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    base = plant.read(HERE)
    pieces = demanded(base)
    for scenario in base.scenarios:
        if len(sys.argv) <= 2 or scenario.name in sys.argv[2:]:
            applied, _, _ = hours.apply_designed(base, scenario)
            print(row(scenario.name, applied, pieces, replications), flush=True)


if __name__ == "__main__":
    main()
