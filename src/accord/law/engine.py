"""Compute a rule of law for one case or a table of cases.

A formula gets the dated numbers of law (never a literal), a trace to write its steps in, and its
facts as arrays. The engine finds the version of the law for each row, turns missing facts into
needs, and gathers the articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.law.parameters import Fact, ParameterFile, Version
from accord.law.records import CHECKED, DRAFT, Need, Outcome, TableOutcome, TableStep
from accord.law.registry import Law, Rule, facts_of, find_rule, pack

FactValue: TypeAlias = "float | int | bool | date | None"
FactColumn: TypeAlias = "Sequence[FactValue] | NDArray[np.generic]"
Column: TypeAlias = "NDArray[np.generic]"


def compute(id: str, facts: Mapping[str, FactValue], *, on: date) -> Outcome:  # noqa: A002
    """Compute one rule for one case.

    Parameters
    ----------
    id
        Rule id, for example ``fr.severance.metal``.
    facts
        Facts by name; None is unknown. Facts the rule does not ask for are ignored.
    on
        Date whose law applies.

    Returns
    -------
    Outcome
        The value with unit, trace and articles; or the facts still needed.

    Raises
    ------
    NeedsError
        When there is no such rule or pack.
    """
    table = compute_table(id, {name: [value] for name, value in facts.items()}, on=on)
    return table.row(0)


def compute_table(id: str, facts: Mapping[str, FactColumn], *, on: date) -> TableOutcome:  # noqa: A002
    """Compute one rule for a table of cases, one row per case.

    Parameters
    ----------
    id
        Rule id.
    facts
        Columns by name, all of the same length; None, NaN or NaT is unknown.
    on
        Date whose law applies to every row (a rule keyed by another date reads it from its facts).

    Returns
    -------
    TableOutcome
        Values of shape (rows,), NaN where something is needed.

    Raises
    ------
    NeedsError
        When there is no such rule or pack.
    ValueError
        When the columns have different lengths.
    """
    found = find_rule(id)
    files = pack(id.partition(".")[0])
    uses = [files[name] for name in found.uses]
    num_rows = _num_rows(facts)
    columns: dict[str, Column] = {}
    needs: list[Need] = []
    usable = np.ones(num_rows, dtype=bool)
    for fact in facts_of(id):
        column, known = _column(fact, facts.get(fact.name), num_rows)
        columns[fact.name] = column
        usable &= known
        if not known.all():
            needs.append(Need(fact.name, fact.why, found.articles[0], _rows(~known)))
    return _by_version(found, uses, columns, usable=usable, needs=needs, on=on)


def _num_rows(facts: Mapping[str, FactColumn]) -> int:
    lengths = {len(column) for column in facts.values()}
    if len(lengths) > 1:
        raise ValueError(f"columns of different lengths: {sorted(lengths)}")
    return lengths.pop() if lengths else 1


def _rows(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.flatnonzero(mask))


def _column(
    fact: Fact, column: FactColumn | None, num_rows: int
) -> tuple[Column, NDArray[np.bool_]]:
    """Give a fact's values and where they are known; dates as days, flags as bool."""
    if column is None:
        column = [None] * num_rows
    if fact.type == "date":
        days = np.array(column, dtype="datetime64[D]")
        return days, ~np.isnat(days)
    values = np.array(column, dtype=np.float64)  # None becomes NaN
    known = ~np.isnan(values)
    if fact.type == "flag":
        return np.where(known, values, 0.0).astype(bool), known
    return values, known


def _by_version(
    found: Rule,
    uses: Sequence[ParameterFile],
    columns: Mapping[str, Column],
    *,
    usable: NDArray[np.bool_],
    needs: list[Need],
    on: date,
) -> TableOutcome:
    """Compute each group of rows under the same versions once, and gather what they used."""
    num_rows = len(usable)
    values = np.full(num_rows, np.nan)
    trace: list[TableStep] = []
    used: dict[tuple[str, date], Version] = {}
    for chosen, rows in _groups(uses, columns, usable, on):
        missing = [file for file, version in zip(uses, chosen, strict=True) if version is None]
        if missing:
            needs.extend(_no_version(file, found, rows, on) for file in missing if len(rows))
            continue
        versions = {v.id: v for v in chosen if v is not None}
        used.update({(v.id, v.since): v for v in versions.values()})
        if len(rows):
            law = Law(versions)
            group = {name: column[rows] for name, column in columns.items()}
            values[rows] = found.formula(law, **group)
            trace.extend(_spread(step, rows, num_rows) for step in law.steps)
    currency = next((v.currency for v in used.values() if v.currency), "")
    return TableOutcome(
        rule=found.id,
        values=values,
        unit=found.unit,
        currency=currency if found.unit == "money" else "",
        trace=tuple(trace),
        needs=tuple(needs),
        articles=tuple(dict.fromkeys(v.article for v in used.values())) or found.articles,
        status=CHECKED if used and all(v.status == CHECKED for v in used.values()) else DRAFT,
        on=on,
        versions=tuple(used),
    )


def _groups(
    uses: Sequence[ParameterFile],
    columns: Mapping[str, Column],
    usable: NDArray[np.bool_],
    on: date,
) -> Iterator[tuple[tuple[Version | None, ...], NDArray[np.intp]]]:
    """Give the versions in force and the rows they hold for.

    One group without rows stands for a table in which nothing can be computed: the articles and the
    status are still said.
    """
    keys = sorted({file.key for file in uses} - {"on"})
    rows = np.flatnonzero(usable)
    if not keys or len(rows) == 0:
        yield tuple(file.on(on) if file.key == "on" else None for file in uses), rows
        return
    days = np.stack([columns[key][rows].astype(np.int64) for key in keys])
    unique, of_row = np.unique(days, axis=1, return_inverse=True)
    chosen: dict[tuple[Version | None, ...], list[int]] = {}
    for i_group, group_days in enumerate(unique.T):
        known = {
            "on": on,
            **dict(zip(keys, group_days.astype("datetime64[D]").tolist(), strict=True)),
        }
        versions = tuple(file.on(known[file.key]) for file in uses)
        chosen.setdefault(versions, []).append(i_group)
    for versions, i_groups in chosen.items():
        yield versions, rows[np.isin(of_row.ravel(), i_groups)]


def _no_version(file: ParameterFile, found: Rule, rows: NDArray[np.intp], on: date) -> Need:
    fact = file.key
    what = on.isoformat() if fact == "on" else f"the date given as {fact}"
    why = f"{file.id} ({file.title_en}) has no value in force on {what}"
    return Need(fact, why, found.articles[0], tuple(rows.tolist()))


def _spread(step: TableStep, rows: NDArray[np.intp], num_rows: int) -> TableStep:
    values = np.full(num_rows, np.nan)
    values[rows] = step.values
    return TableStep(step.label, values, step.unit, step.article)
