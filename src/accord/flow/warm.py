"""Compile the kernels of the simulation into the cache, each in a process of its own.

``python -m accord.flow.warm`` saves the first simulations of a new machine a minute or two.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from accord.flow.model import Model, Step
from accord.flow.simulate import simulate

KINDS = ("lines", "plain", "rich")


def compile_kernel(kind: str) -> None:
    """Run a minute of a small plant that takes the kernel ``kind``."""
    model = Model(time_unit="min")
    model.station("press", operators=0 if kind == "lines" else 1)
    model.product("part", [Step("press", time=1.0, scrap=0.1 if kind == "rich" else 0.0)])
    if kind != "lines":
        model.person("o1", skills=["press"])
    model.saturate("part")
    simulate(model, until=1.0)


def main() -> None:
    """Compile all kernels side by side."""
    with ProcessPoolExecutor(len(KINDS), mp_context=get_context("spawn")) as pool:
        list(pool.map(compile_kernel, KINDS))


if __name__ == "__main__":
    main()
