"""Gross pay from a net pay or from a cost: the month of pay, read backwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.errors import NeedsError
from accord.law.engine import compute_table
from accord.law.fr.payslip import amounts
from accord.law.records import FloatArray

NumberColumns: TypeAlias = "Mapping[str, NDArray[np.generic]]"
AmountOf: TypeAlias = Callable[[FloatArray], FloatArray]

_HALVINGS = _DOUBLINGS = 60
_EPS = 60 * np.finfo(np.float64).eps  # narrow enough: a millionth of a cent of any pay


def gross_from_net(
    net: FloatArray, facts: NumberColumns, *, on: date, rule: str = "fr.pay.month"
) -> FloatArray:
    """Give the least gross pay of a month whose net before tax reaches an amount.

    Parameters
    ----------
    net
        Net before tax, money a month, shape (rows,).
    facts
        The other facts of the month, columns of the same length; ``gross_month`` is not read.
    on
        Date whose law applies.
    rule
        Rule of the month of pay: ``fr.pay.month`` or another of the same module.

    Returns
    -------
    array
        Gross pay, not rounded, shape (rows,).

    Raises
    ------
    NeedsError
        When a fact of the month is missing, or no pay gives so much.

    Limits
    ------
    Where the net steps down (the technical contribution begins above the ceiling) two gross pays
    give one net: the bisection gives one of them.
    """
    return gross_for(net, _reader(facts, on, rule, "net_before_tax"), least=True)


def gross_from_cost(
    cost: FloatArray, facts: NumberColumns, *, on: date, rule: str = "fr.pay.month"
) -> FloatArray:
    """Give the gross pay of a month that costs the employer an amount, or just less.

    Parameters and errors are those of ``gross_from_net``.

    Limits
    ------
    The cost jumps where a relief ends (three times the minimum wage today): no pay costs an amount
    inside the jump, and the one just below it is given.
    """
    return gross_for(cost, _reader(facts, on, rule, "employer_cost"), least=False)


def _reader(facts: NumberColumns, on: date, rule: str, key: str) -> AmountOf:
    def amount_of(gross: FloatArray) -> FloatArray:
        found = compute_table(rule, {**facts, "gross_month": gross}, on=on)
        if found.needs:
            raise NeedsError("; ".join(str(need) for need in found.needs))
        return amounts(found)[key]

    return amount_of


def gross_for(target: FloatArray, amount_of: AmountOf, *, least: bool) -> FloatArray:
    """Bisect for the gross pay that gives an amount.

    Parameters
    ----------
    target
        Amounts, shape (rows,).
    amount_of
        Amount of a gross pay; it grows with the pay but for small steps.
    least
        Where the amount jumps over the target: True gives the pay above the jump, False below it.

    Raises
    ------
    NeedsError
        When no gross pay gives so much.
    """
    low = np.zeros_like(target)
    high = np.maximum(target, 1.0)
    for _ in range(_DOUBLINGS):
        is_short = amount_of(high) < target
        if not is_short.any():
            break
        high = np.where(is_short, high + high, high)
    else:
        raise NeedsError("no gross pay gives so much: the amount asked is not a month's pay")
    for _ in range(_HALVINGS):
        if (high - low <= _EPS * high).all():
            break
        middle = (low + high) * 0.5
        is_short = amount_of(middle) < target
        low, high = np.where(is_short, middle, low), np.where(is_short, high, middle)
    return high if least else np.where(amount_of(high) > target, low, high)
