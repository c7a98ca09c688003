"""The night as the law or an agreement sets it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.errors import InputError, Place, Problem
from accord.hours.check.timeline import Timeline
from accord.hours.duties import window_min
from accord.law import FloatArray, Version, pack

__all__ = ["is_night_duty", "night_h", "with_night"]

_PERIOD: Final = "fr.hours.night_period"
_PLACE: Final = Place("facts.night")
_FRENCH_NIGHTS: Final = ("fr.hours.night_worker", "fr.hours.night_average")


def night_h(timeline: Timeline, law: Version) -> FloatArray:
    """Give the hours of each duty inside the night, shape (duties,)."""
    inside = window_min(
        timeline.start_min, timeline.end_min, law.number("from_h"), law.number("to_h")
    )
    return inside / 60


def is_night_duty(timeline: Timeline, law: Version) -> NDArray[np.bool_]:
    """Say which duties have as much night as a night worker's, shape (duties,)."""
    found: NDArray[np.bool_] = night_h(timeline, law) >= law.number("least_night_h")
    return found


def with_night(version: Version, night: tuple[float, float]) -> Version:
    """Put the night of an agreement in the place of the law's, where an agreement may set it.

    Raises
    ------
    InputError
        When the law of that date does not allow this night.
    """
    if version.id not in _FRENCH_NIGHTS:
        return version
    period = pack("fr")[_PERIOD].on(version.since)
    opens, closes = night
    if period is None or "least_row_h" not in period:
        raise _refused(night, f"no agreement could set it under {version.article}")
    earliest, latest = period.number("earliest_h"), period.number("latest_h")
    last = period.number("core_to_h")
    is_early_enough = opens >= earliest and closes >= last
    length_h = (closes - opens) % 24
    if not (is_early_enough and closes <= latest and length_h >= period.number("least_row_h")):
        raise _refused(
            night,
            f"it lasts {period.number('least_row_h'):g} h or more, holds midnight to {last:g} h "
            f"and lies between {earliest:g} h and {latest:g} h ({period.article})",
        )
    return replace(
        version,
        values={**version.values, "from_h": repr(opens), "to_h": repr(closes)},
        article=f"{version.article} ; {period.article}",
    )


def _refused(night: tuple[float, float], rule: str) -> InputError:
    seen = f"a night from {night[0]:g} h to {night[1]:g} h"
    return InputError([Problem(_PLACE, seen, rule, "Correct it, or leave it out.")])
