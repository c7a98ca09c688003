"""Jobs that an aid to the cut of hours asks for: made within a year, or saved."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from accord.cost.case import Case
from accord.law import Version
from accord.law.bands import whole_months
from accord.plant.records import Aid

_NET_HIRES = (
    "Embauches nettes dans l'année, part de l'effectif",
    "Net hires within a year, share of the headcount",
)
_SAVED_JOBS = ("Emplois préservés, part de l'effectif", "Jobs saved, share of the headcount")
_STATED_JOBS = (
    "Emplois préservés, sur la parole de l'accord (nombre non donné, A-20)",
    "Jobs saved, on the word of the agreement (number not given, A-20)",
)


@dataclass(frozen=True, slots=True)
class Jobs:
    """Employees covered, and jobs made or saved as a share of the headcount."""

    covered: int
    share: float
    labels: tuple[str, str]
    is_stated: bool = False
    is_saved: bool = False


def jobs_of(case: Case, aid: Aid, terms: Version, *, least_share: float) -> Jobs:
    """Count net hires within the law's months, or take the jobs that the agreement saves.

    Parameters
    ----------
    case
        The scenario.
    aid
        The aid asked for.
    terms
        Conditions of the aid: ``hire_within_months``, ``keep_months``.
    least_share
        Jobs that the aid asks for, as a share of the headcount: taken where none are told.

    Notes
    -----
    A defensive agreement saves jobs instead of making them: their number stands in the scenario
    (``variant: defensive 12``). Without a number the agreement's word is taken, and said (A-20).
    """
    months = terms.number("hire_within_months")
    keep_months = terms.number("keep_months")
    start = np.array([case.start], dtype="datetime64[D]")
    in_time = case.hired & (whole_months(start, case.staff.present_from) < months)
    lost = [
        row
        for row in case.scenario.exits
        if row.kind == "layoff"
        and whole_months(start, np.array([row.on], dtype="datetime64[D]"))[0] < keep_months
    ]
    hires = int(np.sum(in_time & case.staff.counts))
    stays = case.base & case.staff.counts & case.staff.present(case.start)
    covered = int(stays.sum()) + hires - sum(row.on >= case.start for row in lost)
    made = (hires - len(lost)) / case.headcount
    if "defensive" not in aid.variant.lower() or lost:
        return Jobs(covered, made, _NET_HIRES)
    number = re.search(r"\d+", aid.variant)
    if number is None:
        return Jobs(covered, least_share, _STATED_JOBS, is_stated=True, is_saved=True)
    return Jobs(covered, made + int(number.group()) / case.headcount, _SAVED_JOBS, is_saved=True)
