"""Compute a rule of law for one case or a table of cases.

A formula gets the dated numbers of law (never a literal), a trace to write its steps in, and its
facts as arrays. The engine finds the version of the law for each row, turns missing facts into
needs, and gathers the articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from accord.law.columns import Asked, Column, FactColumn, Table, read_table
from accord.law.facts import FactValue
from accord.law.parameters import ParameterFile, Version
from accord.law.records import (
    CHECKED,
    DRAFT,
    BoolArray,
    Need,
    Outcome,
    Refusal,
    TableOutcome,
    TableStep,
)
from accord.law.registry import Rule, articles_of, files_of, find_rule, pack
from accord.law.trace import Law

__all__ = ["FactColumn", "FactValue", "compute", "compute_table", "currencies_on"]

Said = TypeVar("Said", Refusal, Need)
Rows: TypeAlias = "NDArray[np.intp]"
_ON = "on"


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
    FactError
        When a fact cannot be: negative pay, an exit before the hire, another currency.
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
        Columns by name, all of the same length; None, NaN, NaT or an empty word is unknown.
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
    FactError
        When a fact cannot be; names the rows.
    ValueError
        When the columns have different lengths.
    """
    found = find_rule(id)
    files = pack(id.partition(".")[0])
    uses = [f for f in files_of(id) if f.id not in found.optional or f.on(on) is not None]
    currencies = currencies_on(files, on)
    # on a date without law no fact is asked for: that there is none is all there is to say
    asked = [] if _unknown(uses, on) else asked_facts(found, uses, on)
    read = read_table(asked, facts, currencies)
    for file in files_of(id):
        read.fill([fact for fact in file.facts if fact.name in found.asks])
    outcome = _by_version(found, uses, read, on)
    if found.unit != "money" or outcome.currency:
        return outcome
    return replace(outcome, currency=_stated(facts) or next(iter(currencies), ""))


def currencies_on(files: Mapping[str, ParameterFile], on: date) -> tuple[str, ...]:
    """Give the currencies of a pack on a date, the first the usual one; empty when not said."""
    for id_, file in files.items():
        if id_.endswith(".money.tender"):
            version = file.on(on)
            return () if version is None else version.texts("currencies")
    return ()


def _unknown(uses: Sequence[ParameterFile], on: date) -> list[ParameterFile]:
    """List the files that know no value on a date."""
    return [file for file in uses if file.key == _ON and file.on(on) is None]


def _stated(facts: Mapping[str, FactColumn]) -> str:
    """Give the currency that amounts of the table say, empty when none does."""
    for column in facts.values():
        if not isinstance(column, np.ndarray):
            for value in column:
                currency = getattr(value, "currency", "")
                if currency:
                    return str(currency)
    return ""


def asked_facts(found: Rule, uses: Sequence[ParameterFile], on: date) -> list[Asked]:
    """List the facts that a rule asks for on a date, each with the article that asks."""
    asked: dict[str, Asked] = {}
    for file in uses:
        version = file.on(on) if file.key == _ON else None
        article = articles_of(found.id, on)[0] if version is None else version.article
        for fact in file.facts:
            if fact.name in found.asks and fact.is_asked(on):
                before = asked.get(fact.name, Asked((), article))
                asked[fact.name] = Asked((*before.facts, fact), before.article)
    return list(asked.values())


def _by_version(
    found: Rule,
    uses: Sequence[ParameterFile],
    read: Table,
    on: date,
) -> TableOutcome:
    """Compute each group of rows under the same versions once, and gather what they used."""
    columns, needs, num_rows = read.columns, list(read.needs), len(read.usable)
    values = np.full(num_rows, np.nan)
    trace: list[TableStep] = []
    refusals: list[Refusal] = []
    used: dict[tuple[str, date], Version] = {}
    for chosen, rows in _groups(uses, columns, read.usable, on):
        missing = _unknown(uses, on) or [
            file for file, version in zip(uses, chosen, strict=True) if version is None
        ]
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
            refusals.extend(_of_table(refusal, rows) for refusal in law.refusals)
            needs.extend(_of_table(need, rows) for need in law.needs)
    for need in needs:
        values[list(need.rows)] = np.nan
    currency = next((v.currency for v in used.values() if v.currency), "")
    return TableOutcome(
        rule=found.id,
        values=values,
        unit=found.unit,
        currency=currency if found.unit == "money" else "",
        trace=tuple(trace),
        needs=tuple(needs),
        articles=tuple(dict.fromkeys(v.article for v in used.values()))
        or articles_of(found.id, on),
        status=CHECKED if used and all(v.status == CHECKED for v in used.values()) else DRAFT,
        on=on,
        versions=tuple(used),
        refusals=tuple(refusals),
        title=found.title or (uses[0].title_fr, uses[0].title_en),
    )


def _groups(
    uses: Sequence[ParameterFile],
    columns: Mapping[str, Column],
    usable: BoolArray,
    on: date,
) -> Iterator[tuple[tuple[Version | None, ...], Rows]]:
    """Give the versions in force and the rows they hold for.

    One group without rows stands for a table in which nothing can be computed: the articles and the
    status are still said.
    """
    keys = sorted({file.key for file in uses} - {_ON})
    rows = np.flatnonzero(usable)
    if not keys or len(rows) == 0 or _unknown(uses, on):
        yield tuple(file.on(on) if file.key == _ON else None for file in uses), rows
        return
    days = np.stack([columns[key][rows].astype(np.int64) for key in keys])
    unique, of_row = np.unique(days, axis=1, return_inverse=True)
    chosen: dict[tuple[Version | None, ...], list[int]] = {}
    for i_group, group_days in enumerate(unique.T):
        known = {
            _ON: on,
            **dict(zip(keys, group_days.astype("datetime64[D]").tolist(), strict=True)),
        }
        versions = tuple(file.on(known[file.key]) for file in uses)
        chosen.setdefault(versions, []).append(i_group)
    for versions, i_groups in chosen.items():
        yield versions, rows[np.isin(of_row.ravel(), i_groups)]


def _no_version(file: ParameterFile, found: Rule, rows: Rows, on: date) -> Need:
    fact = file.key
    is_on = fact == _ON
    what = on.isoformat() if is_on else f"the date given as {fact}"
    what_fr = f"le {on.isoformat()}" if is_on else f"à la date donnée comme {fact}"
    first = file.versions[0].since.isoformat()
    last = f", to {file.ends.isoformat()}" if file.ends else ""
    last_fr = f", jusqu'au {file.ends.isoformat()}" if file.ends else ""
    return Need(
        fact,
        f"{file.id} ({file.title_en}) has no value in force on {what}; known from {first}{last}",
        articles_of(found.id, on)[0],
        tuple(rows.tolist()),
        why_fr=f"{file.id} ({file.title_fr}) n'a pas de valeur en vigueur {what_fr} ; connu depuis "
        f"le {first}{last_fr}",
    )


def _spread(step: TableStep, rows: Rows, num_rows: int) -> TableStep:
    values = np.full(num_rows, np.nan)
    values[rows] = step.values
    applies = None
    if step.rows is not None:
        applies = np.zeros(num_rows, dtype=bool)
        applies[rows] = step.rows
    return replace(step, values=values, rows=applies)


def _of_table(said: Said, rows: Rows) -> Said:
    """Give what is said of a group of rows the row numbers of the whole table."""
    return replace(said, rows=tuple(rows[list(said.rows)].tolist()))
