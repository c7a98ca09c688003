"""When dismissals are collective redundancies under directive 98/59/EC, by either option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.errors import FactError
from accord.law.engine import compute
from accord.law.facts import FactValue
from accord.law.parameters import Version
from accord.law.records import CHECKED, FloatArray, Outcome
from accord.law.registry import parameter, rule
from accord.law.trace import Law
from accord.law.windows import busiest_window, least_of_size

COLLECTIVE = "eu.dismissal.collective"
THIRTY, NINETY = "thirty_days", "ninety_days"
_PREFIX = {THIRTY: "thirty", NINETY: "ninety"}


@rule(COLLECTIVE, articles=["Dir. 98/59/EC art. 1"], uses=[COLLECTIVE], unit="flag")
def collective(
    law: Law,
    *,
    option: NDArray[np.str_],
    establishment_headcount: FloatArray,
    dismissals_in_period: FloatArray,
) -> FloatArray:
    """Say (1 or 0) whether the dismissals of a period are collective redundancies."""
    terms = law[COLLECTIVE]
    more_than = terms.number("thirty_more_than")
    is_thirty = option == THIRTY
    is_small = law.refuse(
        is_thirty & (establishment_headcount <= more_than),
        (
            f"l'option des 30 jours ne vise que les établissements de plus de {more_than:g}",
            f"the option of 30 days is for establishments of more than {more_than:g}",
        ),
        COLLECTIVE,
    )
    least = _least(terms, is_thirty, establishment_headcount)
    for name in sorted(set(option.tolist())):
        within = terms.number(f"{_PREFIX[name]}_within_days")
        law.step(
            (
                f"licenciements à partir desquels ils sont collectifs, sur {within:g} jours",
                f"dismissals from which they are collective, over {within:g} days",
            ),
            np.where((option == name) & ~is_small, least, np.nan),
            "person",
            COLLECTIVE,
            key="least",
        )
    return law.step(
        ("ce seuil est atteint", "that threshold is reached"),
        ~is_small & (dismissals_in_period >= least),
        "yes (1) or no (0)",
        COLLECTIVE,
    )


def _least(terms: Version, is_thirty: NDArray[np.bool_], headcount: FloatArray) -> FloatArray:
    thirty = least_of_size(headcount, terms.table("thirty_least"), terms.table("thirty_share"))
    return np.where(is_thirty, thirty, terms.number("ninety_least"))


@dataclass(frozen=True, slots=True)
class CollectiveDismissals:
    """What the dismissals of one establishment are under one option of the directive.

    Parameters
    ----------
    option
        ``thirty_days`` or ``ninety_days``.
    within_days
        Length of the period in days.
    most
        The most dismissals in any period of that length.
    is_collective
        For each dismissal, in the order given: whether a period that includes it reaches the
        threshold.
    outcome
        The rule at the most dismissals, with threshold, trace and article.
    """

    option: str
    within_days: int
    most: int
    is_collective: tuple[bool, ...]
    outcome: Outcome

    @property
    def is_checked(self) -> bool:
        """Say whether the numbers of law were read in a named source."""
        return self.outcome.status == CHECKED


def collective_dismissals(
    establishment_headcount: float, days: Sequence[date], *, option: str, on: date
) -> CollectiveDismissals:
    """Count dismissals over any 30 or 90 consecutive days and hold them against the directive.

    Parameters
    ----------
    establishment_headcount
        Staff that the establishment normally employs.
    days
        Day of each dismissal for a reason that is not the person's, in any order.
    option
        The State's choice: ``thirty_days`` or ``ninety_days``.
    on
        Date whose law applies.

    Raises
    ------
    FactError
        For another option, or a staff below 0.
    NeedsError
        When the directive is not known on the date.

    Source: 98/59/EC art. 1 (1) (a); any consecutive days: C-300/19.
    """
    terms = parameter(COLLECTIVE, on)
    if option not in _PREFIX:
        known = f"known: {THIRTY}, {NINETY}"
        raise FactError("option", option, known, why="each State chose one", article=terms.article)
    within = int(terms.number(f"{_PREFIX[option]}_within_days"))
    counts = busiest_window(days, within)
    facts: dict[str, FactValue] = {
        "option": option,
        "establishment_headcount": establishment_headcount,
    }
    by_count = {
        count: compute(COLLECTIVE, {**facts, "dismissals_in_period": count}, on=on)
        for count in {0, *counts.tolist()}
    }
    most = max(by_count)
    return CollectiveDismissals(
        option=option,
        within_days=within,
        most=most,
        is_collective=tuple(bool(by_count[count].value) for count in counts.tolist()),
        outcome=by_count[most],
    )
