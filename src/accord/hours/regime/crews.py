"""Under which regime each crew's hours are counted, and what a year of them comes to.

The door is ``regimes(plant)``. Hours are counted by the week, by the cycle, over a reference period
of some weeks, or by the year; the shift table and the plant's calendar say what is worked, the law
room what is due. ``crews_needed`` is the bare sum of opening hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from accord.hours.check.season import seasonal_crews
from accord.hours.duties import WEEK_MIN, Cycle, cycles
from accord.hours.regime.rotation import Rotation, rotations
from accord.hours.regime.year import YearCalendar, anniversary, year_calendar
from accord.law import FloatArray, pack
from accord.law.fr.headcount import is_counted
from accord.plant.records import Person, Plant, Scenario, Words

__all__ = ["CrewRegime", "Regime", "contract_h", "crews_needed", "regimes"]

WEEK: Final = "week"
CYCLE: Final = "cycle"
AVERAGE: Final = "average"
YEAR: Final = "year"

_FRANCE = {"fr", "france"}
_LEGAL, _ANNUAL = "fr.hours.legal_week", "fr.hours.annualisation"
_CYCLE_RULE = "fr.hours.cycle_regime"


@dataclass(frozen=True, slots=True)
class Regime:
    """How hours are counted.

    Parameters
    ----------
    period
        ``week``, ``cycle`` (equal weeks that come back), ``average`` (over a reference period) or
        ``year``.
    weeks
        Weeks over which hours are averaged before any is overtime.
    limit_h
        Hours from which overtime counts, in ``unit``; None when the law of the country or of the
        date is not known. Where the law changes within the year it is the last one.
    unit
        ``h/week`` or ``h/year``.
    article, status
        Where the limit was read, and ``checked``, ``draft``, or ``stated`` by the scenario.
    """

    period: str
    weeks: int
    limit_h: float | None
    unit: str
    article: str
    status: str


@dataclass(frozen=True, slots=True)
class CrewRegime:
    """The regime of one crew and a year of its hours, from the plant's own calendar.

    Parameters
    ----------
    crew
        Crew.
    first, last
        The year that is counted.
    regime
        How its hours are counted.
    rotation
        The crews it follows on the same shifts, and what that is called.
    num_people
        People of the crew on the first day.
    contract_h
        Their mean contract hours a week.
    is_part_time
        Whether all of them have fewer contract hours than the plant.
    average_h
        Hours of an average week over the reference period, closed weeks apart.
    longest_week_h
        Hours of the longest week of the year, by the day on which shifts start.
    days_year, calendar_h
        Days and hours of the year's shifts, less holidays and closures.
    leave_h
        Hours of leave already known, mean of the people.
    balance_h
        Hours above (or below) what is due: of a regime by the year, against the yearly limit; of
        the others, against the contract hours on the days worked.
    overtime_h
        Hours beyond the limit, counted at the end of each period, without those of overtime shifts;
        a closed week counts on neither side. None when it is not known.
    crews_needed
        Average weeks at contract hours that the rotation's opening hours take.
    notes
        What to know before a number is used.
    """

    crew: str
    first: date
    last: date
    regime: Regime
    rotation: Rotation
    num_people: int
    contract_h: float
    is_part_time: bool
    average_h: float
    longest_week_h: float
    days_year: int
    calendar_h: float
    leave_h: float
    balance_h: float
    overtime_h: float | None
    crews_needed: float
    notes: tuple[Words, ...]

    @property
    def year_h(self) -> float:
        """Hours of the year: shifts on open days, less leave already known."""
        return self.calendar_h - self.leave_h


def crews_needed(opening_h: float, weekly_h: float) -> float:
    """Give how many crews of ``weekly_h`` hours fill ``opening_h`` hours a week.

    Notes
    -----
    Source: opening hours over weekly hours. Limits: leave, absence and training come on top.
    """
    return opening_h / weekly_h


def regimes(
    plant: Plant,
    *,
    on: date | None = None,
    scenario: Scenario | None = None,
    reference_weeks: int | None = None,
) -> tuple[CrewRegime, ...]:
    """Say for every crew under which regime it works and what a year of it comes to.

    Parameters
    ----------
    plant
        A plant; with a scenario, the plant it was applied to (``accord.plant.apply``).
    on
        First day of the year counted; by default the scenario's start, else the plant's date.
    scenario
        Says the reference period, weekly and yearly hours; without it hours go by the week.
    reference_weeks
        Average over so many weeks instead, where an agreement says so.

    Returns
    -------
    tuple
        One per crew with shifts on the first day, sorted by crew.

    Notes
    -----
    Source: ``fr.hours.legal_week``, ``fr.hours.annualisation``. Limits: shifts as planned, without
    sickness and without overtime shifts; a part-timer's extra hours are not overtime here; leave
    that is not in the absences is not taken off.
    """
    start = plant.on if scenario is None else scenario.start
    first = start if on is None else on
    last = anniversary(first) - timedelta(days=1)
    found = cycles(plant, first)
    today = [c for c in found if c.since == first and not c.with_overtime]
    rotation_of = {crew: r for r in rotations(today) for crew in r.crews}
    seasonal = seasonal_crews(found)
    calendar = year_calendar(plant, first, last)
    return tuple(
        _crew_regime(
            _Crew(plant, scenario, cycle, first, last),
            rotation_of[cycle.crew],
            calendar,
            reference_weeks,
            is_seasonal=cycle.crew in seasonal,
        )
        for cycle in sorted(today, key=lambda c: c.crew)
    )


def contract_h(person: Person, today_h: float, weekly_h: float) -> float:
    """Give the contract hours of a person: cut in proportion by a scenario, a hire's as stated.

    Parameters
    ----------
    person
        The person.
    today_h, weekly_h
        Hours of a full week today, and under the scenario.
    """
    if person.weekly_h is None:
        return weekly_h
    return person.weekly_h * (1.0 if person.present_from is not None else weekly_h / today_h)


@dataclass(frozen=True, slots=True)
class _Crew:
    """What is asked: one crew's cycle under a scenario, for one year."""

    plant: Plant
    scenario: Scenario | None
    cycle: Cycle
    first: date
    last: date

    @property
    def weekly_h(self) -> float:
        """Contract hours of a full week."""
        return self.plant.weekly_h if self.scenario is None else self.scenario.weekly_h

    @property
    def people(self) -> list[Person]:
        """Those in the crew on the first day."""
        moves: dict[str, tuple[date, str]] = {}
        for move in self.plant.crew_moves:
            on = move.on or date.min
            if on <= self.first and on >= moves.get(move.person, (date.min, ""))[0]:
                moves[move.person] = (on, move.crew)
        return [
            p
            for p in self.plant.people
            if moves.get(p.person, (date.min, p.crew))[1] == self.cycle.crew
            and (p.present_from is None or p.present_from <= self.first)
            and (p.present_to is None or self.first <= p.present_to)
        ]

    def contract_h(self, person: Person) -> float:
        """Contract hours of a person."""
        return contract_h(person, self.plant.weekly_h, self.weekly_h)


