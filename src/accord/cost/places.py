"""Where a missing fact is written, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from accord.cost.checks import SHOWN
from accord.law import Need
from accord.plant.records import Payroll, Person

_PAYROLL = frozenset(f.name for f in fields(Payroll))
_PERSON = frozenset(f.name for f in fields(Person))
# What a rule asks for, and the column of the people table that it is read from.
_READ_FROM = {
    "age_years": "birth_date",
    "seniority_years": "hire_date",
    "seniority_right_years": "hire_date",
    "gross_total": "hire_date",
    "is_disabled": "disabled",
    "metal_group": "class",
}
_PLANT = frozenset({"payroll", "employer_charges_share", "branch_agreement"})


def missing_words(needs: Iterable[Need]) -> tuple[str, str]:
    """Name missing facts, of whom and where each is written, in French and English.

    ``wage_month of E150 (people.csv, column wage_month)``. A fact that several rules ask for is
    named once.
    """
    whose: dict[str, dict[str, None]] = {}
    for need in needs:
        whose.setdefault(need.fact, {}).update(dict.fromkeys(need.people))
    told = [
        (_words(fact, tuple(people), 0), _words(fact, tuple(people), 1))
        for fact, people in whose.items()
    ]
    return " ; ".join(fr for fr, _ in told), "; ".join(en for _, en in told)


def _words(fact: str, people: tuple[str, ...], i_lang: int) -> str:
    who = ""
    if people:
        more = ", …" if len(people) > SHOWN else ""
        who = f" {('de', 'of')[i_lang]} {', '.join(people[:SHOWN])}{more}"
    place = _place(fact, ("colonne", "column")[i_lang])
    return f"{fact}{who}{place and f' ({place})'}"


def _place(fact: str, column: str) -> str:
    """Say where a fact is written; empty where none of the plant's files holds it."""
    if fact in _PAYROLL:
        return f"plant.yaml, payroll: {fact}"
    if fact in _PLANT:
        return f"plant.yaml, {fact}"
    name = _READ_FROM.get(fact, fact)
    if name == "class" or name in _PERSON:
        return f"people.csv, {column} {name}"
    return ""
