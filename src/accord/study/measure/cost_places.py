"""Where the inputs of a line of cost stand: people, prices, payroll keys, scenario rows, law.

A place of the law is ``law fr.relief.general 2027-01-01``: rule or parameter, and the day asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from accord.cost import CostLine
from accord.plant.records import Exit, Person
from accord.study.field import Case, Field
from accord.study.figures import places_of
from accord.study.measure.inputs import setting_place

__all__ = ["line_places"]

_PAYROLL: Final = ("accident_share", "transport_share", "apprentice_share", "plan_employer_month")
_PRICES: Final = {
    "hires.recruiting": "recruiting",
    "scrap.year": "scrap_piece",
    "late.year": "late_order_day",
}
_CHARGES: Final = ("contributions", "relief")
# The kind of exit that a part is of; the others are of all who leave.
_KINDS: Final = {
    **dict.fromkeys(
        ("severance", "notice", "notice_leave", "delalande", "csp", "conversion"), "layoff"
    ),
    **dict.fromkeys(("arpe_leaving_pay", "arpe_employer"), "early_exit"),
    "retirement": "retirement",
    "end_bonus": "end_of_contract",
}
_LAW: Final = re.compile(r"\b[a-z]{2}\.[a-z0-9_]+(?:\.[a-z0-9_]+)*")


def line_places(
    field: Field, case: Case, line: CostLine, *, is_on_pay: bool = False
) -> tuple[str, ...]:
    """Return the places of everything that goes into a line: settings, law, then rows of tables.

    Parameters
    ----------
    field
        What was gathered; its folder is searched for the line of a setting.
    case
        The scenario priced, or today.
    line
        One of its lines.
    is_on_pay
        Whether another line holds the pay that this one is counted on, and leads to its rows.
    """
    head = line.id.split(".")
    found: list[str] = []
    if line.id in _PRICES:
        found += _settings(field, field.plant.at.file, _PRICES[line.id])
    if head[-1] in _CHARGES:
        is_by_law = field.plant.payroll is not None
        keys = _PAYROLL if is_by_law else ("employer_charges_share",)
        found += _settings(field, field.plant.at.file, *keys)
    on = line.first.isoformat()
    found += [f"law {rule} {on}" for rule in _LAW.findall(line.source)]
    if not is_on_pay:
        found += _rows(field, case, head)
    return tuple(dict.fromkeys(found))


def _rows(field: Field, case: Case, head: list[str]) -> Iterable[str]:
    """Give the rows and settings that a cause of cost reads."""
    plant, scenario = field.plant, case.scenario
    match head:
        case ["scrap", *_]:
            return places_of(row.at for row in case.plant.operations if row.scrap_share)
        case ["late", *_]:
            return places_of(row.at for row in plant.orders)
        case ["payroll", *_]:
            return _wages(plant.people)
        case ["legal_week", *more]:
            week = _settings(field, plant.at.file, "weekly_h")
            return [
                *_wages(plant.people),
                *week,
                *(_plan(field, case) if more[0] == "change" else ()),
            ]
        case ["overtime", *_]:
            return [*places_of(r.at for r in case.plant.overtime), *_wages(case.plant.people)]
        case ["policy" | "growth" | "rate" | "stay", *_]:
            return [*_wages(plant.people), *_plan(field, case)]
    if scenario is None:
        return ()
    match head:
        case ["hires", *_]:
            return places_of(row.at for row in scenario.hires)
        case ["leavers", kind, *_]:
            return _leavers(
                field, [x for x in scenario.exits if x.kind == kind and _is_on(x, head)]
            )
        case ["exits", part, *_]:
            only = _KINDS.get(part)
            return _leavers(field, [x for x in scenario.exits if only in {None, x.kind}])
        case ["investment", number, *_]:
            return places_of([scenario.investment[int(number) - 1].at])
        case ["training", *_]:
            return places_of(row.at for row in scenario.training)
        case ["aid", *_] if scenario.aid is not None:
            return [*places_of([scenario.aid.at]), *_plan(field, case)]
    return ()


def _is_on(row: Exit, head: list[str]) -> bool:
    """Tell whether an exit is of the day that the id of a line names, if it names one."""
    day = head[2] if len(head) > 2 else ""
    return not day[:1].isdigit() or day == row.on.isoformat()


def _leavers(field: Field, exits: list[Exit]) -> list[str]:
    named = {row.person for row in exits}
    people = [p for p in field.plant.people if p.person in named]
    return [*places_of(row.at for row in exits), *_wages(people)]


def _wages(people: Iterable[Person]) -> list[str]:
    """Give the pay of people: ``people.csv:2-181 (wage_month)``."""
    at = [p.at for p in people if p.wage_month is not None]
    return [f"{place} (wage_month)" for place in places_of(at)]


def _plan(field: Field, case: Case) -> list[str]:
    """Give the week and the wages of a scenario."""
    if case.scenario is None:
        return []
    return _settings(field, case.scenario.at.file, "weekly_h", "wages")


def _settings(field: Field, file: str, *keys: str) -> list[str]:
    found = (setting_place(field.path, file, key) for key in keys)
    return [place for places in found for place in places]
