"""French pay: the adapters of the official pay calculator's cases.

The engine counts as the texts say. Where the calculator counts otherwise, the adapter gives it the
calculator's bases (``fr.pay.month_on_bases``); docs/background/payroll.md lists these readings:
the ceiling rises with overtime, the minimum wage of the general reduction is that of the day and of
all hours, complementary hours are not relieved, a tenth of the hours is rounded to the hour.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from accord.errors import NeedsError
from accord.law.bands import banded
from accord.law.cases.families import Adapter, family
from accord.law.cases.records import Answer, Case, Working
from accord.law.cases.urssaf_keys import PayCase, assumed, branch_parameter, read_keys, refused
from accord.law.facts import FactValue
from accord.law.fr.inverse import gross_for
from accord.law.records import FloatArray, Need, Outcome
from accord.law.registry import parameter
from accord.law.rounding import half_up

MONTH, OVERTIME = "fr.pay.month_on_bases", "fr.overtime.pay"
_MONTHS_PER_YEAR = 12
_EURO = "€"


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a month: of the contract, of a full month, worked and lost."""

    contract: float
    full: float
    overtime: float
    complementary: float
    lost: float

    @property
    def paid(self) -> float:
        """Hours paid at the rate of the contract."""
        return self.contract + self.complementary - self.lost

    @property
    def all(self) -> float:
        """Hours that the calculator counts in the minimum wage of the reduction."""
        return self.contract + self.complementary + self.overtime

    @property
    def ceiling_share(self) -> float:
        """Share of the ceiling, which the calculator also raises with overtime."""
        return (self.all - self.lost) / self.full


@dataclass(frozen=True, slots=True)
class Extras:
    """What comes on top of the contract's pay in one month."""

    hourly: float
    overtime: float = 0.0
    complementary: float = 0.0
    bonuses: float = 0.0
    benefits: float = 0.0
    end_bonus: float = 0.0
    taxed: float = 0.0
    exempt: float = 0.0
    vouchers: float = 0.0

    @property
    def total(self) -> float:
        """What bears contributions besides the contract's pay."""
        paid = self.overtime + self.complementary + self.bonuses + self.end_bonus
        return paid + self.benefits + self.taxed


def _with_known_law(adapter: Adapter) -> Adapter:
    """Answer a case of a date without known law by what is missing."""

    def answer(case: Case) -> Answer:
        try:
            return adapter(case)
        except NeedsError as fault:
            return Answer(case, {}, _EURO, needs=(Need("date", str(fault), "L242-1 CSS"),))

    return answer


@family("fr.urssaf.grid", rules=[MONTH, OVERTIME])
@_with_known_law
def grid(case: Case) -> Answer:
    """Answer a case of the grid: cost, contributions, reduction, overtime, relief, net."""
    working = Working(case)
    pay = replace(
        assumed(),
        on=case.day("date") or case.on or assumed().on,
        gross=case.number("gross_month"),
        headcount=case.number("headcount") or 0.0,
        overtime_h=case.number("overtime_hours_month") or 0.0,
        accident_share=case.number("work_accident_rate"),
        is_executive=case.flag("executive") or False,
    )
    if pay.gross is None:
        raise refused(case, "no gross_month", "the contract's gross pay of the month is needed")
    weekly_h = case.number("hours_week")
    hours = _hours(pay if weekly_h is None else replace(pay, weekly_h=weekly_h))
    extras = _extras(working, pay, hours, pay.gross)
    found = _month(working, pay, hours, extras, pay.gross)
    of = _amounts(found)
    return working.answer(
        {
            "employer_cost_month": of.get("employer_cost"),
            "employer_contributions_month": of.get("employer_contributions"),
            "general_reduction_month": of.get("general_reduction"),
            "overtime_pay_month": extras.overtime,
            "overtime_relief_employee_plus_employer_month": of.get("overtime_relief.employee", 0.0)
            + of.get("overtime_relief.employer", 0.0),
            "net_before_tax_month": of.get("net_before_tax"),
        },
        _EURO,
    )


@family("fr.urssaf.employer_cost", rules=[MONTH, OVERTIME, "fr.short_time.indemnity"])
@_with_known_law
def employer_cost(case: Case) -> Answer:
    """Answer a case of cost: the employer's cost, the contract's gross pay, the net before tax."""
    pay = read_keys(case)
    hours = _hours(pay)
    gross = _gross(case, pay, hours)
    working = Working(case)
    found = _slip(working, pay, hours, gross)
    of = _amounts(found)
    return working.answer(
        {
            "employer_cost_month": of.get("employer_cost"),
            "gross_month": gross,
            "net_before_tax_month": of.get("net_before_tax"),
        },
        _EURO,
    )


def _amounts(outcome: Outcome) -> dict[str, float]:
    return {step.key: step.value for step in outcome.trace if step.key}


