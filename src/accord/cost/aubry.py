"""The Aubry I aid to the cut of hours, with each condition checked against the plant."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from accord.cost.aid_jobs import Jobs, jobs_of
from accord.cost.aubry_beside import beside_reliefs, write_lost
from accord.cost.bill import ASSUMPTION, Basis, Bill, money, numbers, persons
from accord.cost.contracts import hourly_wage
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.periods import law_currency, plant_money
from accord.cost.records import Condition, months_later, years_later
from accord.cost.run import PricedStages
from accord.law import TableOutcome, Version, compute_table, pack
from accord.law.engine import FactColumn
from accord.plant.records import Aid

_AUBRY = "fr.aid.aubry1"
_CONDITIONS = "fr.aid.aubry1.conditions"
_UNLIKE_CLAIMED = {
    True: (
        "Le scénario dit l'entreprise riche en main-d'œuvre ; d'après son personnel, elle ne l'est "
        "pas.",
        "The scenario says that the firm is labour-intensive; by its people it is not.",
    ),
    False: (
        "Le scénario ne dit pas l'entreprise riche en main-d'œuvre ; d'après son personnel, elle "
        "l'est.",
        "The scenario does not say that the firm is labour-intensive; by its people it is.",
    ),
}


def price_aubry(bill: Bill, aid: Aid, priced: PricedStages | None) -> None:
    """Write the aid of 1998 to 2001 year by year, what stands beside it, and its conditions."""
    case = bill.case
    terms = pack("fr")[_CONDITIONS].on(aid.agreement)
    if terms is None:
        why = f"no Aubry I aid for more than 20 employees on {aid.agreement.isoformat()}"
        bill.need("agreement date", why, "Loi 98-461 art. 3", is_gap=False)
        return
    if not _knows_staff(bill):
        return
    cut_share = 1 - case.hours_ratio
    least_share = terms.number(f"{_tier(cut_share, terms)}_jobs_share")
    jobs = jobs_of(case, aid, terms, least_share=least_share)
    covered = jobs.covered
    is_labour_intensive = _labour_intensive(bill, terms, aid.agreement)
    _hours_and_jobs(bill, terms, cut_share, jobs)
    scale_on = _dates(bill, terms, aid.agreement)
    if scale_on is None:
        return
    years = int(terms.number("years"))

    facts: dict[str, FactColumn] = {
        "aid_year": np.arange(years) + 1,
        "headcount_covered": [covered] * years,
        "cut_share": [cut_share] * years,
        "jobs_share": [jobs.share] * years,
        "weekly_h": [case.scenario.weekly_h] * years,
        "headcount": [case.headcount] * years,
        "is_labour_intensive": [is_labour_intensive] * years,
        "has_extra_jobs": ["extra_jobs" in aid.variant] * years,
    }
    table, at_most = (
        compute_table(_AUBRY, {**facts, "agreement_date": [day] * years}, on=day)
        for day in (scale_on, aid.agreement)
    )
    _write_years(bill, priced, table, covered, at_most=at_most)
    if is_labour_intensive != aid.labour_intensive:
        bill.notes.append(_UNLIKE_CLAIMED[aid.labour_intensive])


def _knows_staff(bill: Bill) -> bool:
    """Check the facts that the labour-intensive test needs."""
    case = bill.case
    rows = case.base & case.staff.counts
    blank = [
        p
        for p, c, is_in in zip(case.staff.person, case.staff.category, rows, strict=True)
        if is_in and not c
    ]
    if blank:
        bill.need(
            "category",
            "the share of manual staff decides a bonus",
            "Décret 98-494",
            blank,
            is_gap=False,
        )
    why = "the share of staff under 1.5 SMIC decides a bonus"
    knows = bill.knows(
        "wage_month", case.staff.wage_month, rows, why=why, article="Décret 98-494", is_gap=False
    )
    return knows and not blank


def _tier(cut_share: float, terms: Version) -> str:
    """Name the tier of the aid that a cut of hours reaches for."""
    return "second" if cut_share >= terms.number("second_cut_share") else "first"


def _hours_and_jobs(bill: Bill, terms: Version, cut_share: float, jobs: Jobs) -> None:
    case = bill.case
    tier = _tier(cut_share, terms)
    least_cut, least_jobs = terms.number(f"{tier}_cut_share"), terms.number(f"{tier}_jobs_share")
    rows = (
        (
            "aid.cut",
            "Baisse des heures",
            "Cut of hours",
            cut_share,
            least_cut,
            cut_share >= least_cut,
        ),
        (
            "aid.weekly_h",
            "Horaire collectif",
            "Collective hours",
            case.scenario.weekly_h,
            terms.number("weekly_h_max"),
            case.scenario.weekly_h <= terms.number("weekly_h_max"),
        ),
        (
            "aid.jobs",
            *jobs.labels,
            jobs.share,
            least_jobs,
            jobs.share >= least_jobs,
        ),
        (
            "aid.headcount",
            "Effectif",
            "Headcount",
            float(case.headcount),
            terms.number("headcount_above"),
            case.headcount > terms.number("headcount_above"),
        ),
    )
    for id_, fr, en, value, limit, is_met in rows:
        # the last word on jobs that an agreement states is the agreement's, not the law room's
        status = ASSUMPTION if id_ == "aid.jobs" and jobs.is_stated else terms.status
        bill.conditions.append(
            Condition(id_, fr, en, value, limit, bool(is_met), terms.article, status)
        )


def _dates(bill: Bill, terms: Version, agreement: date) -> date | None:
    """Write the two conditions on the day of the cut; give the day whose scale is counted.

    None where the hours are cut too late for any aid. The scale is the one of the agreement, unless
    the cut comes later than some months after the State's convention; no file gives that day, so a
    late cut is counted at the scale of its own day, the agreement's being the other bound.
    """
    start = bill.case.start
    last = date.fromisoformat(terms.text("reduced_before"))
    by = months_later(agreement, int(terms.number("scale_within_months")))
    is_in_time, is_soon = start < last, start <= by
    bill.conditions.append(
        Condition(
            "aid.reduced_before",
            "Durée réduite avant la date de la loi",
            "Hours cut before the date of the law",
            start,
            last,
            is_in_time,
            terms.article,
            terms.status,
        )
    )
    if not is_in_time:
        return None
    bill.conditions.append(
        Condition(
            "aid.scale",
            "Barème du jour de l'accord : durée réduite dans les trois mois de la convention avec "
            "l'État",
            "Scale of the day of the agreement: hours cut within three months of the State's "
            "convention",
            start,
            by,
            is_soon,
            terms.text("scale_article"),
            terms.status if is_soon else ASSUMPTION,
        )
    )
    return agreement if is_soon else start


def _labour_intensive(bill: Bill, terms: Version, agreement: date) -> bool:
    """Test the plant's own people: share of manual staff, share under 1.5 SMIC."""
    case = bill.case
    rows = case.base & case.staff.counts
    manual = terms.texts("manual_categories")
    is_manual = np.array([c in manual for c in case.staff.category], dtype=bool)
    smic = pack("fr")["fr.smic.hourly"].on(agreement)
    if smic is None:
        bill.need("SMIC", "the bonus compares pay with 1.5 SMIC", terms.article, is_gap=False)
        return False
    hourly = hourly_wage(case.staff.wage_month, case.staff.weekly_h, agreement)
    rate = plant_money(case.plant, smic.currency, agreement)
    ceiling = terms.number("low_wage_smic") * smic.number() * rate
    shares = (
        (
            "aid.manual",
            "Part des ouvriers",
            "Share of manual staff",
            float(is_manual[rows].mean()),
            terms.number("manual_share_min"),
        ),
        (
            "aid.low_wage",
            f"Part sous 1,5 SMIC ({numbers(f'{ceiling:.2f}')[0]} {case.plant.currency}/h)",
            f"Share under 1.5 SMIC ({ceiling:.2f} {case.plant.currency}/h)",
            float((hourly < ceiling)[rows].mean()),
            terms.number("low_wage_share_min"),
        ),
    )
    for id_, fr, en, value, limit in shares:
        bill.conditions.append(
            Condition(id_, fr, en, value, limit, value >= limit, terms.article, terms.status)
        )
    return all(value >= limit for *_, value, limit in shares)


