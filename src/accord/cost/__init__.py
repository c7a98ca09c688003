"""What does it cost? Law summed over people and months; every line names its article.

The door is ``price(plant, scenario, workload)``; ``explain_difference`` sets two prices beside each
other, ``against_today`` adds what only today beside a plan tells: payback, output to break even. A
cost to the employer is positive, a saving or an aid negative. What a line lacks is a need,
never a default.
"""

from __future__ import annotations

from accord.cost.constant_output import people_for_constant_output
from accord.cost.difference import explain_difference
from accord.cost.exit_kinds import exit_problems
from accord.cost.extra_hours import month_hours
from accord.cost.payback import Change, against_today, change_from, payback_years
from accord.cost.places import missing_words
from accord.cost.price import price
from accord.cost.records import Condition, CostLine, CostResult, years_later

__all__ = [
    "Change",
    "Condition",
    "CostLine",
    "CostResult",
    "against_today",
    "change_from",
    "exit_problems",
    "explain_difference",
    "missing_words",
    "month_hours",
    "payback_years",
    "people_for_constant_output",
    "price",
    "years_later",
]
