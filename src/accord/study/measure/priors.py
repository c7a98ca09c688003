"""Published effects as figures: each says prior or measured, and carries its range."""

from __future__ import annotations

from accord.plant.records import Evidence, Plant
from accord.study.document import Verbatim, say
from accord.study.figures import FigureBook, places_of

__all__ = ["enter_priors", "evidence_of"]


def enter_priors(plant: Plant, book: FigureBook) -> None:
    """Enter every evidence entry of the plant with its range and kind."""
    for entry in plant.evidence:
        book.given(
            f"evidence.{entry.id}",
            entry.value,
            "ratio",
            kind="measured" if entry.kind == "measured" else "prior",
            places=places_of([entry.at]),
            low=entry.low,
            high=entry.high,
            method=say(
                "method.prior",
                source=Verbatim(entry.source.fr, entry.source.en),
                mark=entry.mark,
                unit=Verbatim(entry.unit.fr, entry.unit.en),
            ),
        )


def evidence_of(plant: Plant, prefixes: tuple[str, ...] = ("",)) -> tuple[Evidence, ...]:
    """Return the evidence entries whose id starts with one of the prefixes."""
    return tuple(e for e in plant.evidence if e.id.startswith(prefixes))
