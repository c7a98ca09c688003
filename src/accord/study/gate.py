"""The gate: what dismissals cost is shown only beside the plans that dismiss nobody.

Severance totals alone make a list of people a price. No switch turns the gate off. Closed, it
withholds what the plan pays and what it saves together: either alone would flatter one side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from accord.cost import CostResult, against_today, missing_words
from accord.law import Need
from accord.plant.records import Plant, Scenario
from accord.study.alternative import (
    LAYOFF,
    MOST_YEARS,
    TOLERANCE_SHARE,
    alternatives,
    dismissed_h_week,
    relabelled,
)

__all__ = ["Gate", "behind_gate", "exit_gate", "is_withheld_line"]

# Lines of those who leave, and the ratios that a sum with them goes into.
_WITHHELD: Final = ("exits", "leavers", "payback", "break_even", "per_piece", "per_hour")
# Facts of a person who leaves; every other column of the exits tells money.
_FACTS: Final = ("person", "kind", "on", "age_years", "seniority_years")
_BASE_YEAR: Final = 0


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the exits of a scenario may be shown, and beside which others.

    Parameters
    ----------
    scenario
        The scenario asked for.
    layoffs
        People it dismisses.
    alternatives
        Names of the plant's scenarios that answer the same need and dismiss nobody.
    layoff_h_week
        Paid hours a week of those it dismisses.
    relabelled
        Scenarios that would answer the same need but make people leave by themselves, at the end of
        a contract or by an early exit of no scheme whom it dismisses; each with their number.
    unpriced
        Scenarios that answer the same need and have no whole price, each with what it lacks.
    """

    scenario: str
    layoffs: int
    alternatives: tuple[str, ...]
    layoff_h_week: float = 0.0
    relabelled: tuple[tuple[str, int], ...] = ()
    unpriced: tuple[tuple[str, tuple[Need, ...]], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the totals of exits may be shown."""
        return self.layoffs == 0 or bool(self.alternatives)

    @property
    def says(self) -> tuple[str, str]:
        """What to tell the reader, in French and English; empty where nobody is dismissed."""
        if self.layoffs == 0:
            return "", ""
        said = [self._says_beside(), *map(self._says_relabelled, self.relabelled)]
        return " ".join(fr for fr, _ in said), " ".join(en for _, en in said)

    def _says_relabelled(self, turned_down: tuple[str, int]) -> tuple[str, str]:
        """Say why a scenario does not stand beside it though it meets the same need."""
        name, count = turned_down
        return (
            f"{name} n'est pas mis à côté : des personnes que {self.scenario} licencie ({count}) y "
            "partent d'elles-mêmes, en fin de contrat ou par un départ anticipé sans dispositif.",
            f"{name} is not put beside it: people whom {self.scenario} dismisses ({count}) leave "
            "there by themselves, at the end of a contract or by an early exit of no scheme.",
        )

    def _says_beside(self) -> tuple[str, str]:
        """Say beside which scenarios it is shown, or what would open the gate."""
        beside = ", ".join(self.alternatives)
        is_one = self.layoffs == 1
        french = f"{self.scenario} licencie {self.layoffs} personne{'' if is_one else 's'}"
        english = f"{self.scenario} dismisses {self.layoffs} {'person' if is_one else 'people'}"
        if self.is_open:
            return (
                f"{french} : à lire à côté des scénarios qui répondent au même besoin sans "
                f"licencier ({beside}).",
                f"{english}: to be read beside the scenarios that meet the same need and dismiss "
                f"nobody ({beside}).",
            )
        if self.unpriced:
            return self._says_unpriced(french, english)
        near = f"{100 * TOLERANCE_SHARE:g}"
        return (
            f"{french} et aucun scénario chiffré de l'usine ne répond au même besoin sans "
            "licencier : le coût des départs, la paie des partants et toute somme où ils entrent "
            "(années, cinq ans, retour, seuil, pièce, heure) ne sont pas montrés. Ajoutez dans "
            "scenarios/ un scénario sans licenciement qui, au plus tard "
            f"{MOST_YEARS} ans après le dernier licenciement, prend les mêmes machines, ou retire "
            f"à {near} % près {self.layoffs} personne{'' if is_one else 's'} (départs naturels ou "
            f"anticipés, retraites) ou {self.layoff_h_week:g} h payées par semaine (baisse des "
            "heures).",
            f"{english} and no priced scenario of the plant meets the same need and dismisses "
            "nobody: the cost of exits, the pay of those who leave and every sum with them "
            "(years, five years, payback, break-even, piece, hour) are not shown. Add to "
            f"scenarios/ one without dismissals that, at most {MOST_YEARS} years after the last "
            f"dismissal, takes the same machines, or takes away to within {near} % "
            f"{self.layoffs} {'person' if is_one else 'people'} (attrition, early exits, "
            f"retirements) or {self.layoff_h_week:g} paid hours a week (a shorter week).",
        )

    def _says_unpriced(self, french: str, english: str) -> tuple[str, str]:
        """Say which scenarios would stand beside it if their price were whole, and what lacks."""
        names = ", ".join(name for name, _ in self.unpriced)
        lacks = missing_words(need for _, needs in self.unpriced for need in needs)
        fr, en = (f" : {lacks[0]}", f": {lacks[1]}") if lacks[0] else ("", "")
        return (
            f"{french} et les scénarios qui répondent au même besoin sans licencier ne sont pas "
            f"chiffrés ({names}{fr}) : le coût des départs, la paie des partants et toute somme où "
            "ils entrent ne sont pas montrés. Donnez ce qui leur manque.",
            f"{english} and the scenarios that meet the same need and dismiss nobody are not "
            f"priced ({names}{en}): the cost of exits, the pay of those who leave and every sum "
            "with them are not shown. Give what they lack.",
        )

    def among(self, gaps: Mapping[str, tuple[Need, ...] | None]) -> Gate:
        """Keep the alternatives whose price is whole; tell what the others lack.

        Parameters
        ----------
        gaps
            What the price of each scenario lacks: nothing where it is whole, None without a price.
        """
        return replace(
            self,
            alternatives=tuple(n for n in self.alternatives if gaps.get(n) == ()),
            unpriced=tuple((n, gaps.get(n) or ()) for n in self.alternatives if gaps.get(n) != ()),
        )


def exit_gate(plant: Plant, scenario: Scenario) -> Gate:
    """Find the scenarios that stand beside one that dismisses people.

    Parameters
    ----------
    plant
        The plant with all its scenarios, none applied.
    scenario
        The scenario asked for.

    Returns
    -------
    Gate
        Open where nobody is dismissed, or a scenario answers the same need without dismissal:
        the rule is that of ``accord.study.alternative.is_alternative``.
    """
    layoffs = len({row.person for row in scenario.exits if row.kind == LAYOFF})
    if not layoffs:
        return Gate(scenario.name, 0, ())
    return Gate(
        scenario.name,
        layoffs,
        alternatives(plant, scenario),
        dismissed_h_week(plant, scenario),
        relabelled(plant, scenario),
    )


def behind_gate(result: CostResult, gate: Gate, today: CostResult | None = None) -> CostResult:
    """Return a price as it may be shown: with the gate closed, without any sum of exits.

    Open, it gains what only today beside it tells (``accord.cost.against_today``).

    Closed, these are left out: lines of exits and of the pay of all who leave, payback, break-even,
    cost of a piece and of an hour; amounts by person who leaves; years after the base year; people
    by month; replications. What is left (today's pay, hours, hires, investment, aid) adds up to no
    change from today, because the pay saved is not in it.

    Parameters
    ----------
    result
        The price of the gate's scenario.
    gate
        The gate.
    today
        Today kept as it is, priced over the same months.
    """
    if gate.is_open and today is not None:
        result = against_today(result, today)
    if gate.layoffs == 0:
        return result
    notes = (*result.notes, gate.says)
    if gate.is_open:
        return replace(result, notes=notes)
    return replace(
        result,
        lines=tuple(line for line in result.lines if not is_withheld_line(line.id)),
        exits=result.exits.with_columns(
            pl.lit(None, dtype=kind).alias(name)
            for name, kind in result.exits.schema.items()
            if name not in _FACTS
        ),
        months=result.months.filter(~pl.col("line").str.split(".").list.first().is_in(_WITHHELD)),
        years=result.years.filter(pl.col("year") == _BASE_YEAR),
        people_months=result.people_months.clear(),
        samples=result.samples.clear(),
        notes=notes,
    )


def is_withheld_line(line: str) -> bool:
    """Tell whether a closed gate leaves out a line of a price, by its id."""
    return line.partition(".")[0] in _WITHHELD
