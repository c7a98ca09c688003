"""Shapes that laws use again and again: amounts by bands, values by thresholds, whole months."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.law.records import FloatArray

_MONTHS_PER_YEAR = 12
_FINEST = 60  # scales are written as fractions of a month: tenths, fifteenths, thirds


def banded(amount: FloatArray, lowers: FloatArray, rates: FloatArray) -> FloatArray:
    """Sum each band's part of an amount times the band's rate.

    Parameters
    ----------
    amount
        Shape (rows,), not negative.
    lowers
        Lower bound of each band, ascending from 0.
    rates
        Rate of each band.

    Returns
    -------
    array
        Shape (rows,).
    """
    uppers = np.append(lowers[1:], np.inf)
    parts = np.clip(amount[:, None] - lowers, 0.0, uppers - lowers)
    total: FloatArray = parts @ rates
    return total


def band_words(lowers: FloatArray, rates: FloatArray) -> tuple[str, str]:
    """Write bands of months a year as words, in French and English, for a trace.

    Parameters
    ----------
    lowers
        Lower bound of each band in years, ascending from 0.
    rates
        Months a year of each band.
    """
    french, english = [], []
    for low, rate in zip(lowers, rates, strict=True):
        part = Fraction(float(rate)).limit_denominator(_FINEST)
        french.append(f"{part} mois par an" + (f" dès {low:g} ans" if low else ""))
        english.append(f"{part} month a year" + (f" from {low:g}" if low else ""))
    return ", ".join(french), ", ".join(english)


def from_threshold(amount: FloatArray, thresholds: FloatArray, values: FloatArray) -> FloatArray:
    """Give the value of the highest threshold that the amount reaches.

    Parameters
    ----------
    amount
        Shape (rows,), at least the first threshold.
    thresholds
        Ascending.
    values
        One per threshold.
    """
    found: FloatArray = values[np.searchsorted(thresholds, amount, side="right") - 1]
    return found


def whole_months(first: NDArray[np.datetime64], last: NDArray[np.datetime64]) -> FloatArray:
    """Count whole months from one day to another.

    One less when the day of the month is not reached, unless ``last`` is the last day of its month
    and ``first`` has a later day (31 January to 28 February is one month).

    Parameters
    ----------
    first, last
        Days, shape (rows,).
    """
    first_month, last_month = first.astype("datetime64[M]"), last.astype("datetime64[M]")
    first_day = (first - first_month.astype("datetime64[D]")).astype(np.int64)
    last_day = (last - last_month.astype("datetime64[D]")).astype(np.int64)
    is_month_end = (last + 1).astype("datetime64[M]") != last_month
    is_short = (last_day < first_day) & ~is_month_end
    months = (last_month - first_month).astype(np.int64) - is_short
    counted: FloatArray = months.astype(np.float64)
    return counted


def whole_years(first: NDArray[np.datetime64], last: NDArray[np.datetime64]) -> FloatArray:
    """Count whole years from one day to another, as an age is counted."""
    years: FloatArray = np.floor(whole_months(first, last) / _MONTHS_PER_YEAR)
    return years


def months_until(first: NDArray[np.datetime64], day: NDArray[np.datetime64]) -> FloatArray:
    """Count the months from one day until another is reached, begun ones as whole; 0 once it is.

    Parameters
    ----------
    first, day
        Days, shape (rows,).
    """
    whole = np.clip(whole_months(first, day), 0.0, None)
    is_begun = months_later(first, whole.astype(np.int64)) < day
    counted: FloatArray = whole + is_begun
    return counted


def months_earlier(days: NDArray[np.datetime64], months: int) -> NDArray[np.datetime64]:
    """Go back whole months from days; a day that its month lacks becomes the last one it has."""
    return months_later(days, -months)


def months_later(
    days: NDArray[np.datetime64], months: int | NDArray[np.int64]
) -> NDArray[np.datetime64]:
    """Go on whole months from days; a day that its month lacks becomes the last one it has."""
    month = days.astype("datetime64[M]")
    i_day = days - month.astype("datetime64[D]")
    first = (month + months).astype("datetime64[D]")
    last = (month + months + 1).astype("datetime64[D]") - 1
    found: NDArray[np.datetime64] = np.minimum(first + i_day, last)
    return found