def _crew_regime(
    asked: _Crew,
    rotation: Rotation,
    calendar: YearCalendar,
    reference_weeks: int | None,
    *,
    is_seasonal: bool,
) -> CrewRegime:
    crew = asked.cycle.crew
    limits, law = _weekly_limits(asked.plant, calendar)
    regime = _regime(asked, law, reference_weeks)
    planned = calendar.week_h(crew, with_closed=True)
    worked = calendar.week_h(crew, with_closed=False)
    is_open = np.array(calendar.is_open)
    by_calendar = is_seasonal or regime.period == YEAR
    average_h = float(planned[is_open].mean() if by_calendar else asked.cycle.week_h.mean())
    people = asked.people
    contracts = [asked.contract_h(p) for p in people]
    contract_h = float(np.mean(contracts)) if contracts else asked.weekly_h
    is_part_time = bool(contracts) and max(contracts) < asked.weekly_h
    leave_h = calendar.leave_h(crew, {p.person for p in people}, asked.plant.absences)
    year_h = float(worked.sum()) - leave_h
    return CrewRegime(
        crew=crew,
        first=asked.first,
        last=asked.last,
        regime=regime,
        rotation=rotation,
        num_people=len(people),
        contract_h=contract_h,
        is_part_time=is_part_time,
        average_h=average_h,
        longest_week_h=float(planned.max()),
        days_year=sum(day not in calendar.closed for day in calendar.planned[crew]),
        calendar_h=float(worked.sum()),
        leave_h=leave_h,
        balance_h=_balance_h(regime, year_h, average_h, contract_h, asked.weekly_h),
        overtime_h=_overtime_h(asked, regime, calendar, limits, leave_h),
        crews_needed=crews_needed(rotation.opening_h, contract_h),
        notes=tuple(_notes(asked, regime, leave_h, is_part_time=is_part_time)),
    )


def _headcount(plant: Plant) -> int:
    return sum(is_counted(p.contract, on=plant.on) for p in plant.people)


def _weekly_limits(
    plant: Plant, calendar: YearCalendar
) -> tuple[FloatArray | None, tuple[float, str, str] | None]:
    """Give the legal week of each week of the year, and the last with its article and status."""
    headcount = _headcount(plant)
    if plant.country.strip().lower() not in _FRANCE or not headcount:
        return None, None
    file = pack("fr")[_LEGAL]
    limits = []
    law: tuple[float, str, str] | None = None
    for i_week in range(calendar.num_weeks):
        version = file.on(calendar.monday + timedelta(weeks=i_week))
        if version is None:
            return None, None
        is_large = headcount > version.number("threshold_headcount")
        limit = version.number("above_h") if is_large else version.number("up_to_h")
        limits.append(limit)
        law = (limit, version.article, version.status)
    return np.array(limits), law


