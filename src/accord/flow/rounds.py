"""Compile the lines of a plain plant into steps, where rounds are worth while (kernel.rounds)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.flow.kernel import layout as k
from accord.flow.kernel.step_records import ROUND_STEP
from accord.flow.kernel.streams import FIXED
from accord.flow.routes import Routes

EVEN = 4.0  # the mean cycle is at most so many times the shortest: else most rounds do little
LONGEST_US = 1 << 40  # of a cycle
ROUNDING_US = 64  # more than a multiple of a cycle is rounded by, in 3 000 years


def compile_rounds(st: NDArray[np.void], routes: Routes, at_fail: int) -> NDArray[np.void]:
    """Return the steps of a plain plant's lines, each line from its last machine; or none.

    Rounds are for lines of one machine a station that one product visits once, supplied without
    end, with fixed cycles, queues of at least one place, and loading but no unloading; who attends
    a machine stays when it breaks.
    """
    nothing = np.zeros(0, dtype=ROUND_STEP)
    operations, sources = routes.operations, routes.sources[1:]
    s = st[operations["station"]]
    is_loaded = s["attendance"] == k.ATT_LOAD
    breaks = s["fail_kind"] >= 0
    if not (
        len(sources)
        and (sources["kind"] < 0).all()
        and len(routes.plan) == len(routes.loop_op) == 0
        and len(np.unique(operations["station"])) == len(operations)
        and (operations["kind"] == FIXED).all()
        and (s["num_machines"] == 1).all()
        and (s["clock"] == k.CLOCK_RUNNING).all()
        and ((s["capacity"] < 0) | (s["capacity"] >= 1)).all()
        and (s["unload_us"] == 0).all()
        and ((s["load_us"] > 0) | ~is_loaded).all()
        and (at_fail != k.FREE or not (breaks & (s["attendance"] == k.ATT_CYCLE)).any())
    ):
        return nothing
    chains = [_chain(operations, first) for first in sources["first_op"].tolist()]
    chain = np.concatenate(chains)
    if len(np.unique(chain)) != len(chain):
        return nothing
    steps = np.zeros(len(chain), dtype=ROUND_STEP)
    s = st[operations["station"][chain]]
    steps["op"] = chain
    steps["machine"] = s["first_machine"]
    steps["is_first"] = np.isin(chain, sources["first_op"])
    steps["is_last"] = operations["next"][chain] < 0
    steps["capacity"] = np.where(s["capacity"] < 0, k.INF, s["capacity"])
    steps["attendance"] = s["attendance"]
    steps["skill"] = s["run_class"]
    steps["load_us"] = np.where(s["attendance"] == k.ATT_LOAD, s["load_us"], 0)
    steps["cycle"] = operations["cycle_us"][chain]
    cycles = _cycles(steps)
    is_even = cycles.min() * EVEN >= cycles.mean() and cycles.max() <= LONGEST_US
    return steps if is_even else nothing


def round_us(steps: NDArray[np.void]) -> int:
    """Return the length of a round (us): no machine makes two pieces in it; 0: no rounds.

    Pieces end at rounded multiples of the cycle, so that one may be a little shorter than the next.
    """
    return max(0, int(_cycles(steps).min()) - ROUNDING_US) if len(steps) else 0


def _cycles(steps: NDArray[np.void]) -> NDArray[np.float64]:
    cycles: NDArray[np.float64] = steps["load_us"] + np.floor(steps["cycle"])
    return cycles


def _chain(operations: NDArray[np.void], first: int) -> list[int]:
    """Return the operations of a line, the last first."""
    chain = [first]
    while (following := int(operations["next"][chain[-1]])) >= 0:
        chain.append(following)
    return chain[::-1]
