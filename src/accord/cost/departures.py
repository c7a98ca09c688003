"""What dismissals cost: severance, notice and the contribution for older staff, per person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.cost.bill import Basis, Bill, money
from accord.cost.overtime import is_metal
from accord.cost.records import ONCE, Condition, CostLine
from accord.law import FloatArray, TableOutcome, compute, compute_table, pack
from accord.law.bands import months_earlier, whole_years

_LAYOFF = "layoff"
_SCHEMA = {
    "person": pl.String,
    "kind": pl.String,
    "on": pl.Date,
    "age_years": pl.Float64,
    "seniority_years": pl.Float64,
    "wage_month": pl.Float64,
    "severance": pl.Float64,
    "notice": pl.Float64,
    "delalande": pl.Float64,
    "delalande_low": pl.Float64,
    "delalande_high": pl.Float64,
}
_LABELS = {
    "severance": ("Indemnités de licenciement", "Severance pay"),
    "notice": ("Préavis payé", "Notice paid"),
    "delalande": ("Contribution Delalande", "Delalande contribution"),
}


@dataclass(frozen=True, slots=True)
class Layoffs:
    """The people dismissed, as columns of shape (people dismissed,)."""

    person: tuple[str, ...]
    on: NDArray[np.datetime64]
    wage_month: FloatArray
    age_years: FloatArray
    age_notified_years: FloatArray
    seniority_years: FloatArray
    disabled: FloatArray


def price_departures(bill: Bill) -> pl.DataFrame:
    """Write what the exits of the scenario cost; give one row per person who leaves."""
    case = bill.case
    exits = sorted(case.scenario.exits, key=lambda row: (row.on, row.person))
    table = pl.DataFrame(
        {
            "person": [row.person for row in exits],
            "kind": [row.kind for row in exits],
            "on": [row.on for row in exits],
        },
        schema={name: _SCHEMA[name] for name in ("person", "kind", "on")},
    )
    others = [row for row in exits if row.kind != _LAYOFF]
    if others:
        bill.notes.append(
            (
                f"{len(others)} départs sans licenciement : l'indemnité de départ éventuelle n'est "
                "pas chiffrée.",
                f"{len(others)} exits without dismissal: a leaving allowance, if any, is not "
                "priced.",
            )
        )
    layoffs = [row for row in exits if row.kind == _LAYOFF]
    if not layoffs or not case.is_french:
        if layoffs:
            bill.need("severance", "no law of dismissal is known for this country", "A-25")
        return table.join(pl.DataFrame(schema=_priced_schema()), on="person", how="left")
    found = _columns(bill, [row.person for row in layoffs], [row.on for row in layoffs])
    _collective(bill, found)
    priced = _price(bill, found)
    return table.join(priced, on="person", how="left")


def _priced_schema() -> dict[str, type[pl.DataType]]:
    return {name: kind for name, kind in _SCHEMA.items() if name not in {"kind", "on"}}


def _columns(bill: Bill, persons: list[str], days: list[date]) -> Layoffs:
    """Gather the facts of the people dismissed; a missing one is noted by the rule that asks."""
    case = bill.case
    rows = np.array([case.staff.row(person) for person in persons])
    on = np.array(days, dtype="datetime64[D]")
    hired, birth = case.staff.hired[rows], case.staff.birth[rows]
    served = compute_table(
        "fr.seniority",
        {"hire_date": hired, "leave_date": on, "absence_months": np.zeros(len(rows))},
        on=case.start,
    )
    # a worked notice of two months starts with the notification
    notice_months = pack("fr")["fr.notice.dismissal"].versions[0].table("months_from_years")[1]
    notified = months_earlier(on, int(notice_months.max()))
    return Layoffs(
        person=tuple(persons),
        on=on,
        wage_month=case.wage_after[rows],
        age_years=_ages(birth, on),
        age_notified_years=_ages(birth, notified),
        seniority_years=served.values,
        disabled=case.staff.disabled[rows],
    )


def _ages(birth: NDArray[np.datetime64], on: NDArray[np.datetime64]) -> FloatArray:
    known = ~np.isnat(birth)
    return np.where(known, whole_years(np.where(known, birth, on), on), np.nan)


def _collective(bill: Bill, found: Layoffs) -> None:
    """Say whether the dismissals open the large procedure."""
    case = bill.case
    terms = pack("fr")["fr.dismissal.collective"].on(case.start)
    if terms is None:
        return
    window = np.timedelta64(int(terms.number("within_days")), "D")
    most = max(int(np.sum((found.on >= day) & (found.on < day + window))) for day in found.on)
    outcome = compute(
        "fr.dismissal.social_plan",
        {"dismissals_30_days": most, "headcount": case.headcount},
        on=case.start,
    )
    bill.conditions.append(
        Condition(
            "dismissal.social_plan",
            "Licenciements en trente jours : consultation du comité et plan social dus",
            "Dismissals in thirty days: works council and social plan are due",
            float(most),
            terms.number("dismissals_min"),
            bool(outcome.value),
            terms.article,
            outcome.status,
        )
    )


def _severance(bill: Bill, found: Layoffs) -> TableOutcome | None:
    """Price the severance pay by the agreement that the plant names, or by law alone."""
    case = bill.case
    facts = {
        "seniority_years": found.seniority_years,
        "seniority_right_years": found.seniority_years,
        "age_years": found.age_years,
        "wage_month": found.wage_month,
        "is_economic": np.ones(len(found.person)),
        "is_unfit_by_work": np.zeros(len(found.person)),
    }
    if not case.plant.branch_agreement:
        bill.notes.append(
            (
                "Aucun accord de branche nommé : indemnité légale seule.",
                "No branch agreement named: legal severance pay only.",
            )
        )
        return compute_table("fr.severance.legal", facts, on=case.start)
    if not is_metal(bill):
        why = f"the severance scale of {case.plant.branch_agreement!r} is not known"
        bill.need("branch_agreement", why, case.plant.branch_agreement)
        return None
    barred = pack("fr")["fr.severance.metal"].versions[0].texts("not_for_categories")
    outside = [p for p in found.person if case.staff.category[case.staff.row(p)] in barred]
    if outside:
        why = "engineers and managers have another agreement, which is not known here"
        bill.need("severance scale", why, "fr.severance.metal", outside)
        return None
    return compute_table("fr.severance.metal_due", facts, on=case.start)


def _price(bill: Bill, found: Layoffs) -> pl.DataFrame:
    case = bill.case
    headcount = np.full(len(found.person), float(case.headcount))
    severance = _severance(bill, found)
    notice = compute_table(
        "fr.notice.dismissal",
        {
            "seniority_years": found.seniority_years,
            "is_disabled": found.disabled,
            "wage_month": found.wage_month,
        },
        on=case.start,
    )
    levies = [
        compute_table(
            "fr.levy.delalande",
            {"age_years": age, "headcount": headcount, "wage_month": found.wage_month},
            on=case.start,
        )
        for age in (found.age_years, found.age_notified_years)
    ]
    low = np.minimum(levies[0].values, levies[1].values)
    high = np.maximum(levies[0].values, levies[1].values)
    if severance is not None:
        _write(bill, "severance", severance, found, None)
    paid = _write(bill, "notice", notice, found, (0.0, float(notice.values.sum())))
    if paid is not None:
        bill.write_charges(paid)
    _write(bill, "delalande", levies[0], found, (float(low.sum()), float(high.sum())))
    nothing = np.full(len(found.person), np.nan)
    return pl.DataFrame(
        {
            "person": found.person,
            "age_years": found.age_years,
            "seniority_years": found.seniority_years,
            "wage_month": found.wage_month,
            "severance": nothing if severance is None else severance.values,
            "notice": notice.values,
            "delalande": levies[0].values,
            "delalande_low": low,
            "delalande_high": high,
        },
        schema=_priced_schema(),
    ).with_columns(pl.selectors.float().fill_nan(None))


def _write(
    bill: Bill,
    name: str,
    table: TableOutcome,
    found: Layoffs,
    bounds: tuple[float, float] | None,
) -> CostLine | None:
    """Write one line of the exits, or the needs of those for whom it cannot be said."""
    if table.needs:
        for need in table.needs:
            who = [found.person[i] for i in need.rows]
            bill.need(need.fact, need.why, need.article, who)
        return None
    amount = float(table.values.sum())
    months = amount / float(found.wage_month.sum())
    formulas = {
        "severance": ("par personne", "by person"),
        "notice": (
            "par personne, payé et non fait ; bas : fait, donc déjà dans la paie",
            "by person, paid and not worked; low: worked and so already in the pay",
        ),
        "delalande": (
            "par personne ; bornes : âge à la notification ou à la fin du contrat",
            "by person; bounds: age at notification or at the end of the contract",
        ),
    }
    return bill.write(
        f"exits.{name}",
        _LABELS[name],
        amount,
        Basis(" ; ".join(table.articles), table.rule, table.status),
        formula=formulas[name],
        inputs={
            "people": str(len(found.person)),
            "months of pay, mean": f"{months:.2f}",
            "pay of a month": money(float(found.wage_month.sum())),
        },
        first=found.on.min().astype(object),
        kind=ONCE,
        bounds=bounds,
    )
