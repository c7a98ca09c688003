"""Beside a plan that dismisses people: the gate's sentence, and its alternatives' same figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from accord.study.figures import Figure
from accord.study.gate import Gate, is_withheld_line
from accord.study.language import Language

__all__ = ["Beside", "BesideRow", "beside", "is_priced", "is_withheld"]

_CHANGE: Final = "cost.change_horizon"
_ONCE: Final = "cost.once"
_LINE: Final = "cost.line."


@dataclass(frozen=True, slots=True)
class BesideRow:
    """What a scenario changes over the horizon and costs once; None where it is not shown."""

    scenario: str
    change_horizon: Figure | None
    once: Figure | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A plan that dismisses people, with what stands beside it.

    Parameters
    ----------
    scenario
        The plan.
    layoffs
        People it dismisses.
    is_open
        Whether its sums are shown: an alternative's are known.
    says_fr, says_en
        The gate's sentence.
    rows
        The plan, then its alternatives; none with the gate closed.
    """

    scenario: str
    layoffs: int
    is_open: bool
    says_fr: str
    says_en: str
    rows: tuple[BesideRow, ...]

    def says(self, code: str) -> str:
        """Return the gate's sentence in a language."""
        return self.says_fr if code == "fr" else self.says_en

    def cells(self, words: Language) -> list[tuple[str, str, str]]:
        """Return heads, then a row a scenario: name, change over the horizon, paid once."""
        if not self.rows:
            return []
        change, once = (words.sentence(f"money.column_{n}") for n in ("change_horizon", "once"))
        return [
            ("", change, once),
            *(
                (row.scenario, _cell(row.change_horizon, words), _cell(row.once, words))
                for row in self.rows
            ),
        ]


def beside(
    gates: Mapping[str, Gate], figures: Mapping[str, Figure], scenarios: Iterable[str]
) -> tuple[Beside, ...]:
    """Set beside each plan that dismisses people what its alternatives cost.

    Parameters
    ----------
    gates
        Gate of each scenario of a study that dismisses people.
    figures
        The study's figures, by id.
    scenarios
        Scenarios whose cost is shown; those that dismiss nobody are passed over.
    """
    named = dict.fromkeys(name for name in scenarios if name in gates)
    return tuple(_one(gates[name], figures) for name in named if is_priced(figures))


def is_priced(figures: Mapping[str, Figure]) -> bool:
    """Tell whether a study prices anything."""
    return any(".cost." in name for name in figures)


def is_withheld(gates: Mapping[str, Gate], figures: Mapping[str, Figure], figure_id: str) -> bool:
    """Tell whether a figure is missing because the gate of its scenario is closed."""
    scenario, _, rest = figure_id.partition(".")
    gate = gates.get(scenario)
    if gate is None or gate.is_open or figure_id in figures or not is_priced(figures):
        return False
    if rest.startswith(_LINE):
        return is_withheld_line(rest.removeprefix(_LINE))
    return rest.startswith("cost.")


def _one(gate: Gate, figures: Mapping[str, Figure]) -> Beside:
    names = (gate.scenario, *gate.alternatives) if gate.is_open else ()
    rows = tuple(
        BesideRow(name, figures.get(f"{name}.{_CHANGE}"), figures.get(f"{name}.{_ONCE}"))
        for name in names
    )
    return Beside(gate.scenario, gate.layoffs, gate.is_open, *gate.says, rows)


def _cell(figure: Figure | None, words: Language) -> str:
    return "–" if figure is None else words.plain(figure)
