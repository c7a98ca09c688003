"""The limits of law that a change of a roster must keep, read from the dated parameters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from accord.errors import HoursError
from accord.hours.check.statutes import country_code
from accord.hours.rosters.duty_problem import Limits
from accord.law import Version, pack

__all__ = ["ADVICE", "limits_of"]

ADVICE: Final = ("ergo.days_in_row",)
"""Advice of ergonomics that a change keeps as if it were law, unless told otherwise."""

HOUR_MIN: Final = 60
# Field of Limits -> (parameter file after the country, its key, minutes or days of one unit, a
# maximum?); the average of a country stands in one of three files.
_LAW: Final = (
    ("rest_min", "hours.rest_day", "value", HOUR_MIN, False),
    ("rest_week_min", "hours.rest_week", "value", HOUR_MIN, False),
    ("days_week", "hours.rest_week", "days_max", 1, True),
    ("week_min", "hours.week_max", "value", HOUR_MIN, True),
    ("average_min", "hours.average_max", "value", HOUR_MIN, True),
    ("average_min", "hours.average_week", "value", HOUR_MIN, True),
    ("average_min", "hours.average", "value", HOUR_MIN, True),
    ("day_min", "hours.day_max", "value", HOUR_MIN, True),
    ("night_min", "hours.night_worker", "value", HOUR_MIN, True),
)
_ADVICE: Final = {
    "ergo.days_in_row": "days_row",
    "ergo.nights_in_row": "nights_row",
}


def limits_of(country: str, first: date, last: date, *, advice: Sequence[str] = ADVICE) -> Limits:
    """Read the limits in force between two days; where they change, the stricter one.

    Parameters
    ----------
    country
        Country of the plant, by code or name; its law pack gives the limits.
    first, last
        First and last day.
    advice
        Ids of ergonomic advice to keep like law: ``ergo.days_in_row``, ``ergo.nights_in_row``.

    Returns
    -------
    Limits
        None where the law of the country says nothing on these days.

    Raises
    ------
    HoursError
        When an advice is not one of the two.
    NeedsError
        When no law of hours is known for the country.

    Notes
    -----
    Source: the article of each limit, in ``Limits.sources``. Limits: what an agreement or an
    authority may set aside is taken as written; an average that the law counts from any day is
    held over whole civil weeks; the average of night workers is not held here (``check_law``).
    """
    code = country_code(country)
    values: dict[str, int] = {}
    sources: dict[str, tuple[str, str, str]] = {}
    for name, file, key, unit, is_most in _LAW:
        id_ = f"{code}.{file}"
        versions = [v for v in _versions(id_, first, last) if key in v]
        if not versions:
            continue
        strictest = sorted(versions, key=lambda v: v.number(key), reverse=not is_most)[0]
        per_week = strictest.number("days_week") if "days_week" in strictest else 1.0
        values[name] = round(strictest.number(key) * unit * per_week)
        sources[name] = (id_, strictest.article, strictest.status)
        if name == "average_min":
            values["average_weeks"] = int(strictest.number("weeks"))
    for id_ in advice:
        if id_ not in _ADVICE:
            raise HoursError(f"advice {id_!r} is no limit of a roster; known: {', '.join(_ADVICE)}")
        # advice has no date of force: the version read last is the one to keep
        version = pack("ergo")[id_].versions[-1]
        values[_ADVICE[id_]] = int(version.number())
        sources[_ADVICE[id_]] = (id_, version.article, version.status)
    return Limits(**values, sources=sources)


def _versions(id_: str, first: date, last: date) -> list[Version]:
    """Return every version of a parameter in force on some day from first to last."""
    file = pack(id_.partition(".")[0]).get(id_)
    if file is None:
        return []
    dates = [first, *(v.since for v in file.versions if first < v.since <= last)]
    return [version for version in map(file.on, dates) if version is not None]
