"""Rows of monthly pay under one law: each is priced once, sums name it by its number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.columns import NUM_AMOUNTS, NUM_FACTS, PRESENCE, RELIEF, WAGES
from accord.cost.month import Payer
from accord.law import FloatArray

Rows = NDArray[np.int64]
NOBODY = 0
# rows priced in one go: what the law writes down of them fits into a processor's cache
_ROWS_AT_ONCE = 100 * 100


@dataclass(slots=True)
class PayTable:
    """Rows of pay to price under one law; row ``NOBODY`` is nobody and costs nothing."""

    facts: list[FloatArray] = field(default_factory=lambda: [np.zeros((1, NUM_FACTS))])
    people: list[Rows] = field(default_factory=lambda: [np.zeros(1, dtype=np.int64)])
    count: int = 1

    def add(self, facts: FloatArray, people: Rows) -> Rows:
        """Take rows in; give their numbers, ``NOBODY`` for who is not there.

        Parameters
        ----------
        facts
            Facts of ``accord.cost.columns``, shape (rows, NUM_FACTS).
        people
            Row of each in the staff, shape (rows,).
        """
        numbers = np.full(len(facts), NOBODY, dtype=np.int64)
        there = np.flatnonzero(facts[:, PRESENCE] > 0)
        if len(there):
            self.facts.append(facts[there])
            self.people.append(people[there])
            numbers[there] = np.arange(self.count, self.count + len(there))
            self.count += len(there)
        return numbers

    def price(self, payer: Payer, on: date) -> FloatArray:
        """Price all rows under the law of a day, shape (rows, amounts and contributions)."""
        facts, people = np.concatenate(self.facts), np.concatenate(self.people)
        parts = [
            payer.cost(
                facts[first : first + _ROWS_AT_ONCE], people[first : first + _ROWS_AT_ONCE], on
            )
            for first in range(0, len(facts), _ROWS_AT_ONCE)
        ]
        found = np.concatenate(parts)
        found[NOBODY] = 0.0
        return found


def narrow(amounts: FloatArray) -> FloatArray:
    """Give amounts with the contributions as one sum, shape (rows, NUM_AMOUNTS + 1)."""
    owed = amounts[:, NUM_AMOUNTS:].sum(axis=1, keepdims=True)
    return np.concatenate([amounts[:, :NUM_AMOUNTS], owed], axis=1)


def cost_of(narrowed: FloatArray) -> FloatArray:
    """Give what rows cost the employer; contributions that need a fact are left out."""
    owed = np.nan_to_num(narrowed[:, NUM_AMOUNTS] - narrowed[:, RELIEF])
    cost: FloatArray = narrowed[:, WAGES] + owed
    return cost
