"""Published numbers: every result printed in a report is a ``Figure`` with its interval and source.

A figure is written once, into a ``FigureBook``; tables, sentences and charts hold figures, never
bare numbers, so a number without an identity cannot reach a page.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypedDict

import numpy as np
import numpy.typing as npt

from accord.errors import Place, StudyError
from accord.study.document import Figure, Kind, Method, Verbatim
from accord.study.intervals import interval
from accord.study.language import language

__all__ = ["Figure", "FigureBook", "Placed", "places_of", "read_figures", "write_figures"]

Samples = npt.NDArray[np.float64]


class _Trace(TypedDict):
    parents: list[str]
    places: list[str]
    method: str
    method_fr: str


class FigureBook:
    """The register of all figures of one study, in the order they were written.

    Parameters
    ----------
    seed
        Seed recorded beside every simulated figure.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._figures: dict[str, Figure] = {}

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._figures.values())

    def __len__(self) -> int:
        return len(self._figures)

    def __contains__(self, figure_id: str) -> bool:
        return figure_id in self._figures

    def __getitem__(self, figure_id: str) -> Figure:
        return self._figures[figure_id]

    def get(self, figure_id: str) -> Figure | None:
        """Return a figure by id, or None."""
        return self._figures.get(figure_id)

    def add(self, figure: Figure) -> Figure:
        """Enter a figure; the same id may be entered twice only with the same value.

        Raises
        ------
        StudyError
            When the id is taken by another value, a simulated figure has no interval, or a
            parent is not in the book.
        """
        if figure.kind == "simulated" and not figure.has_interval:
            msg = f"figure {figure.id} is simulated and has no interval"
            raise StudyError(msg)
        missing = [p for p in figure.parents if p not in self._figures]
        if missing:
            msg = f"figure {figure.id} rests on {missing[0]}, which is not in the book"
            raise StudyError(msg)
        known = self._figures.get(figure.id)
        if known is not None:
            if known.value != figure.value and not (
                math.isnan(known.value) and math.isnan(figure.value)
            ):
                msg = f"figure {figure.id} is entered twice: {known.value} and {figure.value}"
                raise StudyError(msg)
            return known
        self._figures[figure.id] = figure
        return figure

    def simulated(
        self,
        figure_id: str,
        samples: Sequence[float] | Samples,
        unit: str,
        *,
        inputs: Iterable[str],
        parents: Iterable[Figure] = (),
        method: Method = "",
        is_part: bool = False,
    ) -> Figure:
        """Enter the mean of ``samples`` (one per replication) with its 95 % interval.

        The interval of a part of a whole (``is_part``) is cut at 0 and 1, which it cannot pass.
        """
        mean, low, high = interval(samples)
        if is_part:
            low, high = max(low, 0.0), min(high, 1.0)
        return self.add(
            Figure(
                figure_id,
                mean,
                unit,
                low,
                high,
                "simulated",
                tuple(inputs),
                self._seed,
                tuple(p.id for p in parents),
                method=method,
            )
        )

    def computed(
        self,
        figure_id: str,
        formula: Callable[..., float],
        parents: Sequence[Figure],
        unit: str,
        *,
        kind: Kind = "computed",
        places: Iterable[str] = (),
        method: Method = "",
    ) -> Figure:
        """Enter ``formula(*parents)``; an interval of a parent is carried through.

        The ends are the extremes of the formula over each parent's own interval, the others held
        at their value, combined as independent errors (root of the sum of squares). This is exact
        for linear formulas of independent parents and cautious for correlated ones of one sign.
        """
        centre = [p.value for p in parents]
        value = float(formula(*centre))
        low = high = None
        if any(p.has_interval for p in parents):
            below = above = 0.0
            for i, parent in enumerate(parents):
                if parent.low is None or parent.high is None:
                    continue
                ends = [
                    float(formula(*centre[:i], end, *centre[i + 1 :])) - value
                    for end in (parent.low, parent.high)
                ]
                below += min(0.0, *ends) ** 2
                above += max(0.0, *ends) ** 2
            low, high = value - math.sqrt(below), value + math.sqrt(above)
        inputs = tuple(dict.fromkeys(i for p in parents for i in p.inputs))
        return self.add(
            Figure(
                figure_id,
                value,
                unit,
                low,
                high,
                kind,
                inputs,
                next((p.seed for p in parents if p.seed is not None), None),
                tuple(dict.fromkeys(p.id for p in parents)),
                tuple(places),
                method,
            )
        )

    def given(
        self,
        figure_id: str,
        value: float,
        unit: str,
        *,
        kind: Kind = "input",
        places: Iterable[str] = (),
        parents: Iterable[Figure] = (),
        low: float | None = None,
        high: float | None = None,
        method: Method = "",
    ) -> Figure:
        """Enter a number read from a file, a rule of law or the evidence table."""
        return self.add(
            Figure(
                figure_id,
                float(value),
                unit,
                low,
                high,
                kind,
                (),
                None,
                tuple(p.id for p in parents),
                tuple(places),
                method,
            )
        )

    def counted(
        self, figure_id: str, rows: Collection[Placed], unit: str = "people", *, method: Method
    ) -> Figure:
        """Enter how many rows of the plant's files there are; it rests on their lines."""
        return self.given(
            figure_id,
            len(rows),
            unit,
            kind="computed",
            places=places_of(row.at for row in rows),
            method=method,
        )


