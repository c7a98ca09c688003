"""Contributions on pay: what the employer and the employee owe on one month, line by line.

Every contribution is a file of ``contributions/``: bands of the pay in multiples of the ceiling, by
size of the firm and by staff. Rates of the place (accidents, transport) are facts. Lines are not
rounded: a payslip rounds each to the cent, the amounts here are those of the official calculators.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from accord.law.parameters import Version, number
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import pack
from accord.law.trace import Law

PREFIX = "fr.contributions."
CEILING, CSG, PLAN = "fr.wages.ceiling", f"{PREFIX}csg", f"{PREFIX}welfare_plan"
DEATH, AGIRC_LEAST = f"{PREFIX}executive_death", f"{PREFIX}agirc_minimum"
APPRENTICES = f"{PREFIX}apprenticeship_extra"
EXECUTIVES = f"{PREFIX}complementary_executive"
SMIC = "fr.smic.hourly"
SCALES = tuple(
    PREFIX + name
    for name in (
        "health",
        "old_age_capped",
        "old_age_all",
        "family",
        "autonomy",
        "unemployment",
        "asf",
        "wage_guarantee",
        "complementary",
        "complementary_executive",
        "agff",
        "agff_executive",
        "ceg",
        "cet",
        "apec",
        "housing_fund",
        "housing_effort",
        "apprenticeship",
        "training",
        "fixed_term_training",
        "social_dialogue",
    )
)
OF_PLANT = (f"{PREFIX}accident", f"{PREFIX}transport")
OLD_AGE = tuple(
    PREFIX + name
    for name in (
        "old_age_capped",
        "old_age_all",
        "complementary",
        "complementary_executive",
        "agff",
        "agff_executive",
        "ceg",
        "cet",
    )
)
SOCIAL_SECURITY = tuple(
    PREFIX + name for name in ("health", "old_age_capped", "old_age_all", "family", "accident")
)
CONTRIBUTIONS = (*SCALES, *OF_PLANT, APPRENTICES, AGIRC_LEAST, DEATH, PLAN, CSG)
USES = (CEILING, SMIC, *CONTRIBUTIONS)


@dataclass(frozen=True, slots=True)
class Base:
    """What a month's contributions rest on; arrays of shape (rows,).

    Parameters
    ----------
    gross
        Pay of the month that bears contributions.
    ceiling
        Ceiling of the month, reduced with the hours paid.
    smic
        Minimum wage of the hours paid, for the reduced rates of 2015 to 2025.
    headcount, is_executive, is_fixed_term
        The firm's size and the person's staff.
    plan_employer, plan_employee
        Parts of the health and welfare plans.
    accident_share, transport_share, apprentice_share
        Rates and share of the plant.
    """

    gross: FloatArray
    ceiling: FloatArray
    smic: FloatArray
    headcount: FloatArray
    is_executive: BoolArray
    is_fixed_term: BoolArray
    plan_employer: FloatArray
    plan_employee: FloatArray
    accident_share: FloatArray
    transport_share: FloatArray
    apprentice_share: FloatArray

    def of_plant(self, name: str) -> FloatArray:
        """Give a rate of the plant by the name of its fact."""
        rates = {"accident_share": self.accident_share, "transport_share": self.transport_share}
        return rates[name]

    def rows_of(self, staff: str) -> BoolArray:
        """Say whose contribution it is: all, executive, other or fixed_term."""
        everyone = np.ones(len(self.gross), dtype=bool)
        chosen = {
            "all": everyone,
            "executive": self.is_executive,
            "other": ~self.is_executive,
            "fixed_term": self.is_fixed_term,
        }
        return chosen[staff]


@dataclass(frozen=True, slots=True)
class Contributions:
    """What is owed on one month's pay: per contribution, and in sum; shape (rows,)."""

    employer: dict[str, FloatArray]
    employee: dict[str, FloatArray]
    plans: FloatArray

    def sum_of(self, side: str, names: tuple[str, ...]) -> FloatArray:
        """Add some contributions of one side (employer, employee)."""
        lines = self.employer if side == "employer" else self.employee
        return sum((lines[n] for n in names if n in lines), np.zeros_like(self.plans))


