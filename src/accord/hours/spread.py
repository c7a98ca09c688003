"""From when to when people are at work, and how much of a duty lies in the night."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from accord.errors import Place
from accord.hours.duties import DAY_MIN, cycles, window_min
from accord.plant.records import Plant

__all__ = ["Spread", "spread"]


@dataclass(frozen=True, slots=True)
class Spread:
    """The earliest start and the latest end of the day's duties, with the rows they stand on.

    Parameters
    ----------
    start_h, end_h
        Hours from midnight of the day on which the duty starts; above 24 it ends the next day.
    night_h
        Most hours of one duty inside the window asked for.
    start_place, end_place
        Rows of the shift table.
    """

    start_h: float
    end_h: float
    night_h: float
    start_place: Place
    end_place: Place


def spread(
    plant: Plant, first: date, last: date, crews: Collection[str], night: tuple[float, float]
) -> Spread | None:
    """Return the spread of some crews' duties from ``first`` to ``last``, overtime left out.

    Parameters
    ----------
    night
        A daily window on the clock, for example (22, 5).

    Returns
    -------
    Spread or None
        None when none of the crews has a duty in these days.
    """
    starts: list[tuple[float, Place]] = []
    ends: list[tuple[float, Place]] = []
    nights: list[float] = []
    for cycle in cycles(plant, first):
        if cycle.with_overtime or cycle.crew not in crews or cycle.since > last:
            continue
        midnight = cycle.day * DAY_MIN
        starts += zip((cycle.start_min - midnight) / 60.0, cycle.places, strict=True)
        ends += zip((cycle.end_min - midnight) / 60.0, cycle.places, strict=True)
        nights += (window_min(cycle.start_min, cycle.end_min, *night) / 60.0).tolist()
    if not starts:
        return None
    opens, closes = min(starts), max(ends)
    return Spread(float(opens[0]), float(closes[0]), max(nights), opens[1], closes[1])
