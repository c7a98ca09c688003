"""``accord hours roster``: who works on which day, from a plant's cycles and its absences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accord import terminal

if TYPE_CHECKING:
    from accord.hours.roster.duty_roster import PlantRoster

__all__ = ["roster"]

WEEK = 7
SHOWN = 20
MAX_DAYS = 366

Json = Annotated[
    bool, typer.Option("--json", help="Write one JSON object for each roster, one a line.")
]


def roster(
    files: Annotated[
        list[Path], typer.Argument(help="Plants: folders or .xlsx.", show_default=False)
    ],
    *,
    first: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day (default: the plant's own date)."),
    ] = None,
    days: Annotated[int, typer.Option(help="Number of days.", min=1, max=MAX_DAYS)] = 28,
    csv: Annotated[
        Path | None, typer.Option(help="Write the roster as CSV: people x days.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write the roster as a workbook.")] = None,
    ical: Annotated[
        Path | None, typer.Option(help="Folder for a calendar (.ics) of each person.")
    ] = None,
    json_: Json = False,
) -> None:
    """Make the dated roster of a plant: cycles, absences, cover, fairness; each aim with its proof.

    With several plants --csv, --xlsx and --ical name folders.
    """
    with terminal.errors_told(is_json=json_):
        from accord.cli_hours_law import law_files
        from accord.cli_hours_run import each_file
        from accord.hours.roster.plant_roster import roster as plant_roster
        from accord.plant import read

        _load_solvers()
        each_file(
            law_files(files, (".xlsx", ".xlsm")),
            lambda file: [(file, read(file))],
            lambda asked: plant_roster(
                asked[1], first=None if first is None else first.date(), days=days
            ),
            lambda asked, made: roster_text(asked[1].name, made),
            is_json=json_,
            after=lambda asked, made, is_only: _write(
                made, asked[0].stem, (csv, xlsx, ical), is_only=is_only
            ),
        )


def _load_solvers() -> None:
    """Load what the first roster needs, so that its CPU seconds are those of the question."""
    import highspy  # noqa: F401
    from ortools.sat.python import cp_model  # noqa: F401


def _write(
    made: PlantRoster, name: str, targets: tuple[Path | None, ...], *, is_only: bool
) -> None:
    """Write a roster into each file asked for."""
    from accord.hours.roster.ical import roster_calendars
    from accord.hours.roster.roster_matrix import roster_csv, write_roster_xlsx

    csv, xlsx, ical = targets
    writers: tuple[tuple[Path | None, str, Callable[[Path], object]], ...] = (
        (csv, ".csv", lambda path: path.write_text(roster_csv(made), "utf-8", newline="")),
        (xlsx, ".xlsx", lambda path: write_roster_xlsx(made, path)),
    )
    for target, ending, write in writers:
        if target is None:
            continue
        if is_only and not target.is_dir():
            write(target)
        else:
            target.mkdir(parents=True, exist_ok=True)
            write(target / f"{name}{ending}")
    if ical is not None:
        folder = ical if is_only else ical / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in roster_calendars(made, stamp=datetime.now(UTC)):
            (folder / file).write_text(text, encoding="utf-8", newline="")


def roster_text(name: str, made: PlantRoster) -> str:
    """Say a roster: its aims with their proof, what changed, what stays empty, who works when."""
    problem = made.problem
    lines = [
        f"{name}: {len(made.people)} people, {problem.num_days} days from "
        f"{problem.first.isoformat()}: {made.status}"
    ]
    for level in made.levels:
        known = "proven" if level.value == level.bound else f"bound {level.bound}"
        lines.append(f"{level.name}: {level.value} ({known}, {level.proof})")
    lines += _first_of(
        [f"{c.on.isoformat()} {c.person}: {c.after} instead of {c.before} ({c.why_en})"
         for c in made.changes], "changed",
    )  # fmt: skip
    lines += _first_of(
        [f"{g.on.isoformat()} {g.skill}: {g.people} short ({g.why_en})" for g in made.gaps],
        "empty",
    )
    return "\n".join([*lines, "", *_matrix(made), f"{made.cpu_s:.2f} s of CPU"]) + "\n"


def _first_of(lines: list[str], what: str) -> list[str]:
    said = [f"{what}: {line}" for line in lines[:SHOWN]]
    rest = len(lines) - SHOWN
    return [*said, f"... and {rest} more {what}"] if rest > 0 else said


def _matrix(made: PlantRoster) -> list[str]:
    """Draw people as rows and days as columns, with a gap between the weeks."""
    problem, words = made.problem, made.assignments()
    shown = {p: ["*" if word == "absent" else word for word in row] for p, row in words.items()}
    width = max((len(word) for row in shown.values() for word in row), default=1)
    name_width = max(map(len, shown), default=0)

    def line(name: str, cells: list[str]) -> str:
        spaced = []
        for day, cell in enumerate(cells):
            spaced.append(cell.rjust(width))
            if problem.date(day).weekday() == WEEK - 1:
                spaced.append("")
        return f"{name:{name_width}}  {' '.join(spaced)}".rstrip()

    days = [f"{problem.date(d).day}"[-width:] for d in range(problem.num_days)]
    return [line("", days), *(line(p, row) for p, row in shown.items()), "* absent"]
