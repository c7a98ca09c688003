"""The Robien relief: a share of social-security contributions for seven years, with conditions.

1. the agreement is of the window of the law, the hours are cut enough, the jobs are made or saved;
2. each person's contributions of each month of the scenario, hires included, bear the year's share;
3. it stands beside the relief on low pay, both together no more than the contributions;
4. beside the reliefs of a 35-hour agreement only the greater of the two is counted; beside the
   Fillon reduction the low bound has both, which the law of January 2003 allowed until June 2005.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from accord.cost.aid_jobs import Jobs, jobs_of
from accord.cost.bill import ASSUMPTION, Basis, Bill, money
from accord.cost.case import Case
from accord.cost.columns import RELIEF, SOCIAL_SECURITY
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.periods import AUBRY2, FILLON
from accord.cost.records import Condition, months_later, years_later
from accord.cost.relief import has_35h
from accord.cost.run import PricedStages
from accord.law import FloatArray, TableOutcome, Version, compute_table, find_rule, pack
from accord.plant.records import Aid

_ROBIEN = "fr.aid.robien"
_CONDITIONS = "fr.aid.robien.conditions"
_CONVENTION = (
    "Emplois préservés : leur nombre est celui de la convention avec l'État (art. 39-1, A-20)",
    "Jobs saved: their number is that of the convention with the State (art. 39-1, A-20)",
)


def price_robien(bill: Bill, aid: Aid, priced: PricedStages | None) -> None:
    """Write the relief of each year that the price reaches, and its conditions."""
    case = bill.case
    scale, terms = (pack("fr")[name].on(aid.agreement) for name in (_ROBIEN, _CONDITIONS))
    if scale is None or terms is None:
        why = f"no Robien relief for an agreement of {aid.agreement.isoformat()}"
        bill.need("agreement date", why, find_rule(_ROBIEN).articles[0], is_gap=False)
        return
    if case.plant.payroll is None:
        why = "the relief is a share of social-security contributions, which a flat share hides"
        bill.need("payroll", why, terms.article, is_gap=False)
        return
    jobs = jobs_of(case, aid, terms, least_share=terms.number("first_jobs_share"))
    _write_conditions(bill, scale, terms, jobs)
    if priced is None:
        return
    outcome = _relief(bill, aid, priced, jobs)
    bill.needs.extend(outcome.needs)
    _write_years(bill, scale, outcome, *_kept(case, bill, priced, outcome))


def _write_conditions(bill: Bill, scale: Version, terms: Version, jobs: Jobs) -> None:
    cut_share = 1 - bill.case.hours_ratio
    least_cut, least_jobs = _tier(scale, terms, cut_share, jobs)
    text = _CONVENTION if jobs.is_saved else jobs.labels
    bill.conditions += [
        Condition(
            "aid.cut",
            "Baisse des heures",
            "Cut of hours",
            cut_share,
            least_cut,
            cut_share >= least_cut,
            scale.article,
            scale.status,
        ),
        Condition(
            "aid.jobs",
            *text,
            least_jobs if jobs.is_saved else jobs.share,
            least_jobs,
            jobs.is_saved or jobs.share >= least_jobs,
            terms.article,
            ASSUMPTION if jobs.is_saved else terms.status,
        ),
    ]
    if has_35h(bill.case, is_after=True) and any(_excludes(day) for day in bill.horizon.months):
        bill.conditions.append(
            Condition(
                "aid.cumulation",
                "Aide Robien et allègements des 35 heures (Aubry II, Fillon) : le plus grand des "
                "deux est compté chaque mois ; le texte sur Aubry II n'a pas été lu, et Fillon "
                "pouvait s'y ajouter jusqu'en juin 2005 (borne basse)",
                "Robien aid and reliefs of 35 hours (Aubry II, Fillon): the greater of the two is "
                "counted each month; the text on Aubry II was not read, and Fillon could stand "
                "beside it until June 2005 (low bound)",
                1.0,
                1.0,
                is_met=True,
                article="Loi 2000-37 art. 21 ; loi 2003-47 art. 10",
                status=ASSUMPTION,
            )
        )


def _tier(scale: Version, terms: Version, cut_share: float, jobs: Jobs) -> tuple[float, float]:
    """Give the cut and the jobs of the higher rate where both are reached, else of the lower."""
    limits = [
        (scale.number(f"{tier}_cut_share"), terms.number(f"{tier}_jobs_share"))
        for tier in ("second", "first")
    ]
    least_cut, least_jobs = limits[0]
    is_second = cut_share >= least_cut and (jobs.is_saved or jobs.share >= least_jobs)
    return limits[0] if is_second else limits[1]


def _excludes(day: date) -> bool:
    """Say whether a relief of 35-hour agreements is in force."""
    return any(pack("fr")[name].on(day) is not None for name in (AUBRY2, FILLON))


def _relief(bill: Bill, aid: Aid, priced: PricedStages, jobs: Jobs) -> TableOutcome:
    """Give the relief of each month and person before what stands beside it, in rows."""
    owed = priced.people[:, :, SOCIAL_SECURITY] * bill.horizon.share_from(bill.case.start)[:, None]
    count = owed.size
    years = np.arange(len(owed)) // MONTHS_PER_YEAR + 1
    facts = {
        "agreement_date": np.full(count, np.datetime64(aid.agreement, "D")),
        "aid_year": np.repeat(years.astype(np.float64), owed.shape[1]),
        "cut_share": np.full(count, 1 - bill.case.hours_ratio),
        "jobs_share": np.full(count, jobs.share),
        "is_defensive": np.full(count, jobs.is_saved),
        "social_security_month": owed.ravel(),
    }
    return compute_table(_ROBIEN, facts, on=aid.agreement)


def _kept(
    case: Case, bill: Bill, priced: PricedStages, outcome: TableOutcome
) -> tuple[FloatArray, FloatArray]:
    """Give the relief of each month for the whole firm with the others beside it, and at most."""
    owed, other = priced.people[:, :, SOCIAL_SECURITY], priced.people[:, :, RELIEF]
    relief = outcome.values.reshape(owed.shape)
    beside = np.minimum(relief, np.clip(owed - other, 0.0, None)).sum(axis=1)
    instead = np.clip(relief.sum(axis=1) - other.sum(axis=1), 0.0, None)
    months = bill.horizon.months
    is_short = has_35h(case, is_after=True)
    is_other = is_short & np.array([_excludes(day) for day in months], dtype=bool)
    is_fillon = np.array([pack("fr")[FILLON].on(day) is not None for day in months], dtype=bool)
    kept: FloatArray = np.where(is_other, instead, beside)
    most: FloatArray = np.where(is_fillon, np.maximum(kept, beside), kept)
    return kept, most


def _write_years(
    bill: Bill, scale: Version, outcome: TableOutcome, kept: FloatArray, most: FloatArray
) -> None:
    start, horizon = bill.case.start, bill.horizon
    years = len(scale.numbers("first_years"))
    articles = " ; ".join(outcome.articles)
    for year in range(1, min(years, horizon.years) + 1):
        months = slice((year - 1) * MONTHS_PER_YEAR, year * MONTHS_PER_YEAR)
        by_month = np.zeros(len(kept))
        by_month[months] = 0.0 - kept[months]
        amount = float(by_month.sum())
        bill.write(
            f"aid.robien.year{year}",
            (f"Aide Robien, année {year}", f"Robien aid, year {year}"),
            amount,
            Basis(articles, _ROBIEN, outcome.status),
            formula=(
                "part de l'année des cotisations de sécurité sociale de chacun, mois par mois",
                "the year's share of each person's social-security contributions, month by month",
            ),
            inputs={"relief": money(-amount)},
            first=years_later(start, year - 1),
            last=years_later(start, year) - timedelta(days=1),
            by_month=by_month,
            bounds=(0.0 - float(most[months].sum()), amount),
        )
    end = months_later(horizon.first, len(horizon.months))
    if years_later(start, years) > end and kept.any():
        bill.notes.append(
            (
                f"L'aide Robien dure {years} ans ; ce qui vient après le prix n'est pas compté.",
                f"The Robien aid lasts {years} years; what comes after the price is not counted.",
            )
        )
