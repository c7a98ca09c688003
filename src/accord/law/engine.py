"""Compute a rule of law for one case or a table of cases.

A formula gets the dated numbers of law (never a literal), a trace to write its steps in, and its
facts as arrays. The engine finds the version of the law for each row, turns missing facts into
needs, and gathers the articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Group the rows by the versions in force for them, and compute each group once."""
    num_rows = len(usable)
    groups: dict[tuple[date | None, ...], list[int]] = {}
    for i_row in np.flatnonzero(usable):
        key = tuple(_version_date(file, columns, int(i_row), on) for file in uses)
        groups.setdefault(key, []).append(int(i_row))
    if not groups:  # nothing can be computed; the articles and status are still said
        groups[tuple(_since(file.on(on)) if file.key == "on" else None for file in uses)] = []
    values = np.full(num_rows, np.nan)
    trace: list[TableStep] = []
    versions: dict[tuple[str, date], Version] = {}
    for key, rows in groups.items():
        missing = [file for file, since in zip(uses, key, strict=True) if since is None]
        if missing:
            if rows:
                needs.extend(_no_version(file, found, rows, on) for file in missing)
            continue
        chosen = {
            file.id: next(v for v in file.versions if v.since == since)
            for file, since in zip(uses, key, strict=True)
        }
        versions.update({(v.id, v.since): v for v in chosen.values()})
        if rows:
            law = Law(chosen)
            group = {name: column[rows] for name, column in columns.items()}
            values[rows] = found.formula(law, **group)
            trace.extend(_spread(step, rows, num_rows) for step in law.steps)
    used = list(versions.values())
    currency = next((v.currency for v in used if v.currency), "")
    return TableOutcome(
        rule=found.id,
        values=values,
        unit=found.unit,
        currency=currency if found.unit == "money" else "",
        trace=tuple(trace),
        needs=tuple(needs),
        articles=tuple(dict.fromkeys(v.article for v in used)) or found.articles,
        status=CHECKED if used and all(v.status == CHECKED for v in used) else DRAFT,
        on=on,
        versions=tuple(versions),
    )


def _since(version: Version | None) -> date | None:
    return None if version is None else version.since


def _version_date(
    file: ParameterFile, columns: Mapping[str, Column], i_row: int, on: date
) -> date | None:
    day = on if file.key == "on" else columns[file.key][i_row].astype(object)
    return _since(file.on(day))


def _no_version(file: ParameterFile, found: Rule, rows: list[int], on: date) -> Need:
    fact = file.key
    what = on.isoformat() if fact == "on" else f"the date given as {fact}"
    why = f"{file.id} ({file.title_en}) has no value in force on {what}"
    return Need(fact, why, found.articles[0], tuple(rows))


def _spread(step: TableStep, rows: list[int], num_rows: int) -> TableStep:
    values = np.full(num_rows, np.nan)
    values[rows] = step.values
    return TableStep(step.label, values, step.unit, step.article)
