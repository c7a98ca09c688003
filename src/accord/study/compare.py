"""Two scenarios of a study side by side: the report's own figures, and their difference."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from accord.errors import StudyError
from accord.study.beside import Beside, beside
from accord.study.figures import Figure, read_figures
from accord.study.intervals import paired
from accord.study.language import Language, language
from accord.study.manifest import read_manifest
from accord.study.measure.bearers import at_posts, load_samples, staying
from accord.study.measure.output import backlog_growth, demand_week, output_week, waiting
from accord.study.runs import Run, read_run

__all__ = ["Comparison", "Difference", "compare"]

Floats = npt.NDArray[np.float64]
# Figures of the report that the runs alone do not give: orders' due days and prices are not in them
_FROM_REPORT: Final = {
    "flow.on_time": "column.on_time",
    "cost.change_year": "column.cost_change",
    "cost.change_horizon": "money.column_change_horizon",
}
_CHANGES: Final = ("cost.change_year", "cost.change_horizon")


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of both scenarios and the difference, second minus first.

    Parameters
    ----------
    measure
        Id of the figure without its scenario, as in ``figures.json``: ``flow.output_week.total``.
    name
        The figure's name in the report, in the study's language.
    low, high
        Ends of the 95 % interval of the difference.
    is_paired
        True when the difference is taken replication by replication; else its interval joins those
        of both figures, which is cautious.
    """

    measure: str
    name: str
    unit: str
    mean_first: float
    mean_second: float
    difference: float
    low: float
    high: float
    is_paired: bool = True

    @property
    def is_clear(self) -> bool:
        """True when the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences of two scenarios of one study.

    ``beside`` holds, for each of the two that dismisses people, what its alternatives cost.
    """

    first: str
    second: str
    how: str
    rows: tuple[Difference, ...]
    language: str = "en"
    beside: tuple[Beside, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the comparison as plain values, for JSON."""
        return {
            "first": self.first,
            "second": self.second,
            "how": self.how,
            "rows": [{**asdict(r), "is_clear": r.is_clear} for r in self.rows],
            "beside": [asdict(b) for b in self.beside],
        }

    def cells(self) -> list[tuple[str, str, str, str, str]]:
        """Return heads, then rows as the report writes them: name, both, difference, interval."""
        words = language(self.language)
        heads = [words.sentence(f"compare.{w}") for w in ("measure", "difference", "interval")]
        rows = [(heads[0], self.first, self.second, heads[1], heads[2])]
        for row in self.rows:
            # a difference of two shares is told in points
            moved = "share_points" if row.unit == "share" else row.unit
            difference = Figure("", row.difference, moved, row.low, row.high)
            rows.append(
                (
                    row.name if row.is_paired else f"{row.name} *",
                    words.amount(row.mean_first, row.unit),
                    words.amount(row.mean_second, row.unit),
                    words.figure(difference),
                    words.interval(difference, beside_unit=True),
                )
            )
        return rows

    def notes(self) -> tuple[str, ...]:
        """Return the sentences that stand under the table."""
        words = language(self.language)
        joined = any(not row.is_paired for row in self.rows)
        return (words.sentence("compare.joined"),) if joined else ()

    def told_beside(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Return the gate's sentence of each plan that dismisses people, and the table under it."""
        words = language(self.language)
        return [(b.says(self.language), b.cells(words)) for b in self.beside]


def compare(study: Path | str, first: str, second: str) -> Comparison:
    """Return the differences of two scenarios of a study, on the report's own bases.

    Parameters
    ----------
    study
        Folder written by ``accord study``.
    first, second
        Ids of the scenarios; the difference is second minus first.

    Raises
    ------
    StudyError
        When the folder is no study, a scenario is not in it, or a run is missing.
    """
    folder = Path(study)
    manifest = read_manifest(folder)
    runs = manifest.runs
    for name in (first, second):
        if name not in runs:
            near = difflib.get_close_matches(name, runs, n=2, cutoff=0.3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            msg = f"{folder}: no scenario {name!r} among {', '.join(runs)}{hint}"
            raise StudyError(msg)
    words = language(manifest.language)
    one, two = (read_run(folder / "runs" / f"{runs[n]}.parquet") for n in (first, second))
    window = slice(manifest.first_week, manifest.last_week + 1)
    rows = [
        _paired(measure, name, unit, values, other)
        for measure, name, unit, values, other in _samples(
            one, two, window, manifest.settled_week, words
        )
    ]
    figures = read_figures(folder / "figures.json")
    rows += _from_report(figures, first, second, words)
    how = (
        words.sentence("compare.how")
        .replace("{second}", second)
        .replace("{first}", first)
        .replace("{replications}", str(min(one.replications, two.replications)))
        .replace("{weeks}", str(manifest.last_week - manifest.first_week + 1))
    )
    shown = beside(manifest.gates, figures, (first, second))
    return Comparison(first, second, how, tuple(rows), manifest.language, shown)


def _paired(measure: str, name: str, unit: str, values: Floats, other: Floats) -> Difference:
    difference, low, high = paired(values, other)
    return Difference(
        measure,
        name,
        unit,
        float(np.nanmean(values)),
        float(np.nanmean(other)),
        difference,
        low,
        high,
    )


def _samples(
    one: Run, two: Run, window: slice, settled: int, words: Language
) -> Iterator[tuple[str, str, str, Floats, Floats]]:
    """Give id, name, unit and samples of both runs, (R,), as the report works them out."""

    def name(key: str) -> str:
        return words.sentence(f"column.{key}")

    both = (one, two)
    output = [output_week(r, window) for r in both]
    yield "flow.output_week.total", name("output_week"), "pieces/week", output[0], output[1]
    growth = [backlog_growth(r, window, settled) for r in both]
    yield "flow.backlog_growth_week", name("backlog_growth"), "pieces/week", growth[0], growth[1]
    share = [g / (demand_week(r, window) or math.nan) for g, r in zip(growth, both, strict=True)]
    yield "flow.backlog_growth_share", name("growth_share"), "share", share[0], share[1]
    left = [waiting(r)[:, window][:, -1] for r in both]
    yield "flow.backlog_end", name("backlog_end"), "pieces", left[0], left[1]
    index = [sorted(at_posts(r, window)) for r in both]
    if all(index):
        weeks = len(range(*window.indices(len(one.weeks))))
        extra = [r.overtime_h()[:, window].sum(axis=(1, 2)) / weeks for r in both]
        yield "hours.overtime_week.total", name("overtime_week"), "h/week", extra[0], extra[1]
        load = [load_samples(r, window, i) for r, i in zip(both, index, strict=True)]
        for measure, unit in (("hours_week", "h/week"), ("pace", "share"), ("waiting", "share")):
            yield f"load.{measure}.all", name(measure), unit, load[0][measure], load[1][measure]
    stay = staying(one, two, window)
    if stay[0]:
        load = [load_samples(r, window, i) for r, i in zip(both, stay, strict=True)]
        for measure, unit in (("hours_week", "h/week"), ("pace", "share")):
            stays = f"{name(measure)}, {words.sentence('compare.stay')}"
            yield f"load.change.{measure}", stays, unit, load[0][measure], load[1][measure]
    for product in one.products:
        if product in two.products:
            made = [output_week(r, window, product) for r in both]
            title = f"{name('output_week')} {product}"
            yield f"flow.output_week.{product}", title, "pieces/week", made[0], made[1]


def _from_report(
    figures: dict[str, Figure], first: str, second: str, words: Language
) -> Iterator[Difference]:
    """Give the report's figures that both scenarios have; today's change of cost is nothing."""
    priced = [f.unit for f in figures.values() if f.id.endswith("cost.change_year")]
    for measure, key in _FROM_REPORT.items():
        ends: list[tuple[float, float, float, str]] = []
        for scenario in (first, second):
            figure = figures.get(f"{scenario}.{measure}")
            if figure is not None:
                low = figure.value if figure.low is None else figure.low
                high = figure.value if figure.high is None else figure.high
                ends.append((figure.value, low, high, figure.unit))
            elif measure in _CHANGES and priced and _is_today(figures, scenario):
                ends.append((0.0, 0.0, 0.0, ""))
        if len(ends) != len((first, second)):
            continue
        (a, a_low, a_high, unit_a), (b, b_low, b_high, unit_b) = ends
        if first == second:
            below = above = 0.0
        else:
            below = math.hypot(b - b_low, a_high - a)
            above = math.hypot(b_high - b, a - a_low)
        yield Difference(
            measure,
            words.sentence(key),
            unit_b or unit_a or priced[0],
            a,
            b,
            b - a,
            b - a - below,
            b - a + above,
            # a change from today is paired already
            is_paired=measure in _CHANGES and not (unit_a and unit_b),
        )


def _is_today(figures: dict[str, Figure], scenario: str) -> bool:
    return f"{scenario}.input.weekly_h" not in figures
