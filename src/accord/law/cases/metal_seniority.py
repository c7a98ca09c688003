"""Seniority in the metal agreement of 2022 from the dates and absences of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from accord.law.bands import whole_months
from accord.law.cases.french import absences_of, length_of, start_of, total
from accord.law.cases.records import Working
from accord.law.facts import FactValue
from accord.law.records import Outcome

SENIORITY, ABSENCE = "fr.seniority.idcc3248", "fr.seniority.absence_idcc3248"


def metal_seniority(
    working: Working,
    service: Mapping[str, FactValue],
    *,
    hired: date | None,
    until: date | None,
    since: date | None,
    on: date,
) -> Outcome:
    """Compute the seniority of a case in the metal agreement.

    Parameters
    ----------
    working
        The computations of the case.
    service
        Facts ``metal_group``, ``was_executive``, ``is_day_contract``.
    hired, until
        First and last day of service that count.
    since
        First day of the contract in days; None is the hire date.
    on
        Date whose law applies.
    """
    absences = absences_of(working.case)
    rows = [{**service, "absence_length_months": length_of(row)} for row in absences]
    deducted = total(working, ABSENCE, rows, on=on)
    within: float | None = deducted
    if since is not None and since != hired:
        parts = [
            _months_from(start_of(row), since, months)
            for row, facts in zip(absences, rows, strict=True)
            if (months := total(working, ABSENCE, [facts], on=on))
        ]
        within = None if None in parts else sum(part or 0.0 for part in parts)
    return working.compute(
        SENIORITY,
        {
            **service,
            "hire_date": hired,
            "leave_date": until,
            "absence_months": deducted,
            "day_contract_since": since or hired,
            "day_contract_absence_months": within,
        },
        on=on,
    )


def _months_from(start: date | None, day: date, months: float) -> float | None:
    """Give the months of an absence from a day on; None where its start is not given."""
    if start is None:
        return None
    if start >= day:
        return months
    before = whole_months(np.array([start], "datetime64[D]"), np.array([day], "datetime64[D]"))
    return max(months - float(before[0]), 0.0)
