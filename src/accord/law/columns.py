"""The facts of a table as arrays: read, checked against their bounds, asked only where needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.errors import FactError
from accord.law.bands import whole_years
from accord.law.facts import CHOICE, DATE, FLAG, MONEY, Fact, FactValue, Money
from accord.law.records import BoolArray, Need
from accord.law.rounding import HAIR
from accord.plant.values import nearest

FactColumn: TypeAlias = "Sequence[FactValue] | NDArray[np.generic]"
Column: TypeAlias = "NDArray[np.generic]"
Columns: TypeAlias = "dict[str, tuple[Column, BoolArray]]"

_COMPARE = {
    ">=": np.greater_equal,
    "<=": np.less_equal,
    ">": np.greater,
    "<": np.less,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact with the article that asks for it and every file's reason to ask."""

    facts: tuple[Fact, ...]
    article: str

    @property
    def first(self) -> Fact:
        """Give the first declaration: the one whose reason is told."""
        return self.facts[0]


@dataclass(frozen=True, slots=True)
class Table:
    """The facts of a table as arrays of shape (rows,), what is missing, and the usable rows."""

    columns: dict[str, Column]
    needs: tuple[Need, ...]
    usable: BoolArray

    def fill(self, facts: Sequence[Fact]) -> None:
        """Give facts that nobody asks for a column that formulas do not read."""
        for fact in facts:
            if fact.name not in self.columns:
                self.columns[fact.name] = neutral(fact, len(self.usable))


def read_table(
    asked: Sequence[Asked], facts: Mapping[str, FactColumn], currencies: Sequence[str]
) -> Table:
    """Read every fact that is asked for, and say what is missing.

    Parameters
    ----------
    asked
        The facts asked for, in order: one that depends on another comes after it.
    facts
        Columns by name, all of the same length.
    currencies
        Currencies that amounts may be in; empty is any.

    Raises
    ------
    FactError
        When a value cannot be.
    ValueError
        When the columns have different lengths.
    """
    lengths = {len(column) for column in facts.values()}
    if len(lengths) > 1:
        raise ValueError(f"columns of different lengths: {sorted(lengths)}")
    num_rows = lengths.pop() if lengths else 1
    columns: Columns = {}
    needed: dict[str, BoolArray] = {}
    needs: list[Need] = []
    usable = np.ones(num_rows, dtype=bool)
    for one in asked:
        fact = one.first
        columns[fact.name] = read_column(one, facts.get(fact.name), num_rows, currencies)
        check_order(one, columns)
        needed[fact.name] = needed_rows(one, columns, num_rows)
        missing = needed[fact.name] & ~columns[fact.name][1]
        if missing.any():
            usable &= ~missing
            rows = tuple(np.flatnonzero(missing).tolist())
            needs.append(Need(fact.name, fact.why, one.article, rows, why_fr=fact.why_fr))
    for one in asked:
        check_most(one, columns, needed)
    return Table({name: values for name, (values, _) in columns.items()}, tuple(needs), usable)


def read_column(
    asked: Asked, given: FactColumn | None, num_rows: int, currencies: Sequence[str]
) -> tuple[Column, BoolArray]:
    """Give a fact's values and where they are known.

    Parameters
    ----------
    asked
        The fact.
    given
        Its values, None where the table does not have them.
    num_rows
        Rows of the table.
    currencies
        Currencies that amounts may be in on the date of the law; empty is any.

    Returns
    -------
    values, known
        Dates as days, flags as bool, choices as text, else float64; shape (rows,).

    Raises
    ------
    FactError
        When a value cannot be: wrong type, outside its bounds, another currency, unknown word.
    """
    fact = asked.first
    column: FactColumn = [None] * num_rows if given is None else given
    if fact.type == DATE:
        days = _array(asked, column, "datetime64[D]")
        return days, ~np.isnat(days)
    if fact.type == CHOICE:
        return _choices(asked, column)
    if fact.type == MONEY:
        column = _amounts(asked, column, currencies)
    values = _array(asked, column, "float64").astype(np.float64)
    known = ~np.isnan(values)
    for bound, is_out in ((fact.low, np.less), (fact.high, np.greater)):
        if bound is not None:
            rule = f"it is {'at least' if bound == fact.low else 'at most'} {bound:g}"
            _refuse(asked, values, is_out(values, bound) & known, rule)
    if fact.type == FLAG:
        _refuse(asked, values, known & (values != 0) & (values != 1), "it is yes or no")
        return np.where(known, values, 0.0).astype(bool), known
    return values, known


def _array(asked: Asked, column: FactColumn, kind: str) -> NDArray[np.generic]:
    try:
        return np.array(column, dtype=kind)  # None becomes NaN or NaT
    except (TypeError, ValueError) as fault:
        wrong = next((value for value in column if isinstance(value, (str, Money, bytes))), fault)
        raise _error(asked, str(wrong), (), f"it is a {asked.first.type}") from fault