class Placed(Protocol):
    """A record that knows the line it was read from."""

    @property
    def at(self) -> Place:
        """Where it stands."""
        ...


def places_of(places: Iterable[Place]) -> tuple[str, ...]:
    """Join places of neighbouring lines: ``people.csv:2``, ``people.csv:3`` -> ``people.csv:2-3``.

    Parameters
    ----------
    places
        Places in any order; those without a file are left out.
    """
    by_file: dict[tuple[str, str], set[int]] = {}
    for place in places:
        if place.file:
            by_file.setdefault((place.file, place.sheet), set()).add(place.line)
    found: list[str] = []
    for (file, sheet), lines in sorted(by_file.items()):
        name = f"{file}!{sheet}" if sheet else file
        runs: list[list[int]] = []
        for line in sorted(lines):
            if runs and line <= runs[-1][1] + 1:
                runs[-1][1] = line
            else:
                runs.append([line, line])
        for first, last in runs:
            if first == 0 and last == 0:
                found.append(name)
            else:
                found.append(f"{name}:{first}" if first == last else f"{name}:{first}-{last}")
    return tuple(found)


def write_figures(path: Path, figures: Iterable[Figure]) -> None:
    """Write ``figures.json``: a list with id, value, unit, low, high, kind, inputs, seed, trace.

    The method is written in both languages: the file is the same whatever the report's language.
    """
    english, french = language("en"), language("fr")
    rows = []
    for f in figures:
        trace: _Trace = {
            "parents": list(f.parents),
            "places": list(f.places),
            "method": english.plain(f.method),
            "method_fr": french.plain(f.method),
        }
        rows.append(
            {
                "id": f.id,
                "value": _finite(f.value),
                "unit": f.unit,
                "low": _finite(f.low),
                "high": _finite(f.high),
                "kind": f.kind,
                "inputs": list(f.inputs),
                "seed": f.seed,
                "trace": trace,
            }
        )
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def read_figures(path: Path) -> dict[str, Figure]:
    """Read ``figures.json`` back, by id.

    Raises
    ------
    StudyError
        When the file is missing or is not a list of figures.
    """
    if not path.is_file():
        msg = f"{path}: no figures.json here; run `accord study PLANT --out {path.parent}` first"
        raise StudyError(msg)
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {
            row["id"]: Figure(
                row["id"],
                math.nan if row["value"] is None else float(row["value"]),
                row["unit"],
                row["low"],
                row["high"],
                row["kind"],
                tuple(row["inputs"]),
                row["seed"],
                tuple(row["trace"]["parents"]),
                tuple(row["trace"]["places"]),
                _method(row["trace"]),
            )
            for row in rows
        }
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{path}: not a list of figures ({error}); delete the folder and run the study again"
        raise StudyError(msg) from error


def _method(trace: Mapping[str, str]) -> Method:
    """Read a method back in both languages; a folder of an older version has English only."""
    if not trace["method"]:
        return ""
    return Verbatim(trace.get("method_fr", ""), trace["method"])


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
