"""Two scenarios of a study side by side: paired differences with intervals."""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from accord.errors import StudyError
from accord.study.intervals import paired
from accord.study.manifest import read_manifest
from accord.study.measure.bearers import load_samples
from accord.study.measure.output import backlog_growth, output_week, waiting
from accord.study.runs import Run, read_run

__all__ = ["Comparison", "Difference", "compare"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of both scenarios and the paired difference, second minus first.

    ``low`` and ``high`` are the ends of the 95 % interval of the difference.
    """

    measure: str
    unit: str
    mean_first: float
    mean_second: float
    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """True when the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Paired differences of two scenarios of one study."""

    first: str
    second: str
    how: str
    rows: tuple[Difference, ...]

    def as_dict(self) -> dict[str, object]:
        """Return the comparison as plain values, for JSON."""
        return {
            "first": self.first,
            "second": self.second,
            "how": self.how,
            "rows": [{**asdict(r), "is_clear": r.is_clear} for r in self.rows],
        }


def compare(study: Path | str, first: str, second: str) -> Comparison:
    """Return the paired differences of two scenarios of a study.

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
    one, two = (read_run(folder / "runs" / f"{runs[n]}.parquet") for n in (first, second))
    window = slice(manifest.first_week, manifest.last_week + 1)
    common = min(one.replications, two.replications)
    num_weeks = manifest.last_week - manifest.first_week + 1
    samples_one, samples_two = _samples(one, window), _samples(two, window)
    rows = []
    for name, (unit, values) in samples_one.items():
        if name not in samples_two:
            continue
        other = samples_two[name][1]
        difference, low, high = paired(values, other)
        rows.append(
            Difference(
                name,
                unit,
                float(np.nanmean(values)),
                float(np.nanmean(other)),
                difference,
                low,
                high,
            )
        )
    how = f"{common} paired replications over {num_weeks} weeks, 95 % intervals"
    return Comparison(first, second, how, tuple(rows))


def _samples(run: Run, window: slice) -> dict[str, tuple[str, Floats]]:
    everyone = [int(i) for i in np.flatnonzero(run.person_h[:, window].sum(axis=(0, 1, 3)) > 0)]
    found: dict[str, tuple[str, Floats]] = {
        "output": ("pieces/week", output_week(run, window)),
        "backlog growth": ("pieces/week", backlog_growth(run, window)),
        "backlog at the end": ("pieces", waiting(run)[:, window][:, -1]),
    }
    if everyone:
        load = load_samples(run, window, everyone)
        found["hours per person"] = ("h/week", load["hours_week"])
        found["overtime per person"] = ("h/week", load["overtime_week"])
        found["time on tasks"] = ("share", load["pace"])
    for product in run.products:
        found[f"output {product}"] = ("pieces/week", output_week(run, window, product))
    return found
