"""Columns of a row of monthly pay, and of what it costs; money in the plant's currency."""

from __future__ import annotations

from typing import Final

FACTS: Final = ("gross", "paid_h", "above_h", "above_pay", "presence", "is_35h")
GROSS, PAID_H, ABOVE_H, ABOVE_PAY, PRESENCE, IS_35H = range(len(FACTS))
NUM_FACTS: Final = len(FACTS)

# the contributions by name follow these
AMOUNTS: Final = ("wages", "overtime", "relief", "net", "social_security")
WAGES, OVERTIME, RELIEF, NET, SOCIAL_SECURITY = range(len(AMOUNTS))
NUM_AMOUNTS: Final = len(AMOUNTS)
