"""The laws of a country that does not exist, to test the engine and nothing else."""

from __future__ import annotations

import numpy as np

from accord import law
from accord.law.bands import banded


@law.rule("toyland.bonus", articles=["Toy Act"], uses=["toyland.bonus"], unit="money")
def bonus(found: law.Law, *, service_years, wage_month):
    """Give the toy bonus."""
    act = found["toyland.bonus"]
    months = found.step(
        "months", banded(service_years, *act.bands("bands")), "month", "toyland.bonus"
    )
    floored = found.step("floor", np.maximum(months, act.number("floor")), "month", "toyland.bonus")
    return found.step("pay", law.half_up(floored * wage_month), "money", "toyland.bonus")


@law.rule("toyland.medal", articles=["Medal Act"], uses=["toyland.medal"], unit="money")
def medal(found: law.Law, *, signed, is_brave):
    """Give the medal of the day of signature."""
    return np.where(is_brave, found["toyland.medal"].number(), 0.0)


@law.rule(
    "toyland.ferry",
    articles=["Toy Act"],
    uses=["toyland.ferry"],
    optional=["toyland.ferry_discount"],
    unit="money",
)
def ferry(found: law.Law, *, kind, length_m, age_years):
    """Give the ferry fare; children go free, the fare of a raft is not known."""
    act = found["toyland.ferry"]
    fare = np.where(kind == "car", length_m * act.number("per_metre"), act.number("foot"))
    if "toyland.ferry_discount" in found:
        fare *= 1 - found["toyland.ferry_discount"].number("share")
    free = found.refuse(
        age_years < act.number("child_below_years"),
        ("les enfants ne paient pas", "children go free"),
        "toyland.ferry",
        "Toy Act, section 9",
    )
    why = ("le prix d'un radeau n'est pas connu", "the fare of a raft is not known")
    found.lack(kind == "raft", "kind", why, "toyland.ferry")
    return np.where(free, 0.0, fare)
