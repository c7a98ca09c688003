"""Months between two changes of the law, and the currency in which the law of a month speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from accord.cost.horizon import Horizon
from accord.errors import FactError
from accord.law import pack, parameter
from accord.law.registry import files_of, last_known
from accord.plant.records import Plant

PAY_NOW, PAY_THEN = "fr.pay.month", "fr.pay.month_before_2005"
JUPPE, AUBRY2, FILLON = "fr.relief.juppe", "fr.relief.aubry2", "fr.relief.fillon_2003"
GENERAL, OVERTIME_PAY, LEGAL_WEEK = "fr.relief.general", "fr.overtime.pay", "fr.hours.legal_week"
COMPLEMENTARY = "fr.wages.complementary"
RULES = (PAY_NOW, PAY_THEN, JUPPE, AUBRY2, FILLON, OVERTIME_PAY, COMPLEMENTARY, LEGAL_WEEK)
_TENDER, _RATE = "fr.money.tender", "fr.money.frf_per_eur"
_FRANC, _EURO = "FRF", "EUR"


@dataclass(frozen=True, slots=True)
class Period:
    """Months of one law: the number of each in the horizon, and a day to ask the law on."""

    i_months: tuple[int, ...]
    on: date


def periods(horizon: Horizon, *, has_law: bool) -> Iterator[Period]:
    """Give the months in groups within which no number of the rules of pay changes.

    Parameters
    ----------
    horizon
        The months; the law of a month is that of its first day.
    has_law
        Whether a law is asked at all; else all months are one group.
    """
    changes = _changes() if has_law else ()
    group = np.searchsorted(np.array(changes, dtype="datetime64[D]"), horizon.opens, side="right")
    for number in dict.fromkeys(group.tolist()):
        held = np.flatnonzero(group == number)
        yield Period(tuple(held.tolist()), horizon.months[held[0]])


def _changes() -> tuple[date, ...]:
    """List the days on which a file that the price of a month reads changes or ends."""
    files = {file.id: file for rule in RULES for file in files_of(rule)}
    days = {v.since for file in files.values() for v in file.versions}
    return tuple(sorted(days | {f.ends + timedelta(days=1) for f in files.values() if f.ends}))


def law_read_on() -> date:
    """Give the day on which the law of pay was last read: later months are priced by that law."""
    return last_known(PAY_NOW)


def plant_money(plant: Plant, currency: str, on: date) -> float:
    """Give how much of the plant's money one unit of another currency is on a date.

    Parameters
    ----------
    plant
        Whose money.
    currency
        Currency in which a rule of law speaks; empty is the plant's.
    on
        The date.

    Raises
    ------
    FactError
        When there is no legal rate between the two.
    """
    pair = (currency or plant.currency, plant.currency)
    if pair[0] == pair[1]:
        return 1.0
    if pair not in {(_EURO, _FRANC), (_FRANC, _EURO)}:
        raise _wrong_currency(plant, (pair[0],), on)
    rate = parameter(_RATE, max(on, pack("fr")[_RATE].versions[0].since)).number()
    return rate if pair[1] == _FRANC else 1 / rate


def law_currency(rules: Iterable[str], on: date) -> str:
    """Give the currency in which rules speak on a date; empty when none says."""
    for rule in rules:
        for file in files_of(rule):
            version = file.on(on)
            if version is not None and version.currency:
                return version.currency
    return ""


def check_currency(plant: Plant, on: date) -> None:
    """Refuse a currency that was no money of the date.

    Raises
    ------
    FactError
        With the currencies of the date.
    """
    tender = pack("fr")[_TENDER].on(on)
    if tender is not None and plant.currency not in tender.texts("currencies"):
        raise _wrong_currency(plant, tender.texts("currencies"), on)


def _wrong_currency(plant: Plant, known: tuple[str, ...], on: date) -> FactError:
    return FactError(
        "currency",
        plant.currency or "empty",
        f"amounts of {on.isoformat()} are in {' or '.join(known)} (plant.yaml, currency)",
        why="limits and scales of the law are amounts of money",
        article=pack("fr")[_TENDER].versions[-1].article,
    )