def _amounts(asked: Asked, column: FactColumn, currencies: Sequence[str]) -> FactColumn:
    """Take the amounts out of money that says its currency."""
    if isinstance(column, np.ndarray) and column.dtype != object:
        return column
    plain: list[FactValue] = []
    for i_row, value in enumerate(column):
        if isinstance(value, Money):
            if currencies and value.currency not in currencies:
                rule = f"amounts of that date are in {' or '.join(currencies)}"
                raise _error(asked, f"{value.amount:g} {value.currency}", (i_row,), rule)
            plain.append(value.amount)
        else:
            plain.append(value)
    return plain


def _choices(asked: Asked, column: FactColumn) -> tuple[Column, BoolArray]:
    if isinstance(column, np.ndarray) and column.dtype.kind == "U":
        words = column
    else:
        words = np.array(["" if word is None else str(word) for word in column], dtype=np.str_)
    known = words != ""
    unknown = known & ~np.isin(words, np.array(asked.first.choices))
    known_words = ", ".join(asked.first.choices)
    rule = f"known: {known_words}; docs/howto/add-a-rule.md tells how to add one"
    if unknown.any() and (near := _near(str(words[unknown][0]), asked.first.choices)):
        rule = f"did you mean {near!r}? {rule}"
    _refuse(asked, words, unknown, rule)
    return words, known


def _near(word: str, choices: Sequence[str]) -> str | None:
    """Give the choice that a word is a near miss of, or the longest one that it begins with."""
    begun = [one for one in choices if len(one) > 1 and word.lower().startswith(one.lower())]
    return nearest(word, choices) or max(begun, key=len, default=None)


def needed_rows(asked: Asked, columns: Columns, num_rows: int) -> BoolArray:
    """Say where a fact is asked; a condition on a fact that is not known there asks nothing."""
    needed = np.zeros(num_rows, dtype=bool)
    for fact in asked.facts:
        if not fact.when:
            return np.ones(num_rows, dtype=bool)
        for clause in fact.when:
            holds = np.ones(num_rows, dtype=bool)
            for name, test in clause:
                if name in columns:
                    values, known = columns[name]
                    holds &= known & _holds(values, test)
            needed |= holds
    return needed


def _holds(values: Column, test: str | tuple[str, ...]) -> BoolArray:
    if isinstance(test, tuple):
        return np.isin(values, np.array(test))
    if test in {"true", "false"}:
        is_it: BoolArray = values.astype(bool) == (test == "true")
        return is_it
    sign, _, bound = test.partition(" ")
    found: BoolArray = _COMPARE[sign](values, float(bound))
    return found


def check_order(asked: Asked, columns: Columns) -> None:
    """Refuse a date earlier than the one it follows, or more years after it than can be.

    Raises
    ------
    FactError
        With the rows.
    """
    fact = asked.first
    earlier = fact.not_before
    if not earlier or earlier not in columns:
        return
    days, known = columns[fact.name]
    first, known_first = columns[earlier]
    both = known & known_first
    is_out = both & np.less(days, first)
    if is_out.any():
        _refuse(asked, days, is_out, f"it is not before {earlier} ({first[is_out][0]})")
    if fact.high is not None:
        is_out[both] = whole_years(_days(first[both]), _days(days[both])) > fact.high
        if is_out.any():
            rule = f"it is at most {fact.high:g} years after {earlier} ({first[is_out][0]})"
            _refuse(asked, days, is_out, rule)


def check_most(asked: Asked, columns: Columns, needed: Mapping[str, BoolArray]) -> None:
    """Refuse a number that passes another fact that is needed there, as service passes the age.

    Raises
    ------
    FactError
        With the rows.
    """
    values, known = columns[asked.first.name]
    for other, less in dict.fromkeys(pair for fact in asked.facts for pair in fact.at_most):
        if other not in columns:
            continue
        limits, known_limit = columns[other]
        is_out = known & known_limit & needed[other]
        is_out &= np.greater(values, limits.astype(np.float64) - less + HAIR)
        if is_out.any():
            limit = float(limits[is_out][0])
            rule = f"it is at most {limit - less:g}"
            rule += f" ({other} {limit:g} {'less' if less > 0 else 'plus'} {abs(less):g})"
            _refuse(asked, values, is_out, rule)


def _days(column: Column) -> NDArray[np.datetime64]:
    return column.astype("datetime64[D]")


def neutral(fact: Fact, num_rows: int) -> Column:
    """Give the column of a fact that nobody asks for; formulas do not read it."""
    if fact.type == DATE:
        return np.full(num_rows, np.datetime64("NaT", "D"))
    if fact.type == CHOICE:
        return np.full(num_rows, "", dtype=np.str_)
    if fact.type == FLAG:
        return np.zeros(num_rows, dtype=bool)
    return np.full(num_rows, np.nan)


def tell(value: date | float | str) -> str:
    """Write a fact's value for a message."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _refuse(asked: Asked, values: Column, is_out: BoolArray, rule: str) -> None:
    rows = np.flatnonzero(is_out)
    if len(rows):
        raise _error(asked, tell(values[rows[0]].item()), tuple(rows.tolist()), rule)


def _error(asked: Asked, seen: str, rows: tuple[int, ...], rule: str) -> FactError:
    fact = asked.first
    return FactError(fact.name, seen, rule, why=fact.why, article=asked.article, rows=rows)
