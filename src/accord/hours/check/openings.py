"""What could allow a value beyond a limit: the derogations of the law that nobody has named."""

from __future__ import annotations

from typing import Final

from accord.hours.check.conditions import derogations
from accord.hours.check.series import Series
from accord.law import Version
from accord.law.parameters import number

__all__ = ["openings"]

_DAY_H: Final = 24.0
_SPAN: Final = "span"
_SPREAD: Final = "spread"
_WEEKS: Final = "derogated_weeks"


def openings(found: Series, version: Version, value: float) -> tuple[str, ...]:
    """Name the derogations that could allow a value: ``agreement (L3121-19)``.

    One that goes to a limit is named when the value keeps it; one that changes how the rule counts,
    say over how many weeks, is named too, for it may be enough.

    Parameters
    ----------
    found
        Values of a rule.
    version
        Its law.
    value
        The value beyond the limit.
    """
    name = found.rule.rpartition(".")[-1]
    if found.rule != version.id and name not in {_SPAN, _SPREAD}:
        return ()
    told = []
    for key, opened in derogations(version).items():
        bound = opened.get(_WEEKS if name == _SPREAD else "value")
        if bound is not None:
            limit = _DAY_H - number(bound) if name == _SPAN else number(bound)
            if (value > limit) if found.is_maximum else (value < limit):
                continue
        told.append(f"{key} ({opened['article']})")
    return tuple(told)
