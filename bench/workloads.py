"""The data of workloads d and e, shared by every engine, and the bands their values must meet.

Source of the workloads: docs/benchmarks.md, section "Workloads". Times are minutes in d and
seconds in e; simulated time starts at midnight and every day is alike.
"""

from __future__ import annotations

from dataclasses import dataclass

DAY_MIN = 1440.0
DAY_S = 86400.0
HOUR_S = 3600.0

Windows = tuple[tuple[float, float], ...]

EARLY_H: Windows = ((6.0, 10.0), (10.5, 14.0))
LATE_H: Windows = ((14.0, 18.0), (18.5, 22.0))


def windows(hours: Windows, units_per_hour: float) -> Windows:
    """Turn windows of presence in hours into another unit of time."""
    return tuple((start * units_per_hour, end * units_per_hour) for start, end in hours)


@dataclass(frozen=True, slots=True)
class JobShop:
    """Workload d: ten machines, eight operators, forty jobs always in the system."""

    routings: tuple[tuple[tuple[int, float], ...], ...]
    attended: tuple[bool, ...]
    skills: tuple[frozenset[int], ...]
    duty: tuple[Windows, ...]
    jobs: int = 40
    load_min: float = 0.5
    mean_up_min: float = 400.0
    mean_repair_min: float = 30.0


JOB_SHOP = JobShop(
    routings=(
        ((0, 4.50), (5, 5.59), (1, 5.10), (6, 2.90), (7, 3.20)),
        ((2, 5.49), (6, 2.02), (3, 5.28), (8, 5.19)),
        ((4, 3.87), (9, 3.21), (0, 3.11), (5, 3.02), (1, 3.78), (7, 4.02)),
        ((3, 4.21), (8, 5.98), (4, 5.17), (9, 4.49)),
        ((1, 5.96), (7, 2.86), (2, 2.64), (5, 4.45), (3, 2.18), (6, 2.14), (9, 4.06)),
    ),
    attended=(True,) * 5 + (False,) * 5,
    skills=tuple(frozenset((3 * o + j) % 10 for j in range(6)) for o in range(8)),
    duty=tuple(windows(EARLY_H if o < 4 else LATE_H, 60.0) for o in range(8)),
)


@dataclass(frozen=True, slots=True)
class PlantLines:
    """Workload e: twelve lines of five machines, machine ``5 * line + k``; times in seconds."""

    attended: tuple[bool, ...]
    skills: tuple[frozenset[int], ...]
    duty: tuple[Windows, ...]
    num_lines: int = 12
    num_stages: int = 5
    places: int = 50
    cycle_s: float = 3600.0 / 700.0
    load_s: float = 1.0
    mean_up_s: float = 14_400.0
    mean_repair_s: float = 600.0


def plant_lines(per_crew: int = 50, num_lines: int = 12) -> PlantLines:
    """Return workload e with ``per_crew`` operators in each of its two crews.

    Fifty and twelve lines are workload e; its tight variant has 22 where 26.2 are needed at full
    rate.
    """
    lines = tuple(
        frozenset((num_lines * (o % per_crew) // per_crew + j) % num_lines for j in range(3))
        for o in range(2 * per_crew)
    )
    return PlantLines(
        num_lines=num_lines,
        attended=tuple(
            k == 0 or (k == 3 and line % 2 == 0) for line in range(num_lines) for k in range(5)
        ),
        skills=tuple(frozenset(5 * line + k for line in of for k in range(5)) for of in lines),
        duty=tuple(
            windows(EARLY_H if o < per_crew else LATE_H, HOUR_S) for o in range(2 * per_crew)
        ),
    )


PLANT = plant_lines()
TIGHT_PLANT = plant_lines(per_crew=22)


FEATURES = ("learning", "fatigue", "spread", "absence", "setups", "rework", "priorities", "trace")
"""What workload e_full adds to e; hours by person and station are kept as well."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Workload e_full: e with lots that are set up, rework, two priorities, people who learn.

    Each line's first machine is set up for each lot of 350 pieces, which go on one by one; one
    piece in a hundred goes from the last machine to a bench and back. Every fifth operator is new.
    """

    lot_pieces: int = 350
    setup_s: float = 600.0
    rework_share: float = 0.01
    absence_share: float = 0.05
    new_every: int = 5
    orders_day: float = 12_000.0  # pieces a line and day, more than it can make


EVERYTHING = Everything()


@dataclass(frozen=True, slots=True)
class Band:
    """Where a value of a workload must lie over the long horizon, and where that is known from.

    ``spread_share`` widens the band on both sides: engines may choose freely among skilled idle
    people, which moves d and e by up to 1 %, and a run of one seed has noise of its own.
    """

    low: float
    high: float
    source: str
    spread_share: float = 0.0

    def holds(self, value: float) -> bool:
        """Tell whether a value lies in the widened band."""
        return self.low * (1 - self.spread_share) <= value <= self.high * (1 + self.spread_share)


BANDS: dict[str, dict[str, Band]] = {
    "a": {"W": Band(10.0, 10.0, "M/M/1, exact 10; 4 standard errors of .19", 0.076)},
    "b5": {"throughput": Band(0.869517, 0.869517, "Markov chain, filling left out", 0.005)},
    "b20": {"throughput": Band(0.838, 0.838, "4 M operations of two kernels", 0.008)},
    "c": {"throughput": Band(0.818, 0.824, "two kernels and SimPy", 0.005)},
    "d": {
        "operations_day": Band(1149.0, 1162.0, "SimPy, Cimba and two kernels", 0.01),
        "jobs_day": Band(220.0, 224.0, "SimPy, Cimba and two kernels", 0.01),
    },
    "e": {
        "operations_day": Band(556e3, 562e3, "SimPy, Cimba and two kernels, 10 days", 0.005),
        "jobs_day": Band(111e3, 112e3, "SimPy, Cimba and two kernels, 10 days", 0.005),
    },
    "e_tight": {},
    "e_full": {},
}
