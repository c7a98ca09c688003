"""Today's cycle against the designed one as figures."""

from __future__ import annotations

from accord.study.cycle_comparison import MEASURES
from accord.study.document import Kind, say
from accord.study.field import Field
from accord.study.figures import FigureBook

__all__ = ["comparison_stem", "enter_cycle_comparison"]

_BREACHED = ("breaches", "law_flags")
_PRIOR = ("risk_mean", "risk_worst")


def comparison_stem(scenario: str, name: str) -> str:
    """Return the start of the figure ids of one measure."""
    return f"{scenario}.versus.{name}"


def enter_cycle_comparison(field: Field, book: FigureBook) -> None:
    """Enter every measure of both cycles; nothing where there is no comparison."""
    found = field.comparison
    if found is None:
        return
    for measure in MEASURES:
        stem = comparison_stem(found.scenario, measure.name)
        kind: Kind = "law" if measure.name in _BREACHED else "computed"
        if measure.name in _PRIOR:
            kind = "prior"
        for side, values in (("before", found.before), ("after", found.after)):
            if measure.name in values:
                book.given(
                    f"{stem}.{side}",
                    values[measure.name],
                    measure.unit,
                    kind=kind,
                    method=say(f"method.versus_{side}"),
                )
    for name, verdict in (("better", 1), ("worse", -1)):
        book.given(
            comparison_stem(found.scenario, name),
            sum(found.verdict(measure) == verdict for measure in MEASURES),
            "count",
            kind="computed",
            method=say("method.versus_count"),
        )
