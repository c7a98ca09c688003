"""What is owed to people dismissed for economic reasons: leave, CSP, priority for rehiring."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import months_later
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

LEAVE, LEAVE_PAY = "fr.dismissal.redeployment", "fr.dismissal.redeployment_pay"
CSP, FINANCING = "fr.dismissal.csp", "fr.dismissal.csp_financing"
REHIRE = "fr.dismissal.rehire"
SMIC, MONTH = "fr.smic.hourly", "fr.wages.month"
_MONTHS_PER_YEAR = 12
_TIMES_PAY = ("mois × salaire brut, arrondi au centime", "months × gross pay, rounded half up")
_CSP_NOT_DUE = ("le CSP n'est pas dû", "the CSP is not due")
DAYS = NDArray[np.datetime64]


@rule("fr.dismissal.redeployment", articles=["L1233-71, L1233-75"], uses=[LEAVE], unit="flag")
def redeployment(law: Law, *, headcount: FloatArray, is_insolvent: BoolArray) -> FloatArray:
    """Say (1 or 0) whether the redeployment leave must be offered to each person dismissed."""
    staff = law[LEAVE].number("headcount_min")
    return law.step(
        (
            f"au moins {staff:g} salariés, hors redressement et liquidation",
            f"at least {staff:g} employees, not under recovery or liquidation",
        ),
        (headcount >= staff) & ~is_insolvent,
        "due (1) or not (0)",
        LEAVE,
    )


@rule(
    "fr.dismissal.redeployment_months",
    articles=["L1233-71, R1233-31"],
    uses=[LEAVE],
    unit="month",
    title=("durée maximale du congé de reclassement", "longest redeployment leave"),
)
def redeployment_months(
    law: Law, *, headcount: FloatArray, is_insolvent: BoolArray, is_retraining: BoolArray
) -> FloatArray:
    """Give the longest redeployment leave in months; the least stands in the trace."""
    terms = law[LEAVE]
    is_due = redeployment(law, headcount=headcount, is_insolvent=is_insolvent).astype(bool)
    law.refuse(~is_due, ("le congé n'est pas dû", "the leave is not due"), LEAVE)
    law.step(
        ("durée minimale, sauf accord de la personne", "least, but for the person's consent"),
        np.where(is_due, terms.number("months_min"), 0.0),
        "month",
        LEAVE,
    )
    most = np.full(len(headcount), terms.number("months_max"))
    if "months_max_retraining" in terms:
        most = np.where(is_retraining, terms.number("months_max_retraining"), most)
    return law.step(
        ("durée maximale", "longest leave"), np.where(is_due, most, 0.0), "month", LEAVE
    )


@rule(
    "fr.dismissal.redeployment_pay",
    articles=["L1233-72"],
    uses=[LEAVE_PAY, SMIC, MONTH],
    unit="money",
)
def redeployment_pay(law: Law, *, mean_pay_month: FloatArray) -> FloatArray:
    """Give the allowance of a month of the leave that exceeds the notice."""
    terms = law[LEAVE_PAY]
    share, floor_share = terms.number("pay_share"), terms.number("smic_share")
    weeks = law[MONTH].number("weeks_per_year")
    hours = terms.number("full_week_h") * weeks / _MONTHS_PER_YEAR
    floor = law.step(
        (
            f"{floor_share:g} du SMIC mensuel à temps plein",
            f"{floor_share:g} of the month's minimum wage at full time",
        ),
        np.full(len(mean_pay_month), floor_share * law[SMIC].number() * hours),
        "money",
        SMIC,
    )
    return law.step(
        (
            f"{share:g} du salaire moyen, au moins ce plancher, arrondi au centime",
            f"{share:g} of the mean pay, at least that floor, rounded half up to the cent",
        ),
        half_up(np.maximum(share * mean_pay_month, floor)),
        "money",
        LEAVE_PAY,
    )


@rule("fr.dismissal.csp", articles=["L1233-66"], uses=[CSP], unit="flag")
def csp(law: Law, *, headcount: FloatArray, is_insolvent: BoolArray) -> FloatArray:
    """Say (1 or 0) whether the CSP must be offered to each person dismissed."""
    below = law[CSP].number("headcount_below")
    law.step(
        ("délai de réponse de la personne", "time of the person to answer"),
        np.full(len(headcount), law[CSP].number("answer_days")),
        "days",
        CSP,
    )
    return law.step(
        (
            f"moins de {below:g} salariés, ou redressement ou liquidation",
            f"fewer than {below:g} employees, or under recovery or liquidation",
        ),
        (headcount < below) | is_insolvent,
        "due (1) or not (0)",
        CSP,
    )


@rule(
    "fr.dismissal.csp_penalty",
    articles=["L1233-66"],
    uses=[CSP],
    unit="money",
    title=("contribution pour CSP non proposé", "contribution for a CSP that was not offered"),
)
def csp_penalty(
    law: Law,
    *,
    headcount: FloatArray,
    is_insolvent: BoolArray,
    is_csp_offered: BoolArray,
    is_csp_joined: BoolArray,
    wage_month: FloatArray,
) -> FloatArray:
    """Give the contribution of an employer who did not offer the CSP."""
    terms = law[CSP]
    is_due = csp(law, headcount=headcount, is_insolvent=is_insolvent).astype(bool)
    law.refuse(~is_due, _CSP_NOT_DUE, CSP)
    alone, joined = terms.number("penalty_months"), terms.number("penalty_months_joined")
    months = law.step(
        (
            f"non proposé : l'employeur doit {alone:g} mois, {joined:g} si la personne adhère sur "
            "proposition de France Travail",
            f"not offered: the employer owes {alone:g} months, {joined:g} if the person joins on "
            "the proposal of the employment service",
        ),
        np.where(is_due & ~is_csp_offered, np.where(is_csp_joined, joined, alone), 0.0),
        "month",
        CSP,
    )
    return law.step(_TIMES_PAY, half_up(months * wage_month), "money", CSP)


@rule(
    "fr.dismissal.csp_financing",
    articles=["L1233-69"],
    uses=[CSP, FINANCING],
    unit="money",
    title=("versement de l'employeur au titre du CSP", "payment of the employer for the CSP"),
)
def csp_financing(
    law: Law,
    *,
    headcount: FloatArray,
    is_insolvent: BoolArray,
    is_csp_joined: BoolArray,
    seniority_years: FloatArray,
    wage_month: FloatArray,
    notice_months: FloatArray,
    employer_contributions_month: FloatArray,
) -> FloatArray:
    """Give what the employer pays for who joins: the notice with the contributions on its pay."""
    terms = law[FINANCING]
    most, least = terms.number("notice_months_max"), terms.number("from_years")
    is_due = csp(law, headcount=headcount, is_insolvent=is_insolvent).astype(bool)
    law.refuse(~is_due, _CSP_NOT_DUE, CSP)
    is_new = law.refuse(
        is_due & is_csp_joined & (seniority_years < least),
        (
            f"moins de {least:g} an d'ancienneté : le préavis est versé à la personne",
            f"less than {least:g} year of service: the notice is paid to the person",
        ),
        FINANCING,
    )
    is_paid = is_due & is_csp_joined & ~is_new
    months = law.step(
        (
            f"adhésion : le préavis, au plus {most:g} mois ; au-delà il va à la personne",
            f"joined: the notice, at most {most:g} months; beyond, it is the person's",
        ),
        np.where(is_paid, np.fmin(notice_months, most), 0.0),
        "month",
        FINANCING,
    )
    with law.among(is_paid):
        raised = law.step(
            (
                "salaire brut du mois, majoré des cotisations patronales",
                "gross pay of the month, raised by the employer's contributions",
            ),
            wage_month + employer_contributions_month,
            "money/month",
            FINANCING,
        )
    return law.step(
        ("mois × salaire majoré, arrondi au centime", "months × raised pay, rounded half up"),
        half_up(np.where(is_paid, months * raised, 0.0)),
        "money",
        FINANCING,
    )


@rule("fr.dismissal.rehire", articles=["L1233-45"], former=["L321-14"], uses=[REHIRE], unit="flag")
def rehire(
    law: Law, *, contract_end_date: DAYS, asked_date: DAYS, job_open_date: DAYS
) -> FloatArray:
    """Say (1 or 0) whether a person dismissed has priority for a job that is open."""
    terms = law[REHIRE]
    months, to_ask = terms.number("months"), terms.number("months_to_ask")
    is_late = law.refuse(
        asked_date > months_later(contract_end_date, int(to_ask)),
        (f"demandée après {to_ask:g} mois", f"asked for after {to_ask:g} months"),
        REHIRE,
    )
    is_past = law.refuse(
        job_open_date > months_later(contract_end_date, int(months)),
        (f"emploi libre après {months:g} mois", f"job free after {months:g} months"),
        REHIRE,
    )
    is_before = law.refuse(
        job_open_date < asked_date,
        ("emploi pourvu avant la demande", "job free before it was asked for"),
        REHIRE,
    )
    return law.step(
        (
            f"emploi devenu libre dans les {months:g} mois, après la demande",
            f"job that became free within {months:g} months, after it was asked for",
        ),
        ~(is_late | is_past | is_before),
        "yes (1) or no (0)",
        REHIRE,
    )
