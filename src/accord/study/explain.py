"""Walk a published figure back to the figures, files and lines it rests on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from accord.errors import StudyError
from accord.study.beside import Beside, beside, is_withheld
from accord.study.figures import Figure, read_figures
from accord.study.manifest import read_manifest

__all__ = ["Ground", "explain"]

_LINES = re.compile(r"^(?P<file>[^!]+?):(?P<first>\d+)(?:-(?P<last>\d+))?$")


@dataclass(frozen=True, slots=True)
class Ground:
    """A figure with what it rests on: other grounds, and lines of files (place, text).

    ``beside`` is filled in the asked figure only: each plan that dismisses people whose cost is in
    the tree, with what its alternatives cost.
    """

    figure: Figure
    grounds: tuple[Ground, ...]
    lines: tuple[tuple[str, str], ...]
    is_repeated: bool = False
    beside: tuple[Beside, ...] = ()


def explain(study: Path, figure_id: str, *, max_lines: int = 2) -> Ground:
    """Return the tree of everything a figure of a study rests on.

    Parameters
    ----------
    study
        Folder written by ``accord study``.
    figure_id
        Id as printed in the report's register: ``S1.flow.output_week.total``.
    max_lines
        Lines of each file quoted word for word.

    Raises
    ------
    StudyError
        When the folder has no figures, or no figure of that id (near misses are named); when it is
        withheld because the plan dismisses people and no alternative stands beside it.
    """
    figures = read_figures(study / "figures.json")
    gates = read_manifest(study).gates
    if is_withheld(gates, figures, figure_id):
        gate = gates[figure_id.partition(".")[0]]
        msg = f"{study}: {figure_id} is not shown: {gate.says[1]} Then run the study again."
        raise StudyError(msg)
    if figure_id not in figures:
        near = difflib.get_close_matches(figure_id, figures, n=4, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        msg = f"{study}: no figure {figure_id!r} among {len(figures)}{hint}"
        raise StudyError(msg)
    ground = _ground(figures, figure_id, _plant_folder(study), max_lines, set())
    return replace(ground, beside=beside(gates, figures, _priced_in(ground)))


def _priced_in(ground: Ground) -> Iterator[str]:
    """Give the scenarios whose cost a figure rests on."""
    scenario, _, rest = ground.figure.id.partition(".")
    if rest.startswith("cost."):
        yield scenario
    for parent in ground.grounds:
        yield from _priced_in(parent)


def _plant_folder(study: Path) -> Path | None:
    where = Path(read_manifest(study).plant_path)
    return where if where.exists() else None


def _ground(
    figures: Mapping[str, Figure],
    figure_id: str,
    plant: Path | None,
    max_lines: int,
    seen: set[str],
) -> Ground:
    figure = figures[figure_id]
    if figure_id in seen:
        return Ground(figure, (), (), is_repeated=True)
    seen.add(figure_id)
    return Ground(
        figure,
        tuple(_ground(figures, p, plant, max_lines, seen) for p in figure.parents),
        tuple((place, _quote(plant, place, max_lines)) for place in figure.places),
    )


def _quote(plant: Path | None, place: str, max_lines: int) -> str:
    """Return the words at a place, or nothing when the file is not at hand."""
    found = _LINES.match(place)
    if plant is None or found is None:
        return ""
    path = plant / found["file"] if plant.is_dir() else plant
    if not path.is_file() or path.suffix == ".xlsx":
        return ""
    first = int(found["first"])
    last = min(int(found["last"] or first), first + max_lines - 1)
    quoted: list[str] = []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if number > last:
                break
            if number >= first:
                quoted.append(line.rstrip())
    return "\n".join(quoted)
