"""The prices that figures and sections read: each scenario, and today over the same months."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from accord.cost import Condition, CostResult, missing_words
from accord.errors import AccordError
from accord.law import Need
from accord.plant.records import Plant, Scenario
from accord.study.field import Case, Field
from accord.study.gate import Gate, behind_gate, exit_gate
from accord.study.run_price import paired, price_run
from accord.study.runs import Run

__all__ = [
    "Gaps",
    "gaps_in",
    "gaps_of",
    "gate_of",
    "priced",
    "priced_today",
    "refused",
    "samples_of",
    "status_quo",
    "taken_on_word",
]

Floats = npt.NDArray[np.float64]
AID: Final = "aid"
LEGAL_WEEK: Final = "legal_week"
ASSUMPTION: Final = "assumption"
# Years over which a scenario is added up: aid ends within them, and money spent once counts whole.
HORIZON_YEARS: Final = 5
# Prices kept while a study is written: every scenario, and today over its months.
PRICES_KEPT: Final = 64


def status_quo(plant: Plant) -> Scenario:
    """Return the scenario that changes nothing, to price today with the same rules."""
    return Scenario("S0", "Aujourd’hui", "Today", plant.on, plant.weekly_h, at=plant.at)


def priced(field: Field, case: Case) -> CostResult | None:
    """Return the price of a case on the hours of all its replications, behind the gate."""
    found = _price_of(field, case)
    if not isinstance(found, CostResult):
        return None
    return behind_gate(found, gate_of(field, case), priced_today(field, case))


def refused(field: Field, case: Case) -> AccordError | None:
    """Return why a case that was simulated has no price: what of its files no price can hold."""
    found = _price_of(field, case)
    return found if isinstance(found, AccordError) else None


def _price_of(field: Field, case: Case) -> CostResult | AccordError | None:
    today = field.today.run
    if case.run is None:
        return None
    scenario = case.scenario or status_quo(field.plant)
    count = case.run.replications if today is None else paired(case.run, today)
    return _price(_Same(case.run), _Same(case.plant), scenario, (field.first, field.last), count)


def gate_of(field: Field, case: Case) -> Gate:
    """Return the gate of a case: open beside the alternatives whose price is known."""
    gate = exit_gate(field.plant, case.scenario or status_quo(field.plant))
    others = [c for c in field.changes if c.id in gate.alternatives]
    return gate.among({c.id: gaps_of(field, c) for c in others})


def gaps_of(field: Field, case: Case) -> tuple[Need, ...] | None:
    """Return what the price of a case, or today's beside it, lacks; None where it has no price."""
    result, today = _price_of(field, case), priced_today(field, case)
    if not isinstance(result, CostResult):
        return None
    return tuple(dict.fromkeys((*result.gaps, *(today.gaps if today else ()))))


@dataclass(frozen=True, slots=True)
class Gaps:
    """Cases without a whole price for the same want, and the words for it, French and English."""

    cases: tuple[str, ...]
    missing: tuple[str, str]


def gaps_in(field: Field) -> tuple[Gaps, ...]:
    """Return the cases that no sum is shown of for a missing fact, by what they lack."""
    cases: dict[tuple[str, str], tuple[str, ...]] = {}
    for case in field.cases:
        if gaps := gaps_of(field, case):
            words = missing_words(gaps)
            cases[words] = (*cases.get(words, ()), case.id)
    return tuple(Gaps(names, words) for words, names in cases.items())


@dataclass(frozen=True, slots=True)
class _Same:
    """Something that equals only itself: a key for what was worked out from it."""

    held: Run | Plant

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same object."""
        return isinstance(other, _Same) and self.held is other.held

    def __hash__(self) -> int:
        """Return the identity of the object."""
        return id(self.held)


@lru_cache(maxsize=PRICES_KEPT)
def _price(
    run: _Same, plant: _Same, scenario: Scenario, weeks: tuple[int, int], count: int
) -> CostResult | AccordError:
    """Price a scenario once; sections and measures ask for the same price again and again."""
    if not isinstance(run.held, Run) or not isinstance(plant.held, Plant):
        raise TypeError("a price needs a run and a plant")
    try:
        return price_run(run.held, plant.held, scenario, slice(weeks[0], weeks[1] + 1), count)
    except AccordError as refusal:
        return refusal


def priced_today(field: Field, case: Case) -> CostResult | None:
    """Price today kept as it is over the months of a case, and in its replications."""
    today = field.today.run
    if today is None or case.run is None or case.scenario is None:
        return None
    scenario = replace(status_quo(field.plant), start=case.scenario.start)
    weeks = (field.first, field.last)
    count = paired(case.run, today)
    found = _price(_Same(today), _Same(field.today.plant), scenario, weeks, count)
    return found if isinstance(found, CostResult) else None


def taken_on_word(field: Field, case: Case) -> tuple[Condition, ...]:
    """Return the conditions of a case's aid that its files state and cannot prove (A-20)."""
    result = priced(field, case)
    if result is None or not any(line.id.startswith(AID) and line.amount for line in result.lines):
        return ()
    taken = (c for c in result.conditions if c.is_met and c.status == ASSUMPTION)
    return tuple(c for c in taken if c.id.startswith(AID))


def samples_of(result: CostResult | None, column: str = "amount") -> Floats | None:
    """Return what each year from the start costs, without aid and legal premium.

    Shape (replications, HORIZON_YEARS); who comes or leaves within a year counts by days.
    ``column`` may be ``output``: the scrap and late orders in it.
    """
    if result is None or result.samples.is_empty():
        return None
    rows = result.samples.filter(pl.col("year") <= HORIZON_YEARS)
    return rows.sort("replication", "year")[column].to_numpy().reshape(-1, HORIZON_YEARS)
