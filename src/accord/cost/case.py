"""What is being priced: plant, scenario and people as columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.cost.staff import Staff, staff
from accord.law import FloatArray
from accord.plant.records import Plant, Scenario

_FRANCE = frozenset({"fr", "france"})
KEEP_MONTH, KEEP_HOUR = "keep_month", "keep_hour"


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario to price.

    Parameters
    ----------
    plant
        The plant with the scenario applied.
    scenario
        The scenario.
    staff
        Its people as columns, those it hires included.
    base
        Who was there on the eve of the start, shape (people,).
    hired
        Who comes with the scenario, shape (people,).
    """

    plant: Plant
    scenario: Scenario
    staff: Staff
    base: NDArray[np.bool_]
    hired: NDArray[np.bool_]

    @property
    def start(self) -> date:
        """First day of the change."""
        return self.scenario.start

    @property
    def is_french(self) -> bool:
        """Whether the French law pack applies."""
        return is_french(self.plant)

    @property
    def agreement(self) -> date | None:
        """Day of the agreement on hours, of the scenario or of its aid."""
        aid = self.scenario.aid
        return self.scenario.agreement or (None if aid is None else aid.agreement)

    @property
    def agreed_premium(self) -> float | None:
        """Best premium that the plant's overtime rules agree, None where none does."""
        rules = (rule.premium_share for rule in self.plant.overtime)
        return max((share for share in rules if share is not None), default=None)

    @property
    def per_year(self) -> str:
        """Unit of a yearly amount."""
        return f"{self.plant.currency}/year"

    @property
    def headcount(self) -> int:
        """Employees who count, on the eve of the start."""
        return int(np.sum(self.base & self.staff.counts))

    @property
    def hours_ratio(self) -> float:
        """New collective hours over old ones."""
        return self.scenario.weekly_h / self.plant.weekly_h

    @property
    def weekly_h_after(self) -> FloatArray:
        """Weekly hours of each person from the start, part-timers in proportion, (people,)."""
        return np.where(self.hired, self.staff.weekly_h, self.staff.weekly_h * self.hours_ratio)

    @property
    def wage_after(self) -> FloatArray:
        """Monthly pay of each person from the start, shape (people,)."""
        keeps_hour = self.scenario.wage_policy == KEEP_HOUR
        changed = self.staff.wage_month * (self.hours_ratio if keeps_hour else 1.0)
        return np.where(self.hired, self.staff.wage_month, changed)


def is_french(plant: Plant) -> bool:
    """Say whether the French law pack applies to a plant."""
    return plant.country.strip().lower() in _FRANCE


def open_case(plant: Plant, scenario: Scenario) -> Case:
    """Put a plant with a scenario applied into columns."""
    people = staff(plant)
    before = scenario.start - timedelta(days=1)
    # a scenario may start on the plant's first day: everyone not hired by it was there before
    hires = {hire.on for hire in scenario.hires}
    first = people.present_from.astype(object)
    hired = np.array([day in hires for day in first], dtype=bool)
    base = ~hired & (people.present(before) | people.present(scenario.start))
    return Case(plant, scenario, people, base, hired)
