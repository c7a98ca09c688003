"""The day from which a letter of dismissal may be sent, fewer than ten economic dismissals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from accord.errors import FactError
from accord.law.fr.collective_dismissal import COLLECTIVE
from accord.law.fr.dismissal_times import DAY, LETTER, TITLES, WHY, Milestone, no_law
from accord.law.records import Need
from accord.law.registry import pack

_SUNDAY = 7  # of isoweekday


def letter_day(
    interview: date,
    *,
    dismissals: int,
    is_executive: bool,
    holidays: Collection[date] = (),
) -> Milestone | Need:
    """Give the first day on which a letter may be sent, fewer than ten dismissals.

    Parameters
    ----------
    interview
        Day of the interview; its law applies.
    dismissals
        People to be dismissed in thirty days; 1 is alone.
    is_executive
        Whether the person is a manager: alone, the wait is longer.
    holidays
        Public holidays; they and Sundays are not working days.

    Raises
    ------
    FactError
        When there are no dismissals, or ten or more.

    Source: L1233-15; L122-14-1 before 2008.
    """
    file = pack("fr")[LETTER]
    most = pack("fr")[COLLECTIVE].versions[-1].number("dismissals_min")
    if not 1 <= dismissals < most:
        rule, article = f"it is from 1 to {most - 1:g}", file.versions[-1].article
        raise FactError("dismissals", str(dismissals), rule, why=WHY, article=article)
    law = file.on(interview)
    if law is None:
        return no_law(LETTER, interview)
    wait = law.number("days_executive_alone" if is_executive and dismissals == 1 else "days")
    day = interview
    counted = 0
    while counted < wait:
        day += DAY
        is_off = day.isoweekday() == _SUNDAY or day in holidays
        counted += not (is_off and law.text("counts") == "working")
    return Milestone("letters", day + DAY, TITLES["letters"], law.article, law.status)
