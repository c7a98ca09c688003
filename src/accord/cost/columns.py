"""Columns of a row of monthly pay, and of what it costs; money in the plant's currency."""

from __future__ import annotations

from typing import Final

# paid_h: hours up to the legal week; above_h, above_pay: hours beyond it, and what they pay;
# complementary_pay, plain_pay: what extra hours up to it pay, of part-timers and of others;
# week_h: the collective week
FACTS: Final = (
    "gross", "paid_h", "above_h", "above_pay", "complementary_pay", "plain_pay", "presence",
    "is_35h", "week_h",
)  # fmt: skip
(
    GROSS, PAID_H, ABOVE_H, ABOVE_PAY, COMPLEMENTARY_PAY, PLAIN_PAY, PRESENCE, IS_35H, WEEK_H,
) = range(len(FACTS))  # fmt: skip
NUM_FACTS: Final = len(FACTS)

# the contributions by name follow these; overtime is the pay of hours above the legal week and of
# all extra hours
AMOUNTS: Final = ("wages", "overtime", "relief", "net", "social_security")
WAGES, OVERTIME, RELIEF, NET, SOCIAL_SECURITY = range(len(AMOUNTS))
NUM_AMOUNTS: Final = len(AMOUNTS)