def _hours(pay: PayCase) -> Hours:
    weeks = parameter("fr.wages.month", pay.on).number("weeks_per_year") / _MONTHS_PER_YEAR
    legal_h = parameter("fr.hours.legal_week", pay.on).number("up_to_h")
    contract = (legal_h if pay.weekly_h is None else pay.weekly_h) * weeks
    return Hours(
        contract=contract,
        full=legal_h * weeks,
        overtime=pay.overtime_h,
        complementary=pay.complementary_h,
        lost=max(contract - pay.worked_h, 0.0) if pay.is_short_time else 0.0,
    )


def _gross(case: Case, pay: PayCase, hours: Hours) -> float:
    """Give the contract's gross pay: as said, from the full-time pay, from the cost or the net."""
    if pay.gross is not None:
        return pay.gross
    if pay.gross_full_time is not None:
        return pay.gross_full_time * hours.contract / hours.full
    target, key = (pay.cost, "employer_cost") if pay.net is None else (pay.net, "net_before_tax")
    if target is None:
        raise refused(case, "no pay", "a gross pay, a cost or a net pay is needed")

    def amount_of(gross: FloatArray) -> FloatArray:
        slip = _slip(Working(case), pay, hours, float(gross[0]))
        return np.array([_amounts(slip)[key]])

    return float(gross_for(np.array([target]), amount_of, least=pay.net is not None)[0])


def _slip(working: Working, pay: PayCase, hours: Hours, gross: float) -> Outcome:
    """Compute the month, short-time pay included."""
    extras = _extras(working, pay, hours, gross)
    if not pay.is_short_time:
        return _month(working, pay, hours, extras, gross)
    return _short_time(working, pay, hours, extras, gross)


def _extras(working: Working, pay: PayCase, hours: Hours, gross: float) -> Extras:
    benefits = pay.benefits if pay.has_benefits else 0.0
    counted = gross + benefits + pay.bonus
    # the calculator counts the "yes" of a year-end bonus as one euro in the hourly pay
    hourly = (counted + float(pay.has_year_end_bonus)) / hours.contract
    year_end = counted * hours.contract / hours.full / _MONTHS_PER_YEAR
    extras = Extras(
        hourly=hourly,
        overtime=_overtime_pay(working, pay, hourly),
        complementary=_complementary_pay(working, pay, hours, hourly),
        bonuses=pay.bonus + (year_end if pay.has_year_end_bonus else 0.0),
        benefits=benefits,
    )
    extras = _refunds(working, pay, hours, extras)
    if pay.contract != "CDD":
        return extras
    facts: dict[str, FactValue] = {
        "contract": "fixed_term",
        "fixed_term_kind": "ordinary",
        "contract_end": "term",
        "gross_total": gross + extras.benefits + extras.bonuses + extras.overtime,
    }
    bonus = working.compute("fr.fixed_term.end_bonus", facts, on=pay.on)
    return replace(extras, end_bonus=bonus.value or 0.0)


def _overtime_pay(working: Working, pay: PayCase, hourly: float) -> float:
    """Pay a month's overtime by weekly bands, those of the branch where there is one."""
    weeks = parameter("fr.wages.month", pay.on).number("weeks_per_year") / _MONTHS_PER_YEAR
    if not pay.overtime_h or pay.is_part_time:
        return 0.0
    if pay.branch:
        lowers, rates = parameter(branch_parameter(pay.branch), pay.on).bands("bands")
        week_h = np.array([pay.overtime_h / weeks])
        return hourly * float(pay.overtime_h + banded(week_h, lowers, rates)[0] * weeks)
    facts: dict[str, FactValue] = {
        "hourly_wage": hourly,
        "overtime_week_h": pay.overtime_h / weeks,
    }
    return (working.compute(OVERTIME, facts, on=pay.on).value or 0.0) * weeks


def _complementary_pay(working: Working, pay: PayCase, hours: Hours, hourly: float) -> float:
    """Pay complementary hours; the calculator rounds a tenth of the contract to the hour."""
    if not pay.complementary_h:
        return 0.0
    first_share = parameter("fr.wages.complementary", pay.on).number("first_share")
    tenth = half_up(hours.contract * first_share, 0)
    facts: dict[str, FactValue] = {
        "hourly_wage": hourly,
        "contract_h_month": tenth / first_share,
        "complementary_h_month": pay.complementary_h,
    }
    return working.compute("fr.wages.complementary", facts, on=pay.on).value or 0.0


