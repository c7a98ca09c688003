"""Probes: the chosen scenario run again with one input moved, to find where the conclusion turns.

All probes ask for far more than the shop can make, so that the output they show is its capacity. A
break-even value is where capacity, taken as linear in the moved input, meets the demand.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from accord.errors import ModelError
from accord.plant.records import Plant
from accord.study.field import Case, Field, Tracker
from accord.study.runs import Run, plant_digest, simulate_once

__all__ = ["ABSENCE_STEP", "DEMAND_FACTOR", "REPAIR_FACTOR", "Probes", "probe"]

DEMAND_FACTOR: Final = 1.25
ABSENCE_STEP: Final = 0.05
REPAIR_FACTOR: Final = 1.5
# Probes need no finer interval than this: they locate a threshold, they do not compare plans.
PRECISION: Final = 0.05


@dataclass(frozen=True, slots=True)
class Probes:
    """Runs of one case at saturation: as it is, with more absence, with longer repairs."""

    case: Case
    full: Run
    absence: Run | None
    repair: Run | None


def probe(
    field: Field,
    case: Case,
    out: Path,
    *,
    replications: int,
    executor: Executor | None,
    tracker: Tracker,
) -> Probes | None:
    """Run the probes of a case; None when its plant cannot take more demand.

    Finished probes are found in the folder of runs like any other run.
    """
    if case.run is None:
        return None
    more = _more_demand(case.plant)
    plants = {"demand": more}
    if more.absence_share is not None:
        share = min(0.95, more.absence_share + ABSENCE_STEP)
        plants["absence"] = replace(more, absence_share=share)
    if any(s.mttr_h is not None for s in more.stations):
        plants["repair"] = _longer_repairs(more)
    runs: dict[str, Run] = {}
    for name, plant in plants.items():
        digest = plant_digest(
            plant,
            weeks=field.plant.horizon_weeks,
            replications=replications,
            precision=PRECISION,
        )
        try:
            runs[name], _ = simulate_once(
                plant,
                out / "runs",
                digest,
                weeks=field.plant.horizon_weeks,
                replications=replications,
                precision=PRECISION,
                executor=executor,
                progress=tracker.follow(f"{case.id} {name}"),
            )
        except ModelError:
            if name == "demand":
                return None
    return Probes(case, runs["demand"], runs.get("absence"), runs.get("repair"))


def _more_demand(plant: Plant) -> Plant:
    orders = tuple(replace(o, quantity=round(DEMAND_FACTOR * o.quantity)) for o in plant.orders)
    return replace(plant, orders=orders)


def _longer_repairs(plant: Plant) -> Plant:
    stations = tuple(
        replace(s, mttr_h=s.mttr_h * REPAIR_FACTOR) if s.mttr_h is not None else s
        for s in plant.stations
    )
    return replace(plant, stations=stations)
