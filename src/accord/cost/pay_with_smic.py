"""What holding pay still while the minimum wage rises does to the reliefs: a second number."""

from __future__ import annotations

import numpy as np

from accord.cost.bill import Basis, Bill, money, numbers
from accord.cost.columns import (
    ABOVE_PAY,
    COMPLEMENTARY_PAY,
    GROSS,
    PLAIN_PAY,
    RELIEF,
)
from accord.cost.month import Payer
from accord.cost.periods import plant_money
from accord.cost.records import RATIO
from accord.cost.run import PricedStages
from accord.cost.stages import Calendar, MonthOfStage
from accord.law import pack

_SMIC = "fr.smic.hourly"
_PAYS = [GROSS, ABOVE_PAY, COMPLEMENTARY_PAY, PLAIN_PAY]


def write_pay_with_smic(bill: Bill, priced: PricedStages, payer: Payer) -> None:
    """Write the reliefs of the last month were pay to follow the minimum wage, beside the sums.

    Prices hold pay still, or let it grow as agreed, while the minimum wage has its dated values:
    the reliefs, which fall as pay moves away from it, rise or last longer than they would. The two
    shares bound what a pay between the two would bring. Nothing is written where the minimum wage
    does not rise over the months priced, or no relief is given either way.

    Parameters
    ----------
    bill
        The bill.
    priced
        The payroll of every stage; the last month of the last stage is priced again, without
        overtime, as it is and with everyone's pay raised by what the minimum wage rose more.
    payer
        Prices a month.
    """
    case, horizon = bill.case, bill.horizon
    first, last = (_hourly(bill, i) for i in (0, -1))
    if payer.payroll is None or first is None or last is None or last <= first:
        return
    i_month = len(horizon.months) - 1
    month = MonthOfStage(priced.stages[-1], i_month, priced.terms[-1], Calendar(case, horizon))
    people = np.arange(len(case.staff.person))
    held = month.facts()
    raised = held.copy()
    raised[:, _PAYS] *= (last / first / month.growth_of(people))[:, np.newaxis]
    on = horizon.months[-1]
    reliefs = [float(payer.cost(rows, people, on)[:, RELIEF].sum()) for rows in (held, raised)]
    pays = [float(rows[:, GROSS].sum()) for rows in (held, raised)]
    if not any(reliefs):
        return
    shares = [relief / pay for relief, pay in zip(reliefs, pays, strict=True)]
    as_priced, with_smic = (f"{money(r)} / {money(p)}" for r, p in zip(reliefs, pays, strict=True))
    bill.write(
        "relief_share.pay_with_smic",
        (
            f"Allègements de {on:%m/%Y} en part de la paie, si la paie suivait le SMIC",
            f"Reliefs of {on:%Y-%m} as a share of pay, if pay followed the minimum wage",
        ),
        shares[1],
        Basis("A-18", _SMIC),
        formula=(
            f"{with_smic} ; tel que chiffré, paie tenue : {as_priced}",
            f"{with_smic}; as priced, pay held still: {as_priced}",
        ),
        inputs={
            "share as priced": f"{shares[0]:.4f}",
            "minimum wage": f"{first:.2f} to {last:.2f}",
        },
        first=on,
        kind=RATIO,
        unit="share",
        bounds=(min(shares), max(shares)),
    )
    rise, held_share, smic_share = (f"{x * 100:.1f}" for x in (last / first - 1, *shares))
    bill.notes.append(
        (
            f"La paie est tenue pendant que le SMIC monte de {numbers(rise)[0]} % sur les mois "
            f"chiffrés : en {on:%m/%Y} les allègements font {numbers(held_share)[0]} % de la paie, "
            f"{numbers(smic_share)[0]} % si la paie suivait le SMIC (A-18).",
            f"Pay is held still while the minimum wage rises by {rise}% over the months priced: in "
            f"{on:%Y-%m} the reliefs are {held_share}% of pay, {smic_share}% if pay followed the "
            "minimum wage (A-18).",
        )
    )


def _hourly(bill: Bill, i_month: int) -> float | None:
    """Give the minimum wage of an hour in a month, in the plant's money; None where none is."""
    on = bill.horizon.months[i_month]
    version = pack("fr")[_SMIC].on(on) if bill.case.is_french else None
    if version is None:
        return None
    return version.number() * plant_money(bill.case.plant, version.currency, on)
