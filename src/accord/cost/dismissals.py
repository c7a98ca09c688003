"""What dismissals cost by the law and the branch agreement of their day, person by person."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Bill
from accord.cost.leavers import Leavers, Owed
from accord.cost.past_pay import PaidMonths
from accord.cost.reference_pay import reference_pay
from accord.law import compute_table, pack, parameter

_METAL, _NOTICE_IDCC3248 = "fr.severance.metal", "fr.notice.idcc3248"
_DUE, _NOTICE, _LEAVE = "fr.severance.due", "fr.notice.due", "fr.leave.pay"
_METAL_GROUP = re.compile(r"([A-I])\d*")
_Facts = dict[str, NDArray[np.generic]]


def price_layoffs(
    bill: Bill, found: Leavers, who: NDArray[np.intp], paid: PaidMonths, sums: dict[str, Owed]
) -> None:
    """Price the dismissals of one day by the law of that day: the day of notification.

    The notice is paid and not worked, and the contract ends with it: severance counts service and
    age to that end, while the right to it and the notice are judged at the notification.
    """
    on: date = found.on[who[0]].astype(object)
    agreement = _agreement(bill, on)
    reference = reference_pay(found, who, paid)
    facts = _facts(bill, found, who, agreement)
    _price_notice(bill, found, who, facts, sums)
    if _is_barred(bill, found, who, on, agreement):
        sums["severance"].has_needs = True
    else:
        _price_severance(bill, found, who, facts, sums["severance"])
    for name in ("severance", "delalande"):
        sums[name].read(reference.rule, reference.status, reference.articles)


def _price_notice(
    bill: Bill, found: Leavers, who: NDArray[np.intp], facts: _Facts, sums: dict[str, Owed]
) -> None:
    """Price the notice and the leave that its pay bears; note when the contracts end."""
    on: date = found.on[who[0]].astype(object)
    is_known = facts["agreement"][0] == "metal" and pack("fr")[_NOTICE_IDCC3248].on(on) is not None
    if not is_known and facts["agreement"][0] != "none":
        facts = {**facts, "agreement": np.full(len(who), "none")}
        _note_notice(bill)
    outcome = compute_table(_NOTICE, facts, on=on)
    if outcome.needs:
        _end_by_known_notice(found, who, facts)
    else:
        found.end_after(who, outcome.values, outcome.values)
    notice, leave = sums["notice"], sums["notice_leave"]
    notice.take(bill, outcome, [found.person[i] for i in who])
    pay = outcome.values * found.wage_month[who]
    law = parameter(_LEAVE, on)
    for total, values in ((notice, pay), (leave, pay * law.number("share"))):
        total.values[who], total.low[who], total.high[who] = values, values * 0.0, values
    leave.read(_LEAVE, law.status, (law.article,))
    leave.has_needs |= notice.has_needs


def _end_by_known_notice(found: Leavers, who: NDArray[np.intp], facts: _Facts) -> None:
    """Note the end of the contracts where no file says who is disabled: with and without it.

    The notice itself stays a need; severance takes the shorter one, and the longer as its bound.
    """
    on: date = found.on[who[0]].astype(object)
    told = facts["is_disabled"].astype(np.float64)
    spans = [
        compute_table(
            _NOTICE, {**facts, "is_disabled": np.where(np.isnan(told), is_so, told)}, on=on
        ).values
        for is_so in (0.0, 1.0)
    ]
    found.end_after(who, *spans)


def _price_severance(
    bill: Bill, found: Leavers, who: NDArray[np.intp], facts: _Facts, total: Owed
) -> None:
    """Price the severance pay of those whose end of contract is known."""
    on: date = found.on[who[0]].astype(object)
    is_known = ~np.isnat(found.ends[who])
    total.has_needs |= not is_known.all()
    known = who[is_known]
    if len(known) == 0:
        return
    outcomes = [
        compute_table(
            _DUE,
            {
                **{name: column[is_known] for name, column in facts.items()},
                "seniority_years": found.seniority(known, ends[known]).values,
                "age_years": found.ages(known, ends[known]),
            },
            on=on,
        )
        for ends in (found.ends, found.ends_latest)
    ]
    total.take(bill, outcomes[0], [found.person[i] for i in known])
    total.values[known] = outcomes[0].values
    total.low[known] = np.minimum(outcomes[0].values, outcomes[1].values)
    total.high[known] = np.maximum(outcomes[0].values, outcomes[1].values)


def _agreement(bill: Bill, on: date) -> str:
    """Give the branch agreement in the law room's word: metal or none."""
    name = bill.case.plant.branch_agreement
    if not name:
        note = (
            "Aucun accord de branche nommé : indemnité légale seule.",
            "No branch agreement named: legal severance pay only.",
        )
        if note not in bill.notes:
            bill.notes.append(note)
        return "none"
    return "metal" if is_metal(bill) else name


def is_metal(bill: Bill) -> bool:
    """Say whether the plant names a metal agreement."""
    version = pack("fr")[_METAL].versions[0]
    name = bill.case.plant.branch_agreement.lower()
    return any(word in name for word in version.texts("agreements"))


def _facts(bill: Bill, found: Leavers, who: NDArray[np.intp], agreement: str) -> _Facts:
    """Give the facts at the notification."""
    staff = bill.case.staff
    rows, on = found.row[who], found.on[who]
    none = np.zeros(len(who))
    served = found.seniority(who, on).values
    grades = [_METAL_GROUP.fullmatch(staff.grade[i]) for i in rows]
    return {
        "agreement": np.full(len(who), agreement),
        "seniority_years": served,
        "seniority_right_years": served,
        "age_years": found.ages(who, on),
        "wage_month": found.reference_month[who],
        "is_economic": none + 1,
        "is_unfit_by_work": none,
        "is_disabled": staff.disabled[rows],
        "metal_group": np.array([grade.group(1) if grade else "" for grade in grades]),
        "was_executive": none,
        "is_pension_ready": none,
        "is_for_long_absence": none,
        "long_absence_months": none,
    }


def _is_barred(bill: Bill, found: Leavers, who: NDArray[np.intp], on: date, agreement: str) -> bool:
    """Say whether no known scale holds: an unknown agreement, or executives before 2024."""
    if agreement not in {"none", "metal"}:
        why = f"the severance scale of {agreement!r} is not known"
        bill.need("branch_agreement", why, parameter(_DUE, on).article)
        return True
    version = pack("fr")[_METAL].on(on)
    if agreement == "none" or version is None:
        return False
    barred = version.texts("not_for_categories")
    staff = bill.case.staff
    outside = [found.person[i] for i in who if staff.category[found.row[i]] in barred]
    if outside:
        why = "engineers and managers have another agreement, which is not known here"
        bill.need("severance scale", why, version.article, outside)
    return bool(outside)


def _note_notice(bill: Bill) -> None:
    note = (
        "Préavis : celui de la loi ; un accord de branche ou de lieu peut donner plus.",
        "Notice: that of the law; an agreement of the branch or the place may give more.",
    )
    if note not in bill.notes:
        bill.notes.append(note)
