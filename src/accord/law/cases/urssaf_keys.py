"""The keys of the official pay calculator: read with their units, or refused by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from accord.errors import InputError, Place, Problem
from accord.law.cases.records import Case

_NUMBER = re.compile(r"(?P<amount>\d+(?:[.,]\d+)?)\s*(?P<unit>.*)")
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class PayCase:
    """A case of pay in clean names; None is not said by the case."""

    on: date
    headcount: float
    plan_month: float
    plan_employer_share: float
    vouchers_full_time: float
    voucher_value: float
    voucher_employer_share: float
    season_ticket_employer_share: float
    commuting_law: date
    gross: float | None = None
    gross_full_time: float | None = None
    cost: float | None = None
    net: float | None = None
    contract: str = "CDI"
    contract_months: float | None = None
    is_part_time: bool = False
    weekly_h: float | None = None
    is_executive: bool = False
    overtime_h: float = 0.0
    complementary_h: float = 0.0
    branch: str = ""
    is_short_time: bool = False
    worked_h: float = 0.0
    bonus: float = 0.0
    has_year_end_bonus: bool = False
    has_benefits: bool = False
    benefits: float = 0.0
    has_vouchers: bool = False
    vouchers: float | None = None
    season_ticket: float = 0.0
    fuel: float = 0.0
    mobility: float = 0.0
    accident_share: float | None = None


@cache
def _tables() -> dict[str, Any]:
    path = Path(__file__).with_name("urssaf.yaml")
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def assumed() -> PayCase:
    """Give what the calculator assumes where a case says nothing."""
    return PayCase(**_tables()["assumed"])


def branch_parameter(branch: str) -> str:
    """Give the parameter file of a branch agreement, empty for none."""
    return str(_tables()["branches"].get(branch, ""))


def read_keys(case: Case) -> PayCase:
    """Read a case written in the calculator's keys.

    Raises
    ------
    InputError
        For a key that is not known, a unit that is not the key's, or an unknown branch agreement.
    """
    known = _tables()["keys"]
    said: dict[str, Any] = {}
    for key in case.inputs:
        if key not in known:
            raise refused(case, f"{key!r}", "the keys that are read stand in urssaf.yaml")
        spec = known[key]
        said[spec["name"]] = _value(case, key, spec["kind"])
    if said.get("branch") and not branch_parameter(said["branch"]):
        rule = f"known branch agreements: {', '.join(_tables()['branches'])}"
        raise refused(case, f"the agreement {said['branch']!r}", rule)
    if case.on is not None:
        said["on"] = case.on
    return replace(assumed(), **said)


def _value(case: Case, key: str, kind: str) -> bool | str | float:
    text = str(case.inputs[key]).strip()
    if kind == "word":
        return text.strip("'")
    if kind == "flag":
        if text not in {"oui", "non"}:
            raise refused(case, f"{key} is {text!r}", "it is oui or non")
        return text == "oui"
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise refused(case, f"{key} is {text!r}", f"it is a number in {kind}, not negative")
    unit = found["unit"].strip()
    if unit.rstrip("s") != kind.rstrip("s"):
        raise refused(case, f"{key} is {text!r}", f"its unit is {kind}")
    amount = float(found["amount"].replace(",", "."))
    return amount / _PERCENT if kind == "%" else amount


def refused(case: Case, seen: str, rule: str) -> InputError:
    """Make the error of a case that cannot be read."""
    place = Place(case.path or case.id)
    return InputError([Problem(place, f"case {case.id}: {seen}", rule, "Correct the case")])
