"""The line of a support scheme that those dismissed may join instead of having a notice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.cost.bill import ASSUMPTION, Basis, Bill, money, numbers
from accord.cost.leavers import Leavers
from accord.cost.records import ONCE
from accord.law import DRAFT, FloatArray


@dataclass(frozen=True, slots=True)
class Joined:
    """What changes with each who may join, as columns of shape (people who leave,).

    Parameters
    ----------
    id, labels, name
        Id and labels of the line, and the scheme in French and English.
    paid
        What the employer pays for each who joins; 0 for who may not.
    saved
        Pay of the notice, its leave and contributions, not paid then.
    articles, rule, status
        What it rests on.
    """

    id: str
    labels: tuple[str, str]
    name: tuple[str, str]
    paid: FloatArray
    saved: FloatArray
    articles: str
    rule: str
    status: str


def write_joined(bill: Bill, found: Leavers, scheme: Joined) -> None:
    """Write the line at the share that the scenario tells; else nobody and everyone bound it.

    A note then says which fact would make one number of the bounds, without an amount: a closed
    gate withholds lines, not notes. Nothing is written where a fact is missing or nobody may join.
    """
    paid, saved = scheme.paid, scheme.saved
    if np.isnan(paid).any() or np.isnan(saved).any() or not saved.any():
        return
    told = bill.case.scenario.csp_joined_share
    share = told or 0.0
    change = paid - saved
    whole = float(change.sum())
    who = np.flatnonzero(saved)
    by_month = np.zeros(len(bill.horizon.months))
    for i in who:
        by_month += bill.horizon.spread(share * float(change[i]), found.on[i].astype(object))
    if told is None:
        fr, en = scheme.name
        bill.notes.append(
            (
                f"{fr} : combien de personnes y adhèrent n'est pas dit (csp_joined_share dans le "
                f"scénario) ; valeur : aucune, borne : toutes (A-33).",
                f"{en}: how many people join is not given (csp_joined_share of the scenario); "
                "value: nobody, bound: everyone (A-33).",
            )
        )
    sums = f"({money(float(paid.sum()))} - {money(float(saved.sum()))})"
    bill.write(
        scheme.id,
        scheme.labels,
        share * whole,
        Basis(
            scheme.articles,
            f"{scheme.rule} ; A-33",
            DRAFT if scheme.status == DRAFT else ASSUMPTION,
        ),
        formula=(
            f"{numbers(f'{share:g}')[0]} × {sums} : versement moins le préavis, ses congés et ses "
            "cotisations",
            f"{share:g} × {sums}: payment less notice, the leave and contributions on it",
        ),
        inputs={
            "people who may join": str(len(who)),
            "csp_joined_share": "not given" if told is None else f"{told:g}",
        },
        first=found.on[who].min().astype(object),
        kind=ONCE,
        bounds=None if told is not None else (min(whole, 0.0), max(whole, 0.0)),
        by_month=by_month,
    )
