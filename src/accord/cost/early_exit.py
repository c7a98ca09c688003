"""Early exits by a scheme: what the ARPE costs the employer, and what it asks for in return."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import ASSUMPTION, Bill, persons
from accord.cost.leavers import Leavers, Owed
from accord.cost.past_pay import PaidMonths
from accord.cost.records import Condition, months_later
from accord.cost.reference_pay import reference_pay
from accord.law import FloatArray, compute_table, pack
from accord.law.parameters import Version

ARPE = "arpe"
_ARPE, _SHARE = "fr.early_exit.arpe", "fr.early_exit.arpe_employer"
_PAY = "fr.early_exit.arpe_leaving_pay"


def price_arpe(
    bill: Bill,
    found: Leavers,
    who: NDArray[np.intp],
    paid: PaidMonths,
    sums: tuple[Owed, Owed],
) -> None:
    """Price the ARPE: the leaving pay, and the employer's share in the allowance, both once.

    The leaving pay is that of the law; an agreement may give more. The share is of the pay of the
    whole months before that of the exit.

    Parameters
    ----------
    bill
        Gets the conditions: hires in return, age, and what no file proves.
    found, who
        Those who leave, and which of them by the ARPE.
    paid
        Gives the pay of months.
    sums
        Leaving pay and share, filled in.
    """
    known: list[tuple[Version, NDArray[np.intp]]] = []
    for day in np.unique(found.on[who]):
        rows, on = who[found.on[who] == day], day.astype(object)
        terms = pack("fr")[_ARPE].on(on)
        if terms is None:
            why = f"the terms of the ARPE on {on} are not known here"
            bill.need("exits scheme", why, _ARPE, [found.person[i] for i in rows])
            for total in sums:
                total.has_needs = True
            continue
        known.append((terms, rows))
        reference = reference_pay(found, rows, paid)
        sums[0].read(reference.rule, reference.status, reference.articles)
        names = [found.person[i] for i in rows]
        served = found.seniority(rows, found.on[rows]).values
        wage = found.reference_month[rows]
        gross = np.array([_last_months(found, i, paid, terms) for i in rows])
        facts: tuple[tuple[str, dict[str, FloatArray]], ...] = (
            (_PAY, {"seniority_years": served, "wage_month": wage}),
            (_SHARE, {"gross_twelve_months": gross}),
        )
        for total, (rule, given) in zip(sums, facts, strict=True):
            outcome = compute_table(rule, given, on=on)
            total.take(bill, outcome, names)
            total.rules[rule] = ASSUMPTION
            for side in (total.values, total.low, total.high):
                side[rows] = outcome.values
    if known:
        _write_conditions(bill, found, known)


def _last_months(found: Leavers, i: np.intp, paid: PaidMonths, terms: Version) -> float:
    """Give the pay of the months that the employer's share is of."""
    opened = found.on[i].astype("datetime64[M]").item()
    first = np.datetime64(months_later(opened, -int(terms.number("employer_months"))), "D")
    if not np.isnat(found.hired[i]):
        first = max(first, found.hired[i])
    return paid.between(int(found.row[i]), first, opened - timedelta(days=1))[0]


def _write_conditions(
    bill: Bill, found: Leavers, known: list[tuple[Version, NDArray[np.intp]]]
) -> None:
    """Say how many exits are answered by a hire, how many are of the age, and what is on word."""
    terms = known[0][0]
    within = int(terms.number("hire_within_months"))
    who = np.concatenate([rows for _, rows in known])
    deadlines = [months_later(day, within) for day in found.on[who].astype(object)]
    ages = found.ages(who, found.on[who])
    least, below = terms.number("long_age_years"), terms.number("age_below_years")
    count = float(len(who))
    rows: tuple[tuple[str, str, str, float, str], ...] = (
        (
            "hires",
            f"ARPE : une embauche par départ, au plus {within} mois après (embauches du scénario)",
            f"ARPE: a hire for each exit, at most {within} months after (hires of the scenario)",
            float(_answered(bill, deadlines)),
            terms.status,
        ),
        (
            "age",
            f"ARPE : âge de {least:g} à moins de {below:g} ans au départ",
            f"ARPE: aged {least:g} to below {below:g} at the exit",
            float(((ages >= least) & (ages < below)).sum()),
            terms.status,
        ),
        (
            "word",
            "ARPE : trimestres et début de carrière demandés, douze ans d'assurance chômage, "
            "personnes volontaires, embauchés demandeurs d'emploi",
            "ARPE: the quarters and early start asked for, twelve years of unemployment insurance, "
            "people who agree, hires who were job seekers",
            count,
            ASSUMPTION,
        ),
    )
    for name, fr, en, value, status in rows:
        bill.conditions.append(
            Condition(
                f"exits.{ARPE}.{name}", fr, en, value, count, is_met=value >= count,
                article=terms.article, status=status,
            )
        )  # fmt: skip


def _answered(bill: Bill, deadlines: list[date]) -> int:
    """Count the exits that have a hire of the scenario in time, each hire for one exit."""
    days = sorted(
        hire.on or bill.case.start for hire in bill.case.scenario.hires for _ in range(hire.count)
    )
    found = 0
    for deadline in sorted(deadlines):
        found += found < len(days) and days[found] <= deadline
    return found


def note_without_scheme(bill: Bill, count: int) -> None:
    """Say that early exits of no scheme leave out what they cost."""
    if count:
        fr, en = persons(count)
        bill.notes.append(
            (
                f"Départs anticipés sans dispositif (scheme) : {fr}, ni indemnité ni participation "
                "ni embauche en contrepartie : non chiffrés.",
                f"Early exits of no scheme: {en}, no leaving pay, employer's share or hire in "
                "return: not priced.",
            )
        )
