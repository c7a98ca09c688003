"""``accord hours roster``: who works on which day.

A plant's roster follows its cycles and its absences; the text form of Curtois and Qu brings people,
shifts, wishes and cover of its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from csv import writer
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accord import terminal
from accord.errors import HoursError

if TYPE_CHECKING:
    from accord.cli_hours_run import Move
    from accord.hours.rosters import RosterProblem, RosterResult
    from accord.hours.rosters.held_roster import HeldRoster
    from accord.plant.records import Plant

__all__ = ["roster"]

TEXT = ".txt"
KINDS = (".xlsx", ".xlsm", TEXT)
MAX_DAYS = 366

Json = Annotated[
    bool, typer.Option("--json", help="Write one JSON object for each roster, one a line.")
]
First = Annotated[
    datetime | None,
    typer.Option(
        "--from",
        "--first",
        formats=["%Y-%m-%d"],
        help="Plant: first day (default: its own date).",
    ),
]
Absent = Annotated[
    list[str] | None,
    typer.Option(
        help="Plant: somebody falls ill, PERSON:FROM:TO; the roster is repaired with the "
        "fewest changed days. Repeat it."
    ),
]
Known = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="Plant: day on which absences become known; nothing changes before it "
        "(default: their first day).",
    ),
]
Notice = Annotated[
    int, typer.Option(help="Plant: days from then on that nobody else can be asked to change.")
]
Need = Annotated[
    list[str] | None,
    typer.Option(
        help="Plant: people needed whenever a skill is open, SKILL=PEOPLE (default: derived "
        "from the load of the stations). Repeat it."
    ),
]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a file asks: the roster of a plant, or of a problem of its own."""

    file: Path
    plant: Plant | None = None
    problem: RosterProblem | None = None


def roster(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Plants (folders or .xlsx), or problems in Curtois and Qu's text form (.txt).",
            show_default=False,
        ),
    ],
    *,
    scenario: Annotated[
        str | None,
        typer.Option(help="Plant: name of a scenario that is applied; begins on its start."),
    ] = None,
    first: First = None,
    days: Annotated[int, typer.Option(help="Plant: number of days.", min=1, max=MAX_DAYS)] = 28,
    absent: Absent = None,
    known: Known = None,
    notice: Notice = 0,
    need: Need = None,
    time_limit: Annotated[
        float | None,
        typer.Option(help="Text form: CPU seconds for each (default: until proven).", min=0.001),
    ] = None,
    seed: Annotated[int, typer.Option(help="Text form: key of the draws of the search.")] = 1,
    csv: Annotated[
        Path | None, typer.Option(help="Write the roster as CSV: people x days.")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Plant: write the roster as a workbook.")
    ] = None,
    ical: Annotated[
        Path | None, typer.Option(help="Plant: folder for a calendar (.ics) of each person.")
    ] = None,
    json_: Json = False,
) -> None:
    """Make a dated roster: who works when, each aim or the cost with its proven bound.

    With several files --csv, --xlsx and --ical name folders.
    """
    with terminal.errors_told(is_json=json_):
        from accord.cli_hours_law import law_files
        from accord.cli_hours_run import each_file
        from accord.hours.rosters import solve
        from accord.hours.rosters.held_roster import make
        from accord.hours.rosters.roster_file import read_absence, read_need

        absences = [read_absence(text) for text in absent or ()]
        needs = dict(read_need(text) for text in need or ())

        def answer(asked: _Asked, move: Move | None) -> HeldRoster | RosterResult:
            if asked.problem is not None:
                _only_of_plants(asked.file, {"--scenario": scenario, "--absent": absent})
                return solve(
                    asked.problem, time_limit_s=time_limit, seed=seed, progress=_moved(move)
                )
            assert asked.plant is not None  # noqa: S101 - for the type checker: one of both is given
            return make(
                asked.plant,
                scenario=scenario,
                first=None if first is None else first.date(),
                days=days,
                needs=needs or None,
                absences=absences,
                from_day=None if known is None else known.date(),
                notice_days=notice,
            )

        found = law_files(files, KINDS)
        _load_solvers(found)
        each_file(
            found,
            _read,
            answer,
            lambda _, made: _told(made),
            is_json=json_,
            after=lambda asked, made, is_only: _write(
                made, asked.file.stem, (csv, xlsx, ical), is_only=is_only
            ),
        )


