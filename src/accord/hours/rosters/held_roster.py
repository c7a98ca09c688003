"""A plant's roster with what both sides ask of it: each person's hours, and what the law says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.errors import HoursError
from accord.hours.design.crews import CycleDesign, apply_designed
from accord.hours.records import HoursCheck
from accord.hours.rosters.duty_roster import PlantRoster
from accord.hours.rosters.plant_plan import NeedsGiven
from accord.hours.rosters.plant_roster import EFFORT, roster
from accord.hours.rosters.repair import repair
from accord.hours.rosters.verdict import law_of_roster
from accord.hours.rosters.worked_hours import PersonHours, hours_of
from accord.plant.records import Absence, Plant, Scenario
from accord.plant.values import suggest

__all__ = ["HeldRoster", "hold", "make", "scenario_named"]

_YEAR = "year"


@dataclass(frozen=True, slots=True)
class HeldRoster:
    """A roster held against contract and law.

    Parameters
    ----------
    roster
        The roster.
    hours
        Hours of each person who has a duty in it.
    check
        What the law says of it.
    scenario
        The scenario applied; None is the plant of today.
    designs
        Cycles designed because the scenario asks for them.
    """

    roster: PlantRoster
    hours: tuple[PersonHours, ...]
    check: HoursCheck
    scenario: Scenario | None = None
    designs: tuple[CycleDesign, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Give roster, verdict and hours as plain data."""
        law = self.check.as_dict()
        named = {} if self.scenario is None else {"scenario": self.scenario.name}
        return (
            named
            | self.roster.as_dict()
            | {key: law[key] for key in ("legal", "violations", "flags")}
            | {"law_needs": law["needs"]}
            | {"hours": {one.person: one.as_dict() for one in self.hours}}
        )


def make(
    plant: Plant,
    *,
    scenario: str | None = None,
    first: date | None = None,
    days: int = 28,
    needs: NeedsGiven | None = None,
    absences: Sequence[Absence] = (),
    from_day: date | None = None,
    notice_days: int = 0,
    effort: float = EFFORT,
) -> HeldRoster:
    """Make the roster of a plant, repair it after absences, and hold it against contract and law.

    Parameters
    ----------
    plant
        The plant of today.
    scenario
        Name of a scenario that is applied, its cycle designed where it asks for that.
    first, days, needs, effort
        As for ``roster``; with a scenario the first day is its start when none is given.
    absences
        New absences: the roster is made without them and then repaired.
    from_day, notice_days
        As for ``repair``.

    Raises
    ------
    HoursError
        When the plant has no such scenario, or as for ``roster`` and ``repair``.
    """
    chosen = None if scenario is None else scenario_named(plant, scenario)
    applied = plant
    designs: tuple[CycleDesign, ...] = ()
    if chosen is not None:
        applied, designs, _ = apply_designed(plant, chosen)
        first = max(plant.on, chosen.start) if first is None else first
    made = roster(applied, first=first, days=days, needs=needs, effort=effort)
    if absences:
        made = repair(made, absences, from_day=from_day, notice_days=notice_days, effort=effort)
    return hold(made, applied, chosen, designs)


def hold(
    made: PlantRoster,
    plant: Plant,
    scenario: Scenario | None = None,
    designs: tuple[CycleDesign, ...] = (),
) -> HeldRoster:
    """Hold a roster against contract and law.

    Parameters
    ----------
    made
        The roster.
    plant
        Its plant, the scenario applied.
    scenario, designs
        What was applied.
    """
    by_year = None if scenario is None else scenario.reference_period == _YEAR
    check = law_of_roster(made, plant, is_annualised=by_year)
    return HeldRoster(made, hours_of(made, plant, scenario), check, scenario, designs)


def scenario_named(plant: Plant, name: str) -> Scenario:
    """Return a scenario of a plant.

    Raises
    ------
    HoursError
        When it has none of this name.
    """
    found = next((s for s in plant.scenarios if s.name == name), None)
    if found is None:
        known = [s.name for s in plant.scenarios]
        said = suggest(name, known) if known else "It has none; write one into scenarios/."
        raise HoursError(f"{plant.name} has no scenario {name!r}. {said}")
    return found
