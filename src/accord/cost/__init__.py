"""What does it cost? Law summed over people and months; every line names its article.

The door is ``price(plant, scenario, workload)``; ``explain_difference`` sets two prices beside each
other. A cost to the employer is positive, a saving or an aid negative. What a line lacks is a need,
never a default.
"""

from __future__ import annotations

from accord.cost.constant_output import people_for_constant_output
from accord.cost.difference import explain_difference
from accord.cost.price import price
from accord.cost.records import Condition, CostLine, CostResult, years_later

__all__ = [
    "Condition",
    "CostLine",
    "CostResult",
    "explain_difference",
    "people_for_constant_output",
    "price",
    "years_later",
]
