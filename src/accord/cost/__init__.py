"""What does it cost? Law summed over people and days; every line names its article.

The door is ``price(plant, scenario, workload)``. A cost to the employer is positive, a saving or an
aid negative. What a line lacks is a need, never a default.
"""

from __future__ import annotations

from accord.cost.outlay import people_for_constant_output
from accord.cost.price import price
from accord.cost.records import Condition, CostLine, CostResult, years_later

__all__ = [
    "Condition",
    "CostLine",
    "CostResult",
    "people_for_constant_output",
    "price",
    "years_later",
]
