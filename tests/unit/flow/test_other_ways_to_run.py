"""The same bits in another process and without the compiler."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from accord import flow

DIGEST = """
import hashlib
from accord import flow
for scrap in (0.1, 0.0):  # the plant without scrap is a plain one
    model = flow.Model(time_unit="min")
    model.station("first", failure=flow.Exponential(40), repair=flow.Lognormal(5, 0.5))
    model.station("second", operators=1, buffer=2)
    model.station("third", operators=1, attendance="load", load=0.5)
    times = flow.Exponential(4), flow.Lognormal(3, 0.3)
    model.product("part", [flow.Step("first", time=times[0]),
                           flow.Step("second", time=times[1], scrap=scrap),
                           flow.Step("third", time=2.5)])
    model.person("P1", ["second", "third"], duty=flow.daily("06:00-14:00"))
    model.saturate("part")
    result = flow.simulate(model, until=2880, trace=scrap > 0)
    bits = result.operations.tobytes() + result.machine_h.tobytes() + result.person_h.tobytes()
    if scrap:
        bits += result.trace.write_csv().encode()
    print(int(result.good_pieces.sum()), hashlib.sha256(bits).hexdigest())
"""


def run(**environment: str) -> str:
    command = [sys.executable, "-c", DIGEST]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_kernel_gives_the_same_bits_without_the_compiler() -> None:
    compiled = run()
    assert int(compiled.split()[0]) > 100
    assert run(NUMBA_DISABLE_JIT="1") == compiled


def test_another_process_gives_the_same_bits() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", failure=flow.Exponential(40), repair=flow.Exponential(5))
    model.product("part", [flow.Step("press", time=flow.Exponential(4))])
    model.saturate("part")
    here = flow.simulate(model, until=1440, replications=2)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        there = flow.simulate(model, until=1440, replications=2, executor=workers)
    assert there.good_pieces.tobytes() == here.good_pieces.tobytes()
    assert there.machine_h.tobytes() == here.machine_h.tobytes()
