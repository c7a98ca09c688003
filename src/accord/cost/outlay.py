"""Investment, recruiting and training."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from accord.cost.bill import Basis, Bill, money, numbers
from accord.cost.contracts import hourly_wage
from accord.cost.extra_hours import REPLICATION
from accord.cost.records import ONCE, RATIO

_STATED = Basis("A-24", "scenario, investment")


def price_outlay(bill: Bill, workload: pl.DataFrame) -> None:
    """Write investment, recruiting and, beside the sums, training hours."""
    case = bill.case
    labels = ("Investissements", "Investments")
    stated = bill.in_time(case.scenario.investment, lambda row: row.on, labels)
    for i, row in enumerate(stated, start=1):
        what = case.plant.in_words(row.what)
        bill.write(
            f"investment.{i}",
            (f"Investissement : {what.fr}", f"Investment: {what.en}"),
            row.amount,
            _STATED,
            formula=_as_stated(row.life_years),
            inputs={"life years": f"{row.life_years:g}" if row.life_years else "not given"},
            first=row.on,
            kind=ONCE,
        )
    _recruiting(bill)
    _training(bill, workload)


def _recruiting(bill: Bill) -> None:
    """Write what finding each hire costs, once, if the plant gives a price."""
    case = bill.case
    days = bill.in_time(
        (day for hire in case.scenario.hires for day in [hire.on] * hire.count),
        lambda day: day,
        ("Embauches", "Hires"),
    )
    price = case.plant.prices.recruiting if case.plant.prices else None
    if not days:
        return
    if price is None:
        bill.notes.append(
            (
                f"Recrutement des {len(days)} embauches : non chiffré (prices.recruiting manque).",
                f"Recruiting the {len(days)} hires: not priced (prices.recruiting is not given).",
            )
        )
        return
    by_month = sum(
        (bill.horizon.spread(price, day) for day in days), bill.horizon.spread(0, days[0])
    )
    bill.write(
        "hires.recruiting",
        ("Recrutement", "Recruiting"),
        price * len(days),
        Basis("A-24", "plant.yaml, prices.recruiting"),
        formula=numbers(f"{len(days)} × {money(price)}"),
        inputs={"hires": str(len(days)), "price": money(price)},
        first=min(days),
        kind=ONCE,
        by_month=by_month,
    )


def _as_stated(life_years: float | None) -> tuple[str, str]:
    if not life_years:
        return "tel que dit", "as stated"
    return f"tel que dit, sur {life_years:g} ans", f"as stated, over {life_years:g} years"


def _training(bill: Bill, workload: pl.DataFrame) -> None:
    """Write hours of training beside the sums: those of the workload, else of the scenario.

    They fall into the hours of the contract, whose pay is in the payroll already, of those trained
    as of those who train them: priced once more they would count twice. What they cost is work not
    done, which the simulation shows. A fee is an ``investment`` of the scenario (A-26).
    """
    case = bill.case
    rows = _training_hours(bill, workload)
    if not rows:
        return
    who = np.array([case.staff.row(person) for person in rows])
    hours = np.array([found for found, _ in rows.values()])
    hourly = hourly_wage(case.wage_after[who], case.weekly_h_after[who], case.start)
    paid = float((hourly * hours).sum())
    bill.write(
        "training.hours",
        ("Heures de formation, dans la paie déjà", "Hours of training, in the payroll already"),
        float(hours.sum()),
        Basis("A-26", "workload, training_h; scenario, training"),
        formula=(
            "dans l'horaire payé : aucune paie de plus, mais du travail qui n'est pas fait",
            "within the hours paid: no pay on top, but work that is not done",
        ),
        inputs={
            "people": str(len(who)),
            "their pay, in the payroll": "not known" if np.isnan(paid) else money(paid),
        },
        first=min(day for _, day in rows.values()),
        kind=RATIO,
        unit="h",
    )


def _training_hours(bill: Bill, workload: pl.DataFrame) -> dict[str, tuple[float, date]]:
    """Give hours and first day of training by person."""
    found: dict[str, tuple[float, date]] = {}
    for row in bill.case.scenario.training:
        if row.hours > 0:
            hours, first = found.get(row.person, (0.0, row.on))
            found[row.person] = (hours + row.hours, min(first, row.on))
    if "training_h" in workload.columns:
        runs = workload[REPLICATION].n_unique() if REPLICATION in workload.columns else 1
        told = (
            workload.filter(pl.col("training_h") > 0)
            .group_by("person", maintain_order=True)
            .agg(pl.col("training_h").sum() / runs, pl.col("month").min())
        )
        for person, hours, month in told.iter_rows():
            day = found[person][1] if person in found else month
            found[person] = (float(hours), day)
    return found