def in_ceilings(
    pay: FloatArray, ceiling: FloatArray, lowers: FloatArray, rates: FloatArray
) -> FloatArray:
    """Sum each band's part of the pay times its rate; bands are in multiples of the ceiling.

    Parameters
    ----------
    pay, ceiling
        Money a month, shape (rows,); the ceiling may be 0 in a month without paid hours.
    lowers
        Lower bound of each band in ceilings, ascending from 0.
    rates
        Rate of each band.

    Returns
    -------
    array
        Shape (rows,).
    """
    bounds = np.append(lowers, np.inf)
    total = np.zeros_like(pay)
    for lower, upper, rate in zip(bounds, bounds[1:], rates, strict=False):
        if rate:
            most = pay if np.isinf(upper) else np.minimum(pay, ceiling * upper)
            total += rate * np.clip(most - ceiling * lower, 0.0, None)
    return total


def owe(law: Law, base: Base) -> Contributions:
    """Compute every contribution on one month's pay, and write each as a keyed step."""
    employer: dict[str, FloatArray] = {}
    employee: dict[str, FloatArray] = {}
    # the agreement of executives speaks of the ceiling, not of the one reduced with the hours
    full = replace(base, ceiling=np.full_like(base.gross, law[CEILING].number()))
    death, _ = _scale(law, DEATH, full, base.gross)
    plans = base.plan_employer + (0.0 if death is None else death)
    pay = base.gross + _taxed_plan(law, base, plans)
    for name in (*SCALES, *OF_PLANT):
        version = law[name]
        if "rate_of_plant" in version:
            employer[name] = _rate_of_plant(law, name, base, pay)
            continue
        of_employer, of_employee = _scale(law, name, base, pay)
        if of_employer is not None:
            employer[name] = of_employer
        if of_employee is not None:
            employee[name] = of_employee
    if death is not None:
        employer[DEATH] = death
    employer[APPRENTICES] = _few_apprentices(law, base, pay)
    _add_agirc_minimum(law, base, pay, employer, employee)
    employer[PLAN] = _levy_on_plans(law, base, plans)
    employee[CSG] = _csg(law, base, plans)
    return Contributions(employer, employee, plans)


def _line(law: Law, name: str, side: str, words: str, amount: FloatArray) -> FloatArray:
    """Write one line of a payslip."""
    file = pack("fr")[name]
    french = "part patronale" if side == "employer" else "part salariale"
    label = (f"{file.title_fr}, {french} : {words}", f"{file.title_en}, {side}: {words}")
    return law.step(label, amount, "money", name, key=f"{name.removeprefix(PREFIX)}.{side}")


def _scale(
    law: Law, name: str, base: Base, pay: FloatArray
) -> tuple[FloatArray | None, FloatArray | None]:
    """Apply the bands of both sides to whom they concern; None where nobody owes anything."""
    version = law[name]
    rows = base.rows_of(version.text("staff") if "staff" in version else "all")
    if "above_ceiling_only" in version:
        rows = rows & (pay > base.ceiling)
    if not rows.any():
        return None, None
    of_employer = None
    tiers = _tiers(version)
    if any(rates.any() for _, _, rates in tiers):
        amount = np.zeros_like(pay)
        for at_least, lowers, rates in tiers:
            share = in_ceilings(pay, base.ceiling, lowers, rates)
            amount = np.where(base.headcount >= at_least, share, amount)
        amount = np.where(rows, amount - _cut(law, version, base, pay), 0.0)
        with law.among(rows):
            of_employer = _line(law, name, "employer", _tier_words(tiers), amount)
    of_employee = None
    if "employee" in version:
        lowers, rates = version.bands("employee")
        amount = np.where(rows, in_ceilings(pay, base.ceiling, lowers, rates), 0.0)
        with law.among(rows):
            of_employee = _line(law, name, "employee", _band_words(lowers, rates), amount)
    return of_employer, of_employee


def _tiers(version: Version) -> list[tuple[float, FloatArray, FloatArray]]:
    """Give the employer's bands by least headcount, ascending."""
    found = []
    by_headcount = cast("dict[str, list[list[str]]]", version.values["employer"])
    for at_least, rows in by_headcount.items():
        uppers = [number(upper) for upper, _ in rows[:-1]]
        rates = np.array([number(rate) for _, rate in rows])
        found.append((number(at_least), np.array([0.0, *uppers]), rates))
    return sorted(found, key=lambda tier: tier[0])


def _cut(law: Law, version: Version, base: Base, pay: FloatArray) -> FloatArray:
    """Give what the reduced rate of low pay takes off, zero where there is none."""
    if "cut" not in version:
        return np.zeros_like(pay)
    limit = base.smic * version.number("cut_up_to_smic")
    if "cut_smic_hour" in version:
        limit = limit * version.number("cut_smic_hour") / law[SMIC].number()
    if "cut_at_least_smic" in version:
        limit = np.maximum(limit, base.smic * version.number("cut_at_least_smic"))
    return np.where(pay <= limit, pay * version.number("cut"), 0.0)


