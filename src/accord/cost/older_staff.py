"""The contribution for the dismissal of older staff, in its two readings, and who is exempt."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import ASSUMPTION, Bill
from accord.cost.leavers import Leavers, Owed
from accord.cost.records import Condition
from accord.law import FloatArray, TableOutcome, compute_table, pack
from accord.law.bands import whole_years
from accord.law.parameters import Version

_FULL, _DUE = "fr.levy.delalande", "fr.levy.delalande_due"
_EXEMPTIONS = "fr.levy.delalande_exemptions"
_READINGS = ("ends", "on")  # day of the age: the end of the contract, the notification
_NONE, _SEEKER, _LATE_HIRE = "none", "hired_after_50", "hired_after_45"


def price_levy(bill: Bill, found: Leavers, who: NDArray[np.intp], total: Owed) -> None:
    """Price the contribution of those dismissed whose end of contract is known.

    The age is that of the day the contract ends (decree 92-727, agreement approved on 28 May 1999);
    the age at the notification is the other reading, for everyone alike, and a bound. Who was hired
    late is exempt; where that rests on what no file tells, the high bound holds the contribution.
    """
    total.has_needs |= bool(np.isnat(found.ends[who]).any())
    who = who[~np.isnat(found.ends[who])]
    if len(who) == 0:
        return
    due = np.full((len(_READINGS), len(found.person)), np.nan)
    most = due.copy()
    for day in np.unique(found.on[who]):
        rows = who[found.on[who] == day]
        _price_day(bill, found, rows, total, (due, most))
    total.values, total.low, total.high = due[0], due.min(axis=0), most.max(axis=0)
    total.bounds = (float(np.nansum(due, axis=1).min()), float(np.nansum(most, axis=1).max()))


def _price_day(
    bill: Bill,
    found: Leavers,
    who: NDArray[np.intp],
    total: Owed,
    sums: tuple[FloatArray, FloatArray],
) -> None:
    """Price those of one day by age at the end and at the notification: due, and at most due."""
    on: date = found.on[who[0]].astype(object)
    word = _exemptions(found, who, on)
    told = np.where(word == _SEEKER, _NONE, word)
    for i_reading, name in enumerate(_READINGS):
        days: NDArray[np.datetime64] = getattr(found, name)
        facts = {
            "headcount": np.full(len(who), float(bill.case.headcount)),
            "wage_month": found.reference_month[who],
            "age_years": found.ages(who, days[who]),
        }
        outcome = _levy({**facts, "exemption": word}, on)
        sums[0][i_reading, who] = outcome.values
        sums[1][i_reading, who] = _levy({**facts, "exemption": told}, on).values
        if i_reading == 0:
            total.take(bill, outcome, [found.person[i] for i in who])


def _levy(facts: dict[str, NDArray[np.generic]], on: date) -> TableOutcome:
    rule = _FULL if pack("fr")[_EXEMPTIONS].on(on) is None else _DUE
    return compute_table(rule, facts, on=on)


def _exemptions(found: Leavers, who: NDArray[np.intp], on: date) -> NDArray[np.str_]:
    """Say which exemption age and date of hire open."""
    word = np.full(len(who), _NONE, dtype="U16")
    terms = pack("fr")[_EXEMPTIONS].on(on)
    if terms is None:
        return word
    hired = found.hired[who]
    # hired after the birthday: on the eve of the hire the age is reached
    age = _age_on_eve(found.birth[who], hired)
    word[_is_hired(terms, "seeker_hired", hired, age)] = _SEEKER
    if "hired_from" in terms:
        is_late = hired >= np.datetime64(terms.text("hired_from"))
        word[is_late] = _NONE
        word[_is_hired(terms, "hired", hired, age)] = _LATE_HIRE
    return word


def _age_on_eve(birth: NDArray[np.datetime64], hired: NDArray[np.datetime64]) -> FloatArray:
    known = ~(np.isnat(birth) | np.isnat(hired))
    found = np.full(len(birth), np.nan)
    found[known] = whole_years(birth[known], hired[known] - np.timedelta64(1, "D"))
    return found


def _is_hired(
    terms: Version, stem: str, hired: NDArray[np.datetime64], age: FloatArray
) -> NDArray[np.bool_]:
    first = np.datetime64(terms.text(f"{stem}_from"))
    is_so: NDArray[np.bool_] = (hired >= first) & (age >= terms.number(f"{stem}_from_age"))
    return is_so


def write_levy_conditions(bill: Bill, found: Leavers, total: Owed) -> None:
    """Say what the contribution takes for granted: no agreement on the AS-FNE, who was unemployed.

    ``value`` is the number of people concerned.
    """
    rows = np.flatnonzero(np.nan_to_num(total.high) > 0)
    if total.has_needs or len(rows) == 0:
        return
    on: date = found.on[rows[0]].astype(object)
    terms = pack("fr")[_EXEMPTIONS].on(on)
    if terms is None:
        return
    texts = [
        (
            "delalande.as_fne",
            "Contribution Delalande : pas de convention d'AS-FNE (qui la reçoit en dispense)",
            "Delalande contribution: no agreement on the AS-FNE allowance (who receives it is "
            "exempt)",
            len(rows),
        )
    ]
    seekers = sum(
        int((_exemptions(found, rows[found.on[rows] == day], day.astype(object)) == _SEEKER).sum())
        for day in np.unique(found.on[rows])
    )
    if seekers:
        texts.append(
            (
                "delalande.hired_after_50",
                "Contribution Delalande : embauchés après 50 ans, alors demandeurs d'emploi depuis "
                "plus de trois mois, donc exonérés ; sinon la valeur haute",
                "Delalande contribution: hired after 50, then job seekers for more than three "
                "months and so exempt; else the high value",
                seekers,
            )
        )
    for id_, fr, en, count in texts:
        bill.conditions.append(
            Condition(
                id_, fr, en, float(count), float(count), is_met=True, article=terms.article,
                status=ASSUMPTION,
            )
        )  # fmt: skip
