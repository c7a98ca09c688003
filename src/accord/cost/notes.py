"""What a reader must know beside the lines: who is in none, who is paid too little."""

from __future__ import annotations

import numpy as np

from accord.cost.bill import Bill, money, numbers, persons
from accord.cost.case import KEEP_HOUR
from accord.cost.contracts import terms
from accord.cost.dismissals import is_metal
from accord.cost.extra_hours import ExtraHours, year_scale
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.cost.periods import periods, plant_money
from accord.cost.run import PricedStages
from accord.cost.stages import POLICY, TODAY, Calendar, MonthOfStage
from accord.law import pack

_SMIC, _CONTINGENT = "fr.smic.hourly", "fr.overtime.contingent"
_CENT = 0.5 / 100
_TOLD_SHARE = 1 / 100
_PAY_KEPT = (
    " : la même paie pour moins d'heures est plus loin du SMIC de ces heures",
    ": the same pay for fewer hours is further above the minimum wage of these hours",
)
_PAY_FALLS = (
    " : ils sont une part de la paie, qui baisse avec les heures",
    ": they are a share of the pay, which falls with the hours",
)
_CONDITIONS = (", aux conditions listées", ", on the conditions listed")


def note_learners(bill: Bill) -> None:
    """Say who is on the books and outside the headcount, and so in no line."""
    case = bill.case
    rows = case.base & ~case.staff.counts
    if rows.any():
        count, month = int(rows.sum()), money(float(np.nansum(case.staff.wage_month[rows])))
        bill.notes.append(
            (
                f"Apprentis, stagiaires et autres hors effectif : {count} ({month} par mois), dans "
                "aucune ligne.",
                f"Apprentices, trainees and others outside the headcount: {count} ({month} a "
                "month), in no line.",
            )
        )


def note_minimum_wage(bill: Bill, priced: PricedStages) -> None:
    """Say how many are paid below the minimum wage of their hours, and from when.

    Nothing is raised for them: the plan, not the price, has to say what they are paid.
    """
    case, months = bill.case, bill.horizon.months
    if not case.is_french:
        return
    calendar = Calendar(case, bill.horizon)
    for period, law in zip(periods(bill.horizon, has_law=True), priced.terms, strict=True):
        smic = pack("fr")[_SMIC].on(period.on)
        if smic is None:
            continue
        hourly = smic.number() * plant_money(case.plant, smic.currency, period.on)
        for i_month in period.i_months:
            month = MonthOfStage(priced.stages[-1], i_month, law, calendar)
            present = month.presence() > 0
            hours = month.blend("base_h") + month.blend("above_h")
            pay = month.blend("wage") * month.growth_of(np.arange(len(hours)))
            count = int(np.sum(present & (pay < hourly * hours - _CENT)))
            if count:
                fr, en = persons(count)
                since, rate = months[i_month].isoformat(), f"{hourly:.2f}"
                bill.notes.append(
                    (
                        f"Sous le SMIC ({numbers(rate)[0]} de l'heure) dès {since} si rien "
                        f"n'augmente : {fr} ({smic.article}). Leur paie n'est pas relevée ici.",
                        f"Below the minimum wage ({rate} an hour) from {since} if nothing is "
                        f"raised: {en} ({smic.article}). Their pay is not raised here.",
                    )
                )
                return


def note_relief(bill: Bill) -> None:
    """Say what a cut of hours does to the reliefs, where it is over a hundredth of today's cost."""
    line = next((x for x in bill.lines if x.id == f"{POLICY}.relief"), None)
    today = sum(sum(x.by_month) for x in bill.lines if x.id.startswith(TODAY + "."))
    if line is None or not today or bill.case.hours_ratio >= 1:
        return
    lost = sum(line.by_month)
    if abs(lost) <= _TOLD_SHARE * today:
        return
    year = money(abs(lost) * MONTHS_PER_YEAR / len(line.by_month))
    share = numbers(f"{abs(lost) / today * 100:.1f}")
    currency = bill.case.plant.currency
    fr = (
        f"de {year} {currency} par an en moyenne ({share[0]} % de la masse salariale "
        "d'aujourd'hui, cotisations comprises, allègements déduits)"
    )
    en = (
        f"by {year} {currency} a year on average ({share[1]}% of today's labour cost: pay and "
        "contributions, reliefs taken off)"
    )
    if lost <= 0:
        verb, why = ("augmente", "raises"), _CONDITIONS
    else:
        keeps_hour = bill.case.scenario.wage_policy == KEEP_HOUR
        verb, why = ("réduit", "lowers"), _PAY_FALLS if keeps_hour else _PAY_KEPT
    tail = f"[{line.article}]"
    bill.notes.append(
        (
            f"La baisse des heures {verb[0]} les allègements de cotisations {fr}{why[0]} {tail}.",
            f"The cut of hours {verb[1]} the reliefs of contributions {en}{why[1]} {tail}.",
        )
    )


def note_overtime(bill: Bill, extra: ExtraHours | None) -> None:
    """Say how many people pass the yearly allowance of overtime by hours beyond their contract.

    A part-timer's hours up to the legal week are complementary: they do not count.
    """
    case = bill.case
    version = pack("fr")[_CONTINGENT].on(case.start) if case.is_french else None
    if extra is None or version is None:
        return
    limit = version.number("metal" if is_metal(bill) else "value")
    law = terms(case, case.start)
    below_h = np.clip(law.legal_h - case.weekly_h_after, 0.0, None) * law.weeks
    above_h = np.clip(extra.hours - below_h, 0.0, None)
    yearly = above_h.mean(axis=0).sum(axis=0) * year_scale(extra)
    count = int((yearly > limit).sum())
    if count:
        bill.notes.append(
            (
                f"Plus de {limit:g} h supplémentaires par an au-delà du contrat : "
                f"{persons(count)[0]} ({version.article}).",
                f"More than {limit:g} h of overtime a year beyond the contract: "
                f"{persons(count)[1]} ({version.article}).",
            )
        )
