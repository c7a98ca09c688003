"""The people of a plant as arrays, for sums over all of them at once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.law import FloatArray, parameter
from accord.law.fr.headcount import is_counted
from accord.plant.records import Person, Plant

_STAFF = "fr.staff"
_FIRST_DAY = np.datetime64("1800-01-01", "D")
_LAST_DAY = np.datetime64("2200-01-01", "D")


@dataclass(frozen=True, slots=True)
class Staff:
    """People as columns, all of shape (people,); unknown numbers are NaN, unknown dates NaT.

    ``weekly_h`` is the contract's hours before the change; ``counts`` says who counts in the
    headcount (apprentices and trainees do not); ``executive`` and ``fixed_term`` say who bears the
    contributions of executives, and of contracts with an end. ``contract`` is in plain words
    (lower case, without accents); ``is_category_known`` says whose category is one of the words of
    ``fr.staff``.
    """

    person: tuple[str, ...]
    wage_month: FloatArray
    weekly_h: FloatArray
    birth: NDArray[np.datetime64]
    hired: NDArray[np.datetime64]
    disabled: FloatArray
    category: tuple[str, ...]
    is_category_known: NDArray[np.bool_]
    contract: tuple[str, ...]
    present_from: NDArray[np.datetime64]
    present_to: NDArray[np.datetime64]
    counts: NDArray[np.bool_]
    executive: NDArray[np.bool_]
    fixed_term: NDArray[np.bool_]
    leave_days: FloatArray
    grade: tuple[str, ...]

    def present(self, day: date) -> NDArray[np.bool_]:
        """Say who is on the books on a day."""
        moment = np.datetime64(day, "D")
        found: NDArray[np.bool_] = (self.present_from <= moment) & (moment <= self.present_to)
        return found

    def row(self, person: str) -> int:
        """Give the row of a person."""
        return self.person.index(person)


def plain(word: str) -> str:
    """Give a word of the files in lower case without accents."""
    parts = unicodedata.normalize("NFKD", word.strip().lower())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _days(
    values: list[date | None], default: np.datetime64 | None = None
) -> NDArray[np.datetime64]:
    found = np.array(values, dtype="datetime64[D]")
    return found if default is None else np.where(np.isnat(found), default, found)


def _numbers(values: list[float | None]) -> FloatArray:
    return np.array(values, dtype=np.float64)


def staff(plant: Plant) -> Staff:
    """Turn the people of a plant into columns.

    Parameters
    ----------
    plant
        A plant; if a scenario was applied, with the people it hires.
    """
    people: tuple[Person, ...] = plant.people
    words = parameter(_STAFF, plant.on)
    executive, others, fixed_term = (
        words.texts(key)
        for key in ("executive_categories", "other_categories", "fixed_term_contracts")
    )
    categories = [plain(p.category) for p in people]
    contracts = tuple(plain(p.contract) for p in people)
    return Staff(
        person=tuple(p.person for p in people),
        wage_month=_numbers([p.wage_month for p in people]),
        weekly_h=_numbers([plant.weekly_h if p.weekly_h is None else p.weekly_h for p in people]),
        birth=_days([p.birth_date for p in people]),
        hired=_days([p.hire_date for p in people]),
        disabled=_numbers([None if p.disabled is None else float(p.disabled) for p in people]),
        category=tuple(p.category.strip().lower() for p in people),
        is_category_known=np.isin(categories, [*executive, *others]),
        contract=contracts,
        present_from=_days([p.present_from for p in people], _FIRST_DAY),
        present_to=_days([p.present_to for p in people], _LAST_DAY),
        counts=np.array([is_counted(p.contract, on=plant.on) for p in people], dtype=bool),
        executive=np.isin(categories, executive),
        fixed_term=np.isin(contracts, fixed_term),
        leave_days=_numbers([p.leave_days for p in people]),
        grade=tuple(p.klass.strip() for p in people),
    )
