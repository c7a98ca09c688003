"""The hours that a roster gives each person, beside those of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accord.hours.regime.crews import contract_h
from accord.hours.rosters.duty_roster import PlantRoster
from accord.plant.records import Plant, Scenario

__all__ = ["PersonHours", "hours_of"]

WEEK: Final = 7
HOUR_MIN: Final = 60


@dataclass(frozen=True, slots=True)
class PersonHours:
    """Hours of one person in a roster; a day of absence counts as it was planned.

    Parameters
    ----------
    person
        Id.
    contract_h
        Hours of a week by contract on the first day.
    average_h
        Hours of an average week of the roster.
    least_week_h, most_week_h
        Hours of the shortest and the longest civil week that lies whole in the roster; None when
        none does.
    worked_h
        Hours at work over the whole roster, training included, absences not.
    absent_days
        Days of absence on which a duty was planned.
    """

    person: str
    contract_h: float
    average_h: float
    least_week_h: float | None
    most_week_h: float | None
    worked_h: float
    absent_days: int

    def as_dict(self) -> dict[str, float | int | None]:
        """Give the hours as plain data."""
        weeks = (self.least_week_h, self.most_week_h)
        return {
            "contract_h": round(self.contract_h, 2),
            "average_h": round(self.average_h, 2),
            "least_week_h": None if weeks[0] is None else round(weeks[0], 2),
            "most_week_h": None if weeks[1] is None else round(weeks[1], 2),
            "worked_h": round(self.worked_h, 2),
            "absent_days": self.absent_days,
        }


def hours_of(
    made: PlantRoster, plant: Plant, scenario: Scenario | None = None
) -> tuple[PersonHours, ...]:
    """Return the hours of each person who has a duty in a roster, in the order of its rows.

    Parameters
    ----------
    made
        The roster.
    plant
        Its plant, for the contracts.
    scenario
        The scenario applied to it: from its start on contracts are cut as it says.

    Notes
    -----
    Limits: closed days have no hours, so that a week with a holiday is below the contract; somebody
    who comes or goes inside the roster has hours on a part of it only.
    """
    problem = made.problem
    is_new = scenario is not None and scenario.start <= problem.first
    weekly_h = scenario.weekly_h if scenario is not None and is_new else plant.weekly_h
    person_of = {p.person: p for p in plant.people}
    found = []
    for i, worker in enumerate(problem.workers):
        minutes = []
        worked = absent = 0
        for day, word in enumerate(made.cells[i]):
            is_away = (i, day) in problem.away
            duty = problem.duty_of(i, day, problem.planned(i, day) if is_away else word)
            minutes.append(0 if duty is None else duty.work_min)
            worked += 0 if is_away else minutes[-1]
            absent += is_away and duty is not None
        if not any(minutes):
            continue
        weeks = [
            sum(minutes[monday : monday + WEEK]) / HOUR_MIN
            for monday in problem.weeks()
            if monday >= 0 and monday + WEEK <= problem.num_days
        ]
        found.append(
            PersonHours(
                worker.name,
                contract_h(person_of[worker.name], plant.weekly_h, weekly_h),
                sum(minutes) / HOUR_MIN * WEEK / problem.num_days,
                min(weeks, default=None),
                max(weeks, default=None),
                worked / HOUR_MIN,
                absent,
            )
        )
    return tuple(found)
