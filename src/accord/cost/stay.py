"""What a plan changes for those who stay: the month's pay, gross and net, and the hourly rate."""

from __future__ import annotations

from datetime import date

import numpy as np

from accord.cost.bill import Basis, Bill, money, numbers, persons
from accord.cost.case import KEEP_HOUR, KEEP_MONTH
from accord.cost.columns import GROSS, NET
from accord.cost.contracts import PREMIUM, legal_week_h
from accord.cost.month import Payer
from accord.cost.periods import periods
from accord.cost.records import RATIO
from accord.cost.run import PricedStages
from accord.cost.stages import LEGAL_WEEK, POLICY, Calendar, MonthOfStage
from accord.law import FloatArray, compute

_POLICY = Basis("A-17", "scenario, weekly_h and wages")
_CENT = 0.5 / 100


def write_rate(bill: Bill) -> None:
    """Say what the plan does to the pay of an hour: of the base pay, and with today's premium.

    The base pay is that of the files, without the premium of hours above the legal week; a plan
    that keeps the base pay for fewer hours takes this premium away.
    """
    case = bill.case
    policy = case.scenario.wage_policy
    if policy not in {KEEP_MONTH, KEEP_HOUR}:
        why = f"the wage policy {policy!r} does not say how much of the hours cut is paid"
        bill.need("wage policy", why, "A-17")
        return
    if case.hours_ratio == 1:
        return
    hours = (case.plant.weekly_h, case.scenario.weekly_h)
    before, after = (f"{h:g}" for h in hours)
    keeps_month = policy == KEEP_MONTH
    growth = 1 / case.hours_ratio - 1 if keeps_month else 0.0
    fr, en = (
        numbers(f"{before} / {after} - 1")
        if keeps_month
        else ("la paie suit les heures", "pay follows the hours")
    )
    was, is_now = (_premium_share(bill, h) for h in hours)
    if was != is_now:
        whole = f"{((1 + growth) * (1 + is_now) / (1 + was) - 1) * 100:+.1f}"
        fr += (
            f" ; majoration des heures au-delà de la durée légale comprise : {numbers(whole)[0]} %"
        )
        en += f"; premium of hours above the legal week included: {whole}%"
    bill.write(
        "rate.hourly_growth",
        ("Hausse du salaire horaire de base", "Growth of the base hourly rate"),
        growth,
        _POLICY,
        formula=(fr, en),
        inputs={"weekly_h before": before, "weekly_h after": after},
        first=case.start,
        kind=RATIO,
        unit="share",
    )


def _premium_share(bill: Bill, weekly_h: float) -> float:
    """Give the premium of a week's hours above the legal week as a part of the week's base pay."""
    case = bill.case
    legal_h = legal_week_h(case.headcount, case.start) if case.is_french else None
    if legal_h is None or weekly_h <= legal_h:
        return 0.0
    facts = {"hourly_wage": 1.0, "overtime_week_h": weekly_h - legal_h}
    return (compute(PREMIUM, facts, on=case.start).value or 0.0) / weekly_h


def note_stay(bill: Bill, priced: PricedStages, payer: Payer) -> None:
    """Say what the month of those who stay is before and after, where the plan changes it.

    Both are the same month under the same law, the first whole one in which they differ, so that
    neither a change of law, growth nor overtime of the workload is in the difference.

    Parameters
    ----------
    bill
        Gets the note.
    priced
        The payroll of every stage.
    payer
        Prices a month; net pay is told where pay is priced by law.
    """
    staff, last = bill.case.staff, priced.stages[-1]
    calendar = Calendar(bill.case, bill.horizon)
    stages = {stage.cause: stage for stage in priced.stages}
    people = np.flatnonzero(bill.case.base & staff.counts & ~last.gone)
    for period, law in zip(
        periods(bill.horizon, has_law=bill.case.is_french), priced.terms, strict=True
    ):
        for i_month in period.i_months:
            before, after = (
                MonthOfStage(stages[cause], i_month, law, calendar).facts()[people]
                for cause in (LEGAL_WEEK, POLICY)
            )
            change = abs(float(after[:, GROSS].sum() - before[:, GROSS].sum()))
            if calendar.after[i_month] == 1 and change > _CENT:
                nets = [payer.cost(rows, people, period.on)[:, NET] for rows in (before, after)]
                _tell(bill, bill.horizon.months[i_month], len(people), [before, after], nets)
                return


def _tell(bill: Bill, on: date, count: int, rows: list[FloatArray], nets: list[FloatArray]) -> None:
    """Write the note: gross, of it premium, and net where it is known; sums of all, a month."""
    currency = bill.case.plant.currency
    gross_fr, gross_en = _change(*(float(r[:, GROSS].sum()) for r in rows))
    net_fr, net_en = ("", "")
    before, after = (float(net.sum()) for net in nets)
    if not np.isnan(before + after):
        told = _change(before, after)
        net_fr, net_en = f", net avant impôt {told[0]}", f", net before tax {told[1]}"
    fr, en = persons(count)
    bill.notes.append(
        (
            f"Ceux qui restent ({fr}), en {on:%m/%Y}, sans les heures en plus du contrat, en "
            f"{currency} par mois : brut {gross_fr}, majoration des heures au-delà de la durée "
            f"légale comprise{net_fr}.",
            f"Those who stay ({en}), in {on:%Y-%m}, without hours beyond the contract, in "
            f"{currency} a month: gross {gross_en}, premium of hours above the legal week "
            f"included{net_en}.",
        )
    )


def _change(before: float, after: float) -> tuple[str, str]:
    """Write two amounts and the change between them, in French and English."""
    share = f"{(after / before - 1) * 100:+.1f}"
    told = f"{money(before)} -> {money(after)}"
    return f"{told} ({numbers(share)[0]} %)", f"{told} ({share}%)"
