"""Facts that cannot be, refused before anything is priced."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.cost.case import Case
from accord.cost.exit_kinds import exit_problems
from accord.cost.horizon import DEFAULT_MONTHS, MONTHS_PER_YEAR
from accord.cost.periods import check_currency, law_read_on
from accord.cost.records import years_later
from accord.errors import FactError, InputError
from accord.law import facts_of, parameter
from accord.law.bands import whole_years

_DELALANDE, _STAFF, _HEADCOUNT = "fr.levy.delalande", "fr.staff", "fr.headcount"
SHOWN = 12


def check_case(case: Case) -> None:
    """Refuse what cannot be: negative pay, an exit before the hire, a contract of no known kind.

    Raises
    ------
    FactError
        With the person, the value, the rule and the article that asks.
    InputError
        With each exit that cannot be of its kind.
    """
    if case.is_french:
        check_currency(case.plant, case.start)
        _check_law_known(case)
    staff = case.staff
    there = case.base | case.hired
    if case.is_french:
        _check_contracts(case, there)
    _refuse(
        case,
        there & (staff.wage_month < 0),
        "wage_month",
        staff.wage_month,
        "pay is at least 0",
        why="it is paid each month",
        article="Loi 78-49 ; A-17",
    )
    oldest = _oldest_years()
    # nobody is that old: a date typed with the wrong century
    born = np.where(np.isnat(staff.birth), np.datetime64(case.start, "D"), staff.birth)
    ages = whole_years(born, np.full(len(born), case.start, dtype="datetime64[D]"))
    _refuse(
        case,
        there & (ages > oldest),
        "birth_date",
        staff.birth,
        f"an age is at most {oldest:g} years",
        why="rights and contributions depend on age",
        article="L321-13, D321-8 ; L1234-9",
    )
    is_early = there & (staff.present_to < staff.hired)
    _refuse(
        case,
        is_early,
        "exit",
        staff.present_to,
        "nobody leaves before the day of hire",
        why="seniority runs from the hire to the exit",
        article="L122-9 ; L1234-8",
    )
    _check_exits(case)
    if problems := exit_problems(case.plant, case.scenario):
        raise InputError(problems)
    _refuse(
        case,
        case.base & (staff.hired > np.datetime64(case.start, "D")),
        "hire_date",
        staff.hired,
        f"nobody in the people table is hired after the scenario starts "
        f"(from: {case.start.isoformat()}); who comes later stands in its hires",
        why="who is in the people table is paid from the first month",
        article="A-17",
    )


def _check_law_known(case: Case) -> None:
    """Refuse a scenario that starts when the law is anybody's guess, often a mistyped year."""
    read = law_read_on()
    latest = years_later(read, DEFAULT_MONTHS // MONTHS_PER_YEAR)
    if case.start > latest:
        raise FactError(
            "from",
            f"{case.start.isoformat()} (scenario {case.scenario.name})",
            f"the law known here was last read on {read.isoformat()}: a scenario starts by "
            f"{latest.isoformat()}",
            why="each month is priced by the law in force",
            article="A-18",
        )


def _check_contracts(case: Case, there: NDArray[np.bool_]) -> None:
    """Refuse a kind of contract that says neither whether it ends nor who is in the headcount."""
    on = case.plant.on
    words = parameter(_STAFF, on)
    kinds = ("permanent_contracts", "fixed_term_contracts", "seasonal_contracts")
    said = [word for kind in kinds for word in words.texts(kind)]
    known = list(dict.fromkeys([*said, *parameter(_HEADCOUNT, on).texts("not_counted")]))
    contracts = np.array(case.staff.contract, dtype=np.str_)
    _refuse(
        case,
        there & ~np.isin(contracts, ["", *known]),
        "contract",
        contracts,
        f"it is one of {', '.join(known)}, or empty for a permanent one (people table, column "
        "contract)",
        why="a contract with an end bears other contributions, an apprentice is in no headcount",
        article="L1242-1 ; L1111-3",
    )


def _check_exits(case: Case) -> None:
    """Refuse exits before the scenario starts: no month of the price would hold them."""
    early = [row for row in case.scenario.exits if row.on < case.start]
    if early:
        who = ", ".join(row.person for row in early[:SHOWN])
        raise FactError(
            "exit",
            f"{early[0].on.isoformat()} (person {who})",
            f"nobody leaves before the scenario starts (from: {case.start.isoformat()})",
            why="an exit is priced in the months from the start; people gone before it are not in "
            "the people table",
            article="A-29",
        )


def _oldest_years() -> float:
    """Give the highest age that the rules of dismissal take."""
    highs = [fact.high for fact in facts_of(_DELALANDE) if fact.name == "age_years" and fact.high]
    return float(max(highs))


def _refuse(
    case: Case,
    rows: NDArray[np.bool_],
    fact: str,
    values: NDArray[np.generic],
    rule: str,
    *,
    why: str,
    article: str,
) -> None:
    found = np.flatnonzero(rows)
    if len(found) == 0:
        return
    who = ", ".join(case.staff.person[i] for i in found[:SHOWN])
    seen = f"{values[found[0]]!s} (person {who})"
    raise FactError(fact, seen, rule, why=why, article=article)