def _regime(
    asked: _Crew, law: tuple[float, str, str] | None, reference_weeks: int | None
) -> Regime:
    scenario = asked.scenario
    period = WEEK if scenario is None else scenario.reference_period
    if reference_weeks is not None:
        period = AVERAGE
    if period == YEAR:
        return _yearly(asked)
    limit, article, status = (None, "", "") if law is None else law
    weeks = {WEEK: 1, CYCLE: asked.cycle.num_weeks, AVERAGE: reference_weeks or 1}[period]
    return Regime(period, weeks, limit, "h/week", article, status)


def _yearly(asked: _Crew) -> Regime:
    year = int(pack("fr")["fr.wages.month"].versions[0].number("weeks_per_year"))
    is_french = asked.plant.country.strip().lower() in _FRANCE
    # overtime is counted at the end of the year, under the law of that day
    version = pack("fr")[_ANNUAL].on(asked.last) if is_french else None
    stated = None if asked.scenario is None else asked.scenario.annual_h
    legal = None if version is None else version.number()
    article = "" if version is None else version.article
    if stated is not None and (legal is None or stated < legal):
        return Regime(YEAR, year, stated, "h/year", article, "stated")
    status = "" if version is None else version.status
    return Regime(YEAR, year, legal, "h/year", article, status)


def _balance_h(
    regime: Regime, year_h: float, average_h: float, contract_h: float, weekly_h: float
) -> float:
    if regime.period == YEAR and regime.limit_h is not None:
        # a part-timer owes the same share of the year as of the week
        return year_h - regime.limit_h * min(1.0, contract_h / weekly_h)
    return year_h * (1.0 - contract_h / average_h)


def _overtime_h(
    asked: _Crew,
    regime: Regime,
    calendar: YearCalendar,
    limits: FloatArray | None,
    leave_h: float,
) -> float | None:
    if regime.limit_h is None:
        return None
    worked = calendar.week_h(asked.cycle.crew, with_closed=False)
    if regime.period == YEAR:
        return max(0.0, float(worked.sum()) - leave_h - regime.limit_h)
    if limits is None:
        return None
    # a cycle counts its weeks from the plant's first Monday, a reference period from the year's
    monday = calendar.monday
    if regime.period == CYCLE:
        monday = asked.plant.on - timedelta(days=asked.plant.on.weekday())
    offset = (calendar.monday - monday).days // 7
    block = (np.arange(calendar.num_weeks) + offset) // regime.weeks
    block -= block[0]
    due = np.where(np.array(calendar.is_open), limits, 0.0)
    beyond = np.bincount(block, worked) - np.bincount(block, due)
    return float(np.clip(beyond, 0.0, None).sum())


def _notes(asked: _Crew, regime: Regime, leave_h: float, *, is_part_time: bool) -> Iterator[Words]:
    if regime.limit_h is None:
        yield Words(
            "aucune limite légale connue pour ce pays, cet effectif ou cette date : les heures "
            "supplémentaires ne sont pas comptées",
            "no legal limit is known for this country, headcount or date: overtime is not counted",
        )
    yield from _length_note(asked, regime)
    cycle = asked.cycle
    week = cycle.start_min // WEEK_MIN
    if (cycle.end_min > (week + 1) * WEEK_MIN).any():
        yield Words(
            "les heures d'une semaine sont comptées par jour de prise de poste : une nuit du "
            "dimanche au lundi n'est pas partagée, ce que fait la vérification des règles",
            "the hours of a week are counted by the day on which shifts start: a night from Sunday "
            "to Monday is not split, as it is where the law is checked",
        )
    if leave_h <= 0.0:
        yield Words(
            "aucun congé individuel dans les absences : l'année ne déduit que les fermetures",
            "no individual leave among the absences: the year takes off closures only",
        )
    calendar_end = max((c.last for c in asked.plant.closures), default=date.min)
    if calendar_end.year < asked.last.year:
        yield Words(
            f"le calendrier ne connaît aucune fermeture en {asked.last.year}",
            f"the calendar knows no closure in {asked.last.year}",
        )
    if is_part_time:
        yield Words(
            "temps partiel : les heures complémentaires ne sont pas des heures supplémentaires",
            "part time: hours beyond the contract are not overtime",
        )


def _length_note(asked: _Crew, regime: Regime) -> Iterator[Words]:
    """Say when averaging over so many weeks takes an agreement."""
    files = pack("fr")
    version = files[_ANNUAL].on(asked.first)
    has_own_rule = regime.period == CYCLE and files[_CYCLE_RULE].on(asked.first) is not None
    if regime.limit_h is None or version is None or has_own_rule:
        return
    is_large = _headcount(asked.plant) >= version.number("threshold_headcount")
    alone = int(version.number("employer_large_weeks" if is_large else "employer_small_weeks"))
    if regime.weeks > alone:
        yield Words(
            f"période de {regime.weeks} semaines : il faut un accord, sans lequel l'employeur va "
            f"jusqu'à {alone} ({version.article})",
            f"a period of {regime.weeks} weeks takes an agreement; without one the employer may "
            f"set {alone} ({version.article})",
        )