def _refunds(working: Working, pay: PayCase, hours: Hours, extras: Extras) -> Extras:
    """Add meal vouchers and commuting refunds: what bears contributions, what is exempt."""
    if pay.has_vouchers:
        share = min(hours.contract / hours.full, 1.0)
        number = (
            half_up(pay.vouchers_full_time * share, 0) if pay.vouchers is None else pay.vouchers
        )
        voucher: dict[str, FactValue] = {
            "num_vouchers": number,
            "voucher_value": pay.voucher_value,
            "employer_share": pay.voucher_employer_share,
        }
        found = working.compute("fr.benefits.meal_voucher", voucher, on=pay.on)
        extras = _with_refund(extras, found)
        extras = replace(extras, vouchers=number * pay.voucher_value)
    if pay.season_ticket or pay.fuel or pay.mobility:
        commuting: dict[str, FactValue] = {
            "public_transport_month": pay.season_ticket,
            "employer_share": pay.season_ticket_employer_share,
            "mobility_month": pay.mobility,
            "fuel_month": pay.fuel,
        }
        found = working.compute("fr.benefits.commuting", commuting, on=pay.commuting_law)
        extras = _with_refund(extras, found)
    return extras


def _with_refund(extras: Extras, found: Outcome) -> Extras:
    paid, exempt = _amounts(found)["employer"], found.value or 0.0
    return replace(extras, exempt=extras.exempt + exempt, taxed=extras.taxed + paid - exempt)


def _month(
    working: Working,
    pay: PayCase,
    hours: Hours,
    extras: Extras,
    gross: float,
    *,
    indemnity: float = 0.0,
    allowance: float = 0.0,
) -> Outcome:
    """Compute a month on the calculator's bases."""
    lost_pay = (gross + extras.benefits + pay.bonus) / max(hours.all, 1.0) * hours.lost
    ceiling = parameter("fr.wages.ceiling", pay.on).number() * hours.ceiling_share
    plan_employer, plan_employee = _plans(pay, gross)
    facts: dict[str, FactValue] = {
        "gross_month": max(gross + extras.total - lost_pay, 0.0),
        "paid_h_month": hours.paid,
        "headcount": pay.headcount,
        "is_executive": pay.is_executive,
        "is_fixed_term": pay.contract == "CDD",
        "plan_employer_month": plan_employer,
        "plan_employee_month": plan_employee,
        "accident_share": _accident_share(pay),
        "transport_share": 0.0,
        "apprentice_share": 0.0,
        "in_kind_month": extras.benefits + extras.vouchers,
        "exempt_month": extras.exempt,
        "indemnity_month": indemnity,
        "allowance_month": allowance,
        "ceiling_month": max(ceiling, 1.0),
        "relief_smic_month": parameter("fr.smic.hourly", pay.on).number() * hours.all,
        "relieved_pay_month": extras.overtime,
        "overtime_h_month": hours.overtime,
    }
    return working.compute(MONTH, facts, on=pay.on)


def _plans(pay: PayCase, gross: float) -> tuple[float, float]:
    """Give both sides' parts of the health plan, and of the branch's welfare plan."""
    employer = pay.plan_month * pay.plan_employer_share
    employee = pay.plan_month - employer
    if pay.branch:
        terms = parameter(branch_parameter(pay.branch), pay.on)
        covered = min(gross, parameter("fr.wages.ceiling", pay.on).number())
        employer += covered * terms.number("plan_employer_share")
        employee += covered * terms.number("plan_employee_share")
    return employer, employee


def _accident_share(pay: PayCase) -> float:
    """Give the plant's rate, the national mean where a case has none, at least the floor."""
    rates = parameter("fr.contributions.accident_mean", pay.on)
    share = rates.number() if pay.accident_share is None else pay.accident_share
    return max(share, rates.number("least"))


def _short_time(
    working: Working, pay: PayCase, hours: Hours, extras: Extras, gross: float
) -> Outcome:
    """Compute a month of short-time: its pay, what it refunds, then the month with both."""
    worked = _amounts(_month(Working(working.case), pay, hours, extras, gross))["net_of_work"]
    smic = parameter("fr.smic.hourly", pay.on).number() * hours.contract
    whole = replace(hours, lost=0.0, overtime=0.0, complementary=0.0)
    at_smic = _month(Working(working.case), pay, whole, Extras(hourly=smic), smic)
    hourly = (gross + extras.benefits + pay.bonus) / hours.all
    lost: dict[str, FactValue] = {"hourly_wage": hourly, "short_time_h_month": hours.lost}
    indemnity = working.compute(
        "fr.short_time.indemnity",
        {
            **lost,
            "contract_h_month": hours.contract,
            "net_pay_month": worked,
            "net_smic_month": _amounts(at_smic)["net_of_work"],
        },
        on=pay.on,
    )
    allowance = working.compute("fr.short_time.allowance", lost, on=pay.on)
    return _month(
        working,
        pay,
        hours,
        extras,
        gross,
        indemnity=indemnity.value or 0.0,
        allowance=allowance.value or 0.0,
    )
