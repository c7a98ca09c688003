"""Investment, training, payback and break-even."""

from __future__ import annotations

import numpy as np

from accord.cost.bill import Basis, Bill, money, numbers
from accord.cost.overtime import hourly_wage
from accord.cost.records import ONCE, RATIO, YEARLY

_STATED = Basis("A-24", "scenario, investment")


def people_for_constant_output(
    weekly_h_before: float, weekly_h_after: float, hourly_gain_share: float = 0.0
) -> float:
    """Give the growth of headcount (share) that keeps output when hours fall.

    Parameters
    ----------
    weekly_h_before, weekly_h_after
        Weekly hours.
    hourly_gain_share
        Growth of output per hour, 0.04 for 4 %.

    Returns
    -------
    float
        ``(before / after) / (1 + gain) - 1``.

    Notes
    -----
    Limits: holds where people are the bottleneck; where a machine is, people do not scale output.
    """
    return weekly_h_before / weekly_h_after / (1 + hourly_gain_share) - 1


def price_outlay(bill: Bill) -> None:
    """Write investment and training hours."""
    case = bill.case
    for i, row in enumerate(case.scenario.investment, start=1):
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
    _training(bill)


def _as_stated(life_years: float | None) -> tuple[str, str]:
    if not life_years:
        return "tel que dit", "as stated"
    return f"tel que dit, sur {life_years:g} ans", f"as stated, over {life_years:g} years"


def _training(bill: Bill) -> None:
    case = bill.case
    rows = [row for row in case.scenario.training if row.hours > 0]
    if not rows:
        return
    who = np.array([case.staff.row(row.person) for row in rows])
    hours = np.array([row.hours for row in rows])
    is_trained = np.zeros(len(case.staff.person), dtype=bool)
    is_trained[who] = True
    why = "an hour of training is paid as an hour of work"
    if not bill.knows("wage_month", case.staff.wage_month, is_trained, why=why, article="A-26"):
        return
    hourly = hourly_wage(case.wage_after[who], case.weekly_h_after[who], case.start)
    line = bill.write(
        "training.wages",
        ("Heures de formation", "Training hours"),
        float(np.sum(hourly * hours)),
        Basis("A-26", "scenario, training"),
        formula=(
            f"{money(hours.sum())} h au taux de chacun, formateurs non comptés",
            f"{money(hours.sum())} h at each person's rate, trainers not counted",
        ),
        inputs={"hours": f"{float(hours.sum()):g}", "people": str(len(set(who.tolist())))},
        first=min(row.on for row in rows),
        kind=ONCE,
    )
    bill.write_charges(line)


def price_return(bill: Bill, years: int) -> None:
    """Write the payback of what is spent once, and the output that pays for what is yearly.

    Neither is written while something is needed: a sum without one of its lines would mislead.
    """
    if bill.needs:
        return
    changes = [line for line in bill.lines if line.is_change and line.kind == YEARLY]
    aid = [line for line in changes if line.id.startswith("aid.")]
    lasting = sum(line.amount for line in changes if line not in aid)
    spent = [line for line in bill.lines if line.is_change and line.kind == ONCE]
    once = sum(line.amount for line in spent)
    if once > 0 and lasting < 0:
        bill.write(
            "payback.years",
            ("Temps de retour", "Payback"),
            once / -lasting,
            Basis("A-18", "sum of the lines"),
            formula=(
                f"{money(once)} / {money(-lasting)} par an en régime, sans actualisation",
                f"{money(once)} / {money(-lasting)} in a full year, not discounted",
            ),
            inputs={"once": money(once), "saved a year": money(-lasting)},
            first=bill.case.start,
            kind=RATIO,
            unit="years",
            bounds=(
                sum(line.low for line in spent) / -lasting,
                sum(line.high for line in spent) / -lasting,
            ),
        )
    _break_even(bill, lasting, years)


def _break_even(bill: Bill, lasting: float, years: int) -> None:
    """Write the growth of output that keeps the labour cost of a piece, by year of aid."""
    today = bill.amount("payroll.today")
    if not today or not lasting:
        return
    with_aid = [y for y in range(1, years + 1) if bill.amount(f"aid.aubry1.year{y}")]
    for year in with_aid or [0]:
        aid = bill.amount(f"aid.aubry1.year{year}")
        net = lasting + aid
        bill.write(
            f"break_even.year{year}" if year else "break_even",
            (
                "Production à gagner pour le même coût du travail par pièce"
                + (f", année {year}" if year else ""),
                "Output to gain for the same labour cost per piece"
                + (f", year {year}" if year else ""),
            ),
            net / today,
            Basis("A-18", "sum of the lines"),
            formula=numbers(f"({money(lasting)} - {money(-aid)}) / {money(today)}")
            if aid
            else numbers(f"{money(lasting)} / {money(today)}"),
            inputs={"change a year": money(lasting), "aid": money(aid), "today": money(today)},
            first=bill.case.start,
            kind=RATIO,
            unit="share",
        )
