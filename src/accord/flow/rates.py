"""Energy and cost of hours: a rate for each state of a machine and for an hour of a person."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.kernel.layout import MACHINE_STATES
from accord.flow.model import Model

Floats = NDArray[np.float64]
Summary = Callable[[Floats], dict[str, float | None]]


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of M machines in each state and of P people.

    Attributes
    ----------
    power_kw, machine_eur_h
        (M, states) in the order of ``MACHINE_STATES``.
    person_eur_h
        (P,) of an hour of presence or overtime.
    """

    power_kw: Floats
    machine_eur_h: Floats
    person_eur_h: Floats

    def energy_kwh(self, machine_h: Floats) -> Floats:
        """Return (R, B, M) energy from hours (R, B, M, states)."""
        return _weighed(machine_h, self.power_kw)

    def machine_eur(self, machine_h: Floats) -> Floats:
        """Return (R, B, M) cost of machines from hours (R, B, M, states)."""
        return _weighed(machine_h, self.machine_eur_h)

    def person_eur(self, person_h: Floats) -> Floats:
        """Return (R, B, P) cost of people from hours (R, B, P, states)."""
        cost: Floats = person_h.sum(axis=3) * self.person_eur_h
        return cost

    def as_dict(self, machine_h: Floats, person_h: Floats, mean: Summary) -> dict[str, Any]:
        """Return the totals of a replication, each summed up by ``mean``."""
        machines = self.machine_eur(machine_h).sum(axis=(1, 2))
        people = self.person_eur(person_h).sum(axis=(1, 2))
        return {
            "energy_kwh": mean(self.energy_kwh(machine_h).sum(axis=(1, 2))),
            "machines_eur": mean(machines),
            "people_eur": mean(people),
            "total_eur": mean(machines + people),
        }


def _weighed(machine_h: Floats, rates: Floats) -> Floats:
    """Return (R, B, M) hours (R, B, M, states) times the rates (M, states) of their states."""
    total: Floats = np.einsum("rbms,ms->rbm", machine_h, rates)
    return total


def rates_of(model: Model) -> Rates | None:
    """Return the rates of a model, or None when it says none.

    Raises
    ------
    ModelError
        For a state that does not exist and a rate that is negative or no number.
    """
    power, cost = [], []
    for s in model.stations:
        power += [_row(s.power_kw, f"station {s.name}: power_kw")] * len(s.machines)
        cost += [_row(s.cost_eur_h, f"station {s.name}: cost_eur_h")] * len(s.machines)
    for p in model.people:
        if not 0.0 <= p.cost_eur_h < math.inf:
            raise ModelError(f"person {p.name}: cost_eur_h {p.cost_eur_h}: write zero or more")
    people = np.array([p.cost_eur_h for p in model.people], dtype=np.float64)
    found = Rates(np.array(power), np.array(cost), people)
    is_said = found.power_kw.any() or found.machine_eur_h.any() or people.any()
    return found if is_said else None


def _row(rates: Mapping[str, float], where: str) -> list[float]:
    for state, rate in rates.items():
        if state not in MACHINE_STATES:
            raise ModelError(f"{where}: {state!r} is no state: write {', '.join(MACHINE_STATES)}")
        if not 0.0 <= rate < math.inf:
            raise ModelError(f"{where}: {state} is {rate}: write zero or more")
    return [rates.get(state, 0.0) for state in MACHINE_STATES]