def _write_years(
    bill: Bill,
    priced: PricedStages | None,
    table: TableOutcome,
    covered: int,
    *,
    at_most: TableOutcome,
) -> None:
    case, horizon = bill.case, bill.horizon
    bill.needs.extend(table.needs)
    currency = table.currency or law_currency([_AUBRY], case.start)
    rate = plant_money(case.plant, currency, case.start)
    most = at_most.values * rate
    years = [
        horizon.spread(value, months_later(horizon.first, i * MONTHS_PER_YEAR), MONTHS_PER_YEAR)
        for i, value in enumerate(np.nan_to_num(table.values * rate).tolist())
    ]
    beside = beside_reliefs(bill, priced, np.sum(years, axis=0))
    for i_year, value in enumerate(table.values * rate):
        if np.isnan(value):
            continue
        outcome = table.row(i_year)
        per_person = value / covered
        year = i_year + 1
        paid = years[i_year] > 0
        kept = float(beside.kept[paid].mean()) if paid.any() else 1.0
        months = f" × {kept * MONTHS_PER_YEAR:g} / {MONTHS_PER_YEAR}" if kept < 1 else ""
        bill.write(
            f"aid.aubry1.year{year}",
            (f"Aide Aubry I, année {year}", f"Aubry I aid, year {year}"),
            0.0 - float(value) * kept,
            Basis(" ; ".join(outcome.articles), _AUBRY, outcome.status),
            formula=(
                f"{persons(covered)[0]} × {money(per_person)}{months}",
                f"{persons(covered)[1]} × {money(per_person)}{months}",
            ),
            inputs={
                "people": str(covered),
                "per person": money(per_person),
                "months paid": f"{kept * MONTHS_PER_YEAR:g}",
            },
            first=years_later(case.start, i_year),
            last=years_later(case.start, year) - timedelta(days=1),
            by_month=0.0 - years[i_year] * beside.kept,
            bounds=(0.0 - float(max(value, most[i_year])) * kept, 0.0 - float(value) * kept),
        )
        write_lost(bill, year, beside.lost)
