"""Monthly pay as an hourly rate."""

from __future__ import annotations

from accord.law.records import FloatArray
from accord.law.registry import Law, rule

_MONTHS_PER_YEAR = 12


@rule(
    "fr.wages.hourly",
    articles=["Loi 78-49 (mensualisation)"],
    uses=["fr.wages.month"],
    unit="money/h",
)
def hourly(law: Law, *, wage_month: FloatArray, weekly_h: FloatArray) -> FloatArray:
    """Divide a month's pay by the month's hours (39 h a week is 169 h a month)."""
    weeks_per_year = law["fr.wages.month"].number("weeks_per_year")
    month_h = law.step(
        f"hours of the month: weekly hours x {weeks_per_year:g} / 12",
        weekly_h * weeks_per_year / _MONTHS_PER_YEAR,
        "h/month",
        "fr.wages.month",
    )
    return law.step(
        "hourly rate: month's pay / hours of the month",
        wage_month / month_h,
        "money/h",
        "fr.wages.month",
    )
