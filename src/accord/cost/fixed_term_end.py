"""The bonus at the end of a fixed-term contract."""

from __future__ import annotations

from datetime import date

import numpy as np

from accord.cost.bill import ASSUMPTION, Bill, persons
from accord.cost.leavers import Leavers, Owed
from accord.cost.past_pay import PaidMonths
from accord.law import compute_table, parameter
from accord.plant.records import Exit

_RULE, _STAFF = "fr.fixed_term.end_bonus", "fr.staff"


def price_end_bonus(
    bill: Bill, found: Leavers, ended: list[Exit], paid: PaidMonths, total: Owed
) -> None:
    """Price the bonus of fixed-term contracts that end: a share of the pay of the whole contract.

    A contract that reaches its term, is not one of custom or of school holidays and is followed by
    no permanent one is assumed (A-29); the low bound has no bonus, as where one of these is not so.
    Other contracts have none.
    """
    staff = bill.case.staff
    places = {person: i for i, person in enumerate(found.person)}
    rows = np.array([places[row.person] for row in ended], dtype=np.intp)
    is_fixed = staff.fixed_term[found.row[rows]]
    _note_others(bill, int((~is_fixed).sum()))
    rows = rows[is_fixed]
    _note_kept_for_ever(bill, len(rows))
    for i in rows:
        on: date = found.on[i].astype(object)
        word = staff.contract[found.row[i]]
        is_seasonal = word in parameter(_STAFF, on).texts("seasonal_contracts")
        gross = np.nan  # without a day of hire the pay of the contract is not known
        if not np.isnat(found.hired[i]):
            gross, _ = paid.between(int(found.row[i]), found.hired[i], on)
        facts = {
            "contract": np.array(["fixed_term"]),
            "fixed_term_kind": np.array(["seasonal" if is_seasonal else "ordinary"]),
            "contract_end": np.array(["term"]),
            "gross_total": np.array([gross]),
        }
        outcome = compute_table(_RULE, facts, on=on)
        total.take(bill, outcome, [found.person[i]])
        total.rules[_RULE] = ASSUMPTION
        total.values[i] = total.high[i] = outcome.values[0]
        total.low[i] = outcome.values[0] * 0.0


def _note_kept_for_ever(bill: Bill, count: int) -> None:
    """Say what the saving of an ended contract is set against: today, in which none ever ends."""
    if count:
        fr, en = persons(count)
        bill.notes.append(
            (
                f"Contrats à durée déterminée que le plan laisse finir : {fr}. Aujourd'hui gardé "
                "tel quel n'en finit aucun (aucun fichier n'en dit le terme) : toute leur paie "
                "après ce jour compte comme économie du plan, même celle qui cesserait de toute "
                "façon.",
                f"Fixed-term contracts that the plan lets end: {en}. Today kept as it is ends none "
                "(no file tells their term): all their pay from then on counts as a saving of the "
                "plan, also what would stop anyway.",
            )
        )


def _note_others(bill: Bill, count: int) -> None:
    if count:
        fr, en = persons(count)
        bill.notes.append(
            (
                f"Fin de contrat sans contrat à durée déterminée : {fr}, pas d'indemnité de fin de "
                "contrat.",
                f"End of contract without a fixed-term contract: {en}, no bonus at its end.",
            )
        )
