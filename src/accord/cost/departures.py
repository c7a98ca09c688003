"""What exits cost: severance, notice, the contribution for older staff, leave due; per person."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.cost.bill import ASSUMPTION, Basis, Bill, money, persons
from accord.cost.charges import charge_rates, write_charges
from accord.cost.conversion import price_conversion
from accord.cost.csp import price_csp
from accord.cost.dismissal_procedure import write_procedure
from accord.cost.dismissals import price_layoffs
from accord.cost.early_exit import ARPE, note_without_scheme, price_arpe
from accord.cost.fixed_term_end import price_end_bonus
from accord.cost.leave_due import price_leave
from accord.cost.leavers import (
    EARLY_EXIT,
    END_OF_CONTRACT,
    LAYOFF,
    LEAVER,
    RETIREMENT,
    Leavers,
    Owed,
    leavers_of,
    nothing_owed,
)
from accord.cost.month import Payer
from accord.cost.older_staff import price_levy, write_levy_conditions
from accord.cost.past_pay import PaidMonths
from accord.cost.records import ONCE
from accord.cost.retirement import price_retirements
from accord.cost.run import PricedStages
from accord.law import CHECKED, DRAFT, FloatArray
from accord.plant.records import Exit

_SEVERANCE, _NOTICE, _NOTICE_LEAVE = "severance", "notice", "notice_leave"
_DELALANDE, _LEAVE, _END_BONUS = "delalande", "leave", "end_bonus"
_RETIREMENT, _ARPE_PAY, _ARPE_SHARE = "retirement", "arpe_leaving_pay", "arpe_employer"
_LINES = (
    _SEVERANCE, _NOTICE, _NOTICE_LEAVE, _DELALANDE, _RETIREMENT, _ARPE_PAY, _ARPE_SHARE, _LEAVE,
    _END_BONUS,
)  # fmt: skip
# pay, which bears contributions
_PAID = (_NOTICE, _NOTICE_LEAVE, _RETIREMENT, _LEAVE, _END_BONUS)
# of months of the reference pay, not of the pay of the day
_OF_REFERENCE = (_SEVERANCE, _DELALANDE, _RETIREMENT, _ARPE_PAY)
# nobody of the age or with the right, or a levy that is no more
_MAY_BE_NOTHING = (_DELALANDE, _RETIREMENT, _ARPE_PAY, _END_BONUS)
_FLOATS = (
    "age_years", "seniority_years", "wage_month", "reference_month", "severance", "notice",
    "notice_leave", "delalande", "delalande_low", "delalande_high", _RETIREMENT, _ARPE_PAY,
    _ARPE_SHARE, "leave", "end_bonus",
)  # fmt: skip
_DATES = ("on", "ends")
_SCHEMA: dict[str, type[pl.DataType]] = {
    "person": pl.String, "kind": pl.String, **dict.fromkeys(_DATES, pl.Date),
    **dict.fromkeys(_FLOATS, pl.Float64),
}  # fmt: skip
_LABELS = {
    _SEVERANCE: ("Indemnités de licenciement", "Severance pay"),
    _NOTICE: ("Préavis payé", "Notice paid"),
    _NOTICE_LEAVE: ("Congés payés sur le préavis", "Leave on the notice"),
    _DELALANDE: ("Contribution Delalande", "Delalande contribution"),
    _RETIREMENT: ("Indemnités de départ à la retraite", "Pay at retirement"),
    _ARPE_PAY: ("ARPE : indemnités de cessation d'activité", "ARPE: leaving pay"),
    _ARPE_SHARE: ("ARPE : participation de l'employeur", "ARPE: share of the employer"),
    _LEAVE: ("Congés payés dus au départ", "Leave due at exit"),
    _END_BONUS: ("Indemnités de fin de contrat", "Bonus at the end of the contract"),
}
_FORMULAS = {
    _SEVERANCE: (
        "par personne, ancienneté à la fin du préavis",
        "by person, service to the end of the notice",
    ),
    _NOTICE: (
        "par personne, payé et non fait ; bas : fait, donc déjà dans la paie",
        "by person, paid and not worked; low: worked and so already in the pay",
    ),
    _NOTICE_LEAVE: (
        "le dixième de la paie du préavis ; bas : préavis fait",
        "a tenth of the pay of the notice; low: notice worked",
    ),
    _DELALANDE: (
        "par personne, âge à la fin du contrat ; l'âge à la notification est une borne",
        "by person, age at the end of the contract; the age at notification is a bound",
    ),
    _RETIREMENT: (
        "par personne, départ choisi, ancienneté au dernier jour",
        "by person, exit by choice, service to the last day",
    ),
    _ARPE_PAY: (
        "par personne, barème légal du départ à la retraite ; un accord peut donner plus",
        "by person, legal scale of retirement; an agreement may give more",
    ),
    _ARPE_SHARE: (
        "part de la paie des derniers mois entiers de chacun",
        "share of each person's pay of the last whole months",
    ),
    _LEAVE: (
        "par personne : jours restants s'ils sont connus ; sinon bas : le dixième de la paie depuis"
        " le 1er juin ; haut : s'y ajoute toute l'année d'avant ; valeur : ce qui n'en est pas "
        "encore pris, pris par parts égales jusqu'au 31 octobre",
        "by person: the days left where known; else low: a tenth of the pay since 1 June; high: "
        "the whole year before on top; value: what of it is not yet taken, in even parts to "
        "31 October",
    ),
    _END_BONUS: (
        "part de la paie de tout le contrat ; bas : aucune (contrat durable, refus)",
        "share of the pay of the whole contract; low: none (permanent contract, refusal)",
    ),
}


def price_departures(bill: Bill, payer: Payer, priced: PricedStages | None) -> pl.DataFrame:
    """Write what the exits of the scenario cost; give one row per person who leaves.

    Parameters
    ----------
    bill
        Gets lines, conditions, needs and notes.
    payer
        Gives the rate of contributions.
    priced
        The payroll of the scenario, None where somebody's pay is not known.
    """
    case = bill.case
    everyone = sorted(case.scenario.exits, key=lambda row: (row.on, row.person))
    exits = bill.in_time(everyone, lambda row: row.on, ("Départs", "Exits"))
    late = everyone[len(exits) :]
    _note_others(bill, exits)
    if not exits or not case.is_french:
        if any(row.kind == LAYOFF for row in exits):
            bill.need("severance", "no law of dismissal is known for this country", "A-25")
        return _names([*exits, *late])
    paid = PaidMonths(case, bill.horizon, priced)
    found = leavers_of(bill, exits, paid)
    laid_off = _who(exits, LAYOFF)
    sums = {name: nothing_owed(len(exits)) for name in _LINES}
    if len(laid_off):
        write_procedure(bill, found.on[laid_off])
        for day in np.unique(found.on[laid_off]):
            price_layoffs(bill, found, laid_off[found.on[laid_off] == day], paid, sums)
        price_levy(bill, found, laid_off, sums[_DELALANDE])
        write_levy_conditions(bill, found, sums[_DELALANDE])
    price_retirements(bill, found, _who(exits, RETIREMENT), paid, sums[_RETIREMENT])
    by_arpe = np.flatnonzero([row.scheme == ARPE for row in exits])
    price_arpe(bill, found, by_arpe, paid, (sums[_ARPE_PAY], sums[_ARPE_SHARE]))
    ended = [row for row in exits if row.kind == END_OF_CONTRACT]
    price_end_bonus(bill, found, ended, paid, sums[_END_BONUS])
    price_leave(bill, found, paid, sums[_LEAVE])
    _write_all(bill, payer, found, sums)
    for price_scheme in (price_conversion, price_csp):
        price_scheme(bill, payer, found, laid_off, sums[_NOTICE].values)
    return pl.concat([_table(exits, found, sums), _names(late)])


def _names(exits: list[Exit]) -> pl.DataFrame:
    """Give the rows of people whose exit is not priced."""
    return pl.DataFrame(
        {
            "person": [row.person for row in exits],
            "kind": [row.kind for row in exits],
            "on": [row.on for row in exits],
        },
        schema={name: _SCHEMA[name] for name in ("person", "kind", "on")},
    ).select(
        pl.col(name) if name in {"person", "kind", "on"} else pl.lit(None, dtype=kind).alias(name)
        for name, kind in _SCHEMA.items()
    )


def _who(exits: list[Exit], kind: str) -> NDArray[np.intp]:
    return np.flatnonzero([row.kind == kind for row in exits])


def _note_others(bill: Bill, exits: list[Exit]) -> None:
    """Say what is taken of exits that no line of money follows."""
    note_without_scheme(bill, sum(row.kind == EARLY_EXIT and not row.scheme for row in exits))
    count = sum(row.kind == LEAVER for row in exits)
    if count:
        fr, en = persons(count)
        bill.notes.append(
            (
                f"Départs volontaires (leaver) : {fr}, comptés comme démissions, sans indemnité ; "
                "une rupture conventionnelle en aurait une, non chiffrée.",
                f"Leavers: {en}, taken as resignations, without leaving pay; a mutual termination "
                "would have one, not priced.",
            )
        )


def _write_all(bill: Bill, payer: Payer, found: Leavers, sums: dict[str, Owed]) -> None:
    for name in _LINES:
        total = sums[name]
        rows = ~np.isnan(total.values)
        if total.has_needs or not rows.any() or np.isnan(found.wage_month[rows]).any():
            continue
        if name in _MAY_BE_NOTHING and not np.nansum(total.high):
            continue
        _write(bill, name, total, found, rows)
    if any(sums[name].has_needs for name in _PAID) or np.isnan(found.wage_month).any():
        return
    _write_charges(bill, payer, found, sums)


def _write_charges(bill: Bill, payer: Payer, found: Leavers, sums: dict[str, Owed]) -> None:
    """Write the contributions on what is pay: notice, leave, bonus."""
    value, low, high = (
        np.sum([np.nan_to_num(getattr(sums[name], side)) for name in _PAID], axis=0)
        for side in ("values", "low", "high")
    )
    rates = np.zeros(len(value))
    by_month = np.zeros(len(bill.horizon.months))
    for day in np.unique(found.on):
        who = np.flatnonzero(found.on == day)
        on: date = day.astype(object)
        rates[who] = charge_rates(payer, found.row[who], on)
        by_month += bill.horizon.spread(float((value * rates)[who].sum()), on)
    owed: FloatArray = value * rates
    whole = owed.sum() or 1.0
    write_charges(
        bill,
        payer,
        "exits",
        owed,
        labels=("Préavis, congés et fins de contrat", "Notice, leave and ends of contract"),
        first=found.on.min().astype(object),
        low_share=float((low * rates).sum()) / whole,
        high_share=float((high * rates).sum()) / whole,
        by_month=by_month,
    )


def _write(bill: Bill, name: str, total: Owed, found: Leavers, rows: NDArray[np.bool_]) -> None:
    amount = float(total.values[rows].sum())
    by_month = np.zeros(len(bill.horizon.months))
    for value, on in zip(total.values[rows], found.on[rows], strict=True):
        by_month += bill.horizon.spread(float(value), on.astype(object))
    statuses = set(total.rules.values())
    status = next((s for s in (ASSUMPTION, DRAFT) if s in statuses), CHECKED)
    base = found.reference_month if name in _OF_REFERENCE else found.wage_month
    pay = float(base[rows].sum())
    bill.write(
        f"exits.{name}",
        _LABELS[name],
        amount,
        Basis(" ; ".join(total.articles), " ; ".join(total.rules), status),
        formula=_FORMULAS[name],
        inputs={
            "people": str(int(rows.sum())),
            "months of pay, mean": f"{amount / pay:.2f}" if pay else "0",
            "pay of a month": money(pay),
        },
        first=found.on[rows].min().astype(object),
        kind=ONCE,
        bounds=total.bounds or (float(total.low[rows].sum()), float(total.high[rows].sum())),
        by_month=by_month,
    )


def _table(exits: list[Exit], found: Leavers, sums: dict[str, Owed]) -> pl.DataFrame:
    """Give the amounts of each person; age and service of the dismissed are of the end."""
    age, served = np.full(len(exits), np.nan), np.full(len(exits), np.nan)
    who = np.flatnonzero([row.kind == LAYOFF for row in exits] & ~np.isnat(found.ends))
    if len(who):
        age[who] = found.ages(who, found.ends[who])
        served[who] = found.seniority(who, found.ends[who]).values
    columns = {
        "age_years": age,
        "seniority_years": served,
        "wage_month": found.wage_month,
        "reference_month": found.reference_month,
        **{name: sums[name].values for name in _LINES},
        "delalande_low": sums[_DELALANDE].low,
        "delalande_high": sums[_DELALANDE].high,
    }
    named = {
        "person": [row.person for row in exits],
        "kind": [row.kind for row in exits],
        "on": [row.on for row in exits],
        "ends": found.ends,
    }
    return pl.DataFrame(
        {name: {**named, **columns}[name] for name in _SCHEMA}, schema=_SCHEMA
    ).with_columns(pl.selectors.float().fill_nan(None))