def _read(file: Path) -> list[_Asked]:
    from accord.hours.rosters import read_curtois
    from accord.plant import read

    if file.suffix.lower() == TEXT:
        return [_Asked(file, problem=read_curtois(file))]
    return [_Asked(file, plant=read(file))]


def _only_of_plants(file: Path, options: Mapping[str, object]) -> None:
    """Refuse options that need dates for a problem that has none."""
    for option, value in options.items():
        if value:
            raise HoursError(f"{file}: {option} needs a plant; the text form has no dates")


def _moved(move: Move | None) -> Callable[[int, int | None, float], None] | None:
    """Show bound and cost on the bar: it is full when they meet."""
    if move is None:
        return None

    def show(bound: int, cost: int | None, cpu_s: float) -> None:
        best = "no roster yet" if cost is None else f"cost {cost:,}"
        move(f"{best}, bound {bound:,}, {cpu_s:.0f} s", bound, cost or 0)

    return show


def _load_solvers(files: list[Path]) -> None:
    """Load what the first roster needs, so that its CPU seconds are those of the question."""
    import highspy  # noqa: F401

    if any(file.suffix.lower() != TEXT for file in files):
        from ortools.sat.python import cp_model  # noqa: F401
    if any(file.suffix.lower() == TEXT for file in files):
        from accord.hours.rosters.paths import optimise  # noqa: F401 - compiles its kernel


def _told(made: HeldRoster | RosterResult) -> str:
    from accord.cli_hours_roster_text import held_text, result_text
    from accord.hours.rosters import RosterResult

    return result_text(made) if isinstance(made, RosterResult) else held_text(made)


def _write(
    made: HeldRoster | RosterResult, name: str, targets: tuple[Path | None, ...], *, is_only: bool
) -> None:
    """Write a roster into each file asked for."""
    from accord.hours.rosters import RosterResult
    from accord.hours.rosters.ical import roster_calendars
    from accord.hours.rosters.roster_matrix import roster_csv, write_roster_xlsx

    csv, xlsx, ical = targets
    if isinstance(made, RosterResult):
        if xlsx is not None or ical is not None:
            terminal.note(f"{name}: a problem without dates is written as CSV only")
        if csv is not None and made.assignments is not None:
            _out(csv, f"{name}.csv", is_only=is_only).write_text(_rows(made), "utf-8", newline="")
        return
    roster = made.roster
    if csv is not None:
        path = _out(csv, f"{name}.csv", is_only=is_only)
        path.write_text(roster_csv(roster), encoding="utf-8", newline="")
    if xlsx is not None:
        write_roster_xlsx(roster, _out(xlsx, f"{name}.xlsx", is_only=is_only))
    if ical is not None:
        folder = ical if is_only else ical / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in roster_calendars(roster, stamp=datetime.now(UTC)):
            (folder / file).write_text(text, encoding="utf-8", newline="")


def _out(target: Path, file: str, *, is_only: bool) -> Path:
    """Return where a roster is written: the target, or a file inside it."""
    if is_only and not target.is_dir():
        return target
    target.mkdir(parents=True, exist_ok=True)
    return target / file


def _rows(made: RosterResult) -> str:
    """Write a roster of a problem without dates: a row for each person, days from 0."""
    rows = (made.assignments or {}).items()
    num_days = max((len(words) for _, words in rows), default=0)
    text = io.StringIO()
    pen = writer(text, lineterminator="\r\n")
    pen.writerow(["person", *range(num_days)])
    pen.writerows([person, *words] for person, words in rows)
    return text.getvalue()
