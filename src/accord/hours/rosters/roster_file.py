"""The roster that a file asks for: a plant's, absences repaired, or a problem in text form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from accord.errors import HoursError
from accord.hours.rosters.curtois import read_curtois
from accord.hours.rosters.held_roster import HeldRoster, make
from accord.hours.rosters.plant_plan import NeedsGiven
from accord.hours.rosters.plant_roster import EFFORT
from accord.hours.rosters.result import RosterResult
from accord.hours.rosters.solve import solve
from accord.plant import read
from accord.plant.records import Absence

__all__ = ["read_absence", "read_need", "roster_file"]

TEXT = ".txt"


def roster_file(
    path: Path | str,
    *,
    scenario: str | None = None,
    first: date | None = None,
    days: int = 28,
    absent: Sequence[str] = (),
    from_day: date | None = None,
    notice_days: int = 0,
    needs: NeedsGiven | None = None,
    effort: float = EFFORT,
    time_limit_s: float | None = None,
    seed: int = 1,
) -> RosterResult | HeldRoster:
    """Make the roster that a file asks for.

    Parameters
    ----------
    path
        A plant (folder or workbook), or a problem in the text form of Curtois and Qu (``.txt``).
    scenario
        Plant: name of a scenario that is applied.
    first, days, needs, effort
        Plant: as for ``roster``.
    absent
        Plant: new absences, each ``PERSON:FROM:TO`` or ``PERSON:DAY``; the roster is made without
        them and then repaired.
    from_day, notice_days
        Plant: as for ``repair``.
    time_limit_s, seed
        Text form: as for ``solve``.

    Returns
    -------
    RosterResult or HeldRoster
        Both have ``as_dict()``.

    Raises
    ------
    InputError
        With every mistake of the file.
    HoursError
        When an option has no sense for the file.
    """
    path = Path(path)
    if path.suffix.lower() == TEXT:
        if absent:
            raise HoursError(f"{path}: absences need dates; the text form has none. Take a plant")
        if scenario is not None:
            raise HoursError(f"{path}: the text form has no scenarios. Take a plant")
        return solve(read_curtois(path), time_limit_s=time_limit_s, seed=seed)
    return make(
        read(path),
        scenario=scenario,
        first=first,
        days=days,
        needs=needs,
        absences=[read_absence(text) for text in absent],
        from_day=from_day,
        notice_days=notice_days,
        effort=effort,
    )


def read_absence(text: str) -> Absence:
    """Read ``PERSON:FROM:TO`` or ``PERSON:DAY``; dates as 1999-06-07.

    Raises
    ------
    HoursError
        When it is neither, or a date does not exist.
    """
    person, *days = text.rsplit(":", text.count(":") if text.count(":") < 2 else 2)
    try:
        dates = [date.fromisoformat(day.strip()) for day in days]
    except ValueError:
        dates = []
    if not person.strip() or not dates:
        raise HoursError(
            f"absence {text!r}: write PERSON:FROM:TO, for example E087:1999-06-07:1999-06-11"
        )
    return Absence(person.strip(), dates[0], dates[-1], "absence")


def read_need(text: str) -> tuple[str, int]:
    """Read ``SKILL=PEOPLE``, for example ``WELD=5`` or ``SETUP:setup=4``.

    Raises
    ------
    HoursError
        When the number is missing or is none.
    """
    skill, _, number = text.rpartition("=")
    if not skill.strip() or not number.strip().isdecimal():
        raise HoursError(f"need {text!r}: write SKILL=PEOPLE, for example WELD=5")
    return skill.strip(), int(number)