def _rate_of_plant(law: Law, name: str, base: Base, pay: FloatArray) -> FloatArray:
    version = law[name]
    rate = base.of_plant(version.text("rate_of_plant"))
    if "from_headcount" in version:
        rate = np.where(base.headcount >= version.number("from_headcount"), rate, 0.0)
    return _line(law, name, "employer", "rate of the plant", pay * rate)


def _few_apprentices(law: Law, base: Base, pay: FloatArray) -> FloatArray:
    """Charge large firms with few apprentices."""
    version = law[APPRENTICES]
    shares, rates = version.table("by_share")
    i_share = np.searchsorted(shares, base.apprentice_share, side="right") - 1
    rate = rates[i_share]
    if "large_rate" in version:
        is_large = (base.headcount >= version.number("large_headcount")) & (
            base.apprentice_share < version.number("large_below_share")
        )
        rate = np.where(is_large, version.number("large_rate"), rate)
    rate = np.where(base.headcount >= version.number("from_headcount"), rate, 0.0)
    return _line(law, APPRENTICES, "employer", "rate by share of apprentices", pay * rate)


def _add_agirc_minimum(
    law: Law,
    base: Base,
    pay: FloatArray,
    employer: dict[str, FloatArray],
    employee: dict[str, FloatArray],
) -> None:
    """Raise executives' pension contributions above the ceiling to the least of their time."""
    version = law[AGIRC_LEAST]
    if not version.number("employer_least") or EXECUTIVES not in employer:
        return
    share = base.ceiling / law[CEILING].number()
    bands = {
        "employer": _tiers(law[EXECUTIVES])[0][1:],
        "employee": law[EXECUTIVES].bands("employee"),
    }
    for side, lines in (("employer", employer), ("employee", employee)):
        lowers, rates = bands[side]
        above = np.where(lowers > 0, rates, 0.0)  # the first band is Arrco's
        owed = in_ceilings(pay, base.ceiling, lowers, above)
        least = version.number(f"{side}_least")
        due = np.where(base.is_executive, np.clip(least * share - owed, 0.0, None), 0.0)
        lines[AGIRC_LEAST] = _line(law, AGIRC_LEAST, side, f"at least {least:g} a month", due)


def _taxed_plan(law: Law, base: Base, plans: FloatArray) -> FloatArray:
    """Give the employer's part of the plans that is above the exempt limit and bears all."""
    version, ceiling = law[PLAN], law[CEILING].number()
    if version.text("is_limited") != "yes":
        return np.zeros_like(plans)
    limit = np.minimum(
        ceiling * version.number("free_ceiling_share")
        + base.gross * version.number("free_pay_share"),
        ceiling * version.number("free_limit_share"),
    )
    return np.clip(plans - limit, 0.0, None)


def _levy_on_plans(law: Law, base: Base, plans: FloatArray) -> FloatArray:
    version = law[PLAN]
    rate = version.number("rate")
    is_due = base.headcount >= version.number("from_headcount")
    return _line(law, PLAN, "employer", f"{rate:g}", np.where(is_due, plans * rate, 0.0))


def _csg(law: Law, base: Base, plans: FloatArray) -> FloatArray:
    """Charge CSG and CRDS on the pay less its allowance, and on the employer's plans."""
    version = law[CSG]
    lowers, shares = version.bands("base")
    counted = law.step(
        (
            "assiette de CSG et CRDS : salaire après abattement et part patronale des prévoyances",
            "base of CSG and CRDS: pay after its allowance, and the employer's plans",
        ),
        in_ceilings(base.gross, base.ceiling, lowers, shares) + plans,
        "money",
        CSG,
        key="csg.base",
    )
    rate = version.number("csg") + version.number("crds")
    return _line(law, CSG, "employee", f"{rate:g}", counted * rate)


def _band_words(lowers: FloatArray, rates: FloatArray) -> str:
    uppers = [*lowers[1:], np.inf]
    parts = [
        f"{rate:g}" + ("" if np.isinf(upper) else f" ≤ {upper:g} PSS")
        for upper, rate in zip(uppers, rates, strict=True)
        if rate
    ]
    return ", ".join(parts)


def _tier_words(tiers: list[tuple[float, FloatArray, FloatArray]]) -> str:
    parts = [
        (f"≥ {at_least:g}: " if at_least else "") + (_band_words(lowers, rates) or "0")
        for at_least, lowers, rates in tiers
    ]
    return "; ".join(parts)
