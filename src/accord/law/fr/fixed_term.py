"""The bonus at the end of a fixed-term or temporary contract."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

BONUS = "fr.fixed_term.end_bonus"
_CONTRACTS = {"fixed_term": "barred_fixed_term", "temporary": "barred_temporary"}


@rule(
    "fr.fixed_term.end_bonus",
    articles=["L1243-8, L1243-10, L1251-32"],
    uses=[BONUS],
    unit="money",
)
def end_bonus(
    law: Law,
    *,
    contract: NDArray[np.str_],
    fixed_term_kind: NDArray[np.str_],
    contract_end: NDArray[np.str_],
    gross_total: FloatArray,
) -> FloatArray:
    """Give the bonus: a share of the gross pay of the whole contract, unless it is barred."""
    terms = law[BONUS]
    barred = _excluded(law, fixed_term_kind)
    for kind, key in _CONTRACTS.items():
        for end, reason in terms.entries(key).items():
            barred |= law.refuse(
                (contract == kind) & (contract_end == end),
                (reason["fr"], reason["en"]),
                BONUS,
                reason["article"],
            )
    share = terms.number("share")
    return law.step(
        (
            f"{share:g} × rémunération brute totale, arrondi au centime",
            f"{share:g} × total gross pay, rounded half up to the cent",
        ),
        np.where(barred, 0.0, half_up(share * np.nan_to_num(gross_total))),
        "money",
        BONUS,
    )


def _excluded(law: Law, fixed_term_kind: NDArray[np.str_]) -> BoolArray:
    terms = law[BONUS]
    is_out = np.isin(fixed_term_kind, terms.texts("excluded_kinds"))
    return law.refuse(is_out, (terms.text("fr_excluded"), terms.text("en_excluded")), BONUS)
